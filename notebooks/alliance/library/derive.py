"""What follows from the obligations: what a treaty promises in all, and where it stands.

Nobody writes into a table that a treaty is an alliance. `obligations` says what it obliges, clause
by clause; `ladders.yml` holds the schemes (a ladder and its rungs) by which treaties are sorted;
this room puts the two together. `library.treaties` thus gains a column for each type of obligation
(the strongest value in any direction) and one for each ladder (the id of the rung). Change one
obligation, and the column, the pictures and the answers of the quiz follow.

A package without these tables is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from ..problems import Problem
from ..texts import say
from .package import Package

__all__ = ["STRENGTH", "Ladder", "Placement", "Reason", "Rung", "add_columns", "column", "place"]

# Weakest first: that something may be promised weighs more than that it is known not to be.
STRENGTH = ("no", "unknown", "conditional", "yes")


@dataclass(frozen=True)
class Rung:
    """One rung of a ladder.

    Attributes:
        id, title, about: for the column, for people, and why a treaty stands here (Markdown).
        when: the values allowed for each type of obligation named; all must hold.
        least: on a weighted ladder, the least score for this rung; None takes whatever is left.
        rank: whether it is a place in the order; a rung for what is not known is none.
    """

    id: str
    title: str
    about: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least: float | None = None
    rank: bool = True


@dataclass(frozen=True)
class Ladder:
    """A scheme by which treaties are sorted; see `ladders.yml`.

    Attributes:
        id, title, about: for the column, for people, and where it comes from (Markdown, cited).
        rungs: strongest first; the last takes every treaty that is left.
        weights: points of each type of obligation; empty on a ladder of conditions.
        value_of: the share of the points that each value earns, from 0 to 1.
    """

    id: str
    title: str
    about: str
    rungs: tuple[Rung, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    value_of: Mapping[str, float] = field(default_factory=dict)


class Reason(NamedTuple):
    """Why a treaty stands on a rung, or not: one condition tested, or the points of one type."""

    rung: str
    type: str
    value: str
    wanted: tuple[str, ...]
    holds: bool
    points: float


class Placement(NamedTuple):
    """Where a treaty stands, and every step of the way there; `score` only by weights."""

    rung: Rung
    reasons: tuple[Reason, ...]
    score: float | None


def column(name: str) -> str:
    """Return the name of the column for a type of obligation or a ladder: `_` for `-`."""
    return name.replace("-", "_")


def place(values: Mapping[str, str], ladder: Ladder) -> Placement:
    """Place a treaty on a ladder.

    By conditions, it stands on the first rung, from the top, whose conditions all hold. By weights,
    each type gives its weight times the worth of its value, and it stands on the first rung whose
    least score is reached.

    Args:
        values: one of yes, conditional, unknown, no for each type; a missing type is unknown.
        ladder: the scheme.
    """
    if ladder.weights:
        return _by_weight(values, ladder)
    reasons: list[Reason] = []
    for rung in ladder.rungs:
        tested = [
            Reason(rung.id, kind, value, wanted, value in wanted, 0.0)
            for kind, wanted in rung.when.items()
            for value in [values.get(kind, "unknown")]
        ]
        reasons += tested
        if all(reason.holds for reason in tested):
            break
    return Placement(rung, tuple(reasons), None)


def _by_weight(values: Mapping[str, str], ladder: Ladder) -> Placement:
    """Add the points up and find the rung that they reach."""
    earned = []
    for kind, weight in ladder.weights.items():
        value = values.get(kind, "unknown")
        points = weight * ladder.value_of[value]
        earned.append((kind, value, points))
    # Rounded, so that 0.1 + 0.2 reaches a rung that begins at 0.3.
    score = round(sum(points for _, _, points in earned), 6)
    rung = next(r for r in ladder.rungs if r.least is None or score >= r.least)
    reasons = (Reason(rung.id, k, v, (), points > 0, points) for k, v, points in earned)
    return Placement(rung, tuple(reasons), score)


def strongest(values: Iterable[str]) -> str:
    """Return the strongest of the values, "unknown" if there are none."""
    return max(values, key=STRENGTH.index, default="unknown")


def types(package: Package) -> list[str]:
    """Return the types of obligation that the code book knows, in its order."""
    return list(_type_field(package).get("constraints", {}).get("enum", []))


def _type_field(package: Package) -> dict[str, Any]:
    """Return what the code book says of the column `type`, {} if there is none."""
    return next((f for f in package.fields("obligations") if f["name"] == "type"), {})


def add_columns(package: Package, ladders: Mapping[str, Ladder]) -> None:
    """Add the columns to the table of treaties, in place; again, after rows have gone (`as_of`).

    Args:
        package: read without problems; needs the tables treaties (id) and obligations (treaty,
            type, value).
        ladders: by id.
    """
    if not {"treaties", "obligations"} <= set(package.tables):
        return
    treaties, rows = package.tables["treaties"].copy(), package.tables["obligations"]
    known: dict[tuple[str, str], list[str]] = {}
    for treaty, kind, value in zip(rows["treaty"], rows["type"], rows["value"], strict=True):
        known.setdefault((treaty, kind), []).append(value)
    kinds = types(package)
    promised = [
        {kind: strongest(known.get((treaty, kind), [])) for kind in kinds}
        for treaty in treaties["id"]
    ]
    index = treaties.index
    for kind in kinds:
        cells = [values[kind] for values in promised]
        treaties[column(kind)] = pd.Series(cells, index=index, dtype=object)
    for ladder in ladders.values():
        cells = [place(values, ladder).rung.id for values in promised]
        treaties[column(ladder.id)] = pd.Series(cells, index=index, dtype=object)
    package.tables["treaties"] = treaties


def describe_columns(package: Package, ladders: Mapping[str, Ladder]) -> None:
    """Tell the code book of the columns that `add_columns` adds."""
    if not {"treaties", "obligations"} <= set(package.tables):
        return
    labels = {c["value"]: c["label"] for c in _type_field(package).get("categories", [])}
    for kind in types(package):
        title = labels.get(kind, kind)
        _describe(package, column(kind), title, say("derive.type"), STRENGTH[::-1])
    for ladder in ladders.values():
        rungs = [rung.id for rung in ladder.rungs]
        _describe(package, column(ladder.id), ladder.title, say("derive.ladder"), rungs)


def _describe(
    package: Package, name: str, title: str, description: str, values: Iterable[str]
) -> None:
    """Add one field to the code book of the treaties."""
    spec = {"name": name, "type": "string", "title": title, "description": description}
    package.fields("treaties").append(spec | {"constraints": {"enum": list(values)}})


def check_obligations(package: Package) -> list[Problem]:
    """Return what the code book cannot say: a row for each type, and conditions written out."""
    if not {"treaties", "obligations"} <= set(package.tables):
        return []
    rows, file = package.tables["obligations"], package.resource("obligations")["path"]
    found = []
    told = set(zip(rows["treaty"], rows["type"], strict=True))
    for treaty in package.tables["treaties"]["id"]:
        for kind in types(package):
            if (treaty, kind) not in told:
                message = f"“{treaty}” has no row of the type “{kind}”"
                found.append(Problem(file, message, "add one, with the value no if there is none"))
    for row in rows.itertuples():
        if row.value == "conditional" and not row.condition:
            found.append(
                Problem(
                    file,
                    "the value is conditional, but no condition is given",
                    "write the condition, or another value",
                    row=row.id,
                    column="condition",
                )
            )
    return found
