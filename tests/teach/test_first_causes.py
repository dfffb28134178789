"""`alliance check` finds what a lesson would stop at or say wrongly, in one sentence a cause."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest

from alliance.library import check_library, open_library
from alliance.quiz.bank import load_bank
from alliance.teach.command import main
from alliance.teach.figures import FIGURES, check_figures, keep_figures
from alliance.teach.taught import check_asked, check_files, check_mentions, check_names
from tests.library.test_library import cell, edit
from tests.places import DATA, NOTEBOOKS


def told(folder) -> list[str]:
    """Return what is said of the data."""
    return [str(problem) for problem in check_library(folder)[1]]


def descriptor(change):
    """Change datapackage.json: the function is given its resources by name."""

    def work(folder):
        path = folder / "datapackage.json"
        content = json.loads(path.read_text("utf-8"))
        change({one["name"]: one for one in content["resources"]}, content)
        path.write_text(json.dumps(content), "utf-8")

    return work


def without(name):
    def work(_known, content):
        content["resources"] = [one for one in content["resources"] if one["name"] != name]

    return descriptor(work)


def areas(change):
    """Change the boundaries: the function is given the first feature."""

    def work(folder):
        path = folder / "boundaries.geojson"
        content = json.loads(path.read_text("utf-8"))
        change(content["features"][0])
        path.write_text(json.dumps(content), "utf-8")

    return work


def coordinates(value):
    return areas(lambda feature: feature["geometry"].update(coordinates=value))


def field(value, *way):
    """Put a value into the schema of the events."""

    def work(known, _content):
        holder = known["events"]
        for step in way[:-1]:
            holder = holder[step]
        holder[way[-1]] = value

    return descriptor(work)


def lines(file, change):
    def work(folder):
        path = folder / file
        path.write_text("\n".join(change(path.read_text("utf-8").splitlines())) + "\n", "utf-8")

    return work


def upside_down(folder):
    rows = open_library(DATA).estimates
    place = rows.index[rows["low"].notna() & (rows["low"] < rows["high"])][0]
    edit(folder, "estimates.csv", lambda ls: cell(ls, place + 2, "low", "99999999999"))


RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
# What is done, and what the one sentence must hold.
ONE_CAUSE = {
    "path in capitals": (
        field("events.CSV", "path"), ["datapackage.json", "row events", "events.CSV", ".csv"]),
    "path misspelt": (field("evens.csv", "path"), ["evens.csv: the file is missing", "events.csv"]),
    "path outside": (field("../x.csv", "path"), ["row events", "leads out"]),
    "absolute path": (field("/etc/passwd.csv", "path"), ["row events", "leads out"]),
    "resource removed": (without("growth"), ["growth.csv", "does not describe"]),
    "resource renamed": (
        descriptor(lambda known, _content: known["objectives"].update(name="objective")),
        ["datapackage.json", "no table “objectives”", "“objective”"]),
    "file removed": (lambda folder: (folder / "growth.csv").unlink(), ["growth.csv", "missing"]),
    "link that leads out": (
        lambda folder: ((folder / "growth.csv").unlink(),
                        (folder / "growth.csv").symlink_to(DATA / "growth.csv")),
        ["growth.csv", "leads out"]),
    "no resources": (descriptor(lambda _k, content: content.update(resources=None)), ["resources"]),
    "a resource is a text": (
        descriptor(lambda _k, content: content["resources"].__setitem__(3, "x")), ["resource 4"]),
    "schema is a list": (field([], "schema"), ["row events", "“schema”", "object"]),
    "fields are null": (field(None, "schema", "fields"), ["row events", "“fields”", "list"]),
    "a field is a number": (field(5, "schema", "fields", 2), ["row events", "field 3"]),
    "enum is a number": (
        field(5, "schema", "fields", 0, "constraints"), ["“constraints”", "object"]),
    "foreign keys are a text": (field("x", "schema", "foreignKeys"), ["“foreignKeys”", "list"]),
    "reference is null": (
        field(None, "schema", "foreignKeysOfLists", 0, "reference"), ["“reference”"]),
    "foreign key of a list among the others": (
        field([{"fields": "actors", "reference": {"resource": "actors", "fields": "id"}}],
              "schema", "foreignKeys"),
        ["row events", "“actors”", "foreignKeysOfLists"]),
    "categories are null": (field(None, "schema", "fields", 0, "categories"), ["“categories”"]),
    "pattern that takes for ever": (
        field({"pattern": "(a+)+b"}, "schema", "fields", 0, "constraints"), ["for ever"]),
    "knownFrom is a number": (field(1, "knownFrom"), ["row events", "knownFrom"]),
    "coordinates null": (coordinates(None), ["boundaries.geojson", "“geometry”", "coordinates"]),
    "coordinates empty": (coordinates([]), ["“geometry”", "coordinates"]),
    "coordinates a text": (coordinates("x"), ["“geometry”", "coordinates"]),
    "coordinates too flat": (coordinates(RING), ["“geometry”", "list of rings"]),
    "coordinates too deep": (coordinates([[RING]]), ["“geometry”", "list of rings"]),
    "coordinates with a text": (coordinates([[*RING[:3], ["0", "0"]]]), ["“geometry”"]),
    "coordinates off the Earth": (coordinates([[*RING[:3], [0, 91]]]), ["“geometry”"]),
    "geometry null": (areas(lambda f: f.update(geometry=None)), ["“geometry”", "Polygon"]),
    "status annexed": (
        areas(lambda f: f["properties"].update(status="annexed")),
        ["“annexed” is no status", "“state”"]),
    "range upside down": (upside_down, ["estimates.csv", "“low”", "99999999999", "smaller"]),
    "table cut in the middle": (
        lines("sources.csv", lambda ls: ls[: len(ls) // 2]), ["sources.csv", "ids that other"]),
    "header lost": (lines("events.csv", lambda ls: ls[1:]), ["events.csv", "header row"]),
    "column filled": (
        lines("growth.csv", lambda ls: [ls[0], *(re.sub(r"^[^,]*", "A B", row) for row in ls[1:])]),
        ["growth.csv", "“id”", "more rows"]),
    "a long cell": (
        lambda folder: edit(folder, "events.csv",
                            lambda ls: cell(ls, 5, "category", "x" * 100_000)),
        ["events.csv, row 5", "xxx…”"]),
    "a cell of a megabyte": (
        lambda folder: edit(folder, "events.csv",
                            lambda ls: cell(ls, 5, "category", "x" * 1_000_000)),
        ["events.csv", "longer than", "quotation mark"]),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_CAUSE)
def test_one_cause_is_one_sentence(name, package):
    work, wanted = ONE_CAUSE[name]
    work(package)
    found = told(package)
    said = found if name != "column filled" else [one for one in found if "wrong form" in one]
    assert len(said) == 1, found[:5]
    assert all(part in said[0] for part in wanted), said
    assert "\n" not in said[0] and len(said[0]) < 1_000


def test_one_typo_is_told_alone_and_the_rest_waits(package, capsys, tmp_path):
    row = next(k for k, one in enumerate(open_library(DATA).obligations["value"]) if one == "yes")
    edit(package, "obligations.csv", lambda ls: cell(ls, row + 2, "value", "yess"))
    empty = tmp_path / "notebooks"
    empty.mkdir()
    assert main(["check", "--data", str(package), "--notebooks", str(empty)]) == 1
    out = capsys.readouterr().out
    assert len([line for line in out.splitlines() if line.startswith("  ")]) == 1
    assert "obligations.csv" in out and "1 to mend." in out
    assert out.count("wait until the data are in order") == 1


def test_a_cause_that_many_questions_meet_is_told_once(package, capsys, tmp_path):
    (package / "ladders.yml").unlink()
    empty = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, empty, ignore=shutil.ignore_patterns("alliance"))
    main(["check", "--data", str(package), "--notebooks", str(empty)])
    out = capsys.readouterr().out
    said = [line for line in out.splitlines() if "“article_tiers” is no column" in line]
    assert len(said) == 1 and "more places (02-treaty-tiers.yml row" in said[0], said


def cells(*pairs):
    return [{"cell_type": kind, "text": text} for kind, text in pairs]


def test_what_notebooks_show_must_be_there():
    library, file = open_library(DATA), "01-history.ipynb"
    good = cells(
        ("code", 'quiz("history-hook")\npractice("history")\nthen = library.as_of("1989")'),
        ("code", 'lesson.opening("01-history")\nthen.events\nlibrary.settings'),
        ("code", 'lesson.opening("10-mine", other)\nquiz("mine", library=other)'),
        ("markdown", 'quiz("nothing")'),
    )
    assert check_names(file, good, library) == []
    for code, words in [
        ('quiz("history-hok")', ["“history-hok”", "did you mean “history-hook”"]),
        ('exercise("history-none", 1)', ["the question “history-none”"]),
        ('practice("histry")', ["the group of practice “histry”", "“history”"]),
        ('lesson.closing("01-histry")', ["the lesson “01-histry”", "“01-history”"]),
        ("library.evnts.head()", ["the table “evnts”", "“events”"]),
        ('then = library.as_of("1989")\nthen.grwth', ["the table “grwth”", "“growth”"]),
    ]:
        found = check_names(file, cells(("markdown", "x"), ("code", code)), library)
        assert len(found) == 1 and found[0].row == "2 (cell)", (code, found)
        assert all(word in str(found[0]) for word in words), str(found[0])
    # A notebook that is no lesson any more is not taught, so nothing stops in class.
    assert check_names("99-old.ipynb", cells(("code", 'quiz("x")')), library) == []


def test_a_set_that_was_deleted_is_found_where_it_is_shown(package, capsys):
    path = package / "questions" / "01-history.yml"
    text = path.read_text("utf-8").replace("history-hook", "history-begin")
    path.write_text(text, "utf-8")
    assert main(["check", "--data", str(package)]) == 1
    out = capsys.readouterr().out
    assert "01-history.ipynb, row" in out and "shows the set or question “history-hook" in out


def taught_without(package, lesson):
    """Take a lesson out of module.yml, with its questions, as the guide says."""
    path = package / "module.yml"
    text = path.read_text("utf-8")
    text = re.sub(rf"  - id: {lesson}\n(?:    .*\n)+", "", text, count=1)
    path.write_text(text, "utf-8")
    (package / "questions" / f"{lesson}.yml").unlink()
    return open_library(package)


def test_a_lesson_that_is_not_taught_is_found_where_it_is_named(package):
    library = taught_without(package, "01-history")
    assert not check_files(library, NOTEBOOKS)
    said = [
        str(problem)
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        for problem in check_mentions(
            path.name,
            [
                {"cell_type": c["cell_type"], "text": "".join(c["source"])}
                for c in json.loads(path.read_text("utf-8"))["cells"]
            ],
            library,
            NOTEBOOKS,
        )
    ]
    files = [line.partition(",")[0] for line in said]
    assert "05-military-involvement.ipynb" in files and "09-read-the-source.ipynb" in files
    assert len(files) == len(set(files)) and all("01-history.ipynb" in line for line in said)
    found = [str(problem) for problem in check_asked(library)]
    assert len(found) == 1 and "questions/00-start-here.yml" in found[0]
    assert "aims of “01-history”" in found[0]


def test_a_link_to_no_notebook_and_a_lesson_without_one(tmp_path):
    library = open_library(DATA)
    text = cells(("markdown", "See [next](02-treaty-teirs.ipynb#x) and [web](https://a.b/c.ipynb)"))
    shutil.copytree(NOTEBOOKS, tmp_path / "n", ignore=shutil.ignore_patterns("alliance"))
    found = check_mentions("01-history.ipynb", text[:1], library, tmp_path / "n")
    assert len(found) == 1 and "did you mean “02-treaty-tiers.ipynb”" in str(found[0])
    (tmp_path / "n" / "02-treaty-tiers.ipynb").unlink()
    assert "no notebook “02-treaty-tiers.ipynb”" in str(check_files(library, tmp_path / "n")[0])


def test_a_figure_that_changed_in_its_row_is_found_in_prose_and_questions(package):
    ties = json.loads((DATA / FIGURES).read_text("utf-8"))
    assert len(ties) > 300
    assert check_figures(open_library(DATA), NOTEBOOKS) == []
    library = open_library(package)
    frame = library.estimates

    def holders(source, figure):
        hits = [
            (row, column)
            for row, sources in enumerate(frame["source_ids"])
            for column in ("low", "high")
            if source in sources and frame[column].iloc[row] == float(figure)
        ]
        elsewhere = any(
            source in sources and float(figure) in list(other.iloc[row])
            for name, other in library.tables.items()
            if name != "estimates" and "source_ids" in other
            for row, sources in enumerate(other["source_ids"])
        )
        return [] if elsewhere else hits

    place, source, figure, where = next(
        tie
        for tie in ties
        if tie[0] == "05-military-involvement.ipynb" and len(holders(tie[1], tie[2])) == 1
    )
    row, column = holders(source, figure)[0]
    edit(package, "estimates.csv", lambda ls: cell(ls, row + 2, column, ""))
    changed = open_library(package)
    found = [str(problem) for problem in check_figures(changed, NOTEBOOKS)]
    shown = f"{float(figure):,g}" if "." in figure else f"{int(figure):,}"
    assert any(place in one and shown in one and source in one for one in found), found
    assert where.partition(",")[0] in " ".join(found)
    # Written anew, the record says what holds now.
    keep_figures(changed, NOTEBOOKS)
    assert check_figures(changed, NOTEBOOKS) == []


def test_a_figure_in_an_option_is_found(package):
    ties = json.loads((DATA / FIGURES).read_text("utf-8"))
    tie = next(tie for tie in ties if tie[0].startswith("questions/04") and "measures" in tie[3])
    file, _, question = tie[0].partition(" ")
    frame = open_library(package).measures
    for row, sources in enumerate(frame["source_ids"]):
        if tie[1] in sources and frame["limit"].iloc[row] == float(tie[2]):
            edit(package, "measures.csv", lambda ls, r=row: cell(ls, r + 2, "limit", "7"))
    library = open_library(package)
    found = [p for p in check_figures(library, NOTEBOOKS) if question in p.message]
    assert found and found[0].file == file
    assert found[0].row == load_bank(library).entries[question].raw.line


@pytest.mark.parametrize("text", ["", "[", "null", "{}", "[1]", "[[1, 2]]", "[" * 100_000])
def test_a_spoilt_record_of_figures_is_no_traceback(text, package):
    (package / FIGURES).write_text(text, "utf-8")
    assert all(p.file == FIGURES for p in check_figures(open_library(package), NOTEBOOKS))


def test_a_cell_of_a_megabyte_is_told_whatever_other_packages_allow(package):
    before = csv.field_size_limit(10**8)
    try:
        ONE_CAUSE["a cell of a megabyte"][0](package)
        [said] = told(package)
        assert "events.csv" in said and "longer than 131,072 characters" in said
    finally:
        csv.field_size_limit(before)
