"""Ways through the lessons: sections that exist, minutes that add up."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from alliance.lesson import contents
from alliance.lesson.ways import check_paths, parts, paths, whole
from alliance.library import open_library
from alliance.teach.command import main
from tests.places import DATA, LESSONS, NOTEBOOKS


def test_a_part_is_a_heading_with_its_minutes_or_a_prompt(tmp_path):
    cells = [
        ("a", "## First *part*\n\n*7 minutes*\n\nText."),
        ("b", "### Below it\n\nNo minutes of its own."),
        ("c", "> **Talk about it** (4 minutes). Why?\n\n> **Talk about it** (2 minutes). Who?"),
        ("d", "## No minutes"),
    ]
    made = [{"cell_type": "markdown", "id": k, "source": text} for k, text in cells]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": made}), "utf-8")
    found = {p.id: (p.title, p.minutes, p.prompt) for p in parts(path).values()}
    assert found == {"a": ("First part", 7, False), "c": ("First part", 6, True)}
    assert whole(path) == 7
    assert parts(tmp_path / "none.ipynb") == {}


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_the_sections_of_a_lesson_add_up_to_its_minutes(path):
    lessons = {e["file"]: e for e in open_library(DATA).settings["lessons"]}
    assert whole(path) == lessons[path.name]["minutes"]
    title = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    assert f"About {whole(path)} minutes" in "".join(title)


def test_the_ways_hold_what_they_promise():
    library = open_library(DATA)
    assert [str(p) for p in check_paths(library)] == []
    promised = {p["id"]: p["minutes"] for p in library.settings["paths"]}
    assert promised["one-class"] == 50 and promised["three-hours"] == 180
    assert 360 <= promised["full-course"] <= 480
    full = next(p for p in library.settings["paths"] if p["id"] == "full-course")
    assert [s["lesson"] for s in full["steps"]] == [e["id"] for e in library.settings["lessons"]]


def test_the_page_leads_to_each_section():
    library = open_library(DATA)
    page = paths(library).body
    for path in library.settings["paths"]:
        assert path["title"] in page
        for step in path["steps"]:
            for section in step.get("sections", []):
                assert f'{step["lesson"]}.ipynb#cell-id={section}"' in page


# what is written into a way, and what the sentence must hold
BROKEN = {
    "no such section": (
        lambda step: step.update(sections=["hok"]),
        ["module.yml", "“hok”", "hook", "column “paths”"],
    ),
    "no such lesson": (lambda step: step.update(lesson="01-histry"), ["“01-histry”", "01-history"]),
    "too short": (lambda step: step.update(sections=["hook"]), ["add up to", "not to 50"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_wrong_way_is_told_by_the_command(name, package, capsys, tmp_path):
    break_it, wanted = BROKEN[name]
    path = package / "module.yml"
    settings = yaml.safe_load(path.read_text("utf-8"))
    break_it(settings["paths"][0]["steps"][1])
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    told = [str(problem) for problem in check_paths(open_library(package))]
    assert any(all(part in line for part in wanted) for line in told), told


def test_a_lesson_that_was_taken_out_does_not_break_the_ways(package):
    path = package / "module.yml"
    settings = yaml.safe_load(path.read_text("utf-8"))
    settings["lessons"] = [e for e in settings["lessons"] if e["id"] != "02-treaty-tiers"]
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    (package / "questions" / "02-treaty-tiers.yml").unlink()
    library = open_library(package)
    assert check_paths(library) == []
    assert "02-treaty-tiers" not in paths(library).body


def test_the_command_looks_at_ways_and_at_entries(other_data, tmp_path, capsys):
    main(["check", "--data", str(other_data), "--notebooks", str(tmp_path)])
    assert "Paths: ways through the lessons: in order" in capsys.readouterr().out


def test_an_entry_without_its_keys_is_told(package, capsys):
    path = package / "module.yml"
    text = path.read_text("utf-8") + "\n  - id: second-guide\n"
    path.write_text(text, "utf-8")
    assert main(["check", "--data", str(package)]) == 1
    out, row = capsys.readouterr().out, len(text.splitlines())
    assert f"module.yml, row {row}, column “guides 2: title”: the text is missing" in out


def test_guides_stand_below_the_lessons_and_exist():
    library = open_library(DATA)
    for guide in library.settings["guides"]:
        assert (NOTEBOOKS / guide["file"]).is_file()
        assert guide["file"] in contents(library).body.partition("</table>")[2]


@pytest.mark.parametrize(
    "path", [*LESSONS, NOTEBOOKS / "instructor-guide.ipynb"], ids=lambda p: p.stem
)
def test_links_between_notebooks_lead_somewhere(path):
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for name in re.findall(r"\]\(([^)#:]+\.ipynb)", "".join(cell["source"])):
            assert (NOTEBOOKS / name).is_file(), name
