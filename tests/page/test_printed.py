"""Pages to print: in a real browser, the saved file and what goes on paper."""

from __future__ import annotations

import html

import pytest

from alliance.page.printed import printable

BODY = (
    '<section class="pr-sheet"><p>First &amp; &lt;b&gt; sheet</p>'
    '<label for="who">Name</label> <input id="who"></section>'
    '<section class="pr-sheet"><p>Second sheet</p></section>'
)


def test_title_is_escaped_and_file_named():
    frame = printable("Cards <1>", BODY)
    page = html.unescape(frame)
    assert 'data-file="cards-1.html"' in page and "Cards &lt;1&gt;" in page


@pytest.mark.browser
def test_page_is_printed_and_saved_whole(page, tmp_path):
    page.set_content(printable("Cards", BODY))
    frame = page.frame_locator("iframe")
    inner = page.frames[1]
    inner.evaluate("() => { window.print = () => { window.printed = true; }; }")
    frame.locator("#who").fill("Ada <i>")
    frame.get_by_role("button", name="Print").press("Enter")
    assert inner.evaluate("window.printed")
    with page.expect_download() as got:
        frame.get_by_role("button", name="Save").press("Enter")
    assert got.value.suggested_filename == "cards.html"
    saved = tmp_path / "cards.html"
    got.value.save_as(saved)
    text = saved.read_text("utf-8")
    assert "<script" not in text and "<button" not in text and "Ada &lt;i&gt;" in text
    page.goto(saved.as_uri())
    assert "Second sheet" in page.inner_text("main")
    page.emulate_media(media="print")
    assert (
        page.locator(".pr-sheet").nth(1).evaluate("e => getComputedStyle(e).breakBefore") == "page"
    )
    ink = page.locator("main").evaluate("e => getComputedStyle(e).color")
    assert ink == "rgb(0, 0, 0)"
