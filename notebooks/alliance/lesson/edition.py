"""A lesson as a course has it: the notebook of the module, without what the course leaves out.

The notebooks are the source; this makes what is handed out, shown and published of them: sections
that the course leaves out are gone, sentences that speak of lessons that are not taught too, the
minutes are those of the course, and in a course as known on a day the prose of later days is folded
away, with a word why. What a paragraph needs is derived from the dates of the sources that it cites
and from the dates that it names (see `library.later`).

Nothing is executed here, and nothing of the module is changed.
"""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from datetime import date
from typing import Any

from .. import dates
from ..library import Library
from ..library.later import Later
from ..library.mentions import BLOCK, PLAIN, Untaught
from ..texts import count, say
from .ways import HEADING, bare

__all__ = ["edition", "strings", "untaught"]

Cell = dict[str, Any]
OPENED = re.compile(r"""as_of\(["']([^"']+)["']\)""")
STOP = 'class="al-stop"'
TIME = re.compile(r"^\*[^*\n]*?(\d+)[^*\n]*\*\s*$", re.M)


def edition(cells: list[Cell], entry: dict[str, Any], library: Library) -> list[Cell]:
    """Return the cells of a lesson as the course of a library has it; copies.

    Args:
        cells: of the notebook, as JSON has them.
        entry: of the lesson in the settings.
        library: with its course; without one the cells come back as they are.
    """
    cells = deepcopy(cells)
    course = library.course
    if course is None:
        return cells
    for cell in cells:
        cell["source"] = _source(cell)
    cells = _without(cells, entry.get("without", []))
    if not course.blank and not library.own_notebook(entry["file"]):
        gone = untaught(library)
        cells = [_mentions(cell, gone) for cell in cells]
        cells = [_minutes(cell, entry) for cell in cells[:1]] + cells[1:]
    if library.later is not None:
        cells = _before_stop(_headed(cells, entry, library.later), library.later.day)
        cells = _as_known(cells, library)
        if entry.get("part_away"):  # the second part of the lesson is about later days
            day = dates.words(library.known_on)
            note = _note(cells[-1], f"*{say('edition.later_section', day=day)}*")
            cells += [] if cells[-1]["source"] == note["source"] else [note]
    return [cell for cell in cells if cell["source"].strip()]


def untaught(library: Library) -> Untaught:
    """Return the notebooks of the module that the course does not teach."""
    return Untaught(entry["file"] for entry in library.settings.get("untaught", []))


def _source(cell: Cell) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _level(cell: Cell) -> int:
    """Return the level of the heading with which a cell begins, 0 if it begins with none."""
    found = re.match(r"(#+) ", cell["source"]) if cell["cell_type"] == "markdown" else None
    return len(found[1]) if found else 0


def _sections(cells: list[Cell]) -> list[tuple[int, list[Cell]]]:
    """Return the level of each heading below the first level, and the cells down to the next."""
    parts: list[tuple[int, list[Cell]]] = [(1, [])]
    for cell in cells:
        if _level(cell) > 1:
            parts.append((_level(cell), []))
        parts[-1][1].append(cell)
    return parts


def _without(cells: list[Cell], names: list[str]) -> list[Cell]:
    """Return the cells without the sections of these names, and what stands below them."""
    wanted, kept, out = {bare(name) for name in names}, [], 0
    for level, part in _sections(cells):
        if out and level > out:
            continue
        heading = HEADING.search(part[0]["source"]) if part and level > 1 else None
        out = level if heading and bare(heading[1]) in wanted else 0
        kept += [] if out else part
    return kept


# --- lessons that are not taught ------------------------------------------------------------------


def _mentions(cell: Cell, gone: Untaught) -> Cell:
    """Take the sentences out that speak of lessons that are not taught."""
    if cell["cell_type"] == "markdown":
        cell["source"] = gone.without(cell["source"])
    return cell


def _minutes(cell: Cell, entry: dict[str, Any]) -> Cell:
    """Let the first cell say the minutes of the course."""
    was = entry.get("module_minutes")
    if was and was != entry["minutes"] and cell["cell_type"] == "markdown":

        def told(found: re.Match[str]) -> str:
            if int(found[1]) != was:
                return found[0]
            start, end = (k - found.start() for k in found.span(1))
            return found[0][:start] + str(entry["minutes"]) + found[0][end:]

        cell["source"] = TIME.sub(told, cell["source"])
    return cell


# --- as known on a day ----------------------------------------------------------------------------


