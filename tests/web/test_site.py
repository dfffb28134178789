"""A whole site, made of the tiny course about another alliance."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from threading import Thread

import pytest

from alliance.problems import AllianceError
from alliance.teach.command import main
from alliance.web.serve import base_path, server
from alliance.web.site import MARK, build_site, put_in_place
from tests.web.small_site import small_course, write_notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return small_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def site(course, tmp_path_factory):
    """The site and the lines that were told while it was built."""
    told: list[str] = []
    data, notebooks = course
    out = tmp_path_factory.mktemp("sites") / "one"
    build_site(out, data=data, notebooks=notebooks, tell=told.append)
    return out, told


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def text_of(site, name="01-alliance.html") -> str:
    return (site[0] / name).read_text("utf-8")


def data_of(text: str, name: str):
    mark = f'<script type="application/json" id="{name}">'
    return json.loads(text.split(mark)[1].split("</script>")[0])


def test_it_tells_how_far_it_is(site):
    assert re.search(r"^2 ", site[1][0])
    assert len([line for line in site[1] if re.search(r"\b[12] of 2\b", line)]) == 2


def test_the_same_files_give_the_same_bytes(site, course, tmp_path):
    data, notebooks = course
    again = build_site(
        tmp_path / "elsewhere", data=data, notebooks=notebooks, tell=lambda line: None
    )
    assert files(again) == files(site[0])


def test_nothing_on_it_names_where_it_was_made(site, course):
    whole = b"".join(files(site[0]).values()).decode()
    assert str(course[0].parent) not in whole
    assert str(site[0].parent) not in whole


def test_another_topic_makes_its_own_first_page(site):
    text = text_of(site, "index.html")
    assert "<h1" in text and "Franco-Russian" in text
    assert "Later &lt;years&gt;" in text and "<years>" not in text


def test_a_page_has_its_sections_with_minutes_and_a_way_onward(site):
    text = text_of(site)
    found = re.findall(r'data-title="([^"]*)" data-minutes="(\d+)"', text)
    assert found == [("The alliance", "0"), ("1. A text &amp; its readers", "4"),
                     ("2. Change it", "2"), ("Your results", "0")]  # fmt: skip
    assert text.count('<section class="al-section"') == text.count("</section>") - text.count(
        '<section class="al '
    )
    assert 'rel="next" href="02-later.html"' in text and 'rel="prev"' not in text
    assert 'class="al-prompt" data-minutes="3"' in text


def test_a_lesson_that_is_not_there_is_not_linked(site):
    text = text_of(site)
    assert '<a href="02-later.html">the next lesson</a>' in text
    assert "07-elsewhere" not in text and "another" in text
    assert 'href="01-alliance.html#cell-id=c3"' in text_of(site, "02-later.html")
    assert 'id="cell-id=c3"' in text


def test_every_link_inside_leads_somewhere(site):
    for page in site[0].glob("*.html"):
        text = page.read_text("utf-8")
        # Citations lead to the references, which this course has not.
        for address in re.findall(r'(?:href|src)="([^"]+)"(?! data-ref)', text):
            if address.startswith(("http", "data:")):
                continue
            file, _, mark = address.partition("#")
            target = site[0] / (file or page.name)
            assert target.is_file(), address
            if mark and target.suffix == ".html":
                assert f'id="{mark}"' in target.read_text("utf-8"), address


def test_only_relative_addresses_and_no_module_scripts(site):
    for page in site[0].glob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r'(?:src|href)="/', text)
        assert 'type="module"' not in text


def test_panels_and_what_they_need_are_told(site):
    text = text_of(site)
    panels = data_of(text, "al-panels")
    assert [(p["cell"], p["place"]) for p in panels] == [(6, 0)]
    whole = b"".join(files(site[0]).values()).decode()
    for number in (panels[0]["esm"], panels[0]["state"]["code"].removeprefix("IPY_MODEL_")):
        assert f'["{number}"]=' in whole
    assert "_esm" not in panels[0]["state"] and "layout" not in panels[0]["state"]
    assert [(c["cell"], c["need"]) for c in data_of(text, "al-cells")] == [
        (1, "panel"), (2, "report"), (4, "task"), (6, "panel"), (9, "task"),
    ]  # fmt: skip
    tasks = data_of(text, "al-tasks")
    assert [(t["cell"], t["check"]) for t in tasks] == [(9, None)]
    assert tasks[0]["source"].startswith("year = ")


def test_code_is_hidden_but_for_tasks(site):
    text = re.sub(r"<script.*?</script>", "", text_of(site), flags=re.S)
    assert "# change me" in text
    assert "open_library()" not in text


def test_words_for_notebooks_only_are_replaced_by_those_for_pages(site):
    text = text_of(site)
    assert "<p>Press the <em>button</em>.</p>" in text and "<p>It works.</p>" in text
    assert "all cells" not in text and "<!--" not in text


def test_neither_key_nor_feedback_stands_in_any_file(site):
    whole = b"".join(files(site[0]).values()).decode()
    assert "When could the public read the convention?" in whole
    for secret in ("The documents were printed then", 'kept secret."', "stayed secret for decades"):
        assert secret not in whole


def test_a_picture_cannot_break_out_of_its_title(site):
    text = text_of(site)
    assert "Kept &#x27;secret&#x27; &amp; &lt;/script&gt;" in text


def test_a_folder_with_anything_else_is_never_touched(course, tmp_path):
    data, notebooks = course
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(AllianceError, match="no site of this module"):
        build_site(tmp_path, data=data, notebooks=notebooks, tell=print)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    with pytest.raises(AllianceError, match="no folder"):
        build_site(tmp_path / "thesis.txt", data=data, notebooks=notebooks, tell=print)


def test_a_site_takes_the_place_of_an_older_one_and_leaves_nothing_beside(tmp_path):
    old, fresh = tmp_path / "site", tmp_path / "fresh" / "site"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
        (folder / MARK).write_text("{}")
    (old / "gone.html").write_text("old")
    put_in_place(fresh, old)
    assert [p.name for p in old.iterdir()] == [MARK]


def test_a_failing_cell_is_told_and_the_old_site_stays(course, tmp_path):
    data, _ = course
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    write_notebook(notebooks / "01-alliance.ipynb", ["# One", "1 / 0"])
    write_notebook(notebooks / "02-later.ipynb", ["# Two"])
    out = tmp_path / "site"
    out.mkdir()
    (out / MARK).write_text("{}")
    with pytest.raises(AllianceError, match=r"01-alliance\.ipynb: cell 2 .*ZeroDivisionError"):
        build_site(out, data=data, notebooks=notebooks, tell=lambda line: None)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notebooks", "site"]
    assert (out / MARK).read_text() == "{}"


def test_a_missing_notebook_is_a_sentence_of_the_command(course, tmp_path, capsys):
    empty = tmp_path / "none"
    empty.mkdir()
    where = ["--data", str(course[0]), "--notebooks", str(empty)]
    status = main(["site", str(tmp_path / "out"), *where])
    assert status == 2
    assert "01-alliance.ipynb" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "path"), [("/", "/"), ("", "/"), ("course", "/course/"), ("/a/b/", "/a/b/")]
)
def test_a_base_is_a_path(given, path):
    assert base_path(given) == path


@pytest.mark.parametrize("given", ["/a b/", "/../x", "http://x.org/", "/a?b"])
def test_other_bases_are_refused(given):
    with pytest.raises(AllianceError, match="--base"):
        base_path(given)


def test_it_is_served_under_its_base_on_loopback_only(site):
    with server(site[0], "/course/") as running:
        Thread(target=running.serve_forever, daemon=True).start()
        assert running.server_address[0] == "127.0.0.1"
        there = f"http://127.0.0.1:{running.server_port}"
        with urllib.request.urlopen(f"{there}/course/index.html") as answer:
            assert b"<h1" in answer.read()
        with urllib.request.urlopen(there) as answer:  # sent on to the base
            assert answer.url == f"{there}/course/"
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{there}/index.html")
        running.shutdown()
