"""A lesson in front of a class, in Chromium: stepped through by a clicker, read from the last row,
voted on by thirty, loaded anew in the middle; and nothing of it in the learner's own journal.

One lesson stands for all; with ALLIANCE_FULL=1 all are stepped through.
"""

from __future__ import annotations

import csv
import functools
import os
import time

import pytest

from alliance.web.site import build_site
from tests.axe import violations
from tests.places import DATA, LESSONS, NOTEBOOKS
from tests.web.proxy import Quiet, serving
from tests.web.pyodide import pyodide_or_skip

pytestmark = pytest.mark.browser

FULL = os.environ.get("ALLIANCE_FULL") == "1"
LESSON = "03-security-council"
NAMES = [path.stem for path in LESSONS] if FULL else [LESSON]
SIZES = [(1920, 1080), (1024, 768), (1280, 720)]  # the last is 1920 × 1080 at 150 %
WHERE = "document.querySelector('.al-screen')?.textContent"
SLOW = 120_000
# Of all words to be seen: those smaller than 24 of 1080 lines, and what is cut at the side.
LOOK = """() => {
  const sheet = getComputedStyle(document.documentElement);
  const enlarged = Number(sheet.getPropertyValue("--enlarged"));
  const least = 24 * innerHeight / 1080 - 0.6;
  const NO_WORDS = "script, style, template, .al-hidden, option";
  const small = new Set(), main = document.querySelector("main");
  const look = (root, name) => {
    const walker = root.createTreeWalker(root.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const el = node.parentElement;
      const words = node.data.trim().slice(0, 20);
      if (!words || !el.checkVisibility() || el.closest(NO_WORDS)) continue;
      const box = el.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      const matrix = el.ownerSVGElement ? el.getScreenCTM() : null;
      const drawn = matrix ? Math.abs(matrix.d) / (name ? 1 : enlarged) : 1;
      const size = parseFloat(getComputedStyle(el).fontSize) * enlarged * drawn;
      const who = `${name}${el.className.baseVal ?? el.className}|${el.tagName}`;
      if (size < least) small.add(`${who}: ${size.toFixed(1)} ${words}`);
    }
  };
  look(document, "");
  for (const frame of main.querySelectorAll("iframe"))
    if (frame.checkVisibility() && frame.contentDocument?.body)
      look(frame.contentDocument, "frame ");
  return { small: [...small], wide: main.scrollWidth - main.clientWidth };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return where a lesson is presented: `address("03-security-council")`."""
    pyodide_or_skip()
    out = tmp_path_factory.mktemp("present") / "site"
    build_site(
        out, data=DATA, notebooks=NOTEBOOKS, marking=True, only=NAMES, notes=True,
        tell=lambda line: None,
    )  # fmt: skip
    server = serving(functools.partial(Quiet, directory=str(out)))
    yield lambda name: f"http://127.0.0.1:{server.server_port}/{name}.html"
    server.shutdown()


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.set_default_timeout(SLOW)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    assert not page.errors
    context.close()


def present(page, address: str) -> None:
    """Open a lesson as it is presented, and wait for its screens."""
    page.goto(f"{address}?present")
    page.wait_for_function(WHERE)


def at(page) -> tuple[int, int]:
    """Return the number of the screen that is shown, and of how many."""
    here, _, of = page.evaluate(WHERE).partition(" / ")
    return int(here), int(of.partition(" ")[0])


