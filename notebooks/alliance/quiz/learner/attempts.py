"""How far a learner has come with a question: two tries, told from the journal's records. Pure.

Records of answers and hints are read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ...journal.folds import each_once, once
from ...journal.records import ANSWER, HINT

__all__ = ["TRIES", "Attempt", "attempts_by_question", "histories"]

TRIES = 2

Told = TypeVar("Told")


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


@dataclass(slots=True)
class _Asked:
    """The answers to one question and its hints, in their order, and what they mean.

    Attributes:
        records: answers, and hints that were opened.
        places: where each stands in the journal.
        attempt: see `attempts_by_question`; None until somebody asks.
        history: see `histories`; None until somebody asks.
    """

    records: list[dict[str, Any]]
    places: list[int]
    attempt: Attempt | None = None
    history: list[Attempt] | None = None


class _Each(Mapping[str, Told]):
    """What is told of each question, worked out when it is asked for: a page asks for few."""

    def __init__(self, asked: Mapping[str, _Asked], tell: Callable[[_Asked], Told | None]) -> None:
        self._asked, self._tell = asked, tell

    def __getitem__(self, name: str) -> Told:
        told = self._tell(self._asked[name])
        if not told:
            raise KeyError(name)
        return told

    def __iter__(self) -> Iterator[str]:
        return (name for name, asked in self._asked.items() if self._tell(asked))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def attempts_by_question(records: Iterable[dict[str, Any]]) -> Mapping[str, Attempt]:
    """Fold the journal's records into one attempt a question."""
    return _Each(_by_question(records), _attempt)


def histories(records: Iterable[dict[str, Any]]) -> Mapping[str, list[Attempt]]:
    """Fold the journal's records into all attempts at each question, the oldest first.

    Only marked answers count: a record without a verdict (a reflection, or one from elsewhere) is
    passed over.
    """
    return _Each(_by_question(records), _history)


@once
def _by_question(
    records: Iterable[dict[str, Any]], known: dict[str, _Asked] | None, start: int
) -> dict[str, _Asked]:
    """Return the answers and hints of each question."""
    found: dict[str, _Asked] = {}
    for place, record in enumerate(each_once(records), start):
        name = record.get("question")
        if record.get("kind") not in (ANSWER, HINT) or not isinstance(name, str):
            continue
        asked = found.get(name)
        if asked is None:
            past = known.get(name) if known else None
            asked = _Asked([*past.records], [*past.places]) if past else _Asked([], [])
            found[name] = asked
        asked.records.append(record)
        asked.places.append(place)
    return {**known, **found} if known else found


def _attempt(asked: _Asked) -> Attempt:
    """Return the newest attempt at a question."""
    if asked.attempt is None:
        asked.attempt = attempt = Attempt([], place=asked.places[0])
        for place, record in zip(asked.places, asked.records, strict=True):
            if record["kind"] == HINT:
                attempt.hint = attempt.newly = True
            elif "answer" in record:
                if record.get("attempt") == 1:
                    attempt.tries, attempt.place = [], place
                    attempt.hint = attempt.newly or bool(record.get("hint"))
                attempt.tries.append(record)
                attempt.newly = False
    return asked.attempt


def _history(asked: _Asked) -> list[Attempt]:
    """Return all attempts at a question, the oldest first; [] if no answer was marked."""
    if asked.history is None:
        asked.history = past = []
        for place, record in zip(asked.places, asked.records, strict=True):
            if record["kind"] != ANSWER or not isinstance(record.get("correct"), bool):
                continue
            if not past or record.get("attempt") == 1:
                past.append(Attempt([], bool(record.get("hint")), place=place))
            past[-1].tries.append(record)
            past[-1].hint = past[-1].hint or bool(record.get("hint"))
    return asked.history
