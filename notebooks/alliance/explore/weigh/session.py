"""What a learner does with the evidence on one statement, kept in the journal; no widgets here.

The cards come without the editors' coding: side, weight and note leave the kernel only after the
learner has placed every card and asked for the comparison (`Session.compared`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ... import dates
from ...journal.records import WEIGH, WEIGH_COMPARED, WEIGH_JUDGED
from ...library import as_list
from ...page import joined
from ...problems import AllianceError
from ...quiz.shuffle import mixed
from ...texts import count, say
from .. import brier
from .. import frame as base
from ..forecast.score import percent

__all__ = ["MOMENTS", "Kept", "Session", "fold"]

MOMENTS = ("before", "after")
TABLE = "weighing"


@dataclass
class Kept:
    """What a journal holds of one statement.

    Attributes:
        cards: side and weight by id of card, the newest.
        judged: probability by moment, the newest that was not taken back.
        compared: whether the learner has seen the editors' coding.
    """

    cards: dict[str, tuple[str, str]] = field(default_factory=dict)
    judged: dict[str, float] = field(default_factory=dict)
    compared: bool = False


def fold(records: Iterable[dict[str, Any]], name: str, sides: list, weights: list) -> Kept:
    """Return what records, in order of time, say of the statement `name`.

    What is no known side, weight or probability is passed over: a journal may have been edited.
    """
    kept = Kept()
    for record in records:
        if record.get("implication") != name:
            continue
        if record.get("kind") == WEIGH:
            side, weight = record.get("side"), record.get("weight")
            if side in sides and weight in weights and isinstance(record.get("card"), str):
                kept.cards[record["card"]] = (side, weight)
        elif record.get("kind") == WEIGH_JUDGED:
            moment, probability = record.get("moment"), record.get("probability")
            if moment in MOMENTS and probability is None:
                kept.judged.pop(moment, None)  # taken back
            elif moment in MOMENTS and brier.is_chance(probability):
                kept.judged[moment] = probability
        elif record.get("kind") == WEIGH_COMPARED:
            kept.compared = True
    return kept


class Session:
    """The cards of one statement before one learner."""

    def __init__(self, cards: pd.DataFrame, statement: dict[str, Any], library: Any, journal: Any):
        """Take the rows of evidence, the row of the statement, a library and a journal."""
        self.statement, self.library, self.journal = statement, library, journal
        self.name = statement["id"]
        rows = {row["id"]: row for row in cards.to_dict("records")}
        order = mixed(rows, f"{journal.learner}|{self.name}")
        self.rows = {name: rows[name] for name in order}
        self.sides = library.choices(TABLE, "side") or sorted(set(cards["side"]))
        self.weights = library.choices(TABLE, "weight") or sorted(set(cards["weight"]))

    # --- what is kept ------------------------------------------------------------------------

    @property
    def kept(self) -> Kept:
        """What the journal holds now; another notebook may have written since."""
        return fold(
            self.journal.records(WEIGH, WEIGH_JUDGED, WEIGH_COMPARED),
            self.name,
            self.sides,
            self.weights,
        )

    def missing(self, kept: Kept) -> int:
        """Return how many cards have no place yet."""
        return sum(name not in kept.cards for name in self.rows)

    # --- what the learner does ---------------------------------------------------------------

    def judge(self, moment: Any, given: Any) -> str:
        """Keep how likely the learner holds the statement, in per cent; return what to say.

        An empty answer takes back what was kept.

        Raises:
            AllianceError: it is no percentage, or the first judgement comes after the comparison.
        """
        if moment not in MOMENTS:
            raise AllianceError(say("weigh.no_moment"))
        kept = self.kept
        if moment == MOMENTS[0] and kept.compared:
            raise AllianceError(say("weigh.too_late"))
        if isinstance(given, str) and not given.strip():
            if moment in kept.judged:
                self._write(WEIGH_JUDGED, moment=moment, probability=None)
            return say("weigh.taken_back")
        probability = brier.chance(given)
        if kept.judged.get(moment) != probability:
            self._write(WEIGH_JUDGED, moment=moment, probability=probability)
        return say("weigh.judged", percent=percent(probability))

    def place(self, card: Any, side: Any, weight: Any) -> str:
        """Keep which way a card points and how much it weighs; return what to say.

        Raises:
            AllianceError: card, side or weight is not among those offered.
        """
        known = isinstance(card, str) and card in self.rows
        if not known or side not in self.sides or weight not in self.weights:
            raise AllianceError(say("weigh.no_card"))
        if self.kept.cards.get(card) != (side, weight):
            self._write(WEIGH, card=card, side=side, weight=weight)
        left = self.missing(self.kept)
        words = say("weigh.placed", side=word("side", side), weight=word("weight", weight))
        return f"{words} {count('weigh.left', left) if left else say('weigh.all_placed')}"

    def compare(self) -> str:
        """Show the editors' coding from now on, and return what to say.

        Raises:
            AllianceError: a first judgement or a card is missing.
        """
        kept = self.kept
        if MOMENTS[0] not in kept.judged:
            raise AllianceError(say("weigh.first_judge"))
        left = self.missing(kept)
        if left:
            raise AllianceError(count("weigh.left", left))
        if not kept.compared:
            self._write(WEIGH_COMPARED)
        return self.compared()["summary"]

    def _write(self, kind: str, **fields: Any) -> None:
        self.journal.append(kind, implication=self.name, **fields)

    # --- what the page may know --------------------------------------------------------------

    def public(self) -> dict[str, Any]:
        """Return what the page may know from the beginning: no side, no weight, no note."""
        return {
            "title": self.statement["title"],
            "statement": self.statement["statement"],
            "sides": [[side, word("side", side)] for side in self.sides],
            "weights": [[weight, word("weight", weight)] for weight in self.weights],
            "cards": [self._card(row) for row in self.rows.values()],
        }

    def _card(self, row: dict[str, Any]) -> dict[str, str]:
        links = joined(self.library.cite(name) for name in as_list(row["source_ids"]))
        kind = base.plain(row["kind"])
        grade = f"{row['reliability']}{row['credibility']}"
        about = say(
            "weigh.about",
            claimant=row["claimant"],
            date=dates.words(row["date"]),
            kind=kind,
            grade=grade,
        )
        return {
            "id": row["id"],
            "title": row["title"],
            "text": row["statement"],
            "about": about,
            "sources": links,
        }

    def states(self) -> dict[str, Any]:
        """Return what the learner has given so far."""
        kept = self.kept
        judged = {m: percent(kept.judged[m]) for m in MOMENTS if m in kept.judged}
        cards = {name: list(pair) for name, pair in kept.cards.items() if name in self.rows}
        return {
            "judged": judged,
            "cards": cards,
            "left": self.missing(kept),
            "compared": kept.compared,
        }

    def compared(self) -> dict[str, Any]:
        """Return the comparison with the editors' coding; empty before it was asked for."""
        kept = self.kept
        if not kept.compared:
            return {}
        rows = [self._beside(row, kept.cards.get(name)) for name, row in self.rows.items()]
        placed = [row for row in rows if row["you"]]
        same = [row for row in placed if row["same_side"]]
        weighed = sum(row["same_weight"] for row in same)
        words = [say("weigh.agree", n=len(same), of=len(placed), weighed=weighed)]
        if set(MOMENTS) <= set(kept.judged):
            first, last = (percent(kept.judged[moment]) for moment in MOMENTS)
            key = "weigh.stayed" if first == last else "weigh.moved"
            words.append(say(key, first=first, last=last))
        return {"rows": rows, "summary": " ".join(words), "count": self._tally(kept)}

    def _beside(self, row: dict[str, Any], given: tuple[str, str] | None) -> dict[str, Any]:
        side, weight = given or ("", "")
        note = base.cell(row, "note")
        return {
            "title": row["title"],
            "you": _pair(side, weight) if given else "",
            "editors": _pair(row["side"], row["weight"]),
            "same_side": side == row["side"],
            "same_weight": side == row["side"] and weight == row["weight"],
            "note": note,
        }

    def _tally(self, kept: Kept) -> list[dict[str, Any]]:
        """Return for each side how many cards it has, by the learner and by the editors."""
        mine = [pair[0] for name, pair in kept.cards.items() if name in self.rows]
        theirs = [row["side"] for row in self.rows.values()]
        return [
            {"side": word("side", s), "you": mine.count(s), "editors": theirs.count(s)}
            for s in self.sides
        ]


def _pair(side: str, weight: str) -> str:
    return say("weigh.pair", side=word("side", side), weight=word("weight", weight))


def word(kind: str, value: str) -> str:
    """Return the text of a side or a weight; one without a text stands as in the code book."""
    from ...texts import page_texts

    key = f"weigh.{kind}.{value}"
    return page_texts([key]).get(key, base.plain(value))
