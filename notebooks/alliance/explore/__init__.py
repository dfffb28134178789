"""Explorers: pictures and panels in which a learner changes something and sees what follows.

Floor 3. Each takes tables. All but the forecast and the crisis return a page in a frame that needs
no kernel; the pictures among them with title, summary, sources, and the same in a table.

    explore.ladder(library.treaties)
    explore.clauses(library.clauses)
    explore.chamber(library.resolutions, library.votes)
    atlas.lines(explore.bonds(library.obligations, "defense"), title=…, label="bond")
    explore.estimates(library.estimates)
    explore.forecast(library.as_of("2024-06-20").forecasts)
    explore.crisis(library.scenarios)
    explore.role_cards(library.roles)
"""

from __future__ import annotations

# Functions bear the names of their rooms; bound here, at once, no later import can put the room in
# the function's place.
from .articles import articles
from .bonds import bonds, bound
from .chamber import chamber
from .clauses import clauses
from .crisis import crisis
from .crisis_cards import role_cards
from .estimates import estimates
from .forecast import forecast
from .ladder import ladder
from .record import record
from .resolve import resolve

__all__ = [
    "articles",
    "bonds",
    "bound",
    "chamber",
    "clauses",
    "crisis",
    "estimates",
    "forecast",
    "ladder",
    "record",
    "resolve",
    "role_cards",
]
