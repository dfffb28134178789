"""Forecasts with probabilities, locked before the outcome is shown, scored after it."""

from __future__ import annotations

from .explorer import forecast

__all__ = ["forecast"]
