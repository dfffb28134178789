"""Reading and checking module.yml: what an instructor may set beside the tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from ..problems import Problem
from ..texts import languages
from .package import YAML, read_text

__all__ = ["SETTINGS", "TEXTS", "read_settings"]

SETTINGS = "module.yml"
TEXTS = "texts"  # the instructor's own texts and translations, a folder a language
# What maps, lessons and the journal take for granted.
LESSON = {"id": str, "title": str, "file": str, "minutes": int}
PATH = {"id": str, "title": str, "minutes": int, "steps": list}
GUIDE = {"id": str, "title": str, "file": str}
LISTS = {"lessons": LESSON, "paths": PATH, "guides": GUIDE}
# The name becomes that of a folder, on any system.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def read_settings(folder: Path, problems: list[Problem]) -> dict[str, Any]:
    """Return what module.yml says; a mistake becomes a finding."""
    text = read_text(folder / SETTINGS, problems)
    if text is None:
        return {}
    try:
        settings = yaml.load(text, Loader=YAML)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else ""
        what = getattr(error, "problem", None) or "it cannot be read"
        problems.append(
            Problem(SETTINGS, f"not valid YAML ({what})", "check indentation and colons", row=row)
        )
        return {}
    if not isinstance(settings, dict):
        problems.append(Problem(SETTINGS, "it has no “key: value” lines", "restore the file"))
        return {}
    problems += _check(settings, folder / TEXTS)
    return settings


def _check(settings: dict[str, Any], own: Path) -> list[Problem]:
    """Check the name, the language, the lessons, the views and the borders."""
    found = []
    spoken = settings.get("language", "en")
    # YAML reads the code of Norwegian, `no`, as false.
    settings["language"] = spoken = "no" if spoken is False else str(spoken)
    if spoken not in languages(own):
        message = f"there are no texts in the language “{spoken}”"
        remedy = f"write one of {', '.join(languages(own))}, or add the folder texts/{spoken}"
        found.append(Problem(SETTINGS, message, remedy, column="language"))
    if not NAME.fullmatch(str(settings.get("name", "module"))):
        remedy = "use letters without accents, digits and hyphens, such as my-module"
        found.append(Problem(SETTINGS, "the name cannot name a folder", remedy, column="name"))
    settings.setdefault("lessons", [])
    for name, keys in LISTS.items():
        entries = settings.get(name) or []
        if not isinstance(entries, list):
            found.append(Problem(SETTINGS, "no list", "begin each with “- id: …”", column=name))
            continue
        for number, entry in enumerate(entries, start=1):
            found += _check_entry(name, number, entry, keys)
    for key in ("views", "borders"):
        if not isinstance(settings.get(key) or {}, dict):
            message, remedy = "no “key: value” lines", "indent such lines below it"
            found.append(Problem(SETTINGS, message, remedy, column=key))
    return found


def _check_entry(name: str, number: int, entry: Any, keys: dict[str, type]) -> list[Problem]:
    """Check that an entry of a list has what it needs."""
    words = {int: "a whole number", list: "a list"}
    return [
        Problem(
            SETTINGS,
            f"the {name.removesuffix('s')} has no “{key}” that is {words.get(kind, 'text')}",
            "write it",
            row=f"{number} ({name.removesuffix('s')})",
            column=name,
        )
        for key, kind in keys.items()
        if not isinstance(entry, dict) or not isinstance(entry.get(key), kind)
    ]
