"""Whole lessons as pages in Chromium: answered, loaded anew, closed and opened; nothing is asked
elsewhere, by the page, its workers or anything else in it.

One lesson stands for all; with ALLIANCE_FULL=1 all ten are worked through, and the stick as well.
"""

from __future__ import annotations

import functools
import os
import re
import shutil

import pytest

from alliance.web.site import build_site
from tests.conftest import CHROMIUM_ARGS, chromium_path
from tests.places import DATA, LESSONS, NOTEBOOKS
from tests.web.proxy import Quiet, Refusing, foreign, serving
from tests.web.pyodide import pyodide_or_skip

pytestmark = pytest.mark.browser

FULL = os.environ.get("ALLIANCE_FULL") == "1"
NAMES = [path.stem for path in LESSONS] if FULL else ["01-history"]
PLACES = ["served", "stick"] if FULL else ["served"]
SLOW = 240_000
READY = "document.body.dataset.python === 'ready'"
FIVE = 5

DRAW = """async () => {
  const frames = [...document.querySelectorAll("iframe[data-picture]")]
    .filter((frame) => frame.checkVisibility()).slice(0, 3);
  for (const frame of frames) {
    frame.scrollIntoView();
    for (let k = 0; k < 400 && frame.dataset.drawn !== "yes"; k += 1)
      await new Promise((end) => setTimeout(end, 50));
  }
  return frames.map((frame) => frame.dataset.drawn);
}"""
# Questions with buttons to choose from; those inside what is folded or shut are left alone.
OPEN = """[...document.querySelectorAll(".al-live .q-question")].filter((question) =>
    question.querySelector("input[type=radio]") && question.checkVisibility())"""
ASKED = f"() => {OPEN}.length"
# Answers some of them by their controls, and returns how many it has answered.
ANSWER = """async (wanted) => {
  const open = OPEN;
  let done = 0;
  for (const question of open) {
    if (done === wanted) break;
    const names = new Set();
    for (const input of question.querySelectorAll("fieldset input[type=radio]"))
      if (!names.has(input.name)) {
        names.add(input.name);
        input.click();
      }
    question.querySelector(".q-check").click();
    for (let k = 0; k < 400 && !question.querySelector(".q-result:not([hidden])"); k += 1)
      await new Promise((end) => setTimeout(end, 50));
    if (question.querySelector(".q-result:not([hidden])")) done += 1;
  }
  return done;
}""".replace("OPEN", OPEN)
RESULTS = """() => [...document.querySelectorAll(".al-live .q-result:not([hidden])")]
  .map((result) => result.innerText)"""
COUNT = "async () => (await window.alliance.host.lines()).length"


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Return the site of a place, of the lessons that are worked through; built when asked for."""
    pyodide_or_skip()
    home = tmp_path_factory.mktemp("lessons")
    data = shutil.copytree(DATA, home / "data")
    settings = data / "module.yml"
    head, *lessons = re.split(r"(?m)^(?=  - id: \d\d-)", settings.read_text("utf-8"))
    kept = [
        text if text[8:].startswith(tuple(NAMES)) else text.replace("built: true", "built: false")
        for text in lessons
    ]
    settings.write_text(head + "".join(kept), encoding="utf-8")
    given = {"data": data, "notebooks": NOTEBOOKS, "marking": True, "tell": lambda line: None}

    @functools.cache
    def of(place: str):
        return build_site(home / place, stick=place == "stick", **given)

    return of


@pytest.fixture(scope="module")
def address(sites):
    """Return where a lesson of a site is opened: `address("served", "01-history")`."""
    servers = []

    @functools.cache
    def port() -> int:
        servers.append(serving(functools.partial(Quiet, directory=str(sites("served")))))
        return servers[0].server_port

    def of(place: str, name: str) -> str:
        if place == "stick":
            return (sites("stick") / f"{name}.html").as_uri()
        return f"http://127.0.0.1:{port()}/{name}.html"

    yield of
    for server in servers:
        server.shutdown()


@pytest.fixture
def profile(chromium, tmp_path):
    """Open the browser of one person, again and again: `profile()`; behind a refusing proxy."""
    proxy = serving(Refusing)
    before = len(Refusing.asked)
    contexts = []

    def launch():
        contexts.append(
            chromium.browser_type.launch_persistent_context(
                tmp_path / "profile",
                executable_path=chromium_path(),
                args=[*CHROMIUM_ARGS[:-1], "--no-sandbox"],
                proxy={
                    "server": f"http://127.0.0.1:{proxy.server_port}",
                    "bypass": "127.0.0.1",
                },
            )
        )
        return contexts[-1]

    yield launch
    for context in contexts:
        context.close()
    proxy.shutdown()
    assert foreign(Refusing.asked[before:]) == []


def opened(context, address):
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(address)
    page.wait_for_function(READY, timeout=SLOW)
    return page


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_worked_through_and_all_is_there_again(profile, address, name, place):
    where = address(place, name)
    context = profile()
    page = opened(context, where)
    assert set(page.evaluate(DRAW)) <= {"yes"}
    wanted = min(FIVE, page.evaluate(ASKED))
    assert wanted and page.evaluate(ANSWER, FIVE) == wanted
    told, lines = page.evaluate(RESULTS), page.evaluate(COUNT)
    assert len(told) == wanted and lines >= wanted
    states = page.evaluate(
        "[...document.querySelectorAll('.al-live')].map((place) => place.dataset.state)"
    )
    assert set(states) <= ({"ready", "shut"} if name.startswith("05") else {"ready"})
    page.reload()
    page.wait_for_function(READY, timeout=SLOW)
    assert page.evaluate(RESULTS) == told
    assert not page.wrong
    context.close()
    again = opened(profile(), where)
    assert again.evaluate(RESULTS) == told
    assert again.evaluate(COUNT) == lines
    again.wait_for_function(
        "(name) => JSON.parse(localStorage['alliance:standing'] || '{}')[name]?.answered >= 1",
        arg=name,
        timeout=SLOW,
    )
    assert not again.wrong
