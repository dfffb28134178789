"""The timeline without a browser: what it writes, what it says of bad input, how large it is."""

from __future__ import annotations

import html
import json
import re

import pandas as pd
import pytest

from alliance.library import open_library
from alliance.page import marks
from alliance.problems import AllianceError
from alliance.timeline import timeline


@pytest.fixture
def library(other_data):
    """A tiny library about another alliance; also the proof that the code names no topic."""
    return open_library(other_data)


@pytest.fixture
def real():
    return open_library()


def document(picture) -> str:
    """The page inside the frame."""
    return html.unescape(re.search(r"srcdoc='([^']*)'", picture.body).group(1))


def packed(picture) -> dict:
    """The data that the script reads."""
    return json.loads(re.search(r'id="tl-data">(.*?)</script>', document(picture), re.S).group(1))


def rows(picture) -> list[dict]:
    data = packed(picture)
    return [dict(zip(data["fields"], row, strict=True)) for row in data["rows"]]


def options(picture, select: str) -> list[str]:
    inside = re.search(f'id="{select}">(.*?)</select>', document(picture), re.S).group(1)
    return [html.unescape(words) for words in re.findall(r"<option[^>]*>(.*?)</option>", inside)]


def test_every_row_is_written_once_in_order_of_time(real):
    picture = timeline(real.events.sample(frac=1, random_state=1), library=real)
    titles = [row["title"] for row in rows(picture)]
    assert sorted(titles) == sorted(real.events["title"])
    starts = [row["start"] for row in rows(picture)]
    assert starts == sorted(starts)
    text = document(picture)
    long = max(real.events["summary"], key=len)
    assert text.count(json.dumps(long, ensure_ascii=False).replace("<", "\\u003c")) == 1


def test_table_says_the_same_as_the_drawing(real):
    picture = timeline(real.events, library=real)
    table = picture.frame
    assert list(table.columns) == [
        "date",
        "title",
        "category",
        "actors",
        "confidence",
        "sources",
    ]
    data = packed(picture)
    for drawn, told in zip(rows(picture), table.to_dict("records"), strict=True):
        assert told["date"] == drawn["when"]
        assert told["title"] == drawn["title"]
        assert told["category"] == data["kinds"][drawn["kind"]]
        assert told["actors"] == [data["actors"][k] for k in drawn["actors"]]
        assert told["confidence"] == data["confidence"][drawn["confidence"]]
        addresses = [data["links"][k][1] for k in drawn["sources"]]
        assert addresses == [real.source(source)["url"] for source in told["sources"]]
    assert f"({len(real.events)} rows)" in picture.html


def test_choices_come_from_the_data(library):
    picture = timeline(
        library.events, library=library, periods={"Secret years": (1892, 1918), "Gone": (1, 9)}
    )
    assert options(picture, "tl-actor") == ["All actors", "France", "Russia"]
    assert options(picture, "tl-period") == [
        "Whole time, 1891 to 1914",
        "The 1890s",
        "The 1900s",
        "The 1910s",
        "Secret years, 1892 to 1914",
        "Own choice",
    ]
    # The order of the code book, without what does not occur.
    used = [c for c in library.choices("events", "category") if c in set(library.events.category)]
    assert packed(picture)["kinds"] == [name.replace("-", " ").capitalize() for name in used]
    assert document(picture).count('<input type="checkbox"') == len(used)


def test_a_category_looks_the_same_however_the_table_was_filtered(real):
    looks = marks.pairs(real.choices("events", "category"))
    some = real.events[real.events["category"].isin(["treaty", "visit"])]
    page = document(timeline(some, library=real))
    assert re.findall(r'value="\d">(<svg.*?</svg>)', page) == [
        marks.svg(*looks[name], 16) for name in ("treaty", "visit")
    ]


