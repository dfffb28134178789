"""Rounds of practice, told from the journal: which one is open, which questions came before.

Records of practice are written and read here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...journal.folds import answered
from ...journal.records import PRACTICE
from ...problems import AllianceError

__all__ = ["Round", "open_round"]


@dataclass
class Round:
    """The round that a learner is in.

    Attributes:
        name: what is practised, and how many at a time.
        number: 1 for the first round.
        open: questions of the round begun last, in order; empty once it is closed.
        since: questions answered since that round began.
        answered: all questions that were ever answered.
        last: questions of the finished round before.
    """

    name: str
    number: int = 1
    open: list[str] = field(default_factory=list)
    since: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)

    def keep(self, journal: Any, questions: list[str]) -> None:
        """Write down which questions the round has.

        If the journal cannot be written, the panel says so with the first answer; until then the
        seed alone brings the same questions back.
        """
        try:
            journal.append(PRACTICE, name=self.name, round=self.number, questions=questions)
        except AllianceError:
            return

    def close(self) -> None:
        """Go on to the next round."""
        self.number += 1
        self.last, self.open = set(self.open), []


def open_round(journal: Any, name: str) -> Round:
    """Return the round begun last, whether it is finished or not; an empty one if none was."""
    records = journal.records()
    turn = Round(name, answered=set(answered(records)))
    begun = [k for k, r in enumerate(records) if _begins(r, name)]
    if begun:
        listed = records[begun[-1]].get("questions", [])
        turn.open = [q for q in listed if isinstance(q, str)]
        turn.since = set(answered(records[begun[-1] :]))
        turn.number = len(begun)
    return turn


def _begins(record: dict[str, Any], name: str) -> bool:
    return record.get("kind") == PRACTICE and record.get("name") == name
