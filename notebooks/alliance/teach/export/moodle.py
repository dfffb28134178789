"""Moodle XML, as Moodle 4.4 and later read it.

What Moodle does with it is described in its documentation of the format and of each type of
question. Three things are easily lost there, and are always written: the order of an ordering
question is that of its answers, `ALL` items are asked and not a sample of them, and the kind of
grading is named; a multiple choice has one right answer unless `single` says otherwise; an image
must stand in the same element as the text that shows it.

Fractions of a right answer must be of Moodle's own list, so 100/3 is 33.33333.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ...page import esc
from .item import (
    Band,
    Cell,
    Essay,
    Figure,
    Item,
    Judgement,
    Loss,
    Pairs,
    Pick,
    Picture,
    Scales,
    Sequence,
    Spot,
)
from .words import ANYWHERE, flattened, listed

__all__ = ["ALWAYS", "write"]

ALWAYS = [
    *ANYWHERE,
    "A second try and the hint need the quiz behaviour “Interactive with multiple tries”.",
    "Numbers are read as Moodle reads them: “1.2 million” or “about 300” are not.",
]
PENALTY = "0"  # a second try earns as much as the first, as here
FAR = Decimal(10) ** 12  # no answer to a question is so large


def write(items: list[Item], title: str) -> tuple[bytes, list[Loss]]:
    """Return the file and what became of each item."""
    quiz = ET.Element("quiz")
    losses, place = [], None
    for item in items:
        loss = Loss(item)
        losses.append(loss)
        writer = _WRITERS.get(type(item.body))
        if writer is None:
            loss.possible = False
            loss.lost.append(_CANNOT[type(item.body)])
            continue
        if (item.lesson, item.set) != place:
            place = (item.lesson, item.set)
            node = ET.SubElement(quiz, "question", type="category")
            parts = [title, *filter(None, place)]
            path = "/".join(part.replace("/", "//") for part in parts)
            _text(ET.SubElement(node, "category"), f"$course$/top/{path}")
        writer(quiz, item, item.body, loss)
    ET.indent(quiz)
    return ET.tostring(quiz, encoding="utf-8", xml_declaration=True), losses


_CANNOT = {
    Band: "Moodle has no question that asks for a range.",
    Cell: "it is answered in a code cell of the notebook, which Moodle has not.",
}


# --- pieces ---------------------------------------------------------------------------------------


def _text(node: ET.Element, text: str) -> ET.Element:
    ET.SubElement(node, "text").text = text
    return node


def _html(node: ET.Element, name: str, html: str, picture: Picture | None = None) -> ET.Element:
    """Add an element with HTML, and in it the image that the HTML shows."""
    inner = _text(ET.SubElement(node, name, format="html"), html)
    if picture:
        _image(inner, picture)
    return inner


def _image(node: ET.Element, picture: Picture) -> None:
    file = ET.SubElement(node, "file", name=picture.name, path="/", encoding="base64")
    file.text = b64encode(picture.png).decode("ascii")


def _head(quiz: ET.Element, item: Item, kind: str, stem: str = "") -> ET.Element:
    """Begin a question: name, text, explanation, hints."""
    node = ET.SubElement(quiz, "question", type=kind)
    _text(ET.SubElement(node, "name"), item.name)
    _html(node, "questiontext", stem or item.stem)
    _html(node, "generalfeedback", item.closing)
    for name, value in (("defaultgrade", "1"), ("penalty", PENALTY), ("hidden", "0"),
                        ("idnumber", item.id)):  # fmt: skip
        ET.SubElement(node, name).text = value
    return node


def _close(node: ET.Element, item: Item, right: str = "", wrong: str = "") -> None:
    """End a question: feedback on the whole, and the hint."""
    for name, text in (("correctfeedback", right), ("partiallycorrectfeedback", wrong),
                       ("incorrectfeedback", wrong)):  # fmt: skip
        _html(node, name, text)
    _hint(node, item)


def _hint(node: ET.Element, item: Item) -> None:
    """Write the hint; an empty one too, since each hint is one more try."""
    _html(node, "hint", item.hint)


def _answer(node: ET.Element, fraction: str, text: str, feedback: str, form: str = "html") -> Any:
    answer = ET.SubElement(node, "answer", fraction=fraction, format=form)
    _text(answer, text)
    _html(answer, "feedback", feedback)
    return answer


def fraction(part: float) -> str:
    """Return a part of the full mark in per cent, as Moodle's list has it."""
    return f"{100 * part:.5f}".rstrip("0").rstrip(".")


