"""The learner's own hand on the journal: save it to a file, read one in, start again."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from ..page import assemble
from ..problems import AllianceError
from ..texts import count, language, page_texts, say
from .folds import answered
from .journal import Journal

__all__ = ["JournalPanel"]

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
        super().__init__(
            where=say("journal.where", folder=journal.folder),
            name=name,
            status=self._state(),
            texts=page_texts(ON_PAGE),
            language=language(),
        )
        self.on_msg(self.obey)

    def _state(self) -> str:
        answers = len(answered(self._journal.records()))
        return " ".join([count("journal.answered", answers), *self._journal.warnings])

    def obey(self, _widget: Any, message: dict[str, Any], _buffers: Any = None) -> None:
        """Do what a button asked for and say so in `status`; called for each message."""
        try:
            self.status = self._do(message)
        except AllianceError as error:
            self.status = str(error)

    def _do(self, message: dict[str, Any]) -> str:
        wish = message.get("do")
        if wish == "export":
            self.send(
                {"do": "save", "name": f"{self.name}-progress.txt", "text": self._journal.export()}
            )
            return say("journal.exported")
        if wish == "import":
            added = self._journal.read_export(str(message.get("text", "")))
            return f"{count('journal.imported', added)} {self._state()}"
        if wish == "reset":
            self._journal.reset()
            return say("journal.anew")
        return self._state()
