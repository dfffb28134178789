"""The estimate explorer without a browser: what is in the page, what is refused, what is hidden."""

from __future__ import annotations

import html
import json
import re

import pandas as pd
import pytest

from alliance import explore
from alliance.explore.estimates import DATE
from alliance.library import open_library
from alliance.problems import AllianceError

FIELDS = [
    "topic",
    "what",
    "low",
    "high",
    "words",
    "at",
    "when",
    "since",
    "known",
    "who",
    "kind",
    "confidence",
    "letter",
    "figure",
    "note",
    "sources",
]


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture(scope="module")
def picture(library):
    return explore.estimates(library.estimates, library=library)


def document(picture) -> str:
    """The page inside the frame."""
    return html.unescape(re.search(r"srcdoc='([^']*)'", picture.body).group(1))


def data(picture) -> dict:
    return json.loads(re.search(r'id="es-data">(.*?)</script>', document(picture), re.S).group(1))


def rows(picture) -> list[dict]:
    text = re.search(r'<pre id="es-rows" hidden>(.*?)</pre>', document(picture), re.S).group(1)
    lines = html.unescape(text).split("\n")
    return [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in lines]


def test_every_statement_is_there_as_it_was_made(library, picture):
    frame, told = library.estimates, data(picture)
    assert len(rows(picture)) == len(frame) == len(picture.frame)
    titles = dict(zip(library.topics["id"], library.topics["title"], strict=True))
    for drawn, row in zip(rows(picture), frame.to_dict("records"), strict=True):
        assert told["topics"][int(drawn["topic"])][0] == titles[row["topic"]]
        assert told["claimants"][int(drawn["who"])] == row["claimant"]
        assert told["kinds"][int(drawn["kind"])] == row["evidence"].replace("-", " ")
        assert drawn["letter"] + drawn["figure"] == row["reliability"] + row["credibility"]
        cited = [told["links"][int(k)][1] for k in drawn["sources"].split(",")]
        assert cited == [library.source(source)["url"] for source in row["source_ids"]]
        if row["unit"] != DATE:
            for end in ("low", "high"):
                assert pd.isna(row[end]) if drawn[end] == "" else float(drawn[end]) == row[end]


def test_table_says_the_same_in_words(picture):
    told = data(picture)
    drawn = sorted(rows(picture), key=lambda row: int(row["topic"]))
    for row, line in zip(drawn, picture.frame.to_dict("records"), strict=True):
        assert line["question"] == told["topics"][int(row["topic"])][0]
        assert (line["figure"], line["as_of"]) == (row["words"], row["when"])
        assert line["public"] == row["known"]
        assert line["grade"] == (row["letter"] + row["figure"] or "–")


def test_topics_stand_in_groups_and_name_what_they_are_kept_apart_from(library, picture):
    page = document(picture)
    groups = re.findall(r'<optgroup label="(.*?)">', page)
    assert len(groups) == len(set(groups)) == library.topics["group"].nunique()
    told = data(picture)["topics"]
    known = {row["id"]: row for row in library.topics.to_dict("records")}
    order = [name for name in known if name in set(library.estimates["topic"])]
    apart = {name: told[k][4] for k, name in enumerate(order)}
    for name in order:
        ids = [known[name]["apart"]] if isinstance(known[name]["apart"], str) else None
        ids = [part for part in (ids or known[name]["apart"]) if part]
        assert len(apart[name]) == len(ids), name
        for entry, other in zip(apart[name], ids, strict=True):
            title = entry if isinstance(entry, str) else told[entry][0]
            assert title == known[other]["title"]


def test_a_topic_that_is_not_shown_is_named_all_the_same(library):
    name = next(row["id"] for row in library.topics.to_dict("records") if row["apart"])
    told = data(explore.estimates(library.estimates, [name], library=library))["topics"]
    assert len(told) == 1
    assert told[0][4] and set(told[0][4]) <= set(library.topics["title"])


def test_ids_choose_topics_and_their_order(library):
    names = list(dict.fromkeys(library.estimates["topic"]))[5:2:-1]
    picture = explore.estimates(library.estimates, names, library=library)
    titles = dict(zip(library.topics["id"], library.topics["title"], strict=True))
    assert [topic[0] for topic in data(picture)["topics"]] == [titles[name] for name in names]
    assert len(picture.frame) == library.estimates["topic"].isin(names).sum()


def test_a_view_of_an_earlier_day_shows_nothing_later(library):
    then = library.as_of("2024-06-20")
    page = explore.estimates(then.estimates, then.topics, library=then).html
    page = html.unescape(html.unescape(page))
    shown = set(then.estimates["id"])
    late = library.estimates[~library.estimates["id"].isin(shown)]
    later = set(library.topics["title"]) - set(then.topics["title"])
    assert len(shown) and len(late) and later
    early = " ".join(then.topics["title"])
    assert [title for title in later if title in page and title not in early] == []
    urls = set(library.sources["url"]) - set(then.sources["url"])
    assert [url for url in urls if url and f'"{url}"' in page] == []
    notes = {note for note in library.estimates["note"] if len(note) > 20}
    assert [note for note in notes if note in page] == []
    figures = [row for row in rows(explore.estimates(then.estimates, then.topics, library=then))]
    assert {row["figure"] for row in figures} == {""}


def test_dates_are_claims_on_a_scale_of_time(library):
    claims = library.estimates[library.estimates["unit"] == DATE]
    for drawn in rows(explore.estimates(claims, library=library)):
        assert 1800 < float(drawn["low"]) <= float(drawn["high"]) < 2100
        assert drawn["words"] == drawn["when"] != ""


def test_mistakes_get_one_sentence(library):
    frame = library.estimates
    with pytest.raises(AllianceError, match="needs a table"):
        explore.estimates([1])
    with pytest.raises(AllianceError, match="no column “claimant”"):
        explore.estimates(frame.drop(columns="claimant"), library=library)
    with pytest.raises(AllianceError, match="no rows"):
        explore.estimates(frame[:0], library=library)
    with pytest.raises(AllianceError, match="no row has the topic “no-such-topic”"):
        explore.estimates(frame, ["no-such-topic"], library=library)
    with pytest.raises(AllianceError, match="must be an open library"):
        explore.estimates(frame, library="data")
    topic = frame["topic"].value_counts().index[0]
    unit = frame.loc[frame["topic"] == topic, "unit"].iloc[0]
    mixed = frame[frame["topic"] == topic].copy()
    mixed.iloc[0, list(mixed.columns).index("unit")] = "sheep"
    with pytest.raises(AllianceError, match=f"mixes the units “sheep”, “{unit}”"):
        explore.estimates(mixed, library=library)


def test_the_page_stays_small_and_asks_no_one(picture):
    assert len(picture.body) < 200_000
    page = document(picture)
    assert not re.search(r'<(link|img|script)[^>]*(src|href)="http', page)


def test_it_works_on_rows_that_no_topic_describes(library):
    frame = library.estimates.head(4).assign(topic="my-own-question")
    frame = frame[frame["unit"] == frame["unit"].iloc[0]]
    told = data(explore.estimates(frame, library=library))["topics"]
    assert told == [["My own question", frame["unit"].iloc[0], 0, "", []]]
