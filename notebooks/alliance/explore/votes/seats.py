"""What the explorers of votes share: which seats a body had on a day, who voted how, what decided.

Used by `chamber`, `record` and `resolve`. The rule itself is `council.outcome`; `seats.js`
holds its twin for the page, and the marks and sentences of all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ... import dates
from ...library import council, need
from ...page import Picture
from ...problems import AllianceError
from ...texts import page_texts, say
from .. import frame as base

__all__ = ["VOTES", "Rolls", "picture", "read", "result_words", "tally_words"]

VOTES = list(council.VOTES)
UNKNOWN = "unknown"
# How the catalogue names the results.
KEYS = {"adopted": "adopted", "not-adopted": "failed", "vetoed": "vetoed"}
MOST = 25  # seats that a drawing can hold
TEXTS = ["id", "body", "date", "title", "category"]
CALLS = ["resolution", "member", "vote"]
PERIODS = ["id", "body", "from", "until", "seats", "majority", "majority_rule", "permanent"]


@dataclass
class Rolls:
    """Roll calls, ready for a page and for a table.

    Attributes:
        rows: one dict for each text, in order of time, as the scripts read it.
        members: id and name of each member that occurs, in the order of names.
        periods: the bodies in force at these votes, as the scripts read them.
        left_out: ids of texts whose body is too large to be drawn seat by seat.
        links: the sources that the rows name.
        frame: the texts drawn.
        rules: the rows of `bodies` in force.
    """

    rows: list[dict[str, Any]]
    members: list[dict[str, str]]
    periods: list[dict[str, Any]]
    left_out: list[str]
    links: base.Links
    frame: pd.DataFrame
    rules: list[Mapping[str, Any]] = field(default_factory=list)

    def sources(self, library: Any) -> list[str]:
        """Return links to the sources of the rules, then to those of the texts."""
        return library.links(pd.DataFrame(self.rules)) + library.links(self.frame)

    def packed(self) -> dict[str, Any]:
        """Return what every page of votes needs; votes as “A=yes B=no”, which is short."""
        short = [
            {**row, "votes": " ".join(f"{m}={vote}" for m, vote in row["votes"].items())}
            for row in self.rows
        ]
        return {
            "rows": short,
            "members": self.members,
            "periods": self.periods,
            "links": self.links.made,
            "words": page_texts(["chamber."]),
        }

    def name(self, member: str) -> str:
        """Return the name of a member."""
        return next((m["name"] for m in self.members if m["id"] == member), member)


def read(
    resolutions: pd.DataFrame,
    votes: pd.DataFrame,
    bodies: pd.DataFrame | None,
    library: Any,
    function: str,
) -> Rolls:
    """Put roll calls together.

    Args:
        resolutions: one text a row: `id`, `body`, `date`, `title`, `category`; used if there are
            `question`, `adopted`, `vetoed_by`, `topic`, `summary`, `trigger_event`, `note`,
            `source_ids`.
        votes: one vote a row: `resolution`, `member`, `vote` (one of `VOTES`), and perhaps `note`.
        bodies: the rules in force: `body`, `from`, `until`, `seats`, `majority`, `majority_rule`,
            `permanent`; None for those of the library.
        library: the open library.
        function: name of the caller, for messages.

    Raises:
        AllianceError: a table or column is missing, a text has no body in force on its day, a vote
            is none of the four, or no text can be drawn seat by seat.
    """
    need(resolutions, TEXTS, function, "library.resolutions")
    need(votes, CALLS, function, "library.votes")
    bodies = library.held.get("bodies") if bodies is None else bodies
    need(bodies, PERIODS, function, "bodies=library.bodies")
    cast = _cast(votes, function)
    ordered = resolutions.sort_values("date", kind="stable")
    rolls = Rolls([], [], [], [], base.Links(library), ordered)
    rule_on = council.rules(bodies)
    ordered["drawn"] = [
        _add(text, cast, rolls, rule_on(text["body"], text["date"]))
        for text in ordered.to_dict("records")
    ]
    rolls.frame = ordered[ordered["drawn"]]
    if not rolls.rows:
        raise AllianceError(
            f"{function}: no text in the table was voted on by a body of at most {MOST} seats; "
            "choose texts of such a body, or draw the votes on a map with atlas.areas."
        )
    _name_members(rolls, library)
    return rolls


def _add(text: Mapping[str, Any], cast: Any, rolls: Rolls, body: Mapping[str, Any]) -> bool:
    """Add one text to the roll calls; False if its body is too large to be drawn."""
    if pd.isna(body["seats"]) or body["seats"] > MOST:
        rolls.left_out.append(text["id"])
        return False
    ids = [rule["id"] for rule in rolls.rules]
    if body["id"] not in ids:
        rolls.periods.append(_period(body))
        rolls.rules.append(body)
        ids.append(body["id"])
    place = ids.index(body["id"])
    rolls.rows.append(_row(text, cast.get(text["id"], {}), rolls, place, body))
    return True


def _name_members(rolls: Rolls, library: Any) -> None:
    """Fill in the members, and put the votes of each text in the order of their names."""
    found = {m for row in rolls.rows for m in row["votes"]}
    found |= {m for period in rolls.periods for m in period["permanent"]}
    names = sorted(found, key=lambda m: library.actor_name(m).casefold())
    rolls.members = [{"id": m, "name": library.actor_name(m)} for m in names]
    for row in rolls.rows:
        row["votes"] = {m: row["votes"][m] for m in names if m in row["votes"]}


def picture(
    rolls: Rolls,
    data: Mapping[str, Any],
    frame: pd.DataFrame,
    library: Any,
    *,
    name: str,
    title: str,
    summary: str,
    height: int,
) -> Picture:
    """Return the picture of one of the three explorers: its page, its table, its sources.

    Args:
        rolls: what is shown; texts left out are said below the picture.
        data: what the script needs besides the roll calls.
        frame: the equal of the drawing as a table.
        library: the open library.
        name: of the explorer, see `base.page`.
        title, summary: what it shows, and one sentence on it.
        height: of the frame until its script fits it, in CSS pixels.
    """
    page = base.page(
        title,
        {**rolls.packed(), **data},
        name=name,
        height=height,
    )
    left_out = ", ".join(rolls.left_out)
    return Picture(
        title=title,
        summary=summary,
        body=page,
        frame=frame,
        links=rolls.sources(library),
        cite=library.cite,
        notes=[say("chamber.left_out", texts=left_out)] if left_out else [],
    )


def _cast(votes: pd.DataFrame, function: str) -> dict[str, dict[str, dict[str, str]]]:
    """Return who voted how on each text: text → member → cells of the row."""
    cast: dict[str, dict[str, dict[str, str]]] = {}
    for row in votes.to_dict("records"):
        if row["vote"] not in VOTES:
            raise AllianceError(
                f"{function}: the vote of “{row['member']}” on “{row['resolution']}” is "
                f"“{row['vote']}”; it must be one of {', '.join(VOTES)}."
            )
        cast.setdefault(row["resolution"], {})[row["member"]] = row
    return cast


def _period(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule of a body as the scripts read it."""
    return {
        "body": body["body"],
        "seats": int(body["seats"]),
        "majority": None if pd.isna(body["majority"]) else int(body["majority"]),
        "majority_rule": body["majority_rule"],
        "permanent": base.cells(body, "permanent"),
        "note": base.cell(body, "note"),
    }


