"""Dates that say how well they are known: the part of EDTF that the data package uses.

The Extended Date/Time Format is a specification of the Library of Congress
(https://www.loc.gov/standards/datetime/) and part of ISO 8601-2:2019. Understood here:

- a day, a month or a year (level 0): `1945-08-26`, `1948-12`, `1967`;
- a qualifier at the end (level 1): `?` uncertain, `~` approximate, `%` both;
- an interval of two of these (level 0): `1950-11/1953-07`, each end with its own qualifier;
- an interval with one open end (level 1): `../1948`, `2024-06/..`.

Not understood: times of day, seasons, unknown digits, years before 1 or after 9999. Stricter than
common parsers in two points: 29 February must exist in that year, and an interval may not end
before it begins. The reference parser (package `edtf`) needs about 3 ms a date, which the budget
for opening the data does not allow; the tests hold this one equal to it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from numbers import Integral

from .problems import AllianceError
from .texts import say

__all__ = ["End", "Span", "as_edtf", "bounds", "is_valid", "months", "parse", "words"]

FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)", re.ASCII)
OPEN = ".."


@dataclass(frozen=True)
class End:
    """A day, month or year with its doubt; one end of an interval or the whole date.

    Attributes:
        year, month, day: month and day are 0 where the date does not say them.
        about: the date is approximate (`~` or `%`).
        uncertain: the date is doubted (`?` or `%`).
    """

    year: int
    month: int
    day: int
    about: bool
    uncertain: bool

    @property
    def first(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """What is known: `day`, `month` or `year`."""
        return "day" if self.day else "month" if self.month else "year"

    def plain(self, with_month: bool = True, with_year: bool = True) -> str:
        """Return the date in words without its doubt, as much of it as is wanted."""
        month = say(f"month.{self.month}") if self.month else ""
        if with_year:
            return say(f"date.{self.precision}", day=self.day, month=month, year=self.year)
        if not self.day:
            return say("date.month_alone", month=month)
        if not with_month:
            return say("date.day_alone", day=self.day)
        return say("date.day_month", day=self.day, month=month)

    def words(self) -> str:
        """Return the date in words with its doubt: “about 1967 (uncertain)”."""
        said = self.plain()
        if self.about:
            said = say("date.about", date=said)
        return say("date.uncertain", date=said) if self.uncertain else said


@dataclass(frozen=True)
class Span:
    """A whole EDTF date: one date (start equals end) or an interval.

    Attributes:
        start, end: None where an interval is open.
        interval: whether it was written with a slash.
    """

    start: End | None
    end: End | None
    interval: bool

    @property
    def about(self) -> bool:
        """Whether either end is approximate."""
        return any(end.about for end in (self.start, self.end) if end)

    @property
    def uncertain(self) -> bool:
        """Whether either end is doubted."""
        return any(end.uncertain for end in (self.start, self.end) if end)

    @property
    def precision(self) -> str:
        """`day`, `month`, `year` or `interval`."""
        return "interval" if self.interval or not self.start else self.start.precision


def _end(text: str) -> End | None:
    """Parse one date without a slash; None if it is not one that exists."""
    match = FORM.fullmatch(text)
    if not match:
        return None
    year, month, day, mark = match.groups()
    if year == "0000" or month == "00" or day == "00":
        return None
    end = End(int(year), int(month or 0), int(day or 0), mark in ("~", "%"), mark in ("?", "%"))
    try:
        _ = end.first, end.last
    except (ValueError, calendar.IllegalMonthError):
        return None
    return end


@lru_cache(maxsize=8192)
def _parse(text: str) -> Span | None:
    """Parse any EDTF text of the subset; None if it is not one."""
    if "/" not in text:
        end = _end(text)
        return Span(end, end, False) if end else None
    left, _, right = text.partition("/")
    if left == OPEN and right == OPEN:
        return None
    start, end = _end(left), _end(right)
    if (start is None and left != OPEN) or (end is None and right != OPEN):
        return None
    if start and end and end.last < start.first:
        return None
    return Span(start, end, True)


def parse(edtf: str) -> Span:
    """Parse an EDTF text; AllianceError if it is not one of the subset described above."""
    span = _parse(edtf) if isinstance(edtf, str) else None
    if span is None:
        raise AllianceError(
            f"“{edtf}” is not a date that can be read; write a day as 1950-06-25, a month as "
            "1950-06, a year as 1950, an interval as 1950-06/1953-07, and “about” as 1950~."
        )
    return span


def as_edtf(value: object) -> object:
    """Return a day or time stamp, or a year as a whole number, as EDTF; anything else as it is.

    Learners count years and derive days, and then draw what they have.
    """
    if isinstance(value, date) and value == value:  # NaT is a date that equals nothing
        return value.strftime("%Y-%m-%d")
    if isinstance(value, Integral) and not isinstance(value, bool) and 0 < value < 10_000:
        return f"{value:04d}"
    return value


def is_valid(edtf: str) -> bool:
    """Tell whether a text is a date of the subset described above; never raises."""
    return isinstance(edtf, str) and _parse(edtf) is not None


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Return the first and the last day that the text may mean; None where it is open.

    A qualifier (`?`, `~`, `%`) does not widen the bounds: how far “about” reaches is not said.
    AllianceError if the text is not a date.
    """
    span = parse(edtf)
    return (span.start.first if span.start else None, span.end.last if span.end else None)


def months(key: str = "month") -> list[str]:
    """Return the names of the twelve months; with the key `month_short`, short ones."""
    return [say(f"{key}.{number}") for number in range(1, 13)]


def words(edtf: str) -> str:
    """Return the date as a reader says it: “26 August 1945”, “about 1967”, “1962 to 1964”.

    AllianceError if the text is not a date.
    """
    span = parse(edtf)
    start, end = span.start, span.end
    if start is None:
        return say("date.until", date=end.words())
    if end is None:
        return say("date.since", date=start.words())
    if not span.interval or start == end:
        return start.words()
    # Say a shared month or year once: “3 to 5 May 2001”, “May to July 2001”.
    alike = start.precision == end.precision and start.year == end.year and start.month
    if alike and not (span.about or span.uncertain):
        first = start.plain(start.month != end.month, False)
        return say("date.span", start=first, end=end.plain())
    return say("date.span", start=start.words(), end=end.words())
