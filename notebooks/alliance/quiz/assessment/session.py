"""The session of the final assessment: chooses questions, counts how they went; no widgets here.

`sampling` has the arithmetic, `panel` the panels.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from ... import dates
from ...journal.records import ASSESSMENT
from ...page import esc
from ...problems import AllianceError
from ...texts import count, say
from ..learner.standing import Standing, can_return, listed, table_of
from ..model import Question
from ..session import keyless
from .sampling import (
    PLANS,
    Result,
    Sample,
    anew,
    finished_before,
    last_sample,
    results,
    sample,
    sampled_before,
)

__all__ = ["AssessmentSession", "on_day", "sums_of"]

COLUMNS = ("asked", "right", "later", "missed", "open")


class AssessmentSession:
    """Chooses questions for one learner and counts how they went."""

    def __init__(self, standing: Standing) -> None:
        """Take where the learner stands: bank, journal, lessons and notebooks."""
        self.standing = standing
        self.library, self.journal = standing.library, standing.journal

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions that can be asked, by id."""
        bank = self.standing.bank
        wanted = set(can_return(bank.questions))
        return {q.id: q for q in bank.questions if q.id in wanted}

    @cached_property
    def goals(self) -> dict[str, list[str]]:
        """Ids of the objectives of each lesson, in order."""
        rows = self.library.objectives
        found = {}
        for entry in self.standing.lessons:
            found[entry["id"]] = list(rows.loc[rows["lesson"] == entry["id"], "id"])
        return found

    @property
    def current(self) -> Sample | None:
        """The newest sample; None before the first."""
        return last_sample(self.journal.records(ASSESSMENT), self.questions)

    def sample(self, plan: Any) -> str:
        """Choose new questions and return what to say.

        Raises:
            AllianceError: there is no such plan, or nothing is left to ask.
        """
        if not isinstance(plan, str) or plan not in PLANS:
            raise AllianceError(say("assess.no_plan"))
        before = self.current
        number = before.number + 1 if before else 1
        states = {one.objective: one.state for e in self.standing.lessons
                  for _, one in self.standing.masteries(e["id"], due=False)}  # fmt: skip
        seed = f"{self.journal.learner}|{number}"
        used = [name for ids in sampled_before(self.journal.records(ASSESSMENT)) for name in ids]
        names = sample(self.questions.values(), self.goals, states, PLANS[plan], seed, used)
        if not names:
            raise AllianceError(say("assess.nothing"))
        self.journal.append(ASSESSMENT, plan=plan, questions=names)
        return count("assess.drawn", len(names))

    def opened(self) -> Any:
        """Return the panel with the questions chosen last; None before the first sample."""
        taken = self.current
        if taken is None:
            return None
        from ..panel import Panel  # imported here: counting needs no widgets
        from ..session import Session

        entries = [self.standing.bank.entry(name) for name in taken.questions]
        again = anew(self.journal.records(), taken)
        title = count("assess.questions", len(entries), number=taken.number)
        return Panel(Session(entries, self.library, self.journal, again), title=title)

    def results(self) -> dict[str, Result]:
        """Return how the questions chosen last went, by objective; {} before the first sample."""
        taken = self.current
        if taken is None:
            return {}
        return results(taken, self.journal.records(), self.objectives)

    @property
    def objectives(self) -> dict[str, str]:
        """Objective by id of question."""
        return {name: question.objective for name, question in self.questions.items()}

    def earlier(self) -> list[tuple[Sample, dict[str, Result]]]:
        """Return the samples before the newest that were answered to the end, with results."""
        return finished_before(self.journal.records(), self.objectives)

    def earlier_words(self) -> list[str]:
        """Return each earlier sample that was answered to the end in one sentence."""
        return [
            say("assess.earlier_one", number=taken.number, day=on_day(taken.at), **sums_of(found))
            for taken, found in self.earlier()
        ]

    def finished(self) -> bool:
        """Tell whether all questions chosen last are answered."""
        found = self.results().values()
        return bool(found) and not any(one.open for one in found)

    def about(self) -> str:
        """Say when the questions were chosen, and how many are answered."""
        taken = self.current
        if taken is None:
            return say("assess.none_yet")
        found = self.results().values()
        done = sum(one.asked - one.open for one in found)
        key = "assess.done" if done == len(taken.questions) else "assess.under_way"
        return say(key, day=on_day(taken.at), n=done, of=len(taken.questions))

    def by_lesson(self) -> list[tuple[dict[str, Any], dict[str, Result]]]:
        """Return each lesson that was asked about, with the results of its objectives."""
        found = self.results()
        rows = []
        for entry in self.standing.lessons:
            here = {name: found[name] for name in self.goals[entry["id"]] if name in found}
            if here:
                rows.append((entry, here))
        return rows

    def result_html(self) -> str:
        """Return the result by lesson, and the objectives to look at again, as HTML."""
        rows = self.by_lesson()
        if not rows:
            return ""
        if keyless(self.library):
            return f"<p>{esc(say('status.kept_for_teacher'))}</p>"
        table = []
        for entry, here in rows:
            sums = [sum(getattr(one, name) for one in here.values()) for name in COLUMNS]
            table.append([esc(entry["title"]), *sums])
        totals = [sum(row[k] for row in table) for k in range(1, len(COLUMNS) + 1)]
        table.append([esc(say("assess.all")), *totals])
        names = ["standing.lesson", *(f"assess.{name}" for name in COLUMNS)]
        again = [
            self._look(entry["id"], name)
            for entry, here in rows
            for name, one in here.items()
            if one.missed
        ]
        return (
            self._passed()
            + table_of(say("assess.result"), names, table)
            + listed(say("standing.again"), again)
            + listed(say("assess.earlier"), [esc(words) for words in self.earlier_words()])
            + f"<p>{esc(say('assess.counts'))}</p>"
        )

    def _passed(self) -> str:
        """Return whether the mark of the course is reached, once all is answered."""
        mark, found = self.library.setting("pass_mark"), sums_of(self.results())
        if not mark or not self.finished():
            return ""
        right = found["right"] + found["later"]
        key = "passed" if 100 * right >= mark * found["asked"] else "not_passed"
        share = 100 * right // found["asked"]
        said = say(f"assess.{key}", right=right, asked=found["asked"], share=share, mark=mark)
        return f"<p>{esc(said)}</p>"

    def _look(self, lesson: str, objective: str) -> str:
        """Return an objective with links to the sections on it."""
        text = str(self.library.row("objectives", objective)["text"])
        masteries = self.standing.masteries(lesson, due=False)
        one = next((m for _, m in masteries if m.objective == objective), None)
        places = self.standing.places(lesson, one) if one else ""
        return f"{esc(text)} {places}".strip()


def sums_of(found: dict[str, Result]) -> dict[str, int]:
    """Return the results of a sample summed over its objectives, by the names in COLUMNS."""
    return {name: sum(getattr(one, name) for one in found.values()) for name in COLUMNS}


def on_day(at: str) -> str:
    """Return the day of a record as a reader says it; "" if it cannot be read."""
    try:
        return dates.words(datetime.fromisoformat(at).astimezone().date().isoformat())
    except (ValueError, OverflowError, OSError):  # a year that the system cannot tell
        return ""
