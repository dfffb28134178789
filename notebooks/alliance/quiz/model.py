"""What a question is once it has been read and found right."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Option", "Question", "QuestionSet", "plain", "slug"]


@dataclass(frozen=True)
class Option:
    """One thing to choose or to put in order: stable id, Markdown text, feedback, right or not."""

    id: str
    text: str
    feedback: str = ""
    correct: bool = False


@dataclass(frozen=True)
class Question:
    """A question of any type.

    Attributes:
        id: unique over all files; the journal remembers answers by it.
        type: the word after `type:`; its kind knows what `body` holds.
        stem: Markdown.
        body: what only the kind knows (options, key, tolerance …).
        source_ids: rows of the table `sources`.
        file, line: where it is written.
    """

    id: str
    type: str
    stem: str
    body: Any
    set: str = ""
    lesson: str = ""
    objective: str = ""
    hint: str = ""
    explanation: str = ""
    source_ids: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


@dataclass
class QuestionSet:
    """Questions that are shown together, in the order of the file.

    Attributes:
        core: ids of those that belong to the core of a lesson; the others fold away as more
            practice. Empty where nothing folds.
    """

    id: str
    title: str
    lesson: str = ""
    question_ids: list[str] = field(default_factory=list)
    core: list[str] = field(default_factory=list)

    def parted(self) -> tuple[list[str], list[str]]:
        """Return the ids of the core, and of those that fold away."""
        if not self.core:
            return list(self.question_ids), []
        return list(self.core), [name for name in self.question_ids if name not in self.core]


def slug(text: str, longest: int = 40) -> str:
    """Return a stable id for an option from its text: a-z, 0-9 and hyphens.

    What is cut off, or cannot be written so, goes into a short hash: other text, other id.
    """
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")
    if words and len(words) <= longest:
        return words
    return f"{words[:longest]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}".strip("-")


def plain(text: str) -> str:
    """Return Markdown as bare words, for screen readers' announcements and saved notebooks."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", str(text))
    text = re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<!\w)[*_](.+?)[*_](?!\w)", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()
