"""Each of the thirteen types in a real JupyterLab: by keyboard alone, announced, kept, readable."""

from __future__ import annotations

import json

import pytest

from tests.axe import rules_for, violations
from tests.browser.test_quiz import choose, focus, heard, name, outside, start, tab_to
from tests.lab import THEMES, choose_theme
from tests.panels import WRITE_STATE, write_notebook
from tests.quiz_samples import EACH, make_real_package

pytestmark = pytest.mark.browser

NAME = "quiz-kinds.ipynb"
CELLS = [
    "from alliance import exercise, open_library, quiz\n"
    "from alliance.journal import Journal\n"
    "library = open_library('../real-data')",
    "quiz('examples', library=library)",
    "quiz('examples', library=library, journal=Journal('../untouched'))",
    "answer = ...\nexercise('example-code', answer, library=library)",
    WRITE_STATE,
]
# Words that only the key or the feedback has.
SECRETS = [
    "It alone voted against", "On 6 July", "when it became public", "More than were there",
    "From 2006 to 2017", "Those who accuse", "Its Article 1", "Count who confirmed", "Near Hanoi",
    "1097", "Narrow and right", "They claimed", "21.39", "106.26", "B3", "A witness with nothing",
    "nobody denounced it", "first-nuclear-test",
]  # fmt: skip


def panel(page):
    return page.locator(".al-quiz").first


def question(page, type_: str):
    return panel(page).locator(".q-question").nth(list(EACH).index(type_))


def build(lab) -> None:
    """Write the notebook and its data."""
    if not (lab.work / "real-data").exists():
        make_real_package(lab.work)
    write_notebook(lab, NAME, CELLS)


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(".al-quiz .q-map path.q-land[d]", state="attached")
    start(page)


def check(page, words: str, button: str = "Check answer") -> None:
    """Go on to the button, press it, hear the feedback; the focus stays on what comes next."""
    tab_to(page, button, 12)
    page.keyboard.press("Enter")
    heard(page, words)


def next_question(page) -> None:
    if focus(page) != "Next question":
        tab_to(page, "Next question", 12)
    page.keyboard.press("Enter")


def select(page, wanted: str) -> None:
    """Choose in the list that has the focus, with the arrow keys."""
    shown = "() => document.activeElement.selectedOptions[0].textContent"
    for _ in range(8):
        if page.evaluate(shown) == wanted:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the list has no “{wanted}”")


def steer(page, lat: float, lon: float) -> None:
    """Move the mark on the map with the arrow keys, first far, then near."""
    mark = "() => document.activeElement.closest('.q-question').querySelector('.q-at').textContent"
    for _ in range(60):
        words = page.evaluate(mark).replace("Your mark: ", "").split()
        if words[0] == "No":
            page.keyboard.press("ArrowUp")
            continue
        north, east = float(words[0][:-1]) - lat, float(words[2][:-1]) - lon
        if abs(north) < 1 and abs(east) < 1:
            return
        key = ("ArrowDown" if north > 0 else "ArrowUp") if abs(north) > abs(east) else (
            "ArrowLeft" if east > 0 else "ArrowRight")  # fmt: skip
        far = max(abs(north), abs(east)) > 5
        page.keyboard.press(f"Shift+{key}" if far else key)
    raise AssertionError(f"the mark is at {page.evaluate(mark)}")


def sort_up(page, items: list[str]) -> None:
    """Sort with the buttons “Move up”."""
    rows = question(page, "order")
    for place, item in enumerate(items):
        for _ in range(len(items)):
            shown = rows.locator(".q-item").all_inner_texts()
            if shown.index(item) == place:
                break
            if name(page) != f"Move up: {item}":
                rows.get_by_label(f"Move up: {item}").focus()
            page.keyboard.press("Enter")
            heard(page, f"{item}: now {shown.index(item)} of {len(items)}")


def radios(page, labels: list[str]) -> None:
    """Choose in several groups of radio buttons, from Tab to Tab, the first being focused."""
    for k, label in enumerate(labels):
        if k:
            page.keyboard.press("Tab")
        choose(page, label)


def type_range(page) -> None:
    """Type a range with its ends swapped, then one that is too wide, then a narrow one."""
    low, high = (question(page, "interval").get_by_label(end) for end in ("Lowest", "Highest"))
    page.keyboard.type("2000")
    page.keyboard.press("Tab")
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    heard(page, "swap the two")
    assert low.get_attribute("aria-invalid") == high.get_attribute("aria-invalid") == "true"
    low.fill("500")
    high.fill("2,000")
    high.press("Enter")
    heard(page, "It holds the claim but says little")
    low.fill("1000")
    high.fill("1400")
    high.press("Enter")
    heard(page, "Narrow and right")


def answer_choices(page) -> None:
    """Single, multiple, true-false, judge and number; the first is wrong at first."""
    tab_to(page, "March 2024", 2)
    page.keyboard.press("Tab")
    choose(page, "China")
    check(page, "It abstained")
    question(page, "single").get_by_label("China").focus()
    choose(page, "Russia")
    check(page, "It alone voted against", "Try again")
    next_question(page)
    for _ in range(4):
        if focus(page) in {"China", "Soviet Union"}:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    check(page, "On 6 July")
    next_question(page)
    radios(page, ["false", "The Soviet side spoke of it only from 1989."])
    check(page, "when it was acknowledged")
    next_question(page)
    radios(page, ["wrong", "A magazine counts 319 Soviet fighters lost."])
    check(page, "The losses alone outnumber it")
    next_question(page)
    page.keyboard.type("6")
    check(page, "From 2006 to 2017")
    next_question(page)


