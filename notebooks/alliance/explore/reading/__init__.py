"""Claims judged one by one, then compared with the editors' verdicts."""

from __future__ import annotations

from .explorer import caught, reading

__all__ = ["caught", "reading"]
