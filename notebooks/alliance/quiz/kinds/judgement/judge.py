"""Judge a claim: a verdict, then the evidence that decides it.

The answer is {"verdict": word, "reason": option id}.
"""

from __future__ import annotations

from typing import Any, ClassVar

from ....problems import did_you_mean
from ....texts import say
from ...model import Question
from ...written.fields import listed, options, text, words
from ...written.form import Form
from .verdict import Judgement, Verdict

VERDICTS = ("supported", "partly", "disputed", "wrong", "overtaken", "unverifiable")


class Judge(Judgement):
    """A claim to be held against evidence."""

    name = "judge"
    texts_of = "judge"
    needs = ("answer", "evidence", "feedback")
    fields: ClassVar = {
        "verdicts": listed(text(), f"Words to choose from; else {', '.join(VERDICTS)}.", least=2),
        "answer": text("The right verdict, as among the verdicts."),
        "evidence": options("Evidence, exactly one of it correct: what decides the verdict."),
        "feedback": words("right", "wrong", about="Markdown on a right and on a wrong verdict."),
    }

    def read(self, form: Form) -> Verdict:
        """Read `verdicts`, `answer`, `evidence` and `feedback`."""
        verdicts = {word: say(f"judge.{word}") for word in VERDICTS}
        if form.has("verdicts"):
            verdicts = {word: word for word in form.texts("verdicts", least=2)}
        answer = form.text("answer", required=True)
        if answer and answer not in verdicts:
            message = f"“{answer}” is none of the verdicts"
            form.wrong("answer", message, did_you_mean(answer, verdicts).rstrip("?"))
        feedback = form.words("feedback", ("right", "wrong"))
        return Verdict(answer, form.options("evidence", "one"), verdicts, feedback)

    def feedback_on(self, question: Question, verdict: Any, reason: bool) -> str:
        """The text for a right or for a wrong verdict."""
        body = question.body
        return body.feedback["right" if verdict == body.answer else "wrong"]


KIND = Judge()
