"""The session and the panel: nothing tells the answer too early, nothing is lost."""

from __future__ import annotations

import json
import re

import pytest

from alliance import exercise, open_library, quiz
from alliance.journal import Journal
from alliance.problems import AllianceError
from alliance.quiz.kinds import kinds
from alliance.quiz.panel import drawing, script
from tests.quiz.asked import Page
from tests.quiz_samples import (
    ANSWERS,
    QUESTIONS,
    make_library,
    make_real_package,
    make_session,
)

SECRETS = r"SECRET|RIGHT-|WRONG-|TOO-|ITEM-|1300000|1,300,000|correct|kennan-1984|one-single"


@pytest.fixture
def page(library, journal):
    return Page(quiz("types", library=library, journal=journal))


def seen(panel) -> str:
    """Everything the page knows, as text: the state of the widget and what a notebook saves."""
    state = panel.get_state()
    kept = {k: v for k, v in state.items() if k not in ("_esm", "_css", "texts", "layout")}
    return json.dumps(kept, default=str) + repr(panel)


def test_nothing_tells_the_answer_before_it_is_given(page):
    text = seen(page.panel).replace("https://example.org/kennan", "")
    found = set(re.findall(SECRETS, text))
    assert not found
    assert "Which was printed" in text


def test_the_search_for_secrets_can_find_them(page):
    page.answer("q1", "the-convention")
    assert "RIGHT-CONVENTION" in seen(page.panel)


@pytest.mark.parametrize("key", ANSWERS)
def test_after_a_first_wrong_try_only_the_choice_is_explained(page, key):
    wrong, _ = ANSWERS[key]
    reply = page.answer(key, wrong)
    state = page.state(key)
    assert reply["taken"] and reply["text"]
    assert (state["tries"], state["done"]) == (1, False)
    assert "right" not in state and "explanation" not in state and "answer" not in state
    hidden = {
        "q1": "RIGHT-|MEMOIR|EXPLANATION",
        "q2": "RUSSIA|ITALY",
        "q3": "RIGHT-",
        "q4": "RIGHT-|TOO-HIGH|1300000",
        "q5": "ITEM-|RIGHT-",
    }[key]
    assert not re.search(hidden, seen(page.panel))
    assert not re.search(hidden, reply["text"])


@pytest.mark.parametrize("key", ANSWERS)
def test_the_second_try_can_be_right_or_shows_the_answer(page, key):
    wrong, right = ANSWERS[key]
    page.answer(key, wrong)
    page.answer(key, right)
    state = page.state(key)
    assert state["done"] and state["status"] == "right"
    assert "sources" in state


def test_after_two_wrong_tries_all_is_shown_and_no_third_counts(page, journal):
    page.answer("q1", "the-speech")
    page.answer("q1", "the-memoir")
    state = page.state("q1")
    assert state["done"] and state["status"] == "wrong"
    assert "RIGHT-CONVENTION" in json.dumps(state["notes"])
    assert "EXPLANATION" in state["explanation"]
    page.answer("q1", "the-convention")
    assert page.state("q1")["status"] == "wrong"
    assert len(journal.records("answer")) == 2
    page.answer("q4", "5")
    page.answer("q4", "6")
    assert "1,300,000 soldiers" in page.state("q4")["answer"]


def test_the_same_wrong_answer_does_not_cost_the_second_try(page, journal):
    page.answer("q2", ["france", "spain"])
    reply = page.answer("q2", ["spain", "france"])
    assert not reply["taken"] and "already gave" in reply["text"]
    page.answer("q4", "1200")
    assert not page.answer("q4", "1,200 soldiers")["taken"]
    assert len(journal.records("answer")) == 2


@pytest.mark.parametrize(
    ("key", "response"),
    [("q1", None), ("q2", []), ("q3", {"verdict": True, "reason": None}), ("q4", "twelve"),
     ("q5", ["a"]), ("q1", "zz"), ("q1", {"a": 1}), ("q4", None)],
)  # fmt: skip
def test_no_answer_is_no_try(page, journal, key, response):
    reply = page.say("answer", key, response)
    assert not reply["taken"] and reply["text"].endswith(".")
    assert page.state(key) == {}
    assert journal.records("answer") == []


