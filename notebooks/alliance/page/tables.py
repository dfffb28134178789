"""One kind of table: captioned, with headers for columns and rows, in a box that scrolls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..texts import column, count, say
from .html import KEEP_KEYS, esc
from .markdown import Cite

__all__ = ["SHORT", "boxed_table", "folded_table", "harmless", "scroll_box", "table"]

SHORT = 12  # characters that stay on one line in a table
# How a text begins that a spreadsheet would run as a formula.
FORMULA = re.compile(r"^[=+\-@\t\r]")


def harmless(cell: Any) -> Any:
    """Return a cell for a CSV file; a text that a spreadsheet would run gets an apostrophe before.

    Numbers stay as they are, also those below zero.
    """
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _cell(value: Any, name: str, cite: Cite | None) -> str:
    """Return one table cell; lists are joined, ids of sources become links, numbers align."""
    if isinstance(value, list | tuple):
        parts = [
            cite(v, "").short() if cite and str(name).startswith("source") else esc(v)
            for v in value
        ]
        return f"<td>{', '.join(parts)}</td>"
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "<td>–</td>"
    if isinstance(value, bool):
        return f"<td>{esc(say('table.yes' if value else 'table.no'))}</td>"
    if isinstance(value, pd.Timestamp):
        return f"<td>{value.date()}</td>"
    if isinstance(value, int | float) or hasattr(value, "dtype"):
        # Four digits without a separator, as years and small counts are commonly printed.
        number = f"{value:,.12g}" if abs(value) >= 10_000 else f"{value:.12g}"
        return f'<td class="al-number">{number}</td>'
    # Dates and other short words do not break; a single plain word cannot, and needs no mark.
    text = str(value)
    breaks = 1 < len(text) <= SHORT and not (text.isascii() and text.isalnum())
    short = ' class="al-short"' if breaks else ""
    return f"<td{short}>{esc(text)}</td>"


def _head(name: object, values: pd.Series, headings: Mapping[str, str] | None) -> str:
    """Return a column header, aligned as the numbers below it."""
    text = column(name)
    if headings:  # titles of the code book begin with a capital: let the other columns match
        text = headings.get(str(name)) or text[:1].upper() + text[1:]
    numeric = pd.api.types.is_numeric_dtype(values)
    kind = ' class="al-number"' if numeric else ""
    return f'<th scope="col"{kind}>{esc(text)}</th>'


def table(
    frame: pd.DataFrame,
    caption: str,
    cite: Cite | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Return a DataFrame as an accessible table: caption, column headers, row headers.

    The first column is the header of its row. A column named `source_ids` or `sources` that
    holds lists becomes links, if `cite` is given. `headings` says what columns are called (see
    `Library.headings`); the others have their text in the catalogue, or their name.
    """
    names = list(frame.columns)
    head = "".join(_head(name, frame.iloc[:, k], headings) for k, name in enumerate(names))
    rows = []
    for values in frame.itertuples(index=False, name=None):
        first = _cell(values[0], names[0], cite).replace("<td", '<th scope="row"', 1)
        first = first.replace("</td>", "</th>")
        cells = (_cell(v, n, cite) for v, n in zip(values[1:], names[1:], strict=True))
        rows.append(f"<tr>{first}{''.join(cells)}</tr>")
    return (
        f'<table class="al-table"><caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def boxed_table(
    frame: pd.DataFrame,
    title: str,
    cite: Cite | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Return a table in a box that scrolls, by keyboard too, where the page is too narrow."""
    return scroll_box(table(frame, title, cite, headings), title)


def scroll_box(inner: str, title: str) -> str:
    """Return HTML in a box that scrolls by itself and that the keyboard can reach."""
    return (
        f'<div class="al-scroll" tabindex="0" role="region" {KEEP_KEYS} '
        f'aria-label="{esc(say("table.name", title=title))}">{inner}</div>'
    )


def folded_table(
    frame: pd.DataFrame,
    title: str,
    cite: Cite | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Return the table behind a button that needs no script: it works in saved pages too."""
    words = say("table.show", rows=count("table.rows", len(frame)))
    return (
        f"<details><summary {KEEP_KEYS}>{esc(words)}"
        f'<span class="al-hidden">: {esc(title)}</span></summary>'
        f"{boxed_table(frame, title, cite, headings)}</details>"
    )
