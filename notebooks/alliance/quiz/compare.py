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

from ..texts import say
from .given import is_missing, settled, shaped
from .numbers import LARGEST, shown

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
    if is_missing(value):
        return say("code.nan")
    try:
        value, advice = shaped(settled(value), key)
        if advice:
            return f"{_type(value, tidy(key))} {advice}"
        return _compared(tidy(value), tidy(key), tolerance, ordered)
    except Exception as error:  # whatever a learner has made: a traceback would say less
        return say("code.unreadable", got=type(value).__name__, reason=type(error).__name__)


def _compared(value: Any, key: Any, tolerance: float, ordered: bool) -> str:
    """Compare two values that `tidy` has brought to plain Python."""
    if isinstance(key, list) and isinstance(value, dict):
        value = list(value.values())  # labels that only number the rows carry no meaning
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
    """Say which kind of value is wanted; a flag, a text and counts by their everyday names."""
    want = say("code.number") if _is_number(key) else f"a {type(key).__name__}"
    for kind, word in ((bool, "code.bool"), (str, "code.str"), (dict, "code.dict")):
        want = say(word) if isinstance(key, kind) else want
    return say("code.type", want=want.removeprefix("a "), got=type(value).__name__)


def _flags(value: bool, key: bool, tolerance: float) -> str:
    return "" if value is key else say("code.flag", got=value)


def _numbers(value: Any, key: Any, tolerance: float) -> str:
    # math.isnan would fail on a whole number that is too large for a float.
    if not isinstance(value, int) and math.isnan(value):
        return say("code.nan")
    if not isinstance(value, int) and math.isinf(value):
        return say("code.high" if value > 0 else "code.low", got=value, off="∞")
    off = _exact(value) - _exact(key)
    if abs(off) <= Decimal(str(tolerance)):
        return ""
    word = "code.low" if off < 0 else "code.high"
    return say(word, got=_figure(_exact(value)), off=_figure(abs(off)))


def _exact(number: Any) -> Decimal:
    """Return a number as Decimal; str() gives the shortest form of a float.

    So 0.1 + 0.2 does not fail a tolerance of 0.
    """
    if isinstance(number, numbers.Rational) and not isinstance(number, int):
        number = float(number)  # a fraction has no short form
    return Decimal(number) if isinstance(number, int) else Decimal(str(round(number, 9)))


def _figure(number: Decimal) -> str:
    """Write a number for readers; one that no one can read, by its size."""
    return shown(number) if abs(number) < LARGEST else f"{number:.2E}"


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
    if is_missing(value) or is_missing(key):
        return is_missing(value) and is_missing(key)
    both = _is_number(value) and _is_number(key)
    return not _numbers(value, key, tolerance) if both else value == key


def _mappings(value: dict, key: dict, tolerance: float) -> str:
    missing = [k for k in key if k not in value]
    # A category that never occurs is counted too by pandas, as 0.
    extra = [k for k in value if k not in key and value[k] != 0]
    if missing and extra:
        return (
            f"{say('code.missing', items=_some(missing))} {say('code.extra', items=_some(extra))}"
        )
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
    message = _columns(value, key)
    if message:
        return message
    if len(value) != len(key):
        return say("code.rows", got=len(value), want=len(key))
    columns = list(key.columns)
    mine, theirs = _rows(value, columns), _rows(key, columns)
    if all(map(_same_row, mine, theirs, [tolerance] * len(key))):
        return ""
    rest, missing = _unpaired(mine, theirs, tolerance)
    if not rest:
        return say("code.order_rows") if ordered else ""
    place, row = rest[0]
    # Compare with the row that agrees in most columns: most likely that one was meant.
    wanted = max(missing, key=lambda w: _likeness(row, w, tolerance))
    for column, got, want in zip(columns, row, wanted, strict=True):
        if not _alike(got, want, tolerance):
            return _cell(column, place + 1, got, want, tolerance, len(rest))
    return ""


def _columns(value: pd.DataFrame, key: pd.DataFrame) -> str:
    """Say which columns are missing, and under what name they may be there."""
    missing = [c for c in key.columns if c not in value.columns]
    if not missing:
        twice = [c for c in key.columns if list(value.columns).count(c) > 1]
        return say("code.columns_twice", items=_some(twice)) if twice else ""
    sentence = say("code.columns_missing", items=_some(missing))
    extra = [c for c in value.columns if c not in key.columns]
    near = {str(c).strip().casefold(): c for c in extra}
    for name in missing:
        if str(name).casefold() in near:
            found = near[str(name).casefold()]
            return f"{sentence} {say('code.columns_near', want=name, got=repr(found))}"
    if [name for name in missing if name in value.index.names]:
        return f"{sentence} {say('code.columns_index')}"
    return f"{sentence} {say('code.columns_extra', items=_some(extra))}" if extra else sentence


def _unpaired(mine: list, theirs: list, tolerance: float) -> tuple[list[tuple[int, list]], list]:
    """Return the rows of mine (with their places) and of theirs that have no like among the other.

    Rows that are the same to the letter are found at once; only the others are compared by pairs.
    """
    waiting: dict[str, int] = {}
    for row in theirs:
        waiting[repr(row)] = waiting.get(repr(row), 0) + 1
    rest = []
    for place, row in enumerate(mine):
        if waiting.get(repr(row)):
            waiting[repr(row)] -= 1
        else:
            rest.append((place, row))
    missing = []
    for row in theirs:
        if waiting[repr(row)]:
            waiting[repr(row)] -= 1
            missing.append(row)
    unlike = []
    for place, row in rest:
        k = next((k for k, w in enumerate(missing) if _same_row(row, w, tolerance)), None)
        unlike.append((place, row)) if k is None else missing.pop(k)
    return unlike, missing


def _same_row(row: list, wanted: list, tolerance: float) -> bool:
    return all(_alike(got, want, tolerance) for got, want in zip(row, wanted, strict=True))


def _likeness(row: list, wanted: list, tolerance: float) -> int:
    return sum(_alike(got, want, tolerance) for got, want in zip(row, wanted, strict=True))


def _alike(got: Any, want: Any, tolerance: float) -> bool:
    if isinstance(got, list) or isinstance(want, list):
        return got == want
    if _absent(got) or _absent(want):
        return _absent(got) and _absent(want)
    return _agree(got, want, tolerance)


def _cell(column: str, row: int, got: Any, want: Any, tolerance: float, wrong: int) -> str:
    """Say what is wrong in a cell: for numbers by how much; and how many rows are wrong."""
    if _is_number(got) and _is_number(want) and not _absent(got) and not _absent(want):
        said = _numbers(got, want, tolerance)
    else:
        said = say("code.value", got=_short(got))
    sentence = say("code.cell", column=column, row=row, message=said)
    return f"{sentence} {say('code.rows_wrong', n=wrong)}" if wrong > 1 else sentence


def _rows(frame: pd.DataFrame, columns: list[str]) -> list[list[Any]]:
    return [[tidy(v) for v in row] for row in frame[columns].itertuples(index=False, name=None)]


def _absent(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or bool(value != value)


def _some(items: list) -> str:
    rest = len(items) - MOST
    return ", ".join(_short(item) for item in items[:MOST]) + (f" (+{rest})" if rest > 0 else "")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
