"""A crisis simulation: decision points, roles, choices and what followed, alone or as a class."""

from __future__ import annotations

from .explorer import crisis

__all__ = ["crisis"]
