"""The record of what was achieved: one page to print, told from the learner's journal.

It is formative: nobody watched the learner, and the page says so. The name is typed on the
page and stays there; only if the learner asks for it the browser remembers it, and forgets it when
asked. The page works in a saved notebook, without a kernel and without a network.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .. import dates
from ..explore import brier
from ..explore.crisis.play import ALONE, ME
from ..explore.crisis.play import fold as fold_crisis
from ..explore.forecast.score import points
from ..explore.forecast.session import fold as fold_forecasts
from ..explore.tree.session import by_parent
from ..explore.tree.session import fold as fold_tree
from ..page import KEEP_KEYS, Html, assemble, esc
from ..page.printed import printable
from ..quiz.assessment.session import AssessmentSession, on_day, sums_of
from ..quiz.learner.mastery import STATES
from ..quiz.learner.standing import Standing
from ..texts import count, say

__all__ = ["record_page"]

# One sign for each state, black on white; the word stands beside it for those who do not see it.
SIGNS = {"mastered": "●", "nearly": "◐", "begun": "○", "new": "·"}


def record_page(standing: Standing, day: date | None = None) -> Html:
    """Return the record of a learner as a page to print.

    Args:
        standing: where the learner stands.
        day: the date on the page; today without it.
    """
    parts = [_head(standing, day or date.today()), _doings(standing), _lessons(standing)]
    page = printable(
        say("achieve.title"),
        "".join(parts),
        css=assemble("lesson/achievement.css"),
        js=assemble("lesson/achievement.js"),
        file=say("achieve.file"),
        height=900,
    )
    return Html(f'<div class="al">{page}</div>', say("achieve.words", **_sums(standing)))


def _sums(standing: Standing) -> dict[str, int]:
    """Return how many objectives there are, and how many of them are mastered."""
    found = [one for e in standing.lessons for _, one in standing.masteries(e["id"], due=False)]
    return {"n": sum(one.state == "mastered" for one in found), "of": len(found)}


def _head(standing: Standing, day: date) -> str:
    """Return name, module, dates, and what the page is and is not."""
    settings = standing.library.settings
    as_of = standing.library.known_on or str(settings.get("data_as_of", ""))
    facts = [say("achieve.date", day=dates.words(day.isoformat()))]
    if dates.is_valid(as_of):
        version = standing.library.version
        facts.append(say("achieve.data", version=version, day=dates.words(as_of)))
    name = (
        f'<p class="rc-name"><label for="rc-name">{esc(say("achieve.name"))}</label> '
        '<span class="rc-whole" dir="auto" data-name="">'
        f'<textarea id="rc-name" rows="1" dir="auto" autocomplete="off" {KEEP_KEYS}></textarea>'
        "</span> "
        f'<button type="button" id="rc-keep" aria-pressed="false" {KEEP_KEYS}>'
        f"{esc(say('achieve.keep'))}</button></p>"
    )
    return (
        f'<p class="rc-module">{esc(settings.get("title", ""))}</p>{name}'
        f'<p class="rc-facts">{esc("; ".join(facts))}. {esc(say("achieve.honest"))}</p>'
    )


def _doings(standing: Standing) -> str:
    """Return what was done beside the questions of the lessons, one line each."""
    lines = [
        say("achieve.mastered", **_sums(standing)),
        _assessment(standing),
        _forecast(standing),
        _branches(standing),
        *_choices(standing),
    ]
    items = "".join(f"<li>{esc(line)}</li>" for line in lines if line)
    return f'<ul class="rc-doings">{items}</ul>'


def _assessment(standing: Standing) -> str:
    """Return the result of the final assessment, and of earlier ones that were finished."""
    session = AssessmentSession(standing)
    drawn = session.current
    if drawn is None:
        return say("achieve.assessment_none")
    sums = sums_of(session.results())
    words = say("achieve.assessment", day=on_day(drawn.at), **sums)
    earlier = session.earlier_words()
    if earlier:
        words += " " + say("achieve.assessment_earlier", list=" ".join(earlier))
    return words


def _forecast(standing: Standing) -> str:
    """Return the score of the forecasts, if there are any and some are decided."""
    table = standing.library.held.get("forecasts")
    if table is None:
        return ""
    kept = fold_forecasts(standing.journal.records(), table["id"])
    if kept.day is None:
        return say("achieve.forecast_none")
    found = brier.means(brier.table(table, kept.last, kept.day.isoformat()))
    if not found.count:
        return say("achieve.forecast_none")
    values = {"score": points(found.forecast), "half": points(found.half)}
    return count("achieve.forecast", found.count, **values)


def _branches(standing: Standing) -> str:
    """Return since when the scenario tree stands, "" without one."""
    rows = standing.library.held.get("branches")
    if rows is None:
        return ""
    at = fold_tree(standing.journal.records(), by_parent(rows.to_dict("records"))).at
    return say("achieve.tree", day=on_day(at)) if at else ""


def _choices(standing: Standing) -> list[str]:
    """Return what the learner chose alone in the simulation, in the words of the data."""
    tables = standing.library.held
    if "scenarios" not in tables or "options" not in tables:
        return []
    titles = _column(tables["scenarios"], "title")
    labels = _column(tables["options"], "label")
    asked: dict[str, list[str]] = {name: [] for name in titles}
    for option, name in _column(tables["options"], "scenario").items():
        asked.setdefault(name, []).append(option)
    play = fold_crisis(standing.journal.records(), ALONE, asked)
    made = {name: point.last[ME].option for name, point in play.points.items() if ME in point.last}
    told = [f"{titles[k]}: {labels[v]}" for k, v in made.items() if k in titles and v in labels]
    return [say("achieve.choices", list="; ".join(told))] if told else []


def _column(frame: Any, name: str) -> dict[str, str]:
    """Return a column of a table by id, {} without the column."""
    if name not in frame:
        return {}
    return dict(zip(frame["id"], frame[name], strict=True))


def _lessons(standing: Standing) -> str:
    """Return each lesson with its objectives, each with sign and word."""
    asked = {entry["id"]: found for entry, found in AssessmentSession(standing).by_lesson()}
    blocks = []
    for entry in standing.lessons:
        goals = standing.masteries(entry["id"], due=False)
        if not goals:
            continue
        items = "".join(_goal(text, one.state) for text, one in goals)
        head = esc(entry["title"])
        if entry["id"] in asked:
            head += f' <span class="rc-small">{esc(_asked(asked[entry["id"]].values()))}</span>'
        blocks.append(f'<div class="rc-lesson"><h2>{head}</h2><ul>{items}</ul></div>')
    key = ", ".join(f"{SIGNS[state]} {say(words)}" for state, words in STATES.items())
    return f'<p class="rc-key">{esc(key)}</p><div class="rc-lessons">{"".join(blocks)}</div>'


def _asked(found: Iterable[Any]) -> str:
    """Return how the assessment went in one lesson."""
    found = list(found)
    right, asked = sum(one.right for one in found), sum(one.asked for one in found)
    return say("achieve.asked", right=right, asked=asked)


def _goal(text: str, state: str) -> str:
    return (
        f'<li><span aria-hidden="true" class="rc-sign">{SIGNS[state]}</span>'
        f'<span class="al-hidden">{esc(say(STATES[state]))}: </span>{esc(text)}</li>'
    )
