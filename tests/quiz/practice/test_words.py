"""When a text gives an answer away, and when two options say nearly the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.quiz.practice.words import alike, gives_away


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual(one, other_text):
    assert alike(one, other_text) == alike(other_text, one)
    assert alike(one, one) and alike(one, f" {one.upper()} ") == alike(f" {one.upper()} ", one)


@given(st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"]), min_size=1, max_size=4))
def test_a_stem_that_holds_the_answer_gives_it_away(names):
    stem = " ".join(["what", *names, "?"])
    assert gives_away(names[0], ["Omega"], stem)
    assert not gives_away("Omega", names, stem)


@pytest.mark.parametrize(
    ("right", "stem"),
    [
        ("visit", "A minister visits the town"),
        ("Iran", "The Iranian army"),
        ("1960s", "The pact of 1961"),
        ("economy", "An economic agreement"),
        ("IAEA", "The International Atomic Energy Agency reports"),
        ("Genève", "GENEVE conference"),
        ("Northland", "What did NL do?"),
    ],
)
def test_forms_of_a_word_give_it_away(right, stem):
    assert gives_away(right, ["something else"], stem, (("Northland", "NL"),))


def test_near_duplicates_are_seen():
    assert alike("Lake Town", "Town, Lake")
    assert alike("Harbour, Lake Town", "Lake Town")
    assert alike("Café  Royal", "cafe royal") and alike("ﬁrst", "First")
    assert not alike("1950", "1951") and not alike("North Land", "South Land")
