"""Reading and checking ladders.yml: the schemes by which treaties are sorted.

What a ladder is and does stands in `derive`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ..problems import Problem, did_you_mean
from .derive import STRENGTH, Ladder, Rung, column, types
from .package import YAML, Package, read_text

__all__ = ["LADDERS", "read_ladders"]

LADDERS = "ladders.yml"
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CITATION = re.compile(r"\]\(#([^)\s]+)\)")
KEYS = ("title", "about", "weights", "value_of", "rungs")
RUNG_KEYS = ("id", "title", "about", "when", "least")


class _Reader:
    """Reads one ladder and keeps its mistakes."""

    def __init__(self, name: str, package: Package) -> None:
        self.name = name
        self.types = types(package)
        sources = package.tables.get("sources")
        self.sources = set() if sources is None else set(sources["id"])
        self.found: list[Problem] = []

    def wrong(self, message: str, remedy: str, where: str = "") -> None:
        """Note a mistake; `where` is the key."""
        self.found.append(Problem(LADDERS, message, remedy, row=self.name, column=where))

    def keys(self, raw: Mapping[str, Any], known: Iterable[str], where: str = "") -> None:
        """Note keys that mean nothing."""
        for key in raw:
            if key not in known:
                self.wrong(f"the key “{key}” means nothing here", did_you_mean(key, known), where)

    def text(self, raw: Mapping[str, Any], key: str, where: str = "") -> str:
        """Return a text; the title must be there, and what it cites must be a source."""
        value = raw.get(key, "")
        if not isinstance(value, str) or (key == "title" and not value.strip()):
            self.wrong(f"{where or 'the ladder'} has no “{key}”", "write one, in quotation marks")
            return ""
        for cited in CITATION.findall(value):
            if cited not in self.sources:
                self.wrong(f"“{cited}” is not in sources.csv", "add it first, or correct it", key)
        return value

    def type(self, name: Any, where: str) -> bool:
        """Tell whether there is such a type of obligation."""
        if name in self.types:
            return True
        self.wrong(f"there is no obligation “{name}”", did_you_mean(name, self.types), where)
        return False

    def number(self, value: Any, what: str, where: str) -> float:
        """Return a number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(f"{what} is {value!r}, not a number", "write digits and a point", where)
            return 0.0
        return float(value)

    def mapping(self, raw: Mapping[str, Any], key: str) -> Mapping[Any, Any]:
        """Return a mapping, {} if it is not there."""
        value = raw.get(key) or {}
        if isinstance(value, dict):
            return value
        self.wrong(f"“{key}” has no “key: value” lines", "write them in braces", key)
        return {}

    def when(self, raw: Mapping[str, Any], rung: str) -> dict[str, tuple[str, ...]]:
        """Return the conditions of a rung."""
        conditions = {}
        for kind, wanted in self.mapping(raw, "when").items():
            # YAML reads a bare yes or no as true or false: both spellings are meant.
            values = wanted if isinstance(wanted, list) else [wanted]
            values = [{True: "yes", False: "no"}.get(v, v) if isinstance(v, bool) else v
                      for v in values]  # fmt: skip
            for value in values:
                if value not in STRENGTH:
                    known = did_you_mean(value, STRENGTH)
                    self.wrong(f"rung “{rung}” wants the value “{value}”", known, "when")
            if self.type(kind, "when"):
                conditions[kind] = tuple(values)
        return conditions


def read_ladders(package: Package, problems: list[Problem]) -> dict[str, Ladder]:
    """Return the ladders by id, in the order of the file; each mistake becomes a finding.

    A package needs no ladders.yml; without obligations there is nothing to place.
    """
    path = package.folder / LADDERS
    if "obligations" not in package.tables or not path.is_file():
        return {}
    text = read_text(path, problems)
    if text is None:
        return {}
    try:
        content = yaml.load(text, Loader=YAML)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it cannot be read"
        row = mark.line + 1 if mark else ""
        problems.append(Problem(LADDERS, f"not valid YAML ({what})", "check the indentation", row))
        return {}
    entries = content.get("ladders") if isinstance(content, dict) else None
    if not isinstance(entries, dict):
        problems.append(Problem(LADDERS, "there is no “ladders:”", "begin the file with it"))
        return {}
    ladders = {}
    for name, raw in entries.items():
        reader = _Reader(str(name), package)
        ladder = _ladder(str(name), raw, reader, package)
        problems += reader.found
        if ladder and not reader.found:
            ladders[ladder.id] = ladder
    return ladders


