"""The codes of the obligations: one rule for triggers, conditions and filters, and ATOP."""

from __future__ import annotations

import json

import pytest

from alliance.library import open_library
from alliance.library.derive import STRENGTH, strongest
from tests.places import DATA

PROMISES = ["defense", "offense", "neutrality", "nonaggression", "consultation"]


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


def values(library, kind) -> dict:
    """Treaty: strongest value of one type."""
    rows = library.obligations[library.obligations["type"] == kind]
    return {treaty: strongest(part["value"]) for treaty, part in rows.groupby("treaty")}


def test_a_condition_stands_where_the_value_is_conditional_and_only_there(library):
    rows = library.obligations
    assert ((rows["condition"] != "") == (rows["value"] == "conditional")).all()


def test_a_limit_of_place_a_request_or_an_adversary_makes_a_promise_conditional(library):
    """The rule of the code book, held against the clauses."""
    defence = values(library, "defense")
    clauses = library.clauses
    limited = clauses["trigger_kind"].eq("attack-by-named-adversary")
    limited |= clauses["on_request"].eq("yes")
    bound = clauses["duty_kind"].isin(["none", "consult", "abstain-from-helping-aggressor"])
    assert {defence[treaty] for treaty in clauses[limited & ~bound]["treaty"]} == {"conditional"}
    places = ["rio-1947", "nato-1949", "us-philippines-1951", "anzus-1951", "us-rok-1953"]
    places += ["warsaw-pact-1955", "us-japan-1960", "eu-42-7-2009"]
    assert {defence[treaty] for treaty in places} == {"conditional"}


def test_a_filter_makes_no_promise_conditional(library):
    """Article 51 and the laws of both stand in the clause of 2024, and its aid is a yes."""
    clause = library.row("clauses", "russia-dprk-2024")
    assert clause["un_article_51"] == clause["domestic_law"] == "yes"
    for kind in ("defense", "automatic-aid"):
        assert values(library, kind)["russia-dprk-2024"] == "yes"
    assert {treaty for treaty, value in values(library, "defense").items() if value == "yes"} == {
        "ussr-dprk-1961",
        "china-dprk-1961",
        "russia-dprk-2024",
    }


def test_aid_is_no_more_automatic_than_it_is_owed(library):
    defence = values(library, "defense")
    for treaty, value in values(library, "automatic-aid").items():
        assert STRENGTH.index(value) <= STRENGTH.index(defence[treaty]), treaty


def test_a_text_that_nobody_saw_is_unknown(library):
    for treaty in ("saudi-pakistan-2025", "belarus-dprk-2026"):
        rows = library.obligations[library.obligations["treaty"] == treaty]
        assert set(rows["value"]) == {"unknown"}, treaty


def test_the_comparison_with_atop_follows_the_codes(library):
    codes = {kind: values(library, kind) for kind in PROMISES}
    for row in library.atop_comparison.itertuples():
        made = [k for k in PROMISES if codes[k][row.treaty] in ("yes", "conditional")]
        with_mark = [k for k in made if k != "nonaggression"]
        assert row.promises == len(PROMISES) and row.conditions == len(with_mark), row.treaty
        missing = row.promises - row.same + row.conditions - row.same_condition
        assert len(row.differences) == missing, row.treaty
        assert set(row.differences) <= set(PROMISES)
        assert (row.reason != "") == bool(row.differences), row.treaty


def test_the_guide_tells_the_figures_of_the_comparison(library):
    table = library.atop_comparison
    guide = json.loads((DATA.parent / "notebooks/instructor-change.ipynb").read_text("utf-8"))
    told = "".join("".join(cell["source"]) for cell in guide["cells"])
    assert (table["promises"] == table["same"]).all()
    assert f"for the {len(table)} agreements that both list" in told
    assert f"all {table['promises'].sum()} answers agree" in told
    wanted = f"{table['same_condition'].sum()} of {table['conditions'].sum()} do; each of the five"
    assert wanted in told
    assert table["differences"].map(len).sum() == 5
