"""Questions about one row: its own value of a column is right, values of other rows are wrong."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from .pool import TEXT, fill, text_of, value_at
from .rows import Row, Variant
from .template import WHERE, Template
from .words import alike, gives_away

__all__ = ["build", "common", "gone", "true_of"]

Refs = tuple[tuple[str, str], ...]


def true_of(template: Template, pool: Variant, row: Row) -> set[str]:
    """Return every value that answers the question about a row."""
    different = template.columns.get("different")
    stem = fill(template.texts["stem"], row, pool.words)
    return pool.true_of(stem, text_of(row[different]) if different else "")


def gone(rows: dict[str, Row], ref: tuple[str, str], column: str) -> str:
    """Return a sentence if a row has lost the value that the question was made from, else ""."""
    if ref[1] and ref[1] not in map(text_of, rows[ref[0]][column]):
        return f"the row “{ref[0]}” no longer has the value “{ref[1]}”"
    return ""


def build(template: Template, pool: Variant, refs: Refs) -> dict[str, Any] | str:
    """Return the fields of a question, or a sentence that says why it would be doubtful.

    Args:
        template: single, number or true-false with `answer:`.
        pool: the rows.
        refs: the row asked about and its value, then those that give the wrong options.
    """
    rows, column = pool.rows, template.columns["answer"]
    subject = rows[refs[0][0]]
    texts = [value_at(rows, ref, column) for ref in refs]
    lost = gone(rows, refs[0], column)
    if lost:
        return lost
    question = common(template, pool, subject, subject | {TEXT: texts[0]})
    question["source_ids"] = list(subject.get("source_ids", []))
    if template.type == "number":
        return _number(template, pool, subject, question, texts[0])
    reason = _doubt(template, pool, refs, texts, question["stem"])
    if reason:
        return reason
    options = []
    for ref, text in zip(refs, texts, strict=True):
        right = ref == refs[0]
        row = rows[ref[0]] | {TEXT: text}
        more = pool.words | {"chosen": row, "right": subject | {TEXT: texts[0]}}
        template_text = template.texts["feedback_right" if right else "feedback_wrong"]
        option = {"id": "=".join(filter(None, ref)), "text": text}
        option["feedback"] = fill(template_text, subject, more)
        options.append(option | ({"correct": True} if right else {}))
    if template.type == "single":
        return question | {"options": options}
    return _verdict(template, pool, subject, question, options)


def _doubt(template: Template, pool: Variant, refs: Refs, texts: list[str], asked: str) -> str:
    """Return what is wrong with the options, "" if nothing is."""
    if any(alike(one, other) for one, other in combinations(texts, 2)) or not all(texts):
        return "two of the options say nearly the same"
    truths = true_of(template, pool, pool.rows[refs[0][0]])
    if any(alike(text, true) for text in texts[1:] for true in truths):
        return "more than one option is true"
    if template.rule == WHERE:
        own, opposite = (pool.right, pool.wrong)
        if refs[0][0] in opposite:
            own, opposite = opposite, own
        if any(name not in opposite for name, _ in refs[1:]):
            return "a wrong option may be right by now"
    word = gives_away(texts[0], texts[1:], asked, template.aliases)
    return f"the question shows its answer (“{word}”)" if word else ""


def common(template: Template, pool: Variant, row: Row, right: Row) -> dict[str, Any]:
    """Return the fields that questions of every type have."""
    more = pool.words | {"right": right, "chosen": right}
    question: dict[str, Any] = {"type": template.type, "objective": template.objective}
    for name in ("stem", "hint", "explanation"):
        if name in template.texts:
            question[name] = fill(template.texts[name], row, more)
    return question


def _number(
    template: Template, pool: Variant, subject: Row, question: dict[str, Any], text: str
) -> dict[str, Any] | str:
    answer = text.replace(",", "").replace("−", "-")
    if not answer.replace(".", "", 1).lstrip("-").isdigit():
        return f"“{text}” is not a number"
    if gives_away(text, [], question["stem"], template.aliases):
        return "the question shows its answer"
    more = pool.words | {"right": subject | {TEXT: text}, "chosen": subject | {TEXT: text}}
    feedback = {}
    for word in ("right", "low", "high"):
        text = template.texts.get(f"feedback_{word}") or template.texts["feedback_wrong"]
        feedback[word] = fill(text, subject, more)
    fields = {"answer": answer, "tolerance": template.tolerance, "feedback": feedback}
    return question | fields | ({"unit": template.unit} if template.unit else {})


def _verdict(
    template: Template,
    pool: Variant,
    subject: Row,
    question: dict[str, Any],
    options: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return a statement to judge; the options are the reasons."""
    true = str(subject["id"]) in pool.right
    more = pool.words | {"right": subject, "chosen": subject}
    right, wrong = (
        fill(template.texts[name], subject, more) for name in ("feedback_right", "feedback_wrong")
    )
    feedback = {str(true).lower(): right, str(not true).lower(): wrong}
    own = template.texts.get("feedback_item", "")
    for option in options:
        if own:
            row = pool.rows[option["id"].partition("=")[0]]
            option["feedback"] = fill(own, row, more | {"chosen": row})
    return question | {"answer": true, "reasons": options, "feedback": feedback}
