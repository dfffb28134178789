"""The land under a map: which polygons meet the view, cut to it, written once and short.

Polygons come from `Library.boundaries` (GeoJSON, longitude before latitude). A rectangle
is (west, south, east, north) in degrees; east may pass 180 where a view crosses the date line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from ..texts import say

__all__ = [
    "DOUBTS",
    "Rect",
    "clip",
    "doubts",
    "drawn",
    "good_height",
    "label_spots",
    "letters",
    "mercator",
    "pack",
    "window",
]

Rect = tuple[float, float, float, float]
Point = tuple[float, float]
Ring = list[Point]
Spot = tuple[float, float, float]  # latitude, longitude, free width; all in degrees

# The frame of a map is never wider on common screens; what lies further out is never seen.
WIDEST, NARROWEST = 1500, 560
# A view of its own shape fills a frame of this width; a frame is never higher than a laptop shows.
USUAL, LOWEST, HIGHEST = 1000, 380, 560
LIMIT = 84.0  # degrees of latitude; the Mercator projection has no poles
DOUBTS = ("disputed", "occupied", "held")  # what the status of an area may be, besides “state”
UNITS = 100  # coordinates are written in hundredths of a degree, about a kilometre


def mercator(lat: float) -> float:
    """Return the height of a latitude on a Mercator map, in degrees of longitude."""
    bent = math.radians(max(-LIMIT, min(LIMIT, lat)))
    return math.degrees(math.log(math.tan(math.pi / 4 + bent / 2)))


def latitude(height: float) -> float:
    """Return the latitude at a height on a Mercator map; undoes `mercator`."""
    return math.degrees(2 * math.atan(math.exp(math.radians(height))) - math.pi / 2)


def good_height(view: Rect) -> int:
    """Return the height of a frame, in CSS pixels, that a view fills as well as a screen allows."""
    west, south, east, north = view
    wanted = USUAL * (mercator(north) - mercator(south)) / (east - west)
    return round(max(LOWEST, min(HIGHEST, wanted)))


def window(view: Rect, height: int) -> Rect:
    """Return the rectangle that can be seen when a view is fitted into a frame.

    A frame rarely has the shape of the view, so more is seen to the sides (wide screen) or above
    and below (narrow screen).

    Args:
        view: what must be seen.
        height: of the drawing, in CSS pixels.
    """
    west, south, east, north = view
    bottom, top = mercator(south), mercator(north)
    wide, high = east - west, top - bottom
    wide_seen = max(wide, high * WIDEST / height) * 1.2
    high_seen = max(high, wide * height / NARROWEST) * 1.2
    x, y = (west + east) / 2, (bottom + top) / 2
    wide_seen = min(wide_seen, 360)
    return (
        x - wide_seen / 2,
        max(-LIMIT, latitude(y - high_seen / 2)),
        x + wide_seen / 2,
        min(LIMIT, latitude(y + high_seen / 2)),
    )


def _cut(ring: Ring, axis: int, edge: float, keep: int) -> Ring:
    """Cut off what lies beyond one edge: keep=1 keeps values above it, keep=-1 those below."""
    kept: Ring = []
    before = ring[-1]
    was_inside = keep * before[axis] >= keep * edge
    for here in ring:
        inside = keep * here[axis] >= keep * edge
        if inside != was_inside:
            part = (edge - before[axis]) / (here[axis] - before[axis])
            other = before[1 - axis] + part * (here[1 - axis] - before[1 - axis])
            kept.append((edge, other) if axis == 0 else (other, edge))
        if inside:
            kept.append(here)
        before, was_inside = here, inside
    return kept


def clip(ring: Ring, rect: Rect) -> Ring:
    """Cut a ring to a rectangle; [] if nothing is left.

    The method of Sutherland and Hodgman (1974, doi:10.1145/360767.360802): one edge after the
    other. A bay cut in two leaves a line along the edge, which lies outside what is seen.
    """
    west, south, east, north = rect
    lons, lats = zip(*ring, strict=True)
    if min(lons) >= west and max(lons) <= east and min(lats) >= south and max(lats) <= north:
        return ring
    if max(lons) < west or min(lons) > east or max(lats) < south or min(lats) > north:
        return []
    for axis, edge, keep in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = _cut(ring, axis, edge, keep)
        if not ring:
            return []
    return ring


def _polygons(geometry: dict[str, Any], rect: Rect) -> Iterator[list[Ring]]:
    """Yield the polygons (outer ring, then holes), also those that lie in view a turn away."""
    several = geometry["type"] == "MultiPolygon"
    for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
        lons = [p[0] for p in polygon[0]]
        first, last = min(lons), max(lons)
        for turn in (-360, 0, 360):
            if first + turn > rect[2] or last + turn < rect[0]:
                continue
            rings = [[(p[0] + turn, p[1]) for p in ring[:-1]] for ring in polygon]
            rings = [clip(ring, rect) for ring in rings]
            if rings[0]:
                yield [ring for ring in rings if ring]


def _units(ring: Ring) -> Ring:
    """Round a ring to the units in which it is written, and drop points that fall together."""
    points = [(round(x * UNITS), round(y * UNITS)) for x, y in ring]
    return [p for k, p in enumerate(points) if p != points[k - 1]]


def _extent(ring: Ring) -> float:
    """Return the longer side of the box around a ring."""
    xs, ys = zip(*ring, strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def drawn(boundaries: dict[str, Any], rect: Rect, least: float = 0) -> list[dict[str, Any]]:
    """Return the features that meet a rectangle: their properties, and `polygons` cut to it.

    Args:
        boundaries: GeoJSON FeatureCollection.
        rect: what can be seen.
        least: islands smaller than this (degrees) are left out, but never a feature's largest one.
    """
    found = []
    for feature in boundaries["features"]:
        polygons = []
        for polygon in _polygons(feature["geometry"], rect):
            rings = [units for units in map(_units, polygon) if len(units) > 2]
            if rings:
                polygons.append((_extent(rings[0]) / UNITS, rings))
        if polygons:
            polygons.sort(key=lambda pair: -pair[0])
            kept = [rings for k, (size, rings) in enumerate(polygons) if k == 0 or size >= least]
            found.append({**feature["properties"], "polygons": kept})
    return found


def doubts(features: Iterable[dict[str, Any]]) -> list[str]:
    """Return a sentence that names the disputed areas, and one for the occupied ones.

    Args:
        features: with `name` and `status`, as `drawn` returns them.
    """
    areas = {
        status: [f["name"] for f in features if f.get("status") == status] for status in DOUBTS
    }
    return [say(f"map.{k}", areas=", ".join(names)) for k, names in areas.items() if names]


def pack(features: Iterable[dict[str, Any]]) -> tuple[list[list[list[int]]], str]:
    """Write polygons as ring lengths and one text of steps from point to point.

    Steps are far shorter to write than coordinates, and letters than digits: Eurasia takes a
    quarter of the bytes.

    Returns:
        For each feature the lengths of the rings of each polygon, and the steps
        (x, y, x, y, …, in hundredths of a degree, the first from 0,0) as `letters` writes them.
    """
    shapes, steps = [], []
    x = y = 0
    for feature in features:
        shapes.append([[len(ring) for ring in rings] for rings in feature["polygons"]])
        for rings in feature["polygons"]:
            for ring in rings:
                for to_x, to_y in ring:
                    steps += (to_x - x, to_y - y)
                    x, y = to_x, to_y
    return shapes, letters(steps)


def letters(numbers: list[int]) -> str:
    """Write whole numbers as text, small ones as one letter; steps.js reads them.

    The format is Google's Encoded Polyline: the sign becomes the lowest bit, each letter holds five
    bits, the lowest first, and all but the last of a number have a sixth bit set.
    """
    values = np.array(numbers, dtype=np.int64)
    values = (values << 1) ^ (values >> 63)
    places = 5 * np.arange(max(1, -(-int(values.max(initial=0)).bit_length() // 5)))
    rest = values[:, None] >> places
    fives = (rest & 31) | np.where(rest > 31, 32, 0)
    needed = (rest > 0) | (places == 0)
    return (fives[needed] + 63).astype(np.uint8).tobytes().decode("ascii")


def _chords(ring: Ring, lats: list[float]) -> list[list[Point]]:
    """Return the stretches of each line of latitude that lie inside a ring."""
    x, y = np.array(ring, dtype=float).T
    x0, y0 = np.roll(x, 1), np.roll(y, 1)
    lines = np.array(lats)[:, None]
    row, edge = np.nonzero((y0 > lines) != (y > lines))  # the edges that each line crosses
    part = (lines[row, 0] - y0[edge]) / (y[edge] - y0[edge])
    crossings: list[list[float]] = [[] for _ in lats]
    for k, lon in zip(row.tolist(), (x0[edge] + part * (x[edge] - x0[edge])).tolist(), strict=True):
        crossings[k].append(lon)
    return [list(zip(c[::2], c[1::2], strict=False)) for c in map(sorted, crossings)]


def label_spots(polygons: list[list[Ring]], view: Rect, most: int = 1) -> list[Spot]:
    """Return where a name fits, best first: latitude, longitude, and the width free there.

    Of eleven lines of latitude through the largest part in view those with the longest stretch
    of land are taken, lines near the middle being preferred.

    Args:
        polygons: of a feature, see `drawn`.
        view: what can be seen.
        most: how many spots are wanted; a spot where much less fits than at the best is left out.
    """
    rect = tuple(edge * UNITS for edge in view)
    rings = [ring for ring in (clip(polygon[0], rect) for polygon in polygons) if len(ring) > 2]
    if not rings:
        return []
    ring = max(rings, key=_extent)
    low, high = min(p[1] for p in ring), max(p[1] for p in ring)
    found = []
    lats = [low + (high - low) * k / 12 for k in range(1, 12)]
    for k, (lat, chords) in enumerate(zip(lats, _chords(ring, lats), strict=True), start=1):
        for start, end in chords:
            score = (end - start) * (1 - abs(k - 6) / 12)
            found.append((score, lat, (start + end) / 2, end - start))
    found.sort(reverse=True)
    return [
        (lat / UNITS, lon / UNITS, width / UNITS)
        for score, lat, lon, width in found[:most]
        if score > 0.4 * found[0][0]
    ]
