"""Questions as text: on a page before its panels are drawn, without scripts, and on paper.

What is written here is made of what a panel may show before an answer; see `Session.public`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..page import esc
from ..texts import say

__all__ = ["asked"]

Shown = dict[str, Any]
LINE = '<span class="al-line"></span>'
SHORT = '<span class="al-line al-short-line"></span>'
SCALES = {"reliability": "ABCDEF", "credibility": "123456"}


def asked(title: str, questions: list[Shown], folded: int = 0) -> str:
    """Return the questions of a panel as a list, with room to write.

    Args:
        title: of the panel, "" for none.
        questions: what the page may know of each before an answer.
        folded: how many at the end are more practice.
    """
    core = len(questions) - folded
    head = f'<p class="al-title" role="heading" aria-level="3">{esc(title)}</p>' if title else ""
    body = _list(questions[:core])
    if folded:
        body += f'<p class="al-more">{esc(say("quiz.more", n=folded))}</p>{_list(questions[core:])}'
    label = esc(title or say("site.questions"))
    return f'<section class="al al-sheet" aria-label="{label}">{head}{body}</section>'


def _list(questions: list[Shown]) -> str:
    return f'<ol class="al-asked">{"".join(map(_item, questions))}</ol>'


def _item(question: Shown) -> str:
    """Return one question with its options, or with lines for an answer."""
    if "broken" in question:
        said = "".join(f"<li>{sentence}</li>" for sentence in question["broken"])
        return f"<li><p>{esc(say('quiz.broken'))}</p><ul>{said}</ul></li>"
    ways = WAYS.get(question["drawing"], _open)(question)
    return f'<li class="al-question"><div class="al-stem">{question["stem"]}</div>{ways}</li>'


def _options(question: Shown, mark: str, kind: str) -> str:
    items = "".join(
        f"<li>{mark} <span>{option['html']}</span></li>" for option in question["options"]
    )
    return f'<ul class="al-ways al-{kind}">{items}</ul>'


def _box(sign: str) -> str:
    return f'<span class="al-box" aria-hidden="true">{sign}</span>'


def _choice(question: Shown) -> str:
    return _options(question, _box("☐" if question.get("several") else "○"), "choice")


def _judgement(question: Shown) -> str:
    verdicts = "".join(
        f"<li>{_box('○')} <span>{word}</span></li>" for _, word in question["verdicts"]
    )
    first, second = question["asks"]
    return (
        f'<p class="al-ask">{esc(first)}</p><ul class="al-ways al-verdicts">{verdicts}</ul>'
        f'<p class="al-ask">{esc(second)}</p>{_options(question, _box("○"), "choice")}'
    )


def _number(question: Shown) -> str:
    return f'<p class="al-answer">{SHORT} {esc(question.get("unit", ""))}</p>'


def _interval(question: Shown) -> str:
    unit = esc(question.get("unit", ""))
    ends = (f"{esc(say(f'interval.{end}'))} {SHORT} {unit}" for end in ("low", "high"))
    ask = esc(say("interval.ask", widest=question.get("widest", "")))
    return f'<p class="al-ask">{ask}</p><p class="al-answer">{" &ensp; ".join(ends)}</p>'


def _order(question: Shown) -> str:
    return f'<p class="al-ask">{esc(say("site.order"))}</p>{_options(question, SHORT, "lined")}'


def _pairs(question: Shown) -> str:
    words = "; ".join(word for _, word in question["targets"])
    told = f'<p class="al-ask">{esc(say("quiz.targets", words=words))}</p>'
    return told + _options(question, SHORT, "lined")


def _place(question: Shown) -> str:
    if question.get("options"):
        return _options(question, _box("○"), "choice")
    return f'<p class="al-answer">{esc(say("site.place"))} {LINE}</p>'


def _grade(question: Shown) -> str:
    rows = []
    for scale, steps in SCALES.items():
        signs = " ".join(f"<span>{_box('○')} {step}</span>" for step in steps)
        rows.append(f'<p class="al-answer">{esc(say(f"grade.ask_{scale}"))} {signs}</p>')
    return "".join(rows)


def _reflect(question: Shown) -> str:
    return f'<div class="al-lines" aria-hidden="true">{LINE * 5}</div>'


def _code(question: Shown) -> str:
    return f'<p class="al-ask">{question.get("call", "")}</p>'


def _open(question: Shown) -> str:
    """Return a question of a type that is not known here: its options, else lines."""
    if question.get("options"):
        return _options(question, _box("☐"), "choice")
    return f'<p class="al-answer">{LINE}</p>'


# By the name of the drawing (see `Kind.drawing`); several types may share one.
WAYS: dict[str, Callable[[Shown], str]] = {
    "choice": _choice,
    "judgement": _judgement,
    "number": _number,
    "interval": _interval,
    "order": _order,
    "match": _pairs,
    "categorise": _pairs,
    "place": _place,
    "grade": _grade,
    "reflect": _reflect,
    "code": _code,
}
