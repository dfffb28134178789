"""Questions as text: every type can be answered on paper, and nothing tells the answer."""

from __future__ import annotations

import html
import re

import pytest

from alliance.journal import Journal
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.kinds import kinds
from alliance.quiz.model import plain
from alliance.quiz.session import Session
from alliance.texts import say
from alliance.web.worksheet import WAYS, asked
from tests.places import DATA
from tests.quiz_samples import EACH, make_real_package


@pytest.fixture(scope="module")
def each(tmp_path_factory):
    """One question of each type, by type, with what the page may know of it."""
    folder = tmp_path_factory.mktemp("each")
    library = open_library(make_real_package(folder))
    bank = load_bank(library)
    entries = [bank.entry(name) for name in EACH.values()]
    session = Session(entries, library, Journal(folder / "journal"))
    yield dict(zip(EACH, zip(session.seats.values(), session.public(), strict=True), strict=True))
    open_library(DATA)


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("kind", EACH)
def test_each_type_shows_its_stem_its_options_and_room_to_answer(each, kind):
    seat, public = each[kind]
    text = asked("A title", [public])
    assert words(plain(seat.question.stem)) in words(text).replace(" ?", "?").replace(" :", ":")
    for option in public.get("options", []):
        assert option["html"] in text
    assert any(mark in text for mark in ("al-box", "al-line", "exercise("))


def test_every_drawing_has_a_form_of_its_own():
    assert {kind.drawing for kind in kinds().values()} <= set(WAYS)


def test_nothing_in_the_whole_bank_tells_an_answer(tmp_path):
    library = open_library(DATA)
    bank = load_bank(library)
    entries = [bank.entry(name) for name in bank.entries]
    session = Session(entries, library, Journal(tmp_path))
    text = words(asked("All", session.public()))
    secrets = [
        plain(secret)
        for entry in entries
        for secret in (entry.question.explanation, entry.question.hint)
        if secret and len(secret) > 25
    ]
    assert len(secrets) > 100
    told = [secret for secret in secrets if words(secret) in text]
    assert told == []


def test_more_practice_is_counted_apart():
    public = [{"key": f"q{k}", "drawing": "reflect", "stem": f"Q{k}"} for k in range(3)]
    text = asked("", public, folded=1)
    assert text.count("<ol") == 2 and say("quiz.more", n=1) in text


def test_a_broken_question_says_so():
    assert "no key" in asked("", [{"key": "q1", "drawing": "", "broken": ["no key"]}])


def test_a_title_is_text():
    assert "<b>" not in asked("<b>", [])
