"""The explorers of votes without a browser: what they write, what the table says, bad input."""

from __future__ import annotations

import html
import json
import re

import pandas as pd
import pytest
import yaml

from alliance import explore
from alliance.explore.votes.puzzles import FILE, read_puzzles
from alliance.library import council, open_library
from alliance.problems import AllianceError

MAKERS = [explore.chamber, explore.record, explore.resolve]


@pytest.fixture(scope="module")
def real():
    return open_library()


@pytest.fixture
def tiny(other_data):
    """Two texts of a board of three about another topic, and the library of that topic."""
    library = open_library(other_data)
    texts = pd.DataFrame(
        [
            {"id": "one", "body": "B", "date": "1891", "title": "First", "category": "a-kind"},
            {"id": "two", "body": "B", "date": "1894-01", "title": "Second", "category": "b"},
        ]
    )
    calls = [
        ("one", "FRA", "yes"),
        ("one", "RUS", "abstain"),
        ("one", "SAX", "yes"),
        ("two", "FRA", "no"),
        ("two", "RUS", "yes"),
        ("two", "SAX", "yes"),
    ]
    votes = pd.DataFrame(calls, columns=["resolution", "member", "vote"])
    bodies = pd.DataFrame(
        [
            {
                "id": "b-1",
                "body": "B",
                "from": "1890",
                "until": "",
                "seats": 3,
                "majority": 2,
                "majority_rule": "fixed",
                "permanent": ["FRA"],
            }
        ]
    )
    return {"resolutions": texts, "votes": votes, "bodies": bodies, "library": library}


def packed(picture) -> dict:
    """The data that the script reads; votes unpacked."""
    document = html.unescape(re.search(r"srcdoc='([^']*)'", picture.body).group(1))
    data = json.loads(re.search(r'id="ex-data">(.*?)</script>', document, re.S).group(1))
    for row in data["rows"]:
        row["votes"] = dict(part.split("=") for part in row["votes"].split())
    return data


def test_page_and_table_hold_every_vote(real):
    picture = explore.chamber(real.resolutions, real.votes, library=real)
    rows = packed(picture)["rows"]
    seats = real.bodies[real.bodies["seats"].notna()]["body"]
    small = [text for text in real.resolutions.to_dict("records") if text["body"] in set(seats)]
    assert sorted(row["id"] for row in rows) == sorted(text["id"] for text in small)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    by_id = {text["id"]: text for text in small}
    names = real.actor_name
    for row, told in zip(rows, picture.frame.to_dict("records"), strict=True):
        votes = real.votes[real.votes["resolution"] == row["id"]]
        assert row["votes"] == dict(zip(votes["member"], votes["vote"], strict=True))
        assert row["result"] == by_id[row["id"]]["outcome"]
        assert set(row["vetoed_by"]) == set(by_id[row["id"]]["vetoed_by"])
        for column, vote in zip(
            ["yes", "no", "abstained", "not voting"], council.VOTES, strict=True
        ):
            who = sorted(names(m) for m in votes[votes["vote"] == vote]["member"])
            expected = f"{len(who)}: {', '.join(sorted(who, key=str.casefold))}" if who else "0"
            assert told[column] == expected
    left = set(real.resolutions["id"]) - set(by_id)
    assert left and all(text in picture.notes[0] for text in left)


def test_other_topics_work_with_tables_alone(tiny):
    picture = explore.chamber(**tiny)
    data = packed(picture)
    assert [row["result"] for row in data["rows"]] == ["adopted", "vetoed"]
    assert [m["name"] for m in data["members"]] == ["France", "Russia", "SAX"]
    assert list(picture.frame["result"]) == ["Adopted", "Vetoed: France"]
    assert "Texts adopted: 1, vetoed: 1" in picture.summary
    lines = packed(explore.record(**tiny))["lines"]
    assert lines == [{"ids": ["FRA"], "name": "France", "remarks": []}]
    assert packed(explore.resolve(**tiny))["puzzles"] == []


def test_the_text_to_begin_with(tiny):
    assert packed(explore.chamber(**tiny))["start"] == 1
    assert packed(explore.chamber(**tiny, start="one"))["start"] == 0
    with pytest.raises(AllianceError, match="start=“three” is no text"):
        explore.chamber(**tiny, start="three")


def test_a_part_of_a_roll_call_is_not_counted_as_the_whole(tiny):
    tiny["votes"] = tiny["votes"][:4]  # of the second text only the no
    tiny["resolutions"] = tiny["resolutions"].assign(adopted="yes", vetoed_by=[[], []])
    row = packed(explore.chamber(**tiny))["rows"][1]
    assert (row["known"], row["result"], row["counts"]["unknown"]) == (False, "adopted", 2)
    tiny["resolutions"] = tiny["resolutions"].assign(adopted="no", vetoed_by=[[], ["FRA"]])
    row = packed(explore.chamber(**tiny))["rows"][1]
    assert (row["result"], row["vetoed_by"]) == ("vetoed", ["FRA"])
    assert [r["id"] for r in packed(explore.resolve(**tiny))["rows"]] == ["one"]


