"""The first pieces of HTML: escaped text, the common sheet, what displays itself, a card.

Everything returned here is HTML that is safe to show: what comes from data files is escaped.
"""

from __future__ import annotations

import html

from ..texts import language, say
from .assets import assemble

__all__ = ["KEEP_KEYS", "Html", "card", "esc", "filled", "sheet"]

# JupyterLab takes keys such as Enter, arrows and letters away from what is focused inside an
# output, unless the focused element itself carries this attribute.
KEEP_KEYS = "data-lm-suppress-shortcuts"


def esc(text: object) -> str:
    """Escape text for HTML, also inside attributes."""
    return html.escape(str(text), quote=True)


def filled(key: str, **parts: str) -> str:
    """Return a text of the catalogue as HTML.

    Args:
        key: of the text. Its words are escaped: a translation is text, never HTML.
        parts: HTML that stands in the place of its {braces}.
    """
    marks = {name: f"\x00{name}\x00" for name in parts}
    text = esc(say(key, **marks))
    for name, mark in marks.items():
        text = text.replace(mark, parts[name])
    return text


def sheet() -> str:
    """Return the sheet as a style element, to be put once into each output."""
    return f"<style>{assemble('page/style.css')}</style>"


class Html:
    """A piece of HTML that displays itself in a notebook."""

    def __init__(self, body: str, words: str = "") -> None:
        """Keep the HTML and, for places without HTML, the same in words."""
        self.body = body
        self.words = words
        self.language = language()

    def _repr_html_(self) -> str:
        return f'{sheet()}<div lang="{esc(self.language)}">{self.body}</div>'

    def __repr__(self) -> str:
        return self.words or say("picture.notebook")


def card(kind: str, body: str) -> str:
    """Return a card; a kind of card (Objectives, Discussion, …) looks the same everywhere."""
    return (
        f'<section class="al al-card" aria-label="{esc(kind)}">'
        f'<p class="al-title" role="heading" aria-level="3">{esc(kind)}</p>{body}</section>'
    )
