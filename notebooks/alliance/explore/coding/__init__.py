"""Blind coding: learners code acts of states before they see how the editors did."""

from __future__ import annotations

from .explorer import coding

__all__ = ["coding"]
