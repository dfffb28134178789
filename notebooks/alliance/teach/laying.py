"""The lessons of a course as files: editions of the notebooks, in one folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..lesson.edition import edition
from ..lesson.ways import notebooks_for
from ..library import Library
from ..library.settings import notebooks_of

__all__ = ["laid", "lay"]


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


def lay(library: Library, folder: Path, notebooks: Path | None = None) -> list[Path]:
    """Write the lessons of a course into a folder and return the files; it is made if need be.

    A notebook that cannot be read is copied as it is: the check tells what is wrong with it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for entry in library.settings.get("lessons", []):
        for part, path in enumerate(notebooks_for(entry, library, notebooks)):
            if not path.is_file():
                continue
            place = folder / notebooks_of(entry)[part]
            try:
                content = laid(entry, library, notebooks, part)
                place.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
            except (ValueError, KeyError, TypeError, RecursionError):
                place.write_bytes(path.read_bytes())
            made.append(place)
    return made
