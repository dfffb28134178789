"""The explorers of treaties without a browser: what they are given, and what they give back."""

from __future__ import annotations

import html
import json
import re

import pandas as pd
import pytest

from alliance import atlas, explore
from alliance.library import derive, open_library
from alliance.problems import AllianceError
from tests.library.test_library import cell, edit


@pytest.fixture(scope="module")
def library():
    return open_library()


def document(picture) -> str:
    """The page inside the frame."""
    return html.unescape(re.search(r"srcdoc='([^']*)'", picture.body).group(1))


def data(picture) -> dict:
    """What the script of the page reads."""
    return json.loads(re.search(r'id="ex-data">(.*?)</script>', document(picture), re.S).group(1))


def wrong(call) -> str:
    with pytest.raises(AllianceError) as caught:
        call()
    return str(caught.value)


def made(library) -> dict:
    """One picture of each explorer."""
    return {
        "ladder": explore.ladder(library.treaties, library=library),
        "clauses": explore.clauses(library.clauses, library=library),
        "articles": explore.articles(library.articles, library=library),
    }


def test_each_has_title_summary_sources_and_an_equal_table(library):
    rows = {
        "ladder": library.treaties,
        "clauses": library.clauses,
        "articles": library.articles,
    }
    for name, picture in made(library).items():
        assert picture.title and picture.summary.endswith("."), name
        assert "{" not in picture.title + picture.summary, name
        assert picture.links, name
        assert len(picture.frame) == len(rows[name]), name
        assert all(len(ids) for ids in picture.frame["sources"]), name


def test_the_ladder_fits_the_budget(library):
    shown = explore.ladder(library.treaties, library=library)._repr_html_()
    assert len(json.dumps(shown, ensure_ascii=False).encode()) <= 150_000


# --- the ladder ----------------------------------------------------------------------------------


def test_the_table_of_the_ladder_is_that_of_the_rule(library):
    picture = explore.ladder(library.treaties, library=library)
    treaties = library.treaties.set_index("short_name")
    for ladder in library.ladders.values():
        titles = {rung.id: rung.title for rung in ladder.rungs}
        shown = picture.frame.set_index(picture.frame.columns[0])[ladder.title]
        wanted = treaties[derive.column(ladder.id)].map(titles)
        assert shown.to_dict() == wanted.to_dict()


def test_a_changed_value_changes_page_and_table(library):
    treaties = library.treaties
    ladder = next(each for each in library.ladders.values() if not each.weights)
    top = ladder.rungs[0]
    kind = next(kind for kind, wanted in top.when.items() if "no" not in wanted)
    place = treaties.index[treaties[derive.column(ladder.id)] == top.id][0]
    name = treaties.loc[place, "short_name"]
    before = explore.ladder(treaties, library=library)
    treaties.loc[place, derive.column(kind)] = "no"
    after = explore.ladder(treaties, library=library)

    def of(picture):
        row = picture.frame[picture.frame.iloc[:, 0] == name].iloc[0]
        packed = next(each for each in data(picture)["treaties"] if each["name"] == name)
        return row[ladder.title], packed["values"]

    assert of(before)[0] == top.title
    assert of(after)[0] != top.title
    assert of(before)[1] != of(after)[1]


def test_the_ladder_starts_as_asked(library):
    last = list(library.ladders)[-1]
    treaty = library.treaties["id"].iloc[5]
    picture = explore.ladder(library.treaties, start=last, treaty=treaty, library=library)
    packed = data(picture)
    assert packed["ladders"][0]["id"] == last
    names = library.treaties.set_index("id")["short_name"]
    assert packed["treaties"][packed["chosen"]]["name"] == names[treaty]
    only = explore.ladder(library.treaties, ladders={last: library.ladders[last]}, library=library)
    assert [each["id"] for each in data(only)["ladders"]] == [last]


def test_mistakes_are_said_in_a_sentence(library):
    treaties = library.treaties
    assert "library.treaties" in wrong(lambda: explore.ladder("treaties", library=library))
    assert "no rows" in wrong(lambda: explore.ladder(treaties.head(0), library=library))
    assert "“defense”" in wrong(lambda: explore.ladder(treaties.drop(columns="defense")))
    assert "no ladder “x”" in wrong(lambda: explore.ladder(treaties, start="x"))
    assert "no treaty “x”" in wrong(lambda: explore.ladder(treaties, treaty="x"))
    assert "ladders.yml" in wrong(lambda: explore.ladder(treaties, ladders={}))
    assert "open_library()" in wrong(lambda: explore.ladder(treaties, library="data"))
    assert "no treaty “x”" in wrong(lambda: explore.clauses(library.clauses, against="x"))
    two = library.articles.assign(treaty=["a", *["b"] * (len(library.articles) - 1)])
    assert "name one" in wrong(lambda: explore.articles(two))
    assert "no article of “x”" in wrong(lambda: explore.articles(two, treaty="x"))
    obligations = library.obligations
    assert "type “x”" in wrong(lambda: explore.bonds(obligations, "x"))
    assert "no actor “x”" in wrong(lambda: explore.bonds(obligations, actor="x"))
    assert "no day" in wrong(lambda: explore.bonds(obligations, on="long ago"))
    assert "“by”" in wrong(lambda: explore.bound(obligations.drop(columns="by")))


