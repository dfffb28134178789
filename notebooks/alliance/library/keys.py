"""Checking the ids of tables: each once, and each that another table names is there."""

from __future__ import annotations

from typing import Any

from ..problems import Problem, did_you_mean
from .overlay import file_of

__all__ = ["KEYS_OF_LISTS", "check_keys", "foreign_keys"]

MOST = 8  # missing ids told one by one; more have one cause: rows were lost
ROWS = 5  # rows named besides the first
# Foreign keys of columns that hold lists. The standard knows none: each id of a list is to be in
# the other table. In a property of ours they leave the package valid for tools of the standard.
KEYS_OF_LISTS = "foreignKeysOfLists"


def foreign_keys(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all foreign keys of a table, those of columns of lists among them."""
    schema = resource.get("schema", {})
    return [*schema.get("foreignKeys", []), *schema.get(KEYS_OF_LISTS, [])]


def check_keys(package: Any) -> list[Problem]:
    """Return what is wrong with primary and foreign keys.

    Args:
        package: the tables as read, with their rows in the column `_row`, and the descriptor.
    """
    found: list[Problem] = []
    lost: dict[str, dict[str, dict[tuple[str, str], list[int]]]] = {}
    for resource in package.descriptor["resources"]:
        name = resource["name"]
        if name in package.tables:
            found += _repeated(package, resource)
            for link in foreign_keys(resource):
                _missing(package, resource, link, lost)
    for target, ids in lost.items():
        file = package.resource(target)["path"]
        known = package.tables[target].get("id", [])
        if len(ids) > MOST:
            first = ", ".join(f"“{one[:40]}”" for one in list(ids)[:3])
            message = f"{len(ids)} ids that other tables name are not in it, such as {first}"
            found.append(Problem(file, message, "put the lost rows back; was the file cut off?"))
            continue
        for missing, places in ids.items():
            if package.overlay and missing in package.overlay.course.drop.get(target, ()):
                remedy = "drop the rows that name it too, or take it out of `drop` in course.yml"
                message = f"it names “{missing}” of {file}, which your course drops"
                found += [
                    Problem(where, message, remedy, rows[0], column)
                    for (where, column), rows in places.items()
                ]
                continue
            hint = did_you_mean(missing, known) if len(known) else ""
            found += _told(missing, file, places, hint)
    return found


def _first(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def _repeated(package: Any, resource: dict[str, Any]) -> list[Problem]:
    """Return a finding for each id that stands in its table already."""
    frame, schema = package.tables[resource["name"]], resource.get("schema", {})
    key, found = schema.get("primaryKey", []), []
    for column in [key] if isinstance(key, str) else key:
        seen: set[str] = set()
        for row, cell in zip(frame["_row"].tolist(), frame[column].tolist(), strict=True):
            value = str(cell)
            if value in seen:
                message = f"the id “{value}” stands there already"
                remedy = "give each row its own id"
                file = file_of(row, resource["path"])
                found.append(Problem(file, message, remedy, row, column))
            seen.add(value)
    return found


def _missing(
    package: Any,
    resource: dict[str, Any],
    link: dict[str, Any],
    lost: dict[str, dict[str, dict[tuple[str, str], list[int]]]],
) -> None:
    """Note the ids of a column that the table it refers to does not have: table, id, rows."""
    target = link["reference"].get("resource") or resource["name"]
    if target not in package.tables or target in package.partial:
        return  # what is missing there was told already
    column = _first(link["fields"])
    there = package.tables[target][_first(link["reference"]["fields"])]
    known = set(map(str, there.tolist()))
    frame = package.tables[resource["name"]]
    # As plain lists: a column of pandas hands out its cells ten times as slowly.
    for row, cell in zip(frame["_row"].tolist(), frame[column].tolist(), strict=True):
        for item in cell if isinstance(cell, list) else [cell]:
            # A cell that is no text was told when its type was read.
            if isinstance(item, str) and item and item not in known:
                places = lost.setdefault(target, {}).setdefault(item, {})
                places.setdefault((file_of(row, resource["path"]), column), []).append(row)


def _told(
    missing: str, target: str, places: dict[tuple[str, str], list[int]], hint: str
) -> list[Problem]:
    """Return a finding for each column that names a missing id, with its rows."""
    found = []
    for (file, column), rows in places.items():
        remedy = f"add it to {target} first, or correct it" + (f" ({hint})" if hint else "")
        if rows[1:]:
            shown = ", ".join(map(str, rows[1 : ROWS + 1])) + (" …" if len(rows) > ROWS + 1 else "")
            remedy += f"; the same in {len(rows) - 1} more rows ({shown})"
        found.append(Problem(file, f"“{missing}” is not in {target}", remedy, rows[0], column))
    return found
