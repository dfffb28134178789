"""Scripts in every text of the data, the questions, the settings, the words and the journal: none
runs in JupyterLab, and no address is left that is none.

The suite opens two lessons; `ALLIANCE_FULL=1` opens all of them, the guide, and the printed pages.
"""

from __future__ import annotations

import os

import pytest

from alliance.library import open_library
from alliance.quiz.bank import load_bank
from tests.lab import FORGET, Lab
from tests.locked import lock_forecasts
from tests.places import DATA, LESSONS, NOTEBOOKS
from tests.probed import WATCH, Probes, probe, probe_journal

pytestmark = pytest.mark.browser
FULL = bool(os.environ.get("ALLIANCE_FULL"))
SAMPLE = ["03-security-council"]
SHOWN = [path.stem for path in LESSONS] + ["instructor-guide"] if FULL else SAMPLE

# Opens what is folded, and presses what only shows more.
UNFOLD = """() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    for (const more of document.querySelectorAll(
        "button[aria-expanded=false], .al [role=tab], .q-hint, [data-more]")) {
        if (!more.closest(".jp-Toolbar, #jp-top-panel, .jp-SideBar")) more.click();
    }
}"""
ADDRESSES = """() => [...document.querySelectorAll(
        "[href], [src], [action], [formaction], [srcset], object[data], [ping]")]
    .filter((e) => e.closest(".jp-Notebook") || window !== top)
    .flatMap((e) => [...e.attributes])
    .filter((a) => ["href", "xlink:href", "src", "action", "formaction", "srcset", "data", "ping"]
        .includes(a.name))
    // What is handed over as a file has its name in `download`, and is opened by no page.
    .filter((a) => !(a.ownerElement.download && a.value.startsWith("data:text/csv")))
    .map((a) => a.value)"""
HANDLERS = """() => [...document.querySelectorAll("*")]
    .filter((e) => e.closest(".jp-Notebook") || window !== top)
    .flatMap((e) => [...e.attributes].filter((a) => a.name.startsWith("on"))
        .map((a) => `${e.tagName} ${a.name}=${a.value}`))"""
PROBED_TEXT = "onerror=probed("  # once in each script
GOOD = ("http://", "https://", "mailto:", "#", "data:image/", "blob:", "about:")


@pytest.fixture(scope="module")
def probed_lab(tmp_path_factory):
    server = Lab(tmp_path_factory.mktemp("probed"))
    server.probes = probe(server.work / "data")
    yield server
    server.close()


@pytest.fixture
def watched(chromium, probed_lab):
    """A page in which a script of a text would be counted, in all its frames."""
    context = chromium.new_context()
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.dialogs, page.asked = [], []
    page.on("dialog", lambda box: (page.dialogs.append(box.message), box.dismiss()))
    context.on("request", lambda request: page.asked.append(request.url))
    yield page
    page.evaluate(FORGET)
    context.close()


def answered(lab, name):
    """Leave a journal in which a learner, or a file that was read in, has written scripts."""
    probes = Probes()
    reflections = [q.id for q in load_bank(open_library(DATA)).questions if q.type == "reflect"]
    if name.startswith("05"):  # goes on after the forecast only when it is locked
        lock_forecasts(lab.progress)
    probe_journal(lab.progress, probes, reflections)
    return len(probes.places)


def nothing_ran(page, places):
    ran = page.evaluate("() => [...new Set(window.ran)]")
    assert [places[number - 1] for number in ran] == []
    assert page.dialogs == []
    odd = [url for url in page.asked if url.endswith("/x") or url.startswith("javascript")]
    assert odd == []


def frames(page):
    """Return the frames that can be looked into: those of the outputs among them."""
    return [frame for frame in page.frames if not frame.is_detached()]


@pytest.mark.parametrize("name", SHOWN)
def test_no_script_of_a_text_runs_and_no_address_is_odd(probed_lab, watched, name):
    page = watched
    probed_lab.fresh()
    written = answered(probed_lab, name)
    probed_lab.open(page, f"{name}.ipynb")
    assert page.evaluate("() => window.ran?.length") == 0  # the watch is set
    probed_lab.run_all(page)
    page.wait_for_timeout(2_000)
    for frame in frames(page):
        frame.evaluate(UNFOLD)
    page.wait_for_timeout(1_000)
    nothing_ran(page, probed_lab.probes.places)
    shown, links = 0, []
    for frame in frames(page):
        shown += frame.evaluate(
            "(word) => document.body?.innerText.split(word).length - 1", PROBED_TEXT
        )
        links += frame.evaluate(ADDRESSES)
        assert [h for h in frame.evaluate(HANDLERS) if "probed" in h] == []
    assert shown > 30, "texts with scripts are not on the page"
    lessons = {path.name for path in NOTEBOOKS.glob("*.ipynb")}
    odd = [
        link
        for link in links
        if not link.startswith(GOOD) and link.split("#")[0].split("/")[-1] not in lessons
    ]
    assert odd == []
    print(f"{name}: {len(probed_lab.probes.places)} texts, {written} in the journal; "
          f"{shown} shown, {len(links)} addresses")  # fmt: skip
