"""A timeline from a table of events."""

from __future__ import annotations

from .picture import timeline

__all__ = ["timeline"]
