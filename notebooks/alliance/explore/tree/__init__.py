"""A scenario tree with probabilities of the learner's own."""

from __future__ import annotations

from .explorer import tree

__all__ = ["tree"]