def test_dates_keep_their_doubt(library):
    frame = library.events.head(1)
    frame = pd.concat(
        [
            frame.assign(date=date, title=date)
            for date in ["1891-07-04", "1891-07", "1891", "1891/1893", "1891~", "../1893?"]
        ]
    )
    told = {row["title"]: row for row in rows(timeline(frame, library=library))}
    assert {t: (r["precision"], r["doubt"], r["when"]) for t, r in told.items()} == {
        "1891-07-04": ("day", 0, "4 July 1891"),
        "1891-07": ("month", 0, "July 1891, day not known"),
        "1891": ("year", 0, "1891, month not known"),
        "1891/1893": ("interval", 0, "1891 to 1893"),
        "1891~": ("year", 1, "about 1891, month not known"),
        "../1893?": ("interval", 1, "until 1893 (uncertain)"),
    }
    assert (told["1891-07"]["start"], told["1891-07"]["end"]) == (1891.5, round(1891 + 7 / 12, 4))
    assert (told["1891"]["start"], told["1891"]["end"]) == (1891, 1892)
    assert told["../1893?"]["start"] is None


def test_hostile_text_stays_text(library):
    attack = "</script><img src=x onerror=alert(1)>"
    frame = library.events.assign(title=attack, summary=attack, place=attack, category=attack)
    picture = timeline(frame, title=attack, library=library)
    page = document(picture)
    assert "<img" not in page
    assert page.count("</script>") == 4  # data, theme, texts, timeline: none ended early
    assert "<img" not in picture.html
    assert rows(picture)[0]["title"] == attack


def test_only_web_addresses_become_links(library):
    sources = library.held["sources"]
    sources["url"] = "javascript:alert(1)"
    library.__dict__.pop("_source_by_id", None)
    picture = timeline(library.events, library=library)
    assert all(address == "" for _, address in packed(picture)["links"])
    assert "javascript:" not in document(picture)
    assert "javascript:" not in picture.html.split("<details>")[-1]


def test_changing_one_row_changes_drawing_and_table(library):
    before = timeline(library.events, library=library)
    changed = library.events.copy()
    changed.loc[1, "date"] = "1893-12-27"
    changed.loc[1, "title"] = "A title of today"
    after = timeline(changed, library=library)
    assert [r["title"] for r in rows(before)] != [r["title"] for r in rows(after)]
    assert {"when": "27 December 1893"}.items() <= rows(after)[1].items()
    assert after.frame.loc[1, ["date", "title"]].tolist() == [
        "27 December 1893",
        "A title of today",
    ]


def test_a_row_without_a_date_is_not_lost(library):
    frame = library.events.copy()
    frame.loc[0, "date"] = ""
    picture = timeline(frame, library=library)
    assert len(rows(picture)) == len(frame) - 1
    assert picture.frame["date"].tolist()[-1] == "not known"
    assert frame.loc[0, "title"] in picture.notes[0]


def test_a_table_of_another_shape(library):
    frame = pd.DataFrame({"year": ["1901", "1903"], "what": ["One", "Two"]})
    picture = timeline(
        frame,
        title="Two things",
        date="year",
        label="what",
        detail=None,
        category=None,
        actors=None,
        library=library,
    )
    assert list(picture.frame.columns) == ["date", "title"]
    assert 'id="tl-actor"' not in document(picture)
    assert "<fieldset" not in document(picture)
    assert picture.summary == "2 events from 1901 to 1903."


def test_values_outside_the_code_book_get_marks_of_their_own(library):
    frame = library.events.assign(category=["b", "a", "b", "a"])
    assert packed(timeline(frame, library=library))["kinds"] == ["A", "B"]


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        (lambda f: f.drop(columns="date"), {}, r"no column “date”; say with date=…"),
        (lambda f: f, {"label": "titel"}, r"no column “titel”; say with label=….*“title”"),
        (lambda f: f.drop(columns="category"), {}, r"category=… .*\(or category=None for none\)"),
        (lambda f: f.head(0), {}, r"the table has no rows; check the condition"),
        (
            lambda f: f.assign(date=["1891", "circa 1892", "1893", "1894"]),
            {},
            r"column “date”, row “military-convention-drafted”: “circa 1892” is not a date.*1950~",
        ),
        (lambda f: f.assign(date=""), {}, r"no row has a date in the column “date”; fill it in"),
        (
            lambda f: f.to_dict(),
            {},
            r"needs a table \(a pandas DataFrame\), not dict; give it for example library.events",
        ),
        (
            lambda f: f,
            {"periods": {"Odd": (1914, 1891)}},
            r"period “Odd” in periods= must be two years",
        ),
        (lambda f: f, {"periods": {"Odd": 1914}}, r"period “Odd” in periods= must be two years"),
        (lambda f: f, {"library": "data"}, r"“library” must be an open library, not a str; write"),
    ],
)
def test_bad_input_gets_one_sentence(library, change, arguments, said):
    with pytest.raises(AllianceError, match=said) as caught:
        timeline(change(library.events), **{"library": library, **arguments})
    assert "\n" not in str(caught.value)


