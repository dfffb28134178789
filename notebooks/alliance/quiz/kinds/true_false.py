"""True or false, with the reason. The answer is {"verdict": bool, "reason": option id}."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..form import Form
from ..marking import Mark
from ..model import Option, Question
from ..texts import say
from .choices import notes
from .kind import Kind, labelled


@dataclass(frozen=True)
class Truth:
    """Body: whether the statement holds, the reasons offered, feedback on each verdict."""

    answer: bool
    options: tuple[Option, ...]
    feedback: dict[str, str]


class TrueFalse(Kind):
    """A statement to judge, and the reason that decides it."""

    name = "true-false"
    drawing = "true_false"

    def read(self, form: Form) -> Truth:
        """Read `answer`, `reasons` and `feedback`."""
        return Truth(
            bool(form.flag("answer")),
            form.options("reasons", "one"),
            form.words("feedback", ("true", "false")),
        )

    def parts(self, question: Question) -> list[str]:
        """Ids of the reasons."""
        return [option.id for option in question.body.options]

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """The reasons as labels."""
        return {"options": list(labelled(question.body.options, keys, html))}

    def refusal(self, question: Question, answer: Any) -> str:
        """Half an answer is none."""
        if not isinstance(answer, dict) or not isinstance(answer.get("verdict"), bool):
            return say("truth.verdict_none")
        if not answer.get("reason"):
            return say("truth.reason_none")
        known = isinstance(answer["reason"], str) and answer["reason"] in self.parts(question)
        return "" if known else say("refuse.unknown")

    def mark(self, question: Question, answer: dict[str, Any]) -> Mark:
        """Half the credit for the verdict, the other half for the reason that goes with it."""
        body = question.body
        verdict = answer["verdict"] == body.answer
        reason = any(o.correct and o.id == answer["reason"] for o in body.options)
        summary = body.feedback[str(answer["verdict"]).lower()]
        if verdict and not reason:
            summary += "\n\n" + say("truth.half")
        score = 0.5 * verdict + 0.5 * (verdict and reason)
        return Mark(score, verdict and reason, notes(body.options, [answer["reason"]]), summary)

    def right(self, question: Question) -> dict[str, Any]:
        """The verdict and the reason that makes it so."""
        reason = next(option.id for option in question.body.options if option.correct)
        return {"verdict": question.body.answer, "reason": reason}

    def words(self, question: Question, answer: dict[str, Any]) -> str:
        """“false, because …”."""
        verdict = say("truth.true" if answer["verdict"] else "truth.false")
        reason = next(o.text for o in question.body.options if o.id == answer["reason"])
        return say("truth.words", verdict=verdict, reason=reason)


KIND = TrueFalse()
