"""The claims of the text that the module takes apart: coherent, sourced, without spoilers."""

from __future__ import annotations

import re

import nbformat
import pytest
import yaml

from alliance.library import open_library
from alliance.library.settings import notebooks_of
from tests.places import DATA, NOTEBOOKS

FAULTY = {"partly", "wrong", "overtaken"}
HINDSIGHT = ["verdict", "evidence", "choice", "credibility"]


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def claims(library):
    return library.claims


def test_claims_stand_in_the_order_of_the_text(library, claims):
    assert list(claims["number"]) == list(range(1, len(claims) + 1))
    places = library.sections.set_index("id")["number"]
    assert claims["section"].map(places).is_monotonic_increasing
    assert claims["claim"].is_unique


def test_every_section_has_claims_or_a_reason(library, claims):
    for row in library.sections.to_dict("records"):
        has = (claims["section"] == row["id"]).any()
        assert has != bool(row["note"]), row["id"]


@pytest.mark.parametrize(
    ("verdicts", "grades"),
    [
        ({"supported"}, "123"),
        ({"partly"}, "234"),
        ({"disputed"}, "34"),
        ({"wrong"}, "45"),
        ({"overtaken"}, "345"),
        ({"unverifiable"}, "36"),
    ],
    ids=lambda value: "-".join(sorted(value)),
)
def test_verdict_and_credibility_agree(claims, verdicts, grades):
    rows = claims[claims["verdict"].isin(verdicts)]
    assert len(rows)
    assert rows.loc[~rows["credibility"].isin(list(grades)), "id"].tolist() == []


def test_kinds_of_error_fit_the_verdict(claims):
    has = claims["error_kinds"].str.len() > 0
    supported, faulty = claims["verdict"] == "supported", claims["verdict"].isin(FAULTY)
    assert claims.loc[supported & has, "id"].tolist() == []
    assert claims.loc[faulty & ~has, "id"].tolist() == []
    overtaken = claims["error_kinds"].map(lambda kinds: "overtaken" in kinds)
    assert claims.loc[(claims["verdict"] == "overtaken") & ~overtaken, "id"].tolist() == []


HEDGE = re.compile(r"\b(?:could|might|may)\b", re.I)
FALSE_PART = {"altered-figure", "wrong-name", "wrong-date", "conflated", "bent-quotation"}


def test_a_hedge_is_faulted_only_for_what_is_false_beside_it(claims):
    """The rule of the code book: could, might and may claim no more than that it is possible."""
    hedged = claims[claims["claim"].str.contains(HEDGE)]
    assert len(hedged) >= 15
    assert "overtaken" not in set(hedged["verdict"])
    faulted = hedged[hedged["verdict"].isin(["partly", "wrong"])]
    said = faulted["claim"].str.contains(r"\breport\b")  # of a report, not of what is possible
    for row in faulted[~said].itertuples():
        assert FALSE_PART & set(row.error_kinds), row.id


def test_what_came_later_makes_nothing_overstated(claims):
    for row in claims.itertuples():
        assert not {"overtaken", "overstated"} <= set(row.error_kinds), row.id


CONTESTED = [
    "could-prolong-the-war",
    "troops-might-come",
    "earlier-missions-small",
    "obstacle-language",
    "obstacle-joint-training",
    "obstacle-supply",
    "reshuffle-raises-tension",
    "weaker-as-a-tool",
    "tension-in-east-asia",
    "workers-could-earn",
    "nine-million-unfrozen",
    "five-levels",
]


def test_a_contested_verdict_gives_its_reason(claims):
    reasons = claims.set_index("id")["choice"]
    assert (reasons[CONTESTED].str.len() > 40).all()


SAME = {
    "history-war-63-aircraft": "sixty-three-aircraft",
    "treaty-ladder-five-levels": "friendship-treaty-weakest",
    "treaty-article-4-exact-wording": "exact-wording",
    "council-chamber-ten": "ten-sanctions-resolutions",
    "military-later-thousands": "rusi-thousands-of-missiles",
    "rebuilding-ninety-judge": "ninety-per-cent",
    "rebuilding-record-judge": "rebuilding-likelier",
    "regional-seoul-claim": "three-hundred-thousand-shells",
    "implications-ukraine-judge": "could-prolong-the-war",
    "source-verdicts-disputed": "seventy-thousand-troops",
    "source-exit-judge": "void-after-collapse",
}


def test_a_question_on_a_claim_has_the_verdict_of_the_claim(claims):
    """The same rule decides both: a question may not be stricter than the table."""
    files = (DATA / "questions").glob("*.yml")
    bank = [q for f in files for q in yaml.safe_load(f.read_text("utf-8")).get("questions", [])]
    keys = {q["id"]: q["answer"] for q in bank if q["type"] == "judge" and q["id"] in SAME}
    verdicts = claims.set_index("id")["verdict"]
    assert len(keys) >= 6
    assert keys == {q: verdicts[SAME[q]] for q in keys}


