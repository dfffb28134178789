"""How lessons open and close: results, advice, the next lesson."""

from __future__ import annotations

import html
import json
import re
import shutil

import pytest

from alliance import lesson
from alliance.journal import Journal
from alliance.library import open_library
from alliance.quiz.bank import load_bank


@pytest.fixture
def library(other_data, tmp_path, monkeypatch):
    """Another alliance with three lessons, in an order that is not that of the alphabet."""
    folder = shutil.copytree(other_data, tmp_path / "other")
    path = folder / "module.yml"
    entry = "  - {id: %s, title: The %s, file: %s.ipynb, minutes: 10, built: true}\n"
    text = path.read_text("utf-8").replace("lessons:\n", "lessons:\n" + entry % (("before",) * 3))
    path.write_text(text.replace("borders:", entry % (("after",) * 3) + "borders:"), "utf-8")
    monkeypatch.setattr(lesson.cards, "notebook_texts", lambda *_: [])
    return open_library(folder)


def test_the_next_lesson_is_the_next_in_the_settings(library, tmp_path):
    journal = Journal(tmp_path / "journal")
    assert 'Next: <a href="after.ipynb"' in lesson.closing("01-alliance", library, journal).body
    assert "Next:" not in lesson.closing("after", library, journal).body
    assert "01-alliance.ipynb" in lesson.closing("before", library, journal).body


def test_where_a_part_stays_shut_sections_of_the_third_level_have_their_step(library, monkeypatch):
    cells = ["# A", "## Begin", "### 1. Then", "#### More", "## Stop"]
    for stop, wanted in (
        ("", ["Begin", "Stop"]),
        ('<span class="al-stop"></span>', ["Begin", "1. Then", "Stop", "2. Later"]),
    ):
        texts = [*cells, stop, "### 2. Later"]
        monkeypatch.setattr(lesson.cards, "notebook_texts", lambda *_, texts=texts: texts)
        packed = re.search(r'data-steps="([^"]*)"', lesson.opening("01-alliance", library).body)[1]
        assert json.loads(html.unescape(packed))["titles"] == wanted


def bag(made: str) -> dict:
    """Return what an opening tells the line of progress."""
    return json.loads(html.unescape(re.search(r'data-steps="([^"]*)"', made)[1]))


def test_the_line_of_progress_leads_to_the_next_notebook(library, tmp_path):
    assert bag(lesson.opening("01-alliance", library).body)["next"] == [
        "after.ipynb",
        "Next lesson: The after",
    ]
    assert bag(lesson.opening("after", library).body)["next"] == []


def test_a_first_part_leads_to_the_second_and_that_one_to_the_next_lesson(tmp_path):
    library, journal = open_library(), Journal(tmp_path / "journal")
    entry = next(e for e in library.settings["lessons"] if e.get("later"))
    first = bag(lesson.opening(entry["id"], library, journal).body)
    assert first["next"] == [entry["later"], "Second part: what came later"]
    later = lesson.after_forecast(entry["id"], library, journal, open_anyway=True)._repr_html_()
    second = bag(later)
    assert second["next"][0] == lesson.cards._next(entry, library)["file"]
    assert first["titles"] and second["titles"]
    assert not set(first["titles"]) & set(second["titles"])
    shut = lesson.after_forecast(entry["id"], library, journal)._repr_html_()
    assert "data-steps" not in shut and "data-opening" in shut


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


def test_a_table_is_headed_in_the_words_of_the_code_book():
    library = open_library()
    frame = library.treaties[["short_name", "no_hostile_alliance", "article_tiers"]].head(2)
    frame["my_own"] = 1
    shown = lesson.show(frame, "T").body
    heads = re.findall('<th scope="col"[^>]*>([^<]*)</th>', html.unescape(shown))
    titles = {spec["name"]: spec["title"] for spec in library.fields("treaties")}
    assert heads == [titles[name] for name in frame.columns[:3]] + ["My own"]
    assert heads[:2] == ["Short name", "No hostile alliance"]
    # One row lies on its side; columns of two tables go by the one that has more of them.
    assert "No hostile alliance</th>" in lesson.show(frame.iloc[0], "T").body
    votes = library.headings(["resolution", "member", "vote", "title"])
    assert votes == {"resolution": "Text", "member": "Member", "vote": "Vote"}
    assert library.headings(["nothing"]) == {}
    # A table of the learner's own keeps its words.
    assert ">my own</th>" in lesson.show(frame[["my_own"]], "T").body


def test_no_term_stands_in_the_glossary_twice():
    terms = open_library().glossary["term"].str.lower()
    assert terms[terms.duplicated()].tolist() == []
