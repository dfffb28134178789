"""A table as a text file: read it row by row, change one, write it, compare two states of it.

Rows are counted as an editor counts lines: the header is row 1.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..library.csv_text import read_csv
from ..problems import AllianceError, Problem, did_you_mean

__all__ = ["CsvGrid", "read_grid"]


class CsvGrid:
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

    def text(self) -> str:
        """Return the file as it is written: commas, quotation marks where a cell needs them."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.header, *self.rows])
        return text.getvalue()

    def save(self) -> None:
        """Write the file in UTF-8."""
        self.path.write_text(self.text(), encoding="utf-8", newline="")


def read_grid(path: Path) -> CsvGrid:
    """Read a CSV file; AllianceError with a sentence if it is not whole."""
    problems: list[Problem] = []
    table = read_csv(path, problems)
    problems += table.lengths if table else []
    if table is None or problems:
        raise AllianceError(str(problems[0]))
    return CsvGrid(path, table.header, table.rows)
