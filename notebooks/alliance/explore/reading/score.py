"""How many errors of a text a reader caught: pure arithmetic, and the picture of it.

A claim has an error if the editors gave it a kind of error. A reader *catches* it with the editors'
own verdict, *notices* something with another one but “supported”, *misses* it with that one, and
raises a *false alarm* about a claim that holds.
What is disputed or not verifiable without an error to be named is *open* and counts for neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...library import as_list
from ...page import Html, Picture, card, esc
from ...texts import count, say

__all__ = ["SUPPORTED", "outcome", "picture", "table", "totals"]

SUPPORTED = "supported"
OUTCOMES = ("caught", "noticed", "missed", "passed", "alarm", "open")


def outcome(row: Mapping[str, Any], verdict: str) -> str:
    """Return caught, noticed, missed, passed, alarm or open for a reader's verdict on a claim.

    Args:
        row: the claim with the editors' `verdict` and `error_kinds`.
        verdict: the reader's.
    """
    doubted = verdict != SUPPORTED
    if as_list(row.get("error_kinds")):
        if not doubted:
            return "missed"
        return "caught" if verdict == row["verdict"] else "noticed"
    if row["verdict"] == SUPPORTED:
        return "alarm" if doubted else "passed"
    return "open"


def totals(judged: pd.DataFrame) -> dict[str, int]:
    """Return how often each outcome occurs, and `exact`: how often both verdicts were the same.

    Args:
        judged: one judged claim a row: `outcome`, `verdict` and the reader's `given`.
    """
    found = judged["outcome"].value_counts()
    counted = {name: int(found.get(name, 0)) for name in OUTCOMES}
    return counted | {"exact": int((judged["verdict"] == judged["given"]).sum())}


def table(judged: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return how many claims with each kind of error were caught, in the order of `kinds`.

    Args:
        judged: as for `totals`, with `error_kinds` and the `given_kind` of the reader.
        kinds: title by id of kind.

    Returns:
        Columns id, kind, claims, caught, noticed, missed, named (not missed, and this kind was the
        one that the reader named). Kinds without a judged claim are left out.
    """
    rows = []
    for name, title in kinds.items():
        has = judged["error_kinds"].map(lambda given, name=name: name in as_list(given))
        mine = judged[has.astype(bool)]
        caught, noticed, missed = (
            int((mine["outcome"] == one).sum()) for one in ("caught", "noticed", "missed")
        )
        named = int((mine["given_kind"] == name).sum())
        rows.append((name, title, len(mine), caught, noticed, missed, named))
    columns = ["id", "kind", "claims", "caught", "noticed", "missed", "named"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame[frame["claims"] > 0].reset_index(drop=True)


def picture(
    judged: pd.DataFrame, kinds: Mapping[str, str], links: Iterable[str] = ()
) -> Picture | Html:
    """Return the count as a picture; before anything is judged, a sentence.

    Args:
        judged, kinds: as for `table`.
        links: HTML links to the text that makes the claims.
    """
    title = say("reading.score_title")
    if judged.empty:
        words = say("reading.score_none")
        return Html(card(title, f"<p>{esc(words)}</p>"), words)
    found, rows = totals(judged), table(judged, kinds)
    notes = [say("reading.score_kinds")]
    if found["open"]:
        notes.insert(0, count("reading.score_open", found["open"]))
    return Picture(
        title=title,
        summary=summary(found, len(judged)),
        body=_bars(rows),
        frame=_frame(rows, found),
        links=list(links),
        notes=notes,
    )


def summary(found: Mapping[str, int], judged: int) -> str:
    """Return the count in words."""
    return say(
        "reading.score",
        n=found["caught"] + found["noticed"] + found["missed"],
        caught=found["caught"],
        noticed=found["noticed"],
        missed=found["missed"],
        sound=found["passed"] + found["alarm"],
        passed=found["passed"],
        alarms=found["alarm"],
        exact=found["exact"],
        judged=judged,
    )


def _bars(rows: pd.DataFrame) -> str:
    """Return one bar a kind, as long as it has claims, filled as far as they were caught."""
    if rows.empty:
        return ""
    widest, items = rows["claims"].max(), []
    for row in rows.to_dict("records"):
        key = "reading.bar_named" if row["named"] else "reading.bar"
        told = say(key, caught=row["caught"], n=row["claims"], named=row["named"])
        share = 100 * row["caught"] / row["claims"]
        items.append(
            f'<li><span class="r-kind">{esc(row["kind"])}</span>'
            '<span class="r-track" aria-hidden="true">'
            f'<span class="r-all" style="width:{100 * row["claims"] / widest:.1f}%">'
            f'<span class="r-bar" style="width:{share:.1f}%"></span></span></span>'
            f'<span class="r-value">{esc(told)}</span></li>'
        )
    head = f'<p class="r-head">{esc(say("reading.bars"))}</p>'
    return f'{head}<ul class="r-bars">{"".join(items)}</ul>'


def _frame(rows: pd.DataFrame, found: Mapping[str, int]) -> pd.DataFrame:
    """Return the equal of the bars, with a last row on the claims that hold."""
    names = ["kind", "claims", "caught", "noticed", "missed", "named"]
    listed = rows[names].to_numpy(dtype=object).tolist()
    sound = found["passed"] + found["alarm"]
    if sound:
        listed.append([say("reading.row_sound"), sound, found["passed"], 0, found["alarm"], pd.NA])
    return pd.DataFrame(listed, columns=[say(f"reading.column_{name}") for name in names])
