"""Tables as JSON values and back, exactly: types, empty cells, lists.

Only what `package` makes of files can be written: text, lists of texts, numbers, truths, days. A
text or an item that stands in many cells is written once, and is one object again when it is read,
which takes a third of the memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["Unfit", "frame_of", "packed_frame"]


DAYS = "datetime64[s]"


class Unfit(Exception):
    """A column holds something that cannot be written."""


def packed_frame(frame: pd.DataFrame, columns: Iterable[str]) -> list[list[Any]]:
    """Return name, type and cells of these columns.

    Raises:
        Unfit: the index is not 0, 1, 2 …, or a cell is of another kind.
    """
    if not frame.index.equals(pd.RangeIndex(len(frame))):
        raise Unfit
    return [[name, *_packed(frame[name])] for name in columns]


def _packed(column: pd.Series) -> list[Any]:
    kind, cells = str(column.dtype), column.tolist()
    if kind == "object" and all(type(cell) is str for cell in cells):
        places = {word: k for k, word in enumerate(dict.fromkeys(cells))}
        if len(places) > len(cells) / 2:
            return ["text", cells]
        return ["words", list(places), [places[cell] for cell in cells]]
    if kind == "object" and all(type(cell) is list for cell in cells):
        items = [item for cell in cells for item in cell]
        if not all(type(item) is str for item in items):
            raise Unfit
        places = {item: k for k, item in enumerate(dict.fromkeys(items))}
        return ["lists", list(places), [[places[item] for item in cell] for cell in cells]]
    if kind == DAYS:
        return [kind, column.to_numpy().astype("int64").tolist()]
    if kind == "Int64":
        return [kind, [None if pd.isna(cell) else int(cell) for cell in cells]]
    if kind == "float64":
        return [kind, [None if cell != cell else cell for cell in cells]]
    if kind == "bool":
        return [kind, cells]
    raise Unfit


def frame_of(columns: list[list[Any]]) -> pd.DataFrame:
    """Return the table again."""
    length = len(columns[0][-1]) if columns else 0
    index = pd.RangeIndex(length)  # one object: pandas need not compare those of the columns
    cells = {name: _column(kind, index, *rest) for name, kind, *rest in columns}
    return pd.DataFrame(cells, index=index)


def _column(
    kind: str, index: pd.RangeIndex, cells: list[Any], places: list[Any] | None = None
) -> Any:
    """Return one column; `cells` of words and lists are the different ones."""
    if kind == "text":
        return pd.Series(cells, index, dtype=object)
    if kind == "words":
        return pd.Series([cells[k] for k in places], index, dtype=object)
    if kind == "lists":
        return pd.Series([[cells[k] for k in row] for row in places], index, dtype=object)
    if kind == DAYS:
        return np.array(cells, dtype="int64").view(DAYS)
    if kind == "Int64":
        missing = np.array([cell is None for cell in cells], dtype=bool)
        numbers = np.array([cell or 0 for cell in cells], dtype="int64")
        return pd.arrays.IntegerArray(numbers, missing)
    if kind == "float64":
        return np.array([np.nan if cell is None else cell for cell in cells], dtype="float64")
    if kind == "bool":
        return np.array(cells, dtype=bool)
    raise ValueError(kind)
