"""Reads the fields of one question: the form of every YAML file, and the options of questions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...library.form import Form as BaseForm
from ...problems import Problem
from ...texts.yaml_lines import Lined
from ..model import Option, slug

__all__ = ["Form"]


class Form(BaseForm):
    """One question as written (or a mapping inside it), being read.

    Attributes:
        library: the data package, for computed answers.
    """

    def __init__(
        self, raw: Lined, file: str, library: Any, problems: list[Problem] | None = None, at=""
    ) -> None:
        super().__init__(raw, file, problems, at)
        self.library = library

    def known_sources(self) -> Collection[str] | None:
        """Return the ids of the sources; the library of an earlier day lacks the later ones."""
        return None if self.library.known_on else self.library.ids("sources")

    def options(self, field: str, right: str = "", feedback: bool = True) -> tuple[Option, ...]:
        """Return a list of options.

        Args:
            field: name of the list.
            right: "one" or "some" options must be right; "" where none is marked.
            feedback: every option needs feedback.
        """
        options: list[Option] = []
        for inner in self.rows(field):
            correct = bool(inner.flag("correct", False)) if right else False
            options.append(inner.option(options, feedback, correct))
            inner.close()
        if options:
            self.right_ones(field, options, right)
        return tuple(options)

    def option(self, before: list[Option], feedback: bool = True, correct: bool = False) -> Option:
        """Read this mapping as an option; it must differ from those before it."""
        text = self.text("text", required=True)
        said = self.text("feedback", required=feedback)
        option = Option(self.text("id") or slug(text), text, said, correct)
        self._doubles(self, option, before)
        return option

    def _doubles(self, inner: Form, option: Option, before: list[Option]) -> None:
        for k, other in enumerate(before, 1):
            if option.text and option.text.casefold() == other.text.casefold():
                inner.wrong("text", f"the same text as number {k}", "make the two differ")
            elif option.text and option.id == other.id:
                inner.wrong("id", f"the same id as number {k}", "give each option an id of its own")

    def right_ones(self, field: str, options: list[Option], right: str) -> None:
        """Note a mistake if no option is marked as right, or several where one is wanted."""
        count = sum(option.correct for option in options)
        if right and not count:
            self.wrong(
                field, "no answer is marked as right", "write `correct: true` below the right one"
            )
        elif right == "one" and count > 1:
            self.wrong(
                field,
                f"{count} answers are marked as right",
                "mark one only, or write `type: multiple`",
            )
