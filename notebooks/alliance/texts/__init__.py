"""The words that people read, by key: `texts/<language>/*.yml`, a file a room.

To translate the module, copy the folder `en` to the code of the language (`de`, say), translate the
words, and set `language: de` in module.yml. `open_library` chooses the language. What the data say
(tables, questions, notebooks) is not here, nor are messages for those who write them: what is wrong
in a file or an argument, and `alliance check`, are said in English. Floor 0: any room may say
something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml

from ..problems import AllianceError, Problem, did_you_mean

__all__ = [
    "add",
    "catalogue",
    "check",
    "column",
    "count",
    "language",
    "languages",
    "page_texts",
    "say",
    "use",
]

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


def languages() -> list[str]:
    """Return the codes of the languages that there are texts in."""
    return sorted(path.name for path in HERE.iterdir() if any(path.glob("*.yml")))


@lru_cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all texts of a language; what it does not translate stays English."""
    words = _read(HERE / language)
    return _added | words if language == "en" else catalogue("en") | words


def add(words: dict[str, str]) -> None:
    """Add the English words that a question type brings along; a file may still override them."""
    if words.keys() - _added.keys():
        _added.update(words)
        catalogue.cache_clear()


def use(language: str) -> None:
    """Choose the language of all texts from now on (a notebook speaks one language).

    Raises:
        AllianceError: there is no folder for that language.
    """
    if language != _language[0] and language not in languages():
        hint = did_you_mean(language, languages())
        raise AllianceError(f"module.yml: there are no texts in the language “{language}”; {hint}")
    _language[0] = language


def language() -> str:
    """Return the code of the language in use, for the `lang` of a page."""
    return _language[0]


def say(key: str, **values: object) -> str:
    """Return the text for `key` with its {braces} filled in."""
    return catalogue(_language[0])[key].format(**values)


def count(key: str, n: int, **values: object) -> str:
    """Return the text for a number of things: that of `<key>_one` for one, else that of `key`."""
    return say(f"{key}_one" if n == 1 else key, n=n, **values)


def column(name: object) -> str:
    """Return the header of a column: its text if it has one, else its name without underscores."""
    words = catalogue(_language[0])
    return words.get(f"column.{name}", str(name).removesuffix("_ids").replace("_", " "))


def page_texts(starts: Iterable[str]) -> dict[str, str]:
    """Return the texts whose keys begin so, for a page that fills them in itself."""
    words = catalogue(_language[0])
    return {key: text for key, text in words.items() if key.startswith(tuple(starts))}


def check(language: str) -> list[Problem]:
    """Return what is wrong with a translation: keys that English has not, other {braces}."""
    english, found = catalogue("en"), []
    for file in sorted((HERE / language).glob("*.yml")):
        for key, text in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items():
            name = f"texts/{language}/{file.name}"
            if key not in english:
                hint = did_you_mean(key, english).removesuffix("?")
                found.append(Problem(name, "there is no such text", hint, row=key))
            elif not isinstance(text, str):
                found.append(Problem(name, "it is no text", "put it in quotation marks", row=key))
            elif _braces(text) != _braces(english[key]):
                wanted = " ".join(sorted(_braces(english[key]))) or "no braces"
                remedy = f"it must have {wanted}, as in English"
                found.append(Problem(name, "the words in braces differ", remedy, row=key))
    return found


def _braces(text: str) -> set[str]:
    """Return the {braces} of a text."""
    return set(re.findall(r"\{[^{}]*\}", text))
