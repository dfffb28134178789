"""The journal of a page: its lines go to the storage of the browser, and come from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..journal import Journal
from ..texts import say

__all__ = ["LEARNER_NAME", "PageJournal"]

LEARNER_NAME = "page"  # of the learner that pages are made with: it seeds the order of options
STORED = "journal-stored.txt"


class PageJournal(Journal):
    """The journal of a page: files in the worker's memory; each line goes to the page's storage.

    All learners of a site see options in one order, that of the page, which stands there before
    anything is known of the learner. So nothing moves when marking is ready.

    Attributes:
        turned: a reset or an import has changed which records count, and nobody has seen to it yet.
    """

    followed = True

    def __init__(self, folder: Path, keep: Callable[[str], None]) -> None:
        """Use a folder; `keep` hears each line that is written."""
        super().__init__(folder)
        self.keep = keep
        self.turned = False

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

    def reset(self) -> None:
        """Start again: hide all records up to now."""
        super().reset()
        self.turned = True

    def read_export(self, text: str, tell: Any = None) -> int:
        """Add the records of an export to this journal and return how many count anew."""
        added = super().read_export(text, tell)
        self.turned = True
        return added

    def receive(self, lines: list[str]) -> None:
        """Take lines that the storage of the page has; they are not told back."""
        if lines:
            text = "".join(f"\n{line}\n" for line in lines)
            super()._write(self.folder / STORED, text.encode("utf-8"))
