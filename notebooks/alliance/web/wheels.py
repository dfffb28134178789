"""Archives for a page's background: what is needed of packages, in an order that never changes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import platformdirs

from ..problems import AllianceError

__all__ = ["Compile", "archive", "as_bytecode", "installed", "lock_entry", "members"]

Files = dict[str, bytes]
Compile = Callable[[Path, Path], None]
TAG = "cpython-312"
STAMP = (2020, 1, 1, 0, 0, 0)  # of every file in an archive: the day it was made is no content
LEFT_OUT = ("/tests/", "/__pycache__/", "/test/")
NATIVE = (".so", ".pyd", ".dll", ".dylib", ".pyc")


def archive(files: Files) -> bytes:
    """Return a zip of some files; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zipped:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, files[name])
    return made.getvalue()


def members(content: bytes, left_out: Iterable[str] = ()) -> Files:
    """Return the files of a zip, without those whose path holds one of some texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        names = [name for name in zipped.namelist() if not name.endswith("/")]
        return {n: zipped.read(n) for n in names if not any(text in n for text in left_out)}


def as_bytecode(
    archives: dict[str, Files], compile_folder: Compile | None, with_source: Collection[str] = ()
) -> dict[str, Files]:
    """Return archives with their modules compiled; those that cannot be stay as they are.

    Args:
        archives: files by the name of the archive that they go into.
        compile_folder: see `bytecode.find_compiler`; without it nothing is compiled.
        with_source: archives that keep their sources beside the bytecode.
    """
    if compile_folder is None:
        return archives
    made = _compiled(archives, compile_folder)
    found = {}
    for root, files in archives.items():
        if root in with_source:
            found[root] = files | {_cached(path): one for path, one in made[root].items()}
        else:
            found[root] = {p: one for p, one in files.items() if f"{p}c" not in made[root]}
            found[root] |= made[root]
    return found


def _compiled(archives: dict[str, Files], compile_folder: Compile) -> dict[str, Files]:
    """Return the bytecode of each archive; what was compiled once is kept for the next site.

    It is kept under a digest of the sources, so it needs no other sign that it is the right one.
    """
    place = _cache()
    made, open_ones = {}, {}
    for root, files in archives.items():
        sources = {path: one for path, one in files.items() if path.endswith(".py")}
        kept = place / f"{_digest(sources)}.zip" if place else None
        try:
            made[root] = members(kept.read_bytes()) if kept else None
        except (OSError, zipfile.BadZipFile):
            made[root] = None
        if made[root] is None:
            open_ones[root] = sources, kept
    if open_ones:
        with tempfile.TemporaryDirectory() as name:
            source, target = Path(name, "from"), Path(name, "to")
            source.mkdir()
            target.mkdir()
            for root, (sources, _) in open_ones.items():
                _write(sources, source / root)
            compile_folder(source, target)
            for root, (_, kept) in open_ones.items():
                made[root] = _modules(target / root)
                if kept:
                    _keep(kept, archive(made[root]))
    return made


def _cache() -> Path | None:
    """Return the folder of what was compiled, None if nothing is to be kept."""
    chosen = os.environ.get("ALLIANCE_CACHE", "")
    if chosen == "none":
        return None
    root = Path(chosen) if chosen else platformdirs.user_cache_path("alliance-module", False)
    return root / "bytecode"


def _digest(files: Files) -> str:
    made = hashlib.sha256(TAG.encode())
    for path in sorted(files):
        made.update(f"\0{path}\0{len(files[path])}\0".encode() + files[path])
    return made.hexdigest()[:32]


def _keep(path: Path, content: bytes) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_bytes(content)
        new.replace(path)


def _write(files: Files, folder: Path) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _cached(path: str) -> str:
    """Return where Python looks for the bytecode of a module whose source is there."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/__pycache__/{name.removesuffix('.pyc')}.{TAG}.pyc"


def _modules(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pyc")
    }


def installed(name: str, wanted: Iterable[str] = ("",)) -> Files:
    """Return the files of a package of this environment as far as any Python can use them.

    A compiled extension is left out: those packages have the same in plain Python.

    Args:
        name: of the distribution.
        wanted: beginnings of the paths that are needed.

    Raises:
        AllianceError: it is not installed here.
    """
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise AllianceError(
            f"The site needs the package {name}, which is not installed; install the module anew."
        ) from None
    files = {}
    for file in found.files or []:
        path = file.as_posix()
        info = ".dist-info/" in path
        if path.startswith("..") or path.endswith(NATIVE) or any(t in path for t in LEFT_OUT):
            continue
        if (info and path.rpartition("/")[2] in ("METADATA",)) or (
            not info and any(path.startswith(start) for start in wanted)
        ):
            files[path] = Path(found.locate_file(file)).read_bytes()
    top = next((p.partition("/")[0] for p in files if ".dist-info/" in p), "")
    if top:  # so that importlib.metadata can name the files
        files[f"{top}/RECORD"] = "".join(f"{path},,\n" for path in sorted(files)).encode()
    return files


def lock_entry(name: str, version: str, file: str, content: bytes) -> dict[str, Any]:
    """Return what a lock file of Pyodide says of a wheel in plain Python, or of one it knows."""
    return {
        "name": name,
        "version": version,
        "file_name": file,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": [name.replace("-", "_")],
        "depends": [],
        "unvendored_tests": False,
    }
