"""Reads places and views of a map from a question: written out, or from a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...problems import AllianceError, did_you_mean
from ..model import Option, slug
from .computed import select
from .form import Form

__all__ = ["WORLD", "Rect", "Spot", "inside", "spots_from", "spots_written", "view_of"]

Rect = tuple[float, float, float, float]

WORLD: Rect = (-180.0, -60.0, 180.0, 80.0)
FROM = ("table", "where", "ids", "text")
NAMES = ("place", "name", "title")


@dataclass(frozen=True)
class Spot:
    """A place: its name, degrees north and degrees east."""

    text: str
    lat: float
    lon: float

    @property
    def option(self) -> Option:
        """The place as something to choose."""
        return Option(slug(self.text), self.text)


def view_of(form: Form) -> Rect:
    """Return the rectangle of the field `view`: a name in module.yml or four numbers."""
    value = form.take("view")
    views = form.library.settings.get("views") or {}
    if isinstance(value, str) and value not in views:
        remedy = did_you_mean(value, views).rstrip("?") if views else "write four numbers"
        form.wrong("view", f"there is no view “{value}” in module.yml", remedy)
        return WORLD
    edges = views[value] if isinstance(value, str) else value
    try:
        if isinstance(edges, str) or len(edges) != 4:
            raise ValueError
        west, south, east, north = map(float, edges)
    except (TypeError, ValueError):
        remedy = "write a name out of module.yml, or [west, south, east, north] in degrees"
        form.wrong("view", "it is neither a name nor four numbers", remedy)
        return WORLD
    if not (-90 <= south < north <= 90 and -360 <= west < east <= west + 360):
        remedy = "write west, south, east, north, in this order"
        form.wrong("view", f"{edges} is no rectangle on the Earth", remedy)
        return WORLD
    return west, south, east, north


def inside(view: Rect, lat: float, lon: float) -> bool:
    """Tell whether a place lies in a view."""
    west, south, east, north = view
    return south <= lat <= north and (lon - west) % 360 <= east - west


def spots_written(form: Form, field: str) -> list[Spot]:
    """Return the places of a list, or of a single mapping."""
    value = form.take(field)
    single = isinstance(value, dict)
    inners = [form.inner(field)] if single else form.rows(field)
    found: list[Spot] = []
    for inner in inners:
        name = inner.text("text", required=True)
        lat, lon = _degrees(inner, "lat", 90), _degrees(inner, "lon", 360)
        inner.close()
        if slug(name) in {slug(spot.text) for spot in found}:
            inner.wrong("text", f"“{name}” is there twice", "make the two differ")
        elif lat is not None and lon is not None:
            found.append(Spot(name, lat, lon))
    return found


def _degrees(form: Form, field: str, most: int) -> float | None:
    value = form.number(field)
    if value is None and not form.raw.get(field):
        form.wrong(field, "the degrees are missing", f"write `{field}:` and a number")
    elif value is not None and abs(value) > most:
        form.wrong(field, f"“{value}” is more than {most} degrees", "lat is north, lon is east")
        value = None
    return None if value is None else float(value)


def spots_from(form: Form, field: str) -> list[Spot]:
    """Return the places of rows of a table."""
    inner = form.inner(field)
    if inner is None:
        return []
    spec = inner.spec(FROM)
    inner.close()
    return form.attempt(field, _rows, spec, form.library) or []


def _rows(spec: dict[str, Any], library: Any) -> list[Spot]:
    """Return one place for each name and position among the rows.

    Raises:
        AllianceError: see `select`; also if the table has no coordinates, or a row lacks them.
    """
    frame = select(spec, library)
    column = str(spec.get("text") or next((c for c in NAMES if c in frame.columns), ""))
    for needed in (column, "lat", "lon"):
        if needed not in frame.columns:
            hint = did_you_mean(needed, frame.columns)
            raise AllianceError(f"there is no column “{needed}”; {hint}")
    found: dict[str, Spot] = {}
    for _, row in frame.iterrows():
        if row["lat"] != row["lat"] or row["lon"] != row["lon"]:
            raise AllianceError(f"the row “{row['id']}” has no lat and lon")
        spot = Spot(str(row[column]), float(row["lat"]), float(row["lon"]))
        known = found.setdefault(slug(spot.text), spot)
        if (known.lat, known.lon) != (spot.lat, spot.lon):
            raise AllianceError(f"“{spot.text}” is at two different places")
    return list(found.values())
