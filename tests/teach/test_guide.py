"""The instructor guide: every step in it is run on a fresh kernel, and does what the text says."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import nbformat
import pytest

from alliance.lesson import references
from alliance.library import citations, open_library
from alliance.teach.check import check_notebook
from tests.offline import run_offline
from tests.places import DATA, LESSONS, NOTEBOOKS, both_parts
from tests.test_notebooks import texts

GUIDE, CHANGE, ANSWERS = GUIDES = [
    NOTEBOOKS / f"instructor-{name}.ipynb" for name in ("guide", "change", "answers")
]
ORDER = "Everything is in order."

# After the cell with this id, the expression is true in the kernel of the notebook; `_` is what
# the cell has shown. Names that the expressions need are defined in BEFORE.
CLAIMS = {
    "outcomes-table": "'Soviet air war' in _.body",
    "paths-table": "'One class' in _.body and 'cell-id=korean-war' in _.body",
    "contents": "'instructor-guide.ipynb' in _.body",
    "paper": "'Keys' in _.body and '☐' in _.body and 'pr-print' in _.body",
    "copy": "said(_) == ORDER and copy.folder != copy.origin",
    "figure-before": "'11,000' in _.html and '21,000' not in _.html",
    "figure-key-before": "'23,000 people' in said(_)",
    "figure-set": "'148' in said(_) and '11000' in said(_)",
    "figure-after": "'21,000' in _.html and '11,000' not in _.html",
    "figure-key-after": "'13,000 people' in said(_)",
    "mark-after": "'Noi Bai' in _.html and 'Kep air base' not in _.html and '105.81' in _.html",
    "mark-key": "'21.2° north, 105.8° east' in said(_)",
    "mark-by-hand": "foreign()",
    "tier-set": "before == 'comprehensive-strategic-partnership'",
    "tier-after": "after == 'mutual-defence-alliance' and f'{tops() + 1} agreements' in said(_)",
    "tier-ladder": "'stands on the top tier' in _.html",
    "source-add": "'my-seminar-2026-reader' in said(_)",
    "source-shown": "'https://example.org/reader' in _.body",
    "mistake-check": "all(w in said(_) for w in ('2 to mend', 'events.csv', 'row 102', "
    "'“source_ids”', '“category”', 'did you mean “kcna-2024-treaty-text”'))",
    "mistake-mend": "said(_) == ORDER",
    "spoil-semicolons": "'semicolons separate the cells' in said(_)",
    "spoil-dates": "'2 to mend' in said(_) and 'may be in two months' in said(_) "
    "and 'deployments.csv, row 7, column “date”' in said(_)",
    "spoil-encoding": "'is not UTF-8 text' in said(_)",
    "spoil-mend": "said(_) == ORDER",
    "question-write": "said(_) == ORDER",
    "question-ask": "marked(_)",
    "question-break": "'questions/my-course.yml, row 10' in said(_) and 'right' in said(_)",
    "question-mend": "said(_) == ORDER",
    "order-check": "'1 to mend' in said(_) and 'questions/04-sanctions.yml' in said(_)",
    "order-mend": "said(_) == ORDER",
    "order-contents": "0 < _.body.index('02-treaty') < _.body.index('01-history') "
    "and '04-sanctions' not in _.body",
    "add-questions": "said(_) == ORDER",
    "add-opening": "'Test one claim of the course' in _.body",
    "add-contents": "'10-my-seminar.ipynb' in _.body",
    "language-shown": "'Die Lektionen' in _.body and 'Minuten' in _.body and 'About' in _.body",
    "language-back": "said(_) == ORDER and 'Die L' not in lesson.contents(copy.library).body",
    "another-check": "'7 to mend' in said(_)",
    "another-mend": "said(_) == ORDER",
    "another-timeline": "'Entente Cordiale signed' in _.body",
    "update-carry": "carried()",
    "update-check": "'questions/04-sanctions.yml' in said(_)",
    "update-mend": "said(_) == ORDER",
    "class-record": "record['first'].tolist() == [1.0, 0.0] and 'student-2' in _.body",
    "class-aims": "by_aim['right_at_once'].tolist() == [0.5]",
    "closing-change": "'data-back' in _.body",
    "closing-answers": "_.body.count('<li value=') > 60",
}

BEFORE = f"""
ORDER = {ORDER!r}
def said(shown):
    return repr(shown)

