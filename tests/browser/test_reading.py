"""Reading claim by claim in a real browser: by keyboard, kept over a kill, nothing told early."""

from __future__ import annotations

import html

import pytest

from alliance import explore, open_library
from alliance.journal import Journal
from tests.axe import ALL, CONTRAST, violations
from tests.lab import THEMES, choose_theme
from tests.panels import WRITE_STATE, alone, cells, sticking_out, tab_to, write_notebook

pytestmark = pytest.mark.browser

NAME = "reading.ipynb"
CELLS = [
    "from alliance import explore, open_library\n"
    "claims = open_library().claims.query(\"sitting == 'first'\")\n"
    "explore.reading(claims)",
    WRITE_STATE,
    "explore.caught(open_library().claims)",
]
PANEL = ".al-reading"
FOCUS = "() => document.activeElement.textContent"


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(f"{PANEL} .p-title")


def told_of(lab, page, claims) -> set[str]:
    """Save, and return the ids of the claims whose evidence stands in page, file or state."""
    saved = lab.save(page)
    shown = page.locator(".jp-NotebookPanel").evaluate("(e) => e.outerHTML")
    places = [shown, saved, (lab.work / "state.json").read_text("utf-8")]
    assert all(any(claim in text for claim in claims["claim"]) for text in places)
    text = html.unescape(html.unescape(" ".join(places).replace('\\"', '"')))
    return {row.id for row in claims.itertuples() if row.evidence in text}


def judge_by_keyboard(page, downs: int) -> None:
    """From before the verdicts: choose one with the arrow keys, then press Judge."""
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.type") == "radio"
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    tab_to(page, "Judge")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} .r-outcome")


def test_by_keyboard_kept_over_a_kill_and_told_only_when_judged(lab_server, open_lab):
    lab, page = lab_server, open_lab
    claims = open_library().claims.query("sitting == 'first'").reset_index(drop=True)
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    run(lab, page)
    assert told_of(lab, page, claims) == set()
    assert violations(page, PANEL) == []

    page.locator(f"{PANEL} .r-claim").focus()
    before = cells(page)
    tab_to(page, "Judge", 9)
    page.keyboard.press("Enter")  # nothing chosen
    page.wait_for_selector(f"{PANEL} .p-message:has-text('Choose a verdict first')")
    page.locator(f"{PANEL} .r-claim").focus()
    judge_by_keyboard(page, 0)
    assert "Rightly let pass" in page.evaluate(FOCUS)
    tab_to(page, "Next claim", 9)
    page.keyboard.press("Enter")
    assert claims["claim"][1] in page.evaluate(FOCUS)
    tab_to(page, "Leave out", 9)
    page.keyboard.press("Enter")
    assert claims["claim"][2] in page.evaluate(FOCUS)
    judge_by_keyboard(page, 1)  # partly right, as the editors say
    assert "Caught" in page.evaluate(FOCUS)
    assert cells(page) == before
    judged = {claims["id"][0], claims["id"][2]}

    lab.come_back(page)
    run(lab, page)
    assert "Judged: 2 of 8 claims" in page.locator(f"{PANEL} .p-tally").inner_text()
    assert claims["claim"][1] in page.locator(f"{PANEL} .r-claim").inner_text()
    assert told_of(lab, page, claims) == judged
    counted = page.locator(".jp-Notebook .jp-Cell").last.inner_text()
    assert "Claims with an error: 1 of 1 caught" in counted

    page.get_by_role("button", name="The claim before").click()
    page.locator(f"{PANEL} summary", has_text="So far").click()
    for theme in THEMES:
        choose_theme(page, theme)
        rules = ALL if theme == THEMES[0] else CONTRAST
        assert violations(page, PANEL, rules) == [], theme


def test_all_judged_on_a_narrow_page(page, tmp_path):
    """The panel alone, with its kernel in this process."""
    claims = open_library().claims.head(3)
    panel = explore.reading(claims, journal=Journal(tmp_path / "journal"))
    page.set_viewport_size({"width": 320, "height": 800})
    alone(page, panel, ["title", "public", "texts", "language"], ["told", "score"])
    for number in range(len(claims)):
        page.get_by_label("partly right").check()
        page.get_by_label("What went wrong?").select_option(index=1)
        page.get_by_role("button", name="Judge").click()
        page.pump()
        if number < len(claims) - 1:
            page.get_by_role("button", name="Next claim").click()
    assert "All claims are judged" in page.locator(PANEL).inner_text()
    assert "false alarms 3" in page.locator(f"{PANEL} .r-score").inner_text()
    assert sticking_out(page, PANEL) == []
    page.locator(f"{PANEL} summary", has_text="By section").click()
    page.get_by_role("button", name="Opening").click()
    assert page.evaluate("() => document.activeElement.textContent") == claims["claim"].iloc[0]
