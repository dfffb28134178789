"""The drawing of charts: HTML and SVG from numbers and scales; what to draw is said by `charts`.

Along the value axis (and along time) everything stands in per cent
of the width, so that a chart fits any width without a script while its words keep their size.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..page import assemble, esc, marks
from ..texts import say
from .apart import SIDES, aside, freest
from .scale import Scale, figure
from .spec import Look

__all__ = [
    "ARROW",
    "Bar",
    "Limits",
    "Line",
    "Look",
    "Upright",
    "anchor",
    "arrow",
    "bar",
    "bar_legend",
    "columns",
    "frame",
    "mark",
    "patterns",
    "plot",
    "text",
    "width_of",
]

Limits = Mapping[str, float]
HEIGHT = 280
ARROW = 22  # pixels of the arrow at an open end
LABEL = 22  # characters of a name beside its line before it breaks
# Fills of bars beside their colour: lines drawn over it in the colour of the paper.
PATTERNS = [
    (0, ""),
    (45, "M0 0V7"),
    (90, "M0 0V7"),
    (0, "M0 0V7M0 0H7"),
    (135, "M0 0V7"),
    (0, "M0 0V7"),
]


@dataclass
class Line:
    """One series of a line chart: points in order; `gaps` says before which the line is broken."""

    name: str
    look: Look
    points: list[tuple[float, float, str]]
    gaps: list[bool]
    stepped: bool = False


@dataclass
class Upright:
    """One statement over time: where it stands, what period it covers, its ends (NaN if open)."""

    at: float
    since: float
    low: float
    high: float
    look: Look
    words: str


@dataclass
class Bar:
    """One bar: its place among the bars of its category, and its words."""

    value: float
    look: Look
    pattern: int
    words: str


# --- pieces --------------------------------------------------------------------------------------


def frame(title: str, unit: str, inner: str, legend: str = "") -> str:
    """Return the whole drawing with its sheet; for screen readers it is one picture."""
    name = esc(say("chart.name", title=title))
    return (
        f"<style>{assemble('charts/charts.css')}</style>"
        f'<div class="ch" role="img" aria-label="{name}"><p class="ch-unit">{esc(unit)}</p>'
        f"{legend}{inner}</div>"
    )


def _legend(looks: Mapping[str, Look], narrow_only: bool = False) -> str:
    """Return the key to symbols and colours, nothing for a single series without a name."""
    if len(looks) < 2:
        return ""
    items = "".join(f"<li>{marks.svg(*look, 14)}{esc(name)}</li>" for name, look in looks.items())
    return f'<ul class="ch-legend{" ch-narrow" if narrow_only else ""}">{items}</ul>'


def mark(x: float, y: float, look: Look, words: str = "") -> str:
    """Return a symbol at x per cent and y pixels; its words show when the pointer rests on it."""
    shape = marks.SYMBOLS.get(look[0], marks.SYMBOLS["circle"])
    told = f"<title>{esc(words)}</title>" if words else ""
    return (
        f'<svg x="{x}%" y="{y:.1f}"><g class="ch-mark" style="--c:{look[1]}" '
        f'transform="scale(.55)">{told}{shape}</g></svg>'
    )


def text(x: float, y: float, lines: Sequence[str], anchor: str, dx: int = 0, kind: str = "") -> str:
    """Return lines of text at x per cent and y pixels."""
    names = " ".join(["ch-halo", kind]).strip()
    return "".join(
        f'<text x="{x}%" y="{y + 15 * k:.1f}" dx="{dx}" text-anchor="{anchor}" '
        f'class="{names}">{esc(line)}</text>'
        for k, line in enumerate(lines)
    )


def arrow(x: float, y: float, dx: int, dy: int) -> str:
    """Return an arrow that begins at x per cent and y pixels and goes off by (dx, dy) pixels."""
    side = (5 if dy else 0, 5 if dx else 0)
    back = (dx - 7 * (dx > 0) + 7 * (dx < 0), dy - 7 * (dy > 0) + 7 * (dy < 0))
    head = f"M{back[0] - side[0]} {back[1] - side[1]}L{dx} {dy}"
    head += f"L{back[0] + side[0]} {back[1] + side[1]}"
    return f'<svg x="{x}%" y="{y:.1f}"><path class="ch-end" d="M0 0L{dx} {dy}{head}"/></svg>'


def anchor(x: float) -> str:
    """Return how a label stands on its tick: towards the inside at both ends."""
    return "start" if x < 6 else "end" if x > 94 else "middle"


def width_of(words: Iterable[str]) -> float:
    """Return the room that the longest of these words takes, in units of a digit's width."""
    return round(0.92 * max((len(text) for text in words), default=1) + 0.8, 1)


