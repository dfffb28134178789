"""Pages of their own in a frame, which need no kernel and keep their keys to themselves."""

from __future__ import annotations

from collections.abc import Iterable

from ..texts import language, page_texts
from .assets import assemble, packed
from .html import esc

__all__ = ["page", "words"]


def words(starts: Iterable[str]) -> str:
    """Return the texts whose keys begin so, for scripts that import say.js."""
    return f'<script type="application/json" id="al-texts">{packed(page_texts(starts))}</script>'


def page(
    title: str,
    body: str,
    css: str = "",
    js: str = "",
    height: int = 420,
    texts: Iterable[str] = (),
) -> str:
    """Return a page of its own in a frame: title, language, theme, and no request anywhere.

    Keys pressed inside the frame stay there, so the notebook cannot steal them.

    Args:
        title: names the frame for screen readers.
        body: HTML of the page. It stands in an element of class `al`.
        css: rules beside those of the common sheet.
        js: script, run after the body is there.
        height: in CSS pixels.
        texts: beginnings of the keys of the texts that the script says.
    """
    document = (
        f'<!DOCTYPE html><html lang="{esc(language())}"><head><meta charset="utf-8">'
        f"<title>{esc(title)}</title>"
        f"<style>html,body{{margin:0;background:var(--jp-layout-color0,var(--jp-layout-color1,#fff))}}"
        f"{assemble('page/style.css')}{css}</style></head>"
        '<body><main class="al"><h1 class="al-hidden" aria-level="3">'
        f"{esc(title)}</h1>{body}</main>"
        f"<script>{assemble('page/theme.js')}</script>{words(texts) if texts else ''}"
        f"<script>{js}</script></body></html>"
    )
    # In single quotes: scripts and data hold far more double ones, which would each take six bytes.
    document = document.replace("&", "&amp;").replace("'", "&#39;")
    return (
        f"<iframe title=\"{esc(title)}\" srcdoc='{document}' "
        f'style="height:{int(height)}px"></iframe>'
    )
