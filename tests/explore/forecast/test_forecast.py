"""Forecasts: the Brier score by hand, resolution by date, what is kept, and that nothing leaks."""

from __future__ import annotations

import html
import json
import math
import re
from datetime import date

import pandas as pd
import pytest

from alliance import atlas, explore, glossary, lesson, open_library, timeline
from alliance.explore import brier
from alliance.explore.forecast.session import fold
from alliance.journal import Journal
from alliance.library import Library
from alliance.library.package import Package
from alliance.problems import AllianceError

THEN = "2024-06-20"
END = "2025-12-31"


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture(scope="module")
def asked(library):
    return library.as_of(THEN).forecasts


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def panel(asked, journal):
    return show(asked, journal)


def show(asked, journal, **given):
    """The panel as a cell shows it; what it says to the page is kept in `said`."""
    made = explore.forecast(asked, journal=journal, **given)
    made.said = []
    made.send = made.said.append
    return made


def tell(panel, do: str, **fields) -> dict:
    panel.receive(panel, {"do": do, "request": "r", **fields})
    return panel.said[-1]


def known_to_page(panel) -> str:
    """All that the page can know: every trait that is sent to it."""
    return json.dumps({key: str(panel.get_state(key)) for key in panel.keys})


# --- what is kept -------------------------------------------------------------------------------


def test_forecasts_survive_a_restart(asked, journal, panel):
    tell(panel, "give", question="kim-in-russia", percent="40")
    tell(panel, "give", question="kim-in-russia", percent="40")
    tell(panel, "give", question="kim-in-russia", percent="25")
    again = show(asked, Journal(journal.folder))
    assert again.states["kim-in-russia"]["words"] == "Kept: 25 % (at first 40 %)"
    records = [r["probability"] for r in journal.records("forecast")]
    assert records == [0.4, 0.25]  # the same number twice is one forecast
    assert all(r["at"] and r["question"] == "kim-in-russia" for r in journal.records("forecast"))


def test_the_lock_and_the_day_survive_a_restart(asked, journal, panel):
    tell(panel, "give", question="kim-in-russia", percent="40")
    tell(panel, "lock")
    tell(panel, "next")
    again = show(asked, Journal(journal.folder))
    assert again.states["kim-in-russia"]["locked"]
    assert again.later == panel.later
    assert again.session.day == date(2024, 10, 23)


def test_after_the_lock_nothing_changes_whoever_writes(asked, journal, panel):
    other = show(asked, Journal(journal.folder))  # another notebook, opened before
    tell(panel, "give", question="kim-in-russia", percent="40")
    tell(panel, "lock")
    assert "locked" in tell(other, "give", question="kim-in-russia", percent="0")["text"]
    assert other.states["kim-in-russia"]["percent"] == "40"
    other.session.journal.append("forecast", question="kim-in-russia", probability=0.0)
    assert panel.session.kept.last == {"kim-in-russia": 0.4}


def test_a_journal_edited_by_hand_does_no_harm():
    def given(value):
        return {"kind": "forecast", "question": "a", "probability": value}

    records = [*map(given, [2, "x", None, True, math.nan, 0.3]), {"kind": "forecast"}]
    days = [None, "2025", "soon", "2025-13-01", "2025-01-01~"]
    records += [{"kind": "forecast-time", "questions": ["a"], "day": day} for day in days]
    records += [{"kind": "forecast-time", "questions": 7, "day": END}]
    kept = fold(records, ["a"])
    assert (kept.first, kept.last, kept.locked, kept.day) == ({"a": 0.3}, {"a": 0.3}, set(), None)


def test_a_new_question_is_asked_before_time_moves_again(asked, journal):
    some = show(asked.head(3), journal)
    tell(some, "give", question=asked["id"][0], percent="70")
    tell(some, "lock")
    tell(some, "move", days=500)
    every = show(asked, journal)
    assert every.later == {} and not every.states[asked["id"][3]]["locked"]
    assert tell(every, "next")["text"].startswith("Lock your forecasts")
    tell(every, "lock")
    assert every.later["at"] == 0


# --- time and outcomes --------------------------------------------------------------------------


def test_time_moves_only_after_the_lock_and_needs_a_forecast(panel):
    for wish in ("next", "previous", "move"):
        assert "Lock your forecasts first" in tell(panel, wish, days=3)["text"]
    assert "at least one forecast" in tell(panel, "lock")["text"]
    with pytest.raises(AllianceError, match="Lock"):
        _ = panel.scores
    assert panel.later == {}


