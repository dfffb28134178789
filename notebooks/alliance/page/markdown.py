"""Markdown to HTML. Markdown may not carry HTML of its own."""

from __future__ import annotations

import html
from collections.abc import Callable

import mistune

from .links import Link

__all__ = ["Cite", "markdown"]

Cite = Callable[[str, str], Link]


class _Renderer(mistune.HTMLRenderer):
    """Markdown without raw HTML; `[label](#id)` becomes a citation."""

    def __init__(self, cite: Cite | None) -> None:
        super().__init__(escape=True)
        self.cite = cite

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("#") and self.cite is not None:
            return self.cite(url[1:], html.unescape(text)).html()
        return super().link(text, url, title)


def markdown(text: str, cite: Cite | None = None, inline: bool = False) -> str:
    """Turn Markdown into safe HTML.

    Args:
        text: Markdown; HTML in it is shown as text, not obeyed.
        cite: called with (source id, label) for links of the form `[label](#source-id)`;
            returns the `Link` (see `Library.cite`).
        inline: leave out the paragraph around a single line, for labels and table cells.
    """
    rendered = mistune.create_markdown(renderer=_Renderer(cite), plugins=["table"])(str(text))
    rendered = str(rendered).strip()
    if inline and rendered.startswith("<p>") and rendered.count("<p>") == 1:
        rendered = rendered.removeprefix("<p>").removesuffix("</p>")
    return rendered
