"""Evidence for and against a statement, weighed."""

from __future__ import annotations

from .explorer import weigh

__all__ = ["weigh"]
