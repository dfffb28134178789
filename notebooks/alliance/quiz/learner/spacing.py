"""Spaced review: when a question comes back, by FSRS-6, folded from the journal.

The rule is FSRS-6, the Free Spaced Repetition Scheduler of the Open Spaced Repetition project
(https://github.com/open-spaced-repetition/free-spaced-repetition-scheduler). It grew out of J. Ye,
J. Su and Y. Cao, “A stochastic shortest path algorithm for optimizing spaced repetition
scheduling”, KDD 2022, https://doi.org/10.1145/3534678.3539081. For each question it estimates how
stable the memory is and asks again when the chance of knowing the answer has fallen to 90 %.

The library is `fsrs` (py-fsrs), by the authors of the rule. For it: MIT licence, pure Python, about
84 kB installed of which 67 kB is code (so much the browser build has to load), one small
dependency, no network, and no copy of 21 parameters to keep right here. Against it: nothing
but that it brings an optimiser, which is loaded only on demand and is not used. Writing the rule
anew would be some 80 lines that nobody maintains. It is imported when a review is first computed.

There is no second store. A card is what comes out when the attempts at a question in the journal
(see `attempts.py`) are gone through in order:

- Good: right at the first try, without the hint.
- Hard: right at the first try with the hint; or at least half right first and right thereafter.
- Again: all else. A second guess after a miss shows that the feedback was read, not that it was
  known. Easy is never given: who chooses among options may have guessed.

Steps of minutes are left out: what was missed comes back the next day at the earliest. Chance
(fuzzing) is off, so all kernels and computers agree. Times that lie in the future (the clock was
wrong, and has been set back) count as now; times that cannot be read are passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from ...journal.folds import once
from .attempts import TRIES, Attempt, histories

__all__ = ["Plan", "due_now", "plans", "rating"]

# A question is due half a day before its hour: what was missed in the evening is asked again the
# next morning, in whatever time zone the learner lives.
GRACE = timedelta(hours=12)
LATEST = datetime.max.replace(tzinfo=UTC)
LONGEST = 365  # days: an attempt is over by then


@dataclass(frozen=True)
class Plan:
    """When a question comes back.

    Attributes:
        question: its id.
        due: the time when it is due, in UTC.
        half_done: it is being asked again and has its second try left.
    """

    question: str
    due: datetime
    half_done: bool = False

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is due at a time."""
        return self.due - GRACE <= now


def rating(attempt: Attempt) -> str:
    """Return the rating of one attempt: Again, Hard or Good (see above)."""
    first, *later = attempt.tries
    if first["correct"]:
        return "Hard" if attempt.hint else "Good"
    score = first.get("score")
    half = isinstance(score, int | float) and score >= 0.5
    return "Hard" if half and any(record["correct"] for record in later) else "Again"


def when(record: dict[str, Any], now: datetime) -> datetime | None:
    """Return the time of a record in UTC, never later than now; None if it cannot be read."""
    try:
        at = datetime.fromisoformat(record["at"])
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return min(at, now)


def plans(
    records: Iterable[dict[str, Any]], questions: Iterable[str], now: datetime
) -> dict[str, Plan]:
    """Fold the journal's records into a plan for each question that has been answered.

    Args:
        records: of the journal, in order of time.
        questions: ids of the questions that can come back; all others are passed over.
        now: in UTC.
    """
    past = histories(records)
    known = _told(records)
    found = {}
    for name in questions:
        if name not in past:
            continue
        plan = known.get(name) or _plan(name, past[name], now)
        if plan:
            found[name] = plan
            # What a clock has put ahead of now will be planned otherwise later.
            if all((when(a.tries[0], LATEST) or now) <= now for a in past[name]):
                known[name] = plan
    return found


@once
def _told(
    records: Iterable[dict[str, Any]], known: dict[str, Plan] | None, _: int
) -> dict[str, Plan]:
    """Return where plans out of some records are remembered, by question."""
    if not known:
        return {}
    again = {record.get("question") for record in records}
    return {name: plan for name, plan in known.items() if name not in again}


def _plan(name: str, attempts: Iterable[Attempt], now: datetime) -> Plan | None:
    """Return when a question comes back; None if no attempt has a time that can be read."""
    from fsrs import Card, Rating

    card, timed = None, []
    for attempt in attempts:
        at = when(attempt.tries[0], now)
        if at is None:
            continue
        timed.append(attempt)
        # The library waits a millisecond to make up an id, so it gets one.
        card = card or Card(card_id=1, due=at)
        card, _ = _scheduler().review_card(card, Rating[rating(attempt)], at)
    return Plan(name, card.due, len(timed) > 1 and _open(timed[-1])) if card else None


@cache
def _scheduler() -> Any:
    from fsrs import Scheduler

    return Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False
    )


def _open(attempt: Attempt) -> bool:
    """Tell whether an attempt has a try left."""
    return len(attempt.tries) < TRIES and not attempt.tries[-1]["correct"]


def due_now(plans: Iterable[Plan], now: datetime) -> list[Plan]:
    """Return the plans that are due, the most overdue day first.

    Within a day the order is mixed, so that questions asked together come apart, but it is always
    the same.
    """

    def order(plan: Plan) -> tuple[Any, bytes]:
        return plan.due.date(), hashlib.sha256(plan.question.encode()).digest()

    return sorted((plan for plan in plans if plan.is_due(now)), key=order)
