"""Reads the fields of one question, one by one, and notes a sentence for everything wrong in them.

Reading and checking are the same act, so the two cannot drift apart: a field that nobody asked
for is an unknown field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from ...problems import AllianceError, Problem, did_you_mean
from ..model import Option, slug
from .lines import Lined

__all__ = ["Form"]

# [label](#source-id), as everywhere in the module.
CITATION = re.compile(r"\]\(#([^)\s]+)\)")


class Form:
    """One question as written (or a mapping inside it), being read.

    Attributes:
        raw: the mapping from the file.
        library: the data package, for computed answers.
        problems: what was found wrong so far, shared with the forms of inner mappings.
    """

    def __init__(
        self, raw: Lined, file: str, library: Any, problems: list[Problem] | None = None, at=""
    ) -> None:
        self.raw = raw
        self.file = file
        self.library = library
        self.problems: list[Problem] = [] if problems is None else problems
        self.at = at
        self.asked: set[str] = set()

    def wrong(self, field: str, message: str, remedy: str, line: int | None = None) -> None:
        """Note a mistake in a field."""
        row = self.raw.line_of(field) if line is None else line
        self.problems.append(Problem(self.file, message, remedy, row, self.at + field))

    def has(self, field: str) -> bool:
        """Tell whether the field is written, and count it as known."""
        self.asked.add(field)
        return field in self.raw

    def take(self, field: str, default: Any = None) -> Any:
        """Return a field as it is."""
        return self.raw[field] if self.has(field) else default

    def text(self, field: str, required: bool = False) -> str:
        """Return a text; numbers are taken as written, yes/no needs quotation marks."""
        value = self.take(field)
        if isinstance(value, bool):
            self.wrong(field, "YAML reads this word as true or false", "put it in quotation marks")
            return ""
        if isinstance(value, str | int | float) and str(value).strip():
            self._cited(field, str(value))
            return str(value).strip()
        if isinstance(value, list | dict):
            self.wrong(field, "a text is wanted here, not a list or mapping", "write one text")
        elif required:
            self.wrong(field, "the text is missing", f"write `{field}:` and a text")
        return ""

    def _cited(self, field: str, text: str) -> None:
        """Note citations `[label](#source-id)` of sources that do not exist."""
        # The library of an earlier day lacks later sources; that is no mistake.
        cited = [] if self.library.known_on else CITATION.findall(text)
        known = self.library.ids("sources") if cited else ()
        for name in cited:
            if name not in known:
                self.wrong(field, f"it cites “{name}”, which is no source", _hint(name, known))

    def flag(self, field: str, default: bool | None = None) -> bool | None:
        """Return true or false."""
        value = self.take(field, default)
        if isinstance(value, bool):
            return value
        if value is None:
            self.wrong(field, "it is missing", f"write `{field}: true` or `{field}: false`")
        else:
            self.wrong(field, f"“{value}” is neither true nor false", "write true or false")
        return default

    def number(self, field: str, default: Decimal | None = None) -> Decimal | None:
        """Return a number exactly as written."""
        value = self.take(field)
        if value is None:
            return default
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
        self.wrong(field, f"“{value}” is not a number", "write digits only, the unit in `unit:`")
        return default

    def ids(self, field: str, known: Collection[str] | None, what: str) -> tuple[str, ...]:
        """Return a list of ids (one id alone will do), each of which must be known."""
        value = self.take(field, [])
        listed = value if isinstance(value, list) else [value]
        if not listed or value is None:
            self.wrong(field, f"no {what} is given", f"write `{field}: [id]`")
            return ()
        for item in listed:
            if known is not None and not (isinstance(item, str) and item in known):
                self.wrong(field, f"there is no {what} “{item}”", _hint(item, known))
        return tuple(str(item) for item in listed)

    def texts(self, field: str, least: int = 0) -> list[str]:
        """Return a list of texts, none of them twice; [] if the field is not written."""
        value = self.take(field, [])
        if not isinstance(value, list) or len(value) < least:
            self.wrong(field, "a list of texts is wanted", f"write `{field}: [one, another]`")
            return []
        found: list[str] = []
        for k, item in enumerate(value, 1):
            if isinstance(item, bool) or not isinstance(item, str | int | float):
                message = f"number {k} is read as “{item}”, which is no text"
                self.wrong(field, message, "put it in quotation marks")
            elif str(item).strip().casefold() in {text.casefold() for text in found}:
                self.wrong(field, f"“{item}” is there twice", "remove one of the two")
            else:
                self._cited(field, str(item))
                found.append(str(item).strip())
        return found

    def words(self, field: str, keys: tuple[str, ...]) -> dict[str, str]:
        """Return a mapping with exactly these keys, each with a text (`feedback:`)."""
        value = self.take(field)
        if not isinstance(value, Lined):
            wanted = ", ".join(f"{key}: …" for key in keys)
            self.wrong(field, "the texts are missing", f"write `{field}: {{{wanted}}}`")
            return dict.fromkeys(keys, "")
        # YAML turns the words true and false into values, even where they are keys.
        for key in [key for key in value if not isinstance(key, str)]:
            value.lines[str(key).lower()] = value.lines.get(key, value.line)
            value[str(key).lower()] = value.pop(key)
        inner = Form(value, self.file, self.library, self.problems, f"{self.at}{field}.")
        texts = {key: inner.text(key, required=True) for key in keys}
        inner.close()
        return texts

    def inner(self, field: str) -> Form | None:
        """Return the form of a mapping inside this one; None (and a mistake) if it is none."""
        value = self.take(field)
        if isinstance(value, Lined):
            return Form(value, self.file, self.library, self.problems, f"{self.at}{field}.")
        self.wrong(field, "a mapping is wanted here", f"write the parts of `{field}:` below it")
        return None

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

    def rows(self, field: str, least: int = 2) -> list[Form]:
        """Return the form of each mapping in a list; the caller closes them."""
        value = self.take(field)
        if not isinstance(value, list) or len(value) < least:
            few = "two are" if least == 2 else "one is"
            self.wrong(field, f"at least {few} wanted", f"write them as a list below `{field}:`")
            return []
        rows = []
        for k, raw in enumerate(value, 1):
            if isinstance(raw, Lined):
                at = f"{self.at}{field} {k}: "
                rows.append(Form(raw, self.file, self.library, self.problems, at))
            else:
                self.wrong(field, f"number {k} is not a mapping", "write `- text: …` for each")
        return rows

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
        """Note if no option, or more than one where one is wanted, is marked as right."""
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

    def attempt(self, field: str, work: Any, *values: Any) -> Any:
        """Do some work on a field; an AllianceError becomes a mistake in that field."""
        try:
            return work(*values)
        except AllianceError as error:
            self.wrong(field, str(error).rstrip("."), "compare the table with what is written here")
            return None

    def close(self) -> None:
        """Note the fields that no one asked for, and those written twice."""
        for field in self.raw:
            if field not in self.asked:
                self.wrong(
                    str(field),
                    "this field is unknown here",
                    _hint(field, self.asked),
                    self.raw.line_of(field),
                )
        for field in self.raw.twice:
            self.wrong(str(field), "this field is written twice", "remove one of the two")


def _hint(wrong: Any, known: Iterable[str]) -> str:
    """Return the remedy: the nearest known names."""
    return did_you_mean(wrong, sorted(known)).rstrip("?")
