"""Question types. A type is a folder here: its Python, its script and its style together.

To add a type, make a folder with a file `<name>.py` that holds a subclass of `Kind` and an
instance `KIND`, and beside it the drawing that the class names (`<drawing>.js`, and
`<drawing>.css` where it needs one). The folder is found by itself; nothing else has to be told.
Its words may stand in `texts` of the class. A page gets the drawing only when it shows a question
of the type.
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
    """Return all question types by the word after `type:`, in alphabetical order."""
    found = {}
    for info in pkgutil.walk_packages(__path__, f"{__name__}."):
        module = importlib.import_module(info.name)
        if hasattr(module, "KIND"):
            found[module.KIND.name] = module.KIND
            add(module.KIND.texts)
    return {name: found[name] for name in sorted(found)}
