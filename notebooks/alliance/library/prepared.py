"""What was read of a data package and found sound, kept so that no other kernel need do it again.

Reading and checking tens of thousands of cells takes longer than all the rest of opening a lesson.
Once a package has been read without a single problem, what was read is kept in one file. Nothing
in it can run: it is JSON, and its values are text, numbers and lists. It is taken only if

- it was made from exactly these files: its key holds the hash of each, and of the code that reads
  them, and the versions of pandas and of this format. Skipped are thus the checks that have found
  nothing in exactly these bytes; settings, ladders and questions are checked as always;
- it is whole and was made for this learner: a code over all of it (keyed BLAKE2, RFC 7693) is
  reckoned with a secret that lies elsewhere and that only this learner can read. So a file that
  came with a download, from another computer or from somebody who can write into the same folder
  is not believed.

Anything else is passed over without a word and made anew. Where nothing can be written, as on a
read-only system, the package is read each time.

Those who build a site or set up a hub make the file once (`prepare`) and name it in
ALLIANCE_PREPARED. It has no secret, as nobody can share one with all learners: who names it vouches
for it, as for the code itself, so it must not be writable for others. ALLIANCE_CACHE names another
folder for the learner's own file; with the word `none` nothing is kept.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pandas as pd

from ..pauses import without_pauses
from ..texts import language
from ..texts.yaml_lines import parse_yaml
from ..texts.yaml_packed import digest, pack, remember
from .descriptor import DESCRIPTOR
from .frames import Unfit, packed_frame
from .package import Package

__all__ = ["files_of", "keep", "key_of", "look", "write"]

FORMAT = 1
NAMED, FOLDER, NONE = "ALLIANCE_PREPARED", "ALLIANCE_CACHE", "none"
OWN = "alliance-module"  # the folders of the system's own for caches and settings
KINDS = (".csv", ".json", ".yml", ".yaml", ".geojson")
MOST_BYTES = 100_000_000
MOST_KEPT = 8  # files of different packages; the oldest go
HERE = Path(__file__).parents[1]
READERS = ("library/*.py", "texts/*.py", "texts/*/*.yml", "dates.py", "problems.py")
# Where files have owners and may be shut; in the browser build there is one user.
MANY_USERS = os.name == "posix" and sys.platform != "emscripten"
QUESTIONS = "questions"  # the folder of question files, and the field whose items stay folded


# --- what a preparation is made from -----------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all that opening a package reads, by name relative to its folder.

    Raises:
        OSError: one cannot be read.
    """
    paths = [p for p in folder.iterdir() if p.suffix in KINDS]
    for inner, pattern in ((QUESTIONS, "*.y*ml"), ("texts", "*/*.yml")):
        paths += (folder / inner).glob(pattern)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(paths)}


def key_of(folder: Path, files: Mapping[str, bytes], pandas: str = pd.__version__) -> str:
    """Return what changes when a file, a link, the code, pandas or the language changes.

    Raises:
        OSError: the code cannot be read.
    """
    links = [name for name in files if not (folder / name).resolve().is_relative_to(folder)]
    facts = [FORMAT, pandas, language(), _code(), links]
    facts += [[name, blake2b(content).hexdigest()] for name, content in files.items()]
    return blake2b(json.dumps(facts).encode(), digest_size=32).hexdigest()


@lru_cache
def _code() -> str:
    """Return the hash of the code that reads packages and of the texts that it says."""
    read = blake2b(digest_size=32)
    for path in sorted(path for pattern in READERS for path in HERE.glob(pattern)):
        read.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return read.hexdigest()


# --- where it is kept ----------------------------------------------------------------------------


def _folder() -> Path | None:
    """Return the folder of the learner's own files, None where none are kept."""
    chosen = os.environ.get(FOLDER)
    if chosen == NONE or (sys.platform == "emscripten" and not chosen):
        return None
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs  # here, because the browser build does without it

    return platformdirs.user_cache_path(OWN, appauthor=False)


def _own_file(folder: Path) -> Path | None:
    """Return the learner's own file for a package, None where none is kept."""
    place = _folder()
    name = blake2b(str(folder).encode(), digest_size=12).hexdigest()
    return None if place is None else place / f"{name}.json"


def _secret(make: bool = False) -> bytes | None:
    """Return the learner's secret; None if there is none, or if others could have read it."""
    import platformdirs

    path = platformdirs.user_config_path(OWN, appauthor=False) / "secret"
    with suppress(OSError):
        found = _read(path, private=True)
        if found is not None and len(found) == 32:
            return found
    if make:
        with suppress(OSError):
            made = secrets.token_bytes(32)
            _replace(path, made)
            return made
    return None


