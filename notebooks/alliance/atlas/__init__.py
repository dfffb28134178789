"""Maps from tables, without a network: points, lines and areas."""

from __future__ import annotations

from typing import Any

from ..problems import did_you_mean
from .picture import areas, lines, points

__all__ = ["areas", "lines", "points"]


def __getattr__(name: str) -> Any:
    # OfflineMap lives with folium, which is imported only when it is wanted.
    if name == "OfflineMap":
        from .base import OfflineMap

        return OfflineMap
    raise AttributeError(f"atlas has no “{name}”; {did_you_mean(name, __all__)}")
