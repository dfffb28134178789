"""Which section of a notebook holds a set of questions: read from the notebook itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from ...page import notebook_link
from ..model import plain

__all__ = ["Section", "sections"]

CALL = re.compile(r"\b(?:quiz|exercise|diagnostic)\(([^)]*)")
TEXT = re.compile(r"""["']([^"']+)["']""")
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.M)
# The name under which the section is kept that calls lesson.review().
REVIEW = "lesson.review()"


@dataclass(frozen=True)
class Section:
    """A section of a notebook: its file, the words of its heading, the id of the heading's cell."""

    file: str
    heading: str
    cell: str

    @property
    def link(self) -> str:
        """A link to the section, as HTML.

        The form `#cell-id=…` leads there in JupyterLab from the same notebook and from another.
        (`#The-Heading` opens another notebook, but stays at its top.) Exported pages have these
        anchors too.
        """
        anchor = f"#cell-id={self.cell}" if self.cell else ""
        return notebook_link(self.file, self.heading, anchor)


def sections(path: Path) -> dict[str, Section]:
    """Return the section of each set or question that a notebook shows, by id.

    It is the nearest heading above the cell that calls `quiz("id")` or `exercise("id", …)`. A
    notebook that is not there or cannot be read has no sections: the links are left out.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = [(c["cell_type"], c.get("id", ""), "".join(c["source"])) for c in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    found: dict[str, Section] = {}
    here = Section(path.name, path.stem, "")
    for kind, cell, text in texts:
        headings = HEADING.findall(text) if kind == "markdown" else []
        if headings:
            here = Section(path.name, plain(headings[-1]), cell)
        if kind != "code":
            continue
        for call in CALL.findall(text):
            for name in TEXT.findall(call):
                found.setdefault(name, here)
        if re.search(r"\blesson\.review\(", text):
            found.setdefault(REVIEW, here)
    return found
