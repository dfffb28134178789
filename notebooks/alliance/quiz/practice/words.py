"""Tells whether a text gives an answer away, and whether two options say nearly the same.

Pure functions on texts. Words are compared without case, accents and endings: two words are the
same if they agree in their first five letters, or if one of at least four letters begins the other
(port, portly). That is strict on purpose: one question fewer does no harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ...dates import months

__all__ = ["Aliases", "alike", "flat", "gives_away", "same_but_for_number", "shows_date"]

# Words too common to give anything away.
_COMMON = """
a an and as at between by for from in into is it its no not of on one or other over that
the their they this to under was were which with who
"""
_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth last next another again
one two three four five six seven eight nine ten
"""
COMMON, ORDINALS = frozenset(_COMMON.split()), frozenset(_ORDINALS.split())
YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")

Aliases = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """Return a text without case, accents, odd forms of letters and doubled space."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[’'`]s\b", "", text).split())


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text that can carry a meaning."""
    found = re.findall(r"\w+", flat(text))
    return tuple(w for w in found if w not in COMMON and (len(w) > 1 or w.isdigit()))


@lru_cache(maxsize=65536)
def kin(one: str, other: str) -> bool:
    """Tell whether two words are forms of one another."""
    if one == other:
        return True
    if one[0].isdigit() or other[0].isdigit():
        # A year gives its decade away, and a decade each of its years.
        decade = next((w for w in (one, other) if re.fullmatch(r"\d{3}0s", w)), "")
        return bool(decade) and decade[:3] == (one if decade == other else other)[:3]
    if one[:5] == other[:5] and min(len(one), len(other)) >= 5:
        return True
    short, long = sorted((one, other), key=len)
    return (len(short) >= 4 and long.startswith(short)) or long == f"{short}s"


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Tell whether two options say nearly the same, so that one might be right with the other.

    They do if all, or more than half, of the words of the shorter one are in the other, and the
    numbers in them are the same.
    """
    first, second = set(tokens(one)), set(tokens(other))
    if flat(one) == flat(other) or first == second:
        return True
    numbers = [{w for w in words if w[0].isdigit()} for words in (first, second)]
    if numbers[0] != numbers[1]:
        return False
    first, second = first - numbers[0], second - numbers[1]
    shared = len(first & second)
    return bool(shared) and 2 * shared > min(len(first), len(second))


def same_but_for_number(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for numbers, whose order would tell theirs."""
    first, second = (
        {w for w in tokens(text) if not w[0].isdigit() and w not in ORDINALS}
        for text in (one, other)
    )
    return first <= second or second <= first


def shows_date(text: str) -> bool:
    """Tell whether a text names a year or a month."""
    names = "|".join(map(re.escape, months()))
    return bool(YEAR.search(text) or re.search(rf"\b({names})\b", text))


def gives_away(right: str, others: Iterable[str], stem: str, aliases: Aliases = ()) -> str:
    """Return the word of the stem that shows which option is right, "" if none does.

    Args:
        right: text of the right option.
        others: texts of the wrong ones. A word that one of them shares gives nothing away.
        stem: the question.
        aliases: groups of names that stand for each other.
    """
    if flat(right) and f" {flat(right)} " in f" {flat(stem)} ":
        return right
    own = _with_aliases(right, aliases)
    shared = {word for text in others for word in tokens(text)}
    asked = tokens(stem)
    for word in own:
        if word in shared:
            continue
        found = next((said for said in asked if kin(word, said)), "")
        if found:
            return found
    return _initials(right, stem)


@lru_cache(maxsize=8192)
def _with_aliases(text: str, aliases: Aliases) -> list[str]:
    """Return the words of a text and of all names that stand for it."""
    words = list(tokens(text))
    for group in aliases:
        if any(_phrase(name) in _phrase(text) for name in group):
            words += [word for name in group for word in tokens(name)]
    return words


@lru_cache(maxsize=8192)
def _phrase(text: str) -> str:
    """Return the words of a text between single spaces, to search for whole words."""
    return " " + " ".join(re.findall(r"\w+", flat(text))) + " "


def _initials(right: str, stem: str) -> str:
    """Return an abbreviation in the answer whose long form stands in the stem."""
    initials = "".join(word[0] for word in re.findall(r"\w+", flat(stem)))
    for short in re.findall(r"\b[A-Z]{3,8}\b", right):
        if short.casefold() in initials:
            return short
    return ""
