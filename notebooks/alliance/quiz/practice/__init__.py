"""Practice: questions made from the tables by templates; `template` says how to write one."""

from __future__ import annotations

from .maker import Maker
from .practise import (
    check_templates,
    entries_of,
    entry_of,
    generate,
    practised,
    read,
    read_templates,
)

__all__ = [
    "Maker",
    "check_templates",
    "entries_of",
    "entry_of",
    "generate",
    "practised",
    "read",
    "read_templates",
]
