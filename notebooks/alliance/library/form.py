"""Reads the fields of one mapping, one by one, and notes a sentence for everything wrong in them.

Reading and checking are the same act, so the two cannot drift apart: a field that no one asked
for is by that fact unknown. Settings, ladders, puzzles, questions and practice are all read so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from ..problems import AllianceError, Problem, did_you_mean
from ..texts.yaml_lines import MISREAD, Lined, Listed, Turned, misread

__all__ = ["Form", "decimal", "hint", "lined", "short"]

# [label](#source-id), as everywhere in the module.
CITATION = re.compile(r"\]\(#([^)\s]+)\)")
QUOTED = re.compile(r"“([^”]{81,})”")
LONGEST = 80  # characters of a value that a sentence quotes


class Form:
    """A mapping as written in a YAML file, being read.

    Attributes:
        raw: the mapping from the file.
        file: its name in the findings.
        problems: what was found wrong so far, shared with the forms of inner mappings.
        at: where the mapping stands in the file, put before the names of its fields.
    """

    def __init__(
        self, raw: Lined, file: str, problems: list[Problem] | None = None, at: str = ""
    ) -> None:
        self.raw = raw
        self.file = file
        self.problems: list[Problem] = [] if problems is None else problems
        self.at = at
        self.asked: set[str] = set()

    def known_sources(self) -> Collection[str] | None:
        """Return the ids that texts may cite; None where this cannot be known."""
        return None

    def within(self, raw: Lined, at: str) -> Self:
        """Return the form of a mapping inside this one."""
        inner = copy(self)
        inner.raw, inner.at, inner.asked = raw, self.at + at, set()
        return inner

    def wrong(self, field: str, message: str, remedy: str, line: int | None = None) -> None:
        """Note a mistake in a field."""
        row = self.raw.line_of(field) if line is None else line
        message = QUOTED.sub(lambda found: f"“{short(found[1])}”", message)
        self.problems.append(Problem(self.file, message, remedy, row, self.at + field))

    def has(self, field: str) -> bool:
        """Tell whether the field is written, and count it as known."""
        self.asked.add(field)
        return field in self.raw

    def take(self, field: str, default: Any = None) -> Any:
        """Return a field as it is."""
        return self.raw[field] if self.has(field) else default

    def text(self, field: str, required: bool = False) -> str:
        """Return a text; numbers are taken as written, yes/no and 12:30 need quotation marks."""
        value = self.take(field)
        if misread(value):
            self.wrong(field, misread(value), MISREAD)
        elif isinstance(value, str | int | float) and str(value).strip():
            self._cited(field, str(value))
            return str(value).strip()
        elif isinstance(value, list | dict):
            self.wrong(field, "a text is wanted here, not a list or mapping", "write one text")
        elif required:
            self.wrong(field, "the text is missing", f"write `{field}:` and a text")
        return ""

    def _cited(self, field: str, text: str, line: int | None = None) -> None:
        """Note citations `[label](#source-id)` of sources that do not exist."""
        cited = CITATION.findall(text)
        known = self.known_sources() if cited else None
        for name in cited if known is not None else ():
            if name not in known:
                self.wrong(field, f"it cites “{name}”, which is no source", hint(name, known), line)

    def flag(self, field: str, default: bool | None = None) -> bool | None:
        """Return true or false."""
        value = self.take(field, default)
        if isinstance(value, bool):
            return value
        if value is None:
            self.wrong(field, "it is missing", f"write `{field}: true` or `{field}: false`")
        else:
            self.wrong(field, f"“{short(value)}” is neither true nor false", "write true or false")
        return default

    def number(self, field: str, default: Decimal | None = None) -> Decimal | None:
        """Return a number exactly as written."""
        value = self.take(field)
        if value is None:
            return default
        number = decimal(value)
        if number is None:
            message = f"“{short(value)}” is not a number"
            self.wrong(field, message, "write digits only, the unit in `unit:`")
        return default if number is None else number

    def one_of(self, field: str, known: Collection[str], default: str = "") -> str:
        """Return one of the words known; `default` if the field is not written."""
        value = self.take(field, default)
        if isinstance(value, str) and value in known:
            return value
        self.none_of(field, known, value)
        return default

    def none_of(self, field: str, known: Collection[str], value: Any) -> None:
        """Note a value that is none of the words known."""
        message = f"“{field}” must be one of {', '.join(known)}, not “{short(value)}”"
        near = hint(value, known)
        remedy = near if near.startswith("did you") else "write one of them"
        self.wrong(field, message, MISREAD if misread(value) else remedy)

    def whole(self, field: str, least: int = 0, default: int = 0) -> int:
        """Return a whole number, which must be there."""
        value = self.take(field)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        said = "it is missing" if value is None else f"“{short(value)}” is no whole number"
        self.wrong(field, f"{said} from {least} up" if value is not None else said,
                   f"write `{field}:` and digits")  # fmt: skip
        return default

    def ids(self, field: str, known: Collection[str] | None, what: str) -> tuple[str, ...]:
        """Return a list of ids (one id alone will do), each of which must be known."""
        value = self.take(field, [])
        listed = value if isinstance(value, list) else [value]
        if not listed or value is None:
            self.wrong(field, f"no {what} is given", f"write `{field}: [id]`")
            return ()
        for k, item in enumerate(listed, 1):
            line = _line_of(value, k)
            if misread(item):
                self.wrong(field, misread(item), MISREAD, line)
            elif not isinstance(item, str | int | float):
                self.wrong(field, f"“{short(item)}” is no id", "write one word", line)
            elif known is not None and str(item) not in known:
                self.wrong(field, f"there is no {what} “{short(item)}”", hint(item, known), line)
        return tuple(str(item) for item in listed)

    def texts(self, field: str, least: int = 0) -> list[str]:
        """Return a list of texts, none of them twice; [] if the field is not written."""
        value = self.take(field, [])
        if not isinstance(value, list) or len(value) < least:
            self.wrong(field, "a list of texts is wanted", f"write `{field}: [one, another]`")
            return []
        found: list[str] = []
        seen: set[str] = set()
        for k, item in enumerate(value, 1):
            line, text = _line_of(value, k), str(item).strip()
            if misread(item):
                self.wrong(field, f"number {k}: {misread(item)}", MISREAD, line)
            elif not isinstance(item, str | int | float) or not text:
                message = f"number {k} is “{short(item)}”, which is no text"
                self.wrong(field, message, "write a text", line)
            elif text.casefold() in seen:
                self.wrong(field, f"“{short(item)}” is there twice", "remove one of the two", line)
            else:
                self._cited(field, text, line)
                found.append(text)
                seen.add(text.casefold())
        return found

    def words(self, field: str, keys: tuple[str, ...]) -> dict[str, str]:
        """Return a mapping with exactly these keys, each with a text (`feedback:`)."""
        value = self.take(field)
        if not isinstance(value, Lined):
            wanted = ", ".join(f"{key}: …" for key in keys)
            self.wrong(field, "the texts are missing", f"write `{field}: {{{wanted}}}`")
            return dict.fromkeys(keys, "")
        inner = self.within(value, f"{field}.")
        texts = {key: inner.text(key, required=True) for key in keys}
        inner.close()
        return texts

    def spec(self, fields: Iterable[str]) -> dict[str, Any]:
        """Return fields for a computation: texts, a list of texts for `ids`; None if not written.

        A value of another type is noted and counts as not written.
        """
        found: dict[str, Any] = {}
        for field in fields:
            if self.take(field) is None:
                found[field] = None
            elif field == "ids":
                found[field] = list(self.ids(field, None, "row"))
            else:
                found[field] = self.text(field) or None
        return found

    def inner(self, field: str) -> Self | None:
        """Return the form of a mapping inside this one; None (and a mistake) if it is none."""
        value = self.take(field)
        if isinstance(value, Lined):
            return self.within(value, f"{field}.")
        self.wrong(field, "a mapping is wanted here", f"write the parts of `{field}:` below it")
        return None

    def rows(self, field: str, least: int = 2, like: str = "`- text: …`") -> list[Self]:
        """Return the form of each mapping in a list; the caller closes them."""
        value = self.take(field)
        if not isinstance(value, list) or len(value) < least:
            few = ("a list is", "at least one is", "at least two are")[least]
            self.wrong(field, f"{few} wanted", f"write {like} below `{field}:` for each")
            return []
        rows = []
        for k, raw in enumerate(value, 1):
            if isinstance(raw, Lined):
                rows.append(self.within(raw, f"{field} {k}: "))
            else:
                message, line = f"number {k} is not a mapping", _line_of(value, k)
                self.wrong(field, message, f"write {like} for each", line)
        return rows

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
                self._not_missing(field)
                self.wrong(
                    str(field),
                    "this field is unknown here",
                    hint(field, self.asked),
                    self.raw.line_of(field),
                )
        for field in self.raw.twice:
            self.wrong(str(field), "this field is written twice", "remove one of the two")

    def _not_missing(self, misspelt: str) -> None:
        """Take back that a field is missing which is only misspelt: one cause, one sentence."""
        away = [field for field in self.asked if field not in self.raw]
        for field in difflib.get_close_matches(short(misspelt), away, n=1, cutoff=0.7):
            place = (self.file, self.raw.line, self.at + field)
            self.problems[:] = [p for p in self.problems if (p.file, p.row, p.column) != place]


def hint(wrong: Any, known: Iterable[str]) -> str:
    """Return the remedy: the nearest known names."""
    return did_you_mean(short(wrong), sorted(known)).rstrip("?") if known else "remove it"


def short(value: Any) -> str:
    """Return a value as a sentence quotes it: never more than a line."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def decimal(value: Any) -> Decimal | None:
    """Return a number exactly as written, None where it is none or YAML reads another one."""
    try:
        number = None if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None
    if number is None or not number.is_finite():
        return None
    turned = isinstance(value, Turned) and value.read != f"{float(number):g}"
    return None if turned else number


def lined(value: Any) -> Any:
    """Return plain dicts and lists, such as Python code gives, as a file would hold them.

    They have no line, so findings name none.
    """
    if isinstance(value, Lined) or not isinstance(value, Mapping | list | tuple):
        return value
    if not isinstance(value, Mapping):
        return [lined(item) for item in value]
    result = Lined("")
    result.update({str(key): lined(item) for key, item in value.items()})
    return result


def _line_of(value: Any, number: int) -> int | None:
    """Return the line of an item of a list, None where it is not known."""
    lines = value.lines if isinstance(value, Listed) else []
    return lines[number - 1] if number <= len(lines) else None
