"""Joins three versions of one file: as it came, yours, and that of the update.

Nothing is written here: each function returns what the file becomes, and a sentence for each
change. Tables are joined row by row and cell by cell, but a figure and its sources stay together.
`module.yml` is joined setting by setting, so that a title of yours and the date of a new release
do not disturb each other.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ..library.csv_text import tidy
from ..problems import AllianceError
from .rows import CsvGrid

__all__ = ["join_settings", "join_tables", "plain"]

SOURCES = "source_ids"
KEY = re.compile(r"^([A-Za-z_][\w-]*):", re.M)
Row = dict[str, str]
Fields = dict[str, dict]


# --- tables ---------------------------------------------------------------------------------


def plain(grid: CsvGrid, fields: Fields, whose: str) -> dict[str, Row]:
    """Return the rows of a table by id (or first column), as the code book has them.

    What a spreadsheet has turned is turned back where that is certain.

    Raises:
        AllianceError: a cell may mean two things, or two rows have one id, or none.
    """
    name = grid.path.name
    for place, column in enumerate(grid.header):
        found = tidy((row[place] for row in grid.rows), fields.get(column, {}))
        for message, (remedy, places) in found.doubts.items():
            said = message.replace("{value}", grid.rows[places[0]][place])
            row = f"row “{grid.rows[places[0]][_key(grid)]}”, column “{column}”"
            raise AllianceError(f"{whose} {name}, {row}: {said}; {remedy}.")
        for row, cell in zip(grid.rows, found.cells, strict=True):
            row[place] = cell
    keys = [row[_key(grid)] for row in grid.rows]
    for key in keys:
        if not key or keys.count(key) > 1:
            said = f"the id “{key}” stands there twice" if key else "a row has no id"
            raise AllianceError(f"{whose} {name}: {said}; give each row its own.")
    rows = zip(keys, grid.rows, strict=True)
    return {key: dict(zip(grid.header, row, strict=True)) for key, row in rows}


def _key(grid: CsvGrid) -> int:
    return grid.header.index("id") if "id" in grid.header else 0


def join_tables(
    name: str, grids: tuple[CsvGrid, CsvGrid, CsvGrid], fields: Fields
) -> tuple[CsvGrid, list[str]]:
    """Return the table of the update with your changes in it, and a sentence for each.

    Args:
        name: of the file, for the sentences.
        grids: as it came, yours, that of the update (which is changed).
        fields: of the code book, by column.

    Raises:
        AllianceError: see `plain`; also where yours has lost all its rows.
    """
    old, own, now = grids
    if old.rows and not own.rows:
        raise AllianceError(f"Your {name} holds no row but its header; restore it first.")
    before, yours = plain(old, fields, "The original"), plain(own, fields, "Your")
    there, said = plain(now, fields, "The new"), []
    for key, row in yours.items():
        if key not in before and key not in there:
            now.rows.append([row.get(column, "") for column in now.header])
            said.append(f"{name}: your row “{key}” is added.")
        else:
            said += _row(f"{name}, row “{key}”", before.get(key, {}), row, there.get(key), now)
    for key in sorted(before.keys() - yours.keys()):
        if there.get(key) == before[key]:
            del now.rows[now.find(key)]
            said.append(f"{name}: the row “{key}” is taken out, as you had done.")
        elif key in there:
            said.append(
                f"{name}: you had taken out the row “{key}”, the update changed it; it stays."
            )
    return now, said


def _row(where: str, was: Row, mine: Row, theirs: Row | None, now: CsvGrid) -> list[str]:
    """Carry the changes of one row over."""
    changed = {c: v for c, v in mine.items() if not _same(v, was.get(c))}
    if theirs is None:
        return [
            f"{where}, column “{column}”: you wrote “{value}”, but the update has taken it out."
            for column, value in changed.items()
        ]
    changed = {c: v for c, v in changed.items() if not _same(v, theirs.get(c))}
    update = {c for c, v in theirs.items() if not _same(v, was.get(c)) and c in was}
    mixed = _mixture(changed.keys(), update, {**was, **mine, **theirs}, mine, theirs)
    if mixed:
        yours = ", ".join(f"{column} “{value}”" for column, value in changed.items())
        return [
            f"{where}: you and the update changed it ({mixed}), and a figure belongs with its "
            f"sources; the row of the update stays. You had {yours}."
        ]
    said = []
    place = now.find(mine[now.header[_key(now)]]) if changed else 0
    for column, value in changed.items():
        if column not in now.header:
            said.append(f"{where}, column “{column}”: you wrote “{value}”, but the update has "
                        "taken it out.")  # fmt: skip
        elif column in update:
            said.append(f"{where}, column “{column}”: you wrote “{value}”, the update "
                        f"“{theirs[column]}”; the update stays.")  # fmt: skip
        else:
            now.rows[place][now.column(column)] = value
            said.append(f"{where}, column “{column}”: now “{value}”, as you had it.")
    return said


def _mixture(mine, theirs, every: Row, my_row: Row, their_row: Row) -> str:
    """Say why the changes of both to one row must not be joined; "" if they may be."""
    sources = {column for column in every if column.endswith(SOURCES)}
    if not mine or not theirs:
        return ""
    if sources & (set(mine) | theirs):
        return "the sources are among what was changed"
    figures = {c for c in every if _number(my_row.get(c)) or _number(their_row.get(c))}
    if sources and figures & set(mine) and figures & theirs:
        return "figures on both sides"
    return ""


def _number(cell: str | None) -> Decimal | None:
    try:
        return Decimal(cell or "x")
    except InvalidOperation:
        return None


def _same(one: str | None, other: str | None) -> bool:
    """Tell whether two cells say the same: 1.50 is 1.5."""
    if one == other:
        return True
    numbers = _number(one), _number(other)
    return None not in numbers and numbers[0] == numbers[1]


# --- settings -------------------------------------------------------------------------------


def join_settings(name: str, texts: tuple[str, str, str]) -> tuple[str, list[str], bool]:
    """Return the settings of the update with yours in them, sentences, and whether some collide.

    Args:
        name: of the file, for the sentences.
        texts: as it came, yours, that of the update.
    """
    old, own, now = (_settings(text) for text in texts)
    said, collide = [], False
    for key in dict.fromkeys([*own, *old]):
        mine, was, theirs = own.get(key), old.get(key), now.get(key)
        if _bare(mine) in (_bare(was), _bare(theirs)):
            continue
        if _bare(theirs) == _bare(was):
            if mine is None:
                del now[key]
            else:
                now[key] = mine
            said.append(f"{name}: your “{key}” is in the new version.")
        elif key == "data_as_of":
            said.append(f"{name}: “{key}” is that of the new data.")
        else:
            collide = True
            said.append(f"{name}: you and the update changed “{key}”; the update stays.")
    return "".join(now.values()), said, collide


def _settings(text: str) -> dict[str, str]:
    """Return the lines of each setting, with the comments above it; "" for what stands first."""
    text = text.replace("\r\n", "\n")
    text += "" if text.endswith("\n") else "\n"
    found, key = {"": ""}, ""
    waiting = ""  # comments and empty lines belong to the setting below them
    for line in text.splitlines(keepends=True):
        begins = KEY.match(line)
        if begins:
            key = begins[1]
            found[key] = found.get(key, "") + waiting + line
        elif not line.strip() or line.startswith("#"):
            waiting += line
            continue
        else:
            found[key] += waiting + line
        waiting = ""
    found[key] += waiting
    return found


def _bare(lines: str | None) -> str | None:
    """Return a setting without the comments and empty lines around it."""
    if lines is None:
        return None
    kept = [line.rstrip() for line in lines.splitlines() if line.strip()]
    return "\n".join(line for line in kept if not line.startswith("#"))
