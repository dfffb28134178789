"""Final assessment and record in a real browser: drawn by keyboard, kept, one sheet of A4."""

from __future__ import annotations

import html
import re

import pytest

from tests.axe import ALL, CONTRAST, violations
from tests.lab import THEMES, choose_theme
from tests.panels import write_notebook

pytestmark = pytest.mark.browser

NAME = "assessment.ipynb"
CELLS = [
    "from alliance import lesson",
    "lesson.assessment()",
    "lesson.record()",
    "'the cell after'",
]


def run(lab, page) -> None:
    lab.run_all(page)
    page.wait_for_selector(".al-assess .p-strong")


def stems(page) -> list[str]:
    return page.locator(".al-quiz .q-stem").all_inner_texts()


def test_drawn_by_keyboard_there_again_and_on_one_sheet(lab_server, open_lab, tmp_path):
    lab, page = lab_server, open_lab
    write_notebook(lab, NAME, CELLS)
    lab.turn_to(page, NAME)
    run(lab, page)
    assert "Nothing is drawn yet" in page.locator(".al-assess").inner_text()
    page.locator(".al-assess input").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".al-quiz .q-stem")
    before = stems(page)
    assert len(before) >= 14
    # Whatever is chosen: it counts, and the result below follows.
    first = page.locator(".al-quiz .q-question:has(.q-option input[type=radio])").first
    first.locator(".q-option input").first.press("Space")
    first.locator(".q-check").press("Enter")
    page.wait_for_selector(f".al-assess .p-tally:has-text(' of {len(before)} questions')")
    lab.come_back(page)
    run(lab, page)
    page.wait_for_selector(".al-quiz .q-stem")
    assert stems(page) == before
    for theme in THEMES:
        choose_theme(page, theme)
        rules = ALL if theme == THEMES[0] else CONTRAST
        assert violations(page, ".al-assess", rules) == [], theme
        assert violations(page, ".jp-OutputArea:has(iframe)", rules) == [], theme
    the_record(page, tmp_path)


def the_record(page, tmp_path) -> None:
    """The name stays on the page unless wished; the page fits one sheet; the file has no script."""
    frame = page.locator("iframe").last.content_frame
    frame.locator("#rc-name").fill("Ada")
    kept = "() => localStorage.getItem('record-name')"
    assert page.evaluate(kept) is None
    frame.locator("#rc-keep").press("Enter")
    assert page.evaluate(kept) == "Ada"
    frame.locator("#rc-keep").press("Enter")
    assert page.evaluate(kept) is None
    with page.expect_download() as got:
        frame.locator("#pr-save").press("Enter")
    saved = tmp_path / got.value.suggested_filename
    got.value.save_as(saved)
    text = saved.read_text("utf-8")
    assert "<script" not in text and "Ada" in html.unescape(text)
    alone = page.context.new_page()
    alone.goto(saved.as_uri())
    pdf = alone.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    (tmp_path / "record.pdf").write_bytes(pdf)
    alone.close()
