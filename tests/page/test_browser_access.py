"""What an automatic checker does not see: colours chosen by the reader, edges, narrow windows,
sizes of targets, headings, focus under a head that stays, maps moved without dragging.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from alliance import atlas, charts, explore, timeline
from alliance.library import open_library
from tests.conftest import watched_page

pytestmark = pytest.mark.browser

THEMES = {
    "light": ("rgba(0,0,0,.87)", "#ffffff", "#eeeeee", "#bdbdbd", "true"),
    "dark": ("rgba(255,255,255,.87)", "#111111", "#212121", "#616161", "false"),
    "contrast": ("#ffffff", "#000000", "#000000", "#ffffff", "false"),
}
KINDS = ["timeline", "map", "chart", "estimates", "ladder", "resolve", "stances"]

# Contrast of two colours, the first seen upon the second, as WCAG reckons it.
CONTRAST = """window.contrastOf = (above, below) => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const seen = (colors) => {
        pen.clearRect(0, 0, 1, 1);
        for (const color of colors) { pen.fillStyle = color; pen.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [x, y] = [seen([below, above]), seen([below])];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}"""
# What is drawn in the ink of the page: texts, axes, ends of ranges, lines between lanes.
DRAWN = """() => [...document.querySelectorAll(
      "svg text, .tl-axis, .tl-base, .ch-end, .st-area, .al-land")].map((node) => {
    const { fill, stroke } = getComputedStyle(node);
    const text = node.localName === "text";
    const paper = document.createElement("i");
    paper.style.color = "Canvas";
    document.body.append(paper);
    const ground = getComputedStyle(paper).color;
    paper.remove();
    const seen = contrastOf(text ? fill : stroke, ground);
    return [`${node.localName}.${node.getAttribute("class")}`, seen, text ? 4.5 : 3];
}).filter(([, seen, least]) => seen < least)"""
EDGE = """(name) => {
    const box = document.createElement("i");
    box.className = "al";
    box.style.cssText = `color: var(${name}); background: var(--al-paper)`;
    document.querySelector(".al").append(box);
    const { color, backgroundColor } = getComputedStyle(box);
    box.remove();
    return contrastOf(color, backgroundColor);
}"""
SMALL = """() => [...document.querySelectorAll(
      "button, select, summary, input, a[role=button], .al-mark, .leaflet-bar a")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true })
      && !node.closest(".al-hidden, .al-skip, p, dd"))
    .map((node) => [node, (node.labels?.[0] ?? node).getBoundingClientRect(),
      node.getBoundingClientRect()])
    .filter(([, label, own]) => own.width > 1
      && (Math.max(label.height, own.height) < 23.99 || Math.max(label.width, own.width) < 23.99))
    .map(([node, box]) => `${node.outerHTML.slice(0, 90)}: ${box.width} × ${box.height}`)"""
LEVELS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6,[role=heading]")]
    .filter((node) => node.checkVisibility())
    .map((node) => Number(node.getAttribute("aria-level") ?? node.localName.slice(1)))"""


def around(picture, theme: str) -> str:
    """A page around the picture that sets the theme as JupyterLab does."""
    ink, paper, panel, line, light = THEMES[theme]
    return (
        '<!DOCTYPE html><html lang="en"><title>t</title><style>body{margin:0;'
        f"--jp-content-font-color1:{ink};--jp-layout-color0:{paper};--jp-layout-color1:{paper};"
        f"--jp-layout-color2:{panel};--jp-border-color1:{line};background:{paper}}}</style>"
        f'<body data-jp-theme-light="{light}">{picture._repr_html_()}'
    )


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture(scope="module")
def pictures(library):
    acts = library.reactions
    people = library.estimates.query("unit == 'people'")
    topic = people["topic"].mode()[0]
    one = people[people["topic"] == topic].head(12)
    return {
        "timeline": timeline(library.events, library=library),
        "map": atlas.points(
            library.deployments, title="Map", label="title", when="date", library=library
        ),
        "chart": charts.ranges(
            one, label="claimant", low="low", high="high", title="Chart", library=library
        ),
        "estimates": explore.estimates(library.estimates, library=library),
        "ladder": explore.ladder(library.treaties, library=library),
        "resolve": explore.resolve(library.resolutions, library.votes, library=library),
        "stances": explore.stances(acts[~acts["practice"]], library=library),
    }


