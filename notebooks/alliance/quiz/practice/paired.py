"""Questions that pair rows with one of their columns: each item is a row, its partner the value."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from .asked import common, gone
from .compared import in_common
from .pool import TEXT, fill, value_at
from .rows import Variant
from .template import Template
from .words import alike, gives_away

__all__ = ["build", "doubt"]

Refs = list[tuple[str, str]]


def doubt(template: Template, pool: Variant, items: Refs, rest: Refs) -> str:
    """Return why these pairs would be doubtful, "" if they are not.

    Args:
        template: of type match.
        pool: the rows.
        items: the rows to be matched, each with its partner where the column holds lists.
        rest: rows whose partners are to fit no item.
    """
    rows, column = pool.rows, template.columns["partner"]
    partners = [value_at(rows, ref, column) for ref in (*items, *rest)]
    if not all(partners) or any(alike(one, other) for one, other in combinations(partners, 2)):
        return "two of the partners say nearly the same"
    for ref, own in zip(items, partners, strict=False):
        text = rows[ref[0]][TEXT]
        others = [partner for partner in partners if partner != own]
        truths = pool.true_of(text)
        if any(alike(partner, true) for partner in others for true in truths):
            return f"more than one partner fits “{text}”"
        if gives_away(own, [], text, template.aliases):
            return f"the item “{text}” shows its partner"
    return ""


def build(template: Template, pool: Variant, refs: Any) -> dict[str, Any] | str:
    """Return the fields of a question, or a sentence that says why it would be doubtful.

    Args:
        template: of type match.
        pool: the rows.
        refs: the rows to be matched, then those that give the distractors.
    """
    rows, column = pool.rows, template.columns["partner"]
    size = len(refs) - template.distractors
    if size < 2:
        return "fewer than two rows are left to be matched"
    items, rest = list(refs[:size]), list(refs[size:])
    reason = next(filter(None, (gone(rows, ref, column) for ref in refs)), "")
    reason = reason or doubt(template, pool, items, rest)
    if reason:
        return reason
    subjects = [rows[name] for name, _ in items]
    shared = in_common(template, subjects)
    if isinstance(shared, str):
        return shared
    question = common(template, pool, shared, subjects[0])
    sources = [source for row in subjects for source in row.get("source_ids", [])]
    question["source_ids"] = list(dict.fromkeys(sources))
    question["items"] = [
        {
            "id": "=".join(filter(None, ref)),
            "text": row[TEXT],
            "partner": value_at(rows, ref, column),
            "feedback": fill(template.texts["feedback_item"], row, pool.words),
        }
        for ref, row in zip(items, subjects, strict=True)
    ]
    question["distractors"] = [value_at(rows, ref, column) for ref in rest]
    question["feedback"] = {
        word: fill(template.texts[f"feedback_{word}"], shared, pool.words)
        for word in ("right", "wrong")
    }
    return question
