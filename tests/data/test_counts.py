"""Counts of the module's own rows, in prose and in questions, follow the rows."""

from __future__ import annotations

import math
import re

import nbformat
import pandas as pd
import pytest
import yaml

from alliance.library import open_library
from alliance.quiz.kinds import kinds
from tests.data.counts import PROSE, QUESTIONS
from tests.places import DATA, NOTEBOOKS, ROOT

HELD = PROSE | QUESTIONS


def plain(text: str) -> str:
    """The words alone: no links, no marks, one space between words."""
    return re.sub(r"\s+", " ", re.sub(r"\]\(#[^)]*\)|[*\[]", "", text))


@pytest.fixture(scope="module")
def tables():
    return open_library(DATA).tables


@pytest.fixture(scope="module")
def prose():
    books = [nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    return plain("\n".join(c.source for book in books for c in book.cells))


@pytest.fixture(scope="module")
def questions():
    files = sorted((DATA / "questions").glob("0*.yml"))
    return plain("\n".join(path.read_text("utf-8") for path in files))


@pytest.fixture(scope="module")
def bank():
    files = [path.read_text("utf-8") for path in (DATA / "questions").glob("0*.yml")]
    read = [yaml.load(text, yaml.CSafeLoader)["questions"] for text in files]
    return {question["id"]: question for questions in read for question in questions}


@pytest.mark.parametrize("phrase", PROSE)
def test_the_prose_says_it(prose, phrase):
    assert plain(phrase) in prose


@pytest.mark.parametrize("phrase", QUESTIONS)
def test_the_questions_say_it(questions, phrase):
    assert plain(phrase) in questions


@pytest.mark.parametrize("phrase", HELD)
def test_it_is_so(tables, phrase):
    assert HELD[phrase].check(tables)


@pytest.mark.parametrize("phrase", HELD)
def test_another_row_would_be_noticed(tables, phrase):
    assert not HELD[phrase].check(HELD[phrase].changed(tables))


def test_the_diagnostic_has_the_questions_that_are_announced(prose, bank):
    assert "Questions over all lessons." in prose  # no number: a course may leave lessons out
    assert sum(question["set"] == "start-diagnostic" for question in bank.values()) == 14


def test_the_readme_counts_what_there_is():
    readme = plain((ROOT / "README.md").read_text("utf-8"))
    reference = plain((ROOT / "data" / "README.md").read_text("utf-8"))
    assert "There are thirteen types." in reference and len(kinds()) == 13
    assert "Ten lessons in eleven notebooks" in readme
    books = [path.name[:2] for path in NOTEBOOKS.glob("0*.ipynb")]
    assert (len(set(books)), len(books)) == (10, 11)
    assert "answer the fourteen questions of Start here" in readme


def row(t, table, name):
    return t[table].set_index("id").loc[name]


def brier(t):
    rows = t["forecasts"].assign(p=pd.to_numeric(t["forecasts"]["article_expectation"]))
    rows = rows.dropna(subset="p")
    return ((rows["p"] - (rows["outcome"] == "yes")) ** 2).mean()


def days_of_silence(t):
    seen = row(t, "deployments", "first-shipment-vladivostok")["public_on_start"]
    return (row(t, "deployments", "moscow-acknowledges")["date_start"] - seen).days


def pilots(t):
    rows = t["estimates"].query("topic == 'soviet-pilots-lost'")
    return rows["low"].min(), rows["high"].max()


# A key that is written out -> how it follows from the rows.
KEYS = {
    "military-try-brier": brier,
    "military-try-delay": days_of_silence,
    "sanctions-try-load": lambda t: (
        60
        * row(t, "estimates", "oil-cap-2397")["high"]
        / row(t, "estimates", "oil-tanker-2023-09")["low"]
    ),
    "rebuilding-money-year": lambda t: row(t, "estimates", "annexed-promised-2023-09")["low"] / 2.5,
    "military-arms-then-ratio": lambda t: (
        row(t, "estimates", "shell-room-152-2024-02")["low"]
        / row(t, "estimates", "shell-room-122-2024-02")["low"]
    ),
    "implications-sanctions-ratio": lambda t: (
        row(t, "estimates", "oil-observed-osc")["low"] / row(t, "estimates", "oil-cap-2397")["high"]
    ),
    "council-maps-two-thirds": lambda t: math.ceil(
        row(t, "resolutions", "A/RES/ES-11/1")[["for", "against"]].sum() * 2 / 3
    ),
    "history-war-pilots-range": pilots,
    "start-howto-range": pilots,
    "sanctions-oil-range": lambda t: tuple(
        row(t, "estimates", "oil-tanker-2023-09")[["low", "high"]]
    ),
}


@pytest.mark.parametrize("question", KEYS)
def test_a_key_that_is_written_out_is_that_of_the_rows(tables, bank, question):
    found = bank[question]
    computed = KEYS[question](tables)
    if isinstance(computed, tuple):
        assert (found["answer"], found["answer_high"]) == computed
    else:
        assert found["answer"] == pytest.approx(computed, abs=found.get("tolerance", 0) / 2 + 1e-9)
