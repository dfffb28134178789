"""The panel on a page of its own, its kernel here: messages, headings, sizes, odd drafts."""

from __future__ import annotations

import json

import pytest

from alliance import open_library, quiz
from alliance.journal import Journal
from alliance.quiz.panel import _parts, shared_code
from tests.quiz_samples import EACH, make_real_package

pytestmark = pytest.mark.browser

STAND_IN = """async ([traits, extra, parts]) => {
  const file = new Blob([extra.script], { type: "text/javascript" });
  const script = await import(URL.createObjectURL(file));
  const hearers = {};
  const model = {
    get: (name) => traits[name], off() {}, send: (message) => toKernel(message),
    on: (event, hearer) => (hearers[event] ??= []).push(hearer),
    widget_manager: { kernel: { status: "idle" },
      get_model: async (id) => ({ get: () => parts[id] }) },
  };
  const code = { get: (name) => extra[name], on() {}, off() {} };
  window.fromKernel = (states, message) => {
    traits.states = states;
    hearers["change:states"].forEach((tell) => tell());
    hearers["msg:custom"].forEach((tell) => tell(message));
  };
  await script.render({ model, el: document.getElementById("here"), code });
}"""
INVALID = """(question) => {
    const said = question.querySelector('.q-message');
    return [...question.querySelectorAll('[aria-invalid=true]')].map((e) =>
        [e.tagName, e.matches(`[aria-describedby~="${said.id}"]`) && said.textContent !== ""]);
}"""
# How many controls or groups are empty at first; they are named by the message.
EMPTY = {
    "single": 1, "multiple": 4, "true-false": 2, "judge": 2, "number": 1, "interval": 2,
    "match": 3, "categorise": 3, "grade": 2, "reflect": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return open_library(make_real_package(tmp_path_factory.mktemp("panel")))


@pytest.fixture
def shown(page, library, tmp_path):
    """The examples on a page; `page.pump()` carries what was sent to the kernel and back."""
    page.route("http://127.0.0.1:9/panel", lambda route: route.fulfill(body=(
        '<!DOCTYPE html><html lang="en"><title>t</title>'
        '<body style="font: 14px sans-serif"><div id="here" style="width: 46em"></div></body>'
    ), content_type="text/html"))  # fmt: skip
    page.goto("http://127.0.0.1:9/panel")
    panel = quiz("examples", library=library, journal=Journal(tmp_path / "progress"))
    asked, heard = [], []
    panel.send = heard.append
    page.expose_function("toKernel", lambda message: asked.append(message))
    traits = {name: getattr(panel, name) for name in ("title", "questions", "states", "shared")}
    extra = {n: getattr(shared_code(), n) for n in ("script", "texts", "sheet", "drawings")}
    parts = {part.model_id: part.content for part in _parts.values()}

    def draw() -> None:
        page.evaluate(STAND_IN, [traits | {"states": panel.states}, extra, parts])

    def pump() -> None:
        page.wait_for_timeout(100)
        while asked:
            panel.receive(panel, asked.pop(0))
            page.evaluate("([s, m]) => fromKernel(s, m)", [panel.states, heard[-1]])

    page.draw, page.pump, page.session = draw, pump, panel.session
    draw()
    return page


def question(page, type_: str):
    return page.locator(".q-question").nth(list(EACH).index(type_))


@pytest.mark.parametrize("type_", EMPTY)
def test_a_message_is_tied_to_the_controls_that_lack_an_answer(shown, type_):
    asked = question(shown, type_)
    asked.locator(".q-check").click()
    shown.pump()
    found = asked.evaluate(INVALID)
    assert len(found) == EMPTY[type_] and all(tied for _, tied in found), found
    control = asked.locator("input, select, textarea").first
    if control.evaluate("(e) => e.matches('select')"):
        control.select_option(index=1)
    elif control.get_attribute("type") in {"radio", "checkbox"}:
        control.check()
    else:
        control.fill("1")
    assert asked.evaluate(INVALID) == []


def answer_all(page) -> None:
    """Answer every question that is answered in the panel, rightly."""
    for key, seat in page.session.seats.items():
        right = seat.kind.right(seat.question)
        if not seat.kind.in_cell:
            page.session.answer(key, seat.kind.renamed(right, seat.keys))
    page.evaluate("(s) => fromKernel(s, {})", page.session.states())


def test_titles_are_headings_and_what_is_clicked_is_large_enough(shown):
    assert shown.get_by_role("heading", name="One of each type").count() == 1
    sizes = shown.evaluate(
        """() => [...document.querySelectorAll('.al-quiz label:not(.q-number label, .q-end label)')]
            .filter((e) => e.control?.matches('[type=radio], [type=checkbox]'))
            .map((e) => [e.textContent, Math.round(e.getBoundingClientRect().height)])"""
    )
    assert len(sizes) > 40
    assert [one for one in sizes if one[1] < 24] == []
    fields = shown.locator(".al-quiz input[type=text]").evaluate_all(
        "(all) => all.map((e) => getComputedStyle(e).borderLeftWidth)"
    )
    assert set(fields) == {"1px"}


def test_the_verdict_stands_beside_the_answer(shown):
    answer_all(shown)
    far = shown.evaluate(
        """() => [...document.querySelectorAll('.q-option > input:checked')].map((input) => {
            const row = input.closest('.q-option');
            const label = document.createRange();
            label.selectNodeContents(row.querySelector('label'));
            const verdict = row.querySelector('.q-verdict').getBoundingClientRect();
            return verdict.left - label.getBoundingClientRect().right;
        })"""
    )
    assert len(far) >= 8 and max(far) < 40, far


def test_a_long_partner_can_be_read_whole_while_the_list_is_open(shown):
    rows = question(shown, "match")
    lists = rows.locator("select")
    long = rows.locator("option").evaluate_all(
        "(all) => all.map((e) => e.textContent).sort((a, b) => b.length - a.length)[0]"
    )
    lists.first.evaluate(
        """(select, text) => {
            select.append(new Option(text + ", " + text, "long"));
            select.value = "long";
            select.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        long,
    )
    assert rows.locator(".q-picked").first.inner_text() == f"{long}, {long}"
    assert not rows.locator(".q-picked").nth(1).is_visible()


def test_drafts_that_cannot_be_read_are_forgotten(shown):
    keys = [shown_["draft"] for shown_ in shown.session.public() if "draft" in shown_]
    for odd in (None, 5, "x", [], {"verdict": 1}, [["a"]], {"a": None}):
        drafts = {key: {"tries": 0, "response": odd} for key in keys}
        shown.evaluate("(d) => { localStorage['alliance-drafts'] = d }", json.dumps(drafts))
        shown.draw()
        assert shown.locator(".q-question").count() == len(EACH)
    for text in ("", "null", "[]", "5", "{", '"x"'):
        shown.evaluate("(d) => { localStorage['alliance-drafts'] = d }", text)
        shown.draw()
        assert shown.locator(".q-question").count() == len(EACH)
        question(shown, "number").locator("input[type=text]").fill("7")
        assert "7" in shown.evaluate("() => localStorage['alliance-drafts']")


ROWS = """() => [".q-pair", ".q-sort", ".q-order .q-option", ".q-few"].map((name) => {
    const { display, gridTemplateColumns, gridAutoFlow } =
        getComputedStyle(document.querySelector(name));
    return [name, display, gridTemplateColumns, gridAutoFlow];
})"""


def test_the_sheet_of_a_later_panel_changes_nothing_in_an_earlier_one(shown):
    """A panel brings the common sheet and those of its own types; the next one brings it again."""
    before = shown.evaluate(ROWS)
    shown.evaluate(
        """(sheet) => document.body.append(Object.assign(document.createElement("style"),
            { textContent: sheet }))""",
        shared_code().sheet,
    )
    assert shown.evaluate(ROWS) == before
    lists = shown.locator(".q-pair select").evaluate_all(
        "(all) => all.map((e) => e.getBoundingClientRect().width)"
    )
    assert lists and min(lists) > 100


def test_three_categories_stand_in_one_row(shown):
    places = """(row) => [...row.querySelectorAll(".q-choice")]
        .map((one) => one.getBoundingClientRect()).map(({ top, left }) => [top, left])"""
    rows = [row.evaluate(places) for row in shown.locator(".q-few").all()]
    assert rows
    for choices in rows:
        assert len({top for top, _ in choices}) == 1
        assert [left for _, left in choices] == [left for _, left in rows[0]]
    shown.set_viewport_size({"width": 390, "height": 900})
    shown.locator("#here").evaluate("(e) => { e.style.width = '100%'; }")
    narrow = shown.locator(".q-few").first.evaluate(places)
    assert len({left for _, left in narrow}) == 1
