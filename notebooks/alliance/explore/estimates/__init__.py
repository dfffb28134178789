"""Estimates of many claimants over time, never mixed where they count different things."""

from __future__ import annotations

from .explorer import DATE, estimates

__all__ = ["DATE", "estimates"]
