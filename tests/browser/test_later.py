"""The lesson with the forecast, run in any order: nothing that came later is on the page."""

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

NAME = "05-military-involvement.ipynb"
RUN_ONE = """async (index) => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = index;
    const done = jupyterapp.commands.execute("notebook:run-cell").then(() => true, () => false);
    return Promise.race([done, new Promise((end) => setTimeout(end, 60_000, false))]);
}"""


def cells() -> list[dict]:
    return json.loads((NOTEBOOKS / NAME).read_text("utf-8"))["cells"]


def split() -> int:
    """The place of the cell that says to stop."""
    return [c["id"] for c in cells()].index("stop")


def markdown(cells_: list[dict]) -> str:
    text = "\n".join("".join(c["source"]) for c in cells_ if c["cell_type"] == "markdown")
    return re.sub(r"\]\([^)]*\)", "]", text)  # what is read, without where links lead


def prose() -> list[str]:
    """Pieces of the text after the forecast, without marks and links, that do not stand before."""
    text = re.sub(r"\]\([^)]*\)", "]", markdown(cells()[split() + 1 :]))  # not where links lead
    pieces = re.split(r"[*#\[\]()\n>`|]+", text)
    before = markdown(cells()[: split() + 1])
    told = [piece.strip() for piece in pieces if len(piece.strip()) > 30]
    return [piece for piece in told if piece not in before]


def read(page) -> str:
    """All that can be read on the page, the list of headings beside the notebook too."""
    page.wait_for_timeout(400)
    return page.locator("body").inner_text()


def test_nothing_after_the_forecast_is_run_or_shown_until_it_is_locked(lab_server, open_lab):
    lab, page = lab_server, open_lab
    hidden = [*prose(), *later_words(open_library())]
    assert len(prose()) > 100
    lab.turn_to(page, NAME)

    def told() -> list[str]:
        text = read(page)
        assert "The morning after the treaty" in text
        return [words for words in hidden if words in text]

    assert told() == []  # before anything was run

    page.evaluate(RUN_ALL)
    page.get_by_text("This part is shut until your forecasts are locked").first.wait_for()
    assert told() == []
    top = page.locator(".jp-WindowedPanel-outer").evaluate("(e) => e.scrollTop")
    assert top == 0

    fold = page.locator(".jp-Cell:has(.al-stop) .jp-collapseHeadingButton")
    fold.dispatch_event("click")  # the arrow is there to be seen only below the pointer
    assert told() == []

    # Cells of the later part, each by itself, in an order that nobody thought of.
    later = [k for k, c in enumerate(cells()) if k > split() and c["cell_type"] == "code"]
    random.Random(5).shuffle(later)
    for index in later:
        page.evaluate(RUN_ONE, index)
    assert told() == []
    outputs = page.locator(".jp-Cell:has(.al-stop) ~ .jp-Cell .jp-OutputArea-output:not(:empty)")
    said = " ".join(outputs.all_text_contents())
    assert [words for words in later_words(open_library()) if words in said] == []

    lock_forecasts(lab.progress)
    page.evaluate(RUN_ONE, split() - 1)
    page.get_by_text("This part is open").first.wait_for()
    lab.run_all(page)
    text = read(page)
    assert "4. From the first report to the last word" in text
    assert [words for words in prose() if words not in text][:3] == []
