"""What an editor knows of a file of templates: its JSON Schema. `template` is the judge."""

from __future__ import annotations

from ..written.fields import (
    DRAFT,
    SLUG,
    Schema,
    either,
    flag,
    listed,
    mapping,
    number,
    one_of,
    one_type,
    text,
    view,
)
from .template import FIRST, LAST, MOST_DISTRACTORS, ORDER, RULES, TYPES, WHERE

__all__ = ["COMMON", "FIELDS", "practice_schema"]

COLUMN = text("A column of the table.")
QUERY = "A condition on the columns: category == 'treaty'."
FEW: Schema = {"type": "integer", "minimum": 2, "maximum": 8}
BY = {
    FIRST: text("The row that is first in this column is right."),
    LAST: text("The row that is last in this column is right."),
    ORDER: text("The rows are right in the order of this column."),
    WHERE: text(QUERY),
}
FROM = mapping(
    {
        "table": text("Name of a table of the data package."),
        "where": text(QUERY),
        "join": listed(text(), "Columns of ids: the rows meant come in as {column_other}."),
    },
    ("table",),
    "The rows that questions are made from.",
)
ITEM = text("On each item or reason.")

# What every template has, whatever its type.
COMMON: dict[str, Schema] = {
    "id": {"description": "Unique over all files; answers are remembered by it.", **SLUG},
    "group": text("The group that it is practised in, from `groups:` above."),
    "objective": text("A row of objectives.csv that an answer counts for; leave it out for none."),
    "type": one_of(list(TYPES), "The type of the questions."),
    "from": FROM,
    "stem": text("The question itself. {column} and words of `vary` are filled in."),
    "hint": text("Shown when the learner asks for it."),
    "explanation": text("Shown when the question is over. {right} is the right answer."),
    "feedback_right": text("Shown with a right answer."),
    "feedback_wrong": text("Shown with a wrong one, also before the second try. {chosen} is it."),
    "different": text("A column in which the rows must differ."),
    "near": text("Other rows come from near in this date or number."),
    "same": text("Other rows have the same in this column, if possible."),
    "low_confidence": flag("true: rows of low confidence are used too."),
    "vary": listed(
        {"type": "object", "minProperties": 1, "additionalProperties": text()},
        "Words to fill in, one mapping at a time.",
    ),
}
NEEDS = ("id", "group", "type", "from", "stem", "feedback_right", "feedback_wrong")

COMPARED: dict[str, Schema] = {
    "option": text("Text of each row as an option or item."),
    "pick": either(
        FEW, {**listed(FEW, least=2), "maxItems": 2}, about="How many rows; [4, 5] for a range."
    ),
    "together": text("A column in which the rows must agree; the stem may speak of it."),
}
WRONG = {"wrong": mapping({WHERE: text(QUERY)}, (WHERE,), "The rows that are certainly wrong.")}
CHOICES = {"choices": {"description": "How many answers are offered.", **FEW}}


def _correct(*rules: str) -> dict[str, Schema]:
    """What makes a row right: exactly one of these."""
    one = mapping({rule: BY[rule] for rule in rules}, about="What makes an answer right.")
    return {"correct": one | {"minProperties": 1, "maxProperties": 1}}


# A single choice has two shapes. Where a query says what is right, another must say what is wrong.
SINGLE: Schema = {
    "oneOf": [
        {"required": ["option", "correct"], "properties": {"answer": False, "choices": False}},
        {"required": ["answer"], "properties": dict.fromkeys(("option", "correct", "pick"), False)},
    ],
    "if": {"properties": {"correct": {"required": [WHERE]}}, "required": ["correct"]},
    "then": {"required": ["wrong"]},
}
# What each type has besides, and what it needs.
FIELDS: dict[str, dict[str, Schema]] = {
    "single": COMPARED | _correct(*RULES["single"]) | WRONG | {"answer": COLUMN} | CHOICES,
    "multiple": COMPARED | _correct(*RULES["multiple"]) | WRONG,
    "order": COMPARED | _correct(*RULES["order"]) | {"feedback_item": ITEM},
    "match": COMPARED
    | {
        "partner": text("The column with the partner of each row."),
        "distractors": {
            "description": "How many partners of other rows are offered that fit no item.",
            "type": "integer",
            "minimum": 0,
            "maximum": MOST_DISTRACTORS,
        },
        "feedback_item": ITEM,
    },
    "number": {
        "answer": COLUMN,
        "unit": text("Shown beside the field."),
        "tolerance": number("How far the number may be off."),
        "feedback_low": text("When the learner's number is too low."),
        "feedback_high": text("When it is too high."),
    },
    "true-false": {"answer": COLUMN, "feedback_item": ITEM}
    | _correct(*RULES["multiple"])
    | WRONG
    | CHOICES,
    "place": {"answer": COLUMN, "view": view(), "within_km": number("How near is near enough.")}
    | CHOICES,
}
OWN_NEEDS: dict[str, tuple] = {
    "single": (),
    "multiple": ("option", "correct", "wrong"),
    "order": ("option", "correct"),
    "match": ("option", "partner", "feedback_item"),
    "number": ("answer",),
    "true-false": ("answer", "correct", "wrong"),
    "place": ("answer", "view", "within_km"),
}


def practice_schema() -> Schema:
    """Return the schema of a file of templates (JSON Schema, draft 2020-12)."""
    types = {name: one_type(name, COMMON, FIELDS[name], OWN_NEEDS[name]) for name in TYPES}
    types["single"]["then"] |= SINGLE
    template = {
        "type": "object",
        "properties": COMMON,
        "required": list(NEEDS),
        "allOf": list(types.values()),
    }
    title = mapping({"title": text("Shown above the questions.")}, ("title",))
    file = mapping(
        {
            "groups": {
                "description": "Templates practised together: {id: {title: …}}.",
                "type": "object",
                "additionalProperties": title,
            },
            "same_words": listed(
                listed(text()), "Lists of names that give each other away.", least=0
            ),
            "practice": {"type": "array", "items": {"$ref": "#/$defs/template"}},
        },
        ("practice",),
    )
    about = "Templates of questions made from the data. Made by the module; do not edit by hand."
    head = {"$schema": DRAFT, "title": "Practice file", "description": about}
    return head | file | {"$defs": {"template": template}}
