"""`forecast(questions)`: give probabilities, lock them, let time move on, see how good they were.

`session` keeps the forecasts and says what may be known on which day,
`score` draws the comparison, `panel` is the only part that knows of widgets. The
arithmetic is in `brier`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...journal import open_journal
from ...library import Library, given_library, need
from ...problems import AllianceError, did_you_mean
from ...texts import say

__all__ = ["forecast"]

TABLE = "forecasts"
ASKED = ("id", "question", "asked_on", "criterion")
ANSWERED = ("id", "question", "resolves_on", "outcome", "source_ids")


def forecast(
    questions: pd.DataFrame, *, now: Library | None = None, journal: Any = None, title: str = ""
) -> Any:
    """Return a panel in which a learner forecasts; forecasts given before are there again.

    Nothing that tells an outcome goes to the page before its day: of `questions` it gets question
    and criterion only, and the rest is read from `now` when the forecasts are locked and time has
    moved on to that day.

        then = open_library().as_of("2024-06-20")
        explore.forecast(then.forecasts)

    Args:
        questions: one a row: `id`, `question`, `asked_on` (EDTF), `criterion`.
        now: the library whose table `forecasts` knows how they were resolved: `resolves_on` (EDTF),
            `outcome` (yes or no) and, if there are any, `resolution_note`, `source_ids`,
            `article_expectation` (0 to 1, may be empty), `article_words`. Without it, the module's.
        journal: where forecasts are kept; without it, the learner's own.
        title: heading of the panel.

    Raises:
        AllianceError: a table lacks rows or columns, or `now` does not know the outcomes.
    """
    from .panel import ForecastPanel  # here: widgets are loaded when first needed
    from .session import Session

    need(questions, ASKED, "explore.forecast", "library.as_of(…).forecasts")
    now = given_library(now, "explore.forecast", TABLE, argument="now")
    if now.known_on:
        raise AllianceError(
            f"explore.forecast: “now” is a library as known on {now.known_on} and knows no "
            "outcomes; give it the whole one, now=open_library()."
        )
    answers = now.held[TABLE]
    need(answers, ANSWERED, "explore.forecast", f"library.{TABLE}")
    for name in questions["id"]:
        if name not in set(answers["id"]):
            hint = did_you_mean(name, answers["id"])
            raise AllianceError(f"explore.forecast: {TABLE}.csv has no question “{name}”; {hint}")
    session = Session(questions, now, journal or open_journal(now))
    return ForecastPanel(session, title or say("forecast.title"))
