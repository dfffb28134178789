"""Question types. A type is one small file here, with its drawing (.js) beside it.

To add a type: write `<name>.py` with a subclass of `Kind` and an instance `KIND`, and the drawing
it names. Nothing else needs to be told: the folder is the list, and words of its own may stand in
`texts` of the class.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from ...texts import add
from .kind import Kind

__all__ = ["Kind", "kinds"]


@lru_cache
def kinds() -> dict[str, Kind]:
    """Return all question types by the word after `type:`."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "KIND"):
            found[module.KIND.name] = module.KIND
            add(module.KIND.texts)
    return found
