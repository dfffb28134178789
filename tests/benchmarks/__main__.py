"""The budgets of the module, measured beside a plain notebook with jupyterquiz and stock folium.

    uv run python -m tests.benchmarks

Machines differ, so times are compared as ratios within one run. Nothing here passes or fails.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

from tests.benchmarks import browser, explorers, rivals
from tests.places import NOTEBOOKS

ROUNDS = 3
COUNT = 100
LESSON = NOTEBOOKS / "01-history.ipynb"

Row = tuple[str, str, str, str]


def say(text: str) -> None:
    """Show what is being measured; long work should not be silent."""
    print(text, file=sys.stderr, flush=True)


def run(notebook: nbformat.NotebookNode) -> dict[str, float]:
    """Execute a notebook in a fresh kernel: seconds, MiB of the kernel, bytes when saved."""
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": NOTEBOOKS}})
    start = time.perf_counter()
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - start
        client.set_widgets_metadata()
        memory = psutil.Process(client.km.provisioner.pid).memory_info().rss / 2**20
    return {
        "seconds": seconds,
        "memory": memory,
        "bytes": len(nbformat.writes(notebook).encode()),
    }


def median(make: Callable[[], nbformat.NotebookNode], what: str) -> dict[str, float]:
    """Run a notebook several times and return the median of each figure."""
    runs = []
    for number in range(ROUNDS):
        say(f"{what}: run {number + 1} of {ROUNDS}")
        runs.append(run(make()))
    return {key: statistics.median(r[key] for r in runs) for key in runs[0]}


def python(code: str) -> float:
    """Return the number that a fresh Python prints, the median of several."""
    environment = {**os.environ, "PYTHONPATH": str(NOTEBOOKS)}
    command = [sys.executable, "-c", code]
    found = [
        float(subprocess.run(command, env=environment, capture_output=True, text=True).stdout)
        for _ in range(ROUNDS + 2)
    ]
    return statistics.median(found)


@contextmanager
def unprepared() -> Iterator[None]:
    """Let nothing be taken from, or kept for, another process."""
    before = os.environ.get("ALLIANCE_CACHE")
    os.environ["ALLIANCE_CACHE"] = "none"
    try:
        yield
    finally:
        del os.environ["ALLIANCE_CACHE"]
        os.environ |= {"ALLIANCE_CACHE": before} if before else {}


TIMED = "import pandas, time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"


def whole_notebooks() -> list[Row]:
    """Time, memory and size of the lesson, of imports alone, and of the rival."""
    base = median(rivals.imports_only, "imports only")
    rival = median(rivals.same_lesson, "jupyterquiz and stock folium")
    ours = median(lambda: nbformat.read(LESSON, as_version=4), "our lesson")
    rows = []
    for key, budget, name in [
        ("seconds", "≤ 1.5 ×", "whole lesson, run by nbclient, against imports only"),
        ("memory", "≤ 1.3 ×", "memory of its kernel, against imports only"),
    ]:
        unit = "s" if key == "seconds" else "MiB"
        shown = [f"{x[key] / base[key]:.2f} × ({x[key]:.1f} {unit})" for x in (ours, rival)]
        rows.append((name, budget, *shown))
    sizes = [f"{x['bytes'] / 1000:,.0f} kB" for x in (ours, rival)]
    return [*rows, ("whole lesson, saved with outputs", "–", *sizes)]


def opening() -> list[Row]:
    """Import of the package, opening of the data, and their rivals."""
    say("imports and opening")
    ours = python(TIMED.format("import alliance"))
    rival = python(TIMED.format("import folium, jupyterquiz"))
    opens = "from alliance import open_library; from alliance.quiz import load_bank; {}"
    both = opens.format("load_bank(open_library())")
    prepared = python(f"import pandas, time; {opens.format('')}t = time.process_time(); "
                      "load_bank(open_library()); print(time.process_time() - t)")  # fmt: skip
    with unprepared():
        opened = python(TIMED.format(both))
    return [
        ("import beyond pandas", "≤ 0.2 s", f"{ours:.3f} s", f"{rival:.3f} s"),
        (
            "open and check all data and questions, imports included",
            "≤ 0.5 s",
            f"{opened:.3f} s",
            "–",
        ),
        ("open them when nothing has changed, CPU", "≤ 0.1 s", f"{prepared:.3f} s", "–"),
    ]


def hundred_questions() -> list[Row]:
    """A notebook with a hundred questions: time, memory, and bytes of each when saved."""
    base = median(rivals.imports_only, "imports only")
    runs = []
    for make, name in [(rivals.our_questions, "ours"), (rivals.their_questions, "jupyterquiz")]:
        source = len(nbformat.writes(make(COUNT)))
        found = median(lambda make=make: make(COUNT), f"{COUNT} questions, {name}")
        runs.append({**found, "each": (found["bytes"] - source) / COUNT})
    times = [f"{r['seconds'] / base['seconds']:.2f} × ({r['seconds']:.1f} s)" for r in runs]
    memory = [f"{r['memory'] / base['memory']:.2f} × ({r['memory']:.0f} MiB)" for r in runs]
    each = [f"{r['each'] / 1000:.2f} kB" for r in runs]
    return [
        (f"{COUNT} questions: time, against imports only", "≤ 1.5 ×", *times),
        (f"{COUNT} questions: memory, against imports only", "≤ 1.3 ×", *memory),
        (f"one of {COUNT} questions, in a saved notebook", "≤ 3 kB", *each),
    ]


def main() -> None:
    """Measure everything and print one table in Markdown."""
    # Not the journal of the person who measures.
    os.environ["ALLIANCE_PROGRESS"] = tempfile.mkdtemp()
    os.environ["ALLIANCE_CACHE"] = tempfile.mkdtemp()
    rows = [*whole_notebooks(), *opening()]
    say("pictures and questions")
    rows += [*hundred_questions(), *rivals.pictures()]
    say("answer to feedback, in the browser")
    rows += browser.latency(Path(tempfile.mkdtemp()))
    say("choices in explorers")
    rows += explorers.latency()
    print("| what | budget | this module | jupyterquiz and stock folium |")
    print("|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
