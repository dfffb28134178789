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
