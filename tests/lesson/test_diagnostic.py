"""The diagnostic: one try each, nothing told before the end, then what to learn first, and why."""

from __future__ import annotations

import json
import re

import pytest

from alliance import lesson
from alliance.journal import Journal
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.diagnostic import DiagnosticSession, sittings
from tests.places import DATA

NAME = "start-diagnostic"


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def bank(library):
    return load_bank(library)


def wrong_for(kind, question):
    """Return an answer that is taken and earns nothing."""
    right = kind.right(question)
    if question.type == "true-false":
        reasons = [one.id for one in question.body.options if one.id != right["reason"]]
        return {"verdict": not right["verdict"], "reason": reasons[0]}
    if question.type == "place":
        return [-right[0], -right[1]]
    return next(one.id for one in question.body.options if one.id != right)


def sit(session, wanted):
    """Answer each question as `wanted(question)` says: True right, False wrong."""
    replies = []
    for key, seat in session.seats.items():
        answer = seat.kind.right(seat.question)
        if not wanted(seat.question):
            answer = wrong_for(seat.kind, seat.question)
        replies.append(session.answer(key, seat.kind.renamed(answer, seat.keys)))
    return replies


def test_nothing_is_told_before_the_last_answer(bank, tmp_path):
    session = DiagnosticSession(NAME, bank, Journal(tmp_path))
    keys = list(session.seats)
    assert not any("hint" in shown for shown in session.public())
    for key in keys[:-1]:
        seat = session.seats[key]
        reply = session.answer(key, seat.kind.renamed(seat.kind.right(seat.question), seat.keys))
        assert reply.taken and "kept" in reply.text
        state = session.state(seat)
        assert set(state) <= {"tries", "response", "sure", "status", "words", "done"}
        assert state["status"] == "kept" and session.scores() == {}
    seat = session.seats[keys[-1]]
    session.answer(keys[-1], seat.kind.renamed(seat.kind.right(seat.question), seat.keys))
    assert set(session.scores().values()) == {1.0}
    assert all(state["status"] == "right" for state in session.states().values())


def test_there_is_one_try_and_it_counts(bank, tmp_path):
    session = DiagnosticSession(NAME, bank, Journal(tmp_path))
    sit(session, lambda question: False)
    first = session.scores()
    assert set(first.values()) <= {0.0, 0.5} and len(first) == len(session.seats)
    sit(session, lambda question: True)  # tried again: nothing changes
    assert session.scores() == first and len(sittings(Journal(tmp_path).records(), NAME)) == 1
    assert all(state["done"] for state in session.states().values())


def recommended(panel):
    items = re.findall(r"<li>(.*?)</li>", panel.result, re.DOTALL)
    return [re.search(r'href="(\d\d)-', item)[1] for item in items]


def by_lesson(library, bank):
    goals = dict(zip(library.objectives["id"], library.objectives["lesson"], strict=True))
    return {q: goals[bank.question(q).objective][:2] for q in bank.set(NAME).question_ids}


@pytest.mark.parametrize(
    "weak", [[], ["03"], ["02", "07"], ["01", "04", "05"], ["08", "01", "06", "03"]], ids=str
)
def test_learners_with_different_gaps_get_different_advice(weak, library, bank, tmp_path):
    panel = lesson.diagnostic(NAME, library, Journal(tmp_path))
    where = by_lesson(library, bank)
    assert panel.result == ""
    for key, seat in panel.session.seats.items():
        right = where[seat.question.id] not in weak
        answer = seat.kind.right(seat.question) if right else wrong_for(seat.kind, seat.question)
        message = {"kind": "answer", "question": key, "request": key}
        panel.receive(None, message | {"response": seat.kind.renamed(answer, seat.keys)})
    found = recommended(panel)
    assert sorted(found) == sorted(weak)[:3] if len(weak) <= 3 else set(found) <= set(weak)
    assert len(found) == min(3, len(weak))
    if not weak:
        assert "missed nothing" in panel.result
    for name in found:
        entry = next(e for e in library.settings["lessons"] if e["id"].startswith(name))
        assert entry["title"] in panel.result
    if found:
        minutes = sum(e["minutes"] for e in library.settings["lessons"] if e["id"][:2] in found)
        assert f"about {minutes} minutes" in panel.result


def test_the_second_sitting_tells_the_difference(library, bank, tmp_path):
    sit(DiagnosticSession(NAME, bank, Journal(tmp_path)), lambda q: False)
    panel = lesson.diagnostic(NAME, library, Journal(tmp_path), again=True)
    assert panel.result == "" and panel.session.left == len(panel.session.seats)
    sit(panel.session, lambda question: True)
    panel._conclude()
    of = len(panel.session.seats)
    assert f"{of} more than at the beginning (0 then, {of} now)" in panel.result
    # After a restart both results are there again, and no third sitting begins.
    again = lesson.diagnostic(NAME, library, Journal(tmp_path), again=True)
    assert again.result == panel.result
    assert len(sittings(Journal(tmp_path).records(), NAME)) == 2


def test_without_a_first_sitting_the_last_one_is_the_first(library, bank, tmp_path):
    panel = lesson.diagnostic(NAME, library, Journal(tmp_path), again=True)
    sit(panel.session, lambda question: True)
    panel._conclude()
    assert "beginning" not in panel.result and panel.result


def test_it_goes_on_where_it_was_left(library, bank, tmp_path):
    session = DiagnosticSession(NAME, bank, Journal(tmp_path))
    key, seat = next(iter(session.seats.items()))
    session.answer(key, seat.kind.renamed(seat.kind.right(seat.question), seat.keys))
    restarted = DiagnosticSession(NAME, bank, Journal(tmp_path))
    assert restarted.left == len(restarted.seats) - 1
    assert restarted.state(restarted.seats[key])["status"] == "kept"
    assert "verdict" not in json.dumps(restarted.states())
