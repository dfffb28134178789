"""The data package: opened, checked, cited, and seen as it was known on a day."""

from __future__ import annotations

import json
from functools import lru_cache

import pandas as pd
import pytest

from alliance.library import check_library, citations, open_library
from alliance.library.keys import check_keys
from alliance.library.package import read_package
from alliance.problems import AllianceError
from tests.library.packages import cell, edit, only
from tests.places import DATA
from tests.practice_samples import OTHER


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


def test_the_real_package_has_no_problems():
    assert [str(p) for p in check_library(DATA)[1]] == []


def test_the_other_package_has_no_problems(other_data):
    assert [str(p) for p in check_library(other_data)[1]] == []


@pytest.mark.parametrize("folder", [DATA, OTHER], ids=["data", "other alliance"])
def test_frictionless_agrees_that_the_package_is_valid(folder):
    """The reference validator is given the very file that stands in the folder."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["fileName", "rowNumber", "fieldName", "message"])[:5]
    assert len(report.tasks) == len(described(folder))


def described(folder):
    """Return the resources that the descriptor of a folder has, by name."""
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return {resource["name"]: resource for resource in descriptor["resources"]}


@pytest.mark.parametrize("folder", [DATA, OTHER], ids=["data", "other alliance"])
def test_our_own_check_holds_every_foreign_key(folder):
    """Also those of columns of lists, which the reference validator is not asked about."""
    package = read_package(folder)
    for frame in package.tables.values():
        frame["_row"] = range(2, len(frame) + 2)
    assert check_keys(package) == []
    kinds = set()
    for name, resource in described(folder).items():
        schema, frame = resource.get("schema", {}), package.tables.get(name)
        for kind in ("foreignKeys", "foreignKeysOfLists"):
            for link in schema.get(kind, []):
                column = link["fields"][0]
                package.tables[name] = frame.copy()
                cell = ["odd-one"] if kind == "foreignKeysOfLists" else "odd-one"
                package.tables[name].at[0, column] = cell
                found = str(only(check_keys(package)))
                assert found.startswith(f"{name}.csv, row 2, column “{column}”: “odd-one” is not")
                kinds.add(kind)
                package.tables[name] = frame
    assert kinds == {"foreignKeys", "foreignKeysOfLists"}


@pytest.mark.parametrize("folder", [DATA, OTHER], ids=["data", "other alliance"])
def test_every_column_of_ids_of_sources_and_actors_is_a_foreign_key(folder):
    """So that moving keys about loses none."""
    for resource in described(folder).values():
        schema = resource.get("schema", {})
        keyed = [
            key["fields"][0]
            for kind in ("foreignKeys", "foreignKeysOfLists")
            for key in schema.get(kind, [])
        ]
        columns = {field["name"] for field in schema.get("fields", [])}
        assert {"source_ids", "actors", "actor", "parties", "scenario"} & columns <= set(keyed)


def test_every_row_has_a_source(library):
    without = [
        (name, row.id)
        for name, frame in library.tables.items()
        if "source_ids" in frame
        for row in frame.itertuples()
        if not row.source_ids
    ]
    assert without == []


def test_no_source_is_there_twice(library):
    urls = library.sources.query("url != ''")["url"]
    bare = urls.str.replace(r"^https?://(www\.)?", "", regex=True).str.rstrip("/").str.lower()
    assert bare[bare.duplicated()].tolist() == []


def test_columns_have_their_types(library):
    events = library.events
    assert events["date_start"].dtype.kind == "M"
    assert pd.api.types.is_float_dtype(events["lat"])
    assert all(isinstance(ids, list) for ids in events["source_ids"])
    assert not events["summary"].isna().any()


def test_the_same_library_comes_back_until_a_file_changes(package):
    first = open_library(package)
    assert open_library(package) is first
    path = package / "events.csv"
    path.write_text(path.read_text("utf-8").replace("Korean War", "KOREAN WAR"), "utf-8")
    assert open_library(package) is not first


def test_row_and_source_say_what_was_probably_meant(library):
    known = library.events["id"].iloc[0]
    with pytest.raises(AllianceError, match=known):
        library.row("events", known[:-1])
    with pytest.raises(AllianceError, match="no table"):
        library.row("evnets", known)
    with pytest.raises(AttributeError, match="events"):
        _ = library.evnets


def test_citation_links_to_the_source_and_shows_doubt(library):
    sources = library.sources
    sure = sources.query("access == 'excerpt' and url != ''").iloc[0]
    link = library.cite(sure["id"], "<label>").html()
    assert "&lt;label&gt;" in link and "(unverified)" not in link
    doubtful = sources.query("access != 'excerpt'").iloc[0]
    found = library.cite(doubtful["id"])
    assert "(unverified)" in found.html() and "(unverified)" in found.short()
    assert "(unverified)" in str(found) and found.pair() == [str(found), found.address]


def test_citations_are_found_in_markdown():
    text = (
        "As [Reuters](#reuters-1) and [BBC](#bbc-2) say ([Reuters](#reuters-1)); [no](http://x#y)"
    )
    assert citations(text) == ["reuters-1", "bbc-2"]


def test_errors_show_no_traceback_in_a_notebook():
    assert AllianceError("One sentence.")._render_traceback_() == ["One sentence."]


# --- as it was known on ------------------------------------------------------------------------


def test_as_of_hides_what_was_not_public(library):
    then = library.as_of("2024-06-20")
    early = library.events[library.events["date_end"] <= "2024-01-01"]
    assert set(early[early["public_on"] == ""]["id"]) <= set(then.events["id"])
    late = library.events[library.events["date_start"] > "2024-06-20"]
    assert len(late) and not set(late["id"]) & set(then.events["id"])


def test_as_of_hides_secrets_until_they_came_out(library):
    secret = library.events[(library.events["public_on"] != "")]
    assert len(secret) >= 5
    known = lru_cache(lambda day: set(library.as_of(day).events["id"]))
    for row in secret.itertuples():
        day_before = (row.public_on_start - pd.Timedelta(days=1)).date().isoformat()
        assert row.id not in known(day_before), row.id
        assert row.id in known(row.public_on_end.date().isoformat())


def test_as_of_leaves_no_later_date_and_no_later_source(library):
    day = pd.Timestamp("2010-01-01")
    then = library.as_of("2010-01-01")
    for name, frame in then.tables.items():
        for column in frame.columns:
            if column.endswith(("_start", "_end")):
                assert not (frame[column] > day).any(), (name, column)
    known = set(then.sources["id"])
    assert {s for ids in then.events["source_ids"] for s in ids} <= known
    assert len(library.as_of("2026-12-31").events) == len(library.events)


def test_as_of_leaves_an_interval_open_that_outlasts_the_day(package):
    edit(package, "treaties.csv", lambda lines: cell(lines, 3, "ended", "1949/1996"))
    library = open_library(package)
    row = library.treaties["id"][1]
    assert library.row("treaties", row)["signed_end"] < pd.Timestamp("1990-01-01")
    assert library.as_of("1990").row("treaties", row)["ended"] == "1949/.."
    assert library.as_of("1997").row("treaties", row)["ended"] == "1949/1996"


def test_as_of_blanks_what_was_written_in_hindsight(library):
    assert (library.treaties["note"] != "").any()
    assert (library.as_of("2000").treaties["note"] == "").all()


def test_who_changes_a_table_changes_no_other_cell(library):
    events = library.events
    events["decade"] = 1
    events.loc[:, "title"] = "changed"
    assert "decade" not in library.events and "changed" not in set(library.events["title"])


def test_links_take_rows_whose_list_is_missing(library):
    frame = pd.DataFrame({"source_ids": [library.sources["id"][0], float("nan"), None, []]})
    assert len(library.links(frame)) == 1


def test_kinds_are_all_allowed_values_however_the_table_was_cut(library):
    every = library.choices("events", "category")
    assert library.kinds("category", [every[2]]) == every
    assert library.kinds("category", ["no such"]) == library.kinds("nowhere", [""]) == []


def test_labels_are_the_words_of_the_code_book(library):
    assert library.labels("vote", ["abstain"])["abstain"] == "Abstained"
    assert library.labels("vote", ["no such"]) == library.labels("nowhere", []) == {}


def test_as_of_wants_a_date(library):
    with pytest.raises(AllianceError, match="date such as"):
        library.as_of("last year")


def test_ids_follow_a_table_that_someone_has_changed(other_data):
    library = open_library(other_data).as_of("2030")
    assert library.ids("events") == set(library.events["id"])
    assert library.ids("no such table") == set()
    library.held["events"] = library.events.assign(id=lambda rows: rows["id"] + "-x")
    assert library.ids("events") == set(library.events["id"])
    table = library.held["events"]
    table.loc[len(table)] = table.iloc[0]
    table.loc[len(table) - 1, "id"] = "added"
    assert "added" in library.ids("events")


def test_nothing_that_is_handed_out_changes_the_library():
    """Lists in cells too: pandas copies a table and shares the lists that it holds."""
    library = open_library(DATA)
    before = json.dumps(
        {name: frame.to_dict("records") for name, frame in library.held.items()}, default=str
    )
    settings, ladders = json.dumps(library.settings, default=str), library.ladders
    areas, book = json.dumps(library.boundaries), json.dumps(library.fields("events"))
    for name in library.tables:
        for frame in (getattr(library, name), library.tables[name]):
            for column in frame:
                for value in frame[column]:
                    if isinstance(value, list):
                        value.append("z")
            frame["id"] = "another"
            frame.loc[len(frame)] = frame.iloc[0]
    with pytest.raises(TypeError):
        library.tables["claims"] = library.sources
    library.boundaries["features"].clear()
    library.boundaries["features"][0]["properties"]["status"] = "another"
    library.fields("events")[0].setdefault("constraints", {})["pattern"] = "another"
    claim = library.claims.iloc[0]
    claim["source_ids"].append("z")
    library.row("claims", claim["id"])["source_ids"].append("z")
    library.source(library.claims["source_ids"].iloc[0][0])["title"] = "another"
    library.settings["lessons"].clear()
    library.settings["lessons"][:1] = [{"title": "another"}]
    library.settings["borders"]["view"] = "another"
    next(iter(library.ladders.values())).weights["defense"] = 9.0
    library.ladders.clear()
    library.fields("claims")[0]["name"] = "another"
    then = library.as_of("2024-06-20")
    then.events["source_ids"].iloc[0].append("z")
    then.settings["lessons"].clear()
    after = json.dumps(
        {name: frame.to_dict("records") for name, frame in library.held.items()}, default=str
    )
    assert after == before and json.dumps(library.settings, default=str) == settings
    assert json.dumps(library.boundaries) == areas
    assert json.dumps(library.fields("events")) == book
    assert library.ladders == ladders and library.fields("claims")[0]["name"] != "another"
    assert "z" not in then.held["events"]["source_ids"].iloc[0]
    assert library.source(claim["source_ids"][0])["title"] != "another"
