"""One item of QTI: its interaction, and response processing that scores as this module does.

Each type returns declarations, the body, and processing; names are those of QTI 2.1 (see `tree`).
Feedback is modal. Three outcomes say what is shown: `FEEDBACK` the options that were chosen,
`SUMMARY` one word on the whole, `CLOSING` always the explanation. None of them is added to, since
players differ in what becomes of a list within a list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from ...texts import say
from .item import (
    Band,
    Choice,
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
from .tree import el, html
from .words import listed

__all__ = ["Parts", "parts_of"]


@dataclass
class Parts:
    """What a type brings to its item.

    Attributes:
        declared: response declarations.
        body: elements below the stem.
        rules: response processing: sets SCORE, and SUMMARY and FEEDBACK where there is any.
        said: (id, HTML) of feedback on options, shown by FEEDBACK.
        summary: (id, HTML) of feedback on the whole, shown by SUMMARY.
    """

    declared: list[Any] = field(default_factory=list)
    body: list[Any] = field(default_factory=list)
    rules: list[Any] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    summary: list[tuple[str, str]] = field(default_factory=list)


def parts_of(item: Item, loss: Loss, three: bool) -> Parts | None:
    """Return the parts of an item; None if QTI cannot hold it."""
    make = _TYPES.get(type(item.body))
    return make(item.body, loss, three) if make else None


# --- words of QTI ---------------------------------------------------------------------------------


def _declared(name: str, cardinality: str, base: str, *inside: Any) -> Any:
    return el("responseDeclaration", *inside, identifier=name, cardinality=cardinality,
              baseType=base)  # fmt: skip


def _correct(*values: str) -> Any:
    return el("correctResponse", [el("value", value) for value in values])


def _mapping(worth: dict[str, float], **bounds: Any) -> Any:
    entries = [el("mapEntry", mapKey=k, mappedValue=f"{v:.12g}") for k, v in worth.items()]
    return el("mapping", entries, defaultValue=0, **bounds)


def _variable(name: str) -> Any:
    return el("variable", identifier=name)


def _value(base: str, value: Any) -> Any:
    return el("baseValue", str(value), baseType=base)


def _set(name: str, expression: Any) -> Any:
    return el("setOutcomeValue", expression, identifier=name)


def _add(name: str, expression: Any) -> Any:
    return _set(name, el("sum", _variable(name), expression))


def _if(test: Any, then: list[Any], otherwise: list[Any] | None = None, *more: Any) -> Any:
    """Return a condition; `more` are pairs of another test and what follows it."""
    chain = [el("responseElseIf", other, rules) for other, rules in more]
    last = [el("responseElse", otherwise)] if otherwise else []
    return el("responseCondition", el("responseIf", test, then), chain, last)


def _match(name: str, value: str) -> Any:
    return el("match", _variable(name), _value("identifier", value))


def _show(name: str) -> Any:
    """Return the rule that shows a feedback on the whole."""
    return _set("SUMMARY", _value("identifier", name))


def _tell(*names: str) -> Any:
    """Return the rule that shows the feedback on what was chosen in some interactions."""
    return _set("FEEDBACK", el("multiple", [_variable(name) for name in names]))


def _names(options: tuple[Choice, ...], start: str) -> dict[str, str]:
    """Return short ids: those of the bank may hold what no identifier of QTI may."""
    return {one.id: f"{start}{k}" for k, one in enumerate(options, 1)}


def _choices(name: str, options: tuple[Choice, ...], ids: dict[str, str], **more: Any) -> Any:
    prompt = more.pop("prompt", None)
    rows = [el("simpleChoice", html(one.html), identifier=ids[one.id]) for one in options]
    asked = el("prompt", prompt) if prompt else None
    return el("choiceInteraction", asked, rows, responseIdentifier=name, **more)


def _said(options: tuple[Choice, ...], ids: dict[str, str]) -> list[tuple[str, str]]:
    return [(ids[one.id], one.feedback) for one in options if one.feedback]


# --- types ----------------------------------------------------------------------------------------


def _pick(body: Pick, loss: Loss, three: bool) -> Parts:
    ids = _names(body.options, "o")
    right = [ids[one.id] for one in body.options if one.right]
    wrongs = len(body.options) - len(right)
    worth = {
        ids[o.id]: 1 / len(right) if o.right else (-1 / wrongs if body.several and wrongs else 0)
        for o in body.options
    }
    cardinality = "multiple" if body.several else "single"
    declared = _declared("RESPONSE", cardinality, "identifier", _correct(*right),
                         _mapping(worth, lowerBound=0, upperBound=1))  # fmt: skip
    asked = _choices("RESPONSE", body.options, ids, shuffle=body.shuffle,
                     maxChoices=0 if body.several else 1)  # fmt: skip
    rule = _set("SCORE", el("mapResponse", identifier="RESPONSE"))
    tell = _set("FEEDBACK", _variable("RESPONSE")) if body.several else _tell("RESPONSE")
    return Parts([declared], [asked], [rule, tell], _said(body.options, ids))


def _judgement(body: Judgement, loss: Loss, three: bool) -> Parts:
    verdicts, reasons = _names(body.verdicts, "v"), _names(body.reasons, "r")
    verdict = next(verdicts[one.id] for one in body.verdicts if one.right)
    reason = next(reasons[one.id] for one in body.reasons if one.right)
    declared = [
        _declared("VERDICT", "single", "identifier", _correct(verdict)),
        _declared("REASON", "single", "identifier", _correct(reason)),
    ]
    asked = [
        _choices("VERDICT", body.verdicts, verdicts, shuffle=False, maxChoices=1,
                 prompt=body.asks[0]),
        _choices("REASON", body.reasons, reasons, shuffle=True, maxChoices=1,
                 prompt=body.asks[1]),
    ]  # fmt: skip
    both = el("and", _match("VERDICT", verdict), _match("REASON", reason))
    rule = _if(
        both,
        [_set("SCORE", _value("float", 1)), _tell("REASON")],
        [_set("SCORE", _value("float", 0)), _tell("VERDICT", "REASON")],
        (
            _match("VERDICT", verdict),
            [_set("SCORE", _value("float", 0.5)), _tell("VERDICT", "REASON"), _show("half")],
        ),
    )
    said = [*_said(body.verdicts, verdicts), *_said(body.reasons, reasons)]
    return Parts(declared, asked, [rule], said, [("half", body.half)])


def _entry(name: str, label: str, unit: str) -> Any:
    return el("h:p", f"{label} ".lstrip(),
              el("textEntryInteraction", responseIdentifier=name, expectedLength=15),
              f" {unit}".rstrip())  # fmt: skip


def _figure(body: Figure, loss: Loss, three: bool) -> Parts:
    low, high = body.low - body.tolerance, body.high + body.tolerance
    declared = _declared("RESPONSE", "single", "float", _correct(f"{body.low:f}"))
    below = el("lt", _variable("RESPONSE"), _value("float", f"{low:f}"))
    above = el("gt", _variable("RESPONSE"), _value("float", f"{high:f}"))
    rule = _if(
        el("isNull", _variable("RESPONSE")),
        [_set("SCORE", _value("float", 0))],
        [_set("SCORE", _value("float", 1)), _show("right")],
        (below, [_show("low")]),
        (above, [_show("high")]),
    )
    said = [("right", body.right), ("low", body.too_low), ("high", body.too_high)]
    return Parts([declared], [_entry("RESPONSE", "", body.unit)], [rule], summary=said)


def _band(body: Band, loss: Loss, three: bool) -> Parts:
    half = body.widest / 2
    declared = [
        _declared("LOW", "single", "float", _correct(f"{body.value - half:f}")),
        _declared("HIGH", "single", "float", _correct(f"{body.value + half:f}")),
    ]

    def width() -> Any:
        return el("subtract", _variable("HIGH"), _variable("LOW"))

    value, widest = f"{body.value:f}", f"{body.widest:f}"
    empty = el("or", el("isNull", _variable("LOW")), el("isNull", _variable("HIGH")))
    part = el("divide", _value("float", widest), width())
    rule = _if(
        empty,
        [_set("SCORE", _value("float", 0))],
        [_set("SCORE", part), _show("wide")],
        (el("lt", _variable("HIGH"), _value("float", value)), [_show("low")]),
        (el("gt", _variable("LOW"), _value("float", value)), [_show("high")]),
        (el("lte", width(), _value("float", widest)),
         [_set("SCORE", _value("float", 1)), _show("right")]),
    )  # fmt: skip
    asked = [_entry("LOW", say("interval.low"), body.unit),
             _entry("HIGH", say("interval.high"), body.unit)]  # fmt: skip
    return Parts(declared, asked, [rule], summary=list(body.feedback.items()))


def _sequence(body: Sequence, loss: Loss, three: bool) -> Parts:
    """Kendall's rank correlation: twice the share of pairs in order, minus 1, at least 0."""
    ids = _names(body.items, "o")
    order = list(ids.values())
    pairs = list(combinations(order, 2))
    rules = [_set("SCORE", _value("float", 0))]
    for first, second in pairs:
        rules.append(_if(_before(first, second, len(order)), [_add("SCORE", _value("float", 1))]))
    # Divided once, in the end: players round, and so many small roundings would add up.
    share = el("divide", _variable("SCORE"), _value("float", len(pairs)))
    twice = el("product", _value("float", 2), share)
    rules.append(_set("SCORE", el("subtract", twice, _value("float", 1))))
    none = _set("SCORE", _value("float", 0))
    rules.append(_if(el("lt", _variable("SCORE"), _value("float", 0)), [none]))
    rules.append(_if(el("match", _variable("RESPONSE"), el("correct", identifier="RESPONSE")),
                     [_show("right")], [_show("wrong")]))  # fmt: skip
    rows = [el("simpleChoice", html(one.html), identifier=ids[one.id]) for one in body.items]
    asked = el("orderInteraction", rows, responseIdentifier="RESPONSE", shuffle=True)
    said = [("right", listed(body.items) + body.right), ("wrong", body.wrong)]
    declared = _declared("RESPONSE", "ordered", "identifier", _correct(*order))
    return Parts([declared], [asked], rules, summary=said)


