"""Deployments, forecasts and figures of the war: what was public when, and series kept apart."""

from __future__ import annotations

import calendar
import re
from datetime import date

import pandas as pd
import pytest

from alliance.library import open_library
from tests.places import DATA

ASKED = "2024-06-20"
MONTHS = list(calendar.month_name[1:])
DATED = re.compile(
    rf"(?<![\d/-])(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{'|'.join(MONTHS)}) )?(?P<year>20\d\d)"
    r"(?:-(?P<month2>\d\d)(?:-(?P<day2>\d\d))?)?(?![\d])"
)
# Texts of the time that name a later date because somebody planned, expected or set it.
PLANS = {
    "russia-vetoes-panel",
    "engineers-for-donetsk-report",
    "engineers-donetsk-expected",
    "tumen-bridge-construction-starts",
    "satellite-images-bridge-2025",
    "mariupol-target-2022-08",
    "mariupol-newcomers-2023-08",
    "sappers-return-hoped",
    "coal-cap-2016",
    "coal-cap-2017",
    "panel-first-renewed",
    "panel-renewed-march-2022",
    "panel-last-renewed",
    "S/2024/255",
    "aukus-2021-stationed-forces",
}
NAMES_SINCE = ("Kursk", "528th", "Gerasimov", "MSMT", "Multilateral Sanctions", "sapper")


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


def later_dates(text: str, day: date) -> list[str]:
    """Return the dates in a text that lie after a day, as far as they are given."""
    found = []
    for hit in DATED.finditer(text):
        if text[: hit.start()].lower().endswith(("resolution ", "res/")):
            continue
        month = hit["month2"] or (MONTHS.index(hit["month"]) + 1 if hit["month"] else 0)
        number = hit["day2"] or (hit["day"] if hit["month"] else 0)
        named = (int(hit["year"]), int(month), int(number or 0))
        known = (day.year, day.month if named[1] else 0, day.day if named[2] else 0)
        if named > known and 2000 <= named[0] < 2040:
            found.append(hit.group())
    return found


def texts(library, table, row):
    """Return the texts of a row that stand there before hindsight, by column."""
    skip = {
        field["name"]
        for field in library.fields(table)
        if field.get("hindsight") or field.get("edtf") or field["name"] in ("url", "resolution")
    }
    return {c: v for c, v in row.items() if isinstance(v, str) and c not in skip}


def known_from(library, table, row):
    """Return the first day on which a view of the time shows a row."""
    since = library._package.resource(table).get("knownFrom", [])
    days = [row[f"{c}_end"] if pd.notna(row[f"{c}_end"]) else row[f"{c}_start"] for c in since]
    return next((day.date() for day in days if pd.notna(day)), None)


def dated_tables(library):
    every = ("events", "estimates", "precedents", "deployments", "forecasts")
    return [(name, library.tables[name]) for name in every]


# --- as it was known on ------------------------------------------------------------------------


def test_later_dates_are_found_in_words_and_figures():
    day = date(2024, 6, 20)
    assert later_dates("on 21 June 2024 and in 2025", day) == ["21 June 2024", "2025"]
    assert later_dates("on 2024-06-21, in July 2024", day) == ["2024-06-21", "July 2024"]
    assert not later_dates("20 June 2024, June 2024, 2024, resolution 2087, 2050000", day)


def test_on_the_day_of_the_forecast_no_table_tells_of_a_later_day(library):
    then = library.as_of(ASKED)
    day = date.fromisoformat(ASKED)
    leaks = [
        (table, row["id"], column, text)
        for table, frame in then.tables.items()
        if library._package.resource(table).get("knownFrom") or table == "glossary"
        for row in frame.to_dict("records")
        for column, text in texts(library, table, row).items()
        if later_dates(text, day) and row["id"] not in PLANS and table != "forecasts"
    ]
    assert not leaks


def test_on_the_day_of_the_forecast_no_name_gives_the_answer_away(library):
    then = library.as_of(ASKED)
    leaks = [
        (table, row["id"], name)
        for table, frame in dated_tables(then)
        for row in frame.to_dict("records")
        for text in texts(library, table, row).values()
        for name in NAMES_SINCE
        if name.lower() in text.lower()
    ]
    assert not leaks


def test_no_text_tells_what_came_after_its_own_row_was_public(library):
    leaks = []
    for table, frame in dated_tables(library):
        for row in frame.to_dict("records"):
            day = known_from(library, table, row)
            if day is None or row["id"] in PLANS or table == "forecasts":
                continue
            found = {c: later_dates(t, day) for c, t in texts(library, table, row).items()}
            leaks += [(row["id"], c, hits) for c, hits in found.items() if hits and c != "id"]
    assert not leaks


def test_later_deployments_are_hidden_and_earlier_ones_stay(library):
    every, then = library.deployments, library.as_of(ASKED).deployments
    assert set(then["id"]) == set(every[every["public_on_end"] <= ASKED]["id"])
    assert 0 < len(then) < len(every)
    assert len(library.as_of("2026-12-31").deployments) == len(every)


# --- forecasts ---------------------------------------------------------------------------------


