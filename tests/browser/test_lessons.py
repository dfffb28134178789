"""Every lesson in a real JupyterLab and browser: it runs, nothing is clipped, all can use it.

The fixture `page` fails each of these tests that makes a request to another host.
"""

from __future__ import annotations

import pytest

from alliance.journal import Journal
from alliance.library import citations, open_library
from alliance.quiz.bank import load_bank
from tests.as_of import before, feedback, later_texts
from tests.axe import rules_for, violations
from tests.lab import THEMES, choose_theme
from tests.locked import lock_forecasts
from tests.places import DATA, LESSONS, SECOND_PARTS
from tests.test_notebooks import texts

pytestmark = pytest.mark.browser
OUTPUTS = ".jp-OutputArea-output"

# Elements of the page whose content is wider than they are, unless they offer to scroll.
CLIPPED = """() => [...document.querySelectorAll(
        '.jp-RenderedMarkdown, .jp-OutputArea-output, .al, .al p, .al fieldset, .al button')]
    .filter((e) => e.clientWidth && e.scrollWidth > e.clientWidth + 2)
    .map((e) => `${e.className}: ${e.scrollWidth} > ${e.clientWidth}: ${e.innerText}`)
"""
CLIPPED_FRAME = """() => {
    const root = document.documentElement;
    const wide = root.scrollWidth > root.clientWidth + 2;
    return wide ? [`${document.title}: ${root.scrollWidth} > ${root.clientWidth}`] : [];
}"""


def only(name: str):
    """Mark a test that looks at this lesson alone."""
    return pytest.mark.parametrize("lesson", [name], indirect=True)


@pytest.fixture(scope="module", params=[path.stem for path in [*LESSONS, *SECOND_PARTS]])
def lesson(request, lab_server, lab_page):
    """A lesson, opened and run once for all the tests that look at it."""
    lab_server.turn_to(lab_page, f"{request.param}.ipynb")
    if request.param in [path.stem for path in SECOND_PARTS]:  # opens when forecasts are locked
        lock_forecasts(lab_server.progress)
    lab_server.run_all(lab_page)
    lab_page.wait_for_timeout(1500)  # the frames draw themselves
    lab_page.lesson_name = request.param
    yield lab_page
    assert not lab_page.foreign, f"the lesson asked other hosts for {lab_page.foreign}"


def frames(page):
    return [h.content_frame() for h in page.query_selector_all(f"{OUTPUTS} iframe")]


def test_nothing_is_clipped_wide_or_narrow(lesson):
    for width in (700, 1280):
        lesson.set_viewport_size({"width": width, "height": 900})
        lesson.wait_for_timeout(800)
        assert lesson.evaluate(CLIPPED) == [], width
        for frame in frames(lesson):
            assert frame.evaluate(CLIPPED_FRAME) == [], width


# A citation may stand in an answer that is folded away.
UNFOLD = "(link) => { const fold = link.closest('details'); if (fold) fold.open = true; }"


def test_a_citation_opens_its_source_where_one_reads_and_leads_to_the_list(lesson):
    page, name = lesson, lesson.lesson_name
    path = next(p for p in [*LESSONS, *SECOND_PARTS] if p.stem == name)
    found = citations("\n".join(texts(path, "markdown")))
    library = open_library(DATA)
    source = next(s for s in map(library.source, found) if s["url"])
    link = page.locator(f'.jp-RenderedMarkdown a[href="#{source["id"]}"]').first
    link.evaluate(UNFOLD)
    link.click()
    card = page.get_by_role("dialog", name=source["title"])
    assert card.get_by_role("link").get_attribute("href") == source["url"]
    page.keyboard.press("Escape")
    assert page.locator(".al-cite").count() == 0
    page.keyboard.press("Enter")  # the focus is on the citation again
    card.get_by_role("button", name="Full reference").press("Enter")
    entry = page.locator(f'li[id="{name}--{source["id"]}"]')
    page.wait_for_function("() => document.activeElement.matches('li.al-marked')")
    assert 0 < entry.bounding_box()["y"] < 900
    assert entry.locator("a").first.get_attribute("href") == source["url"]
    entry.get_by_role("button", name="Back to where you read").press("Enter")
    page.wait_for_function("() => document.activeElement.matches('a[data-al-number]')")
    assert 0 < link.bounding_box()["y"] < 900

    last = page.locator(f'.jp-RenderedMarkdown a[href="#{found[-1]}"]').first
    last.evaluate(UNFOLD)
    last.click()
    url = library.source(found[-1])["url"]
    assert page.locator(".al-cite a").get_attribute("href") == url
    page.keyboard.press("Escape")


