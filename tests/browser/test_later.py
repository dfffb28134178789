"""The lesson with the forecast, run in any order: nothing that came later is on the page.

What came later is a notebook of its own, and stays shut until the forecasts are locked.
"""

from __future__ import annotations

import json
import random
import re

import pytest

from alliance import open_library
from tests.explore.forecast.test_forecast import later_words
from tests.lab import RUN_ALL
from tests.locked import lock_forecasts
from tests.places import NOTEBOOKS

pytestmark = pytest.mark.browser

FIRST, SECOND = "05-military-involvement.ipynb", "05b-what-came.ipynb"
RUN_ONE = """async (index) => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = index;
    const done = jupyterapp.commands.execute("notebook:run-cell").then(() => true, () => false);
    return Promise.race([done, new Promise((end) => setTimeout(end, 60_000, false))]);
}"""


def cells(name: str) -> list[dict]:
    return json.loads((NOTEBOOKS / name).read_text("utf-8"))["cells"]


def markdown(cells_: list[dict]) -> str:
    text = "\n".join("".join(c["source"]) for c in cells_ if c["cell_type"] == "markdown")
    return re.sub(r"\]\([^)]*\)", "]", text)  # what is read, without where links lead


def after_stop() -> int:
    """The place of the first cell below the one that says to stop."""
    return [c["id"] for c in cells(SECOND)].index("stop") + 1


def prose() -> list[str]:
    """Pieces of the text after the forecast, without marks and links, that do not stand before."""
    pieces = re.split(r"[*#\[\]()\n>`|]+", markdown(cells(SECOND)[after_stop() :]))
    before = markdown(cells(FIRST)) + markdown(cells(SECOND)[: after_stop()])
    told = [piece.strip() for piece in pieces if len(piece.strip()) > 30]
    return [piece for piece in told if piece not in before and "<summary>" not in piece]


def everything(page) -> str:
    """All that is in the page, also what is hidden, with its attributes, scripts and frames."""
    page.wait_for_timeout(400)
    frames = [frame.content() for frame in page.frames]
    return "\n".join(frames)


def read(page) -> str:
    """All that can be read on the page, the list of headings beside the notebook too."""
    page.wait_for_timeout(400)
    return page.locator("body").inner_text()


def code_cells(name: str, start: int = 0) -> list[int]:
    """Places of the code cells, in an order that nobody thought of."""
    found = [k for k, c in enumerate(cells(name)) if k >= start and c["cell_type"] == "code"]
    random.Random(5).shuffle(found)
    return found


def test_where_people_forecast_no_word_of_the_outcome_is_in_the_page(lab_server, open_lab):
    """Not in what is shown, and not in what is hidden."""
    lab, page = lab_server, open_lab
    hidden = [*prose(), *later_words(open_library())]
    assert len(prose()) > 100
    lab.turn_to(page, FIRST)

    def told() -> list[str]:
        text = everything(page)
        assert "The morning after the treaty" in text
        return [words for words in hidden if words in text]

    assert told() == []  # before anything was run
    for index in code_cells(FIRST):
        page.evaluate(RUN_ONE, index)
        assert told() == []
    page.evaluate(RUN_ALL)
    assert told() == []
    assert page.locator(".jp-WindowedPanel-outer").evaluate("(e) => e.scrollTop") == 0
    lock_forecasts(lab.progress)  # and time has not moved on
    page.evaluate(RUN_ALL)
    assert told() == []
    onward = page.locator(".al-step a[href$='05b-what-came.ipynb']")
    assert onward.inner_text() == "Second part: what came later"


def test_the_second_part_is_shut_until_the_forecasts_are_locked(lab_server, open_lab):
    lab, page = lab_server, open_lab
    hidden = [*prose(), *later_words(open_library())]
    lab.turn_to(page, SECOND)

    def told() -> list[str]:
        text = read(page)
        assert "Stop: forecast first" in text
        return [words for words in hidden if words in text]

    assert told() == []  # before anything was run
    page.evaluate(RUN_ALL)
    page.get_by_text("This part is shut until your forecasts are locked").first.wait_for()
    assert told() == []
    fold = page.locator(".jp-Cell:has(.al-stop) .jp-collapseHeadingButton")
    fold.dispatch_event("click")  # the arrow is there to be seen only below the pointer
    assert told() == []
    for index in code_cells(SECOND, after_stop()):
        page.evaluate(RUN_ONE, index)
    assert told() == []
    outputs = page.locator(".jp-Cell:has(.al-stop) ~ .jp-Cell .jp-OutputArea-output:not(:empty)")
    said = " ".join(outputs.all_text_contents())
    assert [words for words in later_words(open_library()) if words in said] == []

    lock_forecasts(lab.progress)
    page.evaluate(RUN_ONE, after_stop() - 2)
    page.get_by_text("This part is open").first.wait_for()
    lab.run_all(page)
    text = read(page)
    assert "4. From the first report to the last word" in text
    folded = re.findall(r"<details>.*?</details>", markdown(cells(SECOND)), flags=re.S)
    unread = [w for w in prose() if w not in text and not any(w in piece for piece in folded)]
    assert unread == []
