"""The JSON Schema of question files, put together from what each question type says of itself.

`data/questions.schema.json` holds it for editors; write it anew with
`python -m alliance.quiz.schema <file>` after a type has changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from .fields import IDS, Schema, mapping, text
from .kinds import Kind, kinds

__all__ = ["COMMON", "question_schema", "written"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SLUG = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"}

# What every question has, whatever its type.
COMMON: dict[str, Schema] = {
    "id": {"description": "Unique over all files; answers are remembered by it.", **SLUG},
    "set": text("The set that shows the question, from `sets:` above."),
    "objective": text("A row of objectives.csv."),
    "type": {"description": "The type of the question."},
    "stem": text("The question itself, Markdown. Cite as [label](#source-id)."),
    "hint": text("Markdown, shown when the learner asks for it."),
    "explanation": text("Markdown, shown with the feedback when the question is over."),
    "source_ids": {"description": "Rows of sources.csv.", **IDS},
}
NEEDS = ("id", "set", "objective", "type", "stem", "source_ids")


def question_schema() -> Schema:
    """Return the schema of a question file (JSON Schema, draft 2020-12)."""
    known = {name: kinds()[name] for name in sorted(kinds())}
    question = {
        "type": "object",
        "properties": COMMON | {"type": COMMON["type"] | {"enum": list(known)}},
        "required": list(NEEDS),
        "allOf": [_only(name, kind) for name, kind in known.items()],
    }
    title = mapping({"title": text("Shown above the questions.")}, ("title",))
    sets = {"type": "object", "additionalProperties": title}
    file = mapping(
        {
            "lesson": text("An id among the lessons of module.yml."),
            "sets": {"description": "Questions shown together: {id: {title: …}}.", **sets},
            "questions": {"type": "array", "items": {"$ref": "#/$defs/question"}},
        },
        ("lesson", "sets", "questions"),
    )
    about = "Questions of one lesson. Made from the question types; do not edit by hand."
    head = {"$schema": DRAFT, "title": "Question file", "description": about}
    return head | file | {"$defs": {"question": question}}


def _only(name: str, kind: Kind) -> Schema:
    """Return what holds for the questions of one type."""
    found: Schema = {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}}
    if kind.fields is None:
        return found | {"then": {}}
    everywhere = {field: True for field in COMMON}
    own = mapping(everywhere | kind.fields, kind.needs)
    del own["type"]
    return found | {"then": own}


def written(schema: Schema | None = None) -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema or question_schema(), indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> Any:
    """Write the schema to the file named."""
    Path(arguments[0]).write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
