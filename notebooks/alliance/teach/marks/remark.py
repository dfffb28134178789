"""Marks again from the answers: no score that stands in a file is ever believed.

Each answer is marked by the question as it stands in the bank now. What cannot be marked again is
said, never guessed: an answer to a question that is gone or has another form now; and the value of
a code cell, of which a journal keeps a short text, where that text does not tell the value.
"""

from __future__ import annotations

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...journal.folds import Records, answers
from ...journal.lines import micros
from ...quiz.kinds import kinds
from ...quiz.learner.attempts import TRIES, Attempt, histories
from ...quiz.marking import Mark
from ...quiz.model import Question, plain
from .files import Finding
from .gather import Learner

__all__ = ["Answer", "Marked", "Marker", "remark", "same"]

CLOSE = 1e-6  # scores that differ by less are the same
LONGEST = 30_000  # characters of an answer that a cell of a table can hold
CODE_TEXT = 200  # a code cell's value is kept in so many characters at most


@dataclass(frozen=True)
class Judged:
    """An answer held against its question.

    Attributes:
        mark: None if it cannot be marked again.
        words: the answer in words.
        why: why it cannot be marked.
    """

    mark: Mark | None
    words: str
    why: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer of a learner, marked again.

    Attributes:
        question: None if the bank has none of that id.
        name: id of the question.
        attempt, tried: number of the attempt and of the try in it; both begin with 1.
        score: 0 to 1; None if never marked, or not to be marked again.
        stated: the score in the file; None if there is none.
        hint: was opened before.
        sure: 1 to 3, None if not said.
        at: ISO 8601, what the learner's clock said.
        seconds: since the record before in the same sitting; None after a break of half an hour.
        late: after the end of the time for it.
        words: the answer in words.
        why: why it has no score.
        option: what was chosen, for counting; see `items`.
    """

    question: Question | None
    name: str
    attempt: int
    tried: int
    score: float | None
    stated: float | None
    hint: bool
    sure: int | None
    at: str
    seconds: float | None
    late: bool
    words: str
    why: str = ""
    given: Any = None
    mark: Mark | None = None


@dataclass
class Marked:
    """A learner with all answers, marked again.

    Attributes:
        learner: as gathered.
        answers: in the order given.
        attempts: attempts at each question, the oldest first, told from the new marks.
        tries: how many tries of an attempt count.
    """

    learner: Learner
    answers: list[Answer]
    attempts: dict[str, list[Attempt]]
    tries: int = TRIES
    records: Records = field(default_factory=Records)

    @property
    def name(self) -> str:
        """Name of the learner."""
        return self.learner.name

    def score(self, name: str, rule: str = "attempt") -> float | None:
        """Return what a question earned, None without an answer that can be marked.

        Args:
            name: id of the question.
            rule: “attempt”: at the end of the first attempt, before the key was shown; “first”: at
                the very first try; “last”: at the newest.
        """
        past = self.attempts.get(name)
        if not past:
            return None
        tries = (past[-1] if rule == "last" else past[0]).tries[
            : 1 if rule == "first" else self.tries
        ]
        return float(tries[-1]["score"])


class Marker:
    """Marks answers by a bank; the same answer to the same question is marked once."""

    def __init__(self, bank: Any) -> None:
        """Take a bank of questions."""
        self.bank = bank
        self.tries = int(bank.library.setting("tries", TRIES))
        self.questions: dict[str, Question | None] = {q.id: q for q in bank.questions}
        self._judged: dict[tuple[str, str], Judged] = {}

    def question(self, name: str) -> Question | None:
        """Return a question, also one that practice makes from the data; None if there is none."""
        if name not in self.questions:
            from ...quiz.practice import entry_of  # here: few classes hand in practice

            entry = entry_of(name, self.bank) if ":" in name else None
            self.questions[name] = entry.question if entry else None
        return self.questions[name]

    def judged(self, name: str, answer: Any) -> Judged:
        """Mark an answer."""
        key = (name, json.dumps(answer, sort_keys=True))
        if key not in self._judged:
            self._judged[key] = self._judge(self.question(name), answer)
        return self._judged[key]

    def _judge(self, question: Question | None, answer: Any) -> Judged:
        raw = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        if question is None:
            return Judged(None, raw[:LONGEST], "the bank has no such question")
        kind = kinds()[question.type]
        if kind.in_cell:
            return _of_cell(question, kind, answer)
        if kind.refusal(question, answer):
            return Judged(None, raw[:LONGEST], "it does not fit the question as it is now")
        mark = kind.mark(question, answer)
        why = "" if kind.marked else "it is never marked"
        return Judged(mark, plain(kind.words(question, answer))[:LONGEST], why)


def _of_cell(question: Question, kind: Any, answer: Any) -> Judged:
    """Mark the value of a code cell, as far as the text that the journal has of it tells it."""
    text = answer if isinstance(answer, str) else str(answer)
    unsure = "the journal has too short a text of this value to mark it again"
    if not isinstance(answer, str) or len(text) > CODE_TEXT or text.endswith("…"):
        return Judged(None, text[:CODE_TEXT], unsure)
    try:
        value = ast.literal_eval(text)  # reads numbers, texts, lists and mappings; runs nothing
        if kind.refusal(question, value):
            return Judged(None, text, unsure)
        mark = kind.mark(question, value)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return Judged(None, text, unsure)
    return Judged(mark, text)


def remark(
    learners: list[Learner],
    bank: Any,
    until: int | None = None,
    tell: Callable[[str, int, int], None] | None = None,
) -> tuple[list[Marked], list[Finding]]:
    """Return all learners with their answers marked again, and what there is to say of it.

    Args:
        learners: as gathered.
        bank: the questions.
        until: answers after this time (microseconds since 1970) are late and earn nothing.
        tell: hears how far it is.
    """
    marker = Marker(bank)
    marked = []
    for n, learner in enumerate(learners, 1):
        marked.append(_learner(learner, marker, until))
        if tell:
            tell("mark", n, len(learners))
    return marked, [*_disagreeing(marked), *_unmarked(marked), *_late(marked)]


def _learner(learner: Learner, marker: Marker, until: int | None) -> Marked:
    """Mark the answers of one learner."""
    every = answers(learner.records)
    judged = {record["id"]: marker.judged(record["question"], record["answer"]) for record in every}
    late = {r["id"] for r in every if until is not None and (micros(r["at"]) or 0) > until}
    fresh = [_marked(r, judged[r["id"]]) for r in every if r["id"] not in late]
    folded = Records(record for record in fresh if record is not None)
    past = histories(folded)
    place = {
        record["id"]: (k, n, attempt.hint)
        for attempts in past.values()
        for k, attempt in enumerate(attempts, 1)
        for n, record in enumerate(attempt.tries, 1)
    }
    waits = _seconds(learner.records)
    found = []
    for record in every:
        one = judged[record["id"]]
        where = place.get(record["id"], (1, record.get("attempt") or 1, bool(record.get("hint"))))
        found.append(
            Answer(
                marker.question(record["question"]), record["question"], *where[:2],
                None if one.mark is None else one.mark.score,
                record.get("score"), where[2], record.get("confidence"),
                record["at"], waits.get(record["id"]), record["id"] in late,
                one.words, one.why, record["answer"], one.mark,
            )
        )  # fmt: skip
    return Marked(learner, found, past, marker.tries, folded)


def _marked(record: dict[str, Any], one: Judged) -> dict[str, Any] | None:
    """Return a record with its new mark in the place of the stated one; None without a mark."""
    if one.mark is None or one.mark.score is None:
        return None
    return record | {"score": one.mark.score, "correct": one.mark.correct}


def _seconds(records: Records) -> dict[str, float]:
    """Return for each record the seconds since the one before it in the same sitting.

    That is how long a learner took, or less, since several questions may be read at once. After
    half an hour without a record the learner was elsewhere.
    """
    found, last = {}, {}
    for record in records:
        writer = record["id"].rpartition("-")[0]
        now = micros(record["at"]) or 0
        if writer in last and 0 <= now - last[writer] <= 1_800_000_000:
            found[record["id"]] = round((now - last[writer]) / 1e6, 1)
        last[writer] = now
    return found


# --- what disagrees -------------------------------------------------------------------------------


def _disagreeing(marked: list[Marked]) -> list[Finding]:
    """Return findings where the score in a file is another than the answer earns.

    Where everybody who gave an answer has the same other score, and there are several of them, the
    question was changed since; else somebody changed the file.
    """
    stated: dict[tuple[str, str], Counter[float | None]] = defaultdict(Counter)
    wrong: dict[tuple[str, str], list[tuple[Marked, Answer]]] = defaultdict(list)
    for one in marked:
        for answer in one.answers:
            if answer.mark is None or (answer.question and kinds()[answer.question.type].in_cell):
                continue
            key = (answer.name, json.dumps(answer.given, sort_keys=True))
            stated[key][answer.stated] += 1
            if not same(answer.stated, answer.score):
                wrong[key].append((one, answer))
    found, by_learner = [], defaultdict(list)
    for (name, given), cases in wrong.items():
        others = stated[name, given]
        if len({id(one) for one, _ in cases}) > 1 and len(others) == 1:
            n = len(cases)
            found.append(Finding("", f"{name}: {n} like answers were marked otherwise at the time "
                                 "(the question has changed since); the new marks count.",
                                 grave=False))  # fmt: skip
            continue
        for one, answer in cases:
            by_learner[one.name].append(answer)
    for learner, cases in by_learner.items():
        shown = ", ".join(f"{a.name} says {_number(a.stated)}, earns {_number(a.score)}"
                          for a in cases[:4])  # fmt: skip
        more = f" and {len(cases) - 4} more" if len(cases) > 4 else ""
        words = f"the file states other scores than the answers earn: {shown}{more}."
        found.append(Finding("", words, learner))
    return found


def same(one: float | None, other: float | None) -> bool:
    """Tell whether two scores are the same."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < CLOSE


def _number(score: float | None) -> str:
    return "nothing" if score is None else f"{score:.3g}"


def _unmarked(marked: list[Marked]) -> list[Finding]:
    """Return one finding a question whose answers have no mark, with how many there are."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in marked:
        counts.update((a.name, a.why) for a in one.answers if a.why and a.score is None)
    return [
        Finding("", f"{name}: {n} answers are not marked again: {why}.", grave=False)
        for (name, why), n in sorted(counts.items())
        if why != "it is never marked"
    ]


def _late(marked: list[Marked]) -> list[Finding]:
    """Return one finding a learner with late answers."""
    late = {one.name: sum(answer.late for answer in one.answers) for one in marked}
    return [
        Finding("", f"{n} answers were given after the end of the time; they earn nothing.", name)
        for name, n in late.items()
        if n
    ]
