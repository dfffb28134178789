"""Which words speak of later days: what a course as known on a day must not say.

Data say when they were public; prose and questions do not. But prose cites its sources, and sources
have dates; and prose names dates. So a text is later than a day if it cites a source of a later
day, or names a later year, month or day. Nothing is to be kept by hand for that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from .. import dates

__all__ = ["Later", "known_words"]

CITATION = re.compile(r"\]\(#([^)\s]+)\)")
ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")
# Years of the time in which modules speak; 2087 is the number of a resolution.
YEAR = re.compile(r"(?<![\d.,/#-])(19\d\d|20[0-4]\d)(?![\d]|,\d|\.\d)")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")
NAME = re.compile(r"\b[A-Z][\w’-]{3,}\b")
FURTHEST = 30  # years after the day; a greater number is no year


class Later:
    """Tells which texts are later than a day.

    Attributes:
        day: the last day that counts.
        sources: ids of the sources that are later.
        names: of places of which only later rows speak.
    """

    def __init__(self, day: date, sources: Collection[str]) -> None:
        """Take the day and the sources of which that day knew nothing."""
        self.day, self.sources = day, frozenset(sources)
        self.names: frozenset[str] = frozenset()

    @cached_property
    def _months(self) -> re.Pattern[str]:
        """Dates in words with a month: 19 June 2024, June 19, 2024, June 2024."""
        names = "|".join(re.escape(name) for name in dates.months())
        return re.compile(rf"(?:\b(\d{{1,2}}) )?\b({names})(?: (\d{{1,2}}),)? (\d{{4}})\b")

    def cited(self, text: str) -> list[str]:
        """Return the later sources that a text cites."""
        return [name for name in CITATION.findall(text) if name in self.sources]

    def named(self, text: str) -> list[str]:
        """Return the later dates that a text names, as they stand there."""
        plain = ADDRESS.sub("]", text)
        found, names = [], dates.months()
        for hit in self._months.finditer(plain):
            first, name, second, year = hit.groups()
            if self._after(int(year), names.index(name) + 1, int(first or second or 0)):
                found.append(hit[0])
        for hit in ISO.finditer(plain):
            if self._after(int(hit[1]), int(hit[2]), int(hit[3] or 0)):
                found.append(hit[0])
        found += [year for year in YEAR.findall(plain) if self._after(int(year))]
        return found

    def _after(self, year: int, month: int = 0, day: int = 0) -> bool:
        """Tell whether a date begins after the day."""
        if year > self.day.year + FURTHEST:
            return False
        end = (self.day.year, self.day.month, self.day.day)
        parts = tuple(part for part in (year, month, day) if part)
        return parts > end[: len(parts)]

    def __call__(self, text: str) -> bool:
        """Tell whether a text is later than the day."""
        if self.cited(text) or self.named(text):
            return True
        return bool(self.names) and not self.names.isdisjoint(NAME.findall(text))

    def learn_names(
        self, whole: dict[str, pd.DataFrame], known: dict[str, pd.DataFrame], said: str
    ) -> None:
        """Take the names of places that stand in later rows alone.

        Args:
            whole: all tables.
            known: the tables as known on the day.
            said: what is said on any day, such as the notes on borders.
        """
        places = [frame["place"] for frame in whole.values() if "place" in frame]
        if "actors" in known:  # those that came into being later, too
            places.append(whole["actors"]["short_name"])
        named = {name for column in places for cell in column for name in NAME.findall(cell)}
        told = set(NAME.findall(said))
        for frame in known.values():
            for column in frame:
                cells = (cell for cell in frame[column] if isinstance(cell, str))
                told.update(name for cell in cells for name in NAME.findall(cell))
        self.names = frozenset(named - told)

    def any_of(self, value: Any) -> bool:
        """Tell whether any text in lists and mappings is later, or is the id of a later source."""
        return any(self(text) or text in self.sources for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def known_words(resource: dict[str, Any], frame: pd.DataFrame, later: Later) -> pd.DataFrame:
    """Return the rows of a table without words that speak of later days.

    A cell that may be empty is emptied; else its row goes. Words of a field with `"ahead": true`
    were written on the day about days to come, and stay.

    Args:
        resource: the descriptor of the table.
        frame: its rows, as known on the day.
        later: tells which words are later.
    """
    away = np.zeros(len(frame), bool)
    frame = frame.copy()
    for spec in resource.get("schema", {}).get("fields", []):
        name = spec["name"]
        plain = spec.get("type", "string") == "string" and not spec.get("edtf")
        if not plain or spec.get("ahead") or name not in frame or name in ("id", "url"):
            continue
        if "enum" in spec.get("constraints", {}):
            continue
        told = np.array([isinstance(c, str) and bool(c) and later(c) for c in frame[name]], bool)
        if spec.get("constraints", {}).get("required"):
            away |= told
        else:
            frame.loc[told, name] = ""
    return frame[~away].reset_index(drop=True)
