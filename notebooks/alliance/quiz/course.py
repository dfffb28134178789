"""How far a learner has come with a question: two tries, told from the journal's records. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["TRIES", "Course", "courses"]

TRIES = 2


@dataclass
class Course:
    """The tries at one question, in order of time, and whether the hint was opened.

    A record with `attempt: 1` begins a new course: that is how a question can be asked again.
    """

    tries: list[dict[str, Any]]
    hint: bool = False

    @property
    def last(self) -> dict[str, Any] | None:
        """The newest try."""
        return self.tries[-1] if self.tries else None


def courses(records: Iterable[dict[str, Any]]) -> dict[str, Course]:
    """Fold the journal's records into one course a question."""
    found: dict[str, Course] = {}
    for record in records:
        name = record.get("question")
        if not isinstance(name, str) or record.get("kind") not in ("answer", "hint"):
            continue
        course = found.setdefault(name, Course([]))
        if record["kind"] == "hint":
            course.hint = True
        elif "answer" in record:
            if record.get("attempt") == 1:
                course.tries = []
            course.tries.append(record)
    return found
