"""A marker in a Python of its own, as a page has one: there the stand-ins stand for the widgets.

with Desk(tmp_path) as desk:
    places, told = desk.call("begin", "01-history", [{"cell": 1, "source": "…"}], [])
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.places import NOTEBOOKS

CHILD = """
import json, sys
from alliance.web.marker import serve
told = []
call = serve(lambda text: told.append(json.loads(text)), sys.argv[1])
out, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    name, given = json.loads(line)
    told.clear()
    try:
        result = json.loads(call(name, json.dumps(given)))
    except Exception as error:
        result = {"raised": repr(error)}
    print(json.dumps([result, told]), file=out, flush=True)
"""


class Desk:
    """A marker that is called by name."""

    def __init__(self, folder: Path, data: Path | None = None) -> None:
        environment = {**os.environ, "PYTHONPATH": str(NOTEBOOKS)}
        if data is not None:
            environment["ALLIANCE_DATA"] = str(data)
        self.child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.stdin.close()
        self.child.wait(30)
        self.child.stdout.close()

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
