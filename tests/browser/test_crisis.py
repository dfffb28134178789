"""The crisis simulation in a browser: by keyboard alone, kept over a kill, nothing told early."""

from __future__ import annotations

import html
import re
from functools import partial

import pytest

from alliance import explore, open_library
from alliance.journal import Journal
from tests import panels
from tests.axe import ALL, CONTRAST, violations
from tests.explore.crisis.played import hidden_words
from tests.lab import THEMES, choose_theme
from tests.panels import WRITE_STATE, cells, heard, start, sticking_out, write_notebook
from tests.panels import alone as panel_alone

tab_to = partial(panels.tab_to, most=30)
pytestmark = pytest.mark.browser

NAME = "crisis.ipynb"
CELLS = [
    "from alliance import explore, open_library\nlibrary = open_library()",
    "explore.crisis(library.scenarios)",
    WRITE_STATE,
]
PANEL = ".al-crisis"
WHY = "It can begin this year."


# --- in JupyterLab ------------------------------------------------------------------------------


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(f"{PANEL} .c-heading")


def focus(page, key: str = "innerText") -> str:
    return page.evaluate("(key) => String(document.activeElement[key])", key)


def press(page, words: str, then: str) -> None:
    """Go to a button by Tab, press it, and wait until the heading of the new step has the focus."""
    tab_to(page, words)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "(words) => document.activeElement.matches('.c-heading')"
        " && document.activeElement.innerText.includes(words)",
        arg=then,
    )


def nothing_tells(lab, page, hidden: list[str]) -> None:
    """Search page, widget state and saved notebook for what is told at a later step."""
    saved = lab.save(page)
    state = (lab.work / "state.json").read_text("utf-8")
    shown = page.locator(".jp-NotebookPanel").evaluate("(e) => e.outerHTML")
    places = {"page": shown, "state": state, "file": saved}
    for where, text in places.items():
        text = html.unescape(html.unescape(text.replace('\\"', '"')))
        assert "Watching without the UN" in text, where
        assert [words for words in hidden if words in text] == [], where


def alone_by_keyboard(page) -> None:
    """Take a role, choose, hear the consequences and what really happened."""
    tab_to(page, "Deal me one")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL} .c-card")
    assert focus(page) == "Deal me one"
    press(page, "On to the options", "Options")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, "textarea")
    page.keyboard.press("b")  # would insert a cell
    page.keyboard.press("Backspace")
    page.keyboard.type(WHY)


def test_alone_by_keyboard_kept_over_a_kill_then_with_a_class(lab_server, open_lab):
    lab, page = lab_server, open_lab
    library = open_library()
    words = hidden_words(library, "watching-without-panel")
    later = list(library.scenarios["title"])[1:] + list(library.scenarios["question"])[1:]
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    run(lab, page)
    nothing_tells(lab, page, [text for texts in words.values() for text in texts] + later)
    start(page, PANEL)
    before = cells(page)
    alone_by_keyboard(page)
    press(page, "Keep my choice", "Consequences")
    heard(page, PANEL, "Kept: Build a team")
    assert cells(page) == before
    assert violations(page, PANEL) == []

    lab.come_back(page)
    run(lab, page)
    assert "Consequences" in page.locator(f"{PANEL} .c-heading").inner_text()
    assert "Your choice" in page.locator(f"{PANEL} .c-option").first.inner_text()
    start(page, PANEL)
    press(page, "Show what really happened", "What really happened")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert WHY in page.locator(f"{PANEL} .c-record table").inner_text()
    page.locator(f"{PANEL} .c-heading").focus()
    press(page, "Next decision point", library.scenarios["title"][1])
    assert cells(page) == before

    with_a_class(page)
    assert cells(page) == before
    for theme in THEMES:
        choose_theme(page, theme)
        rules = ALL if theme == THEMES[0] else CONTRAST
        assert violations(page, PANEL, rules) == [], theme