def foreign():  # the pilots in another country: the list of answers lacks the right place
    copy.set("events", "dprk-pilots-over-vietnam", lat=39)
    told = repr(copy.check())
    copy.set("events", "dprk-pilots-over-vietnam", lat=21.22)
    return "questions/01-history.yml" in told and "none of them is the right place" in told

def tops():
    return int((library.treaties["article_tiers"] == "mutual-defence-alliance").sum())

def marked(panel):  # as the page would: choose China, then Russia
    heard = []
    panel.send = heard.append
    shown = panel.questions[0]["options"]
    told = str(panel.get_state())
    for name in ("China", "Russia"):
        key = next(one["key"] for one in shown if one["html"] == name)
        message = {{"kind": "answer", "question": "q1", "request": name, "response": key}}
        panel.receive(panel, message)
    return (
        "It abstained" not in told and "It abstained" in heard[0]["text"]
        and panel.states["q1"]["status"] == "right"
        and len(copy.journal.records("answer")) == 2
    )

def carried():
    row = new.library.row("estimates", "workers-2018-12")
    sources = set(new.library.sources["id"])
    return (
        row["low"] == 12000 and {{"update-2026", "my-seminar-2026-reader"}} <= sources
        and new.library.row("events", "dprk-pilots-over-vietnam")["place"] == "Noi Bai"
        and any("the update stays" in one for one in
                teach.carry(library.folder, copy.folder, new.folder))
    )
"""


def _state(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(bytes(p) + p.read_bytes() for p in files)).hexdigest()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The guide, run with the network cut and a claim looked at after each step."""
    room = tmp_path_factory.mktemp("guide")
    made = [_run(path, room) for path in GUIDES]
    claims = {name: good for one in made for name, good in one["claims"].items()}
    return {"claims": claims, "same": all(one["same"] for one in made), "room": room,
            "notebook": made[1]["notebook"]}  # fmt: skip


def _run(guide, room):
    """Run one of the three and look at each claim."""
    notebook = nbformat.read(guide, as_version=4)
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.id in ("setup", "answers-setup"):
            cells.append(nbformat.v4.new_code_cell(BEFORE + "CLAIMS = {}"))
        if cell.id in CLAIMS:
            code = f"CLAIMS[{cell.id!r}] = bool({CLAIMS[cell.id]})"
            cells.append(nbformat.v4.new_code_cell(code))
    cells.append(nbformat.v4.new_code_cell("import json; print(json.dumps(CLAIMS))"))
    notebook.cells = cells
    path = room / guide.name
    nbformat.write(notebook, path)
    before = _state(DATA)
    done = run_offline(
        path, room / f"out-{guide.stem}.ipynb", ALLIANCE_PROGRESS=str(room / "progress")
    )
    assert done.returncode == 0, done.stderr[-3000:]
    executed = nbformat.read(room / f"out-{guide.stem}.ipynb", as_version=4)
    claims = json.loads(executed.cells[-1].outputs[0].text)
    return {"claims": claims, "same": _state(DATA) == before, "room": room, "notebook": executed}


@pytest.mark.parametrize("cell", CLAIMS)
def test_each_step_does_what_it_says(cell, run):
    assert run["claims"].get(cell), cell


def test_each_step_that_shows_something_has_a_claim():
    """A new step without a claim would be run, but not looked at."""
    books = [nbformat.read(path, as_version=4) for path in GUIDES]
    cells = [c for book in books for c in book.cells if c.cell_type == "code"]
    silent = {
        "setup",
        "answers-setup",
        "mark-set",
        "source-cite",
        "mistake-set",
        "question-text",
        "order-set",
    }
    silent |= {"add-entry", "add-aim", "language-write", "another-rows", "update-new"}
    silent |= {"class-answers"}
    assert {c.id for c in cells} == set(CLAIMS) - {"mark-by-hand"} | silent


