"""The diagnostic in JupyterLab: silent to the last question, then a result that leads on."""

from __future__ import annotations

import pytest

from tests.axe import ALL, violations
from tests.panels import write_notebook

pytestmark = pytest.mark.browser

NAME = "diagnostic.ipynb"
TOLD = ".q-result:is([data-status=right], [data-status=wrong], [data-status=partly])"
CELLS = ["from alliance import lesson", "lesson.diagnostic('start-diagnostic')", "'the cell after'"]


def answer(question) -> None:
    """Choose the first of everything that a question offers, and check."""
    for group in question.locator("fieldset fieldset, fieldset:not(:has(fieldset))").all():
        radio = group.locator("input[type=radio]").first
        if radio.count() and not group.locator("xpath=ancestor::*[@class='q-sure']").count():
            radio.check()
    for select in question.locator("select").all():
        select.select_option(index=1)
    question.locator(".q-check").click()


def test_nothing_is_told_before_the_last_question_then_everything(lab_server, open_lab):
    lab, page = lab_server, open_lab
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    lab.run_all(page)
    page.wait_for_selector(".al-quiz .q-question")
    questions = page.locator(".al-quiz .q-question").all()
    for k, question in enumerate(questions, 1):
        assert page.locator(".q-conclusion").is_hidden()
        assert page.locator(f".q-note:visible, {TOLD}").count() == 0
        answer(question)
        said = "All results are shown" if k < len(questions) else "right:"
        page.wait_for_selector(f".q-tally:has-text('Answered {k} of'):has-text('{said}')")
    result = page.locator(".q-conclusion")
    result.wait_for(state="visible")
    assert "Right at the first try" in result.inner_text() and result.locator("li a").count() == 3
    assert page.locator(TOLD).count() == len(questions)
    assert page.evaluate("document.activeElement.classList.contains('q-conclusion')")
    assert violations(page, ".al-quiz", ALL) == []
    told = result.inner_text()
    lab.come_back(page)
    lab.run_all(page)
    page.wait_for_selector(".q-conclusion:visible")
    assert page.locator(".q-conclusion").inner_text() == told