def test_from_outcome_to_outcome_and_back(panel):
    tell(panel, "give", question="troops-in-russia", percent="70")
    tell(panel, "lock")
    assert panel.later["resolved"] == [] and "nothing to score" in panel.later["score"]
    said = tell(panel, "next")
    assert "23 October 2024" in said["text"] and "Yes." in said["text"]
    [first] = panel.later["resolved"]
    assert (
        first["outcome"] == "yes" and "0.09" in first["you"] and "Sources: <a" in first["sources"]
    )
    assert "your Brier score is 0.09" in panel.later["score"]
    days = [panel.later["at"]]
    for _ in range(12):
        tell(panel, "next")
        days.append(panel.later["at"])
    assert days == sorted(days) and len(panel.later["resolved"]) == 12
    assert len(set(days)) == 10  # two pairs of outcomes share a day, and the end is the end
    for _ in range(12):
        tell(panel, "previous")
    assert panel.later["at"] == 0 and panel.later["resolved"] == []


def test_the_page_knows_when_no_outcome_follows(panel):
    tell(panel, "give", question=panel.session.ids[0], percent="50")
    tell(panel, "lock")
    assert panel.later["more"]
    for _ in panel.session.ids:
        tell(panel, "next")
    assert not panel.later["more"] and panel.later["open"] == []
    tell(panel, "previous")
    assert panel.later["more"]


@pytest.mark.parametrize("days", [-1, 99999, 1.5, "7", None, True])
def test_a_day_outside_is_told(panel, days):
    tell(panel, "give", question="kim-in-russia", percent="40")
    tell(panel, "lock")
    said = tell(panel, "move", days=days)
    assert said["text"] == "Time runs from 20 June 2024 to 31 December 2025; choose a day between."


def test_the_score_is_shown_with_its_table_and_sources(panel, library):
    for name in panel.session.ids:
        tell(panel, "give", question=name, percent="50")
    tell(panel, "lock")
    tell(panel, "move", days=559)
    shown = panel.later["score"]
    assert "mean Brier score is 0.25" in shown
    assert "over the 8 of them" in shown and "the article 0.324" in shown
    assert "0.32375" in shown  # the table says it in full
    assert shown.count('<th scope="row">') == 14  # twelve questions, two means
    for source in ("brier-1950-verification-forecasts", "nk-news-2025-6k-workers"):
        assert library.source(source)["url"] in shown
    assert panel.scores["score"].mean() == 0.25


# --- nothing tells ------------------------------------------------------------------------------


def later_words(library) -> list[str]:
    """Whatever would tell an outcome: notes, readings of the article, later sources and days."""
    told = []
    for row in library.forecasts.to_dict("records"):
        told += [row["resolution_note"], row["article_words"]]
        for name in row["source_ids"]:
            source = library.source(name)
            told += [source["title"], source["url"], name]
    for day in library.forecasts["resolves_on"]:
        told.append(day)
        told.append(brier.dates.words(day))
    # What the questions and criteria say themselves tells nothing.
    asked = " ".join([*library.forecasts["question"], *library.forecasts["criterion"]])
    return [words for words in told if words and words not in asked]


def test_the_page_knows_nothing_before_its_day(panel, library):
    hidden = later_words(library)
    assert len(hidden) > 100
    tell(panel, "give", question="kim-in-russia", percent="40")
    for _ in range(2):
        page = known_to_page(panel) + repr(panel) + str(panel.said)
        assert [words for words in hidden if words in page] == []
        tell(panel, "lock")  # locked, but no day has gone by
    tell(panel, "move", days=(date(2024, 10, 22) - date(2024, 6, 20)).days)
    page = known_to_page(panel) + str(panel.said)
    assert [words for words in hidden if words in page] == []
    tell(panel, "next")
    note = library.row("forecasts", "troops-in-russia")["resolution_note"]
    assert note in known_to_page(panel)
    other = library.row("forecasts", "ten-thousand-troops")["resolution_note"]
    assert other not in known_to_page(panel)


def test_the_whole_table_given_instead_of_the_earlier_one_tells_nothing_either(library, journal):
    panel = show(library.forecasts, journal)
    page = known_to_page(panel)
    assert [words for words in later_words(library) if words in page] == []


def test_the_panel_serves_other_topics(journal, library):
    """Only questions, days and outcomes are needed; without an article nothing is said of one."""
    rows = {
        "id": ["x", "y"], "question": ["Will it rain?", "Will it snow?"],
        "asked_on": ["1900-01-01"] * 2, "resolves_on": ["1900-02-03", "1900-03"],
        "outcome": ["no", "yes"], "criterion": ["Rain.", "Snow."], "source_ids": [[], []],
    }  # fmt: skip
    frame = pd.DataFrame(rows)
    package = Package(library.folder, {"resources": []})
    package.tables = {"sources": library.tables["sources"], "forecasts": frame}
    now = Library(package, library.settings)
    panel = show(frame, journal, now=now, title="Weather")
    tell(panel, "give", question="x", percent="20")
    tell(panel, "lock")
    tell(panel, "move", days=364)
    assert [r["question"] for r in panel.later["resolved"]] == ["Will it snow?", "Will it rain?"]
    assert (
        "0.04" in panel.later["score"] and "the article" not in panel.later["score"].split("<p")[2]
    )


