"""Reading claim by claim: judged first, told afterwards, kept, and counted; with any table."""

from __future__ import annotations

import html
import json

import pandas as pd
import pytest

from alliance import explore, open_library
from alliance.explore.reading import score as reading_score
from alliance.explore.reading.session import fold
from alliance.journal import Journal
from alliance.problems import AllianceError
from alliance.quiz.kinds.judgement.judge import VERDICTS
from tests.places import DATA

# Claims on another topic, with what every table of claims needs and a little more.
OTHER = pd.DataFrame(
    [
        ("ships", "Ten ships came.", "wrong", "A harbour book has seven.", ["figure"], ""),
        ("toast", "There was a toast.", "supported", "Two diaries tell of it.", [], "a diary"),
        ("secret", "It was secret.", "partly", "Only the *annex* was.", ["left-out", "figure"], ""),
        ("motive", "Fear moved them.", "unverifiable", "Motives are not on paper.", [], ""),
        ("late", "It will last.", "overtaken", "It ended in 1917.", ["late"], ""),
    ],
    columns=["id", "claim", "verdict", "evidence", "error_kinds", "credited_to"],
)
SECRETS = ["verdict", "evidence", "choice", "error_kinds", "credibility"]


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def other(other_data):
    return open_library(other_data)


@pytest.fixture
def panel(other, journal):
    return show(OTHER, other, journal)


def show(claims, library, journal):
    """The panel as a cell shows it; what it says to the page is kept in `said`."""
    made = explore.reading(claims, library=library, journal=journal)
    made.said = []
    made.send = made.said.append
    return made


def judge(panel, claim, verdict, kind="") -> dict:
    message = {"do": "judge", "request": "r", "claim": claim, "verdict": verdict, "kind": kind}
    panel.receive(panel, message)
    return panel.said[-1]


def known_to_page(panel) -> str:
    """All that the page can know: every trait that is sent to it."""
    sent = {key: str(panel.get_state(key)) for key in panel.keys if key not in ("_esm", "_css")}
    return html.unescape(json.dumps(sent, ensure_ascii=False))


# --- arithmetic ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "given", "wanted"),
    [
        ("ships", "wrong", "caught"),
        ("ships", "disputed", "noticed"),
        ("ships", "supported", "missed"),
        ("toast", "supported", "passed"),
        ("toast", "unverifiable", "alarm"),
        ("motive", "supported", "open"),
        ("motive", "wrong", "open"),
        ("late", "overtaken", "caught"),
        ("late", "wrong", "noticed"),
    ],
)
def test_what_a_verdict_comes_to(claim, given, wanted):
    row = OTHER.set_index("id").loc[claim]
    assert reading_score.outcome(row, given) == wanted


def test_every_verdict_has_an_outcome_on_every_claim():
    for row in OTHER.to_dict("records"):
        for given in VERDICTS:
            assert reading_score.outcome(row, given) in reading_score.OUTCOMES


def test_the_count_by_hand(panel):
    judge(panel, "ships", "wrong", "figure")
    judge(panel, "secret", "supported")
    judge(panel, "toast", "partly")
    judge(panel, "motive", "unverifiable")
    judged = panel.judged
    assert reading_score.totals(judged) == {
        **{"caught": 1, "noticed": 0, "missed": 1, "passed": 0, "alarm": 1, "open": 1, "exact": 2}
    }
    rows = reading_score.table(judged, {"figure": "Figure", "left-out": "Left out", "late": "Late"})
    assert rows.to_dict("records") == [
        {
            "id": "figure",
            "kind": "Figure",
            "claims": 2,
            "caught": 1,
            "noticed": 0,
            "missed": 1,
            "named": 1,
        },
        {
            "id": "left-out",
            "kind": "Left out",
            "claims": 1,
            "caught": 0,
            "noticed": 0,
            "missed": 1,
            "named": 0,
        },
    ]
    assert (
        "1 of 2 caught with the right verdict, 0 noticed with another one, 1 missed" in panel.score
    )
    assert "0 of 1 let pass, false alarms 1" in panel.score
    assert "One judged claim is open" in panel.score


# --- judged first, told afterwards -------------------------------------------------------------


def test_nothing_of_the_verdicts_is_known_to_the_page_before_judging(panel):
    told = known_to_page(panel)
    assert all(claim in told for claim in OTHER["claim"])
    assert [words for words in OTHER["evidence"] if words.replace("*", "") in told] == []
    assert panel.told == {} and panel.score == ""
    assert set(panel.public["items"][0]) == {"id", "claim", "section", "credited"}
    assert panel.public["verdicts"] == [[word, w] for word, w in panel.public["verdicts"]]


def test_one_verdict_tells_one_claim(panel):
    answer = judge(panel, "ships", "partly", "figure")
    assert answer["taken"] and "Noticed, with another verdict." in answer["text"]
    assert "Caught" not in answer["text"] and "partly right" in answer["text"]
    assert list(panel.told) == ["ships"]
    told = known_to_page(panel)
    assert "harbour book" in told and "diaries" not in told and "annex" not in told


def test_the_real_claims_leak_nothing(journal):
    library = open_library(DATA)
    panel = show(library.claims, library, journal)
    told = known_to_page(panel)
    for row in library.claims.to_dict("records"):
        assert row["evidence"] not in told, row["id"]
        assert not row["choice"] or row["choice"] not in told, row["id"]
    assert [item for item in panel.public["items"] if set(item) & set(SECRETS)] == []