def answer_pairs(page) -> None:
    """Order, interval, match and categorise; the last one is partly right and then over."""
    tests = ["South Korean intelligence reports troop dispatch",
             "NATO confirms North Korean units in Kursk",
             "Russia officially confirms North Korean troops",
             "North Korea confirms the deployment"]  # fmt: skip
    sort_up(page, tests)
    check(page, "Six months lie between")
    next_question(page)
    type_range(page)
    next_question(page)
    partners = {"1961": "Help at once with all means", "2000": "Contact without delay",
                "2024": "Help in line with Article 51 and both laws"}  # fmt: skip
    for k in range(3):
        if k:
            page.keyboard.press("Tab")
        select(page, next(p for year, p in partners.items() if year in focus(page)[:40]))
    check(page, "came back with conditions")
    next_question(page)
    radios(page, ["unknown"] * 3)
    check(page, "In the right place: 0 of 3")
    question(page, "categorise").locator("input:checked").first.focus()
    radios(page, ["claimed by one side"] * 3)
    check(page, "In the right place: 1 of 3", "Try again")
    assert "Here belongs: confirmed by both sides" in question(page, "categorise").inner_text()
    next_question(page)


def answer_new(page) -> None:
    """Place, grade and reflect; place is far off at first."""
    page.keyboard.press("ArrowUp")
    heard(page, "° north")
    check(page, "km away")
    question(page, "place").locator(".q-map").focus()
    doubt = question(page, "place").locator(".q-disputed")
    assert doubt.get_attribute("d").startswith("M")
    hatch = doubt.evaluate("(area) => getComputedStyle(area).fill").split("#")[1].rstrip('")')
    assert page.locator(f"pattern[id='{hatch}']").count() == 1
    steer(page, 21.4, 106.3)
    check(page, "km from the place looked for", "Try again")
    next_question(page)
    radios(page, ["B usually reliable", "4 doubtful"])
    check(page, "Credibility: one step off")
    question(page, "grade").get_by_label("4 doubtful").focus()
    choose(page, "3 possibly true")
    check(page, "A witness with nothing", "Try again")
    next_question(page)
    page.keyboard.type("b d d x 1996, says one.")
    check(page, "A little more", "Keep my answer")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-invalid')") == "true"
    page.keyboard.press("End")
    page.keyboard.type(" Another says: it was never denounced.")
    check(page, "nobody denounced it", "Keep my answer")
    question(page, "reflect").locator("textarea").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Both are right.")
    check(page, "Kept", "Keep the change")


def standing(page) -> list:
    """Everything that the panel says and holds, question by question."""
    said = [q.inner_text() for q in panel(page).locator(".q-question").all()]
    held = panel(page).evaluate(
        """(e) => [...e.querySelectorAll('input, select, textarea')].map((i) =>
            i.type === 'radio' || i.type === 'checkbox' ? i.checked : i.value)"""
    )
    pins = panel(page).locator(".q-pin").evaluate_all("(all) => all.map((e) => e.style.cssText)")
    return [said, held, pins]


def nothing_tells(lab, page) -> None:
    """Search page, widget state and saved notebook for the answers."""
    saved = lab.save(page)
    assert "widget-state+json" in saved, "the notebook was saved without widgets"
    state = (lab.work / "state.json").read_text("utf-8")
    assert "Grade the source and the figure" in state
    shown = page.locator(".jp-NotebookPanel").evaluate("(e) => e.outerHTML")
    for where, text in {"page": shown, "state": state, "file": saved}.items():
        found = [s for s in SECRETS if s in text]
        assert not found, (where, found)


def sticking_out(page) -> list[str]:
    """What is wider than its panel, if that is as narrow as 320 px."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.al-quiz')].flatMap((root) => {
            root.parentElement.style.width = '320px';
            const edge = root.getBoundingClientRect().right + 1;
            const out = [...root.querySelectorAll('*')].filter((e) =>
                !e.closest('.al-hidden, .q-pins, svg') && e.getBoundingClientRect().right > edge);
            root.parentElement.style.width = '';
            return out.map((e) => e.className || e.tagName);
        })"""
    )


def test_thirteen_types_by_keyboard_alone_and_back_after_a_kill(lab_server, open_lab):
    lab, page = lab_server, open_lab
    build(lab)
    lab.turn_to(page, NAME)
    run(lab, page)
    nothing_tells(lab, page)
    start(page)
    before = outside(page)
    answer_choices(page)
    answer_pairs(page)
    answer_new(page)
    assert outside(page) == before
    page.wait_for_function(
        "() => document.querySelector('.q-tally').textContent.includes('kept, not marked: 1')"
    )
    assert "Answered 12 of 13; right: 10" in panel(page).locator(".q-tally").inner_text()
    keep = panel(page).evaluate(
        """(e) => [...e.querySelectorAll('a,button,input,select,textarea,[tabindex]')]
            .every((e) => e.hasAttribute('data-lm-suppress-shortcuts'))"""
    )
    assert keep
    assert sticking_out(page) == []
    there = standing(page)
    records = "".join(f.read_text() for f in lab.progress.glob("*.txt")).splitlines()
    kept = [json.loads(r) for r in records if "example-reflect" in r]
    assert [(r["score"], r["correct"]) for r in kept] == [(None, None)] * 2
    for theme in THEMES:  # one panel answered, the other not
        choose_theme(page, theme)
        assert violations(page, ".al-quiz", rules_for(theme)) == [], theme
    lab.come_back(page)
    run(lab, page)
    assert standing(page) == there
