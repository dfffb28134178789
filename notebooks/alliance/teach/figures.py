"""Figures that prose and questions take from a row: found again when the row has changed.

A paragraph, an option or a feedback that cites a source and states a figure is tied to the rows
with that source: if one of them holds the figure, the tie is kept in `data/figures.json`, which
`alliance figures` writes. So are titles in code cells, for the sources that their notebook cites.
When the row is changed later, and no row of the source holds the figure any more, `alliance check`
says where it still stands. Nothing is asked of those who write, except to cite the source of the
row beside the figure, as everywhere.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..library import Library, as_list, citations
from ..problems import Problem, kept
from ..quiz.bank import load_bank

__all__ = ["FIGURES", "check_figures", "keep_figures"]

FIGURES = "figures.json"
NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\w/]|[.,-]\d)")
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)|`[^`]*`")
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)|\n(?=\|)")
APART = ("lat", "lon", "year", "number", "order")  # columns of numbers that are no findings
LEAST = 10  # smaller numbers stand everywhere
Tie = tuple[str, str, str]  # place, source, figure


def _figures(text: str) -> set[str]:
    """Return the figures of a text, plain: years and small numbers say too little to be tied."""
    found = set()
    for whole, rest in NUMBER.findall(LINK.sub(" ", text)):
        plain = whole.replace(",", "") + rest.rstrip("0").rstrip(".")
        year = re.fullmatch(r"1[89]\d\d|20\d\d", whole) and not rest
        if not year and float(plain) >= LEAST:
            found.add(plain)
    return found


def _held(library: Library) -> dict[tuple[str, str], str]:
    """Return where the rows of each source hold each figure: table, row and column in words."""
    held: dict[tuple[str, str], str] = {}
    for name, frame in library.held.items():
        if not {"id", "source_ids"} <= set(frame.columns):
            continue
        columns = [
            spec["name"]
            for spec in library.fields(name)
            if spec.get("type") in ("number", "integer") and spec["name"] not in APART
        ]
        for column in [column for column in columns if column in frame]:
            known = frame[column].notna()
            rows = zip(*(frame.loc[known, c] for c in ("id", column, "source_ids")), strict=True)
            for row, value, sources in rows:
                for source in as_list(sources):
                    plain = f"{float(value):.6f}".rstrip("0").rstrip(".")
                    held.setdefault((source, plain), f"{name}.csv, row “{row}”, “{column}”")
    return held


def _stated(library: Library, notebooks: Path) -> dict[Tie, int | str]:
    """Return every figure that stands beside a citation: its place in words, and the row there."""
    found: dict[Tie, int | str] = {}
    for path in kept(notebooks.glob("*.ipynb")):
        cells = _cells(path)
        cited = {source for kind, text in cells if kind == "markdown" for source in citations(text)}
        for number, (kind, text) in enumerate(cells, start=1):
            blocks = BLOCK.split(text) if kind == "markdown" else [_strings(text)]
            for block in blocks:
                for source in citations(block) if kind == "markdown" else cited:
                    for figure in _figures(block):
                        found.setdefault((path.name, source, figure), f"{number} (cell)")
    for entry in load_bank(library).entries.values():
        texts = list(_texts(entry.raw))
        sources = [*as_list(entry.raw.get("source_ids")), *citations(" ".join(texts))]
        for figure in set().union(*map(_figures, texts)) if texts else set():
            for source in sources:
                found.setdefault((f"{entry.file} {entry.id}", source, figure), entry.raw.line)
    return found


def _cells(path: Path) -> list[tuple[str, str]]:
    """Return kind and text of each cell; none of a notebook that cannot be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(str(cell["cell_type"]), "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _strings(code: str) -> str:
    """Return the texts in a code cell, such as the title of a chart."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return "\n".join(value for value in values if isinstance(value, str) and " " in value)


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in a question: stem, options, feedback."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def keep_figures(library: Library, notebooks: Path) -> int:
    """Write the ties as they are now into the data folder; return how many there are."""
    held, stated = _held(library), _stated(library, notebooks)
    ties = [[*tie, held[tie[1:]]] for tie in sorted(stated) if tie[1:] in held]
    lines = ",\n".join(json.dumps(tie, ensure_ascii=False) for tie in ties)
    (library.folder / FIGURES).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return len(ties)


def check_figures(library: Library, notebooks: Path) -> list[Problem]:
    """Return the figures that are stated still, while their row says something else now."""
    path = library.folder / FIGURES
    if not path.is_file():
        return []
    try:
        ties = json.loads(path.read_text(encoding="utf-8"))
        kept_ties = [tuple(map(str, tie)) for tie in ties if len(tie) == 4]
    except (ValueError, TypeError, RecursionError):
        return [Problem(FIGURES, "it cannot be read", "write it again with `alliance figures`")]
    held, stated, found = _held(library), _stated(library, notebooks), {}
    for place, source, figure, where in kept_ties:
        row = stated.get((place, source, figure))
        if row is not None and (source, figure) not in held:
            file, _, question = place.partition(" ")
            shown = f"{float(figure):,.6f}".rstrip("0").rstrip(".")
            what = f"question “{question}” states" if question else "it states"
            message = f"{what} {shown}, which stood in {where} and stands there no longer"
            remedy = f"correct the text or the row (source “{source}”)"
            found.setdefault((file, row, figure), Problem(file, message, remedy, row))
    return list(found.values())
