"""The words that people read, by key: `texts/<language>/*.yml`, a file a room.

To translate the module, copy the folder `en` to the code of the language (`de`, say), translate the
words, and set `language: de` in module.yml. The folder may also stand in the data package, as
`data/texts/de/`: there it is the instructor's own, an update of the module does not touch it, and
it goes before what the module says (`data/texts/en/` changes single words of the English texts).
`open_library` chooses the language. What the data say
(tables, questions, notebooks) is not here, nor are messages for those who write them: what is wrong
in a file or an argument, and `alliance check`, are said in English. Any room may say something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..problems import AllianceError, Problem, did_you_mean

__all__ = [
    "add",
    "catalogue",
    "check",
    "column",
    "count",
    "forget",
    "language",
    "languages",
    "page_texts",
    "say",
    "use",
]

HERE = Path(__file__).parent
_language = ["en"]
_own: list[Path | None] = [None]  # the folder of texts of the data package in use
_added: dict[str, str] = {}


def _shelves(own: Path | None) -> list[Path]:
    """Return the folders of texts, the later going before the earlier."""
    return [HERE, own] if own is not None and own.is_dir() else [HERE]


def _files(language: str, own: Path | None) -> list[Path]:
    """Return all files of one language."""
    return [f for shelf in _shelves(own) for f in sorted((shelf / language).glob("*.yml"))]


def _load(file: Path) -> tuple[dict[str, Any], Problem | None]:
    """Read one file; a mistake that keeps it from being read becomes a finding."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it exists
    name = f"texts/{file.parent.name}/{file.name}"
    try:
        words = yaml.load(file.read_text(encoding="utf-8"), Loader=loader) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        remedy = "put each text in quotation marks, and save the file as UTF-8"
        return {}, Problem(name, "not valid YAML", remedy, row=mark.line + 1 if mark else "")
    if not isinstance(words, dict):
        return {}, Problem(name, "it is no list of texts", 'write lines of the form key: "text"')
    return words, None


def _read(file: Path) -> dict[str, Any]:
    """Return the texts of one file; AllianceError with a sentence if it cannot be read."""
    words, problem = _load(file)
    if problem:
        raise AllianceError(str(problem))
    return words


def languages(own: Path | None = None) -> list[str]:
    """Return the codes of the languages that there are texts in, `own` being a further folder."""
    found = (path for shelf in _shelves(own) for path in shelf.iterdir())
    return sorted({path.name for path in found if any(path.glob("*.yml"))})


@lru_cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all texts of a language; what it does not translate stays English."""
    words: dict[str, str] = {}
    for file in _files(language, _own[0]):
        words |= _read(file)
    return _added | words if language == "en" else catalogue("en") | words


def forget() -> None:
    """Read all texts again when they are next asked for: a file may have changed."""
    catalogue.cache_clear()


def add(words: dict[str, str]) -> None:
    """Add the English words that a question type brings along; a file may still override them."""
    if words.keys() - _added.keys():
        _added.update(words)
        catalogue.cache_clear()


def use(language: str, own: Path | None = None) -> None:
    """Choose the language of all texts from now on (a notebook speaks one language).

    Args:
        language: its code.
        own: a folder with further texts, which go before those of the module.

    Raises:
        AllianceError: there is no folder for that language.
    """
    own = own if own is not None and own.is_dir() else None
    if own != _own[0]:
        _own[0] = own
        forget()
    if language != _language[0] and language not in languages(own):
        hint = did_you_mean(language, languages(own))
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


def check(language: str, own: Path | None = None) -> list[Problem]:
    """Return what is wrong with a translation: keys that English has not, other {braces}."""
    english, found = dict(_added), []
    for file in _files("en", None):
        english |= _read(file)
    for file in _files(language, own):
        name = f"texts/{language}/{file.name}"
        words, problem = _load(file)
        found += [problem] if problem else []
        for key, text in words.items():
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
