"""Reading and checking a data package: CSV and GeoJSON files against `datapackage.json`.

The descriptor follows Frictionless Data Package v2 (https://datapackage.org). Of Table Schema this
room uses types (string, integer, number, boolean, list), the constraints required, unique, enum,
pattern, minimum and maximum, primary keys and foreign keys. Four properties are ours:
`"edtf": true` on a field (a date in the Extended Date/Time Format, see `dates`); `"knownFrom"` on a
table: the date columns, in order, that tell from when a row was public; `"knownWith"` on a table:
the column of the row in another table with which it became public; and `"hindsight": true` on a
field whose words were written later than the row became public (see `Library.as_of`).

The `frictionless` library does the same checks and more, but takes seconds; opening a lesson may
take half of one. The tests hold the two against each other.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from . import dates
from .descriptor import DESCRIPTOR, check_descriptor
from .problems import Problem, did_you_mean

__all__ = ["Package", "read_package"]

SHOWN = 20  # findings of one kind in one column; the hundredth tells nothing new


@dataclass
class Package:
    """What was read: tables by name, other resources by name, and what is wrong with them."""

    folder: Path
    descriptor: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def resource(self, name: str) -> dict[str, Any]:
        """Return the descriptor of one resource, {} if there is none of that name."""
        return next((r for r in self.descriptor.get("resources", []) if r["name"] == name), {})

    def fields(self, name: str) -> list[dict[str, Any]]:
        """Return the field descriptors of a table."""
        return self.resource(name).get("schema", {}).get("fields", [])


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """Return the text of a UTF-8 file, or None with a finding if it cannot be had."""
    if not path.is_file():
        problems.append(Problem(path.name, "the file is missing", "put it back or restore it"))
        return None
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        line = raw.split(b"\n")[row - 1].decode("latin-1")
        problems.append(
            Problem(
                path.name,
                f"this line is not UTF-8 text (“{line[:40].strip()}…”)",
                "save the file again as “CSV UTF-8” or with the encoding UTF-8",
                row=row,
            )
        )
        return None
    if not text.strip():
        problems.append(
            Problem(path.name, "the file is empty", "restore it, or at least its header row")
        )
        return None
    return text


def _read_rows(path: Path, fields: list[dict], problems: list[Problem]) -> pd.DataFrame | None:
    """Read a CSV file as text and check its shape: header and number of cells in each row."""
    text = read_text(path, problems)
    if text is None:
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        problems.append(
            Problem(path.name, f"not readable as CSV ({error})", "look for a stray quotation mark")
        )
        return None
    header, wanted = rows[0], [f["name"] for f in fields]
    found = _check_header(path.name, header, wanted)
    problems += found
    if found:
        return None
    good = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == len(header):
            good.append((number, *row))
        elif row:  # a blank line at the end does no harm
            message = f"the row has {len(row)} cells, the header {len(header)}"
            remedy = "put texts that contain commas in quotation marks, or add the missing commas"
            problems.append(Problem(path.name, message, remedy, row=number))
    return pd.DataFrame(good, columns=["_row", *header], dtype=object)


def _check_header(file: str, header: list[str], wanted: list[str]) -> list[Problem]:
    """Check that a table has the columns that the code book names, each once, and no other."""
    if len(header) == 1 < len(wanted) and ";" in header[0]:
        # What spreadsheets save as CSV where the comma is the decimal sign.
        return [Problem(file, "semicolons separate the cells", "save it again with commas", row=1)]
    found = []
    for name in wanted:
        if name not in header:
            remedy = f"add it to the header row, which has {', '.join(header)}"
            found.append(Problem(file, "the column is missing", remedy, row=1, column=name))
    for name in dict.fromkeys(header):
        if name not in wanted:
            message = f"{DESCRIPTOR} knows no such column ({did_you_mean(name, wanted)})"
            remedy = f"rename it, or describe it in {DESCRIPTOR}"
            found.append(Problem(file, message, remedy, row=1, column=name))
        elif header.count(name) > 1:
            message, remedy = "the column stands there twice", "take one of the two out"
            found.append(Problem(file, message, remedy, row=1, column=name))
    return found


def _findings(
    file: str, frame: pd.DataFrame, bad: pd.Series, column: str, message: str, remedy: str
) -> list[Problem]:
    """Return a finding for each row where `bad` holds; `{value}` in the message is the cell."""
    hits = frame[bad.to_numpy(dtype=bool)]
    return [
        Problem(file, message.replace("{value}", str(value)), remedy, row=int(row), column=column)
        for row, value in zip(hits["_row"].head(SHOWN), hits[column].head(SHOWN), strict=True)
    ]


def _check_text(file: str, frame: pd.DataFrame, spec: dict) -> list[Problem]:
    """Check a column while it is still text: required, enum, pattern, EDTF, unique."""
    name, rules = spec["name"], spec.get("constraints", {})
    cells = frame[name]
    filled = cells != ""
    found = []
    if rules.get("required"):
        found += _findings(file, frame, ~filled, name, "the cell is empty", "fill it in")
    if "enum" in rules and spec.get("type") != "list":
        known = ", ".join(rules["enum"])
        bad = filled & ~cells.isin(rules["enum"])
        found += _findings(
            file, frame, bad, name, "“{value}” is not allowed", f"use one of {known}"
        )
    if "pattern" in rules:
        pattern = re.compile(rules["pattern"])
        bad = filled & ~cells.map(lambda cell: bool(pattern.fullmatch(cell)))
        remedy = f"write it as in {spec.get('example') or rules['pattern']}"
        found += _findings(file, frame, bad, name, "“{value}” has the wrong form", remedy)
    if spec.get("edtf"):
        bad = filled & ~cells.map(dates.is_valid)
        remedy = "write it as 2024-06-19, 2024-06, 2024, 2024~ (about) or 2022/2024 (from/to)"
        found += _findings(file, frame, bad, name, "“{value}” is not a date", remedy)
    if rules.get("unique") and not spec.get("key"):  # keys are checked with the other keys
        bad = filled & cells.duplicated()
        found += _findings(
            file, frame, bad, name, "“{value}” stands there already", "give each row its own"
        )
    return found


def _convert(file: str, frame: pd.DataFrame, spec: dict) -> tuple[pd.Series, list[Problem]]:
    """Turn a text column into its type; check what only the typed value shows."""
    name, kind, rules = spec["name"], spec.get("type", "string"), spec.get("constraints", {})
    cells, found = frame[name], []
    if kind in ("number", "integer"):
        values = pd.to_numeric(cells.where(cells != ""), errors="coerce").astype(float)
        bad = (cells != "") & (values.isna() | values.abs().eq(float("inf")))
        word = "a whole number" if kind == "integer" else "a number"
        if kind == "integer":
            bad |= values.notna() & (values % 1 != 0)
        remedy = f"write {word} with digits and a point, without units or blanks"
        found += _findings(file, frame, bad, name, f"“{{value}}” is not {word}", remedy)
        low, high = rules.get("minimum", float("-inf")), rules.get("maximum", float("inf"))
        bad = values.notna() & ((values < low) | (values > high))
        remedy = f"it must lie between {low} and {high}"
        found += _findings(file, frame, bad, name, "{value} is out of range", remedy)
        if kind == "integer" and not found:
            values = values.astype("Int64")
        return values, found
    if kind == "boolean":
        bad = ~cells.isin(["true", "false", ""])
        found += _findings(file, frame, bad, name, "“{value}” is not true or false", "write either")
        return cells.map({"true": True, "false": False}), found
    if kind == "list":
        mark = spec.get("delimiter", ";")
        parts = [[part.strip() for part in cell.split(mark) if part.strip()] for cell in cells]
        return pd.Series(parts, index=cells.index, dtype=object), found
    return cells.astype(object), found


def _check_keys(package: Package, name: str, frame: pd.DataFrame, file: str) -> list[Problem]:
    """Check the primary key and every foreign key of one table."""
    schema, found = package.resource(name).get("schema", {}), []
    key = schema.get("primaryKey", [])
    for column in [key] if isinstance(key, str) else key:
        if column in frame:
            bad = frame[column].duplicated()
            message = "the id “{value}” stands there already"
            found += _findings(file, frame, bad, column, message, "give each row its own id")
    for link in schema.get("foreignKeys", []):
        column = link["fields"] if isinstance(link["fields"], str) else link["fields"][0]
        target = link["reference"]["resource"] or name
        there = link["reference"]["fields"]
        there = there if isinstance(there, str) else there[0]
        if target not in package.tables or column not in frame:
            continue
        known = set(package.tables[target][there])
        for row, cell in zip(frame["_row"], frame[column], strict=True):
            for item in cell if isinstance(cell, list) else [cell]:
                if item and item not in known:
                    remedy = f"add it to {target}.csv first, or correct it"
                    remedy += f" ({did_you_mean(item, known)})" if known else ""
                    message = f"“{item}” is not in {target}.csv"
                    found.append(Problem(file, message, remedy, row=int(row), column=column))
    return found


def _read_table(package: Package, resource: dict) -> None:
    """Read, check and type one table; derive first and last day of each EDTF column."""
    file, name = resource["path"], resource["name"]
    fields = resource.get("schema", {}).get("fields", [])
    frame = _read_rows(package.folder / file, fields, package.problems)
    if frame is None:
        return
    typed: dict[str, Any] = {"_row": frame["_row"]}
    keys = resource.get("schema", {}).get("primaryKey", [])
    for spec in fields:
        spec = {**spec, "key": spec["name"] in keys}
        package.problems += _check_text(file, frame, spec)
        typed[spec["name"]], found = _convert(file, frame, spec)
        package.problems += found
        if spec.get("edtf"):
            spans = [
                dates.bounds(c) if dates.is_valid(c) else (None, None) for c in frame[spec["name"]]
            ]
            for end, pick in (("start", 0), ("end", 1)):
                days = pd.to_datetime(pd.Series([s[pick] for s in spans], dtype=object))
                typed[f"{spec['name']}_{end}"] = days.astype("datetime64[s]")
    package.tables[name] = pd.DataFrame(typed)


def _read_geojson(package: Package, resource: dict) -> None:
    """Read a GeoJSON feature collection; each feature needs an id of its own."""
    file = resource["path"]
    text = read_text(package.folder / file, package.problems)
    if text is None:
        return
    try:
        shapes = json.loads(text)
        ids = [feature["properties"]["id"] for feature in shapes["features"]]
    except (ValueError, KeyError, TypeError) as error:
        row = getattr(error, "lineno", "")
        package.problems.append(
            Problem(
                file, f"not a GeoJSON feature collection ({error})", "restore the file", row=row
            )
        )
        return
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        package.problems.append(
            Problem(
                file, f"the id “{twice}” stands there twice", "join the two features", row=twice
            )
        )
    problems = [p for feature in shapes["features"] for p in _check_feature(file, feature)]
    package.problems += problems
    package.other[resource["name"]] = shapes


def _check_feature(file: str, feature: dict) -> list[Problem]:
    """Check what maps take for granted: a name, a status, and polygons."""
    known, found = feature["properties"], []
    for key, wanted in (("name", "its name"), ("status", "state, disputed or occupied")):
        if not isinstance(known.get(key), str):
            message = f"the feature has no “{key}”"
            found.append(Problem(file, message, f"write {wanted}", row=known["id"], column=key))
    if (feature.get("geometry") or {}).get("type") not in ("Polygon", "MultiPolygon"):
        message, remedy = "the geometry is neither Polygon nor MultiPolygon", "draw it as either"
        found.append(Problem(file, message, remedy, row=known["id"], column="geometry"))
    return found


def read_package(folder: Path) -> Package:
    """Read a data package and check it.

    Args:
        folder: where `datapackage.json` stands.

    Returns:
        The package. Mistakes in the files are in `problems`, never raised, so that all of them
        can be told at once; a table that could not be read is missing from `tables`.
    """
    package = Package(Path(folder))
    text = read_text(package.folder / DESCRIPTOR, package.problems)
    if text is None:
        return package
    try:
        descriptor = json.loads(text)
    except ValueError as error:
        row = getattr(error, "lineno", "")
        package.problems.append(
            Problem(DESCRIPTOR, f"not a data package ({error})", "mend the JSON there", row=row)
        )
        return package
    package.problems += check_descriptor(descriptor)
    if package.problems:
        return package
    package.descriptor, resources = descriptor, descriptor["resources"]
    for resource in resources:
        if resource["path"].endswith(".csv"):
            _read_table(package, resource)
        elif resource["path"].endswith(".geojson"):
            _read_geojson(package, resource)
    for resource in resources:
        name = resource["name"]
        if name in package.tables:
            frame = package.tables[name]
            package.problems += _check_keys(package, name, frame, resource["path"])
            package.tables[name] = frame.drop(columns="_row").reset_index(drop=True)
    return package
