"""Writes what marks in a page's background: Python for the browser, the module, the data.

    page = put_runtime(out, data=data_folder(), notebooks=NOTEBOOKS)
    # goes onto each page as JSON in <script id="al-runtime">, with relative addresses

Below `OUT/runtime/` stand

    pyodide-<hash>/     Pyodide, numpy, pandas and small libraries, as far as pages need them
    <hash>/*.whl        one wheel: package, notebooks and data
    worker.<hash>.js    what runs it

Every name or folder bears a hash of what it holds: a page of an old release never meets files of a
new one. A stick has the same as scripts, for a page opened from a disk may load nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..library import prepare
from ..library.course import CHOSEN
from ..library.settings import read_settings
from ..page import assemble
from ..problems import AllianceError, left_behind
from ..texts import say as words
from .bytecode import find_compiler
from .distribution import CORE, STDLIB, Distribution, find
from .lab import lab_wheels
from .wheels import Files, archive, as_bytecode, installed, lock_entry, members

__all__ = ["own_files", "put_runtime"]

PACKAGE = Path(__file__).parents[1]
ROOT = "alliance_root"  # folder of the wheel: notebooks/ and data/ side by side, as in the module
OWN = "alliance_module"
OWN_WHEEL = f"{OWN}-1-py3-none-any.whl"
SMALL, MAPPING = "libraries.zip", "maps.zip"
LOCK = "pyodide-lock.json"
PREPARED = f"{ROOT}/prepared.json"
ABI = "cp312-cp312-pyodide_2024_0_wasm32"
# What numpy and pandas do without: nothing of it is loaded with them.
NOT_NEEDED = {
    "numpy": ("/tests/", "numpy/f2py/", "numpy/distutils/", "/_examples/", ".pyi", "/include/"),
    "pandas": ("/tests/", ".pyi"),
}
# Small libraries by the beginnings of the paths that are needed of each.
FROM_PYODIDE = {"six": ("six",), "python-dateutil": ("dateutil/",), "pytz": ("pytz/",)}
LIBRARIES = {
    "pyyaml": ("yaml/",),
    "mistune": ("mistune/",),
    "fsrs": ("fsrs/",),
    "typing_extensions": ("typing_extensions.py",),
}
# Only the code that learners write themselves may draw maps: loaded when all panels are ready.
MAPS = {
    "folium": ("folium/",),
    "branca": ("branca/",),
    "jinja2": ("jinja2/",),
    "markupsafe": ("markupsafe/",),
    "xyzservices": ("xyzservices/",),
    "django-js-lib-leaflet": ("js_lib_leaflet/",),
}
USELESS = ("pytz/zoneinfo/", ".map", "leaflet-src", ".tar.gz", "/src/")


def put_runtime(
    out: Path,
    *,
    data: Path,
    notebooks: Path,
    course: Path | None = None,
    name: str = "",
    pyodide: Path | None = None,
    stick: bool = False,
    lab: bool = False,
    say: Callable[[str], None] = lambda words: None,
) -> dict[str, Any]:
    """Write the runtime of a site and return what each page has to know, as JSON.

    Args:
        out: folder of the site.
        data, notebooks: the folders of the data and of the notebooks.
        course: the folder of the course that is laid over the data.
        name: of the module, for the answers of learners; without it, as module.yml says.
        pyodide: see `distribution.find`.
        stick, lab: for pages opened from a disk; with what JupyterLite needs besides.
        say: hears what is done.

    Raises:
        AllianceError: something is missing or damaged; says what to do.
    """
    found, compiler = _found(pyodide, say)
    own = own_files(data, notebooks, course)
    if course is None:  # with one the data are read each time
        own[PREPARED] = prepared(own, found.lock["packages"]["pandas"]["version"])
    say(words("site.compile"))
    packed = _packed(_pyodide(found) | {OWN_WHEEL: own}, compiler)
    wheel = packed.pop(OWN_WHEEL)
    more = lab_wheels(found, wheel) if lab else {}
    core = {name: found.read(name) for name in CORE if name != STDLIB} | packed
    core |= {file: content for file, (content, _) in more.items()}
    core[LOCK] = _lock(found, packed, [entry for _, entry in more.values()])
    files, page = _placed(core, wheel)
    page["name"] = name or str(read_settings(data, []).get("name") or "alliance-module")
    if lab:
        page["lab"] = [entry["name"] for _, entry in more.values()] + page["packages"]
    if stick:
        files = {_script_path(path, one): _script(path, one) for path, one in files.items()}
    _write(out, files)
    return page | ({"stick": list(files)} if stick else {})


def _found(pyodide: Path | None, say: Callable[[str], None]) -> tuple[Distribution, Any]:
    """Return Pyodide, and what compiles for it; say so if nothing does."""
    found = find(pyodide)
    compiler = find_compiler(found.folder if isinstance(found.folder, Path) else None)
    if compiler is None:
        say(words("site.slow"))
    say(words("site.python"))
    return found, compiler


def _placed(core: Files, wheel: bytes) -> tuple[Files, dict[str, Any]]:
    """Return the files of the runtime by their places in the site, and where a page finds them."""
    worker = assemble("web/worker.js").encode()
    index = f"runtime/pyodide-{_digest(*core.values())}"
    wheel_path = f"runtime/{_digest(wheel)}/{OWN_WHEEL}"
    worker_path = f"runtime/worker.{_digest(worker)}.js"
    files = {f"{index}/{name}": content for name, content in core.items()}
    files |= {wheel_path: wheel, worker_path: worker}
    return files, _told(index, wheel_path, worker_path)


def _told(index: str, wheel: str, worker: str) -> dict[str, Any]:
    """Return where a page finds what it runs."""
    return {
        "index": f"{index}/",
        "lock": LOCK,
        "packages": ["numpy", "pandas"],
        "archives": [f"{index}/{SMALL}", wheel],
        "later": [f"{index}/{MAPPING}"],
        "root": ROOT,
        "worker": worker,
    }


def _packed(archives: dict[str, Files], compiler: Any) -> Files:
    """Return archives by name, compiled if there is a compiler."""
    # Prepared data are known by the code that reads them, so the module keeps its source.
    compiled = as_bytecode(archives, compiler, with_source={OWN_WHEEL})
    return {name: archive(files) for name, files in compiled.items()}


def _write(out: Path, files: Files) -> None:
    for path, content in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)


def _digest(*contents: bytes) -> str:
    made = hashlib.blake2b(digest_size=4)
    for content in contents:
        made.update(len(content).to_bytes(8, "big") + content)
    return made.hexdigest()


# --- Pyodide and libraries ------------------------------------------------------------------------


def _pyodide(found: Distribution) -> dict[str, Files]:
    """Return the archives that pages need besides the core, by name: what goes into each."""
    archives = {STDLIB: members(found.read(STDLIB))}
    for name, left_out in NOT_NEEDED.items():
        archives[_wheel_name(found, name)] = members(found.read(name), left_out)
    small: Files = {}
    for name, wanted in FROM_PYODIDE.items():
        content = members(found.read(name), USELESS)
        small |= {p: c for p, c in content.items() if any(p.startswith(w) for w in wanted)}
    archives[SMALL] = small | _libraries(LIBRARIES)
    archives[MAPPING] = _libraries(MAPS)
    return archives


def _wheel_name(found: Distribution, name: str) -> str:
    return f"{name}-{found.lock['packages'][name]['version']}-{ABI}.whl"


def _libraries(wanted: dict[str, tuple[str, ...]]) -> Files:
    """Return the files that are needed of some libraries of this environment."""
    files: Files = {}
    for name, paths in wanted.items():
        own = installed(name, paths)
        files |= {p: c for p, c in own.items() if not any(text in p for text in USELESS)}
    return files


def _lock(found: Distribution, packed: Files, more: list[dict[str, Any]]) -> bytes:
    """Return the lock file: what Pyodide may load, with checksums."""
    packages = {entry["name"].lower().replace("_", "-"): entry for entry in more}
    for name in NOT_NEEDED:
        file = _wheel_name(found, name)
        version = found.lock["packages"][name]["version"]
        packages[name] = lock_entry(name, version, file, packed[file])
    packages["pandas"]["depends"] = ["numpy"]
    return json.dumps({"info": found.lock["info"], "packages": packages}, sort_keys=True).encode()


# --- the module -----------------------------------------------------------------------------------


def own_files(data: Path, notebooks: Path, course: Path | None = None) -> Files:
    """Return what the wheel of the module holds: package, notebooks, data and course."""
    files = _tree(PACKAGE, f"{ROOT}/notebooks/{PACKAGE.name}") | _tree(data, f"{ROOT}/data")
    for path in sorted(notebooks.glob("*.ipynb")):
        files[f"{ROOT}/notebooks/{path.name}"] = path.read_bytes()
    if course is not None:
        files |= _tree(course, f"{ROOT}/{course.name}")
        files[f"{ROOT}/{CHOSEN}"] = f"{course.name}\n".encode()
    info = f"{OWN}-1.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {OWN}\nVersion: 1\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in sorted(files)).encode()
    return files


def prepared(files: Files, pandas: str) -> bytes:
    """Return what opening the data would read and check, as the files of a wheel have them.

    A page then skips it, for the files in its wheel are these; see `library.prepared`.

    Raises:
        AllianceError: the data have mistakes; says each.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for path, content in files.items():
            if path.startswith(f"{ROOT}/data/"):
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        return prepare(folder / ROOT / "data", folder / "prepared.json", pandas).read_bytes()


def _tree(folder: Path, root: str) -> Files:
    """Return the files of a folder that belong to it, by their paths below `root`."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not hidden and not left_behind(path):
            found[f"{root}/{inside.as_posix()}"] = path.read_bytes()
    if not found:
        raise AllianceError(f"The folder “{folder}” is empty; restore it.")
    return found


# --- the stick ------------------------------------------------------------------------------------


def _script_path(path: str, content: bytes) -> str:
    return f"runtime/stick/{path.rpartition('/')[2]}.{_digest(content)}.js"


def _script(path: str, content: bytes) -> bytes:
    """Return a script that hands over one file, by the last part of its path."""
    name = json.dumps(path.rpartition("/")[2])
    body = base64.b64encode(content).decode()
    return f'((window.alliance??={{}}).files??={{}})[{name}]="{body}";'.encode()
