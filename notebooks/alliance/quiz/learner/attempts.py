"""How far a learner has come with a question: two tries, told from the journal's records. Pure.

Records of answers and hints are read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...journal.folds import answers, once
from ...journal.records import ANSWER, HINT

__all__ = ["TRIES", "Attempt", "attempts_by_question", "histories"]

TRIES = 2


@dataclass(slots=True)
class Attempt:
    """The tries at one question, in their order, and whether the hint was opened.

    A record with `attempt: 1` begins a new attempt: that is how a question can be asked again.

    Attributes:
        tries: records of answers.
        hint: it was opened before the last try.
        newly: it was opened since the last try, as one does before the first try of a new attempt.
        place: which record of the journal began it; orders attempts at different questions.
    """

    tries: list[dict[str, Any]]
    hint: bool = False
    newly: bool = False
    place: int = 0

    @property
    def last(self) -> dict[str, Any] | None:
        """The newest try."""
        return self.tries[-1] if self.tries else None


def _copied(attempt: Attempt) -> Attempt:
    """Return an attempt that can be gone on with, and leaves the one given as it is."""
    return Attempt([*attempt.tries], attempt.hint, attempt.newly, attempt.place)


@once
def attempts_by_question(
    records: Iterable[dict[str, Any]], known: dict[str, Attempt] | None, start: int
) -> dict[str, Attempt]:
    """Fold the journal's records into one attempt a question."""
    found = {name: _copied(attempt) for name, attempt in (known or {}).items()}
    for place, record in enumerate(records, start):
        name = record.get("question")
        if not isinstance(name, str) or record.get("kind") not in (ANSWER, HINT):
            continue
        attempt = found.get(name)
        if attempt is None:
            attempt = found[name] = Attempt([], place=place)
        if record["kind"] == HINT:
            attempt.hint = attempt.newly = True
        elif "answer" in record:
            if record.get("attempt") == 1:
                attempt.tries, attempt.place = [], place
                attempt.hint = attempt.newly or bool(record.get("hint"))
            attempt.tries.append(record)
            attempt.newly = False
    return found


@once
def histories(
    records: Iterable[dict[str, Any]], known: dict[str, list[Attempt]] | None, start: int
) -> dict[str, list[Attempt]]:
    """Fold the journal's records into all attempts at each question, the oldest first.

    Only marked answers count: a record without a verdict (a reflection, or one from elsewhere) is
    passed over.
    """
    found: dict[str, list[Attempt]] = {}
    for place, record in enumerate(answers(records), start):
        if not isinstance(record.get("correct"), bool):
            continue
        name, hint = record["question"], bool(record.get("hint"))
        past = found.get(name)
        if past is None:
            *past, last = (known or {}).get(name) or [None]
            found[name] = past = [*past, _copied(last)] if last else []
        if not past or record.get("attempt") == 1:
            past.append(Attempt([], hint, place=place))
        past[-1].tries.append(record)
        past[-1].hint = past[-1].hint or hint
    return {**known, **found} if known else found
