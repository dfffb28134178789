"""How long from a choice in an explorer to the change on the page."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from alliance import explore, open_library
from alliance.page import Picture
from tests.conftest import CHROMIUM_ARGS, chromium_path

COUNT = 40  # choices in each

# Make the choice, and wait until the next frame has drawn what it changed.
CHOOSE = """([target, watched, turn]) => new Promise((done) => {
    const watcher = new MutationObserver(() => {
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    });
    watcher.observe(document.querySelector(watched), {
        subtree: true, childList: true, characterData: true, attributes: true,
    });
    const nodes = document.querySelectorAll(target);
    const start = performance.now();
    if (nodes[0].tagName === "SELECT") {
        nodes[0].selectedIndex = turn % nodes[0].options.length;
        nodes[0].dispatchEvent(new Event("change", { bubbles: true }));
    } else nodes[turn % nodes.length].click();
    setTimeout(() => done(null), 5000);
})"""

Case = tuple[str, Callable[[], Picture], str, str]


def cases() -> list[Case]:
    """Return what is measured: words, picture, what is chosen, and where the change shows."""
    library = open_library()

    def ladder() -> Picture:
        return explore.ladder(library.treaties, library=library)

    def clauses() -> Picture:
        return explore.clauses(library.clauses, library=library)

    rolls = (library.resolutions, library.votes)

    def chamber() -> Picture:
        return explore.chamber(*rolls, library=library)

    def record() -> Picture:
        return explore.record(*rolls, library=library)

    def resolve() -> Picture:
        return explore.resolve(*rolls, library=library)

    return [
        ("ladder: rule changed to treaties moved", ladder, "#la-conditional", "#la-rungs"),
        ("ladder: treaty chosen to explanation", ladder, "[name=la-treaty]", "#la-why"),
        ("comparator: clause chosen to comparison", clauses, "#cl-1", "#cl-table"),
        ("seats: text chosen to votes", chamber, "#ch-text", "#ch-stage"),
        ("record: subject chosen to strips", record, "#rc-topic", "#rc-strips"),
        ("would it pass: vote set to answer", resolve, ".rs-member input", "#rs-verdict"),
        ("would it pass: text chosen to votes", resolve, "#rs-start", "#rs-members"),
    ]


def latency() -> list[tuple[str, str, str, str]]:
    """Return the median of each case."""
    path = chromium_path()
    if path is None:
        return [("choices in explorers", "≤ 100 ms", "no Chromium here", "–")]
    from playwright.sync_api import sync_playwright

    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*CHROMIUM_ARGS, "--no-sandbox"]
        )
        for name, make, target, watched in cases():
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_content(f"<body>{make()._repr_html_()}")
            frame = page.frames[1]
            frame.wait_for_selector(target, state="attached")
            found = [frame.evaluate(CHOOSE, [target, watched, k + 1]) for k in range(COUNT)]
            times = [time for time in found if time is not None]
            shown = f"{statistics.median(times):.0f} ms of {len(times)}" if times else "none"
            rows.append((f"{name} (median)", "≤ 100 ms", shown, "–"))
            page.close()
        browser.close()
    return rows
