"""A picture with its equal in words: title, summary, sources and the same data as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..texts import count, language, say
from .html import esc, sheet
from .links import Link, source_line
from .markdown import Cite
from .tables import folded_table

__all__ = ["Picture"]


@dataclass
class Picture:
    """A map or chart with its equal in words: title, summary, sources, and the same data as table.

    Attributes:
        title: what it shows.
        summary: what a reader should see in it, one sentence.
        body: HTML of the drawing.
        frame: the rows drawn, with the columns that the table shows.
        links: links to the sources (`Library.cite`).
        cite: turns source ids in the table into links.
        headings: what columns of the table are called, see `Library.headings`.
        notes: further sentences below the drawing (whose borders, what is not drawn), as text.
        extra: what drew it (for maps the folium map), for those who want to go on from there.
    """

    title: str
    summary: str
    body: str
    frame: pd.DataFrame
    links: list[Link] = field(default_factory=list)
    cite: Cite | None = None
    notes: list[str] = field(default_factory=list)
    headings: Mapping[str, str] = field(default_factory=dict)
    extra: Any = None

    @property
    def html(self) -> str:
        """The whole figure as HTML, without the sheet."""
        notes = "".join(f'<p class="al-source">{esc(note)}</p>' for note in self.notes)
        return (
            f'<figure class="al al-picture" lang="{esc(language())}" '
            f'aria-label="{esc(self.title)}">'
            '<figcaption><p class="al-title" '
            f'role="heading" aria-level="3">{esc(self.title)}</p><p>{esc(self.summary)}</p>'
            f"</figcaption>{self.body}{notes}{source_line(self.links)}"
            f"{folded_table(self.frame, self.title, self.cite, self.headings)}</figure>"
        )

    def _repr_html_(self) -> str:
        return sheet() + self.html

    def __repr__(self) -> str:
        rows = count("table.rows", len(self.frame))
        return say("picture.words", title=self.title, summary=self.summary, rows=rows)
