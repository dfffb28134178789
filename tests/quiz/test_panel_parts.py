"""What a panel carries: drawings of the types it asks, a new type as a folder, keys of drafts."""

from __future__ import annotations

import json
import re
import sys

import pytest

from alliance import quiz, texts
from alliance.journal import Journal
from alliance.quiz.kinds import kinds
from alliance.quiz.panel import script, shared_code
from tests.quiz.asked import Page
from tests.quiz_samples import (
    QUESTIONS,
    make_library,
)


def test_every_type_has_its_drawing():
    for kind in kinds().values():
        text = kind.script.read_text("utf-8")
        assert re.search(r"^export (function draw\(|const draw = \()", text, re.MULTILINE), (
            kind.name
        )
        assert kind.script.parent.name in sys.modules[type(kind).__module__].__name__


@pytest.fixture
def unshared():
    """A kernel in which no question has been shown yet."""
    shared_code().close()


def test_a_page_carries_only_the_drawings_of_the_types_it_asks(unshared, library, journal):
    assert shared_code().drawings == {}
    quiz("one-single", library=library, journal=journal)
    assert set(shared_code().drawings) == {"choice"}
    code = shared_code()
    panel = quiz("types", library=library, journal=journal)
    assert set(code.drawings) == {"choice", "judgement", "number", "order"}
    assert panel.code == f"IPY_MODEL_{code.model_id}"
    common = json.dumps([code.script, code.sheet, code.texts])
    for own in ("q-order", "q-map", "order.up", "place.help", "grade.step_A", "interval.low"):
        assert own not in common, own
    assert "q-order" in code.drawings["order"]["style"]
    assert "order.up" in code.drawings["order"]["texts"]


NEW_KIND = """
from alliance.quiz.kinds.kind import Kind
from alliance.quiz.marking import Mark
from alliance.texts import say

class Shout(Kind):
    name = drawing = "shout"
    texts = {"shout.none": "Shout first."}
    on_page = ("shout.",)
    def read(self, form): return form.text("loud", required=True)
    def refusal(self, question, answer): return "" if isinstance(answer, str) else say("shout.none")
    def mark(self, question, answer):
        return Mark(float(answer == question.body), answer == question.body)
    def right(self, question): return question.body
    def words(self, question, answer): return answer

KIND = Shout()
"""


def test_a_new_type_is_a_folder_and_costs_nothing_elsewhere(
    unshared, tmp_path, journal, monkeypatch
):
    from alliance.quiz import kinds as folder

    before = script()
    own = tmp_path / "more" / "shout"
    own.mkdir(parents=True)
    (own / "__init__.py").touch()
    (own / "shout.py").write_text(NEW_KIND)
    (own / "shout.js").write_text("export const draw = () => ({}); // shouts")
    (own / "shout.css").write_text(".q-shout { color: red; }")
    start = QUESTIONS.index("    type: number")
    end = QUESTIONS.index("    source_ids", start)
    text = (
        f'{QUESTIONS[:start]}    type: shout\n    stem: "Shout!"\n    loud: HEY\n{QUESTIONS[end:]}'
    )
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(own.parent)])
    folder.kinds.cache_clear()
    try:
        library = make_library(tmp_path, text)
        quiz("one-single", library=library, journal=journal)
        assert set(shared_code().drawings) == {"choice"}
        assert script() == before and "shout.none" not in shared_code().texts
        page = Page(quiz("types", library=library, journal=journal))
        shout = shared_code().drawings["shout"]
        assert shout["script"] == "export const draw = () => ({});" and "q-shout" in shout["style"]
        assert shout["texts"] == {"shout.none": "Shout first."}
        assert page.say("answer", "q4")["text"] == "Shout first."
        page.answer("q4", "hey")
        page.answer("q4", "HEY")
        assert page.state("q4")["status"] == "right"
    finally:
        texts.words._added.pop("shout.none", None)
        texts.catalogue.cache_clear()
        folder.kinds.cache_clear()


def drafts(library, journal) -> list[str]:
    """The names under which a browser keeps what is not yet checked."""
    return [shown["draft"] for shown in quiz("types", library=library, journal=journal).questions]


def test_a_draft_belongs_to_a_learner_a_question_and_its_options(tmp_path, library, journal):
    own = drafts(library, journal)
    assert len(set(own)) == len(own)
    assert drafts(library, Journal(tmp_path / "progress")) == own
    assert not set(drafts(library, Journal(tmp_path / "other"))) & set(own)
    changed = make_library(tmp_path / "new", QUESTIONS.replace("The speech", "The newspaper"))
    assert [a == b for a, b in zip(own, drafts(changed, journal), strict=True)] == [
        False, True, True, True, True]  # fmt: skip
    code = quiz("one-code", library=library, journal=journal)
    assert "draft" not in code.questions[0]
