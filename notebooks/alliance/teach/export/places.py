"""Place questions elsewhere: the map as a picture, and the outline within which a mark is right."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

from ...quiz.land import RADIUS, land
from ...quiz.model import Question, plain
from ..needed import load
from .item import Choice, Picture, Spot

__all__ = ["spot"]

CORNERS = 24  # of the outline of a circle on the globe
SEA, LAND, LINE = (222, 232, 240), (250, 248, 242), (120, 120, 120)
DOUBT = (232, 222, 196)  # areas in dispute or occupied
STEP = re.compile(r"-?\d+")


def spot(question: Question, library: Any, html: Callable[[str], str]) -> Spot:
    """Return a place question with its map."""
    body = question.body
    shown = land(library, body.view)
    width, height = shown["box"]
    picture = Picture(
        f"{re.sub('[^a-z0-9-]', '_', question.id)}.png",
        _drawn(tuple(sorted(shown["paths"].items())), width, height),
        width,
        height,
        shown["note"],
    )
    outlines = tuple(_outline(s.lat, s.lon, body.within, shown) for s in body.spots)
    options = tuple(
        Choice(name, html(place.text), right=body.off(place.lat, place.lon) <= body.within)
        for name, place in body.offered.items()
    )
    options = tuple(sorted(options, key=lambda one: plain(one.html).casefold()))
    said = body.feedback
    circles = tuple(_circle(outline) for outline in outlines)
    return Spot(picture, outlines, circles, options, html(said["right"]), html(said["wrong"]))


def _pixel(lat: float, lon: float, shown: dict[str, Any]) -> tuple[int, int]:
    """Return where a place lies on the picture; the projection is that of `quiz.land`."""
    west, south, east, north = shown["view"]
    width, height = shown["box"]
    lon = west + (lon - west) % 360
    return (round((lon - west) / (east - west) * width),
            round((north - lat) / (north - south) * height))  # fmt: skip


def _outline(lat: float, lon: float, km: float, shown: dict[str, Any]) -> tuple[Any, ...]:
    """Return the corners of a circle on the globe around a place, in pixels."""
    found = []
    north, away = math.radians(lat), km / RADIUS
    for k in range(CORNERS):
        turn = 2 * math.pi * k / CORNERS
        to = math.asin(math.sin(north) * math.cos(away)
                       + math.cos(north) * math.sin(away) * math.cos(turn))  # fmt: skip
        east = math.atan2(math.sin(turn) * math.sin(away) * math.cos(north),
                          math.cos(away) - math.sin(north) * math.sin(to))  # fmt: skip
        found.append(_pixel(math.degrees(to), lon + math.degrees(east), shown))
    return tuple(found)


def _circle(outline: tuple[tuple[int, int], ...]) -> tuple[int, int, int]:
    """Return middle and radius of a circle about as large as an outline."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    radius = (max(xs) - min(xs) + max(ys) - min(ys)) / 4
    return round(sum(xs) / len(xs)), round(sum(ys) / len(ys)), max(1, round(radius))


@lru_cache(maxsize=40)
def _drawn(paths: tuple[tuple[str, str], ...], width: int, height: int) -> bytes:
    """Return the map as a PNG."""
    image = load("PIL.Image", "Pillow", "A map in an export")
    draw = load("PIL.ImageDraw", "Pillow", "A map in an export")
    picture = image.new("RGB", (width, height), SEA)
    pen = draw.Draw(picture)
    for status, path in sorted(paths, key=lambda one: one[0] != "state"):
        for ring in _rings(path):
            pen.polygon(ring, fill=LAND if status == "state" else DOUBT, outline=LINE)
    file = BytesIO()
    picture.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()


def _rings(path: str) -> list[list[tuple[int, int]]]:
    """Return the rings of a path as `quiz.land` writes it: a move, then steps, closed."""
    rings = []
    for part in path.split("z"):
        numbers = [int(n) for n in STEP.findall(part)]
        if len(numbers) < 6:
            continue
        x, y = numbers[:2]
        ring = [(x, y)]
        for k in range(2, len(numbers) - 1, 2):
            x, y = x + numbers[k], y + numbers[k + 1]
            ring.append((x, y))
        rings.append(ring)
    return rings
