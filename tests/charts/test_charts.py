"""Charts without a browser: what is drawn where, what is refused, what is said, how large it is."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance import charts
from alliance.charts.apart import SIDES, aside, freest
from alliance.charts.scale import figure, numbers, range_words, times
from alliance.library import open_library
from alliance.page import marks
from alliance.problems import AllianceError
from tests.places import NOTEBOOKS


@pytest.fixture
def library(other_data):
    """A tiny library about another alliance; also the proof that the code names no topic."""
    return open_library(other_data)


@pytest.fixture
def claims() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "claimant": ["One figure", "A range", "Open above", "Open below", "No number"],
            "as_of": ["1893-01", "1892-06-01", "1891", "1894/1895", "1895"],
            "low": [30.0, 10, 20, np.nan, np.nan],
            "high": [30.0, 40, np.nan, 50, np.nan],
            "unit": "ships",
        }
    )


def row(picture, label: str) -> str:
    """The HTML of the row with this label."""
    parts = re.split(r'<div class="ch-row"[^>]*>', picture.body)
    return next(part for part in parts if f">{label}<" in part)


# --- scales --------------------------------------------------------------------------------------


@given(st.lists(st.floats(-1e9, 1e9).filter(lambda v: v == 0 or abs(v) > 1e-3), min_size=1))
def test_a_scale_holds_every_number_between_few_round_ticks(values):
    scale = numbers(values)
    assert all(-0.01 <= scale.at(value) <= 100.01 for value in values)
    ticks = [value for value, _ in scale.ticks]
    assert 2 <= len(ticks) <= 8
    assert any(abs(tick) < 1e-9 for tick in ticks)
    assert ticks == sorted(ticks)


def test_a_scale_need_not_begin_at_zero():
    assert numbers([83, 98], zero=False).low > 0
    assert numbers([83, 98]).low == 0


def test_years_and_months_are_ticks_of_time():
    assert [w for _, w in times([1990, 2024], whole=True).ticks] == [
        str(year) for year in range(1990, 2025, 5)
    ]
    months = [w for _, w in times([2024.75, 2025.25], whole=False).ticks]
    assert months[0] == "Oct 2024" and "2025" in months
    assert len(times([2023.0, 2026.5], whole=False).ticks) <= 8


@pytest.mark.parametrize(
    "value, words",
    [
        (0, "0"),
        (7340, "7,340"),
        (28000, "28,000"),
        (6_500_000, "6.5 million"),
        (4_031_250, "4,031,250"),
        (2_000_000_000, "2 billion"),
        (-4.5, "−4.5"),
        (0.714, "0.714"),
    ],
)
def test_figures_in_words(value, words):
    assert figure(value) == words


def test_open_ends_stay_open_in_words():
    nan = float("nan")
    assert range_words(1000, 1100) == "1,000 to 1,100"
    assert range_words(5, 5) == "5"
    assert range_words(1000, nan) == "at least 1,000"
    assert range_words(nan, 1000) == "up to 1,000"
    assert range_words(nan, nan) == ""


# --- claims --------------------------------------------------------------------------------------


def test_ranges_are_drawn_as_what_was_said(claims, library):
    picture = charts.ranges(claims, "claimant", when="as_of", title="T", library=library)
    arrow, mark, span = '<path class="ch-end" d="M0 0L', "ch-mark", "ch-span"
    drawn = {
        label: [piece in row(picture, label) for piece in (arrow, mark, span)]
        for label in claims["claimant"][:4]
    }
    assert drawn == {
        "One figure": [False, True, False],
        "A range": [False, False, True],
        "Open above": [True, True, False],
        "Open below": [True, True, False],
    }
    assert "M0 0L22 0" in row(picture, "Open above")
    assert "M0 0L-22 0" in row(picture, "Open below")
    # Nothing in the row of a range stands between its ends.
    left, right = re.findall(r'class="ch-end" x1="([\d.]+)%"', row(picture, "A range"))
    assert float(left) < float(right)
    assert "No number" not in picture.body
    assert "No number" in picture.notes[0] and "arrow" in picture.notes[0]


def test_rows_of_claims_go_in_order_of_time(claims, library):
    picture = charts.ranges(claims, "claimant", when="as_of", title="T", library=library)
    labels = re.findall(r'class="ch-label">(.*?)<', picture.body)
    assert labels == ["Open above", "A range", "One figure", "Open below"]
    picture = charts.ranges(
        claims, "claimant", when="as_of", title="T", sort=False, library=library
    )
    assert re.findall(r'class="ch-label">(.*?)<', picture.body) == list(claims["claimant"][:4])


def test_table_equals_the_drawing(claims, library):
    picture = charts.ranges(claims, "claimant", when="as_of", title="T", library=library)
    assert list(picture.frame["claimant"]) == list(claims["claimant"])
    assert list(picture.frame["figure"]) == [
        "30",
        "10 to 40",
        "at least 20",
        "up to 50",
        "no number given",
    ]
    assert picture.frame["as_of"][0] == "January 1893"


def test_summary_names_ends_and_never_a_mean(claims, library):
    picture = charts.ranges(claims, "claimant", when="as_of", title="T", library=library)
    assert picture.summary == (
        "4 statements in ships: they begin at 10 (A range, 1 June 1892) and reach 50 "
        "(Open below, 1894 to 1895); one leaves the upper end open."
    )
    assert "32.5" not in picture.html


def test_over_time_a_claim_stands_at_its_end_with_its_period(claims, library):
    picture = charts.over_time(claims, "as_of", title="T", library=library)
    assert (
        picture.body.count('class="ch-mark"') == 5
    )  # two for the range, one for each of the others
    assert picture.body.count('class="ch-tail"') == 1
    first, last = re.search(r'ch-tail" x1="([\d.]+)%" x2="([\d.]+)%"', picture.body).groups()
    assert float(last) == 97 and 50 < float(first) < 60
    assert "period" in picture.notes[0]


def test_reversed_ends_are_refused(claims, library):
    wrong = claims.assign(low=[30, 90, 20, np.nan, np.nan])
    with pytest.raises(AllianceError, match="“A range” the column “low” is larger"):
        charts.ranges(wrong, "claimant", title="T", library=library)


# --- what must not be mixed ----------------------------------------------------------------------


def test_mixed_units_are_refused_by_name(claims, library):
    mixed = claims.assign(unit=["ships", "ships", "men", "men", "men"])
    for draw in (
        lambda: charts.ranges(mixed, "claimant", title="T", library=library),
        lambda: charts.over_time(mixed, "as_of", title="T", library=library),
        lambda: charts.lines(mixed, "as_of", "low", title="T", library=library),
        lambda: charts.bars(mixed, "claimant", "low", unit="x", title="T", library=library),
    ):
        with pytest.raises(AllianceError, match="mix the units “ships”, “men”"):
            draw()


def test_series_that_count_different_things_are_refused_or_apart(claims, library):
    mixed = claims.assign(topic=["dead", "dead", "hurt", "hurt", "hurt"])
    with pytest.raises(AllianceError, match="mix “dead”, “hurt” of the column “topic”"):
        charts.ranges(mixed, "claimant", title="T", library=library)
    picture = charts.ranges(mixed, "claimant", series="topic", title="T", library=library)
    assert re.findall(r'class="ch-head">.*?</svg>(\w+)</p>', picture.body) == ["dead", "hurt"]
    # Another column parts them just as well, if each of its values holds one topic.
    named = mixed.assign(name=mixed["topic"].str.upper())
    assert charts.ranges(named, "claimant", series="name", title="T", library=library)
    with pytest.raises(AllianceError, match="must not run together"):
        charts.ranges(named.assign(name="all"), "claimant", series="name", title="T")


def test_one_line_cannot_have_two_numbers_for_one_date(library):
    frame = pd.DataFrame({"year": [1891, 1891], "n": [1, 2], "by": ["a", "b"]})
    with pytest.raises(AllianceError, match="two numbers for 1891"):
        charts.lines(frame, "year", "n", unit="ships", title="T", library=library)
    assert charts.lines(frame, "year", "n", series="by", unit="ships", title="T", library=library)
    with pytest.raises(AllianceError, match="two numbers for 1891"):
        charts.bars(frame, "year", "n", unit="ships", title="T", library=library)


def test_the_unit_must_be_known(library):
    frame = pd.DataFrame({"year": [1891], "n": [1]})
    with pytest.raises(AllianceError, match="unit="):
        charts.lines(frame, "year", "n", title="T", library=library)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda f: charts.lines(f, "yaer", "n", title="T", unit="u"), "did you mean “year”"),
        (lambda f: charts.lines(f, "name", "n", title="T", unit="u"), "“x” .* is no date"),
        (lambda f: charts.lines(f, "year", "name", title="T", unit="u"), "must hold numbers"),
        (lambda f: charts.bars(f[:0], "year", "n", title="T", unit="u"), "no rows"),
        (lambda f: charts.bars([1], "year", "n", title="T", unit="u"), "needs a table"),
        (lambda f: charts.bars(f, "year", "n", title="T", unit="u", limits={"Cap": "x"}), "limits"),
        (lambda f: charts.bars(f.assign(n=None), "year", "n", title="T", unit="u"), "no row has"),
    ],
)
def test_mistakes_get_one_sentence(call, message, library):
    frame = pd.DataFrame({"year": [1891, 1892], "n": [1, 2], "name": ["x", "y"]})
    with pytest.raises(AllianceError, match=message):
        call(frame)


# --- lines and bars ------------------------------------------------------------------------------


def test_lines_are_dotted_over_years_without_a_figure(library):
    frame = pd.DataFrame({"year": [1891, 1892, 1895], "n": [10, 20, 5]})
    picture = charts.lines(frame, "year", "n", unit="ships", title="T", library=library)
    assert picture.body.count('class="ch-line"') == 1
    assert picture.body.count('class="ch-line ch-gap"') == 1
    assert "dotted" in picture.notes[0]
    assert picture.summary == (
        "In ships: 10 in 1891 and 5 in 1895; the highest is 20 in 1892, the lowest 5 in 1895."
    )


def test_a_ceiling_is_a_step_or_a_named_line(library):
    frame = pd.DataFrame(
        {"year": [1891, 1893, 1891, 1893], "n": [10, 30, 5, 50], "by": ["Cap"] * 2 + ["Sent"] * 2}
    )
    picture = charts.lines(
        frame, "year", "n", series="by", steps=["Cap"], limits={"Goal": 40}, unit="ships",
        title="T", library=library,
    )  # fmt: skip
    assert re.search(r"M[\d.]+ [\d.]+H[\d.]+L", picture.body)
    assert ">Goal: 40</text>" in picture.body
    assert re.findall(r'text-anchor="start" class="ch-halo">(\w+)<', picture.body) == [
        "Sent",
        "Cap",
    ]


def test_bars_below_zero_hang_from_the_line_of_zero(library):
    frame = pd.DataFrame({"year": [1891, 1892, 1894], "n": [10, -5, 2]})
    picture = charts.bars(frame, "year", "n", unit="per cent", title="T", library=library)
    zero = float(re.search(r'y1="([\d.]+)" y2="[\d.]+" class="ch-zero"', picture.body).group(1))
    tops = re.findall(r'ch-bar".*?y="([\d.]+)" width=".*?" height="([\d.]+)"', picture.body)
    up, down, last = [(float(y), float(h)) for y, h in tops]
    assert up[0] + up[1] == pytest.approx(zero, abs=0.2)
    assert down[0] == pytest.approx(zero, abs=0.2)
    assert last[1] < up[1]
    assert ">1893</text>" in picture.body, "a year without a figure keeps its place"
    lying = charts.bars(
        frame.assign(year=["a", "b", "c"]), "year", "n", unit="u", title="T", library=library
    )
    assert re.findall(r'class="ch-value">(.*?)<', lying.body) == ["10", "−5", "2"]


def test_actors_bear_their_names_colours_and_symbols(library):
    actor = library.tables["actors"].iloc[0]
    frame = pd.DataFrame({"year": [1891, 1892] * 2, "n": [1, 2, 3, 4]})
    frame["by"] = ["others"] * 2 + [actor["id"]] * 2
    body = charts.lines(frame, "year", "n", series="by", unit="u", title="T", library=library).body
    assert f">{actor['short_name']}<" in body
    look = marks.svg(actor["symbol"], actor["color"], 14)
    assert f"<li>{look}{actor['short_name']}</li>" in body
    assert len(set(re.findall(r"--c:(#\w+)", body))) == 2
    shapes = re.findall(r'class="ch-mark".*?</title>(<.*?>)</g>', body)
    assert shapes[0] == shapes[1] != shapes[2] == shapes[3]


def test_text_from_data_is_shown_not_obeyed(claims, library):
    attack = "<img src=x onerror=alert(1)>"
    bad = claims.assign(claimant=attack, unit=attack, kind=[attack, "b", "b", "b", "b"])
    for picture in (
        charts.ranges(bad, "claimant", series="kind", title=attack, library=library),
        charts.over_time(bad, "as_of", series="kind", title=attack, library=library),
        charts.bars(bad[:2], "kind", "low", title=attack, limits={attack: 3}, library=library),
    ):
        assert "<img" not in picture.html


# --- cost ----------------------------------------------------------------------------------------


def test_charts_of_the_real_data_stay_small_and_need_no_network():
    library = open_library()
    topics = library.estimates["topic"].value_counts()
    rows = library.estimates[library.estimates["topic"] == topics.index[0]]
    picture = charts.ranges(rows, "claimant", when="as_of", title="T", library=library)
    assert len(picture.html) < 40_000
    assert "<script" not in picture.html and "src=" not in picture.body
    assert "http" not in picture.body
    assert picture.links and "sources" in picture.frame


def test_importing_the_module_draws_nothing_and_loads_no_plotting_library():
    code = (
        f"import sys; sys.path.insert(0, {str(NOTEBOOKS)!r}); import alliance; "
        "print('alliance.charts' in sys.modules); from alliance import charts; "
        "print(any(m in sys.modules for m in ('matplotlib', 'plotly', 'altair', 'bokeh')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


# --- nothing lies on another ---------------------------------------------------------------------


def test_the_name_of_a_limit_stands_where_no_mark_is():
    assert freest([]) == 0 and freest([10]) == 100
    assert freest([10, 50, 90]) not in (0, 50, 100)
    crowded = [3, 20, 28, 97]
    left = freest(crowded) - 12
    assert SIDES[freest(crowded)] == "middle" and not any(left < m < left + 24 for m in crowded)


def test_marks_that_would_overprint_stand_side_by_side():
    assert aside([10, 50], [(0, 9), (0, 9)]) == [0, 0]
    assert aside([10, 10], [(0, 9), (20, 29)]) == [0, 0]  # one above the other
    two = aside([10.2, 10], [(0, 9), (5, 14)])
    assert two[1] < 0 < two[0] and two[0] - two[1] >= 12
    three = aside([10, 10, 10], [(0, 9)] * 3)
    assert sorted(three)[1] == 0 and len(set(three)) == 3


def test_claims_stand_on_a_drawn_axis_as_far_apart_as_their_dates(claims, library):
    days = ["1891-01-01", "1892-01-01", "1893-01-01", "1897-01-01", "1899-01-01"]
    claims = claims.assign(as_of=days, low=[1, 2, 3, 4, 5], high=[1, 2, 3, 4, 5])
    claims = claims.drop(columns=[c for c in claims if c.startswith("as_of_")])
    picture = charts.over_time(claims, "as_of", series="claimant", title="T", library=library)
    places = [
        float(x)
        for x in re.findall(r'<svg x="([\d.]+)%" y="[\d.]+"><g class="ch-mark"', picture.body)
    ]
    assert len(places) == 5
    year = (max(places) - min(places)) / 8
    assert [round((x - min(places)) / year, 1) for x in sorted(places)] == [0, 1, 2, 6, 8]
    ticks = re.findall(r'<text x="[\d.]+%" y="300"[^>]*>(18\d\d)<', picture.body)
    assert len(ticks) >= 3
