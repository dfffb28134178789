"""Rows of a course over the tables of the module: added, changed by cells, dropped, and told."""

from __future__ import annotations

import json

import pytest

from alliance.library import check_library, open_library
from alliance.teach.rows import read_grid
from tests.course.conftest import SOURCE

EVENT = "kim-il-sung-presented"
FIGURE = "workers-2018-12"


def found(data, course):
    library, problems = check_library(data, course.place)
    return library, [str(problem) for problem in problems]


def test_a_row_is_added_a_cell_changed_and_a_row_dropped(data, course):
    before = open_library(data)
    course.say("drop: {events: [soviet-army-reaches-pyongyang]}")
    row = dict(before.row("events", EVENT))
    own = {"id": "mine", "date": "1999-01-02", "title": "Mine", "summary": "So it was.",
           "category": row["category"], "actors": "PRK", "place": "Seoul", "confidence": "low",
           "source_ids": "my-reader"}  # fmt: skip
    course.table("sources", SOURCE).table("events", own, {"id": EVENT, "title": "Another title"})
    library, problems = found(data, course)
    assert problems == []
    assert library.row("events", "mine")["source_ids"] == ["my-reader"]
    changed = library.row("events", EVENT)
    assert changed["title"] == "Another title" and changed["summary"] == row["summary"]
    assert "soviet-army-reaches-pyongyang" not in library.ids("events")
    assert len(library.events) == len(before.events)
    assert open_library(data).row("events", EVENT)["title"] == row["title"], "ours is as it was"


def test_what_is_wrong_is_told_with_the_file_of_the_course(data, course):
    course.table("events", {"id": EVENT, "category": "battel", "confidence": "hihg"})
    _, problems = found(data, course)
    assert len(problems) == 2
    start = "my-course/tables/events.csv, row 2, column “"
    assert all(p.startswith(start) for p in problems)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("titel: A", "my-course/course.yml, row 1, column “titel”: this field is unknown here; did "
         "you mean “title”"),
        ("tries: many", "row 1, column “tries”: “many” is no whole number"),
        ("as_of: June 2024", "row 1, column “as_of”: “June 2024” is not a date"),
        ("lessons:\n  - 01-histroy", "row 2, column “lessons”: there is no lesson “01-histroy”"),
        ("lessons:\n  - {lesson: 01-history, minuts: 5}", "did you mean “minutes”"),
        ("borders: annexed", "there is no view of borders “annexed”"),
        ("drop: {events: [no-such-row]}", "there is no row “no-such-row” in events.csv to drop"),
        ("drop: {event: [x]}", "there is no table “event” to drop rows of; did you mean “events”"),
        ("language: tlh", "there are no texts in the language “tlh”"),
        ("- a\n- b", "it has no “key: value” lines"),
    ],
)  # fmt: skip
def test_a_slip_in_course_yml_is_told_once(data, course, text, wanted):
    course.say(text)
    _, problems = found(data, course)
    assert len(problems) == 1 and wanted in problems[0], problems


@pytest.mark.parametrize(
    ("name", "rows", "wanted"),
    [
        ("evnts", [{"id": "x"}], "my-course/tables/evnts.csv: the module has no table of this name;"
         " did you mean “events”"),
        ("events", [{"titel": "x", "id": EVENT}], "column “titel”: the table of the module has no "
         "such column; did you mean “title”"),
        ("events", [{"title": "x"}], "row 1, column “id”: the column is missing"),
        ("events", [{"id": EVENT}, {"id": EVENT}], "row 3, column “id”: the id “" + EVENT),
        ("estimates", [{"id": FIGURE, "low": "1"}], "and name no source for it"),
        ("events", [{"id": EVENT, "source_ids": "no-such"}], "“no-such” is not in sources.csv"),
    ],
)  # fmt: skip
def test_a_slip_in_a_table_of_the_course_is_told(data, course, name, rows, wanted):
    course.table(name, *rows)
    _, problems = found(data, course)
    assert any(wanted in one for one in problems), problems


def test_a_dropped_row_that_others_name_is_told(data, course):
    course.say("drop: {treaties: [rio-1947]}")
    _, problems = found(data, course)
    assert problems and all("your course drops" in one for one in problems)


def test_a_cell_is_emptied_on_purpose(data, course):
    course.table(
        "events", {"id": EVENT, "public_on": "(empty)", "lat": "(empty)", "lon": "(empty)"}
    )
    library, problems = found(data, course)
    assert problems == [] and library.events.query("id == @EVENT")["lat"].isna().all()


def test_lists_take_words_of_the_course(data, course):
    course.write("lists.yml", "events:\n  category: [war, diplomacy, treaty, economy, military-aid,"
                 " visit, nuclear, sanctions, naval]\n")  # fmt: skip
    course.table("events", {"id": EVENT, "category": "naval"})
    assert found(data, course)[1] == []
    course.write("lists.yml", "events:\n  categry: [a]\n")
    assert any("did you mean “category”" in one for one in found(data, course)[1])


# --- updates -------------------------------------------------------------------------------------


