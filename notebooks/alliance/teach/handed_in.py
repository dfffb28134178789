"""What learners handed in, as one table: one row a learner and question.

A learner exports the journal in the notebook with the three buttons; the file is text. The module
sends nothing anywhere: who wants to see answers asks for the files.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from ..journal import Journal
from ..library import open_library
from ..problems import AllianceError, kept
from ..quiz import load_bank
from ..quiz.learner.attempts import histories

__all__ = ["COLUMNS", "records"]

COLUMNS = ["learner", "lesson", "objective", "question", "first", "last", "tries", "hint", "sure"]


def records(*places: str | Path, library: Any = None) -> pd.DataFrame:
    """Return the marked answers in exported journals.

    Args:
        places: exports, or folders of them (all files that end in .txt).
        library: tells lesson and objective of a question; without it, the module's.

    Returns:
        One row a learner and question: `learner` (name of the file), `lesson`, `objective`,
        `question`, `first` and `last` (score of the very first and the newest try, 0 to 1),
        `tries` (all of them), `hint` (was opened at the first), `sure` (1 to 3 at the first try,
        NaN if not said). Reflections are never marked and are not here; nor is anything that
        a learner hid with “Start again”.

    Raises:
        AllianceError: a place is not there, or a file is no export.
    """
    bank = load_bank(library or open_library())
    asked = {question.id: question for question in bank.questions}
    rows = [row for path in _files(places) for row in _rows(path, asked)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _files(places: tuple[str | Path, ...]) -> list[Path]:
    """Return the files named, and those in the folders named."""
    found: list[Path] = []
    for place in map(Path, places):
        if not place.exists():
            raise AllianceError(f"“{place}” is not there; name an export, or a folder of exports.")
        found += kept(place.glob("*.txt")) if place.is_dir() else [place]
    return found


def _rows(path: Path, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of one learner."""
    rows = []
    with tempfile.TemporaryDirectory() as room:
        journal = Journal(Path(room))
        try:
            journal.read_export(path.read_text(encoding="utf-8-sig", errors="replace"))
        except AllianceError as error:
            raise AllianceError(f"{path.name}: {error}") from None
        past = histories(journal.records())
    for name, attempts in past.items():
        tries = [one for attempt in attempts for one in attempt.tries]
        question = asked.get(name)
        lesson, goal = (question.lesson, question.objective) if question else ("", "")
        first, last, hint = tries[0].get("score"), tries[-1].get("score"), attempts[0].hint
        sure = tries[0].get("confidence")
        rows.append((path.stem, lesson, goal, name, first, last, len(tries), hint, sure))
    return rows
