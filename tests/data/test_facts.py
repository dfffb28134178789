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


def test_the_caption_on_oil_is_that_of_the_rows(library):
    assert "The upper end of every estimate from tanker" in said("04")
    rows = library.estimates
    ceiling = library.row("estimates", "oil-cap-2397")["high"]
    tankers = rows[rows["topic"] == "oil-tanker-estimate"]
    assert (tankers[["low", "high"]].max(axis=1) > ceiling).all() and len(tankers) >= 5
    declared = rows[rows["topic"] == "oil-declared-all"]
    assert (declared[["low", "high"]].max(axis=1) < ceiling).all() and len(declared)


def test_only_what_was_observed_over_eight_months_passes_the_ceiling(library):
    assert "Of the figures observed in 2024, only those for eight months do." in said("04")
    rows = library.estimates[library.estimates["topic"] == "oil-observed"]
    months = (rows["as_of_end"] - rows["as_of_start"]).dt.days / 30
    passes = rows[["low", "high"]].max(axis=1) > 500_000
    assert passes.any() and (passes == (months > 7)).all()


def test_captions_on_pieces_of_evidence_count_them(library):
    pieces = library.weighing
    sides = pieces[pieces["implication"] == "alliances"]["side"].value_counts()
    text = said("08")
    assert "Ten moves since June 2024: four for, four against, two open" in text
    assert dict(sides) == {"for": 4, "against": 4, "open": 2}
    about = pieces[(pieces["implication"] == "proliferation") & (pieces["side"] == "for")]
    assert "Three of four pieces for it stand at 3" in text
    assert (len(about), (about["credibility"] == "3").sum()) == (4, 3)


def test_captions_on_acts_count_them(library):
    acts = library.reactions[~library.reactions["practice"]]
    text = said("07")
    assert (
        f"follows {len(library.reactions)} acts of {library.reactions['actor'].nunique()}" in text
    )
    china = acts[acts["actor"] == "CHN"]
    assert "it takes no side, five times over" in text
    assert (china["silent"] == "asked").sum() == 5
    seoul = acts[acts["actor"] == "KOR"]
    then = seoul[seoul["date_start"] < "2025-01-01"]["stance"]
    since = seoul[seoul["date_start"] >= "2025-06-01"]["stance"]
    assert "Until December 2024 most acts oppose." in text and (then == -2).mean() > 0.5
    assert "one still calls it a breach" in text and (since == -2).sum() == 1


def test_the_lesson_on_oil_tells_the_measures(library):
    text = said("04")
    bans = library.measures.query("sector == 'energy' and kind == 'ban'")
    assert set(bans["id"]) == {"aviation-fuel-2270", "condensates-2375"}
    assert "barred in March 2016" in text and "condensates in September 2017" in text
    assert "500,000 barrels for October to December 2017" in text
    note = library.row("measures", "refined-oil-2375")["limit_note"]
    assert note.startswith("500,000 for October to December 2017")


def test_two_thirds_of_the_measures_were_made_in_two_years(library):
    assert "Two thirds of the measures were made in 22 months" in said("04")
    days = library.measures["public_on_start"]
    share = days.between("2016-03-01", "2017-12-31").mean()
    assert 0.62 < share < 0.7


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


def test_five_agreements_bear_the_label_of_the_opening(library):
    label = "comprehensive strategic partnership"
    rows = library.treaties[library.treaties["title_says"] == label]
    assert "## Five agreements, one label" in said("02") and len(rows) == 5


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


def test_the_first_map_begins_and_ends_where_its_caption_says(library):
    caption = (
        "From the Soviet arrival in Pyongyang to 10 September 1961, when two treaties took effect"
    )
    assert caption in said("01")
    early = library.events.query(
        "date_start < '1962-01-01' and 30 < lat < 44 and 115 < lon < 132"
    ).sort_values("date_start")
    assert list(early["id"].iloc[[0, -1]]) == [
        "soviet-army-reaches-pyongyang",
        "alliance-treaties-1961-in-force",
    ]
    assert early["date"].iloc[-1] == "1961-09-10"


def test_the_caption_on_shells_of_2024_is_that_of_the_rows(library):
    text = said("05")
    assert "What is given as delivered, in figures, is one to one and a half " in text
    known = library.as_of("2024-06-20").estimates
    sent = known[known["topic"] == "shells-delivered"][["low", "high"]]
    assert (sent.min().min(), sent.max().max()) == (1_000_000, 1_500_000)
    assert "hundreds of thousands to almost five " in text
    room = known[known["topic"] == "shells-container-capacity"][["low", "high"]]
    assert (room.min().min(), room.max().max()) == (100_000, 5_000_000)
    note = library.row("estimates", "shell-room-152-2024-02")["note"]
    assert "words “several million”" in text and "several million were sent" in note


def test_only_the_article_has_thousands_of_missiles(library):
    text = said("05b")
    assert "Missiles, guns and voyages: tens and hundreds; thousands only in the article" in text
    topics = ["missiles-fired", "missiles-delivered", "missiles-documented", "rajin-voyages"]
    topics += ["long-range-guns", "koksan-guns", "rocket-launchers-240mm"]
    assert all(f'"{topic}"' in text for topic in topics)
    rows = library.estimates[library.estimates["topic"].isin(topics)]
    many = rows[["low", "high"]].max(axis=1) >= 1000
    assert set(rows[many]["evidence"]) == {"unsourced"} and (~many).sum() >= 12


def test_the_caption_on_shells_of_seoul_counts_its_rows(library):
    text = said("07")
    rows = library.estimates[library.estimates["topic"].str.startswith("seoul-shells")]
    assert "Five verbs, six claims, and no count of shells delivered" in text
    assert (rows["topic"].nunique(), len(rows)) == (5, 6)
    assert "From a sale of 100,000 to “hundreds of thousands” passed on." in text
    assert library.row("estimates", "seoul-shells-sold-wsj")["low"] == rows["low"].min() == 100_000
    assert rows.set_index("id")["high"].idxmax() == "seoul-shells-passed-wsj"


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
