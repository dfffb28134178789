"""A timeline from a table of events: zoom, filter, open the detail, by keyboard as by pointer.

No charting library ships a timeline as a Python package that works offline and by
keyboard: Plotly, Bokeh and Altair draw points that take no focus, and the timeline plugins of the
map library need a map and fetch their icons. So this is plain SVG, drawn by a script of our own
(`page.js`, `draw.js`) in a page of its own
(`page.py`), whose keys the notebook cannot steal. The
same rows stand below as a table.

Uncertain dates look uncertain: a filled mark is a known day; a pale mark on a dashed bar as long as
the month or year is a date known only to that; a plain bar is something that lasted; a dashed
outline is “about” or doubted. Words say the same.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date as Day
from typing import Any

import pandas as pd

from .. import dates
from ..library import as_list, given_library, need
from ..page import MOST_LINKS, Picture, marks
from ..problems import AllianceError, did_you_mean
from ..texts import column as header
from ..texts import count, say
from . import page as timeline_page

__all__ = ["timeline"]

SOURCES = "source_ids"
FIELDS = [
    "start",
    "end",
    "precision",
    "doubt",
    "when",
    "title",
    "text",
    "kind",
    "actors",
    "place",
    "confidence",
    "sources",
    "named",
]
COLUMNS = ("date", "label", "detail", "category", "actors")
Periods = Mapping[str, tuple[int, int]]


def timeline(
    frame: pd.DataFrame, *, title: str | None = None, summary: str = "", date: str = "date",
    label: str = "title", detail: str | None = "summary", category: str | None = "category",
    actors: str | None = "actors", periods: Periods | None = None, stretch: bool = False,
    start: str | None = None, named: Iterable[str] = (), height: int | None = None,
    library: Any = None
) -> Picture:  # fmt: skip
    """Draw events on a timeline.

    Args:
        frame: one event a row; `place`, `confidence` and `source_ids` are used if it has them.
        title: what the timeline shows; without it, that it is a timeline.
        summary: what a reader should see in it, one sentence; without it the rows are counted.
        date: column of dates (EDTF, time stamps, or years); a row without stands in the table only.
        label, detail: columns with the short name of the event and a sentence or two (or None).
        category: column with one word for each event, which makes the lanes; None for one lane.
        actors: column with lists of actor ids; None for none.
        periods: periods to choose from beside the decades, such as {"First phase": (1950, 1953)};
            they stand as bands behind the events.
        stretch: give each period room for its events and not only for its years, so that a
            crowded time can be read; years are then equally wide within a period only.
        start: name of the period shown first; None for the whole time.
        named: ids of events whose title is written also where there is no room for all titles.
        height: of the frame until its script fits it to its content, in CSS pixels.
        library: the open library; without it, the one that `open_library()` finds.

    Raises:
        AllianceError: a column is missing, there is no row, a date cannot be read, or an event or
            period that is named is not there.
    """
    library = given_library(library, "timeline")
    title = say("timeline.title") if title is None else title
    columns = dict(zip(COLUMNS, (date, label, detail, category, actors), strict=True))
    need(frame, columns, "timeline", "library.events", COLUMNS[2:])
    frame = frame.assign(**{date: [dates.as_edtf(value) for value in frame[date]]})
    drawn, undated = _dated(frame, date)
    kinds = _kinds(drawn, category, library)
    data = _data(drawn, columns, kinds, library, _known(drawn, named))
    data |= _time_axis(periods or {}, start, stretch, data["years"])
    links = library.links(drawn)
    return Picture(
        title=title,
        summary=summary or _count(drawn, data),
        body=timeline_page.build(title, data, kinds, _choices(data), height),
        frame=_table(pd.concat([drawn, undated]), columns, library),
        links=links[:MOST_LINKS],
        cite=library.cite,
        notes=[say("timeline.stretched")] * data["stretch"]
        + _notes(undated[label], date, len(links)),
    )


def _time_axis(periods: Periods, start: str | None, stretch: bool, years: Any) -> dict[str, Any]:
    """Return what the page has to know of periods: bands, the first shown, whether to stretch."""
    bands = _named_periods(periods, years)
    return {
        "bands": bands,
        "start": _start(start, bands, years),
        "stretch": bool(stretch) and len(bands) > 1,
    }


# --- what was given ------------------------------------------------------------------------------


def _spans(frame: pd.DataFrame, column: str) -> list[dates.Span | None]:
    """Parse the dates, None where one is empty; AllianceError names the row that cannot be read."""
    spans = []
    names = frame["id"] if "id" in frame else pd.Series(frame.index, index=frame.index)
    for name, text in zip(names, frame[column], strict=True):
        if text is None or text == "" or (not isinstance(text, str) and pd.isna(text)):
            spans.append(None)
            continue
        try:
            spans.append(dates.parse(text))
        except AllianceError as error:
            raise AllianceError(f"timeline: column “{column}”, row “{name}”: {error}") from None
    return spans


def _dated(frame: pd.DataFrame, column: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows with a date, in order of time, and the rows without."""
    has = [span is not None for span in _spans(frame, column)]
    dated = frame[has]
    if dated.empty:
        raise AllianceError(f"timeline: no row has a date in the column “{column}”; fill it in.")
    order = sorted(range(len(dated)), key=lambda k: _order(dated[column].iloc[k]))
    return dated.iloc[order], frame[[not value for value in has]]


