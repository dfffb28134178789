"""A broken data package: each slip is told with file, row, column and remedy."""

from __future__ import annotations

import json

import pytest

from alliance.library import check_library, open_library
from alliance.library.package import read_package
from alliance.problems import AllianceError
from tests.library.packages import cell, edit, only


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
