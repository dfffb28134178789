"""A page in Chromium that marks in its background, behind a proxy that refuses every other host."""

from __future__ import annotations

import functools
import json

import pytest

from alliance.journal import Journal
from alliance.journal.records import ANSWER
from alliance.lesson import results
from alliance.library import open_library
from alliance.quiz.bank import load_bank
from alliance.quiz.session import Session
from alliance.web.runtime import put_runtime
from tests.conftest import CHROMIUM_ARGS, chromium_path, is_local
from tests.places import DATA, NOTEBOOKS
from tests.web.firefox import Firefox, firefox_path
from tests.web.proxy import Quiet, Refusing, foreign, serving
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
CODING = {
    1: "from alliance import explore, open_library",
    2: "library = open_library()",
    44: 'explore.coding(library.reactions.query("practice"))',
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


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small page, written as it is served and as it is on a stick."""
    pyodide_or_skip()
    out = tmp_path_factory.mktemp("site")
    for name, stick in (("page.html", False), ("stick.html", True)):
        page = put_runtime(out, data=DATA, notebooks=NOTEBOOKS, stick=stick)
        progress = tmp_path_factory.mktemp("progress")
        small_page(out, CELLS, page, progress, name=name, reports=(67,), tasks=TASKS)
        if not stick:
            small_page(out, CODING, page, progress, "07-regional-reactions", "coding.html")
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
    assert foreign(Refusing.asked) == []


@pytest.fixture(scope="module")
def address(site):
    server = serving(functools.partial(Quiet, directory=str(site)))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def opened(context, address, wanted=".al-quiz .q-question"):
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(address)
    page.wait_for_selector(wanted)
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
        question.locator(".q-message:not(:empty)").wait_for()
        assert "as soon as marking is ready" in question.locator(".q-message").inner_text()
        assert page.locator("#al-stage").inner_text().startswith("Getting ready to mark")
        told = result(question)
        assert "Not yet" in told or "Right" in told
        order = page.locator(".q-question").first.inner_text()
        typed = page.locator(".q-question").nth(1)
        page.evaluate("(question) => { question.mine = true; }", typed.element_handle())
        ready(page)
        # Panels that are as the page has drawn them are not drawn anew.
        assert page.locator(".q-question").nth(1).evaluate("(question) => question.mine")
        assert page.locator("#al-stage").text_content().startswith("Marking is ready")
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


def test_two_tabs_that_write_at_once_lose_nothing(browser, address):
    """Two hundred codes, a hundred in each tab, sent without waiting for one another."""
    send = """async (tab) => {
      const model = window.alliance.host.panels.get("44:0");
      const acts = model.get("acts").slice(5 * tab, 5 * tab + 5);
      let said = 0;
      model.on("msg:custom", () => { said += 1; });
      for (let n = 0; n < 100; n++) {
        const code = (Math.floor(n / 5) % 5) - 2;
        model.send({ do: "give", act: acts[n % 5].id, code, request: `t${n}` });
      }
      while (said < 100) await new Promise((go) => setTimeout(go, 50));
    }"""
    with browser.new_context() as context:
        tabs = [ready(opened(context, f"{address}/coding.html", ".al-coding")) for _ in range(2)]
        for k, tab in enumerate(tabs):
            tab.evaluate(f"window.sent = ({send})({k}); 0")
        for tab in tabs:
            tab.evaluate("window.sent")
        lines = tabs[0].evaluate("window.alliance.host.lines()")
        ids = [json.loads(line)["id"] for line in lines if '"kind": "coding"' in line]
        assert (len(ids), len(set(ids))) == (200, 200)
        tabs[0].reload()
        ready(tabs[0])
        shown = tabs[0].evaluate("window.alliance.host.panels.get('44:0').get('codes')")
        assert len(shown) == 10
        assert not tabs[0].wrong + tabs[1].wrong


NO_STORAGE = """Object.defineProperty(window, "indexedDB", {
  get() { throw new DOMException("refused", "SecurityError"); } });"""
FULL = """IDBObjectStore.prototype.add = () => {
  throw new DOMException("full", "QuotaExceededError"); };"""


@pytest.mark.parametrize(
    ("script", "words"), [(NO_STORAGE, "This browser keeps nothing"), (FULL, "storage is full")]
)
def test_without_storage_marking_goes_on_and_a_sentence_says_so(browser, address, script, words):
    with browser.new_context() as context:
        context.add_init_script(script)
        page = opened(context, f"{address}/page.html")
        check(page.locator(".q-question").first)
        result(page.locator(".q-question").first)
        page.wait_for_selector("#al-warning:not([hidden])")
        assert words in page.locator("#al-warning").inner_text()
        kept = page.evaluate("window.alliance.host.export()")
        assert '"kind": "answer"' in kept["text"]
        assert not page.wrong


# Answers the n-th single choice of the lesson's quizzes, counted from 0, and waits for the reply.
CHOOSE = """(n) => new Promise((done) => {
  const single = ({ drawing, several }) => drawing === "choice" && !several;
  const found = ["6:0", "18:0"].flatMap((place) => {
    const model = window.alliance.host.panels.get(place);
    const questions = model.get("questions").filter(single);
    return questions.map(({ key, options }) => ({ model, key, options }));
  });
  const { model, key, options } = found[n];
  model.on("msg:custom", (said) => { if (said.request === `n${n}`) done(said.taken); });
  model.send({ kind: "answer", question: key, response: options[0].key, request: `n${n}` });
})"""


def standing_of(journal):
    table = results("01-history", open_library(), journal)
    return {name: int(table[name].sum()) for name in ("answered", "right")}


def test_desktop_site_stick_and_desktop_again_tell_the_same(browser, address, site, tmp_path):
    library = open_library()
    desktop = Journal(tmp_path / "desktop")
    session = Session([load_bank(library).entry("history-hook-1985")], library, desktop)
    assert session.answer("q1", "a", 2).taken
    text = desktop.export()
    for number, place in enumerate([f"{address}/page.html", (site / "stick.html").as_uri()], 1):
        with browser.new_context() as context:
            page = ready(opened(context, place))
            page.evaluate("(text) => alliance.host.import(text)", text)
            assert page.evaluate(CHOOSE, number)
            page.wait_for_function(
                "(n) => JSON.parse(localStorage['alliance:standing'] || '{}')['01-history']"
                "?.answered === n",
                arg=1 + number,
                timeout=SLOW,
            )
            told = page.evaluate("JSON.parse(localStorage['alliance:standing'])['01-history']")
            text = page.evaluate("alliance.host.export()")["text"]
            assert not page.wrong
        other = Journal(tmp_path / f"other-{number}")
        other.read_export(text)
        assert standing_of(other) == {name: told[name] for name in ("answered", "right")}
    desktop.read_export(text)
    assert len(desktop.records(ANSWER)) == 3
    assert desktop.read_export(text) == 0
    assert standing_of(desktop) == standing_of(other)


def test_the_stick_marks_and_remembers_in_firefox(site, tmp_path):
    path = firefox_path()
    if path is None:
        pytest.skip("no Firefox on this machine: install the package “firefox-esr” to run this")
    told = "document.querySelector('.q-result:not([hidden])')?.innerText"
    firefox = Firefox(path, tmp_path)
    try:
        firefox.goto((site / "stick.html").as_uri())
        firefox.wait_for("!!document.querySelector('.q-question')")
        firefox.evaluate(
            "document.querySelector('.q-question input').click(), "
            "document.querySelector('.q-question .q-check').click(), 1"
        )
        firefox.wait_for(f"!!{told}")
        first = firefox.evaluate(told)
        firefox.goto((site / "stick.html").as_uri())
        firefox.wait_for(READY)
        assert firefox.evaluate(told) == first
        assert firefox.evaluate("alliance.host.lines().then((lines) => lines.length)") >= 2
    finally:
        firefox.close()
    assert [url for url in firefox.requests if not is_local(url)] == []
