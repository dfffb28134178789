"""The evidence, the scenario tree, and what a learner does with them; no browser."""

from __future__ import annotations

import csv
import html
import io
import json
import math
import re
import shutil

import pandas as pd
import pytest

from alliance import explore, open_library
from alliance.explore.tree.session import fold as fold_tree
from alliance.explore.tree.session import sums_to_one
from alliance.journal import Journal
from alliance.library import Library
from alliance.problems import AllianceError

GIVEN = {
    "": ["40", "60"],
    "ceasefire": ["70", "30"],
    "close": ["10", "30", "60"],
    "apart": ["20", "50", "30"],
    "war": ["30", "70"],
    "many": ["25", "75"],
    "few": ["15", "85"],
}


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def cards(library):
    return library.weighing.query("implication == 'sanctions'")


def heard(panel):
    """A panel whose messages to the page are kept in `said`."""
    panel.said = []
    panel.send = panel.said.append
    return panel


def tell(panel, do: str, **fields) -> dict:
    panel.receive(panel, {"do": do, "request": "r", **fields})
    return panel.said[-1]


# --- the data ---------------------------------------------------------------------------------


def test_every_implication_has_evidence_on_all_sides(library):
    for name in library.implications["id"]:
        pieces = library.weighing.query("implication == @name")
        assert len(pieces) >= 6, name
        assert set(pieces["side"]) == {"for", "against", "open"}, name


def test_contested_pieces_rest_on_two_sources_or_say_so(library):
    for row in library.weighing.itertuples():
        if row.confidence == "high" and len(row.source_ids) < 2:
            kinds = set(library.sources.set_index("id").loc[row.source_ids, "kind"])
            assert kinds <= {"primary", "official"}, row.id
        if row.weight == "strong" and row.confidence != "high":
            assert len(row.source_ids) > 1 or row.note, row.id


def test_the_answers_to_a_question_are_one_question_and_end_alike(library):
    rows = library.branches
    for parent, group in rows.groupby("parent"):
        assert len(group) > 1, parent
        assert group["question"].nunique() == 1, parent
        assert group["resolves_by"].nunique() == 1, parent
        assert re.search(r"not met|neither|Neither", group["criterion"].iloc[-1]), parent
    leaves = rows[~rows["id"].isin(rows["parent"])]
    assert 8 <= len(leaves) <= 12
    assert (leaves["story"] != "").all()
    assert (rows.loc[rows["id"].isin(rows["parent"]), "story"] == "").all()


def test_nobody_knows_the_future(library):
    assert (library.branches["outcome"] == "").all()
    assert (library.branches["resolves_by_start"] > pd.Timestamp("2026-08-22")).all()
    early = library.as_of("2024-06-20").weighing
    assert len(early) < len(library.weighing) and (early["note"] == "").all()


# --- weighing ---------------------------------------------------------------------------------


def test_the_coding_stays_in_the_kernel_until_all_cards_have_a_place(cards, journal):
    panel = heard(explore.weigh(cards, journal=journal))
    sent = json.dumps([panel.cards, panel.states, panel.compared, str(panel.get_state("cards"))])
    assert [note for note in cards["note"] if note and note in sent] == []
    assert all("side" not in card and "weight" not in card for card in panel.cards["cards"])
    assert "first how likely" in tell(panel, "compare")["text"]
    tell(panel, "judge", moment="before", percent="60 %")
    assert "11 cards" in tell(panel, "compare")["text"]
    assert panel.compared == {}
    for row in cards.itertuples():
        side = row.side if row.Index % 2 else "open"
        reply = tell(panel, "place", card=row.id, side=side, weight=row.weight)
        assert reply["taken"]
    assert "All cards have a place" in reply["text"]
    assert tell(panel, "compare")["taken"]
    same = sum((cards["side"] == "open") | (cards.index % 2 == 1))
    assert f"{same} of 11 cards, and on the weight of {same}" in panel.compared["summary"]
    assert all(note in json.dumps(panel.compared) for note in cards["note"] if note)


