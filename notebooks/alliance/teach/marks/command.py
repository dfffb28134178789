"""`alliance marks`: from what was handed in to a table, a workbook or a report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from ...journal.lines import micros
from ...library import open_library
from ...problems import AllianceError, did_you_mean
from ..progress import Progress
from .course import Course
from .gather import gather
from .remark import remark
from .report import report
from .sheet import write_csv, write_workbook
from .tables import Class, tables

__all__ = ["class_of", "run"]

ENDINGS = (".xlsx", ".csv", ".html")
WORDS = {"read": "Files read", "mark": "Learners marked", "table": "Tables made",
         "write": "Sheets written"}  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """Make the marks that the options ask for; 1 if there is something to look at, else 0."""
    files = [_file(name) for name in chosen.out]
    tell = Progress(WORDS)
    names = [name for name in chosen.sets.split(",") if name]
    library = open_library(chosen.data, chosen.course)
    core = chosen.core or library.setting("questions") == "core"
    course = Course(library, names, core)
    one = class_of(chosen.places, course, chosen.score, _until(chosen.until), tell)
    made = tables(one, tell)
    written: list[Path] = []
    for file in files:
        if file.suffix == ".html":
            file.write_text(report(one, made, chosen.names), encoding="utf-8")
        elif file.suffix == ".csv":
            written += write_csv(made, file)[1:]
        else:
            write_workbook(made, file, tell)
        written.append(file)
    tell.end()
    print(_said(one, written))
    return int(any(f.grave for f in one.findings))


def class_of(
    places: Sequence[str | Path],
    course: Course,
    rule: str = "attempt",
    until: int | None = None,
    tell: Any = None,
) -> Class:
    """Return a class from what was handed in.

    Args:
        places: folders, zips, mails or exports.
        course: what counts.
        rule: see `Marked.score`.
        until: end of the time in microseconds since 1970.
        tell: hears how far it is.

    Raises:
        AllianceError: nothing in these places is an export; says what is there instead.
    """
    own = str(course.library.settings.get("name", "alliance-module"))
    learners, found = gather(places, own, tell)
    if not any(learner.files for learner in learners):
        there = " ".join(map(str, found[:3])) or "there are no files."
        raise AllianceError(f"Nothing here is an export of a journal: {there}")
    marked, more = remark(learners, course.bank, until, tell)
    return Class(marked, found + more, course, rule)


def _file(name: str) -> Path:
    """Return a file to write to; its ending says what is written."""
    path = Path(name)
    if path.suffix.lower() not in ENDINGS:
        hint = did_you_mean(path.suffix or name, ENDINGS)
        raise AllianceError(f"“{name}” ends in none of {', '.join(ENDINGS)}; {hint}")
    if not path.absolute().parent.is_dir():
        raise AllianceError(f"“{path.parent}” is not there; make the folder first.")
    return path.with_suffix(path.suffix.lower())


def _until(text: str | None) -> int | None:
    """Return the end of the time in microseconds since 1970; a day counts to its last second."""
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise AllianceError(
            f"“{text}” is no time; write --until 2026-12-01, or 2026-12-01T18:00+01:00."
        ) from None
    if len(text) == len("2026-12-01"):
        when = datetime.combine(when, time.max)
    return micros((when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat())


def _said(one: Class, files: list[Path]) -> str:
    """Return what the command prints in the end: how many, what to look at, where it lies."""
    grave = [f for f in one.findings if f.grave]
    answers = sum(len(marked.answers) for marked in one.marked)
    lines = [
        f"{len(one.marked)} learners, {answers:,} answers, marked again from the answers; "
        f"{len(one.course.counted)} questions count."
    ]
    for finding in grave:
        who = f"{finding.learner}: " if finding.learner else ""
        lines.append(f"  {who}{finding}")
    if grave:
        lines.insert(1, f"{len(grave)} things to look at:")
    more = len(one.findings) - len(grave)
    if more:
        lines.append(f"{more} more remarks stand in the table.")
    return "\n".join([*lines, "Written: " + ", ".join(str(file) for file in sorted(files))])