def with_a_class(page) -> None:
    """Set two groups and a clock, record both choices, show all, by keyboard alone."""
    start(page, PANEL)
    tab_to(page, "With a class")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{PANEL}.c-large .c-setup[open]")
    for number in ("2", "3"):
        tab_to(page, "input[type=number]")
        page.keyboard.press("Control+a")
        page.keyboard.type(number)
    tab_to(page, "Keep these settings")
    page.keyboard.press("Enter")
    heard(page, PANEL, "2 groups")
    press(page, "On to the options", "Options")
    tab_to(page, "Start the clock")
    page.keyboard.press("Enter")
    heard(page, PANEL, "The clock runs")
    page.keyboard.press("Enter")
    heard(page, PANEL, "stands still")
    for place in range(2):
        tab_to(page, f"[id$='-choice{place}']")
        for _ in range(place + 1):
            page.keyboard.press("ArrowDown")
        page.wait_for_selector(f"{PANEL} .c-tally li:nth-child({place + 1}):has-text('Group')")
        assert focus(page, "id").endswith(f"-choice{place}")
    press(page, "Show the consequences", "Consequences")
    press(page, "Show what really happened", "What really happened")
    assert "Group 2" in page.locator(f"{PANEL} .c-came").inner_text()


# --- the panel alone, with its kernel in this process ---------------------------------------------


@pytest.fixture
def simulated(page, tmp_path):
    """A page with the panel alone; `page.pump()` carries messages to the kernel and back."""
    panel = explore.crisis(
        open_library().scenarios.query("number == 5"), journal=Journal(tmp_path / "journal")
    )
    panel_alone(page, panel, ["title", "texts", "language"], ["view"])

    def go(*names: str) -> None:
        for name in names:
            page.get_by_role("button", name=name).first.press("Enter")
            page.pump()

    page.go = go
    return page


def test_narrow_pages_files_and_what_was_typed(simulated):
    page = simulated
    page.set_viewport_size({"width": 320, "height": 800})
    page.go("Deal me one", "On to the options")
    page.locator("textarea").fill("Nobody may be forced.")
    page.go("Keep my choice")
    assert "Choose one of the options" in page.locator(".p-message").first.inner_text()
    assert page.locator("textarea").input_value() == "Nobody may be forced."
    page.locator("input[type=radio]").first.check()
    page.go("Keep my choice", "Show what really")
    page.locator("summary", has_text="Record").press("Enter")
    assert sticking_out(page, PANEL, "option") == []
    with page.expect_download() as saved:
        page.go("Save as CSV")
    assert saved.value.suggested_filename == "crisis-record.csv"
    assert "Nobody may be forced." in saved.value.path().read_text("utf-8")
    page.go("Make a page to print")
    paper = page.frame_locator(".c-page iframe")
    assert "Nobody may be forced." in paper.locator("main").inner_text()
    with page.expect_download() as saved:
        paper.get_by_role("button", name="Save it as a file").click()
    assert "What really happened" in saved.value.path().read_text("utf-8")
    page.go("Begin anew", "Yes, begin anew")
    assert "Nothing is chosen yet." in page.locator(".c-record").inner_text()


@pytest.mark.clock
def test_the_clock_can_be_paused_prolonged_and_switched_off(simulated):
    page = simulated
    page.go("With a class")
    page.locator("input[type=number]").first.fill("2")
    page.locator("input[type=number]").last.fill("1")
    page.go("Keep these settings", "Start the clock")
    page.clock.run_for(10_000)
    face = page.locator(".c-face")
    assert face.inner_text() in ("0:50", "0:49", "0:48")
    page.go("Pause")
    stood = face.inner_text()
    page.clock.run_for(5_000)
    assert face.inner_text() == stood
    page.go("One minute more", "Go on")
    page.clock.run_for(120_000)
    assert face.inner_text() == "0:00" and page.locator(".c-up").is_visible()
    assert "Briefing" in page.locator(".c-heading").inner_text()  # nothing went on by itself
    page.go("Switch the clock off")
    assert not face.is_visible() and not page.locator(".c-up").is_visible()
    page.go("On to the options")
    assert not page.locator(".c-face").is_visible()  # it stays off


@pytest.fixture
def classroom(simulated):
    """A class of four groups with a clock of ten minutes, at the options of a decision."""
    page = simulated
    page.go("With a class")
    for field, value in zip(page.locator("input[type=number]").all(), ("4", "10"), strict=True):
        field.fill(value)
    page.go("Keep these settings")
    return page


def pick(page, group: int, option: str) -> None:
    page.locator(f"[id$='-choice{group}']").select_option(label=option)
    page.wait_for_timeout(900)  # what has rested is chosen
    page.pump()


def why(page, group: int, words: str) -> None:
    page.locator(f"[id$='-why{group}']").fill(words)
    page.keyboard.press("Tab")
    page.pump()


def record(page) -> list[dict]:
    """The record as the page shows it, the same as the panel's own."""
    details = page.locator("details.c-record")
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()
    shown = page.locator(".c-record table").first.inner_text()
    rows = page.panel.record.to_dict("records")
    assert all(row["First choice"] in shown and row["Why"] in shown for row in rows)
    return rows


