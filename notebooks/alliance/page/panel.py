"""Panels that ask a session: what every anywidget shares that keeps secrets in the kernel.

A *session* is a plain object that takes what a learner does, keeps it in the journal and says
what the page may know; it has no widgets and is tested alone. A *panel* shows it:

    class CrisisPanel(SessionPanel):
        _esm = assemble("explore/crisis/panel.js")
        _css = assemble("explore/crisis/panel.css")
        states = traitlets.Dict().tag(sync=True)

        def obey(self, message):        # what the learner wants; returns what to say
            return self.session.choose(message.get("option"))

        def refresh(self):              # what the page may know now
            self.states = self.session.states()

Its script calls `putUp` of `panel.js`, sends messages with `view.send`, and gets the answer of
`obey` back for the live region. What the page knows comes as traits, so that a second view, or the
page after a reload, shows it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import anywidget
import traitlets

from ..problems import AllianceError
from ..texts import language, page_texts, say

__all__ = ["SessionPanel"]


class SessionPanel(anywidget.AnyWidget):
    """A panel on a session; each kind of panel says how to `obey` and what to `refresh`.

    Attributes:
        title: heading.
        texts: words that the page says, by key.
        language: of the texts.
    """

    title = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: Any, title: str, texts: Iterable[str], **traits: Any) -> None:
        """Show a session with everything the journal remembers.

        Args:
            session: what takes the messages.
            title: heading.
            texts: beginnings of the keys of the words that the page says.
            traits: first values of the panel's own traits.
        """
        self.session = session
        super().__init__(
            title=title,
            texts=page_texts(["panel.", *texts]),
            language=language(),
            **traits,
        )
        self.on_msg(self.receive)

    def obey(self, message: dict[str, Any]) -> str:
        """Do what a message of the page wants and return what to say.

        Raises:
            AllianceError: it cannot be done; its sentence is shown on the page.
        """
        raise NotImplementedError

    def refresh(self) -> None:
        """Set the traits to what the page may know now."""
        raise NotImplementedError

    def receive(self, _: Any, message: dict[str, Any], __: Any = None) -> None:
        """Take a message of the page, {do, request, …}, and answer it.

        Never raises: whatever goes wrong is told on the page.
        """
        message = message if isinstance(message, dict) else {}
        try:
            text, taken = self.obey(message), True
            self.refresh()
        except AllianceError as error:
            text, taken = str(error), False
            self.refresh()
        except Exception as error:  # the last resort: silence would look like a dead kernel
            text, taken = say("panel.inside", reason=f"{type(error).__name__}: {error}"), False
        self.send({"request": message.get("request"), "text": text, "taken": taken})