def test_what_was_placed_is_there_again_and_the_first_judgement_stays(cards, journal):
    panel = heard(explore.weigh(cards, journal=journal))
    tell(panel, "judge", moment="before", percent="55")
    for name in cards["id"]:
        tell(panel, "place", card=name, side="for", weight="slight")
    tell(panel, "compare")
    tell(panel, "judge", moment="after", percent="70")
    again = heard(explore.weigh(cards, journal=Journal(journal.folder)))
    assert again.cards == panel.cards  # the same order of cards
    assert again.states == panel.states and again.compared == panel.compared
    assert "from 55 % to 70 %" in again.compared["summary"]
    assert "stays as it is" in tell(again, "judge", moment="before", percent="20")["text"]
    assert again.states["judged"]["before"] == "55"


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("judge", {"moment": "before", "percent": "120"}),
        ("judge", {"moment": "later", "percent": "20"}),
        ("place", {"card": "no-such", "side": "for", "weight": "strong"}),
        ("place", {"card": "sanctions-oil", "side": "maybe", "weight": "strong"}),
        ("place", {"card": ["x"], "side": None}),
    ],
)
def test_what_cannot_be_is_refused_in_words(cards, journal, do, fields):
    panel = heard(explore.weigh(cards, journal=journal))
    reply = tell(panel, do, **fields)
    assert not reply["taken"] and reply["text"]
    assert journal.records(do) == []


def test_one_statement_at_a_time(library, journal):
    with pytest.raises(AllianceError, match="one statement at a time"):
        explore.weigh(library.weighing, journal=journal)
    with pytest.raises(AllianceError, match="no rows"):
        explore.weigh(library.weighing.head(0), journal=journal)


def test_a_judgement_that_is_emptied_is_taken_back(cards, journal):
    panel = heard(explore.weigh(cards, journal=journal))
    assert "no judgement is kept" in tell(panel, "judge", moment="before", percent="")["text"]
    assert journal.records("weigh-judged") == []
    tell(panel, "judge", moment="before", percent="55")
    reply = tell(panel, "judge", moment="before", percent=" ")
    assert reply["taken"] and "Taken back" in reply["text"] and "Kept" not in reply["text"]
    assert panel.states["judged"] == {}
    again = explore.weigh(cards, journal=Journal(journal.folder))
    assert again.states["judged"] == {}
    tell(panel, "judge", moment="before", percent="0")
    assert panel.states["judged"] == {"before": "0"}


# --- the tree ---------------------------------------------------------------------------------


def grow(panel, given=GIVEN):
    """Give shares to all questions of a tree."""
    for parent, shares in given.items():
        names = panel.session.groups[parent]
        tell(panel, "give", parent=parent, shares=dict(zip(names, shares, strict=True)))


