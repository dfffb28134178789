"""Questions that compare rows: each option is a row, and the data say which is right."""

from __future__ import annotations

from typing import Any

from .asked import common
from .pool import TEXT, fill, text_of
from .rows import Row, Variant, common_columns, place
from .template import LAST, WHERE, Template
from .words import gives_away

__all__ = ["build", "in_common"]


def in_common(template: Template, rows: list[Row]) -> Row | str:
    """Return the columns in which all rows have to agree, or a sentence if they do not."""
    names = common_columns(template, rows[0])
    if any(text_of(row[name]) != text_of(rows[0][name]) for row in rows for name in names):
        return f"the rows differ in a column that begins with “{template.columns['together']}”"
    return {name: rows[0][name] for name in names}


def build(template: Template, pool: Variant, names: list[str]) -> dict[str, Any] | str:
    """Return the fields of a question, or a sentence that says why it would be doubtful.

    Args:
        template: single, multiple or order with `option:`.
        pool: the rows.
        names: ids of the rows to compare, which fit together.
    """
    rows = [pool.rows[name] for name in names]
    if template.rule != WHERE:
        rows.sort(key=lambda row: place(row, template.by))
    right = [row for row in rows if str(row["id"]) in pool.right]
    if template.rule != WHERE:
        right = rows[-1:] if template.rule == LAST else rows[:1]
    if not right or (template.rule == WHERE and len(right) == len(rows)):
        return "none of the rows is right, or all are"
    if template.type == "single" and len(right) > 1:
        return "more than one of the rows is right"
    shared = in_common(template, rows)
    if isinstance(shared, str):
        return shared
    question = common(template, pool, shared, right[0])
    sources = [source for row in rows for source in row.get("source_ids", [])]
    question["source_ids"] = list(dict.fromkeys(sources))
    if template.type == "order":
        return _order(template, pool, rows, question)
    wrong = [row[TEXT] for row in rows if row not in right]
    for row in right:
        if gives_away(row[TEXT], wrong, question["stem"], template.aliases):
            return "the question shows its answer"
    options = []
    for row in rows:
        correct = row in right
        text = template.texts["feedback_right" if correct else "feedback_wrong"]
        more = pool.words | {"right": right[0], "chosen": row}
        option = {"id": str(row["id"]), "text": row[TEXT], "feedback": fill(text, row, more)}
        options.append(option | ({"correct": True} if correct else {}))
    return question | {"options": options}


def _order(
    template: Template, pool: Variant, rows: list[Row], question: dict[str, Any]
) -> dict[str, Any]:
    """Return the rows in the right order."""
    more = pool.words | {"right": rows[0], "chosen": rows[0]}
    own = template.texts.get("feedback_item", "")
    items = [
        {"id": str(row["id"]), "text": row[TEXT], "feedback": fill(own, row, more)} for row in rows
    ]
    feedback = {
        word: fill(template.texts[f"feedback_{word}"], rows[0], more) for word in ("right", "wrong")
    }
    return question | {"items": items, "feedback": feedback}
