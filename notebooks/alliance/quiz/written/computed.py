"""Answers, options and items that follow from the data: change a row and the key changes.

Which rows are meant is said by a condition on the columns of the table: see `library.conditions`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from ...library import rows_where
from ...problems import AllianceError, did_you_mean
from ..model import Option

__all__ = ["COMPUTE", "compute", "options_from", "ordered_from", "paired_from", "select"]


def _need(frame: pd.DataFrame, column: str) -> pd.Series:
    if column not in frame.columns:
        named = did_you_mean(column, frame.columns) if column else "write `column:`"
        raise AllianceError(f"there is no column “{column}”; {named}")
    return frame[column]


def _numbers(frame: pd.DataFrame, column: str) -> pd.Series:
    values = pd.to_numeric(_need(frame, column), errors="coerce").dropna()
    if values.empty:
        raise AllianceError(f"the column “{column}” has no number in the rows chosen")
    return values


def _days(frame: pd.DataFrame, column: str) -> pd.Series:
    """First days of a date column: the library keeps them beside it as <column>_start."""
    _need(frame, column)
    name = f"{column}_start" if f"{column}_start" in frame.columns else column
    days = pd.to_datetime(frame[name], errors="coerce").dropna()
    if days.empty:
        raise AllianceError(f"the column “{column}” has no date in the rows chosen")
    return days


def _one(frame: pd.DataFrame, column: str, place: int) -> Any:
    value = _need(frame, column).iloc[place]
    return value.item() if hasattr(value, "item") else value


def _spread(frame: pd.DataFrame, column: str) -> Any:
    """Highest minus lowest value; without a column, the same of the columns `high` and `low`."""
    high, low = (column, column) if column else ("high", "low")
    return (_numbers(frame, high).max() - _numbers(frame, low).min()).item()


# The words that `compute:` knows: (rows, column) -> value.
COMPUTE: dict[str, Callable[[pd.DataFrame, str], Any]] = {
    "count": lambda frame, column: len(frame),
    "sum": lambda frame, column: _numbers(frame, column).sum().item(),
    "min": lambda frame, column: _numbers(frame, column).min().item(),
    "max": lambda frame, column: _numbers(frame, column).max().item(),
    "spread": _spread,
    "first": lambda frame, column: _one(frame, column, 0),
    "last": lambda frame, column: _one(frame, column, -1),
    "nunique": lambda frame, column: len({str(v) for v in _need(frame, column)} - {"", "nan"}),
    "year_of_first": lambda frame, column: int(_days(frame, column).min().year),
    "year_of_last": lambda frame, column: int(_days(frame, column).max().year),
    "years_between": lambda frame, column: int(
        _days(frame, column).max().year - _days(frame, column).min().year
    ),
    "ids": lambda frame, column: list(frame["id"]),
    "values": lambda frame, column: list(_need(frame, column)),
    # Where a column holds lists, it is their items that are counted.
    "counts": lambda frame, column: _need(frame, column).explode().value_counts().to_dict(),
    "rows": lambda frame, column: frame,
}


def table(library: Any, name: str) -> pd.DataFrame:
    """Return a table of the library.

    Raises:
        AllianceError: there is no such table.
    """
    if name not in library.held:
        raise AllianceError(f"there is no table “{name}”; {did_you_mean(name, library.held)}")
    frame = library.held[name]
    return frame


def select(spec: dict[str, Any], library: Any) -> pd.DataFrame:
    """Return the rows that `where` or `ids` choose, in the order of the table or of the ids.

    Raises:
        AllianceError: unknown table or id, a condition that does not work, or no row fits.
    """
    frame = table(library, spec.get("table", ""))
    if spec.get("ids"):
        known = set(frame["id"])
        listed = spec["ids"] if isinstance(spec["ids"], list) else [spec["ids"]]
        lacking = [name for name in listed if not isinstance(name, str) or name not in known]
        if lacking:
            raise AllianceError(
                f"the table “{spec['table']}” has no row “{lacking[0]}”; "
                f"{did_you_mean(lacking[0], frame['id'])}"
            )
        frame = frame.set_index("id", drop=False).loc[listed]
    if spec.get("where"):
        frame = rows_where(frame, spec["where"])
    if frame.empty and spec.get("compute") != "count":
        raise AllianceError("no row of the table fits")
    return frame.reset_index(drop=True)


def compute(spec: dict[str, Any], library: Any) -> Any:
    """Return the value that `answer_from` describes.

    Raises:
        AllianceError: see `select`; also an unknown word after `compute:` or a wrong column.
    """
    word = spec.get("compute", "")
    if word not in COMPUTE:
        raise AllianceError(f"`compute: {word}` is unknown; {did_you_mean(word, COMPUTE)}")
    return COMPUTE[word](select(spec, library), str(spec.get("column") or ""))


def _fill(template: str, row: pd.Series) -> str:
    """Fill {column} in a template with the values of a row."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in row.index:
            raise AllianceError(f"{{{name}}} is no column; {did_you_mean(name, row.index)}")
        return ", ".join(map(str, row[name])) if isinstance(row[name], list) else str(row[name])

    return re.sub(r"\{(\w+)\}", value, template)


