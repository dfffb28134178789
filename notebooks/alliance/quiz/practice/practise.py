"""Practice: questions made from the tables by templates; see `template` for how to write one.

    practice("group-or-template-id", count=5)

Questions are chosen at random with a seed: the one given as `seed=`, else one made of the learner's
name and the number of rounds practised so far, so that each round is a new one. A round is
finished when each of its questions has been answered; until then the cell shows the same questions
again, with the answers given.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ...problems import AllianceError, Problem, did_you_mean
from ...texts import say
from ...texts.yaml_lines import Lined
from ..entry import Contents, Entry
from ..kinds import kinds
from ..model import Question
from ..written.form import Form
from .maker import Maker, parse_id
from .rounds import Round, open_round
from .rows import check
from .template import Group, Template, read_templates

__all__ = [
    "Practice",
    "check_templates",
    "entries_of",
    "entry_of",
    "generate",
    "practised",
    "read_templates",
]

MOST = 50
# After this many tries in a row without a new question, there are no more.
PATIENCE = 60


@dataclass(frozen=True)
class Practice:
    """Questions, their title, and the ids of those to be asked afresh if answered long ago."""

    entries: list[Entry]
    title: str
    anew: set[str] = field(default_factory=set)


def practised(name: str, count: int, seed: Any, bank: Contents, journal: Any) -> Practice:
    """Return the questions of a round.

    Raises:
        AllianceError: there is no such template or group, or `count` is no number of questions.
    """
    templates, title = chosen(name, bank)
    if type(count) is not int or not 1 <= count <= MOST:
        raise AllianceError(f"practice() takes a count from 1 to {MOST}; it was given {count!r}.")
    anew: set[str] = set()
    if seed is not None:
        entries = generate(templates, bank, f"seed|{name}|{seed}", count)
    else:
        turn = open_round(journal, f"{name}|{count}")
        entries = _again(turn, bank)
        if entries:
            anew = {entry.id for entry in entries} - turn.since
        else:
            entries = _new(turn, templates, bank, f"{journal.learner}|{name}", count)
            anew = {entry.id for entry in entries}
            if entries:
                turn.keep(journal, [entry.id for entry in entries])
    title = say("practice.title", title=title)
    if not entries:
        return Practice([_none(templates, name, bank)], title)
    if len(entries) < count:
        title = f"{title}. {say('practice.fewer', made=len(entries), count=count)}"
    return Practice(entries, title, anew)


def chosen(name: str, bank: Contents) -> tuple[list[Template], str]:
    """Return the templates that an id stands for, and a title.

    Raises:
        AllianceError: no such template or group; names those that come near.
    """
    if name in bank.groups:
        group: Group = bank.groups[name]
        return [t for t in bank.templates.values() if t.group == name], group.title
    if name in bank.templates:
        template = bank.templates[name]
        group = bank.groups.get(template.group)
        return [template], group.title if group else name
    if bank.unread:
        return [], name
    known = [*bank.groups, *bank.templates]
    raise AllianceError(f"There is no practice “{name}”; {did_you_mean(name, known)}")


def _again(turn: Round, bank: Contents) -> list[Entry]:
    """Return the questions of a round that is not finished, as far as their rows still exist.

    A finished round is closed: all of it has been answered, or what is left can no longer be asked.
    """
    found = [entry for entry in entries_of(turn.open, bank).values() if entry.question]
    if turn.open and {entry.id for entry in found} <= turn.since:
        turn.close()
        return []
    return found


def _new(
    turn: Round, templates: list[Template], bank: Contents, seed: str, count: int
) -> list[Entry]:
    """Return a new round: what was never answered, else what was not in the last round."""
    entries: list[Entry] = []
    for avoid in (turn.answered | turn.last, turn.last, set()):
        # Questions of the last round come again only if the rows give no others.
        if len(entries) < count and (avoid or not entries):
            avoid = avoid | {entry.id for entry in entries}
            text = f"{seed}|round {turn.number}|{len(entries)}"
            entries += generate(templates, bank, text, count - len(entries), avoid, entries)
    return entries


def generate(
    templates: list[Template],
    bank: Contents,
    seed: str,
    count: int,
    avoid: Any = (),
    beside: Iterable[Entry] = (),
) -> list[Entry]:
    """Return new questions, taking the templates in turn.

    Args:
        templates: those with mistakes are left out.
        bank: the questions, with their library.
        seed: the same seed gives the same questions over the same data, on every machine.
        count: how many are wanted; fewer come if the rows give no more.
        avoid: question ids that must not come.
        beside: questions that stand in the same round already.
    """
    chance = random.Random(seed)
    makers = [Maker(t, bank.library) for t in templates if not check(t, bank.library)]
    chance.shuffle(makers)
    entries: dict[str, Entry] = {}
    subjects: set[str] = set()
    # Two rows may read alike, such as two treaties that promise nothing: one of them is enough.
    stems = {e.question.stem for e in beside if e.question}
    misses, turn = 0, 0
    while makers and len(entries) < count and misses < PATIENCE:
        maker = makers[turn % len(makers)]
        turn += 1
        made = maker.sample(chance)
        if made is None:
            makers.remove(maker)
            continue
        draft, fields = made
        name = maker.id_of(draft)
        used = {row for row, _ in draft.refs[:1]}
        # As long as there is a choice, no row is asked about twice.
        again = _told(maker.template) and fields["stem"] in stems
        if again or name in entries or name in avoid:
            misses += 1
            continue
        if used & subjects and misses < PATIENCE // 2:
            misses += 1
            continue
        entry = read(maker.template, name, fields, bank)
        misses = 0
        subjects |= used
        stems.add(fields["stem"])
        entries[name] = entry
    return list(entries.values())


def _told(template: Template) -> bool:
    """Tell whether the stem says which row is asked about: then the same stem is the same task."""
    return not template.compares and template.type != "match" and "{" in template.texts["stem"]


def read(template: Template, name: str, fields: dict[str, Any], bank: Contents) -> Entry:
    """Return a question made from a template; its type reads it as it reads a written one."""
    raw = _lined(fields, template.raw.line)
    entry = Entry(name, raw, template.file, _lesson(template, bank))
    form = Form(raw, template.file, bank.library, entry.problems)
    body = kinds()[template.type].read(form)
    if not entry.problems:
        entry.question = Question(
            id=name,
            type=template.type,
            stem=fields["stem"],
            body=body,
            set=template.group,
            lesson=entry.lesson,
            objective=template.objective,
            hint=fields.get("hint", ""),
            explanation=fields.get("explanation", ""),
            source_ids=tuple(fields["source_ids"]),
            file=template.file,
            line=template.raw.line,
        )
    return entry


def entry_of(question_id: str, bank: Contents) -> Entry | None:
    """Return a generated question by its id; None if no template has made it.

    If its rows have changed so that it would be doubtful, the entry says so in its problems.
    """
    return entries_of([question_id], bank).get(question_id)


def entries_of(question_ids: Iterable[str], bank: Contents) -> dict[str, Entry]:
    """Return those of some ids that a template has made, as questions; see `entry_of`."""
    found: dict[str, Entry] = {}
    makers: dict[str, Maker | list[Problem]] = {}
    for question_id in question_ids:
        name = parse_id(question_id)[0] if ":" in question_id else ""
        template = bank.templates.get(name)
        if template is None:
            continue
        if name not in makers:
            makers[name] = check(template, bank.library) or Maker(template, bank.library)
        found[question_id] = _rebuilt(question_id, template, makers[name], bank)
    return found


def _rebuilt(
    question_id: str, template: Template, maker: Maker | list[Problem], bank: Contents
) -> Entry:
    entry = Entry(question_id, template.raw, template.file, _lesson(template, bank))
    if isinstance(maker, list):
        entry.problems = maker
        return entry
    try:
        fields = maker.build(maker.draft_of(question_id))
    except AllianceError as error:
        remedy = "practise again for a new question"
        message = f"this question can no longer be asked: {str(error).rstrip('.')}"
        entry.problems = [template.problem("id", message, remedy)]
        return entry
    return read(template, question_id, fields, bank)


def check_templates(bank: Contents) -> list[Problem]:
    """Return every mistake that templates show when they meet the data.

    A template that finds no question in the whole of the data counts as one.
    """
    found = []
    for template in bank.templates.values():
        problems = check(template, bank.library)
        found += [p for p in problems if p not in template.problems]
        if not problems and not Maker(template, bank.library).sample(random.Random("check")):
            found.append(_too_few(template))
    return found


def _too_few(template: Template) -> Problem:
    return template.problem(
        "from",
        f"the table “{template.table}” has too few rows for a question that is beyond doubt",
        "choose more rows, or fewer for each question (`pick:`, `choices:`)",
    )


def _none(templates: list[Template], name: str, bank: Contents) -> Entry:
    """Return an entry that shows why there is no question."""
    problems = [p for t in templates for p in check(t, bank.library)]
    problems = problems or [_too_few(t) for t in templates[:1]] or list(bank.unread)
    problems = problems or [
        Problem("questions", f"the group “{name}” has no template", f"write `group: {name}` in one")
    ]
    return Entry(name, Lined(), problems[0].file, "", None, problems)


def _lesson(template: Template, bank: Contents) -> str:
    objectives = bank.library.held.get("objectives")
    if objectives is None:
        return ""
    lessons = zip(objectives["id"], objectives["lesson"], strict=True)
    return next((str(name) for goal, name in lessons if goal == template.objective), "")


def _lined(value: Any, line: int) -> Any:
    """Return a mapping as if it had been read from a file."""
    if isinstance(value, dict):
        result = Lined(line)
        result.update({key: _lined(inner, line) for key, inner in value.items()})
        return result
    return [_lined(inner, line) for inner in value] if isinstance(value, list) else value
