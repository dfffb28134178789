"""What every lesson opens and closes with: objectives, time, progress, references, glossary."""

from __future__ import annotations

from . import cards
from .cards import *  # noqa: F403  (its names stand once, there)
from .diagnostic import diagnostic

__all__ = [*cards.__all__, "diagnostic"]
