"""Words in which question types describe their fields: small pieces of JSON Schema.

`schema.py` puts them together, so that editors complete and check question files. Reading
(`form.py`) stays the judge: a schema cannot look up a source or run a query.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .computed import COMPUTE as WORDS

__all__ = [
    "COMPUTED",
    "DRAFT",
    "IDS",
    "SLUG",
    "Schema",
    "either",
    "flag",
    "listed",
    "mapping",
    "number",
    "one_of",
    "one_type",
    "options",
    "rows",
    "text",
    "view",
    "words",
]

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SLUG = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"}
IDS = {"type": "array", "minItems": 1, "items": {"type": "string"}}


COMPUTE: Schema = {"description": "What to compute from the rows.", "enum": list(WORDS)}


def text(about: str = "") -> Schema:
    """A text; YAML may read it as a number, which is taken as written."""
    return _about({"type": ["string", "number"]}, about)


def number(about: str = "") -> Schema:
    """A number."""
    return _about({"type": "number"}, about)


def flag(about: str = "") -> Schema:
    """True or false."""
    return _about({"type": "boolean"}, about)


def one_of(names: list[str], about: str = "") -> Schema:
    """One of some words."""
    return _about({"enum": list(names)}, about)


def either(*schemas: Schema, about: str = "") -> Schema:
    """A value that fits one of several descriptions."""
    return _about({"anyOf": list(schemas)}, about)


def listed(item: Schema, about: str = "", least: int = 1) -> Schema:
    """A list."""
    return _about({"type": "array", "minItems": least, "items": item}, about)


def mapping(fields: dict[str, Schema], needs: tuple = (), about: str = "") -> Schema:
    """A mapping with these fields and no others; a tuple in `needs` wants one of its fields."""
    schema: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    required = [name for name in needs if isinstance(name, str)]
    groups = [name for name in needs if not isinstance(name, str)]
    if required:
        schema["required"] = required
    if groups:
        schema["allOf"] = [{"anyOf": [{"required": [n]} for n in group]} for group in groups]
    return _about(schema, about)


def one_type(name: str, common: Iterable[str], fields: dict[str, Schema], needs: tuple) -> Schema:
    """The schema of the entries of one type, besides the fields that every entry has."""
    own = mapping(dict.fromkeys(common, True) | fields, needs)
    del own["type"]
    return {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": own}


def words(*keys: str, about: str = "Markdown shown with the answer.") -> Schema:
    """A mapping with exactly these keys, each with a text."""
    return mapping({key: text() for key in keys}, keys, about)


def options(about: str, marked: bool = True, feedback: bool = True, **more: Schema) -> Schema:
    """A list of options; `more` are further fields that each must have."""
    fields = {
        "text": text("Markdown."),
        "feedback": text("Markdown: why it is right or wrong."),
        "id": text("Only if the text may change later: answers are remembered by it."),
    }
    if marked:
        fields["correct"] = flag("true for a right one; leave it out otherwise.")
    needs = ("text", *more, *(["feedback"] if feedback else []))
    return listed(mapping(fields | more, needs), about, least=2)


def view() -> Schema:
    """A part of the map."""
    four = {**listed(number(), least=4), "maxItems": 4}
    return either(
        text(), four, about="Name of a view in module.yml, or west, south, east, north in degrees."
    )


def rows(about: str, needs: tuple = (), **more: Schema) -> Schema:
    """Rows of a table chosen by ids or a query, and what is made of them."""
    fields = {
        "table": text("Name of a table of the data package."),
        "where": text("A condition on its columns: category == 'treaty'."),
        "ids": IDS,
    }
    return mapping(fields | more, ("table", *needs), about)


def _about(schema: Schema, about: str) -> Schema:
    return {"description": about, **schema} if about else schema


COMPUTED = {"compute": COMPUTE, "column": text("The column to compute from.")}
