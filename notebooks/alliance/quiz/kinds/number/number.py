"""Number, with a tolerance or a range. The answer is what the learner wrote, as text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from ....texts import say
from ...marking import Mark
from ...model import Question
from ...numbers import amount, parse, shown
from ...written.fields import COMPUTED, number, rows, text, words
from ...written.form import Form
from ..kind import Kind
from .figures import computed_figure, figure


@dataclass(frozen=True)
class Range:
    """Body: every value from low to high is right, give or take the tolerance."""

    low: Decimal
    high: Decimal
    tolerance: Decimal
    unit: str
    feedback: dict[str, str]


class Number(Kind):
    """A figure to write down."""

    name = "number"
    on_page = ("number.ask",)
    drawing = "number"
    answer_line = True
    needs = (("answer", "answer_from"), "feedback")
    fields: ClassVar = {
        "answer": number("The right number, or the lower end of what is right."),
        "answer_from": rows("The right number from a table.", ("compute",), **COMPUTED),
        "answer_high": number("The upper end, where a range is right."),
        "answer_high_from": rows("The upper end from a table.", ("compute",), **COMPUTED),
        "tolerance": number("How far the number may be off, in the unit; else 0."),
        "unit": text("Shown beside the field."),
        "feedback": words("right", "low", "high", about="low: the learner's number is too low."),
    }

    def read(self, form: Form) -> Range:
        """Read `answer`, `answer_high` (or these with `_from`), `tolerance`, `unit`, `feedback`."""
        low = figure(form)
        high = form.number("answer_high", low)
        if form.has("answer_high_from"):
            computed = computed_figure(form, "answer_high_from")
            high = low if computed is None else computed
        tolerance = form.number("tolerance", Decimal(0))
        if high < low:
            form.wrong("answer_high", f"it is smaller than the answer {low}", "swap the two")
        if tolerance < 0:
            form.wrong("tolerance", "it is negative", "write 0 or more")
        feedback = form.words("feedback", ("right", "low", "high"))
        return Range(low, high, tolerance, form.text("unit"), feedback)

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """The unit."""
        return {"unit": question.body.unit}

    def refusal(self, question: Question, answer: Any) -> str:
        """Whatever is not one finite number."""
        return parse(answer, question.body.unit)[1]

    def mark(self, question: Question, answer: Any) -> Mark:
        """Right within range and tolerance; exact, because Decimal has no rounding error."""
        body = question.body
        value, _ = parse(answer, body.unit)
        word = "right"
        if value < body.low - body.tolerance:
            word = "low"
        elif value > body.high + body.tolerance:
            word = "high"
        right = word == "right"
        # Told only where it was typed in another way, so that a misreading is seen.
        plain = str(answer).strip() in {shown(value), shown(value, grouped=False)}
        read = "" if plain else say("number.read", value=amount(value, body.unit))
        return Mark(float(right), right, summary=f"{read} {body.feedback[word]}".strip())

    def right(self, question: Question) -> str:
        """The lower end of the range."""
        return format(question.body.low, "f")

    def words(self, question: Question, answer: Any) -> str:
        """The number with its unit."""
        value, _ = parse(answer, question.body.unit)
        return amount(value, question.body.unit)

    def key_words(self, question: Question) -> str:
        """The right number; for a range, both ends."""
        body = question.body
        if body.low == body.high:
            return self.words(question, self.right(question))
        low, high = shown(body.low), shown(body.high)
        return say("number.range", low=low, high=high, unit=body.unit).strip()

    def same(self, question: Question, one: Any, other: Any) -> bool:
        """1,000 and 1000 are the same answer."""
        return parse(one, question.body.unit) == parse(other, question.body.unit)


KIND = Number()
