"""Contested figures and the economic tables: bounds, units, claimants, and series kept apart."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from alliance import dates
from alliance.library import open_library
from tests.places import DATA


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def estimates(library):
    return library.estimates


def known_from(row):
    """Return the first day on which a row shows in a view of that day (see Library.as_of)."""
    end = row.public_on_end if row.public_on else row.as_of_end
    start = row.public_on_start if row.public_on else row.as_of_start
    return start if pd.isna(end) else end


# --- topics ------------------------------------------------------------------------------------


def test_every_topic_is_described_and_used(library, estimates):
    assert set(estimates["topic"]) == set(library.topics["id"])


def test_a_topic_has_one_unit_and_it_is_the_one_described(library, estimates):
    described = library.topics.set_index("id")["unit"]
    wrong = [r.id for r in estimates.itertuples() if r.unit != described[r.topic]]
    assert wrong == []


def test_a_topic_shows_from_the_day_of_its_first_row(library, estimates):
    """Earlier, its title would tell what was not yet public; later, rows would have no heading."""
    first = {}
    for row in estimates.itertuples():
        day = known_from(row)
        first[row.topic] = min(day, first.get(row.topic, day))
    shown = library.topics.set_index("id")["public_on_end"]
    assert {topic: day for topic, day in first.items() if shown[topic] != day} == {}


def test_topics_to_keep_apart_are_other_topics_and_mostly_share_the_unit_or_subject(library):
    topics = library.topics.set_index("id")
    for topic, row in topics.iterrows():
        assert topic not in row["apart"]
        for other in row["apart"]:
            far = topics.loc[other]
            related = {"unit", "group", "unit_kind"}
            assert any(row[c] == far[c] for c in related), (topic, other)


def test_lessons_of_topics_are_named_like_files(library):
    assert library.topics["lesson"].str.fullmatch(r"\d\d-[a-z-]+").all()


def test_a_view_of_an_earlier_day_has_a_heading_for_every_row_and_no_other(library):
    for day in ("2018-12-31", "2024-06-20", "2025-05-29"):
        then = library.as_of(day)
        assert set(then.estimates["topic"]) == set(then.topics["id"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kursk-deaths", "kursk-casualties"),
        ("kursk-troops-sent", "kursk-troops-present"),
        ("oil-declared-russia", "oil-tanker-estimate"),
        ("oil-declared-all", "oil-declared-china"),
        ("workers-russia", "workers-russia-entries"),
        ("workers-russia", "workers-russia-forecast"),
        ("crypto-theft-chainalysis", "crypto-theft-msmt"),
        ("coal-exports", "coal-cap"),
        ("arms-value", "gains-from-russia"),
    ],
)
def test_series_that_sound_alike_are_kept_apart(library, one, other):
    apart = library.topics.set_index("id")["apart"]
    assert other in apart[one] or one in apart[other]


# --- rows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["estimates", "routes"])
def test_the_lower_end_is_not_above_the_upper_end(library, table):
    frame = library.tables[table]
    assert frame[frame["low"] > frame["high"]]["id"].tolist() == []


def test_every_claim_has_a_figure_a_claimant_and_a_moment(estimates):
    figure = estimates["low"].notna() | estimates["high"].notna() | (estimates["unit"] == "date")
    assert estimates[~figure]["id"].tolist() == []
    assert (estimates["claimant"] != "").all() and (estimates["as_of"] != "").all()


def test_shares_are_shares(estimates):
    shares = estimates[estimates["unit"] == "percent"]
    assert not (shares["high"].fillna(shares["low"]) > 100).any()


def test_what_was_not_graded_says_why(estimates):
    bare = (estimates["reliability"] == "") | (estimates["credibility"] == "")
    assert estimates[bare & (estimates["note"] == "")]["id"].tolist() == []


def test_grades_and_confidence_do_not_contradict_each_other(estimates):
    doubtful = estimates["credibility"].isin(["4", "5", "6"])
    assert estimates[doubtful & (estimates["confidence"] == "high")]["id"].tolist() == []
    unknown = estimates["reliability"].isin(["E", "F"])
    assert set(estimates[unknown]["confidence"]) <= {"low"}


def test_a_single_source_that_is_not_official_is_never_high(library):
    kinds = library.sources.set_index("id")["kind"]
    for table in ("estimates", "routes"):
        for row in library.tables[table].query("confidence == 'high'").itertuples():
            first = row.source_ids[0]
            assert len(row.source_ids) > 1 or kinds[first] in {"official", "primary"}, row.id


# --- one report or several -----------------------------------------------------------------------

ONE_REPORT = "One report only"
DOCUMENTS = {"official", "analysis", "academic"}
# Words that many publishers and claimants share, so that they do not show that the two are one.
COMMON = {"south", "north", "korea", "korean", "russia", "russian", "ukrainian", "united", "states"}
COMMON |= {"ministry", "department", "institute", "foundation", "council", "national", "world"}
COMMON |= {"news", "newspaper", "report", "study", "from"}


def outlets(sources):
    """Return the names of all publishers of news."""
    news = sources[sources["kind"] == "news"]["publisher"]
    return {re.split(r" via |, citing ", publisher)[0] for publisher in news}


def origins(publisher, news):
    """Return who first reported what a page says: the outlets it cites, or else its publisher.

    A page that cites a state or a study has read it; one that cites a newspaper repeats it.
    """
    head, _, cited = publisher.partition(", citing ")
    named = {name for name in re.split(r" and |/|, ", cited) if name in news}
    return named or {head.split(" via ")[0]}


def reports(publishers, news):
    """Return how many reports are independent: pages that share an origin count as one."""
    groups = []
    for publisher in publishers:
        found = origins(publisher, news)
        shared = [group for group in groups if group & found]
        groups = [group for group in groups if not group & found] + [found.union(*shared)]
    return len(groups)


def is_of_the_claimant(source, claimant):
    """Tell whether a source is a primary text, or a document of the claimant by its name."""
    publisher = source["publisher"].split(" via ")[0]
    names = [set(re.findall(r"\w{4,}", text.lower())) - COMMON for text in (publisher, claimant)]
    documents = source["kind"] in DOCUMENTS and names[0] & names[1]
    return source["kind"] == "primary" or bool(documents)


@pytest.mark.parametrize(
    ("publishers", "number"),
    [
        (["Reuters via A", "Reuters via B"], 1),
        (["Reuters", "Daily, citing Reuters"], 1),
        (["Daily, citing Reuters", "Weekly, citing Reuters/AFP", "AFP via C"], 1),
        (["Daily, citing Trade Agency", "Weekly, citing Trade Agency"], 2),
        (["Reuters via A", "AFP via A"], 2),
    ],
)
def test_copies_and_relays_of_one_text_are_one_report(publishers, number):
    assert reports(publishers, {"Reuters", "AFP", "Daily", "Weekly"}) == number


def test_a_claim_has_two_reports_or_a_document_of_the_claimant_or_says_that_it_has_one(library):
    sources = library.sources.set_index("id")
    news = outlets(library.sources)
    silent, wrong = [], []
    for row in library.estimates.itertuples():
        pages = [sources.loc[source] for source in row.source_ids]
        backed = reports([page["publisher"] for page in pages], news) > 1 or any(
            is_of_the_claimant(page, row.claimant) for page in pages
        )
        says_one = row.note.endswith(ONE_REPORT)
        if not backed and not says_one:
            silent.append(row.id)
        if backed and ONE_REPORT.lower() in row.note.lower():
            wrong.append(row.id)
    assert (silent, wrong) == ([], [])


def test_what_is_graded_as_confirmed_has_reports_independent_of_one_another(library):
    """Two papers that carry one report confirm nothing, and neither does the claimant alone."""
    sources = library.sources.set_index("id")["publisher"]
    news = outlets(library.sources)
    for table in ("estimates", "weighing"):
        rows = library.tables[table].query("credibility == '1'")
        assert len(rows) >= 5
        for row in rows.itertuples():
            assert reports([sources[source] for source in row.source_ids], news) > 1, row.id


def test_nothing_is_known_before_the_moment_it_speaks_of(estimates):
    """Forecasts, plans and laws speak of later days, a count cannot."""
    counts = estimates[
        ~estimates["topic"].str.contains("forecast|plan|target|-cap$")
        & (estimates["public_on"] != "")
        & estimates["as_of_start"].notna()
    ]
    early = counts[counts["public_on_end"] < counts["as_of_start"]]
    assert early["id"].tolist() == []


def test_a_law_and_what_is_measured_against_it_share_the_unit(library):
    unit = library.topics.set_index("id")["unit"]
    measured = ["oil-declared-russia", "oil-declared-china", "oil-declared-all"]
    measured += ["oil-tanker-estimate", "oil-observed"]
    assert {unit[topic] for topic in measured} == {unit["oil-cap"]}
    assert unit["coal-exports"] == unit["coal-cap"]


def test_the_ceilings_are_those_of_the_measures(library):
    """The figure of the law stands in two tables: they must not drift apart."""
    limits = library.measures.set_index("id")["limit"]
    caps = library.estimates.set_index("id")["high"]
    assert caps["oil-cap-2397"] == limits["refined-oil-2397"]
    assert caps["oil-cap-2375"] == limits["refined-oil-2375"]
    assert caps["coal-cap-2017"] == limits["coal-cap-2321"]
    assert caps["coal-cap-2371"] == limits["coal-2371"]


# --- measures, trade, growth -------------------------------------------------------------------


def test_measures_of_one_resolution_begin_on_one_day_or_later(library):
    measures = library.measures
    days = measures.groupby("resolution")["public_on"].nunique()
    assert days[days > 1].index.tolist() == []
    assert (measures["start_start"] >= measures["public_on_start"]).all()
    ended = measures["status"] != "in force"
    has_end = measures["until"] != ""
    assert measures[has_end & ~ended]["id"].tolist() == []


def test_a_limit_has_a_unit_and_a_cap_of_zero_is_a_ban(library):
    measures = library.measures
    assert measures[measures["limit"].notna() & (measures["unit"] == "")]["id"].tolist() == []
    caps = measures.query("kind == 'cap'")
    assert not (caps["limit"] == 0).any()


def test_a_measure_is_tightened_by_a_later_resolution(library):
    number = lambda symbol: int(symbol.rpartition("/")[2])  # noqa: E731
    for row in library.measures.itertuples():
        assert all(number(later) > number(row.resolution) for later in row.tightened_by), row.id


def test_trade_has_one_row_for_a_year_a_partner_and_a_series(library):
    trade = library.trade
    assert not trade.duplicated(["year", "partner", "series"]).any()
    assert set(trade["partner"]) - {"world"} <= set(library.actors["id"])
    assert (trade["total"].notna() | (trade["exports"].notna() & trade["imports"].notna())).all()


def test_exports_and_imports_add_up_to_the_total(library):
    trade = library.trade.dropna(subset=["exports", "imports", "total"])
    gap = (trade["exports"] + trade["imports"] - trade["total"]).abs() / trade["total"]
    assert trade[gap > 0.01]["id"].tolist() == []


def test_no_partner_has_more_than_the_world_in_the_same_series(library):
    wide = library.trade.pivot_table(index=["year", "series"], columns="partner", values="total")
    for partner in ("CHN", "RUS"):
        both = wide.dropna(subset=[partner, "world"])
        assert len(both) or partner == "RUS"
        assert (both[partner] <= both["world"]).all()


def test_shares_follow_from_the_trade_table(library):
    """The share that KOTRA prints and the one worked out from its totals agree to half a point."""
    kotra = library.trade.query("series == 'kotra'")
    wide = kotra.pivot_table(index="year", columns="partner", values="total")
    shares = library.estimates.query("topic == 'china-trade-share'")
    compared = 0
    for row in shares.itertuples():
        year = row.as_of_start.year
        if year in wide.index and wide.loc[year, ["CHN", "world"]].notna().all():
            compared += 1
            worked_out = 100 * wide.loc[year, "CHN"] / wide.loc[year, "world"]
            assert abs(worked_out - row.low) <= 0.5, row.id
    assert compared >= 5


def test_figures_of_a_year_are_known_only_after_it(library):
    for table in ("trade", "growth"):
        for row in library.tables[table].itertuples():
            assert dates.bounds(row.public_on)[1].year > row.year, row.id


def test_growth_has_one_row_for_a_year_and_a_claimant(library):
    growth = library.growth
    assert not growth.duplicated(["year", "claimant"]).any()
    bank = growth[growth["vintage"] != "assumption"]
    assert bank["year"].tolist() == list(range(1990, int(bank["year"].max()) + 1))
