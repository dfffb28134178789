"""What a translation says is text: markup in it is shown, never obeyed."""

from __future__ import annotations

import re
from html import unescape

import pytest
import yaml

from alliance import atlas, charts, explore, lesson, open_library, texts, timeline
from alliance.journal import Journal
from alliance.quiz import calibration
from tests.places import DATA


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


BOLD = re.compile(r"<(?:b|i)>[^<]*zz")


def test_no_text_of_a_translation_reaches_a_page_as_html(shelf, library, tmp_path):
    """Every text is written with markup; wherever one is shown, it is shown as text."""
    for file in (shelf / "en").glob("*.yml"):
        words = yaml.safe_load(file.read_text("utf-8"))
        marked = {key: f"{text} <b>zz" for key, text in words.items() if isinstance(text, str)}
        file.write_text(yaml.safe_dump(words | marked, allow_unicode=True), "utf-8")
    texts.catalogue.cache_clear()
    journal = Journal(tmp_path / "journal")
    shown = [
        lesson.opening("01-history", library, journal),
        lesson.closing("01-history", library, journal),
        lesson.contents(library),
        lesson.standing(library, journal),
        lesson.record(library, journal),
        lesson.references("01-history", library),
        lesson.paths(library),
        lesson.glossary(library),
        lesson.show(library.events.head(3), "T", library),
        timeline(library.events, library=library),
        atlas.points(library.events, title="T", when="date", category="category", library=library),
        charts.bars(
            library.growth.drop_duplicates("year"),
            "year",
            "growth",
            title="T",
            unit="%",
            library=library,
        ),
        explore.ladder(library.treaties, library=library),
        explore.clauses(library.clauses, library=library),
        explore.articles(library.articles, library=library),
        explore.chamber(library.resolutions, library.votes, library=library),
        explore.record(library.resolutions, library.votes, library=library),
        explore.resolve(library.resolutions, library.votes, library=library),
        explore.estimates(library.estimates, library=library),
        explore.stances(library.reactions, library=library),
        explore.role_cards(library.roles, library=library),
        calibration(library=library, journal=journal),
    ]
    leaks = []
    for one in shown:
        html = one._repr_html_()
        assert "zz" in html
        frames = [unescape(inner) for inner in re.findall(r"srcdoc='([^']*)'", html)]
        # In a script texts are data; what the script makes of them is seen in the browser.
        scripts = re.compile(r"<script.*?</script>", re.DOTALL)
        outside = re.sub(r"srcdoc='[^']*'", "", html)
        for document in (scripts.sub("", part) for part in [outside, *frames]):
            leaks += [document[m.start() - 60 : m.end()] for m in BOLD.finditer(document)]
    kinds = {re.sub(r"[0-9]+", "0", leak[-40:]) for leak in leaks}
    assert not kinds, "\n".join(sorted(kinds))
