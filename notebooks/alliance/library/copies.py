"""Copies of what a library holds, so that nothing that a learner is given changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

__all__ = ["Copies", "copied", "own"]


def own(value: Any) -> Any:
    """Return a value in which no list or mapping is shared with the one given."""
    if isinstance(value, list):
        return [own(item) if isinstance(item, list | dict) else item for item in value]
    if isinstance(value, dict):
        return {key: own(item) for key, item in value.items()}
    return value


def copied(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a table, also of the lists in its cells, which pandas' own copy shares."""
    found = frame.copy()
    first = found.iloc[0] if len(found) else {}
    # A column of lists holds nothing else.
    for name in [name for name, value in first.items() if isinstance(value, list)]:
        found[name] = own(found[name].tolist())
    return found


class Copies(Mapping[str, pd.DataFrame]):
    """Tables by name, each handed out as a copy."""

    def __init__(self, held: Mapping[str, pd.DataFrame]) -> None:
        """Hand out these tables."""
        self._held = held

    def __getitem__(self, name: str) -> pd.DataFrame:
        return copied(self._held[name])

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
