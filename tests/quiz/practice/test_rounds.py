"""Practice as a learner meets it: seeds, rounds, the panel and an earlier day."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from urllib.parse import unquote

import pytest

import alliance
from alliance.journal import Journal
from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz import load_bank, practice, quiz
from alliance.quiz.practice import generate, practised
from alliance.quiz.session import Session
from tests.places import DATA, NOTEBOOKS
from tests.practice_parts import parts
from tests.practice_samples import other


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def bank(library):
    return load_bank(library)


SCRIPT = """
import sys
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.practice import generate
bank = load_bank(open_library(sys.argv[1]))
made = generate(list(bank.templates.values()), bank, "fixed", 30)
print("\\n".join(f"{e.id} {e.question.stem} {e.question.body!r}" for e in made))
"""


def test_a_seed_gives_the_same_questions_in_every_process():
    outs = set()
    for number in ("0", "4242"):
        env = {**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": str(NOTEBOOKS)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(DATA)], env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        outs.add(done.stdout)
    assert len(outs) == 1 and len(outs.pop().splitlines()) == 30


def shown(name, bank, journal, count=5, seed=None):
    return [entry.id for entry in practised(name, count, seed, bank, journal).entries]


def answer_all(name, bank, journal, count=5, only=99):
    made = practised(name, count, None, bank, journal)
    session = Session(made.entries, bank.library, journal, anew=made.anew)
    for key, seat in list(session.seats.items())[:only]:
        if not seat.attempt.tries:
            right = seat.kind.renamed(seat.kind.right(seat.question), seat.keys)
            assert session.answer(key, right).taken
    return [entry.id for entry in made.entries]


def test_a_round_stays_until_it_is_answered_also_after_a_restart(bank, tmp_path):
    journal = Journal(tmp_path)
    first = shown("history", bank, journal)
    assert len(first) == 5 and shown("history", bank, journal) == first
    answer_all("history", bank, journal, only=3)
    restarted = Journal(tmp_path)
    made = practised("history", 5, None, bank, restarted)
    assert [e.id for e in made.entries] == first
    states = Session(made.entries, bank.library, restarted, anew=made.anew).states()
    assert [s.get("status") for s in states.values()] == ["right"] * 3 + [None] * 2
    answer_all("history", bank, restarted)
    second = shown("history", bank, restarted)
    assert not set(second) & set(first)
    # Another number of questions is a round of its own.
    assert shown("history", bank, restarted, count=2) != second[:2]


def test_it_is_never_the_same_twice_in_a_row(bank, tmp_path):
    journal, before, seen = Journal(tmp_path), [], set()
    for _ in range(12):
        now = answer_all("missions", bank, journal)
        assert len(now) == 5 and not set(now) & set(before)
        before = now
        assert not set(now) & seen
        seen |= set(now)


def test_where_rows_are_few_old_questions_come_back_unanswered(tmp_path):
    bank = load_bank(other(tmp_path))
    journal = Journal(tmp_path / "journal")
    rounds = [answer_all("first", bank, journal, count=2) for _ in range(12)]
    assert all(set(one) != set(two) for one, two in pairwise(rounds))
    assert len({name for names in rounds for name in names}) < 24
    made = practised("first", 2, None, bank, journal)
    states = Session(made.entries, bank.library, journal, anew=made.anew).states()
    assert all(not state.get("tries") for state in states.values())


def test_no_round_asks_in_the_same_words_of_two_rows(bank):
    """Several rows can read alike: in a round the learner is asked about one of them."""
    told = {name for name, t in bank.templates.items() if not t.compares and t.type != "match"}
    told = {name for name in told if "{" in bank.templates[name].texts["stem"]}
    asked = 0
    for seed in range(12):
        made = generate([bank.templates[t] for t in sorted(told)], bank, f"alike|{seed}", 12)
        stems = [entry.question.stem for entry in made]
        assert len(set(stems)) == len(stems), stems
        asked += len(stems)
    assert asked > 90
    alone = [t for t in told if bank.templates[t].group == "classify"]
    for seed in range(12):
        for name in alone:
            made = generate([bank.templates[name]], bank, f"alone|{seed}", 8)
            stems = [entry.question.stem for entry in made]
            assert made and len(set(stems)) == len(stems), (name, stems)
            more = generate([bank.templates[name]], bank, f"more|{seed}", 4, (), made)
            assert not {entry.question.stem for entry in more} & set(stems)


def test_two_learners_get_different_questions_and_a_seed_the_same(bank, tmp_path):
    one, two = Journal(tmp_path / "a"), Journal(tmp_path / "b")
    assert shown("history", bank, one) != shown("history", bank, two)
    assert shown("history", bank, one, seed=7) == shown("history", bank, two, seed=7)
    assert shown("history", bank, one, seed=7) != shown("history", bank, one, seed=8)


def test_a_due_question_comes_back_in_the_review(bank, tmp_path):
    journal = Journal(tmp_path)
    names = answer_all("clauses", bank, journal, count=2)
    written = bank.questions[0].id
    journal.append("answer", question=written, answer="x")
    again = {question.id for question in bank.met(journal)}
    assert again == {*names, written}
    journal.append("answer", question="practice-which-first:gone+gone-too", answer="x")
    assert {question.id for question in bank.met(journal)} == again


# --- the panel --------------------------------------------------------------------------------


def test_the_panel_shows_them_and_keeps_the_key(library, bank, tmp_path):
    journal = Journal(tmp_path)
    panel = practice("clauses", 4, library=library, journal=journal)
    assert len(panel.questions) == 4 and "Clauses" in panel.title
    state = json.dumps([panel.questions, panel.states], ensure_ascii=False)
    for entry in panel.session.entries.values():
        assert entry.id not in state and '"correct"' not in state
        for option in parts(entry.question)[0]:
            assert option.feedback not in state
    name = panel.session.entries["q1"].id
    assert quiz(name, library=library, journal=journal).session.entries["q1"].id == name
    assert alliance.practice is practice


def test_unknown_names_and_counts_are_told(library, tmp_path):
    with pytest.raises(AllianceError, match="history"):
        practice("histroy", library=library, journal=Journal(tmp_path))
    for count in (0, 51, "five", True):
        with pytest.raises(AllianceError, match="1 to 50"):
            practice("history", count, library=library, journal=Journal(tmp_path))


def test_an_earlier_day_knows_only_its_rows(library, tmp_path):
    then = library.as_of("1995-12-31")
    bank = load_bank(then)
    made = generate(list(bank.templates.values()), bank, "then", 40)
    assert len(made) == 40
    known = set().union(*(set(frame["id"]) for frame in then.tables.values()))
    for entry in made:
        rows = entry.id.rpartition(":")[2].split("+")
        assert {unquote(row.split("=")[0]) for row in rows} <= known
    nothing = practice(
        "practice-chronology", library=library.as_of("1930"), journal=Journal(tmp_path)
    )
    assert "too few rows" in str(nothing.questions[0]["broken"])
