"""What a comparison of two coders says: act by act, as a table of pairs, and in three numbers.

The arithmetic is in `agreement`. Everything returned is words, or HTML that is safe to show.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ... import dates
from ...library import as_list
from ...page import esc, filled, joined, scroll_box, source_line
from ...page.marks import svg
from ...texts import count, say
from ..stances import LOOKS, step
from . import agreement

__all__ = ["html", "sentence", "told"]

METHODS = ("cohens-kappa", "weighted-kappa")  # entries of the glossary that name the sources
LEVELS = list(LOOKS)
Pairs = tuple[list[int], list[int]]


def number(value: float) -> str:
    """Return a kappa with two digits and a true minus; “–” where there is none."""
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def sentence(pairs: Pairs) -> str:
    """Return in one sentence for how many acts both coders gave the same code."""
    table = agreement.confusion(*pairs, LEVELS)
    same = sum(a == b for a, b in zip(*pairs, strict=True))
    return say("coding.same", n=same, of=len(pairs[0]), percent=_percent(agreement.observed(table)))


def told(row: Mapping[str, Any], code: int, library: Any) -> dict[str, Any]:
    """Return an act as it is told after the comparison: both codes, our reason, sources."""
    ours = int(row["stance"])
    note = row.get("note")
    links = [library.cite(source) for source in as_list(row["source_ids"])]
    key = "source.one" if len(links) == 1 else "source.many"
    cited = filled(key, links=joined(links))
    apart = abs(code - ours)
    return {
        "id": row["id"],
        "head": f"{library.actor_name(row['actor'])}, {dates.words(row['date'])}: {row['act']}",
        "yours": step(code),
        "ours": step(ours),
        "apart": count("coding.apart", apart) if apart else say("coding.apart_none"),
        "agreed": apart == 0,
        "reason": row["stance_reason"],
        "note": "" if note is None or pd.isna(note) else str(note),
        "sources": cited if links else "",
    }


def html(pairs: Pairs, library: Any) -> str:
    """Return the numbers with what they mean, and the table of pairs."""
    table = agreement.confusion(*pairs, LEVELS)
    return f"{_pairs_table(table)}{_numbers(table, len(pairs[0]))}{_method(library)}"


# --- the table of pairs --------------------------------------------------------------------------


def _pairs_table(table: pd.DataFrame) -> str:
    """Return how often each pair of codes occurred; pairs that agree are marked and said so."""
    head = "".join(f'<th scope="col">{_sign(level)}</th>' for level in LEVELS)
    rows = []
    for one in LEVELS:
        cells = "".join(_cell(table.loc[one, other], one == other) for other in LEVELS)
        rows.append(f'<tr><th scope="row">{_sign(one)}</th>{cells}</tr>')
    caption = esc(say("coding.pairs"))
    corner = esc(say("coding.corner"))
    return scroll_box(
        f'<table class="al-table c-pairs"><caption>{caption}</caption><thead><tr>'
        f'<th scope="col">{corner}</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>',
        say("coding.pairs"),
    )


def _sign(level: int) -> str:
    """Return a step of the scale as mark and number."""
    return f"{svg(*LOOKS[level], 15)} <span>{esc(step(level, short=True))}</span>"


def _cell(times: int, same: bool) -> str:
    """Return a cell of the table; nothing stands where a pair did not occur."""
    kind = "al-number c-same" if same else "al-number"
    words = f'<span class="al-hidden"> {esc(say("coding.same_cell"))}</span>' if same else ""
    return f'<td class="{kind}">{times or "·"}{words}</td>'


# --- the numbers ---------------------------------------------------------------------------------


def _percent(share: float) -> str:
    """Return a share in per cent without decimals."""
    return f"{100 * share:.0f}"


def _numbers(table: pd.DataFrame, acts: int) -> str:
    """Return three numbers, each with a sentence on what it means and how it came about."""
    seen, chance = agreement.observed(table), agreement.expected(table)
    plain, near = agreement.kappa(table), agreement.kappa(table, "linear")
    values = {"seen": f"{seen:.2f}", "chance": f"{chance:.2f}", "kappa": number(plain)}
    near_seen = agreement.observed(table, "linear")
    near_chance = agreement.expected(table, "linear")
    weighted = {"seen": f"{near_seen:.2f}", "chance": f"{near_chance:.2f}", "kappa": number(near)}
    key = "coding.kappa_none" if math.isnan(plain) else "coding.kappa"
    items = [
        (say("coding.percent"), f"{_percent(seen)} %", say("coding.percent_words")),
        (say("coding.kappa_name"), number(plain), say(key, **values)),
        (say("coding.weighted_name"), number(near), say("coding.weighted", **weighted)),
    ]
    listed = "".join(
        f'<div><dt>{esc(name)}</dt><dd><strong class="c-number">{esc(value)}</strong> '
        f"{esc(words)}</dd></div>"
        for name, value, words in items
    )
    return f'<dl class="c-numbers">{listed}</dl><p>{esc(_convention(plain, acts))}</p>'


def _convention(value: float, acts: int) -> str:
    """Return the word that a convention has for a kappa, and what is wrong with such words."""
    name = agreement.band(value)
    word = say("coding.band", word=say(f"coding.band_{name}")) if name else ""
    return f"{word} {say('coding.doubt', n=acts)}".strip()


def _method(library: Any) -> str:
    """Return links to the sources of the glossary's entries on the method."""
    words = library.held.get("glossary", pd.DataFrame(columns=["id", "source_ids"]))
    rows = words[words["id"].isin(METHODS)]
    links = [library.cite(name) for ids in rows["source_ids"] for name in as_list(ids)]
    return source_line(links) if links else ""
