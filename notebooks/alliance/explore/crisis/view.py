"""What the page of a crisis simulation may know at each step, and nothing of the steps after it."""

from __future__ import annotations

from typing import Any

from ... import dates
from ...page import esc, markdown
from ...texts import count, say
from . import report as crisis_record
from .play import ALONE, CLASS, ME, STEPS, Play, Point
from .session import Session

__all__ = ["question_for", "role_card", "view"]


def view(session: Session, library: Any) -> dict[str, Any]:
    """Return all that the page shows now.

    Of a step that was not opened nothing is in it: options come with the second step, consequences
    with the third, what happened with the fourth, and later decision points not even by title.
    """
    play = session.play
    name = session.current(play)
    point = session.point(play, name)
    return {
        "key": f"{play.mode}/{name}/{point.step}",
        "mode": play.mode,
        "may_switch": not session.only,
        "step": point.step,
        "steps": _steps(point),
        "points": _points(session, play, name),
        "head": _head(session, library, name),
        "last": name == session.ids[-1],
        "class": _class(session, play, name, point, library) if play.mode == CLASS else {},
        "role": _role(session, play, name, library) if play.mode == ALONE else {},
        "record": crisis_record.table(session, play),
        **_content(session, library, play, name, point),
    }


def _content(session: Session, library: Any, play: Play, name: str, point: Point) -> dict[str, Any]:
    """Return what belongs to the step that is shown."""
    scenario = session.scenarios[name]
    if point.step == "briefing":
        return {"briefing": markdown(scenario["briefing"], library.cite)}
    if point.step == "choice":
        keys = ("id", "label", "what")
        return {
            "options": [{key: option[key] for key in keys} for option in session.options[name]],
            "chosen": _chosen(session, play, name, point),
        }
    if point.step == "consequences":
        return {
            "consequences": [
                _argued(session, play, o, point, library) for o in session.options[name]
            ],
            "tally": _tally(session, play, name, point),
        }
    return {
        "outcome": markdown(scenario["what_happened"], library.cite),
        "came": [_came(session, play, option, point) for option in session.options[name]],
        "discussion": markdown(scenario["discussion"], library.cite),
        "tally": _tally(session, play, name, point),
    }


def _steps(point: Point) -> list[dict[str, Any]]:
    reached = STEPS.index(point.furthest)
    return [
        {"step": step, "label": say(f"crisis.step_{step}"), "open": place <= reached}
        for place, step in enumerate(STEPS)
    ]


def _points(session: Session, play: Play, current: str) -> list[dict[str, Any]]:
    """Return the decision points that may be shown.

    A teacher finds them by title and day; a learner alone does not hear the title of one not begun.
    """
    found = []
    for name in session.open_points(play):
        scenario = session.scenarios[name]
        words, day = scenario["title"], dates.words(scenario["date"])
        if play.mode == CLASS:
            words = f"{words} ({day})"
        elif name not in play.points and name != current:
            words = day
        label = f"{scenario['number']}. {words}"
        found.append({"id": name, "label": label, "current": name == current})
    return found


