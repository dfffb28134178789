"""The table of reactions and the map of stances: what the rows keep, what the page is given."""

from __future__ import annotations

import html
import json
import re
import shutil

import pandas as pd
import pytest
import yaml

from alliance import explore
from alliance.explore.stances import LOOKS
from alliance.library import open_library
from alliance.problems import AllianceError
from tests.places import DATA


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def acts(library):
    return library.reactions


@pytest.fixture
def tiny(other_data, tmp_path):
    """Three acts about another alliance, one of an actor without a seat, and its library."""
    folder = shutil.copytree(other_data, tmp_path / "data")
    with open(folder / "actors.csv", "a", encoding="utf-8") as file:
        file.write("CLUB,The Club,Club,organisation,,,,,,,#666666,star,kennan-1984\n")
    library = open_library(folder)
    rows = [
        ("a", "1891-08-27", "FRA", "Signs", 2, ["kennan-1984"]),
        ("b", "1891-09~", "CLUB", "Worries <b>", -1, ["kennan-1984"]),
        ("c", "1893-12/1894-01", "FRA", "Says nothing", 0, []),
    ]
    columns = ["id", "date", "actor", "act", "stance", "source_ids"]
    frame = pd.DataFrame(rows, columns=columns).assign(what="More words.", practice=False)
    return frame, library


def packed(picture) -> dict:
    """The data that the script of the page reads."""
    document = html.unescape(re.search(r"srcdoc='([^']*)'", picture.body).group(1))
    return json.loads(re.search(r'id="ex-data">(.*?)</script>', document, re.S).group(1))


# --- the table ---------------------------------------------------------------------------------


def test_ten_acts_for_practice_spread_over_the_scale(acts):
    practice = acts[acts["practice"]]
    assert practice["stance"].value_counts().to_dict() == {level: 2 for level in LOOKS}
    assert practice["actor"].nunique() >= 7
    assert (practice["silent"] == "no").all()


def test_practice_acts_are_worded_without_words_of_the_scale(acts):
    telling = (
        r"condemn|oppos|breach|sanction(?!s of)|welcom|friendly|neutral|concern|party|criticis"
    )
    for row in acts[acts["practice"]].itertuples():
        assert not re.search(telling, f"{row.act} {row.what}", re.I), row.id


def test_a_row_on_one_source_that_is_no_text_of_a_party_is_never_high(library, acts):
    kinds = library.sources.set_index("id")["kind"]
    thin = [r.id for r in acts.itertuples() if r.confidence == "high" and len(r.source_ids) == 1
            and kinds[r.source_ids[0]] not in ("primary", "official")]  # fmt: skip
    assert thin == []


def test_silences_are_of_a_documented_kind(acts):
    asked = acts.query("silent == 'asked'")
    assert (asked["action_kind"] == "no-comment").all() and (asked["stance"] == 0).all()
    assert acts.query("silent == 'stand-in'")["note"].ne("").all()
    assert acts.query("silent == 'stand-in'")["stance"].eq(0).all()


def test_a_view_of_an_earlier_day_hides_later_acts_and_all_notes(library, acts):
    then = library.as_of("2024-06-20").reactions
    assert 0 < len(then) < len(acts)
    assert "seoul-condemns-treaty" in set(then["id"]) and then["date_start"].max() <= pd.Timestamp(
        "2024-06-20"
    )
    assert then["note"].eq("").all()
    # It was done on 28 October and became known on 7 November.
    assert "france-calls-in" not in set(library.as_of("2024-11-01").reactions["id"])
    assert "france-calls-in" in set(library.as_of("2024-11-07").reactions["id"])


def test_the_key_of_the_exercise_on_weights_follows_from_the_table(acts):
    text = (DATA / "questions" / "07-regional-reactions.yml").read_text("utf-8")
    key = next(q for q in yaml.safe_load(text)["questions"] if q["id"] == "regional-try-weigh")
    names = ["KOR", "JPN", "CHN", "MNG", "VNM", "IND", "IRN", "SYR"]
    asia = acts[~acts["practice"] & acts["actor"].isin(names)]
    assert explore.by_actor(asia).mean() == pytest.approx(key["answer"], abs=key["tolerance"] / 2)
    assert abs(asia["stance"].mean() - key["answer"]) > key["tolerance"]


# --- the map -----------------------------------------------------------------------------------


def test_the_page_holds_every_act_in_order_of_time(library, acts):
    picture = explore.stances(acts, views=["pacific", "europe"], library=library)
    data = packed(picture)
    assert len(data["acts"]) == len(picture.frame) == len(acts)
    days = [act[1] for act in data["acts"]]
    assert days == sorted(days)
    assert data["quarters"][-1][0] == days[-1]
    assert len(data["views"]) == 2 and data["land"]["steps"]
    missing = [name for name, lat, _ in data["actors"] if lat is None]
    assert missing and all(name in picture.notes[0] for name in missing)


def test_its_size_stays_within_the_budget_of_a_map(library, acts):
    picture = explore.stances(acts, views=["pacific", "europe"], library=library)
    assert len(picture.body.encode()) < 240_000


def test_another_alliance_drives_it(tiny):
    frame, library = tiny
    picture = explore.stances(frame, library=library)
    data = packed(picture)
    assert [name for name, *_ in data["actors"]] == ["France", "Club"]
    assert data["actors"][1][1:] == [None, None]
    assert [act[5] for act in data["acts"]] == [2, -1, 0]
    assert "Worries <b>" in data["acts"][1][3]
    assert "Club" in picture.notes[0] and "<b>" not in picture.body
    assert data["quarters"][0][1] == "30 September 1891"


def test_quarters_end_on_their_last_days_and_the_last_one_with_the_last_act(tiny):
    frame, library = tiny
    words = [said for _, said in packed(explore.stances(frame, library=library))["quarters"]]
    assert words[:3] == ["30 September 1891", "31 December 1891", "31 March 1892"]
    assert words[-1] == "1 December 1893" and len(words) == 10


@pytest.mark.parametrize(
    ("change", "words"),
    [({"stance": 3}, "from -2 to 2"), ({"actor": "FRX"}, "did you mean “FRA”"),
     ({"date": "/1891"}, "no first day")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said(tiny, change, words):
    frame, library = tiny
    with pytest.raises(AllianceError, match=words):
        explore.stances(frame.assign(**change), library=library)


def test_an_unknown_view_is_said(tiny):
    frame, library = tiny
    with pytest.raises(AllianceError, match="no view “euorpe”"):
        explore.stances(frame, views=["euorpe"], library=library)
    with pytest.raises(AllianceError, match="west < east"):
        explore.stances(frame, views=[(10, 0, 5, 1)], library=library)


def test_means_by_actor_come_before_a_mean_over_actors():
    frame = pd.DataFrame({"actor": ["A"] * 9 + ["B"], "stance": [-2] * 9 + [2]})
    assert frame["stance"].mean() == -1.6 and explore.by_actor(frame).mean() == 0
