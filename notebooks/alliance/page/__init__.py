"""How things look and how a page is made: style, marks, tables, pictures, the frame of panels.

What a room above wants is handed on here; `page.panel` (widgets) is imported by name, so that a
cell without a panel does not wait for them.
"""

from __future__ import annotations

from .assets import HERE, assemble, packed, read_asset, slim
from .frames import page, words
from .html import KEEP_KEYS, Html, card, esc, sheet
from .links import link_parts, short_link, source_line
from .markdown import Cite, markdown
from .pictures import Picture
from .tables import boxed_table, folded_table, scroll_box, table

__all__ = [
    "HERE",
    "KEEP_KEYS",
    "Cite",
    "Html",
    "Picture",
    "assemble",
    "boxed_table",
    "card",
    "esc",
    "folded_table",
    "link_parts",
    "markdown",
    "packed",
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
