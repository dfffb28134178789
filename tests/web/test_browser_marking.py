"""A page in Chromium that marks in its background, behind a proxy that refuses every other host."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

from tests.conftest import CHROMIUM_ARGS, chromium_path
from tests.places import DATA, NOTEBOOKS
from tests.web.pyodide import pyodide_or_skip
from tests.web.small_page import small_page

pytestmark = pytest.mark.browser

READY = "document.body.dataset.python === 'ready'"
SLOW = 120_000  # ms: a busy machine takes long to load Python, and fails no test for it
OPEN = (
    "from alliance import exercise, lesson, open_library, practice, quiz\nlibrary = open_library()"
)
CELLS = {
    1: OPEN,
    6: 'quiz("history-hook")',
    18: 'quiz("history-korean-war")',
    63: 'practice("history", count=5)',
    67: 'lesson.closing("01-history")',
}
TASKS = [
    {"cell": 47, "source": "answer = ...", "exercise": None, "check": 48},
    {
        "cell": 48,
        "source": 'exercise("history-try-visits", answer)',
        "exercise": "history-try-visits",
        "check": None,
    },
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


class Refusing(http.server.BaseHTTPRequestHandler):
    """A proxy that lets nothing through and notes what was asked."""

    asked: list[str] = []  # noqa: RUF012

    def refuse(self):
        self.asked.append(self.path)
        self.send_error(403)

    do_GET = do_POST = do_CONNECT = do_HEAD = refuse

    def log_message(self, *_):
        pass


def serving(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small page, written as it is served and as it is on a stick."""
    from alliance.web.runtime import put_runtime

    pyodide_or_skip()
    out = tmp_path_factory.mktemp("site")
    for name, stick in (("page.html", False), ("stick.html", True)):
        page = put_runtime(out, data=DATA, notebooks=NOTEBOOKS, stick=stick)
        progress = tmp_path_factory.mktemp("progress")
        small_page(out, CELLS, page, progress, name=name, reports=(67,), tasks=TASKS)
    return out


@pytest.fixture(scope="module")
def browser(chromium):
    """Chromium behind the proxy: its service workers and workers are seen there, too."""
    proxy = serving(Refusing)
    given = {"args": [*CHROMIUM_ARGS, "--no-sandbox"], "executable_path": chromium_path()}
    given["args"].remove("--js-flags=--min-semi-space-size=32,--no-turbofan")
    given["proxy"] = {"server": f"http://127.0.0.1:{proxy.server_port}", "bypass": "127.0.0.1"}
    opened = chromium.browser_type.launch(**given)
    yield opened
    opened.close()
    proxy.shutdown()
    assert not Refusing.asked, f"other hosts were asked: {Refusing.asked}"


@pytest.fixture(scope="module")
def address(site):
    server = serving(functools.partial(Quiet, directory=str(site)))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def opened(context, address):
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".al-quiz .q-question")
    return page


def ready(page):
    page.wait_for_function(READY, timeout=SLOW)
    return page


def check(question, place=0):
    question.locator("input").nth(place).check()
    question.locator(".q-check").click()


def result(question):
    found = question.locator(".q-result:not([hidden])")
    found.wait_for(timeout=SLOW)
    return found.inner_text()


@pytest.fixture(params=["page", "stick"])
def start(request, address, site):
    """Where a page is opened: served, and from a disk."""
    return (
        f"{address}/page.html" if request.param == "page" else f"{(site / 'stick.html').as_uri()}"
    )


def test_an_answer_given_before_marking_is_ready_is_marked_and_stays(browser, start):
    with browser.new_context() as context:
        page = opened(context, start)
        question = page.locator(".q-question").first
        check(question)
        assert "as soon as marking is ready" in question.locator(".q-message").inner_text()
        assert page.locator("#al-stage").inner_text().startswith("Getting marking ready")
        told = result(question)
        assert "Not yet" in told or "Right" in told
        order = page.locator(".q-question").first.inner_text()
        ready(page)
        assert page.locator("#al-stage").inner_text().startswith("Marking is ready")
        assert page.evaluate("document.querySelectorAll('[data-state=ready]').length") == 3
        page.reload()
        ready(page)
        again = page.locator(".q-question").first
        assert result(again) == told
        assert again.inner_text() == order
        assert len(page.evaluate("window.alliance.host.lines()")) >= 2
        assert not page.wrong


def test_reports_and_tasks_follow(browser, address):
    with browser.new_context() as context:
        page = ready(opened(context, f"{address}/page.html"))
        report = page.locator(".al-report")
        page.wait_for_function("document.querySelector('.al-report').innerText.length > 100")
        before = report.inner_text()
        check(page.locator(".q-question").first)
        page.wait_for_function(
            "(before) => document.querySelector('.al-report').innerText !== before", arg=before
        )
        task, checked = page.locator(".al-task"), page.locator(".al-check")
        code = task.locator("textarea")
        code.fill("answer = 1\nprint('seen')")
        code.press("Control+Enter")
        page.wait_for_function("document.querySelector('.al-check').innerText.length > 10")
        assert task.locator(".al-output").inner_text().strip() == "seen"
        assert checked.inner_text()
        page.reload()
        assert code.input_value() == "answer = 1\nprint('seen')"
        task.get_by_text("Back to the first version").click()
        assert code.input_value() == "answer = ..."
        assert not page.wrong
