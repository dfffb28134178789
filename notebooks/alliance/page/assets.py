"""Scripts and sheets of the package, read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

__all__ = ["HERE", "read_asset", "slim"]

HERE = Path(__file__).parents[1]  # the package: scripts and sheets are named from there


@lru_cache
def read_asset(name: str) -> str:
    """Read a .css or .js file that stands beside this one (name relative to the package)."""
    return (HERE / name).read_text(encoding="utf-8")


def slim(text: str) -> str:
    """Return a script or sheet without its comment lines and indents, to keep notebooks small."""
    lines = (line.strip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if not line.startswith("//"))
    kept = re.sub(r"/\*.*?\*/", "", kept, flags=re.DOTALL)
    return "\n".join(line for line in kept.splitlines() if line.strip())