def _order(edtf: str) -> tuple[Day, Day]:
    """Return what events are sorted by: first day, then last day."""
    first, last = dates.bounds(edtf)
    return first or Day.min, last or Day.max


def _kinds(frame: pd.DataFrame, column: str | None, library: Any) -> dict[str, tuple[str, str]]:
    """Return the categories that occur, each with its symbol and colour.

    Where the code book lists the values of the column, its order gives the symbols, so that a
    category looks the same in every picture.
    """
    if column is None:
        return marks.pairs([""])
    found = {_text(row, column) for row in frame.to_dict("records")}
    known = library.kinds(column, found - {""})
    # Rows without a category come last, so that they change no other's symbol.
    looks = marks.pairs([*(known or sorted(found - {""})), ""])
    return {name: look for name, look in looks.items() if name in found}


# --- what is drawn -------------------------------------------------------------------------------


def _at(day: Day | None, after: bool = False) -> float | None:
    """Return a day as a decimal year with twelve equal months; `after` means its end."""
    if day is None:
        return None
    length = monthrange(day.year, day.month)[1]
    return round(day.year + (day.month - 1 + (day.day - 1 + after) / length) / 12, 4)


def _when(edtf: str) -> str:
    """Return the date in words, with what is not known of it."""
    unknown = {"month": "timeline.no_day", "year": "timeline.no_month"}
    key, words = unknown.get(dates.parse(edtf).precision), dates.words(edtf)
    return say(key, date=words) if key else words


def _text(row: Mapping[str, Any], column: str | None) -> str:
    """Return a cell as text, "" if the column is not there or the cell is empty."""
    value = row.get(column, "") if column else ""
    return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else str(value)


def _list(row: Mapping[str, Any], column: str | None) -> list[str]:
    """Return a cell that holds a list, [] if the column is not there."""
    return as_list(row.get(column)) if column else []


def _data(
    frame: pd.DataFrame,
    named: Mapping[str, str | None],
    kinds: Mapping[str, Any],
    library: Any,
    chosen: Collection[str] = (),
) -> dict[str, Any]:
    """Return everything that the script needs, each text once; `FIELDS` names the columns."""
    kind_names = list(kinds)
    cells = frame.to_dict("records")
    people = {a for row in cells for a in _list(row, named["actors"])}
    sure = sorted({_text(row, "confidence") for row in cells})
    people = sorted(people, key=lambda a: library.actor_name(a).casefold())
    sources = list(dict.fromkeys(s for row in cells for s in _list(row, SOURCES)))
    rows = []
    for row in cells:
        span = dates.parse(row[named["date"]])
        first, last = dates.bounds(row[named["date"]])
        kind = kind_names.index(_text(row, named["category"]))
        rows.append(
            [
                _at(first),
                _at(last, after=True),
                span.precision,
                int(span.about or span.uncertain),
                _when(row[named["date"]]),
                _text(row, named["label"]),
                _text(row, named["detail"]),
                kind,
                [people.index(a) for a in _list(row, named["actors"])],
                _text(row, "place"),
                sure.index(_text(row, "confidence")),
                [sources.index(s) for s in _list(row, SOURCES)],
                int(_text(row, "id") in chosen),
            ]
        )
    no_kind = say("timeline.no_kind")
    starts = [row[0] for row in rows if row[0] is not None]
    ends = [row[1] - 0.0001 for row in rows if row[1] is not None]
    return {
        "fields": FIELDS,
        "years": [int(min(starts + ends)), int(max(starts + ends))],
        "months": dates.months("month_short"),
        "kinds": [_nice(name) or (no_kind if len(kinds) > 1 else "") for name in kind_names],
        "actors": [library.actor_name(a) for a in people],
        "confidence": sure,
        "links": [library.cite(s).pair() for s in sources],
        "rows": rows,
    }


