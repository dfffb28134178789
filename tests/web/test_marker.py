"""What marks behind a page: panels built with stand-ins, answers, the journal, tasks."""

from __future__ import annotations

import json

import pytest

from alliance.journal import Journal
from alliance.journal.records import ANSWER, LEARNER
from alliance.library import open_library
from alliance.quiz import load_bank, practice, quiz
from tests.web.desk import Desk, of
from tests.web.small_page import state_of

OPEN = "from alliance import exercise, open_library, practice, quiz\nlibrary = open_library()"
CELLS = {1: OPEN, 6: 'quiz("history-hook")', 63: 'practice("history", count=5)'}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with Desk(tmp_path_factory.mktemp("progress")) as opened:
        opened.told = opened.open(CELLS)
        yield opened


def panel_of(told, cell):
    return next(one for one in of(told, "panel") if one["cell"] == cell)


def answer(panel, key="q1", response="a", request="r1"):
    return panel["id"], {
        "kind": "answer",
        "question": key,
        "response": response,
        "request": request,
    }


@pytest.mark.parametrize("cell", [6, 63])
def test_a_panel_is_the_same_with_stand_ins_and_with_the_real_widgets(desk, tmp_path, cell):
    journal = Journal(tmp_path)
    journal.append(LEARNER, learner="page")
    library = open_library()
    given = {"library": library, "journal": journal}
    made = quiz("history-hook", **given) if cell == 6 else practice("history", 5, **given)
    real = json.loads(json.dumps(state_of(made)))
    told = panel_of(desk.told, cell)["state"]
    assert told.keys() == real.keys()
    for name in ("title", "note", "questions", "states", "folded"):
        assert told[name] == real[name], name


def test_the_models_that_a_panel_draws_on_are_told_before_it(desk):
    code = panel_of(desk.told, 6)["state"]["code"].removeprefix("IPY_MODEL_")
    kinds = [(one["type"], one.get("id")) for one in desk.told]
    assert ("model", code) in kinds
    assert kinds.index(("model", code)) < kinds.index(("panel", panel_of(desk.told, 6)["id"]))


def test_an_answer_is_kept_before_it_is_shown(desk):
    _, told = desk.call("message", *answer(panel_of(desk.told, 6)))
    kinds = [one["type"] for one in told]
    assert kinds.index("line") < kinds.index("update") < kinds.index("custom")
    record = json.loads(of(told, "line")[0]["line"])
    assert record["kind"] == ANSWER and record["sum"]
    reply = of(told, "custom")[0]["content"]
    assert reply["request"] == "r1" and reply["taken"]


def test_no_key_is_told_before_an_answer(tmp_path):
    with Desk(tmp_path) as fresh:
        told = fresh.open({1: OPEN, 6: 'quiz("history-exit")'})
    state = panel_of(told, 6)["state"]
    assert state["states"] and all(one == {} for one in state["states"].values())
    question = load_bank(open_library()).question("history-exit-gap")
    assert question.explanation
    assert question.explanation not in json.dumps(told, ensure_ascii=False)


def test_what_was_answered_before_is_there_again(tmp_path, tmp_path_factory):
    with Desk(tmp_path) as first:
        told = first.open({1: OPEN, 6: 'quiz("history-hook")'})
        lines = [one["line"] for one in of(told, "line")]
        _, told = first.call("message", *answer(panel_of(told, 6)))
        lines += [one["line"] for one in of(told, "line")]
        shown = of(told, "update")[0]["state"]["states"]
    with Desk(tmp_path_factory.mktemp("other")) as second:
        told = second.open({1: OPEN, 6: 'quiz("history-hook")'}, lines=lines)
    assert panel_of(told, 6)["state"]["states"] == shown
    assert not of(told, "line")  # what the page has stored is not told back


