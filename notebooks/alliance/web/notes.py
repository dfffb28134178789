"""Notes for whoever teaches a lesson: what the instructor's guide says of it, as HTML.

The guide is notebooks whose names begin with “instructor-”. Their headings of level three name
lessons by the number that their files begin with: “### 01 History”. What stands below such a
heading, up to the next one of the same or a higher level, belongs to that lesson.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..page import Link, markdown

__all__ = ["GUIDES", "notes_of"]

GUIDES = "instructor-*.ipynb"
HEAD = re.compile(r"^(#{1,3}) +(.+?)\s*$", re.M)
NUMBER = re.compile(r"^(\d+)\b")


def notes_of(file: str, notebooks: Path) -> str:
    """Return the notes on a lesson as HTML, "" if the guide has none or there is no guide.

    Args:
        file: the lesson's notebook.
        notebooks: the folder in which the guide lies.
    """
    number = NUMBER.match(file)
    if not number:
        return ""
    found = [text for guide in sorted(notebooks.glob(GUIDES)) for text in _texts(guide, number[1])]
    return "\n".join(_html(text) for text in found)


def _html(text: str) -> str:
    """Return Markdown as HTML; citations become bare words, since the window has no references."""
    return markdown(text, lambda _source, label: Link(label))


def _texts(guide: Path, number: str) -> list[str]:
    """Return what a guide says below the headings of a lesson."""
    try:
        cells = json.loads(guide.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    found, ours = [], False
    for text in texts:
        last = 0
        for head in HEAD.finditer(text):
            if ours and text[last : head.start()].strip():
                found.append(text[last : head.start()].strip())
            named = NUMBER.match(head[2])
            ours = len(head[1]) == 3 and named is not None and named[1] == number
            last = head.end()
        if ours and text[last:].strip():
            found.append(text[last:].strip())
    return found
