"""A course of one's own: a folder beside the module that is laid over it, and its `course.yml`.

    my-course/
      course.yml        what the course is called, which lessons it has, and what it changes
      lists.yml         closed lists of words, such as the categories of events, if they are changed
      tables/*.csv      own rows, and changed cells of rows of the module (see `overlay`)
      questions/*.yml   own questions
      texts/…           own words for buttons and messages
      notebooks/*.ipynb own lessons
      seen.json         what the module said where the course changes it; written by the check

Nothing of the module is edited, so a new version of it never collides with a course. Everything
that is opened goes through `open_library`, so a course that is chosen there is chosen everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..problems import AllianceError, Problem, did_you_mean
from ..texts.yaml_lines import Lined, read_yaml
from .form import hint, short
from .settings import LESSON, PATH, READERS, STEP, _entries, _Settings

__all__ = ["BASES", "COURSE", "Course", "course_folder", "extend_lists", "read_course"]

COURSE = "course.yml"
CHOSEN = "course"  # a file beside `data` whose one line names the course of this copy
VARIABLE = "ALLIANCE_COURSE"
BASES = ("module", "blank")
QUESTIONS = ("full", "core")
FEEDBACK = ("at once", "later")
MOST_TRIES = 9


@dataclass
class Course:
    """A course as its folder has it.

    Attributes:
        folder: where `course.yml` stands.
        settings: what it says, by key; keys that it does not say are not there.
        drop: ids of rows that it takes out, by table; `questions` and `sets` beside the tables.
        lists: the closed lists that it changes: table -> column -> value -> label.
    """

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    drop: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the folder, which stands before its files in findings."""
        return self.folder.name

    @property
    def blank(self) -> bool:
        """Whether nothing of the module's tables and lessons is under the course."""
        return self.settings.get("base") == "blank"

    def file(self, *parts: str) -> str:
        """Return the name of a file of the course as findings say it."""
        return "/".join([self.name, *parts])

    def tables(self) -> dict[str, Path]:
        """Return the tables of the course by name."""
        return {path.stem: path for path in sorted((self.folder / "tables").glob("*.csv"))}


# --- which course ---------------------------------------------------------------------------


def course_folder(chosen: str | Path | None, data: Path, explicit: bool) -> Path | None:
    """Return the folder of the course that is chosen, None if there is none.

    Args:
        chosen: the folder, if the caller names one; "" for no course at all.
        data: the folder `data` of the module.
        explicit: a data folder was named by the caller, so that no course is looked for.

    Without `chosen` it is, in this order, what the variable ALLIANCE_COURSE says, the folder with
    a `course.yml` in or below which Python was started, and what the file `course` beside `data`
    says.

    Raises:
        AllianceError: there is no such course.
    """
    if chosen is not None:
        return _there(chosen, "the course", Path()) if str(chosen) else None
    if explicit:
        return None
    named = os.environ.get(VARIABLE)
    if named is not None:
        return _there(named, VARIABLE, Path()) if named.strip() else None
    here = Path.cwd()
    above = next((place for place in (here, *here.parents) if (place / COURSE).is_file()), None)
    if above is not None:
        return above.resolve()
    line = _line(data.parent / CHOSEN)
    return _there(line, f"the file “{CHOSEN}” beside “{data.name}”", data.parent) if line else None


def _line(path: Path) -> str:
    """Return the first line of a file that is no comment, "" if there is none."""
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else []
    except (OSError, UnicodeDecodeError):
        raise AllianceError(
            f"The file “{path.name}” beside “data” is not readable text; write one line into it, "
            "the name of the folder of your course, or delete it."
        ) from None
    said = (line.strip() for line in lines)
    return next((line for line in said if line and not line.startswith("#")), "")


def _there(place: str | Path, who: str, start: Path) -> Path:
    """Return a folder of a course; AllianceError if it is none."""
    folder = (start / Path(str(place).strip()).expanduser()).resolve()
    if folder.name == COURSE:
        folder = folder.parent
    if not (folder / COURSE).is_file():
        raise AllianceError(
            f"There is no {COURSE} in “{folder.name}”, which {who} names; give the folder of a "
            "course, or make one with: alliance new my-course"
        )
    return folder


# --- course.yml -------------------------------------------------------------------------------


def _text(form: _Settings, name: str) -> str:
    return form.text(name, required=True)


def _one_of(*known: str) -> Callable:
    return lambda form, name: form.one_of(name, known, known[0])


def _percent(form: _Settings, name: str) -> int:
    value = form.whole(name, least=1, default=70)
    if value > 100:
        form.wrong(name, f"{value} per cent is more than all", "write a number from 1 to 100")
        return 70
    return value


def _tries(form: _Settings, name: str) -> int:
    value = form.whole(name, least=1, default=2)
    if value > MOST_TRIES:
        form.wrong(name, f"{value} tries are too many", f"write a number from 1 to {MOST_TRIES}")
        return MOST_TRIES
    return value


def _flag(form: _Settings, name: str) -> bool:
    return bool(form.flag(name, True))


OWN_LESSON: dict[str, Callable] = {
    **{key: LESSON[key] for key in ("title", "file", "minutes", "idea", "teaser")},
    "lesson": _text,
    "without": STEP["without"],
}


