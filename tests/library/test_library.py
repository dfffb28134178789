"""The data package: opened, checked, cited, and seen as it was known on a day."""

from __future__ import annotations

import json
from functools import lru_cache

import pandas as pd
import pytest

from alliance.library import check_library, citations, open_library
from alliance.library.keys import check_keys
from alliance.library.package import read_package
from alliance.problems import AllianceError, Problem
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


# --- broken input: file, row, column, remedy ----------------------------------------------------


def edit(folder, name, change):
    """Change a file's text; `change` gets the lines."""
    path = folder / name
    lines = path.read_text("utf-8").splitlines(keepends=True)
    change(lines)
    path.write_text("".join(lines), "utf-8")


def cell(lines, row, column, value):
    """Replace one cell of a CSV file given as lines; `row` as an editor counts."""
    import csv
    import io

    rows = list(csv.reader(lines))
    rows[row - 1][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    lines[:] = out.getvalue().splitlines(keepends=True)


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(p) for p in problems]
    return problems[0]


def test_missing_column(package):
    edit(package, "events.csv", lambda ls: ls.__setitem__(0, ls[0].replace(",title,", ",name,")))
    texts = [str(p) for p in check_library(package)[1]]
    assert any("events.csv, row 1, column “title”: the column is missing" in t for t in texts)


@pytest.mark.parametrize(
    ("column", "value", "what", "remedy"),
    [
        ("date", "19 June 2024", "is not a date", "2024-06-19"),
        ("lat", "412", "412 is out of range", "between -90 and 90"),
        ("lat", "north", "is not a number", "digits"),
        ("category", "warr", "is not allowed", "use one of"),
        ("title", "", "the cell is empty", "fill it in"),
        ("source_ids", "no-such-source", "is not in sources.csv", "sources.csv first"),
        ("actors", "XXX", "is not in actors.csv", "actors.csv first"),
    ],
)
def test_a_bad_cell(package, column, value, what, remedy):
    edit(package, "events.csv", lambda lines: cell(lines, 5, column, value))
    problem = only(check_library(package)[1])
    assert (problem.file, problem.row, problem.column) == ("events.csv", 5, column)
    assert what in str(problem) and remedy in str(problem)


def test_an_id_that_stands_there_twice(package):
    def repeat(lines):
        cell(lines, 6, "id", lines[4].split(",")[0])

    edit(package, "events.csv", repeat)
    problem = only(check_library(package)[1])
    assert (problem.file, problem.row, problem.column) == ("events.csv", 6, "id")


def test_wrong_encoding(package):
    path = package / "sources.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines[2] = lines[2].rstrip("\n") + "é\n"
    path.write_bytes("".join(lines[:3]).encode("latin-1", "replace"))
    problem = check_library(package)[1][0]
    assert (problem.file, problem.row) == ("sources.csv", 3)
    assert "UTF-8" in problem.remedy


def test_empty_file(package):
    (package / "glossary.csv").write_text("", "utf-8")
    problem = only(check_library(package)[1])
    assert "glossary.csv: the file is empty" in str(problem)


def test_missing_file(package):
    (package / "glossary.csv").unlink()
    assert "glossary.csv: the file is missing" in str(only(check_library(package)[1]))


def test_a_row_with_a_comma_too_many(package):
    edit(package, "events.csv", lambda ls: ls.__setitem__(3, ls[3].rstrip("\n") + ",x\n"))
    problem = only(check_library(package)[1])
    assert problem.row == 4 and "quotation marks" in problem.remedy


def test_a_whole_number_has_no_fraction(package):
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    events = next(r for r in descriptor["resources"] if r["name"] == "events")
    next(f for f in events["schema"]["fields"] if f["name"] == "lat")["type"] = "integer"
    path.write_text(json.dumps(descriptor), "utf-8")
    problems = check_library(package)[1]
    assert problems and all("is not a whole number" in str(problem) for problem in problems)


def test_semicolons_instead_of_commas(package):
    path = package / "glossary.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")
    assert "save it again with commas" in str(only(check_library(package)[1]))


