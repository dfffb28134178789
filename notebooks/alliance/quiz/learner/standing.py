"""Where a learner stands, as pages: over all lessons, and in one with links to its sections."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ...library.settings import notebooks_of
from ...page import KEEP_KEYS, esc, joined, notebook_link, scroll_box
from ...texts import say
from ..bank import Bank, load_bank
from ..kinds import kinds
from ..model import Question
from .confidence import asked
from .mastery import STATES, Mastery, mastery
from .method import sources_of
from .sections import REVIEW, Section, sections

__all__ = ["Standing", "can_return", "listed", "table_of"]

TERM = "mastery-learning"
MOST = 6  # entries of a list on the page for all lessons
# A set on this many objectives or more (an exit quiz, say) is no place to look something up.
MIXED = 4


def can_return(questions: Iterable[Question]) -> list[str]:
    """Return the ids of the questions that spaced review may ask again: those of the panel."""
    return [q.id for q in questions if asked(kinds()[q.type])]


@dataclass
class Standing:
    """What the journal says about each objective, and how it is shown.

    Attributes:
        library: the data package.
        journal: the learner's.
        notebooks: the folder of the notebooks.
    """

    library: Any
    journal: Any
    notebooks: Path
    # What was told of which records: a page asks for the same lesson several times.
    _folded: Any = field(default=None, repr=False)
    _told: dict[tuple[str, bool], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def bank(self) -> Bank:
        """The questions."""
        return load_bank(self.library)

    @cached_property
    def lessons(self) -> list[dict[str, Any]]:
        """The entries of module.yml."""
        return self.library.settings.get("lessons", [])

    @cached_property
    def due(self) -> set[str]:
        """Ids of the questions that are due for review now."""
        return self._due(None)

    def _due(self, goals: Collection[str] | None) -> set[str]:
        """Return the ids of those that are due, about some objectives or (None) about all."""
        from .spacing import (
            due_now,
            plans,
        )  # imported here: its library is loaded only when a review is shown

        now = datetime.now(UTC)
        found = plans(self.journal.records(), can_return(self.bank.met(self.journal, goals)), now)
        return {plan.question for plan in due_now(found.values(), now)}

    def masteries(self, lesson_id: str, due: bool = True) -> list[tuple[str, Mastery]]:
        """Return text and mastery of each objective of a lesson that has questions."""
        records = self.journal.records()
        if records is not self._folded:
            self._folded, self._told = records, {}
        if (lesson_id, due) not in self._told:
            self._told[lesson_id, due] = self._masteries(lesson_id, due, records)
        return self._told[lesson_id, due]

    def _masteries(
        self, lesson_id: str, due: bool, records: list[dict[str, Any]]
    ) -> list[tuple[str, Mastery]]:
        goals = self.library.objectives
        goals = goals[goals["lesson"] == lesson_id]
        marked = [q for q in self.bank.about(goals["id"]) if kinds()[q.type].marked]
        made = self.bank.practised(records)
        found = mastery(marked, records, self._due(set(goals["id"])) if due else (), made)
        return [(g.text, found[g.id]) for g in goals.itertuples() if g.id in found]

    # --- links to sections --------------------------------------------------------------------

    @cached_property
    def _sections(self) -> dict[str, dict[str, Section]]:
        """The sections of each lesson that is there, by lesson id."""
        return {e["id"]: self._of_lesson(e) for e in self.lessons if _built(e)}

    def _of_lesson(self, entry: dict[str, Any]) -> dict[str, Section]:
        """Return the sections of all notebooks of a lesson."""
        found: dict[str, Section] = {}
        for file in notebooks_of(entry):
            path = self.library.own_notebook(file) or self.notebooks / file
            found = sections(path) | found
        return found

    @cached_property
    def _mixed(self) -> set[str]:
        """Ids of the sets that ask about many objectives."""
        goals: dict[str, set[str]] = {}
        for entry in self.bank.entries.values():
            goals.setdefault(entry.written("set"), set()).add(entry.written("objective"))
        return {name for name, found in goals.items() if len(found) >= MIXED}

    def places(self, lesson_id: str, one: Mastery) -> str:
        """Return links to the sections on an objective, those with missed questions first."""
        here = self._sections.get(lesson_id, {})
        questions = [self.bank.entries[name].question for name in (*one.missed, *one.questions)]
        found = [here.get(q.id) or here.get(q.set) for q in questions if q.set not in self._mixed]
        found = found or [here.get(q.id) or here.get(q.set) for q in questions]
        links = dict.fromkeys(section.link for section in found if section)
        return "; ".join(list(links)[:2])

    def review_link(self) -> str:
        """Return a link to where the review is, "" if no lesson has one."""
        found = (places[REVIEW] for places in self._sections.values() if REVIEW in places)
        return next((section.link for section in found), "")

    # --- pages --------------------------------------------------------------------------------

    def overview(self) -> str:
        """Return the standing in all lessons: a table, what is mastered, what to look at again."""
        rows = [(entry, self.masteries(entry["id"])) for entry in self.lessons]
        rows = [(entry, found) for entry, found in rows if found]
        names = ["standing.lesson", *STATES.values(), "standing.due"]
        table = table_of(say("standing.title"), names, [_counts(e, found) for e, found in rows])
        known = [esc(text) for _, found in rows for text, one in found if one.state == "mastered"]
        again = [
            _with_places(text, self.places(entry["id"], one))
            for entry, found in rows
            for text, one in found
            if (one.missed or one.slipped) and one.state != "mastered"
        ]
        lists = listed(say("standing.known"), known) + listed(say("standing.again"), again)
        started = any(one.answered or one.practised for _, found in rows for _, one in found)
        lists = lists if started else f"<p>{esc(say('standing.fresh'))}</p>"
        return f"{table}{lists}{self.due_words(len(self.due))}{self.rule()}"

    def of_lesson(self, lesson_id: str) -> str:
        """Return the standing in one lesson: each objective, and where to look again."""
        found = self.masteries(lesson_id)
        rows = []
        for text, one in found:
            places = self.places(lesson_id, one) if one.missed or one.slipped else ""
            count = say("standing.part", done=len(one.answered), of=len(one.questions))
            if one.practised:
                count = say("standing.practised", written=count, n=len(one.practised))
            state = esc(say(STATES[one.state]))
            rows.append([esc(text), state, esc(count), len(one.due), places])
        names = ["standing.objective", "standing.state", "standing.answered", "standing.due"]
        table = table_of(say("standing.by_objective"), [*names, "standing.again"], rows)
        due = sum(len(one.due) for _, one in found)
        return f"{table}{self.due_words(due, self.review_link())}{self.rule()}"

    def due_words(self, due: int, link: str = "") -> str:
        """Say how many questions are due, and where the review is."""
        words = esc(say("standing.due_some", n=due) if due else say("standing.due_none"))
        where = f" {esc(say('standing.where'))} {link}." if due and link else ""
        return f"<p>{words}{where}</p>"

    def rule(self) -> str:
        """Say what the words for the states mean, and where the rule comes from."""
        links = joined(sources_of(self.library, TERM))
        source = f" ({links})" if links else ""
        return (
            f"<details><summary {KEEP_KEYS}>{esc(say('mastery.ask'))}</summary>"
            f"<p>{esc(say('mastery.rule'))}{source}</p></details>"
        )


def _built(entry: dict[str, Any]) -> bool:
    return bool(entry.get("built"))


def _counts(entry: dict[str, Any], found: list[tuple[str, Mastery]]) -> list[Any]:
    """Return a row of the overview: lesson, objectives in each state, questions due."""
    link = notebook_link(entry["file"], entry["title"])
    title = link if _built(entry) else esc(entry["title"])
    states = [sum(one.state == state for _, one in found) for state in STATES]
    return [title, *states, sum(len(one.due) for _, one in found)]


def table_of(title: str, names: list[str], rows: list[list[Any]]) -> str:
    """Return a table of cells that are numbers or ready HTML; the first column heads the rows."""
    numeric = [bool(rows) and isinstance(value, int) for value in (rows[0] if rows else names)]
    kind = [' class="al-number"' if number else "" for number in numeric]
    head = "".join(
        f'<th scope="col"{k}>{esc(say(name))}</th>' for name, k in zip(names, kind, strict=True)
    )
    body = ""
    for first, *rest in rows:
        cells = "".join(f"<td{k}>{v}</td>" for v, k in zip(rest, kind[1:], strict=True))
        body += f'<tr><th scope="row">{first}</th>{cells}</tr>'
    inner = (
        f'<table class="al-table"><caption>{esc(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    return scroll_box(inner, title)


def _with_places(text: str, places: str) -> str:
    return f"{esc(text)} {places}" if places else esc(text)


def listed(title: str, items: list[str]) -> str:
    """Return a list with a title, cut after `MOST` entries; nothing if it is empty."""
    if not items:
        return ""
    rest = len(items) - MOST
    more = f"<li>{esc(say('standing.more', n=rest))}</li>" if rest > 0 else ""
    lines = "".join(f"<li>{item}</li>" for item in items[:MOST])
    return f"<p><strong>{esc(title)}</strong></p><ul>{lines}{more}</ul>"
