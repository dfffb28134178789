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
- A question made from the data (`practice`) weighs half as much as a written one in all of this:
  in the average, in making older credits fade, and in the number of different questions. It asks
  for less (a date, a place, a row of a table), there are many of them, and they come in runs. The
  half is a choice of this module, not of the paper.
- Mastered: a level of at least 0.8 over at least three different questions (over all questions
  where the objective has fewer). Nearly: a level of at least 0.6 over at least two. Begun: any
  answer. Otherwise not started.

So three right answers at once (or six in practice) are enough, one miss among them asks for one
more right answer, and old mistakes fade. Scores of the learner on any single question are never
shown as a mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model import Question
from .attempts import Attempt, histories

__all__ = ["STATES", "Mastery", "credit", "level", "mastery"]

FADING = 0.7
FADED = 200  # answers after which an older one adds less than floating point can hold
WRITTEN, MADE = 1.0, 0.5  # weight of an answer to a written question, and to one from the data
MASTERED, ENOUGH = 0.8, 3
NEARLY, SOME = 0.6, 2
# the states from the best to the least, each with the key of its words
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
        questions: the ids of its marked written questions.
        answered: those with an answer.
        missed: those whose newest attempt earned no full credit.
        practised, slipped: the same two of the questions made from the data.
        due: those of both sorts that are due for review.
    """

    objective: str
    state: str
    level: float
    questions: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    practised: list[str] = field(default_factory=list)
    slipped: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)


def credit(attempt: Attempt) -> float:
    """Return what one attempt earned: 1, ½ or 0."""
    first, *later = attempt.tries
    if first.get("correct"):
        return 0.5 if attempt.hint else 1.0
    return 0.5 if any(record.get("correct") for record in later) else 0.0


def level(credits: Sequence[float], weights: Sequence[float] = ()) -> float:
    """Return the average of credits, oldest first, in which the newer ones weigh more.

    Args:
        credits: what each attempt earned.
        weights: of each; without them all weigh 1. Two of weight ½ make older ones fade as one
            of weight 1 does.
    """
    total = parts = newer = 0.0
    for value, weight in zip(reversed(credits), reversed(weights or [1.0] * len(credits)),
                             strict=True):  # fmt: skip
        part = weight * FADING**newer
        total, parts, newer = total + part * value, parts + part, newer + weight
    return total / parts if parts else 0.0


def state(value: float, answered: float, questions: int) -> str:
    """Return the state for a level, given how many different questions were answered and written.

    Where nothing is written, practice alone has to be enough.
    """
    questions = questions or ENOUGH
    # A level that floating point left a hair below a threshold has met it.
    if value + 1e-9 >= MASTERED and answered >= min(ENOUGH, questions):
        return "mastered"
    if value + 1e-9 >= NEARLY and answered >= min(SOME, questions):
        return "nearly"
    return "begun" if answered else "new"


def mastery(
    questions: Iterable[Question],
    records: Iterable[dict[str, Any]],
    due: Collection[str] = (),
    made: Mapping[str, str] | None = None,
) -> dict[str, Mastery]:
    """Fold the journal's records into the mastery of each objective that has questions.

    Args:
        questions: the marked questions of the bank.
        records: of the journal, in order of time.
        due: ids of the questions that are due for review.
        made: objectives of questions made from the data, by id. Answers to questions that are
            neither here nor in `questions` are passed over.
    """
    past = histories(records)
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for question in questions:
        groups.setdefault(question.objective, ([], []))[0].append(question.id)
    for name, objective in (made or {}).items():
        if name in past:
            groups.setdefault(objective, ([], []))[1].append(name)
    return {name: _one(name, *ids, past, due) for name, ids in groups.items()}


def _one(
    name: str,
    written: list[str],
    practised: list[str],
    past: dict[str, list[Attempt]],
    due: Collection[str],
) -> Mastery:
    """Return the mastery of one objective."""
    answered = [one for one in written if one in past]
    weighed = [(WRITTEN, attempt) for one in answered for attempt in past[one]]
    weighed += [(MADE, attempt) for one in practised for attempt in past[one]]
    weighed = sorted(weighed, key=lambda pair: pair[1].place)[-FADED:]
    value = level([credit(attempt) for _, attempt in weighed], [weight for weight, _ in weighed])
    different = WRITTEN * len(answered) + MADE * len(practised)
    return Mastery(
        objective=name,
        state=state(value, different, len(written)),
        level=value,
        questions=written,
        answered=answered,
        missed=[one for one in answered if credit(past[one][-1]) < 1],
        practised=practised,
        slipped=[one for one in practised if credit(past[one][-1]) < 1],
        due=[one for one in (*written, *practised) if one in due],
    )
