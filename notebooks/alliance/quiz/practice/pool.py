"""The rows that a template draws on, with a few columns worked out from those of the table.

| column | from | holds |
|---|---|---|
| `<date>_words` | a date column | the date as one says it: 3 May 1890 |
| `<date>_year`, `<date>_decade` | a date column | 1890, 1890s; empty if the date leaves it open |
| `<column>_name` | a column of ids of another table | the name in that table |
| `<column>_label` | a column of fixed words | the word with spaces for hyphens: military aid |
| `range` | the columns `low` and `high` | 109; 200 to 400; at least 40,000; at most 50,000 |
| `<column>_<other>` | a column of ids that the template joins | `<other>` of that row |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from ... import dates
from ...problems import AllianceError, did_you_mean
from ...texts import say
from ..numbers import shown
from ..written.computed import table

__all__ = ["TEXT", "Moment", "enriched", "fill", "moment", "records", "text_of", "value_at"]

# The key under which a row keeps its text as an option; no column can have this name.
TEXT = ""
NAMES = ("short_name", "name", "title", "term")


@dataclass(frozen=True)
class Moment:
    """First and last day of a date that is certain enough to be put in order."""

    first: date
    last: date


def moment(edtf: Any) -> Moment | None:
    """Return when something was; None if the date is missing, open, approximate or doubted."""
    if not isinstance(edtf, str) or not dates.is_valid(edtf):
        return None
    span = dates.parse(edtf)
    if span.about or span.uncertain or not span.start or not span.end:
        return None
    return Moment(span.start.first, span.end.last)


_tables: WeakKeyDictionary[Any, dict[tuple, pd.DataFrame]] = WeakKeyDictionary()


def enriched(name: str, library: Any, join: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return a table with the columns named above; worked out once for each open library.

    Raises:
        AllianceError: there is no such table, or a column to join does not refer to another.
    """
    known = _tables.setdefault(library, {})
    if (name, join) not in known:
        frame = _enrich(name, library)
        for column in join:
            frame = _joined(frame, name, column, library)
        known[name, join] = frame
    return known[name, join].copy()


def _joined(frame: pd.DataFrame, name: str, column: str, library: Any) -> pd.DataFrame:
    """Add the columns of the rows that a column refers to; rows that refer to none go."""
    if column not in frame.columns:
        raise AllianceError(f"there is no column “{column}”; {did_you_mean(column, frame.columns)}")
    other = library.refers(name, column)
    lists = any(isinstance(value, list) for value in frame[column])
    if other not in library.held or lists:
        raise AllianceError(f"the column “{column}” does not hold one id of another table")
    more = enriched(other, library).set_index("id").add_prefix(f"{column}_")
    more = more[[c for c in more.columns if c not in frame.columns]]
    return frame[frame[column].isin(more.index)].join(more, on=column)


def _enrich(name: str, library: Any) -> pd.DataFrame:
    """Work the further columns out."""
    frame = table(library, name).copy()
    for spec in library.fields(name):
        column = spec["name"]
        if column not in frame.columns:
            continue
        if spec.get("edtf"):
            for part, work in (("words", _words), ("year", _year), ("decade", _decade)):
                frame[f"{column}_{part}"] = [work(value) for value in frame[column]]
        if spec.get("constraints", {}).get("enum"):
            frame[f"{column}_label"] = [str(v).replace("-", " ") for v in frame[column]]
        names = _names(name, column, library)
        if names is not None:
            frame[f"{column}_name"] = [
                [names.get(v, v) for v in value] if isinstance(value, list)
                else names.get(value, value)
                for value in frame[column]
            ]  # fmt: skip
    if {"low", "high"} <= set(frame.columns):
        pairs = zip(frame["low"], frame["high"], strict=True)
        frame["range"] = [_range(low, high) for low, high in pairs]
    return frame


def records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows as mappings; four times as fast as `DataFrame.to_dict`."""
    names = [str(name) for name in frame.columns]
    for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def text_of(value: Any) -> str:
    """Return a value as text; "" for a missing one, whole numbers without a point."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if value is pd.NA:
        return ""
    if isinstance(value, float):
        return shown(Decimal(str(value)))
    return str(value).strip()


def value_at(rows: dict[str, dict[str, Any]], ref: tuple[str, str], column: str) -> str:
    """Return the text of a value that a reference names."""
    return ref[1] or text_of(rows[ref[0]][column])


def fill(template: str, row: dict[str, Any], more: dict[str, Any]) -> str:
    """Fill in {column} from a row, and from `more` {word}, or {row.column} and {row}.

    A row in `more` stands for its text as an option, kept under TEXT, if no column is named.

    Raises:
        AllianceError: there is no such column; names those that come near.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        head, _, tail = name.partition(".")
        if isinstance(more.get(head), dict) and (tail or TEXT) in more[head]:
            return text_of(more[head][tail or TEXT])
        if name in more:
            return text_of(more[name])
        if name in row:
            return text_of(row[name])
        known = [*row, *more]
        raise AllianceError(f"{{{name}}} is no column; {did_you_mean(name, known)}")

    return re.sub(r"\{([\w.]+)\}", value, template)


def _words(edtf: Any) -> str:
    return dates.words(edtf) if isinstance(edtf, str) and dates.is_valid(edtf) else ""


def _year(edtf: Any) -> str:
    when = moment(edtf)
    return str(when.first.year) if when and when.first.year == when.last.year else ""


def _decade(edtf: Any) -> str:
    when = moment(edtf)
    same = when and when.first.year // 10 == when.last.year // 10
    return f"{when.first.year // 10}0s" if same else ""


def _range(low: Any, high: Any) -> str:
    first, last = text_of(low), text_of(high)
    if first and last:
        return first if first == last else say("practice.range", low=first, high=last)
    if first:
        return say("practice.least", low=first)
    return say("practice.most", high=last) if last else ""


def _names(name: str, column: str, library: Any) -> dict[str, str] | None:
    """Return the names behind the ids of a column; None if it holds no ids of another table."""
    other = library.held.get(library.refers(name, column))
    if other is None or column == "source_ids":
        return None
    named = next((c for c in NAMES if c in other.columns), None)
    return dict(zip(other["id"], other[named], strict=True)) if named else None
