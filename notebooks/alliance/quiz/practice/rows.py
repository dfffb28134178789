"""Looks at a template with the data before it: what is wrong with it, and which rows it may use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ...library import rows_where
from ...problems import AllianceError, Problem, did_you_mean
from ..written.places import inside
from .pool import TEXT, enriched, fill, moment, records, text_of
from .template import FIRST, LAST, ORDER, WHERE, Template
from .words import flat, shows_date

__all__ = ["Row", "Variant", "check", "place", "variant"]

Row = dict[str, Any]
HOLE = re.compile(r"\{([\w.]+)\}")
CONFIDENCE = "confidence"


@dataclass
class Variant:
    """What one variant of a template makes its questions from.

    Attributes:
        words: the words of `vary`.
        right, wrong: rows by id. Where order decides, or a column is asked for, all are `right`.
        truths: for each stem (or item to match), the values that are true of it in the whole table.
        likes: the same for each value of the column `different`, where one row is asked about.
    """

    words: dict[str, str]
    right: dict[str, Row] = field(default_factory=dict)
    wrong: dict[str, Row] = field(default_factory=dict)
    truths: dict[str, set[str]] = field(default_factory=dict)
    likes: dict[str, set[str]] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, Row]:
        """All rows by id."""
        return self.right | self.wrong

    def true_of(self, text: str, like: str = "") -> set[str]:
        """Return what is true of a stem or item, and of rows with a value in `different`."""
        return self.truths.get(text, set()) | self.likes.get(like, set())


def dated(template: Template, columns: Any) -> bool:
    """Tell whether the answer is a date, so that texts must not name years or months."""
    column = template.by if template.rule in (FIRST, LAST, ORDER) else ""
    column = column or asked_column(template)
    base = re.sub(r"_(year|decade|words)$", "", column)
    return f"{base}_words" in columns


def asked_column(template: Template) -> str:
    """Return the column in which the answers stand, "" where rows are right or wrong."""
    return template.columns.get("answer") or template.columns.get("partner", "")


def check(template: Template, library: Any) -> list[Problem]:
    """Return every mistake of a template that shows only with the data."""
    found = list(template.problems)
    if found:
        return found
    try:
        frame = enriched(template.table, library, template.join)
    except AllianceError as error:
        return [template.problem("from", str(error).rstrip("."), "see the code book for tables")]
    columns = list(frame.columns)
    if template.type == "place" and not {"lat", "lon"} <= set(columns):
        message = f"the table “{template.table}” has no columns lat and lon"
        return [template.problem("from", message, "choose a table with places")]
    named = dict(template.columns)
    if template.rule in (FIRST, LAST, ORDER):
        named["correct"] = template.by
    for name, column in named.items():
        if column not in columns:
            remedy = did_you_mean(column, columns).rstrip("?")
            found.append(template.problem(name, f"there is no column “{column}”", remedy))
    found += _holes(template, columns)
    for words in template.vary:
        for name, condition in _conditions(template, words):
            try:
                rows_where(frame, condition, name)
            except AllianceError as error:
                remedy = "compare it with the columns of the table"
                found.append(template.problem(name, str(error).rstrip("."), remedy))
    return found


def _conditions(template: Template, words: dict[str, str]) -> list[tuple[str, str]]:
    """Return the conditions of a template with the words of a variant, by field."""
    conditions = [("from", template.where), ("wrong", template.wrong)]
    if template.rule == WHERE:
        conditions.append(("correct", template.by))
    return [(name, fill_words(condition, words)) for name, condition in conditions if condition]


def fill_words(text: str, words: dict[str, str]) -> str:
    """Fill in the words of a variant and leave the rest."""
    return HOLE.sub(lambda hole: words.get(hole.group(1), hole.group(0)), text)


def _holes(template: Template, columns: list[str]) -> list[Problem]:
    """Return a mistake for each {word} that nothing can fill."""
    found, words = [], set(template.vary[0])
    for name, text in template.texts.items():
        rows = {"right", "chosen"} if name.startswith(("feedback", "explanation")) else set()
        own = set(columns)
        if template.compares and name in _ON_ALL.get(template.type, _ON_ALL[""]):
            # A text about several rows may only use the columns in which they all agree.
            own = common_columns(template, columns)
        if template.type == "match":
            rows = set()
        known = {*own, *words, *rows}
        for hole in HOLE.findall(text):
            head, _, tail = hole.partition(".")
            if hole in known or (head in rows and tail in columns):
                continue
            remedy = did_you_mean(hole, sorted(known)).rstrip("?") if known else "remove it"
            found.append(template.problem(name, f"nothing is called {{{hole}}} here", remedy))
    return found


# Texts on all rows of a question together, where rows are compared.
_ON_ALL = {
    "": ("stem", "hint", "explanation"),
    "match": ("stem", "hint", "explanation", "feedback_right", "feedback_wrong"),
}


def common_columns(template: Template, columns: Any) -> set[str]:
    """Return the columns in which rows that are compared agree, by `together:`."""
    name = template.columns.get("together")
    return {c for c in columns if name and (c == name or str(c).startswith(f"{name}_"))}


def variant(template: Template, number: int, library: Any) -> Variant:
    """Return the rows that one variant may use.

    Raises:
        AllianceError: a table, column or condition is wrong; `check` finds these first.
    """
    result = Variant(template.vary[number])
    frame = enriched(template.table, library, template.join)
    if frame.empty:
        return result
    result.truths, result.likes = _truths(template, result.words, frame)
    conditions = dict(_conditions(template, result.words))
    wanted = rows_where(frame, conditions["from"], "where") if "from" in conditions else frame
    allowed = wanted
    for column in (CONFIDENCE, *(f"{name}_{CONFIDENCE}" for name in template.join)):
        if column in allowed and not template.low_confidence:
            allowed = allowed[allowed[column] != "low"]
    dates = dated(template, frame.columns)
    result.right = _usable(template, result.words, allowed, conditions.get("correct", ""), dates)
    if "wrong" in conditions:
        result.wrong = _usable(template, result.words, allowed, conditions["wrong"], dates)
        # A row that fits both conditions is neither right nor wrong.
        for both in set(result.right) & set(result.wrong):
            del result.right[both], result.wrong[both]
        if template.compares:
            _drop_contested(template, result, wanted, conditions)
    return result


def _drop_contested(
    template: Template, result: Variant, frame: Any, conditions: dict[str, str]
) -> None:
    """Take out the rows whose text is right by one row of the table and wrong by another."""

    def key(row: Row) -> tuple[str, str]:
        group = template.columns.get("together")
        text = fill(template.texts["option"], row, result.words)
        return text_of(row[group]) if group else "", flat(text)

    sides = []
    for name in ("correct", "wrong"):
        rows = rows_where(frame, conditions[name], name) if len(frame) else frame
        sides.append({key(row) for row in records(rows)})
    contested = sides[0] & sides[1]
    for rows in (result.right, result.wrong):
        for name in [name for name, row in rows.items() if key(row) in contested]:
            del rows[name]


def _usable(
    template: Template, words: dict[str, str], frame: Any, condition: str, dates: bool
) -> dict[str, Row]:
    """Return the rows that have what the template needs and do not show a date that is asked."""
    if condition and len(frame):
        frame = rows_where(frame, condition, "correct")
    column = asked_column(template)
    rows = {}
    for row in records(frame):
        if template.compares:
            row[TEXT] = shown = fill(template.texts["option"], row, words)
        else:
            shown = fill(template.texts["stem"], row, words)
        certain = bool(text_of(row[column])) if column else True
        if template.rule in (FIRST, LAST, ORDER):
            certain = place(row, template.by) is not None
        if template.type == "place":
            certain = certain and _on_map(template, row)
        if shown and certain and not (dates and shows_date(shown)):
            rows[str(row["id"])] = row
    return rows


def _on_map(template: Template, row: Row) -> bool:
    """Tell whether a row has a position in the view of its template."""
    lat, lon = row["lat"], row["lon"]
    known = all(isinstance(value, int | float) and value == value for value in (lat, lon))
    return known and inside(template.view, lat, lon)


def place(row: Row, column: str) -> Any:
    """Return the place of a row in the order of a column: (first, last); None if it is unsure."""
    value = row[column]
    if f"{column}_words" in row:
        when = moment(value)
        return (when.first, when.last) if when else None
    number = isinstance(value, int | float) and value == value
    return (value, value) if number else None


def _truths(
    template: Template, words: dict[str, str], frame: Any
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return what is true of each text, and of each value of the column `different`.

    Rows that the template leaves out count as well: what they say may be true all the same.
    """
    column = asked_column(template)
    different = "" if template.compares else template.columns.get("different", "")
    text = template.texts["option" if template.compares else "stem"]
    by_text: dict[str, set[str]] = {}
    by_value: dict[str, set[str]] = {}
    if not column or template.rule:
        return by_text, by_value
    for row in records(frame):
        value = row[column]
        values = {text_of(v) for v in (value if isinstance(value, list) else [value])}
        by_text.setdefault(fill(text, row, words), set()).update(values)
        if different:
            by_value.setdefault(text_of(row[different]), set()).update(values)
    return by_text, by_value
