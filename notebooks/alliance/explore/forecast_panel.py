"""The panel of a forecast: an anywidget that shows questions and sends what is typed to the desk.

All that tells an outcome stays in the kernel until the desk gives it out (`Desk.later`). What the
page knows comes as traits, so that a second view, or the page after a reload, shows it too; what is
said comes as a message, for the live region.
"""

from __future__ import annotations

from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..problems import AllianceError
from ..style import HERE, read_asset
from ..texts import language, page_texts, say
from .forecast_desk import Desk, in_words

__all__ = ["ForecastPanel"]

# Texts that the page says; months for the date beside the slider while it is being moved.
ON_PAGE = ("forecast.", "date.day", "month.")


class ForecastPanel(anywidget.AnyWidget):
    """Questions to be forecast on the page; made by `explore.forecast(…)`.

    Attributes:
        title, intro: heading, and what to do.
        questions: what was asked; nothing that is known later.
        states: by question, what the learner said.
        later: what is known on the day to which time has moved on; empty until all is locked.
    """

    _esm = HERE / "explore" / "forecast.js"
    _css = read_asset("style.css") + read_asset("explore/forecast.css")
    title = traitlets.Unicode().tag(sync=True)
    intro = traitlets.Unicode().tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    later = traitlets.Dict().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def __init__(self, desk: Desk, title: str) -> None:
        """Show the questions of a desk with everything the journal remembers."""
        self.desk = desk
        super().__init__(
            title=title,
            intro=say("forecast.intro", day=in_words(desk.start)),
            questions=desk.public(),
            states=desk.states(),
            later=desk.later(),
            texts=page_texts(ON_PAGE),
            language=language(),
        )
        self.on_msg(self.receive)

    @property
    def scores(self) -> pd.DataFrame:
        """The scores of what is decided so far, to reckon with; columns as in `brier.table`."""
        return self.desk.scores()

    def receive(self, _: Any, message: dict[str, Any], __: Any = None) -> None:
        """Take a message of the page: {do: give|lock|move|next|previous, request, …}.

        Never raises: whatever goes wrong is told on the page.
        """
        try:
            text, taken = self._obey(message), True
        except AllianceError as error:
            text, taken = str(error), False
        except Exception as error:  # the last resort: silence would look like a dead kernel
            text, taken = say("forecast.inside", reason=f"{type(error).__name__}: {error}"), False
        self.states = self.desk.states()
        self.later = self.desk.later()
        self.send({"request": message.get("request"), "text": text, "taken": taken})

    def _obey(self, message: dict[str, Any]) -> str:
        wish = message.get("do")
        if wish == "give":
            return self.desk.give(message.get("question"), message.get("percent"))
        if wish == "lock":
            return self.desk.lock()
        if wish == "move":
            return self.desk.move(message.get("days"))
        return self.desk.previous() if wish == "previous" else self.desk.next()

    def __repr__(self) -> str:
        """The questions as text: what a notebook shows where widgets do not run."""
        asked = [f"{k}. {row['question']}" for k, row in enumerate(self.questions, start=1)]
        return "\n".join([self.title, *asked, say("forecast.plain")])
