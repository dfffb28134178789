"""What a citation opens and the list of references: numbers, contents, names, a page by itself."""

from __future__ import annotations

import html
import json
import re

import pytest

from alliance import lesson
from alliance.lesson.citations import entries, numbered, what_links_open
from alliance.library import citations, open_library
from alliance.problems import AllianceError
from tests.places import DATA, LESSONS, NOTEBOOKS, both_parts


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


def brought(made: str) -> dict:
    """Return what an opening brings for the cards."""
    [bag] = re.findall(r"<template data-cited='([^']*)'", made)
    return json.loads(html.unescape(bag))


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_the_opening_brings_all_that_the_text_cites_and_stays_small(path, library):
    made = lesson.opening(path.stem, library).body
    sources = brought(made)["sources"]
    cited = citations("\n".join(lesson.notebook_texts(path.stem, library)))
    assert list(sources) == cited and cited
    assert [row[0] for row in sources.values()] == list(range(1, len(cited) + 1))
    assert len(made[made.index("<template") : made.index("</template>")].encode()) < 40_000
    for name, row in sources.items():
        source = library.source(name)
        assert row[1:3] == [source["publisher"], source["title"]]
        assert row[4:7] == [source["kind"], source["access"], source["url"]]


def test_a_guide_without_an_opening_brings_its_citations_too(library):
    made = lesson.citations("instructor-answers", library).body
    cited = citations("\n".join(lesson.notebook_texts("instructor-answers", library)))
    assert list(brought(made)["sources"]) == cited and cited
    guide = (NOTEBOOKS / "instructor-answers.ipynb").read_text("utf-8")
    assert 'lesson.citations(\\"instructor-answers\\")' in guide


def test_numbers_follow_the_text_and_each_source_has_one(library):
    first, second = library.sources["id"].head(2)
    texts = [f"B ([b](#{second})).", f"A ([a](#{first})), again ([b](#{second}))."]
    assert [(k, s["id"]) for k, s in numbered(texts, library).items()] == [(1, second), (2, first)]
    made = entries("some-lesson", texts, library).body
    found = re.findall(r'<li value="(\d+)" id="([^"]+)" data-source="([^"]+)"', made)
    assert found == [("1", f"some-lesson--{second}", second), ("2", f"some-lesson--{first}", first)]
    assert "<details" in made and "<details open" not in made


def test_what_a_day_did_not_know_is_left_out_and_numbers_stay(library):
    then = library.as_of("2024-06-20")
    early = then.sources["id"].iloc[0]
    late = next(s for s in library.sources["id"] if s not in set(then.sources["id"]))
    texts = [f"([x](#{late})) ([y](#{early}))"]
    assert list(numbered(texts, then)) == [2]
    assert list(brought(what_links_open(texts, then))["sources"]) == [early]
    made = entries("some-lesson", texts, then)
    assert late not in made.body and 'value="2"' in made.body
    assert "1 more is later than 20 June 2024" in made.body


def test_a_mistyped_source_is_told_by_the_list_and_does_not_stop_the_opening(library):
    known = library.sources["id"].iloc[0]
    texts = [f"([x](#{known}x)) ([y](#{known}))"]
    assert list(brought(what_links_open(texts, library))["sources"]) == [known]
    with pytest.raises(AllianceError, match="has no source"):
        entries("some-lesson", texts, library)


def test_a_lesson_opens_without_its_notebook(library, monkeypatch):
    def gone(*_):
        raise AllianceError("The notebook cannot be read.")

    monkeypatch.setattr(lesson.cards, "notebook_texts", gone)
    assert brought(lesson.opening(LESSONS[0].stem, library).body)["sources"] == {}


def test_grades_are_those_of_the_figures_that_cite_the_source(library):
    rows = library.estimates.query("reliability != '' and credibility != ''")
    row = rows.iloc[0]
    name = row["source_ids"][0]
    told = brought(what_links_open([f"([x](#{name}))"], library))["sources"][name][7]
    same = rows[[name in ids for ids in rows["source_ids"]]]
    wanted = sorted(set(same["reliability"] + same["credibility"]))
    assert f"graded {', '.join(wanted)} (" in told
    # A judgement in hindsight is not shown on an earlier day.
    then = library.as_of("2024-06-20")
    early = then.estimates[then.estimates["reliability"] != ""]["source_ids"].iloc[0][0]
    assert brought(what_links_open([f"([x](#{early}))"], then))["sources"][early][7] == ""


