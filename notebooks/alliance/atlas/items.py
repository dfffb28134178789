"""From the rows of a table to what a map shows: entries, places, marks, dates.

Nothing here draws; the page does that from what these functions return.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Number
from typing import Any

import pandas as pd

from .. import dates
from ..library import as_list
from ..page import marks
from ..problems import AllianceError, did_you_mean
from ..texts import column, say
from .check import row_name

__all__ = ["choose_marks", "places", "plain", "span_of", "steps", "table_columns", "tell"]

Marks = dict[Any, tuple[str, str]]

NO_KIND = ("circle", marks.BLUE)  # the mark of rows without a category, and of maps without one

# Columns that a reader wants to see without asking, where a table has them.
TEXTS = ("summary", "what", "note")
DETAILS = ("role", "low", "high", "unit", "claimant", "confidence")
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def plain(value: Any, library: Any = None) -> str:
    """Return a cell as words: lists joined, missing values as "", actor ids named by a library."""
    if isinstance(value, list | tuple):
        return ", ".join(plain(part, library) for part in value)
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, Number) and not isinstance(value, bool):
        if math.isnan(value):
            return ""
        # Four digits stand without a separator, as years do.
        return f"{value:,.12g}" if abs(value) >= 10_000 else f"{value:.12g}"
    if isinstance(value, pd.Timestamp | datetime.date):
        return dates.words(value.strftime("%Y-%m-%d"))
    return library.actor_name(value) if library and isinstance(value, str) else str(value)


def table_columns(frame: pd.DataFrame, first: Iterable[str | None]) -> list[str]:
    """Return the columns that stand in a popup and in the table: those named, then useful ones."""
    wanted = [*first, "place", *TEXTS, *DETAILS, "source_ids"]
    return [c for c in dict.fromkeys(wanted) if c and c in frame]


# --- dates -------------------------------------------------------------------------------------


def span_of(
    frame: pd.DataFrame, when: str, function: str
) -> list[tuple[int | None, int | None, str]]:
    """Return for each row its first and last day (as ordinals) and the date in words.

    Days come from the columns `<when>_start` and `<when>_end` where the table has them, else from
    the text. No first day: the row has no date. No last day: the date is open.

    Raises:
        AllianceError: names the first row whose date cannot be read.
    """
    spans = []
    has_days = f"{when}_start" in frame and f"{when}_end" in frame
    for position, value in enumerate(frame[when]):
        words = _date_words(value)
        if has_days:
            ends = (frame[f"{when}_{end}"].iloc[position] for end in ("start", "end"))
            first, last = (None if pd.isna(end) else end.toordinal() for end in ends)
        else:
            first, last = _days(value, words)
        if words and first is last is None:
            raise AllianceError(
                f"{function}: {row_name(frame, position)}, column “{when}”: {value!r} is no date; "
                "write 1950-06-25, 1950-06 or 1950, or leave the cell empty."
            )
        # “until 1948” has no first day: it counts from its last.
        spans.append((last if first is None else first, last, words))
    return spans


def _date_words(value: Any) -> str:
    """Return a date as a reader says it; text that is no EDTF stays as it is."""
    text = plain(value).strip()
    return dates.words(text) if dates.is_valid(text) else text


def _days(value: Any, words: str) -> tuple[int | None, int | None]:
    """Return the first and last day of a date as text or time stamp."""
    if not words:
        return None, None
    if isinstance(value, pd.Timestamp | datetime.date):
        return value.toordinal(), value.toordinal()
    text = str(value).strip()
    match = DAY.match(text)
    if not dates.is_valid(text) and match and dates.is_valid(match.group()):
        text = match.group()
    if not dates.is_valid(text):
        return None, None
    return tuple(None if day is None else day.toordinal() for day in dates.bounds(text))


def steps(
    frame: pd.DataFrame, when: str, spans: list[tuple[int | None, int | None, str]]
) -> list[tuple[int, str]]:
    """Return the distinct first days of the rows, in order, each with its words.

    Where rows that begin on the same day know it more or less exactly (1950, 1 January 1950), the
    vaguer words are taken: they claim less.
    """
    found: dict[int, str] = {}
    for value, (first, _, _) in zip(frame[when], spans, strict=True):
        if first is None:
            continue
        text = plain(value).strip() if isinstance(value, str) else ""
        start = dates.parse(text).start if dates.is_valid(text) else None
        exact = dates.words(datetime.date.fromordinal(first).isoformat())
        words = start.words() if start else exact
        if first not in found or len(words) < len(found[first]):
            found[first] = words
    return sorted(found.items())


# --- marks -------------------------------------------------------------------------------------


def choose_marks(
    frame: pd.DataFrame, category: str, given: Mapping | None, library: Any, function: str
) -> tuple[Marks, dict[Any, str]]:
    """Return symbol and colour for each value of a column, and each value in words.

    In order: the marks given; those of the table of actors, if all values are actors; by the
    allowed values of the column (`Library.kinds`); else by the values in alphabetical order.

    Raises:
        AllianceError: the column holds lists, or a value has no mark among those given.
    """
    values = [v for v in frame[category] if isinstance(v, list) or plain(v)]
    if any(isinstance(v, list) for v in values):
        raise AllianceError(
            f"{function}: the column “{category}” holds lists; give it one value a row, for "
            f"example with frame.explode({category!r})."
        )
    present = sorted(dict.fromkeys(values), key=str)
    if given is not None:
        for value in present:
            if value not in given:
                hint = did_you_mean(value, given)
                raise AllianceError(f"{function}: marks= has nothing for “{value}”; {hint}")
        return {v: given[v] for v in given if v in present}, {v: plain(v) for v in present}
    actors = library.held.get("actors")
    if actors is not None and present and set(present) <= set(actors["id"]):
        rows = actors.set_index("id").loc[present]
        wanted = dict(zip(rows.index, zip(rows["symbol"], rows["color"], strict=True), strict=True))
        return _apart(wanted), {i: library.actor_name(i) for i in present}
    every = marks.pairs(library.kinds(category, present) or present)
    labels = library.labels(category, present)
    words = {v: labels.get(v, str(v).replace("-", " ")) for v in present}
    return {v: pair for v, pair in every.items() if v in words}, words


def _apart(wanted: Marks) -> Marks:
    """Give another mark to each value whose mark another one has: minor actors share theirs."""
    free = [mark for mark in marks.pairs(range(99)).values() if mark not in wanted.values()]
    free = list(dict.fromkeys(free))
    found: Marks = {}
    for value, mark in wanted.items():
        found[value] = free.pop(0) if mark in found.values() and free else mark
    return found


# --- rows and places -----------------------------------------------------------------------------


@dataclass
class Told:
    """What a map says about the rows of a table.

    Attributes:
        rows: an entry for each row, see items.js.
        cites: source links that rows point into.
        pairs: symbol and colour of each category, in the order that marks are numbered.
        words: each category in words.
        category: the column of categories, or None.
        dates: the column of dates, or None.
        steps: first days with their words, for the slider; [] without one.
    """

    rows: list[dict[str, Any]]
    cites: list[str]
    pairs: Marks
    words: dict[Any, str]
    category: str | None
    dates: str | None
    steps: list[tuple[int, str]]

    @property
    def every(self) -> list[tuple[str, str]]:
        """All marks; the last is for rows without a category."""
        return [*self.pairs.values(), NO_KIND]

    def key(self) -> dict[str, tuple[str, str]]:
        """What the key to the marks says: words -> mark."""
        found = {self.words[value]: pair for value, pair in self.pairs.items()}
        if self.category and any("kind" not in row for row in self.rows):
            found[say("map.no_kind", column=column(self.category))] = NO_KIND
        return found


def tell(
    frame: pd.DataFrame,
    label: str,
    detail: Iterable[str] | None,
    when: str | None,
    category: str | None,
    given: Mapping | None,
    library: Any,
    function: str,
) -> Told:
    """Return what a map says about the rows of a table.

    Args:
        frame: the rows that are drawn.
        label: column of the heading.
        detail: columns for the lines below it; None for a text and the usual details.
        when: date column that a slider is wanted for; without one, `date` is only told.
        category: column of the marks.
        given: marks for its values, see `choose_marks`.
        library: names actors and cites sources.
        function: name of the caller, for messages.

    Raises:
        AllianceError: see `span_of` and `choose_marks`.
    """
    dated = when or ("date" if "date" in frame else None)
    spans = span_of(frame, dated, function) if dated else [(None, None, "")] * len(frame)
    pairs, words = {}, {}
    if category:
        pairs, words = choose_marks(frame, category, given, library, function)
    order = list(pairs)
    text, more = _details(frame, detail, (label, dated, category))
    cites: dict[str, int] = {}
    rows = []
    for record, (first, last, date) in zip(frame.to_dict("records"), spans, strict=True):
        kind = record[category] if category else None
        row = {
            "label": plain(record[label], library),
            "date": date,
            "text": plain(record[text]) if text else "",
            "more": _lines(record, more, library),
            "cites": [cites.setdefault(s, len(cites)) for s in as_list(record.get("source_ids"))],
            "kind": words.get(kind, ""),
            "mark": order.index(kind) if kind in pairs else len(order),
        }
        row = {key: value for key, value in row.items() if value or key in ("label", "mark")}
        rows.append({**row, "from": first, "to": last})
    links = [library.cite(source).short() for source in cites]
    stops = steps(frame, when, spans) if when else []
    return Told(rows, links, pairs, words, category, dated, stops)


def _details(
    frame: pd.DataFrame, detail: Iterable[str] | None, told: Iterable[str | None]
) -> tuple[str | None, list[str]]:
    """Return the column of the text, and those of the lines below it that are not told already."""
    if detail is not None:
        text, more = None, list(detail)
    else:
        text = next((c for c in TEXTS if c in frame), None)
        more = [c for c in DETAILS if c in frame]
    return text, [c for c in more if c not in (text, *told, "source_ids")]


def _lines(record: Mapping[str, Any], columns: Iterable[str], library: Any) -> list[list[str]]:
    """Return the filled columns of a row with their names."""
    found = [[column(c), plain(record[c], library)] for c in columns]
    return [line for line in found if line[1]]


def near(lon: float, middle: float) -> float:
    """Return a longitude as many turns further as brings it nearest to another one."""
    return lon + 360 * round((middle - lon) / 360)


def places(
    frame: pd.DataFrame, lats: pd.Series, lons: pd.Series, middle: float
) -> list[dict[str, Any]]:
    """Return the places of a table: rows at the same coordinates share one.

    Returns:
        A list of {at: [lat, lon], name, rows: [positions]} in the order of the table.
    """
    found: dict[tuple[float, float], dict[str, Any]] = {}
    has_name = "place" in frame
    for position, (lat, lon) in enumerate(zip(lats, lons, strict=True)):
        at = (round(lat, 3), round(near(lon, middle), 3))
        place = found.setdefault(at, {"at": list(at), "name": "", "rows": []})
        place["rows"].append(position)
        if has_name and not place["name"]:
            place["name"] = plain(frame["place"].iloc[position])
    return list(found.values())
