"""True or false, with the reason. The answer is {"verdict": bool, "reason": option id}."""

from __future__ import annotations

from typing import Any, ClassVar

from ....texts import say
from ...model import Question
from ...written.fields import flag, options, words
from ...written.form import Form
from .verdict import Judgement, Verdict


class TrueFalse(Judgement):
    """A statement that holds or does not."""

    name = "true-false"
    texts_of = "truth"
    needs = ("answer", "reasons", "feedback")
    fields: ClassVar = {
        "answer": flag("Whether the statement of the stem holds."),
        "reasons": options("Reasons, exactly one of them correct: the one that makes it so."),
        "feedback": words("true", "false", about="Markdown on the verdict chosen."),
    }

    def read(self, form: Form) -> Verdict:
        """Read `answer`, `reasons` and `feedback`."""
        return Verdict(
            bool(form.flag("answer")),
            form.options("reasons", "one"),
            {True: say("truth.true"), False: say("truth.false")},
            form.words("feedback", ("true", "false")),
        )

    def feedback_on(self, question: Question, verdict: Any, reason: bool) -> str:
        """The text for true or for false, which leads on to the reason; so not once it is found."""
        return "" if reason else question.body.feedback[str(verdict).lower()]


KIND = TrueFalse()
