"""One data package feeds everything, and any data package about any alliance will do."""

from __future__ import annotations

import shutil

import pytest
import yaml

from alliance import atlas, exercise, glossary, lesson, quiz, timeline
from alliance.journal import Journal
from alliance.library import open_library
from alliance.quiz.bank import load_bank
from tests.library.test_library import cell, edit

EXERCISE = {
    "id": "planted-visits",
    "type": "code",
    "stem": "Count the visits.",
    "answer_from": {"table": "events", "where": "category == 'visit'", "compute": "count"},
}


def plant(folder, source, objective, raw=EXERCISE):
    """Add a question whose answer is computed from the tables."""
    path = next((folder / "questions").glob("01-*.yml"))
    content = yaml.safe_load(path.read_text("utf-8"))
    first = next(iter(content["sets"]))
    question = {**raw, "set": first, "objective": objective, "source_ids": [source]}
    content["questions"].append(question)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def test_changing_one_row_changes_map_timeline_table_and_quiz(package, tmp_path):
    before = open_library(package)
    plant(package, before.sources["id"][0], before.objectives["id"][0])
    visits = int((before.events["category"] == "visit").sum())
    journal = Journal(tmp_path / "journal")
    right = exercise("planted-visits", visits, library=before, journal=journal)

    row = before.events.query("category == 'war' and lat == lat").index[3] + 2
    old = before.events["title"][row - 2]
    edit(package, "events.csv", lambda lines: cell(lines, row, "title", "A planted title"))
    edit(package, "events.csv", lambda lines: cell(lines, row, "category", "visit"))
    after = open_library(package)

    for library, title, other in (
        (before, old, "A planted title"),
        (after, "A planted title", old),
    ):
        chart = timeline(library.events, title="All", library=library)
        where = atlas.points(library.events, title="All", category="category", library=library)
        for picture in (chart, where):
            assert title in picture.body and other not in picture.body
            table = picture.html.partition("<table")[2]
            assert title in table and other not in table
    wrong = exercise("planted-visits", visits, library=after, journal=journal)
    now = exercise("planted-visits", visits + 1, library=after, journal=journal)
    assert "Right." in right.body and "Right." in now.body and "Right." not in wrong.body


LADDER = {
    "id": "planted-ladder",
    "type": "multiple",
    "stem": "Which of these two stand at the top?",
    "options_from": {
        "table": "treaties",
        "ids": ["russia-dprk-2000", "russia-dprk-2024"],
        "text": "short_name",
        "correct": "article_tiers == 'mutual-defence-alliance'",
        "feedback_right": "It does.",
        "feedback_wrong": "It does not.",
    },
    "explanation": "Where a treaty stands follows from its obligations.",
}


def test_changing_one_obligation_moves_the_treaty_and_the_key(package):
    before = open_library(package)
    plant(package, before.sources["id"][0], before.objectives["id"][0], LADDER)
    top = {"russia-dprk-2000": "comprehensive-strategic-partnership"}
    top["russia-dprk-2024"] = "mutual-defence-alliance"

    row = before.obligations.query("id == 'russia-dprk-2000-defense'").index[0] + 2
    edit(package, "obligations.csv", lambda lines: cell(lines, row, "value", "yes"))
    after = open_library(package)

    for library, defended in ((before, 1), (after, 2)):
        tiers = library.treaties.set_index("id")["article_tiers"]
        moved = top | dict.fromkeys(list(top)[: defended - 1], top["russia-dprk-2024"])
        assert tiers[list(top)].to_dict() == moved
        options = load_bank(library).question("planted-ladder").body.options
        right = {option.id for option in options if option.correct}
        assert right == {key for key, tier in moved.items() if tier == top["russia-dprk-2024"]}
    assert before.row("treaties", "russia-dprk-2000")["defense"] == "no"
    assert after.row("treaties", "russia-dprk-2000")["defense"] == "yes"


@pytest.fixture
def other(other_data, tmp_path):
    """A copy of the package about another alliance."""
    return open_library(shutil.copytree(other_data, tmp_path / "other"))


def test_another_alliance_drives_the_atlas(other):
    names = other.events["title"]
    where = atlas.points(
        other.events, title="Steps", when="date", category="category", library=other
    )
    assert all(name in where.html for name in names)
    assert other.settings["borders"]["view"] in where.html
    frame = other.actors.assign(steps=[4, 4])
    assert "France" in atlas.areas(frame, key="id", value="steps", title="A", library=other).html


def test_another_alliance_drives_the_timeline(other):
    chart = timeline(other.events, title="Steps", library=other)
    assert all(name in chart.html for name in other.events["title"])
    assert "France" in chart.body and "visit" in chart.body


def test_another_alliance_drives_the_quiz(other, tmp_path):
    journal = Journal(tmp_path / "journal")
    panel = quiz("alliance-check", library=other, journal=journal)
    assert "treaty steps" in str(panel.get_state())
    bank = load_bank(other)
    assert bank.problems == []


def test_another_alliance_drives_the_lesson_furniture(other, tmp_path):
    journal = Journal(tmp_path / "journal")
    assert "making of the alliance" in lesson.opening("01-alliance", other, journal).body
    assert "Casus foederis" in glossary(other).body
    assert lesson.results("01-alliance", other, journal)["questions"].tolist() == [2]
    assert "The alliance" in lesson.standing(other, journal).body
    assert "The alliance" in lesson.contents(other).body