def test_twelve_questions_with_a_good_spread(library):
    frame = library.forecasts
    assert len(frame) == 12 and set(frame["asked_on"]) == {ASKED}
    assert 4 <= (frame["outcome"] == "no").sum() <= 8
    assert frame["question"].str.endswith("?").all()
    assert frame["criterion"].str.startswith("Yes if").all()


def test_outcomes_cannot_be_peeked_at(library):
    for day in (ASKED, "2024-12-31", "2026-12-31"):
        then = library.as_of(day).forecasts
        assert len(then) == 12
        for column in ("outcome", "resolution_note", "article_expectation", "article_words"):
            assert (then[column] == "").all(), (day, column)
    then = library.as_of(ASKED)
    assert (then.forecasts["resolves_on"] == "").all()
    cited = {source for ids in then.forecasts["source_ids"] for source in ids}
    assert all(then.source(source)["date"] <= ASKED for source in cited)


def test_a_question_resolves_within_its_criterion(library):
    for row in library.forecasts.to_dict("records"):
        limit = max(pd.Timestamp(hit) for hit in limits(row["criterion"]) or [row["resolves_on"]])
        resolved = row["resolves_on_end"]
        assert pd.Timestamp(ASKED) < resolved <= limit, row["id"]
        if row["outcome"] == "no":
            assert resolved == limit, row["id"]


def limits(text):
    """Return the days named in a text as written out dates."""
    return [hit.group() for hit in DATED.finditer(text) if hit["day"] and hit["month"]]


def test_the_expectation_of_the_article_scores_as_worked_out_by_hand(library):
    frame = library.forecasts.query("article_expectation != ''")
    p = frame["article_expectation"].astype(float)
    assert p.between(0, 1).all() and len(p) == 8
    score = ((p - (frame["outcome"] == "yes")) ** 2).mean()
    # 0.25 + 0.64 + 0.64 (troops, 10,000, combat) + 0.36 (engineers) + 0.04 (panel)
    # + 0.25 + 0.25 (air defence, Seoul) + 0.16 (builders) = 2.59; 2.59 / 8
    assert score == pytest.approx(0.32375)


# --- figures and series ------------------------------------------------------------------------


def test_a_series_has_one_unit_and_begins_with_its_first_row(library):
    topics = library.topics.set_index("id")
    for topic, rows in library.estimates.groupby("topic"):
        assert set(rows["unit"]) == {topics.loc[topic, "unit"]}, topic
        known = rows["public_on_end"].fillna(rows["as_of_end"])
        assert topics.loc[topic, "public_on_end"] == known.min(), topic


def test_series_that_must_not_be_mixed_stand_apart(library):
    estimates, topics = library.estimates, library.topics.set_index("id")
    for one, other in [
        ("kursk-casualties", "kursk-deaths"),
        ("shells-delivered", "shells-container-capacity"),
        ("kursk-troops-sent", "kursk-troops-present"),
        ("sappers-announced", "sappers-present"),
        ("builders-announced", "builders-moving"),
        ("missiles-fired", "missiles-delivered"),
        ("mariupol-all-buildings-damaged", "mariupol-apartment-buildings"),
    ]:
        assert other in topics.loc[one, "apart"] or one in topics.loc[other, "apart"]
        assert {one, other} <= set(estimates["topic"])
    deaths = estimates.query("topic == 'kursk-deaths'")
    assert deaths["what"].str.startswith("Deaths").all()
    both = estimates.query("topic == 'kursk-casualties'")
    assert both["what"].str.contains("together").all()


def test_four_statements_on_mariupol_stay_four(library):
    frame = library.estimates[library.estimates["topic"].str.startswith("mariupol-")]
    shares = frame[frame["unit"] == "percent"]
    assert shares["topic"].nunique() >= 4
    ninety = shares[(shares["high"] == 90) | (shares["low"] == 90)]
    assert ninety["topic"].nunique() == 3 and ninety["claimant"].nunique() == 4


@pytest.mark.parametrize("table", ["estimates", "deployments", "precedents"])
def test_bounds_are_in_order_and_open_ones_stay_open(library, table):
    frame = library.tables[table]
    both = frame.dropna(subset=["low", "high"])
    assert (both["low"] <= both["high"]).all()
    assert frame["low"].isna().any() and frame["high"].isna().any()


def test_fighting_that_was_seen_or_admitted_lies_in_russia(library):
    fought = library.deployments.query("role == 'combat' and stage in ['seen', 'acknowledged']")
    assert len(fought) >= 3
    assert not fought["place"].str.contains("Ukraine").any()


def test_announced_and_seen_are_told_apart(library):
    sappers = library.deployments.query("role == 'engineers'")
    assert {"announced", "seen", "acknowledged"} <= set(sappers["stage"])
    builders = library.deployments.query("role == 'construction'")
    assert not {"seen", "acknowledged"} & set(builders["stage"])
    assert (library.deployments["unit"].ne("") == numbered(library.deployments)).all()


def numbered(frame):
    """Return which rows give a number."""
    return frame["low"].notna() | frame["high"].notna()
