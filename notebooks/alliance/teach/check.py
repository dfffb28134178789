"""`alliance check`: data, questions, citations and notebooks, one sentence for each mistake."""

from __future__ import annotations

import ast
import json
import re
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..explore.votes.puzzles import FILE, check_puzzles
from ..lesson.laying import lay
from ..lesson.ways import NOTEBOOKS, check_paths
from ..library import Library, check_library, citations, open_library
from ..library.course import COURSE
from ..library.settings import SETTINGS, TEXTS
from ..problems import AllianceError, Problem, copies, did_you_mean, gathered, kept
from ..quiz.bank import check_questions, load_bank
from ..texts import check as check_texts
from .figures import check_figures
from .says import check_course, check_says
from .taught import check_asked, check_files, check_mentions, check_names

__all__ = ["check_notebook", "data_problems", "run_checks"]

GUIDANCE = "guidance"
LONGEST_CELL = 15  # lines of code; more belongs into the package
# A figure or a year of the kind that needs a source: two digits or more, outside of links.
FIGURE = re.compile(r"\d{2,}")
LINK = re.compile(r"\]\([^)]*\)")
CODE = re.compile(r"`[^`]*`")


def run_checks(
    data: str | None = None,
    notebooks: str | None = None,
    course: str | None = None,
    seen: bool = False,
) -> int:
    """Check everything, print what is wrong, and return 0 if nothing is, else 1.

    First causes only: what rests on tables waits until they are in order. With a course the lessons
    are looked at as the course has them.

    Args:
        data, notebooks: folders, if not those of the module.
        course: the folder of a course, "" for none; without it, the one that is chosen.
        seen: what the module has changed under the course has been looked at.
    """
    library, problems = check_library(data, course)
    folder = Path(notebooks) if notebooks else NOTEBOOKS
    if library.course is None:
        return _run(library, folder, problems)
    name = library.course.name
    print(f"Course: {name}: {library.settings.get('title', '')}")
    if not problems:
        library.remember(seen)
    for notice in [] if seen else library.notices:
        print(f"  to look at: {notice}")
    with tempfile.TemporaryDirectory() as room:
        place = Path(room)
        if not problems:
            lay(open_library(library.folder, course=library.course.folder), place, folder)
            guides = [folder / e["file"] for e in library.settings.get("guides") or []]
            for path in [path for path in guides if path.is_file()]:
                shutil.copy(path, place)
        return _run(library, place, problems, folder)


def _run(library: Library, folder: Path, problems: list[Problem], whole: Path | None = None) -> int:
    """Check a library and a folder of notebooks, and print what is wrong.

    Args:
        library: what is checked.
        folder: the notebooks, as the course has them.
        problems: what is wrong with the data.
        whole: the notebooks of the module, if there is a course.
    """
    problems = [*problems, *copies([*library.folder.rglob("*.*"), *folder.glob("*.ipynb")])]
    rows = sum(len(frame) for frame in library.held.values())
    _say("Data", f"{len(library.held)} tables, {rows:,} rows", problems)
    found, sound = list(problems), not problems
    spoken = str(library.settings.get("language", "en"))
    problems = check_texts(spoken, _own(library))
    _say("Texts", f"language “{spoken}”", problems)
    found += problems
    if sound and {"sources", "objectives"} <= set(library.held):
        for step, what, look in (
            ("Questions", "question files", lambda: gathered(check_questions(library))),
            ("Lessons", SETTINGS, lambda: [*check_files(library, folder), *check_asked(library)]),
            ("Puzzles", FILE, lambda: check_puzzles(library)),
            ("Paths", "ways through the lessons", lambda: check_paths(library, folder)),
            ("Figures", "in prose and questions", lambda: check_figures(library, folder)),
            ("Course", COURSE, lambda: check_course(library, whole or folder)),
        ):
            if step == "Course" and library.course is None:
                continue
            problems = look()
            _say(step, what, problems)
            found += problems
    else:
        print("Questions, practice, puzzles and ways wait until the data are in order.")
    paths = kept(folder.glob("*.ipynb"))
    for number, path in enumerate(paths, start=1):
        problems = check_notebook(path, library, sound)
        _say(f"Notebook {number} of {len(paths)}", path.name, problems)
        found += problems
    print("Everything is in order." if not found else f"{len(found)} to mend.")
    return 1 if found else 0


def data_problems(data: str | Path | None = None) -> list[Problem]:
    """Return what is wrong with a data folder: tables and texts first, and then the questions.

    A quick look for the rehearsal: as long as tables are broken the questions wait, and practice
    templates are not tried out. `run_checks` does both.
    """
    try:
        library, found = open_library(data), []  # kept: what is shown next need not read it again
    except AllianceError:
        library, found = check_library(data)
    found = [*found, *check_texts(str(library.settings.get("language", "en")), _own(library))]
    return found or [*load_bank(library).problems, *check_puzzles(library)]


