"""`crisis(scenarios)`: decide on what was known, hear who argued what, see what really happened.

`session` keeps roles and choices, `view` says what the page may know at which
step, `report` makes the record, `panel` is the only part that knows of widgets.
`cards` prints the roles.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...dates import bounds
from ...journal import open_journal
from ...library import citations, given_library, need
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .play import ALONE, CLASS
from .session import Session

__all__ = ["crisis", "need_tables"]

SCENARIO = ("id", "number", "title", "date", "decider", "trigger", "briefing", "question")
SCENARIO += ("what_happened", "discussion")
OPTION = ("id", "scenario", "label", "what", "consequence_for", "argued_for_by")
OPTION += ("consequence_against", "argued_against_by", "chosen")
ROLE = ("id", "scenario", "actor", "title", "interests", "constraints", "goal", "private_question")


def crisis(
    scenarios: pd.DataFrame,
    options: pd.DataFrame | None = None,
    roles: pd.DataFrame | None = None,
    *,
    mode: str = "",
    library: Any = None,
    journal: Any = None,
    title: str = "",
) -> Any:
    """Return a panel in which a learner alone, or a class, plays decision points one by one.

    What is told at a later step is not on the page before that step is opened.

        explore.crisis(library.scenarios)
        explore.crisis(library.scenarios.head(2), mode="class")

    Args:
        scenarios: one decision point a row, in any order; columns as in the code book of
            `scenarios`. They are played in the order of their dates.
        options, roles: what can be done, and who sits at the table; the library's own without them.
        mode: "alone" or "class"; without it the learner may switch between both.
        library: where names and sources come from; the module's own without it.
        journal: where choices are kept; without it, the learner's own.
        title: heading of the panel.

    Raises:
        AllianceError: a table lacks rows or columns, or a decision point has fewer than two
            options.
    """
    from .panel import CrisisPanel  # here: widgets are loaded when first needed

    library = given_library(library, "explore.crisis", "scenarios", "options", "roles")
    need(scenarios, SCENARIO, "explore.crisis", "library.scenarios")
    options = library.options if options is None else options
    roles = library.roles if roles is None else roles
    need_tables(scenarios, options, roles, library)
    if mode not in ("", ALONE, CLASS):
        wanted = f"mode is “{ALONE}”, “{CLASS}” or left out"
        raise AllianceError(f"explore.crisis: {wanted}, not {mode!r}.")
    order = sorted(scenarios.index, key=lambda k: bounds(scenarios.loc[k, "date"])[1])
    scenarios = scenarios.loc[order].drop_duplicates("id")
    session = Session(scenarios, options, roles, journal or open_journal(library), mode)
    return CrisisPanel(session, library, title or say("crisis.title"))


def need_tables(scenarios: pd.DataFrame, options: Any, roles: Any, library: Any) -> None:
    """Raise AllianceError unless options and roles can be played with these scenarios."""
    need(options, OPTION, "explore.crisis", "library.options")
    if not isinstance(roles, pd.DataFrame) or len(roles):  # there may be no roles at all
        need(roles, ROLE, "explore.crisis", "library.roles")
    if getattr(library, "known_on", ""):
        raise AllianceError(
            f"explore.crisis: this is a library as known on {library.known_on}, which does not "
            "know what happened; give it the whole one, library=open_library()."
        )
    _need_sources(scenarios, ("briefing", "what_happened", "discussion"), "scenarios", library)
    _need_sources(options, ("consequence_for", "consequence_against"), "options", library)
    _need_sources(roles, ("interests", "constraints", "goal", "private_question"), "roles", library)
    known = set(scenarios["id"])
    counts = options[options["scenario"].isin(known)].groupby("scenario").size()
    for name in scenarios["id"]:
        if counts.get(name, 0) < 2:
            raise AllianceError(
                f"explore.crisis: options.csv has fewer than two options for the scenario “{name}”;"
                " add rows that name it in the column “scenario”."
            )
        if not str(scenarios.loc[scenarios["id"] == name, "what_happened"].iloc[0]):
            raise AllianceError(
                f"explore.crisis: the scenario “{name}” does not say what happened; give it "
                "open_library().scenarios, not the table as it was known on an earlier day."
            )


def _need_sources(frame: pd.DataFrame, columns: tuple[str, ...], table: str, library: Any) -> None:
    """Raise AllianceError if a text cites a source that does not exist: better now than in play."""
    known = set(library.held["sources"]["id"])
    for row in frame.to_dict("records"):
        for column in columns:
            for source in citations(row[column]):
                if source not in known:
                    hint = did_you_mean(source, known)
                    raise AllianceError(
                        f"explore.crisis: {table}.csv, row “{row['id']}”, column “{column}” cites "
                        f"“{source}”, which is not in sources.csv; {hint}"
                    )
