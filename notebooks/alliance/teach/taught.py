"""What a course says of itself: sets, tables and lessons that its notebooks and questions name.

A lesson that was taken out of module.yml, or a set that was deleted, is still linked, named and
asked about elsewhere. What a notebook would stop at, or say wrongly, is found here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..lesson.edition import untaught
from ..library import Library
from ..library.settings import SETTINGS, notebooks_of
from ..problems import Problem, did_you_mean
from ..quiz.bank import load_bank

__all__ = ["check_asked", "check_files", "check_mentions", "check_names"]

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+\.ipynb)(?:#[^)\s]*)?\)")
NAMED = re.compile(r"\blessons? (\d\d)\b(?: (?:to|and) (\d\d)\b)?", re.I)
LESSON_CALLS = ("opening", "closing", "references")
Cell = dict[str, Any]


def _entries(library: Library, *lists: str) -> list[dict[str, Any]]:
    return [entry for name in lists for entry in library.settings.get(name) or []]


def _teaches(name: str, library: Library) -> bool:
    """Tell whether a notebook is one of the lessons or guides of module.yml."""
    taught = _entries(library, "lessons", "guides")
    return name in {file for entry in taught for file in notebooks_of(entry)}


def check_files(library: Library, folder: Path) -> list[Problem]:
    """Return which lessons of module.yml have no notebook."""
    found = []
    for entry in _entries(library, "lessons", "guides"):
        for file in notebooks_of(entry) if entry.get("built", True) else ():
            if not (folder / file).is_file():
                near = did_you_mean(file, (path.name for path in folder.glob("*.ipynb")))
                message = f"there is no notebook “{file}”"
                found.append(Problem(SETTINGS, message, near.rstrip("?"), entry["id"], "lessons"))
    return found


def check_names(name: str, cells: list[Cell], library: Library) -> list[Problem]:
    """Return the sets, questions, lessons and tables that a notebook shows and that do not exist.

    Args:
        name: file of the notebook. One that module.yml does not list is not taught, and passed.
        cells: with their source under `text`.
        library: holds tables and questions.
    """
    if not _teaches(name, library):
        return []
    bank, found = load_bank(library), []
    lessons = [entry["id"] for entry in _entries(library, "lessons", "guides")]
    # As long as a file of questions cannot be read, nobody knows what is in it.
    asked = None if bank.unread else [*bank.sets, *bank.entries]
    known = {
        "quiz": ("set or question", asked),
        "exercise": ("question", None if bank.unread else list(bank.entries)),
        "practice": ("group of practice", None if bank.unread else [*bank.groups, *bank.templates]),
        "diagnostic": ("set", None if bank.unread else list(bank.sets)),
        **dict.fromkeys(LESSON_CALLS, ("lesson", lessons)),
    }
    libraries = {"library"}
    for number, cell in enumerate(cells, start=1):
        tree = _tree(cell)
        for call, argument in _calls(tree):
            what, ids = known[call]
            if ids is not None and argument.partition(":")[0] not in ids:
                message = f"it shows the {what} “{argument}”, which does not exist"
                remedy = did_you_mean(argument, ids).rstrip("?")
                found.append(Problem(name, message, remedy, f"{number} (cell)"))
        libraries |= _libraries(tree, libraries)
        for table in dict.fromkeys(_tables(tree, libraries)):
            if table not in library.held:
                remedy = did_you_mean(table, library.held).rstrip("?")
                message = f"it uses the table “{table}”, which the data do not have"
                found.append(Problem(name, message, remedy, f"{number} (cell)"))
    return found


def _tree(cell: Cell) -> ast.AST:
    try:
        return ast.parse(cell["text"] if cell["cell_type"] == "code" else "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])  # told elsewhere


def _calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the calls whose first argument names a set, a question, a group or a lesson."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if any(keyword.arg == "library" for keyword in node.keywords):
            continue  # of other data
        first, called = node.args[0], node.func
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            continue
        if isinstance(called, ast.Name) and called.id in ("quiz", "exercise", "practice"):
            yield called.id, first.value
        of_lesson = isinstance(called, ast.Attribute) and called.attr in (
            *LESSON_CALLS,
            "diagnostic",
        )
        if (
            of_lesson
            and len(node.args) == 1
            and isinstance(called.value, ast.Name)
            and called.value.id == "lesson"
        ):
            yield called.attr, first.value


def _libraries(tree: ast.AST, known: set[str]) -> set[str]:
    """Return the names to which a cell gives a library: then = library.as_of("1989")."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            called = value.func if isinstance(value, ast.Call) else None
            earlier = isinstance(called, ast.Attribute) and called.attr == "as_of"
            if earlier and isinstance(called.value, ast.Name) and called.value.id in known:
                found.add(node.targets[0].id)
    return found


