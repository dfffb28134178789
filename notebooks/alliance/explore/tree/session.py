"""A scenario tree and one learner's probabilities for it, kept in the journal; no widgets here.

Rows with the same parent are the answers to one question: exactly one comes true if the parent
does. So their shares are conditional probabilities, add up to 100 per cent, and the probability of
a row is the product of the shares from the root down to it. Shares that do not add up are kept as
they are typed, and said to be unfinished; nothing is ever changed or scaled without being asked.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ... import dates
from ...journal.records import TREE
from ...page import harmless
from ...problems import AllianceError
from ...texts import count, say
from .. import brier
from ..forecast.score import percent

__all__ = ["ROOT", "Kept", "Session", "by_parent", "fold", "sums_to_one"]

ROOT = ""
CLOSE = 1e-6  # 33.3 + 33.3 + 33.4 is 100, whatever floating point says
ROUNDED = 0.001  # 33.33 three times is 99.99: what rounding leaves out, up to 0.1 per cent


def sums_to_one(shares: Iterable[float]) -> bool:
    """Tell whether probabilities add up to one, but for what rounding them may leave out."""
    return math.isclose(math.fsum(shares), 1, abs_tol=ROUNDED + CLOSE)


@dataclass
class Kept:
    """What a journal holds of a tree.

    Attributes:
        shares: probability by id of row, given that its parent came true; the newest.
        at: time of the newest record, "" without any.
    """

    shares: dict[str, float] = field(default_factory=dict)
    at: str = ""


def fold(records: Iterable[dict[str, Any]], groups: Mapping[str, list[str]]) -> Kept:
    """Return what records, in order of time, say of the rows; `groups` are ids by parent.

    A record holds all shares of one question, so the newest replaces the whole question.
    """
    kept = Kept()
    for record in records:
        parent, given = record.get("parent"), record.get("shares")
        if record.get("kind") != TREE or parent not in groups or not isinstance(given, dict):
            continue
        for name in groups[parent]:
            kept.shares.pop(name, None)
        good = {k: v for k, v in given.items() if k in groups[parent] and brier.is_chance(v)}
        kept.shares |= good
        kept.at = str(record.get("at", ""))
    return kept


def by_parent(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the ids of the answers to each question of a tree, by the id of the parent."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.get("parent") or ROOT, []).append(row["id"])
    return groups


class Session:
    """The branches of one tree before one learner."""

    def __init__(self, branches: pd.DataFrame, library: Any, journal: Any) -> None:
        """Take the rows of the tree, an open library and a journal.

        Raises:
            AllianceError: a parent is missing, or the rows form a ring.
        """
        self.rows = {row["id"]: row for row in branches.to_dict("records")}
        self.library, self.journal = library, journal
        self.groups = by_parent(self.rows.values())
        for parent in self.groups:
            if parent and parent not in self.rows:
                name = self.groups[parent][0]
                raise AllianceError(
                    f"explore.tree: the row “{name}” hangs on “{parent}”, which is not in the "
                    "table; give it the whole tree, as in library.branches."
                )
        self.order = self._walk(ROOT)
        if len(self.order) < len(self.rows):
            lost = next(name for name in self.rows if name not in self.order)
            raise AllianceError(
                f"explore.tree: the row “{lost}” never leads back to the start of the tree; look "
                "at the column “parent”."
            )

    # --- the shape of the tree ---------------------------------------------------------------

    def _walk(self, parent: str) -> list[str]:
        """Return all rows under a parent, each followed by its own."""
        return [n for name in self.groups.get(parent, []) for n in (name, *self._walk(name))]

    def line(self, name: str) -> list[str]:
        """Return the ids from the start of the tree down to a row."""
        parent = self.rows[name].get("parent") or ROOT
        return [*(self.line(parent) if parent else []), name]

    @property
    def leaves(self) -> list[str]:
        """The rows at the ends of the tree."""
        return [name for name in self.order if name not in self.groups]

    # --- what is kept ------------------------------------------------------------------------

    @property
    def kept(self) -> Kept:
        """What the journal holds now; another notebook may have written since."""
        return fold(self.journal.records(TREE), self.groups)

    def whole(self, parent: str, shares: Mapping[str, float]) -> bool:
        """Tell whether the shares of a question are all there and add up."""
        names = self.groups[parent]
        return all(name in shares for name in names) and sums_to_one(shares[n] for n in names)

    def path(self, name: str, shares: Mapping[str, float]) -> float:
        """Return the probability of a row: the product along its line; NaN while one is open."""
        line = self.line(name)
        parents = [self.rows[one].get("parent") or ROOT for one in line]
        if not all(self.whole(parent, shares) for parent in parents):
            return math.nan
        return math.prod(shares[one] for one in line)

    # --- what the learner does ---------------------------------------------------------------

    def give(self, parent: Any, typed: Any) -> str:
        """Keep the shares of a question as typed, in per cent; return how far they add up.

        Args:
            parent: id of the row whose children are asked about, "" for the first question.
            typed: texts by id of child; blank ones are open.

        Raises:
            AllianceError: no such question, or a share is no number from 0 to 100.
        """
        if not self._is_asked(parent) or not isinstance(typed, dict):
            raise AllianceError(say("tree.unknown"))
        names = self.groups[parent]
        texts = {name: str(typed.get(name, "")).strip() for name in names}
        shares = {name: brier.chance(text) for name, text in texts.items() if text}
        kept = self.kept
        if {n: kept.shares[n] for n in names if n in kept.shares} != shares:
            self.journal.append(TREE, parent=parent, shares=shares)
        return self.sum_words(parent, shares)

    def fill(self, parent: Any) -> str:
        """Give what is missing to the one open answer of a question, since the learner asks for it.

        Raises:
            AllianceError: not exactly one answer is open, or nothing is left for it.
        """
        if not self._is_asked(parent):
            raise AllianceError(say("tree.unknown"))
        shares = self.kept.shares
        names = self.groups[parent]
        given = {name: shares[name] for name in names if name in shares}
        blank = [name for name in names if name not in given]
        rest = 1 - math.fsum(given.values())
        if len(blank) != 1 or rest < -CLOSE:
            raise AllianceError(say("tree.cannot_fill"))
        given[blank[0]] = round(max(rest, 0), 6)
        self.journal.append(TREE, parent=parent, shares={name: given[name] for name in names})
        return self.sum_words(parent, given)

    def _is_asked(self, parent: Any) -> bool:
        return isinstance(parent, str) and parent in self.groups

    def sum_words(self, parent: str, shares: Mapping[str, float]) -> str:
        """Say how far the shares of a question add up."""
        given = [shares[name] for name in self.groups[parent] if name in shares]
        if not given:
            return say("tree.sum_none")
        total, blank = math.fsum(given), len(self.groups[parent]) - len(given)
        if self.whole(parent, shares):
            exact = abs(total - 1) <= CLOSE
            return say("tree.sum_whole") if exact else say("tree.sum_near", sum=percent(total))
        if total > 1 + CLOSE:
            return say("tree.sum_over", sum=percent(total), over=percent(total - 1))
        values = {"sum": percent(total), "left": percent(1 - total)}
        return count("tree.sum_open", blank, **values) if blank else say("tree.sum_under", **values)

    # --- what the page shows -----------------------------------------------------------------

    def questions(self) -> list[dict[str, Any]]:
        """Return the questions of the tree, from the first down: what is asked, with answers."""
        parents = [ROOT, *(name for name in self.order if name in self.groups)]
        return [self._question(parent) for parent in parents]

    def _question(self, parent: str) -> dict[str, Any]:
        rows = [self.rows[name] for name in self.groups[parent]]
        given = say("tree.start")
        if parent:
            given = say("tree.given", line=say("tree.arrow").join(self.titles(parent)))
        asked = [
            {
                "id": row["id"],
                "title": row["title"],
                "text": row["text"],
                "criterion": row["criterion"],
                "by": dates.words(row["resolves_by"]),
            }
            for row in rows
        ]
        return {"parent": parent, "question": rows[0]["question"], "given": given, "answers": asked}

    def titles(self, name: str) -> list[str]:
        """Return the titles from the start of the tree down to a row."""
        return [self.rows[one]["title"] for one in self.line(name)]

    def states(self) -> dict[str, dict[str, Any]]:
        """Return by question what the learner gave: shares as texts, their sum in words."""
        shares = self.kept.shares
        found = {}
        for parent, names in self.groups.items():
            given = {name: percent(shares[name]) for name in names if name in shares}
            blank = len(names) - len(given)
            total = math.fsum(shares[name] for name in given)
            found[parent] = {
                "shares": given,
                "words": self.sum_words(parent, shares),
                "whole": self.whole(parent, shares),
                "fill": blank == 1 and total <= 1 + CLOSE,
            }
        return found

    def summary(self) -> str:
        """Say which end of the tree the learner holds likeliest, or what is still missing."""
        shares = self.kept.shares
        open_ones = sum(not self.whole(parent, shares) for parent in self.groups)
        if open_ones:
            return count("tree.open", open_ones, of=len(self.groups))
        ends = {name: self.path(name, shares) for name in self.leaves}
        best = max(ends.values())
        names = [self.rows[n]["title"] for n, p in ends.items() if math.isclose(p, best)]
        return say("tree.likeliest", titles=", ".join(names), percent=percent(round(best, 4)))

    def ends(self) -> list[dict[str, Any]]:
        """Return the ends of the tree with their probabilities, None while a question is open.

        With them a reader adds up what is told at several ends.
        """
        shares = self.kept.shares
        values = {name: self.path(name, shares) for name in self.leaves}
        return [
            {
                "id": name,
                "title": say("tree.arrow").join(self.titles(name)),
                "value": None if math.isnan(value) else value,
            }
            for name, value in values.items()
        ]

    # --- to take along, and to score ----------------------------------------------------------

    def frame(self) -> pd.DataFrame:
        """Return one row for each row of the tree, in order.

        Columns: id, level (1 at the start), title, share (given the parent), probability (of the
        whole line; NaN while a question on it is open), resolves_by, at (when last changed).
        """
        kept = self.kept
        table = [
            (
                name,
                len(self.line(name)),
                self.rows[name]["title"],
                kept.shares.get(name, math.nan),
                self.path(name, kept.shares),
                self.rows[name]["resolves_by"],
                kept.at,
            )
            for name in self.order
        ]
        columns = ["id", "level", "title", "share", "probability", "resolves_by", "at"]
        return pd.DataFrame(table, columns=columns)

    def export(self) -> str:
        """Return the tree with the learner's probabilities as CSV, and on which data it stands.

        No cell can be read as a formula by a spreadsheet.
        """
        rows = self.frame()
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*rows.columns, "parent", "question", "criterion", "data_as_of"])
        day = str(self.library.settings.get("data_as_of", ""))
        for row in rows.itertuples(index=False):
            numbers = ["" if isinstance(v, float) and math.isnan(v) else v for v in row]
            of = self.rows[row.id]
            cells = [*numbers, of.get("parent") or "", of["question"], of["criterion"], day]
            writer.writerow([harmless(cell) for cell in cells])
        return text.getvalue()

    def scores(self, day: str) -> pd.DataFrame:
        """Return the Brier scores of what is decided by a day, as in `brier.table`.

        What is scored is the share given the parent: rows whose parent did not come true have no
        outcome, so they are left out.

        Args:
            day: an EDTF date.
        """
        rows = pd.DataFrame(list(self.rows.values()))
        rows = rows.assign(resolves_on=rows["resolved_on"])
        whole = {p for p in self.groups if self.whole(p, self.kept.shares)}
        counted = {n: s for n, s in self.kept.shares.items()
                   if (self.rows[n].get("parent") or ROOT) in whole}  # fmt: skip
        return brier.table(rows, counted, day)
