"""Spaced review: when questions come back, and the panel that asks them again."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alliance import lesson, quiz
from alliance.journal import Journal
from alliance.problems import AllianceError
from alliance.quiz import reviewing
from alliance.quiz.kinds.kind import swap
from alliance.quiz.learner.attempts import histories
from alliance.quiz.learner.spacing import Plan, due_now, plans, rating
from tests.places import NOTEBOOKS
from tests.quiz_records import START, record, write
from tests.quiz_samples import ANSWERS, QUESTIONS, TYPES, make_library

DAY = timedelta(days=1)


def plan(*records, now=START + 400 * DAY, questions=("q",)):
    return plans(records, questions, now)


def days(*records, **more) -> float:
    """When the question q comes back, in days after START."""
    return (plan(*records, **more)["q"].due - START) / DAY


# --- folds ------------------------------------------------------------------------------------


def test_the_rating_of_a_course():
    def rated(*records):
        return rating(histories(records)["q"][-1])

    miss, hit = record("q", 0, False), record("q", 0, True)
    assert rated(hit) == "Good"
    assert rated(hit | {"hint": True}) == "Hard"
    assert rated(miss) == "Again"
    assert rated(miss, record("q", 0, True, 2)) == "Again"
    assert rated(miss | {"score": 0.5}, record("q", 0, True, 2)) == "Hard"
    assert rated(miss | {"score": 0.5}, record("q", 0, False, 2)) == "Again"
    assert rated(miss | {"score": "x"}, record("q", 0, True, 2)) == "Again"


def test_the_first_intervals_are_those_of_the_published_parameters():
    # First stability by rating: 0.212 (Again), 1.2931 (Hard), 2.3065 (Good) days. At a wanted
    # chance of 90 % the interval is the stability, rounded, at least one day.
    assert days(record("q", 0, False)) == 1
    assert days(record("q", 0, True, hint=True)) == 1
    assert days(record("q", 0, True)) == 2


def test_the_second_interval_by_hand():
    # Good on day 0, Good on day 2. Difficulty 6.4133 − e^(2 · 0.8334) + 1 = 2.1181;
    # chance of knowing after 2 days (1 + F · 2 / 2.3065)^−0.1542 with F = 0.9^(−1/0.1542) − 1;
    # growth 1 + e^1.8722 · (11 − D) · S^−0.1666 · (e^((1 − R) · 0.796) − 1).
    stability, difficulty, decay = 2.3065, 6.4133 - 2.718281828 ** (2 * 0.8334) + 1, -0.1542
    factor = 0.9 ** (1 / decay) - 1
    chance = (1 + factor * 2 / stability) ** decay
    growth = 2.718281828**1.8722 * (11 - difficulty) * stability**-0.1666
    stability *= 1 + growth * (2.718281828 ** ((1 - chance) * 0.796) - 1)
    assert days(record("q", 0, True), record("q", 2, True)) == 2 + round(stability) == 13


def test_right_again_and_again_comes_ever_later_and_a_lapse_soon():
    at, gaps, records = 0.0, [], []
    for _ in range(4):
        records.append(record("q", at, True))
        at, before = days(*records, now=START + 4000 * DAY), at
        gaps.append(at - before)
    assert gaps == sorted(gaps) and gaps[-1] > 30
    assert max(gaps) <= 365
    assert days(*records, record("q", at, False), now=START + 4000 * DAY) - at <= 10


def test_missed_in_the_evening_due_in_the_morning_not_at_once():
    one = plan(record("q", 0, False))["q"]
    assert not one.is_due(START + 11 * DAY / 24)
    assert one.is_due(START + 12 * DAY / 24)


def test_a_deleted_question_and_a_reflection_never_come_back():
    assert plan(record("gone", 0, False)) == {}
    assert plan(record("q", 0, False) | {"correct": None, "score": None}) == {}


def test_a_clock_that_was_ahead_counts_as_now_and_unreadable_times_not_at_all():
    assert days(record("q", 900, False), now=START) == 1
    assert days(record("q", 0, True), record("q", 900, True), now=START + 2 * DAY) == 13 + 0
    for at in ("yesterday", "", None, 7, "9999-99-99"):
        assert plan(record("q", 0, False) | {"at": at}) == {}
    assert days(record("q", 0, False) | {"at": "2026-01-05T12:00:00"}) == 1
    assert days(record("q", 0, False) | {"at": "2026-01-05T21:00:00+09:00"}) == 1


def test_the_most_overdue_come_first_in_a_fixed_order():
    records = [record(f"q{k}", -k, False) for k in range(6)]
    records += [record("later", 5, True)]
    names = [*(f"q{k}" for k in range(6)), "later"]
    found = plans(records, names, START + 6 * DAY)
    order = [p.question for p in due_now(found.values(), START + 6 * DAY)]
    assert order == ["q5", "q4", "q3", "q2", "q1", "q0"]
    same_day = [Plan(f"q{k}", START) for k in range(9)]
    once = due_now(same_day, START)
    assert once == due_now(reversed(same_day), START + DAY / 3)
    assert [p.question for p in once] != sorted(p.question for p in once)


JUMPS = some.lists(
    some.builds(
        record,
        some.sampled_from(["q", "p", "gone"]),
        some.floats(-30000, 30000, allow_nan=False),
        some.booleans(),
        some.sampled_from([1, 1, 2, None]),
        hint=some.booleans(),
        score=some.sampled_from([0, 0.4, 0.5, 1, None, "x"]),
    ),
    max_size=20,
)


@given(JUMPS, some.floats(-30000, 30000, allow_nan=False))
def test_clock_jumps_never_raise_and_all_is_due_some_day(records, now):
    now = START + now * DAY
    found = plans(records, ["q", "p"], now)
    for one in found.values():
        assert one.due <= now + 366 * DAY
    assert found == plans([r for r in records for _ in range(2)], ["q", "p"], now)
    assert set(found) == {r["question"] for r in records} & {"q", "p"}


def test_the_library_is_loaded_only_when_a_review_is_computed(tmp_path):
    code = (
        "import sys; from alliance import lesson, quiz, open_library; "
        "lesson.results('01-history'); lesson.calibration(); "
        "from alliance.quiz.session import Session; assert 'fsrs' not in sys.modules"
    )
    own = {**os.environ, "ALLIANCE_PROGRESS": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], cwd=NOTEBOOKS, env=own, check=True)


# --- the panel --------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path):
    return make_library(tmp_path)


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "progress")


def past(tmp_path, *records) -> Journal:
    write(tmp_path / "progress", list(records))
    return Journal(tmp_path / "progress")


def say(panel, key, kind="answer", answer=None, **more) -> dict:
    heard = []
    panel.send = heard.append
    response = swap(answer, panel.session.seats[key].keys) if key in panel.session.seats else answer
    panel.receive(panel, {"kind": kind, "question": key, "response": response, **more}, [])
    return heard[-1]


def asked(panel) -> list[str]:
    return [entry.id for entry in panel.session.entries.values()]


def test_what_was_missed_is_asked_anew_and_then_rests(tmp_path, library):
    opened = record("one-single", -1, False) | {"kind": "hint", "id": "h"}
    missed = record("one-single", 0, False, answer="the-speech", hint=True)
    journal = past(tmp_path, opened, missed)
    panel = lesson.review(library=library, journal=journal)
    assert asked(panel) == ["one-single"]
    assert panel.states["q1"] == {}
    say(panel, "q1", answer="the-convention", confidence=2)
    assert panel.states["q1"]["status"] == "right"
    new = journal.records("answer")[-1]
    assert (new["attempt"], new["correct"], new["hint"], new["confidence"]) == (1, True, False, 2)
    assert "comes back on" in lesson.review(library=library, journal=journal).body
    # In the lesson the newest attempt is shown.
    assert quiz("one-single", library=library, journal=journal).states == panel.states


def test_an_old_right_answer_does_not_answer_the_review(tmp_path, library):
    journal = past(tmp_path, record("one-number", 0, True, answer="1300000"))
    panel = quiz("one-number", library=library, journal=journal)
    assert panel.states["q1"]["done"]
    panel = lesson.review(library=library, journal=journal)
    assert panel.states["q1"] == {} and "1300000" not in str(panel.get_state())


def test_a_review_half_done_is_still_there_after_a_crash(tmp_path, library):
    journal = past(tmp_path, record("one-single", 0, False, answer="the-speech"))
    panel = lesson.review(library=library, journal=journal)
    say(panel, "q1", answer="the-memoir")
    again = lesson.review(library=library, journal=Journal(tmp_path / "progress"))
    assert again.states == panel.states and again.states["q1"]["tries"] == 1
    say(again, "q1", answer="the-convention")
    assert [r["attempt"] for r in journal.records("answer")] == [1, 1, 2]
    assert "comes back" in lesson.review(library=library, journal=journal).body


def test_the_hint_of_an_earlier_course_is_closed_and_one_of_now_is_kept(tmp_path, library):
    opened = record("one-single", -1, False) | {"kind": "hint", "id": "h"}
    journal = past(tmp_path, opened, record("one-single", 0, False, answer="the-memoir", hint=True))
    panel = lesson.review(library=library, journal=journal)
    assert "hint" not in panel.states["q1"]
    say(panel, "q1", "hint")
    assert "HINT-SECRET" in panel.states["q1"]["hint"]
    again = lesson.review(library=library, journal=Journal(tmp_path / "progress"))
    assert "HINT-SECRET" in again.states["q1"]["hint"]
    say(again, "q1", answer="the-convention")
    assert journal.records("answer")[-1]["hint"] is True


def test_never_more_than_asked_for(tmp_path, library):
    journal = past(tmp_path, *(record(name, k, False) for k, name in enumerate(TYPES)))
    panel = lesson.review(2, library=library, journal=journal)
    assert asked(panel) == TYPES[:2] and "2 of 5" in panel.title
    assert lesson.review(2, library=library, journal=journal).title == panel.title
    for most in (0, -1, "ten", 2.5, True):
        with pytest.raises(AllianceError, match="at least 1"):
            lesson.review(most, library=library, journal=journal)


def test_questions_of_cells_and_deleted_ones_are_not_asked(tmp_path, library):
    journal = past(tmp_path, record("one-code", 0, False), record("gone", 0, False))
    assert "not answered any" in lesson.review(library=library, journal=journal).body


def test_nothing_due_says_when(tmp_path, library, journal, monkeypatch):
    assert "not answered any" in lesson.review(library=library, journal=journal).body
    journal = past(tmp_path, record("one-single", 0, True))

    class Clock(reviewing.datetime):
        @classmethod
        def now(cls, tz=None):
            return START + DAY

    monkeypatch.setattr(reviewing, "datetime", Clock)
    said = lesson.review(library=library, journal=journal).body
    assert "7 January 2026" in said or "6 January 2026" in said  # by time zone


# --- sureness in the panel --------------------------------------------------------------------


def test_sureness_is_kept_with_the_first_try_only_and_shown_after_a_restart(library, journal):
    panel = quiz("types", library=library, journal=journal)
    assert not any("unsure" in question for question in panel.questions)
    say(panel, "q1", answer="the-speech", confidence=3)
    say(panel, "q1", answer="the-convention", confidence=1)
    say(panel, "q2", answer=ANSWERS["q2"][1])
    first, second, third = journal.records("answer")
    assert first["confidence"] == 3
    assert "confidence" not in second and "confidence" not in third
    assert panel.states["q1"]["sure"] == "Before you checked you said: Very sure."
    assert "sure" not in panel.states["q2"]
    again = quiz("types", library=library, journal=Journal(journal.folder))
    assert again.states == panel.states


@pytest.mark.parametrize("rubbish", [0, 4, "3", True, 2.0, None, [3], {"a": 1}])
def test_a_sureness_that_is_none_is_left_out(library, journal, rubbish):
    panel = quiz("types", library=library, journal=journal)
    assert say(panel, "q1", answer="the-speech", confidence=rubbish)["taken"]
    assert "confidence" not in journal.records("answer")[0]


def test_exercises_do_not_ask_for_sureness(library, journal):
    assert quiz("one-code", library=library, journal=journal).questions[0]["unsure"]


def test_a_computed_question_comes_back_too(tmp_path):
    library = make_library(tmp_path, QUESTIONS)
    journal = past(tmp_path, record("one-computed", 0, False, answer="99"))
    panel = lesson.review(library=library, journal=journal)
    assert asked(panel) == ["one-computed"]
    say(panel, "q1", answer=str((library.events["category"] == "treaty").sum()))
    assert panel.states["q1"]["status"] == "right"
