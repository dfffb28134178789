"""What a spreadsheet does to a table when it saves it, so that it can be seen and recognised.

Each way takes the file, changes it in place, and says in a few words what was done.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from .rows import read_grid

__all__ = ["DAMAGE"]

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _semicolons(path: Path) -> str:
    """Where the comma is the decimal sign, “CSV” is saved with semicolons between the cells."""
    grid, text = read_grid(path), io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows([grid.header, *grid.rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return "saved with semicolons between the cells"


def _dates(path: Path) -> str:
    """Days are shown, and then saved, in the fashion of the country."""
    grid = read_grid(path)
    places = [k for k, name in enumerate(grid.header) if "date" in name or name.endswith("_on")]
    for row in grid.rows:
        for k in places:
            if DAY.fullmatch(row[k]):  # a period, or “about”, is no day to a spreadsheet
                row[k] = DAY.sub(r"\3/\2/\1", row[k])
    grid.save()
    return "days turned into 19/06/2024"


def _encoding(path: Path) -> str:
    """Plain “CSV” is saved in the old encoding of the system, which knows few letters."""
    text = path.read_text("utf-8")
    path.write_bytes(text.encode("cp1252", "replace"))
    return "saved in the old encoding of Windows"


DAMAGE: dict[str, Callable[[Path], str]] = {
    "semicolons": _semicolons,
    "dates": _dates,
    "encoding": _encoding,
}
