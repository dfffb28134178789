"""A question that was read from another platform, on its way to a question file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from ...page import safe_address

__all__ = ["Draft", "Read", "markdown_of", "number_of"]

MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "ul", "ol", "tr", "blockquote"}


@dataclass
class Draft:
    """A question in the fields of a question file.

    Attributes:
        name: id or name that it had; an id is made of it.
        type: one of our types; "" if there is none for it.
        fields: of the question file, in order.
        lost: sentences on what could not be taken over.
        links: addresses that its texts lead to, by which sources are found again.
    """

    name: str
    type: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass
class Read:
    """All that was read from a file."""

    drafts: list[Draft] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Turns HTML into Markdown; what Markdown has not becomes bare words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.images = 0
        self._address: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a mark, a block, a link."""
        if tag in ("script", "style"):
            self._silent += 1
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag in BLOCKS:
            self.parts.append("\n\n" if tag != "br" else "\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "img":
            self.images += 1
        elif tag == "a":
            address = safe_address(dict(attrs).get("href") or "")
            self._address.append(address)
            self.links += [address] if address else []
            self.parts.append("[" if address else "")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._address:
            address = self._address.pop()
            self.parts.append(f"]({address})" if address else "")

    def handle_data(self, data: str) -> None:
        """Take words over; a line end is a blank."""
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def markdown_of(html: str, draft: Draft | None = None) -> str:
    """Return HTML as Markdown; links and lost images are noted in the draft."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    text = "".join(reader.parts).replace("****", "")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text)).strip()
    if draft is not None:
        draft.links += reader.links
        if reader.images and (lost := "an image is left out.") not in draft.lost:
            draft.lost.append(lost)
    return text


def number_of(text: str) -> int | float | None:
    """Return a number, None if a text is none; whole numbers stay whole."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    if value != value or abs(value) > 1e15:
        return None
    return int(value) if value == int(value) else value
