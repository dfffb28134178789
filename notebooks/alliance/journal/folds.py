"""What every room may ask of answers: which there are, and to which questions.

What they mean, attempt by attempt, the quiz says (`quiz.learner.attempts`), which builds on this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .records import ANSWER

__all__ = ["answered", "answers"]


def answers(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the records of answers; one that occurs twice counts once."""
    seen = set()
    for record in records:
        if record.get("kind") != ANSWER or not isinstance(record.get("question"), str):
            continue
        number = record.get("id")
        if number is None or number not in seen:
            seen.add(number)
            yield record


def answered(records: Iterable[dict[str, Any]]) -> list[str]:
    """Return the ids of the questions that have an answer, each once, the first answered first."""
    return list(dict.fromkeys(record["question"] for record in answers(records)))
