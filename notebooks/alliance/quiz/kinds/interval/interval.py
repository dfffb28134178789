"""Interval: an estimate as a range, low and high. The answer is {"low": text, "high": text}.

A range is good if it holds the true value and is narrow. The rule is a simple form of the interval
score (Gneiting and Raftery 2007, “Strictly Proper Scoring Rules, Prediction, and Estimation”,
Journal of the American Statistical Association 102, section 6.2), which adds to the width of a
range a penalty for a true value outside it:

- right: it holds the value and is at most `widest` wide;
- partly right: it holds the value but is wider; the credit is `widest` / width, as twice the width
  tells half as much;
- wrong: it does not hold the value, however near it comes.
"""

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
from ..number.figures import figure

ENDS = ("low", "high")


@dataclass(frozen=True)
class Estimate:
    """Body: the true value, how wide a right range may be, the unit, feedback."""

    value: Decimal
    widest: Decimal
    unit: str
    feedback: dict[str, str]


class Interval(Kind):
    """A low and a high end, between which the learner expects the value."""

    name = drawing = "interval"
    answer_line = True
    on_page = ("interval.low", "interval.high", "interval.ask")
    needs = (("answer", "answer_from"), "widest", "feedback")
    fields: ClassVar = {
        "answer": number("The true value."),
        "answer_from": rows("The true value from a table.", ("compute",), **COMPUTED),
        "widest": number("How wide a right range may be (high minus low), in the unit."),
        "unit": text("Shown beside the fields."),
        "feedback": words(
            "right", "wide", "low", "high", about="low: the learner's range lies too low."
        ),
    }

    def read(self, form: Form) -> Estimate:
        """Read `answer` or `answer_from`, `widest`, `unit`, `feedback`."""
        value = figure(form)
        widest = form.number("widest", Decimal(0))
        if widest <= 0:
            form.wrong("widest", "no width is given", "write how wide a right range may be")
        feedback = form.words("feedback", ("right", "wide", *ENDS))
        return Estimate(value, widest, form.text("unit"), feedback)

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """The unit and how wide a right range may be."""
        body = question.body
        return {"unit": body.unit, "widest": amount(body.widest, body.unit)}

    def renamed(self, answer: Any, names: dict[str, str]) -> Any:
        """Numbers as they were typed, never keys."""
        return answer

    def refusal(self, question: Question, answer: Any) -> str:
        """Whatever is not two finite numbers, the lower first."""
        if not isinstance(answer, dict):
            return say("refuse.unknown")
        ends = []
        for end in ENDS:
            value, trouble = parse(answer.get(end), question.body.unit)
            if trouble:
                return say("interval.trouble", end=say(f"interval.{end}"), words=trouble)
            ends.append(value)
        return say("interval.crossed") if ends[0] > ends[1] else ""

    def mark(self, question: Question, answer: dict[str, str]) -> Mark:
        """Right, partly or wrong by the rule above; exact, because Decimal does not round."""
        body = question.body
        low, high = _ends(question, answer)
        width = high - low
        word, score = "right", 1.0
        if width > body.widest:
            # Never rounded up to the full score, however little it is too wide.
            word, score = "wide", min(0.99, float(body.widest / width))
        if high < body.value:
            word, score = "low", 0.0
        elif low > body.value:
            word, score = "high", 0.0
        read = say(
            "interval.read", range=self.words(question, answer), width=amount(width, body.unit)
        )
        return Mark(score, word == "right", summary=f"{read} {body.feedback[word]}")

    def right(self, question: Question) -> dict[str, str]:
        """A range as wide as it may be around the true value."""
        body = question.body
        half = body.widest / 2
        ends = (body.value - half, body.value + half)
        return {end: format(value, "f") for end, value in zip(ENDS, ends, strict=True)}

    def words(self, question: Question, answer: dict[str, str]) -> str:
        """Both ends with the unit."""
        low, high = map(shown, _ends(question, answer))
        return say("interval.words", low=low, high=high, unit=question.body.unit).strip()

    def key_words(self, question: Question) -> str:
        """The true value."""
        return amount(question.body.value, question.body.unit)

    def same(self, question: Question, one: Any, other: Any) -> bool:
        """1,000 and 1000 are the same end."""
        return _ends(question, one) == _ends(question, other)


def _ends(question: Question, answer: dict[str, str]) -> tuple[Decimal, Decimal]:
    """Return the low and the high end as numbers."""
    low, high = (parse(answer[end], question.body.unit)[0] for end in ENDS)
    return low, high


KIND = Interval()
