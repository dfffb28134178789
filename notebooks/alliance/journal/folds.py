"""What every room may ask of answers: which there are, and to which questions.

What they mean, attempt by attempt, the quiz says (`quiz.learner.attempts`), which builds on this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from ..pauses import without_pauses
from .records import ANSWER, IMPORT, LEARNER, RESET

__all__ = [
    "Records",
    "answered",
    "answers",
    "each_once",
    "is_answer",
    "learners",
    "once",
    "resets",
    "without_moves",
]

Told = TypeVar("Told")


class Records(list[dict[str, Any]]):
    """Records of a journal in their order, which nobody changes, and what folds have told of them.

    As long as a journal stays as it is, it hands out the same records: so a lesson with twelve
    panels goes through a long journal once, not twelve times. When a record is added at the end,
    folds go on from what they told before.

    Attributes:
        told: what each fold has told of them.
        before: what each fold told of the first so many of them.
    """

    def __init__(self, records: Iterable[dict[str, Any]] = ()) -> None:
        """Take records in their order."""
        super().__init__(records)
        self.told: dict[Callable[..., Any], Any] = {}
        self.before: dict[Callable[..., Any], tuple[Any, int]] = {}

    def and_more(self, added: Iterable[dict[str, Any]]) -> Records:
        """Return these records with others after them."""
        found = Records(self)
        found.extend(added)
        told = {fold: (what, len(self)) for fold, what in self.told.items()}
        found.before = {**self.before, **told}
        return found


def once(fold: Callable[..., Told]) -> Callable[[Iterable[dict[str, Any]]], Told]:
    """Let a fold remember with the records of a journal what it told; nobody may change that.

    Args:
        fold: is given records, what it told of those before them (None if there are none before)
            and how many those are; tells what all of them mean. What it told before it must leave
            as it was: others hold it.
    """

    @wraps(fold)
    def remembering(records: Iterable[dict[str, Any]]) -> Told:
        if not isinstance(records, Records):
            return fold(records, None, 0)
        if fold not in records.told:
            known, count = records.before.pop(fold, (None, 0))
            with without_pauses():
                records.told[fold] = fold(records[count:] if count else records, known, count)
        return records.told[fold]

    return remembering


def each_once(records: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Return records, of those that occur twice the first; a journal hands out each once anyway."""
    if isinstance(records, Records):
        return records
    found: dict[Any, dict[str, Any]] = {}
    for place, record in enumerate(records):
        found.setdefault(record.get("id", place), record)
    return found.values()


@once
def answers(
    records: Iterable[dict[str, Any]], known: list[dict[str, Any]] | None, _: int
) -> list[dict[str, Any]]:
    """Return the records of answers; one that occurs twice counts once."""
    found = [
        record
        for record in each_once(records)
        if record.get("kind") == ANSWER and isinstance(record.get("question"), str)
    ]
    return [*known, *found] if known else found


@once
def answered(records: Iterable[dict[str, Any]], known: list[str] | None, _: int) -> list[str]:
    """Return the ids of the questions that have an answer, each once, the first answered first."""
    new = (record["question"] for record in answers(records))
    return list(dict.fromkeys([*(known or ()), *new]))


def is_answer(record: dict[str, Any]) -> bool:
    """Whether a record is an answer to a question."""
    return record["kind"] == ANSWER


def learners(records: Iterable[dict[str, Any]]) -> list[str]:
    """Return the random names of those who began a journal, in the order of their records."""
    return [record["learner"] for record in records if record["kind"] == LEARNER]


def resets(records: Iterable[dict[str, Any]]) -> int:
    """Return how often somebody started again."""
    return sum(record["kind"] == RESET for record in records)


def without_moves(records: Iterable[dict[str, Any]]) -> Records:
    """Return records without those of starting again and of reading in a file."""
    return Records(record for record in records if record["kind"] not in (RESET, IMPORT))
