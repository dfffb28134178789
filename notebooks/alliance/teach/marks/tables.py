"""The tables of a class: one row a student, each answer, reflections, forecasts, the class itself.

All are pandas DataFrames with short names for columns; what people read stands in the catalogue
under `marks.column.…`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...explore.brier import YES, score
from ...explore.forecast.session import fold
from ...journal.folds import answers
from ...quiz.kinds import kinds
from ...quiz.learner.confidence import LEVELS, Tally, band, tally
from ...quiz.model import plain
from ...texts import say
from . import items
from .course import Course
from .files import Finding
from .remark import Marked, same

__all__ = ["Class", "tables"]

PER_LESSON = ("points", "of", "unanswered")
LONGEST = 30_000  # characters that a cell of a spreadsheet holds safely


@dataclass
class Class:
    """A class: its learners with their marks, what there is to say of them, and what counts.

    Attributes:
        rule: which score of a question counts; see `Marked.score`.
    """

    marked: list[Marked]
    findings: list[Finding]
    course: Course
    rule: str = "attempt"


def tables(one: Class, tell: Callable[[str, int, int], None] | None = None) -> dict[str, Any]:
    """Return all tables by the key of their sheet, in the order of the sheets."""
    made = {}
    for n, (name, make) in enumerate(_TABLES.items(), 1):
        made[name] = make(one)
        if tell:
            tell("table", n, len(_TABLES))
    return made


def students(one: Class) -> pd.DataFrame:
    """Return one row a student: points, maximum, share, unanswered; then the same by lesson."""
    course, graves = one.course, Counter(f.learner for f in one.findings if f.grave)
    rows = []
    for marked in one.marked:
        scores = {q.id: marked.score(q.id, one.rule) for q in course.counted}
        known = [score for score in scores.values() if score is not None]
        days = sorted(a.at[:10] for a in marked.answers)
        row = {
            "student": marked.name,
            "points": round(sum(known), 2),
            "maximum": len(scores),
            "share": sum(known) / len(scores) if scores else float("nan"),
            "answered": len(known),
            "unanswered": len(scores) - len(known),
            "by_hand": sum(a.score is None and bool(a.question) for a in marked.answers),
            "late": sum(a.late for a in marked.answers),
            "first_day": days[0] if days else "",
            "last_day": days[-1] if days else "",
            "look_at": graves[marked.name],
        }
        for lesson, group in course.by_lesson.items():
            got = [scores[q.id] for q in group if scores[q.id] is not None]
            values = (round(sum(got), 2), len(group), len(group) - len(got))
            for name, value in zip(PER_LESSON, values, strict=True):
                row[f"{course.title(lesson)}: {say(f'marks.column.{name}')}"] = value
        rows.append(row)
    return pd.DataFrame(rows)


def objectives(one: Class) -> pd.DataFrame:
    """Return one row a student; of each objective the points and how many are unanswered."""
    course, rows = one.course, []
    points, left, of = (say(f"marks.column.{n}") for n in ("points", "unanswered", "of"))
    for marked in one.marked:
        row = {"student": marked.name}
        for goal, group in course.by_objective.items():
            known = [s for q in group if (s := marked.score(q.id, one.rule)) is not None]
            row[f"{goal}: {points} {of} {len(group)}"] = round(sum(known), 2)
            row[f"{goal}: {left}"] = len(group) - len(known)
        rows.append(row)
    return pd.DataFrame(rows)


def aims(one: Class) -> pd.DataFrame:
    """Return one row an objective: its lesson, its words, its maximum, the mean share reached."""
    course, rows = one.course, []
    for goal, group in course.by_objective.items():
        scores = [marked.score(q.id, one.rule) or 0 for marked in one.marked for q in group]
        lesson = course.title(group[0].lesson)
        share = sum(scores) / len(scores)
        rows.append((lesson, goal, course.goal(goal), len(group), len(one.marked), share))
    columns = ["lesson", "objective", "aim", "maximum", "learners", "share"]
    return pd.DataFrame(rows, columns=columns)


def every_answer(one: Class) -> pd.DataFrame:
    """Return one row a try: answer, score, hint, sureness, time."""
    rows = []
    for marked in one.marked:
        for a in marked.answers:
            question = a.question
            stated = None if same(a.stated, a.score) else a.stated
            rows.append((
                marked.name, question.objective if question else "", a.name, a.attempt, a.tried,
                a.words, a.score, stated, a.hint or None,
                say(LEVELS[a.sure]) if a.sure in LEVELS else "", a.at[:19].replace("T", " "),
                a.seconds, a.late or None, a.why,
            ))  # fmt: skip
    columns = ["student", "objective", "question", "attempt", "tried", "answer", "score", "stated",
               "hint", "sure_words", "time", "seconds", "late", "why"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def reflections(one: Class) -> pd.DataFrame:
    """Return one row a question that is never marked and student, side by side to be graded.

    The newest text counts; students without one have an empty text.
    """
    rows = []
    for question in one.course.bank.questions:
        kind = kinds()[question.type]
        if kind.marked:
            continue
        model = plain(kind.key_words(question))
        for marked in one.marked:
            texts = [a for a in marked.answers if a.name == question.id and not a.late]
            text = texts[-1].words if texts else ""
            stem = plain(question.stem)
            rows.append((one.course.title(question.lesson), question.id, stem, marked.name, text,
                         len(text.split()), "", "", model))  # fmt: skip
    columns = ["lesson", "question", "stem", "student", "text", "words", "grade", "comment",
               "model"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def forecasts(one: Class) -> pd.DataFrame:
    """Return one row a student and question about the future, with the Brier score.

    Only what was locked counts: until then a learner may change it.
    """
    columns = ["student", "question", "stem", "first_forecast", "forecast", "outcome", "brier"]
    asked = one.course.library.tables.get("forecasts")
    if asked is None or asked.empty:
        return pd.DataFrame(columns=columns)
    rows, ids = [], list(asked["id"])
    about = {row["id"]: row for row in asked.to_dict("records")}
    for marked in one.marked:
        kept = fold(marked.learner.records, ids)
        for name in ids:
            if name not in kept.last or name not in kept.locked:
                continue
            row, given = about[name], kept.last[name]
            known = row["outcome"] in ("yes", "no")
            brier = score(given, row["outcome"] == YES) if known else float("nan")
            rows.append((marked.name, name, row["question"], kept.first[name], given,
                         row["outcome"] if known else "", brier))  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def forecasters(one: Class) -> pd.DataFrame:
    """Return one row a student with forecasts: how many, and the mean Brier score."""
    each = forecasts(one).dropna(subset="brier")
    if each.empty:
        return pd.DataFrame(columns=["student", "resolved", "brier"])
    found = each.groupby("student", sort=False)["brier"].agg(["size", "mean"]).reset_index()
    return found.set_axis(["student", "resolved", "brier"], axis=1)


def calibration(one: Class) -> pd.DataFrame:
    """Return one row a level of sureness: answers, right ones, share, where the level fits."""
    parts = [tally(marked.records) for marked in one.marked]
    rows = []
    for k, level in enumerate(LEVELS):
        sums = Tally(level, sum(p[k].answers for p in parts), sum(p[k].right for p in parts))
        learners = sum(p[k].answers > 0 for p in parts)
        enough = learners >= items.FEW and sums.share is not None
        rows.append((say(LEVELS[level]), learners, sums.answers, sums.right,
                     sums.share if enough else float("nan"), band(level),
                     sums.reading if enough else ""))  # fmt: skip
    columns = ["sure_words", "learners", "answers", "right_ones", "share", "band", "reading"]
    return pd.DataFrame(rows, columns=columns)


def handed(one: Class) -> pd.DataFrame:
    """Return one row a file that was taken: whose it is, and what it holds."""
    rows = [
        (marked.name, source.file.name, len(source.reading.found),
         len(answers(source.reading.records)),
         len(source.reading.damaged), len(source.reading.altered), source.reading.mended)
        for marked in one.marked
        for source in marked.learner.files
    ]  # fmt: skip
    columns = ["student", "file", "records", "answers", "damaged", "altered", "mended"]
    return pd.DataFrame(rows, columns=columns)


def findings(one: Class) -> pd.DataFrame:
    """Return one row a finding, those that throw doubt on a mark first."""
    found = sorted(one.findings, key=lambda f: (not f.grave, f.learner, f.file))
    rows = [(f.learner, f.file, f.words[:LONGEST], f.grave) for f in found]
    return pd.DataFrame(rows, columns=["student", "file", "found", "grave"])


_TABLES: dict[str, Callable[[Class], pd.DataFrame]] = {
    "students": students,
    "findings": findings,
    "objectives": objectives,
    "aims": aims,
    "reflections": reflections,
    "forecasters": forecasters,
    "forecasts": forecasts,
    "questions": lambda one: items.questions(one.marked, one.course),
    "wrong": lambda one: items.wrong_answers(one.marked, one.course),
    "options": lambda one: items.distractors(one.marked, one.course),
    "calibration": calibration,
    "gains": lambda one: items.gains(one.marked, one.course),
    "answers": every_answer,
    "files": handed,
}
