"""How long until a page of the web edition can be read, and until it marks; and how large it is.

    uv run python -m tests.benchmarks.site [SITE [STICK]]

Without folders both are built first. Each figure is the median of five, with the number of cores
that were busy with other things while it was taken: read times of a busy machine as upper bounds.
"""

from __future__ import annotations

import functools
import os
import statistics
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

from tests.conftest import CHROMIUM_ARGS, chromium_path
from tests.web.proxy import Quiet, serving

ROUNDS = 5
LESSON = "01-history"
LONG = 300_000  # ms
READY = "document.body.dataset.python === 'ready'"
# When the first picture has drawn and the first question stands there, and when panels can mark.
NOTES = """
  window.times = {};
  const note = (name) => { window.times[name] ??= performance.now(); };
  const look = () => {
    if (document.querySelector(".al-live .q-question, .al-live .al-sheet li")) note("questions");
    if (document.querySelector('iframe[data-drawn="yes"]')) note("picture");
    if (document.querySelector('.al-live[data-state="ready"]')) note("first panel marks");
    if (document.body?.dataset.python === "ready") note("all panels mark");
    if (!("all panels mark" in window.times)) setTimeout(look, 15);
  };
  look();
"""
ANSWER = """() => new Promise((done) => {
  const question = document.querySelector(".al-live .q-question");
  const start = performance.now();
  new MutationObserver(() => {
    if (question.querySelector(".q-result:not([hidden])"))
      requestAnimationFrame(() => done(performance.now() - start));
  }).observe(question, { subtree: true, childList: true, attributes: true });
  question.querySelector("input").click();
  question.querySelector(".q-check").click();
})"""


def visit(context: Any, address: str) -> dict[str, float]:
    """Open a page once and return its times in milliseconds."""
    page = context.new_page()
    page.add_init_script(NOTES)
    page.goto(address)
    page.evaluate("document.querySelector('iframe[data-picture]')?.scrollIntoView()")
    page.wait_for_function(READY, timeout=LONG)
    page.wait_for_function("'all panels mark' in window.times", timeout=LONG)
    times = page.evaluate("window.times")
    paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    times["first paint"] = page.evaluate(paint) or 0
    if not page.evaluate("!!document.querySelector('.q-question .q-result:not([hidden])')"):
        times["answer to feedback"] = page.evaluate(ANSWER)
    page.close()
    return times


def measured(playwright: Any, address: str) -> dict[str, dict[str, list[float]]]:
    """Return the times of first and second visits; each first one has a profile of its own."""
    found: dict[str, dict[str, list[float]]] = {"first visit": {}, "second visit": {}}
    for number in range(ROUNDS):
        print(f"{address}: {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as profile:
            context = playwright.chromium.launch_persistent_context(
                profile,
                executable_path=chromium_path(),
                args=[*CHROMIUM_ARGS[:-1], "--no-sandbox"],
                viewport={"width": 1280, "height": 900},
            )
            for name in found:
                for key, value in visit(context, address).items():
                    found[name].setdefault(key, []).append(value)
            context.close()
    return found


def sizes(site: Path) -> list[str]:
    """Return the sizes of a site, of its parts and of its pages, in MB."""
    files = [path for path in site.rglob("*") if path.is_file()]

    def total(some: list[Path]) -> str:
        raw = sum(path.stat().st_size for path in some)
        packed = sum(len(zlib.compress(path.read_bytes(), 6)) for path in some)
        return f"{raw / 1e6:.1f} MB ({packed / 1e6:.1f} as servers pack it)"

    pages = sorted(site.glob("*.html"), key=lambda path: -path.stat().st_size)
    return [
        f"all: {total(files)}",
        f"runtime: {total([p for p in files if 'runtime' in p.parts])}",
        f"largest page: {pages[0].name} {pages[0].stat().st_size / 1e6:.2f} MB",
    ]


def main() -> None:
    """Measure, and print one line a figure."""
    from playwright.sync_api import sync_playwright

    from alliance.web.site import build_site

    folders = [Path(name).resolve() for name in sys.argv[1:]]
    home = Path(tempfile.mkdtemp())
    for number, stick in enumerate((False, True)):
        if len(folders) == number:
            folders.append(build_site(home / f"site-{number}", marking=True, stick=stick))
    server = serving(functools.partial(Quiet, directory=str(folders[0])))
    places = {
        "served": f"http://127.0.0.1:{server.server_port}/{LESSON}.html",
        "from a disk": (folders[1] / f"{LESSON}.html").as_uri(),
    }
    load = os.getloadavg()[0]
    with sync_playwright() as playwright:
        for place, address in places.items():
            for name, times in measured(playwright, address).items():
                for key, values in sorted(times.items()):
                    middle = statistics.median(values)
                    span = f"{min(values):.0f} to {max(values):.0f}"
                    print(f"{place}, {name}: {key}: {middle:.0f} ms ({span})", flush=True)
    for place, folder in zip(places, folders, strict=True):
        for line in sizes(folder):
            print(f"{place}: {line}")
    print(f"load of the machine before and after: {load:.1f}, {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
