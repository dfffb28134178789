"""The panels of a page: what the host needs to draw them, and the same as text.

A panel's script and sheet, and models that several panels draw on, stand in files of the site; on
the page stay only the traits that a reader may know before an answer. The text is made of the same
traits, so that no key and no feedback can get into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ..page import esc
from ..texts import catalogue, language, say
from .assets import Assets, digest, script_text
from .worksheet import asked

__all__ = ["Panels", "SharedModels"]

VIEW = "application/vnd.jupyter.widget-view+json"
NUMBERED = re.compile(r"^\d+\. ")
REFERENCE = re.compile(r"IPY_MODEL_(\w+)")
# What the widget protocol keeps for itself, and what no host of these panels reads.
OWN = re.compile(r"_(esm|css|anywidget_id|dom_classes|model_.*|view_.*)|layout|tabbable|tooltip")


class SharedModels:
    """Models without a view that panels of several pages draw on.

    The common code of all quizzes grows with the types of question that a lesson asks; those of all
    lessons are put together, so that a site has one.
    """

    def __init__(self) -> None:
        self.code: dict[str, Any] = {}
        self.others: dict[str, Any] = {}

    def put(self, state: dict[str, Any]) -> str:
        """Keep a model and return a name for it; `write` gives the final one."""
        if "drawings" in state:
            drawings = self.code.get("drawings", {}) | state["drawings"]
            self.code = state | {"drawings": drawings}
            return "code"
        name = digest(script_text(state))
        self.others[name] = state
        return name

    def write(self, assets: Assets) -> dict[str, tuple[str, str]]:
        """Put all models into files; return number and file of each by the name that `put` gave."""
        found = {}
        models = self.others | ({"code": self.code} if self.code else {})
        for name, state in sorted(models.items()):
            number = digest(script_text(state))
            found[name] = (number, assets.entry("models", number, state, "model"))
        return found


@dataclass
class Panels:
    """The panels of one page.

    Attributes:
        models: those that pages share.
        assets: the files of the site.
        listed: what the host is told of each panel.
        used: names of the shared models that the page needs.
        sources: paths of the scripts that bring code and sheets of panels, in order.
    """

    models: SharedModels
    assets: Assets
    listed: list[dict[str, Any]] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def add(
        self, view: dict[str, Any], states: dict[str, Any], cell: int, place: int, text: str
    ) -> str:
        """Add the panel that a view shows and return its element, with the same as text.

        Args:
            view: of the output, {model_id, …}.
            states: of all widgets of the notebook.
            cell, place: index of the cell, and of the view among those that it displayed.
            text: what the cell shows where there are no widgets.
        """
        state = states[view["model_id"]]["state"]
        kept = self._kept(state, states)
        listed = {"cell": cell, "place": place, "model": f"{cell}-{place}"}
        listed |= {"esm": kept.pop("_esm", ""), "css": kept.pop("_css", ""), "state": kept}
        self.listed.append(listed)
        return (
            f'<div class="al-live" data-cell="{cell}" data-place="{place}">'
            f"{self._text(state, text)}</div>"
        )

    def _kept(self, state: dict[str, Any], states: dict[str, Any]) -> dict[str, Any]:
        """Return what the page keeps of a state: script and sheet as numbers of files, other
        models as names of shared ones, and nothing that is the protocol's own.
        """
        if "children" in state:  # a box: only what it holds is of interest
            return {"children": self._referred(state["children"], states)}
        kept = {k: v for k, v in state.items() if not OWN.fullmatch(k)}
        if "_esm" not in state and "value" in state:  # a piece of HTML
            kept = {"value": state["value"]}
        found = self._referred(kept, states)
        for trait in ("_esm", "_css"):
            if state.get(trait):
                found[trait] = self._source(state[trait])
        return found

    def _source(self, text: str) -> str:
        """Put the text of a module or a sheet into a file and return its number."""
        number = digest(text)
        path = self.assets.entry("sources", number, text, "panel")
        if path not in self.sources:
            self.sources.append(path)
        return number

    def _referred(self, value: Any, states: dict[str, Any]) -> Any:
        """Return a trait in which references to other models name shared ones."""
        if isinstance(value, dict):
            return {k: self._referred(v, states) for k, v in value.items()}
        if isinstance(value, list):
            return [self._referred(v, states) for v in value]
        found = REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if not found or found[1] not in states:
            return value
        name = self.models.put(self._kept(states[found[1]]["state"], states))
        if name not in self.used:
            self.used.append(name)
        return f"IPY_MODEL_{name}"

    def finish(self, numbers: dict[str, tuple[str, str]]) -> None:
        """Write the final numbers of shared models into the panels, once all pages are read."""
        final = {
            f"IPY_MODEL_{name}": f"IPY_MODEL_{number}" for name, (number, _) in numbers.items()
        }
        for panel in self.listed:
            panel["state"] = _renamed(panel["state"], final)

    def _text(self, state: dict[str, Any], plain: str) -> str:
        """Return a panel as text: its questions, or what it says of itself without widgets."""
        title = str(state.get("title", ""))
        if isinstance(state.get("questions"), list) and "code" in state:
            return asked(title, state["questions"], int(state.get("folded") or 0))
        return _spoken(title, plain)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {k: _renamed(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_renamed(v, names) for v in value]
    return names.get(value, value) if isinstance(value, str) else value


def _spoken(title: str, plain: str) -> str:
    """Return the words of a panel: lines that begin with a number as a list, others as paragraphs.

    What speaks of running cells is left out.
    """
    ends = {text for key, text in catalogue(language()).items() if key.endswith(".plain")}
    body = f'<p class="al-title" role="heading" aria-level="3">{esc(title)}</p>' if title else ""
    lines = [line.strip() for line in plain.splitlines()]
    kept = [line for line in lines if line and line not in ends and line != title]
    for numbered, group in groupby(kept, key=lambda line: bool(NUMBERED.match(line))):
        if numbered:
            items = "".join(f"<li>{esc(NUMBERED.sub('', line))}</li>" for line in group)
            body += f"<ol>{items}</ol>"
        else:
            body += "".join(f"<p>{esc(line)}</p>" for line in group)
    label = esc(title or say("site.panel"))
    return f'<section class="al al-sheet" aria-label="{label}">{body}</section>'
