"""Reading and checking module.yml: what an instructor may set beside the tables.

Floor 1.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from .package import YAML, read_text
from .problems import Problem
from .texts import languages

__all__ = ["SETTINGS", "read_settings"]

SETTINGS = "module.yml"
# What maps, lessons and the journal take for granted.
LESSON = {"id": str, "title": str, "file": str, "minutes": int}
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
    problems += _check(settings)
    return settings


def _check(settings: dict[str, Any]) -> list[Problem]:
    """Check the name, the language, the lessons, the views and the borders."""
    found = []
    spoken = settings.get("language", "en")
    # YAML reads the code of Norwegian, `no`, as false.
    settings["language"] = spoken = "no" if spoken is False else str(spoken)
    if spoken not in languages():
        message = f"there are no texts in the language “{spoken}”"
        remedy = f"write one of {', '.join(languages())}, or add the folder texts/{spoken}"
        found.append(Problem(SETTINGS, message, remedy, column="language"))
    if not NAME.fullmatch(str(settings.get("name", "module"))):
        remedy = "use letters without accents, digits and hyphens, such as my-module"
        found.append(Problem(SETTINGS, "the name cannot name a folder", remedy, column="name"))
    lessons = settings.setdefault("lessons", [])
    if not isinstance(lessons, list):
        return [*found, Problem(SETTINGS, "no list", "begin each with “- id: …”", column="lessons")]
    for number, entry in enumerate(lessons, start=1):
        for key, kind in LESSON.items():
            if not isinstance(entry, dict) or not isinstance(entry.get(key), kind):
                wanted = "a whole number" if kind is int else "text"
                message = f"the lesson has no “{key}” that is {wanted}"
                row = f"{number} (lesson)"
                found.append(Problem(SETTINGS, message, "write it", row=row, column="lessons"))
    for key in ("views", "borders"):
        if not isinstance(settings.get(key) or {}, dict):
            message, remedy = "no “key: value” lines", "indent such lines below it"
            found.append(Problem(SETTINGS, message, remedy, column=key))
    return found
