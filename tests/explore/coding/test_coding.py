"""The coding exercise without a browser: what is kept, hidden and compared."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from alliance import explore
from alliance.explore.coding.session import Session, fold
from alliance.journal import Journal
from alliance.library import open_library
from alliance.problems import AllianceError
from tests.places import DATA


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def practice(library):
    return library.reactions[library.reactions["practice"]]


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def session(practice, library, journal):
    return Session(practice, library, journal)


def code_all(session, codes=None) -> None:
    for k, row in enumerate(session.acts):
        session.give(row["id"], int(row["stance"]) if codes is None else codes[k])


def secrets(practice) -> list[str]:
    """What must not reach the page before the comparison: reasons, doubts and sources."""
    texts = [*practice["stance_reason"], *practice["note"]]
    return [text for text in texts if text]


def test_nothing_of_our_codes_is_known_before_the_comparison(session, practice, library, journal):
    code_all(session)
    panel = explore.coding(practice, journal=journal, library=library)
    state = {k: v for k, v in panel.get_state().items() if k not in ("_esm", "_css")}
    sent = json.dumps(state, ensure_ascii=False, default=str)
    assert [text for text in secrets(practice) if text in sent] == []
    assert panel.result == {} and panel.table.empty
    assert set(panel.acts[0]) == {"id", "actor", "date", "act", "what"}
    # The codes that the page has are the learner's own.
    assert set(panel.codes) == set(practice["id"])


def test_the_comparison_waits_for_all_codes(session):
    for row in session.acts[:-1]:
        session.give(row["id"], 0)
    with pytest.raises(AllianceError, match="One act is not coded"):
        session.compare()
    assert session.result() == {}
    with pytest.raises(AllianceError, match="compare first"):
        session.dispute(session.ids[0], "No.")


def test_full_agreement(session):
    code_all(session)
    assert session.compare() == "You and we gave the same code to 10 of 10 acts, 100 per cent."
    result = session.result()
    assert all(one["agreed"] for one in result["acts"])
    assert re.findall(r'c-number">([^<]*)<', result["score"]) == ["100 %", "1.00", "1.00"]
    assert "almost perfect" in result["score"]


def test_the_numbers_of_a_comparison(session):
    """Seven of ten the same, three one step off: worked out by hand."""
    codes = [int(row["stance"]) for row in session.acts]
    changed = [*(k for k, code in enumerate(codes) if code == 2), codes.index(-2)]
    for k in changed:
        codes[k] += 1 if codes[k] < 0 else -1
    code_all(session, codes)
    assert "7 of 10 acts, 70 per cent" in session.compare()
    # Yours: 1, 3, 2, 4, 0 times; ours 2 each: chance (2+6+4+8+0)/100 = 0.2.
    score = session.result()["score"]
    assert "(0.70 − 0.20) / (1 − 0.20) = 0.62" in score
    assert session.table()[["yours", "ours"]].diff(axis=1)["ours"].abs().sum() == 3
    assert [one["apart"] for one in session.result()["acts"]].count("one step apart") == 3


def test_one_code_for_everything_gives_kappa_zero_and_still_a_page(session):
    code_all(session, [0] * 10)
    session.compare()
    assert re.findall(r'c-number">([^<]*)<', session.result()["score"])[1] == "0.00"


def test_two_acts_of_one_code_have_no_kappa(practice, library, journal):
    session = Session(practice.query("stance == -2"), library, journal)
    code_all(session)
    session.compare()
    score = session.result()["score"]
    assert "cannot be worked out" in score and 'c-number">–<' in score


def test_codes_are_kept_and_fixed_by_the_comparison(session, practice, library, journal):
    session.give(session.ids[0], -2)
    session.give(session.ids[0], 1)
    again = Session(practice, library, Journal(journal.folder))
    assert again.codes() == {session.ids[0]: 1}
    code_all(session)
    session.compare()
    with pytest.raises(AllianceError, match="stay as they are"):
        session.give(session.ids[0], 2)
    # Another notebook that wrote later changes nothing either.
    journal.append("coding", act=session.ids[0], code=-1)
    assert session.codes()[session.ids[0]] == int(session.acts[0]["stance"])


def test_a_dispute_is_kept_and_taken_back(session):
    code_all(session)
    session.compare()
    assert (
        session.dispute(session.ids[1], "  A reminder is no criticism. ")
        == "Your objection is kept."
    )
    assert session.result()["acts"][1]["dispute"] == "A reminder is no criticism."
    assert session.dispute(session.ids[1], "") == "Your objection is taken back."
    assert session.result()["acts"][1]["dispute"] == ""


@pytest.mark.parametrize("code", [3, -3, "1", None, True, 1.5])
def test_what_is_no_step_of_the_scale_is_refused(session, code):
    with pytest.raises(AllianceError, match="no step of the scale"):
        session.give(session.ids[0], code)
    assert session.codes() == {}


def test_records_edited_by_hand_are_passed_over():
    records = [
        {"kind": "coding", "act": "a", "code": "2"},
        {"kind": "coding", "act": "b", "code": 1},
        {"kind": "coding", "act": "a", "code": -1},
        {"kind": "coding-compared", "acts": None},
        {"kind": "coding-compared", "acts": ["a"]},
        {"kind": "coding", "act": "a", "code": 2},
        {"kind": "coding-dispute", "act": "a", "text": 7},
        {"kind": "coding"},
    ]
    kept = fold(records, ["a"])
    assert kept.codes == {"a": -1} and kept.fixed == {"a"} and kept.disputes == {}


def test_the_panel_answers_and_never_raises(practice, library, journal):
    panel = explore.coding(practice, journal=journal, library=library)
    replies = []
    panel.send = replies.append
    first = panel.acts[0]["id"]
    for message in (
        {"do": "give", "act": first, "code": 0, "request": "r1"},
        {"do": "give", "act": "nobody", "code": 0, "request": "r2"},
        {"do": "compare", "request": "r3"},
        {},
    ):
        panel.receive(panel, message)
    assert [reply["taken"] for reply in replies] == [True, False, False, False]
    assert replies[0] == {"request": "r1", "text": "Kept. 9 acts are left.", "taken": True}
    assert panel.codes == {first: 0}
    assert first not in repr(panel) and practice["act"].iloc[0] in repr(panel)


def test_another_alliance_drives_it(other_data, journal):
    library = open_library(other_data)
    columns = ["id", "date", "actor", "act", "what", "stance", "stance_reason", "source_ids"]
    rows = [
        ("a", "1891", "FRA", "Signs", "It signs.", 2, "A party.", ["kennan-1984"]),
        ("b", "1892-01", "RUS", "Waits", "It <i>waits</i>.", 0, "Nothing & more.", []),
    ]
    panel = explore.coding(pd.DataFrame(rows, columns=columns), journal=journal, library=library)
    for name, code in (("a", 2), ("b", 0)):
        panel.session.give(name, code)
    panel.session.compare()
    panel.refresh()
    assert panel.result["acts"][0]["yours"].startswith("+2")
    assert list(panel.table["ours"]) == [2, 0]


@pytest.mark.parametrize(
    ("change", "words"),
    [(lambda f: f.head(1), "two or more"), (lambda f: f.assign(stance=5), "from -2 to 2"),
     (lambda f: f.drop(columns="what"), "no column “what”"), (lambda f: 7, "not int")],
)  # fmt: skip
def test_what_cannot_be_coded_is_said(practice, library, journal, change, words):
    with pytest.raises(AllianceError, match=words):
        explore.coding(change(practice), journal=journal, library=library)
