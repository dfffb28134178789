"""Checking datapackage.json itself, so that a slip in it is told like a slip in a table.

Only what reading the tables relies on; the tests hold the file against the whole
specification.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import Any

from ..problems import Problem, did_you_mean, kept
from .keys import KEYS_OF_LISTS, foreign_keys
from .patterns import why_not

__all__ = ["DESCRIPTOR", "check_descriptor", "check_files", "check_needed"]

DESCRIPTOR = "datapackage.json"
ENDINGS = (".csv", ".geojson")
TYPES = ("string", "number", "integer", "boolean", "list")
NAME = re.compile(r"[A-Za-z]\w*")
# What the module cannot do without: sources are cited everywhere.
CORE = {"sources": ("id", "title", "publisher", "date", "url")}
NEEDED = ("sources", "objectives")
WORDS = {
    str: "a text", bool: "true or false", dict: "an object in braces { }",
    list: "a list in brackets [ ]", float: "a number",
}  # fmt: skip


class _Wrong(Exception):
    """The first thing that is wrong with one resource: what follows from it is not told."""


def _get(where: dict[str, Any], key: str, kind: type, what: str, default: Any = None) -> Any:
    """Return a value that must be of a kind; without `default` it must be there."""
    if key not in where and default is not None:
        return default
    value = where.get(key)
    fits = isinstance(value, int | float) if kind is float else isinstance(value, kind)
    if not fits or (kind is float and isinstance(value, bool)) or value == "":
        raise _Wrong(f"{what} has no “{key}” that is {WORDS[kind]}", "write one")
    return value


def _texts(where: dict[str, Any], key: str, what: str) -> list[str]:
    """Return a text or a list of texts as a list; [] if nothing is written."""
    value = where.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(v, str) and v for v in listed):
        raise _Wrong(f"{what} has a “{key}” that is no list of texts", 'write ["…", "…"]')
    return listed


def check_descriptor(descriptor: Any) -> list[Problem]:
    """Return what is wrong with a descriptor: resources, fields, patterns, and links to columns."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        return [_problem("there is no list “resources”", "restore the file")]
    found, columns = [], {}
    for number, resource in enumerate(resources, start=1):
        try:
            name = _shape(resource, number)
            if name in columns:
                raise _Wrong("the name stands there twice", "give each resource its own")
            fields = resource.get("schema", {}).get("fields", [])
            columns[name] = [field["name"] for field in fields]
        except _Wrong as wrong:
            known = resource.get("name") if isinstance(resource, dict) else None
            row = known if isinstance(known, str) and known else f"resource {number}"
            found.append(_problem(*wrong.args, row))
    if found:
        return found
    for name, needed in CORE.items():
        for column in needed:
            if column not in columns.get(name, needed):
                found.append(_problem(f"there is no field “{column}”", "put it back", name))
    return found + [one for resource in resources for one in _check_links(resource, columns)]


def _shape(resource: Any, number: int) -> str:
    """Return the name of a resource; raise _Wrong if a part of it has the wrong shape."""
    if not isinstance(resource, dict):
        raise _Wrong(f"resource {number} is no object in braces {{ }}", "write name and path")
    name = _get(resource, "name", str, f"resource {number}")
    path = _get(resource, "path", str, f"resource {number}")
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path or "\0" in path:
        raise _Wrong(f"the path “{path}” leads out of the data folder", "name a file in it")
    if pure.suffix not in ENDINGS:
        remedy = f"write a path that ends with {' or '.join(ENDINGS)}, in small letters"
        raise _Wrong(f"the path “{path}” names no table and no map", remedy)
    schema = _get(resource, "schema", dict, "the resource", {})
    fields = _get(schema, "fields", list, "the schema", None if pure.suffix == ".csv" else [])
    if not fields and pure.suffix == ".csv":
        raise _Wrong("the table has no fields", "describe its columns")
    if isinstance(resource.get("knownFrom"), str):
        raise _Wrong("knownFrom is no list", 'write ["…"]')
    _texts(resource, "knownFrom", "the resource")
    _get(resource, "knownWith", str, "the resource", "-")
    _texts(schema, "primaryKey", "the schema")
    names: list[str] = []
    for place, field in enumerate(fields, start=1):
        names.append(_field(field, place))
    twice = next((n for n in names if names.count(n) > 1), "")
    if twice:
        raise _Wrong(f"the field “{twice}” stands there twice", "take one of the two out")
    for key in ("foreignKeys", KEYS_OF_LISTS):
        _foreign_keys(schema, key, fields)
    return name


def _foreign_keys(schema: dict[str, Any], key: str, fields: list[dict[str, Any]]) -> None:
    """Raise _Wrong if a foreign key has the wrong shape, or stands in the wrong list."""
    lists = {field["name"] for field in fields if field.get("type") == "list"}
    for link in _get(schema, key, list, "the schema", []):
        if not isinstance(link, dict) or not _texts(link, "fields", "a foreign key"):
            raise _Wrong("a foreign key has no “fields”", "name the column that holds the ids")
        reference = _get(link, "reference", dict, "a foreign key")
        if not isinstance(reference.get("resource", ""), str):
            raise _Wrong("a foreign key names no resource", 'write "resource": "…"')
        if not _texts(reference, "fields", "a foreign key"):
            raise _Wrong("a foreign key names no field of the other table", 'write "fields": "id"')
        for column in _texts(link, "fields", "a foreign key"):
            right = KEYS_OF_LISTS if column in lists else "foreignKeys"
            if key != right:
                message = f"the foreign key of “{column}” stands in “{key}”"
                raise _Wrong(message, f"move it to “{right}” of the same schema")


