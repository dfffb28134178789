"""`reading(claims)`: judge the claims of a text one by one, then see the evidence; and the count.

`session` keeps the verdicts and says what the page may know, `score` counts
what was caught, `panel` is the only part that knows of widgets.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...journal import open_journal
from ...library import given_library, need
from ...page import Html, assemble
from ...problems import AllianceError
from ...quiz.kinds.judgement.judge import VERDICTS
from ...texts import say

__all__ = ["caught", "reading"]

COLUMNS = ("id", "claim", "verdict", "evidence")


def reading(
    claims: pd.DataFrame, *, library: Any = None, journal: Any = None, title: str = ""
) -> Any:
    """Return a panel in which a learner judges claims; what was judged before is there again.

    Nothing that tells a verdict goes to the page before its claim is judged.

        explore.reading(library.claims.query("sitting == 'first'"))

    Args:
        claims: one a row: `id`, `claim`, `verdict` (one of the words of the question type
            “judge”), `evidence`; and, if there are any, `section` and `error_kinds` (ids, or ids in
            the tables `sections` and `error_kinds` of the library), `credited_to`, `reliability`,
            `credibility`, `choice`, `source_ids`.
        library: where titles and sources come from; without it, the module's.
        journal: where verdicts are kept; without it, the learner's own.
        title: heading of the panel.

    Raises:
        AllianceError: the table lacks rows, columns or verdicts.
    """
    from .panel import ReadingPanel  # here: widgets are loaded when first needed

    session = _session(claims, library, journal, "explore.reading")
    return ReadingPanel(session, title or say("reading.title"))


def caught(claims: pd.DataFrame, *, library: Any = None, journal: Any = None) -> Html:
    """Return how many errors the learner has caught in all panels so far, by kind of error.

    Args:
        claims, library, journal: as for `reading`; of the claims those count that are judged.

    Raises:
        AllianceError: the table lacks rows, columns or verdicts.
    """
    found = _session(claims, library, journal, "explore.caught").score()
    body = getattr(found, "html", "") or found.body
    return Html(f"<style>{assemble('explore/reading/bars.css')}</style>{body}", repr(found))


def _session(claims: Any, library: Any, journal: Any, function: str) -> Any:
    from .session import Session

    need(claims, COLUMNS, function, "library.claims")
    library = given_library(library, function)
    without = claims.loc[~claims["verdict"].isin(VERDICTS), "id"]
    if len(without):
        raise AllianceError(
            f"{function}: the claim “{without.iloc[0]}” has no verdict; a table as it was known on "
            "an earlier day has none, so give it the whole one, library.claims."
        )
    return Session(claims, library, journal or open_journal(library))
