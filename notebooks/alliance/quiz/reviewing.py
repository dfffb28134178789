"""The review as a learner meets it: a panel with what is due, or when the next will be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from .. import dates
from ..page import Html, card, esc
from ..problems import AllianceError
from ..texts import say
from .bank import Bank
from .learner.spacing import GRACE, Plan, due_now, plans
from .learner.standing import can_return

__all__ = ["chosen", "reviewed"]


def chosen(found: Collection[Plan], now: datetime, most: int) -> tuple[list[Plan], int]:
    """Return what to ask now, at most so many, and how many there would be.

    Questions of an earlier review that have their second try left come first: they are not done.
    """
    due = due_now(found, now)
    begun = [plan for plan in found if plan.half_done and not plan.is_due(now)]
    wanted = [*sorted(begun, key=lambda plan: plan.question), *due]
    return wanted[:most], len(wanted)


def reviewed(most: int, bank: Bank, journal: Any) -> Any:
    """Return the panel of the review, or a sentence; see `quiz.review`."""
    from .panel import Panel
    from .session import Session

    if type(most) is not int or most < 1:
        raise AllianceError(say("review.most", most=repr(most)))
    now = datetime.now(UTC)
    found = plans(journal.records(), can_return(bank.met(journal)), now)
    wanted, total = chosen(found.values(), now, most)
    if not wanted:
        return _nothing(found.values())
    entries = [bank.entry(plan.question) for plan in wanted]
    anew = {plan.question for plan in wanted if plan.is_due(now)}
    title = say("review.title")
    if total > len(wanted):
        title = say("review.rest", n=len(wanted), of=total)
    return Panel(Session(entries, bank.library, journal, anew), title=title)


def _nothing(found: Collection[Plan]) -> Html:
    """Say that nothing is due, and when the next question comes back."""
    words = say("review.never")
    if found:
        day = (min(plan.due for plan in found) - GRACE).astimezone().date()
        words = say("review.next", day=dates.words(day.isoformat()))
    return Html(card(say("review.title"), f"<p>{esc(words)}</p>"), words)
