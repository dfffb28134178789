"""A class at a hub, tried on one machine: servers, real pages, kernels, memory.

    uv run --group hub python -m tests.hub                  # 20 learners, 5 of them in real pages
    uv run --group hub python -m tests.hub --learners 40 --pages 0

Everything stays on loopback, is bounded in count and time, and ends by itself.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.hub.hub import Hub
from tests.hub.learner import Failure, Kernel, cells
from tests.hub.pages import visit
from tests.places import NOTEBOOKS

LESSON = "01-history.ipynb"
MOST = 60  # learners; one machine is not a load generator for more


def say(text: str) -> None:
    """Show what is going on; long work should not be silent."""
    print(text, file=sys.stderr, flush=True)


class Trial:
    """What all learners of a trial have seen: seconds by step, and failures."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.times: dict[str, list[float]] = {
            "server": [],
            "picture": [],
            "lesson": [],
            "answer": [],
        }
        self.failures: list[str] = []
        self._lock = threading.Lock()

    def note(self, what: str, seconds: float) -> None:
        """Keep a time; threads call this."""
        with self._lock:
            self.times[what].append(seconds)

    def learner(self, name: str) -> None:
        """Log in, run a lesson and answer a question through the kernel protocol."""
        began = time.perf_counter()
        try:
            token = self.hub.start_server(name)
            self.note("server", time.perf_counter() - began)
            kernel = Kernel(self.hub.url, name, token, "module/notebooks")
            for source in cells(NOTEBOOKS / LESSON):
                kernel.run(source)
            self.note("lesson", time.perf_counter() - began)
            if kernel.first_picture is None:
                raise Failure("no picture was shown")
            self.note("picture", kernel.first_picture - began)
            self.note("answer", kernel.answer())
            kernel.close()
        except Exception as error:  # counted and told; one learner never stops the others
            with self._lock:
                self.failures.append(f"{name}: {type(error).__name__}: {error}"[:300])
        say(f"{name} is done after {time.perf_counter() - began:.0f} s")

    def page(self, name: str) -> None:
        """Log in with a real browser, run a lesson and answer a question."""
        try:
            for what, seconds in visit(self.hub.url, name, LESSON).items():
                self.note(what, seconds)
        except Exception as error:  # counted and told, as above
            with self._lock:
                self.failures.append(f"{name} in a page: {type(error).__name__}: {error}"[:300])
        say(f"{name} is done in a page")

    def table(self, learners: int, pages: int) -> str:
        """Return the figures as a Markdown table."""
        memory = self.hub.memory()
        each = sum(memory["server"] + memory["kernel"]) / max(learners, 1)
        lines = [
            f"{learners} learners, {pages} of them in real pages; failures: {len(self.failures)}",
            "",
            "| what | median | worst |",
            "|---|---|---|",
        ]
        names = {
            "server": "log in to own server",
            "picture": "log in to first picture",
            "lesson": "log in to whole lesson",
            "answer": "answer to feedback",
        }
        for key, name in names.items():
            if self.times[key]:
                middle, worst = statistics.median(self.times[key]), max(self.times[key])
                lines.append(f"| {name} | {middle:.2f} s | {worst:.2f} s |")
        for kind in ("server", "kernel"):
            if memory[kind]:
                middle, worst = statistics.median(memory[kind]), max(memory[kind])
                lines.append(f"| memory of a {kind} (PSS) | {middle:.0f} MiB | {worst:.0f} MiB |")
        lines.append(f"| memory a learner | {each:.0f} MiB | |")
        return "\n".join([*lines, *self.failures])


def main() -> int:
    """Run the trial; returns 1 when anybody failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--pages", type=int, default=5, help="how many of them in real pages")
    chosen = parser.parse_args()
    learners = min(max(chosen.learners, 1), MOST)
    pages = min(max(chosen.pages, 0), learners)
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    say("starting the hub")
    hub = Hub(folder)
    try:
        trial = Trial(hub)
        names = [f"learner-{number:02}" for number in range(1, learners + 1)]
        steps = [trial.page] * pages + [trial.learner] * (learners - pages)
        threads = [
            threading.Thread(target=step, args=(name,), daemon=True)
            for step, name in zip(steps, names, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(900)
        print(trial.table(learners, pages))
        return 1 if trial.failures else 0
    finally:
        hub.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
