"""An output on its way to a page: what becomes a file, and that nothing is changed by it."""

from __future__ import annotations

import html
import json
import re

from alliance.page import Html, page
from alliance.web.assets import Assets, script_text
from alliance.web.links import Links
from alliance.web.output import Pictures, Shared, worded_log

LARGE = "/* as large as a library */" * 200


def shared() -> Shared:
    return Shared(Assets(), Pictures())


def framed(title: str, extra: str = "") -> str:
    return page(title, f"<p>It's {title} & more</p>{extra}", js=LARGE)


def picture(title: str) -> str:
    table = "<details><summary>Table</summary><table></table></details>"
    return f'<figure class="al al-picture">{framed(title)}{table}</figure>'


def written(made: Shared) -> dict[str, str]:
    made.pictures.write(made.assets)
    return made.assets.files


def value_of(script: str):
    """Return what a script of ours sets."""
    return json.loads(re.fullmatch(r".*?\]=(.*);", script, re.S)[1])


def joined(number: str, files: dict[str, str]) -> str:
    """Return a document as the page's script puts it together."""
    pieces = value_of(files[f"pictures/{number}.js"])
    return "".join(p if isinstance(p, str) else value_of(files[p[1]]) for p in pieces)


def test_the_common_sheet_stands_in_one_file_however_often_it_comes():
    made = shared()
    body = "".join(made.settle(Html(f"<p>{k}</p>")._repr_html_()) for k in range(3))
    assert "<style" not in body and body.count("<p>") == 3
    assert len(made.sheets) == 1
    assert ".al.al-card" in made.assets.files[made.sheets[0]]


def test_scripts_become_files_and_data_stays():
    made = shared()
    data = '<script type="application/json" id="a">{"b": 1}</script>'
    body = made.settle(f"<p>x</p><script>run()</script>{data}<script>run()</script>")
    assert body == f"<p>x</p>{data}"
    assert [made.assets.files[path] for path in made.scripts] == ["run()"]


def test_a_document_comes_back_whole_from_its_file_and_its_parts():
    made = shared()
    originals = [framed("First"), framed("Second")]
    bodies = [made.settle(one) for one in originals]
    files = written(made)
    for original, body in zip(originals, bodies, strict=True):
        assert "srcdoc" not in body
        number = re.search(r'data-picture="(\w+)"', body)[1]
        text = html.unescape(re.search(r"srcdoc='(.*?)'", original, re.S)[1])
        assert joined(number, files) == text


def test_what_two_documents_share_is_written_once():
    made = shared()
    for title in ("First", "Second"):
        made.settle(framed(title))
    files = written(made)
    holding = [path for path, text in files.items() if LARGE in text and path.endswith(".js")]
    assert len(holding) == 1 and holding[0].startswith("assets/part.")


def test_equal_documents_are_one_file():
    made = shared()
    bodies = {made.settle(picture("Same")) for _ in range(2)}
    assert len(bodies) == 1
    assert len([path for path in written(made) if path.startswith("pictures/")]) == 1


def test_a_frame_keeps_its_title_and_its_height_and_waits():
    body = shared().settle(page('A "map" & <more>', "<p></p>", height=345))
    assert 'title="A &quot;map&quot; &amp; &lt;more&gt;"' in body
    assert "height:345px" in body and 'loading="lazy"' in body


def test_without_scripts_a_picture_has_its_table_and_a_bare_frame_its_document():
    made = shared()
    assert "<noscript><p" in made.settle(picture("Map"))
    bare = made.settle(framed("Glossary"))
    source = re.search(r'<noscript><iframe[^>]* src="([^"]+)"', bare)[1]
    assert "It's Glossary" in written(made)[source]


def test_no_text_can_end_a_script():
    assert "</script" not in script_text({"a": "</script><b>"})
    assert "\u2028" not in script_text("a\u2028b")
    assert json.loads(script_text("</script>\u2028")) == "</script>\u2028"


def test_plain_output_is_escaped_and_without_colours():
    assert worded_log("\x1b[31m<b>\x1b[0m") == '<pre class="al-plain">&lt;b&gt;</pre>'


def test_links_to_notebooks_lead_to_pages_and_to_dropped_ones_nowhere():
    links = Links({"02-b.ipynb": "02-b.html"})
    made = links.settle(
        '<a href="02-b.ipynb#cell-id=c3" class="x">two</a> <a href="03-c.ipynb">three <b>3</b></a> '
        '<a href="https://example.org/x.ipynb">afar</a>'
    )
    assert made == (
        '<a href="02-b.html#cell-id=c3" class="x">two</a> three <b>3</b> '
        '<a href="https://example.org/x.ipynb">afar</a>'
    )


def test_citations_carry_their_number_for_paper():
    made = Links.number('<a href="#a-1">A</a> <a href="#else">B</a>', {"a-1": 7})
    assert made == '<a href="#a-1" data-ref="7">A</a> <a href="#else">B</a>'