# --- types ----------------------------------------------------------------------------------------


def _choice(quiz: ET.Element, item: Item, body: Pick, loss: Loss) -> None:
    node = _head(quiz, item, "multichoice")
    _settings(node, not body.several, body.shuffle)
    rights = sum(one.right for one in body.options)
    wrongs = len(body.options) - rights
    for one in body.options:
        part = 1 / rights if one.right else (-1 / wrongs if body.several else 0)
        _answer(node, fraction(part), one.html, one.feedback)
    _close(node, item)


def _settings(node: ET.Element, single: bool, shuffle: bool) -> None:
    values = {"single": single, "shuffleanswers": shuffle}
    for name, value in values.items():
        ET.SubElement(node, name).text = str(value).lower()
    ET.SubElement(node, "answernumbering").text = "none"


def _judged(quiz: ET.Element, item: Item, body: Judgement, loss: Loss) -> None:
    """Few verdicts: every pair is an option. Many: two menus in one text."""
    pairs = flattened(body)
    if pairs:
        node = _head(quiz, item, "multichoice")
        _settings(node, True, False)
        for one in pairs:
            _answer(node, fraction(one.credit), one.html, one.feedback)
        _close(node, item)
        return
    menus = [
        (body.asks[0], [(one, one.right * 100) for one in body.verdicts]),
        (body.asks[1], [(one, one.right * 100) for one in body.reasons]),
    ]
    _menus(quiz, item, menus, item.closing)
    loss.lost.append("the reason earns its half also where the verdict is wrong.")


def _menus(quiz: ET.Element, item: Item, menus: list[Any], closing: str) -> None:
    """Write a question with gaps (cloze): each a choice with its own worth and feedback."""
    parts = [item.stem]
    for ask, options in menus:
        texts = "~".join(
            f"%{fraction(worth / 100)}%{_gap(one.html)}#{_gap(one.feedback)}"
            for one, worth in options
        )
        parts.append(f"<p>{esc(ask)}</p><p>{{1:MULTICHOICE_V:{texts}}}</p>")
    node = ET.SubElement(quiz, "question", type="cloze")
    _text(ET.SubElement(node, "name"), item.name)
    _html(node, "questiontext", "".join(parts))
    _html(node, "generalfeedback", closing)
    for name, value in (("penalty", PENALTY), ("hidden", "0"), ("idnumber", item.id)):
        ET.SubElement(node, name).text = value
    _hint(node, item)


def _gap(text: str) -> str:
    """Return a text as it may stand inside a gap."""
    for sign in '\\}#~/"':
        text = text.replace(sign, f"\\{sign}")
    return text


def _scales(quiz: ET.Element, item: Item, body: Scales, loss: Loss) -> None:
    """Each scale is a gap; a gap weighs the same as any other, so a step earns its own worth."""
    count = len(body.scales)
    menus = [(s.ask, [(one, one.credit * count * 100) for one in s.steps]) for s in body.scales]
    _menus(quiz, item, menus, body.model + item.closing)


def _figure(quiz: ET.Element, item: Item, body: Figure, loss: Loss) -> None:
    """The right range, then all that is lower and all that is higher, for their feedback."""
    unit = f"<p>({esc(body.unit)})</p>" if body.unit else ""
    node = _head(quiz, item, "numerical", item.stem + unit)
    low, high = body.low - body.tolerance, body.high + body.tolerance
    middle, half = (low + high) / 2, (high - low) / 2
    rows = [
        ("100", middle, half, body.right),
        ("0", low - FAR / 2, FAR / 2, body.too_low),
        ("0", high + FAR / 2, FAR / 2, body.too_high),
    ]
    for part, value, width, feedback in rows:
        answer = _answer(node, part, format(value, "f"), feedback, "moodle_auto_format")
        ET.SubElement(answer, "tolerance").text = format(width, "f")
    for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0"), ("showunits", "3"),
                        ("unitsleft", "0")):  # fmt: skip
        ET.SubElement(node, name).text = value
    _hint(node, item)