def test_the_lesson_tells_the_verdicts_as_they_are(claims):
    cells = nbformat.read(NOTEBOOKS / "09-read-the-source.ipynb", as_version=4).cells
    text = "\n".join(c.source for c in cells)
    count = claims["verdict"].value_counts()
    assert f"can be checked: {len(claims)} claims" in text
    assert "More than two in five of the claims are supported" in text
    assert 0.4 < count["supported"] / len(claims) < 0.5
    numbers = dict(
        zip(range(4, 10), ["Four", "Five", "Six", "Seven", "Eight", "Nine"], strict=True)
    )
    assert f"{numbers[count['overtaken']]} claims were overtaken." in text
    assert "Most claims hold, at least in part; few are plainly wrong" in text
    assert count["supported"] + count["partly"] > len(claims) / 2
    assert count["wrong"] < len(claims) / 10
    assert "For nine claims in ten the article names nobody" in text
    assert 0.85 < (claims["credited_to"] == "").mean() < 0.95


def test_every_kind_of_error_has_two_cases(library, claims):
    cases = claims["error_kinds"].explode().value_counts()
    assert cases[library.error_kinds["id"]].min() >= 2


def test_each_claim_rests_on_an_opened_source_besides_the_text_itself(library, claims):
    opened = set(library.sources.query("access == 'excerpt'")["id"])
    text = set.intersection(*claims["source_ids"].map(set))
    assert len(text) == 1, "the text that makes the claims is a source of each of them"
    for row in claims.itertuples():
        assert (set(row.source_ids) - text) & opened, row.id
        assert row.source_ids[-1] in text, row.id


def test_who_is_not_credited_cannot_be_graded(claims):
    nobody = claims["credited_to"] == ""
    assert set(claims.loc[nobody, "reliability"]) == {"F"}
    assert len(claims[~nobody]) >= 5


def test_no_claim_gives_its_verdict_away(claims):
    told = re.compile(r"\b(?:wrong|not true|in fact|actually|incorrect|error)\b", re.I)
    assert claims.loc[claims["claim"].str.contains(told), "id"].tolist() == []


def test_each_claim_stands_alone(claims):
    """The panel shows one claim at a time: none may lean on the sentence before it."""
    leaning = re.compile(r"^(?:They|This|These|It|She|He|Its|Such|By this)\b|\b(?:them|there)\.$")
    assert claims.loc[claims["claim"].str.contains(leaning), "id"].tolist() == []


def test_each_sitting_has_six_claims_or_more_and_not_only_errors(claims):
    for name in ("first", "numbers", "words"):
        rows = claims[claims["sitting"] == name]
        assert len(rows) >= 6, name
        assert 1 <= (rows["error_kinds"].str.len() == 0).sum() < len(rows), name


def test_the_figures_of_the_text_are_judged_alike_in_both_tables(library, claims):
    """The same figure stands in the estimates, with its grade."""
    pairs = {
        "aircraft-provided-article": "sixty-three-aircraft",
        "pilots-provided-article": "over-a-hundred-pilots",
        "personnel-article": "seventy-thousand-troops",
        "engineers-income-article": "fifteen-million-three-brigades",
        "shells-article": "rusi-millions-of-shells",
        "missiles-article": "rusi-thousands-of-missiles",
        "mariupol-article-damaged": "ninety-per-cent",
        "mariupol-money-article": "billions-of-roubles",
    }
    rows, grades = claims.set_index("id"), ["reliability", "credibility"]
    for estimate, claim in pairs.items():
        assert list(library.row("estimates", estimate)[grades]) == list(rows.loc[claim, grades])


def test_before_the_text_appeared_there_are_no_claims_and_never_a_verdict(library, claims):
    assert library.as_of("2024-06-30").claims.empty
    then = library.as_of("2024-12-31").claims
    assert then["claim"].tolist() == claims["claim"].tolist()
    assert (then[HINDSIGHT] == "").all(axis=None)
    assert then["error_kinds"].tolist() == [[]] * len(then)
    assert library.row("claims", claims["id"][0])["verdict"], "the table itself is unchanged"


def test_every_section_is_taught_under_a_heading_of_its_lesson(library):
    built = {e["id"]: notebooks_of(e) for e in library.settings["lessons"] if e["built"]}
    rows = library.sections[library.sections["lesson"].isin(built)]
    assert len(rows)
    for lesson, group in rows.groupby("lesson"):
        read = [nbformat.read(NOTEBOOKS / file, as_version=4) for file in built[lesson]]
        cells = [cell for notebook in read for cell in notebook.cells]
        text = "\n".join(c.source for c in cells if c.cell_type == "markdown")
        headings = {h.strip() for h in re.findall(r"^#+ (.+)$", text, flags=re.M)}
        missing = set(group["taught_under"]) - headings
        assert missing == set(), lesson


def test_every_lesson_of_a_section_is_in_the_module(library):
    lessons = {entry["id"] for entry in library.settings["lessons"]}
    assert set(library.sections["lesson"]) <= lessons


def test_no_claim_says_what_another_says(claims):
    """Rows that were joined must not come back under another id."""
    words = claims["claim"].str.lower().str.findall(r"[a-z]{5,}").map(frozenset)
    assert words[words.map(len) > 1].is_unique
