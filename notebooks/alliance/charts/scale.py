"""Scales of charts: where a number or a date stands, which ticks help to read it, numbers in words.

Positions are per cent of the width or height drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .. import dates
from ..problems import AllianceError
from ..texts import say

__all__ = ["Scale", "figure", "moment", "numbers", "range_words", "times", "years"]

MOST_TICKS = 6
MINUS = "\u2212"
# Steps between ticks on an axis of time, in months.
MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]


@dataclass(frozen=True)
class Scale:
    """From values to per cent of the length drawn.

    Attributes:
        low, high: values at both ends.
        ticks: (value, words), in order.
        left, right: per cent at which `low` and `high` stand.
    """

    low: float
    high: float
    ticks: list[tuple[float, str]] = field(default_factory=list)
    left: float = 0
    right: float = 100

    def at(self, value: float) -> float:
        """Return where a value stands, in per cent."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.left + share * (self.right - self.left), 2)


def figure(value: float) -> str:
    """Return a number as a reader reads it: “28,000”, “6.5 million”, “−4.5”."""
    sign, size = (MINUS if value < 0 else ""), abs(float(value))
    for power, key in ((9, "chart.billion"), (6, "chart.million")):
        part = round(size / 10**power, 3)
        # Only where nothing is lost: 4,031,250 keeps its digits.
        if part >= 1 and math.isclose(part * 10**power, size):
            return sign + say(key, n=f"{part:,.12g}")
    return sign + f"{size:,.12g}"


def range_words(low: float, high: float) -> str:
    """Return a claim in words, with open ends left open; "" if it has neither end."""
    missing_low, missing_high = math.isnan(low), math.isnan(high)
    if missing_low and missing_high:
        return ""
    if missing_high:
        return say("chart.low_only", low=figure(low))
    if missing_low:
        return say("chart.high_only", high=figure(high))
    if low == high:
        return figure(low)
    return say("chart.range", low=figure(low), high=figure(high))


def _step(span: float, most: int) -> float:
    """Return the round number nearest above `span / most`: 1, 2, 2.5 or 5 times a power of ten."""
    least = span / most
    power = 10.0 ** math.floor(math.log10(least))
    return next(k * power for k in (1, 2, 2.5, 5, 10) if k * power >= least * 0.999)


def numbers(
    values: Iterable[float], *, zero: bool = True, left: float = 0, right: float = 100
) -> Scale:
    """Return a scale for numbers, from round tick to round tick.

    Args:
        values: what must fit; missing numbers are passed over.
        zero: begin at zero (bars must), else at the first round number below the values.
        left, right: per cent at both ends.
    """
    known = [float(v) for v in values if v is not None and not math.isnan(v)]
    known = [*known, 0.0] if zero or not known else known
    low, high = min(known), max(known)
    if low == high:
        low, high = (low, high + 1) if zero else (low - 1, high + 1)
    step = _step(high - low, MOST_TICKS - 1)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(k * step, 10) for k in range(first, last + 1)]
    return Scale(ticks[0], ticks[-1], [(tick, figure(tick)) for tick in ticks], left, right)


# --- time ----------------------------------------------------------------------------------------


def moment(day: date, after: bool = False) -> float:
    """Return a day as a decimal year with twelve equal months; `after` means its end."""
    return round(day.year + (day.month - 1 + (day.day - 1 + after) / 31) / 12, 4)


def years(values: Iterable[Any]) -> bool:
    """Tell whether all values are plain years, such as 1950 or "1950"."""
    texts = [str(dates.as_edtf(value)) for value in values]
    return all(dates.is_valid(text) and len(text) == 4 for text in texts)


def times(places: Iterable[float], *, whole: bool, left: float = 3, right: float = 97) -> Scale:
    """Return a scale for decimal years, with years or months as ticks.

    Args:
        places: moments that must fit.
        whole: the places are whole years, so that a tick stands under each.
        left, right: per cent at both ends.
    """
    known = list(places)
    if not known:
        raise AllianceError("The chart has no date to draw; fill in the column of dates.")
    low, high = min(known), max(known)
    if low == high:
        low, high = low - 0.5, high + 0.5
    span = max(1, round((high - low) * 12))
    allowed = [m for m in MONTHS if m >= 12] if whole else MONTHS
    step = next((m for m in allowed if span / m <= MOST_TICKS + 2), MONTHS[-1])
    first = math.ceil(round(low * 12, 3) / step) * step
    ticks = [(m / 12, _tick(m, m == first)) for m in range(first, math.floor(high * 12) + 1, step)]
    return Scale(low, high, ticks, left, right)


def _tick(months: int, first: bool) -> str:
    """Return the words of a tick: the year in January, else the short month."""
    year, month = divmod(months, 12)
    if month == 0:
        return str(year)
    name = say(f"month_short.{month + 1}")
    return say("date.month", month=name, year=year) if first else name
