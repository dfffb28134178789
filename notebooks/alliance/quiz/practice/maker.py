"""Makes questions from a template, and builds a question again from its id.

A *draft* is what the id of a generated question says: template, variant, and references to rows.
Sampling makes drafts by chance; `Maker.build` turns a draft into a question or says why it will not
do. A question asked again by its id goes the same way, so it cannot be worse than a new one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from ...problems import AllianceError
from . import asked, compared, paired, placed
from .pool import TEXT, text_of, value_at
from .rows import Row, Variant, place, variant
from .template import WHERE, Template
from .words import alike, flat, same_but_for_number

__all__ = ["Draft", "Maker", "Unfit", "parse_id"]

TRIES = 40
NEAREST = 8


class Draft(NamedTuple):
    """Rows of a question: (row id, value where the column holds lists, else "")."""

    variant: int
    refs: tuple[tuple[str, str], ...]


def parse_id(question_id: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Return template id, key of the variant and references from a question's id."""
    name, _, rest = question_id.partition(":")
    key, _, listed = rest.rpartition(":")
    refs = [ref.partition("=") for ref in listed.split("+")]
    return name, key, [(unquote(row), unquote(value)) for row, _, value in refs]


class Unfit(AllianceError):
    """A draft that makes no good question."""


class Maker:
    """Makes questions from one template, over the data as they are now."""

    def __init__(self, template: Template, library: Any) -> None:
        self.template = template
        self.library = library
        self.pools: dict[int, Variant] = {}

    def pool(self, number: int) -> Variant:
        """Return the rows of one variant; they are chosen when they are first asked for."""
        if number not in self.pools:
            self.pools[number] = variant(self.template, number, self.library)
        return self.pools[number]

    # --- from and to ids --------------------------------------------------------------------

    def id_of(self, draft: Draft) -> str:
        """Return the question id that says all of a draft."""
        refs = ["=".join(quote(part, safe="") for part in ref if part) for ref in draft.refs]
        key = self.template.key(draft.variant)
        return ":".join([self.template.id, *([key] if key else []), "+".join(refs)])

    def draft_of(self, question_id: str) -> Draft:
        """Return the draft behind a question id.

        Raises:
            Unfit: the template has no such variant.
        """
        _, key, refs = parse_id(question_id)
        keys = [self.template.key(k) for k in range(len(self.template.vary))]
        if key not in keys:
            raise Unfit(f"the template has no variant “{key}” any more")
        return Draft(keys.index(key), tuple(refs))

    # --- choosing ---------------------------------------------------------------------------

    def sample(self, chance: random.Random) -> tuple[Draft, dict[str, Any]] | None:
        """Return a draft and the fields of its question; None if the rows give none."""
        order = list(range(len(self.template.vary)))
        chance.shuffle(order)
        for number in order:
            found = self._sample(number, chance)
            if found:
                return found
        return None

    def _sample(self, number: int, chance: random.Random) -> tuple[Draft, dict[str, Any]] | None:
        pool = self.pool(number)
        anchors = list(pool.rows)
        if self.template.compares:
            anchors = list(pool.right)
        elif self.template.rule == WHERE and pool.right and pool.wrong:
            # True and false statements are equally likely, whatever the table holds.
            anchors = list(chance.choice([pool.right, pool.wrong]))
        chance.shuffle(anchors)
        for anchor in anchors[:TRIES]:
            refs = self._refs(pool, anchor, chance)
            if refs is None:
                continue
            draft = Draft(number, tuple(refs))
            try:
                return draft, self.build(draft)
            except Unfit:
                continue
        return None

    def _refs(self, pool: Variant, anchor: str, chance: random.Random) -> Any:
        """Choose the rows of a question that begins with one row; None if they do not suffice."""
        if self.template.type == "match":
            return self._paired(pool, anchor, chance)
        return (self._compared if self.template.compares else self._asked)(pool, anchor, chance)

    def _compared(self, pool: Variant, anchor: str, chance: random.Random) -> Any:
        """Choose rows to compare with a first one."""
        template = self.template
        size = chance.randint(*template.pick)
        chosen = [anchor]
        rights = 1
        if template.type == "multiple":
            rights = chance.randint(1, size - 1)
        quotas = [(pool.right, size)]
        if template.rule == WHERE:
            quotas = [(pool.right, rights), (pool.wrong, size)]
        for rows, wanted in quotas:
            for name in self._near(rows, rows.get(anchor) or pool.rows[anchor], chance):
                if len(chosen) >= wanted:
                    break
                if name not in chosen and all(self.fits(pool, name, c) for c in chosen):
                    chosen.append(name)
        return [(name, "") for name in sorted(chosen)] if len(chosen) == size else None

    def _paired(self, pool: Variant, anchor: str, chance: random.Random) -> Any:
        """Choose rows to match with their partners, and partners of other rows that fit none."""
        template = self.template
        size = chance.randint(*template.pick)
        chosen: list[tuple[str, str]] = []
        names = self._near(pool.rows, pool.rows[anchor], chance)
        for name in [anchor, *(n for n in names if n != anchor)]:
            if not all(self.fits(pool, name, other) for other, _ in chosen):
                continue
            for ref in self._values(name, pool.rows[name][template.columns["partner"]], chance):
                items, rest = [*chosen, ref][:size], [*chosen, ref][size:]
                if not paired.doubt(template, pool, items, rest):
                    chosen.append(ref)
                    break
            if len(chosen) == size + template.distractors:
                return sorted(chosen[:size]) + sorted(chosen[size:])
        return None

    def _asked(self, pool: Variant, anchor: str, chance: random.Random) -> Any:
        """Choose a value of the row asked about, and other values of the column."""
        template, rows = self.template, pool.rows
        column = template.columns["answer"]
        refs = [self._values(anchor, rows[anchor][column], chance)[0]]
        if template.type == "number" or not template.choices:
            return refs
        others = rows
        if template.rule == WHERE:
            others = pool.wrong if anchor in pool.right else pool.right
        texts = [value_at(rows, refs[0], column)]
        truths = asked.true_of(template, pool, rows[anchor])
        for name in self._near(others, rows[anchor], chance):
            ref = self._values(name, rows[name][column], chance)[0]
            text = value_at(rows, ref, column)
            if name == anchor or not text or any(alike(text, t) for t in (*texts, *truths)):
                continue
            if template.type == "place" and not placed.apart(template, rows[anchor], rows[name]):
                continue
            refs.append(ref)
            texts.append(text)
            if len(refs) == template.choices:
                return refs
        return None

    def _values(self, name: str, value: Any, chance: random.Random) -> list[tuple[str, str]]:
        """Return references to a value; where it is a list, to each part of it, by chance."""
        if not isinstance(value, list) or not value:
            return [(name, "")]
        return [(name, text_of(part)) for part in chance.sample(value, len(value))]

    def fits(self, pool: Variant, one: str, other: str) -> bool:
        """Tell whether two rows may stand in one question."""
        template, first, second = self.template, pool.rows[one], pool.rows[other]
        if flat(first[TEXT]) == flat(second[TEXT]):
            return False
        if template.by and template.rule != WHERE:
            if same_but_for_number(first[TEXT], second[TEXT]):
                return False
            if not apart(place(first, template.by), place(second, template.by)):
                return False
        different, together = (template.columns.get(n) for n in ("different", "together"))
        if together and text_of(first[together]) != text_of(second[together]):
            return False
        return not different or text_of(first[different]) != text_of(second[different])

    def _near(self, rows: dict[str, Row], anchor: Row, chance: random.Random) -> Iterator[str]:
        """Return rows by chance; the near and the similar ones first, if the template says so."""
        names = list(rows)
        chance.shuffle(names)
        near, same = (self.template.columns.get(name, "") for name in ("near", "same"))
        if near:
            here = _middle(anchor, near)
            away = {name: _distance(_middle(rows[name], near), here) for name in names}
            nearest = set(sorted(names, key=away.__getitem__)[: NEAREST * 2])
            names = [n for n in names if n in nearest] + sorted(
                (n for n in names if n not in nearest), key=away.__getitem__
            )
        if same:
            names.sort(key=lambda name: text_of(rows[name][same]) != text_of(anchor[same]))
        return iter(names)

    # --- building ---------------------------------------------------------------------------

    def build(self, draft: Draft) -> dict[str, Any]:
        """Return the fields of a question, as they would be written in a file.

        Raises:
            Unfit: a row is gone, or the question would be doubtful; says why.
        """
        pool = self.pool(draft.variant)
        rows = pool.rows
        for name, _ in draft.refs:
            if name not in rows:
                raise Unfit(f"the row “{name}” is not there or no longer fits the template")
        names = [name for name, _ in draft.refs]
        if self.template.compares and not all(
            self.fits(pool, a, b) for a, b in combinations(names, 2)
        ):
            raise Unfit("two of the rows are too alike, or their order is in doubt")
        if self.template.type == "match":
            built = paired.build(self.template, pool, draft.refs)
        elif self.template.type == "place":
            built = placed.build(self.template, pool, draft.refs)
        elif self.template.compares:
            built = compared.build(self.template, pool, names)
        else:
            built = asked.build(self.template, pool, draft.refs)
        if isinstance(built, str):
            raise Unfit(built)
        return built


def apart(one: Any, other: Any) -> bool:
    """Tell whether one of two places in an order lies wholly before the other."""
    return one[1] < other[0] or other[1] < one[0]


def _middle(row: Row, column: str) -> float | None:
    """Return where a row stands in time or number, roughly; None if that is not known."""
    start = row.get(f"{column}_start")
    if start is not None and start == start:
        return float(start.toordinal())
    try:
        return float(row[column])
    except (TypeError, ValueError):
        return None


def _distance(one: float | None, other: float | None) -> float:
    return float("inf") if one is None or other is None else abs(one - other)
