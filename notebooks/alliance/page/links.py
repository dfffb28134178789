"""Links to sources: the value, its HTML, and the line below a picture that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..texts import count, say
from .html import KEEP_KEYS, esc, filled

__all__ = ["MOST_LINKS", "Link", "joined", "notebook_link", "safe_address", "source_line"]

# Below a picture stand the sources cited most; a table beside it names all of them.
MOST_LINKS = 6
# What a link may lead to. Anything else (javascript:, data:, file:) could run or read something.
SAFE = re.compile(r"(https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)


# A path to a notebook below the folder: letters of any script, no drive, no scheme, no backslash.
NOTEBOOK = re.compile(r"[\w][\w .,()/-]*\.ipynb")


def safe_address(address: object) -> str:
    """Return an address if it is one of the web or of mail, "" if it is anything else."""
    text = str(address).strip()
    return text if SAFE.fullmatch(text) else ""


def notebook_link(file: object, words: object, anchor: str = "") -> str:
    """Return a link to a notebook beside the one that is open, the words alone if it is none.

    Args:
        file: what settings say: a notebook in this folder or below it, without `..` or a scheme.
        words: what is read.
        anchor: where in the notebook, with the #.
    """
    text = str(file)
    parts = text.split("/")
    inside = NOTEBOOK.fullmatch(text) and all(part.strip(". ") for part in parts)
    if not inside:
        return esc(words)
    return f'<a href="{esc(text + anchor)}" {KEEP_KEYS}>{esc(words)}</a>'


@dataclass(frozen=True)
class Link:
    """A link as a value; the page room alone turns it into HTML.

    Attributes:
        words: what is read, such as publisher and year.
        address: where it leads; "" for words without a link, also if the address is not safe.
        about: title, publisher and date of the source, shown by a pointer that rests on it.
        opened: whether somebody has read the source; if not, the link says so.
    """

    words: str
    address: str = ""
    about: str = ""
    opened: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", safe_address(self.address))

    def __str__(self) -> str:
        """The words, with the remark on a source that nobody has opened."""
        return self.words if self.opened else say("source.unverified", link=self.words)

    def html(self) -> str:
        """Return the link for running text: it opens beside the lesson and says what it is."""
        about = f' title="{esc(self.about)}"' if self.about else ""
        link = f"<span{about}>{esc(self.words)}</span>" if about else esc(self.words)
        if self.address:
            link = (
                f'<a href="{esc(self.address)}"{about} target="_blank" rel="noopener" '
                f"{KEEP_KEYS}>{esc(self.words)}</a>"
            )
        return link if self.opened else filled("source.unverified", link=link)

    def short(self) -> str:
        """Return the link for tables, which hold hundreds: without what they can do without."""
        if not self.address:
            return esc(self)
        return f'<a href="{esc(self.address)}" {KEEP_KEYS}>{esc(self)}</a>'

    def pair(self) -> list[str]:
        """Return words and address, as scripts of pages take them."""
        return [str(self), self.address]

    def _repr_html_(self) -> str:
        return self.html()


def joined(links: Iterable[Link]) -> str:
    """Return links as HTML with semicolons between them."""
    return "; ".join(link.html() for link in links)


def source_line(links: Iterable[Link], most: int = MOST_LINKS) -> str:
    """Return “Sources: …”; beyond `most`, the rest folds out."""
    links = list(dict.fromkeys(links))
    if not links:
        return f'<p class="al-source">{esc(say("source.none"))}</p>'
    key = "source.one" if len(links) == 1 else "source.many"
    shown = f'<p class="al-source">{filled(key, links=joined(links[:most]))}</p>'
    if len(links) <= most:
        return shown
    return (
        f'{shown}<details class="al-source"><summary {KEEP_KEYS}>'
        f"{esc(count('source.more', len(links) - most))}</summary>"
        f"<p>{joined(links[most:])}.</p></details>"
    )
