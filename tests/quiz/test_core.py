"""A set may say which of its questions belong to the core; the others fold away."""

from __future__ import annotations

from alliance import quiz
from alliance.journal import Journal
from alliance.quiz import check_questions, load_bank
from tests.quiz_samples import QUESTIONS, make_library


def with_core(tmp_path, core: str):
    head = QUESTIONS.split("questions:")[0]
    name = load_bank(make_library(tmp_path / "plain")).sets
    first = next(iter(name.values()))
    ids = first.question_ids
    line = next(text for text in head.splitlines() if text.strip().startswith(f"{first.id}:"))
    changed = line.replace("{", "{core: [" + core.format(*ids) + "], ", 1)
    return make_library(tmp_path / "core", QUESTIONS.replace(line, changed)), first


def test_the_core_comes_first_and_the_rest_folds(tmp_path):
    library, plain = with_core(tmp_path, "{2}, {0}")
    group = load_bank(library).sets[plain.id]
    core, more = group.parted()
    assert core == [plain.question_ids[2], plain.question_ids[0]]
    assert more == [name for name in plain.question_ids if name not in core]
    panel = quiz(plain.id, library=library, journal=Journal(tmp_path / "journal"))
    assert [entry.id for entry in panel.session.entries.values()] == [*core, *more]
    assert panel.folded == len(more)


def test_without_a_core_nothing_folds(tmp_path):
    library = make_library(tmp_path)
    name = next(iter(load_bank(library).sets))
    assert quiz(name, library=library, journal=Journal(tmp_path / "journal")).folded == 0


def test_a_core_names_questions_of_its_set(tmp_path):
    library, _ = with_core(tmp_path, "{0}, no-such-question")
    said = [str(problem) for problem in check_questions(library)]
    assert len(said) == 1 and "has no question “no-such-question”" in said[0]
