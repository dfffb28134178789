"""Two and three lessons open in one JupyterLab: none takes an answer away from another."""

from __future__ import annotations

import pytest

from tests.lab import ANSWERS, OPEN
from tests.panels import write_notebook

pytestmark = pytest.mark.browser

# A set of questions from each of three lessons, and a fourth kind of group in the last.
LESSONS = {
    "several-1.ipynb": "'start-howto'",
    "several-2.ipynb": "'history-hook'",
    "several-3.ipynb": "'treaty-titles', 'treaty-binding'",
}
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
CHOSEN = """(root) => [...root.querySelectorAll('.al-quiz input:checked')].map(
    (input) => input.closest('.q-option, .q-choice').querySelector('label').textContent)"""
SHARED = """() => {
    const owners = {};
    for (const [k, root] of document.querySelectorAll('.al-quiz').entries())
        for (const e of root.querySelectorAll('[id], [name]'))
            for (const key of [e.id && `id ${e.id}`, e.name && `name ${e.name}`].filter(Boolean))
                (owners[key] ??= new Set()).add(k);
    return Object.keys(owners).filter((key) => owners[key].size > 1);
}"""
LOST = """() => [...document.querySelectorAll('.al-quiz label')].filter((label) =>
    label.control?.closest('.al-quiz') !== label.closest('.al-quiz')).map((e) => e.textContent)"""


def show(lab, page, name: str) -> None:
    """Turn to a lesson beside those that are open, as a click on its tab or file would."""
    page.evaluate(OPEN, f"notebooks/{name}")
    page.wait_for_selector(f"{SHOWN} .jp-Cell")
    for _ in range(120):
        if page.evaluate(ANSWERS):
            break
        page.wait_for_timeout(250)
    lab.notebook = name


def choose_by_words(page) -> list[str]:
    """Click on the words of every option of the lesson shown; return those chosen at the end."""
    labels = page.locator(f"{SHOWN} .al-quiz .q-option:has(> input) > label").all()
    assert len(labels) > 3
    for label in labels:
        label.click()
        own = label.evaluate("(e) => e.closest('.q-option').querySelector('input').checked")
        assert own, f"nothing is chosen by a click on “{label.inner_text()}”"
    return page.locator(SHOWN).evaluate(CHOSEN)


def test_options_are_chosen_by_their_words_in_each_of_several_lessons(lab_server, open_lab):
    lab, page = lab_server, open_lab
    for name, ids in LESSONS.items():
        write_notebook(lab, name, [f"from alliance import quiz\nquiz({ids})"])
    first, *others = LESSONS
    lab.turn_to(page, first)
    lab.run_all(page)
    page.wait_for_selector(f"{SHOWN} .al-quiz .q-question")
    chosen = {first: choose_by_words(page)}
    for name in others:
        show(lab, page, name)
        lab.run_all(page)
        page.wait_for_selector(f"{SHOWN} .al-quiz .q-question")
        chosen[name] = choose_by_words(page)
        for earlier in chosen:
            show(lab, page, earlier)
            assert page.locator(SHOWN).evaluate(CHOSEN) == chosen[earlier], (name, earlier)
    assert page.evaluate(SHARED) == page.evaluate(LOST) == []
    assert page.locator(".al-quiz").count() == len(LESSONS)
