"""Tools of the teaching module: one data package in, maps, timelines and quizzes out.

Names are loaded when they are first used, so that a cell which only opens the data does not wait
for the maps.
"""

from __future__ import annotations

import importlib
from typing import Any

# name in a notebook -> (room, name in that room; "" for the room itself)
_NAMES = {
    "open_library": ("library", "open_library"),
    "atlas": ("atlas", ""),
    "timeline": ("timeline", "timeline"),
    "quiz": ("quiz", "quiz"),
    "exercise": ("quiz", "exercise"),
    "lesson": ("lesson", ""),
    "glossary": ("lesson", "glossary"),
}

__all__ = list(_NAMES)


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"alliance has no “{name}”; it has {', '.join(_NAMES)}")
    room, inner = _NAMES[name]
    module = importlib.import_module(f".{room}", __name__)
    value = getattr(module, inner) if inner else module
    # Importing a room binds its module under the room's name: put back what a notebook means.
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_NAMES)
