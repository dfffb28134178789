"""A page of a few cells, as the site makes them, for tests of what stands behind a page."""

from __future__ import annotations

import ast
import html
import os
from pathlib import Path
from typing import Any

from alliance.journal import open_journal
from alliance.journal.records import LEARNER
from alliance.library import open_library
from alliance.page import assemble, packed
from alliance.texts import page_texts

LEFT_OUT = ("layout", "tabbable", "tooltip")


def run_cell(source: str, namespace: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line, None if that is no expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


def state_of(widget: Any) -> dict[str, Any]:
    """Return what a page knows of a real widget."""
    state = widget.get_state()
    return {k: v for k, v in state.items() if not k.startswith("_") and k not in LEFT_OUT}


def model_of(widget: Any) -> dict[str, Any]:
    """Return front end and state of a real widget."""
    esm, css = (str(getattr(widget, name, "") or "") for name in ("_esm", "_css"))
    return {"esm": esm, "css": css, "state": state_of(widget)}


def referred(state: Any, models: dict[str, Any]) -> None:
    """Add the models that a state names, and those that they name."""
    from ipywidgets import Widget
    from ipywidgets.widgets.widget import _instances

    for name in set(_names(state)) - set(models):
        widget = _instances[name]
        assert isinstance(widget, Widget)
        made = model_of(widget)
        models[name] = {"_esm": made["esm"], "_css": made["css"], **made["state"]}
        referred(made["state"], models)


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.removeprefix("IPY_MODEL_")] if value.startswith("IPY_MODEL_") else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [name for item in inner for name in _names(item)]


def small_page(
    out: Path,
    cells: dict[int, str],
    runtime: dict[str, Any] | None,
    progress: Path,
    lesson: str = "01-history",
    name: str = "page.html",
    reports: tuple[int, ...] = (),
    tasks: list[dict[str, Any]] | None = None,
) -> Path:
    """Write a page of some cells, by index, and return it."""
    from ipywidgets import Widget

    old = os.environ.get("ALLIANCE_PROGRESS")
    os.environ["ALLIANCE_PROGRESS"] = str(progress)
    journal = open_journal(open_library())
    if not journal.records(LEARNER):
        journal.append(LEARNER, learner="page")
    namespace: dict[str, Any] = {}
    body, panels, models, listed = [], [], {}, []
    for index, source in cells.items():
        shown = run_cell(source, namespace)
        need = "report" if index in reports else "panel"
        listed.append({"cell": index, "source": source, "need": need})
        if isinstance(shown, Widget):
            panels.append({"cell": index, "place": 0, **model_of(shown)})
            referred(panels[-1]["state"], models)
            body.append(
                f'<div class="al-live" data-cell="{index}" data-place="0"><pre>'
                f"{html.escape(repr(shown))}</pre></div>"
            )
        elif index in reports:
            body.append(f'<div class="al-report" data-cell="{index}">as built</div>')
    for task in tasks or []:
        kind = "al-check" if task["exercise"] else "al-task"
        code = "" if task["exercise"] else f"<pre>{html.escape(task['source'])}</pre>"
        output = '<div class="al-output"></div>'
        body.append(f'<div class="{kind}" data-cell="{task["cell"]}">{code}{output}</div>')
    if old is None:
        del os.environ["ALLIANCE_PROGRESS"]
    else:
        os.environ["ALLIANCE_PROGRESS"] = old
    (out / "assets").mkdir(parents=True, exist_ok=True)
    (out / "assets" / "host.js").write_text(assemble("web/host.js"), encoding="utf-8")
    given = {
        "al-panels": panels,
        "al-cells": listed,
        "al-tasks": tasks or [],
        "al-runtime": runtime,
        "al-texts": page_texts(["host."]),
    }
    scripts = "".join(
        f'<script type="application/json" id="{key}">{packed(value)}</script>\n'
        for key, value in given.items()
    )
    scripts += f"<script>window.alliance = {{models: {packed(models)}}};</script>"
    page = out / name
    page.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small</title></head>\n'
        f'<body data-lesson="{lesson}"><main><p id="al-stage" role="status"></p>\n'
        f"{''.join(body)}</main>\n{scripts}"
        f'<script defer src="assets/host.js"></script></body></html>\n',
        encoding="utf-8",
    )
    return page
