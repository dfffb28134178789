"""The lessons of a course as files: editions of the notebooks, in one folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..lesson.edition import edition
from ..lesson.ways import notebook_of
from ..library import Library

__all__ = ["laid", "lay"]


def laid(entry: dict[str, Any], library: Library, notebooks: Path | None = None) -> dict[str, Any]:
    """Return the notebook of a lesson, as JSON has it, as the course of a library has it."""
    content = json.loads(notebook_of(entry, library, notebooks).read_text("utf-8"))
    return content | {"cells": edition(content["cells"], entry, library)}


def lay(library: Library, folder: Path, notebooks: Path | None = None) -> list[Path]:
    """Write the lessons of a course into a folder and return the files; it is made if need be.

    A notebook that cannot be read is copied as it is: the check tells what is wrong with it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for entry in library.settings.get("lessons", []):
        path = notebook_of(entry, library, notebooks)
        if not path.is_file():
            continue
        place = folder / entry["file"]
        try:
            text = json.dumps(laid(entry, library, notebooks), ensure_ascii=False, indent=1) + "\n"
            place.write_text(text, "utf-8")
        except (ValueError, KeyError, TypeError, RecursionError):
            place.write_bytes(path.read_bytes())
        made.append(place)
    return made
