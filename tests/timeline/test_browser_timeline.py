"""The timeline in a real browser: keys, filters, zoom, detail, focus, accessibility."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

from alliance.library import open_library
from alliance.timeline import timeline
from tests.conftest import watched_page

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
THEMES = {
    "light": ("#1a1a1a", "#ffffff", "#eeeeee", "true"),
    "dark": ("#ffffffde", "#111111", "#212121", "false"),
}
# A note whose contrast is too low: axe must report it, or its silence means nothing.
PROBE = """() => { const p = document.createElement('p'); p.id = 'probe'; p.textContent = 'probe';
  p.style.cssText = 'color:#fff;background:#ddd'; document.querySelector('main').append(p); }"""


def parent(picture, theme: str = "light") -> str:
    """A page around the picture that sets the theme as JupyterLab does."""
    ink, paper, panel, light = THEMES[theme]
    return (
        '<!DOCTYPE html><html lang="en"><title>t</title><style>:root{'
        f"--jp-content-font-color1:{ink};--jp-layout-color1:{paper};--jp-layout-color2:{panel}}}"
        f'body{{background:{paper}}}</style><body data-jp-theme-light="{light}">'
        f"<script>window.keys=[];addEventListener('keydown',e=>keys.push(e.key))</script>"
        f"{picture._repr_html_()}"
    )


@pytest.fixture(scope="module")
def page(chromium):
    """One browser page for all tests of this file."""
    with watched_page(chromium) as opened:
        yield opened


def show(page, picture, theme: str = "light", width: int = 1280):
    """Open a picture and return the frame of its page, drawn."""
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(parent(picture, theme))
    inside = page.frames[1]
    inside.wait_for_selector(".tl-mark")
    return inside


@pytest.fixture(scope="module")
def picture():
    library = open_library()
    return timeline(library.events, title="Events", library=library)


@pytest.fixture
def frame(page, picture):
    """The page inside the frame, drawn."""
    return show(page, picture)


def focused(frame) -> str:
    return frame.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")


def where(frame) -> dict:
    """Index and lane of the mark that has the focus."""
    return frame.evaluate("""() => { const m = document.activeElement;
        return { index: Number(m.dataset.index),
                 lane: m.parentElement.getAttribute('aria-label') }; }""")


def count(frame) -> int:
    return frame.locator(".tl-mark").count()


def test_keys_walk_in_time_and_over_lanes(page, frame, picture):
    assert frame.locator(".tl-mark[tabindex='0']").count() == 1
    frame.focus("#tl-lanes [tabindex='0']")
    names = [focused(frame)]
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        names.append(focused(frame))
    table = picture.frame
    for name, row in zip(names, table.head(4).to_dict("records"), strict=True):
        assert name == f"{row['date']}: {row['title']}, {row['category']}"
    page.keyboard.press("ArrowLeft")
    assert where(frame)["index"] == 2
    page.keyboard.press("End")
    assert where(frame)["index"] == len(table) - 1
    page.keyboard.press("ArrowRight")
    assert where(frame)["index"] == len(table) - 1
    page.keyboard.press("Home")
    assert where(frame)["index"] == 0
    first = where(frame)["lane"]
    page.keyboard.press("ArrowDown")
    below = where(frame)["lane"]
    assert below != first
    page.keyboard.press("ArrowUp")
    assert where(frame)["lane"] == first
    # Tab leaves the whole composite in one step, and no key reached the notebook around it.
    page.keyboard.press("Tab")
    assert frame.evaluate("!document.activeElement.closest('#tl-lanes')")
    assert page.evaluate("keys") == []


@pytest.mark.parametrize("key", ["Enter", " "])
def test_detail_opens_and_returns_the_focus(page, frame, picture, key):
    frame.focus("#tl-lanes [tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(key)
    row = picture.frame.iloc[1]
    assert frame.evaluate("document.activeElement.id") == "tl-title"
    assert frame.inner_text("#tl-title") == row["title"]
    assert frame.inner_text("#tl-when") == row["date"]
    assert frame.inner_text("#tl-actors") == ", ".join(row["actors"])
    assert frame.inner_text("#tl-confidence") == row["confidence"]
    assert frame.locator("#tl-sources a").count() == len(row["sources"])
    assert frame.get_attribute("#tl-sources a", "href").startswith("http")
    assert frame.locator(".tl-mark[aria-selected='true']").get_attribute("data-index") == "1"
    frame.click("#tl-next")
    assert frame.inner_text("#tl-title") == picture.frame.iloc[2]["title"]
    assert picture.frame.iloc[2]["title"] in frame.inner_text("#tl-tell")
    frame.click("#tl-previous")
    page.keyboard.press("Escape")
    assert frame.locator("#tl-detail").is_hidden()
    assert where(frame)["index"] == 1


def test_click_opens_too(frame, picture):
    frame.locator(".tl-mark").nth(0).locator(".tl-shape").click()
    assert frame.locator("#tl-detail").is_visible()
    frame.click("#tl-close")
    assert frame.locator("#tl-detail").is_hidden()


def test_filters_say_what_they_leave(frame, picture):
    table = picture.frame
    frame.click(".tl-kinds label >> nth=0")
    kind = frame.inner_text(".tl-kinds label >> nth=0").strip()
    left = table[table["category"] != kind]
    assert count(frame) == len(left)
    assert f"Shown: {len(left)} of {len(table)} events" in frame.inner_text("#tl-count")
    assert frame.get_attribute("#tl-count", "role") == "status"
    actor = table["actors"].explode().value_counts().index[1]
    frame.select_option("#tl-actor", label=actor)
    wanted = left[[actor in names for names in left["actors"]]]
    assert count(frame) == len(wanted)
    for box in frame.locator(".tl-kinds input").all():
        box.uncheck()
    assert "No events of this choice" in frame.inner_text("#tl-count")


def test_zoom(page, frame, picture):
    years = [int(v) for v in (frame.input_value("#tl-from"), frame.input_value("#tl-to"))]

    def period() -> tuple[int, int]:
        return int(frame.input_value("#tl-from")), int(frame.input_value("#tl-to"))

    frame.select_option("#tl-period", index=2)
    first, last = period()
    assert last - first <= 9
    assert 0 < count(frame) < len(picture.frame)
    frame.click("#tl-in")
    assert period()[1] - period()[0] < last - first
    before = period()
    frame.click("#tl-later")
    assert period()[0] > before[0]
    frame.click("#tl-earlier")
    assert period() == before
    frame.click("#tl-out")
    assert period()[1] - period()[0] > before[1] - before[0]
    frame.select_option("#tl-to", str(years[0]))
    frame.select_option("#tl-from", str(years[1]))  # after the last year: takes it along
    assert period() == (years[1], years[1])
    frame.click("#tl-all")
    assert list(period()) == years
    assert count(frame) == len(picture.frame)
    # Dragging over the overview chooses a period as well.
    box = frame.locator("#tl-overview svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20)
    page.mouse.up()
    assert years[0] < period()[0] < period()[1] < years[1]


def test_few_events_have_their_titles_beside_them(frame):
    assert frame.locator(".tl-mark text").count() == 0
    frame.select_option("#tl-period", index=2)
    assert count(frame) <= 25
    assert frame.locator(".tl-mark text").count() >= count(frame)


@pytest.mark.parametrize("width", [1280, 700, 360])
def test_nothing_is_clipped_and_no_marks_cover_each_other(page, picture, width):
    frame = show(page, picture, width=width)
    for choice in (0, 2):
        frame.select_option("#tl-period", index=choice)
        frame.locator(".tl-mark").first.locator(".tl-shape").click()
        page.wait_for_timeout(150)
        size = frame.evaluate("""() => [document.documentElement.scrollWidth - innerWidth,
            document.documentElement.scrollHeight - innerHeight]""")
        assert size[0] <= 0, "wider than its frame"
        assert size[1] <= 0, "higher than its frame"
        covered = frame.evaluate("""() => {
            const seen = [...document.querySelectorAll('.tl-mark .tl-shape')]
              .map(s => s.getBoundingClientRect());
            const half = (r) => ({ left: r.left + 1.5, right: r.right - 1.5, top: r.top + 1.5,
                                   bottom: r.bottom - 1.5 });
            const boxes = seen.map(half);
            return boxes.some((a, i) => boxes.slice(i + 1).some((b) => a.left < b.right
              && b.left < a.right && a.top < b.bottom && b.top < a.bottom)); }""")
        assert not covered
        outside = frame.evaluate("""() => { const svg = document.querySelector('#tl-lanes svg')
            .getBoundingClientRect();
            return [...document.querySelectorAll('#tl-lanes text, #tl-lanes .tl-shape')]
              .map((n) => [n.textContent, n.getBoundingClientRect()])
              .filter(([, r]) => r.left < svg.left - 1 || r.right > svg.right + 1
                || r.top < svg.top - 1 || r.bottom > svg.bottom + 1).map(([t]) => t); }""")
        assert outside == []


@pytest.mark.parametrize("theme", list(THEMES))
def test_axe_finds_nothing_but_the_probe(page, picture, theme):
    frame = show(page, picture, theme)
    frame.select_option("#tl-period", index=2)
    frame.locator(".tl-mark").first.locator(".tl-shape").click()
    page.wait_for_timeout(150)
    paper = frame.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}[theme]
    frame.evaluate(AXE)
    # The page around the frame has the heading of level one; axe takes the frame for a whole page.
    run = """async (options) => (await axe.run(options))
        .violations.map(v => [v.id, v.nodes.map(n => n.target[0])])"""
    if theme == "light":  # but for contrast, the themes are alike
        assert frame.evaluate(run, {"rules": {"page-has-heading-one": {"enabled": False}}}) == []
    frame.evaluate(PROBE)
    found = frame.evaluate(run, {"runOnly": ["color-contrast"]})
    assert found == [["color-contrast", ["#probe"]]]


def test_follows_a_change_of_theme(page, frame):
    page.evaluate("""() => {
        document.documentElement.style.setProperty('--jp-layout-color1', '#111111');
        document.body.dataset.jpThemeLight = 'false'; }""")
    frame.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(17, 17, 17)'")


def test_hostile_text_is_shown_not_run(page):
    library = open_library()
    attack = "</script><img src=x onerror='parent.hacked=1'>"
    rows = library.events.head(3).assign(title=attack, summary=attack, place=attack)
    frame = show(page, timeline(rows, title="T", library=library))
    frame.locator(".tl-mark").first.locator(".tl-shape").click()
    assert frame.inner_text("#tl-title") == attack
    assert page.evaluate("window.hacked") is None


PARTS = {"First": (1945, 1999), "Then": (2000, 2021), "Last": (2022, 2026)}
WIDTHS = (
    """() => [...document.querySelectorAll('#tl-lanes .tl-band')].map(b => b.width.baseVal.value)"""
)
YEARS = """() => [...document.querySelectorAll('#tl-lanes .tl-year')]
  .map(t => [Number(t.textContent), Number(t.getAttribute('x'))])"""


def test_a_crowded_period_gets_room_and_a_tick_for_its_years(page):
    library = open_library()
    options = {"title": "Events", "periods": PARTS, "library": library}
    plain = show(page, timeline(library.events, **options)).evaluate(WIDTHS)
    frame = show(page, timeline(library.events, stretch=True, **options))
    wide = frame.evaluate(WIDTHS)
    assert wide[2] > 3 * plain[2] and sum(wide) == pytest.approx(sum(plain), abs=1)
    ticks = dict(frame.evaluate(YEARS))
    assert set(range(2022, 2027)) <= set(ticks)
    # Within a period a year is a year; both axes, above and below, stand in line.
    assert ticks[2024] - ticks[2023] == pytest.approx(ticks[2025] - ticks[2024], abs=0.5)
    above = frame.evaluate(
        "() => [...document.querySelectorAll('#tl-overview text')]"
        ".map(t => [Number(t.textContent), Number(t.getAttribute('x'))])"
    )
    assert all(ticks[year] == pytest.approx(x, abs=1) for year, x in above if 1950 < year < 2026)


def test_a_year_is_found_again_where_it_was_drawn(page):
    library = open_library()
    picture = timeline(library.events, title="Events", periods=PARTS, stretch=True, library=library)
    frame = show(page, picture)
    ticks = dict(frame.evaluate(YEARS))
    box = frame.locator("#tl-overview").bounding_box()
    page.mouse.move(box["x"] + ticks[2023] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + ticks[2025] + 5, box["y"] + 20)
    page.mouse.up()
    assert frame.input_value("#tl-from") == "2023" and frame.input_value("#tl-to") == "2025"
