"""The part of a lesson after the forecast: shut until the forecasts are locked."""

from __future__ import annotations

import json
import re

import pytest

from alliance import lesson, quiz
from alliance.journal import Journal
from alliance.library import citations, open_library
from alliance.problems import AllianceError
from tests.locked import THEN, lock_forecasts
from tests.places import DATA, NOTEBOOKS

LESSON = "05-military-involvement"
SECOND = "05b-what-came.ipynb"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journal"


def test_it_is_shut_until_the_forecasts_are_locked(folder):
    library = open_library(DATA)
    later = lesson.after_forecast(LESSON, library, Journal(folder))
    with pytest.raises(AllianceError, match="shut until your forecasts are locked"):
        later()
    shut = later._repr_html_()
    assert "data-later='shut'" in shut and "data-cited" not in shut
    known = set(library.as_of(THEN).sources["title"])
    assert not [t for t in library.sources["title"] if t not in known and t in shut]
    lock_forecasts(folder)  # by another notebook
    assert later() is library
    opened = later._repr_html_()
    assert "data-later='open'" in opened and "data-cited" in opened
    assert repr(later) != shut


def test_forecasts_that_are_not_locked_open_nothing(folder):
    library = open_library(DATA)
    journal = Journal(folder)
    name = library.as_of(THEN).forecasts["id"].iloc[0]
    journal.append("forecast", question=name, probability=0.3)
    assert not lesson.after_forecast(LESSON, library, journal).is_open


def test_those_who_teach_open_it_on_purpose(folder):
    library = open_library(DATA)
    later = lesson.after_forecast(LESSON, library, Journal(folder), open_anyway=True)
    assert later() is library and "data-later='open'" in later._repr_html_()


def test_a_quiz_of_that_part_asks_nothing_before(folder):
    later = lesson.after_forecast(LESSON, open_library(DATA), Journal(folder))
    with pytest.raises(AllianceError, match="shut"):
        quiz("military-autumn", library=later())


def test_a_package_without_forecasts_is_told(other_data, folder):
    library = open_library(other_data)
    with pytest.raises(AllianceError, match="no table “forecasts”"):
        lesson.after_forecast("01-alliance", library, Journal(folder))


def test_nothing_of_the_second_part_stands_in_the_first():
    """Only so can nothing be seen, searched for or printed before the forecasts are locked."""
    library = open_library(DATA)
    known = set(library.as_of(THEN).sources["id"])
    known |= set(library.sources.query("date == ''")["id"])  # works of reference
    entry = next(e for e in library.settings["lessons"] if e["id"] == LESSON)
    text = (NOTEBOOKS / entry["file"]).read_text("utf-8")
    assert set(citations(text)) <= known
    assert "later()" not in text and "al-stop" not in text
    assert f"]({entry['later']})" in text
    second = (NOTEBOOKS / entry["later"]).read_text("utf-8")
    assert len(set(citations(second)) - known) > 30


def test_each_cell_of_that_part_asks_whether_it_is_open():
    """Quizzes, exercises and tables all come through `later()`, so none can be run before."""
    cells = json.loads((NOTEBOOKS / SECOND).read_text("utf-8"))["cells"]
    stop = next(k for k, c in enumerate(cells) if "al-stop" in "".join(c["source"]))
    codes = ["".join(c["source"]) for c in cells[stop:] if c["cell_type"] == "code"]
    assert len(codes) > 15
    made = set(re.findall(r"^(\w+) = later\(\)", "\n".join(codes), flags=re.M))
    for code in codes:
        assert "open_library" not in code, code
        made |= {name for name in re.findall(r"^(\w+) = ", code, flags=re.M) if "later()" in code}
        asked = "later()" in code or any(re.search(rf"\b{name}\b", code) for name in made)
        assert asked, code
        for call in re.findall(r"\b(?:quiz|exercise|lesson\.closing)\(.*", code):
            assert "later()" in call, call
