"""Pages of real lessons in a real browser: from a disk, without a network, without anything behind.

Two lessons stand for all: the first one, and the one of which a part opens later. What marks
answers has tests of its own.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alliance.web.site import build_site
from tests.axe import rules_for, violations
from tests.conftest import watched_page
from tests.places import DATA, NOTEBOOKS

pytestmark = pytest.mark.browser

BUILT = ("00-start-here", "05-military-involvement")
DRAW_ALL = """async () => {
    document.body.dataset.later = "open";
    for (const frame of document.querySelectorAll("iframe[data-picture]")) {
        // Again and again: what is drawn above it moves it.
        for (let k = 0; k < 200 && frame.dataset.drawn !== "yes"; k += 1) {
            frame.scrollIntoView();
            await new Promise((end) => setTimeout(end, 50));
        }
        if (frame.dataset.drawn !== "yes") throw new Error(`not drawn: ${frame.title}`);
    }
    scrollTo(0, 0);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site of two lessons; the others are as good as not written."""
    import shutil

    home = tmp_path_factory.mktemp("pages")
    data = Path(shutil.copytree(DATA, home / "data"))
    settings = data / "module.yml"
    head, *lessons = re.split(r"(?m)^(?=  - id: \d\d-)", settings.read_text("utf-8"))
    kept = [
        text if text[8:].startswith(BUILT) else text.replace("built: true", "built: false")
        for text in lessons
    ]
    settings.write_text(head + "".join(kept), encoding="utf-8")
    return build_site(home / "site", data=data, notebooks=NOTEBOOKS, tell=lambda line: None)


def address(site: Path, name: str) -> str:
    return (site / f"{name}.html").as_uri()


@pytest.fixture
def open_page(chromium, site):
    """Open a page in a context of its own: `open_page(name, width=…, color_scheme=…)`."""
    opened = []

    def show(name: str, width: int = 1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        watched = watched_page(chromium, context)
        page = watched.__enter__()
        opened.append((context, watched))
        page.goto(address(site, name))
        return page

    yield show
    for context, watched in opened:
        watched.__exit__(None, None, None)
        context.close()


LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "light, forced colours": {"forced_colors": "active"},
}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(open_page, look, width):
    for name in ("index", "00-start-here"):
        page = open_page(name, width, **LOOKS[look])
        page.evaluate(DRAW_ALL)
        assert page.evaluate(TOO_WIDE) <= 0
        assert violations(page, "body", rules_for(look)) == []


def test_four_hundred_percent_loses_nothing(open_page):
    # 1280 × 900 at 400 % is a page of 320 × 225.
    page = open_page("05-military-involvement", 320)
    page.set_viewport_size({"width": 320, "height": 225})
    page.evaluate(DRAW_ALL)
    assert page.evaluate(TOO_WIDE) <= 0
    top = page.locator(".al-top")
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(100)
    assert top.bounding_box()["y"] < -50  # it does not take a third of the little room there is


def test_pictures_are_drawn_from_shared_files_and_follow_the_theme(open_page):
    page = open_page("00-start-here")
    page.evaluate(DRAW_ALL)
    frame = page.locator("iframe[data-picture]").first.element_handle().content_frame()
    assert frame.locator(".leaflet-marker-icon").count() > 3
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = frame.evaluate(paper)
    for _ in range(2):  # automatic, light, dark
        page.click(".al-theme")
    page.wait_for_timeout(700)
    assert frame.evaluate(paper) != light
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.body.dataset.jpThemeLight") == "false"


def test_links_to_notebooks_that_python_sends_lead_to_pages(open_page):
    page = open_page("00-start-here")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('afterbegin', "
        "'<a id=sent href=05-military-involvement.ipynb#cell-id=x>on</a>')"
    )
    page.click("#sent")
    page.wait_for_url("**/05-military-involvement.html#cell-id=x")


def test_printing_draws_all_pictures_however_far_away(open_page):
    page = open_page("05-military-involvement")
    page.evaluate(
        "() => { document.body.dataset.later = 'open';"
        " window.print = () => { window.asked = true; }; }"
    )
    frames = page.locator("iframe[data-picture]")
    assert frames.count() > page.locator("iframe[data-drawn=yes]").count()
    page.click(".al-print")
    page.wait_for_function("window.asked")
    assert page.locator("iframe[data-drawn=yes]").count() == frames.count()


def test_a_citation_opens_its_card_and_leads_to_the_reference(open_page):
    page = open_page("00-start-here")
    link = page.locator(".al-text a[data-ref]").first
    link.click()
    card = page.locator(".al-cite")
    assert card.get_attribute("role") == "dialog"
    page.locator(".al-cite button", has_text="Full reference").click()
    entry = page.locator(".al-marked")
    entry.wait_for()
    assert entry.get_attribute("value") == link.get_attribute("data-ref")
    page.locator(".al-cite-back").click()
    page.wait_for_function("document.activeElement.matches('.al-text a')")


def test_contents_are_a_drawer_on_a_narrow_page(open_page):
    page = open_page("05-military-involvement", 768)
    links = page.locator("#contents ol a")
    assert not links.first.is_visible()
    page.click(".al-open")
    assert page.get_attribute(".al-open", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not links.first.is_visible()
    assert page.evaluate("document.activeElement.className") == "al-open"
    page.click(".al-open")
    links.nth(3).click()
    assert not links.first.is_visible()
    target = links.nth(3).get_attribute("href")
    box = page.locator(target).bounding_box()
    assert -5 <= box["y"] <= 200  # clear of the bar that stays at the top


def test_where_one_reads_is_marked_in_the_contents_and_told(open_page):
    page = open_page("00-start-here")
    assert page.locator("#contents ol [aria-current]").count() == 0
    last = page.locator("main > section").last
    last.evaluate("section => section.scrollIntoView()")
    page.wait_for_function("document.querySelector('#contents ol [aria-current]')")
    now = page.locator("#contents ol [aria-current]").inner_text()
    title = last.get_attribute("data-title")
    assert now == title
    assert title in page.locator(".al-where").inner_text()


def test_the_first_stops_of_the_keyboard_skip_to_the_text(open_page):
    page = open_page("05-military-involvement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "al-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_what_comes_later_opens_with_its_button_or_what_the_host_keeps(open_page, site):
    page = open_page("05-military-involvement")
    later = page.locator(".al-later").last
    assert not later.is_visible()
    assert page.locator(".al-later-card").is_visible()
    page.locator(".al-open-later").click()
    assert later.is_visible() and not page.locator(".al-open-later").is_visible()
    assert page.evaluate("document.activeElement.closest('.al-later') !== null")
    assert page.locator("main > .al-later").count() > 5
    page.reload()
    assert not later.is_visible()  # opened to have a look; nothing is locked
    page.evaluate(
        "localStorage.setItem('alliance:standing',"
        "JSON.stringify({'05-military-involvement': {later: true}}))"
    )
    page.reload()
    assert later.is_visible()


def test_without_scripts_everything_can_be_read(open_page, site):
    page = open_page("05-military-involvement", java_script_enabled=False)
    for words in page.locator("main > section > .al-sheet, .al-live .al-question .al-stem").all():
        assert words.is_visible()
    assert page.locator(".al-later .al-text").first.is_visible()
    assert page.locator("#contents ol a").first.is_visible()
    assert not page.locator(".al-frame").first.is_visible()
    table = page.locator(".al-picture details").first
    table.locator("summary").first.click()
    assert table.locator("table").is_visible()
    narrow = open_page("00-start-here", 360, java_script_enabled=False)
    glossary = narrow.locator("noscript iframe.al-bare")
    assert glossary.count() >= 1
    assert narrow.frame_locator("noscript iframe.al-bare").first.locator("dt").count() > 20


def test_where_the_reader_stands_is_told_on_the_first_page(open_page):
    page = open_page("index")
    assert page.locator(".al-lessons > li").count() == len(BUILT)
    assert page.locator(".al-state").first.inner_text() == "not begun"
    page.evaluate(
        "localStorage.setItem('alliance:standing', JSON.stringify("
        "{'05-military-involvement': {answered: 3, right: 2, of: 50, minutes: 5}}))"
    )
    page.reload()
    row = page.locator('.al-lessons > li[data-lesson="05-military-involvement"]')
    assert "3 of 50 answered" in row.inner_text()
    assert "3 questions answered, 2 right at once" in page.locator("#al-stands").inner_text()
    assert page.locator("#al-go").get_attribute("href") == "05-military-involvement.html"


def test_storage_that_is_refused_breaks_nothing(chromium, site):
    with chromium.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
        )
        with watched_page(chromium, context) as page:
            errors = []
            page.on("pageerror", lambda error: errors.append(error))
            page.goto(address(site, "05-military-involvement"))
            page.click(".al-theme")
            assert page.evaluate("document.documentElement.dataset.theme") == "light"
            page.goto(address(site, "index"))
            assert errors == []


def test_a_picture_whose_file_is_missing_says_so(chromium, site, tmp_path):
    import shutil

    broken = Path(shutil.copytree(site, tmp_path / "site"))
    shutil.rmtree(broken / "pictures")
    with watched_page(chromium) as page:
        page.goto(address(broken, "05-military-involvement"))
        page.locator(".al-frame-box").first.scroll_into_view_if_needed()
        told = page.locator(".al-missing").first
        told.wait_for()
        assert re.search(r"pictures/\w+\.js", told.inner_text())


def test_on_paper_nothing_is_cut_off(open_page):
    page = open_page("00-start-here")
    page.evaluate(DRAW_ALL)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    # The width of A4 between its margins.
    page.set_viewport_size({"width": 688, "height": 980})
    wide = page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() "
        "&& !e.closest('.al-frame-box, .al-hidden') && e.getBoundingClientRect().right > 690)"
        ".map((e) => e.outerHTML.slice(0, 90))"
    )
    assert wide == []
    for box in page.locator(".al-frame-box").all():
        if not box.is_visible():
            continue
        outer, inner = box.bounding_box(), box.locator("iframe").bounding_box()
        assert inner["width"] <= outer["width"] + 1 <= 690
        assert inner["height"] <= outer["height"] + 1 <= 700
    spread = page.locator(".al-spread")
    assert spread.count() >= 1  # words that are too tall to be made smaller
    assert spread.first.evaluate("e => e.shadowRoot.querySelector('main').innerText.length") > 200
    assert page.locator(".al-live .al-question").first.is_visible()
    assert not page.locator("#contents").is_visible()
    number = "e => getComputedStyle(e, '::after').content"
    assert re.search(r"\d", page.locator(".al-text a[data-ref]").first.evaluate(number))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert spread.count() == 0
    assert page.locator(".al-frame-box[hidden], iframe[data-held]").count() == 0
