"""Maps from tables, without a network: points, lines and areas.

Floor 2. Each function takes a DataFrame and returns a `Picture` that displays itself: the map, a
key, whose view of borders it draws, sources, and the same data as a table.

    atlas.points(library.events, title="Where it happened", when="date", category="category")

folium is imported when the first map is drawn. `picture.extra` is the folium map: a layer added to
it is seen when the picture is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .. import marks as symbols
from ..problems import AllianceError, did_you_mean
from ..style import Picture
from . import items, shapes
from .check import choose_view, coordinates, need
from .sheet import Sheet, count_words, draw

__all__ = ["areas", "lines", "points"]


def _library(library: Any) -> Any:
    """Return the library given, else the one of the module."""
    if library is not None:
        return library
    from ..library import open_library

    return open_library()


def points(
    frame: pd.DataFrame,
    *,
    title: str,
    summary: str = "",
    label: str = "title",
    detail: list[str] | None = None,
    when: str | None = None,
    category: str | None = None,
    marks: Mapping[Any, tuple[str, str]] | None = None,
    lat: str = "lat",
    lon: str = "lon",
    view: tuple[float, float, float, float] | str | None = None,
    height: int = 440,
    library: Any = None,
) -> Picture:
    """Draw the rows of a table as marks on a map.

    Rows at the same place share a mark with their number; so do places too near each other to be
    told apart. A mark opens with click, Enter or space, and closes with Escape.

    Args:
        frame: one row for each thing; rows without coordinates are only in the table.
        title: what the map shows.
        summary: one sentence on what to see; without it rows and places are counted.
        label: column that names a row.
        detail: columns shown when a mark is opened; None for the summary and usual details.
        when: EDTF date column; gives the map a time slider.
        category: column whose values get a symbol and colour each, see `items.choose_marks`.
        marks: symbol (see `marks.SYMBOLS`) and colour for each value of `category`.
        lat, lon: columns of degrees north and east.
        view: (west, south, east, north) in degrees, a name from `views:` in module.yml, or None for
            a view around the data.
        height: of the map in CSS pixels.
        library: where borders and sources come from; the module's own without it.

    Raises:
        AllianceError: a column is missing, a coordinate or date cannot be read, no rows, or an
            unknown view.
    """
    function, library = "atlas.points", _library(library)
    wanted = {"label": label, "when": when, "category": category, "lat": lat, "lon": lon}
    wanted |= {f"detail, {column}": column for column in detail or []}
    need(frame, wanted, function)
    lats = coordinates(frame, lat, 90, function)
    lons = coordinates(frame, lon, 180, function)
    placed = lats.notna() & lons.notna()
    if not placed.any():
        raise AllianceError(
            f"{function}: no row has coordinates in “{lat}” and “{lon}”, so nothing can be drawn; "
            "fill them in, or show the table itself."
        )
    seen, lats, lons = frame[placed], lats[placed], lons[placed]
    rect = choose_view(view, lats, lons, library.settings, function)
    told = items.tell(seen, label, detail, when, category, marks, library, function)
    spots = items.places(seen, lats, lons, (rect[0] + rect[2]) / 2)
    shown = items.table_columns(frame, [label, told.dates, category, *(detail or [])])
    shown += [] if "place" in frame else [lat, lon]
    summary = summary or count_words(told.rows, spots, told.steps)
    sheet = Sheet(title, summary, frame[shown], height, library)
    sheet.count_missing(len(frame) - len(seen), "coordinates")
    sheet.legend = symbols.legend(told.key()) if category else ""
    if len(told.key()) > 1:
        sheet.legend_notes.append("A number in a ring: several kinds together.")
    sheet.add_time(told.steps, told.rows, bool(when))
    data = {"places": spots, "rows": told.rows, "cites": told.cites}
    data["marks"] = [{"svg": symbols.svg(*pair)} for pair in told.every]
    return draw(sheet, rect, data)


def lines(
    frame: pd.DataFrame,
    *,
    title: str,
    summary: str = "",
    label: str = "title",
    detail: list[str] | None = None,
    when: str | None = None,
    category: str | None = None,
    width: str | None = None,
    from_lat: str = "from_lat",
    from_lon: str = "from_lon",
    to_lat: str = "to_lat",
    to_lon: str = "to_lon",
    from_name: str = "from",
    to_name: str = "to",
    view: tuple[float, float, float, float] | str | None = None,
    height: int = 440,
    library: Any = None,
) -> Picture:
    """Draw the rows of a table as curved lines with an arrow in the middle, from place to place.

    The arrow opens with click, Enter or space. Lines bend to the left of their direction, so that
    there and back lie apart; more lines of one route bend more.

    Args:
        frame: one row for each line; rows without both ends are only in the table.
        title, summary, label, detail, when, view, height, library: as for `points`.
        category: column whose values get a colour and a dash pattern each.
        width: column of numbers, drawn as thickness in proportion.
        from_lat, from_lon, to_lat, to_lon: columns of degrees.
        from_name, to_name: columns that name the ends, where the table has them.

    Raises:
        AllianceError: as for `points`; or `width` holds text or a negative number.
    """
    function, library = "atlas.lines", _library(library)
    ends = {"from_lat": from_lat, "from_lon": from_lon, "to_lat": to_lat, "to_lon": to_lon}
    wanted = {"label": label, "when": when, "category": category, "width": width, **ends}
    wanted |= {f"detail, {column}": column for column in detail or []}
    need(frame, wanted, function)
    numbers = pd.DataFrame(
        {
            k: coordinates(frame, c, 90 if k.endswith("lat") else 180, function)
            for k, c in ends.items()
        }
    )
    placed = numbers.notna().all(axis=1)
    if not placed.any():
        raise AllianceError(
            f"{function}: no row has the coordinates of both ends ({', '.join(ends.values())}); "
            "fill them in, or show the table itself."
        )
    thick = shapes.widths(frame, width, function)[placed]
    seen, numbers = frame[placed], numbers[placed]
    lats = [*numbers.from_lat, *numbers.to_lat]
    lons = [*numbers.from_lon, *numbers.to_lon]
    rect = choose_view(view, lats, lons, library.settings, function)
    told = items.tell(seen, label, detail, when, category, None, library, function)
    names = tuple(c if c in frame else None for c in (from_name, to_name))
    spots, stations = shapes.routes(seen, numbers, names, thick, (rect[0] + rect[2]) / 2)
    styles = shapes.line_styles([color for _, color in told.every])
    first = [label, told.dates, category, *names, width, *(detail or [])]
    shown = items.table_columns(frame, first)
    shown += [c for c in ends.values() if c not in shown and None in names]
    summary = summary or count_words(told.rows, spots, told.steps)
    sheet = Sheet(title, summary, frame[shown], height, library)
    sheet.count_missing(len(frame) - len(seen), "coordinates of both ends")
    sheet.legend = shapes.line_legend(dict(zip(told.key(), styles, strict=False)))
    if width:
        sheet.legend_notes.append(f"The thicker the line, the larger “{width.replace('_', ' ')}”.")
    sheet.add_time(told.steps, told.rows, bool(when))
    data = {"places": spots, "rows": told.rows, "cites": told.cites, "ends": stations}
    data["marks"] = [{"svg": shapes.arrow(s["color"]), "line": s} for s in styles]
    return draw(sheet, rect, data)


def areas(
    frame: pd.DataFrame,
    *,
    value: str,
    title: str,
    key: str = "country",
    summary: str = "",
    label: str | None = None,
    detail: list[str] | None = None,
    view: tuple[float, float, float, float] | str | None = None,
    height: int = 440,
    library: Any = None,
) -> Picture:
    """Fill countries by the value that a table gives them.

    Words get a colour, pattern and symbol each. Numbers get up to five shades (classes with about
    as many countries each), and stand on the map as numbers. Each country has a mark that opens.

    Args:
        frame: one row for each country.
        value: column of words or numbers.
        key: column of ids of the table of actors.
        label: column for the heading when a mark is opened; None for the name of the country.
        title, summary, detail, view, height, library: as for `points`.

    Raises:
        AllianceError: a column is missing, an actor is unknown, two rows fill the same country, no
            country has borders, or an unknown view.
    """
    function, library = "atlas.areas", _library(library)
    wanted = {"key": key, "value": value, "label": label}
    wanted |= {f"detail, {column}": column for column in detail or []}
    need(frame, wanted, function)
    owners = shapes.owners(frame, key, library, function)
    spots = shapes.country_spots(owners, library.boundaries)
    if not spots:
        raise AllianceError(
            f"{function}: no country in “{key}” has borders on the map; fill the column "
            "“boundaries” of actors.csv, or show the table itself."
        )
    rect = choose_view(view, *shapes.corners(spots), library.settings, function)
    fill = shapes.fills(frame, value, library, function)
    named = frame.assign(**{key: [library.actor_name(actor) for actor in frame[key]]})
    told = items.tell(named, label or key, detail, None, None, None, library, function)
    for row, mark, words in zip(told.rows, fill.mark, fill.words, strict=True):
        row |= {"mark": mark, "kind": f"{value.replace('_', ' ')}: {words}"}
    shown = items.table_columns(named, [key, value, label, *(detail or [])])
    sheet = Sheet(
        title,
        summary or f"{len(spots)} of {len(frame)} rows fill a country.",
        named[shown],
        height,
        library,
    )
    sheet.count_missing(len(frame) - len(spots), "borders on the map")
    sheet.legend = fill.legend
    sheet.fills = {area: fill.paint[k] for area, k in owners.items() if fill.paint[k] is not None}
    sheet.paints = fill.paints
    places = shapes.country_places(spots, list(named[key]), (rect[0] + rect[2]) / 2)
    data = {"places": places, "rows": told.rows, "cites": told.cites, "marks": fill.marks}
    return draw(sheet, rect, data)


def __getattr__(name: str) -> Any:
    # OfflineMap lives with folium, which is imported only when it is wanted.
    if name == "OfflineMap":
        from .base import OfflineMap

        return OfflineMap
    raise AttributeError(f"atlas has no “{name}”; {did_you_mean(name, __all__)}")
