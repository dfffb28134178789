"""Marking is pure functions: each type, partial credit, and numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.quiz import load_bank
from alliance.quiz.compare import compare
from alliance.quiz.kinds import kinds
from alliance.quiz.marking import choice_score, pairs_in_order
from alliance.quiz.model import plain, slug
from alliance.quiz.numbers import parse, shown
from alliance.quiz.shuffle import mixed
from tests.quiz_samples import ANSWERS, TYPES, make_library

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return load_bank(make_library(tmp_path_factory.mktemp("bank")))


@pytest.mark.parametrize(("key", "name"), [(f"q{k}", name) for k, name in enumerate(TYPES, 1)])
def test_right_and_wrong(bank, key, name):
    question = bank.question(name)
    kind = kinds()[question.type]
    wrong, right = ANSWERS[key]
    for answer in (wrong, right, kind.right(question)):
        assert kind.refusal(question, answer) == ""
        assert kind.words(question, answer)
    assert not kind.mark(question, wrong).correct
    assert kind.mark(question, wrong).score < 1
    assert kind.mark(question, right).correct
    assert kind.mark(question, right).score == 1
    assert kind.mark(question, kind.right(question)).correct


@pytest.mark.parametrize("name", TYPES)
@given(answer=JSON)
def test_any_json_is_marked_or_refused_but_never_fails(bank, name, answer):
    question = bank.question(name)
    kind = kinds()[question.type]
    sentence = kind.refusal(question, answer)
    if not sentence:
        mark = kind.mark(question, answer)
        assert 0 <= mark.score <= 1
        assert mark.correct == (mark.score == 1)
    else:
        assert sentence.endswith(".")


def test_multiple_gives_part_of_the_credit(bank):
    question = bank.question("one-multiple")
    kind = kinds()["multiple"]
    assert kind.mark(question, ["france"]).score == 0.5
    assert kind.mark(question, ["france", "russia", "spain"]).score == 0.5
    assert kind.mark(question, ["france", "spain"]).score == 0
    everything = ["france", "russia", "spain", "italy"]
    assert kind.mark(question, everything).score == 0
    notes = kind.mark(question, ["france", "spain"]).notes
    assert {k: (n.verdict, n.chosen) for k, n in notes.items()} == {
        "france": ("right", True),
        "spain": ("wrong", True),
        "russia": ("missed", False),
        "italy": ("", False),
    }


def test_choice_score_when_every_option_is_right():
    assert choice_score(["a"], ["a", "b"], 2) == 0.5
    assert choice_score(["a", "b"], ["a", "b"], 2) == 1


def test_true_false_gives_half_for_the_verdict(bank):
    question = bank.question("one-truth")
    kind = kinds()["true-false"]
    half = kind.mark(question, {"verdict": False, "reason": "it-was-never-written"})
    assert (half.score, half.correct) == (0.5, False)
    none = kind.mark(question, {"verdict": True, "reason": "it-was-kept-secret"})
    assert none.score == 0


def test_order_counts_pairs(bank):
    assert pairs_in_order("abcd", "abcd") == (6, 6)
    assert pairs_in_order("abdc", "abcd") == (5, 6)
    assert pairs_in_order("dcba", "abcd") == (0, 6)
    question = bank.question("one-order")
    mark = kinds()["order"].mark(question, ["visit", "draft", "print", "signature"])
    assert mark.score == pytest.approx(2 / 3)
    assert "5 of 6 pairs" in mark.summary


@given(st.permutations(["visit", "draft", "signature", "print"]))
def test_only_one_order_is_right(bank, answer):
    mark = kinds()["order"].mark(bank.question("one-order"), answer)
    assert mark.correct == (answer == ["visit", "draft", "signature", "print"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1000", "1000"), ("1,000", "1000"), ("1.000", "1"), ("1,5", "1.5"), ("0,125", "0.125"),
        ("1.5", "1.5"), ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"), ("1 234 567", "1234567"), ("1\u00a0234", "1234"),
        ("1\u202f234", "1234"), ("1\u2009234,5", "1234.5"), ("1’234", "1234"), ("−5", "-5"),
        ("–5", "-5"), ("- 5", "-5"), ("+5", "5"), ("１２３", "123"), ("１，０００", "1000"),
        ("٣", "3"), ("5 soldiers", "5"), ("5 Soldier", "5"), ("5soldiers", "5"), (" 7 ", "7"),
        ("1e3", "1000"), (".5", "0.5"), ("5.", "5"), (12, "12"), (1.5, "1.5"), ("1000,5", "1000.5"),
        ("0000", "0"), ("1234,567", "1234.567"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert parse(text, "soldiers") == (Decimal(value), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "first"), ("   ", "first"), (None, "first"), ("soldiers", "first"),
        ("nan", "count with"), ("inf", "count with"), ("-Infinity", "count with"),
        (float("nan"), "count with"), (float("inf"), "count with"),
        ("9" * 16, "too large"), ("9" * 1000, "too large"), ("1e99", "too large"), (10**400, ""),
        ("twelve", "digits"), ("1-2", "digits"), ("5 tanks", "digits"), ("1e999", "digits"),
        ("12 34", "groups"), ("1,00,000", "groups"), ("1.2.3", "groups"), ("1,2,3.4.5", ""),
        ("1.234,567,8", ""), (True, "digits"), ([1], "digits"), ({}, "digits"), ("x" * 9999, ""),
        ("½", ""), ("5²" * 10, ""), ("--5", "digits"), ("1/2", "digits"), ("0x10", "digits"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(text, words):
    value, sentence = parse(text, "soldiers")
    if sentence:
        assert value is None
        assert words in sentence
    else:
        pytest.fail(f"{text!r} was read as {value}")


@given(st.integers(-(10**14), 10**14), st.sampled_from(["", ",", " ", "\u00a0", "\u202f", "’"]))
def test_grouped_integers_come_back(number, separator):
    text = f"{number:,}".replace(",", separator)
    assert parse(text)[0] == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_decimals_come_back(number):
    assert parse(str(number))[0] == number
    assert parse(str(number).replace(".", ","))[0] == number
    assert parse(shown(number))[0] == number


def test_tolerance_is_exact(tmp_path):
    text = """\