def test_shares_multiply_and_the_ends_share_all(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    assert "7 of 7 questions" in panel.whole["summary"]
    assert panel.frame["probability"].isna().all()
    grow(panel)
    frame = panel.frame.set_index("id")["probability"]
    assert frame["few-frozen"] == pytest.approx(0.6 * 0.7 * 0.85)
    assert math.fsum(frame[panel.session.leaves]) == pytest.approx(1)
    assert "Law without watchmen, 35.7 %" in panel.whole["summary"]
    assert "85 % of its parent, 35.7 % in all" in panel.whole["list"]
    assert "35.7 %" in panel.whole["picture"]


def test_what_does_not_add_up_is_kept_and_not_counted_nor_changed(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    grow(panel)
    reply = tell(panel, "give", parent="", shares={"ceasefire": "40", "war": "70"})
    assert reply["taken"] and "110 %: 10 % too much" in reply["text"]
    again = explore.tree(library.branches, journal=Journal(journal.folder))
    assert again.states[""]["shares"] == {"ceasefire": "40", "war": "70"}
    assert again.frame["probability"].isna().all()
    assert "20 % is missing" in tell(panel, "give", parent="", shares={"ceasefire": "40",
                                     "war": "40"})["text"]  # fmt: skip


def test_what_rounding_leaves_out_is_let_pass_and_told(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    names = ["close-test", "close-orbit", "close-plain"]
    for share, words in [("33.33", "99.99 %: that counts"), ("33.3", "99.9 %: that counts")]:
        reply = tell(panel, "give", parent="close", shares=dict.fromkeys(names, share))
        assert words in reply["text"] and panel.states["close"]["whole"]
    reply = tell(panel, "give", parent="close", shares=dict.fromkeys(names, "33"))
    assert "1 % is missing" in reply["text"] and not panel.states["close"]["whole"]


def test_what_stands_at_several_ends_can_be_added_up(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    assert {end["value"] for end in panel.ends} == {None}
    grow(panel)
    assert [end["id"] for end in panel.ends] == panel.session.leaves
    assert sum(end["value"] for end in panel.ends) == pytest.approx(1)
    values = panel.frame.set_index("id")["probability"]
    assert all(end["value"] == values[end["id"]] for end in panel.ends)


def test_words_of_the_picture_end_before_its_edge(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    wide = int(re.search(r'viewBox="0 0 (\d+)', panel.whole["picture"])[1])
    texts = re.findall(r'<text[^>]* x="(\d+)"[^>]*>([^<]*)</text>', panel.whole["picture"])
    assert any("not a word" in words for _, words in texts)
    for x, words in texts:
        assert int(x) + 8 * len(html.unescape(words)) <= wide, words


def test_the_rest_is_given_only_when_asked_for(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    reply = tell(panel, "give", parent="close", shares={"close-test": "10", "close-orbit": "33.3"})
    assert "56.7 % is left for one open answer" in reply["text"]
    assert panel.states["close"]["fill"] and not panel.states["close"]["whole"]
    assert "add up to 100" in tell(panel, "fill", parent="close")["text"]
    assert panel.states["close"]["shares"]["close-plain"] == "56.7"
    assert not tell(panel, "fill", parent="close")["taken"]
    assert not tell(panel, "fill", parent="no-such")["taken"]
    over = {"ceasefire": "120"}
    assert not tell(panel, "give", parent="", shares=over)["taken"]


def test_a_journal_edited_by_hand_does_no_harm():
    groups = {"": ["a", "b"]}
    records = [
        {"kind": "tree", "parent": "", "shares": {"a": 0.4, "b": "x", "c": 1}, "at": "1"},
        {"kind": "tree", "parent": "zz", "shares": {"a": 1}},
        {"kind": "tree", "parent": "", "shares": [1]},
    ]
    assert fold_tree(records, groups).shares == {"a": 0.4}
    assert sums_to_one([1 / 3] * 3) and not sums_to_one([0.5, 0.4])


def test_outcomes_are_scored_given_the_parent(library, journal):
    rows = library.branches.copy()
    truth = {"ceasefire": "no", "war": "yes", "many": "no", "few": "yes"}
    rows["outcome"] = [truth.get(name, "") for name in rows["id"]]
    rows["resolved_on"] = ["2027-12-31" if name in truth else "" for name in rows["id"]]
    panel = heard(explore.tree(rows, journal=journal))
    grow(panel)
    scores = panel.session.scores("2028-01-01").set_index("id")["score"]
    assert scores["war"] == pytest.approx(0.16) and scores["many"] == pytest.approx(0.09)
    assert set(scores.index) == set(truth)
    assert panel.session.scores("2026-12-31").empty


def test_the_file_to_save_is_a_table_with_day_and_data(library, journal):
    panel = heard(explore.tree(library.branches, journal=journal))
    grow(panel)
    saved = pd.read_csv(io.StringIO(panel.whole["file"]))
    assert list(saved["id"]) == panel.session.order
    assert saved["probability"].notna().all() and saved["at"].notna().all()
    assert set(saved["data_as_of"]) == {"2026-08-22"}
    of = saved.set_index("id")
    assert of.loc["close-test", "parent"] == "close" and pd.isna(of.loc["war", "parent"])
    assert of.loc["war", "question"] == library.row("branches", "war")["question"]


def test_no_cell_of_the_file_can_run_as_a_formula(library, journal):
    rows = library.branches.assign(title=lambda t: "=HYPERLINK(1) " + t["title"],
                                   question="@SUM(1)", criterion="-1+1")  # fmt: skip
    panel = heard(explore.tree(rows, journal=journal))
    saved = list(csv.reader(io.StringIO(panel.whole["file"])))
    assert len(saved) == len(rows) + 1
    assert not [cell for line in saved for cell in line if cell[:1] in ("=", "+", "-", "@")]


def test_rows_that_are_no_tree_are_named(library, journal):
    lost = library.branches.query("id != 'war'")
    with pytest.raises(AllianceError, match="hangs on “war”"):
        explore.tree(lost, journal=journal)
    ring = library.branches.copy()
    ring.loc[ring["id"] == "war", "parent"] = "many"
    with pytest.raises(AllianceError, match="never leads back"):
        explore.tree(ring, journal=journal)


# --- another topic ----------------------------------------------------------------------------


def test_another_alliance_drives_both(other_data, tmp_path):
    """A tiny package gets the two tables, described as here; nothing in the code knows of it."""
    folder = shutil.copytree(other_data, tmp_path / "data")
    known = json.loads((other_data.parents[1] / "data" / "datapackage.json").read_text("utf-8"))
    wanted = [
        r for r in known["resources"] if r["name"] in {"implications", "weighing", "branches"}
    ]
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    for resource in wanted:
        here = {"implications", "weighing", "branches", "sources", "events"}
        for name in {"foreignKeys", "foreignKeysOfLists"} & resource["schema"].keys():
            keys = resource["schema"][name]
            resource["schema"][name] = [k for k in keys if k["reference"]["resource"] in here]
    descriptor["resources"] += wanted
    path.write_text(json.dumps(descriptor), "utf-8")
    (folder / "implications.csv").write_text(
        "id,number,title,question,statement,article_says,source_ids\n"
        "war,1,War,Did it lead to war?,The convention led to the war.,It may.,kennan-1984\n"
    )
    head = "id,implication,side,title,statement,claimant,date,kind,reliability,credibility,weight,"
    head += "events,estimates,resolutions,public_on,confidence,note,source_ids\n"
    row = "{0},war,{1},Piece {0},Says {0}.,Kennan,1894,scholarship,B,2,slight,,,,,low,,kennan-1984"
    rows = [row.format("a", "for"), row.format("b", "against")]
    (folder / "weighing.csv").write_text(head + "\n".join(rows) + "\n")
    head = "id,parent,question,title,text,criterion,resolves_by,outcome,resolved_on,signposts,"
    head += "argued,basis,story,implications,source_ids\n"
    row = "{0},,Peace?,{0},It is {0},If so.,1914,,,drums,Nobody.,inference,A story.,war,kennan-1984"
    (folder / "branches.csv").write_text(head + row.format("peace") + "\n" + row.format("strife"))
    library = open_library(folder)
    assert isinstance(library, Library)
    journal = Journal(tmp_path / "journal")
    panel = heard(explore.weigh(library.weighing, library=library, journal=journal))
    assert "War" in panel.title and len(panel.cards["cards"]) == 2
    tree = heard(explore.tree(library.branches, library=library, journal=journal))
    tell(tree, "give", parent="", shares={"peace": "25", "strife": "75"})
    assert "strife, 75 %" in tree.whole["summary"]