def _nice(name: str) -> str:
    """Return a category as a reader sees it: “military-aid” is “Military aid”."""
    return name.replace("-", " ").replace("_", " ")[:1].upper() + re.sub("[-_]", " ", name)[1:]


def _preset_periods(years: list[int]) -> list[tuple[str, int, int]]:
    """Return the whole time and, where there is more than one, the decades."""
    first, last = years
    whole = [(say("timeline.whole", first=first, last=last), first, last)]
    decades = range(first // 10 * 10, last + 1, 10)
    if len(decades) < 2:
        return whole
    named = [(say("timeline.decade", decade=d), d) for d in decades]
    return whole + [(words, max(d, first), min(d + 9, last)) for words, d in named]


def _named_periods(periods: Periods, years: list[int]) -> list[tuple[str, int, int]]:
    """Return the periods given; AllianceError if one is not two years in order."""
    named = []
    for name, pair in periods.items():
        try:
            first, last = (int(year) for year in pair)
        except (TypeError, ValueError):
            first, last = 1, 0
        if first > last:
            raise AllianceError(
                f"timeline: the period “{name}” in periods= must be two years, the earlier first, "
                f"such as (1950, 1953); it was given {pair!r}."
            )
        if first <= years[1] and last >= years[0]:
            named.append((name, max(first, years[0]), min(last, years[1])))
    return named


def _choices(data: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Return all periods to choose from, in words: the whole, decades, and those given."""
    named = [(say("timeline.named", name=n, first=a, last=b), a, b) for n, a, b in data["bands"]]
    return _preset_periods(data["years"]) + named


def _start(name: str | None, periods: list[tuple[str, int, int]], years: list[int]) -> list[int]:
    """Return the years shown first."""
    if name is None:
        return years
    for known, first, last in periods:
        if known == name:
            return [first, last]
    hint = did_you_mean(name, [known for known, _, _ in periods])
    raise AllianceError(f"timeline: start=“{name}” is no period of periods=; {hint}")


def _known(frame: pd.DataFrame, named: Iterable[str]) -> set[str]:
    """Return the ids of the events to name; AllianceError if the table lacks one."""
    wanted = [named] if isinstance(named, str) else list(named)
    ids = set(frame["id"]) if "id" in frame else set()
    for name in wanted:
        if name not in ids:
            hint = did_you_mean(name, ids)
            raise AllianceError(f"timeline: named= has “{name}”, which is no event here; {hint}")
    return set(wanted)


def _count(frame: pd.DataFrame, data: dict[str, Any]) -> str:
    """Return a summary that counts: how many events, from when to when, most of them when."""
    first, last = data["years"]
    events = count("timeline.events", len(frame))
    span = say("timeline.from_to", first=first, last=last)
    if first == last:
        span = say("timeline.in_year", year=first)
    years = pd.Series([int(row[0] if row[0] is not None else row[1]) for row in data["rows"]])
    counts = years.value_counts()
    if len(counts) <= 2:
        return say("timeline.summary", events=events, span=span)
    year, most = counts.index[0], counts.iloc[0]
    return say("timeline.summary_most", events=events, span=span, year=year, n=most)


def _notes(undated: pd.Series, column: str, links: int) -> list[str]:
    """Say which rows are not drawn, and where the sources are that the line below leaves out."""
    notes = []
    if len(undated):
        names = "; ".join(map(str, undated))
        notes.append(say("timeline.undated", column=header(column), names=names))
    if links > MOST_LINKS:
        notes.append(say("timeline.sources", n=links))
    return notes


def _table(frame: pd.DataFrame, named: Mapping[str, str | None], library: Any) -> pd.DataFrame:
    """Return the equal of the drawing: the same rows in words."""
    cells = frame.to_dict("records")
    said = [_text(row, named["date"]) for row in cells]
    shown = {
        "date": [_when(text) if text else say("timeline.no_date") for text in said],
        "title": [_text(row, named["label"]) for row in cells],
    }
    if named["category"]:
        shown["category"] = [_nice(_text(row, named["category"])) for row in cells]
    if named["actors"]:
        shown["actors"] = [
            [library.actor_name(a) for a in _list(row, named["actors"])] for row in cells
        ]
    if "confidence" in frame:
        shown["confidence"] = [_text(row, "confidence") for row in cells]
    if SOURCES in frame:
        shown["sources"] = [_list(row, SOURCES) for row in cells]
    return pd.DataFrame(shown)
