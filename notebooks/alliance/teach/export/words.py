"""What several formats say alike: losses that every platform has, lists of feedback, flat pairs."""

from __future__ import annotations

from .item import Choice, Judgement

__all__ = ["ANYWHERE", "FEWEST_OPTIONS", "flattened", "listed"]

ANYWHERE = [
    "How sure a learner is, is not asked before an answer.",
    "Answers stand on the platform and do not come back into the learner's journal.",
]
FEWEST_OPTIONS = 8  # pairs of verdict and reason that may stand below each other as one choice


def listed(items: tuple[Choice, ...]) -> str:
    """Return the feedback on items as a list, in the order of the items; "" without any."""
    rows = "".join(f"<li>{one.html}: {one.feedback}</li>" for one in items if one.feedback)
    return f"<ol>{rows}</ol>" if rows else ""


def flattened(body: Judgement) -> tuple[Choice, ...]:
    """Return every pair of a verdict and a reason as one choice with what it earns.

    () if these would be too many to read. The score is the same as in two steps.
    """
    if len(body.verdicts) * len(body.reasons) > FEWEST_OPTIONS:
        return ()
    found = []
    for verdict in body.verdicts:
        for reason in body.reasons:
            right = verdict.right and reason.right
            said = [reason.feedback] if right else [verdict.feedback, reason.feedback]
            if verdict.right and not reason.right:
                said.append(body.half)
            found.append(
                Choice(
                    f"{verdict.id}-{reason.id}",
                    f"<strong>{verdict.html}</strong>, {body.asks[1].rstrip('?')}: {reason.html}",
                    " ".join(part for part in said if part),
                    right,
                    verdict.credit + (reason.credit if verdict.right else 0),
                )
            )
    return tuple(found)
