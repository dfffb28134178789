"""Reflect: a short text, kept and never marked; a model answer is shown once it is written.

The answer is the text. Score and correctness are None: it counts as answered, never as right or
wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ....texts import say
from ...marking import Mark
from ...model import Question
from ...written.fields import number, text
from ...written.form import Form
from ..kind import Kind

LONGEST = 20_000


@dataclass(frozen=True)
class Thought:
    """Body: the model answer, and how many characters are wanted at least."""

    model: str
    least: int


class Reflect(Kind):
    """A text in the learner's own words."""

    name = drawing = "reflect"
    marked = False
    on_page = ("reflect.ask", "reflect.least", "reflect.keep", "reflect.change")
    needs = ("model",)
    fields: ClassVar = {
        "model": text("Markdown: a model answer, shown beside what the learner wrote."),
        "least": number("How many characters are wanted at least."),
    }

    def read(self, form: Form) -> Thought:
        """Read `model` and `least`."""
        model = form.text("model", required=True)
        least = form.number("least") or 0
        if not 0 <= least <= LONGEST or least != int(least):
            form.wrong("least", f"“{least}” is no length", f"write a number from 0 to {LONGEST}")
            least = 0
        return Thought(model, int(least))

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """How much is wanted."""
        return {"least": question.body.least}

    def renamed(self, answer: Any, names: dict[str, str]) -> Any:
        """The learner's own words, never a key."""
        return answer

    def refusal(self, question: Question, answer: Any) -> str:
        """Nothing, too little or far too much."""
        if not isinstance(answer, str) or not answer.strip():
            return say("reflect.blank")
        length = len(answer.strip())
        if length < question.body.least:
            return say("reflect.short", n=question.body.least - length)
        return say("reflect.long", n=f"{LONGEST:,}") if len(answer) > LONGEST else ""

    def mark(self, question: Question, answer: str) -> Mark:
        """No mark; the model answer beside what was written."""
        model = say("reflect.model", words=question.body.model)
        return Mark(None, None, closing=f"{model}\n\n{say('reflect.revise')}")

    def right(self, question: Question) -> str:
        """No answer is the right one; the model stands in for it."""
        return question.body.model

    def shown_right(self, question: Question, keys: dict[str, str]) -> Any:
        """Nothing to draw."""
        return None

    def words(self, question: Question, answer: str) -> str:
        """What was written."""
        return answer


KIND = Reflect()