def test_a_site_built_again_with_a_changed_row_keeps_what_was_answered(tmp_path, package):
    questions = package / "questions" / "01-history.yml"
    text = questions.read_text(encoding="utf-8")
    changed = text.replace("How should you judge its author?", "How should one judge its author?")
    assert changed != text
    cells = {1: OPEN, 6: 'quiz("history-hook")'}
    with Desk(tmp_path / "old") as old:
        told = old.open(cells)
        _, told = old.call("message", *answer(panel_of(told, 6)))
        lines = [one["line"] for one in of(told, "line")]
        shown = of(told, "update")[0]["state"]["states"]["q1"]
    questions.write_text(changed, encoding="utf-8")
    with Desk(tmp_path / "new", package) as new:
        told = new.open(cells, lines=lines)
    state = panel_of(told, 6)["state"]
    assert "one judge" in state["questions"][0]["stem"]
    assert state["states"]["q1"] == shown


def test_lines_of_another_tab_are_shown(tmp_path, tmp_path_factory):
    with Desk(tmp_path) as one, Desk(tmp_path_factory.mktemp("tab")) as other:
        here = one.open({1: OPEN, 6: 'quiz("history-hook")'})
        there = other.open({1: OPEN, 6: 'quiz("history-hook")'})
        _, told = one.call("message", *answer(panel_of(here, 6)))
        lines = [line["line"] for line in of(told, "line")]
        _, heard = other.call("lines", lines)
    states = [
        u["state"]["states"] for u in of(heard, "update") if u["id"] == panel_of(there, 6)["id"]
    ]
    assert states == [of(told, "update")[0]["state"]["states"]]


def test_an_export_is_read_in_and_shown(desk, tmp_path):
    with Desk(tmp_path) as other:
        told = other.open({1: OPEN, 6: 'quiz("history-hook")'})
        lines = [one["line"] for one in of(told, "line")]
        _, told = other.call("message", *answer(panel_of(told, 6)))
        lines += [one["line"] for one in of(told, "line")]
    text = "\n".join(["# learning journal, format 1", *lines]) + "\n"
    _, told = desk.call("take_export", text)
    assert of(told, "imported")[0]["added"] == 1
    standing = {one["lesson"]: one["answered"] for one in of(told, "standing")}
    assert standing["01-history"] == 1 and len(standing) > 8
    assert [json.loads(one["line"])["id"] for one in of(told, "line")] == [
        json.loads(line)["id"] for line in lines
    ]
    _, told = desk.call("take_export", text)
    assert of(told, "imported")[0]["added"] == 0
    assert not of(told, "line")


def test_who_starts_again_sees_empty_questions_and_gets_all_back_by_an_import(tmp_path):
    cells = {
        1: OPEN + "\nfrom alliance import lesson",
        6: 'quiz("history-hook")',
        9: "lesson.progress()",
    }
    with Desk(tmp_path) as desk:
        told = desk.open(cells, "00-start-here")
        quiz_panel, journal_panel = panel_of(told, 6), panel_of(told, 9)
        assert "browser" in journal_panel["state"]["where"]
        _, told = desk.call("message", *answer(quiz_panel))
        shown = of(told, "update")[0]["state"]["states"]
        _, told = desk.call("message", journal_panel["id"], {"do": "export"})
        text = of(told, "custom")[0]["content"]["text"]
        _, told = desk.call("message", journal_panel["id"], {"do": "reset"})
        states = [one["state"] for one in of(told, "update") if one["id"] == quiz_panel["id"]]
        assert states[-1]["states"]["q1"] == {}
        assert "Run All" not in str(told)
        _, told = desk.call("message", journal_panel["id"], {"do": "import", "text": text})
        states = [one["state"] for one in of(told, "update") if one["id"] == quiz_panel["id"]]
        assert states[-1]["states"] == shown


def test_what_is_no_export_is_told_in_a_sentence(desk):
    _, told = desk.call("take_export", "some other file")
    assert of(told, "imported")[0]["added"] is None
    assert "first line" in of(told, "imported")[0]["text"]


