"""Templates of generated questions, as an instructor writes them in `questions/*.yml`.

    groups: {my-group: {title: "…"}}            # templates that are practised together
    same_words: [[North Land, NL, Northern]]    # names that give each other away
    practice:
      - id: practice-which-first
        group: my-group
        objective: lesson-1          # what an answer counts for (see `mastery`); may be left out
        type: single                 # or multiple, order, match, number, true-false, place
        from: {table: events, where: "confidence == 'high'"}
        …

A template has one of two shapes.

**Rows are compared** (single, multiple, order, match): each option is a row.

    pick: 2                          # how many rows; [4, 5] for four or five
    option: "{title}"
    correct: {first_by: date}        # or last_by; order_by for type order; or {where: "condition"}
    wrong: {where: "condition"}          # with correct.where: the rows that are certainly wrong
    partner: signed_year             # for match, instead of `correct`: the column to pair them with
    distractors: 1                   # for match: partners of other rows, which fit no item
    together: resolution             # rows must agree in this column; then stem, hint and
                                     # explanation may use it, and columns that begin with its name

**One row is asked about** (single, number, true-false, place): the stem speaks of the row, the
answer stands in one of its columns, and the wrong options are other values of the same column.

    stem: "Where did this happen: {title}?"
    answer: place                    # for true-false the column of the reasons; then the verdict
    choices: 4                       # follows from correct.where and wrong.where
    view: east-asia                  # for place: as in a written question; the table needs lat and
    within_km: 200                   # lon, `answer` is the name of the place. With `choices:` the
                                     # names of so many places are offered; else a mark is set

For both:

    from: {table: votes, join: [resolution]}  # the columns of the row of another table that an id
                                     # refers to come in as {resolution_title}, {resolution_date} …
    different: category              # rows must differ in this column; where one row is asked
                                     # about: what holds for a row holds for all like it in this
    near: date                       # other rows are taken from near in time (or in number)
    same: category                   # … and if possible with the same value in this column
    vary:                            # the template is used with one of these at a time
      - {clause: help_clause, words: a clause on help}
    low_confidence: true             # use rows with confidence low too; else they are left out
    feedback_right: "{title}: {date_words}."
    feedback_wrong: "{chosen.title} was then."  # on a wrong option; shown before the second try,
                                     # so it must not tell the answer: the explanation does
    feedback_low: "It was later."    # and feedback_high: for numbers, else feedback_wrong
    feedback_item: "{date_words}"    # on each item (order, match) or reason (true-false)
    explanation: "{title}: {date_words}."

In every text {column} is filled in from the row, and {word} from `vary`. In feedback and
explanation {right} and {chosen} are the texts of the right option and of the one chosen, and
{right.title} a column of the row that it comes from. `pool` lists the columns that are worked out
besides those of the table ({date_words}, {date_year}, {country_name} …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ...problems import Problem, did_you_mean
from ...texts.yaml_lines import Lined
from ..model import slug
from ..written.form import Form
from ..written.places import WORLD, Rect, view_of

__all__ = ["Group", "Template", "read_templates"]

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
FIRST, LAST, ORDER, WHERE = "first_by", "last_by", "order_by", "where"
# What `correct:` may say for each type that compares rows.
RULES = {"single": (FIRST, LAST, WHERE), "multiple": (WHERE,), "order": (ORDER,), "match": ()}
ASKED = ("single", "number", "true-false", "place")
MOST_DISTRACTORS = 4
TYPES = tuple(dict.fromkeys([*RULES, *ASKED]))


@dataclass(frozen=True)
class Group:
    """Templates that are practised together."""

    id: str
    title: str


@dataclass
class Template:
    """One template; the fields are those of the file.

    Attributes:
        join: columns whose rows in other tables come in.
        rule, by: the word in `correct:` and its column or condition.
        view, within: of type place, the part of the map and how near is near enough (km).
        texts: stem, hint, explanation, option, feedback_… as written.
        columns: the fields that name a column.
        vary: mappings of words; one empty mapping if the template does not vary.
    """

    id: str
    type: str = ""
    group: str = ""
    objective: str = ""
    table: str = ""
    where: str = ""
    join: tuple[str, ...] = ()
    rule: str = ""
    by: str = ""
    wrong: str = ""
    pick: tuple[int, int] = (4, 4)
    choices: int = 4
    distractors: int = 1
    view: Rect = WORLD
    within: float = 0
    low_confidence: bool = False
    unit: str = ""
    tolerance: str = "0"
    texts: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    vary: list[dict[str, str]] = field(default_factory=lambda: [{}])
    aliases: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    raw: Lined = field(default_factory=Lined)
    problems: list[Problem] = field(default_factory=list)

    @property
    def compares(self) -> bool:
        """Whether each option is a row."""
        return "option" in self.texts

    def key(self, variant: int) -> str:
        """Return the name of one of the variants in question ids, "" if there is only one."""
        words = self.vary[variant]
        return slug(next(iter(words.values()))) if words else ""

    def problem(self, name: str, message: str, remedy: str) -> Problem:
        """Return a mistake in one of the fields."""
        return Problem(self.file, message, remedy, self.raw.line_of(name), name)


def read_templates(content: Lined, file: str, bank: Any) -> None:
    """Read a file of templates into `bank.templates` and `bank.groups`."""
    form = Form(content, file, bank.library, bank.mistakes)
    groups = form.inner("groups") if form.has("groups") else None
    for name in groups.raw if groups else ():
        inner = groups.inner(name)
        title = inner.text("title", required=True) if inner else ""
        if inner:
            inner.close()
        bank.groups[name] = Group(name, title)
    if groups:
        groups.close()
    aliases = form.take("same_words", [])
    if not isinstance(aliases, list) or not all(isinstance(group, list) for group in aliases):
        form.wrong("same_words", "each entry must be a list of names", "write `- [name, name]`")
        aliases = []
    listed = form.take("practice")
    form.close()
    if not isinstance(listed, list):
        form.wrong("practice", "a list is wanted here", "begin each template with `- id:`")
        return
    for raw in listed:
        if not isinstance(raw, Lined):
            form.wrong("practice", f"“{raw}” is no template", "begin each with `- id:`")
            continue
        template = _read(raw, file, bank)
        template.aliases = tuple(tuple(map(str, group)) for group in aliases)
        bank.mistakes.extend(template.problems)
        bank.templates.setdefault(template.id, template)


def _read(raw: Lined, file: str, bank: Any) -> Template:
    template = Template(str(raw.get("id", "")), file=file, raw=raw)
    form = Form(raw, file, bank.library, template.problems)
    name = form.text("id", required=True)
    if name and not SLUG.fullmatch(name):
        form.wrong("id", f"“{name}” is no id", "use a-z, 0-9 and hyphens only")
    if name in bank.templates or name in bank.entries or name in bank.sets:
        form.wrong("id", f"the id “{name}” is used already", "give the template one of its own")
    template.group = _known(form, "group", bank.groups, "group")
    objectives = bank.library.held.get("objectives")
    template.objective = _known(form, "objective", [] if objectives is None else objectives["id"],
                                "objective", required=False)  # fmt: skip
    template.type = _known(form, "type", TYPES, "type of generated question")
    source = form.inner("from")
    if source:
        template.table = source.text("table", required=True)
        template.where = source.text("where")
        template.join = tuple(source.texts("join"))
        source.close()
    _texts_and_columns(form, template)
    template.unit = form.text("unit")
    template.tolerance = str(form.number("tolerance") or 0)
    template.low_confidence = bool(form.flag("low_confidence", False))
    template.pick = _span(form, "pick", template)
    _choices(form, template)
    template.vary = _variants(form)
    _rule(form, template)
    form.close()
    return template


def _texts_and_columns(form: Form, template: Template) -> None:
    """Read the texts, and the fields that name a column."""
    needed = ["stem", "feedback_right", "feedback_wrong"]
    needed += ["feedback_item"] if template.type == "match" else []
    for name in ("stem", "hint", "explanation", "option", "feedback_right", "feedback_wrong",
                 "feedback_low", "feedback_high", "feedback_item"):  # fmt: skip
        text = form.text(name, required=name in needed)
        if text:
            template.texts[name] = text
    names = ["answer", "different", "near", "same"]
    names += ["together"] if template.compares else []
    names += ["partner"] if template.type == "match" else []
    for name in names:
        column = form.text(name, required=name == "partner")
        if column:
            template.columns[name] = column


def _choices(form: Form, template: Template) -> None:
    """Read how many wrong answers there are, and what a map needs."""
    if template.type == "match":
        value = form.take("distractors", template.distractors)
        if type(value) is int and 0 <= value <= MOST_DISTRACTORS:
            template.distractors = value
        else:
            message = f"“{value}” is no number from 0 to {MOST_DISTRACTORS}"
            form.wrong("distractors", message, "write 1, or 0 for none")
    if template.type == "place":
        template.view = view_of(form)
        template.within = float(form.number("within_km") or 0)
        if template.within <= 0:
            remedy = "write how near is near enough, in km"
            form.wrong("within_km", "no distance is given", remedy)
    offered = template.type != "place" or form.has("choices")
    template.choices = _span(form, "choices", template)[0] if offered else 0


def _known(form: Form, field: str, known: Any, what: str, required: bool = True) -> str:
    """Return a word that must be one of those known."""
    value, known = form.text(field, required=required), list(known)
    if value and value not in known:
        form.wrong(field, f"there is no {what} “{value}”", did_you_mean(value, known).rstrip("?"))
    return value


def _span(form: Form, field: str, template: Template) -> tuple[int, int]:
    """Return a number, or the two ends of a range, between 2 and 8."""
    usual = 3 if template.type == "true-false" else 4
    value = form.take(field, usual)
    ends = value if isinstance(value, list) else [value, value]
    whole = len(ends) == 2 and all(type(n) is int and 2 <= n <= 8 for n in ends)
    if not whole or ends[0] > ends[1]:
        form.wrong(field, f"“{value}” is no number from 2 to 8", "write 4, or [4, 5] for a range")
        return usual, usual
    return ends[0], ends[1]


def _variants(form: Form) -> list[dict[str, str]]:
    value = form.take("vary")
    if value is None:
        return [{}]
    good = isinstance(value, list) and value and all(isinstance(v, Lined) and v for v in value)
    if not good:
        form.wrong("vary", "a list of mappings is wanted", "write `- {word: …}` for each")
        return [{}]
    variants = [{str(k): str(v) for k, v in words.items()} for words in value]
    first = [slug(next(iter(words.values()))) for words in variants]
    if len(set(first)) < len(first):
        form.wrong("vary", "two entries begin with the same word", "make the first words differ")
    for words, raw in zip(variants, value, strict=True):
        lacking = set(variants[0]) ^ set(words)
        if lacking:
            remedy = f"write {', '.join(variants[0])} in each"
            form.wrong("vary", f"“{lacking.pop()}” is not in every entry", remedy, raw.line)
    return variants


def _rule(form: Form, template: Template) -> None:
    """Read `correct` and `wrong`, and check that they fit shape and type."""
    shape, type_ = template.compares, template.type
    if shape == ("answer" in template.columns):
        remedy = "write `option:` to compare rows, `answer:` to ask about one row"
        form.wrong("answer", "either `option:` or `answer:` is wanted", remedy)
    if shape and type_ in TYPES and type_ not in RULES:
        form.wrong("option", f"the type {type_} asks about one row", "write `answer:` instead")
    if not shape and type_ in TYPES and type_ not in ASKED:
        form.wrong("type", f"the type {type_} compares rows", "write `option:` and `correct:`")
    wanted = RULES.get(type_, ()) if shape else (WHERE,) if type_ == "true-false" else ()
    if not wanted:
        return
    correct = form.take("correct")
    rules = [r for r in wanted if isinstance(correct, Lined) and r in correct]
    if len(rules) != 1 or len(correct) != 1:
        words = " or ".join(f"`correct: {{{r}: …}}`" for r in wanted)
        form.wrong("correct", "what makes an answer right is missing or unclear", f"write {words}")
        return
    template.rule, template.by = rules[0], str(correct[rules[0]])
    if template.rule != WHERE:
        return
    wrong = form.take("wrong")
    if isinstance(wrong, Lined) and list(wrong) == [WHERE]:
        template.wrong = str(wrong[WHERE])
    else:
        form.wrong(
            "wrong", "which rows are certainly wrong is missing", "write `wrong: {where: …}`"
        )
