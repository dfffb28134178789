"""What charts say of themselves: one sentence computed from the rows, where none was written.

Sentences name ends and extremes, never a mean or a sum: claims do
not become one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .. import dates
from ..texts import count
from .scale import figure, range_words
from .spec import cell

__all__ = ["about_bars", "about_claims", "about_lines", "in_words"]


def in_words(row: Mapping[str, Any], column: str | None) -> str:
    """Return a date in words, or the text as it is."""
    text = str(dates.as_edtf(row[column])) if column else ""
    return dates.words(text) if dates.is_valid(text) else cell(row, column)


def about_lines(unit: str, rows: pd.DataFrame, y: str, series: int) -> str:
    """Return one sentence on lines: where they begin and end, or how far they reach."""
    first, last = rows.iloc[0], rows.iloc[-1]
    high, low = rows.loc[rows[y].idxmax()], rows.loc[rows[y].idxmin()]
    return count(
        "chart.lines", series, unit=unit,
        first=figure(first[y]), last=figure(last[y]), to=last["_when"],
        high=figure(high[y]), at_high=high["_when"], high_name=high["_name"],
        low=figure(low[y]), at_low=low["_when"], low_name=low["_name"], **{"from": first["_when"]},
    )  # fmt: skip


def about_bars(unit: str, rows: pd.DataFrame, y: str) -> str:
    """Return one sentence on bars: the highest and the lowest."""
    high, low = rows.loc[rows[y].idxmax()], rows.loc[rows[y].idxmin()]
    names = [", ".join(filter(None, [row["_name"], row["_when"]])) for row in (high, low)]
    return count(
        "chart.bars", len(rows), unit=unit, high=figure(high[y]), low=figure(low[y]),
        high_name=names[0], low_name=names[1],
    )  # fmt: skip


def about_claims(
    unit: str, rows: pd.DataFrame, label: str, low: str, high: str, when: str | None
) -> str:
    """Return one sentence on claims: from where to where they reach, and how many are open."""
    least, most = rows[[low, high]].min(axis=1), rows[[low, high]].max(axis=1)
    ends = rows.loc[least.idxmin()], rows.loc[most.idxmax()]
    parts = [[cell(row, label), row["_name"], in_words(row, when)] for row in ends]
    names = [", ".join(dict.fromkeys(filter(None, some))) for some in parts]
    n = int(rows[high].isna().sum())
    return count(
        "chart.ranges", len(rows), unit=unit, low=figure(least.min()), high=figure(most.max()),
        low_name=names[0], high_name=names[1], open=count("chart.open", n) if n else "",
        words=range_words(float(ends[0][low]), float(ends[0][high])),
    )  # fmt: skip