def test_a_column_that_stands_there_twice(package):
    edit(package, "glossary.csv", lambda ls: ls.__setitem__(0, "id," + ls[0]))
    assert "glossary.csv, row 1, column “id”: the column stands" in str(
        only(check_library(package)[1])
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: ../x", "row 1, column “name”: the name cannot name a folder"),
        ("lessons: words", "row 1, column “lessons”: a list is wanted; write `- id: …` below"),
        (
            "lessons: [{id: a, title: b, file: c}]",
            "row 1, column “lessons 1: minutes”: it is missing",
        ),
        ("lessons: [words]", "row 1, column “lessons”: number 1 is not a mapping"),
        ("views: [1]", "row 1, column “views”: a mapping is wanted"),
        ("borders: words", "row 1, column “borders”: a mapping is wanted"),
    ],
)
def test_settings_that_lessons_could_not_use(package, text, sentence):
    (package / "module.yml").write_text(text, "utf-8")
    assert any(sentence in str(problem) for problem in check_library(package)[1])


DESCRIPTORS = {
    "resource 1 has no “path”": lambda d: d["resources"][0].pop("path"),
    "no list “resources”": lambda d: d.update(resources={}),
    "a field has no “name”": lambda d: d["resources"][0]["schema"]["fields"][0].pop("name"),
    "the pattern of “id” cannot be read": lambda d: d["resources"][0]["schema"]["fields"][0].update(
        constraints={"pattern": "("}
    ),
    "a foreign key names “sources.nope”": lambda d: d["resources"][0]["schema"].update(
        foreignKeys=[{"fields": "id", "reference": {"resource": "sources", "fields": "nope"}}]
    ),
    "knownFrom names “nope”": lambda d: d["resources"][0].update(knownFrom=["nope"]),
}


@pytest.mark.parametrize("sentence", DESCRIPTORS)
def test_a_slip_in_the_descriptor(package, sentence):
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    DESCRIPTORS[sentence](descriptor)
    path.write_text(json.dumps(descriptor), "utf-8")
    assert sentence in str(only(check_library(package)[1]))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.update(geometry=None), "neither Polygon nor MultiPolygon"),
        (lambda f: f.update(geometry={"type": "Point"}), "neither Polygon nor MultiPolygon"),
        (lambda f: f["properties"].pop("name"), "no “name”"),
        (lambda f: f["properties"].pop("status"), "no “status”"),
    ],
)
def test_a_feature_that_cannot_be_drawn(package, change, sentence):
    path = package / "boundaries.geojson"
    shapes = json.loads(path.read_text("utf-8"))
    change(shapes["features"][0])
    path.write_text(json.dumps(shapes), "utf-8")
    assert sentence in str(only(check_library(package)[1]))


def test_settings_that_are_no_yaml(package):
    (package / "module.yml").write_text("title: [unclosed\nlessons:\n", "utf-8")
    problem = check_library(package)[1][0]
    assert problem.file == "module.yml" and problem.row != ""


def test_a_broken_descriptor(package):
    (package / "datapackage.json").write_text("{", "utf-8")
    assert "datapackage.json" in str(read_package(package).problems[0])


def test_the_notebook_stops_with_the_same_sentences(package):
    edit(package, "events.csv", lambda lines: cell(lines, 5, "lat", "412"))
    with pytest.raises(AllianceError, match=r"events\.csv, row 5, column “lat”"):
        open_library(package)


def test_no_data_folder(tmp_path):
    with pytest.raises(AllianceError, match="no data folder"):
        open_library(tmp_path / "nowhere")


def test_ids_follow_a_table_that_someone_has_changed(other_data):
    library = open_library(other_data).as_of("2030")
    assert library.ids("events") == set(library.events["id"])
    assert library.ids("no such table") == set()
    library.tables["events"] = library.events.assign(id=lambda rows: rows["id"] + "-x")
    assert library.ids("events") == set(library.events["id"])
    table = library.tables["events"]
    table.loc[len(table)] = table.iloc[0]
    table.loc[len(table) - 1, "id"] = "added"
    assert "added" in library.ids("events")


def test_nothing_that_is_handed_out_changes_the_library():
    """Lists in cells too: pandas copies a table and shares the lists that it holds."""
    library = open_library(DATA)
    before = json.dumps(
        {name: frame.to_dict("records") for name, frame in library.tables.items()}, default=str
    )
    settings, ladders = json.dumps(library.settings, default=str), library.ladders
    for name in library.tables:
        frame = getattr(library, name)
        for column in frame:
            for value in frame[column]:
                if isinstance(value, list):
                    value.append("z")
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
        {name: frame.to_dict("records") for name, frame in library.tables.items()}, default=str
    )
    assert after == before and json.dumps(library.settings, default=str) == settings
    assert library.ladders == ladders and library.fields("claims")[0]["name"] != "another"
    assert "z" not in then.tables["events"]["source_ids"].iloc[0]
    assert library.source(claim["source_ids"][0])["title"] != "another"
