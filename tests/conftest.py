"""What all tests share: data of another topic, and a real JupyterLab in a real browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from tests.lab import FORGET, SIZE, Lab
from tests.places import DATA, LESSONS, SECOND_PARTS

# A slow machine fails no test: examples may take as long as they need. Their number keeps the run
# short.
hypothesis.settings.register_profile("module", deadline=None, max_examples=60)
hypothesis.settings.load_profile("module")

CHROMIUM_ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Room for what is soon forgotten, and no compiler whose work pays only after many runs: pages
    # of tests live for seconds. A sixth less work.
    "--js-flags=--min-semi-space-size=32,--no-turbofan",
]


def pytest_configure(config) -> None:
    """Let the many Pythons of a run keep what they compile, also where Python is told to keep
    nothing, as on many servers: each would compile the module and the tests anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # Packages of tests are read each time, but where a test asks for what is prepared.
    os.environ["ALLIANCE_CACHE"] = "none"


def pytest_xdist_auto_num_workers(config) -> int:
    """One worker more than cores: a test in a browser waits a good part of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config, log):
    """Keep the tests of a file in one worker, for they share what they opened; but each lesson
    may go to another, or the lessons together would take longer than all the rest.

    The last worker begins at the other end, with what needs no JupyterLab: to start one takes as
    long as a lesson.
    """
    from xdist.scheduler import LoadFileScheduling

    class ByFileAndLesson(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return super()._split_scope(nodeid) + lesson_of(nodeid)

        def _assign_work_unit(self, node) -> None:
            if len(self.nodes) > 2 and node is self.nodes[-1]:
                self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
            super()._assign_work_unit(node)

    config.option.loadscopereorder = False  # the order is that of `pytest_collection_modifyitems`
    return ByFileAndLesson(config, log)


def lesson_of(nodeid: str) -> str:
    """Return the lesson that a test looks at, "" if none."""
    return next((path.stem for path in [*LESSONS, *SECOND_PARTS] if f"[{path.stem}" in nodeid), "")


def pytest_collection_modifyitems(items) -> None:
    """Put what takes long at both ends, where workers begin, so that none is left alone with it:
    whole lessons in JupyterLab, all else in JupyterLab; lessons and pages without it come last.
    """

    def weight(item) -> int:
        if lesson_of(item.nodeid):
            return 0 if item.get_closest_marker("browser") else 3
        if {"lab_server", "lab_page"} & set(item.fixturenames):
            return 1
        return 3 if item.get_closest_marker("browser") else 2

    files: dict[str, int] = {}
    for item in items:
        scope = item.nodeid.split("::")[0] + lesson_of(item.nodeid)
        files[scope] = min(weight(item), files.get(scope, 9))
    items.sort(key=lambda item: files[item.nodeid.split("::")[0] + lesson_of(item.nodeid)])


def chromium_path() -> str | None:
    """Return the system's Chromium or Chrome, None if there is none."""
    names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium for the whole run; without one, browser tests are skipped or fail."""
    path = chromium_path()
    if path is None:
        if os.environ.get("ALLIANCE_REQUIRE_BROWSER") == "1":
            pytest.fail("No Chromium found, and ALLIANCE_REQUIRE_BROWSER=1 asks for one.")
        pytest.skip("no Chromium on this machine: install the package “chromium” to run this")
    from playwright.sync_api import sync_playwright

    args = list(CHROMIUM_ARGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")  # Chromium refuses to run its sandbox as root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=args)
        browser.new_context(viewport=SIZE)
        yield browser
        browser.close()


def is_local(url: str) -> bool:
    """Tell whether a request stays on this machine."""
    return url.startswith(
        ("data:", "blob:", "about:", "file:", "http://127.0.0.1:", "ws://127.0.0.1:")
    )


@contextmanager
def watched_page(browser, context=None):
    """A new page; fails in the end if anything in it asked another host for anything.

    All pages of a worker share what the browser has loaded and compiled (its first context), or
    each would load JupyterLab anew; what a site has stored is cleared when its page closes.
    """
    context = context or browser.contexts[0]
    opened = context.new_page()
    foreign: list[str] = []

    def note(request) -> None:
        if not is_local(request.url):
            foreign.append(request.url)

    context.on("request", note)
    opened.set_default_timeout(30_000)
    opened.foreign = foreign
    yield opened
    if opened.url.startswith("http"):
        opened.evaluate(FORGET)
    opened.close()
    context.remove_listener("request", note)
    assert not foreign, f"the page asked other hosts for {foreign}"


@pytest.fixture
def page(chromium, request):
    """A page of a test's own, with a clock of its own if it is marked so; see `watched_page`."""
    if not request.node.get_closest_marker("clock"):
        with watched_page(chromium) as opened:
            yield opened
        return
    with chromium.new_context(viewport=SIZE) as context:  # a clock rules all pages of its context
        context.clock.install()
        with watched_page(chromium, context) as opened:
            yield opened


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """One JupyterLab server for the whole run."""
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def lab_page(chromium):
    """One page with JupyterLab for the whole run: to load it takes longer than most tests."""
    with watched_page(chromium) as opened:
        yield opened


@pytest.fixture
def open_lab(lab_page):
    """That page, for a test that opens a notebook in it with `Lab.turn_to`."""
    yield lab_page
    assert not lab_page.foreign, f"the page asked other hosts for {lab_page.foreign}"


@pytest.fixture
def package(tmp_path) -> Path:
    """A copy of the real data package, to be broken or changed."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture
def other_data() -> Path:
    """A tiny data package about another alliance."""
    return Path(__file__).parent / "other_alliance"


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Path:
    """A folder of texts to add languages to; afterwards English is spoken again."""
    from alliance import texts

    folder = tmp_path / "texts"
    shutil.copytree(texts.words.HERE / "en", folder / "en")
    monkeypatch.setattr(texts.words, "HERE", folder)
    texts.forget()
    yield folder
    texts.use("en")
    monkeypatch.undo()
    texts.forget()
