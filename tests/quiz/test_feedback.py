"""What is said of an answer: once, in good English, and in agreement with its mark."""

from __future__ import annotations

import pytest

from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.kinds import kinds
from alliance.quiz.session import said_once, unrepeated
from tests.quiz_samples import EACH, make_library, make_real_package, make_session


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return load_bank(open_library(make_real_package(tmp_path_factory.mktemp("feedback"))))


def mark(bank, type_: str, answer):
    question = bank.question(EACH[type_])
    assert kinds()[type_].refusal(question, answer) == ""
    return kinds()[type_].mark(question, answer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Right. Why not?", "Why not?"), ("Right, it is false.", "It is false."),
        ("Right: from a vague one.", "From a vague one."), ("Right.", ""),
        ("Right for their presence.", "Right for their presence."),
        ("Yes. So it is.", "Yes. So it is."), ("", ""),
    ],
)  # fmt: skip
def test_right_is_said_once(text, said):
    assert unrepeated(text, True) == said
    assert unrepeated(text, False) == text


def test_no_question_of_the_module_says_right_twice():
    bank = load_bank(open_library())
    for question in bank.questions:
        kind = kinds()[question.type]
        if kind.in_cell or not kind.marked:
            continue
        summary = said_once(kind.mark(question, kind.right(question)))
        assert not summary.startswith(("Right.", "Right,", "Right:")), question.id
        # Nobody who has given the right reason is asked for it.
        assert question.type != "true-false" or summary == "", question.id


def test_the_verdict_leads_on_to_the_reason_only_until_it_is_found(tmp_path):
    session = make_session(tmp_path)
    question = session.seats["q3"].question
    kind = kinds()["true-false"]
    right = kind.right(question)
    assert kind.mark(question, right).summary == ""
    half = kind.mark(question, right | {"reason": "it-was-never-written"}).summary
    assert "RIGHT-FALSE" in half and "reason is not" in half
    assert "WRONG-TRUE" in kind.mark(question, right | {"verdict": True}).summary


def test_how_a_number_was_read_is_told_only_where_it_was_written_otherwise(tmp_path):
    text = """\
lesson: 01-alliance
sets: {s: {title: S}}
questions:
  - {id: n, set: s, objective: alliance-1, type: number, stem: Q, answer: 1996, unit: year,
     feedback: {right: R, low: L, high: H}, source_ids: [kennan-1984]}
  - {id: m, set: s, objective: alliance-1, type: number, stem: Q, answer: 1200000, unit: people,
     feedback: {right: R, low: L, high: H}, source_ids: [kennan-1984]}
"""
    bank = load_bank(make_library(tmp_path, text))
    kind = kinds()["number"]
    said = [
        kind.mark(bank.question("n"), t).summary for t in ("1996", " 1996 ", "c. 1996", "1.000")
    ]
    assert said == ["R", "R", "Read as 1996. R", "Read as 1. L"]
    assert kind.key_words(bank.question("n")) == "1996"
    said = [kind.mark(bank.question("m"), t).summary for t in ("1200000", "1,200,000", "1.2 Mio")]
    assert said == ["R", "R", "Read as 1,200,000 people. R"]
    assert kind.key_words(bank.question("m")) == "1,200,000 people"


def test_counts_of_one_need_no_plural(bank):
    answer = bank.question(EACH["multiple"]).body.options
    said = mark(bank, "multiple", [answer[0].id, answer[2].id]).summary
    assert "Right among your choices: 1 of 2." in said
    said = mark(bank, "multiple", [answer[2].id]).summary
    assert "Right among your choices: 0 of 1." in said


def test_grades_one_step_off_are_called_near_and_not_half_wrong(tmp_path, bank):
    question = bank.question(EACH["grade"])
    assert question.body.answer == {"reliability": "B", "credibility": "3"}
    words = {"C3": "Near", "B2": "Near", "A4": "Near", "B5": "Partly", "F3": "Partly", "E6": "Not"}
    session = make_session(tmp_path)
    for grade, said in words.items():
        found = mark(bank, "grade", dict(zip(question.body.answer, grade, strict=True)))
        assert session.words(found, False).startswith(said), grade
        assert not found.correct


def test_a_guess_that_cannot_be_is_not_right():
    question = load_bank(open_library()).question("council-hook-guess")
    marks = [kinds()["number"].mark(question, str(n)).correct for n in (22, 23, 24, 25, 26)]
    assert marks == [False, True, True, True, False]
