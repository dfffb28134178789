"""Code: the learner computes a value in a cell and hands it to `exercise("id", value)`.

In the journal the answer is a short text of the value; marking looks at the value itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from ....texts import say
from ...compare import compare, tidy
from ...marking import Mark
from ...model import Question
from ...written.computed import compute
from ...written.fields import COMPUTED, flag, listed, number, rows, text
from ...written.form import Form
from ..kind import Kind

FROM = ("table", "where", "ids", "compute", "column")


@dataclass(frozen=True)
class Wanted:
    """Body: the value looked for, how far a number may be off, whether order matters."""

    value: Any
    tolerance: float
    ordered: bool


class Code(Kind):
    """A value computed by the learner."""

    name = "code"
    drawing = "code"
    in_cell = True
    needs = (("answer", "answer_from"),)
    fields: ClassVar = {
        "answer": {"description": "The value looked for: number, text, list or mapping."},
        "answer_from": rows(
            "The value from a table.",
            ("compute",),
            **COMPUTED,
            columns=listed(text(), "With `compute: rows`: these columns only."),
        ),
        "tolerance": number("How far a number may be off; else 0."),
        "ordered": flag("true if the order of a list or of rows matters."),
    }

    def read(self, form: Form) -> Wanted:
        """Read `answer` or `answer_from` (also `columns`), `tolerance`, `ordered`."""
        value = None
        if form.has("answer_from"):
            value = self._computed(form)
        elif form.take("answer") is None:
            form.wrong("answer", "no right answer is given", "write `answer:` or `answer_from:`")
        else:
            value = form.take("answer")
        tolerance = form.number("tolerance")
        return Wanted(value, float(tolerance or 0), bool(form.flag("ordered", False)))

    def _computed(self, form: Form) -> Any:
        inner = form.inner("answer_from")
        if inner is None:
            return None
        spec = inner.spec(FROM)
        columns = inner.texts("columns") if inner.has("columns") else None
        inner.close()
        value = form.attempt("answer_from", compute, spec, form.library)
        if columns and isinstance(value, pd.DataFrame):
            lacking = [c for c in columns if c not in value.columns]
            for name in lacking:
                inner.wrong("columns", f"there is no column “{name}”", "see the code book")
            value = value[[c for c in columns if c in value.columns]]
        return value

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """How to hand the answer in."""
        return {"call": say("quiz.code", call=f'exercise("{question.id}", …)')}

    def refusal(self, question: Question, answer: Any) -> str:
        """Three dots mean: not yet answered."""
        return say("code.todo") if answer is ... else ""

    def mark(self, question: Question, answer: Any) -> Mark:
        """Right or not, with a sentence on the difference."""
        body = question.body
        message = compare(answer, body.value, body.tolerance, body.ordered)
        return Mark(float(not message), not message, summary=message)

    def right(self, question: Question) -> Any:
        """The value from the data."""
        return question.body.value

    def words(self, question: Question, answer: Any) -> str:
        """The value, shortened; of a table its shape."""
        if isinstance(answer, pd.DataFrame):
            return f"DataFrame {answer.shape[0]} × {answer.shape[1]}"
        try:
            text = repr(tidy(answer))
        except Exception:  # labels that cannot be hashed, an object that cannot say what it is
            text = type(answer).__name__
        return text if len(text) <= 200 else text[:199] + "…"


KIND = Code()
