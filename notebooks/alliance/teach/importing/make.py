"""Makes the fields of our types from what other platforms say; all readers use the same."""

from __future__ import annotations

from typing import Any

from .draft import Draft, markdown_of

__all__ = ["choice", "essay", "match", "number", "order"]

Option = tuple[str, float, str]  # HTML, what it earns (1 is all), HTML of the feedback


def choice(draft: Draft, options: list[Option], several: bool, shuffle: bool = True) -> None:
    """Make a single or a multiple choice."""
    rights = [one for one in options if (one[1] > 0 if several else one[1] >= 0.999)]
    if not rights and not several and options:
        rights = [max(options, key=lambda one: one[1])]
    if not several and any(0 < one[1] < 0.999 for one in options):
        draft.lost.append("an answer that earned a part of the mark earns nothing.")
    if not several and len(rights) > 1:
        several = True
        draft.lost.append("several answers were right by themselves; here all are wanted.")
    draft.type = "multiple" if several else "single"
    rows = []
    for text, worth, feedback in options:
        row: dict[str, Any] = {"text": markdown_of(text, draft)}
        if (text, worth, feedback) in rights:
            row["correct"] = True
        rows.append(row | _said(feedback, draft))
    draft.fields["options"] = rows
    if not shuffle:
        draft.fields["shuffle"] = False


def _said(feedback: str, draft: Draft) -> dict[str, str]:
    """Return the field of a feedback; none if there is none, which the check then asks for."""
    text = markdown_of(feedback, draft)
    return {"feedback": text} if text else {}


def _feedback(draft: Draft, **texts: str) -> None:
    """Set feedback on the whole, as far as there is any."""
    found = {name: markdown_of(text, draft) for name, text in texts.items()}
    if any(found.values()):
        draft.fields["feedback"] = {name: text for name, text in found.items() if text}


def number(
    draft: Draft, low: Any, high: Any, tolerance: Any, right: str, below: str, above: str
) -> None:
    """Make a number: a value with a tolerance, or a range."""
    draft.type = "number"
    draft.fields["answer"] = low
    if high != low:
        draft.fields["answer_high"] = high
    if tolerance:
        draft.fields["tolerance"] = tolerance
    _feedback(draft, right=right, low=below, high=above)


def match(
    draft: Draft, pairs: list[tuple[str, str]], others: list[str], right: str, wrong: str
) -> None:
    """Make a match of items with partners; `others` fit no item."""
    draft.type = "match"
    draft.fields["items"] = [
        {"text": markdown_of(item, draft), "partner": markdown_of(partner, draft)}
        for item, partner in pairs
    ]
    if others:
        draft.fields["distractors"] = [markdown_of(text, draft) for text in others]
    _feedback(draft, right=right, wrong=wrong)


def order(draft: Draft, items: list[str], right: str, wrong: str) -> None:
    """Make an order of items, given in the right one."""
    draft.type = "order"
    draft.fields["items"] = [{"text": markdown_of(item, draft)} for item in items]
    _feedback(draft, right=right, wrong=wrong)


def essay(draft: Draft, model: str) -> None:
    """Make a reflection; its model answer is what graders were told."""
    draft.type = "reflect"
    text = markdown_of(model, draft)
    if text:
        draft.fields["model"] = text
