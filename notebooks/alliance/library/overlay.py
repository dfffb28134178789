"""Rows of a course laid over the tables of the module: rows are added, cells changed, rows dropped.

A table of a course has the name of a table of the module and as many of its columns as it needs,
`id` among them. A row with an id of its own is added. A row with an id of the module changes the
cells that are filled, and leaves the others as they are; `(empty)` empties a cell.

A figure and its sources belong together, so a row that changes a number also names the sources on
which the new number rests. And what a course changes is remembered as it was (`seen.json`, written
by the check): if a new version of the module says something else there, the check tells both sides.
Where the module has since changed the figures or sources of a row of which the course has changed
figures, sources or words, the row stays as it was when the course changed it, so that nobody's
figure gets anybody else's source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..problems import Problem, did_you_mean
from .course import COURSE, Course
from .csv_text import Table, read_csv

__all__ = ["EMPTY", "SEEN", "At", "Overlay", "file_of"]

EMPTY = "(empty)"
SEEN = "seen.json"
SOURCES = "source_ids"
APART = ("lat", "lon", "year", "number", "order")  # numbers that say where a row belongs
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
Row = dict[str, str]
Rows = dict[str, dict[str, Row | None]]


class At(int):
    """The number of a row, in a file other than that of its table."""

    file: str

    def __new__(cls, number: int, file: str) -> At:
        """Return a row number with the name of its file."""
        made = super().__new__(cls, number)
        made.file = file
        return made


def file_of(row: Any, file: str) -> str:
    """Return the file in which a row stands: that of its table, if it is not one of a course."""
    return getattr(row, "file", file)


@dataclass
class Overlay:
    """What a course lays over the tables.

    Attributes:
        course: the course.
        problems: takes what is wrong in its tables.
        notices: what has changed in the module under a change of the course; nothing stops for it.
        now: what the module says where the course changes it: table -> id -> row, None for a row
            that the course adds. The check keeps it in `seen.json`.
        cited: rows of the module to which rows of the course refer, kept there too.
        seen, cited_then: the same as they were when the check last kept them.
        wanted: ids to which rows of the course refer, by table.
        fresh: like `now`, but as the module says it today: what `alliance check --seen` keeps.
        lessons, lessons_then: titles of the lessons of the module that the course teaches, by id.
    """

    course: Course
    problems: list[Problem]
    notices: list[Problem] = field(default_factory=list)
    now: Rows = field(default_factory=dict)
    cited: Rows = field(default_factory=dict)
    seen: Rows = field(default_factory=dict)
    cited_then: Rows = field(default_factory=dict)
    wanted: dict[str, set[str]] = field(default_factory=dict)
    fresh: Rows = field(default_factory=dict)
    lessons: dict[str, str] = field(default_factory=dict)
    lessons_then: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        path = self.course.folder / SEEN
        if path.is_file():
            try:
                kept = json.loads(path.read_text("utf-8"))
                self.seen, self.cited_then = _whole(kept["changed"]), _whole(kept["cited"])
                self.lessons_then = {str(k): str(v) for k, v in kept.get("lessons", {}).items()}
            except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
                message = "it cannot be read, so changes of the module under yours are not seen"
                remedy = "delete it; the next check writes it again"
                self.notices.append(Problem(self.course.file(SEEN), message, remedy))

    def check_names(self, resources: list[dict[str, Any]]) -> None:
        """Note tables of the course, or in its `drop`, that the module does not have."""
        tables = [one["name"] for one in resources if one["path"].endswith(".csv")]
        for name in self.course.tables():
            if name not in tables:
                message = "the module has no table of this name"
                remedy = did_you_mean(name, tables).rstrip("?")
                self.problems.append(Problem(self._file(name), message, remedy))
        line = self.course.settings.get("lines", {}).get("drop", "")
        for name in self.course.drop:
            if name not in (*tables, "questions", "sets"):
                message = f"there is no table “{name}” to drop rows of"
                remedy = did_you_mean(name, [*tables, "questions", "sets"]).rstrip("?")
                file = self.course.file(COURSE)
                self.problems.append(Problem(file, message, remedy, line, "drop"))

    def look_ahead(self, resources: list[dict[str, Any]]) -> None:
        """Note to which rows of which tables the rows of the course refer.

        A row of the module to which one of them refers, and which a new version takes out, stays.
        """
        for resource in resources:
            links = _links(resource)
            path = self.course.tables().get(resource["name"])
            table = read_csv(path, []) if path and links else None
            key = _key(resource) if links else ""
            rows = (
                [dict(zip(table.header, row, strict=True)) for row in table.rows] if table else []
            )
            then = self.seen.get(resource["name"], {})
            rows += [then[r[key]] for r in rows if r.get(key) in then and then[r[key]]]
            for column, target, mark in links:
                for row in rows:
                    parts = row.get(column, "").split(mark) if mark else [row.get(column, "")]
                    named = {part.strip() for part in parts if part.strip()}
                    self.wanted.setdefault(target, set()).update(named)

        self._look_into_prose()

    def _look_into_prose(self) -> None:
        """Note the sources that questions and lessons of the course may cite."""
        files = [p for kind in ("questions/*.y*ml", "notebooks/*.ipynb", "*.yml")
                 for p in sorted(self.course.folder.glob(kind))]  # fmt: skip
        for path in files:
            try:
                words = set(SLUG.findall(path.read_text("utf-8-sig")))
            except (OSError, UnicodeDecodeError):
                continue  # told where the file is read
            self.wanted.setdefault("sources", set()).update(words)

    def _file(self, table: str) -> str:
        return self.course.file("tables", f"{table}.csv")

    def over(self, resource: dict[str, Any], table: Table) -> Table:
        """Return a table of the module with the rows of the course in it."""
        name, fields = resource["name"], resource["schema"]["fields"]
        key = _key(resource)
        if self.course.blank:
            table = Table(list(table.header), [], [])
        if key not in table.header:
            return table
        own = self._read(name, [spec["name"] for spec in fields], key)
        if own is None and name not in self.course.drop and name not in self.wanted:
            return table
        place = table.header.index(key)
        rows = {row[place]: dict(zip(table.header, row, strict=True)) for row in table.rows}
        changed = self._changed(name, fields, key, rows, own) if own else {}
        gone = self._dropped(name, rows, changed)
        result = Table(list(table.header), lengths=list(table.lengths))
        for row, number in zip(table.rows, table.numbers, strict=True):
            one = row[place]
            if one in gone:
                continue
            if one in changed:
                cells, number = changed.pop(one)
                row = [cells[column] for column in table.header]
            result.rows.append(row)
            result.numbers.append(number)
        for cells, number in [*changed.values(), *self._kept(name, rows, gone, changed)]:
            result.rows.append([cells.get(column, "") for column in table.header])
            result.numbers.append(number)
        return result

    def _kept(
        self, name: str, rows: dict[str, Row], gone: set[str], changed: dict
    ) -> list[tuple[Row, At]]:
        """Return the rows that the module has taken out and to which the course refers."""
        kept, file = [], self.course.file(SEEN)
        for one in sorted(self.wanted.get(name, ())):
            was = self.cited_then.get(name, {}).get(one)
            if one in rows:
                self.cited.setdefault(name, {})[one] = rows[one]
            elif was is not None and one not in gone and one not in changed:
                message = f"the module has taken “{one}” out of {name}.csv, and your rows name it"
                remedy = f"copy it into {self._file(name)}, or name another one"
                self.notices.append(Problem(file, message + "; it stays as it was", remedy))
                self.cited.setdefault(name, {})[one] = was
                kept.append((was, At(1, file)))
        return kept

    # --- the tables of the course -------------------------------------------------------------

    def _read(self, name: str, columns: list[str], key: str) -> list[tuple[At, Row]] | None:
        """Return the rows of a table of the course with their numbers; None without a table."""
        path = self.course.tables().get(name)
        if path is None:
            return None
        file, found = self._file(name), []
        table = read_csv(path, found)
        if table is not None:
            found += table.lengths + self._header(file, table.header, columns, key)
        self.problems += [replace(problem, file=file) for problem in found]
        if table is None or found:
            return None
        rows, seen = [], set()
        for number, row in zip(table.numbers, table.rows, strict=True):
            cells = dict(zip(table.header, row, strict=True))
            if not cells[key] or cells[key] in seen:
                message = f"the id “{cells[key]}” stands there already" if cells[key] else (
                    "the row has no id")  # fmt: skip
                remedy = "join the two rows" if cells[key] else "write one: of the module, or new"
                self.problems.append(Problem(file, message, remedy, number, key))
                continue
            seen.add(cells[key])
            rows.append((At(number, file), cells))
        return rows

    def _header(self, file: str, header: list[str], columns: list[str], key: str) -> list[Problem]:
        found = []
        if key not in header:
            message = "the column is missing"
            found.append(Problem(file, message, "add it: it says which row is meant", 1, key))
        for column in dict.fromkeys(header):
            if column not in columns:
                message = "the table of the module has no such column"
                remedy = did_you_mean(column, columns).rstrip("?")
                found.append(Problem(file, message, remedy, 1, column))
            elif header.count(column) > 1:
                remedy = "take one of the two out"
                found.append(Problem(file, "the column stands there twice", remedy, 1, column))
        return found

    def _changed(
        self, name: str, fields: list[dict], key: str, rows: dict[str, Row], own: list
    ) -> dict[str, tuple[Row, At]]:
        """Return the rows that the course adds or changes, as they are to be."""
        changed: dict[str, tuple[Row, At]] = {}
        seen, now = self.seen.get(name, {}), self.now.setdefault(name, {})
        fresh = self.fresh.setdefault(name, {})
        figures = [s["name"] for s in fields if s.get("type") in ("number", "integer")]
        figures = [column for column in figures if column not in APART]
        for at, cells in own:
            one = cells[key]
            filled = {c: v for c, v in cells.items() if v and c != key}
            mine = {c: "" if v == EMPTY else v for c, v in filled.items()}
            was, theirs = seen.get(one), rows.get(one)
            fresh[one] = theirs
            if one in seen and was is None:  # added, and the module has one of that name by now
                if theirs is not None:
                    self._tell(at, key, f"the row “{one}” is yours, and the module has one of that "
                               "name now, which is not shown", "give yours another id to have "
                               "both, or delete it to have that of the module")  # fmt: skip
                now[one] = None
                changed[one] = (_filled(mine, fields) | {key: one}, at)
                continue
            if theirs is None and was is not None:
                said = _both(mine, was)
                self._tell(at, key, f"the module has taken the row “{one}” out, which you change "
                           f"({said})", "delete your row, or fill all its columns and give it an "
                           "id of its own")  # fmt: skip
                now[one] = was
                del fresh[one]
                continue
            if theirs is None:
                now[one] = None
                changed[one] = (_filled(mine, fields) | {key: one}, at)
                continue
            self._sourced(at, one, mine, theirs, figures)
            now[one] = was if was is not None else theirs
            base = self._base(at, one, mine, was, theirs, figures) if was else theirs
            changed[one] = ({**theirs, **base, **mine}, at)
        return changed

    def _sourced(self, at: At, one: str, mine: Row, theirs: Row, figures: list[str]) -> None:
        """A figure that is changed names its sources."""
        numbers = [column for column in figures if mine.get(column, "") not in ("", theirs[column])]
        if numbers and SOURCES in theirs and not mine.get(SOURCES):
            column = numbers[0]
            message = f"you change the figure “{column}” of “{one}”, and name no source for it"
            remedy = (
                f"write on which sources your figure rests (that of the module: {theirs[SOURCES]})"
            )
            self.problems.append(Problem(at.file, message, remedy, int(at), SOURCES))

    def _base(self, at: At, one: str, mine: Row, was: Row, theirs: Row, figures: list[str]) -> Row:
        """Return the row of the module under a change: as it is now, or as it was then."""
        moved = {c: v for c, v in theirs.items() if c in was and was[c] != v}
        if not moved:
            return theirs
        told = "; ".join(
            f"{c}: “{was[c]}” when you changed it, “{v}” now"
            + (f", yours “{mine[c]}”" if c in mine else "")
            for c, v in moved.items()
        )
        bound = {*figures, SOURCES}
        apart = bound & set(moved) or (bound & set(mine) and SOURCES in theirs)
        which = "; the row stays as it was then, with your cells in it" if apart else ""
        remedy = "look at both, correct your row, and run: alliance check --seen"
        self._tell(at, next(iter(moved)), f"the module has changed the row “{one}” under your "
                   f"change ({told}){which}", remedy)  # fmt: skip
        return was if apart else theirs

    def _dropped(self, name: str, rows: dict[str, Row], changed: dict) -> set[str]:
        """Return the ids that the course drops."""
        line = self.course.settings.get("lines", {}).get("drop", "")
        file, gone = self.course.file(COURSE), set()
        for one in self.course.drop.get(name, []):
            if one in rows:
                gone.add(one)
                changed.pop(one, None)
                self.fresh.setdefault(name, {})[one] = rows[one]
                self.now.setdefault(name, {})[one] = self.seen.get(name, {}).get(one) or rows[one]
            elif one in self.seen.get(name, {}):
                message = f"you drop “{one}” of {name}, which the module has taken out itself"
                self.notices.append(Problem(file, message, "take it out of `drop`", line, "drop"))
            elif not self.course.blank:
                message = f"there is no row “{one}” in {name}.csv to drop"
                remedy = did_you_mean(one, rows).rstrip("?")
                self.problems.append(Problem(file, message, remedy, line, "drop"))
        return gone

    def _tell(self, at: At, column: str, message: str, remedy: str) -> None:
        self.notices.append(Problem(at.file, message, remedy, int(at), column))

    # --- what was seen --------------------------------------------------------------------------

    def keep(self, anew: bool = False) -> None:
        """Write what the module said under each change, as far as it is not yet remembered.

        Args:
            anew: remember what it says today instead, since the instructor has looked at it.
        """
        kept = {"changed": self.fresh if anew else self.now, "cited": self.cited}
        kept = {key: {n: rows for n, rows in value.items() if rows} for key, value in kept.items()}
        kept["lessons"] = self.lessons
        if any(kept.values()) or (self.course.folder / SEEN).is_file():
            _write(self.course.folder / SEEN, kept)


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file only if that changes it."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def _whole(value: Any) -> dict[str, dict[str, Row | None]]:
    """Return what `seen.json` holds; TypeError if it is something else."""
    for rows in value.values():
        for row in rows.values():
            if row is not None and not all(isinstance(cell, str) for cell in row.values()):
                raise TypeError
    return value


def _key(resource: dict[str, Any]) -> str:
    key = resource["schema"].get("primaryKey") or resource["schema"]["fields"][0]["name"]
    return key if isinstance(key, str) else key[0]


def _links(resource: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the columns that hold ids of other tables: column, table, mark between ids."""
    schema, found = resource.get("schema", {}), []
    specs = {spec["name"]: spec for spec in schema.get("fields", [])}
    for link in [*schema.get("foreignKeys", []), *schema.get("foreignKeysOfLists", [])]:
        column = link["fields"] if isinstance(link["fields"], str) else link["fields"][0]
        listed = specs.get(column, {}).get("type") == "list"
        mark = specs.get(column, {}).get("delimiter", ";") if listed else ""
        found.append((column, link["reference"].get("resource") or resource["name"], mark))
    return found


def _filled(mine: Row, fields: list[dict]) -> Row:
    return {spec["name"]: mine.get(spec["name"], "") for spec in fields}


def _both(mine: Row, was: Row) -> str:
    """Return what the module said and what the course says, cell by cell."""
    return "; ".join(f"{c}: “{was.get(c, '')}”, yours “{v}”" for c, v in mine.items()) or "no cell"
