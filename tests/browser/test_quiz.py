"""The quiz in a real JupyterLab: by keyboard alone, announced, remembered, and keys stay in it."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from tests.panels import write_notebook
from tests.quiz_samples import make_package

pytestmark = pytest.mark.browser
on_posix = pytest.mark.skipif(os.name != "posix", reason="stops a process as only POSIX can")

NAME = "quiz-types.ipynb"
CELLS = [
    "from alliance import open_library, quiz\nlibrary = open_library('../quiz-data')",
    "quiz('types', library=library)",
    "'the cell after'",
]
WORDS = """() => document.querySelector('.al-quiz [role=status]').textContent"""


def build(lab) -> None:
    """Write a notebook with one panel of a question of each type, between two other cells."""
    if not (lab.work / "quiz-data").exists():
        make_package(lab.work)
    write_notebook(lab, NAME, CELLS)


@pytest.fixture(scope="module")
def asked(lab_server, lab_page):
    """A page with the panel, opened once for the tests below; what they answer stays answered."""
    build(lab_server)
    lab_server.turn_to(lab_page, NAME)
    run(lab_server, lab_page)
    yield lab_page
    assert not lab_page.foreign, lab_page.foreign


def run(lab, page):
    """Run the notebook and go into the panel (which makes its cell the active one)."""
    lab.run_all(page)
    page.wait_for_selector(".al-quiz .q-question")
    start(page)


def choose_the_speech(page) -> None:
    """Answer the first question wrongly, unless an earlier test did."""
    if page.get_by_text("WRONG-SPEECH").count():
        return
    page.get_by_label("The speech").check()
    page.get_by_role("button", name="Check answer").first.click()
    page.wait_for_selector("text=WRONG-SPEECH")


def outside(page) -> dict:
    """What the keys must not touch: the cells, which one is selected, and the mode."""
    return page.evaluate(
        """() => ({
            cells: [...document.querySelectorAll('.jp-Cell')].map((c) =>
                c.matches('.jp-CodeCell') + (c.querySelector('.cm-content')?.innerText ?? '')),
            active: [...document.querySelectorAll('.jp-Cell')].findIndex((c) =>
                c.classList.contains('jp-mod-active')),
        })"""
    )


def focus(page) -> str:
    """Say what has the focus: its label or text."""
    return page.evaluate(
        """() => {
            const e = document.activeElement;
            return (e.labels?.[0] ?? e).textContent.trim() || e.tagName;
        }"""
    )


def name(page) -> str:
    """The accessible name of what has the focus, where it is a button with an arrow."""
    return page.evaluate("() => document.activeElement.getAttribute('aria-label') ?? ''")


def tab_to(page, label: str, most: int = 20) -> None:
    """Press Tab until the thing with this label has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if label in (focus(page), name(page)):
            return
    raise AssertionError(f"Tab never reached “{label}”; it is at “{focus(page)}”")


def heard(page, words: str) -> None:
    """Wait until the live region says these words."""
    page.wait_for_function(f"(words) => ({WORDS})().includes(words)", arg=words)


def start(page) -> None:
    """Put the focus before the panel, as Tab from the cell above would."""
    page.locator(".al-quiz .q-question").first.evaluate("(e) => e.focus()")


def choose(page, label: str) -> None:
    """Move with the arrow keys within a group of radio buttons until this one is chosen."""
    for _ in range(6):
        if focus(page) == label and page.evaluate("() => document.activeElement.checked"):
            return
        if focus(page) == label:
            page.keyboard.press("Space")
        else:
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows never reached “{label}”")


def put_in_order(page, items: list[str]) -> None:
    """Sort with the buttons “Move up”; the focus has to stay on the button that was pressed."""
    question = page.locator(".q-question").nth(4)
    for place, item in enumerate(items):
        for _ in range(len(items)):
            shown = question.locator(".q-item").all_inner_texts()
            if shown.index(item) == place:
                break
            if name(page) != f"Move up: {item}":
                question.get_by_label(f"Move up: {item}").focus()
            page.keyboard.press("Enter")
            heard(page, f"{item}: now {shown.index(item)} of {len(items)}")
            assert name(page) == f"Move up: {item}"
    assert question.locator(".q-item").all_inner_texts() == items


