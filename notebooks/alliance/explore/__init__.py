"""Explorers: pictures and panels in which a learner changes something and sees what follows.

Floor 3.

    explore.estimates(library.estimates)
    explore.forecast(library.as_of("2024-06-20").forecasts)
"""

from __future__ import annotations

# Functions bear the names of their rooms; bound here, at once, no later import can put the room in
# the function's place.
from .estimates import estimates
from .forecast import forecast

__all__ = ["estimates", "forecast"]
