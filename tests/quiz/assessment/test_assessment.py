"""The final assessment and the record of achievement: what is chosen, counted and printed."""

from __future__ import annotations

import html
import json
from datetime import date

import pytest

from alliance import lesson, open_library
from alliance.journal import Journal
from alliance.lesson.achievement import record_page
from alliance.lesson.cards import _standing
from alliance.problems import AllianceError
from alliance.quiz.assessment.panel import Assessment
from alliance.quiz.assessment.sampling import (
    PLANS,
    Plan,
    Sample,
    anew,
    last_sample,
    results,
    sample,
)
from alliance.quiz.assessment.session import AssessmentSession, on_day
from tests.quiz_records import record


class Asked:
    """As much of a question as a sample needs."""

    def __init__(self, name: str, objective: str) -> None:
        self.id, self.objective = name, objective


GOALS = {"first": ["a", "b", "c"], "second": ["d"]}
POOL = [Asked(f"{goal}{k}", goal) for goal in "abcd" for k in range(4)]


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def session(library, journal):
    return AssessmentSession(_standing(library, journal))


# --- sampling ---------------------------------------------------------------------------------


def test_one_question_an_objective_in_order_and_the_same_for_a_seed():
    found = sample(POOL, GOALS, {}, Plan(), "ada|1")
    assert [name[0] for name in found] == list("abcd")
    assert found == sample(list(reversed(POOL)), GOALS, {}, Plan(), "ada|1")
    assert found != sample(POOL, GOALS, {}, Plan(), "ada|2")
    assert len(sample(POOL, GOALS, {}, Plan(each=2), "ada|1")) == 8


def test_what_is_not_mastered_comes_first():
    states = {"a": "mastered", "b": "mastered", "c": "begun", "d": "mastered"}
    for seed in map(str, range(8)):
        few = sample(POOL, GOALS, states, Plan(most=1), seed)
        assert [name[0] for name in few] == ["c", "d"]
    assert [name[0] for name in sample(POOL, GOALS, states, Plan(weak=True), "s")] == ["c"]


def test_a_new_draw_prefers_what_was_not_asked():
    first = sample(POOL, GOALS, {}, Plan(), "ada|1")
    second = sample(POOL, GOALS, {}, Plan(), "ada|2", used=first)
    assert not set(first) & set(second)


# --- counting ---------------------------------------------------------------------------------

DRAWN = {"id": "d-1", "at": "2026-01-09T12:00:00+00:00", "kind": "assessment", "plan": "all"}
DRAWN["questions"] = ["a0", "a1", "b0", "c0", "gone"]


def test_only_answers_after_the_draw_count():
    records = [
        record("a0", 1, True),
        DRAWN,
        record("a1", 5, True),
        record("b0", 5, False),
        record("b0", 5.1, True, attempt=2),
        record("c0", 5, False),
        record("c0", 5.1, False, attempt=2),
    ]
    taken = last_sample(records, ["a0", "a1", "b0", "c0"])
    assert taken.questions == ["a0", "a1", "b0", "c0"] and taken.number == 1
    assert anew(records, taken) == {"a0"}
    goals = {"a0": "a", "a1": "a", "b0": "b", "c0": "c"}
    found = results(taken, records, goals)
    assert (found["a"].right, found["a"].open) == (1, 1)
    assert found["b"].later == 1 and found["c"].missed == 1


def test_without_a_draw_or_with_a_broken_one_there_is_none():
    assert last_sample([], ["a0"]) is None
    assert last_sample([{**DRAWN, "questions": "a0"}], ["a0"]) is None
    assert last_sample([DRAWN], ["other"]) is None
    assert anew([], Sample("all", ["a0"], 1, "", "x")) == {"a0"}


# --- with the real bank -----------------------------------------------------------------------


def test_each_plan_draws_from_all_lessons_and_every_question_can_be_asked(session, library):
    built = {e["id"] for e in library.settings["lessons"] if e.get("built")}
    for plan in PLANS:
        session.sample(plan)
        names = session.current.questions
        assert len(names) == len(set(names))
        # Of the lesson that its objective belongs to: the first notebook asks about all of them.
        asked = {session.questions[n].objective for n in names}
        lessons = {lesson for lesson, goals in session.goals.items() if asked & set(goals)}
        assert lessons >= built - {"00-start-here"}
        assert {session.questions[n].type for n in names}.isdisjoint({"code", "reflect"})
    assert session.current.number == len(PLANS)
    goals = {q.objective for q in session.questions.values()}
    session.sample("all")
    assert [session.questions[n].objective for n in session.current.questions] == [
        g for names in session.goals.values() for g in names if g in goals
    ]
    with pytest.raises(AllianceError, match="Choose first"):
        session.sample("no-such")


def answered(panel, key, right: bool = True):
    """Answer a single choice by its keys, as the page does."""
    seat = panel.session.seats[key]
    options = seat.question.body.options
    chosen = next(o for o in options if bool(o.correct) == right)
    message = {"kind": "answer", "question": key, "response": seat.keys[chosen.id]}
    panel.receive(panel, {**message, "request": "r"})


def single(panel) -> str:
    """Key of the first single-choice question."""
    return next(k for k, s in panel.session.seats.items() if s.question.type == "single")


