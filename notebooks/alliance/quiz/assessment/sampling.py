"""The final assessment: questions of all lessons, chosen by objective, and how they were answered.

A sample is kept in the journal with the ids of its questions, so a reload brings the same ones;
a new sample is taken only when the learner asks for it. Questions are asked anew: what was answered
before the sample is put aside. Answers count for mastery as everywhere.

Sampling and counting are pure functions. Reflections and code are left out, since they are not
marked in the panel.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...journal.records import ASSESSMENT
from ..learner.attempts import Attempt, attempts_by_question
from ..learner.mastery import credit
from ..model import Question
from ..shuffle import mixed

__all__ = [
    "PLANS",
    "Plan",
    "Sample",
    "anew",
    "finished_before",
    "last_sample",
    "results",
    "sample",
    "sampled_before",
    "samples",
    "since",
]


@dataclass(frozen=True)
class Plan:
    """How many questions a sample takes.

    Attributes:
        each: questions for each objective.
        most: objectives of each lesson at most; 0 means all of them.
        weak: only objectives that are not yet mastered.
    """

    each: int = 1
    most: int = 0
    weak: bool = False


# By the key of their text in the catalogue: what a learner can choose.
PLANS = {
    "short": Plan(most=2),
    "all": Plan(),
    "double": Plan(each=2),
    "weak": Plan(weak=True),
}


@dataclass(frozen=True)
class Sample:
    """A sample as the journal keeps it.

    Attributes:
        plan: a key of PLANS.
        questions: ids, in the order of the lessons.
        number: the first sample is 1.
        at: when it was made.
        record: id of its record in the journal.
    """

    plan: str
    questions: list[str]
    number: int
    at: str
    record: str


def sample(
    questions: Iterable[Question],
    goals: Mapping[str, list[str]],
    states: Mapping[str, str],
    plan: Plan,
    seed: str,
    used: Collection[str] = (),
) -> list[str]:
    """Return the ids of the questions chosen, in the order of lessons and objectives.

    The same arguments give the same questions. Objectives that are further from mastery come
    first where a lesson has more of them than are wanted; questions that earlier samples have not
    asked come before others.

    Args:
        questions: those that can be asked in the panel.
        goals: ids of objectives by lesson, in order.
        states: by objective, a key of `mastery.STATES`; without one it counts as new.
        plan: how many.
        seed: learner and number of the sample.
        used: ids asked by earlier samples.
    """
    pool: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        pool[question.objective].append(question.id)
    chosen = []
    for names in goals.values():
        asked = [name for name in names if pool[name]]
        if plan.weak:
            asked = [name for name in asked if states.get(name) != "mastered"]
        if plan.most:
            order = mixed(asked, seed)
            order.sort(key=lambda name: states.get(name) == "mastered")
            asked = [name for name in asked if name in order[: plan.most]]
        for name in asked:
            fresh = mixed(pool[name], f"{seed}|{name}")
            fresh.sort(key=lambda one: one in used)
            chosen += fresh[: plan.each]
    return chosen


def sampled_before(records: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """Return the ids of the questions of each sample in a journal, the first sample first."""
    found = (r.get("questions") for r in records if r.get("kind") == ASSESSMENT)
    return [ids for ids in found if isinstance(ids, list)]


def samples(
    records: Iterable[dict[str, Any]], known: Collection[str]
) -> list[tuple[Sample, list[dict[str, Any]]]]:
    """Return each sample in a journal with the records from it to the next, the first sample first.

    Questions that are no longer there are left out of a sample.
    """
    found: list[tuple[Sample, list[dict[str, Any]]]] = []
    for record in records:
        ids = record.get("questions")
        if record.get("kind") == ASSESSMENT and isinstance(ids, list):
            kept = [name for name in dict.fromkeys(map(str, ids)) if name in known]
            plan, at, name = (str(record.get(key, "")) for key in ("plan", "at", "id"))
            found.append((Sample(plan, kept, len(found) + 1, at, name), []))
        elif found:
            found[-1][1].append(record)
    return found


def last_sample(records: Iterable[dict[str, Any]], known: Collection[str]) -> Sample | None:
    """Return the newest sample in a journal, without questions that are no longer there."""
    found = samples(records, known)
    return found[-1][0] if found and found[-1][0].questions else None


def since(records: Iterable[dict[str, Any]], taken: Sample) -> list[dict[str, Any]]:
    """Return the records after a sample."""
    rows = list(records)
    place = next((k for k, r in enumerate(rows) if r.get("id") == taken.record), -1)
    return rows[place + 1 :]


def anew(records: Iterable[dict[str, Any]], taken: Sample) -> set[str]:
    """Return the ids of the questions of a sample that have no answer since."""
    answered = attempts_by_question(since(records, taken))
    return {name for name in taken.questions if not _tried(answered.get(name))}


def _tried(attempt: Attempt | None) -> bool:
    return attempt is not None and bool(attempt.tries)


@dataclass
class Result:
    """How the questions of one objective went.

    Attributes:
        asked: number of questions.
        right: right at once, without the hint.
        later: right at the second try, or with the hint.
        missed: answered and not right.
        open: without an answer.
    """

    asked: int = 0
    right: int = 0
    later: int = 0
    missed: int = 0
    open: int = 0
    questions: list[str] = field(default_factory=list)


def results(
    taken: Sample, records: Iterable[dict[str, Any]], objectives: Mapping[str, str]
) -> dict[str, Result]:
    """Return how the questions of a sample went, by objective, in the order of the sample.

    Args:
        taken: the sample.
        records: of the journal, in order of time.
        objectives: by id of question.
    """
    answered = attempts_by_question(since(records, taken))
    found: dict[str, Result] = {}
    for name in taken.questions:
        one = found.setdefault(objectives[name], Result())
        one.asked += 1
        one.questions.append(name)
        attempt = answered.get(name)
        if not _tried(attempt) or not isinstance(attempt.tries[0].get("correct"), bool):
            one.open += 1
        elif credit(attempt) == 1:
            one.right += 1
        elif credit(attempt) > 0:
            one.later += 1
        else:
            one.missed += 1
    return found


def finished_before(
    records: Iterable[dict[str, Any]], objectives: Mapping[str, str]
) -> list[tuple[Sample, dict[str, Result]]]:
    """Return the samples before the newest one of which every question was answered.

    What was answered after the next sample was taken counts for that one.

    Args:
        records: of the journal, in order of time.
        objectives: by id of question.

    Returns:
        Each with its results as `results` tells them, the first one first.
    """
    told = []
    for taken, rows in samples(records, objectives)[:-1]:
        found = results(taken, rows, objectives)
        if found and not any(one.open for one in found.values()):
            told.append((taken, found))
    return told
