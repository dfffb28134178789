"""What the question files hold: questions as written, sets, and templates of generated questions.

Plain values: the bank reads the files into them, and practice makes questions from their templates.
So neither of the two has to import the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..problems import Problem
from ..texts.yaml_lines import Folded, Lined
from .model import Question, QuestionSet

__all__ = ["Contents", "Entry"]


@dataclass
class Entry:
    """One question as written, with what was made of it.

    `source`: as written, folded until it is needed. `unread`: nothing has been made of it yet;
    `Bank.entry` does that.
    """

    id: str
    source: Lined | Folded
    file: str
    lesson: str
    question: Question | None = None
    problems: list[Problem] = field(default_factory=list)
    unread: bool = False

    @property
    def raw(self) -> Lined:
        """The question as written."""
        if isinstance(self.source, Folded):
            self.source = self.source.unfolded()
        return self.source

    def written(self, field: str) -> str:
        """Return a text of the question as it is written, read or not."""
        if isinstance(self.source, Folded) and field in self.source.told:
            return self.source.told[field].strip()
        return str(self.raw.get(field, "")).strip()


@dataclass
class Contents:
    """All that was read from the question files of a data package.

    Attributes:
        library: the data package.
        sets: by id, in the order of the files.
        entries: by question id, the broken ones too.
        mistakes: those outside of questions.
        unread: those for which a whole file could not be read.
        templates, groups: of generated questions, by id; see the room `practice`.
    """

    library: Any
    sets: dict[str, QuestionSet] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    mistakes: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)
    templates: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, Any] = field(default_factory=dict)
