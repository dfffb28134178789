"""The session of a crisis simulation: takes roles and choices, keeps them, says how far it went.

It knows nothing of widgets, and nothing of what is shown (`view`); what the records of the journal
mean, `play` says.
"""

from __future__ import annotations

import random
from typing import Any

import pandas as pd

from ...journal.records import CRISIS
from ...problems import AllianceError
from ...texts import say
from .play import ALONE, CLASS, GROUPS, ME, MINUTES, STEPS, Play, Point, fold, is_whole

__all__ = ["Session"]

LEAST = 10  # characters of a reason
LONGEST = 40  # characters of a group's name
# What a role is asked for: the column `asked` of the table of roles.
ASKED = ("decide", "advise", "press", "predict")


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
        """Return the groups as the journal calls them: of a class as many as were set, else ME."""
        if play.mode == ALONE:
            return [ME]
        return [say("crisis.group", n=n + 1) for n in range(play.groups or 0)]

    def shown(self, play: Play, group: str) -> str:
        """Return the name of a group as people read it: the one it was given, or its number."""
        groups = self.groups(play)
        place = groups.index(group) if group in groups else len(play.names)
        return (play.names[place] if place < len(play.names) else "") or group

    def gone(self, play: Play) -> list[str]:
        """Return the groups that have chosen and are not in the class any more."""
        groups = self.groups(play)
        found = {name for point in play.points.values() for name in point.first}
        return sorted(found - set(groups)) if play.mode == CLASS else []

    def role_of(self, play: Play, name: str, group: str) -> dict[str, Any] | None:
        """Return the role that a group has now."""
        return self.role_named(play, name, group, self.point(play, name).roles.get(group, ""))

    def role_named(self, play: Play, name: str, group: str, role: str) -> dict[str, Any] | None:
        """Return a role by its id; without one, groups of a class have a role in turn."""
        roles = self.roles[name]
        found = next((one for one in roles if one["id"] == role), None)
        if found or play.mode == ALONE or not roles:
            return found
        groups = self.groups(play)
        return roles[groups.index(group) % len(roles)] if group in groups else None

    def asked(self, name: str, role: dict[str, Any] | None) -> str:
        """Return what a role is asked for, one of ASKED; "" without a role.

        Without the column, who belongs to the side that decides decides, others press it.
        """
        if role is None:
            return ""
        if role.get("asked") in ASKED:
            return role["asked"]
        return "decide" if role["actor"] == self.scenarios[name]["decider"] else "press"

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

    def set_class(self, groups: Any, minutes: Any, names: Any = None) -> str:
        """Set the number of groups, the minutes on the clock and, if given, the groups' names.

        Args:
            groups, minutes: whole numbers.
            names: one for each group, in order; "" for its number. None: names stay.

        Raises:
            AllianceError: a number is out of range, or two groups have the same name.
        """
        if not is_whole(groups, *GROUPS):
            raise AllianceError(say("crisis.bad_groups", low=GROUPS[0], high=GROUPS[1]))
        if not is_whole(minutes, 0, MINUTES):
            raise AllianceError(say("crisis.bad_minutes", high=MINUTES))
        details = {} if names is None else {"names": self._names(names, groups)}
        self._write("class", groups=groups, minutes=minutes, **details)
        said = say("crisis.class_kept", groups=groups)
        gone = self.gone(self.play)
        return f"{said} {say('crisis.gone', who=', '.join(gone))}" if gone else said

    def _names(self, names: Any, groups: int) -> list[str]:
        """Return names of groups without those that only repeat the number.

        Raises:
            AllianceError: two groups have the same name, or a name is too long.
        """
        listed = names if isinstance(names, list) else []
        given = [name.strip() if isinstance(name, str) else "" for name in listed][:groups]
        numbers = [say("crisis.group", n=n + 1) for n in range(groups)]
        given += [""] * (groups - len(given))
        shown = [name or number for name, number in zip(given, numbers, strict=True)]
        if len({name.casefold() for name in shown}) < groups:
            raise AllianceError(say("crisis.same_names"))
        if max(map(len, shown)) > LONGEST:
            raise AllianceError(say("crisis.long_name", most=LONGEST))
        return ["" if name == number else name for name, number in zip(given, numbers, strict=True)]

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
            role = self.role_of(play, name, group)
            details = {"option": option, "reason": reason, "step": point.furthest}
            details |= {"role": role["id"]} if role else {}
            self._write("choice", scenario=name, group=group, **details)
        return say("crisis.choice_kept", option=found["label"])

    def withdraw(self, group: Any = ME) -> str:
        """Take back the choice of a group; that it was made stays in the record.

        Raises:
            AllianceError: there is no choice.
        """
        play = self.play
        name, group = self.current(play), self._group(play, group)
        point = self.point(play, name)
        if group not in point.last:
            raise AllianceError(say("crisis.nothing_chosen"))
        self._write("withdraw", scenario=name, group=group, step=point.furthest)
        return say("crisis.withdrawn")

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
