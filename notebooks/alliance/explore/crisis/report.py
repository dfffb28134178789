"""The record of a crisis simulation: what was chosen, when, why, and what really happened.

It tells what happened only of decision points whose last step was opened. `table` is for the page,
`as_csv` for a spreadsheet, `as_page` for paper.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pandas as pd

from ... import dates
from ...page import boxed_table, esc, harmless, markdown
from ...page.printed import printable
from ...texts import say
from .play import CLASS, STEPS, Choice, Play, Point
from .session import Session

__all__ = ["as_csv", "as_page", "rows", "table"]


def rows(session: Session, play: Play) -> list[dict[str, str]]:
    """Return one row for each group that has chosen, in the order of the decision points.

    Groups that are not in the class any more are left out; what they did stays in the journal.

    Keys: point, day, group, role, asked, first, why, when, last, why_last, when_last, real,
    happened.
    """
    found = []
    for name, scenario in session.scenarios.items():
        point = play.points.get(name) or Point()
        told = point.furthest == STEPS[-1]
        for group in session.groups(play):
            if group not in point.first:
                continue
            first = point.first[group]
            role = session.role_named(play, name, group, first.role)
            asked = session.asked(name, role)
            found.append(
                {
                    "point": f"{scenario['number']}. {scenario['title']}",
                    "day": dates.words(scenario["date"]),
                    "group": session.shown(play, group),
                    "role": role["title"] if role else "",
                    "asked": say(f"crisis.says_{asked}") if asked else "",
                    "first": _label(session, name, first.option),
                    "why": _why(first),
                    "when": local_time(first.at),
                    **_changed(session, play, name, group),
                    "real": real(session, name) if told else say("crisis.not_told"),
                    "happened": plain(scenario["what_happened"]) if told else "",
                }
            )
    return found


def _why(choice: Choice) -> str:
    """Return the reason of a choice; if more was shown before it was written, it says so."""
    if not choice.reason or STEPS.index(choice.reason_step) <= STEPS.index(choice.step):
        return choice.reason
    return f"{choice.reason} ({say(f'crisis.why_{choice.reason_step}')})"


def _changed(session: Session, play: Play, name: str, group: str) -> dict[str, str]:
    """Return what became of the first choice of a group, with what was shown by then."""
    point = play.points[name]
    first, last = point.first[group], point.last.get(group) or point.withdrawn[group]
    if last is first:
        return {"last": "", "why_last": "", "when_last": ""}
    when = say(f"crisis.changed_{last.step}", when=local_time(last.at))
    words = say("crisis.taken_back")
    if group in point.last:
        words = _label(session, name, last.option)
        if last.before == last.option:
            words = say("crisis.same_option", option=words)
        elif last.option == first.option:
            words = say("crisis.back_to", option=words)
        words += _other_role(session, play, name, group)
    return {"last": words, "why_last": _why(last), "when_last": when}


def _other_role(session: Session, play: Play, name: str, group: str) -> str:
    """Return the role of the last choice if the group had another one by then, else ""."""
    first, last = play.points[name].first[group], play.points[name].last[group]
    before, after = (session.role_named(play, name, group, one.role) for one in (first, last))
    return say("crisis.as_role", role=after["title"]) if after and after != before else ""


def _label(session: Session, name: str, option: str) -> str:
    return next(o["label"] for o in session.options[name] if o["id"] == option)


def real(session: Session, name: str) -> str:
    """Return which options of a scenario came true, in words: the whole ones before the others."""
    parts = [
        say(f"crisis.came_{how}", option=option["label"])
        for how in ("yes", "partly")
        for option in session.options[name]
        if option["chosen"] == how
    ]
    return "; ".join(parts) or say("crisis.came_none")


def plain(text: str) -> str:
    """Return Markdown as one line of words: links become their labels, citations in brackets."""
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).split())


def local_time(at: str) -> str:
    """Return a moment in the time of this computer, "" if it is none."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""


