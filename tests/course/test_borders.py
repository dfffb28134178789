"""Views of borders: lines, hatching and words are one choice, and what does not fit is told."""

from __future__ import annotations

import pytest

from alliance import atlas
from alliance.library import check_library, open_library
from alliance.library.borders import holder

PLACES = {"Simferopol": (34.10, 44.95), "Sevastopol": (33.52, 44.62), "Donetsk": (37.8, 48.0),
          "Laayoune": (-13.16, 27.13), "Nemuro": (145.86, 44.1)}  # fmt: skip
VIEWS = {
    "resolution-68-262": {"Simferopol": "UKR", "Sevastopol": "UKR", "Donetsk": "UKR"},
    "actual-control": {"Simferopol": "RUS", "Sevastopol": "RUS", "Donetsk": "UKR",
                       "Laayoune": "MAR"},
}  # fmt: skip


@pytest.fixture(params=VIEWS)
def chosen(request, course, data):
    course.say(f"borders: {request.param}")
    return request.param, open_library(data, course.place)


def test_places_lie_where_the_words_say(chosen):
    name, library = chosen
    owners = {
        one: row["id"]
        for row in library.actors.to_dict("records")
        if row["kind"] == "state"
        for one in row["boundaries"]
    }
    found = {
        place: owners.get(holder(library.boundaries["features"], *at), "")
        for place, at in PLACES.items()
    }
    assert found.items() >= VIEWS[name].items()
    ids = [f["properties"]["id"] for f in library.boundaries["features"]]
    assert len(set(ids)) == len(ids)


def test_a_map_says_the_view_whose_lines_it_draws(chosen):
    name, library = chosen
    rows = library.events.query("place == 'Moscow'").head(1)
    html = atlas.points(rows, label="title", title="T", library=library, view=(20, 40, 50, 60)).html
    other = next(view for view in VIEWS if view != name)
    assert library.settings["borders"]["view"] in html
    assert library.settings["borders"]["choices"][other]["view"] not in html
    assert ("dense hatching: occupied (Crimea)" in html) is (name == "resolution-68-262")
    assert ("Solid outline and dense hatching" in html) is (name == "actual-control")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("with: RUS}", "with: UKR}", "it draws Simferopol with UKR, and its lines have it in"),
        ("use: resolution-68-262", "use: annexed", "there is no view of borders “annexed”"),
        ("RUS: [RUS, RUS-SKURILS, UKR-CRIMEA]", "RUS: [RUS, CRIMEA]", "the outline “CRIMEA”"),
        ("        - {place: Laayoune, lat: 27.13, lon: -13.16, with: MAR}\n", "",
         "draws “ESH-WEST”, and names no place in it"),
        ("    actual-control:\n", "    control:\n", "a view “actual-control”, of which nothing"),
    ],
)  # fmt: skip
def test_words_without_their_lines_are_told(package, old, new, wanted):
    path = package / "module.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    problems = [str(one) for one in check_library(package)[1]]
    assert any(wanted in one for one in problems), problems


def test_a_sentence_alone_stands_under_no_lines(package):
    path = package / "module.yml"
    text = path.read_text("utf-8")
    start, end = text.index("borders:\n"), text.index("# Ways through the lessons, by")
    one = "borders: {view: These are the only lines., notes: [], source_ids: [natural-earth]}\n"
    path.write_text(text[:start] + one + text[end:], "utf-8")
    problems = [str(found) for found in check_library(package)[1]]
    assert any("the words are not tied to lines" in found for found in problems)
