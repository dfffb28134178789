"""Checking datapackage.json itself, so that a slip in it is told like a slip in a table.

Only what reading the tables relies on; the tests hold the file against the whole
specification.
"""

from __future__ import annotations

import re
from typing import Any

from ..problems import Problem

__all__ = ["DESCRIPTOR", "check_descriptor"]

DESCRIPTOR = "datapackage.json"


def check_descriptor(descriptor: Any) -> list[Problem]:
    """Return what is wrong with a descriptor: resources, fields, patterns, and links to columns."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list):
        return [_problem("there is no list “resources”", "restore the file")]
    for number, resource in enumerate(resources, start=1):
        for key in ("name", "path"):
            if not isinstance(resource, dict) or not isinstance(resource.get(key), str):
                return [_problem(f"resource {number} has no “{key}”", "write it")]
    columns = {}
    for resource in resources:
        fields = resource.get("schema", {}).get("fields", [])
        if any(not isinstance(field.get("name"), str) for field in fields):
            return [_problem("a field has no “name”", "write it", resource["name"])]
        columns[resource["name"]] = [field["name"] for field in fields]
    return [finding for resource in resources for finding in _check_resource(resource, columns)]


def _check_resource(resource: dict[str, Any], columns: dict[str, list[str]]) -> list[Problem]:
    """Check one resource: its patterns, foreign keys, `knownFrom` and `knownWith` can be used."""
    name, schema, found = resource["name"], resource.get("schema", {}), []
    for field in schema.get("fields", []):
        try:
            re.compile(field.get("constraints", {}).get("pattern", ""))
        except re.error as error:
            message = f"the pattern of “{field['name']}” cannot be read ({error})"
            found.append(_problem(message, "mend it", name))
    for link in schema.get("foreignKeys", []):
        target = link["reference"]["resource"] or name
        for table, given in ((name, link["fields"]), (target, link["reference"]["fields"])):
            for column in [given] if isinstance(given, str) else given:
                if column not in columns.get(table, []):
                    message = f"a foreign key names “{table}.{column}”, which is not described"
                    found.append(_problem(message, "name a field that is", name))
    edtf = [field["name"] for field in schema.get("fields", []) if field.get("edtf")]
    for column in resource.get("knownFrom", []):
        if column not in edtf:
            message = f"knownFrom names “{column}”, which is no EDTF date of the table"
            found.append(_problem(message, "name a field with “edtf”: true", name))
    links = [link["fields"] for link in schema.get("foreignKeys", [])]
    parent = resource.get("knownWith")
    if parent is not None and parent not in links and [parent] not in links:
        message = f"knownWith names “{parent}”, which is no foreign key of the table"
        found.append(_problem(message, "name a field that holds ids of another table", name))
    return found


def _problem(message: str, remedy: str, resource: str = "") -> Problem:
    """Return a finding; the row is the name of the resource."""
    return Problem(DESCRIPTOR, message, remedy, row=resource)