def frame(session: Session, play: Play) -> pd.DataFrame:
    """Return the whole record as a table with headings in words: what goes into a file."""
    hidden = set() if play.mode == CLASS else {"group"}
    found = rows(session, play)
    headings = {
        k: say(f"crisis.column_{k}") for k in (found[0] if found else {}) if k not in hidden
    }
    return pd.DataFrame([{headings[k]: row[k] for k in headings} for row in found])


def table(session: Session, play: Play) -> str:
    """Return the record for the page, "" before the first choice.

    What belongs together stands in one cell, so that no column is narrow and no row high.
    """
    lines = []
    for row in rows(session, play):
        role = f"{row['role']} ({row['asked']})" if row["asked"] else row["role"]
        last = f"{row['last']} ({row['when_last']})" if row["last"] else ""
        cells = {
            "point": f"{row['point']}, {row['day']}",
            "group" if row["group"] else "role": ": ".join(filter(None, (row["group"], role))),
            "first": f"{row['first']} ({row['when']})",
            "why": row["why"],
            "last": last + (f": {row['why_last']}" if row["why_last"] else ""),
            "real": row["real"],
        }
        lines.append(cells)
    kept = [key for key in (lines[0] if lines else {}) if any(line[key] for line in lines)]
    if len(session.ids) == 1:  # the title stands above
        kept = [key for key in kept if key != "point"]
    shown = pd.DataFrame([{say(f"crisis.column_{k}"): line[k] for k in kept} for line in lines])
    return boxed_table(shown, say("crisis.record_title")) if lines else ""


def as_csv(session: Session, play: Play) -> str:
    """Return the record as CSV with all that happened; no cell can be read as a formula.

    A mark at the beginning tells spreadsheets that it is UTF-8.
    """
    found = frame(session, play).map(harmless)
    return "\ufeff" + found.to_csv(index=False, lineterminator="\r\n")


def as_page(session: Session, play: Play, library: Any) -> str:
    """Return a frame with the record as a page to print: one part for each decision point."""
    found = rows(session, play)
    parts = []
    for name, scenario in session.scenarios.items():
        title = f"{scenario['number']}. {scenario['title']}"
        mine = [row for row in found if row["point"] == title]
        if mine:
            parts.append(_part(session, play, name, mine, library))
    made = say("crisis.record_made", when=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"))
    body = f"<p>{esc(made)}</p>{''.join(parts)}"
    return printable(say("crisis.record_title"), body, file=say("crisis.record_file"), height=560)


def _part(session: Session, play: Play, name: str, mine: list[dict[str, str]], library: Any) -> str:
    """Return one decision point on paper."""
    scenario = session.scenarios[name]
    many = any(row["group"] for row in mine)
    columns = [*(["group"] if many else []), "role", "first", "why", "last"]
    columns = [key for key in columns if any(row[key] for row in mine)]
    head = "".join(f'<th scope="col">{esc(say(f"crisis.column_{key}"))}</th>' for key in columns)
    lines = "".join(
        f"<tr>{''.join(f'<td>{_cell(row, key)}</td>' for key in columns)}</tr>" for row in mine
    )
    choices = (
        f'<table class="al-table"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'
    )
    told = mine[0]["happened"]
    happened = f"<p><b>{esc(say('crisis.step_outcome'))}</b></p>" if told else ""
    happened += markdown(scenario["what_happened"], library.cite) if told else ""
    return (
        f"<h2>{esc(mine[0]['point'])}</h2><p>{esc(mine[0]['day'])}. {esc(scenario['question'])}</p>"
        f"{choices}{happened}"
    )


def _cell(row: dict[str, str], key: str) -> str:
    """Return a cell on paper: what, and below it when or by whom; nothing where nothing is."""
    lines = {
        "role": (row["role"], row["asked"]),
        "first": (row["first"], row["when"]),
        "last": (row["last"], row["when_last"], row["why_last"]),
    }
    return "<br>".join(esc(line) for line in lines.get(key, (row[key],)) if line)
