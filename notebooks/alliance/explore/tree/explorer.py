"""`tree(branches)`: give probabilities to the branches of a scenario tree; they are kept.

`session` keeps the shares and multiplies them, `picture` draws, `panel` is the
only part that knows of widgets. The scores, once outcomes are known, come from `brier`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...journal import open_journal
from ...library import given_library, need
from ...texts import say
from .. import frame as base

__all__ = ["tree"]

NEEDED = (
    *("id", "parent", "question", "title", "text", "criterion", "resolves_by"),
    *("outcome", "resolved_on", "argued", "basis", base.SOURCES),
)


def tree(
    branches: pd.DataFrame, *, library: Any = None, journal: Any = None, title: str = ""
) -> Any:
    """Return a panel with a scenario tree; shares given before are there again.

        panel = explore.tree(library.branches)
        panel.frame          # the learner's shares and what they multiply to, to reckon with

    Args:
        branches: one branch a row, as described in the code book under `branches`. Rows with the
            same `parent` are the answers to one `question`.
        library: where links and the date of the data come from; the module's without it.
        journal: where shares are kept; without it, the learner's own.
        title: heading of the panel.

    Raises:
        AllianceError: columns, rows or a parent are missing, or the rows form no tree.
    """
    from .panel import TreePanel  # here: widgets are loaded when first needed
    from .session import Session

    library = given_library(library, "explore.tree")
    need(branches, NEEDED, "explore.tree", "library.branches")
    session = Session(branches, library, journal or open_journal(library))
    return TreePanel(session, title or say("tree.title"))
