"""Counts of the module's own rows, in prose and in questions, follow the rows."""

from __future__ import annotations

import re

import nbformat
import pytest
import yaml

from alliance.library import open_library
from tests.data.counts import PROSE, QUESTIONS
from tests.places import DATA, NOTEBOOKS

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


def test_the_diagnostic_has_the_questions_that_are_announced(prose):
    path = DATA / "questions" / "00-start-here.yml"
    bank = yaml.safe_load(path.read_text("utf-8"))["questions"]
    assert "fourteen questions" in prose
    assert sum(question["set"] == "start-diagnostic" for question in bank) == 14
