"""Reading and checking module.yml: what an instructor may set beside the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from .. import dates
from ..problems import Problem
from ..texts import languages
from ..texts.yaml_lines import Lined, read_yaml
from .form import Form, decimal, short

__all__ = ["SETTINGS", "TEXTS", "notebooks_of", "read_settings"]

SETTINGS = "module.yml"
TEXTS = "texts"  # the instructor's own texts and translations, a folder a language
# The name becomes that of a folder, on any system.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
# Notebooks stand beside each other: nothing else can be linked from a lesson, and nothing outside
# of the folder can be read through a setting.
NOTEBOOK = re.compile(r"[^\W_][\w .-]*\.ipynb")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
EDGES = ("west", "south", "east", "north")


def notebooks_of(entry: dict[str, Any]) -> list[str]:
    """Return the files of a lesson: its notebook and, if it has one, the second part (`later`).

    A second part holds what nobody should see before the first is done.
    """
    return [entry["file"], *([entry["later"]] if entry.get("later") else [])]


class _Settings(Form):
    """One mapping of module.yml, being read into a plain dict of values of the right type.

    A value with a mistake becomes empty, so that nothing later stumbles over its type.
    """

    sources: Collection[str] | None = None

    def known_sources(self) -> Collection[str] | None:
        """Return the ids of the sources, None if their table could not be read."""
        return self.sources

    def read(self, readers: dict[str, Callable], needed: Collection[str] = ()) -> dict[str, Any]:
        """Return the fields that are written, or needed, each by its own reader."""
        found = {
            field: reader(self, field)
            for field, reader in readers.items()
            if self.has(field) or field in needed
        }
        self.close()
        return found


def read_settings(
    folder: Path, problems: list[Problem], sources: Collection[str] | None = None
) -> dict[str, Any]:
    """Return what module.yml says; a mistake becomes a finding.

    Args:
        folder: the data package.
        problems: takes the findings.
        sources: ids of the sources that settings may cite; None where they are not known.
    """
    content, problem = read_yaml(folder / SETTINGS, SETTINGS)
    if problem is None and not isinstance(content, Lined):
        problem = Problem(SETTINGS, "it has no “key: value” lines", "restore the file")
    if problem:
        problems.append(problem)
        return {}
    form = _Settings(content, SETTINGS, problems)
    form.sources = sources
    settings = form.read(READERS)
    settings.setdefault("lessons", [])
    settings["language"] = _language(form, folder / TEXTS)
    return settings


def _text(form: _Settings, field: str) -> str:
    return form.text(field, required=True)


def _name(form: _Settings, field: str) -> str:
    name = form.text(field, required=True)
    if name and not NAME.fullmatch(name):
        remedy = "use letters without accents, digits and hyphens, such as my-module"
        form.wrong(field, "the name cannot name a folder", remedy)
    return name


def _day(form: _Settings, field: str) -> str:
    day = form.text(field, required=True)
    if day and not dates.is_valid(day):
        form.wrong(field, f"“{short(day)}” is not a date", "write it as 2024-06-19")
    return day


def _language(form: _Settings, own: Path) -> str:
    # YAML reads the code of Norwegian, `no`, as false: no other language can be meant.
    spoken = "no" if form.raw.get("language") is False else form.text("language") or "en"
    if spoken not in languages(own):
        message = f"there are no texts in the language “{short(spoken)}”"
        remedy = (
            f"write one of {', '.join(languages(own))}, or add the folder texts/{short(spoken)}"
        )
        form.wrong("language", message, remedy)
    return spoken


def _minutes(form: _Settings, field: str) -> int:
    return form.whole(field, least=1, default=1)


def _built(form: _Settings, field: str) -> bool:
    return bool(form.flag(field))


def _notebook(form: _Settings, field: str) -> str:
    file = form.text(field, required=True)
    if file and not NOTEBOOK.fullmatch(file):
        message = f"“{short(file)}” is no notebook beside the lessons"
        form.wrong(field, message, "write the name of its file, such as 01-history.ipynb")
        return ""
    return file


def _texts(form: _Settings, field: str) -> list[str]:
    return form.texts(field)


def _sources(form: _Settings, field: str) -> list[str]:
    return list(form.ids(field, form.sources, "source"))


def _entries(readers: dict[str, Callable], needed: Sequence[str], least: int = 0) -> Callable:
    """Return the reader of a list of mappings, and the fields that each needs."""

    def read(form: _Settings, field: str) -> list[dict[str, Any]]:
        like = f"`- {needed[0]}: …`"
        rows = form.rows(field, least, like)
        found = [row.read(readers, needed) for row in rows]
        for number, (entry, row) in enumerate(zip(found, rows, strict=True)):
            same = [other.get("id") for other in found[:number]]
            if entry.get("id") and entry["id"] in same:
                row.wrong("id", f"the id “{short(entry['id'])}” stands above", "choose another")
        return found

    return read


def _mapping(readers: dict[str, Callable]) -> Callable:
    """Return the reader of a mapping with certain fields."""

    def read(form: _Settings, field: str) -> dict[str, Any]:
        inner = form.inner(field)
        return inner.read(readers) if inner else {}

    return read


def _any(reader: Callable) -> Callable:
    """Return the reader of a mapping whose fields the instructor names."""

    def read(form: _Settings, field: str) -> dict[str, Any]:
        inner = form.inner(field)
        return inner.read(dict.fromkeys(inner.raw, reader)) if inner else {}

    return read


def _view(form: _Settings, field: str) -> list[float]:
    """Return west, south, east, north; the world where they are wrong."""
    value = form.take(field)
    edges = [decimal(edge) for edge in value] if isinstance(value, list) else []
    if len(edges) != len(EDGES) or None in edges:
        form.wrong(field, "four numbers are wanted", f"write [{', '.join(EDGES)}] in degrees")
        return [-180.0, -90.0, 180.0, 90.0]
    west, south, east, north = found = [float(edge) for edge in edges]
    if not (-90 <= south < north <= 90 and -360 <= west < east <= west + 360):
        message = f"{short(found)} is no rectangle on the Earth"
        form.wrong(field, message, f"write {', '.join(EDGES)}, in this order")
    return found


def _degrees(form: _Settings, field: str) -> float:
    return float(form.number(field) or 0)


VIEW: dict[str, Callable] = {"view": _text, "notes": _texts, "source_ids": _sources}
PLACE: dict[str, Callable] = {"place": _text, "lat": _degrees, "lon": _degrees, "with": _text}
WHOLE_VIEW = {**VIEW, "areas": _any(_texts), "holds": _entries(PLACE, tuple(PLACE))}


def _color(form: _Settings, field: str) -> str:
    """Return a colour as style sheets write it, "" if it is none."""
    value = form.text(field)
    if value and not COLOR.fullmatch(value):
        form.wrong(
            field, f"“{short(value)}” is no colour", "write it like #0072b2, in quotation marks"
        )
        return ""
    return value.lower()


STEP = {"lesson": _text, "sections": _texts, "without": _texts, "about": _text}
LESSON = {
    "id": _text,
    "title": _text,
    "file": _notebook,
    "later": _notebook,
    "minutes": _minutes,
    "teaser": _text,
    "idea": _text,
    "color": _color,
}
PATH = {"id": _text, "title": _text, "minutes": _minutes, "about": _text}
READERS: dict[str, Callable] = {
    "name": _name,
    "title": _text,
    "subtitle": _text,
    "data_as_of": _day,
    "language": lambda form, field: "",  # read last, see `_language`
    "licence": _any(_text),
    "lessons": _entries(LESSON | {"built": _built}, ("id", "title", "file", "minutes")),
    "views": _any(_view),
    "borders": _mapping({**VIEW, "use": _text, "choices": _any(_mapping(WHOLE_VIEW))}),
    "paths": _entries(
        PATH | {"steps": _entries(STEP, ("lesson",), least=1)}, ("id", "title", "minutes", "steps")
    ),
    "guides": _entries(
        {"id": _text, "title": _text, "file": _notebook, "teaser": _text}, ("id", "title", "file")
    ),
}
