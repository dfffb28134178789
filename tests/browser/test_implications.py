"""Weighing evidence and the scenario tree in a browser: by keyboard alone, kept over a kill."""

from __future__ import annotations

from functools import partial

import pytest

from alliance import open_library
from tests import panels
from tests.axe import ALL, CONTRAST, violations
from tests.explore.test_implications import GIVEN
from tests.lab import THEMES, choose_theme
from tests.panels import cells, heard, start, write_notebook

tab_to = partial(panels.tab_to, most=12)
pytestmark = pytest.mark.browser

NAME = "implications.ipynb"
CELLS = [
    "from alliance import explore, open_library\nlibrary = open_library()",
    "explore.weigh(library.weighing.query(\"implication == 'alliances'\"))",
    "explore.tree(library.branches)",
    "'the cell after'",
]


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(".al-tree .t-picture svg", state="attached")


def weigh(page, count: int) -> None:
    """Judge, place all cards, judge again and compare: with Tab, arrows, letters and Enter."""
    start(page, ".al-weigh")
    tab_to(page, "input[type=number]")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    heard(page, ".al-weigh", "Kept: 60 %")
    for left in range(count, 0, -1):
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")  # from for to against
        tab_to(page, "select")
        page.keyboard.press("m")  # moderate
        heard(page, ".al-weigh", f"{left - 1} cards" if left > 2 else "")
    heard(page, ".al-weigh", "All cards have a place")
    tab_to(page, "input[type=number]")
    page.keyboard.type("45")
    tab_to(page, "Compare")
    page.keyboard.press("Enter")
    heard(page, ".al-weigh", "moved from 60 % to 45 %")


def grow(page) -> None:
    """Give all shares by typing and Tab; the last answer of the first fork by its button."""
    start(page, ".al-tree")
    for parent, shares in GIVEN.items():
        for k, share in enumerate(shares):
            tab_to(page, "input[type=number]")
            if parent == "" and k == 1:
                heard(page, ".al-tree", "60 % is left")
                tab_to(page, "Give the rest")
                page.keyboard.press("Enter")
                heard(page, ".al-tree", "add up to 100 %")
                break
            page.keyboard.type(share)
        else:
            page.keyboard.press("Enter")
            heard(page, ".al-tree", "add up to 100 %")
    page.wait_for_selector(".al-tree .p-tally:has-text('Law without watchmen, 35.7 %')")


def test_by_keyboard_alone_kept_over_a_kill_and_clean(lab_server, open_lab):
    lab, page = lab_server, open_lab
    library = open_library()
    rows = library.weighing.query("implication == 'alliances'")
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    run(lab, page)
    before = [text for _, text in cells(page)]
    notes = [note for note in rows["note"] if note]
    shown = page.locator(".jp-NotebookPanel").evaluate("(e) => e.outerHTML")
    assert [note for note in notes if note in shown] == []
    weigh(page, len(rows))
    assert all(note in page.locator(".al-weigh").inner_text() for note in notes)
    grow(page)
    assert [text for _, text in cells(page)] == before
    lab.come_back(page)
    run(lab, page)
    assert page.locator(".al-weigh input[type=number]").first.input_value() == "60"
    assert "against, moderate" in page.locator(".al-weigh fieldset").first.inner_text()
    assert "35.7 %" in page.locator(".al-tree .tr-list").inner_text()
    start(page, ".al-tree")
    page.locator(".al-tree .tr-list summary").last.press("Enter")
    assert "A story, and no forecast" in page.locator(".al-tree .tr-list").inner_text()
    with page.expect_download() as got:
        page.locator(".al-tree .t-save").press("Enter")
    assert got.value.suggested_filename == "scenario-tree.csv"
    for theme in THEMES:
        choose_theme(page, theme)
        rules = ALL if theme == THEMES[0] else CONTRAST
        assert violations(page, ".al-panel", rules) == [], theme
    page.set_viewport_size({"width": 700, "height": 800})
    wide = "(e) => e.scrollWidth <= e.clientWidth + 1"
    assert page.locator(".al-tree").evaluate(wide) and page.locator(".al-weigh").evaluate(wide)
