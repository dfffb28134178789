"""The question bank: reads `questions/*.yml` of a data package and finds every mistake in it.

A question with a mistake stays in its set as a list of sentences, so the others still show.

Opening the bank reads all files, but only notes which question stands where. A question is read,
and its answers are computed from the tables, when it is first asked for: a lesson needs only a
tenth of them. `problems` and `check_questions` read them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from ..journal.folds import answered
from ..problems import AllianceError, Problem, did_you_mean, kept
from ..texts.yaml_lines import Folded, Lined, parse_yaml, read_yaml
from .entry import Contents, Entry
from .kinds import kinds
from .laid import laid_over, without_empty
from .model import Question, QuestionSet
from .practice import check_templates, entries_of, entry_of, read_templates
from .sealed import BARE, SEALED, filled, unseal
from .written.form import Form

__all__ = ["Bank", "check_questions", "load_bank"]

FOLDER = "questions"
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")

_banks: WeakKeyDictionary[Any, tuple[tuple, Bank]] = WeakKeyDictionary()


class Bank(Contents):
    """All questions of a data package, to be looked up.

    A question is to be had, read, from `entry` or `question`; `entries` may hold it unread.
    """

    @property
    def questions(self) -> list[Question]:
        """All questions without mistakes."""
        return self._good(self.entries.values())

    @property
    def problems(self) -> list[Problem]:
        """All mistakes."""
        found = [
            problem for entry in self.entries.values() for problem in self._ready(entry).problems
        ]
        return self.mistakes + found

    def about(self, objectives: Collection[str]) -> list[Question]:
        """Return the questions on some objectives, without mistakes."""
        goals = set(objectives)
        return self._good(e for e in self.entries.values() if e.written("objective") in goals)

    def met(self, journal: Any, goals: Collection[str] | None = None) -> list[Question]:
        """Return the questions that a learner has answered, written or made from the data.

        Args:
            journal: the learner's.
            goals: ids of objectives; without them, of all.
        """
        records = journal.records()
        known = answered(records)
        written = [self.entries[name] for name in known if name in self.entries]
        made = [name for name in known if name not in self.entries]
        if goals is not None:
            written = [entry for entry in written if entry.written("objective") in goals]
            practised = self.practised(records)
            made = [name for name in made if practised.get(name) in goals]
        return self._good([*written, *(entries_of(made, self).values() if made else ())])

    def _good(self, entries: Iterable[Entry]) -> list[Question]:
        return [entry.question for entry in map(self._ready, entries) if entry.question]

    def _ready(self, entry: Entry) -> Entry:
        """Return an entry, read if it was not."""
        if entry.unread:
            _read(entry, self)
        return entry

    def practised(self, records: Iterable[dict[str, Any]]) -> dict[str, str]:
        """Return the objectives of the questions in a journal that templates have made, by id.

        The template alone decides, so answers count also after the rows behind them have changed.
        """
        found: dict[str, str] = {}
        for name in answered(records):
            if ":" in name:
                template = self.templates.get(name.partition(":")[0])
                if template and template.objective:
                    found[name] = template.objective
        return found

    def entry(self, question_id: str) -> Entry:
        """Return a question with its mistakes, if any; computed answers are computed anew.

        Raises:
            AllianceError: no such question; names those that come near.
        """
        if question_id not in self.entries:
            made = entry_of(question_id, self)
            if made:
                return made
            raise AllianceError(
                f"There is no question “{question_id}”; {did_you_mean(question_id, self.entries)}"
            )
        entry = self.entries[question_id]
        doubled = entry.written("id") != entry.id
        if not (entry.unread or doubled) and any(str(name).endswith("_from") for name in entry.raw):
            # A learner may have changed the table since, so the key is computed again.
            entry = replace(entry, question=None, problems=[], unread=True)
        return self._ready(entry)

    def question(self, question_id: str) -> Question:
        """Return a question.

        Raises:
            AllianceError: no such question, or it has a mistake.
        """
        entry = self.entry(question_id)
        if entry.question is None:
            raise AllianceError(" ".join(map(str, entry.problems)))
        return entry.question

    def set(self, set_id: str) -> QuestionSet:
        """Return a set of questions.

        Raises:
            AllianceError: no such set; names those that come near.
        """
        if set_id not in self.sets:
            raise AllianceError(
                f"There is no set of questions “{set_id}”; {did_you_mean(set_id, self.sets)}"
            )
        return self.sets[set_id]


def load_bank(library: Any) -> Bank:
    """Return the bank of a library, read again only when a file has changed."""
    files = [path for folder in library.folders for path in kept((folder / FOLDER).glob("*.y*ml"))]
    hidden = [folder / FOLDER / SEALED for folder in library.folders]
    hidden = [path for path in hidden if path.is_file()]
    stamp = tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in [*files, *hidden])
    known = _banks.get(library)
    if known and known[0] == stamp:
        return known[1]
    bank = Bank(library)
    for path in files:
        _read_file(path, bank)
    for path in hidden:
        _read_sealed(path, bank)
    if library.course is not None:
        laid_over(bank, library.course)
    if library.later is not None:  # what rests on rows that are not known yet is not asked
        for name in [n for n, entry in bank.entries.items() if bank._ready(entry).problems]:
            del bank.entries[name]
        without_empty(bank, bank.sets)
    for entry in bank.entries.values():
        group = bank.sets.get(entry.written("set"))
        if group:
            group.question_ids.append(entry.id)
    for group in bank.sets.values():
        for name in group.core:
            if name not in group.question_ids:
                hint = did_you_mean(name, group.question_ids)
                message = f"the set “{group.id}” has no question “{name}” ({hint})"
                remedy = "name questions of this set under `core:`, or leave it out"
                file = f"{FOLDER}/{group.lesson}.yml"
                bank.mistakes.append(Problem(file, message, remedy, column="sets"))
        if not group.question_ids:
            bank.mistakes.append(
                Problem(
                    f"{FOLDER}/{group.lesson}.yml",
                    f"the set “{group.id}” has no question",
                    f"write `set: {group.id}` in a question, or remove the set",
                    column="sets",
                )
            )
    _banks[library] = (stamp, bank)
    return bank


def check_questions(library: Any) -> list[Problem]:
    """Return every mistake in the question files, in the order of files and lines."""
    bank = load_bank(library)
    found = bank.problems + check_templates(bank)
    return sorted(found, key=lambda p: (p.file, p.row if isinstance(p.row, int) else 0))


def _read_sealed(path: Any, bank: Bank) -> None:
    """Read the question files of a copy for students that tells after each answer."""
    try:
        files = unseal(path.read_bytes(), bank.library.setting("name", ""))
    except ValueError as error:
        found = Problem(f"{FOLDER}/{path.name}", str(error), "take it from the copy as it came")
        bank.mistakes.append(found)
        bank.unread.append(found)
        return
    course = bank.library.course
    for name, text in files.items():
        own = course is not None and name.startswith(course.file(""))
        _take_file(name, *parse_yaml(text, name), bank, own)


def _read_file(path: Any, bank: Bank) -> None:
    name, course = f"{FOLDER}/{path.name}", bank.library.course
    own = course is not None and path.is_relative_to(course.folder)
    name = course.file(name) if own else name
    _take_file(name, *read_yaml(path, name, folded=True), bank, own)


def _take_file(name: str, content: Any, problem: Problem | None, bank: Bank, own: bool) -> None:
    """Put what a question file holds into the bank."""
    course = bank.library.course
    if problem is None and not isinstance(content, Lined):
        problem = Problem(
            name, "the file is not a mapping", "write `lesson:`, `sets:` and `questions:`", 1
        )
    if problem:
        bank.mistakes.append(problem)
        bank.unread.append(problem)
        return
    if "practice" in content:
        read_templates(content, name, bank)
        return
    form = Form(content, name, bank.library, bank.mistakes)
    lesson = form.text("lesson", required=True)
    lessons = [item.get("id") for item in bank.library.settings.get("lessons", [])]
    if course is not None and not own and lesson not in lessons:
        return  # of a lesson of the module that the course does not teach
    if lesson and lessons and lesson not in lessons:
        form.wrong(
            "lesson",
            f"there is no lesson “{lesson}” in {'course' if own else 'module'}.yml",
            did_you_mean(lesson, lessons).rstrip("?"),
        )
    _read_sets(form, lesson, bank)
    questions = form.take("questions", [])
    form.close()
    if not isinstance(questions, list):
        form.wrong("questions", "a list is wanted here", "begin each question with `- id:`")
        return
    for raw in questions:
        if isinstance(raw, Folded) and "id" in raw.told:
            _add(Entry(raw.told["id"], raw, name, lesson, unread=True), bank)
        elif isinstance(raw, Folded | Lined):
            raw = raw.unfolded() if isinstance(raw, Folded) else raw
            _add(Entry(str(raw.get("id", "")), raw, name, lesson, unread=True), bank)
        else:
            form.wrong("questions", f"“{raw}” is no question", "begin each with `- id:`")


def _read_sets(form: Form, lesson: str, bank: Bank) -> None:
    sets = form.take("sets", {})
    if not isinstance(sets, Lined):
        form.wrong("sets", "the sets are missing", "write `sets: {id: {title: …}}`")
        return
    for set_id, raw in sets.items():
        if not isinstance(raw, Lined):
            form.wrong("sets", f"the set “{set_id}” has no title", "write `{title: …}` after it")
            continue
        inner = form.within(raw, f"sets.{set_id}.")
        group = QuestionSet(str(set_id), inner.text("title", required=True), lesson)
        group.core = inner.texts("core")
        inner.close()
        if set_id in bank.sets and not form.file.startswith(f"{FOLDER}/"):
            # A course adds questions to a set of the module, or gives it another title or core.
            bank.sets[set_id].title = group.title
            bank.sets[set_id].core = group.core or bank.sets[set_id].core
        elif set_id in bank.sets:
            form.wrong(
                "sets",
                f"there is a set “{set_id}” already",
                "give it another id",
                sets.line_of(set_id),
            )
        else:
            bank.sets[str(set_id)] = group


def _add(entry: Entry, bank: Bank) -> None:
    """Put a question, unread, into the bank."""
    twice = bank.entries.get(entry.id)
    course = bank.library.course
    if twice and course and entry.file.startswith(course.file("")) and twice.file != entry.file:
        twice = None  # a question of a course goes before that of the module
    if twice:
        entry.problems.append(
            Problem(
                entry.file,
                f"the id “{entry.id}” is used already ({twice.file}, row {twice.raw.line})",
                "give the question an id of its own",
                entry.raw.line_of("id"),
                "id",
            )
        )
    if twice or not entry.id:
        entry.id = f"{entry.file}:{entry.raw.line}"
    bank.entries[entry.id] = entry


def _known(library: Any, table: str) -> Collection[str] | None:
    """Ids of a table; None where they cannot be checked.

    That is where the package has no such table, and where a library shows an earlier day: later
    sources are missing there by intent.
    """
    return None if table not in library.held or library.known_on else library.ids(table)


def _objective(form: Form, bank: Bank) -> str:
    """Return the objective that a question asks for, which must be one of a lesson taught."""
    objectives = _known(bank.library, "objectives")
    objective = form.text("objective", required=True)
    away = bank.library.settings.get("untaught_goals", {}).get(objective)
    if away:
        message = f"it asks for the aim “{objective}” of “{away}”, which the course does not teach"
        form.wrong("objective", message, "take the question out, or give it another objective")
    elif objective and objectives is not None and objective not in objectives:
        form.wrong(
            "objective",
            f"there is no objective “{objective}” in objectives.csv",
            did_you_mean(objective, objectives).rstrip("?"),
        )
    return objective


def _read(entry: Entry, bank: Bank) -> None:
    """Fill in `question` or `problems` of an entry."""
    entry.unread = False
    if entry.raw.get(BARE):
        entry.source = filled(entry.raw, bank.library.setting("views", {}))
    form = Form(entry.raw, entry.file, bank.library, entry.problems)
    name = form.text("id", required=True)
    if name and not SLUG.fullmatch(name):
        form.wrong("id", f"“{name}” is no id", "use a-z, 0-9 and hyphens only")
    group = form.text("set", required=True)
    if group and group not in bank.sets:
        form.wrong("set", f"there is no set “{group}”", did_you_mean(group, bank.sets).rstrip("?"))
    objective = _objective(form, bank)
    common = {
        "stem": form.text("stem", required=True),
        "hint": form.text("hint"),
        "explanation": form.text("explanation"),
        "source_ids": form.ids("source_ids", _known(bank.library, "sources"), "source"),
    }
    type_ = form.text("type", required=True)
    kind = kinds().get(type_)
    if kind is None:
        if type_:
            form.wrong(
                "type",
                f"the type “{type_}” is unknown",
                f"the types are {', '.join(sorted(kinds()))}",
            )
        return
    body = kind.read(form)
    form.close()
    if not entry.problems:
        entry.question = Question(
            id=entry.id,
            type=type_,
            body=body,
            set=group,
            lesson=entry.lesson,
            objective=objective,
            file=entry.file,
            line=entry.raw.line,
            **common,
        )
