"""How sure was the learner, and how often right? Certainty-based marking.

The method is certainty-based marking (CBM) as A. R. Gardner-Medwin developed it at UCL
(“Certainty-based marking: rewarding good judgment of what is or is not reliable”,
Innovation 2008, https://tmedwin.net/~ucgbarg/tea/innovation2008.html). A right answer earns 1, 2 or
3 marks by the sureness stated before, a wrong one 0, −2 or −6. With these marks it pays to say
what one believes: with a chance p of being right, level 2 earns more than level 1 where
2p − 2(1 − p) > p, that is p > 2/3, and level 3 more than level 2 where p > 4/5.

Here the marks are only shown to the learner; they decide nothing. What counts is the first try of
each attempt, with the sureness that the journal keeps in the field `confidence` (1, 2 or 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ...journal.folds import answers
from ...page import Html, Picture, card, esc
from ...texts import say
from .method import sources_of

__all__ = ["LEVELS", "Tally", "asked", "calibration", "given", "tally"]

# the key of the words for each level
LEVELS = {1: "sure.low", 2: "sure.middle", 3: "sure.high"}
RIGHT = {1: 1, 2: 2, 3: 3}
WRONG = {1: 0, 2: -2, 3: -6}
# For each level the shares of right answers between which it earns most marks.
BANDS = {1: (0.0, 2 / 3), 2: (2 / 3, 0.8), 3: (0.8, 1.0)}
# With fewer answers than this, a single one more would change what they seem to say.
FEW = 5
COLUMNS = ("calibration.column_level", "calibration.column_answers", "calibration.column_right",
           "calibration.column_share", "calibration.column_band",
           "calibration.column_reading")  # fmt: skip
TERM = "certainty-based-marking"


@dataclass(frozen=True)
class Tally:
    """The answers of one level of sureness: how many, and how many of them right."""

    level: int
    answers: int
    right: int

    @property
    def marks(self) -> int:
        """Marks by certainty-based marking."""
        return self.right * RIGHT[self.level] + (self.answers - self.right) * WRONG[self.level]

    @property
    def share(self) -> float | None:
        """Share of right answers; None without answers."""
        return self.right / self.answers if self.answers else None

    @property
    def reading(self) -> str:
        """What the share of right answers says about how sure the learner was."""
        low, high = BANDS[self.level]
        if self.answers < FEW:
            return say("calibration.few")
        if self.share < low:
            return say("calibration.over")
        return say("calibration.under") if self.share > high else say("calibration.fits")


def asked(kind: Any) -> bool:
    """Tell whether a type of question asks for sureness: if it is marked, and in the panel."""
    return kind.marked and not kind.in_cell


def given(record: dict[str, Any]) -> int | None:
    """Return the sureness that a record holds; None if it holds none (or anything else)."""
    level = record.get("confidence")
    return level if type(level) is int and level in LEVELS else None


def tally(records: Iterable[dict[str, Any]]) -> list[Tally]:
    """Fold the journal's records into the answers of each level, from not sure to very sure.

    Only first tries with a sureness and a verdict count; whatever else there is, is passed over.
    """
    counts = {level: [0, 0] for level in LEVELS}
    for record in answers(records):
        level = given(record)
        if record.get("attempt") != 1 or level is None:
            continue
        if isinstance(record.get("correct"), bool):
            counts[level][0] += 1
            counts[level][1] += record["correct"]
    return [Tally(level, answers, right) for level, (answers, right) in counts.items()]


def calibration(library: Any, journal: Any) -> Picture | Html:
    """Return the picture of sureness and right answers; without answers, a sentence."""
    rows = tally(journal.records())
    total = sum(row.answers for row in rows)
    title = say("calibration.title")
    if not total:
        return Html(card(title, f"<p>{esc(say('calibration.none'))}</p>"), say("calibration.none"))
    said = [
        say("calibration.part", level=say(LEVELS[r.level]), right=r.right, answers=r.answers)
        for r in reversed(rows)
        if r.answers
    ]
    average = f"{sum(row.marks for row in rows) / total:.1f}".replace("-", "−")
    notes = [say("calibration.key"), say("calibration.marks", of=total, average=average)]
    if any(row.answers < FEW for row in rows):
        notes.append(say("calibration.small", few=FEW))
    return Picture(
        title=title,
        summary=f"{'; '.join(said)}.",
        body=drawing(rows),
        frame=frame(rows),
        links=sources_of(library, TERM),
        cite=library.cite,
        notes=notes,
    )


def frame(rows: list[Tally]) -> pd.DataFrame:
    """Return the same data as a table, one row a level, its columns named as in COLUMNS."""
    columns = [say(name) for name in COLUMNS]
    values = [
        (
            say(LEVELS[row.level]),
            row.answers,
            row.right,
            "–" if row.share is None else f"{row.share:.0%}",
            band(row.level),
            row.reading,
        )
        for row in rows
    ]
    return pd.DataFrame(values, columns=columns)


def band(level: int) -> str:
    """Return in words the shares of right answers at which a level is the best choice."""
    low, high = BANDS[level]
    return say("calibration.band", low=f"{low:.0%}", high=f"{high:.0%}")


def drawing(rows: list[Tally]) -> str:
    """Return a bar for each level: its share of right answers, and below it where it fits.

    The numbers stand beside each bar as text, so the bars themselves are passed over by screen
    readers, and no colour has a meaning: the bar is filled, the range is a line.
    """
    parts = []
    for row in rows:
        low, high = (100 * end for end in BANDS[row.level])
        words = say("calibration.empty")
        if row.answers:
            words = say("calibration.words", right=row.right, answers=row.answers,
                        share=f"{row.share:.0%}", reading=row.reading)  # fmt: skip
        parts.append(
            f'<li><span class="cal-level">{esc(say(LEVELS[row.level]))}</span>'
            '<svg aria-hidden="true" viewBox="0 0 100 20" preserveAspectRatio="none">'
            f'<rect class="cal-bar" x="0" y="2" width="{100 * (row.share or 0):.1f}" height="10"/>'
            '<rect class="cal-all" x="0" y="2" width="100" height="10"/>'
            f'<path class="cal-band" d="M{low + 0.5:.1f} 17H{high - 0.5:.1f}"/></svg>'
            f'<span class="cal-words">{esc(words)}</span></li>'
        )
    css = Path(__file__).with_suffix(".css").read_text("utf-8")
    ends = "".join(f"<span>{share}</span>" for share in ("0%", "50%", "100%"))
    scale = f'<li aria-hidden="true"><span class="cal-scale">{ends}</span></li>'
    return f'<style>{css}</style><ul class="cal">{"".join(parts)}{scale}</ul>'
