"""Reading and checking ladders.yml: the schemes by which treaties are sorted.

What a ladder is and does stands in `derive`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ..problems import Problem
from ..texts.yaml_lines import Lined, read_yaml
from .derive import STRENGTH, Ladder, Rung, column, types
from .form import Form, decimal, hint, short
from .package import Package

__all__ = ["LADDERS", "read_ladders"]

LADDERS = "ladders.yml"
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class _Form(Form):
    """A ladder, or a part of it, being read."""

    def __init__(self, raw: Lined, package: Package, problems: list[Problem]) -> None:
        super().__init__(raw, LADDERS, problems)
        self.types = types(package)
        sources = package.tables.get("sources")
        self.sources = set() if sources is None else set(sources["id"])

    def known_sources(self) -> Collection[str]:
        """Return the ids of the sources."""
        return self.sources

    def parts(self, field: str) -> _Form:
        """Return the form of a mapping that may be missing, or empty."""
        written = self.take(field) is not None
        return (self.inner(field) if written else None) or self.within(Lined(), f"{field}.")

    def obligation(self, name: str) -> bool:
        """Tell whether there is such a type of obligation."""
        if name not in self.types:
            message = f"there is no obligation “{short(name)}”"
            self.wrong(name, message, hint(name, self.types))
        return name in self.types

    def amount(self, field: str, what: str) -> float:
        """Return a number."""
        number = decimal(self.take(field))
        if number is None:
            message = f"{what} is “{short(self.raw[field])}”, not a number"
            self.wrong(field, message, "write digits and a point")
        return 0.0 if number is None else float(number)

    def when(self, rung: str) -> dict[str, tuple[str, ...]]:
        """Return the conditions of a rung."""
        form, conditions = self.parts("when"), {}
        for kind in form.raw:
            wanted = form.take(kind)
            values = wanted if isinstance(wanted, list) else [wanted]
            # YAML reads a bare yes or no as true or false: both spellings are meant.
            values = [("no", "yes")[v] if isinstance(v, bool) else v for v in values]
            for value in values:
                if not isinstance(value, str) or value not in STRENGTH:
                    message = f"rung “{rung}” wants the value “{short(value)}”"
                    form.wrong(kind, message, hint(value, STRENGTH))
            if form.obligation(kind):
                conditions[kind] = tuple(map(str, values))
        form.close()
        return conditions


def read_ladders(package: Package, problems: list[Problem]) -> dict[str, Ladder]:
    """Return the ladders by id, in the order of the file; each mistake becomes a finding.

    A package needs no ladders.yml; without obligations there is nothing to place.
    """
    path = package.folder / LADDERS
    if package.overlay is not None:  # those of a course go before those of the module
        own = package.overlay.course
        path = own.folder / LADDERS if own.blank or (own.folder / LADDERS).is_file() else path
    if "obligations" not in package.tables or not path.is_file():
        return {}
    content, problem = read_yaml(path, LADDERS)
    if problem is None and not (isinstance(content, Lined) and "ladders" in content):
        problem = Problem(LADDERS, "there is no “ladders:”", "begin the file with it")
    if problem:
        problems.append(problem)
        return {}
    top = _Form(content, package, problems)
    entries, ladders = top.inner("ladders"), {}
    top.close()
    if entries:
        for name in entries.raw:
            before = len(problems)
            ladder = _ladder(name, entries, package)
            if ladder and len(problems) == before:
                ladders[ladder.id] = ladder
        entries.close()
    return ladders


def _ladder(name: str, entries: _Form, package: Package) -> Ladder | None:
    """Read one ladder."""
    if not SLUG.fullmatch(name):
        entries.wrong(name, "the id has the wrong form", "use small letters, digits and hyphens")
    taken = [spec["name"] for spec in package.fields("treaties")] + [*map(column, entries.types)]
    if column(name) in taken:
        entries.wrong(name, "a column of the treaties bears that name", "choose another id")
    if not isinstance(entries.take(name), Lined):
        entries.wrong(name, "the ladder has no “key: value” lines", "write title, about and rungs")
        return None
    form = entries.inner(name)
    title, about = form.text("title", required=True), form.text("about")
    given = form.parts("weights")
    weights = {
        kind: given.amount(kind, f"the weight of “{kind}”")
        for kind in given.raw
        if given.obligation(kind)
    }
    given.asked.update(given.raw)
    given.close()
    value_of = _value_of(form) if form.has("weights") or form.has("value_of") else {}
    rows = form.rows("rungs", least=1, like="`- id: …`")
    rungs = tuple(_rung(row, n, bool(weights)) for n, row in enumerate(rows, 1))
    if rungs:
        _check_order(rungs, bool(weights), form)
    form.close()
    return Ladder(name, title, about, rungs, weights, value_of if weights else {})


def _value_of(form: _Form) -> dict[str, float]:
    """Read what share of a weight each value earns."""
    given = form.parts("value_of")
    worths = {}
    for value in STRENGTH:
        if not given.has(value):
            form.wrong("value_of", f"“{value}” has no worth", "write a number from 0 to 1")
            continue
        worths[value] = given.amount(value, f"the worth of “{value}”")
        if not 0 <= worths[value] <= 1:
            given.wrong(value, "a worth lies outside 0 to 1", "write a number between them")
    given.close()
    return worths


def _rung(form: _Form, number: int, weighted: bool) -> Rung:
    """Read one rung."""
    name = form.text("id")
    if not SLUG.fullmatch(name):
        remedy = "write small letters, digits and hyphens"
        form.wrong("id", f"rung {number} has no id of the right form", remedy)
    form.at += f"rung “{short(name)}”, " if name else ""
    title, about = form.text("title", required=True), form.text("about")
    if form.has("when") and weighted:
        form.wrong("when", "the rung has conditions, the ladder weights", "keep either")
    if form.has("least") and not weighted:
        form.wrong("least", "the rung has a least score, the ladder no weights", "add them")
    least = None
    if form.take("least") is not None:
        least = form.amount("least", f"the least score of “{name}”")
    rank = form.take("rank")
    if rank not in (None, True, False):
        form.wrong("rank", f"“rank” is “{short(rank)}”", "write false, or leave it out")
    when = form.when(name)
    form.close()
    return Rung(name, title, about, when, least, rank is not False)


def _check_order(rungs: tuple[Rung, ...], weighted: bool, form: _Form) -> None:
    """Every treaty must find a rung, and every rung must be within reach."""

    def wrong(message: str, remedy: str) -> None:
        form.wrong("rungs", message, remedy)

    names = [rung.id for rung in rungs]
    for twice in sorted({name for name in names if name and names.count(name) > 1}):
        wrong(f"two rungs have the id “{twice}”", "give each its own")
    free = [rung.least is None if weighted else not rung.when for rung in rungs]
    what = "least" if weighted else "when"
    if not free[-1]:
        wrong(f"the last rung has a “{what}”", "add a rung that takes all others")
    for rung, takes_all in zip(rungs[:-1], free, strict=False):
        if takes_all:
            remedy = f"give it a “{what}”, or move it to the end"
            wrong(f"rung “{rung.id}” takes every treaty", remedy)
    scores = [rung.least for rung in rungs if rung.least is not None]
    if scores != sorted(set(scores), reverse=True):
        wrong("the least scores do not fall", "put the highest rung first")
