"""The part of a lesson that nobody should see before their forecasts are locked.

    later = lesson.after_forecast("05-…")     # among the first cells
    later                                     # a card: shut or open
    later().estimates                         # the library; one sentence as long as it is shut
    quiz("…", library=later())

The text of that part stands below a cell with `<span class="al-stop"></span>`; the script of the
opening (opening.js) hides what comes after it until the card says that it is open.
"""

from __future__ import annotations

from ..journal import Journal, open_journal
from ..library import Library, open_library
from ..page import Html, card, esc
from ..problems import AllianceError
from ..texts import say

__all__ = ["OPEN_ALL", "Later"]

# Holds something where all parts are to be open: the kernels that make pages of the lessons, on
# which the page itself keeps the part shut.
OPEN_ALL: list[bool] = []


class Later:
    """The library with all that became known, for those whose forecasts are locked.

    Attributes:
        open_anyway: whether it is open without forecasts, for those who teach.
    """

    def __init__(
        self, links: str, library: Library | None, journal: Journal | None, open_anyway: bool
    ) -> None:
        """Take what the citations of the lesson open (HTML), the library and the journal.

        Raises:
            AllianceError: there are no forecasts in the library.
        """
        self._links = links
        self._library = library or open_library()
        if "forecasts" not in self._library.tables:
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
        return Html(card(say("later.title"), body) + links)._repr_html_()

    def __repr__(self) -> str:
        return say("later.open" if self.is_open else "later.shut")
