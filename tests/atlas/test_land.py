"""Land under a map: clipped to what is in view, with nothing lost, each place in its polygon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.atlas import land
from alliance.library import open_library


@pytest.fixture(scope="module")
def library():
    return open_library()


def numbers_in(letters: str) -> list[int]:
    """Undo `land.letters`, as steps.js does."""
    numbers, value, shift = [], 0, 0
    for letter in letters:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits <= 31:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers


def unpack(shapes, letters):
    """Undo `land.pack`, as map.js does."""
    steps = numbers_in(letters)
    at, x, y, found = 0, 0, 0, []
    for polygons in shapes:
        for length in (length for rings in polygons for length in rings):
            ring = []
            for _ in range(length):
                x, y, at = x + steps[at], y + steps[at + 1], at + 2
                ring.append((x, y))
            found.append(ring)
    return found


def area(ring) -> float:
    return (
        abs(
            sum(x0 * y - x * y0 for (x0, y0), (x, y) in zip(ring, ring[1:] + ring[:1], strict=True))
        )
        / 2
    )


def inside(point, ring) -> bool:
    x, y = point
    hit = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            hit = not hit
    return hit


degree = st.integers(-40, 40)
boxes = st.tuples(degree, degree, degree, degree).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]) + 1, max(b[1], b[3]) + 1)
)


@given(st.lists(st.tuples(degree, degree), min_size=3, max_size=9), boxes)
def test_clip_stays_inside_and_is_no_larger(ring, rect):
    cut = land.clip(ring, rect)
    west, south, east, north = rect
    assert all(
        west - 1e-9 <= x <= east + 1e-9 and south - 1e-9 <= y <= north + 1e-9 for x, y in cut
    )
    if cut:
        assert land.clip(cut, rect) == cut


@given(boxes, boxes)
def test_clip_of_a_rectangle_is_the_common_part(one, rect):
    west, south, east, north = one
    cut = land.clip([(west, south), (east, south), (east, north), (west, north)], rect)
    wide = max(0, min(east, rect[2]) - max(west, rect[0]))
    high = max(0, min(north, rect[3]) - max(south, rect[1]))
    assert (area(cut) if cut else 0) == pytest.approx(wide * high)


def test_only_land_in_view_is_written_and_nothing_is_lost(library):
    rect = (124.0, 33.0, 131.0, 43.0)
    features = land.drawn(library.boundaries, rect)
    assert 2 < len(features) < 8
    shapes, steps = land.pack(features)
    rings = [ring for feature in features for rings in feature["polygons"] for ring in rings]
    assert unpack(shapes, steps) == rings
    assert all(12_400 <= x <= 13_100 and 3_300 <= y <= 4_300 for ring in rings for x, y in ring)


@given(st.lists(st.integers(-40_000, 40_000)))
def test_numbers_are_written_as_letters_and_read_back(numbers):
    assert numbers_in(land.letters(numbers)) == numbers


def test_letters_are_those_of_the_published_example():
    """https://developers.google.com/maps/documentation/utilities/polylinealgorithm"""
    numbers = [3850000, -12020000, 220000, -75000, 255200, -550300]
    assert land.letters(numbers) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


@pytest.mark.parametrize(
    ("city", "point", "country", "also"),
    [
        ("Simferopol", (34.10, 44.95), "UKR", "occupied"),
        ("Sevastopol", (33.55, 44.62), "UKR", "occupied"),
        ("Donetsk", (37.80, 48.00), "UKR", None),
        ("Sinuiju", (124.40, 40.10), "PRK", None),
    ],
)
def test_which_polygon_holds_a_city(library, city, point, country, also):
    """The map draws what it says in words: one state, and an occupied area on top of it."""
    holders = []
    for feature in library.boundaries["features"]:
        shape = feature["geometry"]
        several = shape["type"] == "MultiPolygon"
        for polygon in shape["coordinates"] if several else [shape["coordinates"]]:
            if inside(point, [tuple(p) for p in polygon[0][:-1]]):
                holders.append(feature["properties"])
    assert [h["id"] for h in holders if h["status"] == "state"] == [country], city
    assert [h["status"] for h in holders if h["status"] != "state"] == ([also] if also else [])