def _lessons(form: _Settings, name: str) -> list[dict[str, Any]]:
    """Return the lessons: `- 01-history`, or a mapping with `lesson:` and what is changed."""
    value = form.take(name)
    if not isinstance(value, list) or not value:
        form.wrong(name, "a list of lessons is wanted", "write `- 01-…` on a line for each")
        return []
    found: list[dict[str, Any]] = []
    for number, one in enumerate(value, 1):
        if isinstance(one, Lined):
            row = form.within(one, f"{name} {number}: ")
            entry = row.read(OWN_LESSON, ("lesson",)) | {"line": one.line}
        elif isinstance(one, str) and one.strip():
            entry = {"lesson": one.strip(), "line": _line_of(value, number) or form.raw.line}
        else:
            form.wrong(name, f"number {number} names no lesson", "write the id of a lesson")
            continue
        if entry["lesson"] in [other["lesson"] for other in found]:
            message = f"the lesson “{short(entry['lesson'])}” stands there twice"
            form.wrong(name, message, "take one of the two out", entry["line"])
            continue
        found.append(entry)
    return found


def _line_of(value: Any, number: int) -> int | None:
    lines = getattr(value, "lines", [])
    return lines[number - 1] if number <= len(lines) else None


def _drop(form: _Settings, name: str) -> dict[str, list[str]]:
    inner = form.inner(name)
    return inner.read({key: STEP["without"] for key in inner.raw}) if inner else {}


KEYS: dict[str, Callable] = {
    "base": _one_of(*BASES),
    "name": READERS["name"],
    "title": _text,
    "subtitle": _text,
    "institution": _text,
    "language": _text,
    "data_as_of": READERS["data_as_of"],
    "as_of": READERS["data_as_of"],
    "lessons": _lessons,
    "also": _lessons,
    "questions": _one_of(*QUESTIONS),
    "tries": _tries,
    "confidence": _flag,
    "pass_mark": _percent,
    "feedback": _one_of(*FEEDBACK),
    "edition": _one_of("", "student", "instructor"),  # written by `alliance release`
    "borders": _text,
    "drop": _drop,
    "views": READERS["views"],
    "paths": _entries(
        PATH | {"steps": _entries(STEP, ("lesson",), least=1)}, ("id", "title", "minutes", "steps")
    ),
}


def read_course(folder: Path, problems: list[Problem]) -> Course:
    """Return a course; a mistake in its `course.yml` or `lists.yml` becomes a finding."""
    course = Course(folder)
    content, problem = None, None
    if (folder / COURSE).stat().st_size:  # an empty file says nothing, and is as good as comments
        content, problem = read_yaml(folder / COURSE, course.file(COURSE))
    if problem is None and content is not None and not isinstance(content, Lined):
        problem = Problem(course.file(COURSE), "it has no “key: value” lines", "restore the file")
    if problem:
        problems.append(problem)
        return course
    form = _Settings(content if content is not None else Lined(), course.file(COURSE), problems)
    # A key without a value is as good as one that is commented out.
    for key in [key for key, value in form.raw.items() if value is None]:
        form.asked.add(key)
        if key not in KEYS:
            form.wrong(str(key), "this field is unknown here", hint(key, KEYS))
        del form.raw[key]
    course.settings = form.read(KEYS)
    course.settings["lines"] = dict(form.raw.lines)
    course.drop = course.settings.pop("drop", {})
    if (folder / "lists.yml").is_file():
        _read_lists(course, problems)
    return course


# --- lists.yml --------------------------------------------------------------------------------


def _read_lists(course: Course, problems: list[Problem]) -> None:
    """Read the closed lists: table: {column: [value, …]}, or {column: {value: label}}."""
    file = course.file("lists.yml")
    content, problem = read_yaml(course.folder / "lists.yml", file)
    if problem or content is None:
        problems += [problem] if problem else []
        return
    if not isinstance(content, Lined):
        problems.append(Problem(file, "it has no “table:” lines", "write a table and its columns"))
        return
    for table, columns in content.items():
        if columns is None:
            continue
        if not isinstance(columns, Lined):
            message, row = f"“{short(table)}” has no columns", content.line_of(table)
            problems.append(Problem(file, message, "write a column and its values below it", row))
            continue
        for column, values in columns.items():
            words = _words(values)
            if words is None:
                message = "a list of words is wanted"
                row = columns.line_of(column)
                problems.append(Problem(file, message, "write [one, another]", row, str(column)))
            else:
                course.lists.setdefault(str(table), {})[str(column)] = words


def _words(values: Any) -> dict[str, str] | None:
    """Return the values of a closed list with their labels, None if it is no list of words."""
    if isinstance(values, list):
        values = {value: "" for value in values if isinstance(value, str | int)}
    if not isinstance(values, dict) or not values:
        return None
    return {str(value): str(label or "") for value, label in values.items()}


def extend_lists(course: Course, descriptor: dict[str, Any], problems: list[Problem]) -> None:
    """Put the closed lists of a course into the code book, in place."""
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    for table, columns in course.lists.items():
        specs = resources.get(table, {}).get("schema", {}).get("fields", [])
        closed = {s["name"]: s for s in specs if "enum" in s.get("constraints", {})}
        for column, words in columns.items():
            if column not in closed:
                known = closed if specs else [n for n in resources]
                message = f"“{table}.{column}” is no closed list" if specs else (
                    f"there is no table “{table}”")  # fmt: skip
                remedy = did_you_mean(column if specs else table, known).rstrip("?")
                problems.append(Problem(course.file("lists.yml"), message, remedy, table, column))
                continue
            spec = closed[column]
            spec["constraints"] = {**spec["constraints"], "enum": list(words)}
            labels = {one["value"]: one["label"] for one in spec.get("categories", [])}
            labels |= {value: label for value, label in words.items() if label}
            spec["categories"] = [
                {"value": v, "label": labels[v]} for v in words if v in labels
            ]  # fmt: skip
