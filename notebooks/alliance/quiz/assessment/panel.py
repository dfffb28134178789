"""The final assessment as a learner meets it: choose, answer, see how it went.

Three parts below one another: a small panel that chooses the questions, the ordinary panel that
asks them, and the result, which follows each answer. `session` does the work.
"""

from __future__ import annotations

from typing import Any

import traitlets
from ipywidgets import HTML, VBox

from ...page import assemble, esc
from ...page import sheet as common_sheet
from ...page.panel import SessionPanel
from ...texts import language, say
from .sampling import PLANS
from .session import AssessmentSession

__all__ = ["Assessment"]


class SamplePanel(SessionPanel):
    """The part that chooses questions.

    Attributes:
        about: what was chosen, and how far it is answered.
        plans: key and words of each way to choose.
        unfinished: whether the last sample is begun and some of its questions are open.
        finished: whether all of its questions are answered. In both cases a new one is confirmed.
    """

    _esm = assemble("quiz/assessment/panel.js")
    _css = assemble("quiz/assessment/panel.css")
    about = traitlets.Unicode().tag(sync=True)
    plans = traitlets.List().tag(sync=True)
    unfinished = traitlets.Bool().tag(sync=True)
    finished = traitlets.Bool().tag(sync=True)

    def __init__(self, session: AssessmentSession, after: Any) -> None:
        """Take the session, and what is called when new questions are chosen."""
        self.after = after
        plans = [[key, say(f"assess.plan.{key}")] for key in PLANS]
        super().__init__(
            session, say("assess.title"), ["assess."], plans=plans, **self._now(session)
        )

    @staticmethod
    def _now(session: AssessmentSession) -> dict[str, Any]:
        started = [one for one in session.results().values() if one.asked > one.open]
        left = any(one.open for one in session.results().values())
        return {
            "about": session.about(),
            "unfinished": bool(started) and left,
            "finished": session.finished(),
        }

    def obey(self, message: dict[str, Any]) -> str:
        """Take {do: sample, plan}."""
        text = self.session.sample(message.get("plan"))
        self.after()
        return text

    def refresh(self) -> None:
        """Say how far it is now."""
        for name, value in self._now(self.session).items():
            setattr(self, name, value)


class Assessment(VBox):
    """The three parts of the final assessment; made by `lesson.assessment()`."""

    def __init__(self, session: AssessmentSession) -> None:
        """Show what was chosen last, with everything the journal remembers."""
        self.session = session
        self.result = HTML()
        self.sample = SamplePanel(session, self.show)
        super().__init__()
        self.show()

    def show(self) -> None:
        """Show the questions chosen last."""
        panel = self.session.opened()
        if panel is not None:
            panel.observe(lambda change: self.count(), "states")
        self.panel = panel
        self.children = [part for part in (self.sample, panel, self.result) if part is not None]
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
        self.sample.refresh()

    def __repr__(self) -> str:
        """What a notebook shows where widgets do not run."""
        return f"{say('assess.title')}\n{self.session.about()}"
