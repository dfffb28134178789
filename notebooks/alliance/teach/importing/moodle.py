"""Reads Moodle XML. No package reads all of its types: those that were tried know two or eight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..needed import load
from . import make
from .draft import Draft, Read, markdown_of, number_of

__all__ = ["read", "tree_of"]


def tree_of(raw: bytes) -> Any:
    """Return the root of an XML file that comes from strangers: no entities, no other files.

    Raises:
        ValueError: it cannot be read, or holds what it must not.
    """
    trees = load("defusedxml.ElementTree", "defusedxml", "An import")
    try:
        return trees.fromstring(raw, forbid_dtd=True)
    except trees.ParseError as error:
        raise ValueError(f"line {error.position[0]} is no XML") from None
    except load("defusedxml.common", "defusedxml", "An import").DefusedXmlException:
        raise ValueError("it holds a document type or entities, which could be a trap") from None


def _text(node: Any, path: str) -> str:
    """Return the text at a path, "" if there is none."""
    found = node.find(path)
    return (found.text or "") if found is not None else ""


def read(root: Any) -> Read:
    """Return the questions of a file."""
    found = Read()
    for node in root.iter("question"):
        kind = node.get("type", "")
        if kind == "category":
            continue
        draft = Draft(_text(node, "idnumber") or _text(node, "name/text"))
        draft.fields["stem"] = markdown_of(_text(node, "questiontext/text"), draft)
        if kind in _TYPES:
            _TYPES[kind](node, draft)
            _rest(node, draft)
        else:
            draft.lost.append(f"there is no type for “{kind}” here.")
        if node.find(".//file") is not None:
            draft.lost.append("an image is left out.")
        draft.lost = list(dict.fromkeys(draft.lost))
        found.drafts.append(draft)
    return found


def _rest(node: Any, draft: Draft) -> None:
    """Take hint and explanation over."""
    hint = markdown_of(_text(node, "hint/text"), draft)
    if hint:
        draft.fields["hint"] = hint
    if len(node.findall("hint")) > 1:
        draft.lost.append("only the first of several hints is taken over.")
    explanation = markdown_of(_text(node, "generalfeedback/text"), draft)
    if explanation and draft.type != "reflect":
        draft.fields["explanation"] = explanation


def _options(node: Any) -> list[make.Option]:
    return [
        (_text(one, "text"), (number_of(one.get("fraction", "0")) or 0) / 100,
         _text(one, "feedback/text"))
        for one in node.findall("answer")
    ]  # fmt: skip


def _choice(node: Any, draft: Draft) -> None:
    several = _text(node, "single").strip() == "false"
    shuffle = _text(node, "shuffleanswers").strip() not in ("false", "0")
    make.choice(draft, _options(node), several, shuffle)


def _truth(node: Any, draft: Draft) -> None:
    options = [(text.capitalize(), worth, said) for text, worth, said in _options(node)]
    make.choice(draft, options, False, False)


def _numeric(node: Any, draft: Draft) -> None:
    rows = []
    for one in node.findall("answer"):
        value = number_of(_text(one, "text"))
        width = number_of(_text(one, "tolerance") or "0") or 0
        worth = number_of(one.get("fraction", "0")) or 0
        rows.append((value, width, worth, _text(one, "feedback/text")))
    rights = [row for row in rows if row[2] >= 99.9 and row[0] is not None]
    if not rights:
        draft.lost.append("no answer is a number that earns the full mark.")
        return
    value, width, _, said = rights[0]
    others = [row for row in rows if row[2] <= 0]
    low = next((r[3] for r in others if r[0] is not None and r[0] < value), "")
    high = next((r[3] for r in others if r[0] is not None and r[0] > value), "")
    rest = next((r[3] for r in others if r[0] is None), "")
    make.number(draft, value, value, width, said, low or rest, high or rest)
    if len(rights) > 1:
        draft.lost.append("only the first of several right numbers is right.")


def _match(node: Any, draft: Draft) -> None:
    rows = [(_text(s, "text"), _text(s, "answer/text")) for s in node.findall("subquestion")]
    pairs = [row for row in rows if row[0].strip()]
    others = [row[1] for row in rows if not row[0].strip()]
    make.match(draft, pairs, others, *_whole(node))


def _order(node: Any, draft: Draft) -> None:
    make.order(draft, [_text(one, "text") for one in node.findall("answer")], *_whole(node))


def _whole(node: Any) -> tuple[str, str]:
    """Return the feedback on a right and on a wrong answer."""
    right = _text(node, "correctfeedback/text")
    return right, _text(node, "incorrectfeedback/text") or _text(
        node, "partiallycorrectfeedback/text"
    )


def _essay(node: Any, draft: Draft) -> None:
    make.essay(draft, _text(node, "graderinfo/text") or _text(node, "generalfeedback/text"))


_TYPES: dict[str, Callable[[Any, Draft], None]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "numerical": _numeric,
    "matching": _match,
    "ordering": _order,
    "essay": _essay,
}
