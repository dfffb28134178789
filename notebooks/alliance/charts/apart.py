"""Keeping marks and words of a chart apart that would lie on each other."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["SIDES", "aside", "freest"]

STEP = 13  # pixels between two marks side by side
NEAR = 1.1  # per cent of the width within which marks of a wide chart touch
# Where the name of a limit may stand, in per cent: at the ends, else as near the middle as may be.
SIDES = {0: "start", 100: "end"} | dict.fromkeys(
    sorted(range(15, 90, 5), key=lambda at: abs(at - 50)), "middle"
)
WIDE = 24  # per cent that such a name takes of a chart of middling width


def freest(marks: Sequence[float]) -> int:
    """Return the place of `SIDES` where a name runs through the fewest marks (per cent along)."""
    return min(SIDES, key=lambda at: sum(_meets(at, across) for across in marks))


def _meets(side: float, across: float) -> bool:
    left = side if side == 0 else side - WIDE if side == 100 else side - WIDE / 2
    return left - 1 < across < left + WIDE + 1


def aside(places: Sequence[float], ends: Sequence[tuple[float, float]]) -> list[int]:
    """Return how many pixels each mark moves to the right (or left, if negative).

    Args:
        places: where each stands, in per cent of the width.
        ends: the pixels from top to bottom that each covers.
    """
    moved = [0] * len(places)
    groups: list[list[int]] = []
    for k in sorted(range(len(places)), key=lambda one: places[one]):
        for group in groups:
            if all(places[k] - places[other] <= NEAR for other in group) and any(
                ends[k][0] < ends[other][1] and ends[other][0] < ends[k][1] for other in group
            ):
                group.append(k)
                break
        else:
            groups.append([k])
    for group in groups:
        for turn, k in enumerate(group):
            moved[k] = round(STEP * (turn - (len(group) - 1) / 2))
    return moved
