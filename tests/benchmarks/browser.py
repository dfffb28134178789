"""How long from the click on an answer to the feedback on the page, here and with jupyterquiz."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

import nbformat

from tests.benchmarks import rivals
from tests.conftest import CHROMIUM_ARGS, chromium_path
from tests.lab import Lab

QUESTIONS = 100  # in the notebook
COUNT = 40  # of them answered

# Click, and wait until the part of the question that holds the feedback has text.
CLICK = """([target, question, feedback]) => new Promise((done) => {
    const start = performance.now();
    const shown = () => [...question.querySelectorAll(feedback)].some((e) => e.innerText.trim());
    const watcher = new MutationObserver(() => {
        if (!shown()) return;
        watcher.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
    });
    watcher.observe(question, {
        subtree: true, childList: true, characterData: true, attributes: true,
    });
    target.click();
    setTimeout(() => done(null), 5000);
})"""


def latency(home: Path) -> list[tuple[str, str, str, str]]:
    """Return the median of single-choice questions answered in JupyterLab."""
    path = chromium_path()
    if path is None:
        return [("answer clicked to feedback shown", "≤ 100 ms", "no Chromium here", "–")]
    from playwright.sync_api import sync_playwright

    lab = Lab(home)
    shutil.rmtree(lab.progress, ignore_errors=True)
    folder = lab.work / "notebooks"
    for name, made in [
        ("ours", rivals.our_questions(QUESTIONS)),
        ("theirs", rivals.their_questions(QUESTIONS)),
    ]:
        made.metadata.language_info = {"name": "python"}
        nbformat.write(made, folder / f"{name}.ipynb")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, args=[*CHROMIUM_ARGS, "--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            lab.open(page, "ours.ipynb")
            lab.run_all(page)
            page.wait_for_timeout(2000)
            ours = _ours(page)
            lab.open(page, "theirs.ipynb")
            lab.run_all(page)
            page.wait_for_timeout(1000)
            other = _theirs(page)
            browser.close()
    finally:
        lab.close()
    name = "answer clicked to feedback shown (median)"
    return [(name, "≤ 100 ms", _words(ours), f"{_words(other)} (in the page, nothing kept)")]


def _words(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ms of {len(times)}" if times else "none measured"


def _ours(page) -> list[float]:
    times = []
    page.evaluate("() => document.querySelectorAll('.q-more').forEach((fold) => fold.open = true)")
    for question in page.query_selector_all(".q-question:has(.q-option input[type=radio])")[:COUNT]:
        for group in {
            r.get_attribute("name") for r in question.query_selector_all(".q-option input")
        }:
            question.query_selector(f"input[name='{group}']").check()
        button = question.query_selector(".q-check")
        times.append(page.evaluate(CLICK, [button, question, ".q-result"]))
    return [t for t in times if t is not None]


def _theirs(page) -> list[float]:
    times = []
    for question in page.query_selector_all(".Quiz")[:COUNT]:
        target = question.query_selector(".MCButton, label, input")
        times.append(page.evaluate(CLICK, [target, question, ".Feedback"]))
    return [t for t in times if t is not None]
