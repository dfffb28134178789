"""Tables, pages and Markdown: every cell readable, nothing obeyed, nothing cut."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from alliance import lesson, texts
from alliance.page import Link, Picture, markdown, notebook_link, page, table
from alliance.problems import AllianceError


def cells(*values) -> list[str]:
    """The cells of one row, after a first column that heads it."""
    frame = pd.DataFrame([["row", *values]], dtype=object)
    return re.findall(r"<td[^>]*>(.*?)</td>", table(frame, "T"))


def test_numbers_are_written_in_full():
    given = (5_800_000_000, 1_234_567.25, 12_345, 9_876.5, 1950, 0.1)
    wanted = ["5,800,000,000", "1,234,567.25", "12,345", "9876.5", "1950", "0.1"]
    assert cells(*given) == wanted


def test_what_is_missing_is_a_dash():
    assert cells(None, pd.NA, pd.NaT, float("nan")) == ["–"] * 4


def test_texts_lists_days_and_truths():
    assert cells("<b>", ["a", "b"], pd.Timestamp("1950-06-25"), True) == [
        *("&lt;b&gt;", "a, b", "1950-06-25", "yes"),
    ]


def test_a_table_has_caption_and_headers():
    frame = pd.DataFrame({"first_name": ["x"], 5: [["a"]]})
    shown = table(frame, "A & B", cite=lambda source, label: Link(source))
    assert "<caption>A &amp; B</caption>" in shown
    assert '<th scope="col">first name</th>' in shown
    assert re.search('<th scope="row"[^>]*>x</th>', shown)


def test_columns_of_the_same_name_do_not_stop_it():
    frame = pd.DataFrame([[1, 2]], columns=["n", "n"])
    assert table(frame, "T").count("<th") == 4  # thead, two columns, one row


def test_a_picture_names_its_table_and_its_page():
    picture = Picture("Wars & peace", "Two rows.", page("Wars & peace", ""), pd.DataFrame([[1]]))
    summary = re.search(r"<summary[^>]*>(.*?)</summary>", picture.html).group(1)
    assert re.sub("<[^>]*>", "", summary) == (
        "Show the same data as a table (1 row): Wars &amp; peace"
    )
    assert "<h1" in picture.html


def test_markdown_obeys_no_html_and_cites():
    shown = markdown(
        "<b>x</b> [y](#z)", cite=lambda source, label: Link(label, f"https://{source}")
    )
    assert "&lt;b&gt;" in shown and re.search('<a href="https://z"[^>]*>y</a>', shown)


def test_a_table_without_columns_is_told():
    with pytest.raises(AllianceError, match="no columns"):
        lesson.show(pd.DataFrame(index=[1]), "T")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///etc", "//x", "http://a b",
     " javascript:x", "vbscript:x", "java\nscript:x", "https:", "ftp://x", "../x", "\x00http://x"],
)  # fmt: skip
def test_a_link_leads_only_to_the_web_or_to_mail(address):
    link = Link("words", address)
    assert link.address == "" and "href" not in link.html() + link.short()


def test_a_link_keeps_its_address_and_escapes_what_it_says():
    link = Link("<i>", "https://x.org/?a=1&b=2", 'A "title"', opened=False)
    assert 'href="https://x.org/?a=1&amp;b=2"' in link.html() and "<i>" not in link.html()
    assert "&quot;title&quot;" in link.html() and link.html().endswith("(unverified)")
    assert Link("m", "mailto:a@b.org").address == "mailto:a@b.org"


def test_a_translation_is_text_and_never_html(shelf):
    file = shelf / "en" / "pictures.yml"
    text = file.read_text("utf-8").replace('"{link} (unverified)"', '"{link} <b>(!)</b>"')
    file.write_text(text, "utf-8")
    texts.catalogue.cache_clear()
    shown = Link("w", "https://x.org", opened=False).html()
    assert shown.endswith("</a> &lt;b&gt;(!)&lt;/b&gt;")


@pytest.mark.parametrize(
    "file", ["javascript:alert(1)//.ipynb", "../x.ipynb", "/x.ipynb", "a/../b.ipynb", "c:\\x.ipynb",
             "//host/x.ipynb", "http://x/y.ipynb", "x.html", "./x.ipynb", "x.ipynb\n", 5, None],
)  # fmt: skip
def test_a_lesson_is_linked_only_inside_its_folder(file):
    assert notebook_link(file, "<words>") == "&lt;words&gt;"


def test_a_notebook_of_any_script_is_linked_with_its_anchor():
    shown = notebook_link("own/러시아 01.ipynb", "A & B", "#cell-id=1")
    assert 'href="own/러시아 01.ipynb#cell-id=1"' in shown and ">A &amp; B</a>" in shown
