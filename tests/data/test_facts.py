"""What lessons and code book say of the data in passing, held against the rows."""

from __future__ import annotations

import re

import nbformat
import pandas as pd
import pytest

from alliance.library import open_library
from tests.places import DATA, NOTEBOOKS


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


def said(name: str) -> str:
    """All cells of a lesson as one text."""
    cells = nbformat.read(next(NOTEBOOKS.glob(f"{name}-*.ipynb")), as_version=4).cells
    return "\n".join(cell.source for cell in cells)


def test_the_lesson_on_reactions_counts_its_acts(library):
    acts = library.reactions
    assert f"follows {len(acts)} acts of {acts['actor'].nunique()}" in said("07")


def test_the_lesson_on_oil_tells_the_measures(library):
    text = said("04")
    bans = library.measures.query("sector == 'energy' and kind == 'ban'")
    assert set(bans["id"]) == {"aviation-fuel-2270", "condensates-2375"}
    assert "barred in March 2016" in text and "condensates in September 2017" in text
    assert "500,000 barrels for October to December 2017" in text
    note = library.row("measures", "refined-oil-2375")["limit_note"]
    assert note.startswith("500,000 for October to December 2017")


def test_a_text_that_requires_is_a_duty_and_one_that_calls_is_a_call(library):
    """The verb of the resolution decides the kind: requires, decides; calls upon, urges."""
    for row in library.measures.itertuples():
        if "calls on" in row.title or "called on" in row.title or "asked" in row.title:
            assert row.kind == "call", row.id
        if "must" in row.title or row.limit_note.startswith("Requires"):
            assert row.kind == "duty", row.id
    assert library.row("measures", "missile-goods-1695")["kind"] == "duty"
    assert "requires states" in library.row("resolutions", "S/RES/1695")["summary"]


def test_the_votes_of_washington_are_no_line(library):
    cast = library.votes[library.votes["member"] == "USA"].set_index("resolution")["vote"]
    texts = ["A/RES/ES-11/7", "A/RES/ES-11/9", "A/RES/ES-11/10"]
    assert list(cast[texts]) == ["no", "yes", "abstain"]
    row = library.row("resolutions", "A/RES/ES-11/9")
    assert (row["for"], row["against"], row["abstain"]) == (91, 12, 57)
    for lesson in ("03", "08"):
        assert "by 91 to 12 with 57 abstentions" in said(lesson)


def test_destroyed_houses_do_not_stand_under_all_buildings(library):
    rows = library.estimates[library.estimates["topic"] == "mariupol-all-buildings-destroyed"]
    assert len(rows) and rows["what"].str.startswith("Buildings").all()
    rows = library.estimates[library.estimates["topic"] == "kursk-damage-cost"]
    assert len(rows) > 1 and rows["what"].str.startswith("Damage").all()


def test_the_seat_of_taipei_does_not_colour_the_mainland():
    """Before 25 October 1971 the vote of China was cast by the Republic of China."""
    cells = nbformat.read(NOTEBOOKS / "03-security-council.ipynb", as_version=4).cells
    drawing = next(c.source for c in cells if "atlas.areas(" in c.source)
    assert 'pd.Timestamp("1971-10-25")' in drawing and 'roll["member"] != "CHN"' in drawing


def test_the_article_is_no_evidence_in_the_chart_of_shells(library):
    text = said("08")
    assert "topic == 'shells-delivered' and evidence != 'unsourced'" in text
    shells = library.estimates.query("topic == 'shells-delivered' and evidence != 'unsourced'")
    assert "shells-article" not in set(shells["id"]) and len(shells) > 3


def test_words_that_give_no_figure_stand_in_the_note(library):
    note = library.row("estimates", "shell-room-152-2024-02")["note"]
    assert "words “several million”" in said("05") and "several million were sent" in note


def test_a_note_that_gives_a_bound_leaves_the_other_end_open(library):
    """“More than 74,000” is no point, and neither is “11,000 plus at least 3,000”."""
    bound = re.compile(r"^(?:more than|at least|over) ([\d,]+)|plus at least", re.I)
    checked = 0
    for row in library.estimates.itertuples():
        found = bound.search(row.note)
        if found and (not found[1] or float(found[1].strip(",").replace(",", "")) == row.low):
            assert pd.isna(row.high), row.id
            checked += 1
    assert checked >= 10


def test_what_one_service_tells_of_the_first_transport_bears_its_name(library):
    claim = library.row("claims", "obstacle-supply")["evidence"]
    assert claim.startswith("By Seoul's account Russian ships")
    assert "did the first transport in six days, said the NIS (" in said("05b")


# How a row says that it rests on pages that nobody opened.
NOT_OPENED = re.compile(
    r"not (?:yet )?(?:opened|seen|read|searched|checked|found|visible)|no text was seen"
    r"|were seen|headline|general knowledge|no readable copy|the editors' own",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("events", "summary"),
        *((name, "note") for name in ("articles", "deployments", "estimates", "obligations")),
        *((name, "note") for name in ("reactions", "treaties", "trade", "measures", "weighing")),
    ],
)
def test_a_row_whose_sources_were_not_opened_says_so(library, table, column):
    access = library.sources.set_index("id")["access"]
    shut = [
        row
        for row in library.tables[table].to_dict("records")
        if row["source_ids"] and not (access[row["source_ids"]] == "excerpt").any()
    ]
    column = column if column in library.tables[table] else "limit_note"
    assert [row["id"] for row in shut if not NOT_OPENED.search(row[column])] == []