@pytest.fixture(scope="module")
def tab(chromium):
    """One page for all tests of this file."""
    with watched_page(chromium) as page:
        yield page


@pytest.fixture
def show(tab, pictures):
    """Show a picture; return the frame in which it is drawn, the page itself for a chart."""

    def run(name: str, theme: str = "light", width: int = 1000):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.set_content(around(pictures[name], theme))
        frame = tab.frames[-1]
        frame.wait_for_selector("main.al, .al-picture")
        tab.wait_for_timeout(200)
        for one in tab.frames:
            one.evaluate(CONTRAST)
        return frame

    yield run
    tab.emulate_media(forced_colors="none", color_scheme="light")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("theme", "scheme"), [("light", "dark"), ("dark", "light")])
def test_drawings_obey_the_colours_of_the_reader(tab, show, name, theme, scheme):
    """Also where the theme is light and the reader's colours are dark: there a fault shows."""
    tab.emulate_media(forced_colors="active", color_scheme=scheme)
    frame = show(name, theme)
    if name == "estimates":
        assert frame.locator("#es-view text").count()
    assert frame.evaluate("matchMedia('(forced-colors: active)').matches")
    assert frame.evaluate(DRAWN) == []


@pytest.mark.parametrize("theme", THEMES)
def test_what_must_be_seen_has_an_edge_of_three_to_one(show, theme):
    frame = show("timeline", theme)
    assert frame.evaluate(EDGE, "--al-line") >= 3
    field = frame.locator("#tl-period")
    edge = field.evaluate(
        "(box) => contrastOf(getComputedStyle(box).borderTopColor, "
        "getComputedStyle(box).backgroundColor)"
    )
    assert edge >= 3
    bars = frame.locator(".tl-mark .tl-bar").evaluate_all(
        "(bars) => bars.map((bar) => getComputedStyle(bar).stroke)"
    )
    assert bars and "none" not in bars


@pytest.mark.parametrize("theme", THEMES)
def test_ranges_and_areas_have_an_edge(show, theme):
    frame = show("chart", theme)
    spans = frame.locator(".ch-span")
    assert spans.count()
    edge = "(one) => contrastOf(getComputedStyle(one).stroke, %s)"
    paper = "getComputedStyle(document.body).backgroundColor"
    assert spans.first.evaluate(edge % paper) >= 3
    for name, part, ground in (
        ("stances", ".st-area", "getComputedStyle(one.closest('.st-map')).backgroundColor"),
        ("map", "path.al-land", "getComputedStyle(document.querySelector('.al-sea')).fill"),
    ):
        assert show(name, theme).locator(part).first.evaluate(edge % ground) >= 3, name


@pytest.mark.parametrize("name", KINDS)
def test_a_window_of_320_pixels_shows_it_whole(show, name):
    frame = show(name, width=320)
    over = "() => document.documentElement.scrollWidth - innerWidth"
    assert frame.evaluate(over) <= 0
    if name in ("chart", "estimates"):
        labels = frame.locator(".ch-row .ch-label").all()
        assert labels and min(label.bounding_box()["width"] for label in labels) > 150


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("width", [320, 1000])
def test_targets_are_24_pixels_wide_and_high(show, name, width):
    assert show(name, width=width).evaluate(SMALL) == []


