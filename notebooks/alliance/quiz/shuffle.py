"""The order in which options are shown: mixed, but always the same for a learner and a question.

Python's own hash() changes with each start of Python, so SHA-256 is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["mixed"]


def mixed(ids: Iterable[str], seed: str, never: list[str] | None = None) -> list[str]:
    """Return the ids in an order that depends on the seed alone.

    Each id is placed by a hash of its own, so adding an option leaves the others in their order.

    Args:
        ids: what to mix.
        seed: learner and question.
        never: an order that must not come out (the right one); it is turned by one place.
    """
    order = sorted(ids, key=lambda name: hashlib.sha256(f"{seed}|{name}".encode()).digest())
    if never is not None and order == never and len(order) > 1:
        order = order[1:] + order[:1]
    return order
