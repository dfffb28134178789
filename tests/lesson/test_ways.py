"""Ways through the lessons: sections that exist, minutes that add up."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest
import yaml

from alliance.lesson import contents
from alliance.lesson.ways import bare, check_paths, parts, parts_of, paths, whole
from alliance.library import open_library
from alliance.library.settings import notebooks_of
from alliance.teach.command import main
from tests.places import DATA, LESSONS, NOTEBOOKS, SECOND_PARTS


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
    found = {p.cell: (p.title, p.minutes, p.prompt) for p in parts(path).values()}
    assert found == {"a": ("First part", 7, False), "c": ("First part", 6, True)}
    assert [p.name for p in parts(path).values()] == ["First part", "Talk: First part"]
    assert whole(path) == 7
    assert parts(tmp_path / "none.ipynb") == {}


def test_a_name_is_the_words_of_a_heading(tmp_path):
    cells = ["## 1. War *and* peace, 1950–1953\n\n*5 minutes*", "> **Who?** (3 minutes)",
             "Text.", "> **Why?** (2 minutes)",
             "## War and peace, 1950–1953\n\n*4 minutes*"]  # fmt: skip
    path = tmp_path / "a.ipynb"
    made = [{"cell_type": "markdown", "source": text} for text in cells]  # and no ids at all
    path.write_text(json.dumps({"cells": made}), "utf-8")
    found = parts(path)
    names = ["War and peace, 1950–1953", "Talk: War and peace, 1950–1953",
             "War and peace, 1950–1953 (2)"]  # fmt: skip
    assert [(p.name, p.minutes, p.cell) for p in found.values()] == [
        *zip(names, (5, 5, 4), ("", "", ""), strict=True)]  # fmt: skip
    for said in (
        names[0],
        "1. War and peace, 1950–1953",
        "war and peace 1950-1953",
        "7) War *and* peace, 1950–1953",
    ):
        assert found[bare(said)].minutes == 5
    for said in (names[1], "Talk: 1. War and peace, 1950-1953"):
        assert found[bare(said)].prompt
    assert whole(path) == 9


def stripped(folder):
    """What nbstripout does as it comes."""
    subprocess.run([sys.executable, "-m", "nbstripout", *folder.glob("*.ipynb")], check=True)


def renamed(folder):
    """What a round trip through jupytext, or an editor, does: other ids."""
    for path in folder.glob("*.ipynb"):
        content = json.loads(path.read_text("utf-8"))
        for number, cell in enumerate(content["cells"]):
            cell["id"] = f"{number:08x}"
        path.write_text(json.dumps(content), "utf-8")


def bared(folder):
    """What a notebook of an older format has: none."""
    for path in folder.glob("*.ipynb"):
        content = json.loads(path.read_text("utf-8"))
        for cell in content["cells"]:
            del cell["id"]
        path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("change", [stripped, renamed, bared])
def test_ways_do_not_rest_on_the_ids_of_cells(change, tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for path in [*LESSONS, *SECOND_PARTS]:
        shutil.copy(path, folder)
    ids = [parts(folder / path.name) for path in LESSONS]
    change(folder)
    assert [parts(folder / path.name) for path in LESSONS] != ids
    library = open_library(DATA)
    assert check_paths(library, folder) == []
    text = re.sub(r"#cell-id=[^\"]*", "", paths(library, folder).body)
    assert text == re.sub(r"#cell-id=[^\"]*", "", paths(library).body)


def test_the_hook_and_the_guide_keep_the_ids():
    guide = (NOTEBOOKS / "instructor-change.ipynb").read_text("utf-8")
    hook = (NOTEBOOKS.parent / ".pre-commit-config.yaml").read_text("utf-8")
    for text in (guide, hook):
        calls = re.findall(r"(?:run|entry:) .*?nbstripout(.{0,12})", text)
        assert calls and all(call.startswith(" --keep-id") for call in calls)


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_the_sections_of_a_lesson_add_up_to_its_minutes(path):
    lessons = {e["file"]: e for e in open_library(DATA).settings["lessons"]}
    total = sum(whole(NOTEBOOKS / file) for file in notebooks_of(lessons[path.name]))
    assert total == lessons[path.name]["minutes"]
    title = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    assert f"About {total} minutes" in "".join(title)


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
    lessons = {entry["id"]: entry for entry in library.settings["lessons"]}
    for path in library.settings["paths"]:
        assert path["title"] in page
        for step in path["steps"]:
            for section in step.get("sections", []):
                part = parts_of(lessons[step["lesson"]], library, NOTEBOOKS)[bare(section)]
                assert part.cell and f'"{part.file}#cell-id={part.cell}"' in page


# what is written into a way, and what the sentence must hold
MISSPELT, FIRST = "A puzle to begin with", "A puzzle to begin with"
BROKEN = {
    "no such section": (
        lambda step: step.update(sections=["A puzle to begin with"]),
        [
            "module.yml",
            "“A puzle to begin with”",
            "did you mean “A puzzle to begin with”",
            "“paths”",
        ],
    ),
    "no such lesson": (lambda step: step.update(lesson="01-histry"), ["“01-histry”", "01-history"]),
    "too short": (
        lambda step: step.update(sections=["A puzzle to begin with"]),
        ["add up to", "not to 50"],
    ),
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
    assert f"module.yml, row {row}, column “guides 4: title”: the text is missing" in out


def test_guides_stand_below_the_lessons_and_exist():
    library = open_library(DATA)
    for guide in library.settings["guides"]:
        assert (NOTEBOOKS / guide["file"]).is_file()
        assert guide["file"] in contents(library).body.partition("</table>")[2]


@pytest.mark.parametrize(
    "path", [*LESSONS, *NOTEBOOKS.glob("instructor-*.ipynb")], ids=lambda p: p.stem
)
def test_links_between_notebooks_lead_somewhere(path):
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for name in re.findall(r"\]\(([^)#:]+\.ipynb)", "".join(cell["source"])):
            assert (NOTEBOOKS / name).is_file(), name