@pytest.mark.parametrize(
    ("source", "parts", "error"),
    [
        ("1 + 1", [{"text": "2"}], ""),
        ("print('a')\nNone", [{"text": "a\n"}], ""),
        ("x = 1;", [], ""),
        ("1;", [], ""),
        ("y = 1\nz / 2", [], "NameError: name 'z' is not defined (line 2 of your code)"),
        ("if True\n  1", [], "SyntaxError: expected ':' (line 1 of your code)"),
        ("raise SystemExit", [], "SystemExit:  (line 1 of your code)"),
    ],
)
def test_a_learners_code_runs_and_its_mistakes_are_one_sentence(desk, source, parts, error):
    _, told = desk.call("task", 16, source)
    assert of(told, "output") == [{"type": "output", "cell": 16, "parts": parts, "error": error}]


def test_the_check_of_an_exercise_follows_the_code(desk):
    desk.call("task", 16, "answer = 'nothing of the kind'")
    _, told = desk.call("task", 17, 'exercise("history-try-spread", answer)')
    [output] = of(told, "output")
    assert not output["error"] and "al-" in output["parts"][0]["html"]
    assert json.loads(of(told, "line")[0]["line"])["question"] == "history-try-spread"


def test_a_table_is_shown_as_one(desk):
    _, told = desk.call("task", 4, "library.events.head(1)")
    assert "<table" in of(told, "output")[0]["parts"][0]["html"]


def test_a_part_that_is_shut_opens_when_forecasts_are_locked(tmp_path):
    cells = {
        1: f"from alliance import explore, lesson\n{OPEN}\nthen = library.as_of('2024-06-20')\n"
        "later = lesson.after_forecast('05-military-involvement')",
        24: "explore.forecast(then.forecasts)",
        33: 'quiz("military-autumn", library=later())',
    }
    with Desk(tmp_path) as desk:
        told = desk.open(cells, "05-military-involvement")
        assert [one["cell"] for one in of(told, "shut")] == [33]
        assert desk.call("reopened")[0] == [2]
        desk.call("open_later")
        _, told = desk.call("run", 2)
        assert [one["cell"] for one in of(told, "panel")] == [33]
        assert desk.call("reopened")[0] == []


def test_reports_come_last_and_follow_the_journal(tmp_path):
    cells = [
        {"cell": 1, "source": f"from alliance import lesson\n{OPEN}", "need": "panel"},
        {"cell": 2, "source": 'lesson.closing("01-history")', "need": "report"},
        {"cell": 6, "source": 'quiz("history-hook")', "need": "panel"},
    ]
    with Desk(tmp_path) as desk:
        places, _ = desk.call("begin", "01-history", cells, [])
        assert places == [0, 2]
        told = [one for place in places for one in desk.call("run", place)[1]]
        reports, _ = desk.call("reports")
        assert reports == [1]
        before = of(desk.call("run", 1)[1], "report")[0]["html"]
        desk.call("message", *answer(panel_of(told, 6)))
        after = of(desk.call("run", 1)[1], "report")[0]["html"]
        assert before != after
        standing = of(desk.call("standing")[1], "standing")[0]
        assert (standing["answered"], standing["lesson"]) == (1, "01-history")
        assert standing["of"] > 50


def test_the_assessment_is_a_box_of_panels(tmp_path):
    cells = {1: f"from alliance import lesson\n{OPEN}", 48: "lesson.assessment()"}
    with Desk(tmp_path) as desk:
        told = desk.open(cells, "08-implications")
        box = panel_of(told, 48)
        ids = [name.removeprefix("IPY_MODEL_") for name in box["state"]["children"]]
        models = {one["id"]: one for one in of(told, "model")}
        assert models[ids[0]]["esm"] and "value" in models[ids[-1]]["state"]
        _, told = desk.call("message", ids[0], {"do": "sample", "plan": "short", "request": "r"})
        [change] = [one["state"] for one in of(told, "update") if one["id"] == box["id"]]
        assert len(change["children"]) == 3


def test_another_topic_works_as_well(tmp_path, other_data):
    source = "from alliance import open_library, quiz\nlibrary = open_library()"
    with Desk(tmp_path, other_data) as desk:
        told = desk.open({1: source, 2: 'quiz("alliance-check")'})
    assert of(told, "panel")[0]["state"]["questions"]
