"""The panel of a crisis simulation: an anywidget that shows one step and sends choices to the desk.

All that is told later stays in the kernel until its step is opened (`crisis_view.view`).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from ..desk_panel import DeskPanel, script, sheet
from ..texts import say
from . import crisis_record
from .crisis_desk import Desk
from .crisis_view import view

__all__ = ["CrisisPanel"]


class CrisisPanel(DeskPanel):
    """Decision points on the page; made by `explore.crisis(…)`.

    Attributes:
        view: all that the page shows now (`crisis_view.view`).
    """

    _esm = script("explore/crisis_parts.js", "explore/crisis_class.js", "explore/crisis.js")
    _css = sheet("explore/crisis.css")
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, library: Any, title: str) -> None:
        """Show a desk with everything the journal remembers."""
        self.library = library
        super().__init__(desk, title, ["crisis."], view=view(desk, library))

    @property
    def record(self) -> pd.DataFrame:
        """All choices so far, one a row, with what happened where it was told."""
        return crisis_record.frame(self.desk, self.desk.play, full=True)

    def obey(self, message: dict[str, Any]) -> str:
        """Do what a message wants: {do: mode|class|role|deal|choose|go|next|new|csv|page …}.

        For csv and page the answer is the file or the frame, for the others what to say.
        """
        desk, wish = self.desk, message.get("do")
        if wish == "mode":
            return desk.switch(message.get("mode"))
        if wish == "class":
            return desk.set_class(message.get("groups"), message.get("minutes"))
        if wish == "role":
            return desk.take_role(message.get("group", ""), message.get("role"))
        if wish == "deal":
            return desk.deal(message.get("group", ""))
        if wish == "deal_all":
            return desk.deal_all()
        if wish == "choose":
            return self._choose(message)
        if wish == "new":
            return desk.begin_anew()
        if wish == "csv":
            return crisis_record.as_csv(desk, desk.play)
        if wish == "page":
            return crisis_record.as_page(desk, desk.play, self.library)
        if wish == "next":
            return desk.next_point()
        return desk.go(message.get("step"), message.get("scenario"))

    def _choose(self, message: dict[str, Any]) -> str:
        """Keep a choice and, if the message says so, open the step after it."""
        keys = ("group", "option", "reason")
        said = self.desk.choose(*(message.get(key, "") for key in keys))
        if message.get("then"):
            said = f"{said} {self.desk.go(message['then'])}"
        return said

    def refresh(self) -> None:
        """Tell the page what it may know now."""
        self.view = view(self.desk, self.library)

    def __repr__(self) -> str:
        """The first decision as text: what a notebook shows where widgets do not run."""
        head = self.view["head"]
        lines = [self.title, f"{head['title']}, {head['day']}", head["question"]]
        return "\n".join([*lines, say("crisis.plain")])
