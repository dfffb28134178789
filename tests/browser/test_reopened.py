"""A lesson opened again, with a new kernel: it says what to do where no panel can be drawn."""

from __future__ import annotations

import pytest

from tests.lab import FORGET
from tests.panels import write_notebook

pytestmark = pytest.mark.browser

NAME = "reopened.ipynb"
CELLS = [
    "from alliance import lesson, quiz",
    "lesson.opening('00-start-here')",
    "quiz('start-howto')",
]
PLUGIN = "../@jupyter-widgets/jupyterlab-manager/plugin"
SHOWN = """() => [...document.querySelectorAll('.jp-OutputArea-output.jupyter-widgets')]
    .filter((e) => e.textContent.startsWith('Error displaying'))
    .map((e) => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content])"""


@pytest.fixture
def without_state(lab_server, lab_page):
    """A JupyterLab that does not save what widgets hold with a notebook, as it does by default."""
    lab_server.set_theme("JupyterLab Light")
    lab_server.setting(PLUGIN, {"saveState": False})
    lab_server.fresh()
    write_notebook(lab_server, NAME, CELLS)
    lab_page.goto(f"{lab_server.url}/lab/tree/notebooks/{NAME}?reset")
    yield lab_page
    lab_server.setting(PLUGIN, {"saveState": True})
    lab_page.evaluate(FORGET)
    lab_page.goto("about:blank")  # the next test loads JupyterLab with the settings of all tests


def test_a_reopened_lesson_says_run_all_where_a_panel_cannot_be_drawn(lab_server, without_state):
    lab, page = lab_server, without_state
    lab.ready(page, NAME)
    lab.run_all(page)
    page.wait_for_selector(".al-quiz .q-question")
    assert "widget-state+json" not in lab.save(page)
    lab.fresh()
    page.reload()
    lab.ready(page, NAME)
    page.wait_for_selector(".jupyter-widgets:has-text('Error displaying widget')", state="attached")
    [(size, said)] = page.evaluate(SHOWN)
    assert size == "0px" and "Run All Cells" in said
    lab.run_all(page)
    page.wait_for_selector(".al-quiz .q-question")
    assert page.evaluate(SHOWN) == []
