"""Running a notebook for its page: on a fresh kernel, with an empty journal.

Two runs of the same notebook over the same data give the same outputs: the learner has a fixed
name, which seeds the order of options, and the day is that of the data.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from ..journal.files import shown
from ..problems import AllianceError
from ..texts import say
from .keeping import LEARNER_NAME

__all__ = ["LEARNER_NAME", "RunNotebook", "prepare", "run_notebook"]

SECONDS = 300  # for one cell: a slow machine is no reason to stop

# Run before the first cell of a notebook; it leaves nothing behind that the notebook could see.
PREPARE = "from alliance.web.run import prepare as _prepare\n_prepare()\ndel _prepare"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class RunNotebook:
    """A notebook that was run.

    Attributes:
        path: of the notebook.
        node: the notebook with its outputs.
        states: of its widgets, by model id.
    """

    def __init__(self, path: Path, node: Any, progress: Path) -> None:
        """Take what came out of a run; where its journal was is of no interest to a reader."""
        there = say("journal.where", folder=shown(progress))
        text = nbformat.writes(node).replace(_inside(there), _inside(say("site.where")))
        self.path = path
        self.node = nbformat.reads(text, as_version=4)
        widgets = self.node.metadata.get("widgets", {})
        view = widgets.get("application/vnd.jupyter.widget-state+json", {})
        self.states: dict[str, dict[str, Any]] = view.get("state", {})


def prepare() -> None:
    """Make ready the kernel of a page: a learner of a fixed name, and all parts open.

    Called in the kernel, before the first cell.
    """
    from ..journal import open_journal
    from ..journal.records import LEARNER
    from ..lesson import later
    from ..library import open_library

    open_journal(open_library()).append(LEARNER, learner=LEARNER_NAME)
    later.OPEN_ALL[:] = [True]  # the page itself hides what comes later


def _add_second_part(node: Any, path: Path) -> None:
    """Put the cells of a second part behind the first, but for its title: a page shows both."""
    used = {cell.get("id") for cell in node.cells}
    for cell in nbformat.read(path, as_version=4).cells[1:]:
        if cell.get("id") in used:
            cell["id"] = f"later-{cell['id']}"
        node.cells.append(cell)


def run_notebook(
    path: Path, data: Path, progress: Path, course: Path | None = None, second: Path | None = None
) -> RunNotebook:
    """Run all cells of a notebook and return it with its outputs.

    Args:
        path: of the notebook; the cells run in its folder.
        second: the notebook of the second part of the lesson, if it has one.
        data: the data folder.
        progress: an empty folder for the journal.
        course: the folder of the course that is laid over the data; none without it.

    Raises:
        AllianceError: a cell fails; says which, and its last line.
    """
    node = nbformat.read(path, as_version=4)
    if second:
        _add_second_part(node, second)
    node.cells.insert(0, nbformat.v4.new_code_cell(PREPARE))
    package = str(Path(__file__).parents[2])
    client = NotebookClient(
        node,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    environment = {
        **os.environ,
        "ALLIANCE_DATA": str(data),
        "ALLIANCE_PROGRESS": str(progress),
        "ALLIANCE_COURSE": str(course or ""),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")])),
    }
    try:
        with client.setup_kernel(env=environment):
            for index, cell in enumerate(node.cells):
                client.execute_cell(cell, index)
            client.set_widgets_metadata()
    except CellExecutionError as error:
        raise AllianceError(f"{path.name}: {_failure(node, error)}") from None
    except (DeadKernelError, RuntimeError) as error:
        raise AllianceError(
            f"{path.name}: its kernel did not start or died ({error}); "
            f"try “{sys.executable} -m ipykernel_launcher --help”."
        ) from None
    del node.cells[0]
    return RunNotebook(path, node, progress)


def _inside(text: str) -> str:
    """Return a text as it stands inside JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _failure(node: Any, error: CellExecutionError) -> str:
    """Say which cell of a notebook failed, and why, in one line."""
    failed = [
        index
        for index, cell in enumerate(node.cells)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    ]
    place = f"cell {failed[0]}" if failed else "a cell"
    last = ANSI.sub("", str(error)).strip().splitlines()[-1]
    return f"{place} fails: {last}; open the notebook and run it, or run alliance check."
