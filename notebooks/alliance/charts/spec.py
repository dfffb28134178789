"""What a chart was given: checks with one sentence each, the unit, table and sources below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from .. import dates
from ..library import as_list, given_library, need
from ..page import MOST_LINKS, Picture, marks
from ..problems import AllianceError
from ..texts import say
from .scale import moment, years

__all__ = ["ChartSpec", "Look", "cell"]

SOURCES = "source_ids"
Look = tuple[str, str]  # symbol and colour
# Columns whose values must not run together in one series: what is counted, and by whom.
APART = ("topic", "series")
# Columns that say more about a row; the table has them if the rows do.
TOLD = ("what", "evidence", "reliability", "credibility", "confidence", "quality")


def cell(row: Mapping[str, Any], column: str | None) -> str:
    """Return a cell as text, "" if there is none; whole numbers without a point."""
    value = row.get(column, "") if column else ""
    if value is None or (not isinstance(value, str | list) and pd.isna(value)):
        return ""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def _others(names: Iterable[str], own: Mapping[str, Look]) -> dict[str, Look]:
    """Return a look for each name, with no symbol or colour that an actor has in this chart."""
    if not own:
        return marks.pairs(names)
    symbols = [s for s in marks.SYMBOLS if s not in {symbol for symbol, _ in own.values()}]
    taken = {color.upper() for _, color in own.values()}
    colors = [color for color in marks.COLORS if color.upper() not in taken]
    pick = enumerate(names)
    symbols, colors = symbols or list(marks.SYMBOLS), colors or marks.COLORS
    return {n: (symbols[k % len(symbols)], colors[k % len(colors)]) for k, n in pick}


class ChartSpec:
    """The table, the title, the unit and the limits of one chart, checked."""

    def __init__(
        self,
        frame: Any,
        function: str,
        title: str,
        unit: str | None,
        limits: Mapping[str, float] | None,
        library: Any,
    ) -> None:
        """Check what all charts need; `function` names the caller in messages."""
        need(frame, (), function, "library.estimates")
        library = given_library(library, function)
        self.frame, self.function, self.title, self.library = frame, function, title, library
        self.limits = self._numbers(limits or {})
        self.unit = self._unit(unit)

    def _numbers(self, limits: Any) -> dict[str, float]:
        """Return the limits as numbers by name."""
        try:
            return {str(name): float(value) for name, value in limits.items()}
        except (AttributeError, TypeError, ValueError):
            raise AllianceError(
                f"{self.function}: limits= needs a number for each name, such as "
                f'{{"Ceiling": 500_000}}; it was given {limits!r}.'
            ) from None

    def _unit(self, unit: str | None) -> str:
        """Return the unit of all rows; rows that mix units make no chart."""
        found = []
        if "unit" in self.frame:
            found = [u for u in dict.fromkeys(self.frame["unit"].dropna().astype(str)) if u]
        if len(found) > 1:
            names = ", ".join(f"“{name}”" for name in found)
            raise AllianceError(
                f"{self.function}: the rows mix the units {names}; one chart has one unit: filter "
                "the table, or draw one chart for each."
            )
        if unit or found:
            return unit or found[0]
        raise AllianceError(
            f"{self.function}: nothing says what the numbers count; say it with unit=…, "
            'such as unit="million US dollars".'
        )

    def need(self, **named: str | None) -> None:
        """Raise AllianceError unless the frame has the columns that the arguments name."""
        need(self.frame, named, self.function, "library.estimates", ["series", "when"])

    def keep_apart(self, *shown: str | None) -> None:
        """Raise AllianceError if rows that count different things would run together.

        Args:
            shown: columns that part the rows visibly (series, and the names on an axis).
        """
        parts = [column for column in shown if column]
        for column in APART:
            if column not in self.frame or column in parts:
                continue
            kept = self.frame[[column]].assign(_=0) if not parts else self.frame[[*parts, column]]
            mixed = kept.groupby(parts or ["_"])[column].nunique()
            if mixed.max() <= 1:
                continue
            values = list(dict.fromkeys(self.frame[column].astype(str)))
            names = ", ".join(f"“{value}”" for value in values[:6])
            raise AllianceError(
                f"{self.function}: the rows mix {names} of the column “{column}”, which must not "
                f'run together; filter the table, or part them with series="{column}".'
            )

    def numeric(self, *columns: str) -> pd.DataFrame:
        """Return the rows with a number in at least one of these columns, as numbers."""
        made = self.frame.copy()
        for column in columns:
            made[column] = pd.to_numeric(made[column], errors="coerce").astype(float)
            lost = made[column].isna() & self.frame[column].notna() & (self.frame[column] != "")
            if lost.any():
                wrong = self.frame.loc[lost, column].iloc[0]
                raise AllianceError(
                    f"{self.function}: the column “{column}” must hold numbers, but has “{wrong}”; "
                    "turn it into numbers or name another column."
                )
        made = made[made[list(columns)].notna().any(axis=1)]
        if made.empty:
            raise AllianceError(
                f"{self.function}: no row has a number in {' or '.join(columns)}; nothing can be "
                "drawn."
            )
        return made

    def looks(self, series: str | None, rows: pd.DataFrame) -> dict[str, Look]:
        """Return symbol and colour of each series, in the order of the code book or of the rows."""
        if series is None:
            return marks.pairs([""])
        found = list(dict.fromkeys(rows[series].astype(str)))
        known = self.library.kinds(series, found)
        own = self._actors(found)
        made = own | _others([name for name in known or found if name not in own], own)
        return {self.library.actor_name(n): made[n] for n in (known or found) if n in found}

    def _actors(self, names: Iterable[str]) -> dict[str, Look]:
        """Return the symbol and colour of those names that are actors with a look of their own."""
        actors = self.library.held.get("actors")
        if actors is None or not {"symbol", "color"} <= set(actors):
            return {}
        own = actors[actors["id"].isin(list(names)) & (actors["color"] != "")]
        return {row.id: (row.symbol, row.color) for row in own.itertuples()}

    def spans(self, rows: pd.DataFrame, column: str) -> tuple[list[float], list[float], list[str]]:
        """Return from when and to when each date reaches, as decimal years, and it in words.

        Years alone stand for themselves, so that 1950 is the tick of 1950; a month or a single day
        counts as its middle. AllianceError if a cell is no date.
        """
        texts = [str(dates.as_edtf(value)) for value in rows[column]]
        whole = years(texts)
        starts, ends, words = [], [], []
        for text in texts:
            if not dates.is_valid(text):
                raise AllianceError(
                    f"{self.function}: “{text}” in the column “{column}” is no date; write a year, "
                    "or a date such as 1950-06 or 1950-06-25, or draw bars."
                )
            first, last = dates.bounds(text)
            start = moment(first or last)
            end = moment(last or first, after=True)
            if whole:
                start = end = float(text)
            elif not dates.parse(text).interval:
                start = end = (start + end) / 2
            starts.append(start)
            ends.append(end)
            words.append(dates.words(text))
        return starts, ends, words

    def picture(
        self, body: str, summary: str, told: Mapping[str, Iterable[str]], notes: Iterable[str] = ()
    ) -> Picture:
        """Return the picture with the table of all rows; `told` are its first columns."""
        shown = pd.DataFrame(dict(told), index=self.frame.index)
        for column in TOLD:
            if column in self.frame and column not in shown and self.frame[column].nunique() > 1:
                shown[column] = [cell(row, column) for row in self.frame.to_dict("records")]
        if SOURCES in self.frame:
            shown["sources"] = [as_list(ids) for ids in self.frame[SOURCES]]
        links = self.library.links(self.frame)
        notes = list(notes)
        if len(links) > MOST_LINKS:
            notes.append(say("chart.sources", n=len(links)))
        return Picture(
            title=self.title,
            summary=summary,
            body=body,
            frame=shown,
            links=links[:MOST_LINKS],
            cite=self.library.cite,
            notes=[" ".join(notes)] if notes else [],
        )
