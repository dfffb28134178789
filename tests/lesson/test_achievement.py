"""The printed record says what the pages of the module say, out of the same folds."""

from __future__ import annotations

import html

import pytest

from alliance import explore, lesson
from alliance.journal import Journal
from alliance.library import open_library


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


def printed(library, journal):
    return html.unescape(lesson.record(library, journal).body)


def simulation(library, journal):
    panel = explore.crisis(library.scenarios, library=library, journal=journal)
    panel.send = lambda message: None
    return panel.session


def play_alone(session):
    """Choose the first option of the first decision point, and return its words."""
    name = session.ids[0]
    session.go(None)
    if session.roles[name]:
        session.take_role("", session.roles[name][0]["id"])
    session.go("choice")
    option = session.options[name][0]
    session.choose("", option["id"], "because it costs least")
    return option["label"]


def test_a_class_that_begins_anew_takes_nothing_from_who_plays_alone(library, journal):
    session = simulation(library, journal)
    label = play_alone(session)
    assert label in printed(library, journal)
    session.switch("class")
    session.begin_anew()
    assert session.play.points == {}
    session.switch("alone")
    assert session.play.points[session.ids[0]].last[""].option
    assert label in printed(library, journal)
    session.begin_anew()
    assert label not in printed(library, journal)


NAMES = {
    "75 letters": "Wolfeschlegelsteinhausenbergerdorff the Younger of Somewhere, Philosopher 1",
    "300 letters": "A name that somebody really has " * 9 + "and its end",
    "right to left": "عبد الرحمن بن محمد بن عبد الله بن خلدون الحضرمي الإشبيلي المغربي المالكي",
    "without spaces": "Ngọc" * 60,
    "markup": "<b>O’Brien</b> & “Söhne” \u202eReversed",
}


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_print_whole(page, library, journal, tmp_path, name):
    """In the field, in the saved file and on paper: no letter is cut off."""
    page.set_content(lesson.record(library, journal).body)
    frame = page.locator("iframe").content_frame
    field = frame.locator("#rc-name")
    field.fill(name)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        hidden = field.evaluate(
            "(e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight,"
            " e.getBoundingClientRect().right - innerWidth]"
        )
        assert max(hidden) <= 1, (media, hidden)
    assert field.evaluate("(e) => getComputedStyle(e).direction") == (
        "rtl" if name == NAMES["right to left"] else "ltr"
    )
    with page.expect_download() as got:
        frame.locator("#pr-save").evaluate("(button) => button.click()")
    saved = tmp_path / "saved.html"
    got.value.save_as(saved)
    page.emulate_media(media="print")
    page.goto(saved.as_uri())
    kept = page.locator(".rc-whole > span")
    assert kept.inner_text() == name
    assert page.locator("b").count() == 0
    assert kept.evaluate("(e) => e.getBoundingClientRect().right <= innerWidth")
