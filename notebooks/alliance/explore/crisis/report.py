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
from ...page import boxed_table, esc, markdown
from ...page.printed import printable
from ...texts import say
from .session import CLASS, STEPS, Choice, Play, Session

__all__ = ["as_csv", "as_page", "rows", "table"]

# What a spreadsheet would run as a formula.
FORMULA = re.compile(r"^[=+\-@\t\r]")


def rows(session: Session, play: Play) -> list[dict[str, str]]:
    """Return one row for each choice of each group, in the order of the decision points.

    Keys: point, day, group, role, first, why, when, last, why_last, when_last, real, happened.
    """
    found = []
    for name, scenario in session.scenarios.items():
        point = play.points.get(name)
        for group in sorted(point.first) if point else []:
            role = session.role_of(play, name, group)
            first, last = point.first[group], point.last[group]
            told = point.furthest == STEPS[-1]
            found.append(
                {
                    "point": f"{scenario['number']}. {scenario['title']}",
                    "day": dates.words(scenario["date"]),
                    "group": group,
                    "role": role["title"] if role else "",
                    "first": _label(session, name, first),
                    "why": first.reason,
                    "when": local_time(first.at),
                    **_changed(session, name, first, last),
                    "real": real(session, name) if told else say("crisis.not_told"),
                    "happened": plain(scenario["what_happened"]) if told else "",
                }
            )
    return found


def _changed(session: Session, name: str, first: Choice, last: Choice) -> dict[str, str]:
    """Return the last choice if it differs from the first, with what was open by then."""
    if (first.option, first.reason) == (last.option, last.reason):
        return {"last": "", "why_last": "", "when_last": ""}
    when = say(f"crisis.changed_{last.step}", when=local_time(last.at))
    return {"last": _label(session, name, last), "why_last": last.reason, "when_last": when}


def _label(session: Session, name: str, choice: Choice) -> str:
    return next(o["label"] for o in session.options[name] if o["id"] == choice.option)


def real(session: Session, name: str) -> str:
    """Return which options of a scenario came true, in words."""
    parts = [
        say(f"crisis.came_{option['chosen']}", option=option["label"])
        for option in session.options[name]
        if option["chosen"] in ("yes", "partly")
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


def frame(session: Session, play: Play, full: bool) -> pd.DataFrame:
    """Return the record as a table with headings in words.

    Args:
        session, play: the simulation and what was done.
        full: with all that happened; else only which options came true.
    """
    hidden = set() if play.mode == CLASS else {"group"}
    found = rows(session, play)
    if not full:
        hidden |= {"happened"}
        hidden |= {k for k in ("last", "why_last", "when_last") if not any(r[k] for r in found)}
    headings = {
        k: say(f"crisis.column_{k}") for k in (found[0] if found else {}) if k not in hidden
    }
    return pd.DataFrame([{headings[k]: row[k] for k in headings} for row in found])


def table(session: Session, play: Play) -> str:
    """Return the record for the page, "" before the first choice."""
    found = frame(session, play, full=False)
    if found.empty:
        return ""
    return boxed_table(found, say("crisis.record_title"))


def as_csv(session: Session, play: Play) -> str:
    """Return the record as CSV with all that happened; no cell can be read as a formula.

    A mark at the beginning tells spreadsheets that it is UTF-8.
    """
    found = frame(session, play, full=True).map(_harmless)
    return "\ufeff" + found.to_csv(index=False, lineterminator="\r\n")


def _harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


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
    lines = []
    for row in mine:
        who = ", ".join(part for part in (row["group"], row["role"]) if part)
        text = say("crisis.paper_choice", option=row["first"], when=row["when"])
        item = f"<b>{esc(who)}</b><br>{esc(text)}<br>{esc(row['why'])}"
        if row["last"]:
            item += f"<br>{esc(row['last'])} ({esc(row['when_last'])})<br>{esc(row['why_last'])}"
        lines.append(f"<li>{item}</li>")
    told = mine[0]["happened"]
    happened = f"<p><b>{esc(say('crisis.step_outcome'))}</b></p>" if told else ""
    happened += markdown(scenario["what_happened"], library.cite) if told else ""
    return (
        f"<h2>{esc(mine[0]['point'])}</h2><p>{esc(mine[0]['day'])}. {esc(scenario['question'])}</p>"
        f"<ul>{''.join(lines)}</ul>{happened}"
    )
