"""The Brier score: by hand, of the article, and what it says of sets that are not whole."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from alliance import open_library
from alliance.explore import brier
from alliance.problems import AllianceError

END = "2025-12-31"


@pytest.fixture(scope="module")
def library():
    return open_library()


def questions(*rows) -> pd.DataFrame:
    columns = ["id", "resolves_on", "outcome", "article_expectation"]
    return pd.DataFrame(rows, columns=columns)


FOUR = questions(
    ("a", "2024-10-23", "yes", "0.5"),
    ("b", "2024-12", "no", ""),
    ("c", "2025-06-20", "yes", "0.2"),
    ("d", "2030-01-01", "no", "0.9"),
)


@pytest.mark.parametrize(
    ("probability", "happened", "wanted"),
    [(1, True, 0), (0, True, 1), (0.7, True, 0.09), (0.7, False, 0.49), (0.5, True, 0.25)],
)
def test_one_score(probability, happened, wanted):
    assert brier.score(probability, happened) == pytest.approx(wanted)


@pytest.mark.parametrize("bad", [1.2, -0.1, math.nan, "0.7", None, True])
def test_a_score_needs_a_probability(bad):
    with pytest.raises(AllianceError, match="number from 0 to 1"):
        brier.score(bad, True)


def test_means_by_hand():
    scored = brier.table(FOUR, {"a": 0.8, "b": 0.4, "c": 0.1, "d": 1.0}, "2025-06-20")
    assert list(scored["id"]) == ["a", "b", "c"]  # the last is not resolved, and left out
    assert list(scored["score"]) == pytest.approx([0.04, 0.16, 0.81])
    found = brier.means(scored)
    assert (found.count, found.shared) == (3, 2)
    assert found.forecast == pytest.approx(1.01 / 3)
    assert found.half == 0.25
    # Of the article: 0.25 and 0.64; of the same two questions: 0.04 and 0.81.
    assert found.reference == pytest.approx(0.445)
    assert found.shared_forecast == pytest.approx(0.425)


def test_no_forecast_no_mean_and_one_is_itself():
    none = brier.means(brier.table(FOUR, {}, END))
    assert (none.count, none.forecast, none.half, none.reference) == (0, None, None, None)
    empty = brier.means(brier.table(FOUR, {"a": 0.8}, "2024-01-01"))
    assert (empty.count, empty.forecast) == (0, None)
    one = brier.means(brier.table(FOUR, {"b": 0.3}, END))
    assert (one.count, one.forecast, one.shared) == (1, pytest.approx(0.09), 0)


def test_always_one_half_scores_a_quarter(library):
    half = dict.fromkeys(library.forecasts["id"], 0.5)
    found = brier.means(brier.table(library.forecasts, half, END))
    assert (found.count, found.forecast, found.half) == (12, 0.25, 0.25)


def test_the_article_over_the_questions_it_speaks_of(library):
    """(0.25 + 0.64 + 0.64 + 0.36 + 0.04 + 0.25 + 0.25 + 0.16) / 8, reckoned by hand."""
    half = dict.fromkeys(library.forecasts["id"], 0.5)
    found = brier.means(brier.table(library.forecasts, half, END))
    assert found.shared == 8
    assert found.reference == pytest.approx(0.32375)


def test_resolution_goes_by_the_last_day_a_date_may_mean():
    assert list(brier.resolved(FOUR, "2024-10-22")["id"]) == []
    assert list(brier.resolved(FOUR, "2024-10-23")["id"]) == ["a"]
    assert list(brier.resolved(FOUR, "2024-12-30")["id"]) == ["a"]
    assert list(brier.resolved(FOUR, "2024-12-31")["id"]) == ["a", "b"]
    blank = FOUR.assign(outcome=["yes", "", "yes", ""], resolves_on=["", *FOUR["resolves_on"][1:]])
    assert list(brier.resolved(blank, "2040")["id"]) == ["c"]
    with pytest.raises(AllianceError, match="not a date"):
        brier.resolved(FOUR, "tomorrow")


def test_an_expectation_of_nought_is_one():
    assert brier.expectation({"article_expectation": 0.0}) == 0
    assert brier.expectation({"article_expectation": "0"}) == 0
    assert math.isnan(brier.expectation({"article_expectation": ""}))
    assert math.isnan(brier.expectation({}))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("70", 0.7), (" 70 % ", 0.7), (70, 0.7), ("12,5", 0.125), ("0", 0), ("100%", 1)],
)
def test_percentages_as_people_write_them(written, wanted):
    assert brier.chance(written) == wanted
