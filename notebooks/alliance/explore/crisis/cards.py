"""`role_cards(roles)`: cards to print, two a sheet, readable in black and white."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ... import dates
from ...library import given_library, need
from ...page import Html, assemble, esc
from ...page.printed import printable
from ...problems import AllianceError, did_you_mean
from ...texts import count, say
from .explorer import ROLE
from .session import Session
from .view import question_for, role_card

__all__ = ["role_cards"]


def role_cards(
    roles: pd.DataFrame,
    scenarios: pd.DataFrame | None = None,
    options: pd.DataFrame | None = None,
    *,
    a_sheet: int = 2,
    library: Any = None,
    title: str = "",
) -> Html:
    """Return role cards in a frame with a button that prints them and one that saves them.

        explore.role_cards(library.roles.query("scenario == 'two-prisoners'"))

    A card tells no more than was known on the day of its decision point: the role, the question as
    it is put to this role, the options, and lines to write on.

    Args:
        roles: one role a row; columns as in the code book of `roles`.
        scenarios, options: the decision points of these roles and what can be done; the library's
            own without them.
        a_sheet: cards on a sheet of paper, 1 or 2.
        library: where names and sources come from; the module's own without it.
        title: heading of the page.

    Raises:
        AllianceError: a table lacks rows or columns, or a role belongs to no scenario.
    """
    library = given_library(library, "explore.role_cards", "scenarios", "options")
    need(roles, ROLE, "explore.role_cards", "library.roles")
    scenarios = library.scenarios if scenarios is None else scenarios
    columns = ("id", "number", "title", "date", "decider", "trigger", "question")
    need(scenarios, columns, "explore.role_cards", "library.scenarios")
    options = library.options if options is None else options
    need(options, ("id", "scenario", "label", "what"), "explore.role_cards", "library.options")
    if a_sheet not in (1, 2):
        raise AllianceError(f"explore.role_cards: a_sheet is 1 or 2, not {a_sheet!r}.")
    cards = _cards(roles, Session(scenarios, options, roles, journal=None), library)
    sheets = (cards[k : k + a_sheet] for k in range(0, len(cards), a_sheet))
    body = "".join(f'<section class="pr-sheet">{"".join(sheet)}</section>' for sheet in sheets)
    title = title or say("crisis.cards_title")
    css = assemble("explore/crisis/cards.css")
    page = printable(title, body, css=css, file=say("crisis.cards_file"), height=620)
    words = f"{title}: {count('crisis.cards', len(cards))}"
    return Html(f'<div class="al">{page}</div>', words)


def _cards(roles: pd.DataFrame, session: Session, library: Any) -> list[str]:
    """Return the cards of roles.

    Raises:
        AllianceError: a role belongs to no scenario.
    """
    cards = []
    for role in roles.to_dict("records"):
        if role["scenario"] not in session.scenarios:
            hint = did_you_mean(role["scenario"], session.scenarios)
            raise AllianceError(
                f"explore.role_cards: the role “{role['id']}” belongs to the scenario "
                f"“{role['scenario']}”, which the table of scenarios does not have; {hint}"
            )
        cards.append(_card(session, role, library))
    return cards


def _card(session: Session, role: dict[str, Any], library: Any) -> str:
    """Return one card."""
    name = role["scenario"]
    scenario = session.scenarios[name]
    kicker = f"{scenario['number']}. {scenario['title']}, {dates.words(scenario['date'])}"
    question = question_for(session.asked(name, role), library.actor_name(scenario["decider"]))
    options = "".join(
        f"<li><b>{esc(option['label'])}.</b> {esc(option['what'])}</li>"
        for option in session.options[name]
    )
    lines = '<div class="c-card-lines" aria-hidden="true"></div>'
    return (
        f'<article class="c-card pr-keep"><p class="c-card-kicker">{esc(kicker)}</p>'
        f"{role_card(role, library)}"
        f'<p class="c-card-question">{esc(scenario["trigger"])} <b>{esc(scenario["question"])}</b>'
        f"</p><p>{esc(question)}</p><ol>{options}</ol>"
        f'<p class="c-card-why">{esc(say("crisis.card_lines"))}</p>{lines}</article>'
    )
