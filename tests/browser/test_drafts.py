"""What is chosen or typed and not yet checked is there again, for every type of question."""

from __future__ import annotations

import pytest

from tests.browser.test_kinds import NAME, build, panel, question
from tests.quiz_samples import EACH

pytestmark = pytest.mark.browser

# What stands in the controls of each question, in their order.
WRITTEN = """(root) => [...root.querySelectorAll('.q-question')].map((question) => [
    [...question.querySelectorAll('input, select, textarea')].map((e) =>
        e.type === 'radio' || e.type === 'checkbox' ? e.checked : e.value),
    [...question.querySelectorAll('.q-order > li')].map((row) => row.textContent),
    [...question.querySelectorAll('.q-pin')].map((pin) => pin.style.cssText),
])"""
TEXT = "1996, for nobody renewed it then. I have not checked this yet."


def draft(page) -> None:
    """Choose or type something in every question, wrong or right, and check nothing."""
    question(page, "single").get_by_label("France").check()
    question(page, "single").get_by_label("Very sure").check()
    question(page, "multiple").get_by_label("Mongolia").check()
    question(page, "multiple").get_by_label("China").check()
    question(page, "true-false").get_by_label("true", exact=True).check()
    question(page, "true-false").locator(".q-option input").last.check()
    question(page, "judge").get_by_label("disputed").check()
    question(page, "number").locator("input[type=text]").fill("12")
    question(page, "order").locator(".q-move:visible").last.click()
    question(page, "order").locator(".q-move:visible").first.click()
    question(page, "order").locator("li").nth(2).locator(".q-move").first.click()
    question(page, "interval").get_by_label("Lowest").fill("900")
    question(page, "match").locator("select").nth(1).select_option(index=2)
    question(page, "categorise").locator(".q-choice input").nth(1).check()
    question(page, "place").locator(".q-map").press("ArrowUp")
    question(page, "place").locator(".q-map").press("Shift+ArrowLeft")
    question(page, "grade").get_by_label("D not usually reliable").check()
    question(page, "reflect").locator("textarea").press_sequentially(TEXT)


def written(page) -> list:
    return panel(page).evaluate(WRITTEN)


def back(page, there: list) -> None:
    """Wait until the panel is drawn anew, and compare."""
    page.wait_for_selector(".al-quiz .q-map path.q-land[d]", state="attached")
    page.wait_for_timeout(500)
    found = written(page)
    for type_, before, after in zip(EACH, there, found, strict=True):
        assert after == before, type_


def test_drafts_outlive_run_all_a_kill_and_a_reload_until_they_are_checked(lab_server, open_lab):
    lab, page = lab_server, open_lab
    build(lab)
    lab.turn_to(page, NAME)
    lab.run_all(page)
    page.wait_for_selector(".al-quiz .q-map path.q-land[d]", state="attached")
    untouched = written(page)
    draft(page)
    there = written(page)
    changed = [type_ for type_, old, new in zip(EACH, untouched, there, strict=True) if old != new]
    assert changed == [type_ for type_ in EACH if type_ != "code"]
    lab.run_all(page)
    back(page, there)
    lab.come_back(page)  # after SIGKILL
    lab.run_all(page)
    back(page, there)
    lab.save(page)
    page.reload()
    lab.ready(page, NAME)
    back(page, there)
    # The hint draws the question again; what is not checked stays.
    question(page, "single").get_by_role("button", name="Show a hint").click()
    page.wait_for_selector("text=Thirteen states voted in favour")
    assert question(page, "single").get_by_label("France").is_checked()
    # Once the answer is taken, the draft is gone; the next one is kept as well.
    question(page, "single").get_by_role("button", name="Check answer").click()
    page.wait_for_selector("text=It voted in favour")
    question(page, "single").get_by_label("Russia").check()
    there = written(page)
    lab.run_all(page)
    back(page, there)
    question(page, "single").get_by_role("button", name="Try again").click()
    page.wait_for_selector("text=It alone voted against")
    kept = page.evaluate("() => Object.values(JSON.parse(localStorage['alliance-drafts']))")
    assert len(kept) == len(EACH) - 2  # all but this one and the code
    assert {one["tries"] for one in kept} == {0}
