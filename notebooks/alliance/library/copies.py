"""Copies of what a library holds, so that nothing that a learner is given changes it."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["lists", "own"]


def own(value: Any) -> Any:
    """Return a value in which no list or mapping is shared with the one given."""
    if isinstance(value, list):
        return [own(item) if isinstance(item, list | dict) else item for item in value]
    if isinstance(value, dict):
        return {key: own(item) for key, item in value.items()}
    return value


def lists(frame: pd.DataFrame) -> list[str]:
    """Return the columns that hold lists: a column of them holds nothing else."""
    first = frame.iloc[0] if len(frame) else {}
    return [name for name, value in first.items() if isinstance(value, list)]
