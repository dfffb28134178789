"""The panel of a forecast: an anywidget that shows questions and sends on what is typed.

All that tells an outcome stays in the kernel until the session gives it out (`Session.later`).
What the page knows comes as traits, so that a second view, or the page after a reload, shows it
too; what is said comes as a message, for the live region.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from ...page import assemble
from ...page.panel import SessionPanel
from ...texts import say
from .session import Session, in_words

__all__ = ["ForecastPanel"]

# Texts that the page says; months for the date beside the slider while it is being moved.
ON_PAGE = ("forecast.", "date.day", "month.")


class ForecastPanel(SessionPanel):
    """Questions to be forecast on the page; made by `explore.forecast(…)`.

    Attributes:
        title, intro: heading, and what to do.
        questions: what was asked; nothing that is known later.
        states: by question, what the learner said.
        later: what is known on the day to which time has moved on; empty until all is locked.
    """

    _esm = assemble("explore/forecast/panel.js")
    _css = assemble("explore/forecast/panel.css")
    intro = traitlets.Unicode().tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    later = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, title: str) -> None:
        """Show the questions of a session with everything the journal remembers."""
        super().__init__(
            session,
            title,
            ON_PAGE,
            intro=say("forecast.intro", day=in_words(session.start)),
            questions=session.public(),
            states=session.states(),
            later=session.later(),
        )

    @property
    def scores(self) -> pd.DataFrame:
        """The scores of what is decided so far, to reckon with; columns as in `brier.table`."""
        return self.session.scores()

    def obey(self, message: dict[str, Any]) -> str:
        """Do what a message wants: {do: give|lock|move|next|previous, …}."""
        wish = message.get("do")
        if wish == "give":
            return self.session.give(message.get("question"), message.get("percent"))
        if wish == "lock":
            return self.session.lock()
        if wish == "move":
            return self.session.move(message.get("days"))
        return self.session.previous() if wish == "previous" else self.session.next()

    def refresh(self) -> None:
        """Tell the page what it may know now."""
        self.states = self.session.states()
        self.later = self.session.later()

    def __repr__(self) -> str:
        """The questions as text: what a notebook shows where widgets do not run."""
        asked = [f"{k}. {row['question']}" for k, row in enumerate(self.questions, start=1)]
        return "\n".join([self.title, *asked, say("forecast.plain")])
