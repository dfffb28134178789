"""Agreement of two coders, against worked examples in print."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.explore.coding import agreement
from alliance.problems import AllianceError

# Cohen 1960 and 1968, the same 200 cases: judge by judge, three diagnoses.
COHEN = pd.DataFrame([[88, 10, 2], [14, 40, 6], [18, 10, 12]])
# His weights of 1968 for how grave a disagreement is, as shares of agreement.
GRAVE = [[1 - v / 6 for v in row] for row in [[0, 1, 3], [1, 0, 6], [3, 6, 0]]]
LEVELS = [-2, -1, 0, 1, 2]
codes = st.lists(st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), min_size=1)


def test_the_examples_of_cohen():
    assert agreement.observed(COHEN) == pytest.approx(0.70)
    assert agreement.expected(COHEN) == pytest.approx(0.41)
    assert agreement.kappa(COHEN) == pytest.approx(0.492, abs=0.0005)
    assert agreement.kappa(COHEN, GRAVE) == pytest.approx(0.348, abs=0.0005)


def test_the_example_of_fifty_proposals():
    """Two readers of 50 proposals, as in many textbooks: 0.7 observed, 0.5 by chance."""
    table = pd.DataFrame([[20, 5], [10, 15]])
    assert agreement.kappa(table) == pytest.approx(0.4)


def test_examples_of_three_categories():
    """Artstein and Poesio 2008, table 4, and the three weightings of the scikit-learn tests."""
    first = [0] * 46 + [1] * 44 + [2] * 10
    table = agreement.confusion(first, [0] * 52 + [1] * 32 + [2] * 16, [0, 1, 2])
    assert agreement.kappa(table) == pytest.approx(0.8013, abs=0.0001)
    table = agreement.confusion(first, [0] * 50 + [1] * 40 + [2] * 10, [0, 1, 2])
    found = [agreement.kappa(table, kind) for kind in ("none", "linear", "quadratic")]
    assert found == pytest.approx([0.9315, 0.9412, 0.9541], abs=0.0001)


def test_rows_are_the_first_coder():
    table = agreement.confusion([-2, -2, 0], [-2, -1, 0], LEVELS)
    assert list(table.index) == list(table.columns) == LEVELS
    assert table.loc[-2, -1] == 1 and table.loc[-1, -2] == 0 and table.to_numpy().sum() == 3


def test_one_code_throughout_has_no_kappa():
    table = agreement.confusion([0, 0], [0, 0], LEVELS)
    assert math.isnan(agreement.kappa(table)) and agreement.band(math.nan) == ""


@given(codes)
def test_kappa_is_one_for_the_same_codes_symmetric_and_at_most_one(pairs):
    first, second = ([pair[k] for pair in pairs] for k in (0, 1))
    for kind in ("none", "linear", "quadratic"):
        there = agreement.kappa(agreement.confusion(first, second, LEVELS), kind)
        back = agreement.kappa(agreement.confusion(second, first, LEVELS), kind)
        same = agreement.kappa(agreement.confusion(first, first, LEVELS), kind)
        assert math.isnan(there) or there <= 1 + 1e-9
        assert math.isnan(there) == math.isnan(back)
        assert math.isnan(there) or there == pytest.approx(back)
        assert math.isnan(same) or same == pytest.approx(1)


def test_a_near_miss_costs_less_only_with_weights():
    near = agreement.confusion([-2, 0, 2, 1], [-1, 0, 2, 1], LEVELS)
    far = agreement.confusion([-2, 0, 2, 1], [2, 0, 2, 1], LEVELS)
    assert agreement.observed(near) == agreement.observed(far) == 0.75
    assert agreement.observed(near, "linear") > agreement.observed(far, "linear")


@pytest.mark.parametrize(
    ("value", "name"),
    [(-0.1, "poor"), (0, "slight"), (0.2, "slight"), (0.21, "fair"), (0.6, "moderate"),
     (0.8, "substantial"), (0.81, "perfect"), (1, "perfect")],
)  # fmt: skip
def test_bands_of_1977(value, name):
    assert agreement.band(value) == name


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [([], [], "at least one"), ([0], [0, 1], "the same number"), ([0], [7], "none of the scale")],
)
def test_what_cannot_be_compared_is_said(first, second, words):
    with pytest.raises(AllianceError, match=words):
        agreement.confusion(first, second, LEVELS)


def test_unknown_weights_are_said():
    with pytest.raises(AllianceError, match="none, linear or quadratic"):
        agreement.kappa(COHEN, "cubic")