def _own(library: Library) -> Path:
    """Return the folder of texts that a data package brings along."""
    return library.folders[-1] / TEXTS


def _say(step: str, what: str, problems: list[Problem]) -> None:
    """Print one step and its findings at once, so that long work shows where it is."""
    print(f"{step}: {what}: {'in order' if not problems else f'{len(problems)} to mend'}")
    for problem in problems:
        print(f"  {problem}")
    sys.stdout.flush()


def check_notebook(path: Path, library: Library, sound: bool = True) -> list[Problem]:
    """Check one notebook: it parses, is thin, has no outputs, and cites what it states.

    Args:
        path: the notebook.
        library: holds the sources that it may cite, and what it may show.
        sound: the data are in order; else citations and names are not looked up.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            cell["text"] = "".join(cell["source"])
            if cell["cell_type"] not in ("code", "markdown", "raw"):
                raise ValueError("a cell has no type")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        what = type(error).__name__ if isinstance(error, KeyError | TypeError) else error
        return [Problem(path.name, f"not a notebook ({what})", "restore it from the module")]
    found: list[Problem] = []
    for number, cell in enumerate(cells, start=1):
        looks = [_code_cell] if cell["cell_type"] == "code" else [_paragraphs]
        looks += [_citations] if sound and cell["cell_type"] != "code" else []
        for look in looks:
            found += [
                Problem(path.name, what, remedy, row=f"{number} (cell)")
                for what, remedy in look(cell, library)
            ]
    if sound:
        found += check_names(path.name, cells, library)
        found += check_mentions(path.name, cells, library, path.parent)
        found += check_says(path.name, cells, library)
    return found + _headings(path.name, cells)


Finding = list[tuple[str, str]]


def _code_cell(cell: dict[str, Any], _library: Library) -> Finding:
    """Code must parse, be short, and carry no outputs."""
    found = []
    if cell.get("outputs") or cell.get("execution_count"):
        found.append(
            ("the cell carries outputs", "choose Edit > Clear Outputs of All Cells and save")
        )
    lines = cell["text"].splitlines()
    if len(lines) > LONGEST_CELL:
        found.append((f"the cell has {len(lines)} lines of code", "move code into the package"))
    try:
        ast.parse(cell["text"])
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        what = getattr(error, "msg", "") or "it cannot be read"
        found.append((f"not valid Python ({what})", "mend the cell and run it"))
    return found


def _citations(cell: dict[str, Any], library: Library) -> Finding:
    """Every citation leads to a source."""
    known = library.sources["id"]
    return [
        (f"“{source_id}” is not in sources.csv", did_you_mean(source_id, known))
        for source_id in citations(cell["text"])
        if source_id not in set(known)
    ]


def _paragraphs(cell: dict[str, Any], _library: Library) -> Finding:
    """Every paragraph, list item and table row that states a figure or a year cites a source.

    Headings, questions to the class and lines on minutes state nothing about the world; neither
    do cells with the tag `guidance`, which speak of the lesson itself.
    """
    found = []
    if GUIDANCE in cell.get("metadata", {}).get("tags", []):
        return found
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)|\n(?=\|)", cell["text"]):
        if block.lstrip().startswith(("#", ">")) or "minute" in block:
            continue
        plain = CODE.sub("", LINK.sub("]", block))
        # The label of a link (“Reuters 2000”) is no statement.
        plain = re.sub(r"\[[^\]]*\]", "", plain)
        if FIGURE.search(plain) and not citations(block):
            start = " ".join(block.split())[:50]
            found.append(
                (f"“{start}…” states a figure or a year without a source", "cite one: [label](#id)")
            )
    return found


def _headings(name: str, cells: list[dict[str, Any]]) -> list[Problem]:
    """One heading of the first level, and no level left out on the way down."""
    texts = [c["text"] for c in cells if c["cell_type"] == "markdown"]
    levels = [len(m) for text in texts for m in re.findall(r"^(#+) ", text, flags=re.M)]
    found = []
    if levels.count(1) != 1:
        count = levels.count(1)
        found.append(
            Problem(name, f"there are {count} headings of the first level", "keep exactly one")
        )
    for before, after in pairwise(levels):
        if after > before + 1:
            found.append(
                Problem(
                    name,
                    f"a heading of level {after} follows one of level {before}",
                    f"make it level {before + 1}",
                )
            )
    return found