def test_a_verdict_stays(panel, journal):
    judge(panel, "ships", "supported")
    again = judge(panel, "ships", "wrong")
    assert not again["taken"] and "stays" in again["text"]
    assert panel.told["ships"]["outcome"] == "missed"
    # What another notebook wrote later does not count either.
    journal.append("claim", claim="ships", verdict="wrong", error_kind="figure")
    assert panel.session.kept["ships"] == ("supported", "")


@pytest.mark.parametrize(
    ("claim", "verdict", "kind", "words"),
    [
        ("ships", "", "", "Choose a verdict first"),
        ("ships", None, "", "Choose a verdict first"),
        ("ships", ["wrong"], "", "Choose a verdict first"),
        ("ships", "true", "", "Choose a verdict first"),
        ("ships", "wrong", "sabotage", "no such kind"),
        ("ships", "wrong", ["figure"], "no such kind"),
        ("shops", "wrong", "", "not in this panel"),
        ({"a": 1}, "wrong", "", "not in this panel"),
        (None, "wrong", "", "not in this panel"),
    ],
)
def test_what_cannot_be_taken_is_one_sentence_and_changes_nothing(
    panel, journal, claim, verdict, kind, words
):
    answer = judge(panel, claim, verdict, kind)
    assert not answer["taken"] and words in answer["text"]
    assert panel.told == {} and journal.records() == []


def test_who_finds_nothing_wrong_names_no_error(panel):
    judge(panel, "ships", "supported", "figure")
    assert panel.session.kept["ships"] == ("supported", "")


# --- kept ---------------------------------------------------------------------------------------


def test_what_was_judged_is_there_again_in_another_kernel(panel, other, journal):
    judge(panel, "secret", "partly", "left-out")
    again = show(OTHER, other, Journal(journal.folder))
    assert again.told == panel.told and again.score == panel.score
    judge(again, "ships", "wrong")
    panel.refresh()
    assert set(panel.told) == {"secret", "ships"}


def test_two_panels_share_what_they_have_in_common(panel, other, journal):
    part = show(OTHER.query("id != 'toast'"), other, journal)
    judge(panel, "ships", "wrong")
    judge(panel, "toast", "supported")
    part.refresh()
    assert list(part.told) == ["ships"]


@pytest.mark.parametrize(
    "record",
    [
        {"claim": "ships", "verdict": "nonsense"},
        {"claim": ["ships"], "verdict": "wrong"},
        {"claim": "ships", "verdict": ["wrong"]},
        {"verdict": "wrong"},
        {},
    ],
)
def test_a_journal_edited_by_hand_does_no_harm(record):
    assert fold([{"kind": "claim"} | record], ["ships"]) == {}
    good = {"claim": "ships", "verdict": "wrong"}
    assert fold([good, {"kind": "claim"} | good], ["ships"]) == {"ships": ("wrong", "")}


def test_a_reset_begins_anew(panel, journal):
    judge(panel, "ships", "wrong")
    journal.reset()
    panel.refresh()
    assert panel.told == {} and panel.score == ""


# --- any table of claims ------------------------------------------------------------------------


def test_four_columns_are_enough(other, journal):
    bare = show(OTHER[["id", "claim", "verdict", "evidence"]], other, journal)
    assert judge(bare, "toast", "supported")["taken"]
    assert bare.public["kinds"] == [] and bare.public["items"][0]["credited"] == ""
    assert bare.told["toast"]["outcome"] == "passed"
    assert "Grades" not in str(bare.told)


def test_text_of_the_table_is_text_on_the_page(other, journal):
    bad = OTHER.assign(evidence="<script>alert(1)</script>", claim="<b>x</b>")
    panel = show(bad, other, journal)
    judge(panel, "ships", "wrong")
    assert "<script>" not in str(panel.told) and "<b>" in panel.public["items"][0]["claim"]


def test_sections_kinds_grades_and_sources_come_from_the_library(journal):
    library = open_library(DATA)
    row = library.claims.iloc[0]
    panel = show(library.claims.head(1), library, journal)
    section = library.row("sections", row["section"])["title"]
    assert panel.public["items"][0]["section"] == section
    assert [kind for kind, *_ in panel.public["kinds"]] == list(library.error_kinds["id"])
    judge(panel, row["id"], "supported")
    told = panel.told[row["id"]]
    assert all(
        library.source(s)["url"] in html.unescape(told["sources"]) for s in row["source_ids"]
    )
    assert f"source {row['reliability']} (cannot be judged)" in str(told["lines"])


def test_what_was_caught_in_all_panels(other, journal):
    assert "not judged a claim yet" in explore.caught(OTHER, library=other, journal=journal).body
    panel = show(OTHER.head(2), other, journal)
    judge(panel, "ships", "wrong")
    assert "1 of 1 caught" in explore.caught(OTHER, library=other, journal=journal).body


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ("claims", "needs a table"),
        (OTHER.drop(columns="evidence"), "no column “evidence”"),
        (OTHER.head(0), "no rows"),
        (OTHER.assign(verdict=""), "has no verdict"),
    ],
)
def test_what_is_no_table_of_claims_is_one_sentence(claims, words, other, journal):
    for function in (explore.reading, explore.caught):
        with pytest.raises(AllianceError, match=words):
            function(claims, library=other, journal=journal)


def test_without_widgets_the_claims_can_be_read(panel):
    assert "1. Ten ships came." in repr(panel)
