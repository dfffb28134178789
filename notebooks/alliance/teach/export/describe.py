"""From a question of the bank to its neutral description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from ...library import as_list
from ...page import esc, markdown, safe_address
from ...problems import AllianceError
from ...quiz.kinds import kinds
from ...quiz.kinds.grade.grade import SCALES, SHARES, verdict
from ...quiz.model import Option, Question, plain
from ...texts import say
from .item import (
    Band,
    Body,
    Cell,
    Choice,
    Essay,
    Figure,
    Item,
    Judgement,
    Pairs,
    Pick,
    Scale,
    Scales,
    Sequence,
)
from .places import spot

__all__ = ["Words", "described", "ident"]

LONGEST_NAME = 60  # characters of a name in a list of questions


class _Link:
    """A citation as it stands in an exported text: a plain link, or the words alone."""

    def __init__(self, words: str, address: str) -> None:
        self.words, self.address = words, safe_address(address)

    def html(self) -> str:
        """Return the link."""
        if not self.address:
            return esc(self.words)
        return f'<a href="{esc(self.address)}">{esc(self.words)}</a>'


def ident(name: str, start: str = "q") -> str:
    """Return an id that every format takes: a letter, then letters, digits, - and _."""
    return f"{start}-{re.sub('[^A-Za-z0-9_-]', '_', name)}"


def described(questions: Iterable[Question], library: Any) -> list[Item]:
    """Return the descriptions of questions.

    Args:
        questions: of the bank, without mistakes.
        library: the data package, for sources, lessons and maps.
    """
    return [_item(question, Words(library)) for question in questions]


class Words:
    """Turns Markdown of a library into HTML for elsewhere."""

    def __init__(self, library: Any) -> None:
        self.library = library
        lessons = library.settings.get("lessons", [])
        self.lessons = {one["id"]: one["title"] for one in lessons}

    def cite(self, name: str, label: str = "") -> _Link:
        """Return the link to a source."""
        try:
            found = self.library.cite(name, label)
        except AllianceError:
            return _Link(label or name, "")
        return _Link(str(found), found.address)

    def html(self, text: str) -> str:
        """Return Markdown as HTML, without the paragraph around a single line."""
        return markdown(text, self.cite, inline=True) if text else ""

    def block(self, text: str) -> str:
        """Return Markdown as paragraphs."""
        return markdown(text, self.cite) if text else ""


def _item(question: Question, words: Words) -> Item:
    name = plain(question.stem)
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    links = [words.cite(source) for source in as_list(list(question.source_ids))]
    return Item(
        id=question.id,
        ident=ident(question.id),
        name=short,
        type=question.type,
        lesson=words.lessons.get(question.lesson, question.lesson),
        set=question.set,
        objective=question.objective,
        stem=words.block(question.stem),
        body=_BODIES[question.type](question, words),
        hint=words.block(question.hint),
        explanation=words.block(question.explanation),
        sources=tuple((link.words, link.address) for link in links),
    )


def _choice(option: Option, words: Words, credit: float = 0.0) -> Choice:
    return Choice(option.id, words.html(option.text), words.html(option.feedback), option.correct,
                  credit)  # fmt: skip


def _pick(question: Question, words: Words) -> Pick:
    body = question.body
    several = question.type == "multiple"
    options = tuple(_choice(o, words, float(o.correct)) for o in body.options)
    return Pick(options, several, body.shuffle)


def _judged(question: Question, words: Words) -> Judgement:
    """Verdicts get the feedback that is told of a wrong reason, or of a wrong verdict."""
    body, kind = question.body, kinds()[question.type]
    begin = kind.texts_of
    verdicts = tuple(
        Choice(f"v{k}", words.html(text), words.html(kind.feedback_on(question, value, False)),
               value == body.answer, 0.5 * (value == body.answer))
        for k, (value, text) in enumerate(body.verdicts.items())
    )  # fmt: skip
    asks = (say(f"{begin}.ask"), say(f"{begin}.because"))
    reasons = tuple(_choice(option, words, 0.5 * option.correct) for option in body.options)
    return Judgement(asks, verdicts, reasons, say(f"{begin}.half"))


def _figure(question: Question, words: Words) -> Figure:
    body, said = question.body, question.body.feedback
    return Figure(body.low, body.high, body.tolerance, body.unit, words.html(said["right"]),
                  words.html(said["low"]), words.html(said["high"]))  # fmt: skip


def _band(question: Question, words: Words) -> Band:
    body = question.body
    feedback = {name: words.html(text) for name, text in body.feedback.items()}
    return Band(body.value, body.widest, body.unit, feedback)


def _sequence(question: Question, words: Words) -> Sequence:
    body = question.body
    items = tuple(_choice(item, words) for item in body.items)
    return Sequence(items, words.html(body.feedback["right"]), words.html(body.feedback["wrong"]))


def _pairs(question: Question, words: Words) -> Pairs:
    body = question.body
    return Pairs(
        tuple(_choice(item, words) for item in body.items),
        tuple((target.id, plain(target.text)) for target in body.targets),
        dict(body.key),
        words.html(body.feedback["right"]),
        words.html(body.feedback["wrong"]),
        question.type == "categorise",
    )


def _scales(question: Question, words: Words) -> Scales:
    body, kind = question.body, kinds()[question.type]
    scales = []
    for scale, letters in SCALES.items():
        steps = []
        for letter in letters:
            found = verdict(scale, letter, body.answer[scale])
            said = say(f"grade.{found}", scale=say(f"grade.{scale}"))
            steps.append(Choice(letter, esc(f"{letter}: {say(f'grade.step_{letter}')}"), esc(said),
                                found == "right", SHARES[found] / len(SCALES)))  # fmt: skip
        scales.append(Scale(scale, say(f"grade.ask_{scale}"), tuple(steps)))
    model = say("grade.model", words=kind.key_words(question))
    reasons = " ".join(body.feedback[scale] for scale in SCALES)
    return Scales(tuple(scales), words.block(f"{model} {reasons}"))


def _place(question: Question, words: Words) -> Body:
    return spot(question, words.library, words.html)


def _essay(question: Question, words: Words) -> Essay:
    return Essay(words.block(question.body.model), question.body.least)


def _cell(question: Question, words: Words) -> Cell:
    return Cell(kinds()[question.type].key_words(question))


_BODIES: dict[str, Callable[[Question, Words], Body]] = {
    "single": _pick,
    "multiple": _pick,
    "true-false": _judged,
    "judge": _judged,
    "number": _figure,
    "interval": _band,
    "order": _sequence,
    "match": _pairs,
    "categorise": _pairs,
    "grade": _scales,
    "place": _place,
    "reflect": _essay,
    "code": _cell,
}
