"""What every room may ask of answers: which there are, and to which questions.

What they mean, attempt by attempt, the quiz says (`quiz.learner.attempts`), which builds on this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from ..pauses import without_pauses
from .records import ANSWER

__all__ = ["Records", "answered", "answers", "once"]

Told = TypeVar("Told")


class Records(list[dict[str, Any]]):
    """Records of a journal in their order, which nobody changes, and what folds have told of them.

    As long as a journal stays as it is, it hands out the same records: so a lesson with twelve
    panels goes through a long journal once, not twelve times.
    """

    def __init__(self, records: Iterable[dict[str, Any]] = ()) -> None:
        """Take records in their order."""
        super().__init__(records)
        self.told: dict[Callable[..., Any], Any] = {}


def once(fold: Callable[[Iterable[dict[str, Any]]], Told]) -> Callable[..., Told]:
    """Let a fold remember with the records of a journal what it told; nobody may change that."""

    @wraps(fold)
    def remembering(records: Iterable[dict[str, Any]]) -> Told:
        if not isinstance(records, Records):
            return fold(records)
        if fold not in records.told:
            with without_pauses():
                records.told[fold] = fold(records)
        return records.told[fold]

    return remembering


@once
def answers(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the records of answers; one that occurs twice counts once."""
    found = []
    seen = set()
    for record in records:
        if record.get("kind") != ANSWER or not isinstance(record.get("question"), str):
            continue
        number = record.get("id")
        if number is None or number not in seen:
            seen.add(number)
            found.append(record)
    return found


@once
def answered(records: Iterable[dict[str, Any]]) -> list[str]:
    """Return the ids of the questions that have an answer, each once, the first answered first."""
    return list(dict.fromkeys(record["question"] for record in answers(records)))
