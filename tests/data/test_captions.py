"""Captions of pictures: each sentence follows from the rows that the picture draws.

A caption that is worked out follows by itself. One that is written out stands, sentence by
sentence, in HELD with what must be so in the data and with a change of one row that breaks it; a
sentence that is neither, and is no instruction, fails here.
"""

from __future__ import annotations

import re

import pytest

from alliance.library import open_library
from tests.data import captions_00_04, captions_05, captions_06, captions_07_09
from tests.data.captions import GAP, captions
from tests.places import DATA

HELD = captions_00_04.HELD | captions_05.HELD | captions_06.HELD | captions_07_09.HELD

# Sentences that say what is drawn or what to do, and nothing that rows could belie.
NOT_OF_ROWS = {
    "Treaty events in this module, by how well they are documented",
    "Move the slider to follow the years.",
    "Each line runs from the capital of the state that owes to the capital",
    "Colour and pattern tell whether the promise has a condition.",
    "Open an arrow for claimant, evidence and doubts.",
    "Open a mark for its figures and sources.",
    "Every claim of this lesson, question by question",
    "Choose a question to see who claims how much, of when, and on what evidence.",
    "Claims on different questions are never put on one scale.",
    "One question at a time: who claims how many, of when, and on what evidence.",
    "One mark a place, for the row that got furthest.",
    "For each actor the latest act up to the day you choose.",
    "Pieces of evidence on shifting alliances by the side on which the editors put them.",
    "Evidence on proliferation by credibility, from 1 (confirmed) to 6 (cannot be judged).",
    "Evidence on regional stability by side.",
    "Artillery shells that North Korea delivered to Russia, by claimant and period.",
    "A claim may have two.",
    "That is what makes such a page hard to read: nonsense would be easy to spot.",
    "First sitting: is it so?",
    "Second sitting: numbers",
    "Third sitting: words and names",
    "The rest of the article",
}


@pytest.fixture(scope="module")
def tables():
    return open_library(DATA).tables


@pytest.fixture(scope="module")
def written():
    return [(caption.place, s) for caption in captions() for s in caption.sentences()]


@pytest.mark.parametrize("phrase", HELD)
def test_a_caption_is_so(tables, written, phrase):
    said = " ".join(sentence for _, sentence in written)
    assert phrase in said, "no caption says this any more"
    assert HELD[phrase].check(tables), "read the caption again: the rows say something else"


@pytest.mark.parametrize("phrase", HELD)
def test_another_row_would_be_noticed(tables, phrase):
    changed = HELD[phrase].changed(tables)
    try:
        still = HELD[phrase].check(changed)
    except (AssertionError, KeyError, IndexError, ValueError, ZeroDivisionError):
        still = False
    assert not still


def test_every_sentence_of_a_caption_is_held(written):
    """New words need a check of their own, or to be worked out in the call."""
    known = [*HELD, *NOT_OF_ROWS]
    loose = [
        (place, sentence)
        for place, sentence in written
        if (GAP not in sentence or re.search(r"\d", sentence))
        and not any(phrase in sentence for phrase in known)
    ]
    assert loose == []


def test_no_sentence_is_excused_that_no_caption_says(written):
    said = " ".join(sentence for _, sentence in written)
    assert [sentence for sentence in NOT_OF_ROWS if sentence not in said] == []


def test_the_pictures_are_found():
    """If the calls were named differently, the checks above would see nothing."""
    every = captions()
    assert len(every) > 100 and sum(caption.worked_out for caption in every) > 20
