"""How things look and how a page is made: style, marks, tables, pictures, the frame of panels.

What a room above wants is handed on here; `page.panel` (widgets) is imported by name, so that a
cell without a panel does not wait for them.
"""

from __future__ import annotations

from .style import (
    HERE,
    KEEP_KEYS,
    Html,
    Picture,
    boxed_table,
    card,
    esc,
    folded_table,
    link_parts,
    markdown,
    page,
    read_asset,
    scroll_box,
    sheet,
    short_link,
    slim,
    source_line,
    table,
    words,
)

__all__ = [
    "HERE",
    "KEEP_KEYS",
    "Html",
    "Picture",
    "boxed_table",
    "card",
    "esc",
    "folded_table",
    "link_parts",
    "markdown",
    "page",
    "read_asset",
    "scroll_box",
    "sheet",
    "short_link",
    "slim",
    "source_line",
    "table",
    "words",
]
