"""A marker in a Python of its own, as a page has one: there the stand-ins stand for the widgets.

with Desk(tmp_path) as desk:
    places, told = desk.call("begin", "01-history", [{"cell": 1, "source": "…"}], [])
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.places import DATA, NOTEBOOKS

CHILD = """
import json, os, sys
from alliance.lesson import later
from alliance.web.marker import serve
told, call = [], None
out, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    name, given = json.loads(line)
    told.clear()
    try:
        if name == "new":
            folder, os.environ["ALLIANCE_DATA"] = given
            later.OPEN_ALL.clear()
            call = serve(lambda text: told.append(json.loads(text)), folder)
            result = None
        else:
            result = json.loads(call(name, json.dumps(given)))
    except Exception as error:
        result = {"raised": repr(error)}
    print(json.dumps([result, told]), file=out, flush=True)
"""
idle: list[subprocess.Popen] = []  # to load the package takes longer than most tests


@atexit.register
def end() -> None:
    for child in idle:
        child.stdin.close()
        child.wait(30)


def started() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(NOTEBOOKS)},
    )


class Desk:
    """A marker that is called by name."""

    def __init__(self, folder: Path, data: Path = DATA) -> None:
        self.child = idle.pop() if idle else started()
        self.call("new", str(folder), str(data))

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        idle.append(self.child)

    def call(self, name: str, *given: Any) -> tuple[Any, list[dict[str, Any]]]:
        """Call a method of the marker; return its result and all that it has told."""
        self.child.stdin.write(json.dumps([name, given]) + "\n")
        self.child.stdin.flush()
        result, told = json.loads(self.child.stdout.readline())
        assert not (isinstance(result, dict) and "raised" in result), result
        return result, told

    def open(self, cells: dict[int, str], lesson: str = "01-history", lines: list[str] = ()) -> Any:
        """Begin and run all cells; return what was told, by type."""
        listed = [{"cell": k, "source": source, "need": "panel"} for k, source in cells.items()]
        places, told = self.call("begin", lesson, listed, list(lines))
        for place in places:
            told += self.call("run", place)[1]
        return told


def of(told: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return what was told of one type."""
    return [one for one in told if one["type"] == kind]
