"""`alliance check`: every kind of broken input gets one sentence, and a status to go by."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz import quiz
from alliance.teach.check import check_notebook
from alliance.teach.command import main
from tests.library.test_library import cell, edit
from tests.places import DATA, ROOT


def in_row(row, column, value, file="events.csv"):
    return lambda folder: edit(folder, file, lambda lines: cell(lines, row, column, value))


def rename_column(folder):
    edit(folder, "events.csv", lambda ls: ls.__setitem__(0, ls[0].replace("summary", "sumary")))


def repeat_id(folder):
    first = (folder / "events.csv").read_text("utf-8").splitlines()[4].split(",")[0]
    in_row(6, "id", first)(folder)


def other_encoding(folder):
    path = folder / "actors.csv"
    path.write_bytes(path.read_text("utf-8").replace("Russia", "Rußland").encode("latin-1"))


def empty(folder):
    (folder / "treaties.csv").write_text("", "utf-8")


def question(text):
    def write(folder):
        path = folder / "questions" / "01-history.yml"
        path.write_text(path.read_text("utf-8").replace("correct: true", text, 1), "utf-8")

    return write


# what is done to the package, and what the one sentence must hold: file, row, column, remedy
BROKEN = {
    "missing column": (rename_column, ["events.csv", "row 1", "“summary”", "add it"]),
    "bad date": (in_row(5, "date", "1950-13"), ["events.csv", "row 5", "“date”", "write it as"]),
    "unknown source": (
        in_row(7, "source_ids", "nobody"),
        ["events.csv", "row 7", "“source_ids”", "sources.csv first"],
    ),
    "duplicated id": (repeat_id, ["events.csv", "row 6", "“id”", "give each row its own"]),
    "latitude 412": (
        in_row(5, "lat", "412"),
        ["events.csv", "row 5", "“lat”", "between -90 and 90"],
    ),
    "wrong enum": (
        in_row(5, "category", "wars"),
        ["events.csv", "row 5", "“category”", "use one of war"],
    ),
    "wrong encoding": (other_encoding, ["actors.csv", "row", "UTF-8", "save the file again"]),
    "empty file": (empty, ["treaties.csv", "is empty", "restore"]),
    "no right answer": (question("correct: false"), ["questions/01-history.yml", "row", "right"]),
    "no YAML": (
        question("correct: [true"),
        ["questions/01-history.yml", "row", "YAML"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_told_by_the_command(name, package, capsys):
    break_it, wanted = BROKEN[name]
    break_it(package)
    assert main(["check", "--data", str(package)]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert any(all(part in line for part in wanted) for line in told), told
    assert not any("Traceback" in line for line in told)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_told_in_the_notebook(name, package, tmp_path):
    """The data stop the lesson with the sentence; a broken question shows it in its own place."""
    from alliance.journal import Journal

    break_it, wanted = BROKEN[name]
    break_it(package)
    try:
        library = open_library(package)
    except AllianceError as error:
        told = str(error)
    else:
        panels = [
            quiz(name, library=library, journal=Journal(tmp_path / "journal"))
            for name in ("history-hook", "history-founding")
        ]
        told = " ".join(str(panel.get_state()) for panel in panels)
    assert all(part in told for part in wanted), told


def test_all_in_order(capsys):
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "Everything is in order" in out
    assert out.index("Data") < out.index("Questions") < out.index("Notebook 1 of")


def test_no_data_folder(capsys):
    assert main(["check", "--data", "/nowhere/at/all"]) == 2
    assert "no data folder" in capsys.readouterr().err


def test_it_runs_without_being_installed():
    done = subprocess.run(
        [sys.executable, "-m", "alliance", "check"],
        cwd=ROOT / "notebooks",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def notebook(tmp_path, *cells):
    made = [
        {"cell_type": kind, "source": text, "metadata": {}, "outputs": [], "execution_count": None}
        for kind, text in cells
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": made}), "utf-8")
    return [str(p) for p in check_notebook(path, open_library(DATA))]


def test_what_it_finds_in_notebooks(tmp_path):
    known = open_library(DATA).sources["id"].iloc[0]
    good = [("markdown", f"# Title\n\nIn 1950 it began [x](#{known}).\n\n## Next"), ("code", "1")]
    assert notebook(tmp_path, *good) == []
    for cells, word in [
        ([*good, ("markdown", "It began in 1950.")], "without a source"),
        ([*good, ("markdown", "So [x](#nobody) says.")], "not in sources.csv"),
        ([*good, ("markdown", "#### Deep")], "level 4 follows"),
        ([*good, ("markdown", "# Second")], "2 headings"),
        ([*good, ("code", "1\n" * 20)], "20 lines"),
        ([*good, ("code", "1 +")], "not valid Python"),
    ]:
        found = notebook(tmp_path, *cells)
        assert len(found) == 1 and word in found[0], found
    (tmp_path / "a.ipynb").write_text("{", "utf-8")
    problem = check_notebook(tmp_path / "a.ipynb", open_library(DATA))
    assert "not a notebook" in str(problem[0])


def test_outputs_in_a_notebook_are_found(tmp_path):
    path = tmp_path / "a.ipynb"
    cell = {"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream"}]}
    path.write_text(json.dumps({"cells": [cell, {"cell_type": "markdown", "source": "# A"}]}))
    assert "outputs" in str(check_notebook(path, open_library(DATA))[0])
