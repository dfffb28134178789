"""What is asked of the tables and views that a map is given, and the sentences if it is missing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ..problems import AllianceError, did_you_mean
from .land import LIMIT, Rect

__all__ = ["choose_view", "coordinates", "row_name"]


def row_name(frame: pd.DataFrame, position: int) -> str:
    """Name a row for a message: its label in the index, and its id if it has one."""
    name = f"row {frame.index[position]}"
    return f"{name} (“{frame['id'].iloc[position]}”)" if "id" in frame else name


def coordinates(frame: pd.DataFrame, column: str, most: float, function: str) -> pd.Series:
    """Return a column of degrees as numbers, NaN where it is empty.

    Args:
        frame: any table.
        column: name of the column.
        most: 90 for latitudes, 180 for longitudes (which may go to 360 across the date line).
        function: name of the caller, for the message.

    Raises:
        AllianceError: names the first row that holds text or a number out of range.
    """
    kind = "latitude" if most == 90 else "longitude"
    bound = most if most == 90 else 360
    numbers = []
    for position, value in enumerate(frame[column]):
        number = _number(value)
        numbers.append(number)
        if number is None or not (math.isnan(number) or -most <= number <= bound):
            raise AllianceError(
                f"{function}: {row_name(frame, position)}, column “{column}”: {value!r} is no "
                f"{kind}; write degrees from -{most:g} to {most:g}, or leave the cell empty."
            )
    return pd.Series(numbers, index=frame.index, dtype="float64")


def _number(value: Any) -> float | None:
    """Return a cell as a number: NaN if it is empty, None if it is no number."""
    if value is None or value is pd.NA or (isinstance(value, str) and not value.strip()):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _around(lats: Iterable[float], lons: Iterable[float]) -> Rect:
    """Return a rectangle around points, with a margin, over the date line if that is shorter."""
    lats, lons = list(lats), sorted(set(lons))
    # The widest gap between neighbours is what the view leaves out.
    gaps = [(b - a, b) for a, b in itertools.pairwise(lons)]
    gaps.append((lons[0] + 360 - lons[-1], lons[0]))
    gap, west = max(gaps)
    wide, south, high = 360 - gap, min(lats), max(lats) - min(lats)
    edge_x, edge_y = max(2.5, wide * 0.2), max(2.0, high * 0.12)  # room for names at the sides
    west = west - 360 if west > 180 else west
    return (
        west - edge_x,
        max(-LIMIT, south - edge_y),
        west + min(wide, 345) + edge_x,
        min(LIMIT, south + high + edge_y),
    )


def choose_view(
    view: Any, lats: Iterable[float], lons: Iterable[float], settings: Mapping, function: str
) -> Rect:
    """Return the rectangle to show.

    Args:
        view: None (around the data), four numbers (west, south, east, north), or the name of a
            view in module.yml (`views:`).
        lats, lons: the data, for None.
        settings: of the library.
        function: name of the caller, for the message.

    Raises:
        AllianceError: the name is unknown or the numbers make no rectangle.
    """
    known = settings.get("views") or {}
    if view is None:
        return _around(lats, lons)
    if isinstance(view, str):
        if view not in known:
            hint = f"{did_you_mean(view, known)} Or give" if known else "give"
            raise AllianceError(
                f"{function}: there is no view “{view}”; {hint} four numbers "
                "(west, south, east, north)."
            )
        view = known[view]
    try:
        west, south, east, north = (float(edge) for edge in view)
    except (TypeError, ValueError):
        raise AllianceError(
            f"{function}: view={view!r} is no view; give four numbers (west, south, east, north)."
        ) from None
    if east < west:  # across the date line
        east += 360
    if not (-90 <= south < north <= 90 and -180 <= west < east <= west + 360):
        raise AllianceError(
            f"{function}: view={view!r} is no rectangle; give (west, south, east, north) in "
            "degrees, south below north, each within -90…90 and -180…180."
        )
    return west, max(south, -LIMIT), east, min(north, LIMIT)