# --- charts with two axes ------------------------------------------------------------------------


def _back(y: Scale, height: int) -> str:
    """Return the lines across the drawing and the numbers left of them."""
    made = []
    for value, words in y.ticks:
        place = height * (1 - y.at(value) / 100)
        zero = ' class="ch-zero"' if value == 0 else ""
        made.append(f'<line x1="0" x2="100%" y1="{place:.1f}" y2="{place:.1f}"{zero}/>')
        made.append(
            f'<text x="0" y="{place + 4:.1f}" dx="-8" text-anchor="end">{esc(words)}</text>'
        )
    return f'<g class="ch-grid">{"".join(made)}</g>'


def _ticks(x: Scale, height: int) -> str:
    """Return the words below; every other one gives way where the chart is narrow."""
    thin = len(x.ticks) > 4
    return "".join(
        f'<text x="{x.at(value)}%" y="{height + 20}" text-anchor="{anchor(x.at(value))}"'
        f"{' class=' + chr(34) + 'ch-wide' + chr(34) if thin and k % 2 else ''}>{esc(words)}</text>"
        for k, (value, words) in enumerate(x.ticks)
    )


def _limits(limits: Limits, y: Scale, height: int, spots: Sequence[tuple[float, float]]) -> str:
    """Return each limit as a dashed line across the drawing, its name where the fewest marks are.

    Args:
        limits, y, height: what to draw, on which scale.
        spots: marks as per cent along and pixels down.
    """
    made = []
    for name, value in limits.items():
        place = height * (1 - y.at(value) / 100)
        words = say("chart.limit", name=name, value=figure(value))
        near = [across for across, down in spots if -26 < down - place < 8]
        side = freest(near)
        made.append(
            f'<line class="ch-limit" x1="0" x2="100%" y1="{place:.1f}" y2="{place:.1f}"/>'
            + text(side, place - 6, [words], SIDES[side], {0: 4, 100: -4}.get(side, 0))
        )
    return "".join(made)


def _path(line: Line, x: Scale, y: Scale, height: int) -> str:
    """Return the line itself, stretched to the width; where it passes over a gap it is dotted."""
    made = []
    spots = [(x.at(a) * 10, height * (1 - y.at(b) / 100)) for a, b, _ in line.points]
    for k in range(1, len(spots)):
        (ax, ay), (bx, by) = spots[k - 1], spots[k]
        corner = f"H{bx:.1f}" if line.stepped else ""
        kind = "ch-line ch-gap" if line.gaps[k] else "ch-line"
        made.append(f'<path class="{kind}" d="M{ax:.1f} {ay:.1f}{corner}L{bx:.1f} {by:.1f}"/>')
    return (
        f'<svg class="ch-stretch" height="{height}" viewBox="0 0 1000 {height}" '
        f'preserveAspectRatio="none" style="--c:{line.look[1]}">{"".join(made)}</svg>'
    )


