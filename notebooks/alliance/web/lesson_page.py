"""What the page of a lesson is made of: its sections, and its code cells as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..lesson.later import DEEPER, HEAD, STOP
from ..lesson.ways import MINUTES
from ..library import citations
from ..page import card, esc
from ..quiz.model import plain
from ..texts import say
from .cells import asks_journal, exercise_of, is_hidden, needed
from .links import Links
from .output import Shared, worded_log
from .panels import VIEW, Panels
from .run import RunNotebook

__all__ = ["LessonPage", "Section", "make_page"]

# Words that hold in a notebook only, and those of a page in their place. A notebook does not show
# comments: `press <!-- notebook -->Shift and Enter<!-- page: the button -->`.
NOTEBOOK_ONLY = re.compile(r"<!-- notebook -->.*?<!-- page(?::\s*(?P<page>.*?))?\s*-->", re.S)
WORD = re.compile(r"\w+")
# What an opening brings for JupyterLab and a page has already: its own line of progress.
STEPS = re.compile(r"<template data-steps=[^>]*></template>")
LATER = "<template data-later="
ENTRY = re.compile(r'(?P<head><li value="\d+" )id="[^"]*" data-source="(?P<source>[^"]*)"')


@dataclass
class Section:
    """A part of a lesson under one heading.

    Attributes:
        id: of its element.
        title: words of its heading.
        minutes: 0 if it says none.
        number: in order; 0 is what stands before the first heading.
        later: it opens later.
    """

    id: str
    title: str
    minutes: int
    number: int
    later: bool = False


@dataclass
class LessonPage:
    """A lesson on its way to a page.

    Attributes:
        entry: of the lesson in module.yml.
        node: the notebook; `metadata.page` of each cell says what the template makes of it.
        panels: its panels.
        shared: the sheets and scripts that its outputs want.
        sections: those under a heading.
        numbers: of the sources that its text cites.
        tasks: cells to be changed, as the host takes them.
        run: cells that its background has to run, as the host takes them.
        later: a part of it opens later.
        listed: sources that stand in its references already.
    """

    entry: dict[str, Any]
    node: Any
    panels: Panels
    shared: Shared
    sections: list[Section] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    run: list[dict[str, Any]] = field(default_factory=list)
    later: bool = False
    listed: set[str] = field(default_factory=set)

    @property
    def first_picture(self) -> str:
        """The number of the first framed picture, "" without one."""
        cells = (cell.metadata["page"]["html"] for cell in self.node.cells)
        found = (re.search(r'data-picture="(\w+)"', html) for html in cells)
        return next((one[1] for one in found if one), "")


def make_page(
    entry: dict[str, Any], ran: RunNotebook, panels: Panels, shared: Shared, links: Links
) -> LessonPage:
    """Return the page of a lesson from its notebook, which was run.

    Raises:
        AllianceError: a cell that has to run in the background is no plain Python.
    """
    made = LessonPage(entry, ran.node, panels, shared)
    for cell in ran.node.cells:
        if cell.cell_type == "markdown":
            cell.source = NOTEBOOK_ONLY.sub(lambda found: found["page"] or "", cell.source)
    texts = [cell.source for cell in ran.node.cells if cell.cell_type == "markdown"]
    made.numbers = {name: k for k, name in enumerate(citations("\n".join(texts)), start=1)}
    made.later = any(STOP in text for text in texts)
    _mark_sections(made)
    kinds = {}
    for index, cell in enumerate(ran.node.cells):
        if cell.cell_type == "code":
            kinds[index] = _CodeCell(made, ran, links, index).settle()
    _list_tasks(made, kinds)
    _list_cells(made, kinds, ran.path.name)
    return made


# --- sections -------------------------------------------------------------------------------------


def _mark_sections(made: LessonPage) -> None:
    """Write into each cell whether a section begins there, and into texts how they are marked."""
    heading = DEEPER if made.later else HEAD
    used: set[str] = set()
    stopped = in_later = False
    for index, cell in enumerate(made.node.cells):
        cell.metadata["page"] = {"index": index, "html": "", "marks": ""}
        told = cell.metadata["page"]  # a notebook keeps a copy of what is put into it
        told["later"] = stopped
        found = heading.search(cell.source) if cell.cell_type == "markdown" else None
        in_later = in_later or bool(stopped and found)
        told["later_alone"] = stopped and not in_later
        if cell.cell_type != "markdown":
            continue
        if index == 0 or found:
            told["section"] = _section(made, cell.source, found, used)
            told["section"].later = told["later"]
        told["marks"] = _marks(cell)
        told["id"] = cell.get("id", "")
        stopped = stopped or STOP in cell.source
    if made.node.cells and "section" not in made.node.cells[0].metadata["page"]:
        first = Section("s-opening", made.entry["title"], 0, 0)
        made.node.cells[0].metadata["page"]["section"] = first


def _section(made: LessonPage, text: str, found: re.Match[str] | None, used: set[str]) -> Section:
    """Return the section that a text begins, and add it to the contents if it has a heading."""
    if found is None:
        return Section("s-opening", made.entry["title"], 0, 0)
    title = plain(found[1])
    name = "s-" + "-".join(WORD.findall(title.lower()))
    again = 2
    while name in used:
        name, again = f"{name}-{again}", again + 1
    used.add(name)
    minutes = MINUTES.search(text)
    made.sections.append(
        Section(name, title, int(minutes[1]) if minutes else 0, len(made.sections) + 1)
    )
    return made.sections[-1]


def _marks(cell: Any) -> str:
    """Return the classes of a text besides its own: a remark, a conclusion, the kind of slide."""
    marks = []
    if "guidance" in cell.metadata.get("tags", []):
        marks.append("al-guidance")
    if re.match(r"\*\*[^*]+\*\* ", cell.source) and "\n\n" not in cell.source.strip():
        marks.append("al-run-in")
    return "".join(f" {mark}" for mark in marks)


# --- code cells -----------------------------------------------------------------------------------


class _CodeCell:
    """A code cell on its way to HTML; `settle` returns its kind.

    The kinds: "panel", "report" (depends on the journal), "task", "check" (of the task before it),
    "later" (the card of a part that opens later), "shown" (a picture or a table) and "" (nothing is
    to be seen).
    """

    def __init__(self, made: LessonPage, ran: RunNotebook, links: Links, index: int) -> None:
        self.made, self.ran, self.links, self.index = made, ran, links, index
        self.cell = ran.node.cells[index]
        self.told = self.cell.metadata["page"]
        self.places = 0

    def settle(self) -> str:
        """Write the HTML of the cell into its metadata and return its kind."""
        body = "".join(self._output(output) for output in self.cell.get("outputs", []))
        kind = self._kind(body)
        makers = {
            "panel": self._panel,
            "report": self._report,
            "task": self._task,
            "check": self._check,
            "later": self._later,
            "shown": self._shown,
        }
        self.told["html"] = makers[kind](body) if kind else ""
        return kind

    def _kind(self, body: str) -> str:
        source = self.cell.source
        if self.places:
            return "panel"
        if LATER in body:
            return "later"
        if not is_hidden(self.cell):
            return "check" if exercise_of(source) else "task"
        if body and asks_journal(source):
            return "report"
        return "shown" if body else ""

    def _output(self, output: Any) -> str:
        """Return one output as HTML."""
        if output.output_type == "stream":
            return worded_log(output.text)
        data = output.get("data", {})
        if VIEW in data:
            place, self.places = self.places, self.places + 1
            return self.made.panels.add(
                data[VIEW], self.ran.states, self.index, place, data.get("text/plain", "")
            )
        if "text/html" in data:
            html = STEPS.sub("", data["text/html"])
            return self._numbered(self.made.shared.settle(self.links.settle(html)))
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                text = esc(data.get("text/plain", ""))
                return f'<img alt="{text}" src="data:{kind};base64,{data[kind].strip()}">'
        return worded_log(data["text/plain"]) if "text/plain" in data else ""

    def _numbered(self, html: str) -> str:
        """Give an entry of the references the id that citations name, for pages without scripts.

        A lesson in two parts has two lists: the first entry of a source gets it.
        """

        def named(found: re.Match[str]) -> str:
            source = found["source"]
            if source in self.made.listed:
                return f'{found["head"]}data-source="{source}"'
            self.made.listed.add(source)
            return f'{found["head"]}id="{source}" data-source="{source}"'

        return ENTRY.sub(named, html)

    def _wrap(self, name: str, body: str) -> str:
        return f'\n<div class="{name}" data-cell="{self.index}">{body}</div>'

    def _shown(self, body: str) -> str:
        return self._wrap("al-shown", body)

    def _report(self, body: str) -> str:
        return self._wrap("al-shown al-report", body)

    def _panel(self, body: str) -> str:
        if is_hidden(self.cell):
            return f"\n{body}"
        # Its code is to be seen because it is to be run again.
        again = (
            f'<button type="button" class="al-again" data-cell="{self.index}" hidden>'
            f"{esc(say('site.again'))}</button>"
        )
        live = body.replace('<div class="al-live"', '<div class="al-live" data-again', 1)
        return f'\n<div class="al-rounds">{live}{again}</div>'

    def _task(self, body: str) -> str:
        code = (
            f'<pre class="al-source-code" tabindex="0" role="region" '
            f'aria-label="{esc(say("site.code"))}"><code>{esc(self.cell.source)}</code></pre>'
        )
        return self._wrap("al-task", f'{code}<div class="al-output">{body}</div>')

    def _check(self, body: str) -> str:
        return self._wrap("al-check", f'<div class="al-output">{body}</div>')

    def _later(self, body: str) -> str:
        """The card of a part that opens later: shut for those who have scripts, else a remark."""
        brought = "".join(re.findall(r"<template data-cited=.*?</template>", body, re.S))
        shut = (
            f"<p>{esc(say('site.later_shut'))}</p><p><button type='button' class='al-open-later'>"
            f"{esc(say('site.later_open'))}</button></p>"
        )
        told = f"<noscript><p>{esc(say('site.later_read'))}</p></noscript>"
        shut_card = card(say("site.later"), f'<div class="al-shut">{shut}</div>{told}')
        return self._wrap("al-shown al-later-card", shut_card + brought)


# --- what the background is told ------------------------------------------------------------------


def _list_tasks(made: LessonPage, kinds: dict[int, str]) -> None:
    """List the tasks, each with the check that follows it."""
    shown = [index for index, kind in kinds.items() if kind in ("task", "check")]
    for index in shown:
        source = made.node.cells[index].source
        following = [k for k in kinds if k > index][:1]
        check = next((k for k in following if kinds[k] == "check"), None)
        made.tasks.append(
            {
                "cell": index,
                "source": source,
                "exercise": exercise_of(source) or None,
                "check": check if kinds[index] == "task" else None,
            }
        )


def _list_cells(made: LessonPage, kinds: dict[int, str], name: str) -> None:
    """List the cells that the background has to run, each with the first reason why."""
    sources = {k: made.node.cells[k].source for k in kinds}
    reasons: dict[int, str] = {}
    for need, of in (("panel", {"panel"}), ("report", {"report"}), ("task", {"task", "check"})):
        wanted = {k for k, kind in kinds.items() if kind in of}
        for index in needed(sources, wanted, name):
            reasons.setdefault(index, need)
    for index in sorted(reasons):
        told: dict[str, Any] = {"cell": index, "source": sources[index], "need": reasons[index]}
        if made.node.cells[index].metadata["page"]["later"]:
            told["later"] = True
        made.run.append(told)
