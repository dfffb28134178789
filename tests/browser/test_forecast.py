"""The forecast in a real browser: by keyboard alone, kept over a kill, and nothing told early."""

from __future__ import annotations

import html
import json

import pytest

from alliance import explore, open_library
from alliance.journal import Journal
from tests.axe import rules_for, violations
from tests.explore.forecast.test_forecast import THEN, later_words, spoilers
from tests.lab import THEMES, choose_theme
from tests.panels import WRITE_STATE, cells, heard, start, sticking_out, tab_to, write_notebook
from tests.panels import alone as panel_alone

pytestmark = pytest.mark.browser

NAME = "forecast.ipynb"
CELLS = [
    "from alliance import atlas, explore, lesson, open_library, timeline\n"
    f"then = open_library().as_of('{THEN}')",
    "lesson.opening('05-military-involvement', then)",
    "timeline(then.events, library=then)",
    "atlas.points(then.deployments, title='Seen', label='title', when='date', library=then)",
    "explore.forecast(then.forecasts)",
    WRITE_STATE,
]
GIVEN = ["70", "35", "20", "60", "5", "40", "90", "50", "15", "55", "30", "45"]
PANEL = ".al-forecast"
FIXED = ["title", "intro", "questions", "texts", "language"]


# --- in JupyterLab ------------------------------------------------------------------------------


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(".al-forecast .p-title")


def values(page) -> list[str]:
    return page.locator(".al-forecast input[type=number]").evaluate_all(
        "(all) => all.map((e) => e.value)"
    )


def nothing_tells(lab, page, hidden: list[str]) -> None:
    """Search page, widget state and saved notebook for what became known later."""
    file = lab.save(page)
    state = (lab.work / "state.json").read_text("utf-8")
    asked = "Will Kim Jong Un visit Russia"
    assert "widget-state+json" in file and asked in file and asked in state
    shown = page.locator(".jp-NotebookPanel").evaluate("(e) => e.outerHTML")
    for where, text in {"page": shown, "state": state, "file": file}.items():
        text = html.unescape(html.unescape(text.replace('\\"', '"')))
        assert [words for words in hidden if words in text] == [], where


def answer(page) -> None:
    """Give all forecasts: type and go on with Tab; the first is too high at first."""
    page.keyboard.press("Tab")
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    heard(page, PANEL, "120 does not")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-invalid')") == "true"
    for given in GIVEN:
        page.keyboard.press("Control+a")
        page.keyboard.type(given)
        page.keyboard.press("Tab")
        heard(page, PANEL, f"Kept: {given} %")


def lock(page) -> None:
    """Lock, after one look at the question whether to."""
    tab_to(page, "Lock my forecasts")
    page.keyboard.press("Enter")
    assert "cannot be changed" in page.evaluate("() => document.activeElement.textContent")
    tab_to(page, "No, not yet")
    page.keyboard.press("Enter")
    assert "Lock my" in page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    tab_to(page, "Yes, lock them")
    page.keyboard.press("Enter")
    heard(page, PANEL, "It is 20 June 2024")


def test_by_keyboard_kept_over_a_kill_and_told_only_on_the_day(lab_server, open_lab):
    lab, page = lab_server, open_lab
    library = open_library()
    hidden = later_words(library) + spoilers(library, library.as_of(THEN))
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    run(lab, page)
    nothing_tells(lab, page, hidden)
    start(page, PANEL)
    before = cells(page)
    answer(page)
    assert cells(page) == before
    assert violations(page, PANEL) == []

    lab.come_back(page)
    run(lab, page)
    assert values(page) == GIVEN
    nothing_tells(lab, page, hidden)

    page.locator(".al-forecast input[type=number]").last.focus()
    lock(page)
    assert "On to the next" in page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    heard(page, PANEL, "23 October 2024: Will North Korean soldiers be in Russia")
    note = library.row("forecasts", "troops-in-russia")["resolution_note"]
    assert note in page.locator(".al-forecast .f-decided").inner_text()
    assert "You said 70 %; this scores 0.09." in page.locator(".f-decided").inner_text()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    heard(page, PANEL, "all 12 questions")
    assert page.locator(".al-forecast .f-decided details").count() == 12
    assert cells(page) == before
    for theme in THEMES:
        choose_theme(page, theme)
        assert violations(page, PANEL, rules_for(theme)) == [], theme


# --- the panel alone, with its kernel in this process ------------------------------------------


@pytest.fixture
def alone(page, tmp_path):
    """A page with the panel alone; `alone.pump()` carries messages to the kernel and back."""
    panel = explore.forecast(
        open_library().as_of(THEN).forecasts, journal=Journal(tmp_path / "journal")
    )
    return panel_alone(page, panel, FIXED, ["states", "later"])


def go_on(page, *names: str) -> None:
    """Press buttons, each by the beginning of its name."""
    for name in names:
        page.get_by_role("button", name=name).press("Enter")
        page.pump()


def test_mouse_and_arrows_give_the_same_number(alone):
    number, slider = alone.locator("input[type=number]"), alone.locator("input[type=range]")
    assert slider.first.get_attribute("tabindex") == "-1"
    slider.first.fill("65")
    assert number.first.input_value() == "65"
    alone.pump()
    number.first.press("ArrowUp")
    alone.wait_for_timeout(800)  # it is sent a moment after the last change
    alone.pump()
    assert slider.first.input_value() == "66"
    assert "Kept: 66 % (at first 65 %)" in alone.locator("fieldset").first.inner_text()
    assert "1 of 12 questions" in alone.locator(".p-tally").inner_text()


@pytest.mark.clock
def test_a_dead_kernel_is_told_and_what_was_typed_stays(alone):
    alone.evaluate("window.deaf = true")
    alone.locator("input[type=number]").first.fill("65")
    alone.keyboard.press("Enter")
    alone.clock.run_for(5000)
    assert "the kernel is not running" in alone.locator("fieldset").first.inner_text()
    assert alone.locator("input[type=number]").first.input_value() == "65"


def test_narrow_pages_and_what_the_reader_unfolded(alone):
    alone.set_viewport_size({"width": 320, "height": 800})
    alone.locator("input[type=number]").first.fill("65")
    alone.keyboard.press("Enter")
    alone.pump()
    assert sticking_out(alone, PANEL, "svg") == []
    go_on(alone, "Lock my", "Yes", "On to", "On to")
    details = alone.locator(".f-decided details")
    assert [d.get_attribute("open") for d in details.all()] == ["", None]
    details.last.locator("summary").press("Enter")
    alone.locator(".f-score summary").last.press("Enter")
    go_on(alone, "On to")
    assert [d.get_attribute("open") for d in details.all()] == ["", None, ""]
    assert alone.locator(".f-score details").last.get_attribute("open") == ""
    assert sticking_out(alone, PANEL, "svg") == []
    slider = alone.locator(".f-time input[type=range]")
    assert slider.get_attribute("aria-valuetext") == "13 November 2024"
    slider.press("Home")
    alone.pump()
    assert alone.locator(".f-decided details").count() == 0
    assert alone.locator(".f-day").inner_text() == "20 June 2024"
    assert json.dumps(alone.panel.later["resolved"]) == "[]"
