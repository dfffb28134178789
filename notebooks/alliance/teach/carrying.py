"""Carry your own changes over into a new version of the module: three folders, no git.

    carry("module-old-as-it-came", "module-mine", "module-new")

What you changed against the original is done again in the new version. Tables are compared row by
row and cell by cell, so a row of yours and a row of the update never disturb each other. Where both
changed the same thing the update stays, and a sentence says what you had.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..page import esc, sheet
from ..problems import AllianceError
from .rows import Sheet, read_sheet

__all__ = ["carry"]

DATA = "data"
BESIDE = ".mine"  # ends the name of a file of yours that stands beside that of the update
KINDS = {".csv", ".yml", ".yaml", ".json", ".geojson", ".ipynb"}


class Sentences(list):
    """Sentences that show themselves as a list in a notebook."""

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{esc(one)}</li>" for one in self)
        return f'{sheet()}<div class="al"><ul>{items}</ul></div>'


def carry(original: str | Path, mine: str | Path, new: str | Path) -> Sentences:
    """Do your changes again in a new version, and return a sentence for each.

    Args:
        original: the version that you began from, as it came.
        mine: the same with your changes.
        new: the new version; its files are changed.
            All three are folders of the module, or their folders `data`.

    Raises:
        AllianceError: a folder is not there, or two of them are the same.
    """
    folders = [Path(place).expanduser().resolve() for place in (original, mine, new)]
    for folder in folders:
        if not folder.is_dir():
            raise AllianceError(f"There is no folder “{folder}”; name three versions.")
    if len(set(folders)) < 3:
        raise AllianceError("Two of the three folders are the same; name three versions.")
    return Sentences(said for name in _names(folders) for said in _file(name, *folders))


def _names(folders: list[Path]) -> list[str]:
    """Return the files of content in any of the three folders, relative to them."""
    found = set()
    for folder in folders:
        inside = [folder / DATA] if (folder / DATA).is_dir() else [folder]
        paths = [path for place in inside for path in place.rglob("*")]
        paths += (folder / "notebooks").glob("*.ipynb")
        kept = (p for p in paths if p.suffix in KINDS and ".ipynb_checkpoints" not in p.parts)
        found |= {path.relative_to(folder).as_posix() for path in kept}
    return sorted(found)


def _file(name: str, original: Path, mine: Path, new: Path) -> Iterator[str]:
    """Carry one file over."""
    old, own, now = original / name, mine / name, new / name
    if not own.exists():
        if old.exists() and now.exists():
            yield f"{name}: you had taken it out; take it out of the new version too."
        return
    if old.exists() and _content(own) == _content(old):
        return
    if not now.exists() or (old.exists() and _content(now) == _content(old)):
        now.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(own, now)
        yield f"{name}: yours is in the new version."
    elif _content(now) == _content(own):
        return
    elif name.endswith(".csv") and old.exists():
        yield from _table(name, read_sheet(old), read_sheet(own), read_sheet(now))
    else:
        shutil.copyfile(own, now.with_name(now.name + BESIDE))
        yield f"{name}: you and the update changed it; yours is beside it as {now.name}{BESIDE}."


def _content(path: Path) -> object:
    """Return what counts in a file: of a notebook the cells, without what running them left."""
    if path.suffix != ".ipynb":
        return path.read_bytes().replace(b"\r\n", b"\n")
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return path.read_bytes()


def _table(name: str, old: Sheet, own: Sheet, now: Sheet) -> Iterator[str]:
    """Carry rows and cells of one table over."""
    before, yours, there = _keyed(old), _keyed(own), _keyed(now)
    for key, row in yours.items():
        if key not in before and key not in there:
            now.rows.append([row.get(column, "") for column in now.header])
            yield f"{name}: your row “{key}” is added."
            continue
        for column, value in row.items():
            was, is_now = before.get(key, {}).get(column), there.get(key, {}).get(column)
            if value in (was, is_now):
                continue
            where = f"{name}, row “{key}”, column “{column}”"
            if key not in there or column not in now.header:
                yield f"{where}: you wrote “{value}”, but the update has taken it out."
            elif is_now == was:
                now.rows[now.find(key)][now.column(column)] = value
                yield f"{where}: now “{value}”, as you had it."
            else:
                yield f"{where}: you wrote “{value}”, the update “{is_now}”; the update stays."
    for key in sorted(before.keys() - yours.keys()):
        if there.get(key) == before[key]:
            del now.rows[now.find(key)]
            yield f"{name}: the row “{key}” is taken out, as you had done."
        elif key in there:
            yield f"{name}: you had taken out the row “{key}”, the update changed it; it stays."
    now.save()


def _keyed(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Return the rows of a table by id (or first column) as mappings."""
    key = sheet.header.index("id") if "id" in sheet.header else 0
    return {row[key]: dict(zip(sheet.header, row, strict=False)) for row in sheet.rows}
