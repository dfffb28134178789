"""An output of a cell as HTML of a page: what is large or the same on every page becomes a file.

Each output of the module brings its own sheet, its scripts, and pictures as whole documents in
frames, because a notebook has no other place for them. A page has: sheets and scripts stand in
files that all pages share, and of a framed document only its number stays. It is loaded when its
frame comes near the window, and put into the frame as text (`srcdoc`), which works from a disk too
and leaves the frame on the page's own origin, so that it can follow theme and width.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ..page import esc
from ..texts import say
from .assets import Assets, digest, script_text

__all__ = ["Pictures", "Shared", "worded_log"]

STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
SCRIPT = re.compile(r"<script(?P<head>[^>]*)>(?P<text>.*?)</script>", re.S)
FRAME = re.compile(
    r"<iframe\b(?P<head>[^>]*?)\ssrcdoc=(?P<q>['\"])(?P<text>.*?)(?P=q)(?P<tail>[^>]*)>\s*</iframe>",
    re.S,
)
TITLE = re.compile(r'title="([^"]*)"')
HEIGHT = re.compile(r"height:\s*(\d+)px")
FIGURE = re.compile(r'<figure class="al al-picture".*?</figure>', re.S)
# A part of a document that may be worth a file of its own: Leaflet, outlines, a common sheet.
PART = re.compile(r"<(script|style)\b[^>]*>(?P<text>.*?)</\1>", re.S)
LEAST = 2000  # characters; a request for less costs more than it saves
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def worded_log(text: str) -> str:
    """Return plain output as HTML, without the colours of a terminal."""
    return f'<pre class="al-plain">{esc(ANSI.sub("", text))}</pre>'


class Pictures:
    """The documents of framed pictures, each kept once, with the parts that several share."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}
        self.bare: set[str] = set()  # those also kept as HTML, for readers without scripts

    def put(self, document: str, bare: bool) -> str:
        """Keep a document and return its number."""
        number = digest(document)
        self.documents[number] = document
        if bare:
            self.bare.add(number)
        return number

    def write(self, assets: Assets) -> dict[str, list[str]]:
        """Put all documents into files; a part that stands in two of them gets a file of its own.

        The file of a document sets `alliance.pictures["<number>"]` to a list of texts and
        [number, file] of parts, in order.

        Returns:
            The files of each document by its number.
        """
        found: dict[str, list[str]] = {}
        cut = {number: self._pieces(text) for number, text in sorted(self.documents.items())}
        uses: dict[str, int] = {}
        for pieces in cut.values():
            for part in {piece for piece, apart in pieces if apart}:
                uses[part] = uses.get(part, 0) + 1
        for number, pieces in cut.items():
            listed: list[object] = []
            for piece, apart in pieces:
                if apart and uses[piece] > 1:
                    name = digest(piece)
                    listed.append([name, assets.entry("parts", name, piece, "part")])
                elif listed and isinstance(listed[-1], str):
                    listed[-1] += piece
                else:
                    listed.append(piece)
            found[number] = [f"pictures/{number}.js"]
            found[number] += [piece[1] for piece in listed if isinstance(piece, list)]
            assets.files[f"pictures/{number}.js"] = (
                f"((window.alliance??={{}}).pictures??={{}})[{script_text(number)}]="
                f"{script_text(listed)};"
            )
            if number in self.bare:
                assets.files[f"pictures/{number}.html"] = self.documents[number]
        return found

    @staticmethod
    def _pieces(document: str) -> list[tuple[str, bool]]:
        """Return a document in pieces, and of each whether it may stand in a file of its own."""
        pieces, at = [], 0
        for found in PART.finditer(document):
            if len(found["text"]) < LEAST:
                continue
            pieces += [(document[at : found.start("text")], False), (found["text"], True)]
            at = found.end("text")
        return [*pieces, (document[at:], False)]


@dataclass
class Shared:
    """Where the outputs of a site put what is not to stand on the page itself.

    Attributes:
        assets: the files.
        pictures: the framed documents.
        sheets: paths of the sheets that the outputs of the page at hand want, in order.
        scripts: the same of scripts.
    """

    assets: Assets
    pictures: Pictures
    sheets: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def next_page(self) -> Shared:
        """Return the same for another page."""
        return Shared(self.assets, self.pictures)

    def settle(self, output: str) -> str:
        """Return the HTML of an output with its sheets, scripts and documents put into files."""
        figures: list[str] = []

        def keep(found: re.Match[str]) -> str:
            figures.append(FRAME.sub(self._frame(bare=False), found[0]))
            return f"\x00{len(figures) - 1}\x00"

        output = FIGURE.sub(keep, output)
        output = FRAME.sub(self._frame(bare=True), output)
        output = re.sub(r"\x00(\d+)\x00", lambda found: figures[int(found[1])], output)
        output = STYLE.sub(self._sheet, output)
        return SCRIPT.sub(self._script, output)

    def _sheet(self, found: re.Match[str]) -> str:
        path = self.assets.put("output", found[1].strip(), "css")
        if path not in self.sheets:
            self.sheets.append(path)
        return ""

    def _script(self, found: re.Match[str]) -> str:
        if "type=" in found["head"] and "javascript" not in found["head"]:
            return found[0]  # data
        path = self.assets.put("output", found["text"].strip(), "js")
        if path not in self.scripts:
            self.scripts.append(path)
        return ""

    def _frame(self, bare: bool) -> Callable[[re.Match[str]], str]:
        """Return what puts a frame in order.

        Args:
            bare: no table stands beside it: without scripts the document itself is shown.
        """

        def framed(found: re.Match[str]) -> str:
            title, height = TITLE.search(found[0]), HEIGHT.search(found["head"] + found["tail"])
            number = self.pictures.put(html.unescape(found["text"]), bare)
            name, tall = title[1] if title else "", height[1] if height else "420"
            frame = (
                f'<div class="al-frame-box"><iframe class="al-frame" title="{name}" '
                f'data-picture="{number}" loading="lazy" style="height:{tall}px"></iframe></div>'
            )
            if bare:
                frame += (
                    f'<noscript><iframe class="al-bare" title="{name}" '
                    f'src="pictures/{number}.html" style="height:{tall}px"></iframe></noscript>'
                )
            else:
                frame += (
                    f'<noscript><p class="al-source">{esc(say("site.no_picture"))}</p></noscript>'
                )
            return frame

        return framed
