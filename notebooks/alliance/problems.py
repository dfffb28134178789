"""What the module says when something is wrong: one sentence, never a traceback.

A `Problem` is a finding about a file (file, row, column, what is wrong, what to do). An
`AllianceError` stops a cell or a command with such a sentence; notebooks show it without the
traceback, which would tell a learner nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["AllianceError", "Problem", "did_you_mean"]


class AllianceError(Exception):
    """A mistake that the person at the keyboard can mend; its text is the whole message."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the sentence alone (IPython calls this hook for errors)."""
        return [str(self)]


@dataclass(frozen=True)
class Problem:
    """One finding in one file.

    Attributes:
        file: name of the file, relative to the data folder.
        message: what is wrong, a clause without the final stop.
        remedy: what to do about it, a clause without the final stop.
        row: line as an editor counts it (the header is row 1), or an id; "" for the whole file.
        column: name of the column or field, "" where it does not apply.
    """

    file: str
    message: str
    remedy: str
    row: int | str = ""
    column: str = ""

    def __str__(self) -> str:
        """One sentence: file, row, column, what is wrong, remedy."""
        place = self.file
        if self.row != "":
            place += f", row {self.row}"
        if self.column:
            place += f", column “{self.column}”"
        return f"{place}: {self.message}; {self.remedy}."


def did_you_mean(wrong: object, known: Iterable[object]) -> str:
    """Return “did you mean …?” for the nearest known names, or a list of the first few."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(str(wrong), names, n=3, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(f"“{name}”" for name in near) + "?"
    shown = ", ".join(f"“{name}”" for name in names[:8])
    return f"known are {shown}" + (" and more" if len(names) > 8 else "")
