"""Writes tables to a file: a workbook, CSV files, or the report, as the ending says."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ...page import harmless
from ...problems import AllianceError
from ...texts import catalogue, say
from ..needed import load

__all__ = ["heading", "write_csv", "write_workbook"]

WIDEST, NARROWEST = 60, 8  # characters of a column
LONGEST = 32_000  # characters of a cell, a little below what the format can hold
SAMPLE = 200  # rows looked at for the width of a column
PER_CENT = {"share", "difficulty", "hint", "later", "before", "after", "normalised", "gain",
            "first_forecast", "forecast"}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")

Tell = Callable[[str, int, int], None]


def heading(name: str) -> str:
    """Return the words above a column; a column that is named by its words keeps them."""
    key = f"marks.column.{name}"
    return say(key) if key in catalogue() else name


def cell(value: Any) -> Any:
    """Return a value as a cell may hold it: nothing, a number, yes or no, or a harmless text."""
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return say("table.yes" if value else "table.no")
    if isinstance(value, int | float):
        return value
    if hasattr(value, "item"):
        return cell(value.item())
    text = CONTROL.sub("", str(value))
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return harmless(text) or None


def write_csv(tables: dict[str, pd.DataFrame], path: Path) -> list[Path]:
    """Write the first table to a file and each other beside it, and return all files.

    UTF-8 with a mark at the beginning, or a spreadsheet would take it for something else.
    """
    written = []
    for k, (name, frame) in enumerate(tables.items()):
        file = path if k == 0 else path.with_name(f"{path.stem}-{name}{path.suffix}")
        rows = frame.map(cell) if len(frame) else frame
        rows = rows.set_axis([harmless(heading(str(c))) for c in frame.columns], axis=1)
        try:
            rows.to_csv(file, index=False, encoding="utf-8-sig")
        except OSError as error:
            raise _unwritten(file, error) from None
        written.append(file)
    return written


def write_workbook(tables: dict[str, pd.DataFrame], path: Path, tell: Tell | None = None) -> None:
    """Write each table to a sheet of a workbook. No cell is a formula or a link.

    Raises:
        AllianceError: the library is missing, or the file cannot be written.
    """
    library = load("xlsxwriter", "XlsxWriter", "A workbook")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = library.Workbook(str(path), options)
    looks = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"valign": "top"}),
        "share": book.add_format({"num_format": "0%", "valign": "top"}),
        "number": book.add_format({"num_format": "0.##", "valign": "top"}),
    }
    for n, (name, frame) in enumerate(tables.items(), 1):
        _sheet(book.add_worksheet(say(f"marks.sheet.{name}")[:31]), frame, looks)
        if tell:
            tell("write", n, len(tables))
    try:
        book.close()
    except (OSError, library.exceptions.FileCreateError) as error:
        raise _unwritten(path, error) from None


def _sheet(sheet: Any, frame: pd.DataFrame, looks: dict[str, Any]) -> None:
    """Fill one sheet: a head that stays in view, filters, columns as wide as what they hold."""
    names = [str(name) for name in frame.columns]
    heads = [harmless(heading(name)) for name in names]
    columns = [[cell(value) for value in frame[name]] for name in frame.columns]
    formats = []
    for k, (name, values) in enumerate(zip(names, columns, strict=True)):
        width = max((len(str(v)) for v in values[:SAMPLE] if v is not None), default=0)
        look = "text" if width > WIDEST else "plain"
        if any(isinstance(v, float) for v in values):
            look = "share" if name in PER_CENT else "number"
            width = min(width, NARROWEST)
        formats.append(looks[look])
        width = min(max(width, max(map(len, heads[k].split()), default=0), NARROWEST), WIDEST)
        sheet.set_column(k, k, width + 2, looks[look])
    for k, head in enumerate(heads):
        sheet.write_string(0, k, head, looks["head"])
    for r, row in enumerate(zip(*columns, strict=True), 1):
        for k, value in enumerate(row):
            if value is None:
                continue
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(r, k, value, formats[k])
    sheet.freeze_panes(1, 1)
    if names:
        sheet.autofilter(0, 0, max(len(frame), 1), len(names) - 1)


def _unwritten(path: Path, error: Exception) -> AllianceError:
    reason = getattr(error, "strerror", None) or str(error)
    return AllianceError(
        f"“{path}” cannot be written ({reason}); close it if it is open in another program, or "
        "name another place after --out."
    )
