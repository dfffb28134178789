"""Patterns of the code book that are sure to be matched at once, however long a cell is.

Python tries a regular expression by going back: where a character can be read in two ways, the
number of ways doubles, and `(a+)+b` never ends. Taken are the patterns in which the next character
decides how to go on (one-unambiguous expressions; A. Brüggemann-Klein and D. Wood, “One-unambiguous
regular languages”, Information and Computation 1998): for them nothing is ever tried twice. It is
found out as there, by Glushkov's construction: each sign of the pattern is a place; if two places
that may come next share a character, the pattern is not taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["why_not"]

LONGEST = 100  # characters of a pattern
MOST = 300  # places, when {2,5} is written out
# Characters by which signs are compared: letters of several scripts, digits, marks, blanks.
ALPHABET = frozenset(map(chr, [*range(0x250), *range(0x400, 0x430), 0xAC00, 0x4E00, 0x660, 0x2003]))
PLAIN = "write it so that the next character decides, as in [a-z]+(-[a-z]+)*"


class _Unclear(Exception):
    """Why a pattern is not taken."""


@dataclass
class _Part:
    """A part of a pattern: the places with which it may begin and end, and if it may be empty."""

    first: set[int]
    last: set[int]
    empty: bool


@lru_cache(maxsize=1000)  # many columns have the same one, and to read one takes a millisecond
def why_not(pattern: str) -> tuple[str, str] | None:
    """Return why a pattern is not taken, and a remedy; None if it is.

    Args:
        pattern: a regular expression that has to fit whole cells.
    """
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"cannot be read ({error})", "mend it"
    if len(pattern) > LONGEST:
        return f"has more than {LONGEST} characters", "write a shorter, plainer one"
    try:
        _Reader().read(pattern)
    except _Unclear as unclear:
        return str(unclear), PLAIN
    return None


class _Reader:
    """Reads a pattern into places and what may follow each."""

    def __init__(self) -> None:
        self.signs: list[frozenset[str]] = []
        self.follow: dict[int, set[int]] = {}

    def read(self, pattern: str) -> None:
        """Raise _Unclear unless the next character always decides."""
        parsed: Any = re._parser.parse(pattern)  # type: ignore[attr-defined]
        if parsed.state.flags & ~re.UNICODE:
            raise _Unclear("has flags such as (?i)")
        whole = self._sequence(parsed)
        for choices in (whole.first, *self.follow.values()):
            self._apart(choices)

    def _apart(self, places: set[int]) -> None:
        seen: set[str] = set()
        for place in places:
            if seen & self.signs[place]:
                raise _Unclear("may take for ever: a character can be read in two ways")
            seen |= self.signs[place]

    def _sequence(self, items: Any) -> _Part:
        whole = _Part(set(), set(), True)
        for name, value in items:
            whole = self._then(whole, self._item(str(name), value))
        return whole

    def _then(self, one: _Part, two: _Part) -> _Part:
        self._link(one.last, two.first)
        return _Part(
            one.first | two.first if one.empty else one.first,
            one.last | two.last if two.empty else two.last,
            one.empty and two.empty,
        )

    def _link(self, ends: set[int], starts: set[int]) -> None:
        for end in ends:
            if self.follow[end] & starts:  # (a+)+ may go round inside or outside
                raise _Unclear("may take for ever: a character can be read in two ways")
            self.follow[end] |= starts

    def _item(self, name: str, value: Any) -> _Part:
        if name == "SUBPATTERN":
            if value[1] or value[2]:
                raise _Unclear("has flags such as (?i)")
            return self._sequence(value[3])
        if name == "BRANCH":
            parts = [self._sequence(branch) for branch in value[1]]
            if sum(part.empty for part in parts) > 1:
                raise _Unclear("may take for ever: nothing can be read in two ways")
            first = [place for part in parts for place in part.first]
            last = {place for part in parts for place in part.last}
            return _Part(set(first), last, any(part.empty for part in parts))
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*value)
        if name == "AT" and str(value) in ("AT_BEGINNING", "AT_END"):
            return _Part(set(), set(), True)
        return self._sign(name, value)

    def _repeat(self, least: int, most: Any, inner: Any) -> _Part:
        """Write a repetition out: {2,4} is two, and up to two more; an open end is a ring."""
        endless = str(most) == "MAXREPEAT"
        whole, tail = _Part(set(), set(), True), _Part(set(), set(), True)
        for _ in range(least):
            last = self._once(inner, most)
            whole = self._then(whole, last)
        if endless:
            if not least:
                whole = last = self._once(inner, most)
            self._link(last.last, last.first)
            whole.empty = whole.empty or not least
            return whole
        for _ in range(most - least):  # a{0,2} is (a(a)?)?
            tail = self._then(self._once(inner, most), tail)
            tail.empty = True
        return self._then(whole, tail)

    def _once(self, inner: Any, most: Any) -> _Part:
        part = self._sequence(inner)
        if part.empty and most != 1:
            raise _Unclear("may take for ever: it repeats what may be empty")
        return part

    def _sign(self, name: str, value: Any) -> _Part:
        place = len(self.signs)
        if place >= MOST:
            raise _Unclear("is too long when its repetitions are written out")
        self.signs.append(_read_by(name, tuple(value) if isinstance(value, list) else value))
        self.follow[place] = set()
        return _Part({place}, {place}, False)


@lru_cache(maxsize=1000)  # a repeated sign is the same each time
def _read_by(name: str, value: Any) -> frozenset[str]:
    """Return the characters that a sign of a pattern reads."""
    return frozenset(c for c in ALPHABET if _fits(name, value, c))


def _fits(name: str, value: Any, character: str) -> bool:
    """Tell whether a sign of a pattern reads a character."""
    code = ord(character)
    if name == "ANY":
        return character != "\n"
    if name == "LITERAL":
        return code == value
    if name == "NOT_LITERAL":
        return code != value
    if name == "RANGE":
        return value[0] <= code <= value[1]
    if name == "CATEGORY":
        kind = {"DIGIT": r"\d", "WORD": r"\w", "SPACE": r"\s"}.get(str(value).split("_")[-1], "")
        return bool(kind and re.match(kind, character)) != ("_NOT_" in str(value))
    if name == "IN":
        negated = str(value[0][0]) == "NEGATE"
        parts = value[1:] if negated else value
        return any(_fits(str(n), v, character) for n, v in parts) != negated
    raise _Unclear("has signs that the module does not read, such as look-ahead or (?P=name)")
