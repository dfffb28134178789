"""How good were forecasts? The Brier score, and who did better on the same questions.

Pure functions. For a probability p that something happens and an outcome o of 1 (it
happened) or 0 (it did not), a forecast scores (p − o)²; a forecaster's score is the mean. It runs
from 0 (always sure and right) to 1 (always sure and wrong): lower is better. Whoever always says
one half scores 0.25. The measure is that of G. W. Brier, “Verification of forecasts expressed in
terms of probability”, Monthly Weather Review 78 (1), 1950, pp. 1–3. He added up the squares for yes
and for no, which for such questions is twice the score used here; the halved form is the common
one. It is proper: nobody expects a better score by saying anything but what they believe.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

from .. import dates
from ..problems import AllianceError
from ..texts import say

__all__ = [
    "HALF",
    "YES",
    "Means",
    "chance",
    "expectation",
    "is_chance",
    "mean",
    "means",
    "resolved",
    "score",
    "table",
]

HALF = 0.5  # what one says who knows nothing
YES, NO = "yes", "no"
COLUMNS = ["id", "happened", "forecast", "score", "half", "reference", "reference_score"]


def is_chance(value: Any) -> bool:
    """Tell whether a value is a probability: a number from 0 to 1, and no truth value."""
    return isinstance(value, Real) and not isinstance(value, bool) and 0 <= value <= 1


def chance(percent: Any) -> float:
    """Return the probability that a learner wrote in per cent: “70”, “70 %” and 70 are 0.7.

    Raises:
        AllianceError: it is no number from 0 to 100; one sentence for the learner.
    """
    text = "" if isinstance(percent, bool) else str(percent).strip()
    text = text.removesuffix("%").strip().replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        raise AllianceError(say("forecast.no_number")) from None
    if not math.isfinite(number):
        raise AllianceError(say("forecast.no_number"))
    if not 0 <= number <= 100:
        raise AllianceError(say("forecast.out_of_range", value=f"{number:g}"))
    return number / 100


def score(probability: float, happened: bool) -> float:
    """Return the Brier score of one forecast: the squared distance from what happened.

    Raises:
        AllianceError: the probability is no number from 0 to 1.
    """
    if not is_chance(probability):
        raise AllianceError(
            f"A probability is a number from 0 to 1, as 0.7 for 70 %; it was {probability!r}."
        )
    return (probability - (1 if happened else 0)) ** 2


def mean(scores: Iterable[float]) -> float | None:
    """Return the mean of scores, None if there are none. What is not a number is left out."""
    kept = [one for one in scores if not math.isnan(one)]
    return sum(kept) / len(kept) if kept else None


def resolved(questions: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the questions whose outcome was known at the end of a day, in order of that date.

    Args:
        questions: columns `resolves_on` (EDTF; a month counts from its last day) and `outcome`
            (yes or no). A question without either is not resolved.
        day: an EDTF date.

    Raises:
        AllianceError: `day` is no date.
    """
    until = dates.bounds(day)[1]
    known = questions.assign(_since=[_known_from(when) for when in questions["resolves_on"]])
    known = known[known["outcome"].isin([YES, NO])].dropna(subset="_since")
    if until is not None:
        known = known[[since <= until for since in known["_since"]]]
    return known.sort_values("_since", kind="stable").drop(columns="_since")


def _known_from(edtf: Any) -> date | None:
    """Return the last day that a date may mean; None if there is none."""
    return dates.bounds(edtf)[1] if dates.is_valid(edtf) else None


def table(
    questions: pd.DataFrame,
    forecasts: Mapping[str, float],
    day: str,
    reference: str = "article_expectation",
) -> pd.DataFrame:
    """Return one row for each question resolved by a day, in order of resolution.

    Columns: id, happened (True or False), forecast (0 to 1, NaN if none was given), score, half
    (what “one half” scores), reference (the forecast to compare with, NaN if there is none),
    reference_score.

    Args:
        questions: as for `resolved`, with `id` and, for the comparison, the column `reference`.
        forecasts: probability by id of question.
        day: an EDTF date.
        reference: column with the probabilities of somebody else, as numbers or texts.

    Raises:
        AllianceError: `day` is no date, or a probability is none.
    """
    rows = []
    for row in resolved(questions, day).to_dict("records"):
        happened = row["outcome"] == YES
        other = expectation(row, reference)
        given = forecasts.get(row["id"], math.nan)
        rows.append(
            (
                *(row["id"], happened, given, _score(given, happened)),
                *(score(HALF, happened), other, _score(other, happened)),
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def expectation(row: Mapping[str, Any], column: str = "article_expectation") -> float:
    """Return the probability in a cell that holds a number, a text or nothing; NaN for nothing."""
    value = row.get(column)
    return math.nan if value is None or value == "" else float(value)


def _score(probability: float, happened: bool) -> float:
    """Return the score of a forecast; NaN if none was given."""
    return math.nan if pd.isna(probability) else score(probability, happened)


@dataclass(frozen=True)
class Means:
    """Mean scores over the same questions, which alone can be compared.

    Attributes:
        count: number of resolved questions with a forecast.
        forecast, half: mean score of the forecasts, and of always one half; None without any.
        shared: number of those for which there is a reference too.
        shared_forecast, reference, shared_half: mean scores over these.
    """

    count: int
    forecast: float | None
    half: float | None
    shared: int
    shared_forecast: float | None
    reference: float | None
    shared_half: float | None


def means(scored: pd.DataFrame) -> Means:
    """Return the mean scores of a `table`; questions without a forecast are left out."""
    given = scored[scored["forecast"].notna()]
    both = given[given["reference"].notna()]
    return Means(
        len(given),
        mean(given["score"]),
        mean(given["half"]),
        len(both),
        mean(both["score"]),
        mean(both["reference_score"]),
        mean(both["half"]),
    )
