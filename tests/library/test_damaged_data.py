"""Data packages spoilt at random: sentences, no tracebacks, no hangs; what is accepted works.

The suite tries a few; `ALLIANCE_FULL=1 pytest tests/library/test_damaged_data.py` tries 5,000.
"""

from __future__ import annotations

import os
import random
import shutil
import time

from alliance import atlas, charts, explore, lesson, open_library, quiz, timeline
from alliance.explore.votes.puzzles import check_puzzles
from alliance.journal import Journal
from alliance.library import Library, check_library
from alliance.problems import Problem
from alliance.quiz.bank import check_questions, load_bank
from alliance.texts import check as check_texts
from tests.damaged_files import spoil
from tests.places import DATA, ROOT

OTHER = ROOT / "tests" / "other_alliance"
FULL = bool(os.environ.get("ALLIANCE_FULL"))
SLOW = 10.0  # seconds of work for a check, whatever the files hold
SMALL, LARGE = (4_000, 1_000) if FULL else (60, 6)
QUOTED = 200  # characters


def checked(folder) -> tuple[Library, list[Problem]]:
    """Check a package as `alliance check` does: what rests on tables waits until they are sound."""
    library, problems = check_library(folder)
    problems = [*problems, *check_texts(str(library.settings.get("language", "en")))]
    if not problems:
        problems = [*check_questions(library), *check_puzzles(library)]
    return library, problems


def drawn(piece) -> str:
    """Return what a notebook would show of a card, picture or panel."""
    return piece._repr_html_() if hasattr(piece, "_repr_html_") else str(piece.get_state())


def used(folder, rng: random.Random, journal: Journal) -> None:
    """Do with an accepted package what lessons do: open it, show cards, ask, draw."""
    library = open_library(folder)
    lessons = [entry["id"] for entry in library.settings.get("lessons") or []]
    if lessons:
        drawn(lesson.opening(rng.choice(lessons), library, journal))
    bank = load_bank(library)
    if bank.sets:
        drawn(quiz(rng.choice(list(bank.sets)), library=library, journal=journal))
    tables = library.tables
    if "events" in tables and len(tables["events"]):
        drawn(timeline(library.events, library=library))
        placed = library.events[library.events["lat"].notna() & library.events["lon"].notna()]
        if len(placed):
            drawn(atlas.points(placed, label="title", title="x", library=library))
    if "estimates" in tables and len(tables["estimates"]):
        one = library.estimates[library.estimates["topic"] == library.estimates["topic"].iloc[0]]
        drawn(charts.ranges(one, "claimant", library=library, title="x"))
    if "treaties" in tables and library.ladders and len(tables["treaties"]):
        drawn(explore.ladder(library.treaties, library=library))
    if "glossary" in tables:
        drawn(lesson.glossary(library))
    library.as_of("1950")


def tried(source, count: int, seed: int, tmp_path) -> tuple[int, int]:
    """Spoil a package so many times; return how many were accepted, and how many of them used."""
    rng, accepted, run = random.Random(seed), 0, 0
    folder = tmp_path / "data"
    for number in range(count):
        shutil.copytree(source, folder)
        done = spoil(folder, rng)
        begun = time.process_time()
        _library, problems = checked(folder)
        assert time.process_time() - begun < SLOW, (number, done)
        for problem in problems:
            sentence = str(problem)
            assert problem.file and problem.remedy and "\n" not in sentence, (number, sentence)
            assert len(sentence) < 1_000, (number, sentence)
            for quoted in sentence.split("“")[1:]:
                assert len(quoted.partition("”")[0]) <= QUOTED, (number, done, sentence)
        if not problems:
            accepted += 1
            try:
                used(folder, rng, Journal(tmp_path / f"journal-{number}"))
            except Exception as error:
                raise AssertionError((number, done, repr(error))) from error
            run += 1
        shutil.rmtree(folder)
    return accepted, run


def test_a_small_package(tmp_path):
    accepted, run = tried(OTHER, SMALL, 1, tmp_path)
    assert run == accepted and accepted > SMALL / 50


def test_the_whole_package(tmp_path):
    accepted, run = tried(DATA, LARGE, 2, tmp_path)
    assert run == accepted
