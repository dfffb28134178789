"""Scripts of the package in a test: parts of them that a page does not hand out."""

from __future__ import annotations

from typing import Any

from alliance.page import assemble

LOAD = """async ([name, script]) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  globalThis[name] = await import(address);
}"""


def import_into(frame: Any, **files: str) -> None:
    """Make what a script exports known to a page, under the name given."""
    for name, file in files.items():
        frame.evaluate(LOAD, [name, assemble(file, module=True)])