def _tables(tree: ast.AST, libraries: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        held = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if held and node.value.id in libraries and not hasattr(Library, node.attr):
            yield node.attr


def _untaught(library: Library, folder: Path) -> dict[str, str]:
    """Return the notebooks that lie there and are not taught, by the number of the lesson."""
    if library.course is not None:
        return untaught(library).files
    taught = {entry["file"][:2] for entry in _entries(library, "lessons")}
    files = sorted(path.name for path in folder.glob("[0-9][0-9]-*.ipynb"))
    return {file[:2]: file for file in files if file[:2] not in taught}


def check_mentions(name: str, cells: list[Cell], library: Library, folder: Path) -> list[Problem]:
    """Return the links of a lesson that lead nowhere, and lessons it names that are not taught."""
    lessons = {file for entry in _entries(library, "lessons") for file in notebooks_of(entry)}
    if name not in lessons:
        return []
    places: dict[tuple[str, str], list[int]] = {}
    untaught = _untaught(library, folder)
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] != "markdown":
            continue
        for file in LINK.findall(cell["text"]):
            if not (folder / file).is_file():
                places.setdefault(("links to", file), []).append(number)
            elif file in untaught.values():
                places.setdefault(("speaks of", file), []).append(number)
        for numbers in NAMED.findall(cell["text"]):
            for lost in filter(None, numbers):
                if lost in untaught:
                    places.setdefault(("speaks of", untaught[lost]), []).append(number)
    found = []
    for (what, file), numbers in places.items():
        cells_said = ", ".join(map(str, dict.fromkeys(numbers)))
        reason = "which module.yml does not teach" if what == "speaks of" else "which is not there"
        remedy = "reword these cells, or put the lesson back into module.yml"
        if what == "links to":
            remedy = did_you_mean(file, (path.name for path in folder.glob("*.ipynb"))).rstrip("?")
        message = f"it {what} “{file}”, {reason}"
        found.append(Problem(name, message, remedy, f"{cells_said} (cells)"))
    return found


def check_asked(library: Library) -> list[Problem]:
    """Return the questions of taught lessons that ask for aims of lessons that are not taught."""
    taught = {entry["id"] for entry in _entries(library, "lessons")}
    if not taught or not {"lesson", "id"} <= set(library.held["objectives"].columns):
        return []
    aims = dict(zip(*(library.held["objectives"][c] for c in ("id", "lesson")), strict=True))
    lost: dict[tuple[str, str], list[Any]] = {}
    for entry in load_bank(library).entries.values():
        lesson = aims.get(entry.written("objective"))
        if lesson and lesson not in taught and entry.lesson in taught:
            lost.setdefault((entry.file, lesson), []).append(entry)
    return [_asked(file, lesson, entries) for (file, lesson), entries in lost.items()]


def _asked(file: str, lesson: str, entries: Iterable[Any]) -> Problem:
    names = [entry.id for entry in entries]
    shown = ", ".join(f"“{name}”" for name in names[:3]) + (" and more" if names[3:] else "")
    verb = "asks" if len(names) == 1 else "ask"
    message = f"{shown} {verb} for aims of “{lesson}”, which module.yml does not teach"
    row = next(iter(entries)).raw.line
    return Problem(file, message, "take them out, or give them another objective", row, "objective")
