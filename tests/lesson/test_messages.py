"""Panels answer messages of every wrong shape: one sentence each, never a traceback nor silence."""

from __future__ import annotations

import itertools
import os
import random

import pytest

from alliance import explore, lesson, quiz
from alliance.journal import Journal
from alliance.journal.panel import JournalPanel
from alliance.library import open_library
from alliance.texts import say

FULL = bool(os.environ.get("ALLIANCE_FULL"))
ODD = [
    None, True, False, 0, -1, 7, 1.5, float("nan"), float("inf"), 10**400, "", "nonsense",
    "é\ud83d", "x" * 5000, [], [[]], ["a"], [["a", 1]], {}, {"a": 1}, {"a": {"b": []}}, [None],
    "__class__", "../../x", "{0}", "<b>",
]  # fmt: skip
WISHES = {
    "quiz": ("answer", "hint"),
    "journal": ("export", "import", "reset", "part"),
    "crisis": ("mode", "class", "role", "deal", "deal_all", "choose", "withdraw", "new", "csv",
               "page", "next", "go"),
    "forecast": ("give", "lock", "move", "next", "previous"),
    "tree": ("give", "fill"),
    "weigh": ("judge", "place", "compare"),
    "coding": ("give", "compare", "dispute"),
    "reading": ("judge",),
    "assessment": ("sample",),
}  # fmt: skip
FIELDS = {
    "quiz": ("question", "response", "confidence", "request"),
    "journal": ("text", "last"),
    "crisis": ("mode", "groups", "minutes", "names", "group", "role", "option", "reason", "then",
               "step", "scenario"),
    "forecast": ("question", "percent", "days"),
    "tree": ("parent", "shares"),
    "weigh": ("moment", "percent", "card", "side", "weight"),
    "coding": ("act", "code", "text"),
    "reading": ("claim", "verdict", "kind"),
    "assessment": ("plan",),
}  # fmt: skip


@pytest.fixture(scope="module")
def library():
    return open_library()


def panel_of(name, library, journal):
    """A panel, and fields of messages that are right, among which wrong ones are mixed."""
    if name == "quiz":
        panel = quiz("start-diagnostic", library=library, journal=journal)
        return panel, {"question": list(panel.session.seats)}
    if name == "journal":
        return JournalPanel(journal, "module"), {}
    if name == "assessment":
        return lesson.assessment(library, journal).sample, {"plan": ["short"]}
    table = {
        "crisis": "scenarios", "forecast": "forecasts", "tree": "branches", "weigh": "weighing",
        "coding": "reactions", "reading": "claims",
    }[name]  # fmt: skip
    frame = library.tables[table]
    if name == "weigh":
        frame = frame[frame["implication"] == frame["implication"].iloc[0]]
    if name == "coding":
        frame = frame.head(3)
    if name == "forecast":
        then = library.as_of("2024-06-20")
        panel = explore.forecast(then.forecasts, now=library, journal=journal)
    else:
        panel = getattr(explore, name)(frame, library=library, journal=journal)
    session = panel.session
    right = {
        "crisis": lambda: {"scenario": session.ids, "step": ["choice", "briefing"], "group": [""]},
        "forecast": lambda: {"question": session.ids},
        "tree": lambda: {"parent": list(session.groups)},
        "weigh": lambda: {"card": list(session.rows), "side": session.sides, "moment": ["before"],
                          "weight": session.weights},
        "coding": lambda: {"act": session.ids},
        "reading": lambda: {"claim": list(session.rows), "verdict": ["wrong"]},
    }[name]()  # fmt: skip
    return panel, right


def messages(name, right, rng, count):
    """Yield messages: no mapping, no fields, each odd value in each field, and mixtures."""
    yield from ODD
    key = "kind" if name == "quiz" else "do"
    for wish in (*WISHES[name], "nonsense", None, ["a"], {}):
        yield {key: wish}
        for field, value in itertools.product(FIELDS[name], ODD):
            yield {k: rng.choice(v) for k, v in right.items()} | {key: wish, field: value}
    for _ in range(count):
        values = {f: rng.choice([*ODD, *right.get(f, [])]) for f in FIELDS[name]}
        yield {key: rng.choice(WISHES[name])} | values | {"request": rng.choice(ODD)}


@pytest.mark.parametrize("name", WISHES)
def test_every_message_gets_one_sentence(name, library, tmp_path):
    rng = random.Random(name)
    panel, right = panel_of(name, library, Journal(tmp_path / "journal"))
    said = []
    panel.send = said.append
    receive = getattr(panel, "receive", None) or panel.obey
    every = list(messages(name, right, rng, 1000 if FULL else 40))
    if not FULL:
        few = 25 if name in ("forecast", "reading") else 200  # these two draw much each time
        every = [
            *every[: len(ODD)],
            *rng.sample(every[len(ODD) :], min(few, len(every) - len(ODD))),
        ]
    inside = {key: say(key, reason="|").split("|")[0] for key in ("panel.inside", "refuse.inside")}
    for message in every:
        before = len(said)
        receive(panel, message)
        if name == "journal":
            text = panel.status
        else:
            assert len(said) == before + 1, message
            text = said[-1]["text"]
        assert isinstance(text, str), message
        assert not any(text.startswith(words) for words in inside.values()), (message, text)
    again, _ = panel_of(name, library, Journal(tmp_path / "journal"))
    assert repr(again)