SEOUL, KEEP = "Let them go to South Korea", "Keep them until the fighting ends"


def test_five_orders_in_which_a_class_is_played(classroom):
    """Why first, choice first, roles dealt again, fewer groups, the clock across steps."""
    page = classroom
    page.go("Start the clock", "On to the options")
    why(page, 0, "It is their wish.")
    pick(page, 0, SEOUL)
    pick(page, 1, KEEP)
    why(page, 1, "The Convention says so.")
    arrows(page)
    for row, words in zip(
        record(page), ("It is their wish.", "The Convention says so.", ""), strict=True
    ):
        assert (row["Why"], row["Changed to"]) == (words, "")
    tally = page.locator(".c-tally").inner_text()
    assert "Group 3" in tally

    roles = [row["Role"] for row in record(page)]
    page.go("Briefing", "Deal the roles again")
    assert page.locator(".c-sure").is_visible()
    assert page.panel.session.play.points["two-prisoners"].roles == {}
    page.go("Yes, deal them again")
    assert len(page.panel.session.play.points["two-prisoners"].roles) == 4
    assert [row["Role"] for row in record(page)] == roles
    page.go("Options")
    pick(page, 1, SEOUL)
    assert record(page)[1]["Changed to"].startswith(SEOUL)
    assert record(page)[1]["Why changed"] == ""  # the old reason was for another option
    pick(page, 2, "no choice")
    assert record(page)[2]["Changed to"].startswith("taken back")
    assert "Group 3" not in page.locator(".c-tally").inner_text()

    page.locator("details.c-setup summary").click()
    page.locator("input[type=number]").first.fill("2")
    page.locator("[id$='-name0']").fill("The lawyers")
    page.go("Keep these settings", "Show the consequences", "Show what really happened")
    assert [row["Group"] for row in record(page)] == ["The lawyers", "Group 2"]
    page.evaluate("document.querySelector('.c-gone').remove()")
    assert "Group 3" not in page.locator(".al-crisis > div").first.inner_text()
    assert page.locator(".c-face").inner_text() != "10:00"
    assert page.get_by_role("button", name="Pause").is_visible()


def arrows(page) -> None:
    """Go over the options of group 3 by arrow keys: only the last one is chosen."""
    page.locator("[id$='-choice2']").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(100)
    page.wait_for_timeout(900)
    page.pump()


@pytest.mark.clock
def test_the_clock_goes_on_across_steps_and_by_the_clock_on_the_wall(classroom):
    page = classroom
    page.go("Start the clock")
    page.clock.run_for(60_000)
    page.go("On to the options")
    page.clock.run_for(30_000)
    face = page.locator(".c-face")
    assert face.inner_text() in ("8:30", "8:29", "8:28")
    # A page in the background: the time passes, hardly any timer runs.
    page.clock.fast_forward(120_000)
    page.clock.run_for(600)
    assert face.inner_text() in ("6:30", "6:29", "6:28", "6:27")
    page.go("Show the consequences", "Pause")
    stood = face.inner_text()
    page.clock.run_for(5_000)
    page.go("Show what really happened")
    assert face.inner_text() == stood
    page.go("Set back")
    assert face.inner_text() == "10:00"


def test_role_cards_print_black_on_white_two_a_sheet(page):
    library = open_library()
    cards = explore.role_cards(library.roles.query("scenario == 'two-prisoners'"), library=library)
    page.set_content(cards._repr_html_())
    frame = page.frame_locator("iframe")
    frame.locator("#pr-print").wait_for()
    page.emulate_media(media="print")
    style = frame.locator(".c-card").first.evaluate(
        "(e) => [getComputedStyle(e).color, getComputedStyle(e).breakInside]"
    )
    assert style == ["rgb(0, 0, 0)", "avoid"]
    assert not frame.locator("#pr-print").is_visible()
    assert frame.locator(".pr-sheet").count() == 2
    # Two cards fill a sheet and do not run over it, whichever decision they belong to.
    for name in library.scenarios["id"]:
        roles = library.roles.query("scenario == @name")
        cards = explore.role_cards(roles, library=library)
        page.set_content(cards._repr_html_())
        page.set_content(page.locator("iframe").get_attribute("srcdoc"))
        pdf = page.pdf(prefer_css_page_size=True)
        sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
        assert sheets == (len(roles) + 1) // 2, name
