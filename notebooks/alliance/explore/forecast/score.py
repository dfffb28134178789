"""How good the forecasts were, as a picture: means as bars, each forecast beside its outcome.

The numbers come from `brier`; beside them stand “always one half” and, over the same questions
only, what somebody else expected (the column `article_expectation`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ... import dates
from ...library import as_list
from ...page import Html, Link, Picture, card, esc
from ...page.marks import COLORS, svg
from ...texts import count, say
from .. import brier

__all__ = ["article_words", "percent", "picture", "words"]

TERM = "brier-score"  # the entry of the glossary whose sources tell of the method
FEW = 30
# Symbol and colour of the mark of each forecaster.
MARKS = {"you": ("circle", COLORS[0]), "article": ("diamond", COLORS[4])}


def percent(probability: float) -> str:
    """Return a probability in per cent without needless digits: 0.7 is “70”."""
    return f"{100 * probability:.4g}"


def share(probability: float) -> str:
    """Return a probability in per cent with its sign."""
    return say("forecast.share", n=percent(probability))


def points(score: float) -> str:
    """Return a score with as many digits as help to compare: “0.09”, “0.324”."""
    # A little more than nothing, so that 0.0625 becomes 0.063, as at school.
    return f"{score + 1e-9:.3f}".removesuffix("0")


def words(row: Mapping[str, Any], first: Mapping[str, float], last: Mapping[str, float]) -> str:
    """Return what the learner said of a resolved question, and what it scores."""
    given = last.get(row["id"])
    if given is None:
        return say("forecast.you_none")
    key = "forecast.you" if first[row["id"]] == given else "forecast.you_first"
    scored = points(brier.score(given, row["outcome"] == brier.YES))
    return say(key, percent=percent(given), first=percent(first[row["id"]]), score=scored)


def article_words(row: Mapping[str, Any]) -> str:
    """Return what the article expected of a resolved question; "" if nothing is told of that."""
    told = str(row.get("article_words") or "").rstrip(".")
    if not told:
        return ""
    told = told[0].lower() + told[1:]
    expected = brier.expectation(row)
    if pd.isna(expected):
        return say("forecast.article_none", words=told)
    scored = points(brier.score(expected, row["outcome"] == brier.YES))
    return say("forecast.article", words=told, percent=percent(expected), score=scored)


def picture(answers: pd.DataFrame, kept: Any, day: str, library: Any) -> Picture | Html:
    """Return the picture of the scores on a day; as long as there is none, a sentence.

    Args:
        answers: the questions with their outcomes; columns as for `brier.table`.
        kept: the learner's forecasts, `first` and `last` by id.
        day: an EDTF date.
        library: where the sources come from.
    """
    scored = brier.table(answers, kept.last, day)
    found = brier.means(scored)
    rows = answers.loc[list(scored["id"])]
    if not found.count:
        return _Sentence(say("forecast.score_none"))
    notes = [say("forecast.method")] + ([say("forecast.few")] if found.count < FEW else [])
    return Picture(
        title=say("forecast.score_title"),
        summary=_summary(found),
        body=_drawing(scored, rows, found),
        frame=_frame(scored, rows, kept, found),
        links=[*_method_links(library), *library.links(rows)],
        cite=library.cite,
        notes=notes,
    )


class _Sentence(Html):
    """A sentence in the place of a picture."""

    def __init__(self, text: str) -> None:
        super().__init__(card(say("forecast.score_title"), f"<p>{esc(text)}</p>"), text)
        self.html = self.body


def _method_links(library: Any) -> list[Link]:
    """Return links to the sources of the glossary's entry on the method."""
    words = library.held.get("glossary", pd.DataFrame(columns=["id", "source_ids"]))
    found = words.loc[words["id"] == TERM, "source_ids"]
    return [library.cite(name) for ids in found for name in as_list(ids)]


def _summary(found: brier.Means) -> str:
    """Return one sentence on all questions, and one on those that the article speaks of."""
    half, you = points(found.half), points(found.forecast)
    said = [count("forecast.score", found.count, you=you, half=half)]
    if found.shared:
        values = {
            "you": points(found.shared_forecast),
            "article": points(found.reference),
            "half": points(found.shared_half),
        }
        said.append(count("forecast.score_article", found.shared, **values))
    return " ".join(said)


# --- the drawing --------------------------------------------------------------------------------


def _drawing(scored: pd.DataFrame, rows: pd.DataFrame, found: brier.Means) -> str:
    """Return bars of the means and a strip for each question.

    All numbers stand beside their marks as text, so screen readers pass over the marks.
    """
    you, half = say("forecast.mark_you"), say("forecast.mark_half")
    heading = count("forecast.bars_all", found.count)
    bars = _bars(heading, {you: found.forecast, half: found.half})
    if found.shared and found.shared < found.count:
        heading = count("forecast.bars_shared", found.shared)
    if found.shared:
        article = {say("forecast.mark_article"): found.reference}
        shared = {you: found.shared_forecast} | article | {half: found.shared_half}
        same = found.shared == found.count
        bars = _bars(heading, shared) if same else bars + _bars(heading, shared)
    given = scored[scored["forecast"].notna()].to_dict("records")
    strips = "".join(_strip(one, rows.loc[one["id"], "question"]) for one in given)
    return (
        f'{_head("forecast.bars")}<div class="f-means">{bars}</div>'
        f"{_head('forecast.strips')}{_key(bool(found.shared))}"
        f'<ul class="f-strips">{strips}{_scale()}</ul>'
    )


