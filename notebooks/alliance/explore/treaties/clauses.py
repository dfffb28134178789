"""Clauses side by side: choose up to four treaties and see in what they differ from the first.

The columns come from the code book of the table: a column with a list of allowed values is
coded and compared exactly; `trigger` and its code `trigger_kind` share a row; other columns are in
somebody's own words and are only told apart if they are the same word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...library import given_library, need
from ...page import MOST_LINKS, Picture
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .. import frame as base

__all__ = ["clauses"]

TABLE = "clauses"
# Columns that name a clause or say how well it is known; they are not compared.
ASIDE = {"id", "treaty", "article", "title", "note", "public_on", "evidence", base.SOURCES}
NEEDED = ["id", "treaty", "article", base.SOURCES]
KIND = "_kind"
NAMED = 4  # clauses that tie are named up to this number, beyond it counted


def clauses(
    frame: pd.DataFrame,
    *,
    against: str | None = None,
    beside: Iterable[str] = (),
    title: str = "",
    summary: str = "",
    library: Any = None,
) -> Picture:
    """Compare clauses of treaties side by side.

    Args:
        frame: one clause a row, as `library.clauses`: id, treaty, article, source_ids, columns in
            own words (trigger, duty, …) and coded columns.
        against: id of the clause or treaty with which the others are compared; None for the first
            row.
        beside: ids of up to three clauses or treaties that stand beside it at first.
        title: what is compared; without it, a title that names the first.
        summary: one sentence on what to see; without it the clauses are counted.
        library: the open library; without it, the one that `open_library()` finds.

    Raises:
        AllianceError: a column is missing, the table has no rows, or a name is unknown.
    """
    library = given_library(library, "explore.clauses")
    need(frame, ["id", "treaty", "article", base.SOURCES], "explore.clauses", "library.clauses")
    records = frame.to_dict("records")
    names = _names(records, library)
    rows = _rows(frame, library)
    first = _find(records, against) if against else 0
    others = [_find(records, name) for name in beside][:3] or _unlike(records, first, rows)
    links = base.Links(library)
    data = {
        "rows": rows,
        "clauses": [_packed(r, n, rows, links) for r, n in zip(records, names, strict=True)],
        "chosen": [first, *others],
        "links": links.made,
    }
    title = title or say("clauses.title", first=names[first])
    return Picture(
        title=title,
        summary=summary or _summary(records, names, first, rows),
        body=base.page(title, data, name="treaties/clauses", height=900),
        frame=_table(records, names, rows),
        links=library.links(frame)[:MOST_LINKS],
        cite=library.cite,
        notes=[say("clauses.note")],
    )


def _names(records: list[dict[str, Any]], library: Any) -> list[str]:
    """Name each clause: its own title, else its treaty and article."""
    treaties = base.names(library)
    return [
        base.cell(row, "title")
        or say(
            "clauses.name",
            treaty=treaties.get(row["treaty"], row["treaty"]),
            article=base.cell(row, "article"),
        )
        for row in records
    ]


def _rows(frame: pd.DataFrame, library: Any) -> list[dict[str, str]]:
    """Return what is compared, in the order of the code book: title, and columns of text and code.

    Columns that the learner has added to the table come last, as text.
    """
    known = {spec["name"]: spec for spec in library.fields(TABLE)} if TABLE in library.held else {}
    columns = [c for c in [*known, *frame.columns] if c in frame and c not in ASIDE]
    columns = [c for c in dict.fromkeys(columns) if not c.endswith(("_start", "_end"))]
    coded = {c for c in columns if c.endswith(KIND) or library.choices(TABLE, c)}
    rows = []
    for column in columns:
        if column in coded and column.removesuffix(KIND) in columns and column.endswith(KIND):
            continue
        code = column if column in coded else column + KIND
        title = known.get(column, {}).get("title") or base.plain(column).capitalize()
        text = "" if column in coded else column
        rows.append({"title": title, "text": text, "code": code if code in coded else ""})
    return rows


def _find(records: list[dict[str, Any]], name: str) -> int:
    """Return the place of the clause with this id, or of the first clause of this treaty."""
    for column in ("id", "treaty"):
        for place, row in enumerate(records):
            if row[column] == name:
                return place
    known = dict.fromkeys(row[c] for c in ("treaty", "id") for row in records)
    raise AllianceError(
        f"explore.clauses: the table has no clause and no treaty “{name}”; "
        f"{did_you_mean(name, known)}"
    )


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], rows: list[dict[str, str]]) -> int:
    """Count the coded points in which two clauses are known to differ."""
    points = [row["code"] for row in rows if row["code"]]
    pairs = ((base.cell(one, c), base.cell(other, c)) for c in points)
    return sum(a != b and "unknown" not in (a, b) for a, b in pairs)


def _unlike(records: list[dict[str, Any]], first: int, rows: list[dict[str, str]]) -> list[int]:
    """Return the clause most like the first and the one least like it, to begin with."""
    others = [k for k in range(len(records)) if k != first]
    others.sort(key=lambda k: _differ(records[first], records[k], rows))
    return list(dict.fromkeys([*others[:1], *others[-1:]]))


def _packed(
    row: dict[str, Any], name: str, rows: list[dict[str, str]], links: base.Links
) -> dict[str, Any]:
    """Return a clause as the script reads it: name, cells as [text, code], evidence, sources."""
    return {
        "name": name,
        "cells": [[base.cell(row, r["text"]), base.cell(row, r["code"])] for r in rows],
        "evidence": base.cell(row, "evidence"),
        "note": base.cell(row, "note"),
        "sources": links.places(base.cells(row, base.SOURCES)),
    }


def _summary(
    records: list[dict[str, Any]], names: list[str], first: int, rows: list[dict[str, str]]
) -> str:
    """Name the clauses that are most like the first, and those that are least; ties are told."""
    apart = {
        name: _differ(records[first], row, rows)
        for k, (name, row) in enumerate(zip(names, records, strict=True))
        if k != first
    }
    if not apart:
        return say("clauses.alone", first=names[first])
    least, most = min(apart.values()), max(apart.values())
    near, far = ([name for name in apart if apart[name] == end] for end in (least, most))
    points = sum(bool(row["code"]) for row in rows)
    told = say("clauses.summary", others=len(apart), first=names[first], points=points)
    if least == most:
        return f"{told} {say('clauses.level', most=most)}"
    parts = [_end("nearest", near, least), _end("farthest", far, most)]
    return f"{told} {say('clauses.ends', nearest=parts[0], farthest=parts[1])}"


def _end(which: str, names: list[str], differs: int) -> str:
    """Tell of the clauses that are nearest or farthest; several that tie are all counted."""
    if len(names) == 1:
        return say(f"clauses.{which}_one", name=names[0], differs=differs)
    listed = "; ".join(names) if len(names) <= NAMED else ""
    words = say(f"clauses.{which}", n=len(names), differs=differs)
    return f"{words} ({listed})" if listed else words


def _table(
    records: list[dict[str, Any]], names: list[str], rows: list[dict[str, str]]
) -> pd.DataFrame:
    """Return the equal of the page: every clause with all that is compared."""
    shown: dict[str, list[Any]] = {say("clauses.clause"): names}
    for row in rows:
        if row["text"]:
            shown[row["title"]] = [base.cell(r, row["text"]) or "–" for r in records]
        if row["code"]:
            kind = say("clauses.kind_of", what=row["title"]) if row["text"] else row["title"]
            shown[kind] = [base.worded("value", base.cell(r, row["code"])) or "–" for r in records]
    shown[say("explore.evidence")] = [
        base.worded("evidence", base.cell(r, "evidence")) or "–" for r in records
    ]
    shown["sources"] = [base.cells(r, base.SOURCES) for r in records]
    return pd.DataFrame(shown)
