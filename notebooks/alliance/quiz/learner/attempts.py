"""How far a learner has come with a question: two tries, told from the journal's records. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["TRIES", "Attempt", "attempts_by_question", "histories"]

TRIES = 2


@dataclass
class Attempt:
    """The tries at one question, in order of time, and whether the hint was opened.

    `newly`: it was opened since the last try, as one does before the first try of a new attempt.

    A record with `attempt: 1` begins a new attempt: that is how a question can be asked again.
    """

    tries: list[dict[str, Any]]
    hint: bool = False
    newly: bool = False

    @property
    def last(self) -> dict[str, Any] | None:
        """The newest try."""
        return self.tries[-1] if self.tries else None


def attempts_by_question(records: Iterable[dict[str, Any]]) -> dict[str, Attempt]:
    """Fold the journal's records into one attempt a question."""
    found: dict[str, Attempt] = {}
    for record in records:
        name = record.get("question")
        if not isinstance(name, str) or record.get("kind") not in ("answer", "hint"):
            continue
        attempt = found.setdefault(name, Attempt([]))
        if record["kind"] == "hint":
            attempt.hint = attempt.newly = True
        elif "answer" in record:
            if record.get("attempt") == 1:
                attempt.tries = []
                attempt.hint = attempt.newly or bool(record.get("hint"))
            attempt.tries.append(record)
            attempt.newly = False
    return found


def histories(records: Iterable[dict[str, Any]]) -> dict[str, list[Attempt]]:
    """Fold the journal's records into all attempts at each question, the oldest first.

    Only marked answers count: a record without a verdict (a reflection, or one from elsewhere) is
    passed over, and one that occurs twice counts once.
    """
    found: dict[str, list[Attempt]] = {}
    seen = set()
    for record in records:
        name, number = record.get("question"), record.get("id")
        if record.get("kind") != "answer" or not isinstance(name, str):
            continue
        if number in seen or not isinstance(record.get("correct"), bool):
            continue
        if number is not None:
            seen.add(number)
        past = found.setdefault(name, [])
        if not past or record.get("attempt") == 1:
            past.append(Attempt([], bool(record.get("hint"))))
        past[-1].tries.append(record)
        past[-1].hint = past[-1].hint or bool(record.get("hint"))
    return found
