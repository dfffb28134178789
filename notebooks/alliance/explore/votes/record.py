"""How chosen members voted over the years: a strip of marks in order of time, one row a member.

The page is drawn by `record.js` with the marks and sentences of `seats.js`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from ...library import given_library
from ...page import Picture
from ...problems import AllianceError, did_you_mean
from ...texts import say
from . import seats

__all__ = ["record"]

Members = Iterable[str | Sequence[str]]


def record(
    resolutions: pd.DataFrame,
    votes: pd.DataFrame,
    *,
    members: Members | None = None,
    bodies: pd.DataFrame | None = None,
    title: str = "",
    summary: str = "",
    library: Any = None,
) -> Picture:
    """Draw the votes of a few members over time; the learner chooses members and subject.

    Args:
        resolutions: one text a row; columns as in `seats.read`.
        votes: one vote a row: `resolution`, `member`, `vote`.
        members: ids of members; a list of ids shares one row, for a seat that passed from one
            state to another. Without it: the permanent seats. A seat is taken to have passed on
            where from one period to the next one permanent member left and one came.
        bodies: seats, majority and permanent members by period; the library's own without it.
        title, summary: what it shows, and one sentence on it; without them votes are counted.
        library: where names and sources come from; the module's own without it.

    Raises:
        AllianceError: as for `seats.read`, or a member cast no vote on these texts.
    """
    library = given_library(library, "explore.record")
    rolls = seats.read(resolutions, votes, bodies, library, "explore.record")
    lines = _permanent(rolls) if members is None else _given(members)
    _known(lines, rolls)
    lines = [{"ids": ids, "name": _name(ids, rolls)} for ids in lines]
    lines = [{**line, "remarks": _remarks(line, rolls)} for line in lines]
    return seats.picture(
        rolls,
        {"lines": lines},
        _table(lines, rolls),
        library,
        name="votes/record",
        title=title or say("record.title"),
        summary=summary or _summary(lines, rolls),
        height=900,
    )


def _given(members: Members) -> list[list[str]]:
    """Return the rows asked for, each a list of ids."""
    return [[line] if isinstance(line, str) else list(line) for line in members]


def _permanent(rolls: seats.Rolls) -> list[list[str]]:
    """Return the permanent seats, each with those who held it, in order of time."""
    lines: list[list[str]] = []
    before: list[str] = []
    for period in rolls.periods:
        now = period["permanent"]
        left = [m for m in before if m not in now]
        came = [m for m in now if m not in before]
        if before and len(left) == len(came) == 1:
            next(line for line in lines if line[-1] == left[0]).append(came[0])
        else:
            lines += [[member] for member in came]
        before = now
    return lines


def _known(lines: list[list[str]], rolls: seats.Rolls) -> None:
    """Raise AllianceError for rows without a vote, or where there is no row at all."""
    voted = {member for row in rolls.rows for member in row["votes"]}
    for line in lines:
        for member in line:
            if not voted & set(line):
                raise AllianceError(
                    f"explore.record: “{member}” cast no vote on these texts; "
                    f"{did_you_mean(member, sorted(voted))}"
                )
    if not lines:
        raise AllianceError(
            "explore.record: the body has no permanent members; say with members=[…] whose votes "
            "to show."
        )


def _name(ids: list[str], rolls: seats.Rolls) -> str:
    """Return the name of a row: the last holder of the seat, then those before."""
    if len(ids) == 1:
        return rolls.name(ids[0])
    earlier = ", ".join(rolls.name(member) for member in ids[:-1])
    return say("record.seat", later=rolls.name(ids[-1]), earlier=earlier)


def _kind(line: dict[str, Any], row: dict[str, Any]) -> str:
    """Return how a row's member voted on a text: veto, yes, …; "" if it had no seat."""
    member = next((m for m in line["ids"] if m in row["votes"] or m in row["vetoed_by"]), None)
    if member is None:
        return "" if row["known"] else seats.UNKNOWN
    return "veto" if member in row["vetoed_by"] else row["votes"][member]


def _remarks(line: dict[str, Any], rolls: seats.Rolls) -> list[list[str]]:
    """Return what the votes of a row are remarked with: [remark, first day, last day, how many]."""
    said: dict[str, list[str]] = {}
    for row in rolls.rows:
        for member in line["ids"]:
            if member in row["remarks"]:
                said.setdefault(row["remarks"][member], []).append(row["when"])
    return [[words, days[0], days[-1], str(len(days))] for words, days in said.items()]


def _summary(lines: list[dict[str, Any]], rolls: seats.Rolls) -> str:
    """Return a sentence that counts the votes for and the vetoes of each."""
    parts = []
    for line in lines:
        kinds = [_kind(line, row) for row in rolls.rows]
        counts = {kind: kinds.count(kind) for kind in ("yes", "no", "veto")}
        counts["no"] += counts["veto"]
        parts.append(say("record.summary_part", name=line["name"], **counts))
    first, last = rolls.rows[0]["year"], rolls.rows[-1]["year"]
    return say("record.summary", n=len(rolls.rows), first=first, last=last, list="; ".join(parts))


def _table(lines: list[dict[str, Any]], rolls: seats.Rolls) -> pd.DataFrame:
    """Return the equal of the drawing: a text a row, a member a column."""
    shown = []
    for row in rolls.rows:
        cells = {
            say("chamber.table.date"): row["date"],
            say("chamber.table.text"): row["id"],
            say("chamber.table.title"): row["title"],
            say("chamber.table.result"): seats.result_words(row, rolls),
        }
        for line in lines:
            kind = _kind(line, row)
            words = say(f"chamber.vote.{kind}") if kind else say("record.not_member")
            remarks = [row["remarks"][m] for m in line["ids"] if m in row["remarks"]]
            cells[line["name"]] = f"{words} ({remarks[0].rstrip('.')})" if remarks else words
        shown.append(cells)
    return pd.DataFrame(shown)
