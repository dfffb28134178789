"""`alliance new`: a folder with all settings, examples that fit, and a module about nothing yet."""

from __future__ import annotations

import os
import shutil

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

from alliance.library import check_library, open_library
from alliance.library.course import KEYS
from alliance.problems import AllianceError
from alliance.teach.blank import QUESTIONS, new_module
from alliance.teach.check import run_checks
from alliance.teach.starting import new_course
from tests.places import DATA, NOTEBOOKS

ANSWERS = """The Entente Cordiale
entente
FRA
France
GBR
United Kingdom
Entente Cordiale
Encyclopaedia Britannica
2024
https://www.britannica.com/event/Entente-Cordiale
Entente Cordiale
1904-04-08
London
They settled their disputes over colonies.
no
1905-03-31
A crisis over Morocco begins
1911-07-01
A gunboat is sent to Agadir
1914-08-04
The United Kingdom declares war on Germany
""".splitlines()


@pytest.fixture
def module(tmp_path, monkeypatch):
    place = tmp_path / "module"
    shutil.copytree(DATA, place / "data")
    monkeypatch.setenv("ALLIANCE_DATA", str(place / "data"))
    return place


def test_a_new_course_changes_nothing_and_its_comments_are_settings(module, capsys):
    said = new_course(module / "mine", module)
    assert (module / "course").read_text("utf-8").splitlines()[-1] == "mine"
    assert any("uses it from now on" in line for line in said)
    library, problems = check_library(module / "data", module / "mine")
    before = open_library(module / "data", course="")
    assert problems == [] and library.notices == []
    assert {n: len(f) for n, f in library.tables.items()} == {
        n: len(f) for n, f in before.tables.items()
    }
    text = (module / "mine" / "course.yml").read_text("utf-8")
    lines = [line[1:] if line.startswith("#") and line[1:2].strip() else "" for line in
             text.splitlines()]  # fmt: skip
    settings = yaml.safe_load("\n".join(lines))
    assert set(KEYS) - set(settings) == {"base", "data_as_of", "edition"}
    heads = {p.stem: p.read_text("utf-8").strip() for p in (module / "mine" / "tables").iterdir()}
    assert heads["events"] == (DATA / "events.csv").read_text("utf-8").splitlines()[0]
    with pytest.raises(AllianceError, match="is there already"):
        new_course(module / "mine", module)


def test_examples_fit_where_they_are_copied_to(module):
    new_course(module / "mine", module)
    place = module / "mine"
    shutil.copytree(place / "examples", place, dirs_exist_ok=True)
    text = (place / "course.yml").read_text("utf-8")
    start = text.index("#also:")
    end = text.index("\n\n", start)
    uncommented = "\n".join(line[1:] for line in text[start:end].splitlines())
    (place / "course.yml").write_text(text[:start] + uncommented + text[end:], "utf-8")
    assert run_checks(str(module / "data"), None, str(place)) == 0
    library = open_library(module / "data", place)
    assert library.settings["lessons"][-1]["title"] == "A lesson of my own"


def test_a_blank_module_is_green_and_its_first_lesson_runs(module, capsys, tmp_path):
    new_module(module / "entente", module, iter(ANSWERS))
    course = module / "entente"
    assert run_checks(str(module / "data"), None, str(course)) == 0, capsys.readouterr().out
    library = open_library(module / "data", course)
    assert len(library.events) == 4 and len(library.settings["lessons"]) == 1
    told = "".join(p.read_text("utf-8") for p in course.rglob("*.*") if p.name != "lists.yml"
                   and p.name != "sources.csv")  # fmt: skip
    assert "Korea" not in told and "Pyongyang" not in told
    node = nbformat.read(course / "notebooks" / "01-first-lesson.ipynb", as_version=4)
    environment = {**os.environ, "ALLIANCE_COURSE": str(course), "PYTHONPATH": str(NOTEBOOKS)}
    environment["ALLIANCE_PROGRESS"] = str(tmp_path / "journal")
    client = NotebookClient(node, timeout=120, kernel_name="python3")
    with client.setup_kernel(env=environment):
        for number, cell in enumerate(node.cells):
            client.execute_cell(cell, number)
    shown = str(node.cells)
    assert "Agadir" in shown and "How many events" in shown


def test_a_wrong_answer_is_asked_for_again(module):
    lines = iter(["", "The Entente", *ANSWERS[1:11], "next spring", *ANSWERS[11:]])
    told: list[str] = []
    new_module(module / "b", module, None, lambda _: next(lines), told.append)
    assert told[0] == "Write a few words." and told[1].startswith("Write a day as year")
    with pytest.raises(AllianceError, match="does not fit"):
        new_module(module / "c", module, iter(["T", "t", "France"]))
    assert not (module / "c").exists() and len(QUESTIONS) == len(ANSWERS)
