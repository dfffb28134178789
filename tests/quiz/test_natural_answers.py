"""What people hand in from a code cell at the first try: each gets a sentence, none a traceback.

Each family of exercises (list, ids, number, count, counts, table) meets the same contents, right
and wrong, in all shapes in which pandas and Python give them; a hundred answers and more for each.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from alliance import open_library
from alliance.journal import Journal
from alliance.quiz import load_bank
from alliance.quiz.check import check
from alliance.quiz.compare import compare
from alliance.texts import say

FRAME = pd.DataFrame({"id": ["a", "b", "c"], "n": [1, 2, 3]})
LISTS = pd.DataFrame({"kinds": [["x"], ["x", "y"], ["y", "z"]]})
# What is nothing of what was asked for, whatever was asked for.
STRANGE = [
    None,
    pd.NA,
    pd.NaT,
    float("nan"),
    len,
    FRAME["n"].sum,
    FRAME.groupby("id"),
    FRAME.groupby("id")["n"],
    FRAME,
    FRAME["n"] > 1,
    FRAME.dtypes,
    LISTS["kinds"],
    LISTS["kinds"].value_counts(),
    pd.Series([1, 2], index=pd.Index([["x"], ["y"]], dtype=object)),
    timedelta(days=3),
    pd.Timestamp("2024-06-19"),
    object(),
    Exception("no"),
    int,
    {},
    [],
    "",
    b"abc",
    3 + 4j,
    np.array([[1, 2], [3, 4]]),
    [[1], [2]],
    {"a": [1]},
    ...,
]


def answered(value, key, right: bool, tolerance: float = 0, ordered: bool = False) -> None:
    sentence = compare(value, key, tolerance, ordered)
    assert isinstance(sentence, str)
    assert (sentence == "") == right, (value, sentence)
    assert "cannot be compared" not in sentence, (value, sentence)
    assert "{" not in sentence.replace(str(value), "")


def strange(key) -> int:
    """Hand in all that is strange; returns how many answers that was."""
    for value in STRANGE:
        assert compare(value, key), value
    return len(STRANGE)


# --- lists, ids -----------------------------------------------------------------------------------

NAMES = ["s-1718", "s-1874", "s-2270"]
CONTENTS = [
    (NAMES, True),
    (NAMES[::-1], True),
    (NAMES[:2], False),
    ([*NAMES, "s-9"], False),
    ([*NAMES, NAMES[0]], False),
    ([name.upper() for name in NAMES], False),
    ([1, 2, 3], False),
    ([name.removeprefix("s-") for name in NAMES], False),
    ([True, False, True], False),
    ([*NAMES[:2], None], False),
    ([*NAMES[:2], pd.NA], False),
    ([*NAMES[:2], float("nan")], False),
    ([*NAMES[:2], ["s-2270"]], False),
]
SHAPES = [
    list,
    tuple,
    pd.Series,
    lambda v: pd.Series(v, index=range(7, 7 + len(v))),
    lambda v: pd.Series(v, index=[4] * len(v)),  # rows of tables put together
    lambda v: pd.Series(v, index=[f"row {k}" for k in range(len(v))]),
    lambda v: pd.DataFrame({"id": v}),
    lambda v: pd.DataFrame({"id": v}, index=[5] * len(v)),
    lambda v: np.array(v, dtype=object),
    lambda v: (one for one in v),
    lambda v: map(lambda one: one, v),
    lambda v: dict(enumerate(v)),
    lambda v: dict(enumerate(v)).values(),
]


def test_lists_in_all_shapes():
    tried = strange(NAMES)
    for given, right in CONTENTS:
        for shape in SHAPES:
            answered(shape(given), NAMES, right)
            tried += 1
    assert tried > 150


def test_ids_in_shapes_without_order():
    tried = 0
    for given, right in CONTENTS[:-1]:
        for shape in (set, frozenset, pd.Index, lambda v: dict.fromkeys(v).keys()):
            again = len(set(map(str, given))) < len(given)  # what repeats is lost in a set
            if not again:
                answered(shape(given), NAMES, right)
            tried += 1
    for text in ("s-1718", "s-1718, s-1874, s-2270", "['s-1718']"):
        assert "square brackets" in compare(text, NAMES)
    whole = pd.DataFrame({"id": NAMES, "year": [2006, 2009, 2016]})
    for table in (whole, whole.set_index("year", drop=False), whole.head(0), whole.head(1)):
        assert "take one column" in compare(table, NAMES)
    assert tried + 7 > 50


def test_the_order_of_a_list_where_it_matters():
    for shape in SHAPES:
        answered(shape(NAMES), NAMES, True, ordered=True)
        assert compare(shape(NAMES[::-1]), NAMES, ordered=True) == say("code.order")


# --- numbers and counts of rows -------------------------------------------------------------------


@pytest.mark.parametrize(("key", "near"), [(3, 0), (29.54, 0.6), (0, 0), (-0.3262, 0.006)])
def test_numbers_in_all_shapes(key, near):
    tried = strange(key)
    offsets = [(0, True), (near / 2, True), (near + 1, False), (-near - 1, False), (1e9, False)]
    shapes = [float, np.float64, Decimal, Fraction]
    for off, right in offsets:
        value = key + off
        for shape in [*shapes, *([int, np.int64] if value == int(value) else [])]:
            answered(shape(value), key, right, near)
            tried += 1
        for shape, words in [
            (str, "without quotation marks"),
            (lambda v: f"{v} %", "without quotation marks"),
            (lambda v: [v], "take it out"),
            (lambda v: (v,), "take it out"),
            (lambda v: {v}, "take it out"),
            (lambda v: pd.Series([v]), "take it out"),
            (lambda v: pd.Series([v], index=["low"]), "take it out"),
            (lambda v: np.array([v]), "take it out"),
            (lambda v: [v, v], "2 entries"),
            (lambda v: pd.Series([v] * 3), "3 entries"),
            (lambda v: {"a": v, "b": v}, "2 entries"),
            (lambda v: pd.DataFrame({"x": [v] * 4}), "len(…)"),
            (lambda v: timedelta(days=1), ".days"),
            (lambda v: lambda: v, "round brackets"),
        ]:
            assert words in compare(shape(value), key, near), (value, words)
            tried += 1
    assert tried > 100


def test_a_number_that_is_true_or_false():
    for value in (True, False, np.True_):
        assert "a number" in compare(value, 1).replace("A number", "a number")


# --- counts by label ------------------------------------------------------------------------------

COUNTS = {"x": 2, "y": 2, "z": 1}
TALLIES = [
    (COUNTS, True),
    (dict(reversed(COUNTS.items())), True),
    ({**COUNTS, "never": 0}, True),  # a category that does not occur
    ({"x": 2, "y": 2}, False),
    ({**COUNTS, "w": 1}, False),
    ({**COUNTS, "x": 3}, False),
    ({"X": 2, "Y": 2, "Z": 1}, False),
    ({"x": 0.4, "y": 0.4, "z": 0.2}, False),
    ({"x": 2, "y": 2, "": 1}, False),
    ({0: 2, 1: 2, 2: 1}, False),
]
COUNTED = [
    dict,
    Counter,
    lambda v: pd.Series(v),
    lambda v: pd.Series(v).astype("float"),
    lambda v: pd.Series(v).rename_axis("kind"),
    lambda v: pd.Series(v).to_frame(),
    lambda v: pd.Series(v).rename_axis("kind").to_frame("n"),
    lambda v: pd.DataFrame({"kind": list(v), "n": list(v.values())}),
    lambda v: pd.DataFrame({"n": list(v.values()), "kind": list(v)}),
    lambda v: pd.Series(list(v.values()), index=pd.MultiIndex.from_tuples([(k,) for k in v])),
]


def test_counts_in_all_shapes():
    tried = strange(COUNTS)
    for given, right in TALLIES:
        for shape in COUNTED:
            value = shape(given)
            labels = all(isinstance(name, str) for name in given)
            if labels:
                answered(value, COUNTS, right)
            else:
                assert compare(value, COUNTS)
            tried += 1
    assert tried > 100


def test_counts_as_they_are_made_in_lesson_09():
    key = LISTS["kinds"].explode().value_counts().to_dict()
    right = [
        LISTS["kinds"].explode().value_counts(),
        LISTS.explode("kinds")["kinds"].value_counts(),
        LISTS.explode("kinds").groupby("kinds").size(),
        LISTS.explode("kinds").groupby("kinds").size().reset_index(name="n"),
        LISTS.explode("kinds").value_counts(),
        LISTS.explode("kinds")["kinds"].astype("category").value_counts(),
        Counter(one for kinds in LISTS["kinds"] for one in kinds),
        list(Counter(one for kinds in LISTS["kinds"] for one in kinds).items()),
        Counter(one for kinds in LISTS["kinds"] for one in kinds).items(),
    ]
    for value in right:
        answered(value, key, True)
    assert ".explode() before" in compare(LISTS["kinds"].value_counts(), key)
    assert ".explode() before" in compare(LISTS["kinds"].map(tuple).value_counts(), key)
    assert "not yet counted" in compare(LISTS["kinds"].explode(), key)
    assert "label and a number" in compare(LISTS.explode("kinds"), key)
    assert "For each label" in compare([2, 2, 1], key)


# --- tables ---------------------------------------------------------------------------------------

CHANGES = [
    (lambda t: t, True),
    (lambda t: t[::-1], True),
    (lambda t: t[["n", "id"]], True),
    (lambda t: t.assign(more=1), True),
    (lambda t: t.assign(n=t["n"].astype("float")), True),
    (lambda t: t.head(2), False),
    (lambda t: pd.concat([t, t.head(1)]), False),
    (lambda t: t[["id"]], False),
    (lambda t: t.rename(columns={"n": "N "}), False),
    (lambda t: t.assign(n=t["n"] + 1), False),
    (lambda t: t.assign(n=t["n"].astype("str")), False),
    (lambda t: t.assign(n=None), False),
    (lambda t: t.assign(n=[[1], [2], [3]][: len(t)]), False),
    (lambda t: t.head(0), False),
]
INDEXED = [
    lambda t: t,
    lambda t: t.set_index(pd.Index([7] * len(t))),
    lambda t: t.set_index(pd.Index([f"r{k}" for k in range(len(t))])),
    lambda t: t.set_index(pd.Index([["x"]] * len(t), dtype=object)),
    lambda t: t.copy().rename_axis("row"),
    lambda t: t.rename_axis(columns="field"),
    lambda t: t.convert_dtypes(),
]


def test_tables_in_all_shapes():
    tried = 0
    for change, right in CHANGES:
        for shape in INDEXED:
            answered(shape(change(FRAME)), FRAME, right)
            tried += 1
    for value in STRANGE:
        if value is not FRAME:
            assert compare(value, FRAME)
            tried += 1
    assert "reset_index" in compare(FRAME["n"], FRAME)
    assert "index" in compare(FRAME.set_index("id"), FRAME)
    assert tried > 100


# --- the exercises of the module ------------------------------------------------------------------


@pytest.fixture(scope="module")
def bank():
    return load_bank(open_library())


def test_every_exercise_answers_every_natural_try(bank, tmp_path):
    library, journal = bank.library, Journal(tmp_path / "journal")
    codes = [q for q in bank.questions if q.type == "code"]
    assert len(codes) > 12
    claims = library.claims
    tries = [
        *STRANGE[:-1],
        claims,
        claims["error_kinds"],
        claims["error_kinds"].value_counts(),
        claims["error_kinds"].explode().value_counts(),
        claims.groupby("verdict"),
        (one for one in claims["id"]),
        "12",
    ]
    for question in codes:
        for value in tries:
            if not hasattr(value, "__next__"):
                shown = repr(check(question.id, value, bank, journal))
                assert "✓" in shown or "✗" in shown, (question.id, value)
        assert "✓" in repr(check(question.id, question.body.value, bank, journal)), question.id
    counted = check("source-try-kinds", claims["error_kinds"].value_counts(), bank, journal)
    assert "put .explode() before .value_counts()" in repr(counted)
