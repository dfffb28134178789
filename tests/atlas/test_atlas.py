"""Maps: what is in them, and what they refuse."""

from __future__ import annotations

import html
import re
import shutil

import pandas as pd
import pytest

from alliance import atlas
from alliance.atlas import land, shapes
from alliance.library import open_library
from alliance.page import marks as symbols
from alliance.problems import AllianceError
from tests.atlas.maps import EURASIA, ROUTES, calls, page_of, rows


@pytest.fixture
def other(other_data, tmp_path):
    return open_library(shutil.copytree(other_data, tmp_path / "other"))


# --- rows and places -----------------------------------------------------------------------------


def test_rows_at_one_place_share_a_mark(library, small):
    data = calls(atlas.points(small, title="T", library=library), "items")
    assert [(p["name"], p["rows"]) for p in data["places"]] == [("Town", [0, 1]), ("Port", [2])]


def test_table_equals_data_and_counts_what_is_not_drawn(library, small):
    frame = pd.concat([small, rows(("Delta", "Nowhere", None, None, "1960"))])
    picture = atlas.points(frame, title="T", library=library)
    assert list(picture.frame["title"]) == list(frame["title"])
    assert any("1 row has no coordinates" in note for note in picture.notes)
    assert all(title in picture.html.partition("<table")[2] for title in frame["title"])
    assert len(calls(picture, "items")["rows"]) == 3


def test_a_changed_row_changes_the_map(library, small):
    small.loc[0, "title"] = "Omega"
    picture = atlas.points(small, title="T", library=library)
    assert [row["label"] for row in calls(picture, "items")["rows"]] == ["Omega", "Beta", "Gamma"]
    small.loc[0, "lat"] = 10
    picture = atlas.points(small, title="T", library=library)
    assert calls(picture, "items")["places"][0]["at"] == [10, 125.7]


def test_dates_become_steps(library, small):
    data = calls(atlas.points(small, title="T", when="date", library=library), "items")
    assert [words for _, words in data["time"]["steps"]] == ["25 June 1950", "1951"]
    assert [row["from"] is None for row in data["rows"]] == [False, False, True]
    assert data["rows"][1]["to"] - data["rows"][1]["from"] == 364


def test_days_are_taken_from_derived_columns_or_text(library):
    events = library.events[library.events["lat"].notna()].head(30)
    bare = events.drop(columns=["date_start", "date_end"])
    with_days, from_text = (
        calls(atlas.points(f, title="T", when="date", library=library), "items")["rows"]
        for f in (events, bare)
    )
    assert [(r["from"], r["to"]) for r in with_days] == [(r["from"], r["to"]) for r in from_text]


def test_no_dates_at_all(library, small):
    picture = atlas.points(small.assign(date=""), title="T", when="date", library=library)
    assert "al-slider" not in page_of(picture).partition("<body>")[2].partition("<script>")[0]
    assert any("no time slider" in note for note in picture.notes)


def test_category_looks_the_same_for_every_choice_of_rows(library):
    events = library.events[library.events["lat"].notna()]
    some = events[events["category"] == events["category"].iloc[-1]]
    whole, part = (
        atlas.points(f, title="T", category="category", library=library) for f in (events, some)
    )
    entry = re.search(r"<li>.*?</li>", part.above).group()
    assert entry in whole.above


def test_marks_can_be_given(library, small):
    marks = {"a": ("star", "#009E73"), "b": ("cross", "#D55E00")}
    picture = atlas.points(small, title="T", category="kind", marks=marks, library=library)
    assert "#009E73" in picture.above
    with pytest.raises(AllianceError, match="marks= has nothing for “b”"):
        atlas.points(small, title="T", category="kind", marks={"a": marks["a"]}, library=library)


def test_actors_keep_their_marks_and_none_is_used_twice(library):
    shared = library.actors[library.actors.duplicated(["symbol", "color"], keep=False)]
    ids = [library.actors["id"].iloc[0], *shared["id"].iloc[:11]]
    frame = rows(*[(i, i, 30 + k, 100, "") for k, i in enumerate(ids)], who=ids)
    picture = atlas.points(frame, title="T", category="who", library=library)
    first = library.actors.iloc[0]
    assert first["color"] in picture.above and first["short_name"] in picture.above
    marks = [mark["svg"] for mark in calls(picture, "items")["marks"][:-1]]
    assert len(set(marks)) == len(marks) == 12


