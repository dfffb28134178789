"""What tests of the crisis simulation share: a panel as a cell shows it, and steps in it."""

from __future__ import annotations

import html
import json
import re

from alliance import explore


def show(library, journal, scenarios=None, **given):
    """The panel as a cell shows it; what it says to the page is kept in `said`."""
    scenarios = library.scenarios if scenarios is None else scenarios
    made = explore.crisis(scenarios, library=library, journal=journal, **given)
    made.said = []
    made.send = made.said.append
    return made


def tell(panel, do: str, **fields) -> dict:
    panel.receive(panel, {"do": do, "request": "r", **fields})
    return panel.said[-1]


def told(panel, do: str, **fields) -> dict:
    """The same for what must be taken."""
    answer = tell(panel, do, **fields)
    assert answer["taken"], answer["text"]
    return answer


def on_page(panel) -> str:
    """All that the page can know: every trait that is sent to it."""
    state = json.dumps(panel.get_state(), default=str, ensure_ascii=False)
    return html.unescape(state.replace('\\"', '"'))


def hidden_words(library, name: str) -> dict[str, list[str]]:
    """By step, sentences that the page may not know before that step of a decision is opened."""
    row = library.row("scenarios", name)
    options = library.options.query("scenario == @name")
    clean = lambda texts: [re.split(r"\s*[\[(.;]", text)[0] for text in texts if text]  # noqa: E731
    return {
        "choice": [*options["label"], *options["what"]],
        "consequences": clean([*options["consequence_for"], *options["consequence_against"]]),
        "outcome": clean([*row["what_happened"].split("\n\n"), row["discussion"]]),
    }
