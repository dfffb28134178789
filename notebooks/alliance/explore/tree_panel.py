"""The panel of a scenario tree: asks for shares, shows what they multiply to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import traitlets

from .. import dates
from ..desk_panel import DeskPanel, script, sheet
from ..texts import say
from .tree_desk import Desk
from .tree_draw import drawing, outline

__all__ = ["TreePanel"]


class TreePanel(DeskPanel):
    """A scenario tree on the page; made by `explore.tree(…)`.

    Attributes:
        questions: what is asked at each fork.
        states: by fork, the shares given and how far they add up.
        whole: the tree as picture and list, its summary, and the file to save.
    """

    _esm = script("explore/tree.js")
    _css = sheet("explore/tree.css")
    questions = traitlets.List().tag(sync=True)
    states = traitlets.Dict().tag(sync=True)
    whole = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, title: str) -> None:
        """Show the tree of a desk with everything the journal remembers."""
        super().__init__(
            desk,
            title,
            ["tree."],
            questions=desk.questions(),
            states=desk.states(),
            whole=whole(desk),
        )

    @property
    def frame(self) -> pd.DataFrame:
        """The learner's probabilities, one row a branch; columns as in `Desk.frame`."""
        return self.desk.frame()

    def obey(self, message: dict[str, Any]) -> str:
        """Take {do: give, parent, shares} or {do: fill, parent}."""
        if message.get("do") == "fill":
            return self.desk.fill(message.get("parent"))
        return self.desk.give(message.get("parent"), message.get("shares"))

    def refresh(self) -> None:
        """Show what the desk knows now."""
        self.states = self.desk.states()
        self.whole = whole(self.desk)

    def __repr__(self) -> str:
        """The questions as text: what a notebook shows where widgets do not run."""
        asked = [f"{one['given']} {one['question']}" for one in self.desk.questions()]
        return "\n".join([self.title, *asked, say("tree.plain")])


def whole(desk: Desk) -> dict[str, str]:
    """Return what the page shows of the whole tree."""
    at = desk.kept.at
    changed = ""
    if at:
        day = datetime.fromisoformat(at).astimezone().date().isoformat()
        changed = say("tree.changed", day=dates.words(day))
    return {
        "picture": drawing(desk),
        "list": outline(desk),
        "summary": desk.summary(),
        "changed": changed,
        "file": desk.export(),
    }
