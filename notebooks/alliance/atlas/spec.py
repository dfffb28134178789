"""What somebody asks of a map, and the steps that all kinds of map share.

The functions of the atlas put their arguments into a `MapSpec`; what draws the map asks it for
checked columns, coordinates, the view, the words, and what stands around the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..library import given_library, need
from ..problems import AllianceError
from . import items
from .check import choose_view, coordinates
from .land import Rect, good_height
from .surroundings import Surroundings, count_words

__all__ = ["MapSpec"]


@dataclass
class MapSpec:
    """The arguments that maps have in common, named as in `atlas.points`.

    Attributes:
        function: name of the function called, for messages.
        label: None where the map finds a heading of its own.
        height: None for one that suits the view.
    """

    function: str
    frame: pd.DataFrame
    title: str
    summary: str
    label: str | None
    detail: list[str] | None
    view: tuple[float, float, float, float] | str | None
    height: int | None
    library: Any
    when: str | None = None
    category: str | None = None

    def __post_init__(self) -> None:
        self.library = given_library(self.library, self.function)

    def need(self, **columns: str | None) -> None:
        """Check that the table has rows, the common columns and these (argument -> column)."""
        wanted = {"label": self.label, "when": self.when, "category": self.category, **columns}
        wanted |= {f"detail[{k}]": column for k, column in enumerate(self.detail or [])}
        need(self.frame, wanted, self.function, "library.events", ["when", "category", "detail"])

    def placed(self, columns: Mapping[str, str], what: str) -> tuple[pd.Series, pd.DataFrame]:
        """Return which rows have all their coordinates, and the coordinates of those.

        Args:
            columns: name in the result -> column of the table; a name that ends in `lat` holds
                latitudes, any other longitudes.
            what: the coordinates in words.

        Raises:
            AllianceError: a coordinate cannot be read, or no row has all of them.
        """
        numbers = pd.DataFrame(
            {
                name: coordinates(self.frame, c, 90 if name.endswith("lat") else 180, self.function)
                for name, c in columns.items()
            }
        )
        placed = numbers.notna().all(axis=1)
        if not placed.any():
            raise AllianceError(
                f"{self.function}: no row has {what} ({', '.join(columns.values())}), so nothing "
                "can be drawn; fill them in, or show the table itself."
            )
        return placed, numbers[placed]

    def rect(self, lats: Iterable[float], lons: Iterable[float]) -> Rect:
        """Return the rectangle to show, see `choose_view`."""
        return choose_view(self.view, lats, lons, self.library.settings, self.function)

    def tell(
        self, frame: pd.DataFrame, label: str | None = None, given: Mapping | None = None
    ) -> items.Told:
        """Return what the map says about the rows drawn, see `items.tell`."""
        label = label or self.label
        return items.tell(
            frame,
            label,
            self.detail,
            self.when,
            self.category,
            given,
            self.library,
            self.function,
        )

    def around(
        self, rect: Rect, told: items.Told, spots: list[dict], first: Iterable[str | None]
    ) -> Surroundings:
        """Return what stands around the drawing, with time slider and notes on rows not drawn.

        Args:
            rect: what is shown.
            told: the rows that are drawn.
            spots: their places.
            first: the columns that lead in the table beside the map.
        """
        shown = items.table_columns(self.frame, [*first, *(self.detail or [])])
        summary = self.summary or count_words(told.rows, spots, told.steps)
        height = self.height or good_height(rect)
        around = Surroundings(self.title, summary, self.frame[shown], height, self.library)
        around.add_time(told.steps, told.rows, bool(self.when))
        return around
