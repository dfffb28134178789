"""Minutes of lessons: reckoned by one rule, and said as reckoned."""

from __future__ import annotations

import json
import re

import pytest

from alliance.lesson.minutes import (
    EXPLORERS,
    PACE,
    PICTURE,
    PRACTICE,
    QUESTIONS,
    TABLE,
    core,
    minutes_text,
    of_lesson,
    reckoned,
    words_of,
)
from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz import load_bank
from alliance.quiz.kinds import kinds
from alliance.teach.command import main
from tests.places import DATA, NOTEBOOKS

LIBRARY = open_library(DATA)
LESSONS = LIBRARY.settings["lessons"]


def notebook(path, *cells):
    """Write a notebook: Markdown cells as texts, code cells as tuples of one text."""
    made = [
        {"cell_type": "markdown" if isinstance(c, str) else "code", "source": [*c], "metadata": {}}
        for c in cells
    ]
    path.write_text(json.dumps({"cells": made}), "utf-8")
    return path


def read(tmp_path, *cells):
    return reckoned(notebook(tmp_path / "one.ipynb", *cells), load_bank(LIBRARY))


def test_words_are_read_at_one_pace(tmp_path):
    words = " ".join(["word"] * PACE)
    (part,) = read(tmp_path, f"## One\n\n*9 minutes*\n\n{words}\n\n{words}")
    assert part.words == 2 * PACE + 3  # those of the heading and of the line below it too
    assert part.minutes == pytest.approx(2, abs=0.05)
    assert (part.title, part.said, part.more) == ("One", 9, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two words", 2),
        ("It's a well-kept *thing*.", 4),
        ("Said so ([UN 2024](#un-2024)).", 4),
        ("Here.\n\n> **Talk about it** (5 minutes). Why so?", 1),
        ("Here.\n\n<details><summary>More</summary>\n\nMuch text.\n\n</details>\n\nThere.", 2),
        ("", 0),
    ],
)
def test_what_counts_as_a_word(text, words):
    assert words_of(text) == words


def test_what_stands_before_the_first_section_belongs_to_it(tmp_path):
    (part,) = read(tmp_path, "# Title\n\nTwo words.", "## One\n\n*1 minutes*")
    assert part.words == 6


def test_questions_pictures_tables_and_explorers_take_their_time(tmp_path):
    cells = [
        "## One\n\n*9 minutes*",
        ('quiz("history-1961")\n',),
        ('lesson.show(frame, "A table")',),
        ("chart = charts.bars(frame)",),
        ('practice("history", count=5)',),
        ("explore.tree(frame)",),
        ("%%time\nquiz(",),  # no Python: nothing is counted, nothing fails
    ]
    (part,) = read(tmp_path, *cells)
    core_types = ["multiple", "single", "true-false"]  # a fourth question folds away
    assert part.questions == core_types
    assert (part.tables, part.pictures, part.practised, part.explorers) == (1, 1, 5, ["tree"])
    seconds = sum(map(QUESTIONS.get, core_types)) + TABLE + PICTURE + 5 * PRACTICE
    expected = part.words / PACE + seconds / 60 + EXPLORERS["tree"]
    assert part.minutes == pytest.approx(expected)


def test_tasks_in_code_and_prompts_take_no_time(tmp_path):
    (part,) = read(tmp_path, "## A\n\n*1 minutes*", ('exercise("history-try-spread", answer)',),
                   "> **Talk about it** (8 minutes). Is it so?")  # fmt: skip
    assert part.minutes == pytest.approx(3 / PACE)


def test_the_core_is_what_is_timed_and_not_marked_as_more(tmp_path):
    words = " ".join(["word"] * PACE)
    said = ["*1 minutes*", "*1 minutes · more*", "*1 minutes with one; more with three*", ""]
    parts = read(tmp_path, *(f"## Part\n\n{line}\n\n{words}" for line in said))
    assert [part.more for part in parts] == [False, True, False, False]
    assert core(parts) == pytest.approx(2, abs=0.2)


def test_every_type_of_question_has_its_seconds():
    assert set(QUESTIONS) == {kind for kind in kinds() if kind != "code"}


def test_every_explorer_of_a_lesson_has_its_minutes():
    plain = {"bonds", "role_cards"}  # a table, and something to print
    for entry in LESSONS:
        text = (NOTEBOOKS / entry["file"]).read_text("utf-8")
        assert set(re.findall(r"explore\.(\w+)\(", text)) - plain <= set(EXPLORERS)


def test_a_notebook_that_is_not_there_is_told(tmp_path):
    with pytest.raises(AllianceError, match=r"none\.ipynb” cannot be read"):
        reckoned(tmp_path / "none.ipynb", load_bank(LIBRARY))


@pytest.mark.parametrize("entry", LESSONS, ids=lambda e: e["id"])
def test_a_lesson_says_its_minutes_as_they_are_reckoned(entry):
    parts = of_lesson(entry, LIBRARY, NOTEBOOKS)
    timed = [part for part in parts if part.said is not None]
    assert len(timed) > 5
    for part in timed:
        assert abs(part.said - max(1, part.minutes)) <= 1, (part.title, part.minutes)
    assert abs(entry["minutes"] - sum(part.minutes for part in timed)) <= 4


@pytest.mark.parametrize("entry", LESSONS[1:], ids=lambda e: e["id"])
def test_the_core_of_a_lesson_is_35_to_40_minutes(entry):
    minutes = core(of_lesson(entry, LIBRARY, NOTEBOOKS))
    assert 34.5 <= minutes <= 40.5
    text = (NOTEBOOKS / entry["file"]).read_text("utf-8")
    (said,) = re.findall(r"The core is what is not marked \*more\*, about (\d+) minutes", text)
    assert abs(int(said) - minutes) <= 1


def test_the_guide_says_the_rule():
    guide = (NOTEBOOKS / "instructor-guide.ipynb").read_text("utf-8")
    assert f"its words at {PACE} a minute" in guide and "10.1016/j.jml.2019.104047" in guide
    assert (min(QUESTIONS.values()), PICTURE, TABLE) == (45, 45, 30)
    assert QUESTIONS["reflect"] == 180 and max(EXPLORERS.values()) >= 8


def test_the_command_shows_what_is_said_beside_what_is_reckoned(capsys):
    assert main(["check", "--minutes"]) == 0
    shown = capsys.readouterr().out
    assert shown.strip() == minutes_text(LIBRARY, NOTEBOOKS)
    for entry in LESSONS:
        assert f"{entry['title']}: {entry['minutes']} minutes said" in shown
    assert "(more)" in shown