def test_the_guide_leaves_the_data_and_the_journal_alone(run):
    assert run["same"]
    kept = "".join(p.read_text("utf-8") for p in (run["room"] / "progress").glob("*"))
    assert '"kind": "answer"' not in kept


def test_nothing_stands_red_under_a_cell(run):
    outputs = [o for c in run["notebook"].cells for o in c.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_the_exported_page_has_pictures_and_no_panels(run):
    from nbconvert import HTMLExporter

    page, _ = HTMLExporter(embed_images=True).from_notebook_node(run["notebook"])
    assert "After: the point for December 2018 has moved" in page
    assert "After: the pilots are at Noi Bai" in page and "srcdoc=" in page
    assert "It abstained." not in page.partition("my-course-veto")[0]


# --- as a notebook --------------------------------------------------------------------------


@pytest.mark.parametrize("guide", GUIDES, ids=lambda p: p.stem)
def test_the_guide_is_a_notebook_like_the_others(guide):
    notebook = nbformat.read(guide, as_version=4)
    nbformat.validate(notebook)
    assert [str(p) for p in check_notebook(guide, open_library(DATA))] == []
    ids = [c.id for c in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert not [t for t in texts(guide, "code") if re.search(r"^(def|class) ", t, flags=re.M)]
    cited = citations("\n".join(texts(guide, "markdown")))
    listed = references(guide.stem, open_library(DATA)).body
    assert all(f' id="{guide.stem}--{source_id}"' in listed for source_id in cited)


# --- model answers --------------------------------------------------------------------------

PROMPT = re.compile(r"^> \*\*Talk about it\*\* \(\d+ minutes\b[^)]*\)\. (.+)$", re.M)
LABEL = re.compile(r"^\*\*[^“*]+“([^”]+)”\.\*\* (.+)$", re.M)


def plain(text: str) -> str:
    """Return a text without citations and marks of Markdown."""
    text = re.sub(r" ?\((\[[^\]]*\]\([^)]*\)[,; ]*)+\)", "", text)
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_]", r"\1", text).split())


def prompts(path: Path) -> list[str]:
    pieces = [text for part in both_parts(path) for text in texts(part, "markdown")]
    return [plain(found) for text in pieces for found in PROMPT.findall(text)]


def cited_in(path: Path) -> list[str]:
    pieces = [text for part in both_parts(path) for text in texts(part, "markdown")]
    return citations("\n".join(pieces))


def answers(lesson: str) -> dict[str, str]:
    cells = nbformat.read(ANSWERS, as_version=4).cells
    found = [c.source for c in cells if c.id == f"answers-{lesson[:2]}-text"]
    return dict(LABEL.findall("\n".join(found)))


def test_prompts_are_found():
    assert len([p for path in LESSONS for p in prompts(path)]) >= 32


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_every_prompt_has_its_model_answer_and_no_answer_is_left_over(path):
    asked, given = prompts(path), answers(path.stem)
    for prompt in asked:
        fits = [label for label in given if prompt.lstrip("“").startswith(plain(label))]
        assert len(fits) == 1, f"no model answer, or several, for: {prompt[:60]}"
    assert len(given) == len(asked), set(given)


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_a_model_answer_says_something_and_cites_the_lesson(path):
    here = set(cited_in(path))
    anywhere = {name for lesson in LESSONS for name in cited_in(lesson)}
    for label, answer in answers(path.stem).items():
        cited = set(citations(answer))
        assert len(plain(answer).split()) >= 40, label
        assert cited & here and cited <= anywhere, (label, cited - anywhere)


def test_each_decision_of_the_simulation_has_its_answer():
    tables = open_library(DATA).tables
    titles = set(tables["scenarios"]["title"]) if "scenarios" in tables else set()
    cells = nbformat.read(ANSWERS, as_version=4).cells
    text = "".join(c.source for c in cells if c.id == "answers-crisis-text")
    given = dict(LABEL.findall(text))
    assert set(given) == titles
    assert all(citations(answer) and len(plain(answer).split()) >= 40 for answer in given.values())
