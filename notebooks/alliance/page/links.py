"""Links to sources, and the line below a picture that lists them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from ..texts import count, say
from .html import KEEP_KEYS, esc

__all__ = ["link_parts", "short_link", "source_line"]


def link_parts(cited: str) -> list[str]:
    """Return words and address of a link made by `Library.cite`; the address may be ""."""
    address = re.search(r'href="(https?://[^"]*)"', cited)
    words = html.unescape(re.sub(r"<[^>]*>", "", cited))
    return [words, html.unescape(address.group(1)) if address else ""]


def short_link(cited: str) -> str:
    """Return a link made by `Library.cite` for a table, without what the page can do without."""
    words, address = link_parts(cited)
    if not address:
        return esc(words)
    return f'<a href="{esc(address)}" {KEEP_KEYS}>{esc(words)}</a>'


def source_line(links: Iterable[str], most: int = 6) -> str:
    """Return “Sources: …” from ready links; beyond `most`, the rest folds out."""
    links = list(dict.fromkeys(links))
    if not links:
        return f'<p class="al-source">{esc(say("source.none"))}</p>'
    listed = say("source.one" if len(links) == 1 else "source.many", links="; ".join(links[:most]))
    shown = f'<p class="al-source">{listed}</p>'
    if len(links) <= most:
        return shown
    return (
        f'{shown}<details class="al-source"><summary {KEEP_KEYS}>'
        f"{esc(count('source.more', len(links) - most))}</summary>"
        f"<p>{'; '.join(links[most:])}.</p></details>"
    )
