"""Which questions count, and to what they belong: lessons, objectives, diagnostics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...problems import AllianceError, did_you_mean
from ...quiz import load_bank
from ...quiz.kinds import kinds
from ...quiz.model import Question

__all__ = ["Course"]

WIDE = 3  # a set on objectives of so many lessons is a diagnostic: it belongs to no lesson


@dataclass
class Course:
    """The bank of a library as an instructor counts it.

    Attributes:
        library: the data package, with the course laid over it.
        sets: count these sets alone; empty for all.
        core: count only the questions of the core of each set.
    """

    library: Any
    sets: Collection[str] = ()
    core: bool = False
    known: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse sets that are not there.

        Raises:
            AllianceError: no such set; names those that come near.
        """
        for name in self.sets:
            if name not in self.bank.sets:
                hint = did_you_mean(name, self.bank.sets)
                raise AllianceError(f"There is no set of questions “{name}”; {hint}")

    @cached_property
    def bank(self) -> Any:
        """The questions."""
        return load_bank(self.library)

    @cached_property
    def lessons(self) -> dict[str, str]:
        """Titles of the lessons by id, in order."""
        return {one["id"]: one["title"] for one in self.library.settings.get("lessons", [])}

    @cached_property
    def objectives(self) -> dict[str, dict[str, Any]]:
        """Rows of the objectives by id."""
        rows = self.library.tables.get("objectives")
        return {} if rows is None else {row["id"]: row for row in rows.to_dict("records")}

    @cached_property
    def diagnostics(self) -> list[str]:
        """Ids of the sets that ask about the objectives of many lessons: no mark counts there."""
        reach: dict[str, set[str]] = defaultdict(set)
        for question in self.bank.questions:
            goal = self.objectives.get(question.objective, {})
            reach[question.set].add(goal.get("lesson", ""))
        return [name for name, lessons in reach.items() if len(lessons) >= WIDE]

    @cached_property
    def counted(self) -> list[Question]:
        """The questions that make the maximum, in the order of the lessons.

        Those are all that are marked and asked in the panel. Reflections are graded by hand; code
        is an exercise of which a journal keeps too little to mark it again.
        """
        chosen = [q for q in self.bank.questions if self._counts(q)]
        order = {name: k for k, name in enumerate(self.lessons)}
        return sorted(chosen, key=lambda q: order.get(q.lesson, len(order)))

    def _counts(self, question: Question) -> bool:
        kind, group = kinds()[question.type], self.bank.sets.get(question.set)
        if not kind.marked or kind.in_cell:
            return False
        chosen = question.set in self.sets
        wanted = chosen if self.sets else question.set not in self.diagnostics
        return wanted and not (self.core and group and group.core and question.id not in group.core)

    @cached_property
    def by_lesson(self) -> dict[str, list[Question]]:
        """The questions that count by lesson; lessons without any are left out."""
        found: dict[str, list[Question]] = defaultdict(list)
        for question in self.counted:
            found[question.lesson].append(question)
        return dict(found)

    @cached_property
    def by_objective(self) -> dict[str, list[Question]]:
        """The questions that count by objective."""
        found: dict[str, list[Question]] = defaultdict(list)
        for question in self.counted:
            found[question.objective].append(question)
        return dict(found)

    def title(self, lesson: str) -> str:
        """Return the title of a lesson, its id if it has none."""
        return self.lessons.get(lesson, lesson)

    def goal(self, objective: str) -> str:
        """Return an objective in words, its id if it has none."""
        return str(self.objectives.get(objective, {}).get("text", objective))
