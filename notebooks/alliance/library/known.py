"""A table as it was known on a day: the rows that were public, with later dates blanked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import dates

__all__ = ["known_rows"]


def known_rows(resource: dict[str, Any], frame: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Return the rows of a table that were public by `last`, with later dates blanked.

    Args:
        resource: the descriptor of the table.
        frame: its rows.
        last: the last moment that counts.
    """
    columns, parent = resource.get("knownFrom", []), resource.get("knownWith")
    since = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    for column in columns:
        # An open end ("2022/..") has no last day: then the first one counts.
        since = since.fillna(frame[f"{column}_end"]).fillna(frame[f"{column}_start"])
    known = since <= last
    if parent:
        known |= since.isna()  # known with its parent, which is looked at later
    kept = frame[known].copy() if columns else frame.copy()
    for spec in resource.get("schema", {}).get("fields", []):
        if spec.get("edtf"):
            _blank_later(kept, spec["name"], last)
        if spec.get("hindsight") and (columns or parent):
            listed = spec.get("type") == "list"
            kept[spec["name"]] = [[] for _ in range(len(kept))] if listed else ""
    return kept.reset_index(drop=True)


def _blank_later(frame: pd.DataFrame, column: str, last: pd.Timestamp) -> None:
    """Blank later dates of a column, in place; an interval that outlasts the day is left open."""
    start, end = f"{column}_start", f"{column}_end"
    if not ((frame[start] > last) | (frame[end] > last)).any():
        return
    begins = frame[column].str.partition("/")[0] if len(frame) else frame[column]
    lasting = frame[column].str.contains("/") & (frame[end] > last)
    later = (frame[start] > last) | (lasting & frame[start].isna())
    lasting &= ~later
    if lasting.any():
        frame.loc[lasting, column] = begins[lasting] + "/" + dates.OPEN
        frame.loc[lasting, end] = pd.NaT
    if later.any():
        frame.loc[later, column] = ""
        frame.loc[later, [start, end]] = pd.NaT
