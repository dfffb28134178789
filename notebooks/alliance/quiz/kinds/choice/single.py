"""Single choice: one of several options is right. The answer is an option id."""

from __future__ import annotations

from typing import Any

from ....texts import say
from ...marking import Mark
from ...model import Question
from .options import ChoiceKind, notes


class Single(ChoiceKind):
    """One of several."""

    name = "single"

    def refusal(self, question: Question, answer: Any) -> str:
        """Nothing chosen, or something that is not offered."""
        if not answer:
            return say("single.none")
        known = isinstance(answer, str) and answer in self.parts(question)
        return "" if known else say("refuse.unknown")

    def mark(self, question: Question, answer: str) -> Mark:
        """Right or not; no part of the credit in between."""
        right = answer in question.body.right
        return Mark(float(right), right, notes(question.body.options, [answer]))

    def right(self, question: Question) -> str:
        """The right option."""
        return question.body.right[0]

    def words(self, question: Question, answer: str) -> str:
        """The text of the option."""
        return question.body.text(answer)


KIND = Single()
