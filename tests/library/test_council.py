"""Votes: the Charter's rule in code, and every roll call of the data held against it."""

from __future__ import annotations

from collections import Counter

import pytest

from alliance.library import check_library, open_library
from alliance.library.council import body_on, outcome
from alliance.problems import AllianceError
from tests.library.test_library import cell, edit
from tests.places import DATA

OLD = {"majority": 7, "majority_rule": "fixed", "permanent": ["P1", "P2"]}
NEW = {"majority": 9, "majority_rule": "fixed", "permanent": ["P1", "P2"]}
THIRDS = {"majority": None, "majority_rule": "two-thirds-of-voting", "permanent": []}


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


def votes(permanent="", elected=""):
    """Return a roll call from letters: y, n, a (abstains), - (absent)."""
    words = {"y": "yes", "n": "no", "a": "abstain", "-": "absent"}
    cast = {f"P{i}": words[c] for i, c in enumerate(permanent, start=1)}
    return cast | {f"E{i}": words[c] for i, c in enumerate(elected, start=1)}


@pytest.mark.parametrize(
    ("permanent", "elected", "body", "result", "rule", "need"),
    [
        ("yy", "yyyyyaaaa", OLD, "adopted", "majority", 7),
        ("yy", "yyyyaaaaa", OLD, "not-adopted", "too-few", 7),
        ("yy", "yyyyyaaaaaaaa", NEW, "not-adopted", "too-few", 9),
        ("yy", "yyyyyyyaaaaaa", NEW, "adopted", "majority", 9),
        ("yn", "yyyyyyyyyyyyy", NEW, "vetoed", "veto", 9),
        ("yn", "yyyyyaaaaaaaa", NEW, "not-adopted", "too-few", 9),  # no veto without the votes
        ("ya", "yyyyyyyyaaaaa", NEW, "adopted", "majority", 9),
        ("y-", "yyyyyyaaa", OLD, "adopted", "majority", 7),  # who stays away does not veto
        ("yy", "yyyyyyynnnnnn", NEW, "adopted", "majority", 9),  # elected members have no veto
    ],
)
def test_the_rule_of_a_body_with_permanent_members(permanent, elected, body, result, rule, need):
    found = outcome(votes(permanent, elected), body)
    assert (found.result, found.rule, found.need) == (result, rule, need)
    assert found.vetoed_by == (["P2"] if result == "vetoed" else [])


def test_nobody_has_a_veto_on_a_question_of_procedure():
    roll = votes("nn", "yyyyyyyyyyyyy")
    found = outcome(roll, NEW, "procedural")
    assert (found.result, found.rule, found.vetoed_by) == ("adopted", "procedure", [])
    assert outcome(roll, NEW).vetoed_by == ["P1", "P2"]


@pytest.mark.parametrize(
    ("elected", "need", "result"),
    [
        ("yyn", 2, "adopted"),
        ("yyynn", 4, "not-adopted"),
        ("yyyynn", 4, "adopted"),
        ("yaaaaaaaa-", 1, "adopted"),  # who abstains does not count as voting
        ("aaa", 0, "not-adopted"),
    ],
)
def test_two_thirds_of_those_that_vote(elected, need, result):
    found = outcome(votes(elected=elected), THIRDS, "important")
    assert (found.need, found.result) == (need, result)


def test_outcome_counts_every_vote():
    found = outcome(votes("yn", "yyaa-"), NEW)
    assert (found.yes, found.no, found.abstain, found.absent) == (3, 1, 2, 1)


# --- the periods of the data -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "seats", "majority", "member"),
    [
        ("1950-06-25", 11, 7, "SUN"),
        ("1965-08-30", 11, 7, "SUN"),
        ("1965-08-31", 15, 9, "SUN"),
        ("1991-12-23", 15, 9, "SUN"),
        ("1991-12-24", 15, 9, "RUS"),
        ("2026", 15, 9, "RUS"),
    ],
)
def test_the_council_of_a_day(library, day, seats, majority, member):
    body = body_on(library.bodies, "SC", day)
    assert (body["seats"], body["majority"]) == (seats, majority)
    assert member in body["permanent"] and len(body["permanent"]) == 5


def test_a_day_without_a_rule_is_told(library):
    with pytest.raises(AllianceError, match=r"no rule for the body “SC” on 1940"):
        body_on(library.bodies, "SC", "1940")


# --- every row of the data -------------------------------------------------------------------

TOTALS = {"yes": "for", "no": "against", "abstain": "abstain", "absent": "absent"}


def rolls(library):
    return {text: dict(zip(v["member"], v["vote"], strict=True)) for text, v in by_text(library)}


def by_text(library):
    return library.votes.groupby("resolution")