def follow_the_theme(page) -> None:
    """Wait until the paper inside the frames has the colour of the notebook around them."""
    paper = "getComputedStyle(document.querySelector('{}')).backgroundColor"
    for _ in range(20):
        page.wait_for_timeout(250)
        around = page.evaluate(paper.format(".jp-Notebook"))
        inside = {f.evaluate(paper.format("body")) for f in frames(page)}
        if inside <= {around}:
            return
    raise AssertionError(f"the notebook is {around}, the pictures are {inside}")


def test_axe_finds_nothing_and_pictures_follow_the_theme(lesson):
    """In light and dark; in high contrast the first two lessons, which hold every kind of panel.

    Each picture, explorer and type of question has tests of its own in all three.
    """
    for theme in THEMES if lesson.lesson_name < "02" else THEMES[:2]:
        choose_theme(lesson, theme)
        follow_the_theme(lesson)
        assert violations(lesson, OUTPUTS, rules_for(theme)) == [], theme


@only("05-military-involvement")
def test_the_opening_of_an_earlier_day_tells_nothing_later(lesson):
    page = before(lesson, "Time moves on")
    library = open_library(DATA)
    secrets = later_texts(library, library.as_of("2024-06-20"))
    assert len(secrets) > 1000
    assert [where for text, where in secrets.items() if text in page] == []
    said = feedback(load_bank(library))
    assert len(said) > 300
    assert [text for text in said if text in page] == []


@only("00-start-here")
def test_the_glossary_is_searched_by_keyboard(lesson):
    frame = lesson.frame_locator('iframe[title="Glossary"]')
    frame.locator("input").press_sequentially("armistice")
    assert "term" in frame.locator("#count").inner_text()
    assert frame.locator("dt:visible").count() < 10


@only("00-start-here")
def test_the_journal_is_reset_exported_and_imported_by_keyboard(lesson, lab_server):
    page = lesson
    quiz = page.locator(".jp-OutputArea-output fieldset").first
    quiz.locator("input").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Check answer").first.press("Enter")
    page.wait_for_timeout(800)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my journal").press("Enter")
    text = download.value.path().read_text("utf-8")
    assert '"kind": "answer"' in text

    # What this learner has begun is forgotten, what another began at the same browser is not.
    mark = Journal(lab_server.progress).mark
    page.evaluate(
        "(mark) => { localStorage['alliance-drafts'] = JSON.stringify("
        "{ [`${mark}12345678`]: { tries: 0 }, 'another learner': { tries: 0 } }); }",
        mark,
    )
    drafts = "() => Object.keys(JSON.parse(localStorage['alliance-drafts']))"
    page.get_by_role("button", name="Start again…").press("Enter")
    page.get_by_role("button", name="Yes, hide all my answers").press("Enter")
    status = page.locator(".al-card [role=status]").first
    page.wait_for_function(
        "e => e.textContent.includes('from nothing')", arg=status.element_handle()
    )
    page.wait_for_function(f"() => ({drafts})().join() === 'another learner'")

    page.locator('input[type="file"]').set_input_files(download.value.path())
    page.wait_for_function("e => e.textContent.includes('read')", arg=status.element_handle())


@only("01-history")
def test_keys_in_an_output_do_not_reach_the_notebook(lesson):
    page = lesson
    before = page.locator(".jp-Cell").count()
    for target in (".al summary", ".al .al-scroll", ".al a"):
        page.locator(f"{OUTPUTS} {target}").first.focus()
        for key in ("b", "a", "ArrowDown", "d", "d", "x"):
            page.keyboard.press(key)
    page.locator(f"{OUTPUTS} iframe").first.content_frame.locator("input").first.focus()
    for key in ("b", "a", "ArrowDown", "d", "d", "x", "Enter"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == before
    assert page.locator(".jp-Notebook.jp-mod-editMode").count() == 0
