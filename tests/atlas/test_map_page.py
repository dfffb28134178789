"""The page of a map: how large it is, that it needs no network, and that texts stay texts."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path

import folium
import pandas as pd
import pytest

from alliance import atlas
from alliance.problems import AllianceError
from tests.atlas.maps import EURASIA, ROUTES, calls, page_of, rows

KOREA = (123.5, 33, 131.5, 43.5)
LEAFLET = 82_000


def unpacked(picture) -> str:
    """Leaflet as it stands in the page of a map."""
    packed = re.search(r'id="al-leaflet">([^<]*)<', page_of(picture)).group(1)
    return zlib.decompress(base64.b64decode(packed)).decode()


def test_folium_is_imported_only_when_a_map_is_drawn():
    code = "import sys, alliance.atlas; sys.exit('folium' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(atlas.__file__).parents[2])}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


# --- nothing from the network --------------------------------------------------------------------


class Loads(HTMLParser):
    """Collects what a browser would fetch for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.style = ""
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            if name in ("src", "data", "poster", "background") or (name, tag) == ("href", "link"):
                self.found.append(value)
            if name == "style":
                self.style += value

    def handle_data(self, data):
        if self.inside == "style":
            self.style += data


def loads(page: str) -> list[str]:
    parser = Loads()
    parser.feed(page)
    urls = re.findall(r"url\((?!data:|#)[^)]*\)|@import[^;]*", parser.style)
    return parser.found + urls


def test_page_loads_nothing(library, small):
    areas = pd.DataFrame({"country": library.actors["id"][:2], "value": [1, 2]})
    for picture in (
        atlas.points(small, title="T", when="date", category="kind", library=library),
        atlas.lines(ROUTES, title="T", category="kind", library=library),
        atlas.areas(areas, title="T", value="value", library=library),
    ):
        assert loads(page_of(picture)) == []
        assert "sourceMappingURL" not in unpacked(picture)
        assert "attribution-flag" not in page_of(picture).split("alliance.map(")[-1]


def test_loads_are_found_where_there_are_some():
    """The check above can fail: stock folium needs ten files."""
    assert len(loads(folium.Map(tiles=None).get_root().render())) >= 8


def test_layer_that_needs_the_network_is_refused(library, small):
    from folium.plugins import HeatMap

    picture = atlas.points(small, title="T", library=library)
    HeatMap([[39, 125]]).add_to(picture.extra)
    with pytest.raises(AllianceError, match=r"without the internet.*https://.*leave that out"):
        _ = picture.html


def test_layers_of_folium_added_later_are_drawn(library, small):
    picture = atlas.points(small, title="T", library=library)
    before = picture.html
    folium.CircleMarker([39, 125], popup="Mine").add_to(picture.extra)
    folium.Marker([38, 126], icon=folium.Icon(color="red")).add_to(picture.extra)
    assert "circle_marker_" not in before and "circle_marker_" in picture.html
    assert loads(page_of(picture)) == []
    assert page_of(picture).count("= L.circleMarker(") == 1


# --- the page ------------------------------------------------------------------------------------


def test_same_table_gives_the_same_page(library, small):
    one, two = (atlas.points(small, title="T", when="date", library=library) for _ in range(2))
    assert one.html == two.html == one.html


def test_page_has_title_language_and_height(library, small):
    picture = atlas.points(small, title="A <b> & 'c'", height=333, library=library)
    assert '<iframe title="A &lt;b&gt; &amp; &#x27;c&#x27;" style="height:333px' in picture.html
    assert '<html lang="en">' in page_of(picture)
    assert "<title>A &lt;b&gt; &amp; &#x27;c&#x27;</title>" in page_of(picture)
    assert "user-scalable=no" not in page_of(picture)


def test_sizes(library):
    """Budgets of the design; the land is written once."""
    events = library.events
    korea = atlas.points(events.iloc[:20], title="T", view=KOREA, library=library)
    eurasia = atlas.points(events.iloc[:20], title="T", view=EURASIA, library=library)
    assert len(json.dumps(korea.body)) < LEAFLET + 60_000
    assert len(json.dumps(eurasia.body)) < LEAFLET + 240_000
    assert page_of(eurasia).count('"steps":"') == 1


def test_texts_cannot_leave_their_place(library):
    bad = "<script>alert(1)</script>{{ 7*6 }}{% raw %}</script>'\"&amp;\u2028`${1}"
    frame = rows((bad, bad, 39, 125, "1950"), summary=[bad], kind=[bad])
    picture = atlas.points(
        frame, title=bad, summary=bad, when="date", category="kind", library=library
    )
    page = page_of(picture)
    assert "<script>alert" not in page and "<script>alert" not in picture.html
    row = calls(picture, "items")["rows"][0]
    assert row["label"] == bad and row["text"] == bad and row["kind"] == bad
    assert "42" not in row["label"]
