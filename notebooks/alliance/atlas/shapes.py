"""Lines between places and areas of countries: their geometry, thickness, fills and keys."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..page import esc
from ..page import marks as symbols
from ..problems import AllianceError, did_you_mean
from ..texts import column as header
from ..texts import say
from . import items, land
from .check import row_name

__all__ = ["arrow", "country_places", "country_spots", "fills", "owners", "routes", "widths"]

THIN, THICK = 1.8, 8.0  # pixels
# One for each symbol. A category's symbol and colour are a pair of its own, so are dash and colour.
DASHES = [[], [9, 5], [2, 4], [14, 4, 2, 4], [5, 3], [18, 6], [12, 3, 2, 3, 2, 3], [3, 8]]
CURVE = 24  # straight pieces of a curved line
CLASSES = 5
SHADES = (30, 48, 66, 83, 100)  # per cent of the darkest; the same as .al-level-… in map.css

# Patterns of areas, drawn on a tile of 8 × 8: one for each symbol, see DASHES.
TILES = [
    "",
    '<path d="M-1 1l2-2M0 8L8 0M7 9l2-2" stroke="{0}" stroke-width="3"/>',
    '<circle cx="4" cy="4" r="2.2" fill="{0}"/>',
    '<path d="M0 4h8" stroke="{0}" stroke-width="2.6"/>',
    '<path d="M4 0v8" stroke="{0}" stroke-width="2.6"/>',
    '<path d="M0 0l8 8M0 8l8-8" stroke="{0}" stroke-width="1.6"/>',
    '<path d="M-1 7l2 2M0 0l8 8M7-1l2 2" stroke="{0}" stroke-width="3"/>',
    '<circle cx="4" cy="4" r="2.4" fill="none" stroke="{0}" stroke-width="1.4"/>',
]
PLACE = {symbol: k for k, symbol in enumerate(symbols.SYMBOLS)}


# --- lines -------------------------------------------------------------------------------------


def line_styles(looks: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return a colour and a dash pattern for each symbol and colour: no two look alike."""
    return [{"color": color, "dash": DASHES[PLACE.get(symbol, 0)]} for symbol, color in looks]


def line_legend(styles: dict[str, dict[str, Any]]) -> str:
    """Return the key to the lines as a list."""
    listed = "".join(
        f'<li><svg aria-hidden="true" width="34" height="12"><path d="M0 6h34" fill="none" '
        f'stroke="{esc(style["color"])}" stroke-width="3" '
        f'stroke-dasharray="{" ".join(map(str, style["dash"]))}"/></svg> {esc(word)}</li>'
        for word, style in styles.items()
    )
    return _legend(listed) if listed else ""


def _legend(listed: str) -> str:
    """Return the items of a key as its list."""
    return f'<ul class="al-legend" aria-label="{esc(say("legend.name"))}">{listed}</ul>'


def arrow(color: str) -> str:
    """Return an arrow head that points east; the page turns it."""
    return (
        f'<svg aria-hidden="true" viewBox="-11 -11 22 22" width="20" height="20" '
        f'fill="{esc(color)}" stroke="currentColor" stroke-width="1.5">'
        '<path d="M8 0L-6 7L-3 0L-6-7z"/></svg>'
    )


def widths(frame: pd.DataFrame, column: str | None, function: str) -> pd.Series:
    """Return the thickness of each line in pixels, in proportion to a column of numbers.

    Raises:
        AllianceError: names the first row that holds text or a negative number.
    """
    if not column:
        return pd.Series(2.5, index=frame.index)
    numbers = pd.to_numeric(frame[column], errors="coerce").astype("float64")
    for position, (given, number) in enumerate(zip(frame[column], numbers, strict=True)):
        if items.plain(given) and not number >= 0:
            raise AllianceError(
                f"{function}: {row_name(frame, position)}, column “{column}”: {given!r} is no "
                "number from 0 up; correct it, or leave the cell empty."
            )
    most = numbers.max()
    scale = (THICK - THIN) / most if most > 0 else 0
    return (THIN + numbers.fillna(0) * scale).round(1)


