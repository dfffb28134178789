"""Whose view of borders the maps draw: lines, hatching and words are chosen together, by name.

A view stands in the settings under `borders: choices:` with its sentence, notes and sources, the
outlines that belong to each actor in it (`areas`), and a few places with the actor to which it
draws them (`holds`). Outlines that a view draws in its own way carry `"views": [name]` in
boundaries.geojson; all others belong to every view. The places are looked up in the outlines, so a
caption whose lines say something else is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ..problems import Problem, did_you_mean
from .settings import SETTINGS

__all__ = ["choose_borders", "holder"]

CLAIMED = ("occupied", "held")  # outlines about which two states say two things


def choose_borders(
    package: Any, settings: dict[str, Any], problems: list[Problem], sound: bool = False
) -> None:
    """Keep the outlines of the view that the settings use, in place, and give areas to actors.

    Args:
        package: with `boundaries` and the table `actors`.
        settings: `borders` becomes the view that is used, with all of them under `choices`.
        problems: takes views that do not fit their lines.
        sound: these very settings and lines were looked at before, and fit.
    """
    borders = settings.get("borders") or {}
    choices = borders.get("choices") or {}
    use = borders.get("use") or next(iter(choices), "")
    if not sound:
        use = _looked_at(package, borders, choices, use, problems)
    if not choices:
        return
    chosen = {key: value for key, value in choices[use].items() if key not in ("areas", "holds")}
    settings["borders"] = {"use": use, "choices": choices, **chosen}
    package.draw_view("boundaries", use)
    _give(package, choices[use].get("areas", {}))


def _looked_at(
    package: Any, borders: dict[str, Any], choices: dict, use: str, problems: list[Problem]
) -> str:
    """Note views that do not fit their lines; return the view to use, if need be another."""
    shapes = package.shapes("boundaries")
    features = shapes["features"] if shapes else []
    named = {name for one in features for name in one["properties"].get("views", [])}
    if not choices:
        drawn = [f["properties"]["name"] for f in features
                 if f["properties"]["status"] in CLAIMED]  # fmt: skip
        if named or (drawn and borders.get("view")):
            what = f"draws {drawn[0]} by one view of borders" if drawn else "has several views"
            _wrong(problems, f"boundaries.geojson {what}, and the words are not tied to lines",
                   "write the view under `choices`, with `holds`")  # fmt: skip
        return ""
    if use not in choices:
        _wrong(problems, f"there is no view of borders “{use}”", did_you_mean(use, choices))
        use = next(iter(choices))
    for name in sorted(named - set(choices)):
        _wrong(problems, f"boundaries.geojson has outlines of a view “{name}”, of which nothing is "
               "said here", did_you_mean(name, choices))  # fmt: skip
    for name, view in choices.items():
        _check(package, features, name, view, problems)
    return use


def _wrong(problems: list[Problem], message: str, remedy: str) -> None:
    problems.append(Problem(SETTINGS, message, remedy.rstrip("?"), column="borders"))


def _of_view(features: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [f for f in features if name in f["properties"].get("views", [name])]


def _give(package: Any, areas: dict[str, list[str]]) -> None:
    """Give actors the outlines that they have in a view."""
    actors = package.tables.get("actors")
    if actors is None or "boundaries" not in actors:
        return
    given = [list(areas.get(name, own)) for name, own in zip(actors["id"], actors["boundaries"],
                                                            strict=True)]  # fmt: skip
    package.tables["actors"] = actors.assign(boundaries=given)


def _check(
    package: Any, features: list[dict], name: str, view: dict[str, Any], problems: list[Problem]
) -> None:
    """Look the places of a view up in its outlines, and its outlines among all."""
    shapes, areas = _of_view(features, name), view.get("areas", {})
    known = {f["properties"]["id"] for f in shapes}
    claimed = {f["properties"]["id"] for f in shapes if f["properties"]["status"] in CLAIMED}
    for actor, ids in areas.items():
        for one in [one for one in ids if one not in known]:
            _wrong(problems, f"the view “{name}” gives {actor} the outline “{one}”, which it does "
                   "not draw", did_you_mean(one, known))  # fmt: skip
    actors = package.tables.get("actors")
    owned = dict(zip(actors["id"], actors["boundaries"], strict=True)) if actors is not None and (
        "boundaries" in actors) else {}  # fmt: skip
    owned |= areas
    for place in view.get("holds", []):
        found = holder(shapes, place["lon"], place["lat"])
        claimed.discard(found)
        if not found or found not in owned.get(place["with"], []):
            said = f"in the outline “{found}”" if found else "in no outline"
            _wrong(problems, f"the view “{name}” says that it draws {place['place']} with "
                   f"{place['with']}, and its lines have it {said}",
                   "choose the words that belong to the lines")  # fmt: skip
    if claimed:
        _wrong(problems, f"the view “{name}” draws “{min(claimed)}”, and names no place in it",
               "add one under `holds`, so that words and lines can be compared")  # fmt: skip


def holder(features: list[dict[str, Any]], lon: float, lat: float) -> str:
    """Return the id of the outline in which a place lies, "" if in none; the last drawn counts."""
    found = ""
    for feature in features:
        for rings in _polygons(feature["geometry"]):
            inside = [_inside(ring, lon, lat) for ring in rings]
            if inside[0] and not any(inside[1:]):
                found = feature["properties"]["id"]
    return found


def _polygons(geometry: dict[str, Any]) -> Iterator[list[list[list[float]]]]:
    several = geometry["type"] == "MultiPolygon"
    yield from geometry["coordinates"] if several else [geometry["coordinates"]]


def _inside(ring: list[list[float]], lon: float, lat: float) -> bool:
    """Tell whether a place lies in a ring, by the number of edges east of it."""
    inside = False
    for (x0, y0, *_), (x, y, *_) in pairwise(ring):
        if (y0 > lat) != (y > lat) and lon < x0 + (lat - y0) / (y - y0) * (x - x0):
            inside = not inside
    return inside