def test_a_mark_of_the_timeline_is_hit_from_12_pixels_away(tab, show):
    frame = show("timeline")
    marks = frame.locator(".tl-mark").evaluate_all(
        "(marks) => marks.map((mark) => { const box = mark.querySelector('.tl-ring')"
        ".getBoundingClientRect(); return [mark.dataset.index, (box.left + box.right) / 2, "
        "(box.top + box.bottom) / 2]; })"
    )

    def alone(one: list) -> bool:
        return all(
            other is one or abs(other[1] - one[1]) + abs(other[2] - one[2]) > 40 for other in marks
        )

    index, x, y = next(one for one in marks if alone(one))
    corner = tab.locator("iframe").bounding_box()
    tab.mouse.click(corner["x"] + x + 8, corner["y"] + y + 8)
    opened = frame.locator(f".tl-mark[data-index='{index}']")
    assert opened.get_attribute("aria-selected") == "true"
    frame.click("#tl-close")
    tab.mouse.click(corner["x"] + x + 14, corner["y"] + y + 14)
    assert frame.locator("#tl-detail").is_hidden()


def test_the_list_of_events_opens_each_of_them(show):
    frame = show("timeline")
    events = frame.locator("#tl-pick option").count() - 1
    assert events == frame.locator(".tl-mark").count() > 100
    frame.select_option("#tl-pick", index=5)
    words = frame.inner_text("#tl-pick option:checked")
    assert words == f"{frame.inner_text('#tl-when')}: {frame.inner_text('#tl-title')}"
    assert frame.text_content("#tl-tell").startswith("5 of ")
    frame.click("#tl-close")
    assert frame.input_value("#tl-pick") == ""


@pytest.mark.parametrize("name", KINDS)
def test_headings_stand_below_those_of_the_lesson(tab, show, name):
    frame = show(name)
    levels = [level for one in tab.frames for level in one.evaluate(LEVELS)]
    assert levels[0] == 3 == min(levels)
    steps = [after - before for before, after in pairwise(levels)]
    assert max(steps, default=0) <= 1, levels
    assert frame.get_by_role("heading").count()


def test_what_has_the_focus_is_never_under_the_head_of_a_table(tab, show):
    show("timeline", width=700)
    tab.locator("details summary").first.click()
    links = tab.locator(".al-scroll a[href]")
    assert links.count() > 60
    links.nth(60).focus()
    hidden = """() => {
        const head = document.querySelector(".al-scroll thead th").getBoundingClientRect();
        const { activeElement: link } = document;
        return link.closest(".al-scroll tbody") && link.getBoundingClientRect().top < head.bottom
            ? link.textContent : null;
    }"""
    for _ in range(50):
        tab.keyboard.press("Shift+Tab")
        assert tab.evaluate(hidden) is None


def test_a_map_moves_without_dragging(tab, show):
    frame = show("map")
    bar = frame.get_by_role("group", name="Move the map")
    assert bar.count() == 0  # all of it is shown: there is nowhere to move
    frame.get_by_role("button", name="Zoom in").click()
    bar.wait_for()
    tab.wait_for_timeout(400)
    place = (
        "() => new DOMMatrix(getComputedStyle(document.querySelector('.leaflet-map-pane'))"
        ".transform).e"
    )
    for name, sign in (("To the east", -1), ("To the west", 1)):
        before = frame.evaluate(place)
        frame.get_by_role("button", name=name).focus()
        tab.keyboard.press("Enter")
        tab.wait_for_timeout(500)
        assert (frame.evaluate(place) - before) * sign > 50, name
    frame.get_by_role("button", name="Show the whole map").click()
    tab.wait_for_timeout(400)
    assert bar.count() == 0


@pytest.mark.parametrize("name", ["map", "stances"])
def test_a_step_in_time_is_told_once(tab, show, name):
    frame = show(name)
    live = "[role=status], [aria-live], output"
    told = frame.locator(live).evaluate_all(
        """(places) => { window.told = new Set(); places.forEach((place) =>
            new MutationObserver(() => told.add(place.id || place.className))
                .observe(place, { childList: true, characterData: true, subtree: true })); }"""
    )
    assert told is None and frame.locator(live).count()
    frame.locator("#al-earlier, #st-earlier").click()
    tab.wait_for_timeout(800)
    assert len(frame.evaluate("[...told]")) == 1
