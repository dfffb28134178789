"""The lessons of a course as files: editions of the notebooks, in one folder."""

from __future__ import annotations

import copy
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import dates
from ..library import Library
from ..library.course import VARIABLE
from ..library.settings import notebooks_of
from ..texts import say
from .edition import edition
from .ways import notebooks_for

__all__ = ["laid", "lay", "tried"]

SECONDS = 300  # for one cell


def laid(
    entry: dict[str, Any], library: Library, notebooks: Path | None = None, part: int = 0
) -> dict[str, Any]:
    """Return a notebook of a lesson, as JSON has it, as the course of a library has it.

    Args:
        entry: the lesson in the settings.
        library: with its course.
        notebooks: the folder of the notebooks, if not the module's own.
        part: 0 for the first notebook of the lesson, 1 for its second part.
    """
    path = notebooks_for(entry, library, notebooks)[part]
    content = json.loads(path.read_text("utf-8"))
    return content | {"cells": edition(content["cells"], entry, library)}


def lay(
    library: Library,
    folder: Path,
    notebooks: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the lessons of a course into a folder and return the files; it is made if need be.

    A notebook that cannot be read is copied as it is: the check tells what is wrong with it.

    Args:
        library: with its course.
        folder: where they are written.
        notebooks: the folder of those of the module.
        tell: takes a line of progress. If it is given, lessons of a course as known on a day are
            tried out, see `tried`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made, lessons = [], library.settings.get("lessons", [])
    for number, entry in enumerate(lessons, 1):
        for part, path in enumerate(notebooks_for(entry, library, notebooks)):
            if not path.is_file():
                continue
            place = folder / notebooks_of(entry)[part]
            try:
                content = laid(entry, library, notebooks, part)
                if tell and library.later is not None:
                    content = tried(content, library)
                    tell(say("edition.tried", n=number, of=len(lessons), title=entry["title"]))
                place.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
            except (ValueError, KeyError, TypeError, RecursionError):
                place.write_bytes(path.read_bytes())
            made.append(place)
    return made


def tried(content: dict[str, Any], library: Library) -> dict[str, Any]:
    """Return a notebook without the cells that have nothing to show on the day of the course.

    It is run once, with a journal that is thrown away. A cell that stops becomes a sentence, and so
    does one that needs what such a cell would have made.
    """
    import nbformat
    from nbclient import NotebookClient

    node = nbformat.from_dict(copy.deepcopy(content))
    day = dates.words(library.known_on)
    with tempfile.TemporaryDirectory() as room:
        client = NotebookClient(node, timeout=SECONDS, kernel_name="python3", allow_errors=True,
                                resources={"metadata": {"path": room}})  # fmt: skip
        package = str(Path(__file__).parents[2])
        course = str(library.course.folder) if library.course else ""
        environment = {
            **os.environ,
            VARIABLE: course,
            "ALLIANCE_DATA": str(library.folder),
            "ALLIANCE_PROGRESS": str(Path(room) / "journal"),
            "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")])),
        }
        with client.setup_kernel(env=environment):
            for number, cell in enumerate(node.cells):
                client.execute_cell(cell, number)
    cells = []
    for cell, ran in zip(content["cells"], node.cells, strict=True):
        if any(out.output_type == "error" for out in ran.get("outputs", [])):
            cell = {
                "cell_type": "markdown",
                **({"id": cell["id"]} if "id" in cell else {}),
                "metadata": {**cell.get("metadata", {}), "tags": ["guidance"]},
                "source": f"*{say('edition.nothing', day=day)}*",
            }
        cells.append(cell)
    return content | {"cells": cells}