def test_a_type_is_found_in_either_spelling(library):
    kinds = library.choices("obligations", "type")
    kind = next(k for k in kinds if k.endswith("ense"))
    as_written = explore.bonds(library.obligations, kind, library=library)
    other = explore.bonds(library.obligations, kind.replace("ense", "ence"), library=library)
    assert len(other) == len(as_written) > 0
    assert other["bond"].tolist() == as_written["bond"].tolist()
    counted = explore.bound(library.obligations, kind.replace("ense", "ence"), library=library)
    assert not counted.empty


def test_an_actor_is_searched_by_every_name(library):
    packed = data(explore.ladder(library.treaties, library=library))
    rows = library.actors.set_index("short_name")
    assert len(packed["searched"]) == len(packed["actors"])
    for name, words in zip(packed["actors"], packed["searched"], strict=True):
        full = rows.loc[name, "name"]
        assert name in words and full in words and rows.loc[name, "id"] in words
        assert "".join(c for c in full if c.isupper()) in words.split()[-1]


def test_what_is_no_rank_is_marked_so(library, package):
    path = package / "ladders.yml"
    path.write_text(path.read_text("utf-8").replace("rank: false", "rank: true"), "utf-8")
    for where, apart in ((library, True), (open_library(package), False)):
        packed = data(explore.ladder(where.treaties, library=where))["ladders"]
        unranked = [r["id"] for scheme in packed for r in scheme["rungs"] if not r["rank"]]
        assert bool(unranked) is apart
        asks = [v for s in packed for r in s["rungs"] if not r["rank"] for v in r["when"].values()]
        assert (["unknown"] in asks) is apart


def test_it_shows_what_was_known_on_a_day(library):
    then = library.as_of("1990")
    picture = explore.ladder(then.treaties, library=then)
    assert 0 < len(picture.frame) == len(then.treaties) < len(library.treaties)
    assert explore.bonds(then.obligations, library=then).shape[0] > 0


def test_data_without_obligations_say_so(library, other_data):
    other = open_library(other_data)
    needs = wrong(lambda: explore.ladder(library.treaties, library=other))
    assert "“obligations”" in needs
    assert "“treaties”" in wrong(lambda: explore.bonds(library.obligations, library=other))


def test_changing_one_obligation_moves_the_treaty_on_ladder_and_map(package):
    before = open_library(package)
    ids = before.treaties.query("ended == ''")["id"]
    rows = before.obligations.query("type == 'defense' and value == 'no'")
    row = rows[rows["treaty"].isin(ids)].iloc[-1]
    name = before.row("treaties", row["treaty"])["short_name"]
    edit(package, "obligations.csv", lambda lines: cell(lines, row.name + 2, "value", "yes"))
    after = open_library(package)

    def shown(library):
        picture = explore.ladder(library.treaties, library=library)
        stands = picture.frame[picture.frame.iloc[:, 0] == name].iloc[0, 2:-4].tolist()
        lines = explore.bonds(library.obligations, actor=row["by"][0], library=library)
        return stands, sum(name in treaties for treaties in lines["treaties"])

    (stood, none), (stands, lines) = shown(before), shown(after)
    assert stood != stands
    assert none == 0 and lines > 0


# --- clauses and articles ------------------------------------------------------------------------


def test_clauses_are_found_by_treaty_and_stand_beside_each_other(library):
    ids = list(library.clauses["treaty"])
    picture = explore.clauses(library.clauses, against=ids[3], beside=[ids[0], ids[2]])
    assert data(picture)["chosen"] == [ids.index(ids[3]), 0, ids.index(ids[2])]


def test_the_caption_tells_of_ties(library):
    """The nearest and the farthest are those of the table, all of them, and follow it."""
    codes = [row["code"] for row in data(explore.clauses(library.clauses))["rows"] if row["code"]]
    rows = library.clauses.head(4).copy()
    rows[codes] = "unknown"
    a, b = codes[:2]
    rows[a] = ["x", "x", "y", "y"]
    rows[b] = ["x", "x", "y", "y"]
    names = list(explore.clauses(rows, library=library).frame.iloc[:, 0])
    said = explore.clauses(rows, library=library).summary
    assert f"Nearest: {names[1]}, known to differ in 0." in said
    assert f"Farthest: 2 that tie, in 2 each ({names[2]}; {names[3]})." in said
    rows.loc[rows.index[3], b] = "x"
    said = explore.clauses(rows, library=library).summary
    assert f"Farthest: {names[2]}, in 2." in said and "tie" not in said
    rows[[a, b]] = "x"
    assert "All are known to differ in 0." in explore.clauses(rows, library=library).summary


