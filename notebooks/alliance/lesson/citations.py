"""Citations of a lesson's text: the cards that they open, and the list of references.

In Markdown a citation is `[label](#source-id)`. The opening of a lesson brings what the cards say,
and a script that opens them (citations.js); neither needs a kernel afterwards. Numbers are given in
the order in which the text cites its sources, so that a citation can be found on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .. import dates
from ..library import Library, as_list, citations
from ..page import KEEP_KEYS, Html, assemble, esc, packed, safe_address
from ..texts import count, page_texts, say

__all__ = ["entries", "numbered", "opening_script", "what_links_open"]


def numbered(texts: Iterable[str], library: Library) -> dict[int, dict[str, Any]]:
    """Return the sources that texts cite, by number, in the order in which they come.

    In a library as known on a day, sources that were not yet known are left out, and the numbers of
    the others stay. In the whole library an unknown id is a mistake (AllianceError).
    """
    named = enumerate(citations("\n".join(texts)), start=1)
    known = set(library.sources["id"])
    shown = [(k, name) for k, name in named if name in known or not library.known_on]
    return {k: library.source(name) for k, name in shown}


# --- what a link opens --------------------------------------------------------------------------


def what_links_open(
    texts: Iterable[str], library: Library, works: Mapping[str, dict[str, Any]] | None = None
) -> str:
    """Return what the cards say of the sources that a notebook cites; `opening_script` reads it.

    Args:
        texts: the Markdown cells of the notebook; what they cite and nothing else is brought along.
        library: where the sources stand; sources not in it have no card.
        works: further sources by id: works of reference, which a day does not know for want of a
            date.
    """
    known, works = set(library.sources["id"]), works or {}
    grades = _grades(library)
    rows = {
        name: _row(number, works.get(name) or library.source(name), grades.get(name, ""))
        for number, name in enumerate(citations("\n".join(texts)), start=1)
        # a mistyped id is told by `references`; the lesson opens all the same
        if name in known or name in works
    }
    bag = packed({"sources": rows, "texts": page_texts(["cite."])})
    bag = bag.replace("&", "&amp;").replace("'", "&#39;")
    return f"<template data-cited='{bag}'></template>"


def _row(number: int, source: dict[str, Any], grades: str) -> list[Any]:
    """Return what a card says of a source, as short as it can be: see `found` in citations.js."""
    address = safe_address(source["url"])
    title, publisher, access = source["title"], source["publisher"], source["access"]
    return [number, publisher, title, _when(source), source["kind"], access, address, grades]


def _when(source: dict[str, Any]) -> str:
    """Return the date of a source in words."""
    return dates.words(source["date"]) if dates.is_valid(source["date"]) else say("source.undated")


def _grades(library: Library) -> dict[str, str]:
    """Return the Admiralty grades of the figures that each source gives, in words, by source id."""
    table = library.held.get("estimates")
    if table is None or not {"reliability", "credibility", "source_ids"} <= set(table.columns):
        return {}
    found: dict[str, set[str]] = {}
    columns = ("source_ids", "reliability", "credibility")
    for ids, letter, figure in zip(*(table[name] for name in columns), strict=True):
        for name in as_list(ids) if letter and figure else []:
            found.setdefault(name, set()).add(f"{letter}{figure}")
    return {k: say("cite.graded", grades=", ".join(sorted(v))) for k, v in found.items()}


def opening_script() -> str:
    """Return the script that serves all lessons of a page: cards of citations, and where one reads.

    It stands in the opening of each lesson; the second on a page finds the first and does nothing.
    """
    mark = f'<template data-opening="{esc(assemble("lesson/opening.css"))}"></template>'
    return f"{mark}<script>{assemble('lesson/opening.js')}</script>"


# --- the list at the end ------------------------------------------------------------------------


def entries(lesson_id: str, texts: Iterable[str], library: Library) -> Html:
    """Return the folded list of the sources that texts cite, numbered as the text cites them.

    The id of an entry begins with the lesson, since a page may hold several lessons.
    """
    texts = list(texts)
    cited = numbered(texts, library)
    items = "".join(_entry(k, source, lesson_id, library) for k, source in cited.items())
    words = count("references.count", len(cited))
    later = len(citations("\n".join(texts))) - len(cited)
    if later:
        words += " " + count("references.later", later, day=dates.words(library.known_on))
    short = count("references.short", len(cited))
    title = esc(say("references.title"))
    return Html(
        f'<section class="al" aria-label="{title}"><details class="al-refs" '
        f'data-back="{esc(say("cite.back"))}">'
        f"<summary {KEEP_KEYS}>{esc(short)}</summary>"
        f"<p>{esc(words)}</p><ol>{items}</ol></details></section>",
        short,
    )


def _entry(number: int, source: dict[str, Any], lesson_id: str, library: Library) -> str:
    """Return one entry of the references."""
    link = library.cite(source["id"], source["title"]).html()
    note = f" <em>{esc(source['note'])}</em>" if source["note"] else ""
    name = esc(source["id"])
    about = f"{esc(_when(source))}, {esc(source['kind'])}.{note}"
    return (
        f'<li value="{number}" id="{esc(lesson_id)}--{name}" data-source="{name}">'
        f"{esc(source['publisher'])}: {link}, {about}</li>"
    )
