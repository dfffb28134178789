"""What a lesson says of the course, held against the course: minutes, number of lessons, day."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .. import dates
from ..lesson.ways import HEADING, bare, notebooks_for, whole
from ..library import Library
from ..library.course import COURSE
from ..problems import Problem, did_you_mean

__all__ = ["check_course", "check_says"]

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NUMBERS += ["eleven", "twelve", "thirteen", "fourteen", "fifteen"]
COUNTED = re.compile(
    rf"\b(?:course|module)\b[^.!?\n]*?\b(\d+|{'|'.join(NUMBERS)}) (lessons|notebooks)\b", re.I
)
DAY = re.compile(r"\b[Dd]ata (?:are )?as of (\d{1,2} \w+ \d{4})")
NEAR = 0.1  # by which minutes may differ


def check_says(name: str, cells: list[dict[str, Any]], library: Library) -> list[Problem]:
    """Return what a notebook says of the whole course that is not so.

    Args:
        name: file of the notebook.
        cells: with their source under `text`.
        library: with the settings.
    """
    lessons = library.settings.get("lessons", [])
    if name not in {entry["file"] for entry in lessons}:
        return []
    day, found = library.known_on or str(library.setting("data_as_of", "")), []
    right = dates.words(day) if dates.is_valid(day) else ""
    for number, cell in enumerate(cells, 1):
        if cell["cell_type"] != "markdown":
            continue
        row = f"{number} (cell)"
        for said, what in COUNTED.findall(cell["text"]):
            counted = int(said) if said.isdigit() else NUMBERS.index(said.lower()) + 1
            if counted != len(lessons):
                message = f"it speaks of {said} {what}, and the course has {len(lessons)}"
                found.append(Problem(name, message, "correct the number, or leave it out", row))
        for said in DAY.findall(cell["text"]):
            if right and said != right:
                message = f"it says that the data are as of {said}, and they are of {right}"
                remedy = "leave the day out: the opening card says it"
                found.append(Problem(name, message, remedy, row))
    return found


def check_course(library: Library, notebooks: Path) -> list[Problem]:
    """Return what `course.yml` says of lessons that their notebooks do not.

    That is: sections to be left out that are not there, and minutes of lessons of the course's own
    that their sections do not add up to.
    """
    course, found = library.course, []
    if course is None:
        return found
    lines = {one["lesson"]: one["line"] for key in ("lessons", "also")
             for one in course.settings.get(key, [])}  # fmt: skip
    for entry in library.settings.get("lessons", []):
        path, line = notebooks_for(entry, library, notebooks)[0], lines.get(entry["id"], "")
        headings = _headings(path)
        for name in entry.get("without", []):
            if headings and bare(name) not in map(bare, headings):
                message = f"{entry['file']} has no section “{name}”"
                remedy = did_you_mean(name, headings).rstrip("?")
                found.append(Problem(course.file(COURSE), message, remedy, line, "without"))
        total = whole(path) if library.own_notebook(entry["file"]) else 0
        if total and abs(total - entry["minutes"]) > NEAR * entry["minutes"]:
            message = f"the sections of {entry['file']} add up to {total} minutes, "
            message += f"not to {entry['minutes']}"
            remedy = "correct the minutes here, or below the headings"
            found.append(Problem(course.file(COURSE), message, remedy, line, "minutes"))
    return found


def _headings(path: Path) -> list[str]:
    """Return the headings below the first level; none of a notebook that cannot be read."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    found = [heading for text in texts for heading in HEADING.findall(text)]
    return found[1:]
