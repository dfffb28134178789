"""Patterns of the code book: those that could take for ever are refused, all others are quick."""

from __future__ import annotations

import json
import random
import re
import time

import pytest

from alliance.library.patterns import why_not
from tests.places import DATA

FOR_EVER = [
    "(a+)+b", "(a|a)*b", "(a|aa)*c", "a*a*b", "((a+))+", "(a*)*", "(a?){50}b", "([a-z]+)*", 
    "(.*)*x", ".*.*x", "(x+x+)+y", "(a|b|ab)+", "([0-9a-z]+[a-z0-9]*)+", "(a?|b?)+",
    "(a{1,30}){1,30}b",
    r"(\w+\s?)*x", r"(a)\1+", "(?=(a+)+)b", "a{100000}",
]  # fmt: skip
QUICK = [
    "[a-z]+(-[a-z]+)*", r"(0(\.\d+)?|1)?", "(ab|cd)*e", r"https?://\S+", "a{2,4}b", "[^;]+;", "a|b",
    r"\d{4}(-\d\d(-\d\d)?)?", "^[A-Z]+$", "(a|[a-z])*0", "(-a+|\\+b)*",
]  # fmt: skip


@pytest.mark.parametrize("pattern", FOR_EVER)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern):
    assert why_not(pattern)


@pytest.mark.parametrize("pattern", QUICK)
def test_a_pattern_in_which_the_next_character_decides_is_taken(pattern):
    assert why_not(pattern) is None


def test_all_patterns_of_the_code_book_are_taken():
    for resource in json.loads((DATA / "datapackage.json").read_text("utf-8"))["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert why_not(field.get("constraints", {}).get("pattern", "")) is None, field


def test_whatever_is_taken_is_matched_at_once():
    chance, taken = random.Random(3), 0
    signs = ["a", "b", "[ab]", "[a-z]", r"\w", ".", "(", ")", ")*", ")+", ")?", "*", "+", "?", "|"]
    for _ in range(6_000):
        pattern = "".join(chance.choice(signs) for _ in range(chance.randint(2, 8)))
        if why_not(pattern) is None:
            taken += 1
            began = time.process_time()
            for text in ("a" * 3_000 + "!", "ab" * 1_500 + "!", "b" * 3_000):
                re.fullmatch(pattern, text)
            assert time.process_time() - began < 1, pattern
    assert taken > 200
