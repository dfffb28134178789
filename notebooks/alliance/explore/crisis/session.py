"""The session of a crisis simulation: takes roles and choices, keeps them, says how far it went.

It knows nothing of widgets, and nothing of what is shown (`view`). The journal holds records
of the kind `crisis`, each with the way it is played (`mode`: alone or class) and an `act`:

- `mode`: this way of playing was chosen.
- `open` (scenario, step): this step of a decision point was opened.
- `role` (scenario, group, role): a role was taken, or given to a group.
- `choice` (scenario, group, option, reason, step): an option was chosen; `step` is the furthest one
  that was open then. The first choice of each stays beside the last.
- `class` (groups, minutes): number of groups, and minutes on the clock (0: no clock).
- `new` (scenarios): these decision points begin anew; what was recorded before is hidden.

A learner alone is one group without a name.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ...journal.records import CRISIS
from ...library import as_list
from ...problems import AllianceError
from ...texts import say

__all__ = ["ALONE", "CLASS", "STEPS", "Choice", "Play", "Point", "Session", "fold"]

ALONE, CLASS = "alone", "class"
STEPS = ("briefing", "choice", "consequences", "outcome")
ME = ""  # the group of a learner alone
GROUPS = (1, 8)
MINUTES = 60  # the most on the clock
LEAST = 10  # characters of a reason


@dataclass
class Choice:
    """An option that was chosen: which, why, when (ISO 8601, UTC), and what was open then."""

    option: str
    reason: str
    at: str
    step: str


@dataclass
class Point:
    """How far a decision point was played.

    Attributes:
        step: the step that is shown.
        furthest: the furthest step that was opened.
        roles: id of the role by group.
        first, last: choice by group.
    """

    step: str = STEPS[0]
    furthest: str = STEPS[0]
    roles: dict[str, str] = field(default_factory=dict)
    first: dict[str, Choice] = field(default_factory=dict)
    last: dict[str, Choice] = field(default_factory=dict)


@dataclass
class Play:
    """What a journal holds of one way of playing.

    Attributes:
        mode: ALONE or CLASS.
        points: by id of scenario, those that were opened, in the order in which they were.
        current: id of the scenario that is shown, "" before the first.
        groups, minutes: of a class; None before they are set.
    """

    mode: str = ALONE
    points: dict[str, Point] = field(default_factory=dict)
    current: str = ""
    groups: int | None = None
    minutes: int = 0


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
    if _whole(record.get("groups"), *GROUPS) and _whole(record.get("minutes"), 0, MINUTES):
        play.groups, play.minutes = record["groups"], record["minutes"]


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
        reason, step = str(record.get("reason", "")), step if step in STEPS else STEPS[0]
        choice = Choice(record["option"], reason, str(record.get("at", "")), step)
        point.first.setdefault(group, choice)
        point.last[group] = choice
    else:
        return
    play.points[name] = point


def _whole(value: Any, low: int, high: int) -> bool:
    """Tell whether a value is a whole number in a range."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


