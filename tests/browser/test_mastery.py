"""Sureness, mastery and review in a real JupyterLab: by keyboard, remembered, readable."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from alliance.library import open_library
from alliance.quiz.bank import load_bank
from tests.axe import rules_for, violations
from tests.browser.test_lessons import CLIPPED
from tests.conftest import watched_page
from tests.lab import CLOSE_ALL, THEMES, choose_theme
from tests.panels import write_notebook
from tests.places import DATA, NOTEBOOKS
from tests.quiz_records import record, write

pytestmark = pytest.mark.browser

NAME = "mastery.ipynb"
SET = "history-founding"
OTHER_SET = "history-1961"
CELLS = [
    "from alliance import lesson, quiz",
    f"quiz('{SET}')",
    "lesson.closing('01-history')",
    "lesson.standing()",
    "lesson.review()",
    "lesson.calibration()",
]


def questions():
    """Two single-choice questions on the same objective: one to miss long ago, one for today."""
    bank = load_bank(open_library(DATA))
    shown = [bank.question(name) for name in bank.set(SET).question_ids]
    return [question for question in shown if question.type == "single"]


def ago(**time_) -> str:
    return (datetime.now(UTC) - timedelta(**time_)).isoformat(timespec="microseconds")


def text(option) -> str:
    return option.text.replace("*", "")


@pytest.fixture
def notebook(lab_server, open_lab):
    """A notebook with everything about mastery; one question missed a week ago, one just now."""
    write_notebook(lab_server, NAME, CELLS)
    lab_server.turn_to(open_lab, NAME)
    missed = questions()[0]
    wrong = next(option.id for option in missed.body.options if not option.correct)
    old = record(missed.id, 0, False, answer=wrong, at=ago(days=7), confidence=3)
    other = next(q for q in load_bank(open_library(DATA)).questions if q.set == OTHER_SET)
    write(lab_server.progress, [old, record(other.id, 1, False, at=ago(hours=1))])
    return lab_server


def output(page, k: int):
    """The output of a code cell."""
    return page.locator(".jp-CodeCell").nth(k).locator(".jp-OutputArea-output").last


def answer(page, area, label: str, sure: str | None) -> None:
    """Answer the first open question of an area with keys alone, sure or not."""
    area.get_by_label(label, exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    focused = "() => document.activeElement.labels?.[0]?.textContent ?? ''"
    assert page.evaluate(focused) == "Not sure"
    for _ in range(4):
        if sure is None or page.evaluate(focused) == sure:
            break
        page.keyboard.press("ArrowDown")
    if sure:
        assert page.evaluate("() => document.activeElement.checked")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def run_again(page, k: int) -> None:
    """Run one code cell again and wait until it is done."""
    page.locator(".jp-CodeCell").nth(k).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.jp-InputPrompt')]"
        ".some((e) => e.textContent.includes('*'))"
    )


def answers(lab) -> list[dict]:
    """All answers in the journal, in order of time."""
    lines = [line for file in lab.progress.glob("*.txt") for line in file.read_text().splitlines()]
    found = [json.loads(line) for line in lines if line.startswith("{")]
    return sorted((r for r in found if r["kind"] == "answer"), key=lambda r: r["at"])


def load_anew(lab, open_lab, page) -> None:
    """Kill the kernel and load JupyterLab in another page, as after a crash, as learners have it.

    The suite shows all cells at once; to follow a link into a notebook, take the usual way.
    """
    lab.kill_kernels()
    open_lab.evaluate(CLOSE_ALL)
    lab.setting("notebook-extension/tracker", {"windowingMode": "contentVisibility"})
    page.goto(f"{lab.url}/lab/tree/notebooks/{NAME}?reset")
    lab.ready(page, NAME)
    lab.run_all(page)


def assert_link_leads_to_the_section(page, link) -> None:
    """Follow a link by keyboard: the other notebook opens, and its section comes into sight."""
    heading = link.inner_text()
    assert (NOTEBOOKS / "01-history.ipynb").read_text("utf-8").count(f"## {heading}")
    link.press("Enter")
    found = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h2", has_text=heading)
    found.wait_for(timeout=20_000)
    for _ in range(40):
        box = found.bounding_box()
        if box and 0 <= box["y"] < 700:
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"“{heading}” is not in sight: {box}")


def test_sure_or_not_mastered_or_not_due_or_not(notebook, open_lab, chromium):
    page = open_lab
    missed, today = questions()[:2]
    right = {q.id: text(next(o for o in q.body.options if o.correct)) for q in (missed, today)}
    notebook.run_all(page)
    quiz, closing, standing, review, picture = (output(page, k) for k in range(1, 6))

    # What was missed a week ago is asked again; the old answer is nowhere in the review.
    assert review.locator(".q-question").count() == 1
    assert review.locator("input:checked").count() == 0
    assert "Very sure: 0 of 1 right" in picture.inner_text()
    assert "Look at again" in standing.inner_text()
    row = closing.locator("tr", has=page.locator("a[href*='cell-id']"))
    assert "Begun" in row.first.inner_text()

    # Sureness by keyboard, before the first try, and no key reaches the notebook.
    cells = page.locator(".jp-Cell").count()
    area = quiz.locator(".q-question", has=page.get_by_label(right[today.id], exact=True))
    answer(page, area, right[today.id], "Fairly sure")
    area.get_by_text("Before you checked you said: Fairly sure.").wait_for()
    assert area.locator(".q-sure:visible").count() == 0
    assert answers(notebook)[-1]["confidence"] == 2
    # Nobody has to say.
    answer(page, review, right[missed.id], None)
    review.locator(".q-result[data-status=right]").wait_for()
    assert (answers(notebook)[-1]["attempt"], "confidence" in answers(notebook)[-1]) == (1, False)
    assert page.locator(".jp-Cell").count() == cells

    for k in (2, 3, 4, 5):
        run_again(page, k)
    assert "The next question comes back on" in review.inner_text()
    assert "Fairly sure: 1 of 1 right" in picture.inner_text()
    seen = [closing.text_content(), standing.text_content(), picture.text_content()]
    assert "Nearly mastered" in seen[0]

    for width in (700, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(500)
        assert page.evaluate(CLIPPED) == [], width
    for theme in THEMES:
        choose_theme(page, theme)
        assert violations(page, ".jp-OutputArea-output", rules_for(theme)) == [], theme

    # After a crash all is as it was. (A page behind another draws nothing, so it comes only now.)
    with watched_page(chromium) as page:
        load_anew(notebook, open_lab, page)
        quiz, closing, standing, review, picture = (output(page, k) for k in range(1, 6))
        assert [closing.text_content(), standing.text_content(), picture.text_content()] == seen
        assert "comes back on" in review.text_content()
        assert "you said: Fairly sure" in quiz.text_content()
        assert_link_leads_to_the_section(page, closing.locator("a[href*='cell-id']").first)
