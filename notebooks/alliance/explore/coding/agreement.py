"""How far do two coders agree? Percent agreement, Cohen's kappa, and kappa with weights.

Pure functions. Two coders put the same things into the same categories. The share that
both put into the same one is the percent agreement. Part of it would come about by chance, if each
coder kept to the shares of categories that he or she gave but dealt them out blindly. Kappa takes
that part away: κ = (p_o − p_e) / (1 − p_e), with the observed share p_o and the share p_e expected
by chance. It is 1 for full agreement, 0 for as much as chance gives, and below 0 for less
(J. Cohen, “A coefficient of agreement for nominal scales”, Educational and Psychological
Measurement 20, 1960, pp. 37–46).

On an ordered scale two steps apart is worse than one. Weighted kappa counts near misses in part
(J. Cohen, “Weighted kappa”, Psychological Bulletin 70, 1968, pp. 213–220). With linear weights a
pair k steps apart on a scale of m steps counts as 1 − k/(m − 1), with quadratic ones as
1 − (k/(m − 1))².

The words for the size of kappa are those of J. R. Landis and G. G. Koch, “The measurement of
observer agreement for categorical data”, Biometrics 33, 1977, pp. 159–174: a convention, no test.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pandas as pd

from ...problems import AllianceError

__all__ = ["band", "confusion", "expected", "kappa", "observed", "weights"]

# Upper ends of the bands of Landis and Koch; keys of texts. Below 0 stands “poor”.
BANDS = [(0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.0, "perfect")]


def confusion(
    first: Sequence[Hashable], second: Sequence[Hashable], levels: Sequence[Hashable]
) -> pd.DataFrame:
    """Return how often each pair of codes occurs: a row for each code of the first coder.

    Args:
        first, second: the codes of both coders for the same things in the same order.
        levels: all codes, in the order of the scale.

    Raises:
        AllianceError: the lists differ in length or are empty, or a code is none of the levels.
    """
    if len(first) != len(second) or not len(first):
        raise AllianceError(
            f"Two coders are compared on the same things: one list has {len(first)} codes, the "
            f"other {len(second)}; give both the same number, and at least one."
        )
    for code in [*first, *second]:
        if code not in levels:
            said = ", ".join(map(str, levels))
            raise AllianceError(f"The code {code!r} is none of the scale, which has {said}.")
    table = pd.DataFrame(0, index=list(levels), columns=list(levels))
    for one, other in zip(first, second, strict=True):
        table.loc[one, other] += 1
    return table


Kind = str | Sequence[Sequence[float]]


def weights(count: int, kind: Kind = "none") -> Sequence[Sequence[float]]:
    """Return how much each pair of codes counts as agreement, from 0 to 1.

    Args:
        count: how many steps the scale has.
        kind: "none": only the same code counts; "linear": a pair loses as much for each step;
            "quadratic": it loses with the square of the steps; or a table of one’s own.

    Raises:
        AllianceError: the kind is none of these.
    """
    if not isinstance(kind, str):
        return kind
    power = {"none": None, "linear": 1, "quadratic": 2}
    if kind not in power:
        raise AllianceError(f"Weights are none, linear or quadratic, not {kind!r}.")
    if power[kind] is None or count < 2:
        return [[float(i == j) for j in range(count)] for i in range(count)]
    far = count - 1
    return [[1 - (abs(i - j) / far) ** power[kind] for j in range(count)] for i in range(count)]


def observed(table: pd.DataFrame, kind: Kind = "none") -> float:
    """Return the share of agreement in a table made by `confusion`, near misses counted in part."""
    scale, counts = weights(len(table), kind), table.to_numpy()
    size = range(len(table))
    return float(sum(scale[i][j] * counts[i][j] for i in size for j in size) / counts.sum())


def expected(table: pd.DataFrame, kind: Kind = "none") -> float:
    """Return the share of agreement that chance would give, from the shares of both coders."""
    scale, counts = weights(len(table), kind), table.to_numpy()
    rows, columns, total = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    size = range(len(table))
    return float(sum(scale[i][j] * rows[i] * columns[j] for i in size for j in size) / total**2)


def kappa(table: pd.DataFrame, kind: Kind = "none") -> float:
    """Return Cohen's kappa of a table made by `confusion`; with weights, weighted kappa.

    Returns:
        At most 1; not a number (nan) where chance alone would give full agreement, because both
        coders used one and the same code throughout.
    """
    chance = expected(table, kind)
    if math.isclose(chance, 1):
        return math.nan
    return (observed(table, kind) - chance) / (1 - chance)


def band(value: float) -> str:
    """Return the band of Landis and Koch for a kappa: poor, slight … perfect; "" for none."""
    if math.isnan(value):
        return ""
    if value < 0:
        return "poor"
    return next(name for end, name in BANDS if value <= end + 1e-9)