def curve(start: list[float], end: list[float], bend: float) -> tuple[list[list[float]], float]:
    """Return a curved line between two points [lat, lon], and the angle of its middle.

    A quadratic curve on the Mercator map, bent to the left by a part of its length. The angle is
    in degrees clockwise from east, as a page turns things.
    """
    (x0, y0), (x1, y1) = ((p[1], land.mercator(p[0])) for p in (start, end))
    x, y = (x0 + x1) / 2 - (y1 - y0) * bend, (y0 + y1) / 2 + (x1 - x0) * bend
    line = []
    for k in range(CURVE + 1):
        t = k / CURVE
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        lat = land.latitude(a * y0 + b * y + c * y1)
        line.append([round(lat, 3), round(a * x0 + b * x + c * x1, 3)])
    return line, round(-math.degrees(math.atan2(y1 - y0, x1 - x0)), 1)


def routes(
    frame: pd.DataFrame,
    ends: pd.DataFrame,
    names: tuple[str | None, str | None],
    thick: pd.Series,
    middle: float,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the lines, each with the place of its arrow, and the places at their ends."""
    spots, stations, used = [], {}, {}
    met: dict[tuple[float, float], int] = {}
    for position, numbers in enumerate(ends.itertuples(index=False, name=None)):
        start = [numbers[0], items.near(numbers[1], middle)]
        end = [numbers[2], items.near(numbers[3], middle)]
        route = (*start, *end)
        used[route] = used.get(route, 0) + 1
        line, angle = curve(start, end, 0.12 * used[route])
        called = [items.plain(frame[c].iloc[position]) if c else "" for c in names]
        for at, name in zip((start, end), called, strict=True):
            met[tuple(at)] = met.get(tuple(at), 0) + 1
            if at not in [station["at"] for station in stations.values()] or name:
                stations[tuple(at)] = {"at": at, "name": name}
        name = say("map.route", start=called[0], end=called[1]) if all(called) else ""
        spots.append(
            {
                "at": line[CURVE // 2],
                "name": name,
                "rows": [position],
                "alone": True,
                "line": line,
                "angle": angle,
                "width": thick.iloc[position],
            }
        )
    # Where most lines meet is what the map is about: its name is written first.
    return spots, [stations[at] for at in sorted(stations, key=lambda at: -met[at])]


# --- areas -------------------------------------------------------------------------------------


def owners(frame: pd.DataFrame, key: str, library: Any, function: str) -> dict[str, int]:
    """Return for each polygon the position of the row that fills it.

    Raises:
        AllianceError: an actor is unknown, or two rows fill the same polygon.
    """
    if "actors" not in library.held:
        raise AllianceError(
            f"{function} needs a table of actors in the data: it says whose borders are whose."
        )
    actors = library.actors.set_index("id")["boundaries"]
    found: dict[str, int] = {}
    for position, actor in enumerate(frame[key]):
        if isinstance(actor, list) or actor not in actors.index:
            raise AllianceError(
                f"{function}: {row_name(frame, position)}, column “{key}”: actors.csv has no actor "
                f"“{actor}”; {did_you_mean(actor, actors.index)}"
            )
        for area in actors[actor]:
            if area in found:
                raise AllianceError(
                    f"{function}: {row_name(frame, found[area])} and {row_name(frame, position)} "
                    f"both fill “{area}”; keep one row for each country, for example with groupby."
                )
            found[area] = position
    return found


def country_spots(owned: dict[str, int], boundaries: dict) -> dict[int, list[float]]:
    """Return for each row the point where its mark stands: in the widest part of its country."""
    whole = (-180.0, -land.LIMIT, 180.0, land.LIMIT)
    kept = [f for f in boundaries["features"] if f["properties"]["id"] in owned]
    best: dict[int, tuple] = {}
    for feature in land.drawn({"features": kept}, whole):
        row = owned[feature["id"]]
        for spot in land.label_spots(feature["polygons"], whole):
            if row not in best or spot[2] > best[row][2]:
                best[row] = spot
    return {row: [round(lat, 2), round(lon, 2)] for row, (lat, lon, _) in sorted(best.items())}


def corners(spots: dict[int, list[float]]) -> tuple[list[float], list[float]]:
    """Return the latitudes and longitudes that a view around the countries must hold."""
    return [lat for lat, _ in spots.values()], [lon for _, lon in spots.values()]


def country_places(
    spots: dict[int, list[float]], names: list[str], middle: float
) -> list[dict[str, Any]]:
    """Return the marks of filled countries as places."""
    return [
        {"at": [lat, items.near(lon, middle)], "name": names[row], "rows": [row], "alone": True}
        for row, (lat, lon) in spots.items()
    ]


@dataclass
class Fill:
    """How countries are filled: for each row its paint, mark and words, and the key."""

    paint: list[int | None]
    mark: list[int]
    words: list[str]
    marks: list[dict[str, str]]
    legend: str
    paints: str | None = None


def fills(frame: pd.DataFrame, value: str, library: Any, function: str) -> Fill:
    """Choose fills for a column: shades for numbers, colours with patterns for words."""
    if pd.api.types.is_bool_dtype(frame[value]) or not pd.api.types.is_numeric_dtype(frame[value]):
        return _patterns(frame, value, library, function)
    return _shades(frame, value)


def _tile(symbol: str, color: str) -> str:
    """Return one tile of the pattern of an area: a light ground, and the pattern on it."""
    number = PLACE.get(symbol, 0)
    ground = 0.2 if number else 0.5
    return (
        f'<rect width="8" height="8" fill="{esc(color)}" fill-opacity="{ground}"/>'
        f"{TILES[number].format(esc(color))}"
    )


def _pattern_legend(pairs: dict[str, tuple[str, str]]) -> str:
    """Return the key to patterns: a piece of each with its symbol and word."""
    listed = ""
    for word, (symbol, color) in pairs.items():
        tiles = "".join(
            f'<g transform="translate({x} {y})">{_tile(symbol, color)}</g>'
            for x in (0, 8, 16)
            for y in (0, 8)
        )
        listed += (
            f'<li><svg aria-hidden="true" width="24" height="16">{tiles}<rect width="24" '
            f'height="16" fill="none" stroke="currentColor"/></svg> '
            f"{symbols.svg(symbol, color, 16)} {esc(word)}</li>"
        )
    return _legend(listed)


def _patterns(frame: pd.DataFrame, value: str, library: Any, function: str) -> Fill:
    """Give each word a colour, a pattern and a symbol; rows without a word stay unfilled."""
    frame = frame.assign(**{value: [items.plain(v) for v in frame[value]]})
    pairs, words = items.choose_marks(frame, value, None, library, function)
    order = [*pairs, ""]
    paints = "".join(
        f'<pattern id="al-paint-{k}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="al-ground" width="8" height="8"/>{_tile(symbol, color)}</pattern>'
        for k, (symbol, color) in enumerate(pairs.values())
    )
    return Fill(
        paint=[order.index(v) if v in pairs else None for v in frame[value]],
        mark=[order.index(v) for v in frame[value]],
        words=[words.get(v, say("map.no_value")) for v in frame[value]],
        marks=[*({"svg": symbols.svg(*pair)} for pair in pairs.values()), {"text": "–"}],
        legend=_pattern_legend({words[v]: pair for v, pair in pairs.items()}),
        paints=paints,
    )


def _shades(frame: pd.DataFrame, value: str) -> Fill:
    """Sort numbers into up to five classes; equal numbers share a class.

    With more than five different numbers, classes hold about as many rows each (quantiles).
    """
    numbers = frame[value].astype("Float64").astype("float64")
    distinct = sorted(numbers.dropna().unique())
    if len(distinct) > CLASSES:
        codes = pd.qcut(numbers, CLASSES, labels=False, duplicates="drop")
    else:
        codes = numbers.map({number: k for k, number in enumerate(distinct)})
    most = int(codes.max()) + 1 if codes.notna().any() else 0
    # Few classes are spread over the whole scale of five shades.
    shade = {
        k: CLASSES if most == 1 else 1 + round(k * (CLASSES - 1) / (most - 1)) for k in range(most)
    }
    ranges = []
    for k in range(most):
        inside = sorted(numbers[codes == k])
        low, high = items.plain(inside[0]), items.plain(inside[-1])
        span = low if low == high else say("map.range", low=low, high=high)
        ranges.append((span, shade[k]))
    listed = "".join(
        f'<li><span aria-hidden="true" class="al-shade" style="display:inline-block;width:1.6em;'
        f"height:.9em;border:1px solid currentColor;background:color-mix(in srgb, var(--al-accent) "
        f'{SHADES[level - 1]}%, var(--al-paper))"></span> {esc(words)}</li>'
        for words, level in ranges
    )
    words = [items.plain(number) or say("map.no_value") for number in numbers]
    name = header(value)
    return Fill(
        paint=[None if pd.isna(c) else shade[int(c)] for c in codes],
        mark=list(range(len(frame))),
        words=words,
        marks=[{"text": items.plain(number) or "–"} for number in numbers],
        legend=f'<ul class="al-legend" aria-label="{esc(say("legend.named", name=name))}">'
        f"<li>{esc(name)}:</li>{listed}</ul>",
    )
