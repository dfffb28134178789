"""The words that people read, by key and language: `texts/<language>/*.yml`, a file a room."""

from __future__ import annotations

from .words import (
    add,
    catalogue,
    check,
    column,
    count,
    forget,
    language,
    languages,
    page_texts,
    say,
    use,
)

__all__ = [
    "add",
    "catalogue",
    "check",
    "column",
    "count",
    "forget",
    "language",
    "languages",
    "page_texts",
    "say",
    "use",
]