def _field(field: Any, number: int) -> str:
    """Return the name of a field; raise _Wrong if a part of it has the wrong shape."""
    if not isinstance(field, dict):
        raise _Wrong(f"field {number} is no object in braces {{ }}", "write its name and type")
    name = _get(field, "name", str, "a field")
    what = f"the field “{name}”"
    if not NAME.fullmatch(name):
        raise _Wrong(f"{what} has an odd name", "use letters, digits and _, with a letter first")
    kind = _get(field, "type", str, what, "string")
    if kind not in TYPES:
        raise _Wrong(f"{what} has the unknown type “{kind}”", did_you_mean(kind, TYPES).rstrip("?"))
    for key in ("edtf", "hindsight", "ahead"):
        _get(field, key, bool, what, False)
    _get(field, "delimiter", str, what, ";")
    for key in ("title", "description"):
        _get(field, key, str, what, "-")
    rules = _get(field, "constraints", dict, what, {})
    for key in ("required", "unique"):
        _get(rules, key, bool, what, False)
    for key in ("minimum", "maximum"):
        _get(rules, key, float, what, 0.0)
    if "enum" in rules and not _texts(rules, "enum", what):
        raise _Wrong(f"{what} has an empty “enum”", "list the values, or take it out")
    _pattern(_get(rules, "pattern", str, what, "-"), f"“{name}”")
    for one in _get(field, "categories", list, what, []):
        if not isinstance(one, dict) or not all(
            isinstance(one.get(key), str) for key in ("value", "label")
        ):
            raise _Wrong(f"{what} has a category without “value” or “label”", "write both")
    return name


def _pattern(pattern: str, what: str) -> None:
    """Raise _Wrong for a pattern that cannot be read, or that may take for ever."""
    refused = why_not(pattern)
    if refused:
        raise _Wrong(f"the pattern of {what} {refused[0]}", refused[1])


def _check_links(resource: dict[str, Any], columns: dict[str, list[str]]) -> list[Problem]:
    """Check one resource: its keys, foreign keys, `knownFrom` and `knownWith` can be used."""
    name, schema, found = resource["name"], resource.get("schema", {}), []
    for column in _texts(schema, "primaryKey", ""):
        if column not in columns[name]:
            message = f"the primary key names “{column}”, which is not described"
            found.append(_problem(message, "name a field that is", name))
    keys = foreign_keys(resource)
    for link in keys:
        reference = link["reference"]
        target = reference.get("resource") or name
        for table, where in ((name, link), (target, reference)):
            for column in _texts(where, "fields", ""):
                if column not in columns.get(table, []):
                    message = f"a foreign key names “{table}.{column}”, which is not described"
                    found.append(_problem(message, "name a field that is", name))
    edtf = [field["name"] for field in schema.get("fields", []) if field.get("edtf")]
    for column in _texts(resource, "knownFrom", ""):
        if column not in edtf:
            message = f"knownFrom names “{column}”, which is no EDTF date of the table"
            found.append(_problem(message, "name a field with “edtf”: true", name))
    links = [link["fields"] for link in keys]
    parent = resource.get("knownWith")
    if parent is not None and parent not in links and [parent] not in links:
        message = f"knownWith names “{parent}”, which is no foreign key of the table"
        found.append(_problem(message, "name a field that holds ids of another table", name))
    return found


def check_files(folder: Path, resources: list[dict[str, Any]]) -> list[Problem]:
    """Return which described files are not there, and else which files nothing describes."""
    there = {path.name: path for path in kept(folder.iterdir()) if path.suffix in ENDINGS}
    described = [resource["path"] for resource in resources]
    home, found = folder.resolve(), []
    for resource in resources:
        path = folder / resource["path"]
        free = [name for name in there if name not in described]
        if not path.is_file():
            near = did_you_mean(resource["path"], free)
            remedy = near.rstrip("?") if near.startswith("did") else "put it back or restore it"
            found.append(Problem(resource["path"], "the file is missing", remedy))
        elif not path.resolve().is_relative_to(home):
            message = "the file is a link that leads out of the data folder"
            found.append(Problem(resource["path"], message, "put the file itself there"))
    if found:
        return found
    message = f"{DESCRIPTOR} does not describe this file, so nothing reads it"
    remedy = "describe it there, or move it out of the folder"
    return [Problem(name, message, remedy) for name in sorted(set(there) - set(described))]


def check_needed(tables: Collection[str]) -> list[Problem]:
    """Return a finding for each table that no lesson can open without."""
    return [
        _problem(
            f"there is no table “{name}”, which every lesson needs",
            did_you_mean(name, tables).rstrip("?"),
        )
        for name in NEEDED
        if name not in tables
    ]


def _problem(message: str, remedy: str, resource: str = "") -> Problem:
    """Return a finding; the row is the name of the resource."""
    return Problem(DESCRIPTOR, message, remedy, row=resource)
