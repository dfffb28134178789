"""The words that people read, by key and language: `texts/<language>/*.yml`, a file a room."""

from __future__ import annotations

from . import words
from .words import *  # noqa: F403  (its names stand once, there)

__all__ = [*words.__all__]
