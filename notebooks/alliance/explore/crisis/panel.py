"""The panel of a crisis simulation: an anywidget that shows one step and sends choices on.

All that is told later stays in the kernel until its step is opened (`crisis_view.view`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from ...page import assemble
from ...page.panel import SessionPanel
from ...texts import say
from . import report as crisis_record
from .session import Session
from .view import view

__all__ = ["CrisisPanel"]


class CrisisPanel(SessionPanel):
    """Decision points on the page; made by `explore.crisis(…)`.

    Attributes:
        view: all that the page shows now (`crisis_view.view`).
    """

    _esm = assemble("explore/crisis/panel.js")
    _css = assemble("explore/crisis/panel.css")
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, library: Any, title: str) -> None:
        """Show a session with everything the journal remembers."""
        self.library = library
        super().__init__(session, title, ["crisis."], view=view(session, library))

    @property
    def record(self) -> pd.DataFrame:
        """All choices so far, one a row, with what happened where it was told."""
        return crisis_record.frame(self.session, self.session.play)

    def obey(self, message: dict[str, Any]) -> str:
        """Do what a message wants, {do: mode|class|role|deal|choose|withdraw|go|next|new|csv|page}.

        For csv and page the answer is the file or the frame, for the others what to say.
        """
        session, wish = self.session, message.get("do")
        if wish == "mode":
            return session.switch(message.get("mode"))
        if wish == "class":
            return session.set_class(*(message.get(key) for key in ("groups", "minutes", "names")))
        if wish == "role":
            return session.take_role(message.get("group", ""), message.get("role"))
        if wish == "deal":
            return session.deal(message.get("group", ""))
        if wish == "deal_all":
            return session.deal_all()
        if wish == "choose":
            return self._choose(message)
        if wish == "withdraw":
            return session.withdraw(message.get("group", ""))
        if wish == "new":
            return session.begin_anew()
        if wish == "csv":
            return crisis_record.as_csv(session, session.play)
        if wish == "page":
            return crisis_record.as_page(session, session.play, self.library)
        if wish == "next":
            return session.next_point()
        return session.go(message.get("step"), message.get("scenario"))

    def _choose(self, message: dict[str, Any]) -> str:
        """Keep a choice and, if the message says so, open the step after it."""
        keys = ("group", "option", "reason")
        said = self.session.choose(*(message.get(key, "") for key in keys))
        if message.get("then"):
            said = f"{said} {self.session.go(message['then'])}"
        return said

    def refresh(self) -> None:
        """Tell the page what it may know now."""
        self.view = view(self.session, self.library)

    def __repr__(self) -> str:
        """The first decision as text: what a notebook shows where widgets do not run."""
        head = self.view["head"]
        lines = [self.title, f"{head['title']}, {head['day']}", head["question"]]
        return "\n".join([*lines, say("crisis.plain")])