def _ladder(name: str, raw: Any, reader: _Reader, package: Package) -> Ladder | None:
    """Read one ladder."""
    if not SLUG.fullmatch(name):
        reader.wrong("the id has the wrong form", "use small letters, digits and hyphens")
    taken = [spec["name"] for spec in package.fields("treaties")] + [*map(column, reader.types)]
    if column(name) in taken:
        reader.wrong("a column of the treaties bears that name", "choose another id")
    if not isinstance(raw, dict):
        reader.wrong("the ladder has no “key: value” lines", "write title, about and rungs")
        return None
    reader.keys(raw, KEYS)
    title, about = reader.text(raw, "title"), reader.text(raw, "about")
    weights = {
        kind: reader.number(weight, f"the weight of “{kind}”", "weights")
        for kind, weight in reader.mapping(raw, "weights").items()
        if reader.type(kind, "weights")
    }
    value_of = _value_of(raw, reader) if weights else {}
    entries = raw.get("rungs")
    if not isinstance(entries, list) or not entries:
        reader.wrong("the ladder has no rungs", "begin each with “- id: …”", "rungs")
        return None
    rungs = tuple(_rung(entry, n, bool(weights), reader) for n, entry in enumerate(entries, 1))
    _check_order(rungs, bool(weights), reader)
    return Ladder(name, title, about, rungs, weights, value_of)


def _value_of(raw: Mapping[str, Any], reader: _Reader) -> dict[str, float]:
    """Read what share of a weight each value earns."""
    given = reader.mapping(raw, "value_of")
    given = {{True: "yes", False: "no"}.get(key, key): worth for key, worth in given.items()}
    reader.keys(given, STRENGTH, "value_of")
    for value in STRENGTH:
        if value not in given:
            reader.wrong(f"“{value}” has no worth", "write a number from 0 to 1", "value_of")
    worths = {
        value: reader.number(worth, f"the worth of “{value}”", "value_of")
        for value, worth in given.items()
    }
    if any(not 0 <= worth <= 1 for worth in worths.values()):
        reader.wrong("a worth lies outside 0 to 1", "write a number between them", "value_of")
    return worths


def _rung(raw: Any, number: int, weighted: bool, reader: _Reader) -> Rung:
    """Read one rung."""
    if not isinstance(raw, dict) or not SLUG.fullmatch(str(raw.get("id", ""))):
        reader.wrong(f"rung {number} has no id", "write small letters, digits and hyphens", "rungs")
        return Rung("", "")
    name = raw["id"]
    reader.keys(raw, RUNG_KEYS, "rungs")
    title, about = reader.text(raw, "title", f"rung “{name}”"), reader.text(raw, "about")
    if "when" in raw and weighted:
        reader.wrong(f"rung “{name}” has conditions, the ladder weights", "keep either", "rungs")
    if "least" in raw and not weighted:
        reader.wrong(f"rung “{name}” has a least score, the ladder no weights", "add them", "rungs")
    least = None
    if raw.get("least") is not None:
        least = reader.number(raw["least"], f"the least score of “{name}”", "rungs")
    return Rung(name, title, about, reader.when(raw, name), least)


def _check_order(rungs: tuple[Rung, ...], weighted: bool, reader: _Reader) -> None:
    """Every treaty must find a rung, and every rung must be within reach."""
    names = [rung.id for rung in rungs]
    for twice in sorted({name for name in names if name and names.count(name) > 1}):
        reader.wrong(f"two rungs have the id “{twice}”", "give each its own", "rungs")
    free = [rung.least is None if weighted else not rung.when for rung in rungs]
    what = "least" if weighted else "when"
    if not free[-1]:
        reader.wrong(f"the last rung has a “{what}”", "add a rung that takes all others", "rungs")
    for rung, takes_all in zip(rungs[:-1], free, strict=False):
        if takes_all:
            remedy = f"give it a “{what}”, or move it to the end"
            reader.wrong(f"rung “{rung.id}” takes every treaty", remedy, "rungs")
    scores = [rung.least for rung in rungs if rung.least is not None]
    if scores != sorted(set(scores), reverse=True):
        reader.wrong("the least scores do not fall", "put the highest rung first", "rungs")
