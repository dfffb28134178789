"""The words that people read, by key: `texts/<language>/*.yml`, a file a room.

To translate the module, copy the folder `en` to the code of the language (`de`, say), translate the
words, and set `language: de` in module.yml. The folder may also stand in the data package, as
`data/texts/de/`: there it is the instructor's own, an update of the module does not touch it, and
it goes before what the module says (`data/texts/en/` changes single words of the English texts).
A text for a number of things has a key for each form that the language has (see `plurals`).
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

from ..problems import AllianceError, Problem, did_you_mean, kept
from .plurals import CATEGORIES, category, needed, one_is_many
from .yaml_lines import Lined, read_yaml

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
BRACES = re.compile(r"\{(\w+)\}")
_language = ["en"]
_own: list[Path | None] = [None]  # the folder of texts of the data package in use
_added: dict[str, str] = {}


def _shelves(own: Path | None) -> list[Path]:
    """Return the folders of texts, the later going before the earlier."""
    return [HERE, own] if own is not None and own.is_dir() else [HERE]


def _files(language: str, own: Path | None) -> list[Path]:
    """Return all files of one language."""
    return [f for shelf in _shelves(own) for f in kept((shelf / language).glob("*.yml"))]


def _name(file: Path) -> str:
    return f"texts/{file.parent.name}/{file.name}"


def _load(file: Path) -> tuple[Lined, Problem | None]:
    """Read one file; a mistake that keeps it from being read becomes a finding."""
    words, problem = read_yaml(file, _name(file), 'write lines of the form key: "text"')
    if problem is None and not isinstance(words, Lined | None):
        remedy = 'write lines of the form key: "text"'
        problem = Problem(_name(file), "it is no list of texts", remedy, 1)
    return words if isinstance(words, Lined) else Lined(), problem


def _read(file: Path) -> dict[str, str]:
    """Return the texts of one file; AllianceError with a sentence if it cannot be read."""
    words, problem = _load(file)
    if problem:
        raise AllianceError(str(problem))
    return {key: text for key, text in words.items() if isinstance(text, str)}


def languages(own: Path | None = None) -> list[str]:
    """Return the codes of the languages that there are texts in, `own` being a further folder."""
    found = (path for shelf in _shelves(own) for path in shelf.iterdir())
    return sorted({path.name for path in found if kept(path.glob("*.yml"))})


@lru_cache
def _own_words(language: str) -> dict[str, str]:
    """Return the texts of a language alone."""
    words: dict[str, str] = {}
    for file in _files(language, _own[0]):
        words |= _read(file)
    return _added | words if language == "en" else words


@lru_cache
def catalogue(language: str = "en") -> dict[str, str]:
    """Return all texts of a language; what it does not translate stays English."""
    return _own_words("en") | ({} if language == "en" else _own_words(language))


def forget() -> None:
    """Read all texts again when they are next asked for: a file may have changed."""
    catalogue.cache_clear()
    _own_words.cache_clear()


def add(words: dict[str, str]) -> None:
    """Add the English words that a question type brings along; a file may still override them."""
    if words.keys() - _added.keys():
        _added.update(words)
        forget()


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
    """Return the text for `key` with its {braces} filled in.

    A word in braces is a name and nothing more: no formatting, no attribute of a value. The page
    does the same (`page/say.js`).
    """
    text = catalogue(_language[0])[key]
    return BRACES.sub(lambda found: str(values.get(found[1], found[0])), text)


def count(key: str, n: int, **values: object) -> str:
    """Return the text for a number of things.

    Texts for the forms of a language have the key with `_one`, `_few` … at its end, as far as the
    language has such forms; the key alone is for all other numbers.
    """
    spoken = _language[0] if key in _own_words(_language[0]) else "en"
    form = f"{key}_{category(spoken, n)}"
    return say(form if form in _own_words(spoken) else key, n=n, **values)


def column(name: object) -> str:
    """Return the header of a column: its text if it has one, else its name without underscores."""
    words = catalogue(_language[0])
    return words.get(f"column.{name}", str(name).removesuffix("_ids").replace("_", " "))


def page_texts(starts: Iterable[str]) -> dict[str, str]:
    """Return the texts whose keys begin so, for a page that fills them in itself."""
    words = catalogue(_language[0])
    return {key: text for key, text in words.items() if key.startswith(tuple(starts))}


def check(language: str, own: Path | None = None) -> list[Problem]:
    """Return what is wrong with a translation.

    That is: keys that English has not, other {braces}, values that are no text, forms for numbers
    that the language needs and that are missing.
    """
    english, found = dict(_added), []
    for file in _files("en", None):
        english |= _read(file)
    loaded = [(_name(file), *_load(file)) for file in _files(language, own)]
    written = {key for _, words, _ in loaded for key in words}
    for name, words, problem in loaded:
        found += [problem] if problem else []
        for key in words.twice:
            message, row = "this text is written twice", words.line_of(key)
            found.append(Problem(name, message, "remove one of the two", row, key))
        for key, text in words.items():
            wrong = _wrong(key, text, english, language) or _lacks(key, english, written, language)
            if wrong:
                found.append(Problem(name, *wrong, words.line_of(key), key))
    return found


def _wrong(key: str, text: Any, english: dict[str, str], language: str) -> tuple[str, str] | None:
    """Return what is wrong with one text, and the remedy."""
    stem, _, form = key.rpartition("_")
    plural = form in CATEGORIES and stem in english and f"{stem}_one" in english
    if key not in english and not plural:
        return "there is no such text", did_you_mean(key, english).removesuffix("?")
    if key not in english and form not in needed(language):
        names = ", ".join(needed(language)) or "none"
        return f"the language has no form “{form}”", f"remove it; besides the key it has {names}"
    if not isinstance(text, str):
        return "it is no text", "put it in quotation marks"
    if set("{}") & set(BRACES.sub("", text)):
        return "a brace stands alone", "write {name} as in English, or round brackets"
    like = [stem, key] if plural else [key]
    if plural and one_is_many(language) and form == "one":
        like = [stem]  # “One row” would be said of 21
    wanted = [_braces(english[one]) for one in like if one in english]
    if _braces(text) in wanted:
        return None
    names = " ".join(sorted(wanted[0])) or "no braces"
    return "the words in braces differ", f"it must have {names}, as in English"


def _lacks(
    key: str, english: dict[str, str], written: set[str], language: str
) -> tuple[str, str] | None:
    """Return which forms of a text for numbers are missing, and the remedy."""
    if f"{key}_one" not in english:
        return None
    lacking = {f: n for f, n in needed(language).items() if f"{key}_{f}" not in written}
    if not lacking:
        return None
    numbers = "; ".join(f"“{f}” is for {', '.join(map(str, n))} …" for f, n in lacking.items())
    keys = ", ".join(f"{key}_{form}" for form in lacking)
    return f"the forms {', '.join(lacking)} are missing", f"write {keys} ({numbers})"


def _braces(text: str) -> set[str]:
    """Return the {braces} of a text."""
    return {found[0] for found in BRACES.finditer(text)}
