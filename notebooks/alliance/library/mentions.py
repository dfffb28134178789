"""Sentences that speak of lessons which a course does not teach: found, and taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["BLOCK", "PLAIN", "Untaught"]

BLOCK = re.compile(r"(\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)|\n(?=\|))")
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-Z“*_\[(])")
PLAIN = re.compile(r"[#*_>|\s-]+|\d+")
# “lesson 07”, “lessons 03 and 04”: the digits in front of the module's notebooks.
NAMED = re.compile(r"\b[Ll]essons? (\d\d)\b(?:,? (?:to|and|or) (\d\d)\b)?")


class Untaught:
    """The notebooks of the module that a course does not teach.

    Attributes:
        files: their names by the digits in front.
    """

    def __init__(self, files: Iterable[str]) -> None:
        """Take the names of the notebooks."""
        self.files = {name.split("-")[0]: name for name in files}

    def __bool__(self) -> bool:
        return bool(self.files)

    def named(self, text: str) -> list[str]:
        """Return the notebooks to which a text links, or which it names by their number."""
        found = [name for name in self.files.values() if f"]({name}" in text]
        numbers = [number for pair in NAMED.findall(text) for number in pair if number]
        return list(dict.fromkeys([*found, *(self.files[n] for n in numbers if n in self.files)]))

    def without(self, text: str) -> str:
        """Return a text without the sentences, list items and rows that speak of them."""
        if not self.files or not self.named(text):
            return text
        pieces = BLOCK.split(text)
        pieces[::2] = [self._block(piece) for piece in pieces[::2]]
        return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip("\n")

    def _block(self, block: str) -> str:
        if not self.named(block):
            return block
        sentences = SENTENCE.split(block)
        if re.match(r"\s*(\||[-*] |\d+\. )", block) and (len(sentences) < 2 or "|" in block[:2]):
            return ""
        kept = " ".join(one for one in sentences if not self.named(one))
        return kept if PLAIN.sub("", kept) else ""
