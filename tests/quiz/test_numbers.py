"""Numbers as people type them: read as meant, or told how to write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from alliance.quiz.numbers import parse


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1.2 million", "", "1200000"), ("1,2 Mio", "", "1200000"), ("1,2 Mio.", "", "1200000"),
        ("1.2M", "", "1200000"), ("1.2m", "people", "1200000"), ("3 bn", "", "3000000000"),
        ("2,5 Mrd", "", "2500000000"), ("40k", "people", "40000"),
        ("40 thousand people", "people", "40000"), ("3 hundred", "", "300"),
        ("about 20", "", "20"), ("approx. 20", "", "20"), ("ca. 1.200,5", "", "1200.5"),
        ("~20", "", "20"), ("c. 1950", "year", "1950"),
        ("roughly 1.5 million barrels", "barrels", "1500000"), ("20 %", "per cent", "20"),
        ("20%", "%", "20"), ("20 percent", "per cent", "20"), ("−5", "", "-5"), ("–5", "", "-5"),
        ("minus 5", "points", "-5"), ("- 5 %", "per cent", "-5"),
        ("3 billion", "billion roubles", "3"), ("3 billion roubles", "billion roubles", "3"),
        ("3000 million", "billion roubles", "3"), ("0.5 billion", "million US dollars", "500"),
        ("$3 billion", "billion US dollars", "3"),
        ("US$ 370 million", "million US dollars", "370"),
        ("370 dollars", "million US dollars", "370"), ("€5", "euros", "5"),
        ("1.2 × 10^6", "", "1200000"), ("1.2x10^6", "", "1200000"), ("1,2·10⁶", "", "1200000"),
        ("1.2e6", "", "1200000"), ("3 x 10⁶ people", "people", "3000000"),
        ("4,700 (people)", "people", "4700"), ("1 person", "persons", "1"),
        ("7 votes", "votes", "7"), ("some 7,000", "", "7000"), ("12 000", "", "12000"),
        ("12’000", "", "12000"), ("5 m", "m", "5"), ("150만", "", "1500000"),
        ("2 тыс", "", "2000"), ("nearly 100", "", "100"),
    ],
)  # fmt: skip
def test_what_is_certain_is_read_as_meant(text, unit, value):
    assert parse(text, unit) == (Decimal(value), "")


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("20-30", "", "range"), ("20 – 30", "", "range"), ("20 to 30", "people", "range"),
        ("between 20 and 30", "", "range"), ("20 ± 5", "", "range"), ("20..30", "", "range"),
        ("20 bis 30", "", "range"), ("more than 20", "", "more than"), ("> 20", "", "more than"),
        ("at least 20", "people", "more than"), ("20+", "", "more than"),
        ("up to 20", "", "more than"), ("20 or more", "", "more than"),
        ("20 %", "people", "percentage"), ("20 percent", "", "percentage"),
        ("twenty", "", "digits"), ("two hundred", "", "digits"), ("5 m", "metres", "digits"),
        ("1 million 200 thousand", "", "digits"), ("10⁶", "", "digits"),
        ("20 people", "soldiers", "digits"), ("$5", "people", "digits"),
        ("1.2 zillion", "", "digits"), ("12 34 million", "", "groups"),
        ("1,00,000 Mio", "", "groups"), ("900000 trillion", "", "too large"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_told(text, unit, words):
    value, sentence = parse(text, unit)
    assert value is None and words in sentence and sentence.endswith(".")


@pytest.mark.parametrize("text", ["1.2 million", "about 20", "20 %", "−5", "$5", "3 bn"])
def test_every_unit_is_dropped_or_refused_but_never_half_read(text):
    for unit in ("", "people", "per cent", "million US dollars", "m", "k", "e", ".", "-", "b b"):
        value, sentence = parse(text, unit)
        assert (value is None) == bool(sentence)
