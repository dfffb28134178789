"""Grade a source and a piece of information with the Admiralty code (AJP-2.1).

Reliability of the source A to E, or F where it cannot be judged; credibility of the information
1 to 5, or 6. The answer is {"reliability": "B", "credibility": "2"}.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ....texts import say
from ...marking import Mark
from ...model import Question
from ...written.fields import Schema, words
from ...written.form import Form
from ..kind import Kind

SCALES = {"reliability": "ABCDEF", "credibility": "123456"}
# Each scale is worth half of the score; this much of it is earned by each verdict.
SHARES = {"right": 1.0, "partly": 0.5, "wrong": 0.0}
ANSWER: Schema = {
    "description": "The model answer, for example B2: reliability A–F, credibility 1–6.",
    "type": "string",
    "pattern": "^[A-F][1-6]$",
}


@dataclass(frozen=True)
class Grades:
    """Body: the model answer by scale, and its reason by scale."""

    answer: dict[str, str]
    feedback: dict[str, str]


def verdict(scale: str, given: str, answer: str) -> str:
    """Return right, partly (one step off) or wrong.

    The last step of a scale means “cannot be judged”: it is next to none of the others.
    """
    if given == answer:
        return "right"
    steps = SCALES[scale][:-1]
    near = {given, answer} <= set(steps) and abs(steps.index(given) - steps.index(answer)) == 1
    return "partly" if near else "wrong"


class Grade(Kind):
    """Two scales, side by side; the learner's grades are held against a model answer."""

    name = drawing = "grade"
    on_page = ("grade.ask_", "grade.step_", "verdict.partly")
    needs = ("answer", "feedback")
    fields: ClassVar = {
        "answer": ANSWER,
        "feedback": words(*SCALES, about="Markdown: why the model answer is this step."),
    }

    def read(self, form: Form) -> Grades:
        """Read `answer` (B2) and `feedback`."""
        answer = form.text("answer", required=True)
        steps = list(SCALES.values())
        if answer and not (len(answer) == 2 and answer[0] in steps[0] and answer[1] in steps[1]):
            message = f"“{answer}” is no grade"
            form.wrong("answer", message, "write a letter A–F and a digit 1–6, as in `answer: B2`")
            answer = ""
        feedback = form.words("feedback", tuple(SCALES))
        return Grades(dict(zip(SCALES, answer, strict=False)), feedback)

    def refusal(self, question: Question, answer: Any) -> str:
        """Both scales are wanted."""
        for scale, steps in SCALES.items():
            given = answer.get(scale) if isinstance(answer, dict) else None
            if not isinstance(given, str) or len(given) != 1 or given not in steps:
                return say(f"grade.none_{scale}")
        return ""

    def mark(self, question: Question, answer: dict[str, str]) -> Mark:
        """Half the score for each scale; one step off gives half of that."""
        body = question.body
        found = {scale: verdict(scale, answer[scale], body.answer[scale]) for scale in SCALES}
        said = [say(f"grade.{word}", scale=say(f"grade.{s}")) for s, word in found.items()]
        reasons = " ".join(body.feedback[scale] for scale in SCALES)
        score = sum(SHARES[word] for word in found.values()) / len(SCALES)
        near = "" if "wrong" in found.values() else say("grade.near")
        return Mark(
            score,
            score == 1,
            summary=" ".join(said),
            closing=f"{say('grade.model', words=self.key_words(question))} {reasons}",
            extra=found,
            near=near,
        )

    def right(self, question: Question) -> dict[str, str]:
        """The model answer."""
        return dict(question.body.answer)

    def words(self, question: Question, answer: dict[str, str]) -> str:
        """“B2: usually reliable; probably true”."""
        grade = "".join(answer[scale] for scale in SCALES)
        steps = [say(f"grade.step_{answer[scale]}") for scale in SCALES]
        return f"{grade} ({'; '.join(steps)})"


KIND = Grade()
