"""Item analysis: how hard a question is, whether it parts those who know from those who do not.

Classical test theory, over first tries, because later ones have seen feedback:

- *Difficulty* is the mean score, 0 to 1; for right or wrong that is the share of right answers. A
  high figure means an easy question (L. Crocker and J. Algina, “Introduction to Classical and
  Modern Test Theory”, 1986, chapter 14).
- *Discrimination* is the correlation of the score with the mean of the learner's other first tries
  in the same lesson: the item-rest or corrected item-total correlation, for right or wrong the
  corrected point-biserial (S. Henrysson, “Correction of item-total correlations in item analysis”,
  Psychometrika 28 (2), 1963, 211–218). Left in, the question would correlate with itself. Below
  0.2 a question says little; below 0 those who know more answer it worse, which mostly means that
  it is unclear or its key is wrong (R. L. Ebel, “Essentials of Educational Measurement”, 1972).
- *Gain* is the difference of two means of the same learners; *normalised gain* is that difference
  as a share of what could still be gained (R. R. Hake, “Interactive-engagement versus traditional
  methods”, American Journal of Physics 66 (1), 1998, 64–74).

Beside each figure stands the number of learners, and below ten there is none: a single learner more
would change what it seems to say.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from ...quiz.diagnostic import sittings
from ...quiz.model import Question, plain
from .course import Course
from .remark import Answer, Marked

__all__ = ["FEW", "discriminations", "distractors", "gains", "questions", "wrong_answers"]

FEW = 10  # learners below which nothing is said
REST = 4  # other questions of a lesson that a learner must have answered
MOST = 3  # of the commonest wrong answers to a question


def first_tries(marked: list[Marked]) -> dict[str, list[tuple[int, Answer]]]:
    """Return the very first try of each learner at each question, by question.

    Late answers and those without a mark are left out.
    """
    found: dict[str, dict[int, Answer]] = defaultdict(dict)
    for k, one in enumerate(marked):
        for answer in one.answers:
            if answer.score is not None and not answer.late:
                found[answer.name].setdefault(k, answer)
    return {name: list(by.items()) for name, by in found.items()}


def discriminations(scores: pd.DataFrame) -> dict[str, float | None]:
    """Return the item-rest correlation of each column; None where it cannot be told.

    Args:
        scores: a row a learner, a column a question of one lesson, NaN without an answer.
    """
    values = scores.to_numpy(float)
    known = ~np.isnan(values)
    total, count = np.nansum(values, axis=1), known.sum(axis=1)
    found: dict[str, float | None] = {}
    for k, name in enumerate(scores.columns):
        use = known[:, k] & (count > REST)
        mine = values[use, k]
        rest = (total[use] - mine) / (count[use] - 1)
        varies = len(mine) >= FEW and np.ptp(mine) > 1e-9 and np.ptp(rest) > 1e-9
        found[name] = float(np.corrcoef(mine, rest)[0, 1]) if varies else None
    return found


def questions(marked: list[Marked], course: Course) -> pd.DataFrame:
    """Return one row a question that counts: its figures, and of how many learners they are.

    Columns: question, lesson, objective, type, stem, learners, difficulty, discrimination,
    later (share of those not right at once who were right in the end), hint (share who opened it),
    sure (mean, 1 to 3), seconds (median). A figure of fewer than `FEW` learners is NaN.
    """
    tries = first_tries(marked)
    scores = pd.DataFrame(
        {q.id: pd.Series({k: a.score for k, a in tries.get(q.id, [])}) for q in course.counted},
        index=range(len(marked)), dtype=float,
    )  # fmt: skip
    parts: dict[str, float | None] = {}
    for group in course.by_lesson.values():
        parts |= discriminations(scores[[q.id for q in group]])
    rows = []
    for question in course.counted:
        found = tries.get(question.id, [])
        rows.append(
            {
                "question": question.id,
                "lesson": course.title(question.lesson),
                "objective": question.objective,
                "type": question.type,
                "stem": plain(question.stem),
                "learners": len(found),
                **_figures(found, parts[question.id], marked),
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["question", "lesson", "objective", "type", "stem", "learners", "difficulty",
            "discrimination", "later", "hint", "sure", "seconds"]  # fmt: skip


def _figures(
    found: list[tuple[int, Answer]], part: float | None, marked: list[Marked]
) -> dict[str, float]:
    """Return the figures of one question."""
    nothing = dict.fromkeys(_COLUMNS[6:], float("nan"))
    if len(found) < FEW:
        return nothing
    missed = [(k, a) for k, a in found if a.score < 1]
    mended = [marked[k].score(a.name) == 1 for k, a in missed]
    sure = [a.sure for _, a in found if a.sure]
    seconds = [a.seconds for _, a in found if a.seconds is not None]
    return nothing | {
        "difficulty": float(np.mean([a.score for _, a in found])),
        "discrimination": float("nan") if part is None else part,
        "later": float(np.mean(mended)) if len(mended) >= FEW else float("nan"),
        "hint": float(np.mean([a.hint for _, a in found])),
        "sure": float(np.mean(sure)) if len(sure) >= FEW else float("nan"),
        "seconds": median(seconds) if len(seconds) >= FEW else float("nan"),
    }


# --- what was chosen ------------------------------------------------------------------------------


def chosen(question: Question, given: Any) -> list[str]:
    """Return the ids of the options in an answer: those chosen, or the reason given."""
    found = given.get("reason") if isinstance(given, dict) else given
    names = [found] if isinstance(found, str) else found
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def distractors(marked: list[Marked], course: Course) -> pd.DataFrame:
    """Return one row an option of each question with options: how often it was chosen first.

    Columns: question, option (its text), right, learners, chosen, share, feedback. Options that
    nobody chose are there too: they do no work. Fewer than `FEW` learners: chosen, share are NaN.
    """
    tries = first_tries(marked)
    rows = []
    for question in course.counted:
        options = getattr(question.body, "options", ())
        if not options or not any(option.correct for option in options):
            continue
        found = tries.get(question.id, [])
        counts = Counter(n for _, a in found for n in set(chosen(question, a.given)))
        enough = len(found) >= FEW
        for option in options:
            n = counts[option.id] if enough else float("nan")
            share = n / len(found) if enough else float("nan")
            rows.append((question.id, plain(option.text), option.correct, len(found), n, share,
                         plain(option.feedback)))  # fmt: skip
    columns = ["question", "option", "right", "learners", "chosen", "share", "feedback"]
    return pd.DataFrame(rows, columns=columns)


def wrong_answers(marked: list[Marked], course: Course) -> pd.DataFrame:
    """Return the commonest wrong first answers to each question, with the feedback seen on them.

    Columns: question, stem, answer, learners, gave, share, feedback. At most `MOST` a question, and
    only answers that two learners or more gave; none where fewer than `FEW` learners answered.
    """
    tries = first_tries(marked)
    rows = []
    for question in course.counted:
        found = tries.get(question.id, [])
        if len(found) < FEW:
            continue
        groups: dict[str, list[Answer]] = defaultdict(list)
        for _, answer in found:
            if answer.score < 1:
                groups[json.dumps(answer.given, sort_keys=True)].append(answer)
        for same in sorted(groups.values(), key=len, reverse=True)[:MOST]:
            if len(same) > 1:
                rows.append((question.id, plain(question.stem), same[0].words, len(found),
                             len(same), len(same) / len(found), _feedback(same[0])))  # fmt: skip
    columns = ["question", "stem", "answer", "learners", "gave", "share", "feedback"]
    return pd.DataFrame(rows, columns=columns)


def _feedback(answer: Answer) -> str:
    """Return in words what a learner saw after this answer at a first try."""
    mark = answer.mark
    notes = [note.text for note in mark.notes.values() if note.chosen and note.text]
    return plain(" ".join([mark.summary, *notes]))


# --- before and after -----------------------------------------------------------------------------


def gains(marked: list[Marked], course: Course) -> pd.DataFrame:
    """Return the gain of the class: each diagnostic against its second sitting, and by lesson.

    A lesson's gain holds the first tries at the questions of the diagnostic on its objectives
    against those at the last set of the lesson (the exit quiz), of learners who have both.

    Columns: what, learners, before, after, gain, normalised; figures are NaN below `FEW`.
    """
    rows = []
    asked = [q for q in course.bank.questions if q.set in course.diagnostics]
    for name in course.diagnostics:
        pairs = [pair for one in marked if (pair := _sat_twice(one, name, asked))]
        rows.append((course.bank.sets[name].title, *_gain(pairs)))
    for lesson, group in course.by_lesson.items():
        goals = {g for g, row in course.objectives.items() if row.get("lesson") == lesson}
        before = [q.id for q in asked if q.objective in goals]
        last = list(dict.fromkeys(q.set for q in group))[-1]
        after = [q.id for q in group if q.set == last]
        pairs = [
            (one, other)
            for m in marked
            if (one := _mean(m.score(n, "first") for n in before)) is not None
            and (other := _mean(m.score(n, "first") for n in after)) is not None
        ]
        rows.append((course.title(lesson), *_gain(pairs)))
    return pd.DataFrame(rows, columns=["what", "learners", "before", "after", "gain", "normalised"])


def _sat_twice(one: Marked, name: str, asked: list[Question]) -> tuple[float, float] | None:
    """Return the means of the first tries at a diagnostic and at its second sitting."""
    if len(sittings(one.learner.records, name)) < 2:
        return None
    past = [one.attempts.get(q.id, []) for q in asked if q.set == name]
    both = [attempts for attempts in past if len(attempts) > 1]
    if not both:
        return None
    first, second = ([a[k].tries[0]["score"] for a in both] for k in (0, 1))
    return float(np.mean(first)), float(np.mean(second))


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return float(np.mean(known)) if known else None


def _gain(pairs: list[tuple[float, float]]) -> tuple[Any, ...]:
    """Return number of learners, both means, gain and normalised gain."""
    if len(pairs) < FEW:
        return len(pairs), *[float("nan")] * 4
    before, after = (float(np.mean(side)) for side in zip(*pairs, strict=True))
    normalised = (after - before) / (1 - before) if before < 1 else float("nan")
    return len(pairs), before, after, after - before, normalised