def _before(first: str, second: str, count: int) -> Any:
    """Return the test whether one item stands before another in the response."""

    def at(place: int, name: str) -> Any:
        return el("match", el("index", _variable("RESPONSE"), n=place), _value("identifier", name))

    ways = []
    for k in range(1, count):
        later = [at(n, second) for n in range(k + 1, count + 1)]
        after = later[0] if len(later) == 1 else el("or", later)
        ways.append(el("and", at(k, first), after))
    return ways[0] if len(ways) == 1 else el("or", ways)


def _pairs(body: Pairs, loss: Loss, three: bool) -> Parts:
    ids = _names(body.items, "i")
    targets = {name: f"t{k}" for k, (name, _) in enumerate(body.targets, 1)}
    right = [f"{ids[one.id]} {targets[body.key[one.id]]}" for one in body.items]
    declared = _declared("RESPONSE", "multiple", "directedPair", _correct(*right),
                         _mapping(dict.fromkeys(right, 1 / len(right)), upperBound=1))  # fmt: skip
    left = [el("simpleAssociableChoice", html(one.html), identifier=ids[one.id], matchMax=1)
            for one in body.items]  # fmt: skip
    side = [el("simpleAssociableChoice", text, identifier=targets[name], matchMax=len(left))
            for name, text in body.targets]  # fmt: skip
    asked = el("matchInteraction", el("simpleMatchSet", left), el("simpleMatchSet", side),
               responseIdentifier="RESPONSE", shuffle=not body.sort,
               maxAssociations=len(left))  # fmt: skip
    rules = [
        _set("SCORE", el("mapResponse", identifier="RESPONSE")),
        _if(el("match", _variable("RESPONSE"), el("correct", identifier="RESPONSE")),
            [_show("right")], [_show("wrong")]),
    ]  # fmt: skip
    said = [("right", listed(body.items) + body.right), ("wrong", body.wrong)]
    if any(one.feedback for one in body.items):
        loss.lost.append("the feedback on each item is shown only when all are right.")
    return Parts([declared], [asked], rules, summary=said)


