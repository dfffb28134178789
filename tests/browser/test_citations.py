"""Citations in a real JupyterLab: each opens a card where one reads, in its own lesson."""

from __future__ import annotations

import json

import nbformat
import pytest

from alliance.library import citations, open_library
from tests.axe import rules_for, violations
from tests.lab import OPEN, THEMES, choose_theme
from tests.panels import cells
from tests.places import NOTEBOOKS

pytestmark = pytest.mark.browser

CARD = ".al-cite"
LESSONS = ["01-history", "02-treaty-tiers", "03-security-council"]
# Far below each other, as in a lesson: the list of references is out of view.
GAP = "\n\n".join(["A paragraph that has no source."] * 60)


def cited(lesson: str) -> list[str]:
    """Return what the notebook of a lesson cites, in order."""
    cells = json.loads((NOTEBOOKS / f"{lesson}.ipynb").read_text("utf-8"))["cells"]
    return citations("\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown"))


# Cited by all three, so that a page that holds them holds three entries of it.
SHARED = next(s for s in cited(LESSONS[0]) if all(s in cited(name) for name in LESSONS))


def write(lab, name: str, cells: list) -> str:
    """Put a notebook beside the lessons and return its name; text is Markdown, a list is code."""
    make = nbformat.v4
    made = make.new_notebook(
        cells=[
            make.new_markdown_cell(c) if isinstance(c, str) else make.new_code_cell("\n".join(c))
            for c in cells
        ],
        metadata={
            "kernelspec": {
                "name": "python3",
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
            }
        },
    )
    nbformat.write(made, lab.work / "notebooks" / name)
    return name


def short(lab, lesson: str, closing: bool = True) -> str:
    """Write a short notebook with the opening, two citations and the references of a lesson."""
    text = f"Seen ([Here](#{SHARED})). Or ([Here](#{cited(lesson)[-1]})).\n\n{GAP}"
    opening = ["from alliance import lesson", f"lesson.opening('{lesson}')"]
    end = [[f"lesson.references('{lesson}')"]] if closing else []
    name = f"short-{lesson}{'' if closing else '-open'}.ipynb"
    return write(lab, name, ["# Short", opening, text, *end])


def turn(lab, page, name: str) -> None:
    """Open a notebook beside those that are open, and run it; its links are named."""
    page.evaluate(OPEN, f"notebooks/{name}")
    lab.ready(page, name)
    lab.run_all(page)
    here(page).locator("a[data-al-number]").first.wait_for()


