"""The scenario tree as a picture, and its equal in words: a nested list.

The picture is for the eye only (`aria-hidden`): every number in it stands in the list beside it.
"""

from __future__ import annotations

import math
import textwrap
from typing import Any

from ...library import as_list
from ...page import KEEP_KEYS, esc, joined
from ...texts import say
from ..forecast.score import percent
from .session import ROOT, Session

__all__ = ["drawing", "outline"]

GAP = 44  # between two ends of the tree, in units of the drawing; room for two lines of words
STEP = 170  # from one level to the next
LINE = 17  # from one line of words to the next
LETTER = 8.2  # the widest that a letter is on average
NUMBER = 68  # the column of numbers beside the ends: “33.33 %” in bold
INNER, OUTER = 18, 24  # letters in a line of words: on a branch, and beside an end
THICK, THIN = 13, 1.2  # of a line that is certain, and of one that is impossible or open


def _share(value: float, sign: str) -> str:
    """Return a probability for a reader: “12 %”; the sign for an open one."""
    if math.isnan(value):
        return sign
    return say("tree.share", n=percent(round(value, 3)))


def places(session: Session) -> dict[str, tuple[float, float]]:
    """Return x and y of every row: ends below one another, others midway between their own."""
    found: dict[str, tuple[float, float]] = {}
    ends = iter(range(len(session.leaves)))
    for name in reversed(session.order):  # ends come before what they hang on
        if name in session.groups:
            heights = [found[child][1] for child in session.groups[name]]
            y = (min(heights) + max(heights)) / 2
        else:
            y = (len(session.leaves) - 1 - next(ends)) * GAP + GAP
        found[name] = (len(session.line(name)) * STEP, y)
    return found


def drawing(session: Session) -> str:
    """Return the tree as SVG: the thicker a line, the likelier its row, as the learner says."""
    shares, at = session.kept.shares, places(session)
    heights = [at[name][1] for name in session.groups[ROOT]]
    start = (8.0, (min(heights) + max(heights)) / 2)
    parts = []
    for name in session.order:
        parent = session.rows[name].get("parent") or ROOT
        x0, y0 = at[parent] if parent else start
        parts.append(_branch(session, name, (x0, y0), at[name], session.path(name, shares)))
    deepest = max(len(session.line(name)) for name in session.order)
    longest = max(len(line) for name in session.leaves for line in _lines(session, name, OUTER))
    wide = deepest * STEP + 16 + NUMBER + math.ceil(LETTER * (longest + 1))
    tall = (len(session.leaves) + 1) * GAP
    return (
        f'<svg class="tr-picture" viewBox="0 0 {wide} {tall}" aria-hidden="true" '
        f'focusable="false">{"".join(parts)}</svg>'
    )


def _branch(
    session: Session, name: str, start: tuple[float, float], end: tuple[float, float], value: float
) -> str:
    """Return the line to one row, and its words: above and below it, or beside it at an end."""
    (x0, y0), (x1, y1) = start, end
    known = not math.isnan(value)
    thick = THIN + (THICK - THIN) * value if known else THIN
    bend = x0 + 10
    kind = "tr-line" if known else "tr-line tr-open"
    line = (
        f'<path class="{kind}" stroke-width="{thick:.1f}" '
        f'd="M{x0:.0f},{y0:.1f} H{bend:.0f} V{y1:.1f} H{x1:.0f}"/>'
    )
    number = esc(_share(value, say("tree.none_yet")))
    if name in session.groups:
        x, below = bend + 6, y1 + thick / 2 + 16
        words = _text(_lines(session, name, INNER), x, y1 - thick / 2 - 5, last=True)
        words += f'<text class="tr-number" x="{x:.0f}" y="{below:.1f}">{number}</text>'
    else:
        # The number stands in a column of its own, so that words of two lines begin alike.
        x = x1 + 8 + NUMBER
        lines = _lines(session, name, OUTER)
        words = f'<text class="tr-number" x="{x1 + 8:.0f}" y="{y1 + 5:.1f}">{number}</text>'
        words += _text(lines, x, y1 + 5 - LINE * (len(lines) - 1) / 2)
    return line + words


def _lines(session: Session, name: str, letters: int) -> list[str]:
    """Return the title of a row in lines of about so many letters."""
    return textwrap.wrap(session.rows[name]["title"], letters, break_long_words=False) or [""]


def _text(lines: list[str], x: float, y: float, last: bool = False) -> str:
    """Return lines of words; `y` is the height of the first, or of the last one."""
    top = y - LINE * (len(lines) - 1) if last else y
    return "".join(
        f'<text x="{x:.0f}" y="{top + LINE * k:.1f}">{esc(words)}</text>'
        for k, words in enumerate(lines)
    )


def outline(session: Session) -> str:
    """Return the tree as a nested list: share, probability of the line, signs to watch, story."""
    return f'<ul class="tr-list">{_items(session, ROOT, session.kept.shares)}</ul>'


def _items(session: Session, parent: str, shares: dict[str, float]) -> str:
    return "".join(_item(session, name, shares) for name in session.groups[parent])


def _item(session: Session, name: str, shares: dict[str, float]) -> str:
    row = session.rows[name]
    whole = session.whole(row.get("parent") or ROOT, shares)
    share = shares[name] if whole else math.nan
    none = say("tree.none_yet")
    said = say(
        "tree.both", share=_share(share, none), path=_share(session.path(name, shares), none)
    )
    if not row.get("parent"):
        said = _share(share, none)
    inner = _items(session, name, shares) if name in session.groups else ""
    inner = f"<ul>{inner}</ul>" if inner else ""
    head = f"<summary {KEEP_KEYS}><strong>{esc(row['title'])}</strong>: {esc(said)}</summary>"
    return f"<li><details>{head}{_about(session, row)}</details>{inner}</li>"


def _about(session: Session, row: dict[str, Any]) -> str:
    """Return what folds out of a row: event, signposts, who argues, story, sources."""
    lines = [esc(row["text"]) + "."]
    if row.get("story"):
        lines.append(f"<em>{esc(say('tree.story'))}</em> {esc(row['story'])}")
    watch = "; ".join(as_list(row.get("signposts")))
    if watch:
        lines.append(f"<em>{esc(say('tree.watch'))}</em> {esc(watch)}.")
    lines.append(f"<em>{esc(say('tree.' + row['basis']))}</em> {esc(row['argued'])}")
    links = joined(session.library.cite(one) for one in as_list(row.get("source_ids")))
    if links:
        lines.append(f"{esc(say('tree.sources'))} {links}.")
    return "".join(f"<p>{line}</p>" for line in lines)
