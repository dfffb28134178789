"""The words a learner reads, by key. `texts/<language>.yml` holds them: a translation is a file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml

from ..problems import AllianceError, did_you_mean

__all__ = ["add", "catalogue", "page_texts", "say", "use"]

HERE = Path(__file__).parent / "texts"
_language = ["en"]
_added: dict[str, str] = {}


@lru_cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all texts of a language; what it does not translate stays English.

    Raises:
        AllianceError: there is no file for that language.
    """
    file = HERE / f"{language}.yml"
    if not file.is_file():
        known = sorted(path.stem for path in HERE.glob("*.yml"))
        raise AllianceError(
            f"module.yml: there are no quiz texts in the language “{language}”; "
            f"{did_you_mean(language, known)}"
        )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it exists
    words = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    return _added | words if language == "en" else catalogue("en") | words


def add(words: dict[str, str]) -> None:
    """Add the English words that a question type brings along; a file may still override them."""
    if words.keys() - _added.keys():
        _added.update(words)
        catalogue.cache_clear()


def use(language: str) -> None:
    """Choose the language of all texts from now on (a notebook speaks one language)."""
    catalogue(language)
    _language[0] = language


def say(key: str, **values: object) -> str:
    """Return the text for `key` with its {braces} filled in."""
    return catalogue(_language[0])[key].format(**values)


# Texts that the page fills in itself; all others are filled in by the kernel.
ON_PAGE = ("quiz.", "button.", "hint.", "verdict.", "wait.", "status.sources", "sure.")


def page_texts(more: Iterable[str] = ()) -> dict[str, str]:
    """Return the texts for the page, by key; `more` are beginnings of keys besides the common."""
    words, starts = catalogue(_language[0]), (*ON_PAGE, *more)
    return {key: text for key, text in words.items() if key.startswith(starts)}
