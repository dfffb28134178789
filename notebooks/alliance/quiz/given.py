"""What learners hand in from a code cell, brought to the shape of the answer, or told what it is.

The same answer comes in many shapes: counts as a Series, a dictionary or a table; a list as a
column, a set or the keys of a dictionary. What can only mean one thing is taken; of the rest a
sentence says what it is and how to get on. Nothing here raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from ..texts import say

__all__ = ["is_missing", "settled", "shaped"]

Shaped = tuple[Any, str]  # the value, and a sentence if it cannot be compared as it is
VIEWS = (type({}.keys()), type({}.values()), type({}.items()), range)


def settled(value: Any) -> Any:
    """Return a value that can be read more than once: what yields its items becomes a list."""
    return list(value) if isinstance(value, (Iterator, *VIEWS)) else value


def is_missing(value: Any) -> bool:
    """Tell whether a value is one of the ways in which pandas says that nothing is there."""
    return value is None or value is pd.NA or value is pd.NaT


def shaped(value: Any, key: Any) -> Shaped:
    """Return a value in the shape of the right answer, with "", or as it is, with a sentence.

    Args:
        value: what was handed in, after `settled`.
        key: the right answer; only its type counts.
    """
    if type(value).__module__.startswith("pandas") and "GroupBy" in type(value).__name__:
        return value, say("code.grouped")
    if callable(value) and not isinstance(value, pd.Series | pd.DataFrame):
        return value, say("code.call", name=getattr(value, "__name__", type(value).__name__))
    if isinstance(key, pd.DataFrame):
        return _table(value)
    if isinstance(key, Mapping) or (isinstance(key, pd.Series) and _labelled(key)):
        return _counts(value)
    if isinstance(key, list | tuple | set | frozenset | pd.Series | pd.Index):
        return _list(value)
    return _single(value, isinstance(key, str))


def _labelled(series: pd.Series) -> bool:
    return not isinstance(series.index, pd.RangeIndex)


def _table(value: Any) -> Shaped:
    if isinstance(value, pd.Series):
        return value, say("code.table_series")
    return value, ""


def _list(value: Any) -> Shaped:
    """A column is its entries, and a table with one column is that column."""
    if isinstance(value, pd.DataFrame):
        if len(value.columns) != 1:
            return value, say("code.list_table")
        value = value.iloc[:, 0]
    if isinstance(value, pd.Series):
        return list(value), ""
    if isinstance(value, str):
        return value, say("code.list_text")
    return value, ""


def _counts(value: Any) -> Shaped:
    """A number for each label: Series, dictionary, list of pairs, or a table of two columns."""
    if isinstance(value, pd.DataFrame):
        value = _column_by_label(value)
        if value is None:
            return value, say("code.counts_table")
    if isinstance(value, pd.Series):
        return _by_label(value)
    if isinstance(value, list | tuple) and value:
        pairs = all(isinstance(one, list | tuple) and len(one) == 2 for one in value)
        if pairs and all(isinstance(label, str) for label, _ in value):
            return dict(value), ""
        return value, say("code.counts_list")
    return value, ""


def _column_by_label(table: pd.DataFrame) -> pd.Series | None:
    """Return the numbers of a table by its labels, None if it is not plain which these are."""
    numbers = [k for k, kind in enumerate(table.dtypes) if pd.api.types.is_numeric_dtype(kind)]
    if len(numbers) != 1:
        return None
    place = numbers[0]
    if len(table.columns) == 1 and not isinstance(table.index, pd.RangeIndex):
        return table.iloc[:, place]
    if len(table.columns) == 2:
        return pd.Series(list(table.iloc[:, place]), index=list(table.iloc[:, 1 - place]))
    return None


def _by_label(series: pd.Series) -> Shaped:
    labels = list(series.index)
    whole = (
        list | set | dict if isinstance(series.index, pd.MultiIndex) else list | set | dict | tuple
    )
    if any(isinstance(label, whole) for label in labels):
        return series, say("code.counts_lists")
    if any(isinstance(entry, list | set) for entry in series):
        return series, say("code.counts_column")
    if not _labelled(series):
        return series, say("code.counts_column")
    if isinstance(series.index, pd.MultiIndex):
        if series.index.nlevels > 1:
            return series, say("code.counts_levels")
        labels = [label[0] for label in labels]  # what value_counts() of a table gives
    if len(set(labels)) < len(labels):
        return series, say("code.counts_column")
    return dict(zip(labels, series, strict=True)), ""


def _single(value: Any, text: bool) -> Shaped:
    """A number or a text by itself."""
    if isinstance(value, pd.DataFrame):
        return value, say("code.single_table", rows=len(value))
    if isinstance(value, timedelta):
        return value, say("code.single_time")
    if isinstance(value, str) and not text:
        return value, say("code.single_text", got=value[:60])
    if isinstance(value, Mapping):
        return value, say("code.single_many", n=len(value))
    if isinstance(value, pd.Series | pd.Index | list | tuple | set | frozenset) or (
        hasattr(value, "tolist") and getattr(value, "ndim", 0) > 0
    ):
        return value, say(
            "code.single_inside" if len(value) == 1 else "code.single_many", n=len(value)
        )
    return value, ""
