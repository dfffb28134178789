"""Charts from tables: lines, bars, claims as ranges, claims over time."""

from __future__ import annotations

from .picture import bars, lines, over_time, ranges

__all__ = ["bars", "lines", "over_time", "ranges"]
