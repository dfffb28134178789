"""Tools for instructors: the `alliance` command, and the rehearsal of the instructor guide."""

from __future__ import annotations

from typing import Any

__all__ = ["records", "rehearse"]


def __getattr__(name: str) -> Any:
    # Loaded when first used: the command does without pictures, a lesson without all of this.
    if name == "rehearse":
        from .rehearsal import rehearse

        return rehearse
    if name == "records":
        from .records import records

        return records
    raise AttributeError(f"alliance.teach has no “{name}”; it has {', '.join(__all__)}")
