"""Tools for instructors: the `alliance` command, and the rehearsal of the instructor guide."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["carry", "paper", "records", "rehearse"]


ROOMS = {"carry": "carrying", "paper": "on_paper", "records": "handed_in", "rehearse": "rehearsal"}


def __getattr__(name: str) -> Any:
    # Loaded when first used: the command does without pictures, a lesson without all of this.
    if name not in ROOMS:
        raise AttributeError(f"alliance.teach has no “{name}”; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(f".{ROOMS[name]}", __name__), name)
