"""How lessons open and close: results, advice, the next lesson."""

from __future__ import annotations

import shutil

import pytest

from alliance import lesson
from alliance.library import open_library
from alliance.progress import Journal
from alliance.quiz.bank import load_bank


@pytest.fixture
def library(other_data, tmp_path, monkeypatch):
    """Another alliance with three lessons, in an order that is not that of the alphabet."""
    folder = shutil.copytree(other_data, tmp_path / "other")
    path = folder / "module.yml"
    entry = "  - {id: %s, title: The %s, file: %s.ipynb, minutes: 10, built: true}\n"
    text = path.read_text("utf-8").replace("lessons:\n", "lessons:\n" + entry % (("before",) * 3))
    path.write_text(text.replace("borders:", entry % (("after",) * 3) + "borders:"), "utf-8")
    monkeypatch.setattr(lesson, "notebook_texts", lambda lesson_id, library: [])
    return open_library(folder)


def test_the_next_lesson_is_the_next_in_the_settings(library, tmp_path):
    journal = Journal(tmp_path / "journal")
    assert 'Next: <a href="after.ipynb"' in lesson.closing("01-alliance", library, journal).body
    assert "Next:" not in lesson.closing("after", library, journal).body
    assert "01-alliance.ipynb" in lesson.closing("before", library, journal).body


def test_results_tell_answered_from_right_and_say_how_far_one_is(library, tmp_path):
    journal = Journal(tmp_path / "journal")
    one, two = [question.id for question in load_bank(library).questions][:2]
    journal.append("answer", question=one, answer=0, attempt=1, score=0.5, correct=False)
    done = lesson.results("01-alliance", library, journal)
    assert done[["answered", "right"]].sum().tolist() == [1, 0]
    assert "Begun" in lesson.closing("01-alliance", library, journal).body
    journal.append("answer", question=one, answer=0, attempt=1, score=1, correct=True)
    journal.append("answer", question=two, answer=0, attempt=1, score=1, correct=True)
    done = lesson.results("01-alliance", library, journal)
    assert done[["answered", "right"]].sum().tolist() == [2, 2]
    # One more right answer outweighs the old mistake: see the rule in quiz/mastery.py.
    journal.append("answer", question=one, answer=0, attempt=1, score=1, correct=True)
    assert "Mastered" in lesson.closing("01-alliance", library, journal).body
