"""The session of a coding exercise: takes codes, keeps them, and says what the page may know.

It knows nothing of widgets. The journal holds three kinds of records:

- `coding` (act, code): an act was coded, or coded anew.
- `coding-compared` (acts): all were coded, and the comparison was asked for. From the first such
  record on the codes of these acts are fixed: later ones do not count.
- `coding-dispute` (act, text): the learner disputes the editors' code of an act, and why; an empty
  text takes the dispute back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ... import dates
from ...journal.records import CODING, CODING_COMPARED, CODING_DISPUTE
from ...library import as_list
from ...problems import AllianceError
from ...texts import count, say
from ..stances import LOOKS
from . import score as coding_score

__all__ = ["Kept", "Session", "fold"]

LONGEST = 2000  # characters of a dispute


@dataclass
class Kept:
    """What a journal holds of some acts.

    Attributes:
        codes: the learner's code by id of act.
        fixed: ids of the acts whose codes can no longer change.
        disputes: the learner's objection by id of act.
    """

    codes: dict[str, int] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    disputes: dict[str, str] = field(default_factory=dict)


def fold(records: Iterable[dict[str, Any]], wanted: Iterable[str]) -> Kept:
    """Return what records, in order of time, say of the acts wanted.

    What is no code of the scale is passed over: a journal may have been edited by hand.
    """
    kept, wanted = Kept(), set(wanted)
    for record in records:
        kind, act = record.get("kind"), record.get("act")
        if kind == CODING and act in wanted - kept.fixed and is_code(record.get("code")):
            kept.codes[act] = record["code"]
        elif kind == CODING_COMPARED:
            kept.fixed |= wanted & set(as_list(record.get("acts")))
        elif kind == CODING_DISPUTE and act in wanted and isinstance(record.get("text"), str):
            kept.disputes[act] = record["text"]
    return kept


def is_code(value: Any) -> bool:
    """Tell whether a value is a step of the scale: a whole number, and no truth value."""
    return isinstance(value, int) and not isinstance(value, bool) and value in LOOKS


class Session:
    """The codes of one learner for the acts of one panel."""

    def __init__(self, acts: pd.DataFrame, library: Any, journal: Any) -> None:
        """Take the acts with the editors' codes, the library that names actors, a journal."""
        self.acts = acts.drop_duplicates("id").to_dict("records")
        self.ids = [row["id"] for row in self.acts]
        self.library = library
        self.journal = journal

    # --- what is kept ------------------------------------------------------------------------

    @property
    def kept(self) -> Kept:
        """What the journal holds now; another notebook may have written since."""
        return fold(self.journal.records(CODING, CODING_COMPARED, CODING_DISPUTE), self.ids)

    @property
    def compared(self) -> bool:
        """Whether all acts are coded and the comparison was asked for; only then ours are told."""
        kept = self.kept
        return kept.fixed >= set(self.ids) and set(kept.codes) >= set(self.ids)

    # --- what the learner does ---------------------------------------------------------------

    def give(self, act: Any, code: Any) -> str:
        """Keep a code and return what to say.

        Raises:
            AllianceError: it is no step of the scale, or the act is fixed or not among those shown.
        """
        if act not in self.ids:
            raise AllianceError(say("coding.unknown"))
        if not is_code(code):
            raise AllianceError(say("coding.no_code"))
        kept = self.kept
        if act in kept.fixed:
            raise AllianceError(say("coding.too_late"))
        if kept.codes.get(act) != code:
            self.journal.append(CODING, act=act, code=code)
        left = len(self.ids) - len(set(kept.codes) | {act})
        return count("coding.left", left) if left else say("coding.all_coded")

    def compare(self) -> str:
        """Fix all codes, from now on the page may know ours, and return what to say.

        Raises:
            AllianceError: an act is not coded yet.
        """
        missing = len(self.ids) - len(self.kept.codes)
        if missing:
            raise AllianceError(count("coding.not_yet", missing))
        if not self.compared:
            self.journal.append(CODING_COMPARED, acts=self.ids)
        return coding_score.sentence(self._pairs())

    def dispute(self, act: Any, text: Any) -> str:
        """Keep an objection to our code of an act and return what to say.

        Raises:
            AllianceError: ours is not told yet, or the objection is no text or too long.
        """
        if act not in self.ids or not self.compared:
            raise AllianceError(say("coding.no_dispute"))
        if not isinstance(text, str) or len(text) > LONGEST:
            raise AllianceError(say("coding.too_long", n=LONGEST))
        text = text.strip()
        if self.kept.disputes.get(act, "") != text:
            self.journal.append(CODING_DISPUTE, act=act, text=text)
        return say("coding.dispute_kept" if text else "coding.dispute_gone")

    # --- what the page may know --------------------------------------------------------------

    def public(self) -> list[dict[str, Any]]:
        """Return the acts as the page shows them: nothing of our codes."""
        return [
            {
                "id": row["id"],
                "actor": self.library.actor_name(row["actor"]),
                "date": dates.words(row["date"]),
                "act": row["act"],
                "what": row["what"],
            }
            for row in self.acts
        ]

    def codes(self) -> dict[str, int]:
        """Return the learner's codes by act."""
        return self.kept.codes

    def result(self) -> dict[str, Any]:
        """Return the comparison once it was asked for, else {}: `score` (HTML) and `acts`."""
        if not self.compared:
            return {}
        kept = self.kept
        told = [
            coding_score.told(row, kept.codes[row["id"]], self.library)
            | {"dispute": kept.disputes.get(row["id"], "")}
            for row in self.acts
        ]
        return {"score": coding_score.html(self._pairs(), self.library), "acts": told}

    def table(self) -> pd.DataFrame:
        """Return act, the learner's code and ours; no rows before the comparison."""
        names = ["id", "yours", "ours"]
        if not self.compared:
            return pd.DataFrame(columns=names)
        rows = zip(self.ids, *self._pairs(), strict=True)
        return pd.DataFrame(list(rows), columns=names)

    def _pairs(self) -> tuple[list[int], list[int]]:
        """Return the learner's codes and ours, in the order of the acts."""
        codes = self.kept.codes
        return [codes[name] for name in self.ids], [int(row["stance"]) for row in self.acts]
