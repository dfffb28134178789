"""What a journal says of a crisis simulation: the only fold of its records.

The journal holds records of the kind `crisis`, each with the way it is played (`mode`: alone or
class) and an `act`:

- `mode`: this way of playing was chosen.
- `open` (scenario, step): this step of a decision point was opened.
- `role` (scenario, group, role): a role was taken, or given to a group.
- `choice` (scenario, group, option, reason, step, role): an option was chosen; `step` is the
  furthest one that was open then, `role` the role in which it was made (journals of before lack
  it: then it is the role that the group had been given by then).
- `withdraw` (scenario, group, step): the choice of a group was taken back.
- `class` (groups, minutes, names): number of groups, minutes on the clock (0: no clock), and the
  names that groups were given (journals of before lack them).
- `new` (scenarios): these decision points begin anew; what was recorded before is hidden.

A learner alone is one group without a name. A choice and its reason belong together: a reason that
is written after the option completes that choice, and only another option is a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...journal.records import CRISIS
from ...library import as_list

__all__ = [
    "ALONE",
    "CLASS",
    "GROUPS",
    "ME",
    "MINUTES",
    "STEPS",
    "Choice",
    "Play",
    "Point",
    "fold",
    "is_whole",
]

ALONE, CLASS = "alone", "class"
STEPS = ("briefing", "choice", "consequences", "outcome")
ME = ""  # the group of a learner alone
GROUPS = (1, 8)
MINUTES = 60  # the most on the clock


@dataclass
class Choice:
    """An option that was chosen.

    Attributes:
        option: its id.
        reason: why, "" without a reason.
        at: when (ISO 8601, UTC).
        step: the furthest step that was open then.
        role: id of the role in which it was made, "" if the journal names none.
        reason_step: the furthest step that was open when the reason was written, "" without one.
        before: the option of the choice that this one replaced, "" if it replaced none.
    """

    option: str
    reason: str
    at: str
    step: str
    role: str = ""
    reason_step: str = ""
    before: str = ""


@dataclass
class Point:
    """How far a decision point was played.

    Attributes:
        step: the step that is shown.
        furthest: the furthest step that was opened.
        roles: id of the role by group.
        first, last: choice by group; a group that withdrew its choice has no last one.
        withdrawn: by group that has no choice any more, what it withdrew, when and at what step.
    """

    step: str = STEPS[0]
    furthest: str = STEPS[0]
    roles: dict[str, str] = field(default_factory=dict)
    first: dict[str, Choice] = field(default_factory=dict)
    last: dict[str, Choice] = field(default_factory=dict)
    withdrawn: dict[str, Choice] = field(default_factory=dict)


@dataclass
class Play:
    """What a journal holds of one way of playing.

    Attributes:
        mode: ALONE or CLASS.
        points: by id of scenario, those that were opened, in the order in which they were.
        current: id of the scenario that is shown, "" before the first.
        groups, minutes: of a class; None before they are set.
        names: that groups of a class were given, in order; "" for a group without a name.
    """

    mode: str = ALONE
    points: dict[str, Point] = field(default_factory=dict)
    current: str = ""
    groups: int | None = None
    minutes: int = 0
    names: list[str] = field(default_factory=list)


def fold(records: Iterable[dict[str, Any]], mode: str, options: dict[str, list[str]]) -> Play:
    """Return what records, in order of time, say of one way of playing.

    What names no scenario, option or step is passed over: a journal may have been edited by hand.

    Args:
        records: of the journal.
        mode: ALONE or CLASS.
        options: ids of options by id of scenario: the decision points wanted.
    """
    play = Play(mode)
    for record in records:
        if record.get("kind") != CRISIS or record.get("mode") != mode:
            continue
        act, name = record.get("act"), record.get("scenario")
        if act == "new":
            _forget(play, as_list(record.get("scenarios")))
        elif act == "class":
            _set_class(play, record)
        elif isinstance(name, str) and name in options:
            _take(play, name, record, options[name])
    return play


def _forget(play: Play, names: list[str]) -> None:
    for name in names:
        play.points.pop(name, None)
    if play.current in names:
        play.current = ""


def _set_class(play: Play, record: dict[str, Any]) -> None:
    if is_whole(record.get("groups"), *GROUPS) and is_whole(record.get("minutes"), 0, MINUTES):
        play.groups, play.minutes = record["groups"], record["minutes"]
        if "names" in record:
            play.names = [name for name in as_list(record["names"]) if isinstance(name, str)]


def _take(play: Play, name: str, record: dict[str, Any], options: list[str]) -> None:
    """Take a record about one decision point."""
    act, step, group = record.get("act"), record.get("step"), record.get("group", ME)
    point = play.points.get(name) or Point()
    if act == "open" and step in STEPS:
        point.step = step
        point.furthest = max(point.furthest, step, key=STEPS.index)
        play.current = name
    elif act == "role" and isinstance(group, str) and isinstance(record.get("role"), str):
        point.roles[group] = record["role"]
    elif act == "choice" and isinstance(group, str) and record.get("option") in options:
        _choose(point, group, record)
    elif act == "withdraw" and group in point.last:
        gone = point.last.pop(group)
        point.withdrawn[group] = Choice(gone.option, "", str(record.get("at", "")), _step(record))
    else:
        return
    play.points[name] = point


def _step(record: dict[str, Any]) -> str:
    step = record.get("step")
    return step if step in STEPS else STEPS[0]


def _choose(point: Point, group: str, record: dict[str, Any]) -> None:
    """Take a choice: the first one, a change, or the reason of the choice that stands."""
    option, reason, step = record["option"], str(record.get("reason", "")), _step(record)
    last = point.last.get(group)
    same = last is not None and last.option == option
    if same and (not last.reason or last.reason_step == step):
        # Nothing more was shown since the reason was written: it is corrected, not replaced.
        last.reason, last.reason_step = reason, step if reason else ""
        return
    if same and (not reason or reason == last.reason):
        return  # the reason written before more was shown stays
    role = record.get("role")
    role = role if isinstance(role, str) else point.roles.get(group, "")
    before = last.option if last else ""
    choice = Choice(
        option, reason, str(record.get("at", "")), step, role, step if reason else "", before
    )
    point.first.setdefault(group, choice)
    point.last[group] = choice
    point.withdrawn.pop(group, None)


def is_whole(value: Any, low: int, high: int) -> bool:
    """Tell whether a value is a whole number in a range."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
