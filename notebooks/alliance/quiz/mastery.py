"""How well a learner masters each objective, told from the journal. Pure.

The rule is an exponential moving average, the criterion that R. Pelánek and J. Řihák recommend
after comparing it with learner models that are much harder to explain (“Analysis and design of
mastery learning criteria”, New Review of Hypermedia and Multimedia 24(3), 2018, 133–159,
https://doi.org/10.1080/13614568.2018.1476596). They also find that what is counted, and where the
threshold lies, matters more than the model. In words:

- Each time a question is asked it earns a credit: 1 if it is answered right at once, ½ if right
  with the hint or at a later try, else 0.
- The level is the average of the credits, in which each counts 0.7 times as much as the next
  newer one.
- Mastered: a level of at least 0.8 over at least three different questions (over all questions
  where the objective has fewer). Nearly: a level of at least 0.6 over at least two. Begun: any
  answer. Otherwise not started.

So three right answers at once are enough, one miss among them asks for one more right answer, and
old mistakes fade. Scores of the learner on any single question are never shown as a mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from .course import Course, histories
from .model import Question

__all__ = ["STATES", "Mastery", "credit", "level", "mastery"]

FADING = 0.7
MASTERED, ENOUGH = 0.8, 3
NEARLY, SOME = 0.6, 2
# from the best to the least: the words for each state
STATES = {
    "mastered": "mastery.mastered",
    "nearly": "mastery.nearly",
    "begun": "mastery.begun",
    "new": "mastery.new",
}


@dataclass(frozen=True)
class Mastery:
    """How far a learner is with one objective.

    Attributes:
        objective: its id.
        state: a key of STATES.
        level: 0 to 1; 0 without answers.
        questions: the ids of its marked questions.
        answered: those with an answer.
        missed: those whose newest course earned no full credit.
        due: those that are due for review.
    """

    objective: str
    state: str
    level: float
    questions: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)


def credit(course: Course) -> float:
    """Return what one course earned: 1, ½ or 0."""
    first, *later = course.tries
    if first["correct"]:
        return 0.5 if course.hint else 1.0
    return 0.5 if any(record["correct"] for record in later) else 0.0


def level(credits: Collection[float]) -> float:
    """Return the average of credits, oldest first, in which the newer ones weigh more."""
    weights = [FADING**age for age in range(len(credits) - 1, -1, -1)]
    total = sum(weight * value for weight, value in zip(weights, credits, strict=True))
    return total / sum(weights) if weights else 0.0


def state(value: float, answered: int, questions: int) -> str:
    """Return the state for a level over so many different questions out of so many."""
    # The thresholds are met by what comes out a hair below them in floating point.
    if value + 1e-9 >= MASTERED and answered >= min(ENOUGH, questions):
        return "mastered"
    if value + 1e-9 >= NEARLY and answered >= min(SOME, questions):
        return "nearly"
    return "begun" if answered else "new"


def mastery(
    questions: Iterable[Question], records: Iterable[dict[str, Any]], due: Collection[str] = ()
) -> dict[str, Mastery]:
    """Fold the journal's records into the mastery of each objective that has questions.

    Args:
        questions: the marked questions of the bank. Answers to any others are passed over.
        records: of the journal, in order of time.
        due: ids of the questions that are due for review.
    """
    past = histories(records)
    groups: dict[str, list[str]] = {}
    for question in questions:
        groups.setdefault(question.objective, []).append(question.id)
    return {name: _one(name, ids, past, due) for name, ids in groups.items()}


def _begun(course: Course) -> str:
    """Return when a course began."""
    return str(course.tries[0].get("at", ""))


def _one(name: str, ids: list[str], past: dict[str, list[Course]], due: Collection[str]) -> Mastery:
    """Return the mastery of one objective."""
    answered = [one for one in ids if one in past]
    courses = sorted((c for one in answered for c in past[one]), key=_begun)
    value = level([credit(course) for course in courses])
    return Mastery(
        objective=name,
        state=state(value, len(answered), len(ids)),
        level=value,
        questions=ids,
        answered=answered,
        missed=[one for one in answered if credit(past[one][-1]) < 1],
        due=[one for one in ids if one in due],
    )
