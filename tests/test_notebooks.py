"""The lessons as files, and each run from top to bottom on a fresh kernel with the network cut."""

from __future__ import annotations

import re

import nbformat
import pytest

from alliance.lesson import references
from alliance.library import citations, open_library
from alliance.library.settings import notebooks_of
from alliance.quiz.bank import load_bank
from alliance.teach.check import check_notebook
from tests.locked import lock_forecasts
from tests.offline import run_offline
from tests.places import DATA, LESSONS, SECOND_PARTS, both_parts

NAMES = [path.stem for path in LESSONS]
each = pytest.mark.parametrize("path", LESSONS, ids=NAMES)
NOTEBOOKS = [*LESSONS, *SECOND_PARTS]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def texts(path, kind):
    cells = nbformat.read(path, as_version=4).cells
    return [c.source for c in cells if c.cell_type == kind]


@each_notebook
def test_it_passes_the_instructors_check(path):
    assert [str(p) for p in check_notebook(path, open_library(DATA))] == []


@each_notebook
def test_it_is_a_valid_notebook_with_stable_readable_cell_ids(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [c.id for c in notebook.cells]
    assert len(set(ids)) == len(ids)


@each_notebook
def test_no_function_lives_in_a_notebook(path):
    for code in texts(path, "code"):
        assert not re.search(r"^(def|class) ", code, flags=re.M), code


@each
def test_it_opens_and_closes_like_every_lesson(path):
    code = "\n".join(text for part in both_parts(path) for text in texts(part, "code"))
    lesson = path.stem
    assert f'lesson.opening("{lesson}"' in code
    closed = re.search(rf'lesson\.closing\("{lesson}"(, later\(\))?\)', code)
    assert closed or lesson.startswith("00")


@each_notebook
def test_every_question_set_it_shows_is_in_the_bank(path):
    bank = load_bank(open_library(DATA))
    for name in re.findall(r'quiz\("([^"]+)"', "\n".join(texts(path, "code"))):
        assert name in bank.sets or name in bank.entries, name


def test_every_question_set_of_a_built_lesson_is_shown():
    bank = load_bank(open_library(DATA))
    code = {path.stem: "\n".join(texts(path, "code")) for path in [*LESSONS, *SECOND_PARTS]}
    exercises = {
        name for text in code.values() for name in re.findall(r'exercise\("([^"]+)"', text)
    }
    for name, questions in bank.sets.items():
        call = re.compile(rf'(quiz|lesson\.diagnostic)\("{name}"(, library=later\(\))?\)')
        shown = any(call.search(text) for text in code.values())
        assert shown or exercises >= set(questions.question_ids), name


@each
def test_the_references_hold_every_citation(path):
    cited = citations("\n".join(t for part in both_parts(path) for t in texts(part, "markdown")))
    listed = references(path.stem, open_library(DATA)).body
    assert all(f' id="{path.stem}--{source_id}"' in listed for source_id in cited)


@each_notebook
def test_it_runs_with_the_network_cut(path, tmp_path):
    out = tmp_path / "executed.ipynb"
    if path in SECOND_PARTS:  # opens when the forecasts are locked
        lock_forecasts(tmp_path / "progress")
    done = run_offline(path, out, ALLIANCE_PROGRESS=str(tmp_path / "progress"))
    assert done.returncode == 0, done.stderr[-3000:]
    cells = [c for c in nbformat.read(out, as_version=4).cells if c.cell_type == "code"]
    kinds = [o.output_type for c in cells for o in c.outputs]
    assert "error" not in kinds
    # Warnings would stand red under the cell.
    assert not [o for c in cells for o in c.outputs if o.get("name") == "stderr"]


def test_every_built_lesson_has_its_notebook_and_the_other_way_round():
    lessons = open_library(DATA).settings["lessons"]
    named = [file for entry in lessons if entry["built"] for file in notebooks_of(entry)]
    assert sorted(named) == sorted(path.name for path in [*LESSONS, *SECOND_PARTS])


def test_every_objective_of_a_built_lesson_has_three_questions():
    library = open_library(DATA)
    built = {e["id"] for e in library.settings["lessons"] if e["built"]} - {"00-start-here"}
    asked = [q.objective for q in load_bank(library).questions]
    goals = library.objectives[library.objectives["lesson"].isin(built)]
    assert len(goals)
    few = {g: asked.count(g) for g in goals["id"] if asked.count(g) < 3}
    assert few == {}


def test_the_history_lesson_has_thirty_questions():
    questions = load_bank(open_library(DATA)).questions
    assert sum(q.objective.startswith("history-") for q in questions) >= 30
