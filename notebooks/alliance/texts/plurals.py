"""Plural forms by the rules of Unicode (CLDR): which form of a text a number takes in a language.

English has two forms, Russian three for whole numbers, Korean one. The page does the same by the
browser's own `Intl.PluralRules`. The rules come from Babel, which is loaded only when a lesson is
shown in another language than English.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

__all__ = ["CATEGORIES", "category", "needed", "one_is_many"]

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
TRIED = range(1001)  # whole numbers of which a lesson may speak


def _english(n: int) -> str:
    return "one" if n == 1 else "other"


@lru_cache
def _rule(language: str) -> Callable[[int], str]:
    """Return the rule of a language; one that CLDR does not know is treated like English."""
    if language == "en":
        return _english
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_")).plural_form
    except (UnknownLocaleError, ValueError, TypeError):
        return _english


def category(language: str, n: int) -> str:
    """Return the category of a number in a language: zero, one, two, few, many or other."""
    return _rule(language)(n)


@lru_cache
def needed(language: str) -> dict[str, list[int]]:
    """Return the categories but “other” that whole numbers take, each with its first numbers."""
    found: dict[str, list[int]] = {}
    for n in TRIED:
        found.setdefault(category(language, n), []).append(n)
    return {name: found[name][:3] for name in CATEGORIES if name in found and name != "other"}


def one_is_many(language: str) -> bool:
    """Tell whether the form “one” is also for other numbers, as for 21 in Russian."""
    return needed(language).get("one", [1]) != [1]