def options_from(spec: dict[str, Any], library: Any) -> tuple[Option, ...]:
    """Return one option for each row; `correct` is a condition that holds for the right ones.

    Args:
        spec: table, where or ids, text (column), correct (condition), feedback_right and
            feedback_wrong (templates with {column}).
        library: the data package.

    Raises:
        AllianceError: see `select`; also when two rows give the same text.
    """
    frame = select(spec, library)
    texts = _need(frame, str(spec.get("text") or "")).map(str)
    if texts.duplicated().any():
        raise AllianceError(f"two rows give the same text “{texts[texts.duplicated()].iloc[0]}”")
    right = set(rows_where(frame, spec.get("correct") or "", "correct")["id"])
    options = []
    for (_, row), text in zip(frame.iterrows(), texts, strict=True):
        correct = row["id"] in right
        template = spec.get("feedback_right" if correct else "feedback_wrong", "")
        options.append(Option(str(row["id"]), text, _fill(str(template), row), correct))
    return tuple(options)


def paired_from(spec: dict[str, Any], partner: str, library: Any) -> tuple[list[Option], list[str]]:
    """Return the rows as items, each with the text of its right partner.

    A value for which the code book has a word (`categories`) stands as that word.

    Args:
        spec: table, where or ids, text (column), the column of the partners under its name, and
            feedback (template with {column}; the partner if it is not given).
        partner: the name of that field in `spec`.
        library: the data package.

    Raises:
        AllianceError: see `select`; also when two rows give the same text, or one has no partner.
    """
    frame = select(spec, library)
    column = str(spec.get(partner) or "")
    texts, partners = _need(frame, str(spec.get("text") or "")), _need(frame, column)
    if texts.map(str).duplicated().any():
        raise AllianceError(f"two rows give the same text “{texts[texts.duplicated()].iloc[0]}”")
    for name, value in zip(frame["id"], partners, strict=True):
        if not str(value).strip() or pd.isna(value):
            raise AllianceError(f"the row “{name}” has nothing in “{column}”")
    template = str(spec.get("feedback") or f"{{{column}}}")
    items = [
        Option(str(row["id"]), str(text), _fill(template, row))
        for (_, row), text in zip(frame.iterrows(), texts, strict=True)
    ]
    values = [str(value) for value in partners]
    labels = library.labels(column, values)
    return items, [labels.get(value, value) for value in values]


def ordered_from(spec: dict[str, Any], library: Any) -> tuple[Option, ...]:
    """Return the rows as items in the right order.

    Args:
        spec: table, where or ids, text (column), by (column of numbers or dates), feedback
            (template with {column}; the value of `by` if it is not given).
        library: the data package.

    Raises:
        AllianceError: see `select`; also when two rows stand at the same place in the order.
    """
    frame = select(spec, library)
    by = str(spec.get("by") or "")
    texts = _need(frame, str(spec.get("text") or ""))
    dated = f"{by}_start" in frame.columns
    places = _days(frame, by) if dated else _numbers(frame, by)
    if len(places) < len(frame):
        lacking = frame.loc[~frame.index.isin(places.index), "id"].iloc[0]
        raise AllianceError(f"the row “{lacking}” has nothing in “{by}” to order it by")
    if places.duplicated().any():
        first, second = frame.loc[
            places[places.duplicated(keep=False)].sort_values().index[:2], "id"
        ]
        raise AllianceError(f"“{first}” and “{second}” have the same “{by}”, so no order is right")
    template = str(spec.get("feedback") or f"{{{by}}}")
    return tuple(
        Option(str(frame.at[k, "id"]), str(texts[k]), _fill(template, frame.loc[k]))
        for k in places.sort_values().index
    )