def answer_all(page) -> None:
    """Answer the five questions with the keyboard alone; leave the third wrong once."""
    start(page)
    page.keyboard.press("Tab")  # the citation in the stem
    page.keyboard.press("Tab")
    choose(page, "The convention")
    tab_to(page, "Check answer", 2)
    page.keyboard.press("Enter")
    heard(page, "RIGHT-CONVENTION")
    assert focus(page) == "Next question"
    page.keyboard.press("Enter")
    for _ in range(4):
        if focus(page) in {"France", "Russia"}:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert focus(page) == "Not sure"  # one stop on the way, which nobody has to answer
    page.keyboard.press("Tab")
    assert focus(page) == "Check answer"
    page.keyboard.press("Space")
    heard(page, "RIGHT-FRANCE")
    page.keyboard.press("Enter")
    choose(page, "true")
    page.keyboard.press("Tab")
    choose(page, "It was kept secret.")
    tab_to(page, "Check answer", 2)
    page.keyboard.press("Enter")
    heard(page, "WRONG-TRUE")
    assert focus(page) == "Try again"
    page.get_by_label("true", exact=True).focus()
    choose(page, "false")
    tab_to(page, "Try again", 3)
    page.keyboard.press("Enter")
    heard(page, "Right. RIGHT-SECRET")
    page.keyboard.press("Enter")
    page.keyboard.type("1,300,000")
    page.keyboard.press("Enter")
    heard(page, "RIGHT-NUMBER")
    tab_to(page, "Next question", 2)
    page.keyboard.press("Enter")
    put_in_order(page, ["Visit", "Draft", "Signature", "Print"])
    tab_to(page, "Check answer", 9)
    page.keyboard.press("Enter")
    heard(page, "RIGHT-ORDER")


def result(page) -> list[str]:
    """Everything that the panel says about the answers, question by question."""
    return [q.inner_text() for q in page.locator(".q-question").all()]


