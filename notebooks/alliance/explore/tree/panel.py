"""The panel of a scenario tree: asks for shares, shows what they multiply to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import traitlets

from ... import dates
from ...page import assemble
from ...page.panel import SessionPanel
from ...texts import say
from .picture import drawing, outline
from .session import Session

__all__ = ["TreePanel"]


class TreePanel(SessionPanel):
    """A scenario tree on the page; made by `explore.tree(…)`.

    Attributes:
        questions: what is asked at each fork.
        states: by fork, the shares given and how far they add up.
        ends: the ends of the tree, with their probabilities as far as they are known.
        whole: the tree as picture and list, its summary, and the file to save.
    """

    _esm = assemble("explore/tree/panel.js")
    _css = assemble("explore/tree/panel.css")
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    ends = traitlets.List().tag(sync=True)
    whole = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, title: str) -> None:
        """Show the tree of a session with everything the journal remembers."""
        super().__init__(
            session,
            title,
            ["tree."],
            questions=session.questions(),
            states=session.states(),
            ends=session.ends(),
            whole=whole(session),
        )

    @property
    def frame(self) -> pd.DataFrame:
        """The learner's probabilities, one row a branch; columns as in `Session.frame`."""
        return self.session.frame()

    def obey(self, message: dict[str, Any]) -> str:
        """Take {do: give, parent, shares} or {do: fill, parent}."""
        if message.get("do") == "fill":
            return self.session.fill(message.get("parent"))
        return self.session.give(message.get("parent"), message.get("shares"))

    def refresh(self) -> None:
        """Show what the session knows now."""
        self.states = self.session.states()
        self.ends = self.session.ends()
        self.whole = whole(self.session)

    def __repr__(self) -> str:
        """The questions as text: what a notebook shows where widgets do not run."""
        asked = [f"{one['given']} {one['question']}" for one in self.session.questions()]
        return "\n".join([self.title, *asked, say("tree.plain")])


def whole(session: Session) -> dict[str, str]:
    """Return what the page shows of the whole tree."""
    at = session.kept.at
    changed = ""
    if at:
        day = datetime.fromisoformat(at).astimezone().date().isoformat()
        changed = say("tree.changed", day=dates.words(day))
    return {
        "picture": drawing(session),
        "list": outline(session),
        "summary": session.summary(),
        "changed": changed,
        "file": session.export(),
    }
