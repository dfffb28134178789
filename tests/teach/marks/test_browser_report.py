"""The report in a browser: accessible, no wider than the page, on paper too."""

from __future__ import annotations

import random

import pytest

from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.teach.marks.command import class_of
from alliance.teach.marks.course import Course
from alliance.teach.marks.report import report
from alliance.teach.marks.tables import tables
from tests.axe import ALL, CONTRAST, violations
from tests.class_made_up import Pupil, sit, zipped
from tests.quiz_samples import OTHER

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    chance, folder = random.Random(3), tmp_path_factory.mktemp("report")
    library = open_library(OTHER)
    files = {}
    for k in range(15):
        writer = sit(Pupil(f"Ana {k}", ""), load_bank(library).questions, chance, 0.4)
        files[f"Ana {k}/e.txt"] = writer.text.encode()
    one = class_of([zipped(folder / "c.zip", files)], Course(library))
    path = folder / "r.html"
    path.write_text(report(one, tables(one), names=True), "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_accessible_and_fits(chromium, page_file, scheme):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("h2").count() >= 6
    rules = ALL if scheme == "light" else CONTRAST
    assert violations(page, "main", rules) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations(page, "main", rules) == []
    context.close()


def test_on_paper_it_is_black_on_white_without_its_button(chromium, page_file):
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.emulate_media(media="print")
    assert not page.get_by_role("button").is_visible()
    look = page.evaluate("getComputedStyle(document.querySelector('main')).color")
    assert look == "rgb(0, 0, 0)"
    context.close()
