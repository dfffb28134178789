"""Explorers: pictures and panels in which a learner changes something and sees what follows.

Each takes tables. Most are pages in a frame that need no kernel; the pictures among them
have title, summary, sources, and the same in a table. Panels (forecast, reading, coding, crisis,
weighing and the tree) ask the kernel and remember through the journal.

    explore.ladder(library.treaties)
    explore.clauses(library.clauses)
    explore.chamber(library.resolutions, library.votes)
    atlas.lines(explore.bonds(library.obligations, "defense"), title=…, label="bond")
    explore.estimates(library.estimates)
    explore.forecast(library.as_of("2024-06-20").forecasts)
    explore.reading(library.claims)
    explore.stances(library.reactions)
    explore.coding(library.reactions.query("practice"))
    explore.crisis(library.scenarios)
    explore.role_cards(library.roles)
    explore.weigh(library.weighing.query("implication == '…'"))
    explore.tree(library.branches)
"""

from __future__ import annotations

from .coding import coding
from .crisis import crisis
from .crisis.cards import role_cards
from .estimates import estimates
from .forecast import forecast
from .reading import caught, reading
from .stances import by_actor, stances

# Functions bear the names of their rooms; bound here, at once, no later import can put the room in
# the function's place.
from .treaties.articles import articles
from .treaties.bonds import bonds, bound
from .treaties.clauses import clauses
from .treaties.ladder import ladder
from .tree import tree
from .votes.chamber import chamber
from .votes.record import record
from .votes.resolve import resolve
from .weigh import weigh

__all__ = [
    "articles",
    "bonds",
    "bound",
    "by_actor",
    "caught",
    "chamber",
    "clauses",
    "coding",
    "crisis",
    "estimates",
    "forecast",
    "ladder",
    "reading",
    "record",
    "resolve",
    "role_cards",
    "stances",
    "tree",
    "weigh",
]
