"""The session of a forecast: takes probabilities, keeps them, and says what is known on which day.

It knows nothing of widgets. The journal holds two kinds of records:

- `forecast` (question, probability): a forecast was given or changed; the first stays beside the
  last, for none is ever deleted.
- `forecast-time` (questions, day): time was moved on to this day. From the first such record on the
  forecasts of these questions are locked: later ones do not count, wherever they come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from ... import dates
from ...journal.records import FORECAST, FORECAST_TIME
from ...library import as_list
from ...page import filled, joined
from ...problems import AllianceError
from ...texts import say
from .. import brier
from . import score as forecast_score

__all__ = ["Kept", "Session", "fold", "in_words"]

READ_OUT = 3  # new outcomes that are told in full when they come at once


@dataclass
class Kept:
    """What a journal holds of some questions.

    Attributes:
        first, last: probability by id of question.
        locked: ids of the questions for which time was moved on.
        day: to which day, None if it was not.
    """

    first: dict[str, float] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    day: date | None = None


def fold(records: Iterable[dict[str, Any]], wanted: Iterable[str]) -> Kept:
    """Return what records, in order of time, say of the questions wanted.

    What is no probability, no list of questions or no day is passed over: a journal may have been
    edited by hand.
    """
    kept, wanted = Kept(), set(wanted)
    for record in records:
        if record.get("kind") == FORECAST:
            name, probability = record.get("question"), record.get("probability")
            if name in wanted - kept.locked and brier.is_chance(probability):
                kept.first.setdefault(name, probability)
                kept.last[name] = probability
        elif record.get("kind") == FORECAST_TIME:
            about = wanted & set(as_list(record.get("questions")))
            if about and _is_day(record.get("day")):
                kept.locked |= about
                kept.day = date.fromisoformat(record["day"])
    return kept


def _is_day(text: Any) -> bool:
    """Tell whether a text is one day of the calendar."""
    return dates.is_valid(text) and dates.parse(text).precision == "day" and text[-1].isdigit()


class Session:
    """Forecasts of one learner for the questions of one panel."""

    def __init__(self, questions: pd.DataFrame, now: Any, journal: Any) -> None:
        """Take the questions as they were asked, the library that knows the outcomes, a journal."""
        names = ["id", "question", "criterion"]
        self.questions = questions[names].astype(str).drop_duplicates("id").to_dict("records")
        self.ids = [row["id"] for row in self.questions]
        self.now = now
        self.journal = journal
        answers = now.held["forecasts"]
        self.answers = answers.set_index("id", drop=False).loc[self.ids]
        self.start = max(dates.bounds(when)[1] for when in questions["asked_on"])
        # The last day of a year, so that the length of the slider tells no outcome's day.
        ends = [dates.bounds(when)[1] for when in self.answers["resolves_on"]]
        self.end = date(max([self.start, *ends]).year, 12, 31)

    # --- what is kept ------------------------------------------------------------------------

    @property
    def kept(self) -> Kept:
        """What the journal holds now; another notebook may have written since."""
        return fold(self.journal.records(FORECAST, FORECAST_TIME), self.ids)

    @property
    def locked(self) -> bool:
        """Whether all forecasts are locked; only then time moves and outcomes are told."""
        return self.kept.locked >= set(self.ids)

    @property
    def day(self) -> date:
        """The day to which time has moved on; the day of the questions until they are locked."""
        kept = self.kept
        if kept.day is None or kept.locked < set(self.ids):
            return self.start
        return min(max(kept.day, self.start), self.end)

    # --- what the learner does ---------------------------------------------------------------

    def give(self, name: Any, percent: Any) -> str:
        """Keep a forecast, written in per cent, and return what to say.

        Raises:
            AllianceError: it is no percentage, or the question is locked or not among those asked.
        """
        if name not in self.ids:
            raise AllianceError(say("forecast.unknown"))
        kept = self.kept
        if name in kept.locked:
            raise AllianceError(say("forecast.too_late"))
        probability = brier.chance(percent)
        if kept.last.get(name) != probability:
            self.journal.append(FORECAST, question=name, probability=probability)
        return say("forecast.kept", percent=forecast_score.percent(probability))

    def lock(self) -> str:
        """Lock all forecasts for good and return what to say.

        Raises:
            AllianceError: there is no forecast yet.
        """
        if not self.kept.last:
            raise AllianceError(say("forecast.none_yet"))
        if not self.locked:
            self._write(self.start)
        return say("forecast.locked", day=in_words(self.day))

    def move(self, days: Any) -> str:
        """Let time be so many days after the start, and return what to say.

        Raises:
            AllianceError: the forecasts are not locked, or the day is not between start and end.
        """
        last = (self.end - self.start).days
        if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= last:
            start, end = in_words(self.start), in_words(self.end)
            raise AllianceError(say("forecast.no_day", start=start, end=end))
        return self._move(self.start + timedelta(days=days))

    def next(self) -> str:
        """Let time move on to the next outcome, and return what to say; see `move`."""
        later = [day for day in self._outcome_days() if day > self.day]
        return self._move(min(later, default=self.day))

    def previous(self) -> str:
        """Let time go back to the outcome before, or the start, and return what to say."""
        earlier = [day for day in self._outcome_days() if day < self.day]
        return self._move(max(earlier, default=self.start))

    def _outcome_days(self) -> list[date]:
        return [dates.bounds(when)[1] for when in self.answers["resolves_on"]]

    def _move(self, day: date) -> str:
        if not self.locked:
            raise AllianceError(say("forecast.not_yet"))
        before = {row["id"] for row in self._resolved(self.day)}
        if day != self.day:
            self._write(day)
        rows = self._resolved(day)
        new = [row for row in rows if row["id"] not in before]
        # A leap over many outcomes would be read out for minutes.
        said = [self._heard(row) for row in new] if len(new) <= READ_OUT else []
        return " ".join([*said, self._done(day, len(rows))])

    def _write(self, day: date) -> None:
        self.journal.append(FORECAST_TIME, questions=self.ids, day=day.isoformat())

    # --- what the page may know --------------------------------------------------------------

    def public(self) -> list[dict[str, str]]:
        """Return the questions as the page may know them from the beginning."""
        return self.questions

    def states(self) -> dict[str, dict[str, Any]]:
        """Return by question what the learner said: percent and words; locked or not."""
        kept = self.kept
        return {name: self._state(name, kept) for name in self.ids}

    def _state(self, name: str, kept: Kept) -> dict[str, Any]:
        last, locked = kept.last.get(name), name in kept.locked
        if last is None:
            words = say("forecast.missing") if locked else ""
            return {"percent": "", "words": words, "locked": locked}
        percent = forecast_score.percent(last)
        first = forecast_score.percent(kept.first[name])
        key = "forecast.kept" if first == percent else "forecast.kept_since"
        words = say("forecast.fixed" if locked else key, percent=percent, first=first)
        return {"percent": percent, "words": words, "locked": locked}

    def later(self) -> dict[str, Any]:
        """Return what the page may know of the time after: nothing before all is locked."""
        if not self.locked:
            return {}
        day, kept = self.day, self.kept
        rows = self._resolved(day)
        told = {row["id"] for row in rows}
        return {
            "start": self.start.isoformat(),
            "days": (self.end - self.start).days,
            "at": (day - self.start).days,
            "more": any(one > day for one in self._outcome_days()),
            "done": self._done(day, len(rows)),
            "resolved": [self._told(row, kept) for row in reversed(rows)],
            "open": [self._open(row, kept) for row in self.questions if row["id"] not in told],
            "score": forecast_score.picture(self.answers, kept, day.isoformat(), self.now).html,
        }

    def scores(self) -> pd.DataFrame:
        """Return the scores of what is resolved so far; columns as in `brier.table`.

        Raises:
            AllianceError: the forecasts are not locked.
        """
        if not self.locked:
            raise AllianceError(say("forecast.not_yet"))
        return brier.table(self.answers, self.kept.last, self.day.isoformat())

    def _resolved(self, day: date) -> list[dict[str, Any]]:
        return brier.resolved(self.answers, day.isoformat()).to_dict("records")

    def _done(self, day: date, count: int) -> str:
        of = len(self.ids)
        key = "forecast.done_all" if count == of else "forecast.done"
        return say(key, day=in_words(day), n=count, of=of)

    def _heard(self, row: dict[str, Any]) -> str:
        asked = next(q["question"] for q in self.questions if q["id"] == row["id"])
        outcome = f"{say('forecast.outcome_' + row['outcome'])}."
        when = dates.words(row["resolves_on"])
        return say("forecast.heard", day=when, question=asked, outcome=outcome)

    def _open(self, row: dict[str, str], kept: Kept) -> dict[str, str]:
        given = kept.last.get(row["id"])
        words = say("forecast.missing")
        if given is not None:
            words = say("forecast.you_open", percent=forecast_score.percent(given))
        return {"question": row["question"], "you": words}

    def _told(self, row: dict[str, Any], kept: Kept) -> dict[str, str]:
        """Return all that is told of a resolved question."""
        asked = next(q for q in self.questions if q["id"] == row["id"])
        links = [self.now.cite(name) for name in as_list(row.get("source_ids"))]
        return {
            "id": row["id"],
            "question": asked["question"],
            "outcome": row["outcome"],
            "when": dates.words(row["resolves_on"]),
            "criterion": say("forecast.criterion", text=asked["criterion"]),
            "note": row.get("resolution_note") or "",
            "you": forecast_score.words(row, kept.first, kept.last),
            "article": forecast_score.article_words(row),
            "sources": filled("forecast.sources", links=joined(links)) if links else "",
        }


def in_words(day: date) -> str:
    """Return a day as a reader says it."""
    return dates.words(day.isoformat())
