"""What marking gives back, and the two rules for partial credit. Pure: no widget, no file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

__all__ = ["Mark", "Note", "choice_score", "pairs_in_order"]


@dataclass(frozen=True)
class Note:
    """Feedback on one option.

    Attributes:
        text: Markdown.
        verdict: "right" (chosen and right), "wrong" (chosen and not right), "missed" (right but
            not chosen) or "" (neither chosen nor right).
        chosen: the learner chose it; before the last try only such notes are shown, because the
            others would tell the answer.
        closing: Markdown added to the text when the question is over; it may tell the answer.
    """

    text: str
    verdict: str = ""
    chosen: bool = True
    closing: str = ""


@dataclass(frozen=True)
class Mark:
    """How an answer was marked.

    Attributes:
        score: 0 to 1; None if this type is never marked.
        correct: the whole answer is right; None if this type is never marked.
        notes: feedback by option id.
        summary: Markdown on the answer as a whole; it must not tell the answer.
        closing: Markdown shown only when the question is over.
        extra: what else the drawing needs to show the answer, as JSON; never the key.
        near: what is said instead of “partly right”, where a type has better words.
    """

    score: float | None
    correct: bool | None
    notes: dict[str, Note] = field(default_factory=dict)
    summary: str = ""
    closing: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    near: str = ""


def choice_score(chosen: Collection[str], right: Collection[str], offered: int) -> float:
    """Share of the right options chosen, minus share of the wrong options chosen, at least 0.

    Choosing everything is therefore worth nothing, and so is, on average, guessing.
    """
    hits = len(set(chosen) & set(right))
    misses = len(set(chosen) - set(right))
    wrong = offered - len(set(right))
    return max(0.0, hits / len(set(right)) - (misses / wrong if wrong else 0.0))


def pairs_in_order(given: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """Return how many of all pairs of items stand in the right order, and how many pairs there are.

    Kendall's rank correlation (Kendall 1938, Biometrika 30) is 2·right/all − 1.
    """
    place = {item: k for k, item in enumerate(right)}
    pairs = list(combinations(given, 2))
    return sum(place[a] < place[b] for a, b in pairs), len(pairs)
