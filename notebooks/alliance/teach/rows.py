"""A table as a text file: read it row by row, change one, write it, compare two states of it.

Rows are counted as an editor counts lines: the header is row 1.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..problems import AllianceError, did_you_mean

__all__ = ["Sheet", "read_sheet"]


class Sheet:
    """The cells of one CSV file, all of them text.

    Attributes:
        path: the file.
        header: names of the columns.
        rows: the rows below the header.
    """

    def __init__(self, path: Path, header: list[str], rows: list[list[str]]) -> None:
        self.path, self.header, self.rows = path, header, rows

    def column(self, name: str) -> int:
        """Return the place of a column; AllianceError with near names if there is none."""
        if name not in self.header:
            hint = did_you_mean(name, self.header)
            raise AllianceError(f"{self.path.name} has no column “{name}”; {hint}")
        return self.header.index(name)

    def find(self, row_id: str) -> int:
        """Return the place of the row with this id; AllianceError with near ids if there is none.

        A table without a column `id` is searched by its first column.
        """
        key = self.header.index("id") if "id" in self.header else 0
        known = [row[key] for row in self.rows]
        if row_id not in known:
            hint = did_you_mean(row_id, known)
            raise AllianceError(f"{self.path.name} has no row with the id “{row_id}”; {hint}")
        return known.index(row_id)

    def save(self) -> None:
        """Write the file, with commas, in UTF-8, quotation marks only where a cell needs them."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.header, *self.rows])
        self.path.write_text(text.getvalue(), encoding="utf-8", newline="")


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file; AllianceError if it is not there or not UTF-8."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise AllianceError(f"{path.name} cannot be read ({error}); restore it first.") from None
    return Sheet(path, header, rows)
