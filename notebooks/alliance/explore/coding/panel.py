"""The panel of a coding exercise: an anywidget that shows one act at a time and sends codes.

The editors' codes, reasons and notes stay in the kernel until the session gives them out
(`Session.result`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from ...page import assemble
from ...page.marks import svg
from ...page.panel import SessionPanel
from ...texts import say
from ..stances import LOOKS, step
from .session import Session

__all__ = ["CodingPanel"]


class CodingPanel(SessionPanel):
    """Acts to be coded on the page; made by `explore.coding(…)`.

    Attributes:
        acts: what is to be coded; nothing of our codes.
        scale: the steps, with mark, name and rule.
        codes: the learner's code by act.
        result: the comparison; empty until it was asked for.
    """

    _esm = assemble("explore/coding/panel.js")
    _css = assemble("explore/coding/panel.css")
    acts = traitlets.List().tag(sync=True)
    scale = traitlets.List().tag(sync=True)
    codes = traitlets.Dict().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, title: str) -> None:
        """Show the acts of a session with everything the journal remembers."""
        scale = [
            {"code": level, "mark": svg(*look, 18), "name": step(level), "rule": _rule(level)}
            for level, look in LOOKS.items()
        ]
        super().__init__(
            session,
            title,
            ["coding."],
            acts=session.public(),
            scale=scale,
            codes=session.codes(),
            result=session.result(),
        )

    @property
    def table(self) -> pd.DataFrame:
        """Act, your code and ours: id, yours, ours. No rows before the comparison."""
        return self.session.table()

    def obey(self, message: dict[str, Any]) -> str:
        """Do what a message wants: {do: give|compare|dispute, …}."""
        wish = message.get("do")
        if wish == "give":
            return self.session.give(message.get("act"), message.get("code"))
        if wish == "dispute":
            return self.session.dispute(message.get("act"), message.get("text"))
        return self.session.compare()

    def refresh(self) -> None:
        """Tell the page what it may know now."""
        self.codes = self.session.codes()
        self.result = self.session.result()

    def __repr__(self) -> str:
        """The acts as text: what a notebook shows where widgets do not run."""
        listed = [f"{k}. {one['act']}" for k, one in enumerate(self.acts, start=1)]
        return "\n".join([self.title, *listed, say("coding.plain")])


def _rule(level: int) -> str:
    """Return the rule for a step of the scale."""
    return say(f"coding.rule_{'minus' if level < 0 else 'plus'}_{abs(level)}")