def here(page):
    """The notebook that is in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def focused(page, what: str = "e.outerHTML") -> str:
    return page.evaluate(f"() => {{ const e = document.activeElement; return {what}; }}")


def in_view(page, locator) -> bool:
    box = locator.bounding_box()
    return box is not None and 60 < box["y"] < 880


def settles(page, locator) -> bool:
    """Whether something is in view within three seconds and still is a moment later."""
    for _ in range(30):
        page.wait_for_timeout(100)
        if in_view(page, locator):
            page.wait_for_timeout(300)
            return in_view(page, locator)
    return False


def test_with_three_lessons_open_each_citation_stays_in_its_own(lab_server, open_lab):
    lab, page = lab_server, open_lab
    names = [short(lab, name) for name in LESSONS]
    lab.turn_to(page, names[0])
    lab.run_all(page)
    for count, name in enumerate(names, start=1):
        if count > 1:
            turn(lab, page, name)
        # Each lesson that is open, beginning with the one that was opened first.
        for again in names[:count]:
            page.evaluate(OPEN, f"notebooks/{again}")
            link = here(page).locator(f'a[href="#{SHARED}"][data-al-number]')
            link.scroll_into_view_if_needed()
            if count % 2:
                link.click()
            else:
                link.focus()
                page.keyboard.press("Enter")
            page.get_by_role("button", name="Full reference").press("Enter")
            entry = here(page).locator(f'li[data-source="{SHARED}"]')
            page.wait_for_function("() => document.activeElement.matches('li.al-marked')")
            assert in_view(page, entry)
            lesson = again.removeprefix("short-").removesuffix(".ipynb")
            assert focused(page, "e.id") == f"{lesson}--{SHARED}"
            page.get_by_role("button", name="Back to where you read").press("Enter")
            page.wait_for_function("() => document.activeElement.matches('a[data-al-number]')")
            assert focused(page, "e.getAttribute('href')") == f"#{SHARED}"
            assert in_view(page, link)
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((e) => e.id)")
    marked = [name for name in ids if name.endswith(f"--{SHARED}")]
    assert sorted(marked) == sorted({f"{name}--{SHARED}" for name in LESSONS})


def test_the_card_by_keyboard_is_read_in_three_themes_and_leaves_the_notebook_alone(
    lab_server, open_lab
):
    lab, page = lab_server, open_lab
    lab.turn_to(page, short(lab, LESSONS[0]))
    lab.run_all(page)
    source = open_library().source(SHARED)
    link = here(page).locator(f'a[href="#{SHARED}"][data-al-number]')
    assert source["title"] in link.get_attribute("aria-label")
    before = cells(page)
    for theme in THEMES:
        choose_theme(page, theme)
        link.focus()
        page.keyboard.press("Enter")
        card = page.get_by_role("dialog", name=source["title"])
        assert source["publisher"] in card.inner_text()
        assert violations(page, CARD, rules_for(theme)) == [], theme
        for key in ("b", "a", "d", "d", "x", "ArrowDown"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        assert page.locator(CARD).count() == 0
        assert focused(page, "e.getAttribute('href')") == f"#{SHARED}"
        assert [text for _, text in cells(page)] == [text for _, text in before]
    choose_theme(page, THEMES[0])


def test_before_the_last_cell_has_run_the_card_is_there_and_says_when_the_list_comes(
    lab_server, open_lab
):
    lab, page = lab_server, open_lab
    lab.turn_to(page, short(lab, LESSONS[0], closing=False))
    lab.run_all(page)
    link = here(page).locator("a[data-al-number]").first
    link.click()
    page.get_by_role("button", name="Full reference").press("Enter")
    said = page.locator(f"{CARD} [role=status]")
    page.wait_for_function("(e) => e.textContent.includes('last cell')", arg=said.element_handle())
    assert in_view(page, link)


def scrolled(page) -> float:
    return here(page).locator(".jp-WindowedPanel-outer").evaluate("(e) => e.scrollTop")


def active(page) -> int:
    return here(page).evaluate(
        "(e) => [...e.querySelectorAll('.jp-Cell')].findIndex((c) => c.matches('.jp-mod-active'))"
    )


def long(lab) -> str:
    """Write a notebook whose last cell is far below, as in a lesson, and needs a moment to run."""
    begin = ["from alliance import lesson", f"lesson.opening('{LESSONS[0]}')"]
    cells_ = [f"# Long\n\nSeen ([Here](#{SHARED})).", begin]
    for number in range(12):
        cells_ += [f"## Section {number}\n\n{GAP[:400]}", ["lesson.paths()"]]
    end = ["import time", "time.sleep(1)", f"lesson.references('{LESSONS[0]}')"]
    return write(lab, "long.ipynb", [*cells_, end])


def choose_run_all(lab, page) -> None:
    """Choose Run > Run All Cells with the mouse and wait until all is done."""
    page.click("#jp-MainMenu >> text=Run")
    page.click(".lm-Menu-item[data-command='runmenu:run-all']")
    here(page).locator(".jp-Cell").last.locator(".jp-OutputArea-output").last.wait_for()
    page.wait_for_timeout(1500)


def test_run_all_leaves_the_reader_where_they_were(lab_server, open_lab):
    lab, page = lab_server, open_lab
    lab.turn_to(page, long(lab))
    choose_run_all(lab, page)
    assert scrolled(page) == 0
    assert active(page) == 0  # Shift+Enter goes on from there

    # Somewhere in the middle: run all again, and the same words are where they were.
    words = here(page).get_by_role("heading", name="Section 6")
    words.scroll_into_view_if_needed()
    words.click()
    page.wait_for_timeout(300)
    was = words.bounding_box()["y"]
    choose_run_all(lab, page)
    assert abs(words.bounding_box()["y"] - was) < 40
    assert active(page) == 14

    # Whoever scrolls while it runs is not pulled back.
    words.hover()
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(300)
    was = scrolled(page)
    page.wait_for_timeout(600)
    assert abs(scrolled(page) - was) < 2


@pytest.mark.parametrize("mode", ["contentVisibility", "full"])
def test_where_jupyterlab_takes_cells_out_of_view_off_the_page(lab_server, page, mode):
    """The first is what JupyterLab does unless told otherwise, the second the hardest case."""
    lab = lab_server
    lab.fresh()
    lab.set_theme(THEMES[0])
    lab.setting("notebook-extension/tracker", {"windowingMode": mode})
    name = long(lab)
    page.goto(f"{lab.url}/lab/tree/notebooks/{name}?reset")
    lab.ready(page, name)
    choose_run_all(lab, page)
    assert scrolled(page) == 0
    link = here(page).locator(f'a[href="#{SHARED}"][data-al-number]').first
    link.click()
    page.get_by_role("button", name="Full reference").press("Enter")
    page.wait_for_function("() => document.activeElement.matches('li.al-marked')")
    assert settles(page, here(page).locator("li.al-marked"))
    page.get_by_role("button", name="Back to where you read").press("Enter")
    page.wait_for_function("() => document.activeElement.matches('a[data-al-number]')")
    assert settles(page, link)
    lab.set_theme(THEMES[0])
