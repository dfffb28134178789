"""The JSON Schema of question files, put together from what each question type says of itself.

`data/questions.schema.json` and `data/practice.schema.json` (see `practice.schema`) hold them for
editors; write them anew with `python -m alliance.quiz.schema <folder>` after a type has changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .kinds import Kind, kinds
from .practice.schema import practice_schema
from .written.fields import DRAFT, IDS, SLUG, Schema, mapping, one_type, text

__all__ = ["COMMON", "FILES", "question_schema", "written"]

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
    title = mapping(
        {
            "title": text("Shown above the questions."),
            "core": IDS | {"description": "At most three; the others fold away as more practice."},
        },
        ("title",),
    )
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
    if kind.fields is None:
        return one_type(name, (), {}, ()) | {"then": {}}
    return one_type(name, COMMON, kind.fields, kind.needs)


FILES = {"questions.schema.json": question_schema, "practice.schema.json": practice_schema}


def written(file: str) -> str:
    """Return the text of one of the files."""
    return json.dumps(FILES[file](), indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> None:
    """Write the files to the folder named."""
    for file in FILES:
        Path(arguments[0], file).write_text(written(file), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