def test_a_reload_brings_the_same_questions_with_their_answers(session, library, journal):
    made = Assessment(session)
    assert made.panel is None and "Nothing is drawn" in made.sample.about
    made.sample.send = lambda message: None
    made.sample.receive(made.sample, {"do": "sample", "plan": "short", "request": "r"})
    first = made.panel
    assert made.children == (made.sample, first, made.result)
    key = single(first)
    answered(first, key)
    assert f"1 of {len(first.questions)} questions answered" in made.sample.about
    assert made.sample.unfinished
    again = lesson.assessment(library, Journal(journal.folder))
    assert again.panel.questions == first.questions and again.panel.states == first.states
    assert again.panel.states[key]["status"] == "right"
    assert "Your result so far" in again.result.value


def test_what_was_answered_before_is_asked_anew(session, library, journal):
    session.sample("short")
    panel = Assessment(session).panel
    key = single(panel)
    name = panel.session.seats[key].question.id
    answered(panel, key, right=True)
    journal.append("assessment", plan="short", questions=[name])
    new = Assessment(AssessmentSession(_standing(library, journal)))
    assert new.panel.states["q1"].get("status") is None
    answered(new.panel, "q1", right=False)
    answered(new.panel, "q1", right=True)
    (found,) = new.session.results().values()
    assert found.later == 1


def test_a_finished_assessment_is_asked_about_and_kept(session, library, journal):
    """Two draws answered to the end and one that was left: date and result of each stay."""
    names = [q for q, one in session.questions.items() if one.type == "single"][:3]
    journal.append("assessment", plan="short", questions=names[:2])
    for name, right in zip(names, (True, False), strict=False):
        journal.append("answer", question=name, answer="x", attempt=1, score=float(right),
                       correct=right, hint=False)  # fmt: skip
    made = Assessment(session)
    assert made.sample.finished and not made.sample.unfinished
    day = on_day(session.current.at)
    told = (
        f"Draw 1, of {day}: 1 of 2 right at once, 0 at the second try or with the hint, 1 missed."
    )
    assert "Draw 1" not in made.result.value  # it is the one that is shown
    journal.append("assessment", plan="short", questions=names)  # left as it is
    journal.append("answer", question=names[1], answer="x", attempt=1, score=1.0, correct=True)
    journal.append("assessment", plan="all", questions=names[2:])
    new = Assessment(AssessmentSession(_standing(library, journal)))
    assert not new.sample.finished and not new.sample.unfinished
    assert told in html.unescape(new.result.value) and "Draw 2" not in new.result.value
    page = html.unescape(record_page(_standing(library, journal)).body)
    assert f"earlier: {told}" in page and "1 questions; 0 right at once" in page


# --- the record -------------------------------------------------------------------------------


def test_the_record_tells_what_the_journal_holds(session, library, journal):
    session.sample("short")
    panel = Assessment(session).panel
    answered(panel, single(panel))
    forecasts = list(library.forecasts["id"])
    journal.append("forecast", question=forecasts[0], probability=0.8)
    journal.append("forecast-time", questions=forecasts, day="2026-08-22")
    journal.append("tree", parent="", shares={"ceasefire": 0.4, "war": 0.6})
    page = html.unescape(record_page(_standing(library, journal), date(2026, 8, 30)).body)
    count = len(session.current.questions)
    assert f"{count} questions; 1 right at once, 0 at the second try" in page
    assert f"{count - 1} open" in page
    assert "Brier score 0.04 on one decided question" in page
    assert "Scenario tree: kept" in page and "no certificate" in page
    assert "Printed on 30 August 2026; data version 0.1.0, as of 22 August 2026" in page
    for text in library.objectives.query("lesson == '08-implications'")["text"]:
        assert text in html.unescape(page)


def test_choices_of_a_simulation_stand_in_the_words_of_the_data(library, journal):
    tables = {"scenarios": ("title", "x"), "options": ("label", "y")}
    plain = record_page(_standing(library, journal)).body
    assert "Simulation" not in plain
    journal.append("crisis", act="choice", mode="alone", scenario="no-such", option="nothing")
    assert "Simulation" not in record_page(_standing(library, journal)).body
    if not set(tables) <= set(library.tables):
        return
    option = library.tables["options"].iloc[0]
    journal.append("crisis", act="choice", mode="alone", scenario=option["scenario"],
                   option=option["id"])  # fmt: skip
    told = html.unescape(record_page(_standing(library, journal)).body)
    assert option["label"] in html.unescape(told)


def test_the_name_is_never_in_the_journal_nor_in_the_page(library, journal):
    record_page(_standing(library, journal))
    assert [r for r in journal.records() if "name" in json.dumps(r)] == []


def test_another_topic_has_a_record_too(other_data, tmp_path):
    other = open_library(other_data)
    page = lesson.record(other, Journal(tmp_path / "journal"))
    assert "Date the making of the alliance" in page.body and "0 of 1 objectives" in repr(page)
    made = lesson.assessment(other, Journal(tmp_path / "journal"))
    made.sample.send = lambda message: None
    made.sample.receive(made.sample, {"do": "sample", "plan": "double", "request": "r"})
    assert len(made.panel.questions) == 2
