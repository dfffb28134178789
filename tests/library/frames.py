"""What tests of conditions share."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[2]
DATA, OTHER = ROOT / "data", ROOT / "tests" / "other_alliance"


def small() -> pd.DataFrame:
    """Return a table with a column of each kind."""
    days = pd.to_datetime(["1950-06-25", None, "2024-06-19", "2024-10-01"])
    return pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "title": ["A test", "", "Trial of one", "treaty's end"],
            "year": pd.Series([1950, None, 2024, 2024], dtype="Int64"),
            "lat": [38.5, float("nan"), -4.0, 60.0],
            "practice": [True, False, False, True],
            "actors": [["PRK", "SUN"], [], ["RUS"], ["PRK"]],
            "date_start": days.astype("datetime64[s]"),
            "from": ["x", "y", "x", ""],
        }
    )
