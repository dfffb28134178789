"""Maps from tables, without a network: points, lines and areas.

Each function takes a DataFrame and returns a `Picture` that displays itself: the map, a
key, whose view of borders it draws, sources, and the same data as a table.

    atlas.points(library.events, title="Where it happened", when="date", category="category")

folium is imported when the first map is drawn. `picture.extra` is the folium map: a layer added to
it is seen when the picture is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..page import Picture
from ..page import marks as symbols
from ..problems import AllianceError
from ..texts import column, say
from . import items, shapes
from .spec import MapSpec
from .surroundings import draw

__all__ = ["areas", "lines", "points"]

NAMED = 8  # countries up to which the rarest kind is named whatever lies there


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
    height: int | None = None,
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
        height: of the map in CSS pixels; None for one that suits the view.
        library: where borders and sources come from; the module's own without it.

    Raises:
        AllianceError: a column is missing, a coordinate or date cannot be read, no rows, or an
            unknown view.
    """
    spec = MapSpec(
        "atlas.points", frame, title, summary, label, detail, view, height, library
    )  # fmt: skip
    spec.when, spec.category = when, category
    return _points(spec, lat, lon, marks)


def _points(
    spec: MapSpec, lat: str, lon: str, given: Mapping[Any, tuple[str, str]] | None
) -> Picture:
    """Draw a map of points; `given` are its marks."""
    frame = spec.frame
    spec.need(lat=lat, lon=lon)
    placed, at = spec.placed({"lat": lat, "lon": lon}, "coordinates")
    rect = spec.rect(at.lat, at.lon)
    told = spec.tell(frame[placed], given=given)
    spots = items.places(frame[placed], at.lat, at.lon, (rect[0] + rect[2]) / 2)
    position = [] if "place" in frame else [lat, lon]
    around = spec.around(rect, told, spots, [spec.label, told.dates, spec.category, *position])
    around.count_missing(int((~placed).sum()), "map.no_coordinates")
    around.legend = symbols.legend(told.key()) if spec.category else ""
    if len(told.key()) > 1:
        around.legend_notes.append(say("map.several"))
    data = {"places": spots, "rows": told.rows, "cites": told.cites}
    data["marks"] = [{"svg": symbols.svg(*pair)} for pair in told.every]
    return draw(around, rect, data)


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
    height: int | None = None,
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
    spec = MapSpec(
        "atlas.lines", frame, title, summary, label, detail, view, height, library
    )  # fmt: skip
    spec.when, spec.category = when, category
    ends = {"from_lat": from_lat, "from_lon": from_lon, "to_lat": to_lat, "to_lon": to_lon}
    return _lines(spec, ends, (from_name, to_name), width)


def _lines(
    spec: MapSpec, ends: dict[str, str], named: tuple[str, str], width: str | None
) -> Picture:
    """Draw a map of lines: columns of coordinates, of the names of both ends, of numbers."""
    frame = spec.frame
    spec.need(width=width, **ends)
    placed, at = spec.placed(ends, "the coordinates of both ends")
    thick = shapes.widths(frame, width, spec.function)[placed]
    rect = spec.rect([*at.from_lat, *at.to_lat], [*at.from_lon, *at.to_lon])
    told = spec.tell(frame[placed])
    names = tuple(c if c in frame else None for c in named)
    spots, stations = shapes.routes(frame[placed], at, names, thick, (rect[0] + rect[2]) / 2)
    position = ends.values() if None in names else []
    first = [spec.label, told.dates, spec.category, *names, width, *position]
    around = spec.around(rect, told, spots, first)
    around.count_missing(int((~placed).sum()), "map.no_ends")
    styles = shapes.line_styles(told.every)
    around.legend = shapes.line_legend(dict(zip(told.key(), styles, strict=False)))
    if width:
        around.legend_notes.append(say("map.thick", column=column(width)))
    data = {"places": spots, "rows": told.rows, "cites": told.cites, "ends": stations}
    data["marks"] = [{"svg": shapes.arrow(s["color"]), "line": s} for s in styles]
    return draw(around, rect, data)


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
    height: int | None = None,
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
    spec = MapSpec(
        "atlas.areas", frame, title, summary, label, detail, view, height, library
    )  # fmt: skip
    return _areas(spec, key, value)


def _areas(spec: MapSpec, key: str, value: str) -> Picture:
    """Draw a map of areas: the columns of the countries and of what fills them."""
    frame, library = spec.frame, spec.library
    spec.need(key=key, value=value)
    owners = shapes.owners(frame, key, library, spec.function)
    spots = shapes.country_spots(owners, library.held_boundaries)
    if not spots:
        raise AllianceError(
            f"{spec.function}: no country in “{key}” has borders on the map; fill the column "
            "“boundaries” of actors.csv, or show the table itself."
        )
    rect = spec.rect(*shapes.corners(spots))
    fill = shapes.fills(frame, value, library, spec.function)
    cells = {key: [library.actor_name(a) for a in frame[key]]}
    if labels := library.labels(value, frame[value].dropna()):
        cells[value] = [labels.get(v, v) for v in frame[value]]
    spec.frame = named = frame.assign(**cells)
    spec.summary = spec.summary or say("map.filled", n=len(spots), of=len(frame))
    told = spec.tell(named, spec.label or key)
    for row, mark, words in zip(told.rows, fill.mark, fill.words, strict=True):
        row |= {"mark": mark, "kind": f"{column(value)}: {words}"}
    places = shapes.country_places(spots, list(named[key]), (rect[0] + rect[2]) / 2)
    if fill.paints is not None:
        # The fewest that voted or did alike are what a reader looks for: they are named first.
        places.sort(key=lambda place: fill.words.count(fill.words[place["rows"][0]]))
        fewest = fill.words[places[0]["rows"][0]]
        if fill.words.count(fewest) <= NAMED and len(set(fill.words)) > 1:
            for place in places:
                place |= {"must": True} if fill.words[place["rows"][0]] == fewest else {}
    around = spec.around(rect, told, places, [key, value, spec.label])
    around.count_missing(len(frame) - len(spots), "map.no_borders")
    around.legend, around.paints = fill.legend, fill.paints
    around.fills = {area: fill.paint[k] for area, k in owners.items() if fill.paint[k] is not None}
    data = {"places": places, "rows": told.rows, "cites": told.cites, "marks": fill.marks}
    return draw(around, rect, data)
