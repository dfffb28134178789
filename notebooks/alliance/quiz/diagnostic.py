"""A diagnostic: questions over all lessons, first tries only, and nothing told until the end.

Feedback on the first question would help with the third, and a second try would measure the
feedback. So an answer is kept without a word, and when the last one is given all is told at once.
A learner may sit a diagnostic twice, before and after a course; the journal keeps the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import traitlets

from ..journal.folds import answered
from ..journal.records import DIAGNOSTIC
from ..problems import AllianceError
from ..texts import count, say
from .bank import Bank
from .panel import Panel
from .session import Reply, Seat, Session

__all__ = ["DiagnosticPanel", "DiagnosticSession", "sittings"]


def sittings(records: Iterable[dict[str, Any]], name: str) -> list[dict[str, float]]:
    """Return the finished sittings of a diagnostic, oldest first: first-try score by question."""
    return [dict(r["scores"]) for r in records if _ends(r, name)]


def _ends(record: dict[str, Any], name: str) -> bool:
    return record.get("kind") == DIAGNOSTIC and record.get("name") == name


class DiagnosticSession(Session):
    """A session that takes one try a question and tells nothing before the last one is taken.

    Attributes:
        name: id of the set of questions.
        before: finished sittings before this one, oldest first.
    """

    def __init__(self, name: str, bank: Bank, journal: Any, again: bool = False) -> None:
        """Seat a learner; `again` begins a second sitting once the first one is finished.

        Raises:
            AllianceError: there is no such set; names those that come near.
        """
        self.name = name
        entries = [bank.entry(one) for one in bank.set(name).question_ids]
        records = journal.records()
        done = sittings(records, name)
        self.before = done[:1] if again else []
        anew: set[str] = set()
        if again and len(done) == 1:
            end = next(k for k, record in enumerate(records) if _ends(record, name))
            anew = {entry.id for entry in entries} - set(answered(records[end:]))
        super().__init__(entries, bank.library, journal, anew)

    @property
    def left(self) -> int:
        """How many questions have no answer yet."""
        return sum(not seat.attempt.tries for seat in self.seats.values())

    def scores(self) -> dict[str, float]:
        """Return the score of each first try by question, once all are answered; {} before."""
        if self.left:
            return {}
        seats = self.seats.values()
        return {s.question.id: float(s.attempt.tries[0].get("score") or 0) for s in seats}

    def public(self) -> list[dict[str, Any]]:
        """Return the questions without hints: a diagnostic measures what one knows."""
        return [{k: v for k, v in shown.items() if k != "hint"} for shown in super().public()]

    def over(self, seat: Seat, mark: Any) -> bool:
        """Tell that a question is over: there is one try."""
        return True

    def state(self, seat: Seat) -> dict[str, Any]:
        """Return the answer alone as long as questions are open, then all that is to be told."""
        state = super().state(seat)
        if not self.left or not seat.attempt.tries:
            return state
        kept = {"status": "kept", "words": say("diagnostic.kept"), "done": True}
        return {key: state[key] for key in ("tries", "response", "sure") if key in state} | kept

    def spoken(self, seat: Seat) -> str:
        """Say that the answer is kept and how many are left, nothing on its worth."""
        if self.left:
            return f"{say('diagnostic.kept')} {count('diagnostic.left', self.left)}"
        return say("diagnostic.finished")

    def answer(self, key: str, response: Any, confidence: Any = None) -> Reply:
        """Keep the one answer to a question; the last one finishes the sitting."""
        seat = self.seats[key]
        if seat.attempt.tries:
            return Reply(self.spoken(seat), True)
        reply = super().answer(key, response, confidence)
        if reply.taken and not self.left:
            try:
                self.journal.append(DIAGNOSTIC, name=self.name, scores=self.scores())
            except AllianceError:
                return reply  # the answers are kept; the result is told from them
        return reply


class DiagnosticPanel(Panel):
    """The panel of a diagnostic: its questions, and the result below once all are answered.

    Attributes:
        result: HTML of the result, "" before.
    """

    result = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, session: DiagnosticSession, title: str, tell: Callable[[dict[str, float]], str]
    ) -> None:
        """Show the questions; `tell` makes the HTML of the result from scores by question."""
        self.tell = tell
        super().__init__(session, title)
        self._conclude()

    def receive(self, _: Any, message: dict[str, Any], __: Any = None) -> None:
        """Take an answer; with the last one every question and the result are told."""
        super().receive(_, message)
        self._conclude()

    def _conclude(self) -> None:
        scores = self.session.scores()
        if scores and not self.result:
            self.states = self.session.states()
            self.result = self.tell(scores)
