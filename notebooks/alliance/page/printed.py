"""Pages to print: role cards, a record of what was achieved, a list of choices.

A page stands in a frame with two buttons: one prints this page and nothing of the notebook
around it, the other saves it as an HTML file that opens anywhere. Both work without a network.
On paper everything is black on white, and a `<section class="pr-sheet">` begins a new sheet.
"""

from __future__ import annotations

import re

from ..texts import say
from .assets import assemble
from .frames import page
from .html import KEEP_KEYS, esc

__all__ = ["printable"]


def printable(
    title: str, body: str, *, css: str = "", js: str = "", file: str = "", height: int = 640
) -> str:
    """Return a frame with a page to read, to print and to save as a file.

    Args:
        title: heading of the page and name of the frame.
        body: HTML of the page; `<section class="pr-sheet">` begins a new sheet of paper.
        css: rules beside the common ones.
        js: script of the page; what a learner types into fields is printed and saved too.
        file: name of the saved file without its ending; made from the title if left out.
        height: of the frame, in CSS pixels.
    """
    name = file or re.sub(r"\W+", "-", title).strip("-").lower()
    buttons = (
        '<p class="pr-buttons">'
        f'<button type="button" id="pr-print" {KEEP_KEYS}>{esc(say("print.print"))}</button> '
        f'<button type="button" id="pr-save" data-file="{esc(name)}.html" {KEEP_KEYS}>'
        f"{esc(say('print.save'))}</button></p>"
    )
    return page(
        title,
        f'{buttons}<div class="pr-page"><p class="al-title">{esc(title)}</p>{body}</div>',
        assemble("page/printed.css") + css,
        assemble("page/printed.js") + js,
        height,
    )
