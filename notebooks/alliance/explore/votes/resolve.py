"""Would it pass? The learner sets each member's vote and sees what comes of it and by which rule.

The page is drawn by `resolve.js`; the rule on it is the twin of `council.outcome` in
`seats.js`. Challenges come from `puzzles.yml` in the data folder:

    puzzles:
      - id: no-veto-needed                  # unique
        title: Stopped without a veto       # as it stands in the list
        task: Make the text fail although … # what to do
        start: S/RES/2094                   # text whose votes to begin with; without it, all yes
        question: substantive               # the kind of question to begin with
        goal:                               # solved when all of it holds
          result: not-adopted               # adopted, not-adopted or vetoed; or a list of them
          question: substantive             # may be left out: then either kind will do
          votes:                            # numbers of votes, each with `most`, `least` or both
            - {who: permanent, vote: no, most: 0}    # who: permanent, elected, all, or an actor
        hint: One sentence.
        why: What the solution shows, in a sentence or two.
        source_ids: [un-1945-charter]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import yaml

from ...library import given_library
from ...page import Picture
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .. import frame as base
from . import seats
from .chamber import starting

__all__ = ["read_puzzles", "resolve"]

FILE = "puzzles.yml"
RESULTS = ["adopted", "not-adopted", "vetoed"]
QUESTIONS = ["substantive", "procedural"]
GROUPS = ["permanent", "elected", "all"]
WORDS = ["id", "title", "task", "hint", "why"]
Puzzles = Sequence[Mapping[str, Any]]


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
    check_puzzles(given, rolls)
    shown = [
        {**puzzle, "sources": rolls.links.places(puzzle.get(base.SOURCES, []))} for puzzle in given
    ]
    return seats.picture(
        rolls,
        {"start": starting(rolls, start, "explore.resolve"), "puzzles": shown},
        _table(rolls),
        library,
        room="votes/resolve",
        title=title or say("resolve.title"),
        summary=summary or say("resolve.summary"),
        height=900,
    )


def _from_file(library: Any, rolls: seats.Rolls) -> Puzzles:
    """Return the challenges in the data folder; not those that begin with a text left out here."""
    texts = [row["id"] for row in rolls.rows]
    every = library.tables.get("resolutions", pd.DataFrame({"id": []}))["id"]
    away = set(every) - set(texts)
    return [p for p in read_puzzles(library.folder / FILE) if _start(p) not in away]


def _start(puzzle: Any) -> Any:
    """Return the text with which a puzzle begins, if it says one."""
    return puzzle.get("start") if isinstance(puzzle, Mapping) else None


def read_puzzles(path: Any) -> Puzzles:
    """Return the challenges of a file, [] if there is none.

    Raises:
        AllianceError: the file is not YAML, or not a list under `puzzles`.
    """
    if not path.is_file():
        return []
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise AllianceError(f"{path.name} cannot be read as YAML: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("puzzles"), list):
        raise AllianceError(f"{path.name} must hold a list under “puzzles:”.")
    return found["puzzles"]


def check_puzzles(puzzles: Puzzles, rolls: seats.Rolls) -> None:
    """Raise AllianceError, naming the puzzle, where one is not as described above."""
    texts = [row["id"] for row in rolls.rows]
    members = [member["id"] for member in rolls.members]
    for number, puzzle in enumerate(puzzles, 1):
        name = puzzle.get("id", f"number {number}") if isinstance(puzzle, Mapping) else number
        wrong = _wrong(puzzle, texts, members)
        if wrong:
            raise AllianceError(f"{FILE}, puzzle “{name}”: {wrong}")


def _wrong(puzzle: Any, texts: list[str], members: list[str]) -> str:
    """Return what is wrong with a puzzle, "" if nothing is."""
    if not isinstance(puzzle, Mapping):
        return "it must have a title, a task and a goal."
    missing = [word for word in WORDS if not isinstance(puzzle.get(word), str)]
    if missing:
        return f"“{missing[0]}” is missing, or no text."
    if "start" in puzzle and puzzle["start"] not in texts:
        hint = did_you_mean(puzzle["start"], texts)
        return f"start: there is no text “{puzzle['start']}” with a complete roll call; {hint}"
    goal = puzzle.get("goal")
    if not isinstance(goal, Mapping):
        return "“goal” is missing."
    for place, known, values in [
        ("question", QUESTIONS, [puzzle.get("question", "substantive")]),
        ("goal, question", QUESTIONS, [goal.get("question", "substantive")]),
        ("goal, result", RESULTS, _listed(goal.get("result"))),
    ]:
        if not values or not set(values) <= set(known):
            return f"{place} must be one of {', '.join(known)}."
    return next((w for line in goal.get("votes", []) if (w := _wrong_votes(line, members))), "")


def _wrong_votes(line: Any, members: list[str]) -> str:
    """Return what is wrong with one condition on numbers of votes, "" if nothing is."""
    if not isinstance(line, Mapping) or line.get("who") not in [*GROUPS, *members]:
        return f"goal, votes: “who” must be one of {', '.join(GROUPS)}, or the id of a member."
    if line.get("vote") not in seats.VOTES:
        return f"goal, votes: “vote” must be one of {', '.join(seats.VOTES)}."
    bounds = [line[bound] for bound in ("least", "most") if bound in line]
    if not bounds or not all(isinstance(bound, int) for bound in bounds):
        return "goal, votes: give a whole number under “least” or “most”."
    return ""


def _question(row: Mapping[str, Any]) -> str:
    """Return the kind of question in words."""
    if row["question"] == "procedural":
        return say("chamber.question.procedural")
    return say("chamber.question.substantive")


def _listed(value: Any) -> list[Any]:
    """Return a value as a list: one alone counts as a list of one."""
    return value if isinstance(value, list) else [value]


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
