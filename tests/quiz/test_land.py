"""The land under “place on the map”: what is in doubt is drawn apart and named."""

from __future__ import annotations

import json
import re

import pytest

from alliance import atlas
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.kinds import kinds
from alliance.quiz.land import LARGEST, land
from tests.quiz_samples import make_real_package


@pytest.fixture(scope="module")
def library():
    return open_library()


def views(library):
    return {name: tuple(map(float, view)) for name, view in library.settings["views"].items()}


def named(text: str, word: str) -> set[str]:
    """Names in the brackets of the sentence on what is “disputed” or “occupied”."""
    found = re.search(rf"{word} \(([^)]*)\)", text)
    return set(found[1].split(", ")) if found else set()


def test_what_is_in_doubt_has_its_own_path_and_is_named(library):
    drawn = {name: land(library, view) for name, view in views(library).items()}
    seen = {
        f["properties"]["name"]: f["properties"]["status"] for f in library.boundaries["features"]
    }
    for name, shown in drawn.items():
        for status in ("disputed", "occupied"):
            areas = named(shown["note"], status)
            assert bool(areas) <= bool(shown["paths"].get(status)), name
            assert all(seen[area] == status for area in areas), name
            assert shown["paths"].get(status, "").count("M") >= len(areas), name
    assert named(drawn["eurasia"]["note"], "occupied") == {"Crimea"}
    assert "Taiwan" in named(drawn["east-asia"]["note"], "disputed")
    assert not named(drawn["korea"]["note"], "disputed") | named(drawn["korea"]["note"], "occupied")
    # The words are those of the other maps, though these see further to the sides.
    events = library.events.head(3)
    chart = atlas.points(events, title="T", label="title", view="east-asia", library=library)
    assert named(drawn["east-asia"]["note"], "disputed") <= named(" ".join(chart.notes), "disputed")


def test_paths_and_questions_stay_small(library, tmp_path):
    for view in views(library).values():
        assert sum(map(len, land(library, view)["paths"].values())) <= LARGEST
    bank = load_bank(open_library(make_real_package(tmp_path)))
    question = bank.question("example-place")
    keys = {name: name for name in question.body.offered}
    shown = kinds()["place"].public(question, keys, str)
    assert "path" not in json.dumps(shown) and len(json.dumps(shown)) <= 3_000
