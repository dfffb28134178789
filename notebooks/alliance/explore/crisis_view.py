"""What the page of a crisis simulation may know at each step, and nothing of the steps after it."""

from __future__ import annotations

from typing import Any

from .. import dates
from ..style import esc, markdown
from ..texts import count, say
from . import crisis_record
from .crisis_desk import ALONE, CLASS, ME, STEPS, Desk, Play, Point

__all__ = ["role_card", "view"]


def view(desk: Desk, library: Any) -> dict[str, Any]:
    """Return all that the page shows now.

    Of a step that was not opened nothing is in it: options come with the second step, consequences
    with the third, what happened with the fourth, and later decision points not even by title.
    """
    play = desk.play
    name = desk.current(play)
    point = desk.point(play, name)
    return {
        "key": f"{play.mode}/{name}/{point.step}",
        "mode": play.mode,
        "may_switch": not desk.only,
        "step": point.step,
        "steps": _steps(point),
        "points": _points(desk, play, name),
        "head": _head(desk, library, name),
        "last": name == desk.ids[-1],
        "class": _class(desk, play, name, point) if play.mode == CLASS else {},
        "role": _role(desk, play, name, library) if play.mode == ALONE else {},
        "record": crisis_record.table(desk, play),
        **_content(desk, library, play, name, point),
    }


def _content(desk: Desk, library: Any, play: Play, name: str, point: Point) -> dict[str, Any]:
    """Return what belongs to the step that is shown."""
    scenario = desk.scenarios[name]
    if point.step == "briefing":
        return {"briefing": markdown(scenario["briefing"], library.cite)}
    if point.step == "choice":
        keys = ("id", "label", "what")
        return {
            "options": [{key: option[key] for key in keys} for option in desk.options[name]],
            "chosen": _chosen(desk, play, name, point),
        }
    if point.step == "consequences":
        return {
            "consequences": [_argued(o, point, library) for o in desk.options[name]],
            "tally": _tally(desk, play, name, point),
        }
    return {
        "outcome": markdown(scenario["what_happened"], library.cite),
        "came": [_came(option, point) for option in desk.options[name]],
        "discussion": markdown(scenario["discussion"], library.cite),
        "tally": _tally(desk, play, name, point),
    }


def _steps(point: Point) -> list[dict[str, Any]]:
    reached = STEPS.index(point.furthest)
    return [
        {"step": step, "label": say(f"crisis.step_{step}"), "open": place <= reached}
        for place, step in enumerate(STEPS)
    ]


def _points(desk: Desk, play: Play, current: str) -> list[dict[str, Any]]:
    """Return the decision points that may be shown; those not begun only by number and day."""
    found = []
    for name in desk.open_points(play):
        scenario = desk.scenarios[name]
        begun = name in play.points or name == current
        title = scenario["title"] if begun else dates.words(scenario["date"])
        label = f"{scenario['number']}. {title}"
        found.append({"id": name, "label": label, "current": name == current})
    return found


def _head(desk: Desk, library: Any, name: str) -> dict[str, str]:
    scenario = desk.scenarios[name]
    whole = [one["number"] for one in desk.scenarios.values()] == list(range(1, len(desk.ids) + 1))
    key = "crisis.count" if whole else "crisis.count_some"
    return {
        "count": say(key, n=scenario["number"], of=len(desk.ids)),
        "title": scenario["title"],
        "day": dates.words(scenario["date"]),
        "trigger": scenario["trigger"],
        "decider": say("crisis.decider", actor=library.actor_name(scenario["decider"])),
        "question": scenario["question"],
    }


def role_card(role: dict[str, Any], library: Any, private: bool = True) -> str:
    """Return a role as HTML: who, interests, limits, goal and, if wanted, the private question."""
    actor = f" ({esc(library.actor_name(role['actor']))})" if role["actor"] else ""
    lines = ["interests", "constraints", "goal", *(["private_question"] if private else [])]
    parts = (
        f"<dt>{esc(say(f'crisis.role_{key}'))}</dt>"
        f"<dd>{markdown(role[key], library.cite, inline=True)}</dd>"
        for key in lines
    )
    return (
        f'<p class="c-role-title"><b>{esc(role["title"])}</b>{actor}</p><dl>{"".join(parts)}</dl>'
    )


def _role(desk: Desk, play: Play, name: str, library: Any) -> dict[str, Any]:
    mine = desk.role_of(play, name, ME)
    return {
        "all": [{"id": role["id"], "title": role["title"]} for role in desk.roles[name]],
        "mine": mine["id"] if mine else "",
        "card": role_card(mine, library) if mine else "",
    }


def _class(desk: Desk, play: Play, name: str, point: Point) -> dict[str, Any]:
    """Return the groups of a class, each with its role and its choice."""
    groups = []
    for group in desk.groups(play):
        role, last = desk.role_of(play, name, group), point.last.get(group)
        groups.append(
            {
                "name": group,
                "role": role["id"] if role else "",
                "title": role["title"] if role else "",
                "option": last.option if last else "",
                "reason": last.reason if last else "",
            }
        )
    return {
        "groups": groups,
        "roles": [{"id": role["id"], "title": role["title"]} for role in desk.roles[name]],
        "minutes": play.minutes,
        "tally": _tally(desk, play, name, point) if point.step == "choice" else [],
    }


def _chosen(desk: Desk, play: Play, name: str, point: Point) -> dict[str, str]:
    first, last = point.first.get(ME), point.last.get(ME)
    if play.mode == CLASS or first is None or last is None:
        return {"option": "", "reason": "", "words": ""}
    labels = {option["id"]: option["label"] for option in desk.options[name]}
    same = first.option == last.option
    key = "crisis.kept" if same else "crisis.kept_since"
    words = say(key, option=labels[last.option], first=labels[first.option])
    return {"option": last.option, "reason": last.reason, "words": words}


def _mine(option: dict[str, Any], point: Point) -> str:
    """Return that a learner alone or which groups chose an option, "" if nobody did."""
    groups = [
        group for group, choice in sorted(point.last.items()) if choice.option == option["id"]
    ]
    if groups == [ME]:
        return say("crisis.you_chose")
    return say("crisis.chosen_by", who=", ".join(groups)) if groups else ""


def _argued(option: dict[str, Any], point: Point, library: Any) -> dict[str, str]:
    told = {"label": option["label"], "what": option["what"], "mine": _mine(option, point)}
    for side in ("for", "against"):
        told[side] = markdown(option[f"consequence_{side}"], library.cite, inline=True)
        told[f"{side}_by"] = option[f"argued_{side}_by"]
    return told


def _came(option: dict[str, Any], point: Point) -> dict[str, str]:
    words = say(f"crisis.real_{option['chosen']}")
    return {"label": option["label"], "came": words, "mine": _mine(option, point)}


def _tally(desk: Desk, play: Play, name: str, point: Point) -> list[dict[str, Any]]:
    """Return how many groups chose each option, [] for a learner alone."""
    groups = desk.groups(play)
    if play.mode == ALONE:
        return []
    found = []
    for option in desk.options[name]:
        who = [g for g in groups if g in point.last and point.last[g].option == option["id"]]
        told = {"label": option["label"], "n": len(who), "of": len(groups)}
        found.append({**told, "words": count("crisis.tally", len(who)), "who": ", ".join(who)})
    return found