class Session:
    """One simulation: its decision points with options and roles, and what was done in them."""

    def __init__(
        self,
        scenarios: pd.DataFrame,
        options: pd.DataFrame,
        roles: pd.DataFrame,
        journal: Any,
        mode: str = "",
    ) -> None:
        """Take the tables, in the order in which they are played, and a journal.

        Args:
            scenarios, options, roles: as `crisis` checks them.
            journal: where choices are kept.
            mode: ALONE or CLASS if only this way is offered, "" if the learner may switch.
        """
        self.scenarios = {row["id"]: row for row in scenarios.to_dict("records")}
        self.options = {name: _of(options, name) for name in self.scenarios}
        self.roles = {name: _of(roles, name) for name in self.scenarios}
        self.ids = list(self.scenarios)
        self.journal = journal
        self.only = mode
        self.chance = random.Random()

    # --- what is kept ------------------------------------------------------------------------

    @property
    def mode(self) -> str:
        """The way of playing that was chosen last."""
        return self._mode(self.journal.records(CRISIS))

    def _mode(self, records: list[dict[str, Any]]) -> str:
        chosen = [r.get("mode") for r in records if r.get("act") == "mode"]
        chosen = [mode for mode in chosen if mode in (ALONE, CLASS)]
        return self.only or (chosen[-1] if chosen else ALONE)

    @property
    def play(self) -> Play:
        """What the journal holds now; another notebook may have written since."""
        wanted = {name: [o["id"] for o in rows] for name, rows in self.options.items()}
        records = self.journal.records(CRISIS)
        return fold(records, self._mode(records), wanted)

    def current(self, play: Play) -> str:
        """Return the id of the decision point that is shown."""
        return play.current or self.ids[0]

    def point(self, play: Play, name: str) -> Point:
        """Return how far a decision point was played."""
        return play.points.get(name) or Point()

    def groups(self, play: Play) -> list[str]:
        """Return the names of the groups: of a class as many as were set, else one without."""
        if play.mode == ALONE:
            return [ME]
        return [say("crisis.group", n=n + 1) for n in range(play.groups or 0)]

    def role_of(self, play: Play, name: str, group: str) -> dict[str, Any] | None:
        """Return the role of a group; groups of a class have one from the beginning, in turn."""
        roles = self.roles[name]
        taken = self.point(play, name).roles.get(group)
        found = next((role for role in roles if role["id"] == taken), None)
        if found or play.mode == ALONE or not roles:
            return found
        groups = self.groups(play)
        return roles[groups.index(group) % len(roles)] if group in groups else None

    def open_points(self, play: Play) -> list[str]:
        """Return the ids of the decision points that may be shown: alone, one after the other."""
        if play.mode == CLASS:
            return self.ids
        found = []
        for name in self.ids:
            found.append(name)
            if self.point(play, name).furthest != STEPS[-1]:
                break
        return found

    # --- what is done ------------------------------------------------------------------------

    def switch(self, mode: Any) -> str:
        """Choose the way of playing."""
        if mode not in (ALONE, CLASS) or (self.only and mode != self.only):
            raise AllianceError(say("crisis.no_mode"))
        self._write("mode", mode=mode)
        return say(f"crisis.now_{mode}")

    def set_class(self, groups: Any, minutes: Any) -> str:
        """Set the number of groups and the minutes on the clock."""
        if not _whole(groups, *GROUPS):
            raise AllianceError(say("crisis.bad_groups", low=GROUPS[0], high=GROUPS[1]))
        if not _whole(minutes, 0, MINUTES):
            raise AllianceError(say("crisis.bad_minutes", high=MINUTES))
        self._write("class", groups=groups, minutes=minutes)
        return say("crisis.class_kept", groups=groups)

    def take_role(self, group: Any, role: Any) -> str:
        """Give a role of the current decision point to a group."""
        play = self.play
        name, group = self.current(play), self._group(play, group)
        found = next((r for r in self.roles[name] if r["id"] == role), None)
        if found is None:
            raise AllianceError(say("crisis.no_role"))
        self._write("role", scenario=name, group=group, role=role)
        return say("crisis.role_taken", role=found["title"])

    def deal(self, group: Any = ME) -> str:
        """Give a group a role by chance, another one than it has."""
        play = self.play
        name, group = self.current(play), self._group(play, group)
        now = self.role_of(play, name, group)
        roles = [r["id"] for r in self.roles[name] if not now or r["id"] != now["id"]]
        if not roles:
            raise AllianceError(say("crisis.no_role"))
        return self.take_role(group, self.chance.choice(roles))

    def deal_all(self) -> str:
        """Give the groups of a class roles by chance, all different as far as there are enough."""
        play = self.play
        name, groups = self.current(play), self.groups(play)
        if not groups or not self.roles[name]:
            raise AllianceError(say("crisis.no_groups"))
        dealt = self.chance.sample(self.roles[name], len(self.roles[name]))
        for place, group in enumerate(groups):
            self._write("role", scenario=name, group=group, role=dealt[place % len(dealt)]["id"])
        return say("crisis.dealt")

    def choose(self, group: Any, option: Any, reason: Any) -> str:
        """Keep an option that a group chose, with its reason.

        Raises:
            AllianceError: no such option, or a learner alone gives no reason.
        """
        play = self.play
        name, group = self.current(play), self._group(play, group)
        point = self.point(play, name)
        reason = reason.strip() if isinstance(reason, str) else ""
        found = next((o for o in self.options[name] if o["id"] == option), None)
        if found is None:
            raise AllianceError(say("crisis.no_option"))
        if point.furthest == STEPS[0]:
            raise AllianceError(say("crisis.not_yet"))
        if play.mode == ALONE and len(reason) < LEAST:
            raise AllianceError(say("crisis.no_reason"))
        last = point.last.get(group)
        if last is None or (last.option, last.reason) != (option, reason):
            details = {"option": option, "reason": reason, "step": point.furthest}
            self._write("choice", scenario=name, group=group, **details)
        return say("crisis.choice_kept", option=found["label"])

    def go(self, step: Any, scenario: Any = None) -> str:
        """Open a step of a decision point that may be open, and return its heading.

        Raises:
            AllianceError: it is not its turn yet.
        """
        play = self.play
        name = self.current(play) if scenario is None else scenario
        if name not in self.open_points(play):
            raise AllianceError(say("crisis.not_yet"))
        point = self.point(play, name)
        step = point.step if step is None else step
        if step not in STEPS or STEPS.index(step) > STEPS.index(point.furthest) + 1:
            raise AllianceError(say("crisis.not_yet"))
        if STEPS.index(step) > STEPS.index(point.furthest):
            self._may_go_on(play, name, step)
        self._write("open", scenario=name, step=step)
        return say(f"crisis.step_{step}")

    def next_point(self) -> str:
        """Open the decision point after the current one; the last one has none after it."""
        play = self.play
        place = self.ids.index(self.current(play)) + 1
        if place == len(self.ids):
            raise AllianceError(say("crisis.was_last"))
        return self.go(None, self.ids[place])

    def _may_go_on(self, play: Play, name: str, step: str) -> None:
        """Raise AllianceError unless a step may be opened for the first time."""
        if play.mode == CLASS:
            if not play.groups:
                raise AllianceError(say("crisis.no_groups"))
            return
        if step == "choice" and self.roles[name] and not self.role_of(play, name, ME):
            raise AllianceError(say("crisis.role_first"))
        if step == "consequences" and ME not in self.point(play, name).last:
            raise AllianceError(say("crisis.choice_first"))

    def begin_anew(self) -> str:
        """Begin all decision points anew; what was done before stays in the journal, hidden."""
        self._write("new", scenarios=self.ids)
        return say("crisis.begun_anew")

    def _group(self, play: Play, group: Any) -> str:
        if group not in self.groups(play):
            raise AllianceError(say("crisis.no_group"))
        return group

    def _write(self, act: str, mode: str = "", **details: Any) -> None:
        self.journal.append(CRISIS, act=act, mode=mode or self.mode, **details)


def _of(frame: pd.DataFrame, scenario: str) -> list[dict[str, Any]]:
    """Return the rows of a table that belong to a scenario."""
    return frame[frame["scenario"] == scenario].to_dict("records")
