"""The map of stances and the coding exercise in a real browser: keys, time, secrets."""

from __future__ import annotations

import html

import pytest

from alliance import explore, open_library
from alliance.journal import Journal
from tests.axe import ALL, CONTRAST, violations
from tests.explore.votes.test_browser_votes import THEMES, show
from tests.lab import THEMES as LAB_THEMES
from tests.lab import choose_theme
from tests.panels import WRITE_STATE, cells, start, sticking_out, tab_to, write_notebook
from tests.panels import alone as panel_alone
from tests.places import DATA

pytestmark = pytest.mark.browser

NAME = "coding.ipynb"
CELLS = [
    "from alliance import explore, open_library\nacts = open_library().reactions",
    "explore.coding(acts[acts['practice']])",
    WRITE_STATE,
]
PANEL = ".al-coding"
FIXED = ["title", "acts", "scale", "texts", "language"]


@pytest.fixture(scope="module")
def acts():
    return open_library(DATA).reactions


# --- the map -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture(acts):
    return explore.stances(acts[~acts["practice"]], views=["pacific", "europe"])


def listed(frame) -> dict[str, str]:
    """Actor → the latest act, as the list has it."""
    return dict(
        frame.evaluate("""() => [...document.querySelectorAll('#st-list li')].map(one => [
            one.querySelector('button').textContent, one.querySelectorAll('p')[1].textContent])""")
    )


def test_the_slider_shows_the_latest_act_of_each_up_to_the_day(page, picture, acts):
    frame = show(page, picture, wait=".st-mark")
    shown = acts[~acts["practice"]]
    assert len(listed(frame)) == shown["actor"].nunique()
    frame.check("#st-act")
    frame.focus("#st-slider")
    page.keyboard.press("Home")
    first = shown.sort_values("date_start").iloc[0]
    assert list(listed(frame).values()) == [f"new 18 September 2023: {first['act']}"]
    assert frame.locator("#st-earlier").is_disabled()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    frame.wait_for_function(
        "() => document.querySelector('#ex-tell').textContent.includes('Up to')"
    )
    assert "of 25 actors have acted so far" in frame.inner_text("#st-counts")
    # Every actor of the list with a seat has its mark, on one of the maps or on both.
    named = {name for name in listed(frame) if name not in ("G7", "MSMT")}
    titles = frame.locator(".st-mark").evaluate_all("(all) => all.map((e) => e.title)")
    assert {title.split(",")[0] for title in titles} == named
    assert page.evaluate("window.keys") == []


@pytest.mark.clock
def test_playing_stops_at_the_end_and_at_a_touch(page, picture):
    frame = show(page, picture, wait=".st-mark")
    frame.press("#st-play", "Enter")
    assert frame.inner_text("#st-play") == "Stop"
    page.clock.run_for(2500)
    assert frame.input_value("#st-slider") == "2"
    frame.press("#st-later", "Enter")
    assert frame.inner_text("#st-play") == "Play" and frame.input_value("#st-slider") == "3"
    frame.press("#st-play", "Enter")
    page.clock.run_for(40_000)
    assert frame.inner_text("#st-play") == "Play" and frame.locator("#st-later").is_disabled()


def test_all_acts_of_one_actor_up_to_the_day(page, picture, acts):
    frame = show(page, picture, wait=".st-mark")
    frame.get_by_role("button", name="China").press("Enter")
    count = len(acts.query("actor == 'CHN' and not practice"))
    assert frame.locator("#st-acts li").count() == count
    assert frame.locator("#st-acts summary").inner_text() == f"Earlier acts: {count - 4}"
    assert frame.evaluate("document.activeElement.textContent") == "China"
    frame.focus("#st-slider")
    page.keyboard.press("Home")
    assert "No act up to this day." in frame.inner_text("#st-acts")
    assert f"{count} later acts" in frame.inner_text("#st-acts")


@pytest.mark.parametrize("theme", THEMES)
def test_the_map_is_accessible_and_fits(page, picture, theme):
    frame = show(page, picture, theme, width=700, wait=".st-mark")
    frame.get_by_role("button", name="China").press("Enter")
    assert violations(page, "figure", ALL if theme == "light" else CONTRAST) == []
    assert frame.evaluate("document.documentElement.scrollWidth") <= 700


