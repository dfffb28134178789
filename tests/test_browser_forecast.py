"""The forecast in a real browser: by keyboard alone, kept over a kill, and nothing told early."""

from __future__ import annotations

import html
import json
import time

import nbformat
import pytest

from alliance import explore, open_library
from alliance.progress import Journal
from tests.axe import rules_for, violations
from tests.conftest import choose_theme
from tests.test_forecast import THEN, later_words, spoilers

pytestmark = pytest.mark.browser

NAME = "forecast.ipynb"
CELLS = [
    "from alliance import atlas, explore, lesson, open_library, timeline\n"
    f"then = open_library().as_of('{THEN}')",
    "lesson.opening('05-military-involvement', then)",
    "timeline(then.events, library=then)",
    "atlas.points(then.deployments, title='Seen', label='title', when='date', library=then)",
    "explore.forecast(then.forecasts)",
    "import json, ipywidgets\n"
    "state = ipywidgets.Widget.get_manager_state()\n"
    "text = json.dumps(state, ensure_ascii=False)\n"
    "open('../state.json', 'w', encoding='utf-8').write(text) and 'the cell after'",
]
GIVEN = ["70", "35", "20", "60", "5", "40", "90", "50", "15", "55", "30", "45"]
THEMES = ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"]
SAID = "() => document.querySelector('.al-forecast > [role=status]').textContent"
PROSE = ("title", "intro", "questions", "states", "later", "texts", "language")


# --- in JupyterLab ------------------------------------------------------------------------------


def build(lab) -> None:
    """Write the notebook; let JupyterLab save the state of widgets."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(made, lab.work / "notebooks" / NAME)
    lab._setting("../@jupyter-widgets/jupyterlab-manager/plugin", {"saveState": True})


def opened(lab, page) -> None:
    lab.open(page, NAME)
    lab.run_all(page)
    page.wait_for_selector(".al-forecast .p-title")


def start(page) -> None:
    """Put the focus before the first control, as Tab from above would."""
    page.locator(".al-forecast .p-title").evaluate("(e) => { e.tabIndex = -1; e.focus(); }")


def cells(page) -> list:
    """What the keys must not touch: the cells, and which one is active."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.jp-Cell')].map((c) => [
            c.classList.contains('jp-mod-active'), c.querySelector('.cm-content')?.innerText])"""
    )


def heard(page, words: str) -> None:
    page.wait_for_function(f"(words) => ({SAID})().includes(words)", arg=words)


def values(page) -> list[str]:
    return page.locator(".al-forecast input[type=number]").evaluate_all(
        "(all) => all.map((e) => e.value)"
    )


def tab_to(page, words: str, most: int = 8) -> None:
    """Press Tab until what has the focus begins with these words."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent").startswith(words):
            return
    raise AssertionError(f"Tab never reached “{words}”")


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
    heard(page, "120 does not")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-invalid')") == "true"
    for given in GIVEN:
        page.keyboard.press("Control+a")
        page.keyboard.type(given)
        page.keyboard.press("Tab")
        heard(page, f"Kept: {given} %")


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
    heard(page, "It is 20 June 2024")


def test_by_keyboard_kept_over_a_kill_and_told_only_on_the_day(lab, page):
    library = open_library()
    hidden = later_words(library) + spoilers(library, library.as_of(THEN))
    build(lab)
    opened(lab, page)
    nothing_tells(lab, page, hidden)
    start(page)
    before = cells(page)
    answer(page)
    assert cells(page) == before
    assert violations(page, ".al-forecast") == []

    lab.kill_kernels()
    time.sleep(1)
    opened(lab, page)
    assert values(page) == GIVEN
    nothing_tells(lab, page, hidden)

    page.locator(".al-forecast input[type=number]").last.focus()
    lock(page)
    assert "On to the next" in page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    heard(page, "23 October 2024: Will North Korean soldiers be in Russia")
    note = library.row("forecasts", "troops-in-russia")["resolution_note"]
    assert note in page.locator(".al-forecast .f-decided").inner_text()
    assert "You said 70 %; this scores 0.09." in page.locator(".f-decided").inner_text()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    heard(page, "all 12 questions")
    assert page.locator(".al-forecast .f-decided details").count() == 12
    assert cells(page) == before
    for theme in THEMES:
        choose_theme(page, theme)
        assert violations(page, ".al-forecast", rules_for(theme)) == [], theme


# --- the panel alone, with its kernel in this process ------------------------------------------

STAND_IN = """async ([script, traits]) => {
  const hearers = {};
  const model = {
    get: (name) => traits[name], off() {},
    on: (event, hearer) => (hearers[event] ??= []).push(hearer),
    send: (message) => { if (!window.deaf) toKernel(message); },
    widget_manager: { kernel: { status: "idle" } },
  };
  window.fromKernel = (news, message) => {
    Object.assign(traits, news);
    for (const name of Object.keys(news)) hearers[`change:${name}`]?.forEach((tell) => tell());
    hearers["msg:custom"].forEach((tell) => tell(message));
  };
  const made = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  await made.default.render({ model, el: document.getElementById("here") });
}"""


@pytest.fixture
def alone(page, tmp_path):
    """A page with the panel alone; `alone.pump()` carries messages to the kernel and back."""
    panel = explore.forecast(
        open_library().as_of(THEN).forecasts, journal=Journal(tmp_path / "journal")
    )
    replies, asked = [], []
    panel.send = replies.append
    page.expose_function("toKernel", lambda message: asked.append(message))
    page.set_content(
        f'<!DOCTYPE html><html lang="en"><title>t</title><style>{panel._css}</style>'
        '<body><div id="here"></div></body>'
    )
    script = panel.get_state("_esm")["_esm"]
    page.evaluate(STAND_IN, [script, {name: getattr(panel, name) for name in PROSE}])

    def pump() -> None:
        page.wait_for_timeout(100)
        while asked:
            panel.receive(panel, asked.pop(0))
            news = {"states": panel.states, "later": panel.later}
            page.evaluate("([news, reply]) => fromKernel(news, reply)", [news, replies[-1]])

    page.panel, page.pump = panel, pump
    return page


def go_on(page, *names: str) -> None:
    """Press buttons, each by the beginning of its name."""
    for name in names:
        page.get_by_role("button", name=name).press("Enter")
        page.pump()


def sticking_out(page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll('.al-forecast *')].filter((e) =>
            !e.closest('.al-scroll, .al-hidden, svg') &&
            e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className)"""
    )


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


def test_a_dead_kernel_is_told_and_what_was_typed_stays(alone):
    alone.clock.install()
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
    assert sticking_out(alone) == []
    go_on(alone, "Lock my", "Yes", "On to", "On to")
    details = alone.locator(".f-decided details")
    assert [d.get_attribute("open") for d in details.all()] == ["", None]
    details.last.locator("summary").press("Enter")
    alone.locator(".f-score summary").last.press("Enter")
    go_on(alone, "On to")
    assert [d.get_attribute("open") for d in details.all()] == ["", None, ""]
    assert alone.locator(".f-score details").last.get_attribute("open") == ""
    assert sticking_out(alone) == []
    slider = alone.locator(".f-time input[type=range]")
    assert slider.get_attribute("aria-valuetext") == "13 November 2024"
    slider.press("Home")
    alone.pump()
    assert alone.locator(".f-decided details").count() == 0
    assert alone.locator(".f-day").inner_text() == "20 June 2024"
    assert json.dumps(alone.panel.later["resolved"]) == "[]"
