"""Looks at a template with the data before it: what is wrong with it, and which rows it may use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ...problems import AllianceError, Problem, did_you_mean
from ..computed import _query
from .pool import TEXT, enriched, fill, moment, text_of
from .template import FIRST, LAST, ORDER, WHERE, Template
from .words import shows_date

__all__ = ["Row", "Variant", "check", "place", "variant"]

Row = dict[str, Any]
HOLE = re.compile(r"\{([\w.]+)\}")
CONFIDENCE = "confidence"


@dataclass
class Variant:
    """What one variant of a template draws on.

    Attributes:
        words: the words of `vary`.
        right, wrong: rows by id. Where order decides, or a column is asked for, all are `right`.
        truths: for each stem, the values that are true of it in the whole table.
    """

    words: dict[str, str]
    right: dict[str, Row] = field(default_factory=dict)
    wrong: dict[str, Row] = field(default_factory=dict)
    truths: dict[str, set[str]] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, Row]:
        """All rows by id."""
        return self.right | self.wrong


def dated(template: Template, columns: Any) -> bool:
    """Tell whether the answer is a date, so that texts must not name years or months."""
    column = template.by if template.rule in (FIRST, LAST, ORDER) else ""
    column = column or template.columns.get("answer", "")
    base = re.sub(r"_(year|decade|words)$", "", column)
    return f"{base}_words" in columns


def check(template: Template, library: Any) -> list[Problem]:
    """Return every mistake of a template that shows only with the data."""
    found = list(template.problems)
    if found:
        return found
    try:
        frame = enriched(template.table, library)
    except AllianceError as error:
        return [template.problem("from", str(error).rstrip("."), "see the code book for tables")]
    columns = list(frame.columns)
    named = dict(template.columns)
    if template.rule in (FIRST, LAST, ORDER):
        named["correct"] = template.by
    for name, column in named.items():
        if column not in columns:
            remedy = did_you_mean(column, columns).rstrip("?")
            found.append(template.problem(name, f"there is no column “{column}”", remedy))
    found += _holes(template, columns)
    for words in template.vary:
        for name, query in _queries(template, words):
            try:
                _query(frame, query, name)
            except AllianceError as error:
                remedy = "compare it with the columns of the table"
                found.append(template.problem(name, str(error).rstrip("."), remedy))
    return found


def _queries(template: Template, words: dict[str, str]) -> list[tuple[str, str]]:
    """Return the queries of a template with the words of a variant, by field."""
    queries = [("from", template.where), ("wrong", template.wrong)]
    if template.rule == WHERE:
        queries.append(("correct", template.by))
    return [(name, fill_words(query, words)) for name, query in queries if query]


def fill_words(text: str, words: dict[str, str]) -> str:
    """Fill in the words of a variant and leave the rest."""
    return HOLE.sub(lambda hole: words.get(hole.group(1), hole.group(0)), text)


def _holes(template: Template, columns: list[str]) -> list[Problem]:
    """Return a mistake for each {word} that nothing can fill."""
    found, words = [], set(template.vary[0])
    for name, text in template.texts.items():
        rows = {"right", "chosen"} if name.startswith(("feedback", "explanation")) else set()
        # Where rows are compared, the stem speaks of none of them.
        own = set() if template.compares and name in ("stem", "hint", "explanation") else columns
        known = {*own, *words, *rows}
        for hole in HOLE.findall(text):
            head, _, tail = hole.partition(".")
            if hole in known or (head in rows and tail in columns):
                continue
            remedy = did_you_mean(hole, sorted(known)).rstrip("?") if known else "remove it"
            found.append(template.problem(name, f"nothing is called {{{hole}}} here", remedy))
    return found


def variant(template: Template, number: int, library: Any) -> Variant:
    """Return the rows that one variant may use.

    Raises:
        AllianceError: a table, column or query is wrong; `check` finds these first.
    """
    result = Variant(template.vary[number])
    frame = enriched(template.table, library)
    if frame.empty:
        return result
    result.truths = _truths(template, result.words, frame)
    allowed = frame
    if CONFIDENCE in frame and not template.low_confidence:
        allowed = frame[frame[CONFIDENCE] != "low"]
    queries = dict(_queries(template, result.words))
    if "from" in queries:
        allowed = _query(allowed, queries["from"], "where")
    dates = dated(template, frame.columns)
    result.right = _usable(template, result.words, allowed, queries.get("correct", ""), dates)
    if "wrong" in queries:
        result.wrong = _usable(template, result.words, allowed, queries["wrong"], dates)
        # A row that fits both queries is neither right nor wrong.
        for both in set(result.right) & set(result.wrong):
            del result.right[both], result.wrong[both]
    return result


def _usable(
    template: Template, words: dict[str, str], frame: Any, query: str, dates: bool
) -> dict[str, Row]:
    """Return the rows that have what the template needs and do not show a date that is asked."""
    if query and len(frame):
        frame = _query(frame, query, "correct")
    column = template.columns.get("answer", "")
    rows = {}
    for row in frame.to_dict("records"):
        if template.compares:
            row[TEXT] = shown = fill(template.texts["option"], row, words)
            certain = template.rule == WHERE or place(row, template.by) is not None
        else:
            shown = fill(template.texts["stem"], row, words)
            certain = bool(text_of(row[column]))
        if shown and certain and not (dates and shows_date(shown)):
            rows[str(row["id"])] = row
    return rows


def place(row: Row, column: str) -> Any:
    """Return where a row stands in the order of a column: (first, last); None if that is unsure."""
    value = row[column]
    if f"{column}_words" in row:
        when = moment(value)
        return (when.first, when.last) if when else None
    number = isinstance(value, int | float) and value == value
    return (value, value) if number else None


def _truths(template: Template, words: dict[str, str], frame: Any) -> dict[str, set[str]]:
    """Return what is true of each stem, of rows that the template leaves out as well."""
    column = template.columns.get("answer", "")
    found: dict[str, set[str]] = {}
    if template.compares or template.rule:
        return found
    for row in frame.to_dict("records"):
        value = row[column]
        values = value if isinstance(value, list) else [value]
        stem = fill(template.texts["stem"], row, words)
        found.setdefault(stem, set()).update(text_of(v) for v in values)
    return found
