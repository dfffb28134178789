"""Charts from tables: lines, bars, claims as ranges, claims over time.

    charts.lines(frame, "year", "total", series="partner", title=…, unit="million US dollars")
    charts.bars(frame, "year", "growth", title=…, unit="per cent")
    charts.ranges(frame, "claimant", when="as_of", title=…)
    charts.over_time(frame, "as_of", series="title", limits={"Ceiling": 500_000}, title=…)

Why no charting library: three lines over 19 years, drawn by each on one machine in a process that
has pandas (time of import and drawing; memory added; bytes in the notebook):

    Matplotlib 3.11, SVG   0.9 s   34 MiB      17 kB   colours fixed when drawn; shrinks as a whole
    Matplotlib 3.11, PNG   1.1 s   35 MiB      36 kB   the same, and no words in it
    Altair 6 (Vega-Lite)   0.8 s   33 MiB       4 kB   a saved page fetches three scripts
    Plotly 7               1.0 s   27 MiB   4,825 kB   9 kB without its script, then blank offline
    Bokeh 3.9              0.6 s   17 MiB   1,277 kB   the same
    this room              0.1 s    5 MiB      18 kB   theme live, words keep their size at 320 px

Only matplotlib draws everywhere without a network, but a picture drawn once cannot follow a switch
to the dark theme, and in a narrow column its words shrink with it. So charts are plain HTML and SVG
with the theme's own variables, positions in per cent and no script: they need no frame, work in
saved pages and in a browser build, and hold nothing that could trap the keyboard.

A claim is drawn as what was said: a range from end to end, a point where one figure was
given, an arrow where an end was left open; nothing marks a middle. One chart has one unit, and rows
that count different things (columns `topic` and `series`) stand in series of their own or are
refused. The table below the chart holds the same rows with their sources.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from .. import dates
from ..page import Picture
from ..problems import AllianceError
from ..texts import say
from . import draw
from . import rows as rowwise
from .scale import figure, numbers, range_words, times, years
from .spec import ChartSpec, cell
from .words import about_bars, about_claims, about_lines, in_words

__all__ = ["bars", "lines", "over_time", "ranges"]

Limits = Mapping[str, float]
ROOM = 90  # per cent of a row up to which the scale goes where arrows need room beyond it


def lines(
    frame: pd.DataFrame, x: str, y: str, *, series: str | None = None, title: str,
    unit: str | None = None, summary: str = "", limits: Limits | None = None,
    steps: Sequence[str] = (), zero: bool = True, library: Any = None
) -> Picture:  # fmt: skip
    """Draw numbers over time as lines, one for each series.

    Args:
        frame: one number a row; rows without a number stand in the table only.
        x, y: columns of dates (years, EDTF, time stamps) and of the numbers.
        series: column that parts the rows into lines.
        title: what the chart shows.
        unit: unit of the numbers in words; without it, that of the column `unit`.
        summary: what a reader should see in it, one sentence; without it, the ends or extremes.
        limits: lines across the chart, such as {"Ceiling": 500_000}.
        steps: values of `series` that hold until they change, such as a ceiling.
        zero: begin the scale at zero.
        library: the open library; without it, the one that `open_library()` finds.

    Raises:
        AllianceError: a column is missing or holds no numbers or dates, rows mix units or series,
            or one line has two numbers for one date.
    """
    spec = ChartSpec(frame, "charts.lines", title, unit, limits, library)
    drawn, looks = _numbers(spec, x, y, series)
    _, places, words = spec.spans(drawn, x)
    drawn = drawn.assign(_x=places, _when=words).sort_values("_x", kind="stable")
    _no_twins(spec, drawn, ["_name", "_x"])
    whole = years(drawn[x])
    made = [
        _line(drawn[drawn["_name"] == name], y, name, look, name in steps, whole)
        for name, look in looks.items()
    ]
    scale = numbers([*drawn[y], *spec.limits.values()], zero=zero)
    body = draw.plot(
        title, spec.unit, times(places, whole=whole), scale, lines=made, looks=looks,
        limits=spec.limits,
    )  # fmt: skip
    notes = [say("chart.gaps")] if any(any(line.gaps) for line in made) else []
    summary = summary or about_lines(spec.unit, drawn, y, len(looks))
    return spec.picture(body, summary, _told(spec, x, series, y), notes)


def bars(
    frame: pd.DataFrame, x: str, y: str, *, series: str | None = None, title: str,
    unit: str | None = None, summary: str = "", limits: Limits | None = None, library: Any = None
) -> Picture:  # fmt: skip
    """Draw numbers as bars: upright over years, else lying, one row for each name.

    Args:
        frame: one number a row; rows without a number stand in the table only.
        x: column of years, or of names in the order in which they shall stand.
        y: column of numbers; bars below zero go the other way.
        series: column that parts the bars of one year or name.
        title, unit, summary, limits, library: as in `lines`.

    Raises:
        AllianceError: as in `lines`, or one series has two numbers for one year or name.
    """
    spec = ChartSpec(frame, "charts.bars", title, unit, limits, library)
    drawn, looks = _numbers(spec, x, y, series, x)
    drawn = drawn.assign(_when=[_head(v) for v in drawn[x]])
    _no_twins(spec, drawn, ["_name", "_when"])
    key = f"al{zlib.crc32(repr((title, y, drawn[y].tolist())).encode()):x}"
    order = list(looks)
    groups: dict[str, list[draw.Bar]] = {name: [] for name in _heads(drawn, x)}
    for name in order:
        for row in drawn[drawn["_name"] == name].to_dict("records"):
            words = ": ".join(part for part in (row["_when"], name, figure(row[y])) if part)
            one = draw.Bar(row[y], looks[name], order.index(name), words)
            groups[row["_when"]].append(one)
    values = [*drawn[y], *spec.limits.values()]
    if years(drawn[x]):
        body = draw.columns(
            title, spec.unit, numbers(values), list(groups.items()), looks=looks,
            limits=spec.limits, key=key,
        )  # fmt: skip
    else:
        body = _lying(spec, groups, numbers(values, left=0.5, right=99.5), looks, key)
    summary = summary or about_bars(spec.unit, drawn, y)
    return spec.picture(body, summary, _told(spec, x, series, y))


def ranges(
    frame: pd.DataFrame, label: str, low: str = "low", high: str = "high", *,
    when: str | None = None, series: str | None = None, title: str, unit: str | None = None,
    summary: str = "", limits: Limits | None = None, sort: bool = True, library: Any = None
) -> Picture:  # fmt: skip
    """Draw claims in rows on one scale: range, point, or arrow where an end was left open.

    Args:
        frame: one claim a row; claims without a number stand in the table only.
        label: column that names the rows, such as the claimant.
        low, high: columns with the ends; low alone is “at least”, high alone “up to”.
        when: column of dates that stand below the names; the rows go in their order.
        series: column that parts the claims into groups with a head each, on the same scale.
        title, unit, summary, limits, library: as in `lines`; limits stand upright.
        sort: put the rows in order of time, if `when` is given.

    Raises:
        AllianceError: as in `lines`.
    """
    spec, drawn, looks = _claims(
        frame, "charts.ranges", title, unit, limits, library, low, high, series, label, when
    )
    if when and sort:
        starts, ends, _ = spec.spans(drawn, when)
        drawn = drawn.assign(_a=ends, _b=starts).sort_values(["_a", "_b"], kind="stable")
    ends_open = drawn[low].isna() | drawn[high].isna()
    scale = numbers(
        [*drawn[low], *drawn[high], *spec.limits.values()],
        left=1, right=ROOM if ends_open.any() else 98,
    )  # fmt: skip
    made = []
    for name, look in looks.items():
        for row in drawn[drawn["_name"] == name].to_dict("records"):
            words = range_words(row[low], row[high])
            said = f"{row[label]}: {words}"
            drawing = rowwise.lying_range(row[low], row[high], scale, look, said)
            made.append(
                rowwise.Row(cell(row, label), in_words(row, when), drawing, words, name, look)
            )
    body = rowwise.rows(title, spec.unit, scale, made, limits=spec.limits)
    return _claims_picture(spec, body, summary, drawn, label, low, high, when, series)


def over_time(
    frame: pd.DataFrame, when: str, low: str = "low", high: str = "high", *,
    series: str | None = None, label: str = "claimant", title: str, unit: str | None = None,
    summary: str = "", limits: Limits | None = None, steps: Sequence[str] = (),
    library: Any = None
) -> Picture:  # fmt: skip
    """Draw claims at their time: range, point, or arrow where an end was left open.

    Args:
        frame: one claim a row; claims without a number stand in the table only.
        when: column of dates; a period stands at its end, a thin line goes back to its beginning.
        low, high: columns with the ends; low alone is “at least”, high alone “up to”.
        series: column that gives the claims symbol and colour.
        label: column that names the claims.
        title, unit, summary, limits, library: as in `lines`.
        steps: values of `series` drawn as a line that holds until it changes, such as a ceiling.

    Raises:
        AllianceError: as in `lines`.
    """
    spec, drawn, looks = _claims(
        frame, "charts.over_time", title, unit, limits, library, low, high, series, label, when
    )
    starts, places, words = spec.spans(drawn, when)
    whole = years(drawn[when])
    drawn = drawn.assign(_a=starts, _x=places, _when=words).sort_values("_x", kind="stable")
    held, spans = [], []
    for name, look in looks.items():
        part = drawn[drawn["_name"] == name]
        if name in steps:
            held.append(_line(part, low, name, look, True, whole))
            continue
        for row in part.to_dict("records"):
            said = range_words(row[low], row[high])
            said = ": ".join(filter(None, [cell(row, label), row["_when"], said]))
            spans.append(draw.Upright(row["_x"], row["_a"], row[low], row[high], look, said))
    # Arrows upwards need a little room above the highest end.
    highest = drawn[[low, high]].max(axis=1).max()
    room = [highest * 1.06] if drawn[high].isna().any() else []
    body = draw.plot(
        title, spec.unit, times([*starts, *places], whole=whole),
        numbers([*drawn[low], *drawn[high], *spec.limits.values(), *room]),
        lines=held, spans=spans, looks=looks, limits=spec.limits,
    )  # fmt: skip
    notes = [say("chart.tails")] if any(span.since < span.at for span in spans) else []
    return _claims_picture(spec, body, summary, drawn, label, low, high, when, series, notes)


# --- shared --------------------------------------------------------------------------------------


def _names(spec: ChartSpec, rows: pd.DataFrame, series: str | None) -> list[str]:
    """Return the name of the series of each row, "" without series; ids of actors become names."""
    if series is None:
        return [""] * len(rows)
    return [spec.library.actor_name(str(name)) for name in rows[series]]


def _numbers(
    spec: ChartSpec, x: str, y: str, series: str | None, *shown: str
) -> tuple[pd.DataFrame, dict[str, draw.Look]]:
    """Check a table of numbers; return the rows that have one, and the looks of the series."""
    spec.need(x=x, y=y, series=series)
    spec.keep_apart(series, *shown)
    drawn = spec.numeric(y)
    return drawn.assign(_name=_names(spec, drawn, series)), spec.looks(series, drawn)


def _head(value: Any) -> str:
    """Return a year or a name as it stands at a bar."""
    return cell({"x": dates.as_edtf(value)}, "x")


def _heads(rows: pd.DataFrame, x: str) -> list[str]:
    """Return the places of the bars: all years from first to last, or the names as they come."""
    found = list(dict.fromkeys(rows["_when"]))
    if not years(rows[x]):
        return found
    return [str(year) for year in range(int(min(found)), int(max(found)) + 1)]


def _no_twins(spec: ChartSpec, rows: pd.DataFrame, columns: list[str]) -> None:
    """Raise AllianceError if two rows would stand at one place of one series."""
    twice = rows[rows.duplicated(columns)]
    if twice.empty:
        return
    name = f"“{twice['_name'].iloc[0]}” has" if twice["_name"].iloc[0] else "there are"
    raise AllianceError(
        f"{spec.function}: {name} two numbers for {twice['_when'].iloc[0]}; keep one, or part "
        "the rows with series=…."
    )


def _line(
    rows: pd.DataFrame, y: str, name: str, look: draw.Look, stepped: bool, whole: bool
) -> draw.Line:
    """Return one line; over years without a number it is broken."""
    places = rows["_x"].tolist()
    points = [
        (x, value, ": ".join(filter(None, [name, when, figure(value)])))
        for x, value, when in zip(places, rows[y], rows["_when"], strict=True)
    ]
    gaps = [
        k > 0 and whole and not stepped and places[k] - places[k - 1] > 1
        for k in range(len(places))
    ]
    return draw.Line(name, look, points, gaps, stepped)


def _lying(
    spec: ChartSpec, groups: Mapping[str, list[draw.Bar]], scale: Any, looks: Any, key: str
) -> str:
    """Return lying bars, one row each; the name stands at the first bar of its group."""
    made = []
    for name, some in groups.items():
        for k, one in enumerate(some):
            drawing = rowwise.lying(one, scale, key)
            made.append(rowwise.Row("" if k else name, "", drawing, figure(one.value)))
    return rowwise.rows(
        spec.title, spec.unit, scale, made, limits=spec.limits, looks=looks, key=key
    )


def _told(spec: ChartSpec, x: str, series: str | None, y: str) -> dict[str, list]:
    """Return the first columns of the table of numbers."""
    frame = spec.frame
    rows = frame.to_dict("records")
    told = {"date" if _dated(frame, x) else x: [in_words(row, x) for row in rows]}
    if series:
        told["series"] = _names(spec, frame, series)
    told["figure"] = pd.to_numeric(frame[y], errors="coerce").tolist()
    return told


def _dated(frame: pd.DataFrame, column: str) -> bool:
    """Tell whether a column holds dates."""
    return all(dates.is_valid(str(dates.as_edtf(value))) for value in frame[column])


# --- claims --------------------------------------------------------------------------------------


def _claims(
    frame: pd.DataFrame, function: str, title: str, unit: str | None, limits: Limits | None,
    library: Any, low: str, high: str, series: str | None, label: str, when: str | None,
) -> tuple[ChartSpec, pd.DataFrame, dict[str, draw.Look]]:  # fmt: skip
    """Check claims and return what was given, the rows with a number, and the looks of series."""
    spec = ChartSpec(frame, function, title, unit, limits, library)
    spec.need(label=label, low=low, high=high, when=when, series=series)
    spec.keep_apart(series)
    drawn = spec.numeric(low, high)
    wrong = drawn[drawn[low] > drawn[high]]
    if len(wrong):
        name = cell(wrong.iloc[0], label)
        raise AllianceError(
            f"{function}: in the row “{name}” the column “{low}” is larger than “{high}”; "
            "exchange the two."
        )
    drawn = drawn.assign(_name=_names(spec, drawn, series))
    return spec, drawn, spec.looks(series, drawn)


def _claims_picture(
    spec: ChartSpec, body: str, summary: str, drawn: pd.DataFrame, label: str, low: str, high: str,
    when: str | None, series: str | None, notes: Sequence[str] = (),
) -> Picture:  # fmt: skip
    """Return the picture of claims: summary, table, and what the drawing leaves out."""
    rows = spec.frame.to_dict("records")
    told = {label: [cell(row, label) for row in rows]}
    if when:
        told["as_of"] = [in_words(row, when) for row in rows]
    if series:
        told["series"] = _names(spec, spec.frame, series)
    ends = spec.frame[[low, high]].apply(pd.to_numeric, errors="coerce").astype(float)
    none = say("chart.no_number")
    told["figure"] = [range_words(a, b) or none for a, b in ends.itertuples(index=False)]
    notes = list(notes)
    if drawn[[low, high]].isna().any(axis=None):
        notes.append(say("chart.arrows"))
    missing = spec.frame[~spec.frame.index.isin(drawn.index)]
    if len(missing):
        notes.append(say("chart.not_drawn", names="; ".join(map(str, missing[label]))))
    summary = summary or about_claims(spec.unit, drawn, label, low, high, when)
    return spec.picture(body, summary, told, notes)