def _read(path: Path, private: bool = False, guarded: bool = False) -> bytes | None:
    """Return the bytes of an ordinary file; None for anything else, or if others had access.

    Args:
        path: the file.
        private: only its owner, who is this user, may read and write it.
        guarded: only its owner, who is this user or the system, may write it.
    """
    # Not blocking: what lies there may be a pipe that never says anything.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode) or state.st_size > MOST_BYTES:
        os.close(descriptor)
        return None
    with open(descriptor, "rb") as file:
        content = file.read()
    if not MANY_USERS or not (private or guarded):
        return content
    owners = {os.getuid()} if private else {os.getuid(), 0}
    open_to_others = state.st_mode & (0o077 if private else 0o022)
    return None if open_to_others or state.st_uid not in owners else content


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable for its owner alone; OSError if it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


# --- reading and writing it --------------------------------------------------------------------


def _seal(key: str, body: bytes, secret: bytes) -> str:
    """Return the code over the key, which is always as long, and the body."""
    code = blake2b(key.encode(), key=secret, digest_size=32)
    code.update(body)
    return code.hexdigest()


def _opened(content: bytes | None, key: str, secret: bytes) -> dict[str, Any] | None:
    """Return what a file holds if it is whole and has this key, else None."""
    if content is None:
        return None
    head, _, body = content.partition(b"\n")
    wanted = f"{key} {_seal(key, body, secret)}".encode()
    return json.loads(body) if hmac.compare_digest(head, wanted) else None


def look(folder: Path, files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """Return what is prepared for a package, None if nothing is, or nothing to be believed.

    The dictionary has `tables` as read, without derived columns (see `frames`), and `yaml`, what
    the YAML files hold (see `yaml_packed`).

    Args:
        folder: of the package.
        files: see `files_of`.
    """
    with suppress(OSError, ValueError, RecursionError):
        key = key_of(folder, files)
        named, own = os.environ.get(NAMED), _own_file(folder)
        if named:
            with suppress(OSError, ValueError, RecursionError):
                found = _opened(_read(Path(named), guarded=True), key, b"")
                if found is not None:
                    return found
        secret = _secret() if own is not None else None
        if secret:
            return _opened(_read(own), key, secret)
    return None


def _body(package: Package, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return a sound package and what its YAML files hold; see `look`.

    Raises:
        Unfit: a table holds what cannot be written.
    """
    tables = {}
    for resource in json.loads(files[DESCRIPTOR].decode("utf-8-sig"))["resources"]:
        if resource["path"].endswith(".csv"):
            frame = package.tables[resource["name"]]
            tables[resource["name"]] = packed_frame(frame, _read_columns(resource))
    yaml = {}
    said = {path.name: path.read_bytes() for path in (HERE / "texts").glob("*/*.yml")}
    for name, content in {**said, **files}.items():
        if name.endswith((".yml", ".yaml")):
            text = content.decode("utf-8-sig")
            value, problem = parse_yaml(text, name)
            if problem is None and value is not None:
                yaml[digest(text)] = pack(value, QUESTIONS)
    return {"tables": tables, "yaml": yaml}


def _read_columns(resource: Mapping[str, Any]) -> list[str]:
    """Return the columns that stand in the file, with the days of dates: none that is derived."""
    found = []
    for field in resource["schema"]["fields"]:
        name = field["name"]
        found += [name, f"{name}_start", f"{name}_end"] if field.get("edtf") else [name]
    return found


@without_pauses()
def write(
    package: Package, files: Mapping[str, bytes], path: Path, secret: bytes, pandas: str
) -> bool:
    """Write the file; whether it was written: not if a file of the package has changed meanwhile.

    Args:
        package: read without a problem.
        files: what `files_of` returned before it was read.
        path: of the file.
        secret: the learner's, empty for a file that is to be named.
        pandas: the version with which it is to be used.

    Raises:
        OSError: it cannot be written.
        Unfit: see `_body`.
    """
    body = _body(package, files)
    remember(body["yaml"])
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if files_of(package.folder) != files:
        return False
    key = key_of(package.folder, files, pandas)
    _replace(path, f"{key} {_seal(key, text, secret)}\n".encode() + text)
    return True


def keep(package: Package, files: Mapping[str, bytes]) -> None:
    """Keep a package that was read without problems for this learner, if that can be done."""
    own = _own_file(package.folder)
    with suppress(OSError, ValueError, Unfit):
        secret = _secret(make=True) if own is not None else None
        if secret and write(package, files, own, secret, pd.__version__):
            _clear(own.parent)


def _clear(place: Path) -> None:
    """Remove the oldest files, if there are many."""
    found = sorted(place.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST_KEPT:]:
        with suppress(OSError):
            path.unlink()