def checked(page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll('.al-quiz input')]
            .filter((i) => i.checked || i.type === 'text')
            .map((i) => i.labels[0].textContent + i.value)"""
    )


def test_five_types_by_keyboard_alone_then_kill_and_come_back(lab_server, open_lab):
    lab, page = lab_server, open_lab
    build(lab)
    lab.turn_to(page, NAME)
    run(lab, page)
    before = outside(page)
    answer_all(page)
    page.wait_for_function(
        "() => document.querySelector('.q-tally').textContent.includes('5 of 5')"
    )
    assert outside(page) == before
    said, marked = result(page), checked(page)
    assert all("Right." in text for text in said)
    lab.come_back(page)
    run(lab, page)
    assert result(page) == said
    assert checked(page) == marked


def test_no_key_reaches_the_notebook(asked):
    page = asked
    before = outside(page)
    controls = page.locator(".al-quiz input, .al-quiz button, .al-quiz a")
    assert controls.count() > 15
    for k in range(controls.count()):
        control = controls.nth(k)
        if not control.is_visible():
            continue
        control.focus()
        keys = ["b", "a", "d", "d", "x", "ArrowDown", "ArrowUp", "m", "0", "0", "Escape"]
        for key in keys:
            page.keyboard.press(key)
    assert outside(page) == before
    assert len(before["cells"]) == 3


def test_enter_in_controls_keeps_the_selection_and_submits_only_where_meant(asked):
    page = asked
    before = outside(page)
    page.get_by_label("The memoir").focus()
    for key in ["ArrowDown", "ArrowDown", "Enter"]:
        page.keyboard.press(key)
    page.get_by_label("France").focus()
    page.keyboard.press("Enter")
    time.sleep(0.5)
    assert page.locator(".q-result:visible").count() == 0
    field = page.get_by_label("Your answer (soldiers)")
    field.fill("")
    page.keyboard.type("abd")
    assert field.input_value() == "abd"
    page.keyboard.press("Enter")
    heard(page, "Write one number in digits")
    assert field.get_attribute("aria-invalid") == "true"
    assert outside(page) == before


def test_the_answer_is_nowhere_on_the_page_before_it_is_given(asked):
    page = asked
    page.keyboard.press("Control+s")
    dom = page.content()
    state = page.evaluate(
        """async () => {
            const el = document.querySelector('.al-quiz');
            return el.outerHTML;
        }"""
    )
    for secret in ("RIGHT-", "WRONG-", "TOO-LOW", "ITEM-", "SECRET", "1300000"):
        assert secret not in dom + state
    choose_the_speech(page)
    assert "RIGHT-CONVENTION" not in page.content()
    assert page.get_by_label("The speech").is_checked()


@on_posix
def test_a_kernel_that_wakes_up_late_still_counts(asked, lab_server):
    page = asked
    pids = lab_server.kernels()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        page.get_by_label("France").check()
        page.get_by_label("Russia").check()
        page.locator(".q-question").nth(1).get_by_role("button", name="Check answer").click()
        heard(page, "Not saved")
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    heard(page, "RIGHT-FRANCE")
    assert page.locator(".q-question").nth(1).locator(".q-message:visible").count() == 0


def test_a_reload_with_a_living_kernel_shows_the_answers(asked, lab_server):
    page = asked
    choose_the_speech(page)
    lab_server.save(page)
    page.reload()
    lab_server.ready(page, NAME)
    page.wait_for_timeout(1000)  # what the file holds is replaced by what the kernel holds
    page.wait_for_selector("text=WRONG-SPEECH")
    assert page.get_by_label("The speech").is_checked()


def test_feedback_is_tied_to_the_options_and_groups_have_names(asked):
    page = asked
    choose_the_speech(page)
    facts = page.evaluate(
        """() => {
            const radio = [...document.querySelectorAll('.al-quiz input')].find((i) => i.checked);
            return {
                tied: radio.getAttribute('aria-describedby').split(' ')
                    .map((id) => document.getElementById(id).textContent).join(' '),
                legends: [...document.querySelectorAll('.al-quiz fieldset')]
                    .map((f) => f.querySelector(':scope > legend')?.textContent ?? ''),
                ids: [...document.querySelectorAll('.al-quiz [id]')].map((e) => e.id),
                live: document.querySelector('.al-quiz [aria-live=polite]') !== null,
                keep: [...document.querySelectorAll('.al-quiz :is(a,button,input,[tabindex])')]
                    .every((e) => e.hasAttribute('data-lm-suppress-shortcuts')),
            };
        }"""
    )
    assert "WRONG-SPEECH" in facts["tied"] and "Not right" in facts["tied"]
    assert all(facts["legends"]) and "Question 1 of 5" in facts["legends"][0]
    assert len(set(facts["ids"])) == len(facts["ids"])
    assert facts["live"] and facts["keep"]


def test_nothing_sticks_out_at_320_pixels(asked):
    page = asked
    choose_the_speech(page)
    wide = page.evaluate(
        """() => {
            const root = document.querySelector('.al-quiz');
            root.parentElement.style.width = '320px';
            return [...root.querySelectorAll('*')].filter((e) => !e.closest('.al-hidden')
                && e.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
                .map((e) => e.className || e.tagName);
        }"""
    )
    assert wide == [], json.dumps(wide)


def test_a_dead_kernel_is_told_and_the_input_stays(asked, lab_server):
    page = asked
    field = page.get_by_label("Your answer (soldiers)")
    field.fill("1300000")
    lab_server.kill_kernels()
    field.press("Enter")
    heard(page, "Not saved")
    assert field.input_value() == "1300000"
    kept = "".join(file.read_text() for file in lab_server.progress.glob("*.txt"))
    assert "1300000" not in kept
