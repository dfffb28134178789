"""The final assessment as a learner meets it: choose, answer, see how it went.

Three parts below one another: a small panel that draws questions, the ordinary panel of questions,
and the result, which follows each answer. `session` does the work.
"""

from __future__ import annotations

from typing import Any

import traitlets
from ipywidgets import HTML, VBox

from ...page import esc
from ...page import sheet as common_sheet
from ...page.panel import SessionPanel, script, sheet
from ...texts import language, say
from .sampling import PLANS
from .session import AssessmentSession

__all__ = ["Assessment"]


class DrawPanel(SessionPanel):
    """The part that draws questions.

    Attributes:
        about: what was drawn, and how far it is answered.
        plans: key and words of each way to draw.
        unfinished: whether questions of the last draw are open, so that a new one is confirmed.
    """

    _esm = script("quiz/assessment/panel.js")
    _css = sheet("quiz/assessment/panel.css")
    about = traitlets.Unicode().tag(sync=True)
    plans = traitlets.List().tag(sync=True)
    unfinished = traitlets.Bool().tag(sync=True)

    def __init__(self, session: AssessmentSession, drawn: Any) -> None:
        """Take the session, and what is called after a draw."""
        self.drawn = drawn
        plans = [[key, say(f"assess.plan.{key}")] for key in PLANS]
        super().__init__(
            session, say("assess.title"), ["assess."], plans=plans, **self._now(session)
        )

    @staticmethod
    def _now(session: AssessmentSession) -> dict[str, Any]:
        started = [one for one in session.results().values() if one.asked > one.open]
        left = any(one.open for one in session.results().values())
        return {"about": session.about(), "unfinished": bool(started) and left}

    def obey(self, message: dict[str, Any]) -> str:
        """Take {do: draw, plan}."""
        text = self.session.draw(message.get("plan"))
        self.drawn()
        return text

    def refresh(self) -> None:
        """Say how far it is now."""
        for name, value in self._now(self.session).items():
            setattr(self, name, value)


class Assessment(VBox):
    """The three parts of the final assessment; made by `lesson.assessment()`."""

    def __init__(self, session: AssessmentSession) -> None:
        """Show what was drawn last, with everything the journal remembers."""
        self.session = session
        self.result = HTML()
        self.draw = DrawPanel(session, self.show)
        super().__init__()
        self.show()

    def show(self) -> None:
        """Show the questions drawn last."""
        panel = self.session.opened()
        if panel is not None:
            panel.observe(lambda change: self.count(), "states")
        self.panel = panel
        self.children = [part for part in (self.draw, panel, self.result) if part is not None]
        self.count()

    def count(self) -> None:
        """Bring the result up to date."""
        body = self.session.result_html()
        self.result.value = (
            f'{common_sheet()}<section class="al" lang="{esc(language())}" '
            f'aria-label="{esc(say("assess.result"))}">{body}</section>'
            if body
            else ""
        )
        self.draw.refresh()

    def __repr__(self) -> str:
        """What a notebook shows where widgets do not run."""
        return f"{say('assess.title')}\n{self.session.about()}"