def _head(session: Session, library: Any, name: str) -> dict[str, str]:
    scenario = session.scenarios[name]
    whole = [one["number"] for one in session.scenarios.values()] == list(
        range(1, len(session.ids) + 1)
    )
    key = "crisis.count" if whole else "crisis.count_some"
    return {
        "count": say(key, n=scenario["number"], of=len(session.ids)),
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


def question_for(asked: str, decider: str) -> str:
    """Return what a role is asked about the options: to decide, to advise, to press, to predict.

    Args:
        asked: as `Session.asked` tells it; "" for somebody without a role.
        decider: name of the side that decides.
    """
    return say(f"crisis.asked_{asked or 'none'}", decider=decider)


def _role(session: Session, play: Play, name: str, library: Any) -> dict[str, Any]:
    mine = session.role_of(play, name, ME)
    return {
        "all": [{"id": role["id"], "title": role["title"]} for role in session.roles[name]],
        "mine": mine["id"] if mine else "",
        "card": role_card(mine, library) if mine else "",
        "question": _question(session, name, mine, library),
    }


def _question(session: Session, name: str, role: dict[str, Any] | None, library: Any) -> str:
    decider = library.actor_name(session.scenarios[name]["decider"])
    return question_for(session.asked(name, role), decider)


def _class(session: Session, play: Play, name: str, point: Point, library: Any) -> dict[str, Any]:
    """Return the groups of a class, each with its role and its choice."""
    groups = []
    for group in session.groups(play):
        role, last = session.role_of(play, name, group), point.last.get(group)
        groups.append(
            {
                "name": group,
                "shown": session.shown(play, group),
                "role": role["id"] if role else "",
                "title": role["title"] if role else "",
                "question": _question(session, name, role, library) if role else "",
                "option": last.option if last else "",
                "reason": last.reason if last else "",
            }
        )
    return {
        "groups": groups,
        "roles": [{"id": role["id"], "title": role["title"]} for role in session.roles[name]],
        "minutes": play.minutes,
        "gone": _gone(session, play),
        "tally": _tally(session, play, name, point) if point.step == "choice" else [],
    }


def _gone(session: Session, play: Play) -> str:
    """Return that choices of groups are hidden that are not in the class any more, or ""."""
    gone = session.gone(play)
    return say("crisis.gone", who=", ".join(gone)) if gone else ""


def _chosen(session: Session, play: Play, name: str, point: Point) -> dict[str, str]:
    first, last = point.first.get(ME), point.last.get(ME)
    if play.mode == CLASS or first is None or last is None:
        return {"option": "", "reason": "", "words": ""}
    labels = {option["id"]: option["label"] for option in session.options[name]}
    same = first.option == last.option
    key = "crisis.kept" if same else "crisis.kept_since"
    words = say(key, option=labels[last.option], first=labels[first.option])
    return {"option": last.option, "reason": last.reason, "words": words}


def _who(session: Session, play: Play, option: dict[str, Any], point: Point) -> list[str]:
    """Return the groups, as the journal calls them, that stand by an option now."""
    last = point.last
    return [g for g in session.groups(play) if g in last and last[g].option == option["id"]]


def _mine(session: Session, play: Play, option: dict[str, Any], point: Point) -> str:
    """Return that a learner alone or which groups chose an option, "" if nobody did."""
    groups = _who(session, play, option, point)
    if groups == [ME]:
        return say("crisis.you_chose")
    names = ", ".join(session.shown(play, group) for group in groups)
    return say("crisis.chosen_by", who=names) if groups else ""


def _argued(
    session: Session, play: Play, option: dict[str, Any], point: Point, library: Any
) -> dict[str, str]:
    mine = _mine(session, play, option, point)
    told = {"label": option["label"], "what": option["what"], "mine": mine}
    for side in ("for", "against"):
        told[side] = markdown(option[f"consequence_{side}"], library.cite, inline=True)
        told[f"{side}_by"] = option[f"argued_{side}_by"]
    return told


def _came(session: Session, play: Play, option: dict[str, Any], point: Point) -> dict[str, str]:
    words = say(f"crisis.real_{option['chosen']}")
    mine = _mine(session, play, option, point)
    return {"label": option["label"], "came": words, "mine": mine}


def _tally(session: Session, play: Play, name: str, point: Point) -> list[dict[str, Any]]:
    """Return how many groups chose each option, [] for a learner alone."""
    groups = session.groups(play)
    if play.mode == ALONE:
        return []
    found = []
    for option in session.options[name]:
        who = [session.shown(play, group) for group in _who(session, play, option, point)]
        told = {"label": option["label"], "n": len(who), "of": len(groups)}
        found.append({**told, "words": count("crisis.tally", len(who)), "who": ", ".join(who)})
    return found
