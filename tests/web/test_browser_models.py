"""The host of panels against the open front-end standard of anywidget, without any Python."""

from __future__ import annotations

import pytest

from tests.scripts import import_into

pytestmark = pytest.mark.browser

# A page with one model and what it has sent: `made(esm, state)`.
MAKE = """() => {
  window.sent = [];
  window.manager = { kernel: { status: "starting" },
    send: (model, content) => sent.push(["send", content]),
    change: (model, state) => sent.push(["change", { ...state }]) };
  window.space = new Map();
  window.made = (esm, state) => new host.Model(manager, space, { esm, css: "", state });
  window.shown = async (model) => {
    const el = document.createElement("div");
    document.body.append(el);
    const view = new host.View(model, el);
    await view.drawn;
    return [view, el];
  };
}"""
WIDGET = """
globalThis.calls = [];
const widget = {
  initialize({ model }) { calls.push("initialize"); },
  render({ model, el, signal }) {
    calls.push("render");
    signal.addEventListener("abort", () => calls.push("abort"));
    const show = () => { el.textContent = model.get("text"); };
    model.on("change:text", show);
    show();
    return () => { calls.push("cleanup"); model.off("change:text", show); };
  },
};
"""


@pytest.fixture
def host(page):
    page.goto("about:blank")
    import_into(page, host="web/models.js")
    page.evaluate(MAKE)
    return page


@pytest.mark.parametrize("export", ["export default widget;", "export default () => widget;"])
def test_a_widget_is_initialised_once_and_drawn_in_each_place(host, export):
    calls = host.evaluate(
        """async (esm) => {
          const model = made(esm, { text: "a" });
          const [, one] = await shown(model);
          const [, two] = await shown(model);
          model.take({ text: "b" });
          return [calls, one.textContent, two.textContent];
        }""",
        WIDGET + export,
    )
    assert calls == [["initialize", "render", "render"], "b", "b"]


def test_what_the_page_sets_is_told_once_and_what_python_sets_is_not_told_back(host):
    told = host.evaluate(
        """() => {
          const model = made("", { a: 1, b: 2 }), heard = [];
          model.on("change:a", (_, value) => heard.push(value));
          model.on("change", () => heard.push("any"));
          model.set("a", 3); model.save_changes(); model.save_changes();
          model.take({ a: 4, b: 2 });
          model.send({ x: 1 });
          return [heard, sent];
        }"""
    )
    assert told == [[3, "any", 4, "any"], [["change", {"a": 3}], ["send", {"x": 1}]]]


def test_a_listener_that_fails_or_leaves_stops_no_other(host):
    heard = host.evaluate(
        """() => {
          const model = made("", { a: 1 }), heard = [];
          const leaving = () => { heard.push("leaving"); model.off("change:a", leaving); };
          model.on("change:a", () => { throw new Error("mine"); });
          model.on("change:a", leaving);
          model.on("change:a", () => heard.push("last"));
          model.take({ a: 2 }); model.take({ a: 3 });
          return heard;
        }"""
    )
    assert heard == ["leaving", "last", "last"]


@pytest.mark.parametrize(
    ("state", "drawn"),
    [
        ({"text": "a", "list": [{"y": 2, "x": 1}]}, 1),  # the same, in another order
        ({"text": "b", "list": [{"x": 1, "y": 2}]}, 1),  # heard of by the view
        ({"text": "a", "list": [{"x": 1, "y": 3}]}, 2),  # not heard of: drawn anew
    ],
)
def test_a_panel_is_drawn_anew_only_if_what_changed_would_not_show(host, state, drawn):
    calls = host.evaluate(
        """async ([esm, state]) => {
          const model = made(esm, { text: "a", list: [{ x: 1, y: 2 }], code: "IPY_MODEL_p" });
          const [, el] = await shown(model);
          model.bind("w1", new Map(), { ...state, code: "IPY_MODEL_w9" });
          await new Promise((go) => setTimeout(go, 50));
          return [calls, model.get("code"), el.textContent];
        }""",
        [WIDGET + "export default widget;", state],
    )
    assert calls[0].count("render") == drawn
    assert calls[0].count("abort") == calls[0].count("cleanup") == drawn - 1
    assert calls[1] == ("IPY_MODEL_p" if drawn == 1 else "IPY_MODEL_w9")
    assert calls[2] == state["text"]


def test_a_box_keeps_the_children_that_stay(host):
    texts = host.evaluate(
        """async (esm) => {
          for (const id of ["a", "b", "c"]) space.set(id, made(esm, { text: id }));
          space.set("h", made("", { value: "<b>html</b>" }));
          const box = made("", { children: ["IPY_MODEL_a", "IPY_MODEL_b"] });
          const [, el] = await shown(box);
          await new Promise((go) => setTimeout(go, 50));
          const first = el.firstElementChild;
          box.take({ children: ["IPY_MODEL_a", "IPY_MODEL_c", "IPY_MODEL_h"] });
          await new Promise((go) => setTimeout(go, 50));
          return [el.innerText.split(/\\n+/).join(" "), el.firstElementChild === first];
        }""",
        WIDGET + "export default widget;",
    )
    assert texts == ["a c html", True]