# --- coding in JupyterLab ------------------------------------------------------------------------


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(".al-coding .p-title")


def nothing_tells(lab, page, acts) -> None:
    """Search page, widget state and saved notebook for our reasons and doubts."""
    file = lab.save(page)
    practice = acts[acts["practice"]]
    hidden = [text for text in [*practice["stance_reason"], *practice["note"]] if text]
    shown = page.locator(".jp-NotebookPanel").evaluate("(e) => e.outerHTML")
    state = (lab.work / "state.json").read_text("utf-8")
    assert practice["act"].iloc[0] in state and "widget-state+json" in file
    for where, text in {"page": shown, "state": state, "file": file}.items():
        text = html.unescape(html.unescape(text.replace('\\"', '"')))
        assert [words for words in hidden if words in text] == [], where


def code(page, steps: int) -> None:
    """Choose the step so many below the first, and keep it."""
    page.keyboard.press("Space")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
    tab_to(page, "Keep this code")
    before = page.locator(".al-coding .c-count").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "(before) => document.querySelector('.al-coding .c-count')?.textContent !== before",
        arg=before,
    )


def test_by_keyboard_kept_over_a_kill_and_ours_told_only_in_the_end(lab_server, open_lab, acts):
    lab, page = lab_server, open_lab
    ours = [int(stance) + 2 for stance in acts[acts["practice"]]["stance"]]
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    run(lab, page)
    start(page, PANEL)
    before = cells(page)
    page.keyboard.press("Tab")
    for steps in ours[:4]:
        code(page, steps)
    assert cells(page) == before
    assert violations(page, PANEL) == []
    nothing_tells(lab, page, acts)

    lab.come_back(page)
    run(lab, page)
    assert page.locator(".al-coding .c-count").inner_text() == "Act 5 of 10"
    page.locator(".al-coding input").first.focus()
    before = cells(page)
    for steps in ours[4:9]:
        code(page, steps)
    code(page, 0 if ours[9] else 4)  # the last one as far away as can be
    assert page.evaluate("() => document.activeElement.textContent") == "Compare with ours"
    nothing_tells(lab, page, acts)
    page.get_by_role("button", name="Compare with ours").press("Enter")
    page.wait_for_selector(".al-coding .c-score")
    assert page.locator(".al-coding [data-agreed=true]").count() == 9
    assert "90 %" in page.locator(".al-coding .c-numbers").inner_text()
    tab_to(page, "I dispute our code")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("b is not a shortcut here")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your objection is kept.")
    assert cells(page) == before
    for theme in LAB_THEMES:
        choose_theme(page, theme)
        rules = ALL if theme == LAB_THEMES[0] else CONTRAST
        assert violations(page, PANEL, rules) == [], theme
    journal = Journal(lab.progress)
    assert journal.records("coding-dispute")[-1]["text"] == "b is not a shortcut here"


# --- the panel alone, with its kernel in this process --------------------------------------------


@pytest.fixture
def alone(page, tmp_path, acts):
    """A page with the panel alone; `alone.pump()` carries messages to the kernel and back."""
    panel = explore.coding(acts[acts["practice"]], journal=Journal(tmp_path / "journal"))
    return panel_alone(page, panel, FIXED, ["codes", "result"])


def test_a_choice_is_asked_for_changed_and_compared_on_a_narrow_page(alone):
    alone.set_viewport_size({"width": 320, "height": 800})
    keep = alone.get_by_role("button", name="Keep this code")
    keep.press("Enter")
    assert "Choose one of the five" in alone.locator(".p-message").inner_text()
    for _ in range(10):
        alone.locator("input[value='0']").check()
        keep.press("Enter")
        alone.pump()
    alone.get_by_role("button", name="Change the code of act 2").press("Enter")
    assert alone.locator("input[value='0']").is_checked()
    alone.locator("input[value='-1']").check()
    keep.press("Enter")
    alone.pump()
    alone.get_by_role("button", name="To the list").press("Enter")
    assert sticking_out(alone, PANEL, "svg") == []
    alone.get_by_role("button", name="Compare").press("Enter")
    alone.pump()
    assert alone.locator(".c-acts > li").count() == 10
    assert alone.evaluate("document.activeElement.textContent") == "Act by act"
    assert sticking_out(alone, PANEL, "svg") == []
    assert set(alone.panel.codes.values()) == {0, -1}
