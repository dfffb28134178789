"""Charts and the estimate explorer in a real browser: widths, themes, keys, filters, axe."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from alliance import charts, explore
from alliance.charts import scale
from alliance.library import open_library
from alliance.page import words
from tests import axe
from tests.conftest import watched_page
from tests.scripts import import_into

pytestmark = pytest.mark.browser

THEMES = {
    "light": ("#1a1a1a", "#ffffff", "#eeeeee", "true"),
    "dark": ("#ffffffde", "#111111", "#212121", "false"),
    "high contrast": ("#ffffff", "#000000", "#000000", "false"),
}
# Words that the window cuts off, and words that others of the same drawing cover.
CLIPPED = """() => [...document.querySelectorAll('.ch text, .ch .ch-label, .ch .ch-value')]
    .map((n) => [n.textContent, n.getBoundingClientRect()]).filter(([, r]) => r.width > 0
      && (r.left < 0 || r.right > innerWidth + 1)).map(([t]) => t)"""
COVERED = """() => [...document.querySelectorAll('.ch')].flatMap((chart) => {
    const seen = [...chart.querySelectorAll('text')].map((n) => [n.textContent,
      n.getBoundingClientRect()]).filter(([, r]) => r.width > 0);
    return seen.flatMap(([t, a], i) => seen.slice(i + 1).filter(([, b]) => a.left < b.right - 1
      && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
      .map(([u]) => `${t} / ${u}`)); })"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.ch text, .ch .ch-when, .ch-value')]
    .map((n) => parseFloat(getComputedStyle(n).fontSize)))"""


def surround(body: str, theme: str = "light") -> str:
    """A page around the pictures that sets the theme as JupyterLab does."""
    ink, paper, panel, light = THEMES[theme]
    return (
        '<!DOCTYPE html><html lang="en"><title>t</title><style>:root{'
        f"--jp-content-font-color1:{ink};--jp-layout-color1:{paper};--jp-layout-color2:{panel};"
        f"--jp-content-font-size1:14px}}body{{margin:8px;background:{paper}}}</style>"
        f'<body data-jp-theme-light="{light}"><main><h1>t</h1>'
        "<script>window.keys=[];addEventListener('keydown',e=>keys.push(e.key))</script>"
        f"{body}</main>"
    )


@pytest.fixture(scope="module")
def opened(chromium):
    """One page for all tests of this file."""
    with watched_page(chromium) as page:
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        yield page
        assert page.errors == []


@pytest.fixture(scope="module")
def drawn() -> str:
    """Every kind of chart, with long names, open ends, limits and numbers below zero."""
    library = open_library()
    nan = np.nan
    years = pd.DataFrame(
        [(y, k * (y - 1995) * 3.7, f"Series with a long name, {k}") for k in range(4) for y in
         [*range(1990, 2004), *range(2010, 2025)]],
        columns=["year", "value", "by"],
    )  # fmt: skip
    claims = pd.DataFrame(
        {
            "claimant": [f"A ministry with quite a long name, number {k}" for k in range(6)],
            "as_of": ["2023-01", "2023-02/2024-01", "2024", "2024-05-01", "2024~", "2025-02"],
            "low": [1_000_000, 2_500_000, nan, 9_000_000, 12_345, 0],
            "high": [1_000_000, 6_500_000, 8_000_000, nan, 12_345, 0],
            "unit": "barrels",
            "kind": ["declared by one side", "seen by another"] * 3,
        }
    )
    common = {"title": "A title", "library": library}
    made = [
        charts.lines(years, "year", "value", series="by", unit="people", **common),
        charts.bars(years, "year", "value", series="by", unit="people", **common),
        charts.bars(years[:9], "year", "value", unit="u", limits={"A ceiling": 30}, **common),
        charts.bars(claims[:5], "claimant", "low", limits={"A ceiling": 4_000_000}, **common),
        charts.ranges(claims, "claimant", when="as_of", series="kind", **common),
        charts.ranges(claims, "claimant", limits={"A ceiling": 500_000}, **common),
        charts.over_time(claims, "as_of", series="kind", limits={"A cap": 500_000}, **common),
    ]
    return "".join(picture._repr_html_() for picture in made)


@pytest.fixture(scope="module")
def explorer() -> str:
    library = open_library()
    return explore.estimates(library.estimates, library=library)._repr_html_()


def inside(page, body: str, theme: str = "light", width: int = 1000):
    """Open the explorer and return the frame of its page, drawn."""
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(surround(body, theme))
    frame = page.frames[1]
    frame.wait_for_selector(".ch-row")
    return frame


def grades(frame) -> list[str]:
    """The grades in the order of the rows."""
    return [text.split("grade ")[-1] for text in frame.locator(".ch-value").all_inner_texts()]


def choose_topic(frame, least: int) -> None:
    """Choose the first question with at least so many statements that are not in order of grade."""
    for value in frame.eval_on_selector_all("#es-topic option", "all => all.map(o => o.value)"):
        frame.select_option("#es-topic", value)
        given = grades(frame)
        if len(given) >= least and given != sorted(given):
            return
    raise AssertionError(f"no question has {least} statements")


# --- charts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_charts_fit_and_their_words_stay_legible(opened, drawn, width):
    opened.set_viewport_size({"width": width, "height": 900})
    opened.set_content(surround(drawn))
    assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert opened.evaluate(CLIPPED) == []
    assert opened.evaluate(COVERED) == []
    assert opened.evaluate(SMALLEST) >= 12


def test_series_are_named_beside_their_lines_or_in_a_key(opened, drawn):
    def shown(selector: str) -> int:
        opened.wait_for_timeout(50)
        return sum(n.is_visible() for n in opened.locator(".ch").first.locator(selector).all())

    opened.set_viewport_size({"width": 1000, "height": 900})
    opened.set_content(surround(drawn))
    assert (shown("g.ch-wide text") > 0, shown(".ch-legend li")) == (True, 0)
    opened.set_viewport_size({"width": 400, "height": 900})
    assert (shown("g.ch-wide text"), shown(".ch-legend li")) == (0, 4)


@pytest.mark.parametrize("theme", list(THEMES))
def test_axe_finds_nothing_in_charts(opened, drawn, theme):
    opened.set_viewport_size({"width": 1000, "height": 900})
    opened.set_content(surround(drawn, theme))
    assert axe.violations(opened, "main", axe.rules_for(theme)) == []


def test_charts_follow_a_change_of_theme(opened, drawn):
    opened.set_content(surround(drawn))
    fill = "getComputedStyle(document.querySelector('.ch text')).fill"
    assert opened.evaluate(fill) == "rgb(26, 26, 26)"
    opened.evaluate("""document.documentElement.style.setProperty(
        '--jp-content-font-color1', 'rgb(1, 2, 3)')""")
    assert opened.evaluate(fill) == "rgb(1, 2, 3)"


def test_the_keyboard_passes_by_drawings(opened, drawn):
    opened.set_content(surround(drawn))
    stops = opened.evaluate("document.querySelectorAll('.ch a, .ch button, .ch [tabindex]').length")
    assert stops == 0
    names = opened.eval_on_selector_all(".ch", "all => all.map(c => c.getAttribute('aria-label'))")
    assert len(names) == 7 and all("table below" in name for name in names)


# --- the explorer --------------------------------------------------------------------------------


def test_a_question_shows_its_statements_on_one_scale(opened, explorer):
    frame = inside(opened, explorer)
    choose_topic(frame, 7)
    n = frame.locator(".ch-row").count()
    assert f"Shown: {n} of {n} statements" in frame.inner_text("#es-count")
    assert "not added up or averaged" in frame.inner_text("#es-count")
    assert frame.locator(".ch-back").count() == 1
    # Filters leave the scale as it is, so that no figure looks larger for being alone.
    ticks = frame.locator(".ch-back text").all_text_contents()
    for k in range(1, frame.locator("#es-claimant option").count()):
        frame.select_option("#es-claimant", index=k)
        assert frame.locator(".ch-back text").all_text_contents() == ticks
    name = frame.eval_on_selector("#es-claimant", "s => s.selectedOptions[0].textContent")
    assert set(frame.locator(".es-who").all_text_contents()) == {name}
    frame.select_option("#es-claimant", "")
    for box in frame.locator("#es-kinds label:not([hidden]) input").all():
        box.uncheck()
    assert "No statement of this choice" in frame.inner_text("#es-count")
    assert frame.locator(".ch-row").count() == 0


def test_statements_can_be_sorted(opened, explorer):
    frame = inside(opened, explorer)
    choose_topic(frame, 7)
    orders = {}
    for order in ("when", "public", "size", "grade"):
        frame.select_option("#es-sort", order)
        orders[order] = frame.locator(".ch-value").all_inner_texts()
    assert len({tuple(texts) for texts in orders.values()}) > 1
    assert all(sorted(texts) == sorted(orders["when"]) for texts in orders.values())
    assert grades(frame) == sorted(grades(frame)), "sorted by grade last"


def test_each_statement_opens_its_note_and_sources_by_keyboard(opened, explorer):
    frame = inside(opened, explorer)
    button = frame.locator(".es-who").first
    button.focus()
    opened.keyboard.press("Enter")
    detail = frame.locator(f"#{button.get_attribute('aria-controls')}")
    assert button.get_attribute("aria-expanded") == "true"
    assert detail.is_visible()
    assert detail.locator("a").first.get_attribute("href").startswith("http")
    assert "Grade of the claimant" in detail.inner_text()
    opened.keyboard.press(" ")
    assert button.get_attribute("aria-expanded") == "false" and not detail.is_visible()
    assert opened.evaluate("keys") == [], "no key reached the notebook around the page"
    # Tab goes on to the next control and out in the end.
    for _ in range(80):
        opened.keyboard.press("Tab")
        if not opened.evaluate("document.activeElement.tagName === 'IFRAME'"):
            break
    assert not opened.evaluate("document.activeElement.tagName === 'IFRAME'")


def test_topics_kept_apart_are_named_and_lead_there(opened, explorer):
    frame = inside(opened, explorer)
    for value in frame.eval_on_selector_all("#es-topic option", "all => all.map(o => o.value)"):
        frame.select_option("#es-topic", value)
        if frame.locator("#es-apart button").count():
            break
    assert frame.inner_text("#es-apart").startswith("Not to be mixed with:")
    name = frame.locator("#es-apart button").first.inner_text()
    frame.locator("#es-apart button").first.click()
    assert frame.inner_text("#es-title").startswith(name)
    assert frame.evaluate("document.activeElement.id") == "es-title"
    assert frame.eval_on_selector("#es-topic", "s => s.selectedOptions[0].textContent") == name


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_the_explorer_fits(opened, explorer, width):
    frame = inside(opened, explorer, width=width)
    choose_topic(frame, 7)
    frame.locator(".es-who").first.click()
    opened.wait_for_timeout(200)
    size = frame.evaluate("""() => [document.documentElement.scrollWidth - innerWidth,
        document.documentElement.scrollHeight - innerHeight]""")
    assert size[0] <= 0, "wider than its frame"
    assert size[1] <= 0, "higher than its frame"
    assert frame.evaluate(CLIPPED) == []
    assert frame.evaluate(COVERED) == []
    assert frame.evaluate(SMALLEST) >= 12


@pytest.mark.parametrize("theme", list(THEMES))
def test_axe_finds_nothing_in_the_explorer(opened, explorer, theme):
    frame = inside(opened, explorer, theme)
    choose_topic(frame, 7)
    frame.locator(".es-who").first.click()
    opened.wait_for_timeout(200)
    paper = frame.evaluate("getComputedStyle(document.body).backgroundColor")
    wanted = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}
    assert paper == wanted.get(theme, "rgb(0, 0, 0)")
    assert axe.violations(opened, "main", axe.rules_for(theme)) == []


def test_hostile_text_is_shown_not_run(opened):
    library = open_library()
    attack = "</pre></script><img src=x onerror='parent.hacked=1'>"
    rows = library.estimates.head(3).assign(what=attack, claimant=attack, note=attack)
    frame = inside(opened, explore.estimates(rows, library=library)._repr_html_())
    frame.locator(".es-who").first.click()
    assert frame.locator(".es-who").first.inner_text() == attack
    assert opened.evaluate("window.hacked") is None


def test_the_scale_of_the_page_is_that_of_python(opened):
    """`charts/scale.js` for the estimate explorer, `charts/scale.py` for every other chart."""
    opened.set_content(f"<html lang='en'>{words(['chart.'])}")
    import_into(opened, scale="charts/scale.js")
    chance = np.random.default_rng(11)
    numbers = [0, 7, 0.25, 999_999, 28_000, 6_500_000, 4_031_250, 1e9, 1_234_500_000, -4.5, -2e6]
    numbers += [float(round(n)) for n in 10 ** chance.uniform(0, 10, 200)]
    shown = opened.evaluate("(numbers) => numbers.map(scale.figure)", numbers)
    assert shown == [scale.figure(number) for number in numbers]
    for high in [n for n in numbers if n > 0]:
        rows = [{"low": 0, "high": high}, {"low": high / 3, "high": high / 2}]
        ticks = opened.evaluate("(rows) => scale.scaleOf(rows, false).ticks", rows)
        wanted = scale.numbers([0, high]).ticks
        assert ticks == pytest.approx([tick for tick, _ in wanted], rel=1e-6, abs=1e-6), high