def test_what_comes_from_the_data_is_text_and_addresses_are_web_addresses(library, monkeypatch):
    source = {
        **library.source(library.sources["id"].iloc[0]),
        "title": 'It\'s </template><script>alert(1)</script> "&"',
        "url": "javascript:alert(1)",
    }
    monkeypatch.setattr(library, "source", lambda name: source)
    made = what_links_open([f"([x](#{source['id']}))"], library)
    assert brought(made)["sources"][source["id"]][2] == source["title"]
    assert brought(made)["sources"][source["id"]][6] == ""


# --- in a browser, on a page without JupyterLab ---------------------------------------------------

LESSON = LESSONS[1].stem


def on_a_page(page, library, lessons, gap="<p>No source here.</p>" * 60, references=True) -> None:
    """Show lessons below each other, each its own <main>: opening, two citations, references."""
    parts = []
    for name in lessons:
        cited = citations("\n".join(lesson.notebook_texts(name, library)))
        links = f'<a href="#{cited[0]}">Same 2024</a> and <a href="#{cited[-1]}">Same 2024</a>'
        end = lesson.references(name, library)._repr_html_() if references else ""
        opening = lesson.opening(name, library)._repr_html_()
        parts.append(f"<main>{opening}<p>See {links}. <a href='#else'>On</a></p>{gap}{end}</main>")
    page.set_content(
        f'<!DOCTYPE html><html lang="en"><title>t</title><body>{"".join(parts)}</body></html>'
    )
    page.locator("a[data-al-number]").first.wait_for()


def focused(page, what: str) -> str:
    return page.evaluate(f"() => {{ const e = document.activeElement; return {what}; }}")


@pytest.mark.browser
def test_the_card_says_what_the_source_is_and_leads_out(page, library):
    on_a_page(page, library, [LESSON])
    name = citations("\n".join(lesson.notebook_texts(LESSON, library)))[0]
    source = library.source(name)
    page.locator("a[data-al-number]").first.click()
    card = page.get_by_role("dialog", name=source["title"])
    assert source["publisher"] in card.inner_text() and source["kind"] in card.inner_text()
    assert card.get_by_role("link").get_attribute("href") == source["url"]
    assert focused(page, "e.className") == "al-cite"
    page.keyboard.press("Escape")
    assert page.locator(".al-cite").count() == 0
    assert focused(page, "e.getAttribute('href')") == f"#{name}"


@pytest.mark.browser
def test_tab_leads_out_of_the_card_to_what_follows_the_citation(page, library):
    on_a_page(page, library, [LESSON])
    links = page.locator("a[data-al-number]")
    links.last.focus()
    page.keyboard.press("Enter")
    for words in ("Open the source", "Full reference", "Close"):
        page.keyboard.press("Tab")
        assert focused(page, "e.textContent").startswith(words)
    page.keyboard.press("Tab")
    assert focused(page, "e.textContent") == "On"
    assert page.locator(".al-cite").count() == 0
    links.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert focused(page, "e.dataset.alNumber") == "1"


@pytest.mark.browser
def test_links_with_the_same_words_have_names_of_their_own(page, library):
    on_a_page(page, library, [LESSON])
    names = page.locator("a[data-al-number]").evaluate_all("(all) => all.map((a) => a.ariaLabel)")
    assert len(set(names)) == 2
    assert all(name.startswith("Same 2024: ") for name in names)
    title = library.source(citations("\n".join(lesson.notebook_texts(LESSON, library)))[0])["title"]
    assert names[0] == f"Same 2024: {title}, reference 1"
    assert page.locator("a[href='#else']").get_attribute("aria-label") is None


