"""Estimate explorer: who claims how much, of when, since when, on what evidence.

One question at a time, so that one scale has one unit; each statement is a range, a point,
or an arrow at an open end, and nothing turns them into one number. The page needs no kernel:
choices, sorting and notes are in `estimates.js`, marks and rows look as in `charts`.

    explore.estimates(library.estimates)
    explore.estimates(library.estimates, ["first-topic", "second-topic"])
    explore.estimates(then.estimates, then.topics, library=then)    # then = library.as_of(…)
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ... import dates
from ...charts.scale import moment, range_words
from ...charts.spec import cell
from ...library import as_list, given_library, need
from ...page import MOST_LINKS, Picture, assemble, esc, marks, packed, page
from ...problems import AllianceError, did_you_mean
from ...texts import say

__all__ = ["estimates"]

NEEDED = ("topic", "what", "low", "high", "unit", "as_of", "claimant", "evidence", "source_ids")
SORTS = ("when", "public", "size", "grade")
Topics = Mapping[str, Mapping[str, Any]]
DATE = "date"  # the unit of claims whose answer is a date; it stands in as_of


def estimates(
    frame: pd.DataFrame, topics: pd.DataFrame | Iterable[str] | None = None, *,
    title: str = "", summary: str = "", library: Any = None
) -> Picture:  # fmt: skip
    """Return the explorer of statements: choose a question, see all that was claimed on it.

    Args:
        frame: one statement a row: topic, what, low, high, unit, as_of, claimant, evidence,
            source_ids; public_on, confidence, reliability, credibility and note if it has them.
        topics: the table of questions (id, title, group, apart, note), in the order of the list;
            or ids of those to be shown; without it, the library's own table.
        title, summary: what it shows, and one sentence on it; without them rows are counted.
        library: where names and sources come from; the module's own without it. In a view of an
            earlier day give that view, or questions and remarks of later days are shown.

    Raises:
        AllianceError: a column is missing, there is no row, a topic is unknown, or the rows of one
            topic have several units.
    """
    library = given_library(library, "explore.estimates")
    frame, table, known = _checked(frame, topics, library)
    sources = list(dict.fromkeys(s for ids in frame["source_ids"] for s in as_list(ids)))
    looks = _looks(frame, library)
    data = {
        "topics": [_topic(row, table, known) for row in table.values()],
        "claimants": list(dict.fromkeys(frame["claimant"])),
        "kinds": [name.replace("-", " ") for name in looks],
        "colors": [color for _, color in looks.values()],
        "links": [library.cite(source).pair() for source in sources],
    }
    places = {name: {key: k for k, key in enumerate(found)} for name, found in (
        ("topic", table), ("claimant", data["claimants"]), ("kind", looks), ("source", sources),
    )}  # fmt: skip
    lines = "\n".join(_row(row, places) for row in frame.to_dict("records"))
    title = title or say("estimates.title")
    links = library.links(frame)
    many = [say("chart.sources", n=len(links))] if len(links) > MOST_LINKS else []
    return Picture(
        title=title,
        summary=summary or _summary(frame, data),
        body=_page(title, data, lines, looks, table),
        frame=_table(frame, table),
        links=links[:MOST_LINKS],
        cite=library.cite,
        notes=[" ".join([say("estimates.note"), *many])],
    )


# --- what was given ------------------------------------------------------------------------------


def _checked(frame: Any, topics: Any, library: Any) -> tuple[pd.DataFrame, Topics, Topics]:
    """Return the rows asked for, their topics by id in order, and all topics known."""
    need(frame, NEEDED, "explore.estimates", "library.estimates")
    table = topics if isinstance(topics, pd.DataFrame) else library.held.get("topics")
    known = {} if table is None else {row["id"]: row for row in table.to_dict("records")}
    order = [*known, *(name for name in dict.fromkeys(frame["topic"]) if name not in known)]
    if topics is not None and not isinstance(topics, pd.DataFrame):
        order = [topics] if isinstance(topics, str) else list(topics)
        for name in order:
            if name not in set(frame["topic"]):
                hint = did_you_mean(name, dict.fromkeys(frame["topic"]))
                raise AllianceError(f"explore.estimates: no row has the topic “{name}”; {hint}")
    frame = frame[frame["topic"].isin(order)]
    if frame.empty:
        raise AllianceError(
            "explore.estimates: the table has no rows; check the condition that filtered it."
        )
    units = _units(frame)
    bare = {"title": "", "group": "", "apart": "", "note": ""}
    chosen = {
        name: {**bare, **known.get(name, {}), "id": name, "unit": units[name]}
        for name in order
        if name in units
    }
    return frame, chosen, known


def _units(frame: pd.DataFrame) -> dict[str, str]:
    """Return the unit of each topic; AllianceError if the rows of one have several."""
    units = {}
    for name, rows in frame.groupby("topic", sort=False):
        found = list(dict.fromkeys(rows["unit"]))
        if len(found) > 1:
            names = ", ".join(f"“{unit}”" for unit in found)
            raise AllianceError(
                f"explore.estimates: the topic “{name}” mixes the units {names}; give each unit a "
                "topic of its own."
            )
        units[name] = found[0]
    return units


def _looks(frame: pd.DataFrame, library: Any) -> dict[str, tuple[str, str]]:
    """Return symbol and colour of each kind of evidence, in the order of the code book."""
    found = set(frame["evidence"])
    looks = marks.pairs(library.kinds("evidence", found) or sorted(found))
    return {name: look for name, look in looks.items() if name in found}


# --- what the page is given ----------------------------------------------------------------------


def _title(topic: Mapping[str, Any]) -> str:
    """Return the heading of a topic, its id in words if it has none."""
    return cell(topic, "title") or topic["id"].replace("-", " ").capitalize()


def _topic(topic: Mapping[str, Any], table: Topics, known: Topics) -> list[Any]:
    """Return title, unit, whether its answers are dates, note, and the topics kept apart from it.

    These are places in the list, or titles of those that the page does not have.
    """
    places = list(table)
    apart = [
        places.index(name) if name in table else _title(known[name])
        for name in as_list(topic["apart"])
        if name in known
    ]
    dated = int(topic["unit"] == DATE)
    return [
        _title(topic),
        topic["unit"],
        dated,
        cell(topic, "note"),
        apart,
    ]


def _place(edtf: str, last: bool) -> float | None:
    """Return the first or last moment that a date may mean, as a decimal year."""
    if not dates.is_valid(edtf):
        return None
    first, end = dates.bounds(edtf)
    day = (end or first) if last else (first or end)
    return moment(day, after=last)


def _ends(row: Mapping[str, Any]) -> tuple[float | None, float | None, str]:
    """Return both ends of a statement, None if open, and it in words."""
    if row["unit"] == DATE:
        first, last = _place(row["as_of"], False), _place(row["as_of"], True)
        one_day = first is not None and dates.parse(row["as_of"]).precision == "day"
        return first, first if one_day else last, _words(row["as_of"])
    low, high = float(row["low"]), float(row["high"])
    words = range_words(low, high) or say("chart.no_number")
    return None if math.isnan(low) else low, None if math.isnan(high) else high, words


def _words(edtf: str) -> str:
    """Return a date in words, "" if there is none."""
    return dates.words(edtf) if dates.is_valid(edtf) else ""


def _row(row: Mapping[str, Any], places: Mapping[str, Mapping[str, int]]) -> str:
    """Return a statement as a line for the script, which names the fields in this order.

    Fields stand between tabs: quotation marks around each would make the page a fifth larger.
    """
    low, high, words = _ends(row)
    public = cell(row, "public_on") or row["as_of"]
    fields = [
        places["topic"][row["topic"]],
        row["what"],
        low,
        high,
        words,
        _place(row["as_of"], True),
        _words(row["as_of"]),
        _place(public, True),
        _words(public),
        places["claimant"][row["claimant"]],
        places["kind"][row["evidence"]],
        cell(row, "confidence"),
        cell(row, "reliability"),
        cell(row, "credibility"),
        cell(row, "note"),
        ",".join(str(places["source"][source]) for source in as_list(row["source_ids"])),
    ]
    return "\t".join("" if field is None else " ".join(str(field).split()) for field in fields)


def _summary(frame: pd.DataFrame, data: Mapping[str, Any]) -> str:
    """Return a sentence that counts."""
    claimants, topics = len(data["claimants"]), len(data["topics"])
    return say("estimates.summary", n=len(frame), claimants=claimants, topics=topics)


def _table(frame: pd.DataFrame, table: Topics) -> pd.DataFrame:
    """Return the equal of the page: all statements in words, topic by topic."""
    order = {name: k for k, name in enumerate(table)}
    frame = frame.sort_values("topic", key=lambda column: column.map(order), kind="stable")
    rows = frame.to_dict("records")
    public = (cell(row, "public_on") or row["as_of"] for row in rows)
    return pd.DataFrame({
        "question": [_title(table[row["topic"]]) for row in rows],
        "claimant": [row["claimant"] for row in rows],
        "figure": [_ends(row)[2] for row in rows],
        "unit": [row["unit"] for row in rows],
        "as_of": [_words(row["as_of"]) for row in rows],
        "public": [_words(date) for date in public],
        "evidence": [row["evidence"].replace("-", " ") for row in rows],
        "grade": [cell(row, "reliability") + cell(row, "credibility") or "–" for row in rows],
        "sources": [as_list(row["source_ids"]) for row in rows],
    })  # fmt: skip


# --- the page ------------------------------------------------------------------------------------


def _choices(table: Topics) -> str:
    """Return the options of the questions, in groups."""
    groups: dict[str, str] = {}
    for k, topic in enumerate(table.values()):
        name = cell(topic, "group").replace("-", " ").capitalize() or say("estimates.ungrouped")
        option = f'<option value="{k}">{esc(_title(topic))}</option>'
        groups[name] = groups.get(name, "") + option
    return "".join(f'<optgroup label="{esc(n)}">{made}</optgroup>' for n, made in groups.items())


def _page(
    title: str, data: Mapping[str, Any], lines: str, looks: Mapping[str, tuple[str, str]],
    table: Topics,
) -> str:  # fmt: skip
    """Return the frame with controls, rows and data."""
    kinds = "".join(
        f'<label><input type="checkbox" checked value="{k}">{marks.svg(*look, 15)}'
        f"{esc(name)}</label>"
        for k, (name, look) in enumerate(zip(data["kinds"], looks.values(), strict=True))
    )
    sorts = "".join(
        f'<option value="{name}">{esc(say(f"estimates.sort.{name}"))}</option>' for name in SORTS
    )
    body = (
        f'<div class="es-controls"><label class="es-wide">{esc(say("estimates.topic"))} '
        f'<select id="es-topic">{_choices(table)}</select></label></div>'
        '<h4 id="es-title" tabindex="-1"></h4><p id="es-note"></p><p id="es-apart"></p>'
        f'<div class="es-controls"><label>{esc(say("estimates.claimant"))} '
        '<select id="es-claimant"></select></label>'
        f'<label>{esc(say("estimates.sort"))} <select id="es-sort">{sorts}</select></label></div>'
        f'<fieldset id="es-kinds"><legend>{esc(say("estimates.kinds"))}</legend>{kinds}</fieldset>'
        '<p id="es-count" role="status"></p>'
        '<div class="ch"><div id="es-view" class="ch-rows"></div></div>'
        f'<script type="application/json" id="es-data">{packed(data)}</script>'
        f'<pre id="es-rows" hidden>{html.escape(lines, quote=False)}</pre>'
    )
    name = "explore/estimates/estimates"
    texts = ["estimates.page.", "estimates.all", "estimates.rows", "chart.million", "chart.billion"]
    return page(title, body, assemble(f"{name}.css"), assemble(f"{name}.js"), 640, texts)
