"""A course laid over the question bank: what it drops, and what nobody is asked any more."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..library.course import COURSE, Course
from ..library.mentions import Untaught
from ..problems import Problem, did_you_mean
from .entry import Contents

__all__ = ["laid_over", "without_empty"]


def laid_over(bank: Contents, course: Course) -> None:
    """Take out of a bank, in place, what a course does not ask.

    That is: questions and sets that its `drop` names; questions and templates of the module on
    objectives of lessons that it does not teach; with `questions: core` all that is not at the
    core of a set that has one. A question of the course itself on such an objective stays, and is a
    mistake. Where the sets of the module become empty so, they go too.
    """
    line = course.settings.get("lines", {}).get("drop", "")
    for kind, known in (("questions", bank.entries), ("sets", bank.sets)):
        for name in course.drop.get(kind, []):
            if name in known:
                del known[name]
            else:
                message = f"there is no “{name}” among the {kind} to drop"
                remedy = did_you_mean(name, known).rstrip("?")
                bank.mistakes.append(Problem(course.file(COURSE), message, remedy, line, "drop"))
    goals = bank.library.ids("objectives")
    own, filled = course.file(""), {entry.written("set") for entry in bank.entries.values()}
    for name, entry in list(bank.entries.items()):
        of_course = entry.file.startswith(own)
        if entry.written("set") in course.drop.get("sets", ()) or (
            not of_course and entry.written("objective") not in goals
        ):
            del bank.entries[name]
    for name, template in list(bank.templates.items()):
        raw = template.raw or {}
        goal = str(raw.get("objective", "") or "").strip()
        if not template.file.startswith(own) and goal and goal not in goals:
            del bank.templates[name]
            bank.mistakes[:] = [m for m in bank.mistakes if m not in template.problems]
    gone = Untaught(entry["file"] for entry in bank.library.settings.get("untaught", []))
    for entry in bank.entries.values() if gone else ():
        if not entry.file.startswith(own):
            _reword(entry.raw, gone)
    if bank.library.later is not None:  # a course as known on a day
        for known in (bank.entries, bank.templates):
            for name in [n for n, one in known.items() if bank.library.later.any_of(one.raw)]:
                del known[name]
    if course.settings.get("questions") == "core":
        _core_only(bank)
    without_empty(bank, filled)


def without_empty(bank: Contents, filled: Collection[str]) -> None:
    """Take out what sets no longer hold: names at their core, and those that had questions."""
    for group in bank.sets.values():
        group.core = [name for name in group.core if name in bank.entries]
    asked = {entry.written("set") for entry in bank.entries.values()}
    for name in [n for n in bank.sets if n in filled and n not in asked]:
        del bank.sets[name]


def _reword(raw: Any, gone: Untaught) -> None:
    """Take the sentences out of a question, in place, that speak of lessons that are not taught."""
    for key, value in raw.items() if isinstance(raw, dict) else enumerate(raw):
        if isinstance(value, dict | list):
            _reword(value, gone)
        elif isinstance(value, str) and gone.named(value):
            raw[key] = gone.without(value)


def _core_only(bank: Contents) -> None:
    """Keep the core of each set that has one."""
    for name, entry in list(bank.entries.items()):
        group = bank.sets.get(entry.written("set"))
        if group and group.core and name not in group.core:
            del bank.entries[name]