def _as_known(cells: list[Cell], library: Library) -> list[Cell]:
    """Return the cells without prose and code that speak of later days."""
    later, day = library.later, dates.words(library.known_on)
    kept: list[Cell] = []
    names: set[str] = set()  # that only code of later days gives a value
    for level, part in _sections(cells):
        shown, left = [], 0
        prose = [c for c in part if c["cell_type"] == "markdown"]
        told = any(_blocks_kept(cell["source"], later)[0] for cell in prose)
        for cell in part:
            if cell["cell_type"] == "markdown":
                source, away = _early(cell["source"], later)
                left += away
                shown += [cell | {"source": source}] if source else []
            elif cell["cell_type"] == "code" and (
                any(later(text) for text in strings(cell["source"])) or _uses(cell, names)
            ):
                names |= _given(cell["source"])
                left += 1
            else:
                names -= _given(cell["source"])
                shown.append(cell)
        if level > 1 and prose and not told and left:
            heading = HEADING.search(part[0]["source"])
            names |= {name for cell in part if cell["cell_type"] == "code"
                      for name in _given(cell["source"])}  # fmt: skip
            title = heading[1] if heading and not later(heading[1]) else say("edition.later_head")
            note = say("edition.later_section", day=day)
            shown = [_note(part[0], f"{'#' * level} {title}\n\n*{note}*")]
        elif left:
            shown.append(_note(part[0], f"*{count('edition.later', left, day=day)}*"))
        kept += shown
    return kept


def _before_stop(cells: list[Cell], day: date) -> list[Cell]:
    """Leave out what stands behind a stop, where a lesson itself opens on that day or a later one.

    There it goes on with what became known afterwards (see `later`).
    """
    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    opened = [dates.bounds(d)[1] for d in OPENED.findall(code) if dates.is_valid(d)]
    stop = next((k for k, cell in enumerate(cells) if STOP in cell["source"]), None)
    if stop is None or not opened or max(filter(None, opened)) < day:
        return cells
    last = [cell for cell in cells[stop:] if "lesson.closing(" in cell["source"]]
    note = say("edition.later_section", day=dates.words(day.isoformat()))
    return [*cells[:stop], _note(cells[stop], f"*{note}*"), *last]


def _headed(cells: list[Cell], entry: dict[str, Any], later: Later) -> list[Cell]:
    """Give a lesson whose title names a later day the title that it has in the settings."""
    for cell in cells[:1]:
        first, _, rest = cell["source"].partition("\n")
        if first.startswith("# ") and later(first):
            title = say("edition.later_head") if later(entry["title"]) else entry["title"]
            cell["source"] = f"# {title}\n{rest}"
    return cells


def _note(like: Cell, source: str) -> Cell:
    """Return a cell with a sentence on what is left out."""
    note = {"cell_type": "markdown", "source": source}
    note["metadata"] = {**like.get("metadata", {}), "tags": ["guidance"]}
    return note | ({"id": f"{like['id']}-later"[:64]} if "id" in like else {})


def _blocks_kept(source: str, later: Later) -> tuple[list[str], int]:
    """Return the paragraphs that say something and are not later, and how many are later."""
    blocks = [block for block in BLOCK.split(source)[::2] if block.strip()]
    said = [b for b in blocks if not b.lstrip().startswith("#") and not TIME.fullmatch(b.strip())]
    kept = [block for block in said if not later(block) and PLAIN.sub("", block)]
    return kept, sum(later(block) for block in said)


def _early(source: str, later: Later) -> tuple[str, int]:
    """Return a text without the paragraphs that are later, and how many these are."""
    pieces, away = BLOCK.split(source), 0
    for k in range(0, len(pieces), 2):
        if later(pieces[k]):
            heading = pieces[k].lstrip().startswith("#")
            away += not heading
            pieces[k] = re.sub(r"[^#].*", "", pieces[k]).strip() if heading else ""
    text = re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip("\n")
    lines = [line for line in text.split("\n") if not re.fullmatch(r"#+ *", line)]
    text = "\n".join(lines).strip("\n")
    return (text if PLAIN.sub("", text) else ""), away


def strings(code: str) -> list[str]:
    """Return the texts and whole numbers in a code cell, a text over several lines as one."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [code]
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [str(value) for value in values if isinstance(value, str | int)]


def _given(code: str) -> set[str]:
    """Return the names to which a cell gives a value."""
    return _names(code, ast.Store)


def _uses(cell: Cell, names: set[str]) -> bool:
    """Tell whether a cell needs one of these names before it gives it a value itself."""
    return bool(names & (_names(cell["source"], ast.Load) - _given(cell["source"])))


def _names(code: str, kind: type) -> set[str]:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, kind)}
