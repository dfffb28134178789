"""Multiple choice: one or more options are right. The answer is a list of option ids."""

from __future__ import annotations

from typing import Any

from ....texts import say
from ...marking import Mark, choice_score
from ...model import Question
from .options import ChoiceKind, notes


class Multiple(ChoiceKind):
    """Any number of several."""

    name = "multiple"
    on_page = ("multiple.ask",)
    right_ones = "some"

    def refusal(self, question: Question, answer: Any) -> str:
        """Nothing chosen, or something that is not offered, or twice the same."""
        if not answer:
            return say("multiple.none")
        if not isinstance(answer, list) or not all(isinstance(name, str) for name in answer):
            return say("refuse.unknown")
        known = set(answer) <= set(self.parts(question)) and len(set(answer)) == len(answer)
        return "" if known else say("refuse.unknown")

    def mark(self, question: Question, answer: list[str]) -> Mark:
        """Partial credit by `choice_score`; the summary says how many, not which, are missing."""
        right = set(question.body.right)
        hits = len(right & set(answer))
        correct = set(answer) == right
        summary = say("multiple.some", right=hits, chosen=len(answer))
        if hits < len(right):
            summary += " " + say("multiple.missing")
        score = choice_score(answer, right, len(question.body.options))
        shown = notes(question.body.options, answer)
        return Mark(score, correct, shown, "" if correct else summary)

    def right(self, question: Question) -> list[str]:
        """All right options."""
        return question.body.right

    def words(self, question: Question, answer: list[str]) -> str:
        """The texts of the options."""
        return "; ".join(question.body.text(name) for name in answer)

    def same(self, question: Question, one: Any, other: Any) -> bool:
        """The order of ticking does not matter."""
        return isinstance(one, list) and isinstance(other, list) and set(one) == set(other)


KIND = Multiple()
