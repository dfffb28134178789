"""The learner's own hand on the journal: save it to a file, read one in, start again."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any

import anywidget
import traitlets

from ..page import assemble
from ..pauses import without_pauses
from ..problems import AllianceError
from ..texts import count, language, page_texts, say
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
            where=journal.place,
            name=name,
            status=self._state(),
            texts=page_texts(ON_PAGE),
            language=language(),
        )
        self.on_msg(self.obey)

    def __repr__(self) -> str:
        """Where answers are kept, and how many: what is shown where widgets do not run."""
        return f"{self.where}\n{self.status}"

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
            self.send({"do": "forget", "mark": self._journal.mark})
            return " ".join([say("journal.anew"), *self._again()])
        return self._state()

    def _import(self) -> str:
        """Read in what the page has sent, and say how far it is while it takes long."""
        text, self._parts = "".join(self._parts), []
        with without_pauses(), _SignOfLife(self) as sign:
            added = self._journal.read_export(text, sign.step)
            told = self._journal.warnings
            answers = count("journal.answered", len(answered(self._journal.records())))
        return " ".join([count("journal.imported", added), *self._again(), answers, *told])

    def _again(self) -> list[str]:
        """Return what to do so that the questions show what has changed, if anything."""
        return [] if self._journal.followed else [say("journal.again")]


class _SignOfLife:
    """Says in the status of a panel how far an import is, at least once a second.

    A thread of its own does so also while many records are sorted at once. The browser build has no
    threads; there the steps alone are said.
    """

    def __init__(self, panel: JournalPanel) -> None:
        self.panel = panel
        self.began = self.heard = time.monotonic()
        self.words = ""
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> _SignOfLife:
        with suppress(RuntimeError):
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        if self.thread.ident:
            self.thread.join()

    def step(self, name: str, n: int, of: int) -> None:
        """Hear from the journal how far it is."""
        self.words = say(f"journal.import_{name}", n=n, of=of)
        if time.monotonic() - self.heard >= PATIENCE:
            self._say()

    def _beat(self) -> None:
        while not self.done.wait(PATIENCE):
            if time.monotonic() - self.heard >= PATIENCE and self.words:
                self._say()

    def _say(self) -> None:
        self.heard = time.monotonic()
        seconds = round(self.heard - self.began)
        self.panel.status = say("journal.working", words=self.words, seconds=seconds)
