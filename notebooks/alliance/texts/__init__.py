"""The words that people read, by key: `texts/<language>/*.yml`, a file a room.

To translate the module, copy the folder `en` to the code of the language (`de`, say), translate the
words, and set `language: de` in module.yml. Floor 0: any room may say something.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml

from ..problems import AllianceError, did_you_mean

__all__ = ["add", "catalogue", "language", "page_texts", "say", "use"]

HERE = Path(__file__).parent
_language = ["en"]
_added: dict[str, str] = {}


def _read(folder: Path) -> dict[str, str]:
    """Read all files of one language."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it exists
    words: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        words |= yaml.load(file.read_text(encoding="utf-8"), Loader=loader) or {}
    return words


@lru_cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all texts of a language; what it does not translate stays English.

    Raises:
        AllianceError: there is no folder for that language.
    """
    folder = HERE / language
    if not folder.is_dir():
        known = sorted(path.name for path in HERE.iterdir() if any(path.glob("*.yml")))
        raise AllianceError(
            f"module.yml: there are no texts in the language “{language}”; "
            f"{did_you_mean(language, known)}"
        )
    words = _read(folder)
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


def language() -> str:
    """Return the code of the language in use, for the `lang` of a page."""
    return _language[0]


def say(key: str, **values: object) -> str:
    """Return the text for `key` with its {braces} filled in."""
    return catalogue(_language[0])[key].format(**values)


def page_texts(starts: Iterable[str]) -> dict[str, str]:
    """Return the texts whose keys begin so, for a page that fills them in itself."""
    words = catalogue(_language[0])
    return {key: text for key, text in words.items() if key.startswith(tuple(starts))}
