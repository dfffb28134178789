"""The captions of the pictures in the lessons, and what several checks of them need.

A caption is a title or a summary of a picture. It is worked out (an f-string, or none given: the
picture then makes its own) or written out. What is written out is held sentence by sentence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import nbformat
import pandas as pd

from tests.places import NOTEBOOKS

PICTURES = {"timeline", "points", "lines", "areas", "bars", "ranges", "over_time"}
PICTURES |= {"ladder", "clauses", "articles", "chamber", "record", "resolve", "estimates"}
PICTURES |= {"stances", "reading"}
GAP = "…"  # stands in an f-string for what is worked out


@dataclass(frozen=True)
class Held:
    """What must be so in the tables, and one change of one row after which it is not.

    `check` takes the tables by name and tells whether the words still hold. The change sets
    `cells` of the row `row` in `table`, or of every row where none is named (for words such as
    "most"); without cells the row is taken out.
    """

    check: Callable
    table: str
    row: str
    cells: dict = field(default_factory=dict)

    def changed(self, tables):
        """Return the tables with that change."""
        frame = tables[self.table].copy()
        here = (frame["id"] == self.row) | (self.row == "")
        assert here.any(), f"{self.table} has no row {self.row}"
        if not self.cells:
            frame = frame[~here]
        for column, value in self.cells.items():
            day = pd.api.types.is_datetime64_any_dtype(frame[column])
            frame[column] = frame[column].mask(here, pd.Timestamp(value) if day else value)
        return {**tables, self.table: frame}


@dataclass(frozen=True)
class Caption:
    """One title or summary: lesson and cell, which of the two, its words, how they were made."""

    place: str
    words: str
    worked_out: bool

    def sentences(self):
        """Return the sentences, with gaps where something is worked out."""
        return [s for s in re.split(r"(?<=[.?!])\s+", self.words) if s and s != GAP]


def captions() -> list[Caption]:
    """Return every title and summary of a picture in the lessons."""
    found = []
    for path in sorted(NOTEBOOKS.glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                found += _of_cell(ast.parse(cell.source), f"{path.stem[:2]} {cell.id}")
    return found


def _of_cell(tree, place):
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or _name(call) not in PICTURES:
            continue
        given = {k.arg: k.value for k in call.keywords}
        for part in ("title", "summary"):
            words = _words(given[part]) if part in given else ""
            found.append(Caption(f"{place} {part}", words, not words or GAP in words))
    return found


def _name(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


def _words(value):
    """Return a text as it stands in the call, with a gap for each part that is worked out."""
    if isinstance(value, ast.Constant):
        return value.value
    if isinstance(value, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.Constant) else GAP for v in value.values]
        return "".join(parts)
    return GAP


# --- rows that several checks need ---------------------------------------------------------------


def claims(tables, *topics: str):
    """Return the estimates on some questions that do not come from the article itself."""
    rows = tables["estimates"]
    return rows[rows["topic"].isin(topics) & (rows["evidence"] != "unsourced")]


def on(rows, claimant: str, day: str):
    """Return the one claim of somebody on a day."""
    found = rows[rows["claimant"].str.contains(claimant) & (rows["as_of"] == day)]
    assert len(found) == 1
    return found.iloc[0]


def ends(rows):
    """Return the least and the greatest figure given."""
    both = rows[["low", "high"]]
    return both.min().min(), both.max().max()


def growth(tables):
    """Return the growth of each year as the bank gave it last."""
    rows = tables["growth"]
    rows = rows[(rows["claimant"] == "Bank of Korea") & (rows["year"] >= 2007)]
    return rows.assign(last=rows["alternative"].fillna(rows["growth"])).set_index("year")["last"]


def trade(tables, series: str, partner: str):
    """Return trade by year in one series."""
    rows = tables["trade"]
    rows = rows[(rows["series"] == series) & (rows["partner"] == partner) & (rows["total"] > 0)]
    return rows.set_index("year")["total"].sort_index()


def pieces(tables, topic: str):
    """Return the evidence on one statement."""
    return tables["weighing"][tables["weighing"]["implication"] == topic]


def acts(tables, *actors: str):
    """Return the acts of some, without those that learners code."""
    rows = tables["reactions"]
    return rows[rows["actor"].isin(actors) & ~rows["practice"]].sort_values("date_start")


def years(rows, column="date_start"):
    """Return the first and the last year of some rows."""
    return rows[column].min().year, rows[column].max().year


def named(tables, *ids: str):
    """Return events by their ids, in the order of the ids."""
    return tables["events"].set_index("id").loc[list(ids)]


def work(tables):
    """Return what is recorded of engineers and builders."""
    rows = tables["deployments"]
    return rows[rows["role"].isin(["engineers", "construction"])]
