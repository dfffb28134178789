"""Treaties on the rungs of a ladder, by a rule that the learner can change.

The rule is that of `derive.place`; the page has a twin of it (`place.js`), so that a
changed rule shows at once and without a kernel. A test holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ... import dates
from ...library import derive, given_library, need
from ...page import MOST_LINKS, Link, Picture, esc, markdown
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .. import frame as base

__all__ = ["ladder"]

NEEDED = ["id", "short_name", "parties", "signed", base.SOURCES]

# In the page a value is one letter.
LETTERS = {"yes": "y", "conditional": "c", "unknown": "u", "no": "n"}

Values = Mapping[str, str]
Ladders = Mapping[str, derive.Ladder]


def ladder(
    frame: pd.DataFrame,
    *,
    ladders: Ladders | None = None,
    start: str | None = None,
    treaty: str | None = None,
    obligations: pd.DataFrame | None = None,
    title: str = "",
    summary: str = "",
    library: Any = None,
) -> Picture:
    """Place treaties on the rungs of a ladder, and let the learner change the rule.

    Args:
        frame: one treaty a row, as `library.treaties`: id, short_name, parties, signed, source_ids,
            and a column for each type of obligation with yes, conditional, unknown or no.
        ladders: schemes to choose from, by id; None for all of the library.
        start: id of the scheme shown first; None for the first.
        treaty: id of the treaty explained first; None for the first of the table.
        obligations: as `library.obligations`, for the explanation clause by clause; None for those
            of the library. What places a treaty are the columns of `frame`.
        title: what is shown; without it, a title that counts the treaties.
        summary: one sentence on what to see; without it the highest rung is counted.
        library: the open library; without it, the one that `open_library()` finds.

    Raises:
        AllianceError: a column is missing, the table has no rows, there is no ladder, or a name is
            unknown.
    """
    library = given_library(library, "explore.ladder", "obligations")
    types = library.choices("obligations", "type")
    columns = [derive.column(kind) for kind in types]
    need(frame, [*NEEDED, *columns], "explore.ladder", "library.treaties")
    schemes = _ladders(ladders, start, library)
    records = frame.sort_values("signed", kind="stable").to_dict("records")
    promised = [{kind: row[derive.column(kind)] for kind in types} for row in records]
    rows = library.obligations if obligations is None else obligations
    data = _data(records, promised, schemes, rows, library)
    data["chosen"] = _chosen(records, treaty)
    title = title or say("ladder.title", count=len(records))
    return Picture(
        title=title,
        summary=summary or _summary(promised, next(iter(schemes.values()))),
        body=_page(title, data, schemes, library),
        frame=_table(records, promised, schemes),
        links=library.links(frame)[:MOST_LINKS],
        cite=library.cite,
        notes=[say("ladder.note")],
    )


# --- what was given ------------------------------------------------------------------------------


def _ladders(ladders: Ladders | None, start: str | None, library: Any) -> Ladders:
    """Return the schemes, the one to start with first."""
    ladders = library.ladders if ladders is None else ladders
    if not ladders:
        raise AllianceError(
            "explore.ladder: there is no ladder to place treaties on; describe one in ladders.yml, "
            "or give ladders=…"
        )
    if start is None:
        return dict(ladders)
    if start not in ladders:
        raise AllianceError(
            f"explore.ladder: there is no ladder “{start}”; {did_you_mean(start, ladders)}"
        )
    return {start: ladders[start], **ladders}


def _chosen(records: list[dict[str, Any]], treaty: str | None) -> int:
    """Return the place of the treaty explained first."""
    ids = [row["id"] for row in records]
    if treaty is not None and treaty not in ids:
        raise AllianceError(
            f"explore.ladder: the table has no treaty “{treaty}”; {did_you_mean(treaty, ids)}"
        )
    return 0 if treaty is None else ids.index(treaty)


# --- what the page gets --------------------------------------------------------------------------


def _types(types: list[str], library: Any) -> list[list[str]]:
    """Return each type of obligation: id, words, meaning."""
    told = base.meanings(library, "obligations", "type")
    return [[kind, base.plain(kind), told.get(kind, "")] for kind in types]


def _packed_ladder(scheme: derive.Ladder) -> dict[str, Any]:
    """Return a scheme as `place.js` reads it."""
    return {
        "id": scheme.id,
        "title": scheme.title,
        "rungs": [
            {
                "id": rung.id,
                "title": rung.title,
                "when": {kind: list(wanted) for kind, wanted in rung.when.items()},
                "least": rung.least,
                "rank": rung.rank,
            }
            for rung in scheme.rungs
        ],
        "weights": dict(scheme.weights),
        "value_of": dict(scheme.value_of),
    }


def _data(
    records: list[dict[str, Any]],
    promised: list[Values],
    ladders: Ladders,
    obligations: pd.DataFrame,
    library: Any,
) -> dict[str, Any]:
    """Return all that the script reads: types, schemes, treaties, actors and links."""
    links = base.Links(library)
    return {
        "types": _types(list(promised[0]), library),
        "ladders": [_packed_ladder(each) for each in ladders.values()],
        **_packed_treaties(records, promised, obligations, links, library),
        "links": links.made,
    }


def _packed_treaties(
    records: list[dict[str, Any]],
    promised: list[Values],
    obligations: pd.DataFrame,
    links: base.Links,
    library: Any,
) -> dict[str, Any]:
    """Return treaties and actors; each treaty with its values and the clauses they stand in.

    Values stand in the order of the types, a letter each. See `_packed_clause`.
    """
    actors = {a for row in records for a in base.cells(row, "parties")}
    actors |= {a for side in ("by", "to") for each in obligations[side] for a in each}
    people = sorted(actors, key=lambda a: library.actor_name(a).casefold())
    number = {actor: k for k, actor in enumerate(people)}
    clauses: dict[str, list[dict[str, Any]]] = {}
    owed = obligations.to_dict("records")
    kinds = sorted({base.cell(row, "evidence") for row in owed})
    for row in owed:
        clauses.setdefault(row["treaty"], []).append(row)
    treaties = []
    for row, values in zip(records, promised, strict=True):
        own = links.places(base.cells(row, base.SOURCES))
        treaties.append(
            {
                "name": row["short_name"],
                "full": base.cell(row, "name"),
                "signed": _signed(row),
                "says": base.plain(base.cell(row, "title_says")),
                "parties": [number[a] for a in base.cells(row, "parties")],
                "values": "".join(LETTERS[value] for value in values.values()),
                "sources": own,
                "clauses": [
                    _packed_clause(clause, list(values), kinds, number, own, links)
                    for clause in clauses.get(row["id"], [])
                    if clause["type"] in values
                ],
            }
        )
    return {
        "treaties": treaties,
        "evidence": kinds,
        "actors": [library.actor_name(a) for a in people],
        "searched": [_known_as(a, library) for a in people],
    }


def _known_as(actor: str, library: Any) -> str:
    """Return what an actor may be searched for by: names, code, initials of the long name."""
    rows = library.held["actors"]
    full = " ".join(rows.loc[rows["id"] == actor, "name"])
    return " ".join([library.actor_name(actor), full, actor, "".join(re.findall(r"\b[A-Z]", full))])


def _packed_clause(
    row: dict[str, Any],
    types: list[str],
    kinds: list[str],
    number: Mapping[str, int],
    own: list[int],
    links: base.Links,
) -> list[Any]:
    """Return a clause as [type, value, evidence, article, condition, note, sources, by, to].

    Evidence is a place among its `kinds`. What is empty is 0, and at the end left out; `sources` is
    empty where they are those of the treaty, and so are `by` and `to` where every party owes the
    same to every other.
    """
    mutual = set(row["by"]) == set(row["to"])
    sides = [[] if mutual else [number[a] for a in row[side]] for side in ("by", "to")]
    sources = links.places(base.cells(row, base.SOURCES))
    evidence = kinds.index(base.cell(row, "evidence"))
    packed = [types.index(row["type"]), LETTERS[row["value"]], evidence]
    packed += [base.cell(row, column) for column in ("clause", "condition", "note")]
    packed += [[] if sources == own else sources, *sides]
    while not packed[-1]:
        packed.pop()
    return [one or 0 for one in packed]


def _signed(row: Mapping[str, Any]) -> str:
    """Return the day of signature in words, "" if it is not known."""
    return dates.words(row["signed"]) if row["signed"] else ""


def _page(title: str, data: dict[str, Any], ladders: Ladders, library: Any) -> str:
    """Return the page, with what each scheme and rung says of itself as HTML in templates."""
    known = set(library.held["sources"]["id"])

    def cite(source_id: str, label: str) -> Link:
        # A library as of some day lacks the sources that came later.
        return library.cite(source_id, label) if source_id in known else Link(label)

    parts = ['<div id="ex-root"></div>']
    for k, scheme in enumerate(ladders.values()):
        abouts = [(f"la-about-{k}", scheme.about)]
        abouts += [(f"la-about-{k}-{n}", rung.about) for n, rung in enumerate(scheme.rungs)]
        parts += [
            f'<template id="{esc(name)}">{markdown(text, cite)}</template>'
            for name, text in abouts
            if text
        ]
    return base.page(title, data, name="treaties/ladder", body="".join(parts), height=1000)


# --- in words ------------------------------------------------------------------------------------


def _strict(values: Values) -> Values:
    """Return the values for somebody to whom a conditional promise is none (as `place.js`)."""
    return {kind: "no" if value == "conditional" else value for kind, value in values.items()}


def _summary(promised: list[Values], scheme: derive.Ladder) -> str:
    """Count the highest rung, and what would move if conditional promises did not count."""
    stands = [derive.place(values, scheme).rung.id for values in promised]
    strict = [derive.place(_strict(values), scheme).rung.id for values in promised]
    return say(
        "ladder.summary",
        count=len(promised),
        top=stands.count(scheme.rungs[0].id),
        rung=scheme.rungs[0].title,
        ladder=scheme.title,
        moved=sum(a != b for a, b in zip(stands, strict, strict=True)),
    )


def _table(records: list[dict[str, Any]], promised: list[Values], ladders: Ladders) -> pd.DataFrame:
    """Return the equal of the page: each treaty, its rung by each scheme, and what it promises."""
    shown: dict[str, list[Any]] = {
        say("ladder.treaty"): [row["short_name"] for row in records],
        say("ladder.signed"): [
            dates.words(row["signed"]) if row["signed"] else "" for row in records
        ],
    }
    for scheme in ladders.values():
        shown[scheme.title] = [derive.place(values, scheme).rung.title for values in promised]
    for value in ("yes", "conditional", "unknown"):
        shown[say(f"ladder.table.{value}")] = [
            ", ".join(base.plain(k) for k, v in values.items() if v == value) or "–"
            for values in promised
        ]
    shown["sources"] = [base.cells(row, base.SOURCES) for row in records]
    return pd.DataFrame(shown)
