"""`coding(acts)`: code acts without seeing the editors' codes, then see how far the two agree.

`coding.session` keeps the codes and says what the page may know, `score` writes the
comparison, `panel` is the only part that knows of widgets. The arithmetic is in `agreement`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...journal import open_journal
from ...library import given_library, need
from ...problems import AllianceError
from ...texts import say
from ..stances import LOOKS

__all__ = ["coding"]

NEEDED = ("id", "date", "actor", "act", "what", "stance", "stance_reason", "source_ids")
FEWEST = 2


def coding(acts: pd.DataFrame, *, journal: Any = None, title: str = "", library: Any = None) -> Any:
    """Return a panel in which a learner codes acts one by one; codes given before are there again.

    Nothing of the editors' codes, reasons and notes goes to the page before all acts are coded and
    the learner has asked for the comparison; from then on the learner's codes stay as they are.

        explore.coding(library.reactions[library.reactions["practice"]])

    Args:
        acts: one a row: `id`, `date` (EDTF), `actor`, `act`, `what`, and what stays behind:
            `stance` (whole number from -2 to 2), `stance_reason`, `source_ids`, and `note` if
            there is one.
        journal: where codes are kept; without it, the learner's own.
        title: heading of the panel.
        library: where names and sources come from; the module's own without it.

    Raises:
        AllianceError: a column is missing, there are fewer than two acts, or a stance is not on the
            scale.
    """
    from .panel import CodingPanel  # here: widgets are loaded when first needed
    from .session import Session

    library = given_library(library, "explore.coding")
    need(acts, NEEDED, "explore.coding", 'library.reactions.query("practice")')
    _check(acts)
    session = Session(acts, library, journal or open_journal(library))
    return CodingPanel(session, title or say("coding.title"))


def _check(acts: pd.DataFrame) -> None:
    """Raise AllianceError unless these are two or more acts with a stance on the scale."""
    if len(acts) < FEWEST:
        raise AllianceError(
            "explore.coding: one act is too few to compare two coders; give it two or more."
        )
    for name, stance in zip(acts["id"], acts["stance"], strict=True):
        if stance not in LOOKS:
            raise AllianceError(
                f"explore.coding: the act “{name}” has the stance “{stance}”; it must be a whole "
                "number from -2 to 2."
            )
