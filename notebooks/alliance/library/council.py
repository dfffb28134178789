"""What becomes of a text that is put to the vote, by the rule of the body that votes.

The rules stand in the table `bodies`, one row for each period: seats, votes needed, permanent
members. This room reads them and counts. A text passes if enough members vote for it: a fixed
number, or two thirds of the yes and no votes. On a question of substance, one permanent member
voting no stops a text that has the votes: a veto. It does not do so on a question of procedure.
Abstaining or staying away is no veto; the Charter does not say so, but practice since 1946 does
(see `bodies.csv` for the sources).

`library.resolutions` gains the column `outcome`, worked out from `votes` and `bodies`.

A package without these tables is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from .. import dates
from ..problems import AllianceError, Problem
from ..texts import say
from .package import Package

__all__ = ["RESULTS", "Outcome", "add_outcomes", "body_on", "check_votes", "outcome", "rules"]

RESULTS = ("adopted", "not-adopted", "vetoed")
LABELS = ("chamber.result.adopted", "chamber.result.failed", "chamber.result.vetoed")
VOTES = ("yes", "no", "abstain", "absent")
TOTALS = ("for", "against", "abstain", "absent")  # the columns of `resolutions`, as in VOTES
THIRDS = "two-thirds-of-voting"
PROCEDURAL = "procedural"
TABLES = {"bodies", "resolutions", "votes"}


class Outcome(NamedTuple):
    """What became of a text, and why.

    Attributes:
        result: adopted, not-adopted (too few votes) or vetoed.
        rule: what decided: majority (enough votes, nothing stood against them), too-few, veto, or
            procedure (enough votes, and the no of a permanent member did not count).
        need: votes that were needed.
        vetoed_by: the permanent members whose no stopped the text, in the order of the votes.
        yes, no, abstain, absent: how many voted so.
    """

    result: str
    rule: str
    need: int
    vetoed_by: list[str]
    yes: int
    no: int
    abstain: int
    absent: int


def outcome(
    votes: Mapping[str, str], body: Mapping[str, Any], question: str = "substantive"
) -> Outcome:
    """Return what becomes of a text. Changes nothing and asks nothing else.

    Args:
        votes: member → yes, no, abstain or absent; every member of the body once.
        body: the rule in force, a row of `bodies`: `majority` (a number) or, with the
            `majority_rule` two-thirds-of-voting, none; `permanent`, a list of members.
        question: "procedural", where nobody has a veto; anything else is one of substance.
    """
    counts = {vote: sum(cast == vote for cast in votes.values()) for vote in VOTES}
    permanent = set(body["permanent"])
    against = [m for m, cast in votes.items() if cast == "no" and m in permanent]
    return _decide(counts, against, body, question)


def _decide(
    counts: Mapping[str, int], against: list[str], body: Mapping[str, Any], question: str
) -> Outcome:
    """Apply the rule to the counts and the permanent members that voted no."""
    need = votes_needed(counts["yes"] + counts["no"], body)
    if counts["yes"] < max(need, 1):  # without a single vote for it nothing passes
        result, rule = "not-adopted", "too-few"
    elif not against:
        result, rule = "adopted", "majority"
    elif question == PROCEDURAL:
        result, rule = "adopted", "procedure"
    else:
        result, rule = "vetoed", "veto"
    return Outcome(result, rule, need, against if rule == "veto" else [], *counts.values())


def votes_needed(voting: int, body: Mapping[str, Any]) -> int:
    """Return how many votes a text needs when so many members vote yes or no.

    Members that abstain or stay away do not count as voting: the fewer vote, the lower the two
    thirds, while a fixed number stays the same.
    """
    if body["majority_rule"] == THIRDS:
        return -(-2 * voting // 3)  # rounded up
    return int(body["majority"])


def body_on(bodies: pd.DataFrame, body: str, day: str) -> dict[str, Any]:
    """Return the rule of a body on a day: the row of `bodies` whose period holds it.

    Args:
        bodies: columns `body`, `from`, `until` (EDTF, empty until for a rule still in force).
        body: short name of the body, as in the column.
        day: EDTF date; of a month or year its first day counts.

    Raises:
        AllianceError: no rule was in force then.
    """
    return rules(bodies)(body, day)


def rules(bodies: pd.DataFrame) -> Callable[[str, str], dict[str, Any]]:
    """Return `body_on` for a table that is read once: a function of body and day."""
    periods = _periods(bodies)

    def on(body: str, day: str) -> dict[str, Any]:
        row = _in_force(periods, body, day)
        if row is None:
            raise AllianceError(
                f"bodies.csv has no rule for the body “{body}” on {day}; add a row for that time."
            )
        return row

    return on


def _periods(bodies: pd.DataFrame) -> list[tuple[date, date, dict[str, Any]]]:
    """Return each rule with its first and last day, an open end as the last day there is."""
    return [
        (
            dates.bounds(row["from"])[0],
            dates.bounds(row["until"])[1] if row["until"] else date.max,
            row,
        )
        for row in bodies.to_dict("records")
    ]


def _in_force(
    periods: list[tuple[date, date, dict[str, Any]]], body: str, day: str
) -> dict[str, Any] | None:
    """Return the rule of a body on a day, None if there was none."""
    wanted = dates.bounds(day)[0]
    rows = (row for first, last, row in periods if row["body"] == body and first <= wanted <= last)
    return next(rows, None)


def _rolls(votes: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the roll calls: text → member → vote."""
    rolls: dict[str, dict[str, str]] = {}
    for text, member, vote in zip(votes["resolution"], votes["member"], votes["vote"], strict=True):
        rolls.setdefault(text, {})[member] = vote
    return rolls