@pytest.mark.browser
def test_several_lessons_on_a_page_each_have_their_own_list(page, library):
    lessons = [path.stem for path in LESSONS[1:4]]
    on_a_page(page, library, lessons)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    for place, name in enumerate(lessons):
        main = page.locator("main").nth(place)
        main.locator("a[data-al-number]").first.click()
        page.get_by_role("button", name="Full reference 1").click()
        page.wait_for_function("() => document.activeElement.matches('li.al-marked')")
        assert focused(page, "e.id").startswith(f"{name}--")
        assert 0 <= main.locator("li.al-marked").bounding_box()["y"] < 900
        page.get_by_role("button", name="Back to where you read").click()
        page.wait_for_function("() => document.activeElement.matches('a[data-al-number]')")
        assert 0 <= main.locator("a[data-al-number]").first.bounding_box()["y"] < 900
    assert page.locator(".al-cite, .al-marked, .al-cite-back").count() == 0


@pytest.mark.browser
def test_without_the_list_the_card_says_when_it_comes(page, library):
    on_a_page(page, library, [LESSON], references=False)
    page.locator("a[data-al-number]").first.click()
    page.get_by_role("button", name="Full reference").click()
    page.wait_for_function(
        "() => document.querySelector('.al-cite [role=status]').textContent.includes('last cell')"
    )
    assert page.evaluate("() => scrollY") < 300


@pytest.mark.browser
def test_on_paper_citations_have_numbers_and_the_list_is_whole(page, library):
    on_a_page(page, library, [LESSON])
    page.emulate_media(media="print")
    after = "(e) => getComputedStyle(e, '::after').content"
    assert "1" in page.locator("a[data-al-number]").first.evaluate(after)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.al-refs").get_attribute("open") is not None
    items = page.locator("details.al-refs li")
    assert items.last.is_visible() and items.count() > 100
    # The number stands in the padding of the list: room for three digits and a dot.
    room = page.locator("details.al-refs ol").evaluate(
        "(e) => parseFloat(getComputedStyle(e).paddingLeft)"
    )
    wide = page.evaluate(
        """() => { const text = document.createElement("span"); text.textContent = "113. ";
            document.querySelector("details.al-refs li").append(text);
            const { width } = text.getBoundingClientRect(); text.remove(); return width; }"""
    )
    assert room > wide + 6
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.al-refs").get_attribute("open") is None


@pytest.mark.browser
def test_the_card_stays_within_a_narrow_window(page, library):
    page.set_viewport_size({"width": 320, "height": 480})
    on_a_page(page, library, [LESSON])
    for link in page.locator("a[data-al-number]").all():
        link.click()
        box = page.locator(".al-cite").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 320
        assert box["y"] >= 0 and box["y"] + box["height"] <= 480
        page.keyboard.press("Escape")
    small = "(all) => all.filter((e) => e.getBoundingClientRect().height < 24).length"
    page.locator("a[data-al-number]").first.click()
    assert page.locator(".al-cite button, .al-cite a").evaluate_all(small) == 0


@pytest.mark.browser
def test_a_press_elsewhere_closes_the_card_and_other_links_are_left_alone(page, library):
    on_a_page(page, library, [LESSON])
    page.locator("a[data-al-number]").first.click()
    page.locator("main p", has_text="No source").first.click(force=True)
    assert page.locator(".al-cite").count() == 0
    page.locator("a[href='#else']").click()
    assert page.locator(".al-cite").count() == 0
    assert page.evaluate("() => location.hash") == "#else"


LINK = r"\[[^\]]*\]\(#[^)]+\)"
PLACE = re.compile(rf"\({LINK}(?:, {LINK})*\)|{LINK}")


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_a_reader_meets_at_most_one_citation_in_forty_words(path):
    """Sources that stand together are one place; who unfolds more meets more."""
    cells = [c for part in both_parts(path) for c in json.loads(part.read_text("utf-8"))["cells"]]
    texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    text = re.sub(r"<details.*?</details>", "", "\n".join(texts), flags=re.S)
    words = len(re.findall(r"[^\W_][\w'’-]*", PLACE.sub("", text)))
    assert words / len(PLACE.findall(text)) >= 40
