"""The bank as one table: a row a question, whole, to be read and sorted by people."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

from ...page import harmless
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
    Scales,
    Sequence,
    Spot,
)

__all__ = ["ALWAYS", "write"]

ALWAYS = ["Maps are left out; the places are named."]
COLUMNS = ["id", "type", "lesson", "set", "objective", "question", "options", "right", "feedback",
           "hint", "explanation", "sources"]  # fmt: skip


def text(html: str) -> str:
    """Return HTML as bare words; paragraphs stay lines of their own."""
    lines = re.sub(r"</p>\s*|</li>\s*|<br ?/?>", "\n", html)
    return unescape(re.sub(r"<[^>]+>", "", lines)).strip()


def write(items: list[Item], title: str) -> tuple[bytes, list[Loss]]:
    """Return the file and what became of each item: nothing is lost, as all is text."""
    file = StringIO()
    out = csv.writer(file)
    out.writerow(COLUMNS)
    for item in items:
        sources = "\n".join(f"{label} {address}".strip() for label, address in item.sources)
        cells = [item.id, item.type, item.lesson, item.set, item.objective, text(item.stem),
                 *_parts(item.body), text(item.hint), text(item.explanation), sources]  # fmt: skip
        out.writerow([harmless(cell) for cell in cells])
    return ("\ufeff" + file.getvalue()).encode("utf-8"), [Loss(item) for item in items]


def _lines(parts: Any) -> str:
    return "\n".join(text(part) for part in parts)


def _parts(body: Any) -> tuple[str, str, str]:
    """Return options, right answer and feedback in words."""
    match body:
        case Pick() | Spot():
            options = body.options
            said = _lines(f"{one.html}: {one.feedback}" for one in options if one.feedback)
            said = said or _lines([body.right, body.wrong]) if isinstance(body, Spot) else said
            return _lines(o.html for o in options), _lines(o.html for o in options if o.right), said
        case Judgement():
            both = (*body.verdicts, *body.reasons)
            return (_lines(one.html for one in both), _lines(o.html for o in both if o.right),
                    _lines(f"{one.html}: {one.feedback}" for one in both))  # fmt: skip
        case Figure():
            low, high = body.low - body.tolerance, body.high + body.tolerance
            right = f"{low} to {high} {body.unit}" if low != high else f"{low} {body.unit}"
            return "", right.strip(), _lines([body.right, body.too_low, body.too_high])
        case Band():
            right = f"{body.value} {body.unit}, in a range at most {body.widest} wide"
            return "", right, _lines(body.feedback.values())
        case Sequence():
            said = [f"{one.html}: {one.feedback}" for one in body.items if one.feedback]
            return "", _lines(o.html for o in body.items), _lines([*said, body.right, body.wrong])
        case Pairs():
            texts = dict(body.targets)
            said = [f"{one.html}: {one.feedback}" for one in body.items if one.feedback]
            return ("\n".join(texts.values()),
                    "\n".join(f"{text(o.html)}: {texts[body.key[o.id]]}" for o in body.items),
                    _lines([*said, body.right, body.wrong]))  # fmt: skip
        case Scales():
            steps = [one for scale in body.scales for one in scale.steps]
            return (_lines(o.html for o in steps), _lines(o.html for o in steps if o.right),
                    text(body.model))  # fmt: skip
        case Essay():
            return "", text(body.model), ""
        case Cell():
            return "", body.value, ""
    raise TypeError(type(body))
