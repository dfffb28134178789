"""What the module says when something is wrong: one sentence, never a traceback.

A `Problem` is a finding about a file (file, row, column, what is wrong, what to do). An
`AllianceError` stops a cell or a command with such a sentence; notebooks show it without the
traceback, which would tell a learner nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

__all__ = [
    "AllianceError",
    "Problem",
    "copies",
    "did_you_mean",
    "gathered",
    "kept",
    "left_behind",
]


NAMED, CLAUSE = 80, 400  # characters of a file, row or column, and of a clause in a finding
QUOTATION = re.compile("“([^”]{160})[^”]+”")
NEAR, LONG = 2_000, 80  # names, and characters of a name, that are looked through for a near one


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
        """One sentence: file, row, column, what is wrong, remedy; long quotations are cut."""
        place = _cut(self.file, NAMED)
        if self.row != "":
            place += f", row {_cut(self.row, NAMED)}"
        if self.column:
            place += f", column “{_cut(self.column, NAMED)}”"
        return f"{place}: {_cut(self.message, CLAUSE)}; {_cut(self.remedy, CLAUSE)}."


def _cut(text: object, most: int) -> str:
    """Return a text on one line, its quotations and the whole no longer than allowed."""
    line = " ".join(str(text).split())
    line = QUOTATION.sub(lambda found: f"“{found[1]}…”", line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def gathered(problems: Iterable[Problem], most: int = 3) -> list[Problem]:
    """Return findings with those of one cause told once, where there are more than a few.

    Findings have one cause if they say the same; of a condition, what stands behind “does not
    work” counts: the condition itself is another each time.
    """
    causes: dict[str, list[Problem]] = {}
    for problem in problems:
        cause = problem.message.rpartition(" does not work: ")[2].partition("; the columns")[0]
        causes.setdefault(cause, []).append(problem)
    found = []
    for same in causes.values():
        if len(same) <= most:
            found += same
            continue
        places = [f"{p.file.rpartition('/')[2]} row {p.row}" for p in same[1:]]
        shown = ", ".join(places[:most]) + (" …" if len(places) > most else "")
        remedy = f"{same[0].remedy}; the same in {len(places)} more places ({shown})"
        found.append(replace(same[0], remedy=remedy))
    return found


def did_you_mean(wrong: object, known: Iterable[object]) -> str:
    """Return “did you mean …?” for the nearest known names, or a list of the first few."""
    # A cell may hold a megabyte: only what somebody can have meant as a name is compared.
    names = [name for name in map(str, known) if len(name) <= LONG]
    near = difflib.get_close_matches(str(wrong)[:LONG], names[:NEAR], n=3, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(f"“{name}”" for name in near) + "?"
    shown = ", ".join(f"“{name}”" for name in names[:8])
    return f"known are {shown}" + (" and more" if len(names) > 8 else "")


# Names that systems and programs give to files of their own: what begins with a dot (._x of macOS,
# .~lock. of LibreOffice, .x.swp of Vim, .ipynb_checkpoints), locks of Office, backups of editors.
OF_SYSTEMS = re.compile(
    r"[.~#].*|.*~|.*\.(swp|swo|tmp|bak|part|crdownload)|Thumbs\.db|desktop\.ini", re.I
)
# What Dropbox, OneDrive, Syncthing and file managers call a second version of a file.
COPY = re.compile(
    r".*(conflicted copy|sync-conflict-\d).*|"
    r".*(-checkpoint| \(\d+\)| - Copy( \(\d+\))?| copy( \d+)?)\.\w+|.*\.(orig|rej)",
    re.I,
)


def left_behind(path: PurePath) -> str:
    """Tell what kind of file nobody wrote on purpose.

    Returns:
        "system" for one that is passed over, "copy" for a second version of another file, of which
        only its author can say which counts; "" for any other file.
    """
    if OF_SYSTEMS.fullmatch(path.name):
        return "system"
    return "copy" if COPY.fullmatch(path.name) else ""


def kept(paths: Iterable[Path]) -> list[Path]:
    """Return the files that somebody wrote on purpose, in the order of their names."""
    return sorted(path for path in paths if not left_behind(path))


def copies(paths: Iterable[Path]) -> list[Problem]:
    """Return a finding for each second version of a file, which is not read."""
    message = "this looks like a second version of another file, and is not read"
    remedy = "keep one of the two, and give it the name without the addition"
    return [Problem(p.name, message, remedy) for p in sorted(paths) if left_behind(p) == "copy"]
