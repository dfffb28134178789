"""Ways through the lessons: which sections to take in the time that one has.

The ways stand in module.yml under `paths`, and name sections by the words of their headings; how
long a section takes is read from the notebooks themselves.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..library import Library, open_library
from ..library.settings import SETTINGS, notebooks_of
from ..page import KEEP_KEYS, Html, esc, filled, notebook_link, scroll_box
from ..problems import Problem, did_you_mean
from ..quiz.model import plain
from ..texts import say

__all__ = ["Part", "check_paths", "notebooks_for", "parts", "parts_of", "paths", "whole"]

NOTEBOOKS = Path(__file__).parents[2]
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.M)
MINUTES = re.compile(r"^\*(\d+) minutes?\b[^*]*\*\s*$", re.M)
NUMBER = re.compile(r"^\d+[.)]\s+")
TALK = "Talk: "
PROMPT = re.compile(r"^> \*\*.+?\*\* \((\d+) minutes?\b[^)]*\)", re.M)
NEAR = 0.9  # of the minutes promised, which a way must fill at least


def notebooks_for(
    entry: dict[str, Any], library: Library, notebooks: Path | None = None
) -> list[Path]:
    """Return the notebooks of a lesson: those of the course, if it has them, else the module's."""
    folder = notebooks or NOTEBOOKS
    return [library.own_notebook(file) or folder / file for file in notebooks_of(entry)]


@dataclass(frozen=True)
class Part:
    """A piece of a notebook that says how long it takes.

    Attributes:
        name: by which `module.yml` names it: the words of its heading, without a number before
            them; “Talk: ” and those of the heading above for the prompts for discussion there.
        title: words of its heading; of prompts for discussion, those of the heading above them.
        minutes: what stands below the heading, or in the prompts.
        cell: the id of its cell, to which links lead, "" if it has none. Programs give cells new
            ids (a round trip through jupytext does), so nothing else rests on them.
        prompt: it is for discussion.
        file: the notebook.
    """

    name: str
    title: str
    minutes: int
    cell: str = ""
    prompt: bool = False
    file: str = ""


