"""`weigh(cards)`: place evidence for, against or open, give it weight, compare with the editors.

`session` keeps what the learner does and the editors' coding, `panel` is the only
part that knows of widgets.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...journal import open_journal
from ...library import given_library, need
from ...problems import AllianceError
from ...texts import say
from .. import frame as base

__all__ = ["weigh"]

TABLE, STATEMENTS = "weighing", "implications"
NEEDED = (
    *("id", "implication", "side", "title", "statement", "claimant", "date", "kind"),
    *("reliability", "credibility", "weight", base.SOURCES),
)


def weigh(cards: pd.DataFrame, *, library: Any = None, journal: Any = None, title: str = "") -> Any:
    """Return a panel with cards of evidence on one statement; what was placed is there again.

        explore.weigh(library.weighing.query("implication == '…'"))

    Args:
        cards: one piece of evidence a row: `id`, `implication`, `side`, `title`, `statement`,
            `claimant`, `date` (EDTF), `kind`, `reliability`, `credibility`, `weight`,
            `source_ids`, and `note` if there is one. All on one statement.
        library: the open library, whose table `implications` has the statement; the module's
            without it.
        journal: where the learner's choices are kept; without it, the learner's own.
        title: heading of the panel.

    Raises:
        AllianceError: columns or rows are missing, or the rows are on several statements.
    """
    from .panel import WeighPanel  # here: widgets are loaded when first needed
    from .session import Session

    library = given_library(library, "explore.weigh", STATEMENTS)
    need(cards, NEEDED, "explore.weigh", "library.weighing")
    names = list(dict.fromkeys(cards["implication"]))
    if len(names) > 1:
        raise AllianceError(
            f"explore.weigh weighs one statement at a time and was given {len(names)}; choose one, "
            f"as in library.weighing.query(\"implication == '{names[0]}'\")."
        )
    statement = library.row(STATEMENTS, names[0])
    session = Session(cards, dict(statement), library, journal or open_journal(library))
    return WeighPanel(session, title or say("weigh.title", title=statement["title"]))
