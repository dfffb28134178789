"""A journal that is read again goes on from what it knew, and tells what a new reader would."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta

import pytest

import alliance.journal.journal as module
from alliance.journal import Journal, files
from alliance.journal.files import merged
from alliance.journal.folds import answered, answers
from alliance.quiz.learner.attempts import attempts_by_question, histories
from alliance.quiz.learner.spacing import plans

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTIONS = [f"q{k}" for k in range(4)]


def told(journal):
    learner = journal.learner  # writes a record if there is none
    records = journal.records()
    return {
        "learner": learner,
        "order": [record["id"] for record in records],
        "kinds": {kind: journal.records(kind) for kind in ("answer", "hint", "tree")},
        "several": journal.records("answer", "hint"),
        "answers": answers(records),
        "answered": answered(records),
        "attempts": dict(attempts_by_question(records)),
        "histories": dict(histories(records)),
        "plans": plans(records, QUESTIONS, NOW + timedelta(days=9)),
        "warnings": journal.warnings,
    }


def step(chance, journals, folder):
    """Do one thing that learners and their computers do; most are answers."""
    journal, what = chance.choice(journals), chance.random()
    name = chance.choice(QUESTIONS)
    if what < 0.6:
        right = chance.random() < 0.5
        given = {"answer": chance.random(), "score": float(right), "correct": right}
        journal.append("answer", question=name, attempt=chance.choice([1, 1, 2]), **given)
    elif what < 0.75:
        journal.append("hint", question=name)
    elif what < 0.8:
        journal.reset()
    elif what < 0.85:
        text = journal.export()
        journal.reset()
        journal.read_export(text)
    elif what < 0.88:
        journals.append(Journal(folder))
    elif what < 0.94:  # a computer that saw nothing of this one, and whose clock is late
        other = Journal(folder / "elsewhere")
        other.append("answer", question=name, answer=1, attempt=1, score=1.0, correct=True)
        shutil.copy(other.file, folder)
    else:
        with open(journal.file, "ab") as file:  # a crash leaves half a line
            file.write(b'\n{"id": "half')


@pytest.mark.parametrize("seed", range(10))
def test_who_goes_on_tells_what_a_new_reader_tells(tmp_path, monkeypatch, seed):
    chance = random.Random(seed)
    reader, journals = Journal(tmp_path), [Journal(tmp_path)]
    clock = NOW

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return clock

    monkeypatch.setattr(module, "datetime", Clock)
    before = {}
    for _ in range(20):
        clock += timedelta(minutes=chance.choice([1, 60, -90, 60 * 24]))
        step(chance, journals, tmp_path)
        held, copy = before.get("attempts", {}), dict(before.get("copies", {}))
        now = told(reader)
        assert now == told(Journal(tmp_path))
        # What was handed out before stays as it was.
        assert {name: list(one.tries) for name, one in held.items()} == copy
        before = now | {"copies": {n: list(one.tries) for n, one in now["attempts"].items()}}


def test_an_answer_added_at_the_end_is_not_merged_with_all_that_was_there(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    for k in range(5):
        journal.append("answer", question=f"q{k}", answer=k)
    assert len(journal.records()) == 5
    seen = []

    def counted(some):
        seen.append(sum(map(len, some)))
        return merged(some)

    monkeypatch.setattr(files, "merged", counted)
    journal.append("answer", question="q9", answer=1)
    assert len(journal.records()) == 6 and seen == [1]
