"""What all explorers share: checks of what was given, links to sources, and the page they stand in.

An explorer is a page of its own in a frame, as the timeline is: it needs no kernel, works
in a saved notebook, and keeps its keys to itself. A page is its data as JSON, its words from the
catalogue, a script and a sheet; what every script needs stands in `frame.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ..library import as_list
from ..page import assemble, packed
from ..page import page as framed
from ..texts import page_texts

__all__ = [
    "SOURCES",
    "Links",
    "cell",
    "cells",
    "meanings",
    "names",
    "page",
    "plain",
    "worded",
]

SOURCES = "source_ids"


def cell(row: Mapping[str, Any], column: str) -> str:
    """Return a cell as text, "" if the column is not there or the cell is empty."""
    value = row.get(column, "")
    if value is None or (not isinstance(value, str | list) and pd.isna(value)):
        return ""
    return str(value)


def cells(row: Mapping[str, Any], column: str) -> list[str]:
    """Return a cell that holds a list, [] if the column is not there."""
    return as_list(row.get(column))


def plain(value: str) -> str:
    """Return a value of the code book in words: “no-hostile-alliance” is “no hostile alliance”."""
    return value.replace("-", " ").replace("_", " ")


def worded(kind: str, value: str) -> str:
    """Return the text of a value that code obeys; one without a text stands as in the code book.

    Args:
        kind: "evidence", or "value" for yes, no, conditional and unknown.
        value: out of a cell.
    """
    key = f"explore.{kind}.{value}"
    return page_texts([key]).get(key, plain(value))


def meanings(library: Any, table: str, column: str) -> dict[str, str]:
    """Return what each allowed value of a column means, as far as the code book says so.

    The description of such a column reads “value: what it means; value: what it means”.
    """
    values = library.choices(table, column) if table in library.held else []
    spec = next((s for s in library.fields(table) if s["name"] == column), {}) if values else {}
    names = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    parts = re.split(rf"(?:^|[;.]\s+)({names}): ", spec.get("description", "")) if values else []
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {value: told.get(value, "").strip(" .;") for value in values}


def names(library: Any, table: str = "treaties") -> dict[str, str]:
    """Return the short name of each row of a table by its id, {} without that table."""
    if table not in library.held:
        return {}
    frame = library.held[table]
    return dict(zip(frame["id"], frame["short_name"], strict=True))


class Links:
    """The sources that a page names, each once: rows hold their places in `made`."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.made: list[list[str]] = []
        self._places: dict[str, int] = {}

    def places(self, source_ids: Iterable[str]) -> list[int]:
        """Return the places of these sources, adding those that are new."""
        found = []
        for source_id in source_ids:
            if source_id not in self._places:
                self._places[source_id] = len(self.made)
                self.made.append(self.library.cite(source_id).pair())
            found.append(self._places[source_id])
        return found


def page(
    title: str,
    data: Mapping[str, Any],
    *,
    name: str,
    body: str = '<div id="ex-root"></div>',
    height: int = 640,
) -> str:
    """Return the frame with an explorer's page in it.

    Args:
        title: names the frame.
        data: what the script reads as `data`; texts in it are only ever set as text.
        name: of its sheet and script in this folder, `<name>.css` and `<name>.js`; the words whose
            keys begin with the last part of it go into the page.
        body: HTML that the script fills.
        height: until the script fits the frame to its content, in CSS pixels.
    """
    body += '<p id="ex-tell" role="status" class="al-hidden"></p>'
    body += f'<script type="application/json" id="ex-data">{packed(data)}</script>'
    css, js = assemble(f"explore/{name}.css"), assemble(f"explore/{name}.js")
    return framed(title, body, css, js, height, ["explore.", f"{name.rpartition('/')[2]}."])
