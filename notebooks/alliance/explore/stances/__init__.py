"""Stances of states over time on a map."""

from __future__ import annotations

from .explorer import LOOKS, by_actor, stances, step

__all__ = ["LOOKS", "by_actor", "stances", "step"]