def _head(key: str) -> str:
    """Return a heading inside the picture."""
    return f'<p class="p-head" role="heading" aria-level="4">{esc(say(key))}</p>'


def _bars(heading: str, values: Mapping[str, float]) -> str:
    """Return one bar for each mean, from 0 to 1, under a heading."""
    bars = "".join(
        f'<li><span class="f-who">{esc(who)}</span><span class="f-track" aria-hidden="true">'
        f'<span class="f-bar" style="width:{100 * value:.1f}%"></span></span>'
        f'<span class="f-value">{points(value)}</span></li>'
        for who, value in values.items()
    )
    return f'<div><p>{esc(heading)}</p><ul class="f-bars">{bars}</ul></div>'


def _key(article: bool) -> str:
    """Return the key to the marks of the strips."""
    names = {name: MARKS[name] for name in MARKS if article or name == "you"}
    texts = {"you": say("forecast.mark_you"), "article": say("forecast.mark_article")}
    items = [f"<li>{svg(*mark, 16)} {esc(texts[name])}</li>" for name, mark in names.items()]
    items.append(f'<li><span class="f-end f-end-key"></span> {esc(say("forecast.mark_happened"))}')
    return f'<ul class="al-legend">{"".join(items)}</ul>'


def _strip(one: Mapping[str, Any], question: str) -> str:
    """Return a question's strip from 0 to 100 %: the forecasts on it, the outcome at its end."""
    outcome = say("forecast.outcome_yes" if one["happened"] else "forecast.outcome_no")
    marks, you = "", share(one["forecast"])
    told = say("forecast.row_you", you=you, outcome=outcome.lower())
    if not pd.isna(one["reference"]):
        marks = _mark("article", one["reference"])
        article = share(one["reference"])
        told = say("forecast.row", you=you, article=article, outcome=outcome.lower())
    marks += _mark("you", one["forecast"])
    end = 100 if one["happened"] else 0
    scored = say("forecast.row_score", score=points(one["score"]))
    return (
        f'<li><p class="f-asked">{esc(question)}</p><span class="f-strip" aria-hidden="true">'
        f'<span class="f-line"></span><span class="f-half"></span>'
        f'<span class="f-end" style="left:{end}%"></span>{marks}</span>'
        f'<p class="f-told">{esc(told)}; <strong>{esc(scored)}</strong></p></li>'
    )


def _mark(who: str, probability: float) -> str:
    """Return a mark at its place on the strip."""
    place = f"left:{100 * probability:.1f}%"
    return f'<span class="f-mark f-mark-{who}" style="{place}">{svg(*MARKS[who], 18)}</span>'


def _scale() -> str:
    """Return the scale below the strips."""
    ends = "".join(f"<span>{esc(share(at))}</span>" for at in (0, brier.HALF, 1))
    return f'<li aria-hidden="true" class="f-scale">{ends}</li>'


# --- the table ----------------------------------------------------------------------------------


def _frame(scored: pd.DataFrame, rows: pd.DataFrame, kept: Any, found: brier.Means) -> pd.DataFrame:
    """Return the equal of the drawing: a row a question, then the means."""
    names = ("question", "on", "outcome", "first", "last", "score", "half", "article",
             "article_score")  # fmt: skip
    columns = [say(f"forecast.column_{name}") for name in names]
    table = []
    for one in scored.to_dict("records"):
        row = rows.loc[one["id"]]
        first = kept.first.get(one["id"], float("nan"))
        outcome = say("forecast.outcome_yes" if one["happened"] else "forecast.outcome_no")
        shares = [round(100 * p, 2) for p in (first, one["forecast"], one["reference"])]
        scores = [round(one[name], 5) for name in ("score", "half", "reference_score")]
        start = [row["question"], dates.words(row["resolves_on"]), outcome]
        table.append([*start, *shares[:2], *scores[:2], shares[2], scores[2], row["source_ids"]])
    table.append(_mean(count("forecast.mean_all", found.count), found.forecast, found.half))
    if found.shared:
        heading = count("forecast.mean_shared", found.shared)
        table.append(_mean(heading, found.shared_forecast, found.shared_half, found.reference))
    return pd.DataFrame(table, columns=[*columns, "source_ids"])


def _mean(heading: str, you: float, half: float, article: float = float("nan")) -> list[Any]:
    """Return a row of means; what has none is left empty."""
    empty = float("nan")
    scores = [round(you, 5), round(half, 5), empty, round(article, 5)]
    return [heading, "", "", empty, empty, *scores, []]
