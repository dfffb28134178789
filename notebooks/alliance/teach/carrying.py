"""Carry your own changes over into a new version of the module: three folders, no git.

    carry("module-old-as-it-came", "module-mine", "module-new")

What you changed against the original is done again in the new version. Tables are compared row by
row and cell by cell, so a row of yours and a row of the update never disturb each other. Where both
changed the same thing the update stays, and a sentence says what you had.

All files of all three versions are read and checked before one is written, and then either all are
written or none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..library.descriptor import DESCRIPTOR
from ..library.settings import SETTINGS
from ..page import esc, sheet
from ..problems import AllianceError, left_behind
from ..texts.yaml_lines import read_yaml
from .merging import Fields, join_settings, join_tables
from .rows import read_grid

__all__ = ["carry"]

DATA = "data"
BESIDE = ".mine"  # ends the name of a file of yours that stands beside that of the update
STAGED = ".carried"  # ends the name of a file that is written but not yet in its place
KINDS = {".csv", ".yml", ".yaml", ".json", ".geojson", ".ipynb"}
JSON = {".json", ".geojson", ".ipynb"}


class Sentences(list):
    """Sentences that show themselves as a list in a notebook."""

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{esc(one)}</li>" for one in self)
        return f'{sheet()}<div class="al"><ul>{items}</ul></div>'


@dataclass
class _Plan:
    """What is to be written, by file, and what is said of it."""

    files: dict[Path, bytes] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def carry(original: str | Path, mine: str | Path, new: str | Path) -> Sentences:
    """Do your changes again in a new version, and return a sentence for each.

    Args:
        original: the version that you began from, as it came.
        mine: the same with your changes.
        new: the new version; its files are changed.
            All three are folders of the module, or their folders `data`.

    Raises:
        AllianceError: a folder is not there, or two of them are the same; a file cannot be read, or
            is a link. Then nothing has been written.
    """
    folders = [Path(place).expanduser().resolve() for place in (original, mine, new)]
    for folder in folders:
        if not folder.is_dir():
            raise AllianceError(f"There is no folder “{folder}”; name three versions.")
    if len(set(folders)) < 3:
        raise AllianceError("Two of the three folders are the same; name three versions.")
    plan, said = _Plan(), Sentences()
    for name in _names(folders):
        try:
            _file(name, folders, plan)
        except AllianceError as error:
            raise AllianceError(f"Nothing was carried over. {error}") from None
    _write(plan.files)
    said += plan.said
    return said


def _names(folders: list[Path]) -> list[str]:
    """Return the files of content in any of the three folders, relative to them.

    Raises:
        AllianceError: a file or folder among them is a link.
    """
    found = set()
    for folder in folders:
        places = [folder / DATA, folder / "notebooks"]
        places = [place for place in places if place.is_dir()] or [folder]
        paths = [path for place in places for path in _below(place)]
        for path in [*places, *paths]:
            if path.is_symlink():
                said = f"“{path.relative_to(folder)}” in “{folder.name}” is a link to another place"
                raise AllianceError(f"Nothing was carried over. {said}; put the file itself there.")
        kept = (p for p in paths if p.suffix in KINDS and left_behind(p) != "system")
        found |= {p.relative_to(folder).as_posix() for p in kept if p.is_file()}
    return sorted(found)


def _below(place: Path) -> Iterator[Path]:
    """Return what lies in a folder: of notebooks only the notebooks, else everything."""
    for path in sorted(place.iterdir()):
        if place.name == "notebooks" and path.suffix != ".ipynb":
            continue
        yield path
        if path.is_dir() and not path.is_symlink() and not left_behind(path):
            yield from _below(path)


def _file(name: str, folders: list[Path], plan: _Plan) -> None:
    """Plan what becomes of one file."""
    old, own, now = (folder / name for folder in folders)
    contents = [_content(path) if path.is_file() else None for path in (old, own, now)]
    if contents[1] is None:
        if contents[0] is not None and contents[2] is not None:
            plan.said.append(f"{name}: you had taken it out; take it out of the new version too.")
        return
    if contents[1] in (contents[0], contents[2]):
        return
    _whole(own, name)
    merge = _merge(name, contents[0] is not None)
    if contents[2] is None or contents[0] == contents[2]:
        if merge is _table:
            merge(name, folders, plan)  # checked, and in the form that the module reads
        else:
            plan.files[now] = own.read_bytes()
            plan.said.append(f"{name}: yours is in the new version.")
    elif merge:
        merge(name, folders, plan)
    else:
        plan.files[now.with_name(now.name + BESIDE)] = own.read_bytes()
        plan.said.append(
            f"{name}: you and the update changed it; yours is beside it as {now.name}{BESIDE}."
        )


def _merge(name: str, known: bool) -> Callable | None:
    """Return how a file is joined that both have changed, None if only its author can."""
    if not known:
        return None
    return _table if name.endswith(".csv") else _settings if Path(name).name == SETTINGS else None


def _whole(path: Path, name: str) -> None:
    """Raise AllianceError if a file cannot be read: it would only break the new version."""
    if path.suffix == ".csv":
        read_grid(path)
    elif path.suffix in (".yml", ".yaml"):
        problem = read_yaml(path, name)[1]
        if problem:
            raise AllianceError(str(problem))
    elif path.suffix in JSON:
        try:
            json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise AllianceError(f"{name} cannot be read ({error}); restore it first.") from None


def _content(path: Path) -> object:
    """Return what counts in a file: of a notebook the cells, without what running them left."""
    if path.suffix != ".ipynb":
        return path.read_bytes().replace(b"\r\n", b"\n")
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return path.read_bytes()


def _table(name: str, folders: list[Path], plan: _Plan) -> None:
    """Join the three versions of a table."""
    paths = [folder / name for folder in folders]
    if not paths[2].is_file():
        plan.said.append(f"{name}: the update has taken it out; yours stays with you.")
        return
    grids = tuple(read_grid(path) for path in paths)
    before = grids[2].text()
    joined, said = join_tables(name, grids, _fields(paths[2]))
    plan.said += said
    if joined.text() != before:
        plan.files[paths[2]] = joined.text().encode("utf-8")


def _fields(path: Path) -> Fields:
    """Return the fields of a table by the code book beside it, {} if that has none."""
    try:
        resources = json.loads((path.parent / DESCRIPTOR).read_bytes())["resources"]
        fields = next(r["schema"]["fields"] for r in resources if r["path"] == path.name)
        return {spec["name"]: spec for spec in fields}
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return {}


def _settings(name: str, folders: list[Path], plan: _Plan) -> None:
    """Join the three versions of module.yml; yours stands beside it where settings collide."""
    paths = [folder / name for folder in folders]
    for path in paths:
        _whole(path, name)
    texts = tuple(path.read_bytes().decode("utf-8-sig") for path in paths)
    joined, said, collide = join_settings(name, texts)
    plan.said += said
    plan.files[paths[2]] = joined.encode("utf-8")
    if collide:
        plan.files[paths[2].with_name(paths[2].name + BESIDE)] = texts[1].encode("utf-8")
        plan.said.append(f"{name}: yours is beside it as {paths[2].name}{BESIDE}.")


def _write(files: dict[Path, bytes]) -> None:
    """Write all files, or none.

    Raises:
        AllianceError: the disk is full, or a folder may not be written to.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    staged = {path: path.with_name(path.name + STAGED) for path in files}
    done: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged[path].unlink(missing_ok=True)  # what lies there may be a link
            staged[path].write_bytes(content)
        for path, waiting in staged.items():
            os.replace(waiting, path)
            done.append(path)
    except OSError as error:
        for path in done:
            if before[path] is None:
                path.unlink()
            else:
                path.write_bytes(before[path])
        said = f"{error.strerror or error} ({Path(error.filename or '').name})"
        raise AllianceError(f"Nothing was carried over: {said}.") from None
    finally:
        for waiting in staged.values():
            waiting.unlink(missing_ok=True)