def _scales(body: Scales, loss: Loss, three: bool) -> Parts:
    parts = Parts(rules=[_set("SCORE", _value("float", 0))])
    for k, scale in enumerate(body.scales, 1):
        name = f"SCALE{k}"
        ids = _names(scale.steps, f"s{k}-")
        worth = {ids[one.id]: one.credit for one in scale.steps}
        right = next(ids[one.id] for one in scale.steps if one.right)
        parts.declared.append(_declared(name, "single", "identifier", _correct(right),
                                        _mapping(worth)))  # fmt: skip
        parts.body.append(_choices(name, scale.steps, ids, shuffle=False, maxChoices=1,
                                   prompt=scale.ask))  # fmt: skip
        parts.rules.append(_add("SCORE", el("mapResponse", identifier=name)))
        parts.said += _said(scale.steps, ids)
    parts.rules.append(_tell(*(f"SCALE{k}" for k in range(1, len(body.scales) + 1))))
    parts.rules.append(_show("model"))
    parts.summary.append(("model", body.model))
    return parts


def _spot(body: Spot, loss: Loss, three: bool) -> Parts:
    picture = body.picture
    areas = [
        el("areaMapEntry", shape="poly", mappedValue=1,
           coords=",".join(f"{x},{y}" for point in outline for x, y in [point]))
        for outline in body.areas
    ]  # fmt: skip
    x, y, _ = body.circles[0]
    declared = _declared("RESPONSE", "single", "point", _correct(f"{x} {y}"),
                         el("areaMapping", areas, defaultValue=0, upperBound=1))  # fmt: skip
    path = f"../images/{picture.name}"
    size = {"width": picture.width, "height": picture.height}
    shown = el("object", picture.words, data=path, type="image/png", **size)
    if three:
        shown = el("img", src=path, alt=picture.words, **size)
    asked = el("selectPointInteraction", shown, responseIdentifier="RESPONSE", maxChoices=1)
    rules = [
        _set("SCORE", el("mapResponsePoint", identifier="RESPONSE")),
        _if(el("gt", _variable("SCORE"), _value("float", 0)), [_show("right")], [_show("wrong")]),
    ]
    if body.options:
        loss.lost.append("a mark must be set: the list of names is not offered beside it.")
    said = [("right", body.right), ("wrong", body.wrong)]
    words = el("h:p", picture.words) if picture.words else None
    return Parts([declared], [asked, words], rules, summary=said)


def _essay(body: Essay, loss: Loss, three: bool) -> Parts:
    declared = _declared("RESPONSE", "single", "string")
    asked = el("extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines=8)
    if body.least:
        loss.lost.append(f"a text of fewer than {body.least} characters is taken too.")
    return Parts([declared], [asked], [_show("model")], summary=[("model", body.model)])


_TYPES: dict[type, Callable[[Any, Loss, bool], Parts]] = {
    Pick: _pick,
    Judgement: _judgement,
    Figure: _figure,
    Band: _band,
    Sequence: _sequence,
    Pairs: _pairs,
    Scales: _scales,
    Spot: _spot,
    Essay: _essay,
}