def test_everything_is_back_after_the_kernel_died(library, journal, tmp_path, page):
    for key, (wrong, _) in ANSWERS.items():
        page.answer(key, wrong)
    page.answer("q2", ANSWERS["q2"][1])
    page.say("hint", "q1")
    again = quiz("types", library=library, journal=Journal(tmp_path / "progress"))
    assert again.states == page.panel.states
    assert again.questions == page.panel.questions
    assert "HINT-SECRET" in again.states["q1"]["hint"]


def test_the_journal_keeps_option_ids_and_marks(page, journal):
    page.say("hint", "q1")
    page.answer("q1", "the-speech")
    page.answer("q1", "the-convention")
    first, second = journal.records("answer")
    assert (first["question"], first["answer"]) == ("one-single", "the-speech")
    assert (first["attempt"], first["score"], first["correct"], first["hint"]) == (
        1,
        0,
        False,
        True,
    )
    assert (second["attempt"], second["score"], second["correct"]) == (2, 1, True)
    page.say("hint", "q1")
    assert len(journal.records("hint")) == 1


def test_an_answer_from_before_the_question_changed(tmp_path, journal):
    page = Page(quiz("types", library=make_library(tmp_path), journal=journal))
    page.answer("q1", "the-speech")
    changed = make_library(tmp_path / "new", QUESTIONS.replace("The speech", "The newspaper"))
    page = Page(quiz("types", library=changed, journal=journal))
    assert "before the question changed" in page.state("q1")["remark"]
    assert "tries" not in page.state("q1")
    page.answer("q1", "the-newspaper")
    assert page.state("q1")["tries"] == 1
    assert [r["attempt"] for r in journal.records("answer")] == [1, 1]


def test_a_corrected_key_changes_what_an_old_answer_is_worth(tmp_path, journal):
    page = Page(quiz("types", library=make_library(tmp_path), journal=journal))
    page.answer("q4", "1400000")
    text = QUESTIONS.replace("answer: 1300000", "answer: 1400000")
    again = quiz("types", library=make_library(tmp_path / "new", text), journal=journal)
    assert again.states["q4"]["status"] == "right"
    assert "corrected" in again.states["q4"]["remark"]


def test_two_panels_with_one_question_share_its_tries(library, journal):
    one = Page(quiz("one-single", library=library, journal=journal))
    two = Page(quiz("one-single", library=library, journal=journal))
    one.answer("q1", "the-speech")
    two.answer("q1", "the-memoir")
    assert two.state("q1")["done"]
    assert [r["attempt"] for r in journal.records("answer")] == [1, 2]


def test_what_cannot_be_saved_does_not_count_and_says_so(page, journal, monkeypatch):
    def full(*_, **__):
        raise AllianceError("the disk is full")

    monkeypatch.setattr(journal, "append", full)
    reply = page.answer("q1", "the-speech")
    assert not reply["taken"] and "Not saved: the disk is full" in reply["text"]
    assert page.state("q1") == {}


def test_an_error_inside_is_told_on_the_page(page, monkeypatch):
    monkeypatch.setattr(page.panel.session, "answer", lambda *_: 1 / 0)
    reply = page.say("answer", "q1", "a")
    assert "ZeroDivisionError" in reply["text"] and not reply["taken"]


def test_an_unknown_question_is_told_on_the_page(page):
    for key in ("q99", ["q1"], None, 5):
        said = page.say("answer", key, "a")
        assert said["text"].startswith("Not kept: the kernel does not know this question")
        assert "Error" not in said["text"] and said["taken"] is False


def test_a_broken_question_shows_its_sentence_in_its_place(tmp_path, journal):
    text = QUESTIONS.replace("answer: 1300000", "answer: <b>many</b>")
    panel = quiz("types", library=make_library(tmp_path, text), journal=journal)
    assert [bool(q.get("broken")) for q in panel.questions] == [False, False, False, True, False]
    sentence = panel.questions[3]["broken"][0]
    assert "is not a number" in sentence and "&lt;b&gt;" in sentence
    assert "is not a number" in repr(panel)


