"""Who is bound to whom: from obligations to pairs of actors, and to the number of bonds of each.

Pure functions from tables to a table that `atlas.lines` and `atlas.areas` draw. A treaty
of thirty parties binds nine hundred pairs: as lines that is a blot, so `bonds` leaves such treaties
out unless an actor is chosen, whose own bonds are then all there; `bound` counts for every actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ... import dates
from ...library import derive, given_library, need
from ...problems import AllianceError, did_you_mean
from ...texts import say
from .. import frame as base

__all__ = ["bonds", "bound"]

NEEDED = ["treaty", "type", "by", "to", "value", base.SOURCES]
COUNTED = ("yes", "conditional")
COLUMNS = ["bond", "from", "to", "from_id", "to_id", "type", "value", "ways", "treaties", "count"]
COLUMNS += [base.SOURCES, "from_lat", "from_lon", "to_lat", "to_lon"]


def bonds(
    obligations: pd.DataFrame,
    type: str = "defense",
    *,
    actor: str | None = None,
    values: Iterable[str] = COUNTED,
    on: str | None = None,
    most: int = 4,
    once: bool = False,
    library: Any = None,
) -> pd.DataFrame:
    """Return pairs of actors of which the first owes the second an obligation.

    Args:
        obligations: as `library.obligations`: treaty, type, by, to, value, source_ids.
        type: kind of obligation, one of those in the column `type`.
        actor: id of an actor: only its bonds, in both directions, whatever the size of the treaty.
        values: values that count as a bond.
        on: a day such as "1975": the treaties in force then and the actors that existed; None for
            those that have not ended.
        most: without an actor, treaties with more parties than this are left out; their names
            stand in `.attrs["left_out"]` of the result.
        once: give a pair bound both ways in one row, for maps with fewer lines.
        library: the open library; without it, the one that `open_library()` finds.

    Returns:
        One pair a row: bond (“A to B”), from, to (names), from_id, to_id, type, value (strongest),
        ways (one way, both ways), treaties (names), count, source_ids, from_lat, from_lon, to_lat,
        to_lon (capitals). Draw it with `atlas.lines(…, label="bond", category="value")`.

    Raises:
        AllianceError: a column or row is missing, or the type, actor or day is unknown.
    """
    library = given_library(library, "explore.bonds", "treaties", "actors")
    rows = _chosen(obligations, type, values, on, library, "explore.bonds")
    _check_actor(actor, library)
    large = {r["treaty"] for r in rows if actor is None and len({*r["by"], *r["to"]}) > most}
    pairs: dict[tuple[str, str], list] = {}
    for row in rows:
        for pair in _pairs(row) if row["treaty"] not in large else []:
            if actor is None or actor in pair:
                pairs.setdefault(pair, []).append(row)
    frame = _dyads(pairs, type, once, library)
    frame.attrs["left_out"] = _once(row["name"] for row in rows if row["treaty"] in large)
    return frame


def bound(
    obligations: pd.DataFrame,
    type: str = "defense",
    *,
    values: Iterable[str] = COUNTED,
    on: str | None = None,
    library: Any = None,
) -> pd.DataFrame:
    """Return for each actor to how many others it owes an obligation, treaties of any size.

    Args:
        obligations, type, values, on, library: as for `bonds`.

    Returns:
        One actor a row, most bonds first: actor (id), bonds (number of other actors to which it
        owes the obligation), to (their names), treaties (names), source_ids. Draw it with
        `atlas.areas(…, key="actor", value="bonds")`.

    Raises:
        AllianceError: as `bonds`.
    """
    library = given_library(library, "explore.bound", "treaties", "actors")
    owed: dict[str, dict[str, list]] = {}
    for row in _chosen(obligations, type, values, on, library, "explore.bound"):
        for giver, taker in _pairs(row):
            owed.setdefault(giver, {}).setdefault(taker, []).append(row)
    made = []
    for giver, takers in owed.items():
        rows = [row for each in takers.values() for row in each]
        made.append(
            {
                "actor": giver,
                "bonds": len(takers),
                "to": sorted(library.actor_name(taker) for taker in takers),
                "treaties": _once(row["name"] for row in rows),
                base.SOURCES: _once(s for row in rows for s in row[base.SOURCES]),
            }
        )
    frame = pd.DataFrame(made, columns=["actor", "bonds", "to", "treaties", base.SOURCES])
    return frame.sort_values("bonds", ascending=False, kind="stable", ignore_index=True)


def _check_actor(actor: str | None, library: Any) -> None:
    """Raise AllianceError if an actor was named that the table of actors does not have."""
    known = library.held["actors"]["id"]
    if actor is not None and actor not in set(known):
        raise AllianceError(
            f"explore.bonds: actors.csv has no actor “{actor}”; {did_you_mean(actor, known)}"
        )


def _once(values: Iterable[str]) -> list[str]:
    """Return values in order, each once."""
    return list(dict.fromkeys(values))


def _pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the pairs (who owes, to whom) of one obligation."""
    return [(giver, taker) for giver in row["by"] for taker in row["to"] if giver != taker]


