"""What true-false and judge have in common: a verdict, and what decides it. Not a type by itself.

The answer is {"verdict": a word or true/false, "reason": option id}.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ....texts import say
from ...marking import Mark
from ...model import Option, Question
from ..choice.options import notes
from ..kind import Kind, labelled, swap

__all__ = ["Judgement", "Verdict"]


@dataclass(frozen=True)
class Verdict:
    """Body: the right verdict, the reasons offered, the verdicts with their words, feedback."""

    answer: bool | str
    options: tuple[Option, ...]
    verdicts: dict[bool | str, str]
    feedback: dict[str, str]


class Judgement(Kind):
    """A statement to judge, and the reason that decides it."""

    drawing = "judgement"
    texts_of = ""  # beginning of the keys of the texts

    def feedback_on(self, question: Question, verdict: Any, reason: bool) -> str:
        """Return the feedback on a verdict, given whether the reason for it is right."""
        raise NotImplementedError

    def parts(self, question: Question) -> list[str]:
        """Ids of the reasons."""
        return [option.id for option in question.body.options]

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """The reasons as labels, the verdicts in their order, and the two questions asked."""
        body = question.body
        return {
            "options": list(labelled(body.options, keys, html)),
            "verdicts": [[value, html(word)] for value, word in body.verdicts.items()],
            "asks": [say(f"{self.texts_of}.ask"), say(f"{self.texts_of}.because")],
        }

    def renamed(self, answer: Any, names: dict[str, str]) -> Any:
        """Only the reason has a key: a verdict is the same word on the page."""
        if not isinstance(answer, dict):
            return answer
        return answer | {"reason": swap(answer.get("reason"), names)}

    def refusal(self, question: Question, answer: Any) -> str:
        """Half an answer is none."""
        verdict = answer.get("verdict") if isinstance(answer, dict) else None
        if not _among(verdict, question.body.verdicts):
            return say(f"{self.texts_of}.verdict_none")
        if not answer.get("reason"):
            return say(f"{self.texts_of}.reason_none")
        known = _among(answer["reason"], self.parts(question))
        return "" if known else say("refuse.unknown")

    def mark(self, question: Question, answer: dict[str, Any]) -> Mark:
        """Half the credit for the verdict, the other half for the reason that goes with it."""
        body = question.body
        verdict = answer["verdict"] == body.answer
        reason = any(o.correct and o.id == answer["reason"] for o in body.options)
        summary = self.feedback_on(question, answer["verdict"], verdict and reason)
        if verdict and not reason:
            summary += "\n\n" + say(f"{self.texts_of}.half")
        score = 0.5 * verdict + 0.5 * (verdict and reason)
        return Mark(score, verdict and reason, notes(body.options, [answer["reason"]]), summary)

    def right(self, question: Question) -> dict[str, Any]:
        """The verdict and the reason that makes it so."""
        reason = next(option.id for option in question.body.options if option.correct)
        return {"verdict": question.body.answer, "reason": reason}

    def words(self, question: Question, answer: dict[str, Any]) -> str:
        """“false, because …”."""
        body = question.body
        reason = next(o.text for o in body.options if o.id == answer["reason"])
        verdict = body.verdicts[answer["verdict"]]
        return say(f"{self.texts_of}.words", verdict=verdict, reason=reason)


def _among(value: Any, known: Collection[Any]) -> bool:
    """Tell whether a value is one of these and of their type: 1 is not true."""
    return any(type(value) is type(one) and value == one for one in known)
