"""The second part of a lesson, which nobody should see before their forecasts are locked.

It is a notebook of its own (`later` in module.yml), so that nothing of it stands on the page where
people forecast, whatever is run there, searched for or printed. In it:

    later = lesson.after_forecast("05-…")     # among the first cells
    later                                     # a card: shut or open
    later().estimates                         # the library; one sentence as long as it is shut
    quiz("…", library=later())

Who opens it too early finds its text folded below a cell with `<span class="al-stop"></span>`; the
script of the opening (opening.js) hides what comes after it until the card says that it is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..journal import Journal, open_journal
from ..library import Library, open_library
from ..page import Html, card, esc, packed
from ..problems import AllianceError
from ..quiz.model import plain
from ..texts import page_texts, say
from .citations import opening_script

__all__ = ["OPEN_ALL", "Later", "steps"]

# Holds something where all parts are to be open: the kernels that make pages of the lessons, on
# which the page itself keeps the part shut.
OPEN_ALL: list[bool] = []

# The heading of a section of a lesson. Below a stop sections stand one level deeper, folded under
# the heading that says to stop.
HEAD = re.compile(r"^## +(.+?) *$", re.MULTILINE)
DEEPER = re.compile(r"^###? +(.+?) *$", re.MULTILINE)
STOP = 'class="al-stop"'


def steps(texts: Iterable[str], onward: list[str], color: str = "") -> str:
    """Return the sections of a notebook for the line of progress (steps.js reads them).

    Args:
        texts: its Markdown cells.
        onward: where it goes on after the last one: a file and what the link says, or nothing.
        color: that of the lesson, such as “#0072b2”.
    """
    text = "\n".join(texts)
    heads = (DEEPER if STOP in text else HEAD).findall(text)
    said = page_texts(["lesson.step", "lesson.next_section"])
    titles = list(map(plain, heads))
    bag = packed({"titles": titles, "next": onward, "texts": said, "color": color})
    return f'<template data-steps="{esc(bag)}"></template>'


class Later:
    """The library with all that became known, for those whose forecasts are locked.

    Attributes:
        open_anyway: whether it is open without forecasts, for those who teach.
    """

    def __init__(
        self, links: str, library: Library | None, journal: Journal | None, open_anyway: bool
    ) -> None:
        """Take what the script of the page needs (HTML), the library and the journal.

        Raises:
            AllianceError: there are no forecasts in the library.
        """
        self._links = links
        self._library = library or open_library()
        if "forecasts" not in self._library.held:
            raise AllianceError(
                "The data package has no table “forecasts”, so there is nothing to lock; "
                "leave lesson.after_forecast out of this lesson."
            )
        self._journal = journal or open_journal(self._library)
        self.open_anyway = open_anyway

    @property
    def is_open(self) -> bool:
        """Whether forecasts are locked: another notebook may have written since."""
        # Here, since every lesson loads this file, and one of them has forecasts.
        from ..explore.forecast.session import fold

        wanted = self._library.forecasts["id"]
        return (
            self.open_anyway or bool(OPEN_ALL) or bool(fold(self._journal.records(), wanted).locked)
        )

    def __call__(self) -> Library:
        """Return the library; AllianceError with one sentence as long as this part is shut."""
        if not self.is_open:
            raise AllianceError(say("later.shut"))
        return self._library

    def _repr_html_(self) -> str:
        state = "open" if self.is_open else "shut"
        body = f"<p>{esc(say(f'later.{state}'))}</p><template data-later='{state}'></template>"
        links = self._links if self.is_open else ""
        return Html(card(say("later.title"), body) + links + opening_script())._repr_html_()

    def __repr__(self) -> str:
        return say("later.open" if self.is_open else "later.shut")
