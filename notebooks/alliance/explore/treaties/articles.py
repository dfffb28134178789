"""The articles of a treaty, sorted by how much they oblige.

Groups and their order come from the code book of the table (`strength`, weakest first), so
a group without any article is seen as empty. How well each article is known (`evidence`) stands in
words beside it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...library import given_library, need
from ...page import MOST_LINKS, Picture
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .. import frame as base

__all__ = ["articles"]

TABLE = "articles"
NEEDED = ["treaty", "number", "topic", "summary", "strength", "evidence", base.SOURCES]


def articles(
    frame: pd.DataFrame,
    *,
    treaty: str | None = None,
    title: str = "",
    summary: str = "",
    library: Any = None,
) -> Picture:
    """Show the articles of a treaty in groups, from those that oblige most to mere declarations.

    Args:
        frame: one article a row, as `library.articles`: treaty, number, topic, summary, strength,
            evidence, source_ids.
        treaty: id of the treaty; None if the table holds only one.
        title: what is shown; without it, the name of the treaty.
        summary: one sentence on what to see; without it the groups are counted.
        library: the open library; without it, the one that `open_library()` finds.

    Raises:
        AllianceError: a column is missing, no article is left, or there are several treaties and
            none was named.
    """
    library = given_library(library, "explore.articles")
    need(frame, NEEDED, "explore.articles", "library.articles")
    frame, treaty = _of_one(frame, treaty)
    records = frame.sort_values("number", kind="stable").to_dict("records")
    groups = _groups(records, "strength", library)[::-1]
    name = base.names(library).get(treaty, treaty)
    title = title or say("articles.title", treaty=name)
    return Picture(
        title=title,
        summary=summary or _summary(records, groups),
        body=base.page(
            title, _data(records, groups, library), name="treaties/articles", height=900
        ),
        frame=_table(records, groups),
        links=library.links(frame)[:MOST_LINKS],
        cite=library.cite,
        notes=[say("articles.note")],
    )


def _data(records: list[dict[str, Any]], groups: list[str], library: Any) -> dict[str, Any]:
    """Return all that the script reads: groups with their meaning, evidence, articles, links."""
    links, told = base.Links(library), base.meanings(library, TABLE, "strength")
    found = {row["evidence"] for row in records}
    return {
        "groups": [[name, told.get(name, "")] for name in groups],
        "evidence": [name for name in _groups(records, "evidence", library) if name in found],
        "articles": [
            {
                "number": str(row["number"]),
                "topic": base.cell(row, "topic"),
                "summary": base.cell(row, "summary"),
                "strength": groups.index(row["strength"]),
                "evidence": row["evidence"],
                "note": base.cell(row, "note"),
                "sources": links.places(base.cells(row, base.SOURCES)),
            }
            for row in records
        ],
        "links": links.made,
    }


def _of_one(frame: pd.DataFrame, treaty: str | None) -> tuple[pd.DataFrame, str]:
    """Return the articles of one treaty, and its id."""
    known = list(dict.fromkeys(frame["treaty"]))
    if treaty is None and len(known) > 1:
        raise AllianceError(
            f"explore.articles: the table holds the articles of {len(known)} treaties; name one, "
            f"for example treaty={known[0]!r}."
        )
    treaty = known[0] if treaty is None else treaty
    if treaty not in known:
        raise AllianceError(
            f"explore.articles: the table holds no article of “{treaty}”; "
            f"{did_you_mean(treaty, known)}"
        )
    return frame[frame["treaty"] == treaty], treaty


def _groups(records: list[dict[str, Any]], column: str, library: Any) -> list[str]:
    """Return the values of a column in the order of the code book; unknown ones come last."""
    known = library.choices(TABLE, column) if TABLE in library.held else []
    return list(dict.fromkeys([*known, *(row[column] for row in records)]))


def _summary(records: list[dict[str, Any]], groups: list[str]) -> str:
    """Count the articles of each group, strongest first."""
    counts = pd.Series([row["strength"] for row in records]).value_counts()
    parts = [
        say("articles.part", count=counts[name], name=base.plain(name))
        for name in groups
        if name in counts
    ]
    return say("articles.summary", count=len(records), parts="; ".join(parts))


def _table(records: list[dict[str, Any]], groups: list[str]) -> pd.DataFrame:
    """Return the equal of the page: the same articles in the same order, in words."""
    rows = sorted(records, key=lambda row: groups.index(row["strength"]))
    return pd.DataFrame(
        {
            say("articles.article"): [str(row["number"]) for row in rows],
            say("articles.topic"): [base.cell(row, "topic") for row in rows],
            say("articles.says"): [base.cell(row, "summary") for row in rows],
            say("articles.strength"): [base.plain(row["strength"]) for row in rows],
            say("explore.evidence"): [base.worded("evidence", row["evidence"]) for row in rows],
            "sources": [base.cells(row, base.SOURCES) for row in rows],
        }
    )
