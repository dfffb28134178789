"""What a course says against itself is found by the check: ten planted contradictions."""

from __future__ import annotations

import json

import pytest

from alliance.teach.check import run_checks
from alliance.teach.starting import notebook

FIGURE = "workers-2018-12"
SOURCE = (
    "id,title,publisher,date,kind,url,access\nmine,Reader,Me,2024,academic,https://e.org,excerpt"
)
QUESTION = """lesson: 01-history
sets:
  mine: {{title: Mine}}
questions:
  - id: mine-1
    set: mine
    objective: {goal}
    type: single
    stem: Which is right?
    options:
      - {{text: "{one}", correct: true, feedback: "So it is."}}
      - {{text: "No such thing", feedback: "It is not."}}
    source_ids: [{source}]
"""


def prose(*lines: str, code: str = "") -> str:
    """Return a notebook of the course with some paragraphs, and a code cell."""
    first = (
        "code",
        "from alliance import open_library\n\nlibrary = open_library()",
    )
    cells = [("markdown", "# Mine"), first, *(("markdown", line) for line in lines)]
    return cells + ([("code", code)] if code else [])


@pytest.fixture
def checked(course, capsys, data):
    def check() -> str:
        run_checks(str(data), None, str(course.place))
        return capsys.readouterr().out

    def own_lesson(cells, settings="lessons: [00-start-here, 01-history, 06-rebuilding]"):
        course.say(f"{settings}\nalso:\n  - {{lesson: mine, title: Mine, minutes: 10}}\n")
        notebook(course.place / "notebooks" / "mine.ipynb", cells)

    check.own_lesson = own_lesson
    return check


def cited(data) -> str:
    """Return a figure of the tables as prose writes it."""
    from alliance.library import open_library

    row = open_library(data).row("estimates", FIGURE)
    return f"{int(row['low']):,}"


def corrected(course):
    """Correct the figure, and name a source for it."""
    course.write("tables/sources.csv", SOURCE + "\n")
    course.table("estimates", {"id": FIGURE, "low": "23456", "high": "23456", "source_ids": "mine"})


def test_an_old_figure_in_a_title_an_option_and_in_prose(course, data, checked):
    was = cited(data)
    corrected(course)
    said = checked()
    told = [line for line in said.splitlines() if "stands there no longer" in line]
    places = " ".join(told)
    assert was in places, said
    assert "06-rebuilding.ipynb" in places, "prose or title of a lesson"
    assert "question “" in places, "a question"


PLANTED = {
    "a lesson that is dropped but linked": (
        lambda c, check: check.own_lesson(prose("Go to [sanctions](04-sanctions.ipynb).")),
        ["mine.ipynb", "“04-sanctions.ipynb”"],
    ),
    "a lesson that is dropped but named": (
        lambda c, check: check.own_lesson(prose("As you saw in lesson 04, oil matters.")),
        ["mine.ipynb", "speaks of “04-sanctions.ipynb”, which"],
    ),
    "a lesson that is dropped but asked about": (
        lambda c, check: c.say("lessons: [01-history]").write(
            "questions/mine.yml",
            QUESTION.format(goal="sanctions-1", one="Yes", source="kcna-2024-treaty-text"),
        ),
        ["questions/mine.yml", "“sanctions-1” of “04-sanctions”, which the course does not teach"],
    ),
    "minutes of sections that do not add up": (
        lambda c, check: check.own_lesson(prose("## 1. One\n\n*60 minutes*\n\nText.")),
        ["mine", "add up to 60 minutes, not to 10"],
    ),
    "a count that is not the number of lessons": (
        lambda c, check: check.own_lesson(prose("The course has seven lessons.")),
        ["mine.ipynb", "seven lessons", "the course has 4"],
    ),
    "a date of the data that is another one": (
        lambda c, check: check.own_lesson(prose("*Data as of 1 May 2020.*")),
        ["mine.ipynb", "1 May 2020", "22 August 2026"],
    ),
    "a figure with a source of another figure": (
        lambda c, check: c.table("estimates", {"id": FIGURE, "low": "23456"}),
        ["tables/estimates.csv", "name no source for it"],
    ),
    "a view of borders without its lines": (
        lambda c, check: c.say("borders: annexed"),
        ["course.yml", "there is no view of borders “annexed”"],
    ),
    "a section left out that is not there": (
        lambda c, check: c.say("lessons: [{lesson: 01-history, without: [No such heading]}]"),
        ["course.yml", "has no section “No such heading”"],
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_contradiction_is_found(course, checked, name):
    plant, wanted = PLANTED[name]
    plant(course, checked)
    said = checked()
    assert any(all(word in line for word in wanted) for line in said.splitlines()), said


def test_without_them_all_is_in_order(course, checked):
    checked.own_lesson(prose("## 1. One\n\n*10 minutes*\n\nThe course has four lessons."))
    said = checked()
    assert said.strip().endswith("Everything is in order."), said
    assert json.loads((course.place / "seen.json").read_text("utf-8"))["lessons"]
