"""GIFT, Moodle's format to be written by hand, which other platforms read as well."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

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
from .moodle import FAR, fraction
from .words import ANYWHERE, flattened, listed

__all__ = ["ALWAYS", "write"]

ALWAYS = [
    *ANYWHERE,
    "GIFT has no hints: a hint stands nowhere.",
    "Options are mixed, also where the author kept their order.",
]
SIGNS = "\\~=#{}:"


def _safe(html: str) -> str:
    """Return HTML as it may stand anywhere in GIFT: on one line, its signs with a backslash."""
    text = " ".join(html.split())
    for sign in SIGNS:
        text = text.replace(sign, f"\\{sign}")
    return text


def write(items: list[Item], title: str) -> tuple[bytes, list[Loss]]:
    """Return the file and what became of each item."""
    parts, losses, place = [], [], None
    for item in items:
        loss = Loss(item)
        losses.append(loss)
        found = _written(item, loss)
        if not found:
            loss.possible = False
            continue
        if item.hint:
            loss.lost.append("the hint is left out.")
        if (item.lesson, item.set) != place:
            place = (item.lesson, item.set)
            path = "/".join(p.replace("/", "//") for p in (title, *filter(None, place)))
            parts.append(f"$CATEGORY: $course$/top/{path}\n")
        parts += [_question(item, *one) for one in found]
    return "\n".join(parts).encode("utf-8"), losses


def _question(item: Item, stem: str, answers: str, closing: str) -> str:
    end = f"\n\t####{_safe(closing)}" if closing else ""
    return (
        f"// [id:{item.id}]\n::{_safe(item.name)}::[html]{_safe(stem)}{{{answers}{end}\n}}\n"
    )  # fmt: skip


def _option(sign: str, html: str, feedback: str, part: float | None = None) -> str:
    worth = "" if part is None else f"%{fraction(part)}%"
    said = f"#{_safe(feedback)}" if feedback else ""
    return f"\n\t{sign}{worth}{_safe(html)}{said}"


def _written(item: Item, loss: Loss) -> list[tuple[str, str, str]]:
    """Return stem, answers and closing of the question or questions that an item becomes."""
    body: Any = item.body
    stem, closing = item.stem, item.closing
    match body:
        case Pick():
            return [(stem, _pick(body), closing)]
        case Judgement():
            return _judged(item, body, loss)
        case Figure():
            unit = f" ({body.unit})" if body.unit else ""
            return [(stem + unit, _figure(body), closing)]
        case Sequence():
            loss.lost.append("it is asked as a match of items with their places, and earns the "
                             "share of items in their place.")  # fmt: skip
            rows = "".join(f"\n\t={_safe(one.html)} -> {k}" for k, one in enumerate(body.items, 1))
            return [(stem, rows, listed(body.items) + body.right + closing)]
        case Pairs():
            return [_pairs(item, body, loss)]
        case Scales():
            loss.lost.append("each scale is a question of its own.")
            return [
                (f"{stem}<p>{scale.ask}</p>", "".join(
                    _option("~" if one.credit < 0.5 else "=", one.html, one.feedback,
                            one.credit * 2 if 0 < one.credit < 0.5 else None)
                    for one in scale.steps), body.model + closing)
                for scale in body.scales
            ]  # fmt: skip
        case Spot() if body.options:
            loss.lost.append("the map is left out: a place is chosen from the list.")
            rows = "".join(_option("=" if one.right else "~", one.html,
                                   body.right if one.right else body.wrong)
                           for one in body.options)  # fmt: skip
            return [(stem, rows, closing)]
        case Essay():
            if body.least:
                loss.lost.append(f"a text of fewer than {body.least} characters is taken too.")
            return [(stem, "", body.model + closing)]
        case Band():
            loss.lost.append("GIFT has no question that asks for a range.")
        case Cell():
            loss.lost.append("it is answered in a code cell of the notebook, which GIFT has not.")
        case _:
            loss.lost.append("GIFT has no maps, and the question offers no list of names.")
    return []


def _pick(body: Pick) -> str:
    if not body.several:
        return "".join(_option("=" if o.right else "~", o.html, o.feedback) for o in body.options)
    rights = sum(one.right for one in body.options)
    wrongs = len(body.options) - rights
    return "".join(
        _option("~", o.html, o.feedback, 1 / rights if o.right else -1 / wrongs)
        for o in body.options
    )


def _judged(item: Item, body: Judgement, loss: Loss) -> list[tuple[str, str, str]]:
    pairs = flattened(body)
    if pairs:
        rows = "".join(
            _option("=" if one.right else "~", one.html, one.feedback,
                    one.credit if 0 < one.credit < 1 else None)
            for one in pairs
        )  # fmt: skip
        return [(item.stem, rows, item.closing)]
    loss.lost.append("verdict and evidence are two questions, each marked by itself.")
    return [
        (f"{item.stem}<p>{ask}</p>", "".join(
            _option("=" if one.right else "~", one.html, one.feedback) for one in options),
         item.closing)
        for ask, options in zip(body.asks, (body.verdicts, body.reasons), strict=True)
    ]  # fmt: skip


def _figure(body: Figure) -> str:
    low, high = body.low - body.tolerance, body.high + body.tolerance
    rows = [
        ("=", low + (high - low) / 2, (high - low) / 2, body.right),
        ("=%0%", low - FAR / 2, FAR / 2, body.too_low),
        ("=%0%", high + FAR / 2, FAR / 2, body.too_high),
    ]
    lines = [
        f"\n\t{sign}{_plain(value)}:{_plain(width)}#{_safe(said)}"
        for sign, value, width, said in rows
    ]
    return "#" + "".join(lines)


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _pairs(item: Item, body: Pairs, loss: Loss) -> tuple[str, str, str]:
    texts, used = dict(body.targets), set(body.key.values())
    rows = [f"\n\t={_safe(one.html)} -> {_safe(texts[body.key[one.id]])}" for one in body.items]
    rows += [f"\n\t= -> {_safe(text)}" for name, text in body.targets if name not in used]
    if any(one.feedback for one in body.items):
        loss.lost.append("the feedback on each item is shown together, when the question is over.")
    loss.lost.append("the feedback on a wrong answer is left out.")
    if len(rows) < 3 or len(used) < 3:
        loss.lost.append("it has fewer than the three pairs that Moodle's own form asks for.")
    return item.stem, "".join(rows), listed(body.items) + body.right + item.closing
