"""Reading and checking a data package: CSV and GeoJSON files against `datapackage.json`.

The descriptor follows Frictionless Data Package v2 (https://datapackage.org). Of Table Schema this
room uses types (string, integer, number, boolean, list), the constraints required, unique, enum,
pattern, minimum and maximum, primary keys and foreign keys. Five properties are ours:
`"edtf": true` on a field (a date in the Extended Date/Time Format, see `dates`); `"knownFrom"` on a
table: the date columns, in order, that tell from when a row was public; `"knownWith"` on a table:
the column of the row in another table with which it became public; `"hindsight": true` on a field
whose words were written later than the row became public (see `Library.as_of`); `"ahead": true`
on one whose words speak, from their own day, of days to come (see `later`); and
`"foreignKeysOfLists"` in a schema: foreign keys of columns of lists, written like `foreignKeys`.

The `frictionless` library does the same checks and more, but takes seconds; opening a lesson may
take half of one. The tests hold the two against each other.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import dates
from ..problems import Problem, did_you_mean
from .course import Course, extend_lists
from .csv_text import read_csv, tidy
from .descriptor import DESCRIPTOR, check_descriptor, check_files
from .keys import check_keys
from .overlay import Overlay, file_of
from .shapes import read_shapes

__all__ = ["Package", "read_package"]

MORE = 5  # rows named besides the first that has the same slip
SHOWN = 3  # findings of one kind in one column; more are told in one sentence
EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.iinfo("int64").min  # what stands for NaT among the numbers of days


@dataclass
class Package:
    """What was read: tables by name, other resources by name, and what is wrong with them."""

    folder: Path
    descriptor: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    partial: set[str] = field(default_factory=set)  # tables of which some rows could not be read
    view: str = ""  # of borders, that the areas belong to; "" for all
    overlay: Overlay | None = None  # what a course lays over the tables

    def resource(self, name: str) -> dict[str, Any]:
        """Return the descriptor of one resource, {} if there is none of that name."""
        return next((r for r in self.descriptor.get("resources", []) if r["name"] == name), {})

    def shapes(self, name: str) -> dict[str, Any] | None:
        """Return the areas of a resource as GeoJSON, None if there are none.

        Those known to be sound are kept as bytes until a map wants them.
        """
        if isinstance(self.other.get(name), bytes):
            self.other[name] = json.loads(self.other[name].decode("utf-8-sig"))
            self.draw_view(name, self.view)
        return self.other.get(name)

    def draw_view(self, name: str, view: str) -> None:
        """Keep the areas that belong to a view of borders, by its name; see `borders`."""
        self.view, shapes = view, self.other.get(name)
        if view and isinstance(shapes, dict):
            kept = [f for f in shapes["features"] if view in f["properties"].get("views", [view])]
            self.other[name] = {**shapes, "features": kept}

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


@dataclass
class Column:
    """A column as it stands in the file, as plain lists: checks on lists are the quickest."""

    file: str
    name: str
    rows: list[int]
    cells: list[Any]
    doubted: set[int] = field(default_factory=set)  # places of which enough is said

    def doubts(self, doubts: dict[str, tuple[str, list[int]]]) -> list[Problem]:
        """Return a finding for each kind of doubt, with the rows, however many they are."""
        found = []
        for message, (remedy, places) in doubts.items():
            self.doubted.update(places)
            more = [str(self.rows[place]) for place in places[1:]]
            if more:
                shown = ", ".join(more[:MORE]) + (" …" if len(more) > MORE else "")
                remedy += f"; the same in {len(more)} more rows ({shown})"
            message = message.replace("{value}", str(self.cells[places[0]]))
            row = self.rows[places[0]]
            found.append(Problem(file_of(row, self.file), message, remedy, row, self.name))
        return found

    def findings(self, wrong: Iterable[bool], message: str, remedy: str) -> list[Problem]:
        """Return a finding for each cell that is wrong; `{value}` in the message is the cell."""
        places = [place for place, bad in enumerate(wrong) if bad and place not in self.doubted]
        more = [str(self.rows[place]) for place in places[1:]]
        if len(places) > SHOWN:  # one cause: a column was filled or moved as a whole
            remedy += f"; the same in {len(more)} more rows ({', '.join(more[:MORE])} …)"
            places = places[:1]
        return [
            Problem(
                file_of(self.rows[place], self.file),
                message.replace("{value}", str(self.cells[place])),
                remedy,
                row=self.rows[place],
                column=self.name,
            )
            for place in places
        ]


def _read_columns(package: Package, resource: dict) -> list[Column] | None:
    """Read a CSV file as text and check its shape: header and number of cells in each row."""
    path, fields = package.folder / resource["path"], resource["schema"].get("fields", [])
    problems = package.problems
    table = read_csv(path, problems)
    if table is None:
        return None
    found = _check_header(path.name, table.header, [f["name"] for f in fields])
    problems += found
    if found:
        return None
    if package.overlay is not None:
        table = package.overlay.over(resource, table)
    problems += table.lengths
    good = zip(*table.rows, strict=True) if table.rows else ([] for _ in table.header)
    cells = dict(zip(table.header, good, strict=True))
    columns = []
    for spec in fields:
        tidied = tidy(cells[spec["name"]], spec)
        column = Column(path.name, spec["name"], table.numbers, tidied.cells)
        problems += column.doubts(tidied.doubts)
        columns.append(column)
    return columns


def _check_header(file: str, header: list[str], wanted: list[str]) -> list[Problem]:
    """Check that a table has the columns that the code book names, each once, and no other."""
    lacking = [name for name in wanted if name not in header]
    odd = [name for name in dict.fromkeys(header) if name not in wanted]
    has = ", ".join(header)
    if 2 * len(lacking) > len(wanted):
        message = f"this is not the header row of the table: it has “{has}”"
        remedy = f"begin the file with {', '.join(wanted)}, with commas between the names"
        return [Problem(file, message, remedy, row=1)]
    found = []
    for name in lacking:
        remedy = f"add it to the header row, which has {has}"
        meant = difflib.get_close_matches(name, odd, n=1)
        if meant:  # one slip, told once
            odd.remove(meant[0])
            remedy = f"add it, or rename the column “{meant[0]}”, which {DESCRIPTOR} does not know"
        found.append(Problem(file, "the column is missing", remedy, row=1, column=name))
    for name in odd:
        message = f"{DESCRIPTOR} knows no such column ({did_you_mean(name, wanted)})"
        remedy = f"rename it, or describe it in {DESCRIPTOR}"
        found.append(Problem(file, message, remedy, row=1, column=name))
    for name in dict.fromkeys(header):
        if name in wanted and header.count(name) > 1:
            message, remedy = "the column stands there twice", "take one of the two out"
            found.append(Problem(file, message, remedy, row=1, column=name))
    return found


def _repeated(cells: Iterable[Any]) -> list[bool]:
    """Tell of each cell whether the same stands above it."""
    seen: set[Any] = set()
    return [cell in seen or seen.add(cell) is not None for cell in cells]


def _check_text(column: Column, spec: dict) -> list[Problem]:
    """Check a column while it is still text: required, enum, pattern, EDTF, unique."""
    rules, cells, found = spec.get("constraints", {}), column.cells, []
    if rules.get("required"):
        wrong = (cell == "" for cell in cells)
        found += column.findings(wrong, "the cell is empty", "fill it in")
    if "enum" in rules and spec.get("type") != "list":
        wrong = (cell != "" and cell not in rules["enum"] for cell in cells)
        remedy = f"use one of {', '.join(rules['enum'])}"
        found += column.findings(wrong, "“{value}” is not allowed", remedy)
    if "pattern" in rules:
        pattern = re.compile(rules["pattern"])
        wrong = (cell != "" and not pattern.fullmatch(cell) for cell in cells)
        remedy = f"write it as in {spec.get('example') or rules['pattern']}"
        found += column.findings(wrong, "“{value}” has the wrong form", remedy)
    if spec.get("edtf"):
        wrong = (cell != "" and not dates.is_valid(cell) for cell in cells)
        remedy = "write it as 2024-06-19, 2024-06, 2024, 2024~ (about) or 2022/2024 (from/to)"
        found += column.findings(wrong, "“{value}” is not a date", remedy)
    if rules.get("unique") and not spec.get("key"):  # keys are checked with the other keys
        wrong = (cell != "" and same for cell, same in zip(cells, _repeated(cells), strict=True))
        found += column.findings(wrong, "“{value}” stands there already", "give each row its own")
    return found


def _convert(column: Column, spec: dict, index: pd.RangeIndex) -> tuple[pd.Series, list[Problem]]:
    """Turn a text column into its type; check what only the typed value shows."""
    kind = spec.get("type", "string")
    if kind == "list":
        return pd.Series(_listed(column.cells, spec.get("delimiter", ";")), index, dtype=object), []
    texts = pd.Series(column.cells, index, dtype=object)
    if kind in ("number", "integer"):
        return _numbers(column, texts, spec)
    if kind == "boolean":
        wrong = (cell not in ("true", "false", "") for cell in column.cells)
        found = column.findings(wrong, "“{value}” is not true or false", "write either")
        return texts.map({"true": True, "false": False}), found
    return texts, []


def _listed(cells: list[str], mark: str) -> list[list[str]]:
    """Return the items of each cell; most cells hold one."""
    return [
        [item.strip() for item in cell.split(mark) if item.strip()]
        if mark in cell
        else [cell] * bool(cell)
        for cell in cells
    ]


def _numbers(column: Column, texts: pd.Series, spec: dict) -> tuple[pd.Series, list[Problem]]:
    """Turn a text column into numbers, within the bounds of the code book."""
    whole, rules, found = spec["type"] == "integer", spec.get("constraints", {}), []
    filled = np.array([cell != "" for cell in column.cells], dtype=bool)
    values = pd.to_numeric(texts.where(filled), errors="coerce").to_numpy(dtype=float)
    bad = filled & ~np.isfinite(values)
    if whole:
        bad |= np.isfinite(values) & (values != np.round(values))
    word = "a whole number" if whole else "a number"
    remedy = f"write {word} with digits and a point, without units or blanks"
    found += column.findings(bad, f"“{{value}}” is not {word}", remedy)
    low, high = rules.get("minimum", float("-inf")), rules.get("maximum", float("inf"))
    remedy = f"it must lie between {low} and {high}"
    found += column.findings((values < low) | (values > high), "{value} is out of range", remedy)
    numbers = pd.Series(values, texts.index)
    return (numbers.astype("Int64") if whole and not found else numbers), found


def _bounds(column: Column) -> dict[str, np.ndarray]:
    """Return the first and the last day of each date of a column, as two columns."""
    known = {c: dates.bounds(c) if dates.is_valid(c) else (None, None) for c in set(column.cells)}
    starts, ends = zip(*map(known.__getitem__, column.cells), strict=True) if known else ((), ())
    return {f"{column.name}_start": _days(starts), f"{column.name}_end": _days(ends)}


def _days(days: Iterable[date | None]) -> np.ndarray:
    """Return days as time stamps; numpy takes them ten times as fast as numbers of days."""
    numbers = [NO_DAY if day is None else day.toordinal() - EPOCH for day in days]
    return np.array(numbers, dtype="int64").view("datetime64[D]").astype("datetime64[s]")


def _check_ranges(columns: list[Column], typed: dict[str, Any]) -> list[Problem]:
    """Check that the lower end of a range, `low`, is not above the upper one, `high`."""
    low, high = (typed.get(name) for name in ("low", "high"))
    if low is None or high is None or "O" in (low.dtype.kind, high.dtype.kind):
        return []
    column = next(column for column in columns if column.name == "low")
    upper = next(column for column in columns if column.name == "high")
    return [
        Problem(
            file_of(column.rows[place], column.file),
            f"the range begins at {column.cells[place]} and ends at {upper.cells[place]}",
            "write the smaller number into low, the greater one into high",
            row=column.rows[place],
            column="low",
        )
        for place, wrong in enumerate((low > high).fillna(False))
        if wrong and place not in column.doubted | upper.doubted
    ][:SHOWN]


def _read_table(package: Package, resource: dict) -> None:
    """Read, check and type one table; derive first and last day of each EDTF column."""
    schema = resource.get("schema", {})
    fields, keys = schema.get("fields", []), schema.get("primaryKey", [])
    before = len(package.problems)
    columns = _read_columns(package, resource)
    if columns is None:
        return
    if len(package.problems) > before:
        package.partial.add(resource["name"])
    rows = columns[0].rows if columns else []
    # One object: pandas need not compare the indexes of the columns.
    index = pd.RangeIndex(len(rows))
    # As objects: a row of a course also knows its file (`overlay.At`).
    typed: dict[str, Any] = {"_row": pd.Series(rows, index, dtype=object)}
    for column, spec in zip(columns, fields, strict=True):
        package.problems += _check_text(column, {**spec, "key": column.name in keys})
        typed[column.name], found = _convert(column, spec, index)
        package.problems += found
        if spec.get("edtf"):
            typed |= _bounds(column)
    package.problems += _check_ranges(columns, typed)
    package.tables[resource["name"]] = pd.DataFrame(typed, index)


def _read_geojson(package: Package, resource: dict) -> None:
    """Read the areas that maps draw."""
    text = read_text(package.folder / resource["path"], package.problems)
    shapes = None if text is None else read_shapes(text, resource["path"], package.problems)
    if shapes is not None:
        package.other[resource["name"]] = shapes


def read_package(folder: Path, course: Course | None = None) -> Package:
    """Read a data package and check it.

    Args:
        folder: where `datapackage.json` stands.
        course: is laid over the tables.

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
    except (ValueError, RecursionError) as error:
        row, what = getattr(error, "lineno", ""), getattr(error, "msg", "") or "nested too deep"
        package.problems.append(
            Problem(DESCRIPTOR, f"not a data package ({what})", "mend the JSON there", row=row)
        )
        return package
    package.problems += check_descriptor(descriptor)
    if package.problems:
        return package
    package.descriptor, resources = descriptor, descriptor["resources"]
    if course is not None:
        extend_lists(course, descriptor, package.problems)
        package.overlay = Overlay(course, package.problems)
        package.overlay.check_names(resources)
        package.overlay.look_ahead(resources)
    package.problems += check_files(package.folder, resources)
    for resource in resources:
        if not (package.folder / resource["path"]).is_file():
            continue  # `check_files` has told of it
        if resource["path"].endswith(".csv"):
            _read_table(package, resource)
        elif resource["path"].endswith(".geojson"):
            _read_geojson(package, resource)
    package.problems += check_keys(package)
    for frame in package.tables.values():
        del frame["_row"]
    return package