def test_a_file_that_does_not_parse_shows_its_sentence(tmp_path, journal):
    panel = quiz("types", library=make_library(tmp_path, "a: [b"), journal=journal)
    assert "YAML cannot be read" in panel.questions[0]["broken"][0]


def test_unknown_ids_are_one_sentence(library, journal):
    with pytest.raises(AllianceError, match="one-single"):
        quiz("one-singel", library=library, journal=journal)
    with pytest.raises(AllianceError, match="needs the id"):
        quiz(library=library, journal=journal)


def test_html_in_questions_is_shown_not_obeyed(tmp_path, journal):
    text = QUESTIONS.replace('"The memoir"', '"The <img src=x onerror=alert(1)> memoir"')
    panel = quiz("types", library=make_library(tmp_path, text), journal=journal)
    assert "<img" not in json.dumps(panel.questions)


def test_the_plain_text_carries_stems_and_options(page):
    bundle = page.panel._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "Which was printed first? See the book." in data["text/plain"]
    assert "The convention" in data["text/plain"]


def test_the_plain_text_says_what_can_be_chosen_for_each_item(tmp_path, journal):
    panel = quiz("examples", library=open_library(make_real_package(tmp_path)), journal=journal)
    lines = repr(panel).splitlines()
    for name in ("example-match", "example-categorise"):
        (seat,) = [s for s in panel.session.seats.values() if s.question.id == name]
        (start,) = [k for k, line in enumerate(lines) if line.endswith(seat.question.stem)]
        body = seat.question.body
        assert {line[7:] for line in lines[start + 1 :][: len(body.items)]} == {
            item.text for item in body.items}  # fmt: skip
        said = lines[start + 1 + len(body.items)]
        shown = [text for _, text in seat.kind.public(seat.question, seat.keys, str)["targets"]]
        assert said == f"   For each of these choose one: {'; '.join(shown)}."
        assert set(shown) == {target.text for target in body.targets}


def test_order_never_starts_right_and_options_stay_in_place(tmp_path):
    for k in range(20):
        session = make_session(tmp_path / str(k))
        question = session.seats["q5"].question
        assert list(session.seats["q5"].keys) != [item.id for item in question.body.items]
        again = make_session(tmp_path / str(k))
        assert [s.keys for s in again.seats.values()] == [s.keys for s in session.seats.values()]


def test_exercise_helps_step_by_step_and_is_kept_once(library, journal):
    def told(value) -> str:
        return repr(exercise("one-code", value, library=library, journal=journal))

    assert "three dots" in told(...)
    assert journal.records("answer") == []
    assert "entries" in told([])
    events = library.events.query("category == 'treaty'")
    for _ in range(2):
        assert "✓ Right." in told(events["id"])
    assert [r["correct"] for r in journal.records("answer")] == [False, True]
    panel = quiz("one-code", library=library, journal=journal)
    assert panel.states["q1"]["done"] and panel.states["q1"]["status"] == "right"
    with pytest.raises(AllianceError, match="quiz"):
        exercise("one-single", 1, library=library, journal=journal)


def test_sizes_stay_small(page):
    panel = page.panel
    assert len(script().encode()) < 17_000  # once a notebook, whatever it asks
    for kind in kinds().values():
        carried = len(json.dumps(drawing(kind.drawing)).encode())
        assert carried < (9_000 if kind.name == "place" else 3_600), kind.name
    assert len(str(panel._esm).encode()) < 1_000
    assert len(json.dumps(panel.questions)) / len(panel.questions) < 3_000


def test_a_library_of_an_earlier_day_still_asks(library, journal):
    panel = quiz("types", library=library.as_of("1900"), journal=journal)
    assert not any(q.get("broken") for q in panel.questions)


def test_an_author_can_keep_the_order_of_options(tmp_path):
    text = QUESTIONS.replace("    type: single\n", "    type: single\n    shuffle: false\n", 1)
    for k in range(9):
        seat = make_session(tmp_path / str(k), text=text).seats["q1"]
        assert list(seat.keys) == ["the-speech", "the-convention", "the-memoir"]
