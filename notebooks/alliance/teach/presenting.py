"""`alliance present`: a lesson in front of a class, with the teacher's notes, offline."""

from __future__ import annotations

import argparse
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

from ..library import Library, open_library
from ..problems import AllianceError, did_you_mean
from ..texts import say

__all__ = ["add_present", "present"]


def add_present(commands: Any) -> None:
    """Add the command and what it takes to the parser of `alliance`."""
    one = commands.add_parser("present", help="show a lesson to a class, a screen at a time")
    one.add_argument("lesson", help="such as 01-history; the first letters are enough")
    one.add_argument("--data", help="the data folder, if not the module's own")
    one.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    one.add_argument("--pyodide", help="the folder of a Pyodide distribution")
    one.add_argument("--without-marking", action="store_true", help="votes only, no feedback")
    one.add_argument("--port", type=int, default=0, help="without it, a free one")


def lesson_named(name: str, library: Library) -> dict[str, Any]:
    """Return the entry of the lesson that a name, or the beginning of one, means.

    Raises:
        AllianceError: none does, or several do; names those that come near.
    """
    lessons = [entry for entry in library.settings.get("lessons", []) if entry.get("built")]
    found = [entry for entry in lessons if name == entry["id"]]
    found = found or [entry for entry in lessons if entry["id"].startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(entry["id"] for entry in found)
        raise AllianceError(f"“{name}” may be any of {listed}; write more of it.")
    hint = did_you_mean(name, [entry["id"] for entry in lessons])
    raise AllianceError(f"There is no lesson “{name}”; {hint}")


def present(chosen: argparse.Namespace, ready: Callable[[str], Any] = webbrowser.open) -> int:
    """Build one lesson with its notes, serve it on loopback and open it, until Ctrl+C.

    Raises:
        AllianceError: there is no such lesson, or it cannot be built; says why.
    """
    # Here, not above: the other commands need neither kernels nor nbconvert.
    from ..web.serve import server
    from ..web.site import build_site

    library = open_library(chosen.data)
    entry = lesson_named(chosen.lesson, library)
    _tell(say("presenting.building", title=entry["title"]))
    cache = Path(platformdirs.user_cache_dir(library.setting("name", "alliance-module")))
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:  # nothing may be written there: a folder that goes with this computer's session
        cache = Path(tempfile.mkdtemp(prefix="alliance-"))
    out = build_site(
        cache / f"present-{entry['id']}",
        data=chosen.data,
        notebooks=chosen.notebooks,
        marking=not chosen.without_marking,
        pyodide=chosen.pyodide,
        only=[entry["id"]],
        notes=True,
        tell=_tell,
    )
    with server(out, "/", chosen.port) as running:
        page = f"{Path(entry['file']).stem}.html?present"
        address = f"http://127.0.0.1:{running.server_port}/{page}"
        _tell(say("presenting.ready", address=address))
        ready(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            _tell(say("site.stopped"))
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)
