"""An Anki deck of the glossary: a term on one side, its meaning and its sources on the other.

The id of a note is made of the id of its term, so a deck that is imported again updates cards and
does not double them; the ids of deck and kind of note never change.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from ...library import as_list
from ...page import esc
from ...problems import AllianceError
from ..needed import load
from .describe import Words
from .item import Item, Loss

__all__ = ["WHY", "write_deck"]

WHY = "the deck holds the glossary alone: cards are for terms, not for questions with options."
NOTE = 1_718_000_001  # ids that Anki keeps; frozen for ever
FRONT = '<div class="term">{{Term}}</div>'
BACK = ('{{FrontSide}}<hr id="answer"><div class="meaning">{{Meaning}}</div>'
        '<div class="sources">{{Sources}}</div>')  # fmt: skip
CSS = (".card{font-family:system-ui,sans-serif;font-size:20px;line-height:1.45;text-align:left;"
       "max-width:34em;margin:1em auto;color:#1a1a1a;background:#fff}.term{font-weight:700;"
       "font-size:1.3em}.sources{font-size:.75em;margin-top:1em}"
       ".nightMode.card,.night_mode .card{color:#ececec;background:#16181c}")  # fmt: skip


def write_deck(library: Any, title: str, path: Path, lessons: set[str] | None = None) -> int:
    """Write the deck of a glossary and return how many cards it has.

    Args:
        library: has a table `glossary` (id, term, definition, lesson, source_ids).
        title: of the deck.
        path: file to write.
        lessons: terms of these lessons alone; None for all.

    Raises:
        AllianceError: there is no glossary, or the library for decks is missing.
    """
    rows = library.tables.get("glossary")
    if rows is None or rows.empty:
        raise AllianceError("The data package has no table “glossary”, so there are no cards.")
    anki = load("genanki", "genanki", "A deck")
    model = anki.Model(
        NOTE,
        title,
        fields=[{"name": name} for name in ("Id", "Term", "Meaning", "Sources")],
        templates=[{"name": "Term", "qfmt": FRONT, "afmt": BACK}],
        css=CSS,
        sort_field_index=1,
    )
    name = str(library.settings.get("name", title))
    deck = anki.Deck(1_000_000_000 + zlib.crc32(name.encode()) % 1_000_000_000, title)
    count, words = 0, Words(library)
    for row in rows.to_dict("records"):
        if lessons is not None and row.get("lesson") not in lessons:
            continue
        links = "; ".join(words.cite(one).html() for one in as_list(row.get("source_ids")))
        meaning = words.html(row["definition"])
        fields = [row["id"], esc(row["term"]), meaning, links]
        deck.add_note(anki.Note(model=model, fields=fields, guid=anki.guid_for(name, row["id"]),
                                tags=[str(row.get("lesson") or "")]))  # fmt: skip
        count += 1
    anki.Package(deck).write_to_file(str(path))
    return count


def not_for_questions(items: list[Item]) -> list[Loss]:
    """Return that no question goes into the deck."""
    return [Loss(item, [WHY], possible=False) for item in items]
