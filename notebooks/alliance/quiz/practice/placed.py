"""Questions that ask for the place of a row on a map."""

from __future__ import annotations

from typing import Any

from ..land import distance
from .asked import common, true_of
from .pool import TEXT, fill, text_of
from .rows import Row, Variant
from .template import Template
from .words import alike, gives_away

__all__ = ["apart", "build"]


def apart(template: Template, one: Row, other: Row) -> bool:
    """Tell whether a mark at one of two places would be wrong for the other."""
    return distance(one["lat"], one["lon"], other["lat"], other["lon"]) > template.within


def build(template: Template, pool: Variant, refs: Any) -> dict[str, Any] | str:
    """Return the fields of a question, or a sentence that says why it would be doubtful.

    Args:
        template: of type place.
        pool: the rows, all with a position in the view.
        refs: the row asked about, then those whose places are offered beside its own.
    """
    column = template.columns["answer"]
    subject, *others = (pool.rows[name] for name, _ in refs)
    name, names = text_of(subject[column]), [text_of(row[column]) for row in others]
    if not all(alike(name, true) for true in true_of(template, pool, subject)):
        return "more than one place is true"
    if any(alike(name, other) for other in names) or len(set(names)) < len(names):
        return "two of the places have nearly the same name"
    if not all(apart(template, subject, row) for row in others):
        return "two of the places are too near each other"
    question = common(template, pool, subject, subject | {TEXT: name})
    word = gives_away(name, [], question["stem"], template.aliases)
    if word:
        return f"the question shows its answer (“{word}”)"
    more = pool.words | dict.fromkeys(("right", "chosen"), subject | {TEXT: name})
    question |= {
        "source_ids": list(subject.get("source_ids", [])),
        "view": list(template.view),
        "within_km": template.within,
        "answer": _spot(name, subject),
        "feedback": {
            word: fill(template.texts[f"feedback_{word}"], subject, more)
            for word in ("right", "wrong")
        },
    }
    if others:
        spots = zip((name, *names), (subject, *others), strict=True)
        question["places"] = [_spot(text, row) for text, row in spots]
    return question


def _spot(text: str, row: Row) -> dict[str, Any]:
    return {"text": text, "lat": row["lat"], "lon": row["lon"]}