def test_without_a_library_the_one_of_the_module_is_opened(real):
    assert len(timeline(real.events).frame) == len(real.events)


def test_size_in_a_saved_notebook(real):
    """Code and sheet once, then little for each event; see the module for what a link costs."""
    picture = timeline(real.events, library=real)
    bare = timeline(real.events.head(1), library=real)
    fixed = len(bare._repr_html_().encode())
    each = (len(picture._repr_html_().encode()) - fixed) / (len(real.events) - 1)
    assert fixed < 42_000
    assert each < 1_100


def test_makes_no_request():
    """Nothing in the code asks for anything from anywhere."""
    from alliance.page import read_asset

    names = ["timeline/draw.js", "timeline/page.js", "timeline/page.css"]
    names += ["page/frame.js", "page/say.js", "page/words.js", "page/theme.js"]
    code = "".join(map(read_asset, names))
    for call in (
        "http:",
        "https:",
        "fetch(",
        "XMLHttp",
        "import(",
        "url(",
        "innerHTML",
        "etHtml",
        "html:",
    ):
        assert call not in code
    kit = read_asset("page/dom.js").replace("http://www.w3.org/2000/svg", "")  # a name
    for call in ("http:", "https:", "fetch(", "XMLHttp", "import(", "url("):
        assert call not in kit


def test_rows_without_a_category_or_lists_are_drawn(library):
    frame = pd.concat([library.events, library.events.iloc[:1]])
    frame = frame.astype({"category": object})
    frame.iloc[0, list(frame.columns).index("category")] = float("nan")
    frame.iloc[1, list(frame.columns).index("actors")] = float("nan")
    frame.iloc[2, list(frame.columns).index("source_ids")] = float("nan")
    data = packed(timeline(frame, library=library))
    assert data["kinds"][-1] == "No category"
    assert len(data["rows"]) == len(frame)


def test_years_and_days_are_dates_too(library):
    frame = pd.DataFrame(
        {"date": [1950, pd.Timestamp("1951-02-03"), None], "title": ["a", "b", "c"]}
    )
    data = packed(timeline(frame, detail=None, category=None, actors=None, library=library))
    assert [row[4] for row in data["rows"]] == ["1950, month not known", "3 February 1951"]


# --- periods, names ------------------------------------------------------------------------------


def test_periods_stand_as_bands_and_one_may_be_shown_first(real):
    first = int(real.events["date_start"].dt.year.min())
    phases = {"Before": (first - 40, first + 9), "After": (first + 10, first + 19)}
    data = packed(timeline(real.events, periods=phases, start="After", library=real))
    assert data["bands"] == [["Before", first, first + 9], ["After", first + 10, first + 19]]
    assert data["start"] == [first + 10, first + 19]
    whole = packed(timeline(real.events, library=real))
    assert whole["bands"] == [] and whole["start"] == whole["years"]
    with pytest.raises(AllianceError, match=r"start=“Aftr” is no period.*After"):
        timeline(real.events, periods=phases, start="Aftr", library=real)


def test_a_few_events_are_named_and_must_be_there(real):
    few = list(real.events["id"].iloc[[3, 9]])
    titles = set(real.events["title"].iloc[[3, 9]])
    made = rows(timeline(real.events, named=few, library=real))
    assert {row["title"] for row in made if row["named"]} == titles
    assert not any(row["named"] for row in rows(timeline(real.events, library=real)))
    with pytest.raises(AllianceError, match="no event here"):
        timeline(real.events.drop(index=real.events.index[3]), named=few, library=real)


def test_a_stretched_scale_is_told_and_needs_periods(library):
    periods = {"A": (1890, 1893), "B": (1894, 1905)}
    picture = timeline(library.events, title="T", periods=periods, stretch=True, library=library)
    assert any("not from one period to the next" in note for note in picture.notes)
    alone = timeline(library.events, title="T", stretch=True, library=library)
    assert not any("from one period to the next" in note for note in alone.notes)