def test_view_over_the_date_line(library):
    frame = rows(("West", "W", 60, 170, ""), ("East", "E", 60, -170, ""))
    data = calls(atlas.points(frame, title="T", library=library), "items")
    lons = [place["at"][1] for place in data["places"]]
    assert abs(lons[0] - lons[1]) == 20
    # Land from both sides of the line is drawn in one piece.
    rect = (165.0, 60.0, 195.0, 72.0)
    xs = [
        x
        for f in land.drawn(library.boundaries, rect)
        for rings in f["polygons"]
        for ring in rings
        for x, _ in ring
    ]
    assert min(xs) < 17_000 and max(xs) > 18_900


# --- lines and areas -----------------------------------------------------------------------------


def test_lines_bend_apart_and_point_on(library):
    picture = atlas.lines(ROUTES, title="T", category="kind", width="amount", library=library)
    out, back = calls(picture, "items")["places"]
    assert out["line"][0] == [39, 125.7] and out["line"][-1] == [50, 30]
    assert out["at"] != back["at"] and back["width"] > out["width"]
    assert abs(out["angle"] - back["angle"]) == pytest.approx(180)
    assert out["name"] == "Town to Port"
    assert "stroke-dasharray" in picture.above and "goods" in picture.above


def test_areas_with_words_and_numbers(library):
    ids = [
        i
        for i, areas in zip(library.actors["id"], library.actors["boundaries"], strict=True)
        if len(areas) == 1
    ][:7]
    frame = pd.DataFrame({"country": ids, "value": range(7)})
    numbers = atlas.areas(frame, value="value", title="T", library=library)
    fills = [f[3] for f in calls(numbers, "land")["features"] if len(f) > 3]
    assert len(fills) == 7 and set(fills) == {1, 2, 3, 4, 5}
    assert library.actor_name(ids[0]) in numbers.html.partition("<table")[2]
    words = atlas.areas(
        frame.assign(value=[*"ababab", ""]), value="value", title="T", library=library
    )
    assert calls(words, "land")["paints"].count("<pattern") == 2
    assert words.above.count("<li>") >= 2
    assert sum(len(f) > 3 for f in calls(words, "land")["features"]) == 6


def test_no_two_kinds_look_alike_and_each_looks_the_same_in_every_picture():
    looks = list(symbols.pairs(f"kind {k}" for k in range(24)).values())
    styles = [(style["color"], *style["dash"]) for style in shapes.line_styles(looks)]
    assert len(set(styles)) == len(looks) == 24
    assert len({shapes._tile(*look) for look in looks}) == 24
    # Which others are drawn beside it does not matter.
    assert shapes.line_styles(looks[5:7]) == shapes.line_styles(looks)[5:7]


def test_a_word_has_its_pattern_whoever_else_is_drawn(library):
    """The pattern of a vote is the same on a map without another vote."""
    votes = library.votes.query("resolution == 'A/RES/ES-11/1'")
    seen = {}
    for chosen in (votes, votes[votes["vote"] != "no"], votes[votes["vote"].isin(["absent"])]):
        key = atlas.areas(chosen, key="member", value="vote", title="T", library=library).above
        for entry in re.findall("<li>.*?</li>", key):
            word = re.search(r"> ([^<]+)</li>", entry).group(1)
            assert seen.setdefault(word, entry) == entry
    assert len(seen) == votes["vote"].nunique() == 4


def test_the_fewest_are_named_first(library):
    votes = library.votes.query("resolution == 'A/RES/ES-11/1'").reset_index(drop=True)
    picture = atlas.areas(votes, key="member", value="vote", title="T", library=library)
    rows = [place["rows"][0] for place in calls(picture, "items")["places"]]
    counts = votes["vote"].value_counts()
    sizes = [counts[votes["vote"][row]] for row in rows]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]


def test_where_most_lines_meet_is_named_first(library):
    three = pd.concat([ROUTES, ROUTES.assign(to="Hub", to_lat=10.0, to_lon=20.0)])
    three = pd.concat([three, three.tail(1).assign(**{"from": "Far", "from_lat": 5.0})])
    picture = atlas.lines(three, title="T", library=library)
    ends = [tuple(end["at"]) for end in calls(picture, "items")["ends"]]
    met = [
        sum(
            (la, lo) == at
            for r in three.itertuples(index=False)
            for la, lo in ((r.from_lat, r.from_lon), (r.to_lat, r.to_lon))
        )
        for at in ends
    ]
    assert met == sorted(met, reverse=True) and met[0] > met[-1]


def test_areas_use_the_words_of_the_code_book(library):
    frame = library.votes.query("resolution == 'A/RES/ES-11/1'")
    picture = atlas.areas(frame, key="member", value="vote", title="T", library=library)
    table = picture.html.partition("<table")[2]
    assert "Abstained</li>" in picture.above and ">Abstained<" in table
    assert ">abstain<" not in picture.above + table


# --- disputed areas ------------------------------------------------------------------------------


