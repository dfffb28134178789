"""Settings, ladders, puzzles, texts and practice, spoilt at random: sentences, no tracebacks.

What is accepted must then do its work: the sentence comes from the check or not at all.
"""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from alliance import explore, lesson, open_library, texts
from alliance.explore.votes.puzzles import FILE as PUZZLES
from alliance.explore.votes.puzzles import check_puzzles
from alliance.lesson.ways import check_paths
from alliance.library import Library, derive
from alliance.library.ladders import LADDERS, read_ladders
from alliance.library.package import read_package
from alliance.library.settings import SETTINGS, read_settings
from alliance.problems import Problem
from alliance.quiz.bank import load_bank
from tests.damages import COUNT, damages
from tests.places import DATA

SLOW = 5.0  # seconds; most take a hundredth


@pytest.fixture(scope="module")
def package():
    return read_package(DATA)


@pytest.fixture(scope="module")
def real():
    return open_library(DATA)


def told(problems: list[Problem], file: str, begun: float) -> list[Problem]:
    """Return the findings, each of which must be one sentence about this file."""
    assert time.monotonic() - begun < SLOW
    for problem in problems:
        sentence = str(problem)
        assert problem.file == file and problem.remedy and "\n" not in sentence, sentence
        assert len(sentence) < 700, sentence
        assert problem.row == "" or isinstance(problem.row, int), sentence
    return problems


def test_settings(package, tmp_path):
    sources = set(package.tables["sources"]["id"])
    accepted = 0
    for raw in damages((DATA / SETTINGS).read_text("utf-8"), 150, seed=1):
        (tmp_path / SETTINGS).write_bytes(raw)
        begun, problems = time.monotonic(), []
        settings = read_settings(tmp_path, problems, sources)
        library = Library(package, settings)
        check_paths(library)  # does not stumble over a type, whatever was found
        if not told(problems, SETTINGS, begun):
            accepted += 1
            assert lesson.contents(library).body and lesson.paths(library).body
    assert accepted < (COUNT or 150) / 2


def test_ladders(package, tmp_path):
    accepted = 0
    for raw in damages((DATA / LADDERS).read_text("utf-8"), 150, seed=2):
        (tmp_path / LADDERS).write_bytes(raw)
        begun, problems = time.monotonic(), []
        ladders = read_ladders(replace(package, folder=tmp_path), problems)
        if not told(problems, LADDERS, begun):
            accepted += 1
            copy = replace(package, tables={k: v.copy() for k, v in package.tables.items()})
            derive.add_columns(copy, ladders)
    assert accepted < (COUNT or 150) / 2


def test_puzzles(real, tmp_path):
    accepted = 0
    library = Library(replace(real._package, folder=tmp_path), real.settings)
    for raw in damages((DATA / PUZZLES).read_text("utf-8"), 150, seed=3):
        (tmp_path / PUZZLES).write_bytes(raw)
        begun = time.monotonic()
        if not told(check_puzzles(library), PUZZLES, begun):
            accepted += 1
            if accepted < 10:
                explore.resolve(library.resolutions, library.votes, library=library)
    assert accepted < (COUNT or 150) / 2


@pytest.mark.parametrize("name", ["quiz", "map", "dates", "coding"])
def test_texts(name, tmp_path):
    (tmp_path / "en").mkdir()
    own = tmp_path / "en" / f"{name}.yml"
    spoilt = damages((texts.words.HERE / "en" / own.name).read_text("utf-8"), 60, seed=4)
    for raw in spoilt:
        own.write_bytes(raw)
        begun = time.monotonic()
        if not told(texts.check("en", tmp_path), f"texts/en/{own.name}", begun):
            texts.use("en", tmp_path)
            texts.forget()
            for key in texts.catalogue():
                assert isinstance(texts.say(key, n=5), str)
    texts.use("en")


def test_practice(real, tmp_path):
    (tmp_path / "questions").mkdir()
    library = Library(replace(real._package, folder=tmp_path), real.settings)
    accepted = 0
    for raw in damages((DATA / "questions" / "practice.yml").read_text("utf-8"), 60, seed=5):
        (tmp_path / "questions" / "practice.yml").write_bytes(raw)
        begun = time.monotonic()
        bank = load_bank(Library(library._package, real.settings))
        if not told(bank.problems, "questions/practice.yml", begun):
            accepted += 1
    assert accepted < (COUNT or 60) * 0.7
