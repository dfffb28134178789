"""What tests of panels share: keys, a notebook of given cells, and a panel with its kernel here."""

from __future__ import annotations

from collections.abc import Iterable

import nbformat

# The last cell of a notebook that writes down what the widgets hold.
WRITE_STATE = (
    "import json, ipywidgets\n"
    "state = ipywidgets.Widget.get_manager_state()\n"
    "text = json.dumps(state, ensure_ascii=False)\n"
    "open('../state.json', 'w', encoding='utf-8').write(text) and 'the cell after'"
)

# Stands for the kernel's side of a widget; `deaf` is a kernel that has died.
STAND_IN = """async ([script, traits]) => {
  const hearers = {};
  const model = {
    get: (name) => traits[name], off() {},
    on: (event, hearer) => (hearers[event] ??= []).push(hearer),
    send: (message) => { if (!window.deaf) toKernel(message); },
    widget_manager: { kernel: { status: "idle" } },
  };
  window.fromKernel = (news, message) => {
    Object.assign(traits, news);
    for (const name of Object.keys(news)) hearers[`change:${name}`]?.forEach((tell) => tell());
    hearers["msg:custom"].forEach((tell) => tell(message));
  };
  const made = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  await made.default.render({ model, el: document.getElementById("here") });
}"""


def write_notebook(lab, name: str, cells: list[str]) -> None:
    """Put a notebook of these code cells beside the lessons."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": kernel},
    )
    nbformat.write(made, lab.work / "notebooks" / name)


def cells(page) -> list:
    """What keys in a panel must not touch: the cells, and which one is active."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.jp-Cell')].map((c) => [
            c.classList.contains('jp-mod-active'), c.querySelector('.cm-content')?.innerText])"""
    )


def start(page, panel: str) -> None:
    """Put the focus before the first control of a panel, as Tab from above would."""
    page.locator(f"{panel} .p-title").evaluate("(e) => { e.tabIndex = -1; e.focus(); }")


def tab_to(page, wanted: str, most: int = 8) -> None:
    """Press Tab until what has the focus fits a selector, or begins with these words."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            """(wanted) => { const e = document.activeElement;
                if (!/^[.#\\[a-z]/.test(wanted)) return e.innerText.startsWith(wanted);
                return e.matches(wanted); }""",
            wanted,
        ):
            return
    raise AssertionError(f"Tab never reached “{wanted}”")


def heard(page, panel: str, words: str) -> None:
    """Wait until the live region of a panel says these words."""
    said = f"document.querySelector('{panel} > [role=status]').textContent"
    page.wait_for_function(f"(words) => {said}.includes(words)", arg=words)


def alone(page, panel, fixed: Iterable[str], moving: Iterable[str]):
    """Show a panel on an empty page, with its kernel in this process, and return the page.

    `fixed` names the traits that stay, `moving` those that an answer may change. `page.pump()`
    carries what the page has asked to the kernel, and what the kernel says back.
    """
    replies, asked = [], []
    panel.send = replies.append
    page.expose_function("toKernel", lambda message: asked.append(message))
    page.set_content(
        f'<!DOCTYPE html><html lang="en"><title>t</title><style>{panel._css}</style>'
        '<body><div id="here"></div></body>'
    )
    traits = {name: getattr(panel, name) for name in (*fixed, *moving)}
    page.evaluate(STAND_IN, [panel.get_state("_esm")["_esm"], traits])

    def pump() -> None:
        page.wait_for_timeout(100)
        while asked:
            panel.receive(panel, asked.pop(0))
            news = {name: getattr(panel, name) for name in moving}
            page.evaluate("([news, reply]) => fromKernel(news, reply)", [news, replies[-1]])

    page.panel, page.pump = panel, pump
    return page


def sticking_out(page, panel: str, spared: str = "") -> list[str]:
    """Return the parts of a panel that reach over the right edge of the page.

    What scrolls or is hidden is spared, and what lies in elements `spared`.
    """
    return page.evaluate(
        """([panel, spared]) => [...document.querySelectorAll(`${panel} *`)].filter((e) =>
            !e.closest(spared) &&
            e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML)""",
        [panel, ", ".join(filter(None, [".al-scroll, .al-hidden", spared]))],
    )
