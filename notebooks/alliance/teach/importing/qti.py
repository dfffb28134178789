"""Reads items of QTI 2 and 3: choices, orders, matches, numbers and texts of one's own.

Both versions are read by the names of QTI 2. Items with several interactions, or with marking that
no type here has, are told and left out.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from ...page import esc
from . import make
from .draft import Draft, Read, markdown_of, number_of

__all__ = ["is_item", "read"]

INTERACTIONS = ("choiceInteraction", "orderInteraction", "matchInteraction", "textEntryInteraction",
                "extendedTextInteraction", "inlineChoiceInteraction", "selectPointInteraction",
                "hotspotInteraction", "gapMatchInteraction", "uploadInteraction")  # fmt: skip


def _camel(name: str) -> str:
    """Return the name of QTI 2 for one of QTI 3."""
    first, *rest = name.removeprefix("qti-").split("-")
    return first + "".join(part.capitalize() for part in rest)


def _plain_names(root: Any) -> None:
    """Take namespaces off, and give elements and attributes the names of QTI 2."""
    for node in root.iter():
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        node.tag = _camel(name) if name.startswith("qti-") else name
        for key in [k for k in node.attrib if "-" in k and not k.startswith(("data-", "aria-"))]:
            node.set(_camel(key), node.attrib.pop(key))


def is_item(root: Any) -> bool:
    """Tell whether a tree is an item."""
    return _camel(root.tag.rpartition("}")[2]) == "assessmentItem"


def read(roots: list[Any]) -> Read:
    """Return the questions of some items."""
    found = Read()
    for root in roots:
        _plain_names(root)
        name = root.get("identifier", "") or root.get("title", "")
        draft = Draft(name.removeprefix("q-"))
        _item(root, draft)
        draft.lost = list(dict.fromkeys(draft.lost))
        found.drafts.append(draft)
    return found


def _html(node: Any) -> str:
    """Return what is inside an element as HTML."""
    inside = [esc(node.text or "")]
    inside += [ET.tostring(child, encoding="unicode") for child in node]
    return "".join(inside)


def _item(root: Any, draft: Draft) -> None:
    body = root.find("itemBody")
    asked = [] if body is None else [n for n in body.iter() if n.tag in INTERACTIONS]
    if body is None:
        draft.lost.append("it has no body.")
        return
    stem = [_html(n) for n in asked[:1] for n in n.findall("prompt")]
    for child in body:
        holds = child.tag in INTERACTIONS or any(n.tag in INTERACTIONS for n in child.iter())
        hint = child.tag == "infoControl" or any(n.tag == "details" for n in child.iter())
        if not holds and not hint:
            stem.insert(len(stem) - 1 if stem and asked else len(stem), f"<p>{_html(child)}</p>")
        elif hint:
            _hint(child, draft)
    draft.fields["stem"] = markdown_of("".join(stem), draft)
    if len(asked) != 1:
        draft.lost.append("it asks for several things at once, or for nothing.")
        return
    kind = asked[0].tag
    declared = _declared(root, asked[0].get("responseIdentifier", "RESPONSE"))
    if kind not in _TYPES or declared is None:
        draft.lost.append(f"there is no type for “{kind}” here.")
        return
    said = {n.get("identifier", ""): _html(n) for n in root.iter("modalFeedback")}
    _TYPES[kind](asked[0], declared, said, draft)
    explanation = markdown_of(said.get("closing", ""), draft)
    if explanation and draft.type:
        draft.fields["explanation"] = explanation


def _hint(node: Any, draft: Draft) -> None:
    inner = next((n for n in node.iter() if n.tag == "details"), node)
    for summary in list(inner.findall("summary")):
        inner.remove(summary)
    text = markdown_of(_html(inner), draft)
    if text:
        draft.fields["hint"] = text


def _declared(root: Any, name: str) -> Any:
    return next((n for n in root.iter("responseDeclaration") if n.get("identifier") == name), None)


def _right(declared: Any) -> list[str]:
    return [(v.text or "").strip() for v in declared.findall("correctResponse/value")]


def _choice(asked: Any, declared: Any, said: dict[str, str], draft: Draft) -> None:
    several = declared.get("cardinality") == "multiple"
    right = set(_right(declared))
    options = []
    for one in asked.findall("simpleChoice"):
        inline = [_html(n) for n in one.findall("feedbackInline")]
        for n in list(one.findall("feedbackInline")):
            one.remove(n)
        name = one.get("identifier", "")
        feedback = said.get(name) or " ".join(inline)
        options.append((_html(one), float(name in right), feedback))
    if not right:
        draft.lost.append("the item does not say which answer is right.")
    make.choice(draft, options, several, asked.get("shuffle") != "false")


def _order(asked: Any, declared: Any, said: dict[str, str], draft: Draft) -> None:
    texts = {n.get("identifier"): _html(n) for n in asked.findall("simpleChoice")}
    items = [texts[name] for name in _right(declared) if name in texts]
    make.order(draft, items, said.get("right", ""), said.get("wrong", ""))


def _match(asked: Any, declared: Any, said: dict[str, str], draft: Draft) -> None:
    sides = [
        {n.get("identifier"): _html(n) for n in side.findall("simpleAssociableChoice")}
        for side in asked.findall("simpleMatchSet")
    ]
    if len(sides) != 2:
        draft.lost.append("it does not have two sides.")
        return
    pairs = [tuple(value.split()) for value in _right(declared)]
    pairs = [one for one in pairs if len(one) == 2 and one[0] in sides[0] and one[1] in sides[1]]
    used = {target for _, target in pairs}
    others = [text for name, text in sides[1].items() if name not in used]
    make.match(draft, [(sides[0][a], sides[1][b]) for a, b in pairs], others,
               said.get("right", ""), said.get("wrong", ""))  # fmt: skip


def _entry(asked: Any, declared: Any, said: dict[str, str], draft: Draft) -> None:
    value = number_of((_right(declared) or [""])[0])
    if declared.get("baseType") not in ("float", "integer") or value is None:
        draft.lost.append("there is no type for a short answer here.")
        return
    draft.lost.append("the tolerance is not read: look at it.")
    make.number(draft, value, value, 0, said.get("right", ""), said.get("low", ""),
                said.get("high", ""))  # fmt: skip


def _essay(asked: Any, declared: Any, said: dict[str, str], draft: Draft) -> None:
    make.essay(draft, said.get("model", ""))


_TYPES: dict[str, Callable[[Any, Any, dict[str, str], Draft], None]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _entry,
    "extendedTextInteraction": _essay,
}