# --- the pictures around the panel ---------------------------------------------------------------


def spoilers(library, then) -> list[str]:
    """Titles and addresses of the sources that a day did not know, and titles of its later rows."""
    known, told = set(then.sources["id"]), []
    for row in library.sources.to_dict("records"):
        if row["id"] not in known and row["date"]:
            told += [row["title"], row["url"]]
    for table, column in [("events", "title"), ("deployments", "title"), ("routes", "name")]:
        now, before = library.tables[table], set(then.tables[table][column])
        told += [words for words in now[column] if words not in before]
    return [words for words in told if words]


def test_pictures_of_an_earlier_day_tell_nothing_later(library, journal):
    then = library.as_of(THEN)
    mark = {"label": "title", "when": "date", "library": then}
    routes = then.routes.rename(columns={"from_place": "from", "to_place": "to"})
    shown = [
        timeline(then.events, library=then),
        atlas.points(then.events, title="1", category="category", **mark),
        atlas.points(then.deployments, title="2", category="role", **mark),
        atlas.lines(routes, title="3", label="name", category="kind", library=then),
        lesson.show(then.estimates, "4", then),
        lesson.opening("05-military-involvement", then, journal),
        lesson.contents(then),
        glossary(then),
    ]
    hidden = spoilers(library, then)
    assert len(hidden) > 1000
    for one in shown:
        text = html.unescape(html.unescape(one._repr_html_()))
        found = [words for words in hidden if words in text]
        assert found == [], type(one)


def test_the_opening_says_as_of_which_day(library, journal):
    then = lesson.opening("05-military-involvement", library.as_of(THEN), journal).body
    assert "as it was known on 20 June 2024" in then and "22 August 2026" not in then


def test_references_of_an_earlier_day_name_only_what_it_knew(library, monkeypatch):
    ids = ["nk-news-2025-6k-workers", "38north-2024-imagining-future", "ap-2024-nato-confirms"]
    text = " ".join(f"[x](#{name})" for name in ids)
    monkeypatch.setattr(lesson.cards, "notebook_texts", lambda *_: [text])
    then = lesson.references("05-military-involvement", library.as_of(THEN)).body
    assert f'data-source="{ids[1]}"' in then and "2 more are later than 20 June 2024" in then
    assert not any(library.source(ids[k])["title"] in then for k in (0, 2))
    now = lesson.references("05-military-involvement", library).body
    assert all(f'data-source="{name}"' in now for name in ids) and "later than" not in now


# --- mistakes in the call -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *(
            ("120 %", "between 0 and 100"),
            ("-1", "between 0 and 100"),
            ("likely", "Write a number"),
        ),
        *(("", "Write a number"), (None, "Write a number"), (math.nan, "Write a number")),
        *(("inf", "Write a number"), (True, "Write a number"), ([70], "Write a number")),
    ],
)
def test_bad_input_is_one_clear_sentence(panel, written, words):
    said = tell(panel, "give", question="kim-in-russia", percent=written)
    assert not said["taken"] and words in said["text"]
    assert said["text"].endswith(".") and "\n" not in said["text"]
    assert panel.states["kim-in-russia"]["percent"] == ""


def test_mistakes_in_the_call_are_told(asked, library, journal):
    for given, words in [
        ({"questions": "forecasts"}, "needs a table"),
        ({"questions": asked.head(0)}, "no rows"),
        ({"questions": asked.drop(columns="criterion")}, "“criterion”"),
        ({"questions": asked.assign(id="kim-in-rusia")}, "“kim-in-russia”"),
        ({"questions": asked, "now": library.as_of(THEN)}, "knows no outcomes"),
        ({"questions": asked, "now": "2026"}, "must be an open library"),
    ]:
        with pytest.raises(AllianceError, match=re.escape(words)) as told:
            explore.forecast(given.pop("questions"), journal=journal, **given)
        assert "\n" not in str(told.value)


def test_what_goes_wrong_inside_is_told_too(panel, monkeypatch):
    monkeypatch.setattr(panel.session, "give", lambda *_: 1 / 0)
    said = tell(panel, "give", question="kim-in-russia", percent="40")
    assert "ZeroDivisionError" in said["text"] and not said["taken"]
