"""Builds the panels of a page and takes what a learner does: the kernel in a page's background.

It runs in a browser (Pyodide, in a worker) and knows nothing of it: what it has to say goes to
`tell`, as a mapping with a `type`, and what comes from the page is a call. So it is tested with any
Python. A page has no kernel of Jupyter, no comm and no ipywidgets: see `standins`.

What it tells:

    {type: model, id, state, esm, css}    a model that panels refer to, before those that do
    {type: panel, cell, place, id, state} a panel that can mark from now on
    {type: shut, cell, text}              a cell whose panels cannot be made yet, and why
    {type: report, cell, html}            what a cell shows that follows the journal
    {type: update, id, state}             traits that have changed
    {type: custom, id, content}           a message of a panel
    {type: line, line}                    a line of the journal, to be stored
    {type: imported, text, added}         what came of an export that was read in
    {type: output, cell, parts, error}    what a task has shown: parts are {html} or {text}
    {type: standing, lesson, answered, right, of, later}   how far the learner is in this lesson,
                                          and whether its later part is open
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from . import standins

standins.put_in()  # before anything imports a panel

from ..journal import use_journal  # noqa: E402
from ..problems import AllianceError  # noqa: E402
from ..texts import count, say  # noqa: E402
from .keeping import PageJournal  # noqa: E402
from .standins import VBox, Widget  # noqa: E402

__all__ = ["Marker", "serve"]

PREPARED = "prepared.json"  # beside notebooks/ and data/, in the wheel of a page
MOST_SHOWN = 30_000  # characters that a task may print


@dataclass
class Cell:
    """A cell of the notebook that has to run.

    Attributes:
        index: its place among all cells of the notebook.
        source: its code.
        later: whether it stands where a lesson opens only when forecasts are locked.
        need: “panel” if it shows a panel or one rests on it, “report” if it shows what follows the
            journal, “task” if only a learner's own code rests on it.
        views: models of the panels that it has shown, in order.
        shut: why it could not run, "" if it could.
    """

    index: int
    source: str
    need: str = "panel"
    later: bool = False
    views: list[Widget] = field(default_factory=list)
    shut: str = ""

    @property
    def only_shows(self) -> bool:
        """Whether no name comes out of it, so that nothing rests on it."""
        return all(isinstance(node, ast.Expr) for node in ast.parse(self.source).body)

    @property
    def is_report(self) -> bool:
        """Whether it shows what follows the journal, and nothing rests on it."""
        return self.need == "report" and self.only_shows


class Marker:
    """One lesson in the background of its page."""

    def __init__(self, tell: Callable[[dict[str, Any]], None], folder: Path) -> None:
        """Take what hears all that is told, and the folder for the journal's files."""
        self.tell = tell
        self.journal = PageJournal(folder, lambda line: tell({"type": "line", "line": line}))
        self.lesson = ""
        self.cells: list[Cell] = []
        self.models: dict[str, Widget] = {}
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self._shown: list[Any] | None = None

    # --- making ready --------------------------------------------------------------------

    def begin(self, lesson: str, cells: list[dict[str, Any]], lines: list[str]) -> list[int]:
        """Open the journal; return the places in `cells` that `run` has to be called for, in order.

        Cells that only show what follows the journal, and those that only tasks need, come later:
        panels are waited for.

        Args:
            lesson: id of the lesson.
            cells: {cell, source, need}.
            lines: of the journal, as the page has stored them.
        """
        self.lesson = lesson
        self.journal.receive(lines)
        os.environ["ALLIANCE_PROGRESS"] = str(self.journal.folder)
        use_journal(self.journal)
        Widget.hear = staticmethod(self._hear)
        self._put_in_display()
        self.cells = [
            Cell(c["cell"], c["source"], c.get("need", "panel"), bool(c.get("later")))
            for c in cells
        ]
        return [k for k, c in enumerate(self.cells) if c.need != "task" and not c.is_report]

    def tasks(self) -> list[int]:
        """Return the places of cells that only a learner's own code rests on, to be run last.

        One that only shows something, as the check of an exercise does, waits for the learner.
        """
        return [k for k, c in enumerate(self.cells) if c.need == "task" and not c.only_shows]

    def run(self, place: int) -> None:
        """Run one of the cells and tell of what it shows; never raises."""
        cell = self.cells[place]
        shown, error = self._execute(cell.source, f"cell {cell.index}")
        cell.shut = error
        if error:
            self.tell({"type": "shut", "cell": cell.index, "text": error})
            return
        cell.views = [value for value in shown if isinstance(value, Widget)]
        for number, view in enumerate(cell.views):
            told = self._told(view) if cell.need == "report" else {"state": self._known(view)}
            self.tell({"type": "panel", "cell": cell.index, "place": number,
                       "id": view.model_id, **told})  # fmt: skip
        if cell.need == "report" and not cell.views:
            body = "".join(part.get("html", "") for part in map(_part, shown))
            self.tell({"type": "report", "cell": cell.index, "html": body})

    def open_later(self) -> None:
        """Open the part of a lesson that comes later without forecasts, as the page lets one."""
        from ..lesson import later

        later.OPEN_ALL[:] = [True]

    def again(self, index: int) -> None:
        """Run a cell once more because the learner wants it: practice with other questions."""
        for place, cell in enumerate(self.cells):
            if cell.index == index:
                self.run(place)

    def reports(self) -> list[int]:
        """Return the places of cells that show what follows the journal, to be run again.

        A report that is a panel, such as a review, stays until the page is loaded anew.
        """
        return [k for k, cell in enumerate(self.cells) if cell.is_report and not cell.views]

    def reopened(self) -> list[int]:
        """Return the places of cells that could not run and may be able to now."""
        return [k for k, cell in enumerate(self.cells) if cell.shut and not cell.is_report]

    def standing(self) -> None:
        """Tell how far the learner is in this lesson."""
        later = [cell for cell in self.cells if cell.later]
        opened = bool(later) and not any(cell.shut for cell in later)
        self._tell_standing(self.lesson, later=opened)

    def _tell_standing(self, lesson: str, **more: Any) -> None:
        from ..lesson import results
        from ..library import open_library

        table = results(lesson, open_library(), self.journal)
        numbers = {
            key: int(table[column].sum())
            for key, column in (("answered", "answered"), ("right", "right"), ("of", "questions"))
        }
        self.tell({"type": "standing", "lesson": lesson, **numbers, **more})

    # --- what the page sends -------------------------------------------------------------

    def message(self, name: str, content: Any) -> None:
        """Give a message of the page to its panel."""
        if name in self.models:
            self.models[name].receive_message(content)
        if self.journal.turned:
            self.journal.turned = False
            self.reread()

    def lines(self, lines: list[str]) -> None:
        """Take lines of another tab, and show what they change."""
        self.journal.receive(lines)
        self.reread()

    def reread(self) -> None:
        """Show again what the journal says: it was written by another than the panels."""
        for view in list(self.models.values()):
            session = getattr(view, "session", None)
            if hasattr(session, "reread"):
                session.reread()
                view.states = session.states()
            elif hasattr(view, "refresh"):
                with contextlib.suppress(AllianceError):
                    view.refresh()

    def change(self, name: str, state: dict[str, Any]) -> None:
        """Set traits of a panel that its page has changed."""
        for trait, value in state.items():
            if name in self.models and trait in self.models[name].synced():
                setattr(self.models[name], trait, value)

    def take_export(self, text: str) -> None:
        """Read in an export; tell the standing of all lessons, then {imported, text, added}."""
        from ..library import open_library

        try:
            added = self.journal.read_export(text)
        except AllianceError as error:
            self.tell({"type": "imported", "text": str(error), "added": None})
            return
        self.journal.turned = False
        self.reread()
        for lesson in open_library().settings.get("lessons", []):
            self._tell_standing(lesson["id"])
        words = " ".join([count("journal.imported", added), *self.journal.warnings])
        self.tell({"type": "imported", "text": words, "added": added})

    def task(self, index: int, source: str) -> None:
        """Run what a learner has written in a cell and tell what it shows; never raises."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            shown, error = self._execute(source, "your code")
        text = printed.getvalue()[:MOST_SHOWN]
        parts = [{"text": text}] if text else []
        for value in shown:
            if isinstance(value, Widget):
                parts.append({"id": value.model_id, **self._told(value)})
            else:
                parts.append(_part(value))
        self.tell({"type": "output", "cell": index, "parts": parts, "error": error})

    # --- inside --------------------------------------------------------------------------

    def _execute(self, source: str, name: str) -> tuple[list[Any], str]:
        """Run code as a notebook does; return what it shows, and why it stopped, "" if it did not.

        The value of a last line that is an expression is shown, unless a semicolon ends it.
        """
        self._shown = shown = []
        try:
            tree = ast.parse(source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, f"<{name}>", "exec"), self.namespace)
            if last is not None:
                value = eval(
                    compile(ast.Expression(last.value), f"<{name}>", "eval"), self.namespace
                )
                if value is not None and not source.rstrip().endswith(";"):
                    shown.append(value)
        except AllianceError as error:
            return shown, str(error)
        except BaseException as error:  # whatever a learner writes must not end the kernel
            return shown, _sentence(error, name)
        return shown, ""

    def _known(self, widget: Widget) -> dict[str, Any]:
        """Return what the page is told of a widget; models that it refers to are told before."""
        self.models[widget.model_id] = widget
        state = widget.state()
        for child in _children(widget):
            self._introduce(child)
        for name in _references(state):
            if name not in self.models and name in Widget.made:
                self._introduce(Widget.made[name])
        return state

    def _told(self, widget: Widget) -> dict[str, Any]:
        """Return a widget as a page needs it that has not drawn it before."""
        script, sheet = getattr(widget, "_esm", ""), getattr(widget, "_css", "")
        return {"state": self._known(widget), "esm": script, "css": sheet}

    def _introduce(self, widget: Widget) -> None:
        if widget.model_id not in self.models:
            self.tell({"type": "model", "id": widget.model_id, **self._told(widget)})

    def _hear(self, widget: Widget, kind: str, content: Any) -> None:
        if widget.model_id not in self.models:
            return  # it is not shown yet; its state will be told then
        if kind == "update":
            for child in _children(widget):
                self._introduce(child)
            self.tell({"type": "update", "id": widget.model_id, "state": content})
        else:
            self.tell({"type": "custom", "id": widget.model_id, "content": content})

    def _put_in_display(self) -> None:
        """Let cells call `display`, and import it from IPython."""
        self.namespace["display"] = display = self._display
        outer, inner = ModuleType("IPython"), ModuleType("IPython.display")
        inner.display, inner.HTML, inner.Markdown = display, _Shown, str
        outer.display = inner
        sys.modules.setdefault("IPython", outer)
        sys.modules.setdefault("IPython.display", inner)

    def _display(self, *values: Any, **_: Any) -> None:
        if self._shown is not None:
            self._shown.extend(values)


def serve(tell: Callable[[str], None], folder: str) -> Callable[[str, str], str]:
    """Return what a worker calls: (name of a method of `Marker`, its arguments as JSON) -> JSON.

    Args:
        tell: hears all that is told, as JSON.
        folder: for the files of the journal.
    """

    ready = Path(__file__).parents[3] / PREPARED
    if ready.is_file():
        os.environ["ALLIANCE_PREPARED"] = str(ready)

    def plain(value: Any) -> Any:
        return value.item() if hasattr(value, "item") else str(value)

    marker = Marker(lambda told: tell(json.dumps(told, default=plain)), Path(folder))
    return lambda name, given: json.dumps(getattr(marker, name)(*json.loads(given)))


class _Shown(str):
    """HTML that a learner's code wants to show."""

    def _repr_html_(self) -> str:
        return str(self)


def _children(widget: Widget) -> list[Widget]:
    return list(widget.children) if isinstance(widget, VBox) else []


def _references(state: dict[str, Any]) -> list[str]:
    """Return the ids of models that a state refers to."""
    values = [v for value in state.values() for v in _flat(value)]
    return [v.removeprefix("IPY_MODEL_") for v in values if v.startswith("IPY_MODEL_")]


def _flat(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict) and len(value) < 50:
        return [v for v in value.values() if isinstance(v, str)]
    if isinstance(value, list):
        return [v for v in value if isinstance(v, str)]
    return []


def _part(value: Any) -> dict[str, str]:
    """Return a value as a page shows it."""
    html = getattr(value, "_repr_html_", None)
    if callable(html) and not isinstance(value, type):
        body = html()
        if body is not None:
            return {"html": body}
    return {"text": repr(value)[:MOST_SHOWN]}


def _sentence(error: BaseException, name: str) -> str:
    """Return an error as one line: its kind, what it says, and the line of the cell."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == f"<{name}>":
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError):
        line = error.lineno or 0
    text = f"{type(error).__name__}: {getattr(error, 'msg', '') or error}"
    return say("host.error", error=text, line=line) if line else text
