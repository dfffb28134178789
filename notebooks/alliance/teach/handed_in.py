"""What learners handed in, as one table: one row a learner and question.

A learner exports the journal in the notebook with the three buttons; the file is text. The module
sends nothing anywhere: who wants to see answers asks for the files. `alliance marks` makes a
workbook and a report from the same files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ..library import open_library
from ..quiz.kinds import kinds
from .marks.command import class_of
from .marks.course import Course
from .marks.remark import Marked

__all__ = ["COLUMNS", "records"]

COLUMNS = ["learner", "lesson", "objective", "question", "first", "last", "tries", "hint", "sure"]


def records(*places: str | Path, library: Any = None) -> pd.DataFrame:
    """Return the answers in exported journals, marked again: no score in a file is believed.

    Args:
        places: exports, or folders and zips of them, as a learning platform delivers them.
        library: tells lesson and objective of a question; without it, the module's.

    Returns:
        One row a learner and question: `learner` (named by folder or file), `lesson`, `objective`,
        `question`, `first` and `last` (score of the very first and the newest try, 0 to 1),
        `tries` (all of them), `hint` (was opened at the first), `sure` (1 to 3 at the first try,
        NaN if not said). Scores are NaN where an answer cannot be marked again: the question is
        gone or has another form. Reflections are never marked and are not here; nor is anything
        that a learner hid with “Start again”. `attrs["findings"]` of the table says what there is
        to say of the files, one sentence each.

    Raises:
        AllianceError: a place is not there, or nothing in the places is an export.
    """
    if not places:
        return pd.DataFrame(columns=COLUMNS)
    one = class_of(places, Course(library or open_library()))
    rows = [row for marked in one.marked for row in _rows(marked)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.attrs["findings"] = [str(finding) for finding in one.findings]
    return table


def _rows(marked: Marked) -> list[tuple[Any, ...]]:
    """Return the rows of one learner."""
    asked: dict[str, list[Any]] = {}
    for answer in marked.answers:
        if answer.question is None or kinds()[answer.question.type].marked:
            asked.setdefault(answer.name, []).append(answer)
    rows = []
    for name, tries in asked.items():
        question, first = tries[0].question, tries[0]
        lesson, goal = (question.lesson, question.objective) if question else ("", "")
        rows.append((marked.name, lesson, goal, name, first.score, tries[-1].score, len(tries),
                     first.hint, first.sure))  # fmt: skip
    return rows