def _row(
    text: Mapping[str, Any],
    cast: Mapping[str, Mapping[str, str]],
    rolls: Rolls,
    place: int,
    body: Mapping[str, Any],
) -> dict[str, Any]:
    """Return one text with its votes as the scripts read it.

    Where votes are missing the result is the one on record; nothing is worked out from a part.
    """
    seats = int(body["seats"])
    known = len(cast) == seats
    question = base.cell(text, "question") or "substantive"
    called = {member: row["vote"] for member, row in cast.items()}
    counts = {vote: sum(v == vote for v in called.values()) for vote in VOTES}
    row = {
        "id": text["id"],
        "date": text["date"],
        "year": text["date"][:4],
        "when": dates.words(text["date"]),
        "title": text["title"],
        "category": text["category"],
        "topic": base.cell(text, "topic") or base.plain(text["category"]).capitalize(),
        **{name: base.cell(text, name) for name in ("summary", "note")},
        "trigger": base.cell(text, "trigger_event"),
        "period": place,
        "question": question,
        "known": known,
        "counts": {**counts, UNKNOWN: seats - len(cast)},
        "votes": called,
        "remarks": {m: note for m, row in cast.items() if (note := base.cell(row, "note"))},
        "sources": rolls.links.places(base.cells(text, base.SOURCES)),
        "need": None,
    }
    if known:
        found = council.outcome(called, body, question)
        return row | {"result": found.result, "vetoed_by": found.vetoed_by, "need": found.need}
    vetoed = base.cells(text, "vetoed_by")
    adopted = base.cell(text, "adopted") == "yes"
    result = "vetoed" if vetoed else "adopted" if adopted else "not-adopted"
    return row | {"result": result, "vetoed_by": vetoed}


def tally_words(rolls: Rolls, row: Mapping[str, Any], vote: str) -> str:
    """Return how many voted so and who, for a table: “2: A, B”."""
    who = [rolls.name(member) for member, cast in row["votes"].items() if cast == vote]
    return f"{len(who)}: {', '.join(who)}" if who else "0"


def result_words(row: Mapping[str, Any], rolls: Rolls) -> str:
    """Return what became of a text, for a table."""
    key = KEYS[row["result"]]
    words = say(f"chamber.result.{key}")
    who = ", ".join(rolls.name(member) for member in row["vetoed_by"])
    return f"{words}: {who}" if who else words
