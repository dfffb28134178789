"""The land under “place on the map”: short SVG paths for a view, made once.

What is disputed or occupied has a path of its own, drawn as on the maps of `atlas`, and is named.

The projection is equirectangular (a degree of longitude is as wide as at the middle latitude of
the view), so that coordinates follow from a place on the picture by simple proportion, and back.

Lines are simplified by the method of Douglas and Peucker (1973, doi:10.3138/FM57-6770-U75U-7727).
Lines between the points where three areas meet are simplified by themselves and always in the
same direction, so that neighbours keep one border.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

__all__ = ["LARGEST", "distance", "land", "simplified"]

Rect = tuple[float, float, float, float]
Point = tuple[int, int]
Ring = list[Point]
Area = tuple[str, str]  # status and name of what a ring belongs to

WIDTH = 1000  # units across the picture
LARGEST = 30_000  # bytes of the paths
# How coarse the lines may become, in units, until the path is short enough.
COARSER = (1.0, 1.5, 2.2, 3.5, 5.0, 8.0)
RADIUS = 6371.0088  # mean radius of the Earth in km (IUGG)

_kept: WeakKeyDictionary[Any, dict[Rect, dict[str, Any]]] = WeakKeyDictionary()


def distance(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Return the great-circle distance in km, by the haversine formula (Sinnott 1984)."""
    north, to_north = math.radians(lat), math.radians(to_lat)
    up = math.sin((to_north - north) / 2) ** 2
    across = math.sin(math.radians(to_lon - lon) / 2) ** 2
    part = up + math.cos(north) * math.cos(to_north) * across
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, part)))


def land(library: Any, view: Rect) -> dict[str, Any]:
    """Return {view, box, paths, note}: rectangle, size in units, SVG path of the areas of each
    status (state, disputed, occupied), and a note on whose borders they are and what is in doubt.

    Args:
        library: has the boundaries.
        view: west, south, east, north in degrees; east may pass 180.
    """
    known = _kept.setdefault(library, {})
    if view not in known:
        west, south, east, north = view
        scale = WIDTH / (east - west)
        stretch = scale / math.cos(math.radians((south + north) / 2))
        box = [WIDTH, round((north - south) * stretch)]
        areas, rings = _rings(library.held_boundaries, view, scale, stretch)
        for step in COARSER:
            shown = [
                (area, ring)
                for area, ring in zip(areas, simplified(rings, step), strict=True)
                if ring and _extent(ring) >= 3 * step
            ]
            paths: dict[str, str] = {}
            for (status, _), ring in shown:
                paths[status] = paths.get(status, "") + _path(ring)
            if sum(map(len, paths.values())) <= LARGEST:
                break
        note = _note(library, [area for area, ring in shown if _seen(ring, box)])
        known[view] = {"view": list(view), "box": box, "paths": paths, "note": note}
    return known[view]


def _note(library: Any, areas: list[Area]) -> str:
    """Return the words beneath: no drawing of borders is neutral, and some are in doubt."""
    from ..atlas.land import doubts

    view = " ".join(str((library.settings.get("borders") or {}).get("view", "")).split())
    named = [{"status": status, "name": name} for status, name in dict.fromkeys(areas)]
    return " ".join(filter(None, [view, *doubts(named)]))


def _seen(ring: Ring, box: list[int]) -> bool:
    """Tell whether a ring reaches into the picture."""
    return any(0 <= x <= box[0] and 0 <= y <= box[1] for x, y in ring)


def _rings(
    boundaries: dict[str, Any], view: Rect, scale: float, stretch: float
) -> tuple[list[Area], list[Ring]]:
    """Return all outlines in view in units of the picture, y downwards, cut a little outside.

    Before each stands to what it belongs.
    """
    from ..atlas.land import UNITS, drawn  # imported here: the atlas is loaded when a map is shown

    west, south, east, north = view
    edge = (east - west) / 50
    rect = (west - edge, max(-90, south - edge), east + edge, min(90, north + edge))
    areas: list[Area] = []
    rings: list[Ring] = []
    for feature in drawn(boundaries, rect):
        for polygon in feature["polygons"]:
            for ring in polygon:
                points = [
                    (round((x / UNITS - west) * scale), round((north - y / UNITS) * stretch))
                    for x, y in ring
                ]
                points = [p for k, p in enumerate(points) if p != points[k - 1]]
                if len(points) > 2:
                    areas.append((feature.get("status", "state"), feature["name"]))
                    rings.append(points)
    return areas, rings


def simplified(rings: list[Ring], step: float) -> list[Ring]:
    """Return the rings without the points that lie within `step` of a line between others.

    A ring of which fewer than three points are left becomes [].
    """
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for k, point in enumerate(ring):
            beside[point] |= {ring[k - 1], ring[(k + 1) % len(ring)]}
    found = []
    for ring in rings:
        corners = [k for k, point in enumerate(ring) if len(beside[point]) != 2]
        if len(corners) < 2:
            corners = _two_corners(ring)
        ring = ring[corners[0] :] + ring[: corners[0]]
        starts = [k - corners[0] for k in corners] + [len(ring)]
        kept: Ring = []
        for start, end in pairwise(starts):
            line = [*ring[start:end], ring[end % len(ring)]]
            # The area on the other side runs along the same line in the opposite direction.
            turned = line[0] > line[-1]
            line = _thinned(line[::-1] if turned else line, step)
            kept += (line[::-1] if turned else line)[:-1]
        found.append(kept if len(kept) > 2 else [])
    return found


def _two_corners(ring: Ring) -> list[int]:
    """Return the places of the first point (in the order of numbers) and of the one farthest."""
    first = min(range(len(ring)), key=ring.__getitem__)
    x, y = ring[first]
    far = max(
        range(len(ring)), key=lambda k: ((ring[k][0] - x) ** 2 + (ring[k][1] - y) ** 2, ring[k])
    )
    return sorted({first, far})


def _thinned(line: Ring, step: float) -> Ring:
    """Douglas and Peucker: keep the point farthest from the chord if it is farther than `step`."""
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        start, end = stack.pop()
        (x0, y0), (x1, y1) = line[start], line[end]
        length = math.hypot(x1 - x0, y1 - y0)
        best, place = step, 0
        for k in range(start + 1, end):
            x, y = line[k]
            off = (
                abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
                if length
                else math.hypot(x - x0, y - y0)
            )
            if off > best:
                best, place = off, k
        if place:
            keep.add(place)
            stack += [(start, place), (place, end)]
    return [line[k] for k in sorted(keep)]


def _extent(ring: Ring) -> int:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _path(ring: Ring) -> str:
    """Write a ring as a move and steps from point to point."""
    (x, y), steps = ring[0], ""
    start = f"M{x} {y}l"
    for to_x, to_y in ring[1:]:
        for number in (to_x - x, to_y - y):
            steps += f"{number}" if number < 0 or not steps else f" {number}"
        x, y = to_x, to_y
    return f"{start}{steps}z"
