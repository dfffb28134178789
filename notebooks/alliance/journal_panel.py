"""The learner's own hand on the journal: save it to a file, read one in, start again."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from .problems import AllianceError
from .progress import Journal
from .style import HERE, read_asset

__all__ = ["JournalPanel"]


class JournalPanel(anywidget.AnyWidget):
    """Three buttons: export, import, start again; each says what it did."""

    _esm = HERE / "journal_panel.js"
    _css = read_asset("style.css")
    where = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)

    def __init__(self, journal: Journal, name: str) -> None:
        """Show the journal of the module called `name`."""
        self._journal = journal
        super().__init__(where=str(journal.folder), name=name, status=self._state())
        self.on_msg(self.obey)

    def _state(self) -> str:
        answers = len(self._journal.last("answer", "question"))
        word = "question" if answers == 1 else "questions"
        return " ".join([f"{answers} {word} answered.", *self._journal.warnings])

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
            return "Your journal was handed to the browser to save."
        if wish == "import":
            added = self._journal.read_export(str(message.get("text", "")))
            return (
                f"{added} new records read. Choose Run > Run All Cells to see them. {self._state()}"
            )
        if wish == "reset":
            self._journal.reset()
            return (
                "You start again from nothing. Choose Run > Run All Cells to clear the questions."
            )
        return self._state()