def _names(lines: list[Line], y: Scale, height: int) -> str:
    """Return the names beside the ends of the lines, moved apart where they would meet."""
    ends = sorted((height * (1 - y.at(line.points[-1][1]) / 100), line) for line in lines)
    made, free = [], -20.0
    blocks = [(place, line, textwrap.wrap(line.name, LABEL) or [""]) for place, line in ends]
    # From the bottom there must be room for all those that are still to come.
    below = sum(15 * len(words) + 6 for _, _, words in blocks)
    for place, line, words in blocks:
        top = min(max(place - 7.5 * (len(words) - 1), free), max(height + 8 - below, free))
        made.append(mark(100, top, line.look))
        made.append(text(100, top + 4, words, "start", 12))
        free = top + 15 * len(words) + 6
        below -= 15 * len(words) + 6
    return f'<g class="ch-wide" style="transform:translateX(12px)">{"".join(made)}</g>'


def plot(
    title: str,
    unit: str,
    x: Scale,
    y: Scale,
    *,
    lines: Sequence[Line] = (),
    spans: Sequence[Upright] = (),
    looks: Mapping[str, Look],
    limits: Limits,
    height: int = HEIGHT,
) -> str:
    """Return a chart with time (or a number) along and values up: lines, or ranges."""
    named = bool(lines) and len(looks) > 1
    inner = (
        _back(y, height)
        + _ticks(x, height)
        + _limits(limits, y, height, _spots(lines, spans, x, y, height))
    )
    inner += "".join(_path(line, x, y, height) for line in lines)
    for line in lines:
        if not line.stepped:
            inner += "".join(
                mark(x.at(a), height * (1 - y.at(b) / 100), line.look, words)
                for a, b, words in line.points
            )
    inner += _uprights(spans, x, y, height)
    inner += _names(list(lines), y, height) if named else ""
    left = width_of(words for _, words in y.ticks)
    names = [part for line in lines for part in textwrap.wrap(line.name, LABEL)]
    right = f"calc({width_of(names)}ch + 26px)" if named else "6px"
    body = (
        f'<div class="ch-plot" style="--left:{left}ch;--right:{right}">'
        f'<svg height="{height + 30}">{inner}</svg></div>'
    )
    return frame(title, unit, body, _legend(looks, narrow_only=named))


def _spots(
    lines: Sequence[Line], spans: Sequence[Upright], x: Scale, y: Scale, height: int
) -> list[tuple[float, float]]:
    """Return where marks stand, as per cent along and pixels down."""
    points = [(a, b) for line in lines for a, b, _ in line.points]
    points += [(s.at, v) for s in spans for v in (s.low, s.high) if not math.isnan(v)]
    made = [(x.at(a), height * (1 - y.at(b) / 100)) for a, b in points]
    # Arrows reach on from the only end that was given.
    for one in spans:
        if math.isnan(one.low) or math.isnan(one.high):
            end, way = (one.low, -1) if math.isnan(one.high) else (one.high, 1)
            made.append((x.at(one.at), height * (1 - y.at(end) / 100) + way * ARROW))
    return made


def _uprights(spans: Sequence[Upright], x: Scale, y: Scale, height: int) -> str:
    """Return all statements over time; those that would lie on each other stand side by side."""
    boxes = []
    for span in spans:
        known = [height * (1 - y.at(v) / 100) for v in (span.low, span.high) if not math.isnan(v)]
        boxes.append((min(known) - 8, max(known) + 8))
    moves = aside([x.at(span.at) for span in spans], boxes)
    return "".join(
        f'<g transform="translate({move} 0)">{one}</g>' if move else one
        for move, one in zip(moves, (_upright(s, x, y, height) for s in spans), strict=True)
    )


def _upright(span: Upright, x: Scale, y: Scale, height: int) -> str:
    """Return one statement over time: a point, or a bar between its ends, or an arrow."""
    at = x.at(span.at)

    def up(value: float) -> float:
        return height * (1 - y.at(value) / 100)

    known = [value for value in (span.low, span.high) if not math.isnan(value)]
    made = ""
    if span.since < span.at:
        made += (
            f'<line class="ch-tail" x1="{x.at(span.since)}%" x2="{at}%" '
            f'y1="{up(known[-1]):.1f}" y2="{up(known[-1]):.1f}"/>'
        )
    if len(known) == 1:
        made += arrow(at, up(known[0]), 0, ARROW if math.isnan(span.low) else -ARROW)
    elif span.high > span.low:
        tall = up(span.low) - up(span.high)
        made += (
            f'<svg x="{at}%" y="{up(span.high):.1f}"><g style="--c:{span.look[1]}">'
            f'<rect class="ch-span" x="-3" width="6" height="{tall:.1f}"/></g></svg>'
        )
    # Marks stand at the ends that were given, never between them.
    return made + "".join(mark(at, up(value), span.look, span.words) for value in set(known))


