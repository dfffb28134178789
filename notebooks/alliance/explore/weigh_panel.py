"""The panel of evidence: shows the cards and sends what the learner does to the desk."""

from __future__ import annotations

from typing import Any

import traitlets

from ..desk_panel import DeskPanel, script, sheet
from ..texts import say
from .weigh_desk import Desk

__all__ = ["WeighPanel"]


class WeighPanel(DeskPanel):
    """Cards of evidence on the page; made by `explore.weigh(…)`.

    Attributes:
        cards: statement and cards as the page may know them; not how the editors code them.
        states: what the learner gave.
        compared: the editors' coding beside it; empty until the learner has asked.
    """

    _esm = script("explore/weigh.js")
    _css = sheet("explore/weigh.css")
    cards = traitlets.Dict().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    compared = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, title: str) -> None:
        """Show the cards of a desk with everything the journal remembers."""
        super().__init__(
            desk,
            title,
            ["weigh."],
            cards=desk.public(),
            states=desk.states(),
            compared=desk.compared(),
        )

    def obey(self, message: dict[str, Any]) -> str:
        """Take {do: judge, moment, percent}, {do: place, card, side, weight} or {do: compare}."""
        wish = message.get("do")
        if wish == "judge":
            return self.desk.judge(message.get("moment"), message.get("percent"))
        if wish == "place":
            return self.desk.place(message.get("card"), message.get("side"), message.get("weight"))
        return self.desk.compare()

    def refresh(self) -> None:
        """Show what the desk may tell now."""
        self.states = self.desk.states()
        self.compared = self.desk.compared()

    def __repr__(self) -> str:
        """The cards as text: what a notebook shows where widgets do not run."""
        shown = self.desk.public()
        cards = [f"{k}. {card['title']}" for k, card in enumerate(shown["cards"], start=1)]
        return "\n".join([self.title, shown["statement"], *cards, say("weigh.plain")])