def _sequence(quiz: ET.Element, item: Item, body: Sequence, loss: Loss) -> None:
    node = _head(quiz, item, "ordering")
    node.find("generalfeedback/text").text = listed(body.items) + item.closing
    for name, value in (
        ("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", str(len(body.items))),
        ("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"), ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):  # fmt: skip
        ET.SubElement(node, name).text = value
    for k, one in enumerate(body.items, 1):
        answer = ET.SubElement(node, "answer", fraction=f"{k}.0000000", format="html")
        _text(answer, one.html)
    _close(node, item, body.right, body.wrong)
    loss.lost.append(
        "for an order that is partly right, Moodle gives the share of pairs in order; here half "
        "of the pairs is worth nothing."
    )


def _pairs(quiz: ET.Element, item: Item, body: Pairs, loss: Loss) -> None:
    node = _head(quiz, item, "matching")
    node.find("generalfeedback/text").text = listed(body.items) + item.closing
    ET.SubElement(node, "shuffleanswers").text = "true"
    texts, used = dict(body.targets), set(body.key.values())
    rows = [(one.html, texts[body.key[one.id]]) for one in body.items]
    rows += [("", text) for name, text in body.targets if name not in used]
    for html, target in rows:
        inner = _html(node, "subquestion", html)
        _text(ET.SubElement(inner, "answer"), target)
    _close(node, item, body.right, body.wrong)
    if any(one.feedback for one in body.items):
        loss.lost.append("the feedback on each item is shown together, when the question is over.")
    if body.sort:
        loss.lost.append("the categories are menus beside each item, in mixed order.")


def _spot(quiz: ET.Element, item: Item, body: Spot, loss: Loss) -> None:
    node = _head(quiz, item, "ddmarker", item.stem + f"<p>{esc(body.picture.words)}</p>")
    ET.SubElement(node, "showmisplaced")
    _close(node, item, body.right, body.wrong)
    _image(node, body.picture)
    drag = ET.SubElement(node, "drag")
    ET.SubElement(drag, "no").text = "1"
    _text(drag, "✕")
    ET.SubElement(drag, "noofdrags").text = "1"
    for k, outline in enumerate(body.areas[:1], 1):
        drop = ET.SubElement(node, "drop")
        ET.SubElement(drop, "no").text = str(k)
        ET.SubElement(drop, "shape").text = "polygon"
        ET.SubElement(drop, "coords").text = ";".join(f"{x},{y}" for x, y in outline)
        ET.SubElement(drop, "choice").text = "1"
    if len(body.areas) > 1:
        loss.lost.append("only the first of several right places is right.")
    if body.options:
        loss.lost.append("a mark must be set: the list of names is not offered beside it.")


def _essay(quiz: ET.Element, item: Item, body: Essay, loss: Loss) -> None:
    node = _head(quiz, item, "essay")
    node.find("generalfeedback/text").text = body.model + item.closing
    for name, value in (("responseformat", "editor"), ("responserequired", "1"),
                        ("responsefieldlines", "10"), ("attachments", "0"),
                        ("attachmentsrequired", "0")):  # fmt: skip
        ET.SubElement(node, name).text = value
    _html(node, "graderinfo", body.model)
    _html(node, "responsetemplate", "")
    if body.least:
        loss.lost.append(f"a text of fewer than {body.least} characters is taken too.")


_WRITERS: dict[type, Callable[[ET.Element, Item, Any, Loss], None]] = {
    Pick: _choice,
    Judgement: _judged,
    Figure: _figure,
    Sequence: _sequence,
    Pairs: _pairs,
    Scales: _scales,
    Spot: _spot,
    Essay: _essay,
}
