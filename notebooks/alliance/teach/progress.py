"""How far a long command has come, on the terminal."""

from __future__ import annotations

import sys
import time
from typing import TextIO

__all__ = ["Progress"]

STEP = 0.1  # seconds between two lines on a terminal
SELDOM = 2.0  # the same where the lines are kept, as in a file


class Progress:
    """Tells on the error stream how far something is; on a terminal in one line, written over."""

    def __init__(self, words: dict[str, str], stream: TextIO | None = None) -> None:
        """Take the words for each step, as “Reading”."""
        self.words = words
        self.stream = stream or sys.stderr
        self.alive = self.stream.isatty()
        self._step, self._last = "", 0.0

    def __call__(self, step: str, n: int, of: int) -> None:
        """Tell that n of so many are done; `of` is 0 where nobody knows how many there are."""
        now, pause = time.monotonic(), STEP if self.alive else SELDOM
        new, done = step != self._step, of and n >= of
        if not (new or done) and now - self._last < pause:
            return
        self._step, self._last = step, now
        words = f"{self.words.get(step, step)}: {n:,}" + (f" of {of:,}" if of else "")
        self.stream.write(f"\r\033[K{words}" if self.alive else f"{words}\n")
        self.stream.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.alive:
            self.stream.write("\r\033[K")
            self.stream.flush()