def test_a_coded_column_is_compared_and_words_are_not(library):
    rows = {row["title"]: row for row in data(explore.clauses(library.clauses))["rows"]}
    fields = {f["name"]: f["title"] for f in library.fields("clauses")}
    assert rows[fields["trigger"]]["code"] == "trigger_kind"
    assert rows[fields["scope"]]["code"] == ""
    assert rows[fields["un_article_51"]] == {
        "title": fields["un_article_51"],
        "text": "",
        "code": "un_article_51",
    }
    assert fields["trigger_kind"] not in rows


def test_a_column_of_the_learner_joins_the_comparison(library):
    widened = library.clauses.assign(my_view="strong")
    assert "My view" in explore.clauses(widened).frame.columns


def test_articles_are_sorted_from_what_obliges_most(library):
    picture = explore.articles(library.articles, library=library)
    order = library.choices("articles", "strength")[::-1]
    packed = data(picture)
    assert [name for name, _ in packed["groups"]] == order
    assert all(meaning for _, meaning in packed["groups"])
    strengths = library.articles.set_index("number")["strength"]
    shown = [order.index(strengths[int(number)]) for number in picture.frame.iloc[:, 0]]
    assert shown == sorted(shown)


# --- bonds ---------------------------------------------------------------------------------------

PAIR = {"type": "defense", "value": "yes", "source_ids": ["a"]}


@pytest.fixture
def few(library):
    """Obligations of treaties in force: one way, both ways, and among many."""
    treaties = library.treaties
    ids = list(treaties[treaties["ended"] == ""]["id"][:3])
    actors = library.actors
    a, b, *more = actors[(actors["until"] == "") & actors["lat"].notna()]["id"][:8]
    frame = pd.DataFrame(
        [
            {**PAIR, "treaty": ids[0], "by": [a], "to": [b]},
            {**PAIR, "treaty": ids[1], "by": [a, b], "to": [a, b], "value": "conditional"},
            {**PAIR, "treaty": ids[2], "by": [a, *more], "to": [a, *more]},
            {**PAIR, "treaty": ids[2], "by": [a], "to": [b], "type": "offense"},
        ]
    )
    return frame, a, b, more


def test_bonds_have_a_direction_and_the_strongest_value(few, library):
    frame, a, b, _ = few
    found = explore.bonds(frame, library=library).set_index(["from_id", "to_id"])
    assert set(found.index) == {(a, b), (b, a)}
    assert found.loc[(a, b), "value"] == "yes" and found.loc[(b, a), "value"] == "conditional"
    assert found.loc[(a, b), "count"] == 2 and found.loc[(a, b), "source_ids"] == ["a"]
    only = explore.bonds(frame, values=["yes"], library=library)
    assert list(only["from_id"]) == [a] and list(only["ways"]) == ["one way"]
    assert len(explore.bonds(frame, once=True, library=library)) == 1


def test_large_treaties_are_left_out_unless_an_actor_is_chosen(few, library):
    frame, a, _, more = few
    name = library.row("treaties", frame["treaty"][2])["short_name"]
    assert explore.bonds(frame, library=library).attrs["left_out"] == [name]
    own = explore.bonds(frame, actor=a, library=library)
    assert set(more) <= set(own["to_id"]) and set(own["from_id"]) | set(own["to_id"]) >= {a}
    assert ((own["from_id"] == a) | (own["to_id"] == a)).all()
    counted = explore.bound(frame, library=library).set_index("actor")["bonds"]
    assert counted[a] == len(more) + 1 and counted[more[0]] == len(more)


def test_bonds_hold_in_their_time(few, library):
    was = explore.bonds(library.obligations, on="1965-06-30", most=99, library=library)
    gone = set(library.actors[library.actors["until"] != ""]["id"])
    assert set(was["from_id"]) & gone
    signed = library.treaties.set_index("short_name")["signed_start"]
    ended = library.treaties.set_index("short_name")["ended_end"]
    for name in was["treaties"].explode().unique():
        assert signed[name] <= pd.Timestamp("1965-06-30")
        assert pd.isna(ended[name]) or ended[name] > pd.Timestamp("1965-06-30")
    # A state that has ended owes nothing under a treaty that has not.
    frame, a, b, _ = few
    dead = library.actors[library.actors["until"] != ""]["id"].iloc[0]
    frame.at[0, "by"] = [dead]
    now = explore.bonds(frame.head(2), library=library)
    assert set(now["from_id"]) == {a, b}


def test_the_atlas_draws_bonds_as_they_come(library):
    lines = explore.bonds(library.obligations, once=True, library=library)
    picture = atlas.lines(lines, title="T", label="bond", category="ways", library=library)
    assert len(picture.frame) == len(lines)
    areas = explore.bound(library.obligations, library=library)
    drawn = atlas.areas(areas, value="bonds", key="actor", title="T", library=library)
    assert len(drawn.frame) == len(areas)