def _counted(text: Mapping[str, Any], roll: Mapping[str, str], body: Mapping[str, Any]) -> Outcome:
    """Return the outcome of a row of `resolutions`.

    Where only part of a roll call is known, the totals on record are counted instead, and the
    permanent members on record as vetoing.
    """
    if text["roll_call"] == "complete":
        return outcome(roll, body, text["question"])
    counts = {vote: int(text[total]) for vote, total in zip(VOTES, TOTALS, strict=True)}
    return _decide(counts, list(text["vetoed_by"]), body, text["question"])


def add_outcomes(package: Package) -> None:
    """Add the column `outcome` to the table of resolutions, in place.

    A text and its votes become known together (`knownWith`), so that it holds on any earlier day.

    Args:
        package: read without problems.
    """
    if not set(package.tables) >= TABLES:
        return
    periods, rolls = _periods(package.tables["bodies"]), _rolls(package.tables["votes"])
    texts = package.tables["resolutions"].copy()
    found = [
        _counted(text, rolls.get(text["id"], {}), _in_force(periods, text["body"], text["date"]))
        for text in texts.to_dict("records")
    ]
    texts["outcome"] = pd.Series([o.result for o in found], index=texts.index, dtype=object)
    package.tables["resolutions"] = texts


def describe_outcome(package: Package) -> None:
    """Tell the code book of the column that `add_outcomes` adds."""
    if set(package.tables) >= TABLES:
        spec = {"name": "outcome", "type": "string", "title": say("derive.outcome_title")}
        spec |= {"description": say("derive.outcome"), "constraints": {"enum": list(RESULTS)}}
        words = zip(RESULTS, map(say, LABELS), strict=True)
        spec["categories"] = [{"value": value, "label": label} for value, label in words]
        package.fields("resolutions").append(spec)


# --- what the code book cannot say ----------------------------------------------------------


def check_votes(package: Package) -> list[Problem]:
    """Return where roll calls, totals, the rule and what is on record do not agree."""
    if not set(package.tables) >= TABLES:
        return []
    file, votes = package.resource("resolutions")["path"], package.tables["votes"]
    periods, rolls, found = _periods(package.tables["bodies"]), _rolls(votes), []
    twice = votes[votes.duplicated(["resolution", "member"])]
    for text, member in zip(twice["resolution"], twice["member"], strict=True):
        message = f"“{member}” votes twice on “{text}”"
        path = package.resource("votes")["path"]
        found.append(Problem(path, message, "keep one of the two rows"))
    for text in package.tables["resolutions"].to_dict("records"):
        body = _in_force(periods, text["body"], text["date"])
        if body is None:
            message = f"no rule of “{text['body']}” was in force on {text['date']}"
            found.append(Problem(file, message, "add it to bodies.csv", text["id"], "date"))
            continue
        for column, message, remedy in _faults(text, rolls.get(text["id"], {}), body):
            found.append(Problem(file, message, remedy, text["id"], column))
    return found


def _faults(
    text: Mapping[str, Any], roll: Mapping[str, str], body: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Return what is wrong with one text: column, message and remedy of each fault."""
    faults = []
    complete = text["roll_call"] == "complete"
    for vote, total in zip(VOTES, TOTALS, strict=True):
        here = sum(cast == vote for cast in roll.values())
        if here > text[total] or (complete and here < text[total]):
            message = f"the total is {text[total]}, but votes.csv has {here} × {vote}"
            faults.append((total, message, "count again, or mark the roll call as partial"))
    seats = body["seats"]
    if complete and not pd.isna(seats) and len(roll) != seats:
        message = f"{len(roll)} members voted, but the body had {seats} seats"
        faults.append(("roll_call", message, "add or take away votes"))
    if faults:
        return faults
    found = _counted(text, roll, body)
    if (found.result == "adopted") != (text["adopted"] == "yes"):
        message = f"by the votes and the rule the text was {found.result}"
        faults.append(("adopted", message, "correct the votes, the question or this cell"))
    if set(found.vetoed_by) != set(text["vetoed_by"]):
        who = ", ".join(found.vetoed_by) or "nobody"
        faults.append(("vetoed_by", f"by the votes {who} vetoed it", "write so, or mend the votes"))
    return faults
