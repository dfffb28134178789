"""Charts of rows on one scale: bars that lie, and claims as ranges, points and open ends.

Each row is label, drawing and figure; where the chart is narrow
the drawing moves below the other two. Lines behind all rows carry the scale.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..page import esc, marks
from ..texts import say
from . import draw
from .scale import Scale, figure

__all__ = ["Row", "lying", "lying_range", "rows"]


LONG = 6  # characters beyond which words of ticks need more room


@dataclass
class Row:
    """One row: label, words below it, drawing, figure, head and look of its series."""

    label: str
    under: str
    drawing: str
    words: str
    head: str = ""
    look: draw.Look = field(default=("circle", marks.COLORS[0]))


def lying(bar: draw.Bar, x: Scale, key: str) -> str:
    """Return the drawing of a bar that lies in its row."""
    ends = sorted((x.at(0), x.at(bar.value)))
    place = f'x="{ends[0]}%" y="4" width="{ends[1] - ends[0]:.2f}%"'
    return draw.bar(bar, place, 14, key)


def lying_range(low: float, high: float, x: Scale, look: draw.Look, words: str) -> str:
    """Return the drawing of a claim in its row: a point, a range, or an arrow at an open end."""
    known = [value for value in (low, high) if not math.isnan(value)]
    if not known:
        return ""
    if len(known) == 1:
        arrow = draw.arrow(x.at(known[0]), 11, -draw.ARROW if math.isnan(low) else draw.ARROW, 0)
        return arrow + draw.mark(x.at(known[0]), 11, look, words)
    if low == high:
        return draw.mark(x.at(low), 11, look, words)
    left, right = x.at(low), x.at(high)
    ends = "".join(
        f'<line class="ch-end" x1="{at}%" x2="{at}%" y1="4" y2="18"/>' for at in (left, right)
    )
    return (
        f'<rect class="ch-span" style="--c:{look[1]}" x="{left}%" width="{right - left:.2f}%" '
        f'y="7" height="8"><title>{esc(words)}</title></rect>{ends}'
    )


def rows(
    title: str,
    unit: str,
    x: Scale,
    made: Sequence[Row],
    *,
    limits: draw.Limits,
    looks: Mapping[str, draw.Look] | None = None,
    key: str = "",
) -> str:
    """Return a chart of rows on one scale: label, drawing, figure; heads part the series."""
    body, head = "", ""
    for row in made:
        if row.head != head:
            head = row.head
            body += f'<p class="ch-head">{marks.svg(*row.look, 14)}{esc(head)}</p>'
        under = f'<span class="ch-when"> {esc(row.under)}</span>' if row.under else ""
        body += (
            f'<div class="ch-row"><div class="ch-label">{esc(row.label)}{under}</div>'
            f'<svg height="22">{row.drawing}</svg>'
            f'<div class="ch-value">{esc(row.words)}</div></div>'
        )
    longest = min(16.0, draw.width_of(row.words for row in made))
    top = 20 * len(limits)
    defs = ""
    legend = ""
    if looks:
        defs, legend = draw.patterns(looks, key), draw.bar_legend(looks, key)
    inner = (
        f'<div class="ch-rows" style="--value:{longest}ch;padding-top:{top}px">'
        f'<div class="ch-back"><svg>{defs}{_upright_grid(x, limits)}</svg></div>{body}</div>'
    )
    return draw.frame(title, unit, inner, legend)


def _upright_grid(x: Scale, limits: draw.Limits) -> str:
    """Return the lines behind the rows with their numbers below, and limits with their names."""
    made = []
    long = max(len(words) for _, words in x.ticks) > LONG
    kind, most = ("ch-middle", 3) if long else ("ch-wide", 4)
    for k, (value, words) in enumerate(x.ticks):
        at = x.at(value)
        zero = ' class="ch-zero"' if value == 0 else ""
        hide = f' class="{kind}"' if len(x.ticks) > most and k % 2 else ""
        made.append(
            f'<line x1="{at}%" x2="{at}%" y1="{20 * len(limits)}" y2="100%" '
            f"{zero}/>"
            f'<text x="{at}%" y="100%" dy="19" text-anchor="{draw.anchor(at)}"{hide}>'
            f"{esc(words)}</text>"
        )
    made = [f'<g class="ch-grid">{"".join(made)}</g>']
    for k, (name, value) in enumerate(limits.items()):
        at = x.at(value)
        words = say("chart.limit", name=name, value=figure(value))
        side, dx = ("end", -5) if at > 50 else ("start", 5)
        made.append(
            f'<line class="ch-limit" x1="{at}%" x2="{at}%" y1="{20 * k}" y2="100%"/>'
            + draw.text(at, 20 * k + 13, [words], side, dx)
        )
    return "".join(made)
