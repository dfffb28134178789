"""A body at a vote, seat by seat: who voted how, what came of it, and which rule decided.

The page is drawn by `chamber.js` with the marks and sentences of `seats.js`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...library import given_library
from ...page import Picture
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .. import frame as base
from . import seats

__all__ = ["chamber"]


def chamber(
    resolutions: pd.DataFrame,
    votes: pd.DataFrame,
    *,
    bodies: pd.DataFrame | None = None,
    start: str | None = None,
    title: str = "",
    summary: str = "",
    library: Any = None,
) -> Picture:
    """Draw the seats of a body at each of its votes; the learner chooses year, subject and text.

    Seats stand in two half circles, permanent members in the inner one, and in a list where the
    page is narrow. Each has a mark of its own shape and the vote in words.

    Args:
        resolutions: one text a row; columns as in `seats.read`.
        votes: one vote a row: `resolution`, `member`, `vote`.
        bodies: seats, majority and permanent members by period; the library's own without it.
        start: id of the text shown first; the last one by date without it.
        title, summary: what it shows, and one sentence on it; without them texts are counted.
        library: where names and sources come from; the module's own without it.

    Raises:
        AllianceError: as for `seats.read`, or `start` is no text of the table.
    """
    library = given_library(library, "explore.chamber")
    rolls = seats.read(resolutions, votes, bodies, library, "explore.chamber")
    return seats.picture(
        rolls,
        {"start": starting(rolls, start, "explore.chamber")},
        _table(rolls),
        library,
        name="votes/chamber",
        title=title or say("chamber.title"),
        summary=summary or _summary(rolls),
        height=820,
    )


def starting(rolls: seats.Rolls, start: str | None, function: str) -> int:
    """Return the place of the text to begin with; AllianceError if there is none of that id."""
    if start is None:
        return len(rolls.rows) - 1
    ids = [row["id"] for row in rolls.rows]
    if start not in ids:
        raise AllianceError(
            f"{function}: start=“{start}” is no text of the table; {did_you_mean(start, ids)}"
        )
    return ids.index(start)


def _summary(rolls: seats.Rolls) -> str:
    """Return a sentence that counts texts and results."""
    results = [row["result"] for row in rolls.rows]
    return say(
        "chamber.summary",
        n=len(results),
        first=rolls.rows[0]["year"],
        last=rolls.rows[-1]["year"],
        adopted=results.count("adopted"),
        vetoed=results.count("vetoed"),
        failed=results.count("not-adopted"),
    )


def _table(rolls: seats.Rolls) -> pd.DataFrame:
    """Return the equal of the drawing: each text with its result and who voted how."""
    sources = dict(zip(rolls.frame["id"], rolls.frame.get(base.SOURCES, []), strict=False))
    shown = [
        {
            say("chamber.table.date"): row["date"],
            say("chamber.table.text"): row["id"],
            say("chamber.table.title"): row["title"],
            say("chamber.table.result"): seats.result_words(row, rolls),
            say("chamber.table.rule"): row["need"] or say("chamber.vote.unknown"),
            **{
                say(f"chamber.vote.{vote}"): seats.tally_words(rolls, row, vote)
                for vote in seats.VOTES
            },
            "sources": sources.get(row["id"], []),
        }
        for row in rolls.rows
    ]
    return pd.DataFrame(shown)
