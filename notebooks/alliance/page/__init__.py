"""How things look and how a page is made: style, marks, tables, pictures, the frame of panels.

What a room above wants is handed on here; `page.panel` (widgets) is imported by name, so that a
cell without a panel does not wait for them.
"""

from __future__ import annotations

from .assets import HERE, assemble, packed, read_asset, slim
from .frames import page, words
from .html import KEEP_KEYS, Html, card, esc, filled, sheet
from .links import MOST_LINKS, Link, joined, notebook_link, safe_address, source_line
from .markdown import Cite, markdown
from .pictures import Picture
from .tables import boxed_table, harmless, scroll_box, table

__all__ = [
    "HERE",
    "KEEP_KEYS",
    "MOST_LINKS",
    "Cite",
    "Html",
    "Link",
    "Picture",
    "assemble",
    "boxed_table",
    "card",
    "esc",
    "filled",
    "harmless",
    "joined",
    "markdown",
    "notebook_link",
    "packed",
    "page",
    "read_asset",
    "safe_address",
    "scroll_box",
    "sheet",
    "slim",
    "source_line",
    "table",
    "words",
]
