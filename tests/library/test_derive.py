"""What follows from the obligations: strongest values, and the rung on which a treaty stands."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from alliance.library import check_library, derive, open_library
from alliance.library.derive import STRENGTH, Ladder, Rung, column, place, strongest
from alliance.library.ladders import read_ladders
from alliance.library.package import read_package
from alliance.problems import AllianceError
from tests.library.test_library import cell, edit
from tests.places import DATA

KINDS = ("defense", "consultation", "nonaggression")
VALUES = st.sampled_from(STRENGTH)
TREATY = st.dictionaries(st.sampled_from(KINDS), VALUES)
WHEN = st.dictionaries(
    st.sampled_from(KINDS), st.lists(VALUES, min_size=1, unique=True).map(tuple), min_size=1
)


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@st.composite
def ladders(draw):
    """Ladders of conditions, the last rung open."""
    rungs = [Rung(f"rung-{n}", "", when=draw(WHEN)) for n in range(draw(st.integers(0, 4)))]
    return Ladder("any", "Any", "", (*rungs, Rung("rest", "")))


@st.composite
def weighted(draw):
    """Ladders of weights, the last rung open; stronger values are worth no less."""
    weights = {k: draw(st.integers(0, 9)) for k in KINDS}
    weights[KINDS[0]] += 1
    worths = sorted(draw(st.lists(st.floats(0, 1), min_size=4, max_size=4)))
    least = sorted(draw(st.sets(st.integers(1, 20), max_size=4)), reverse=True)
    rungs = [Rung(f"from-{n}", "", least=float(n)) for n in least]
    value_of = dict(zip(STRENGTH, worths, strict=True))
    return Ladder("any", "Any", "", (*rungs, Rung("rest", "")), weights, value_of)


# --- placing: pure --------------------------------------------------------------------------


@given(TREATY, ladders())
def test_a_treaty_stands_on_the_first_rung_whose_conditions_all_hold(values, ladder):
    found = place(values, ladder)
    assert found == place(dict(values), ladder) and found.score is None
    for rung in ladder.rungs:
        holds = all(values.get(k, "unknown") in wanted for k, wanted in rung.when.items())
        if rung == found.rung:
            assert holds
            break
        assert not holds


@given(TREATY, ladders())
def test_the_reasons_tell_the_whole_way(values, ladder):
    rung, reasons, _ = place(values, ladder)
    tried = ladder.rungs[: ladder.rungs.index(rung) + 1]
    assert [(r.rung, r.type) for r in reasons] == [(t.id, k) for t in tried for k in t.when]
    assert all(reason.holds == (reason.value in reason.wanted) for reason in reasons)


@given(TREATY, weighted())
def test_weights_add_up_and_reach_a_rung(values, ladder):
    rung, reasons, score = place(values, ladder)
    assert score == pytest.approx(sum(reason.points for reason in reasons), abs=1e-5)
    assert len(reasons) == len(ladder.weights)
    above = ladder.rungs[: ladder.rungs.index(rung)]
    assert rung.least is None or score >= rung.least
    assert all(score < higher.least for higher in above)


@given(TREATY, weighted(), st.sampled_from(KINDS))
def test_a_stronger_promise_never_moves_a_treaty_down(values, ladder, kind):
    stronger = values | {kind: "yes"}
    places = [ladder.rungs.index(place(v, ladder).rung) for v in (stronger, values)]
    assert places[0] <= places[1]


def test_tenths_reach_the_rung_that_begins_at_their_sum():
    worth = dict.fromkeys(STRENGTH, 1.0)
    rungs = (Rung("top", "", least=0.3), Rung("rest", ""))
    ladder = Ladder("any", "", "", rungs, {"defense": 0.1, "offense": 0.2}, worth)
    assert place({}, ladder).rung.id == "top"


def test_strongest():
    assert strongest(["no", "conditional", "unknown"]) == "conditional"
    assert strongest(["no", "unknown"]) == "unknown" and strongest([]) == "unknown"


# --- in the library -------------------------------------------------------------------------


def test_each_treaty_has_a_row_for_each_type(library):
    kinds = library.choices("obligations", "type")
    rows = library.obligations
    assert len(kinds) == 11
    for treaty in library.treaties["id"]:
        assert set(rows[rows["treaty"] == treaty]["type"]) == set(kinds), treaty


def test_what_is_recalled_says_so(library):
    rows = library.obligations
    assert (rows[rows["evidence"] == "recalled"]["note"] != "").all()


def test_who_is_bound_is_a_party(library):
    parties = dict(zip(library.treaties["id"], library.treaties["parties"], strict=True))
    for row in library.obligations.itertuples():
        assert {*row.by, *row.to} <= set(parties[row.treaty]), row.id


def test_the_columns_follow_the_rows(library):
    rows = library.obligations
    for treaty in library.treaties.to_dict("records"):
        mine = rows[rows["treaty"] == treaty["id"]]
        values = {k: strongest(part["value"]) for k, part in mine.groupby("type")}
        assert all(treaty[column(kind)] == value for kind, value in values.items())
        for ladder in library.ladders.values():
            assert treaty[column(ladder.id)] == place(values, ladder).rung.id


def test_the_code_book_knows_the_columns(library):
    assert library.choices("treaties", "defense") == list(STRENGTH[::-1])
    for ladder in library.ladders.values():
        rungs = [rung.id for rung in ladder.rungs]
        assert library.choices("treaties", column(ladder.id)) == rungs


def test_columns_bear_the_labels_of_the_types(library):
    titles = {spec["name"]: spec["title"] for spec in library.fields("treaties")}
    assert titles["nonaggression"] == "Non-aggression"
    assert titles["atop"] == library.ladders["atop"].title


def test_a_partnership_can_be_an_alliance(library):
    row = library.row("treaties", "russia-dprk-2024")
    assert row["title_says"] == "comprehensive strategic partnership"
    assert row["article_tiers"] == "mutual-defence-alliance"
    assert library.row("treaties", "russia-iran-2025")["defense"] == "no"


def test_duties_need_not_run_both_ways(library):
    rows = library.obligations.query("treaty == 'us-japan-1960' and type == 'defense'")
    found = {(*row.by, *row.to): row.value for row in rows.itertuples()}
    assert found == {("USA", "JPN"): "conditional", ("JPN", "USA"): "conditional"}
    assert rows["condition"].nunique() == 2
    nuclear = library.obligations.query("treaty == 'us-japan-1960' and type == 'nuclear-guarantee'")
    assert [(*row.by, *row.to) for row in nuclear.itertuples()] == [("USA", "JPN")]


def test_as_of_knows_no_wording_of_a_later_protocol(library):
    for day, known in (("2010-12-09", False), ("2010-12-10", True)):
        then = library.as_of(day)
        assert "csto-1992" in set(then.treaties["id"])
        assert ("csto-1992" in set(then.clauses["treaty"])) == known
        assert any("asks" in text for text in then.obligations["condition"]) == known
        assert then.row("treaties", "csto-1992")["defense"] == ("unknown", "conditional")[known]


def test_as_of_knows_no_later_treaty_and_no_later_practice(library):
    then = library.as_of("1960")
    treaties = set(then.treaties["id"])
    assert "us-rok-1953" in treaties and "russia-dprk-2024" not in treaties
    for name in ("obligations", "clauses", "articles"):
        assert set(then.tables[name]["treaty"]) <= treaties
        assert (then.tables[name]["note"] == "").all()
    assert then.row("treaties", "us-rok-1953")["integrated_command"] == "unknown"
    assert library.row("treaties", "us-rok-1953")["integrated_command"] == "yes"
    assert then.row("treaties", "us-rok-1953")["article_tiers"] == "mutual-defence-alliance"


def test_a_package_without_obligations_is_left_as_it_is(other_data):
    library = open_library(other_data)
    assert library.ladders == {} and derive.types(library._package) == []
    assert library.as_of("1900").ladders == {}


def test_obligations_are_checked(package):
    def change(lines):
        lines[:] = [line for line in lines if not line.startswith("nato-1949-neutrality,")]

    edit(package, "obligations.csv", change)
    rows = check_library(DATA)[0].obligations
    number = rows.index[rows["value"] == "conditional"][0]
    edit(package, "obligations.csv", lambda lines: cell(lines, number + 2, "condition", ""))
    told = [str(problem) for problem in check_library(package)[1]]
    assert any("“nato-1949” has no row of the type “neutrality”" in t for t in told)
    assert any(rows["id"][number] in t and "no condition" in t for t in told)


def test_known_with_must_name_a_link(package):
    path = package / "datapackage.json"
    words = path.read_text("utf-8").replace('"knownWith": "treaty"', '"knownWith": "title"')
    path.write_text(words, "utf-8")
    told = [str(problem) for problem in check_library(package)[1]]
    assert any("knownWith names “title”, which is no foreign key" in t for t in told), told


def test_articles_are_complete(library):
    mine = library.articles.query("treaty == 'russia-dprk-2024'")
    assert list(mine["number"]) == list(range(1, 24))
    assert (mine[mine["evidence"] != "read"]["number"].isin([13, 14, 19, 21])).sum() == 4
    assert (library.articles.query("evidence == 'recalled'")["note"] != "").all()


# --- mistakes in ladders.yml ----------------------------------------------------------------


def broken(change):
    def write(folder):
        path = folder / "ladders.yml"
        content = yaml.safe_load(path.read_text("utf-8"))
        change(content["ladders"])
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")

    return write


def text(content):
    return lambda folder: (folder / "ladders.yml").write_text(content, "utf-8")


def rungs(ladders, name="atop"):
    return ladders[name]["rungs"]


MISTAKES = {
    "no YAML": (text("ladders: [\n"), ["row 2", "YAML cannot be read"]),
    "no ladders": (text("ladder: {}\n"), ["no “ladders:”"]),
    "no lines": (broken(lambda x: x.update(atop="x")), ["atop", "write title"]),
    "unknown type": (
        broken(lambda x: rungs(x)[0].update(when={"defence": ["yes"]})),
        ["atop", "“defence”", "did you mean “defense”"],
    ),
    "unknown value": (
        broken(lambda x: rungs(x)[0].update(when={"defense": ["maybe"]})),
        ["“maybe”", "“offense”"],
    ),
    "no title": (
        broken(lambda x: x["atop"].pop("title")),
        ["row 130, column “ladders.atop.title”", "the text is missing"],
    ),
    "rung without title": (
        broken(lambda x: rungs(x)[1].pop("title")),
        ["ladders.atop.rungs 2: rung “defense”, title”", "the text is missing"],
    ),
    "rung without id": (broken(lambda x: rungs(x)[1].pop("id")), ["rung 2 has no id"]),
    "two of one id": (
        broken(lambda x: rungs(x)[1].update(id="offense")),
        ["two rungs", "“offense”"],
    ),
    "no rungs": (
        broken(lambda x: x["atop"].pop("rungs")),
        ["ladders.atop.rungs”", "at least one is wanted"],
    ),
    "open rung in the middle": (
        broken(lambda x: rungs(x)[1].pop("when")),
        ["“defense” takes every treaty"],
    ),
    "closed at the end": (
        broken(lambda x: rungs(x)[-1].update(when={"defense": ["no"]})),
        ["the last rung"],
    ),
    "a key too many": (
        broken(lambda x: rungs(x)[0].update(wen={})),
        ["rung “offense”, wen”", "unknown", "did you mean “when”"],
    ),
    "weight in words": (
        broken(lambda x: x["own-weights"]["weights"].update(defense="much")),
        ["own-weights", "weights.defense”", "“much”, not a number"],
    ),
    "worth missing": (
        broken(lambda x: x["own-weights"]["value_of"].pop("unknown")),
        ["“unknown” has no worth"],
    ),
    "worth too large": (
        broken(lambda x: x["own-weights"]["value_of"].update(yes=2)),
        ["outside 0 to 1"],
    ),
    "scores that rise": (
        broken(lambda x: rungs(x, "own-weights")[0].update(least=1)),
        ["do not fall"],
    ),
    "conditions and weights": (
        broken(lambda x: rungs(x, "own-weights")[0].update(when={"defense": ["yes"]})),
        ["keep either"],
    ),
    "score without weights": (broken(lambda x: rungs(x)[0].update(least=3)), ["no weights"]),
    "bad id": (broken(lambda x: x.update({"A b": x.pop("atop")})), ["A b", "wrong form"]),
    "name of a column": (broken(lambda x: x.update(note=x.pop("atop"))), ["another id"]),
    "unknown source": (
        broken(lambda x: x["atop"].update(about="So [he](#nobody) says.")),
        ["atop.about”", "cites “nobody”, which is no source"],
    ),
}


@pytest.fixture(scope="module")
def read():
    """The tables, read once: only the ladders change from test to test."""
    return read_package(DATA)


def ladders_of(read, folder, break_it):
    """Read the ladders of a folder that holds nothing else."""
    shutil.copy(DATA / "ladders.yml", folder)
    break_it(folder)
    problems = []
    ladders = read_ladders(replace(read, folder=folder), problems)
    return ladders, [str(problem) for problem in problems]


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_gets_a_sentence(name, read, tmp_path):
    break_it, wanted = MISTAKES[name]
    _, told = ladders_of(read, tmp_path, break_it)
    assert any(t.startswith("ladders.yml") and all(w in t for w in wanted) for t in told), told


def test_a_mistake_stops_the_lesson(package):
    MISTAKES["no title"][0](package)
    with pytest.raises(
        AllianceError, match=r"ladders\.yml, row \d+, column “ladders\.atop\.title”"
    ):
        open_library(package)


def test_a_bare_yes_or_no_is_understood(read, tmp_path, library):
    """YAML reads them as true and false."""

    def bare(folder):
        path = folder / "ladders.yml"
        words = path.read_text("utf-8").replace('"yes"', "yes").replace('"no"', "no")
        path.write_text(words, "utf-8")

    ladders, told = ladders_of(read, tmp_path, bare)
    assert told == [] and ladders == library.ladders
