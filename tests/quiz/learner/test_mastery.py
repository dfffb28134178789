"""Mastery and sureness: folds of the journal, computed by hand and shaken by hypothesis."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given as given_values
from hypothesis import strategies as some

from alliance import lesson
from alliance.journal import Journal
from alliance.library import open_library
from alliance.library.settings import notebooks_of
from alliance.page import esc
from alliance.quiz import practice
from alliance.quiz.bank import load_bank
from alliance.quiz.learner.attempts import attempts_by_question, histories
from alliance.quiz.learner.confidence import calibration, tally
from alliance.quiz.learner.mastery import credit, level, mastery, state
from alliance.quiz.learner.sections import sections
from alliance.quiz.learner.standing import Standing
from alliance.quiz.model import Question
from tests.places import DATA, NOTEBOOKS
from tests.quiz_records import record, write

QUESTIONS = [Question(f"q{k}", "single", "?", None, objective="one") for k in range(4)]
QUESTIONS += [Question("p", "single", "?", None, objective="two")]


def folded(*records, due=()):
    return mastery(QUESTIONS, records, due)["one"]


# --- mastery ----------------------------------------------------------------------------------


def test_the_credit_of_a_course():
    def worth(*records):
        return credit(histories(records)["q"][-1])

    miss, hit = record("q", 0, False), record("q", 0, True)
    assert worth(hit) == 1
    assert worth(hit | {"hint": True}) == 0.5
    assert worth(miss) == 0
    assert worth(miss, record("q", 1, True, 2)) == 0.5
    assert worth(miss, record("q", 1, False, 2)) == 0
    assert worth(miss, record("q", 1, True, 1)) == 1  # a new attempt


def test_newer_credits_weigh_more():
    assert level([]) == 0
    assert level([1]) == 1
    # (0.49 · 0 + 0.7 · 1 + 1 · 1) / 2.19 and the other way round
    assert level([0, 1, 1]) == pytest.approx(1.7 / 2.19)
    assert level([1, 1, 0]) == pytest.approx(1.19 / 2.19)
    assert level([0, 1, 1, 1]) == pytest.approx(2.19 / 2.533)


@pytest.mark.parametrize(
    ("value", "answered", "of", "expected"),
    [
        (0, 0, 4, "new"),
        (0, 1, 4, "begun"),
        (1, 1, 4, "begun"),
        (1, 2, 4, "nearly"),
        (1, 3, 4, "mastered"),
        (0.8, 3, 4, "mastered"),
        (0.79, 4, 4, "nearly"),
        (0.6, 3, 4, "nearly"),
        (0.59, 4, 4, "begun"),
        (1, 1, 1, "mastered"),
        (1, 2, 2, "mastered"),
    ],
)
def test_the_states(value, answered, of, expected):
    assert state(value, answered, of) == expected


def test_an_objective_from_nothing_to_mastered_and_back():
    right = [record(f"q{k}", k, True) for k in range(3)]
    assert folded().state == "new"
    assert folded(right[0]).state == "begun"
    assert folded(*right[:2]).state == "nearly"
    assert folded(*right).state == "mastered"
    lapse = [record("q0", 9, False), record("q1", 10, False)]
    after = folded(*right, *lapse)
    # (0.7⁴ + 0.7³ + 0.7²) / (0.7⁴ + 0.7³ + 0.7² + 0.7 + 1) = 1.0731 / 2.7731
    assert after.level == pytest.approx(1.0731 / 2.7731)
    assert (after.state, after.missed, len(after.answered)) == ("begun", ["q0", "q1"], 3)
    assert folded(*right, due={"q1", "p"}).due == ["q1"]


def test_a_miss_that_was_mended_later_is_not_missed_any_more():
    found = folded(record("q0", 0, False), record("q0", 0, True, 2), record("q0", 2, True))
    assert found.missed == [] and found.level == pytest.approx((0.35 + 1) / 1.7)


def test_answers_without_a_verdict_or_a_question_count_for_nothing():
    strange = [
        record("gone", 0, True),
        record("q0", 0, True) | {"correct": None, "score": None},
        record("q0", 0, True) | {"question": None},
        record("q0", 0, True) | {"kind": "hint"},
    ]
    assert folded(*strange).state == "new"


MADE = {f"t:{k}": "one" for k in range(9)} | {"u:1": "three"}


def practised(*records, due=()):
    return mastery(QUESTIONS, records, due, MADE)


def test_an_answer_in_practice_weighs_half():
    assert level([0, 1], [1, 1]) == level([0, 1]) == pytest.approx(1 / 1.7)
    # (0.5 · 1 + 1 · 0.7^0.5 · 0) / (0.5 + 0.7^0.5): the newer one weighs half and fades half
    assert level([0, 1], [1, 0.5]) == pytest.approx(0.5 / (0.5 + 0.7**0.5))
    assert level([1, 0], [0.5, 1]) == pytest.approx(0.35 / 1.35)
    # Two of weight ½ make what came before fade as one of weight 1 does.
    older = level([1, 0, 0], [1, 0.5, 0.5])
    assert older == pytest.approx(0.7 / (0.7 + 0.5 + 0.5 * 0.7**0.5))


def test_practice_counts_for_the_objective_of_its_template():
    right = [record(f"t:{k}", k, True) for k in range(6)]
    states = [practised(*right[:n])["one"].state for n in range(7)]
    assert states == ["new", "begun", "begun", "begun", "nearly", "nearly", "mastered"]
    found = practised(*right)["one"]
    assert (found.answered, found.practised, found.slipped) == (
        [],
        [f"t:{k}" for k in range(6)],
        [],
    )
    # One written question and four in practice are three questions.
    assert practised(record("q0", 0, True), *right[:3])["one"].state == "nearly"
    assert practised(record("q0", 0, True), *right[:4])["one"].state == "mastered"
    # A miss in practice pulls the level down, less than a written one.
    three = [record(f"q{k}", k, True) for k in range(3)]
    slip = practised(*three, record("t:0", 9, False), due={"t:0"})["one"]
    miss = practised(*three, record("q3", 9, False))["one"]
    assert miss.level < slip.level < 1 and slip.slipped == slip.due == ["t:0"] and not slip.missed


def test_an_objective_without_written_questions_appears_with_its_first_practice():
    assert "three" not in practised(record("q0", 0, True))
    assert practised(record("u:1", 0, True))["three"].state == "begun"
    assert "three" not in mastery(QUESTIONS, [record("u:1", 0, True)])


def test_a_later_try_without_a_verdict_is_none_that_was_right():
    first, second = record("q", 0, False), record("q", 0, True, attempt=2)
    del second["correct"]
    assert credit(attempts_by_question([first, second])["q"]) == 0


RECORDS = some.lists(
    some.builds(
        record,
        some.sampled_from(["q0", "q1", "q2", "p", "t:1", "t:2", "u:1", "gone"]),
        some.floats(-4000, 4000, allow_nan=False),
        some.booleans(),
        some.sampled_from([1, 1, 2, 3, None, "x"]),
        hint=some.booleans(),
        score=some.sampled_from([0, 0.5, 1, None, "x"]),
        confidence=some.sampled_from([None, 1, 2, 3, 0, 4, True, "2", [1]]),
    ),
    max_size=30,
)


@given_values(RECORDS)
def test_folds_never_raise_and_stay_within_bounds(records):
    for one in mastery(QUESTIONS, records, made=MADE).values():
        assert 0 <= one.level <= 1
        assert set(one.missed) <= set(one.answered) <= set(one.questions)
        assert set(one.slipped) <= set(one.practised) <= set(MADE)
    for row in tally(records):
        assert 0 <= row.right <= row.answers <= len(records)
        assert -6 * row.answers <= row.marks <= 3 * row.answers


@given_values(RECORDS, some.randoms(use_true_random=False))
def test_the_order_of_files_and_copies_of_records_change_nothing(tmp_path_factory, records, mix):
    records = list({r["id"]: r for r in records}.values())
    parts = [[], [], []]
    for one in records:
        mix.choice(parts).append(one)
    folders = [tmp_path_factory.mktemp("journal") for _ in range(2)]
    for k, part in enumerate(parts):
        write(folders[0], part, f"journal-{k}.txt")
        write(
            folders[1],
            [*part, *random.Random(1).sample(records, len(records))],
            f"journal-{9 - k}.txt",
        )
    one, two = (Journal(folder).records() for folder in folders)
    assert mastery(QUESTIONS, one) == mastery(QUESTIONS, two)
    assert tally(one) == tally(two)
    assert mastery(QUESTIONS, one) == mastery(QUESTIONS, [r for r in one for _ in range(2)])


# --- sureness ---------------------------------------------------------------------------------


def sure(level: int, *verdicts: bool) -> list[dict]:
    return [
        record(f"s{level}", k, right, confidence=level, id=f"s{level}-{k}")
        for k, right in enumerate(verdicts)
    ]


def test_marks_by_hand():
    low, middle, high = tally([*sure(1, True, False), *sure(2, True, False), *sure(3, True, False)])
    assert [(r.answers, r.right, r.marks) for r in (low, middle, high)] == [
        (2, 1, 1 + 0),
        (2, 1, 2 - 2),
        (2, 1, 3 - 6),
    ]


def test_only_first_tries_with_a_sureness_count():
    others = [
        record("a", 0, True),
        record("a", 0, True, 2, confidence=3),
        record("a", 0, True, confidence=True),
        record("a", 0, True, confidence=7),
        record("a", 0, True, confidence=2) | {"correct": None},
    ]
    assert [row.answers for row in tally(others)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("level_", "right", "reading"),
    [
        (3, 4, "too few"),
        (3, 9, "fits"),
        (3, 7, "surer than right"),
        (2, 7, "fits"),
        (2, 5, "surer than right"),
        (2, 9, "better than you thought"),
        (1, 9, "better than you thought"),
        (1, 5, "fits"),
    ],
)
def test_what_a_share_says(level_, right, reading):
    of = 4 if reading == "too few" else 10
    rows = tally(sure(level_, *([True] * right), *([False] * (of - right))))
    assert reading in rows[level_ - 1].reading


@pytest.fixture
def library():
    return open_library(DATA)


def test_the_picture_says_the_same_in_words_table_and_marks(library, tmp_path):
    write(tmp_path, [*sure(3, *[True] * 6, False), *sure(1, False, True)])
    picture = calibration(library, Journal(tmp_path))
    assert "Very sure: 6 of 7 right; Not sure: 1 of 2 right." in picture.summary
    assert picture.frame["Right"].tolist() == [1, 0, 6]
    assert picture.frame["Share right"].tolist() == ["50%", "–", "86%"]
    # (6 · 3 − 6 + 1 + 0) / 9 = 13 / 9
    assert "1.4 marks each" in picture.html
    assert "fewer than 5 answers" in picture.html
    assert 'width="85.7"' in picture.body and "Gardner-Medwin" in "".join(map(str, picture.links))
    assert "http" not in picture.body and "<script" not in picture.html


def test_before_the_first_answer_the_picture_is_a_sentence(library, tmp_path):
    assert "nothing to see yet" in lesson.calibration(library, Journal(tmp_path)).body


def test_a_package_without_the_glossary_entry_shows_the_picture_too(other_data, tmp_path):
    write(tmp_path, sure(2, True))
    assert lesson.calibration(open_library(other_data), Journal(tmp_path)).links == []


# --- pages ------------------------------------------------------------------------------------


def test_sections_are_found_in_the_notebook(tmp_path):
    def cell(kind, text, name):
        return {"cell_type": kind, "source": text.splitlines(keepends=True), "id": name}

    cells = [
        cell("markdown", "# Title", "top"),
        cell("code", 'quiz("first")', "c1"),
        cell("markdown", "## 1. A *fine* [thing](#x)\n\ntext", "one"),
        cell("markdown", "no heading\n#hash", "text"),
        cell("code", "quiz('second', \"third\")\nlesson.review(most=3)", "c2"),
        cell("markdown", "### Deeper\n\n## Next", "two"),
        cell("code", 'exercise("fourth", answer)\nquiz("second")', "c3"),
    ]
    path = tmp_path / "99-x.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    found = sections(path)
    assert {k: (s.heading, s.cell) for k, s in found.items()} == {
        "first": ("Title", "top"),
        "second": ("1. A fine thing", "one"),
        "third": ("1. A fine thing", "one"),
        "lesson.review()": ("1. A fine thing", "one"),
        "fourth": ("Next", "two"),
    }
    assert 'href="99-x.ipynb#cell-id=one"' in found["second"].link
    assert sections(tmp_path / "none.ipynb") == {}
    path.write_text("{")
    assert sections(path) == {}


def test_every_set_of_the_module_has_its_section(library):
    bank = load_bank(library)
    built = {e["id"]: notebooks_of(e) for e in library.settings["lessons"] if e["built"]}
    for group in bank.sets.values():
        if group.lesson in built:
            places = {}
            for file in built[group.lesson]:
                places |= sections(NOTEBOOKS / file)
            assert group.id in places or set(group.question_ids) & places.keys(), group.id


def test_the_end_of_a_lesson_links_to_what_was_missed(library, tmp_path):
    ids = [q.id for q in load_bank(library).questions if q.set == "history-founding"]
    write(tmp_path, [record(name, k, False) for k, name in enumerate(ids)])
    body = lesson.closing("01-history", library, Journal(tmp_path)).body
    table = body[: body.index("References")]
    assert "Begun" in table and "Not started" in table
    assert 'href="01-history.ipynb#cell-id=founding"' in table
    assert 'href="00-start-here.ipynb#cell-id=review"' in table
    assert "exponential moving average" in table and "New Review" in table


def test_the_standing_over_all_lessons(library, tmp_path):
    fresh = lesson.standing(library, Journal(tmp_path / "none")).body
    assert "have not answered anything" in fresh
    goal = "history-1"
    ids = [q.id for q in load_bank(library).questions if q.objective == goal]
    text = library.row("objectives", goal)["text"]
    write(tmp_path, [record(name, k, True) for k, name in enumerate(ids)])
    body = lesson.standing(library, Journal(tmp_path)).body
    known = body[body.index("What you know") :]
    assert esc(text) in known and "Look at again" not in body


def test_practice_shows_in_the_standing(library, tmp_path):
    made = practice("practice-mission-country", 2, seed=1, library=library,
                    journal=Journal(tmp_path / "other"))  # fmt: skip
    ids = [entry.id for entry in made.session.entries.values()]
    write(tmp_path, [record(ids[0], 0, True), record(ids[1], 1, False)])
    journal = Journal(tmp_path)
    goal = library.row("objectives", "history-5")
    found = dict(Standing(library, journal, Path(NOTEBOOKS)).masteries("01-history"))
    assert found[goal["text"]].practised == ids and found[goal["text"]].slipped == ids[1:]
    body = lesson.closing("01-history", library, journal).body
    assert ", and 2 in practice" in body and "weighs half as much" in body
    again = lesson.standing(library, journal).body
    again = again[again.index("Look at again") :]
    assert esc(goal["text"]) in again and "have not answered" not in again
    # What was answered in practice changes nothing in the table of written questions.
    done = lesson.results("01-history", library, journal)
    assert done["answered"].sum() == done["right"].sum() == 0


def test_results_are_a_table_to_reckon_with(library, tmp_path):
    ids = [q.id for q in load_bank(library).questions if q.objective == "history-1"]
    write(tmp_path, [record(ids[0], 0, True), record(ids[1], 1, False)])
    done = lesson.results("01-history", library, Journal(tmp_path)).iloc[0]
    assert done[["questions", "answered", "right", "state"]].tolist() == [len(ids), 2, 1, "begun"]


def test_titles_from_the_data_are_shown_not_obeyed(other_data, tmp_path):
    folder = shutil.copytree(other_data, tmp_path / "data")
    goals = folder / "objectives.csv"
    old = "Date the making of the alliance from its documents"
    goals.write_text(goals.read_text("utf-8").replace(old, "<img src=x>"), "utf-8")
    library = open_library(folder)
    assert library.objectives["text"].tolist() == ["<img src=x>"]
    write(tmp_path, [record("alliance-secret", 0, False)])
    found = Standing(library, Journal(tmp_path), Path(NOTEBOOKS))
    assert "<img" not in found.overview() + found.of_lesson("01-alliance")