def test_every_roll_call_adds_up_and_gives_the_result_on_record(library):
    cast = rolls(library)
    for text in library.resolutions.to_dict("records"):
        roll = cast[text["id"]]
        counts = Counter(roll.values())
        body = body_on(library.bodies, text["body"], text["date"])
        if text["roll_call"] == "complete":
            assert {v: counts[v] for v in TOTALS} == {v: text[t] for v, t in TOTALS.items()}, text
            found = outcome(roll, body, text["question"])
            assert (found.result == "adopted") == (text["adopted"] == "yes"), text["id"]
            assert set(found.vetoed_by) == set(text["vetoed_by"]), text["id"]
            assert text["outcome"] == found.result, text["id"]
        else:
            assert all(counts[v] <= text[t] for v, t in TOTALS.items()), text["id"]


def test_each_council_vote_has_the_seats_of_its_year_and_all_permanent_members(library):
    cast, of_year = rolls(library), {}
    for text in library.resolutions.query("body == 'SC'").to_dict("records"):
        body = body_on(library.bodies, "SC", text["date"])
        members = set(cast[text["id"]])
        assert text["roll_call"] == "complete" and len(members) == body["seats"], text["id"]
        assert set(body["permanent"]) <= members, text["id"]
        # Elected members change on 1 January only.
        assert of_year.setdefault(text["date"][:4], members) == members, text["id"]


def test_every_assembly_vote_has_the_same_number_of_members(library):
    texts = library.resolutions.query("body == 'GA'")
    assert set(texts["for"] + texts["against"] + texts["abstain"] + texts["absent"]) == {193}


def test_telling_cases_come_out_right(library):
    found = library.resolutions.set_index("id")["outcome"]
    assert found["S/RES/82"] == "adopted"  # the Soviet Union stayed away
    assert found["S/RES/88"] == "adopted"  # a permanent member against, on procedure
    assert found["S/2022/231"] == "not-adopted"  # too few votes, nobody against
    assert found["S/1679"] == "not-adopted"  # permanent members against, but too few votes for
    assert found["S/2022/431"] == found["S/2024/255"] == "vetoed"


# --- in the library --------------------------------------------------------------------------


def test_the_outcome_is_in_the_code_book(library):
    assert library.choices("resolutions", "outcome") == ["adopted", "not-adopted", "vetoed"]
    assert library.labels("outcome", ["not-adopted"])["not-adopted"] == "Not adopted"


def test_as_of_an_earlier_day_votes_and_outcomes_go_with_their_texts(library):
    then = library.as_of("1950-11-30")
    assert set(then.votes["resolution"]) == set(then.resolutions["id"])
    assert then.resolutions.set_index("id")["outcome"]["S/1894"] == "vetoed"
    assert then.resolutions["date"].max() == "1950-11-30"
    assert list(then.bodies.query("body == 'SC'")["until"]) == [""]


def row_of(lines, start):
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(start))


def change(folder, file, start, column, value):
    edit(folder, file, lambda lines: cell(lines, row_of(lines, start), column, value))


@pytest.mark.parametrize(
    ("file", "start", "column", "value", "sentence"),
    [
        ("votes.csv", "S/RES/82:FRA", "vote", "no", "the total is 9, but votes.csv has 8 × yes"),
        ("resolutions.csv", "S/2024/255,", "vetoed_by", "", "by the votes RUS vetoed it"),
        ("resolutions.csv", "S/2024/255,", "adopted", "yes", "by the votes and the rule the text"),
        ("resolutions.csv", "S/RES/2623,", "question", "substantive", "the text was vetoed"),
        ("bodies.csv", "sc-1945", "from", "1950-12-01", "no rule of “SC” was in force"),
        ("bodies.csv", "sc-1945", "seats", "12", "11 members voted, but the body had 12 seats"),
    ],
)
def test_what_does_not_agree_is_told_in_one_sentence(package, file, start, column, value, sentence):
    change(package, file, start, column, value)
    assert any(sentence in str(problem) for problem in check_library(package)[1])


def test_who_votes_twice_is_told(package):
    def twice(lines):
        line = lines[row_of(lines, "S/RES/82:FRA") - 1]
        lines.append(line.replace("S/RES/82:FRA", "S/RES/82:XXX", 1))

    edit(package, "votes.csv", twice)
    problems = [str(problem) for problem in check_library(package)[1]]
    assert any("“FRA” votes twice on “S/RES/82”" in problem for problem in problems)


def test_where_votes_are_missing_the_totals_on_record_decide(package):
    # Fourteen votes of fifteen are left: the totals say adopted, and so does the outcome.
    change(package, "resolutions.csv", "S/RES/1718,", "roll_call", "partial")
    edit(package, "votes.csv", lambda lines: lines.pop(row_of(lines, "S/RES/1718:") - 1))
    changed, problems = check_library(package)
    assert problems == []
    assert changed.resolutions.set_index("id")["outcome"]["S/RES/1718"] == "adopted"


def test_a_package_without_votes_is_left_as_it_is(other_data):
    library, problems = check_library(other_data)
    assert problems == [] and "resolutions" not in library.tables