def test_disputed_areas_are_drawn_on_top(library, small):
    data = calls(atlas.points(small, title="T", view=EURASIA, library=library), "land")
    doubtful = [feature[1] != "state" for feature in data["features"]]
    assert any(doubtful) and doubtful == sorted(doubtful)


def test_whose_borders_in_words_and_disputed_only_where_seen(library):
    def notes(view):
        frame = rows(("A", "A", (view[1] + view[3]) / 2, (view[0] + view[2]) / 2, ""))
        return " ".join(atlas.points(frame, title="T", view=view, library=library).notes)

    black_sea, south_america = notes((28, 41, 42, 50)), notes((-75, -40, -50, -10))
    view = library.settings["borders"]["view"]
    assert html.escape(view) in black_sea and html.escape(view) in south_america
    assert "occupied (Crimea)" in black_sea and "disputed" in black_sea
    assert "occupied" not in south_america and "Dashed" not in south_america


# --- another data package ------------------------------------------------------------------------


def test_another_data_package(other):
    frame = other.events.assign(from_lat=48.9, from_lon=2.4, to_lat=59.9, to_lon=30.3)
    line = atlas.lines(frame, title="T", category="category", when="date", library=other)
    point = atlas.points(other.events, title="T", when="date", category="category", library=other)
    for picture in (line, point):
        assert "France" in page_of(picture)
        assert other.events["title"].iloc[0] in page_of(picture)
        assert other.settings["borders"]["view"] in picture.html


# --- mistakes ------------------------------------------------------------------------------------


def changed(column, value):
    def make(small):
        frame = small.astype({column: object}) if column in small else small
        frame.loc[1, column] = value
        return frame

    return make


@pytest.mark.parametrize(
    ("frame", "options", "sentence"),
    [
        (lambda s: [1, 2], {}, "needs a table .* not list"),
        (
            lambda s: s,
            {"lat": "breadth"},
            "no column “breadth”; say with lat=… which column to use; .*“title”",
        ),
        (
            lambda s: s,
            {"category": "sort"},
            "no column “sort”; say with category=… which .*or category=None for none",
        ),
        (lambda s: s, {"detail": ["x"]}, "no column “x”"),
        (lambda s: s[:0], {}, "the table has no rows; check the condition"),
        (
            changed("lat", 412),
            {},
            "row 1, column “lat”: 412 is no latitude; write degrees",
        ),
        (changed("lon", "east"), {}, "row 1, column “lon”: 'east' is no longitude"),
        (changed("date", "spring"), {"when": "date"}, "row 1, column “date”: 'spring' is no date"),
        (lambda s: s.assign(lat=None), {}, "no row has coordinates"),
        (lambda s: s, {"view": "atlantis"}, "no view “atlantis”.*west, south, east, north"),
        (lambda s: s, {"view": (1, 2, 3)}, "is no view; give four numbers"),
        (lambda s: s, {"view": (1, 50, 3, 40)}, "is no rectangle"),
        (lambda s: s.assign(kind=[["a"]] * 3), {"category": "kind"}, "holds lists.*explode"),
    ],
)
def test_mistakes_of_points(library, small, frame, options, sentence):
    with pytest.raises(AllianceError, match=sentence) as error:
        atlas.points(frame(small), title="T", library=library, **options)
    assert str(error.value).count("\n") == 0


def test_mistakes_of_lines_and_areas(library):
    with pytest.raises(AllianceError, match="column “amount”: 'lots' is no number"):
        atlas.lines(ROUTES.assign(amount="lots"), title="T", width="amount", library=library)
    with pytest.raises(AllianceError, match=r"row 0, column “to_lat”: 412"):
        atlas.lines(ROUTES.assign(to_lat=412), title="T", library=library)
    first = library.actors["id"][0]
    unknown = pd.DataFrame({"country": ["XQX"], "value": [1]})
    with pytest.raises(AllianceError, match=r"row 0, column “country”.*no actor “XQX”"):
        atlas.areas(unknown, value="value", title="T", library=library)
    twice = pd.DataFrame({"country": [first, first], "value": [1, 2]})
    with pytest.raises(AllianceError, match=r"row 0 and row 1 both fill .*groupby"):
        atlas.areas(twice, value="value", title="T", library=library)
    with pytest.raises(AllianceError, match="no column “votes”"):
        atlas.areas(twice, value="votes", title="T", library=library)


def test_a_map_of_an_earlier_day_says_that_its_borders_are_of_today(library, small):
    notes = [
        atlas.points(small, title="T", library=lib).notes
        for lib in (library, library.as_of("1960"))
    ]
    assert [any("those of today" in note for note in some) for some in notes] == [False, True]
