"""Maps in a real browser: slider without a kernel, marks by keyboard, themes, accessibility."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import folium
import pandas as pd
import pytest

from alliance import atlas, explore
from alliance.atlas import land
from alliance.library import open_library
from tests.conftest import watched_page

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
THEMES = {
    "light": ("#1a1a1a", "#ffffff", "#eeeeee", "#bdbdbd", "true"),
    "dark": ("#ffffffde", "#111111", "#212121", "#616161", "false"),
    "high contrast": ("#ffffff", "#000000", "#000000", "#ffffff", "false"),
}
# Leaflet draws land a little beyond the map, which hides it. axe does not see that it is hidden and
# takes texts near the map for covered: without the land it judges them all.
NO_LAND = """() => { for (const svg of document.querySelectorAll('.leaflet-pane > svg'))
  svg.style.display = 'none'; }"""
# A note whose contrast is too low: axe must report it, or its silence means nothing.
PROBE = """() => { const p = document.createElement('p'); p.id = 'probe'; p.textContent = 'probe';
  p.style.cssText = 'color:#fff;background:#ddd;width:9em';
  document.querySelector('main').prepend(p); }"""


def parent(picture, theme: str = "light") -> str:
    """A page around the picture that sets the theme as JupyterLab does, and notes keys."""
    ink, paper, panel, line, light = THEMES[theme]
    return (
        '<!DOCTYPE html><html lang="en"><title>t</title><style>body{'
        f"--jp-content-font-color1:{ink};--jp-layout-color1:{paper};--jp-layout-color2:{panel};"
        f"--jp-border-color1:{line};background:{paper}}}</style>"
        f'<body data-jp-theme-light="{light}">'
        "<script>window.keys=[];addEventListener('keydown',e=>keys.push(e.key))</script>"
        f"{picture._repr_html_()}"
    )


def show(page, picture, theme: str = "light", width: int = 1280):
    """Open a picture and return the frame of its map, drawn."""
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(parent(picture, theme))
    inside = page.frames[1]
    inside.wait_for_selector(".al-mark")
    page.wait_for_timeout(200)
    return inside


@pytest.fixture(scope="module")
def page(chromium):
    """One browser page for all tests of this file."""
    with watched_page(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture(scope="module")
def events(library):
    return atlas.points(
        library.events, title="Events", when="date", category="category", library=library
    )


@pytest.fixture(scope="module")
def others(library):
    """A map of lines and one of areas."""
    route = {"title": "Out", "from": "A", "to": "B", "from_lat": 39, "from_lon": 125}
    lines = pd.DataFrame([{**route, "to_lat": 55, "to_lon": 37, "kind": "goods"}])
    one = [i for i, a in zip(library.actors["id"], library.actors["boundaries"], strict=True) if a]
    stands = pd.DataFrame({"country": one[:1] + one[2:6], "value": list("abcab")})
    return {
        "lines": atlas.lines(lines, title="L", category="kind", library=library),
        "areas": atlas.areas(stands, title="A", value="value", library=library),
    }


def focused(frame) -> str:
    return frame.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")


def problems(frame, *rules: str) -> list[tuple[str, str]]:
    """What axe finds by these rules, or by all: rule and element."""
    options = {"runOnly": list(rules)} if rules else {}
    found = frame.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]


def count(frame) -> tuple[int, int]:
    """What the page says is shown, of how many."""
    shown, every = re.findall(r"\d+", frame.locator("#al-count").text_content())
    return int(shown), int(every)


def test_slider_works_without_a_kernel(page, events, library):
    frame = show(page, events)
    dates = library.events[library.events["lat"].notna()]["date_start"].dropna().sort_values()
    assert count(frame) == (len(dates), len(dates))
    frame.locator("#al-slider").focus()
    page.keyboard.press("Home")
    slider = frame.locator("#al-slider")
    assert count(frame)[0] == int((dates == dates.iloc[0]).sum())
    assert slider.get_attribute("aria-valuetext") == frame.locator("#al-date").text_content()
    assert frame.locator("#al-earlier").is_disabled()
    page.keyboard.press("ArrowRight")
    second = dates.drop_duplicates().iloc[1]
    assert count(frame)[0] == int((dates <= second).sum())
    frame.locator("#al-later").click()
    third = dates.drop_duplicates().iloc[2]
    assert count(frame)[0] == int((dates <= third).sum())
    # The count is told once the slider rests.
    page.wait_for_timeout(700)
    assert f"{count(frame)[0]} of" in frame.locator("#al-status").text_content()
    assert frame.locator("#al-status").get_attribute("role") == "status"


def test_only_around_a_date(page, events):
    frame = show(page, events)
    whole = count(frame)[0]
    marks = frame.locator(".al-mark").count()
    frame.locator("#al-around").check()
    assert 0 < count(frame)[0] < whole
    assert frame.locator(".al-mark").count() < marks


def test_around_a_date_leaves_out_earlier_and_later(page, library):
    """Seen from the middle of three dates far apart, neither the first nor the last is near."""
    dates = ["1950-01-01", "1970-01-01", "1990-01-01"]
    frame = pd.DataFrame({"title": dates, "date": dates, "lat": [10, 20, 30], "lon": 100})
    inside = show(page, atlas.points(frame, title="T", when="date", library=library))
    inside.locator("#al-around").check()
    inside.locator("#al-earlier").click()
    assert count(inside)[0] == 1
    assert "1970" in inside.locator(".al-mark").get_attribute("aria-label")


def test_marks_by_keyboard(page, events):
    frame = show(page, events)
    frame.locator("#al-around").focus()
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(focused(frame))
    name = seen[-1]
    assert name and "Marker" not in name and re.search(r"\d{4}", name), seen
    for key in ("Enter", " "):
        page.keyboard.press(key)
        dialog = frame.get_by_role("dialog")
        dialog.wait_for()
        assert dialog.get_attribute("aria-label") == name
        assert frame.evaluate("document.activeElement.closest('[role=dialog]') !== null")
        page.keyboard.press("Tab")
        assert frame.evaluate("document.activeElement.href ?? ''").startswith("http")
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        assert focused(frame) == name
    # What is pressed in the map stays there.
    assert page.evaluate("keys.length") == 0


def test_only_marks_and_controls_are_tab_stops(page, events):
    frame = show(page, events)
    stops = frame.evaluate("""() => [...document.querySelectorAll('*')]
        .filter((e) => e.tabIndex >= 0).map((e) => e.getAttribute('class') ?? e.tagName)""")
    marks = sum("al-mark" in stop for stop in stops)
    assert marks == frame.locator(".al-mark").count()
    assert len(stops) - marks <= 12 and not any("al-land" in stop for stop in stops)


def test_pop_up_lists_the_rows_of_a_place(page, library):
    bad = "<img src=x onerror=window.hit=1>{{ 7*7 }}"
    frame = pd.DataFrame(
        {"title": [bad, "Second"], "place": "Town", "lat": 39.0, "lon": 125.0, "date": "1950"}
    )
    inside = show(page, atlas.points(frame, title="T", library=library))
    assert focused(inside) == ""
    inside.locator(".al-mark").click()
    text = inside.get_by_role("dialog").inner_text()
    assert bad in text and "Second" in text and "Town" in text
    assert inside.evaluate("window.hit") is None


def test_theme_is_followed_live(page, events):
    frame = show(page, events)
    ground = "getComputedStyle(document.querySelector('.al-land')).fill"
    light = frame.evaluate(ground)
    page.evaluate("""() => { document.body.style.setProperty('--jp-layout-color1', '#111');
        document.body.style.setProperty('--jp-content-font-color1', '#fff');
        document.body.dataset.jpThemeLight = 'false'; }""")
    page.wait_for_timeout(300)
    dark = frame.evaluate(ground)
    numbers = [
        [float(n) for n in re.findall(r"[\d.]+", c.replace("srgb", ""))][:3] for c in (light, dark)
    ]
    assert sum(numbers[0]) > 2 * sum(numbers[1])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", ["events", "lines", "areas"])
def test_axe(page, events, others, kind, theme):
    frame = show(page, others.get(kind, events), theme)
    frame.locator(".al-mark").first.focus()
    page.keyboard.press("Enter")
    frame.get_by_role("dialog").wait_for()
    page.wait_for_timeout(500)  # it fades in; half-way its text is pale
    frame.evaluate(AXE)
    if theme == "light":  # but for contrast, the themes are alike
        assert problems(frame) == []
    frame.evaluate(NO_LAND)
    frame.evaluate(PROBE)
    (found,) = problems(frame, "color-contrast")
    assert 'id="probe"' in found[1]


@pytest.mark.parametrize("width", [1280, 700, 360])
def test_nothing_is_clipped(page, events, others, width):
    for picture in (events, *others.values()):
        frame = show(page, picture, width=width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert frame.evaluate("""() => { const m = document.querySelector('main');
            return m.scrollWidth <= innerWidth && m.scrollHeight <= innerHeight; }""")
        # Every mark lies inside the map when it opens.
        assert frame.evaluate("""() => {
            const box = document.querySelector('.al-map').getBoundingClientRect();
            return [...document.querySelectorAll('.al-mark')].every((mark) => {
              const m = mark.getBoundingClientRect();
              return m.left >= box.left - 14 && m.right <= box.right + 14
                && m.top >= box.top - 14 && m.bottom <= box.bottom + 14; }); }""")


def test_folium_layers_added_by_a_student(page, library):
    frame = pd.DataFrame({"title": ["A"], "lat": [39.0], "lon": [125.0]})
    picture = atlas.points(frame, title="T", library=library)
    folium.CircleMarker([39.5, 126], popup="Mine", tooltip="Tip").add_to(picture.extra)
    folium.Marker([38.5, 126], popup="Pin", icon=folium.Icon(color="red")).add_to(picture.extra)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    inside = show(page, picture)
    pin = inside.locator("img.leaflet-marker-icon")
    assert pin.get_attribute("aria-label") == "Pin"
    pin.click()
    assert inside.locator(".leaflet-popup-content").inner_text().strip() == "Pin"
    assert errors == []


def test_names_of_countries_give_way_to_marks(page, library):
    """A mark on the middle of a country moves its name aside; it is not left out."""
    view = (114, 33, 132, 45)
    places = [("Pyongyang", 39.0, 125.75), ("Hamhung", 39.9, 127.5), ("Border", 38.0, 127.0)]
    frame = pd.DataFrame(places, columns=["title", "lat", "lon"])
    frame["place"] = frame["title"]
    inside = show(page, atlas.points(frame, title="T", view=view, library=library))
    assert "North Korea" in inside.locator(".al-name").all_inner_texts()


@pytest.mark.parametrize(
    ("view", "least"), [("africa-and-asia", 0.65), ("world", 0.75), ("east-asia", 0.38)]
)
def test_a_view_fills_most_of_a_laptops_frame(page, library, view, least):
    frame = library.events[library.events["lat"].notna()].iloc[:1]
    picture = atlas.points(frame, title="T", view=view, library=library)
    inside = show(page, picture, width=1100)
    seen = inside.evaluate(f"({picture.extra.get_name()}.getBounds().toBBoxString())")
    west, south, east, north = (float(edge) for edge in seen.split(","))
    box = library.settings["views"][view]
    shown = (east - west) * (land.mercator(north) - land.mercator(south))
    wanted = (box[2] - box[0]) * (land.mercator(box[3]) - land.mercator(box[1]))
    assert wanted / shown > least


def test_the_subject_of_a_map_of_bonds_has_its_name(page, library):
    """It is the end at the side of the frame: its name needs room there."""
    for actor, width in (("PRK", 1000), ("PRK", 700)):
        bonds = explore.bonds(library.obligations, "defense", actor=actor)
        owed = bonds.query("from_id == @actor")
        picture = atlas.lines(owed, label="bond", category="value", title="T", library=library)
        frame = show(page, picture, width=width)
        written = frame.locator(".leaflet-names-pane .al-place").all_inner_texts()
        wanted = {library.actor_name(end) for end in {actor, *owed["to_id"]}}
        assert wanted <= {text.replace("\n", " ") for text in written}, width
