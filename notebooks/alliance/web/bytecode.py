"""Compiles modules for the Python of a page's background, so that no learner waits for it.

Pyodide's packages come as source, and to compile pandas and the standard library in a browser takes
half of the time until marking is ready. Bytecode is that of one minor version of Python, whatever
the machine; so it is made by a Python 3.12 of this computer or, without one, by Pyodide itself in
Node (`bytecode.js`). Without either the site works, only more slowly.

Run as a script, by the Python that compiles: `python3.12 bytecode.py FROM TO` writes for each `.py`
file below FROM its `.pyc` below TO. It imports nothing of the package, then.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

VERSION = (3, 12)
SITE = "/lib/python3.12/site-packages"
UNCHECKED = (1).to_bytes(4, "little")  # by content, and never compared with a source


def compiled(source: bytes, name: str) -> bytes:
    """Return the content of a `.pyc` file; SyntaxError if it is no Python of this version.

    Args:
        source: of a module.
        name: as tracebacks are to show it.
    """
    code = compile(source, name, "exec", dont_inherit=True)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def compile_folder(source: Path, target: Path) -> None:
    """Write for each module below `source` its bytecode below `target`; others are left out.

    The folders in `source` are archives: where a module will be does not tell of them.
    """
    for path in sorted(source.rglob("*.py")):
        inside = path.relative_to(source)
        try:
            made = compiled(path.read_bytes(), "/".join([SITE, *inside.parts[1:]]))
        except SyntaxError:
            continue  # a template of a module, or for another version
        file = (target / inside).with_suffix(".pyc")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)


def find_compiler(pyodide: Path | None) -> Callable[[Path, Path], None] | None:
    """Return what compiles a folder into another one for Pyodide, None if this computer cannot.

    Args:
        pyodide: folder of the distribution, for Node; None if it is none that Node could read.
    """
    for python in _pythons():
        if _is_right(python):
            return lambda source, target: _run([python, __file__, str(source), str(target)])
    node = shutil.which("node")
    if node and pyodide is not None:
        script = Path(__file__).with_name("bytecode.js")
        return lambda source, target: _run(
            [node, str(script), str(pyodide), __file__, str(source), str(target)]
        )
    return None


def _pythons() -> list[str]:
    if sys.version_info[:2] == VERSION and sys.platform != "emscripten":
        return [sys.executable]
    found = shutil.which(f"python{VERSION[0]}.{VERSION[1]}")
    return [found] if found else []


def _is_right(python: str) -> bool:
    """Ask it: a name in the path may be a shim without a Python behind it."""
    try:
        code = f"import sys; sys.exit(sys.version_info[:2] != {VERSION})"
        return subprocess.run([python, "-c", code], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _run(command: list[str]) -> None:
    # Sets of constants are written in the order of their hashes: the same bytes need the same.
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )


if __name__ == "__main__":
    compile_folder(Path(sys.argv[1]), Path(sys.argv[2]))