lesson: 01-alliance
sets: {s: {title: S}}
questions:
  - {id: n, set: s, objective: alliance-1, type: number, stem: Q, answer: 0.3, answer_high: 0.5,
     tolerance: 0.1, feedback: {right: R, low: L, high: H}, source_ids: [kennan-1984]}
"""
    question = load_bank(make_library(tmp_path, text)).question("n")
    kind = kinds()["number"]
    said = {t: kind.mark(question, t).summary[-1] for t in ("0.2", "0.6", "0.19999", "0.600001")}
    assert said == {"0.2": "R", "0.6": "R", "0.19999": "L", "0.600001": "H"}
    assert kind.key_words(question) == "anything from 0.3 to 0.5"


def test_shuffle_is_stable_and_never_right_from_the_start():
    ids = ["a", "b", "c", "d"]
    assert mixed(ids, "learner|question") == ["c", "a", "b", "d"], (
        "it must not change with releases"
    )
    assert mixed(reversed(ids), "learner|question") == mixed(ids, "learner|question")
    orders = {tuple(mixed(ids, f"{k}|q")) for k in range(500)}
    assert len(orders) == 24
    for k in range(500):
        assert mixed(ids, f"{k}|q", never=ids) != ids
        assert mixed(["a", "b"], f"{k}|q", never=["a", "b"]) == ["b", "a"]
    without = [name for name in mixed([*ids, "new"], "s") if name != "new"]
    assert without == mixed(ids, "s")


def test_slugs_and_plain_words():
    assert slug("The Soviet Union!") == "the-soviet-union"
    assert slug("x" * 90) != slug("x" * 91)
    assert slug("平壌") != slug("東京")
    assert (
        plain("**Bold** and [a link](#x), *soft* `code` 2*3*4")
        == "Bold and a link, soft code 2*3*4"
    )


FRAME = pd.DataFrame({"id": ["a", "b"], "n": [1, 2]})


@pytest.mark.parametrize(
    ("value", "key", "words"),
    [
        (3, 3, ""), (3.0, 3, ""), (np.int64(3), 3, ""), (0.1 + 0.2, 0.3, ""),
        (2, 3, "too low by 1"), (5, 3, "too high by 2"), (float("nan"), 3, "missing"),
        (float("inf"), 3, "too high"), ("3", 3, "a number is wanted"), (True, 3, "a number"),
        (None, 3, "None"), ("ABC ", "abc", "capital"), ("x", "abc", "not the one"),
        (["b", "a"], ["a", "b"], ""), (("a", "b"), ["a", "b"], ""), ({"a", "b"}, ["a", "b"], ""),
        (np.array([1, 2]), [1, 2], ""), (pd.Series(["a", "b"]), ["a", "b"], ""),
        (pd.Series(["a", "b"], index=[4, 9]), ["a", "b"], ""), 
        (pd.Index(["a", "b"]), ["a", "b"], ""),
        (["a"], ["a", "b"], "1 entries; 2"), (["a", "c"], ["a", "b"], "Not wanted: c"),
        ({"a": 1}, {"a": 1, "b": 2}, "Missing: b"), ({"a": 1, "b": 3}, {"a": 1, "b": 2}, "At b"),
        (pd.Series({"a": 1, "b": 2}), {"a": 1, "b": 2}, ""),
        (FRAME, FRAME, ""), (FRAME[::-1], FRAME, ""), (FRAME.assign(z=0), FRAME, ""),
        (FRAME[["id"]], FRAME, "Columns missing: n"), (FRAME[:1], FRAME, "1 rows; 2"),
        (FRAME.assign(n=[1, 5]), FRAME, "Column “n”"), ([1], FRAME, "A DataFrame is wanted"),
        (False, True, "other one"), (object(), 3, "a number"),
    ],
)  # fmt: skip
def test_values_from_cells_are_compared_with_a_sentence_that_helps(value, key, words):
    sentence = compare(value, key)
    assert words in sentence.replace("A a ", "A ").replace("A number", "a number")
    assert bool(sentence) == bool(words)


def test_order_of_lists_and_rows_when_it_matters():
    assert "order is not" in compare(["b", "a"], ["a", "b"], ordered=True)
    assert "order is not" in compare(FRAME[::-1], FRAME, ordered=True)
    assert compare(FRAME, FRAME, ordered=True) == ""
    assert compare(9, 10, tolerance=1) == ""