def parts(path: Path) -> dict[str, Part]:
    """Return the sections and the prompts of a notebook by their names in bare letters (`bare`).

    {} if it cannot be read.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = [("".join(c["source"]), str(c.get("id", ""))) for c in cells
                 if c["cell_type"] == "markdown"]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    found: dict[str, Part] = {}
    title = ""
    for text, cell in texts:
        heading, minutes = HEADING.search(text), MINUTES.search(text)
        prompts = [int(n) for n in PROMPT.findall(text)]
        if heading and minutes:
            title = plain(heading[1])
            name = NUMBER.sub("", title)
            same = sum(not p.prompt and bare(p.title) == bare(name) for p in found.values())
            name += f" ({same + 1})" if same else ""  # a second section with the same heading
            found[bare(name)] = Part(name, title, int(minutes[1]), cell, file=path.name)
        elif prompts:
            name = TALK + NUMBER.sub("", title)
            known = found.get(bare(name), Part(name, title, 0, cell, True, path.name))
            found[bare(name)] = replace(known, minutes=known.minutes + sum(prompts))
    return found


@lru_cache(maxsize=2_000)
def bare(name: str) -> str:
    """Return the name of a section without a number, marks and capitals: what is compared."""
    words = NUMBER.sub("", plain(name).removeprefix(TALK))
    talk = TALK if plain(name).startswith(TALK) else ""
    return (talk + " ".join(re.findall(r"\w+", words))).casefold()


def parts_of(entry: dict[str, Any], library: Library, notebooks: Path) -> dict[str, Part]:
    """Return the sections and prompts of all notebooks of a lesson, as `parts` does."""
    found: dict[str, Part] = {}
    for path in notebooks_for(entry, library, notebooks):
        found = parts(path) | found
    return found


def whole(path: Path) -> int:
    """Return the minutes of all sections of a notebook, without the prompts for discussion."""
    return sum(part.minutes for part in parts(path).values() if not part.prompt)


@dataclass(frozen=True)
class Step:
    """One lesson of a way: its entry in module.yml, what is taken, and for how long."""

    entry: dict[str, Any]
    taken: list[Part]
    left: list[Part]
    minutes: int
    about: str


def _steps(path: dict[str, Any], library: Library, notebooks: Path) -> list[Step]:
    """Return the steps of a way; what is not there is left out (`check_paths` tells of it)."""
    lessons = {entry["id"]: entry for entry in library.settings.get("lessons", [])}
    found = []
    for step in path["steps"]:
        entry = lessons.get(step.get("lesson")) if isinstance(step, dict) else None
        if entry is None:
            continue
        known = parts_of(entry, library, notebooks)
        left, taken = (
            [known[bare(name)] for name in step.get(field, []) if bare(name) in known]
            for field in ("without", "sections")
        )
        minutes = sum(part.minutes for part in taken)
        if "sections" not in step:
            minutes = sum(p.minutes for p in known.values() if not p.prompt) or entry["minutes"]
            minutes -= sum(part.minutes for part in left)
        found.append(Step(entry, taken, left, minutes, step.get("about", "")))
    return found


def check_paths(library: Library, notebooks: Path = NOTEBOOKS) -> list[Problem]:
    """Return what is wrong with the ways: unknown lessons or sections, minutes that differ."""
    return [
        problem
        for path in library.settings.get("paths") or []
        for problem in _check_path(path, library, notebooks)
    ]


def _check_path(path: dict[str, Any], library: Library, notebooks: Path) -> list[Problem]:
    """Check one way. A lesson that was taken out of module.yml, but has its notebook, is skipped:
    then the minutes need not add up.
    """
    lessons = {entry["id"]: entry for entry in library.settings.get("lessons", [])}
    found, row, complete = [], f"{path['id']} (path)", not path.get("partial")
    for step in path["steps"]:
        name = step.get("lesson") if isinstance(step, dict) else step
        if name not in lessons:
            complete = False
            if not (notebooks / f"{name}.ipynb").exists():
                message, remedy = f"there is no lesson “{name}”", did_you_mean(name, lessons)
                found.append(Problem(SETTINGS, message, remedy.rstrip("?"), row, "paths"))
            continue
        known = parts_of(lessons[name], library, notebooks)
        for wanted in [*step.get("sections", []), *step.get("without", [])]:
            if known and bare(wanted) not in known:
                message = f"{lessons[name]['file']} has no section “{wanted}”"
                remedy = did_you_mean(wanted, [p.name for p in known.values()]).rstrip("?")
                found.append(Problem(SETTINGS, message, remedy, row, "paths"))
    total = sum(step.minutes for step in _steps(path, library, notebooks))
    if complete and not NEAR * path["minutes"] <= total <= path["minutes"]:
        message = f"the sections add up to {total} minutes, not to {path['minutes']}"
        remedy = "take more or fewer of them, or promise another time"
        found.append(Problem(SETTINGS, message, remedy, row, "paths"))
    return found


def paths(library: Library | None = None, notebooks: Path = NOTEBOOKS) -> Html:
    """Return the ways through the lessons, each folded out by itself, with links to sections."""
    library = library or open_library()
    body, words = "", []
    for path in library.settings.get("paths") or []:
        steps = _steps(path, library, notebooks)
        total = sum(step.minutes for step in steps)
        title = say("paths.title", title=path["title"], n=total)
        words.append(title)
        body += (
            f"<details><summary {KEEP_KEYS}>{esc(title)}</summary>"
            f"<p>{esc(path.get('about', ''))}</p>{_table(title, steps)}</details>"
        )
    return Html(f'<div class="al">{body}</div>', "\n".join(words))


def _table(title: str, steps: list[Step]) -> str:
    """Return the steps of one way as a table."""
    rows = "".join(
        f'<tr><th scope="row">{lesson_link(step.entry)}</th><td>{_what(step)}</td>'
        f'<td class="al-number">{step.minutes}</td></tr>'
        for step in steps
    )
    names = (say("contents.lesson"), say("paths.sections"), say("contents.minutes"))
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in names)
    return scroll_box(
        f'<table class="al-table"><caption>{esc(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>",
        title,
    )


def lesson_link(entry: dict[str, Any]) -> str:
    """Return a link to a lesson, its name alone as long as it is not there."""
    if not entry.get("built"):
        return esc(say("lesson.coming", title=entry["title"]))
    return notebook_link(entry["file"], entry["title"])


def _what(step: Step) -> str:
    """Say what to take of a lesson: sections with links, or all but some."""
    if step.taken:
        said = "; ".join(map(_section, step.taken))
    elif step.left:
        names = "; ".join(esc(part.title) for part in step.left)
        said = filled("paths.all_but", names=names)
    else:
        said = esc(say("paths.all"))
    return f"{said}. {esc(step.about)}" if step.about else f"{said}."


def _section(part: Part) -> str:
    """Return a link to a section or prompt with its minutes."""
    words = say("paths.prompt", title=part.title) if part.prompt else part.title
    anchor = f"#cell-id={part.cell}" if part.cell else ""
    return f"{notebook_link(part.file, words, anchor)} ({part.minutes})"