def _chosen(
    obligations: pd.DataFrame,
    type: str,
    values: Iterable[str],
    on: str | None,
    library: Any,
    function: str,
) -> list[dict[str, Any]]:
    """Return the obligations of a type that count and hold on a day, with the treaty's name."""
    need(obligations, NEEDED, function, "library.obligations")
    known = library.choices("obligations", "type") if "obligations" in library.held else []
    known = _once([*known, *obligations["type"]])
    type = _spelt(type, known)
    if type not in known:
        raise AllianceError(
            f"{function}: there is no obligation of the type “{type}”; {did_you_mean(type, known)}"
        )
    values, names = set(values), base.names(library)
    standing, alive = _standing(on, library, function), _alive(on, library)
    rows = []
    for row in obligations.to_dict("records"):
        if row["type"] != type or row["value"] not in values or row["treaty"] not in standing:
            continue
        ends = {side: [a for a in base.cells(row, side) if a in alive] for side in ("by", "to")}
        rows.append({**row, **ends, "name": names.get(row["treaty"], row["treaty"])})
    return rows


def _spelt(type: str, known: Iterable[str]) -> str:
    """Return a type as the table spells it: “defence” and “defense” are one word."""
    same = [name for name in known if _folded(name) == _folded(type)]
    return same[0] if same else type


def _folded(word: Any) -> str:
    return re.sub("(def|off)ence", r"\1ense", str(word).strip().casefold().replace(" ", "-"))


def _days(on: str | None, function: str) -> pd.Timestamp | None:
    """Return a day as a time stamp, None for none; AllianceError if it cannot be read."""
    if on is None:
        return None
    if not isinstance(on, str) or not dates.is_valid(on):
        raise AllianceError(f'{function}: on={on!r} is no day; write one such as "1975-06-30".')
    return pd.Timestamp(dates.bounds(on)[1])


def _standing(on: str | None, library: Any, function: str) -> set[str]:
    """Return the treaties that stood on a day; without a day of entry, from the signature."""
    day, frame = _days(on, function), library.held["treaties"]
    if day is None:
        return set(frame[frame["ended"] == ""]["id"])
    since = frame["in_force_start"].fillna(frame["signed_start"])
    until = frame["ended_end"]
    return set(frame[(since <= day) & (until.isna() | (until > day))]["id"])


def _alive(on: str | None, library: Any) -> set[str]:
    """Return the actors that existed on a day."""
    day, frame = _days(on, ""), library.held["actors"]
    if day is None:
        return set(frame[frame["until"] == ""]["id"])
    since, until = frame["from_start"], frame["until_end"]
    return set(frame[(since.isna() | (since <= day)) & (until.isna() | (until > day))]["id"])


def _dyads(
    pairs: dict[tuple[str, str], list[dict[str, Any]]], type: str, once: bool, library: Any
) -> pd.DataFrame:
    """Return the pairs as a table, with the capitals between which a line runs."""
    actors = library.actors.set_index("id")
    made = []
    for (giver, taker), rows in sorted(pairs.items()):
        back = pairs.get((taker, giver), [])
        if once and back:
            if taker < giver:
                continue
            rows = [*rows, *back]
        names = [library.actor_name(end) for end in (giver, taker)]
        words = "bonds.both" if once and back else "bonds.name"
        made.append(
            {
                "bond": say(words, giver=names[0], taker=names[1]),
                "from": names[0],
                "to": names[1],
                "from_id": giver,
                "to_id": taker,
                "type": type,
                "value": derive.strongest(row["value"] for row in rows),
                "ways": say("bonds.both_ways" if back else "bonds.one_way"),
                "treaties": _once(row["name"] for row in rows),
                "count": len({row["treaty"] for row in rows}),
                base.SOURCES: _once(s for row in rows for s in row[base.SOURCES]),
                **_place("from", actors, giver),
                **_place("to", actors, taker),
            }
        )
    return pd.DataFrame(made, columns=COLUMNS)


def _place(end: str, actors: pd.DataFrame, actor: str) -> dict[str, float]:
    """Return the coordinates of an actor's capital, NaN where it has none."""
    known = actor in actors.index
    return {
        f"{end}_{axis}": float(actors.loc[actor, axis]) if known else float("nan")
        for axis in ("lat", "lon")
    }
