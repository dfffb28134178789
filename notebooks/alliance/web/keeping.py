"""The journal of a page: its lines go to the storage of the browser, and come from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..journal import Journal
from ..texts import say

__all__ = ["LEARNER_NAME", "PageJournal"]

LEARNER_NAME = "page"  # of the learner that pages are made with: it seeds the order of options
STORED = "journal-stored.txt"


class PageJournal(Journal):
    """The journal of a page: files in the worker's memory; each line goes to the page's storage.

    All learners of a site see options in one order, that of the page, which stands there before
    anything is known of the learner. So nothing moves when marking is ready.
    """

    def __init__(self, folder: Path, keep: Callable[[str], None]) -> None:
        """Use a folder; `keep` hears each line that is written."""
        super().__init__(folder)
        self.keep = keep

    @property
    def learner(self) -> str:
        """The name that the page was made with; no record is written of it."""
        return LEARNER_NAME

    @property
    def place(self) -> str:
        """Where answers are kept, as a sentence."""
        return say("site.where")

    def _write(self, path: Path, lines: bytes) -> None:
        super()._write(path, lines)
        for line in lines.decode("utf-8").splitlines():
            if line.strip():
                self.keep(line)

    def receive(self, lines: list[str]) -> None:
        """Take lines that the storage of the page has; they are not told back."""
        if lines:
            text = "".join(f"\n{line}\n" for line in lines)
            super()._write(self.folder / STORED, text.encode("utf-8"))
