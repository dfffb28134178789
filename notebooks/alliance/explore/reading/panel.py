"""The panel of a reading: an anywidget that shows claims and sends verdicts to the session.

All that tells a verdict stays in the kernel until the claim is judged (`Session.told`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from ...page import assemble
from ...page.panel import SessionPanel
from ...texts import say
from .session import Session

__all__ = ["ReadingPanel"]

ON_PAGE = ("reading.",)


class ReadingPanel(SessionPanel):
    """Claims to be judged on the page; made by `explore.reading(…)`.

    Attributes:
        public: claims, and the verdicts and kinds of error to choose from.
        told: by claim, for those that are judged, the evidence and what the learner said.
        score: HTML of the count, "" before the first verdict.
    """

    _esm = assemble("explore/reading/panel.js")
    _css = assemble("explore/reading/panel.css")
    public = traitlets.Dict().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    score = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: Session, title: str) -> None:
        """Show the claims of a session with everything the journal remembers."""
        super().__init__(session, title, ON_PAGE, public=session.public())
        self.refresh()

    @property
    def judged(self) -> pd.DataFrame:
        """The judged claims, to reckon with: columns of the table, `given` and `outcome`."""
        return self.session.judged()

    def obey(self, message: dict[str, Any]) -> str:
        """Do what a message wants: {do: judge, claim, verdict, kind}."""
        return self.session.judge(message.get("claim"), message.get("verdict"), message.get("kind"))

    def refresh(self) -> None:
        """Set the traits to what the page may know now."""
        self.told = self.session.told()
        self.score = self.session.score().html if self.told else ""

    def __repr__(self) -> str:
        """The claims as text: what a notebook shows where widgets do not run."""
        asked = [f"{k}. {item['claim']}" for k, item in enumerate(self.public["items"], start=1)]
        return "\n".join([self.title, *asked, say("reading.plain")])
