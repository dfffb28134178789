"""Would it pass? The learner sets each member's vote and sees what comes of it and by which rule.

The page is drawn by `resolve.js`; the rule on it is the twin of `council.outcome` in
`seats.js`. Challenges come from `puzzles.yml`, see `puzzles`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...library import given_library
from ...page import Picture
from ...problems import AllianceError
from ...texts import say
from .. import frame as base
from . import seats
from .chamber import starting
from .puzzles import FILE, Puzzles, checked, read_puzzles

__all__ = ["resolve"]


def resolve(
    resolutions: pd.DataFrame,
    votes: pd.DataFrame,
    *,
    bodies: pd.DataFrame | None = None,
    puzzles: Puzzles | None = None,
    start: str | None = None,
    title: str = "",
    summary: str = "",
    library: Any = None,
) -> Picture:
    """Let a learner set the votes of a body and see whether a text is adopted, and why.

    Members, seats and the majority are those of the text to begin with, so that votes under an
    older rule can be tried as well.

    Args:
        resolutions: texts to begin with, one a row; columns as in `seats.read`. Those without a
            complete roll call are left out.
        votes: one vote a row: `resolution`, `member`, `vote`.
        bodies: seats, majority and permanent members by period; the library's own without it.
        puzzles: challenges as described above, [] for none; without it those of `puzzles.yml` that
            begin with a text of the table.
        start: id of the text to begin with; the last one by date without it.
        title, summary: what it is, and one sentence on it.
        library: where names and sources come from; the module's own without it.

    Raises:
        AllianceError: as for `seats.read`; no text has a complete roll call; a puzzle is wrong.
    """
    library = given_library(library, "explore.resolve")
    rolls = seats.read(resolutions, votes, bodies, library, "explore.resolve")
    rolls.rows = [row for row in rolls.rows if row["known"]]
    if not rolls.rows:
        raise AllianceError("explore.resolve: no text in the table has a complete roll call.")
    given = _from_file(library, rolls) if puzzles is None else puzzles
    good, problems = checked(given, rolls, library.ids("sources"))
    if problems:
        raise AllianceError(str(problems[0]))
    shown = [{**one, "sources": rolls.links.places(one.get(base.SOURCES, []))} for one in good]
    return seats.picture(
        rolls,
        {"start": starting(rolls, start, "explore.resolve"), "puzzles": shown},
        _table(rolls),
        library,
        name="votes/resolve",
        title=title or say("resolve.title"),
        summary=summary or say("resolve.summary"),
        height=900,
    )


def _from_file(library: Any, rolls: seats.Rolls) -> Puzzles:
    """Return the challenges in the data folder; not those that begin with a text left out here."""
    texts = [row["id"] for row in rolls.rows]
    every = library.held.get("resolutions", pd.DataFrame({"id": []}))["id"]
    away = set(every) - set(texts)
    return [p for p in read_puzzles(library.file(FILE)) if _start(p) not in away]


def _start(puzzle: Any) -> Any:
    """Return the text with which a puzzle begins, if it says one."""
    return puzzle.get("start") if isinstance(puzzle, Mapping) else None


def _question(row: Mapping[str, Any]) -> str:
    """Return the kind of question in words."""
    if row["question"] == "procedural":
        return say("chamber.question.procedural")
    return say("chamber.question.substantive")


def _table(rolls: seats.Rolls) -> pd.DataFrame:
    """Return the votes to begin with: each text, its rule, its result and who voted how."""
    shown = []
    for row in rolls.rows:
        period = rolls.periods[row["period"]]
        shown.append(
            {
                say("chamber.table.date"): row["date"],
                say("chamber.table.text"): row["id"],
                say("resolve.question_short"): _question(row),
                say("chamber.table.rule"): say(
                    "chamber.need", need=row["need"], seats=period["seats"]
                ),
                say("chamber.table.result"): seats.result_words(row, rolls),
                **{
                    say(f"chamber.vote.{vote}"): seats.tally_words(rolls, row, vote)
                    for vote in seats.VOTES
                },
            }
        )
    return pd.DataFrame(shown)
