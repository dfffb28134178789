"""Symbols and colours shared by maps and timelines, so that a thing looks the same in both.

Colours are those of Okabe and Ito (2008, https://jfly.uni-koeln.de/color/), which people
with any kind of colour blindness can tell apart; each goes with a symbol of its own, so that
nothing hangs on colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..texts import say
from .html import esc

__all__ = [
    "BLUE",
    "COLORS",
    "GREEN",
    "ORANGE",
    "PURPLE",
    "SKY",
    "SYMBOLS",
    "VERMILION",
    "legend",
    "pairs",
    "svg",
]

# Okabe–Ito without black and yellow: black vanishes in dark themes, yellow in light ones.
BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, ORANGE, SKY = "#CC79A7", "#E69F00", "#56B4E9"
COLORS = [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY]


def _polygon(corners: int, turn: float = -90, inner: float | None = None) -> str:
    """Return the points of a regular polygon (or star) of radius 9 around 0,0."""
    count = corners * 2 if inner else corners
    points = []
    for k in range(count):
        radius = inner if inner and k % 2 else 9
        angle = math.radians(turn + 360 * k / count)
        points.append(f"{radius * math.cos(angle):.1f},{radius * math.sin(angle):.1f}")
    return f'<polygon points="{" ".join(points)}"/>'


SYMBOLS: dict[str, str] = {
    "circle": '<circle r="7.5"/>',
    "square": '<rect x="-7" y="-7" width="14" height="14"/>',
    "triangle": _polygon(3),
    "diamond": _polygon(4),
    "star": _polygon(5, inner=4),
    "cross": '<path d="M-3-8h6v5h5v6h-5v5h-6v-5h-5v-6h5z"/>',
    "triangle-down": _polygon(3, turn=90),
    "hexagon": _polygon(6),
}


def svg(symbol: str, color: str, size: int = 20) -> str:
    """Return a symbol as an SVG picture that screen readers pass over; the word stands beside it.

    The outline has the colour of the text, so that a pale fill still has an edge on any theme.
    """
    shape = SYMBOLS.get(symbol, SYMBOLS["circle"])
    return (
        f'<svg aria-hidden="true" viewBox="-11 -11 22 22" width="{size}" height="{size}" '
        f'fill="{esc(color)}" stroke="currentColor" stroke-width="1.5">{shape}</svg>'
    )


def pairs(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give each name a (symbol, colour), always the same for the same list of names.

    With more names than colours the colours come round again with another symbol.
    """
    symbols = list(SYMBOLS)
    return {
        name: (symbols[k % len(symbols)], COLORS[k % len(COLORS)])
        for k, name in enumerate(dict.fromkeys(names))
    }


def legend(marks: dict[str, tuple[str, str]]) -> str:
    """Return the key to the symbols as a list."""
    items = "".join(
        f"<li>{svg(symbol, color, 16)} {esc(name)}</li>" for name, (symbol, color) in marks.items()
    )
    return f'<ul class="al-legend" aria-label="{esc(say("legend.name"))}">{items}</ul>'