def test_a_seat_that_passes_on_shares_a_row(real):
    picture = explore.record(real.resolutions, real.votes, library=real)
    lines = packed(picture)["lines"]
    assert [line["ids"] for line in lines if len(line["ids"]) > 1] == [["SUN", "RUS"]]
    assert len(lines) == 5
    column = picture.frame["Soviet Union, then Russia"]
    told = dict(zip(picture.frame["text"], column, strict=True))
    assert told["S/RES/82"] == "not voting (Not present)"
    assert told["S/2024/255"] == "no, a veto"
    assert told["S/RES/2623"] == "no"  # procedural: against, and no veto


def test_the_record_says_who_held_a_seat(real):
    """A remark on a vote stands in the cell, and with its days below the row of its member."""
    cast = real.votes.merge(real.resolutions, left_on="resolution", right_on="id")
    cast = cast.query("body == 'SC' and member == 'CHN' and note_x != ''").sort_values("date")
    picture = explore.record(real.resolutions, real.votes, library=real)
    shown = picture.frame.set_index("text")["China"]
    for row in cast.itertuples():
        assert f"({row.note_x.rstrip('.')})" in shown[row.resolution]
    assert shown.str.contains("(", regex=False).sum() == len(cast)
    line = next(one for one in packed(picture)["lines"] if one["ids"] == ["CHN"])
    assert [(remark[0], remark[3]) for remark in line["remarks"]] == [
        (cast["note_x"].iloc[0], str(len(cast)))
    ]
    changed = real.votes.assign(note="")
    line = packed(explore.record(real.resolutions, changed, library=real))["lines"][0]
    assert line["remarks"] == []


def test_members_of_the_record_can_be_chosen(tiny):
    picture = explore.record(**tiny, members=["RUS", ["SAX", "FRA"]])
    assert [line["ids"] for line in packed(picture)["lines"]] == [["RUS"], ["SAX", "FRA"]]
    with pytest.raises(AllianceError, match="“GBR” cast no vote on these texts"):
        explore.record(**tiny, members=["GBR"])
    tiny["bodies"]["permanent"] = [[]]
    with pytest.raises(AllianceError, match="members="):
        explore.record(**tiny)


@pytest.mark.parametrize("make", MAKERS)
def test_mistakes_are_said_with_a_remedy(make, tiny):
    def tried(**changed):
        with pytest.raises(AllianceError) as found:
            make(**{**tiny, **changed})
        return str(found.value)

    assert "no column “vote”" in tried(votes=tiny["votes"].rename(columns={"vote": "call"}))
    assert "must be one of yes, no" in tried(votes=tiny["votes"].assign(vote="maybe"))
    assert "has no rows" in tried(resolutions=tiny["resolutions"][:0])
    assert "no rule for the body" in tried(resolutions=tiny["resolutions"].assign(date="1800"))
    assert "atlas.areas" in tried(bodies=tiny["bodies"].assign(seats=193))
    assert "bodies=library.bodies" in tried(bodies=None)
    assert "open library" in tried(library="data")


def goal(**changed):
    puzzle = {word: "x" for word in ("id", "title", "task", "hint", "why")}
    puzzle["goal"] = {"result": "adopted", "votes": [{"who": "all", "vote": "yes", "most": 2}]}
    return {**puzzle, **changed}


@pytest.mark.parametrize(
    ("puzzle", "words"),
    [
        ("text", "must have a title"),
        (goal(hint=None), "“hint” is missing"),
        (goal(start="three"), "no text “three”"),
        (goal(goal=None), "“goal” is missing"),
        (goal(question="important"), "“question” must be one of"),
        (goal(goal={"result": "passed"}), "“result” must be one of"),
        (goal(goal={"result": "adopted", "votes": [{"who": "some"}]}), "“who” must be one of"),
        (
            goal(goal={"result": "adopted", "votes": [{"who": "FRA", "vote": False}]}),
            "“vote” must be one of",
        ),
        (
            goal(goal={"result": "adopted", "votes": [{"who": "all", "vote": "no"}]}),
            "“least” or “most”",
        ),
    ],
)
def test_wrong_puzzles_are_named(tiny, puzzle, words):
    with pytest.raises(AllianceError, match=words):
        explore.resolve(**tiny, puzzles=[puzzle])
    explore.resolve(**tiny, puzzles=[goal()])


def test_the_file_of_puzzles(real, tmp_path):
    found = read_puzzles(real.folder / FILE)
    assert len(found) >= 4
    assert len({puzzle["id"] for puzzle in found}) == len(found)
    for puzzle in found:
        assert puzzle["source_ids"] and all(real.source(s) for s in puzzle["source_ids"])
    tables = {"votes": real.votes, "library": real}
    shown = packed(explore.resolve(real.resolutions, **tables))["puzzles"]
    assert [puzzle["id"] for puzzle in shown] == [puzzle["id"] for puzzle in found]
    one = real.resolutions[real.resolutions["id"] == found[0]["start"]]
    shown = packed(explore.resolve(one, **tables))["puzzles"]
    assert [p["id"] for p in shown] == [p["id"] for p in found if p["start"] in set(one["id"])]
    assert read_puzzles(tmp_path / FILE) == []
    for text in ("puzzles: [", yaml.safe_dump({"other": 1})):
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        with pytest.raises(AllianceError, match=FILE):
            read_puzzles(tmp_path / FILE)