def columns(
    title: str,
    unit: str,
    y: Scale,
    groups: Sequence[tuple[str, Sequence[Bar]]],
    *,
    looks: Mapping[str, Look],
    limits: Limits,
    key: str,
    height: int = HEIGHT,
) -> str:
    """Return upright bars in groups, one group a year, in order; `key` tells patterns apart."""
    band = 100 / max(1, len(groups))
    zero = height * (1 - y.at(0) / 100)
    inner = _back(y, height)
    every = math.ceil(len(groups) / 10)
    count = sum(len(bars) for _, bars in groups)
    tops: list[tuple[float, float]] = []
    for k, (name, bars) in enumerate(groups):
        wide = band * 0.76 / max(1, len(bars))
        for i, one in enumerate(bars):
            left = round(band * (k + 0.12) + wide * i, 2)
            end = height * (1 - y.at(one.value) / 100)
            top, tall = min(zero, end), abs(zero - end)
            # A bar is in the way of words from its end down to zero.
            tops += [(left, top + step) for step in range(0, int(tall), 20)]
            inner += bar(one, f'x="{left}%" y="{top:.1f}" width="{wide * 0.94:.2f}%"', tall, key)
            if count <= 14:
                inner += text(
                    round(left + wide / 2, 2), top - 5 if one.value >= 0 else top + tall + 14,
                    [figure(one.value)], "middle", 0, "ch-wide",
                )  # fmt: skip
        if k % every == 0:
            hide = ' class="ch-wide"' if len(groups) > 5 and (k // every) % 2 else ""
            inner += (
                f'<text x="{round(band * (k + 0.5), 2)}%" y="{height + 20}" '
                f'text-anchor="middle"{hide}>{esc(name)}</text>'
            )
    inner += _limits(limits, y, height, tops)
    left = width_of(words for _, words in y.ticks)
    body = (
        f'<div class="ch-plot" style="--left:{left}ch;--right:6px">'
        f'<svg height="{height + 30}">{patterns(looks, key)}{inner}</svg></div>'
    )
    return frame(title, unit, body, bar_legend(looks, key))


# --- bars ----------------------------------------------------------------------------------------


def patterns(looks: Mapping[str, Look], key: str) -> str:
    """Return the fills of the bars: the colour, with lines over it from the second on."""
    made = []
    for k, (_, color) in enumerate(looks.values()):
        turn, lines = PATTERNS[k % len(PATTERNS)]
        made.append(
            f'<pattern id="{key}-{k}" width="7" height="7" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate({turn})"><rect width="7" height="7" fill="{color}"/>'
            f'<path d="{lines}" stroke="var(--al-paper)" stroke-width="3"/></pattern>'
        )
    return f"<defs>{''.join(made)}</defs>"


def bar(one: Bar, place: str, tall: float, key: str) -> str:
    """Return one bar."""
    return (
        f'<rect class="ch-bar" style="--c:{one.look[1]}" {place} height="{tall:.1f}" '
        f'fill="url(#{key}-{one.pattern})"><title>{esc(one.words)}</title></rect>'
    )


def bar_legend(looks: Mapping[str, Look], key: str) -> str:
    """Return the key to the fills of the bars."""
    if len(looks) < 2:
        return ""
    items = "".join(
        f'<li><svg aria-hidden="true" width="14" height="14"><rect class="ch-bar" width="14" '
        f'height="14" style="--c:{look[1]}" fill="url(#{key}-{k})"/></svg>{esc(name)}</li>'
        for k, (name, look) in enumerate(looks.items())
    )
    return f'<ul class="ch-legend">{items}</ul>'
