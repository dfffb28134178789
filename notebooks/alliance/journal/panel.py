"""The learner's own hand on the journal: save it to a file, read one in, start again."""

from __future__ import annotations

import time
from typing import Any

import anywidget
import traitlets

from ..page import assemble
from ..problems import AllianceError
from ..texts import count, language, page_texts, say
from .files import shown
from .folds import answered
from .journal import Journal

__all__ = ["JournalPanel"]

PATIENCE = 0.5  # seconds without a word while an export is read in
# Texts that the page says; all others are said here.
ON_PAGE = [f"journal.{name}" for name in ("export", "import", "reset", "sure", "yes", "no")]


class JournalPanel(anywidget.AnyWidget):
    """Three buttons: export, import, start again; each says what it did."""

    _esm = assemble("journal/panel.js")
    _css = assemble("page/style.css")
    where = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def __init__(self, journal: Journal, name: str) -> None:
        """Show the journal of the module called `name`."""
        self._journal = journal
        self._parts: list[str] = []
        super().__init__(
            where=say("journal.where", folder=shown(journal.folder)),
            name=name,
            status=self._state(),
            texts=page_texts(ON_PAGE),
            language=language(),
        )
        self.on_msg(self.obey)

    def _state(self) -> str:
        answers = len(answered(self._journal.records()))
        return " ".join([count("journal.answered", answers), *self._journal.warnings])

    def obey(self, _widget: Any, message: Any, _buffers: Any = None) -> None:
        """Do what a button asked for and say so in `status`; called for each message.

        Takes {do: export|reset} and {do: import, text, more}: a long file comes in parts, all but
        the last with `more`. Never raises.
        """
        try:
            self.status = self._do(message if isinstance(message, dict) else {})
        except AllianceError as error:
            self.status = str(error)
        except Exception as error:  # the last resort: silence would look like a dead kernel
            self.status = say("panel.inside", reason=f"{type(error).__name__}: {error}")

    def _do(self, message: dict[str, Any]) -> str:
        wish = message.get("do")
        if wish == "export":
            self.send(
                {"do": "save", "name": f"{self.name}-progress.txt", "text": self._journal.export()}
            )
            return say("journal.exported")
        if wish == "import":
            self._parts.append(str(message.get("text", "")))
            if message.get("more") is True:
                return say("journal.receiving", n=sum(map(len, self._parts)) // 10**6)
            return self._import()
        if wish == "reset":
            self._journal.reset()
            return say("journal.anew")
        return self._state()

    def _import(self) -> str:
        """Read in what the page has sent, and say how far it is while it takes long."""
        text, self._parts = "".join(self._parts), []
        heard = time.monotonic()

        def tell(step: str, n: int, of: int) -> None:
            nonlocal heard
            if time.monotonic() - heard >= PATIENCE:
                heard = time.monotonic()
                self.status = say(f"journal.import_{step}", n=n, of=of)

        added = self._journal.read_export(text, tell)
        told = self._journal.warnings
        answers = count("journal.answered", len(answered(self._journal.records())))
        return " ".join([count("journal.imported", added), answers, *told])