def to_question(page) -> None:
    """Step on by the clicker to the first question with options."""
    for _ in range(400):
        if page.evaluate("!!document.querySelector('.al-hands')?.checkVisibility()"):
            return
        page.keyboard.press("PageDown")
    raise AssertionError("no question with options was met")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_clicker_leads_through_all_screens_and_the_last_row_reads_them(page, address, name, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    present(page, address(name))
    # Until then panels may be drawn anew, with other screens.
    page.wait_for_function("document.body.dataset.python === 'ready'")
    page.wait_for_timeout(500)
    seen, small, presses = set(), set(), 0
    while presses < 900:
        number, of = at(page)
        if number not in seen:
            found = page.evaluate(LOOK)
            assert found["wide"] <= 1, (number, found)
            small |= set(found["small"])
            seen.add(number)
        page.keyboard.press("PageDown")
        presses += 1
        if number == of and not page.evaluate("document.querySelector('.al-rest').textContent"):
            break
    assert len(seen) == of > 20
    assert not small, sorted(small)[:20]
    page.keyboard.press("PageUp")
    assert page.errors == []


def test_thirty_vote_talk_and_vote_again(page, address, tmp_path):
    present(page, address(LESSON))
    page.wait_for_function("document.body.dataset.python === 'ready'")
    to_question(page)
    page.wait_for_timeout(500)
    options = page.locator(".al-hands:visible .al-count")
    count = options.count()
    assert count >= 2
    for _ in range(11):
        page.keyboard.press("1")
    options.nth(1).fill("19")
    voted = page.locator(".al-voted:visible")
    assert "30" in voted.inner_text()
    bars = page.locator(".al-hands:visible .al-share-1:visible").all_inner_texts()
    assert bars[0].startswith("11") and bars[1].startswith("19")

    # The lid is closed in the middle: the same screen, and nobody has to raise hands again.
    before = at(page)
    page.reload()
    page.wait_for_function("document.body.dataset.python === 'ready'")
    page.wait_for_timeout(500)
    assert at(page) == before
    assert "30" in page.locator(".al-voted:visible").inner_text()

    page.locator(".al-vote:visible button:visible").first.click()  # vote again
    options.nth(0).fill("26")
    options.nth(1).fill("4")
    assert page.locator(".al-hands:visible .al-share:visible").count() >= 4
    page.locator(".al-vote:visible button:visible").last.click()  # show what is right
    page.wait_for_selector(".al-hands:visible .q-result:visible")
    page.wait_for_function("""[...document.querySelectorAll(".al-hands .q-option > input")]
        .filter((input) => input.checkVisibility()).every((input) => input.disabled)""")
    assert page.locator(".al-hands:visible .q-note:visible").count() >= 1

    page.click(".al-present-bar button:has-text('Class')")
    page.fill("#al-class-name", "=Monday 2+3")
    with page.expect_download() as saved:
        page.click(".al-dialog button:has-text('Save')")
    saved.value.save_as(tmp_path / "class.csv")
    table = (tmp_path / "class.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(table.splitlines()))
    votes = [(row["first_vote"], row["second_vote"]) for row in rows[:2]]
    assert votes == [("11", "26"), ("19", "4")]
    assert rows[0]["class"] == "'=Monday 2+3"
    assert any(row["right"] == "true" for row in rows)

    # The learner's own journal knows nothing of it, and neither does the landing page.
    page.goto(address(LESSON))
    page.wait_for_function("document.body.dataset.python === 'ready'")
    lines = page.evaluate("window.alliance.host.lines()")
    assert not [line for line in lines if '"answer"' in line]
    assert page.locator(".q-result:visible").count() == 0


def test_keys_of_fields_stay_theirs_and_a_clicker_works_everywhere(page, address):
    present(page, address(LESSON))
    to_question(page)
    page.wait_for_timeout(300)
    number, _ = at(page)
    field = page.locator(".al-hands:visible .al-count").first
    field.focus()
    page.keyboard.press("ArrowUp")  # one hand more, not one screen back
    assert field.input_value() == "1"
    page.keyboard.press("b")
    assert not page.locator(".al-cover-all").is_visible()
    page.keyboard.press("PageUp")
    assert at(page)[0] <= number
    page.locator("main").focus()
    page.keyboard.press("b")
    assert page.locator(".al-cover-all").is_visible()
    page.keyboard.press("PageDown")  # wakes the screen, and does not go on
    assert not page.locator(".al-cover-all").is_visible()
    page.keyboard.press("o")
    assert page.locator(".al-dialog li button").count() > 5
    page.keyboard.press("Escape")
    assert not page.locator(".al-dialog").is_visible()


def test_window_of_the_teacher_follows_and_has_notes(page, address):
    present(page, address(LESSON))
    page.wait_for_timeout(800)
    with page.context.expect_page() as opened:
        page.click(".al-present-bar button:has-text('Teacher')")
    teacher = opened.value
    teacher.wait_for_selector(".al-notes :is(p, li)")
    assert len(teacher.inner_text(".al-notes")) > 400
    began = time.perf_counter()
    page.keyboard.press("PageDown")
    shown = page.evaluate(WHERE)
    assert teacher.inner_text("main > p") == shown
    assert time.perf_counter() - began < 5  # it is drawn with the screen; this guards against hangs
    teacher.click("button:has-text('Next')")
    assert page.evaluate(WHERE) == teacher.inner_text("main > p") != shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    present(page, address(LESSON))
    to_question(page)
    page.wait_for_timeout(500)
    page.keyboard.press("1")
    for where in (".al-hands", ".al-present-bar"):
        assert violations(page, where) == []
    page.keyboard.press("o")
    assert violations(page, ".al-dialog") == []
