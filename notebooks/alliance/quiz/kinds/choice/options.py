"""What single and multiple choice have in common. Not a type by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from ...marking import Note
from ...model import Option, Question
from ...written.computed import options_from
from ...written.fields import flag, options, rows, text
from ...written.form import Form
from ..kind import Kind, labelled

__all__ = ["Choice", "ChoiceKind", "notes"]

TEMPLATE = text("Template with {column}.")
COMPUTED_OPTIONS = {
    "text": text("Column of the options."),
    "correct": text("A condition that holds for the right ones."),
    "feedback_right": TEMPLATE,
    "feedback_wrong": TEMPLATE,
}
FROM = ("table", "where", "ids", "text", "correct", "feedback_right", "feedback_wrong")


@dataclass(frozen=True)
class Choice:
    """Body of a choice question; `shuffle` false keeps the options as written."""

    options: tuple[Option, ...]
    shuffle: bool = True

    @property
    def right(self) -> list[str]:
        """Ids of the right options."""
        return [option.id for option in self.options if option.correct]

    def text(self, name: str) -> str:
        """Text of an option."""
        return next(option.text for option in self.options if option.id == name)


def notes(options: Collection[Option], chosen: Collection[str]) -> dict[str, Note]:
    """Return the feedback on every option, given what was chosen."""
    result = {}
    for option in options:
        picked = option.id in chosen
        verdict = "right" if option.correct else "wrong"
        if not picked:
            verdict = "missed" if option.correct else ""
        result[option.id] = Note(option.feedback, verdict, picked)
    return result


class ChoiceKind(Kind):
    """Choice among options, written or computed."""

    drawing = "choice"
    right_ones = "one"
    needs = (("options", "options_from"),)
    fields: ClassVar = {
        "options": options("Exactly one of them correct; for `multiple` one or more."),
        "options_from": rows("Options from a table.", ("text", "correct"), **COMPUTED_OPTIONS),
        "feedback_right": TEMPLATE,
        "feedback_wrong": TEMPLATE,
        "shuffle": flag("false keeps the options in the order written."),
    }

    def read(self, form: Form) -> Choice:
        """Read `options`, or `options_from` with its two templates of feedback."""
        shuffle = bool(form.flag("shuffle", True))
        if not form.has("options_from"):
            return Choice(form.options("options", self.right_ones), shuffle)
        inner = form.inner("options_from")
        if inner is None:
            return Choice(())
        spec = inner.spec(FROM)
        for field in FROM[-2:]:
            # The templates may stand inside `options_from` or beside it.
            spec[field] = spec[field] or form.take(field)
            if not spec[field]:
                inner.wrong(field, "the feedback is missing", f"write `{field}:` and a text")
        inner.close()
        options = form.attempt("options_from", options_from, spec, form.library) or ()
        if options:
            form.right_ones("options_from", list(options), self.right_ones)
        return Choice(options, shuffle)

    def parts(self, question: Question) -> list[str]:
        """Ids of the options."""
        return [option.id for option in question.body.options]

    def arranged(self, question: Question, seed: str) -> list[str]:
        """Mixed, unless the author asked to keep the order."""
        if question.body.shuffle:
            return super().arranged(question, seed)
        return self.parts(question)

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """Labels only; whether several may be chosen."""
        shown = {"options": list(labelled(question.body.options, keys, html))}
        return shown | ({"several": True} if self.right_ones == "some" else {})
