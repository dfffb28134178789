"""Generated practice: 10,000 questions, each held against the tables by the tests' own reading."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest

from alliance.dates import months
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.practice import Maker, read
from tests.places import DATA
from tests.practice_parts import parts, plain
from tests.practice_truth import Truth

EACH = 300


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def bank(library):
    return load_bank(library)


@pytest.fixture(scope="module")
def questions(library, bank):
    """10,000 questions, the same number from each template."""
    made = []
    for template in bank.templates.values():
        maker, chance = Maker(template, library), random.Random(f"test {template.id}")
        for _ in range(EACH):
            draft, fields = maker.sample(chance)
            entry = read(template, maker.id_of(draft), fields, bank)
            assert entry.problems == []
            made.append(entry.question)
    assert len(made) >= 10_000
    return made


def test_each_question_has_exactly_the_right_answers(questions, library):
    truth = Truth(library)
    for question in questions:
        truth.check(question)


def test_no_options_are_the_same(questions):
    for question in questions:
        for offered in (parts(question)[0], getattr(question.body, "targets", ())):
            texts = [plain(option.text) for option in offered]
            assert len(set(texts)) == len(texts), question
            assert all(texts)


LITTLE = """
and are between for from into its not one other over that the their they this under was were which
who with
"""


def words(text):
    return set(re.findall(r"[^\W_]{3,}", plain(text))) - set(LITTLE.split())


def test_no_answer_is_in_the_stem(questions):
    for question in questions:
        _, right, wrong = parts(question)
        others = set().union(*(words(o.text) for o in wrong)) if wrong else set()
        for option in right:
            assert f" {plain(option.text)} " not in f" {plain(question.stem)} ", question
            shared = (words(option.text) - others) & words(question.stem)
            assert not shared, (shared, question)


def test_no_item_or_stem_shows_a_partner_or_place(questions):
    seen = set()
    for question in questions:
        body = question.body
        if question.type == "match":
            targets = {target.id: target.text for target in body.targets}
            pairs = [(item.text, targets[body.key[item.id]]) for item in body.items]
            pairs += [(question.stem, text) for text in targets.values()]
        elif question.type == "place":
            pairs = [(question.stem, spot.text) for spot in body.spots]
        else:
            continue
        seen.add(question.type)
        for shown, answer in pairs:
            assert f" {plain(answer)} " not in f" {plain(shown)} ", question
            assert not words(answer) & words(shown), (answer, shown)
    assert seen == {"match", "place"}


def test_no_date_is_shown_where_dates_are_asked(questions):
    dated = ("which-first", "which-last", "chronology", "decade", "before-after")
    dated += ("which-vote-first",)
    asked = [q for q in questions if q.id.startswith(tuple(f"practice-{d}" for d in dated))]
    assert len(asked) > 6 * EACH
    for question in asked:
        shown = [question.stem, *(o.text for o in parts(question)[0])]
        if question.type != "match" and re.search("-decade", question.id):
            shown = shown[:1]
        for text in shown:
            assert not re.search(r"(?<!\d)(1[0-9]|20)\d\d(?!\d)", text), text
            assert not set(months()) & set(re.findall(r"\w+", text)), text


def test_every_question_has_feedback_and_sources(questions, library):
    known, goals = set(library.sources["id"]), set(library.objectives["id"])
    for question in questions:
        assert question.source_ids and set(question.source_ids) <= known
        assert bool(question.lesson) == (question.objective in goals)
        assert question.lesson or not question.objective
        if question.type != "place":
            assert all(option.feedback for option in parts(question)[0])
        if hasattr(question.body, "feedback"):
            assert all(question.body.feedback.values())
        texts = json.dumps([question.stem, question.explanation], ensure_ascii=False)
        assert "{" not in texts and "nan" not in texts.split()


def test_it_asks_many_different_questions(questions):
    count = Counter(q.id.split(":")[0] for q in {q.id: q for q in questions}.values())
    assert len(count) >= 10 and sum(count.values()) > 5_000
    truths = [q.body.answer for q in questions if q.type == "true-false"]
    assert 0.4 < sum(truths) / len(truths) < 0.6


def test_one_guess_does_not_do_for_all(questions):
    for name in ("practice-who-voted-how:", "practice-which-article:"):
        asked = [q for q in questions if q.id.startswith(name)]
        found = Counter(o.text for q in asked for o in parts(q)[1])
        assert len(asked) == EACH and max(found.values()) < 0.45 * EACH, found


def test_a_question_can_be_built_again_from_its_id(questions, bank):
    for question in random.Random(1).sample(questions, 60):
        again = bank.question(question.id)
        assert (again.stem, again.type, again.source_ids) == (
            question.stem, question.type, question.source_ids)  # fmt: skip
        assert again.body == question.body
