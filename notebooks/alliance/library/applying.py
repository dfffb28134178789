"""A course laid over the settings of the module: lessons, ways, borders, and what else it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..problems import Problem, did_you_mean
from ..texts import languages
from .course import COURSE, Course
from .form import short
from .settings import TEXTS, notebooks_of

__all__ = ["apply"]

PASSED = ("institution", "questions", "tries", "confidence", "pass_mark", "feedback", "edition")
PLAIN = ("name", "title", "subtitle", "language", "data_as_of")


def apply(settings: dict[str, Any], course: Course, problems: list[Problem], overlay: Any) -> None:
    """Lay a course over the settings of the module, in place; what does not fit is a finding.

    Args:
        settings: of the module.
        course: the course.
        problems: takes the findings.
        overlay: remembers the lessons, and tells of those that the module has taken out.
    """
    own, lines = course.settings, course.settings.get("lines", {})

    def wrong(key: str, message: str, remedy: str, line: int | str | None = None) -> None:
        row = lines.get(key, "") if line is None else line
        problems.append(Problem(course.file(COURSE), message, remedy, row, key))

    if course.blank:
        for key in ("lessons", "paths", "guides"):
            settings[key] = []
    every = settings.get("lessons", [])
    settings |= {key: own[key] for key in PLAIN if key in own}
    settings |= {key: own[key] for key in PASSED if key in own}
    if own.get("language"):
        known = languages(course.folder / TEXTS)
        if own["language"] not in known:
            message = f"there are no texts in the language “{short(own['language'])}”"
            wrong("language", message, did_you_mean(own["language"], known).rstrip("?"))
            settings["language"] = "en"
    if own.get("edition") == "student":
        settings["guides"] = []
    settings["views"] = {**(settings.get("views") or {}), **own.get("views", {})}
    if "paths" in own:
        settings["paths"] = own["paths"]
    listed = own.get("lessons", [{"lesson": entry["id"], "line": ""} for entry in every])
    settings["lessons"] = _taught(settings, [*listed, *own.get("also", [])], course, wrong, overlay)
    if "paths" not in own:
        settings["paths"] = _shorter(settings.get("paths") or [], settings.get("lessons", []))
    taught = [entry["file"] for entry in settings.get("lessons", [])]
    away = [entry for entry in every if entry["file"] not in taught]
    settings["untaught"] = [{"file": file} for entry in away for file in notebooks_of(entry)]
    if "borders" in own:
        _choose_borders(settings, own["borders"], wrong)


def _choose_borders(settings: dict[str, Any], name: str, wrong: Callable) -> None:
    """Take the view of borders of this name, of those that the module offers."""
    offered = (settings.get("borders") or {}).get("choices", {})
    if name not in offered:
        wrong("borders", f"there is no view of borders “{short(name)}”",
              did_you_mean(name, offered).rstrip("?") if offered else "take it out")  # fmt: skip
        return
    settings["borders"]["use"] = name


def _shorter(paths: list[dict[str, Any]], lessons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the ways of the module through what the course teaches.

    Where something is left out of a way, its minutes are no promise any more.
    """
    without = {entry["id"]: set(entry.get("without", [])) for entry in lessons}
    found = []
    for path in paths:
        steps = []
        for step in path["steps"]:
            away = without.get(step["lesson"])
            if away is None:
                continue
            kept = {key: [name for name in step[key] if name not in away]
                    for key in ("sections", "without") if key in step}  # fmt: skip
            steps.append({**step, **kept})
        if steps:
            partial = {"partial": True} if steps != path["steps"] or any(without.values()) else {}
            found.append({**path, "steps": steps, **partial})
    return found


def _taught(
    settings: dict[str, Any],
    listed: list[dict[str, Any]],
    course: Course,
    wrong: Callable,
    overlay: Any,
) -> list[dict[str, Any]]:
    """Return the entries of the lessons that a course teaches, in its order."""
    known = {entry["id"]: entry for entry in settings.get("lessons", [])}
    taught = []
    for one in listed:
        name, line = one["lesson"], one["line"]
        own = {key: value for key, value in one.items() if key not in ("lesson", "line")}
        entry = {**known.get(name, {}), **own, "id": name}
        if "minutes" in own and name in known:
            entry["module_minutes"] = known[name]["minutes"]
        if name not in known:
            file = entry.setdefault("file", f"{name}.ipynb")
            if not (course.folder / "notebooks" / file).is_file():
                if name in overlay.lessons_then:
                    title = overlay.lessons[name] = overlay.lessons_then[name]
                    message = f"the module has taken the lesson “{title}” ({name}) out"
                    remedy = "take it out of `lessons`; the course goes on without it"
                    where = course.file(COURSE)
                    overlay.notices.append(Problem(where, message, remedy, line, "lessons"))
                    continue
                near = did_you_mean(name, known).rstrip("?") if known else "write its file"
                wrong("lessons", f"there is no lesson “{short(name)}”, and no notebook “{file}” "
                      "in the folder notebooks of the course", near, line)  # fmt: skip
                continue
            for key in ("title", "minutes"):
                if not entry.get(key):
                    wrong("lessons", f"the lesson “{name}” of your own has no {key}",
                          f"write `{key}:` in its entry", line)  # fmt: skip
                    entry[key] = name if key == "title" else 1
            entry["built"] = True
        elif "lessons" in course.settings:
            overlay.lessons[name] = known[name]["title"]
        taught.append(entry)
    return taught
