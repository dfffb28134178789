"""The panel of evidence: shows the cards and sends what the learner does to the session."""

from __future__ import annotations

from typing import Any

import traitlets

from ...page import assemble
from ...page.panel import SessionPanel
from ...texts import say
from .session import Session

__all__ = ["WeighPanel"]


class WeighPanel(SessionPanel):
    """Cards of evidence on the page; made by `explore.weigh(…)`.

    Attributes:
        cards: statement and cards as the page may know them; not how the editors code them.
        states: what the learner gave.
        compared: the editors' coding beside it; empty until the learner has asked.
    """

    _esm = assemble("explore/weigh/panel.js")
    _css = assemble("explore/weigh/panel.css")
    cards = traitlets.Dict().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    compared = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, title: str) -> None:
        """Show the cards of a session with everything the journal remembers."""
        super().__init__(
            session,
            title,
            ["weigh."],
            cards=session.public(),
            states=session.states(),
            compared=session.compared(),
        )

    def obey(self, message: dict[str, Any]) -> str:
        """Take {do: judge, moment, percent}, {do: place, card, side, weight} or {do: compare}."""
        wish = message.get("do")
        if wish == "judge":
            return self.session.judge(message.get("moment"), message.get("percent"))
        if wish == "place":
            return self.session.place(
                message.get("card"), message.get("side"), message.get("weight")
            )
        return self.session.compare()

    def refresh(self) -> None:
        """Show what the session may tell now."""
        self.states = self.session.states()
        self.compared = self.session.compared()

    def __repr__(self) -> str:
        """The cards as text: what a notebook shows where widgets do not run."""
        shown = self.session.public()
        cards = [f"{k}. {card['title']}" for k, card in enumerate(shown["cards"], start=1)]
        return "\n".join([self.title, shown["statement"], *cards, say("weigh.plain")])
