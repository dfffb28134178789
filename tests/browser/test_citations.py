"""Citations in a real JupyterLab: each opens a card where one reads, in its own lesson."""

from __future__ import annotations

import json

import nbformat
import pytest

from alliance.library import citations
from tests.lab import OPEN
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


def short(lab, lesson: str, closing: bool = True) -> str:
    """Write a short notebook with the opening, two citations and the references of a lesson."""
    text = f"Seen ([Here](#{SHARED})). Or ([Here](#{cited(lesson)[-1]})).\n\n{GAP}"
    cells = [
        nbformat.v4.new_markdown_cell("# Short"),
        nbformat.v4.new_code_cell(
            f"from alliance import lesson\nlesson.opening('{lesson}')",
        ),
        nbformat.v4.new_markdown_cell(text),
    ]
    if closing:
        cells.append(nbformat.v4.new_code_cell(f"lesson.references('{lesson}')"))
    name = f"short-{lesson}{'' if closing else '-open'}.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(made, lab.work / "notebooks" / name)
    return name


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
