"""Compares what a learner computed with what the data say, and words the difference.

Pure functions; each returns "" if the two agree, else a sentence that helps without telling the
answer: which kind of value is wanted, what is missing, off by how much.
"""

from __future__ import annotations

import math
import numbers
from decimal import Decimal
from typing import Any

import pandas as pd

from .numbers import shown
from .texts import say

__all__ = ["compare", "tidy"]

MOST = 3


def tidy(value: Any) -> Any:
    """Bring a value to plain Python: numbers, text, list, dict; a DataFrame stays one."""
    if isinstance(value, pd.DataFrame):
        return value
    if isinstance(value, pd.Series):
        plain = isinstance(value.index, pd.RangeIndex)
        return [tidy(v) for v in value] if plain else tidy(value.to_dict())
    if isinstance(value, dict):
        return {tidy(k): tidy(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | pd.Index) or _is_array(value):
        return [tidy(v) for v in value]
    return value.item() if hasattr(value, "item") and not isinstance(value, str) else value


def _is_array(value: Any) -> bool:
    return hasattr(value, "tolist") and getattr(value, "ndim", 0) > 0


def compare(value: Any, key: Any, tolerance: float = 0, ordered: bool = False) -> str:
    """Return "" if `value` is what `key` says, else a sentence.

    Args:
        value: number, text, bool, list, tuple, set, dict, Series, array or DataFrame.
        key: the same, from the data. A Series with labels counts as dict, otherwise as list.
        tolerance: how far a number may be off.
        ordered: the order of a list or of the rows matters.
    """
    if value is None:
        return say("code.none")
    value, key = tidy(value), tidy(key)
    if isinstance(key, list) and isinstance(value, dict):
        value = list(value.values())  # a Series whose labels are only row labels
    if isinstance(key, pd.DataFrame):
        return _tables(value, key, tolerance, ordered)
    for is_kind, check in (
        (lambda v: isinstance(v, bool), _flags),
        (_is_number, _numbers),
        (lambda v: isinstance(v, str), _texts),
        (lambda v: isinstance(v, list), lambda v, k, t: _lists(v, k, t, ordered)),
        (lambda v: isinstance(v, dict), _mappings),
    ):
        if is_kind(key):
            return check(value, key, tolerance) if is_kind(value) else _type(value, key)
    return "" if value == key else _type(value, key)


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real | Decimal) and not isinstance(value, bool)


def _type(value: Any, key: Any) -> str:
    want = say("code.number") if _is_number(key) else f"a {type(key).__name__}"
    return say("code.type", want=want.removeprefix("a "), got=type(value).__name__)


def _flags(value: bool, key: bool, tolerance: float) -> str:
    return "" if value is key else say("code.flag", got=value)


def _numbers(value: Any, key: Any, tolerance: float) -> str:
    if math.isnan(value):
        return say("code.nan")
    if math.isinf(value):
        return say("code.high" if value > 0 else "code.low", got=value, off="∞")
    # str() gives the shortest form of a float, so 0.1 + 0.2 does not fail a tolerance of 0.
    off = Decimal(str(round(value, 9))) - Decimal(str(round(key, 9)))
    if abs(off) <= Decimal(str(tolerance)):
        return ""
    word = "code.low" if off < 0 else "code.high"
    return say(word, got=shown(Decimal(str(value))), off=shown(abs(off)))


def _texts(value: str, key: str, tolerance: float) -> str:
    if value == key:
        return ""
    if "".join(value.split()).casefold() == "".join(key.split()).casefold():
        return say("code.spelling")
    return say("code.text", got=_short(value))


def _lists(value: list, key: list, tolerance: float, ordered: bool) -> str:
    rest, missing = list(value), []
    for item in key:
        k = next((k for k, v in enumerate(rest) if _agree(v, item, tolerance)), None)
        missing.append(item) if k is None else rest.pop(k)
    sentences = []
    if len(value) != len(key):
        sentences.append(say("code.length", got=len(value), want=len(key)))
    if rest:
        sentences.append(say("code.extra", items=_some(rest)))
    if sentences or missing:
        return " ".join(sentences)
    if ordered and not all(_agree(v, k, tolerance) for v, k in zip(value, key, strict=True)):
        return say("code.order")
    return ""


def _agree(value: Any, key: Any, tolerance: float) -> bool:
    both = _is_number(value) and _is_number(key)
    return not _numbers(value, key, tolerance) if both else value == key


def _mappings(value: dict, key: dict, tolerance: float) -> str:
    missing = [k for k in key if k not in value]
    extra = [k for k in value if k not in key]
    if missing:
        return say("code.missing", items=_some(missing))
    if extra:
        return say("code.extra", items=_some(extra))
    for place, wanted in key.items():
        message = compare(value[place], wanted, tolerance)
        if message:
            return say("code.entry", place=_short(place), message=message)
    return ""


def _tables(value: Any, key: pd.DataFrame, tolerance: float, ordered: bool) -> str:
    """Columns first, then the number of rows, then the values; the index does not matter."""
    if not isinstance(value, pd.DataFrame):
        return say("code.type", want="DataFrame", got=type(value).__name__)
    missing = [c for c in key.columns if c not in value.columns]
    if missing:
        return say("code.columns_missing", items=_some(missing))
    if len(value) != len(key):
        return say("code.rows", got=len(value), want=len(key))
    columns = list(key.columns)
    mine, theirs = _rows(value, columns), _rows(key, columns)
    if not ordered:
        mine, theirs = sorted(mine, key=repr), sorted(theirs, key=repr)
    elif mine != theirs and sorted(mine, key=repr) == sorted(theirs, key=repr):
        return say("code.order")
    for k, (row, wanted) in enumerate(zip(mine, theirs, strict=True), 1):
        for column, got, want in zip(columns, row, wanted, strict=True):
            if not _agree(got, want, tolerance) and not (_absent(got) and _absent(want)):
                return say("code.cell", column=column, row=k, got=_short(got))
    return ""


def _rows(frame: pd.DataFrame, columns: list[str]) -> list[list[Any]]:
    return [[tidy(v) for v in row] for row in frame[columns].itertuples(index=False, name=None)]


def _absent(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value


def _some(items: list) -> str:
    rest = len(items) - MOST
    return ", ".join(_short(item) for item in items[:MOST]) + (f" (+{rest})" if rest > 0 else "")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
