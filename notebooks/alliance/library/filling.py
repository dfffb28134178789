"""What to write into a table that is still empty: its file, its columns, and one row to copy."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

__all__ = ["FILL", "how_to_fill"]

FILL = "how_to_fill"  # the attribute of an empty table that holds the sentence
USUAL = {"number": "10", "integer": "1", "boolean": "true"}
DAY = "2024-06-19"


def how_to_fill(resource: dict[str, Any], file: str, columns: Collection[str]) -> str:
    """Return which file to fill with which columns, and one example row as a spreadsheet has it.

    Args:
        resource: the descriptor of the table.
        file: name of the file, as its author knows it.
        columns: those that stand in the file; the others are worked out from it.
    """
    specs = resource.get("schema", {}).get("fields", [])
    specs = [spec for spec in specs if spec["name"] in columns]
    needed = [spec for spec in specs if spec.get("constraints", {}).get("required")]
    free = [spec["name"] for spec in specs if spec not in needed]
    row = "; ".join(f"{spec['name']}: {_example(spec)}" for spec in needed)
    more = f" (and, if you have them, {', '.join(free)})" if free else ""
    names = ", ".join(spec["name"] for spec in needed)
    return f"fill the table {file} with the columns {names}{more}; one row, for example: {row}"


def _example(spec: dict[str, Any]) -> str:
    rules = spec.get("constraints", {})
    if spec["name"] == "id":
        return "my-first-row"
    if "enum" in rules:
        return str(rules["enum"][0])
    if spec.get("edtf"):
        return DAY
    if spec["name"].endswith("source_ids"):
        return "my-reader"
    if spec.get("type") in USUAL:
        low = rules.get("minimum")
        return USUAL[spec["type"]] if low is None else f"{low:g}"
    return f"({spec.get('title', spec['name']).lower()})"
