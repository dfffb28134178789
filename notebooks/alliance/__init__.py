"""Tools of the teaching module: one data package in, maps, timelines and quizzes out.

    from alliance import open_library, atlas, charts, explore, timeline, quiz, practice

`atlas`, `charts`, `explore`, `lesson` and `teach` are rooms; `derive` and `marks` are modules that
lessons use by name; the others are functions. Rooms are loaded when they are first used, so that a
cell which only opens the data does not wait for the maps.
"""

from __future__ import annotations

import importlib
from typing import Any

from .pauses import without_pauses

# Functions that bear the name of their room are bound here, at once: bound later, an import of the
# room from elsewhere would put the room in their place.
with without_pauses():  # all that an import makes stays
    from .library import open_library
    from .quiz import exercise, practice, quiz
    from .timeline import timeline

_LAZY = {
    "atlas": ".atlas",
    "charts": ".charts",
    "derive": ".library.derive",
    "explore": ".explore",
    "lesson": ".lesson",
    "marks": ".page.marks",
    "teach": ".teach",
}

__all__ = [
    "atlas",
    "charts",
    "derive",
    "exercise",
    "explore",
    "glossary",
    "lesson",
    "marks",
    "open_library",
    "practice",
    "quiz",
    "teach",
    "timeline",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        with without_pauses():
            return importlib.import_module(_LAZY[name], __name__)
    if name == "glossary":
        return importlib.import_module(".lesson", __name__).glossary
    raise AttributeError(f"alliance has no “{name}”; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return list(__all__)