def change(package, table, row_id, **cells):
    grid = read_grid(package / f"{table}.csv")
    for column, value in cells.items():
        grid.rows[grid.find(row_id)][grid.column(column)] = value
    grid.save()


def drop(package, table, row_id):
    grid = read_grid(package / f"{table}.csv")
    del grid.rows[grid.find(row_id)]
    grid.save()


def notices(package, course):
    library, problems = check_library(package, course.place)
    assert problems == []
    return library, [str(one) for one in library.notices]


def test_an_update_under_a_title_is_joined_cell_by_cell(package, course):
    course.table("events", {"id": EVENT, "title": "Mine"})
    check_library(package, course.place)[0].remember()
    change(package, "events", EVENT, place="Elsewhere")
    library, told = notices(package, course)
    row = library.row("events", EVENT)
    assert (row["title"], row["place"]) == ("Mine", "Elsewhere")
    assert "“Pyongyang” when you changed it, “Elsewhere” now" in told[0]
    library.remember(anew=True)
    assert notices(package, course)[1] == []


def test_a_figure_never_gets_the_source_of_another(package, course):
    course.table("sources", SOURCE)
    course.table("estimates", {"id": FIGURE, "low": "1234", "source_ids": "my-reader"})
    check_library(package, course.place)[0].remember()
    source = open_library(package).sources["id"].iloc[3]
    change(package, "estimates", FIGURE, low="777", high="999", source_ids=source)
    library, told = notices(package, course)
    row = library.row("estimates", FIGURE)
    assert (row["low"], row["source_ids"]) == (1234, ["my-reader"]) and row["high"] != 999
    assert "777" in told[0] and "yours “1234”" in told[0] and "stays as it was then" in told[0]


def test_a_title_with_an_old_figure_keeps_its_row(package, course):
    course.table("estimates", {"id": FIGURE, "what": "Mine, of 11,000"})
    check_library(package, course.place)[0].remember()
    before = open_library(package).row("estimates", FIGURE)
    change(package, "estimates", FIGURE, low="777", high="778")
    library, told = notices(package, course)
    assert library.row("estimates", FIGURE)["low"] == before["low"] and len(told) == 1


def test_a_row_that_the_update_takes_out_is_told_with_both_sides(package, course):
    row = open_library(package).growth["id"].iloc[0]
    course.table("growth", {"id": row, "note": "My note"})
    check_library(package, course.place)[0].remember()
    drop(package, "growth", row)
    library, told = notices(package, course)
    assert row not in library.ids("growth")
    assert "yours “My note”" in told[0] and "has taken the row" in told[0]


def test_a_source_that_rows_of_the_course_cite_stays(package, course):
    change(package, "sources", "kcna-2024-treaty-text", note="")
    row = {"id": "mine", "date": "1999", "title": "Mine", "summary": "So.", "category": "war"}
    row |= {"actors": "PRK", "place": "Seoul", "confidence": "low", "source_ids": "lonely"}
    grid = read_grid(package / "sources.csv")
    grid.rows.append([{**SOURCE, "id": "lonely"}.get(c, "") for c in grid.header])
    grid.save()
    course.table("events", row)
    check_library(package, course.place)[0].remember()
    drop(package, "sources", "lonely")
    library, told = notices(package, course)
    assert library.source("lonely")["publisher"] == "My seminar"
    assert "it stays as it was" in told[0]


def test_a_row_of_ones_own_stays_when_the_update_brings_one_of_that_name(package, course):
    own = {"id": "mine", "term": "Mine", "definition": "So.", "lesson": "01-history",
           "source_ids": "kcna-2024-treaty-text"}  # fmt: skip
    course.table("glossary", own)
    check_library(package, course.place)[0].remember()
    with (package / "glossary.csv").open("a") as file:
        file.write("mine,Theirs,Theirs too,02-treaty-tiers,kcna-2024-treaty-text\n")
    library, told = notices(package, course)
    assert library.row("glossary", "mine")["term"] == "Mine" and "not shown" in told[0]


def test_a_lesson_that_the_update_takes_out_is_told_and_the_course_goes_on(package, course):
    course.say("lessons: [00-start-here, 01-history, 06-rebuilding]")
    check_library(package, course.place)[0].remember()
    text = (package / "module.yml").read_text("utf-8")
    start = text.index("  - id: 06-rebuilding")
    end = text.index("  - id: 07-")
    (package / "module.yml").write_text(text[:start] + text[end:], "utf-8")
    library, told = notices(package, course)
    assert [e["id"] for e in library.settings["lessons"]] == ["00-start-here", "01-history"]
    assert "has taken the lesson “Rebuilding and labour” (06-rebuilding) out" in told[0]


def test_what_was_seen_and_cannot_be_read_is_told(package, course):
    course.table("events", {"id": EVENT, "title": "Mine"}).write("seen.json", "[1")
    assert "cannot be read" in notices(package, course)[1][0]
    for broken in ("[]", '{"changed": 1, "cited": {}}', '{"changed": {"events": {"a": 1}}}'):
        course.write("seen.json", broken)
        assert "cannot be read" in notices(package, course)[1][0]
    course.write("seen.json", json.dumps({"changed": {}, "cited": {}}))
    assert notices(package, course)[1] == []
