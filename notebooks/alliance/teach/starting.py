"""`alliance new`: a folder for a course of one's own, every setting explained where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..library import Library, open_library
from ..library.course import CHOSEN, COURSE
from ..problems import AllianceError

__all__ = ["new_course"]

FOLDER = Path(__file__).parent / "folder"
WRONG = '\\/:*?"<>|'
SOURCE = {
    "id": "my-reader",
    "title": "Reader of my course (an example, replace it)",
    "publisher": "My course",
    "date": "2026-01",
    "kind": "academic",
    "url": "https://example.org/reader",
    "access": "excerpt",
}


def new_course(place: str | Path, module: Path, choose: bool = True) -> list[str]:
    """Make a folder for a course beside the module and return what to do next, in sentences.

    Args:
        place: the folder to be made.
        module: the folder of the module, with `data` in it.
        choose: let this copy of the module use the course from now on, if it uses none.

    Raises:
        AllianceError: there is something of that name, or the folder cannot be made.
    """
    folder = fresh_folder(place)
    library = open_library(module / "data", course="")
    write_files(folder, library, "#title: " + quoted(library.settings.get("title", "")), "")
    _examples(folder, library)
    return [f"Made: {folder}", *chosen(folder, module, choose)]


def fresh_folder(place: str | Path) -> Path:
    """Return the folder that a course will have; AllianceError if there is something already."""
    folder = Path(place).expanduser().resolve()
    if any(sign in folder.name for sign in WRONG) or not folder.name:
        raise AllianceError(f"“{folder.name}” cannot name a folder; use letters and hyphens.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AllianceError(
            f"“{folder}” is there already; choose another name, or an empty folder."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AllianceError(f"“{folder}” cannot be made ({error.strerror}).") from None
    return folder


def quoted(text: str) -> str:
    """Return a text as YAML takes it on one line."""
    return json.dumps(text, ensure_ascii=False)


def write_files(folder: Path, library: Library, title: str, institution: str) -> None:
    """Write `course.yml`, `lists.yml`, and a table with its header for each of the module."""
    settings = library.settings
    lessons = settings.get("lessons", [])
    borders = (settings.get("borders") or {}).get("choices", {})
    filled = {
        "title": title,
        "institution": institution or '#institution: "My university, summer term"',
        "lessons": "\n".join(f"#  - {entry['id']}" for entry in lessons),
        "own": f"{len(lessons):02}-my-lesson",
        "first": lessons[0]["id"] if lessons else "01-my-lesson",
        "as_of": str(settings.get("data_as_of", "2024-06-20")),
        "borders": ", ".join(borders) or "the only one that there is",
        "border": next(iter(borders), "name"),
    }
    text = (FOLDER / COURSE).read_text("utf-8")
    for key, value in filled.items():
        text = text.replace("{" + key + "}", value)
    (folder / COURSE).write_text(text, "utf-8")
    for name in ("tables", "questions", "notebooks"):
        (folder / name).mkdir(exist_ok=True)
    lists = [(FOLDER / "lists.yml").read_text("utf-8")]
    for table in library.tables:
        fields = library.fields(table)
        names = [spec["name"] for spec in fields if not spec.get("derived")]
        names = [name for name in names if name in written(library, table)]
        (folder / "tables" / f"{table}.csv").write_text(",".join(names) + "\n", "utf-8")
        closed = {s["name"]: s["constraints"]["enum"] for s in fields
                  if s["name"] in names and "enum" in s.get("constraints", {})}  # fmt: skip
        if closed:
            lists.append(f"#{table}:")
            for column, values in closed.items():
                lists.append(f"#  {column}: [{', '.join(quoted(value) for value in values)}]")
    (folder / "lists.yml").write_text("\n".join(lists) + "\n", "utf-8")


def written(library: Library, table: str) -> list[str]:
    """Return the columns that stand in the file of a table: the others are worked out from it."""
    path = library.folder / f"{table}.csv"
    return path.read_text("utf-8-sig").splitlines()[0].split(",") if path.is_file() else []


def chosen(folder: Path, module: Path, choose: bool) -> list[str]:
    """Note in the module which course it uses, if it uses none; say so."""
    mark = module / CHOSEN
    if choose and not mark.exists():
        try:
            shown = folder.relative_to(module).as_posix()
        except ValueError:
            shown = str(folder)
        mark.write_text(f"# The course that this copy of the module uses.\n{shown}\n", "utf-8")
        return [
            f"This copy of the module uses it from now on: the file “{CHOSEN}” says so.",
            f"Open {folder.name}/{COURSE}, change what you want, then run: alliance check",
        ]
    return [
        f"Open {folder.name}/{COURSE}, change what you want.",
        f"Then run: alliance check --course {folder}",
    ]


# --- examples -----------------------------------------------------------------------------------


def _examples(folder: Path, library: Library) -> None:
    """Write a row, a question and a lesson to copy from."""
    place = folder / "examples"
    for name in ("tables", "questions", "notebooks"):
        (place / name).mkdir(parents=True)
    lessons = library.settings.get("lessons", [])
    goals = library.tables.get("objectives")
    own = f"{len(lessons):02}-my-lesson"
    table(place / "tables" / "sources.csv", [SOURCE])
    aim = {"id": "my-1", "lesson": own, "text": "Test a claim on a source of my own.",
           "bloom": "evaluate"}  # fmt: skip
    table(place / "tables" / "objectives.csv", [aim])
    if "events" in library.tables and len(library.tables["events"]):
        first = library.tables["events"].iloc[0]
        table(place / "tables" / "events.csv", [{"id": first["id"], "title": first["title"]}])
    if goals is not None and len(goals):
        goal = goals.iloc[0]
        text = (FOLDER / "examples" / "questions.yml").read_text("utf-8")
        text = text.format(lesson=goal["lesson"], objective=goal["id"])
        (place / "questions" / "my-questions.yml").write_text(text, "utf-8")
    text = (FOLDER / "examples" / "lesson.yml").read_text("utf-8").format(lesson=own)
    (place / "questions" / f"{own}.yml").write_text(text, "utf-8")
    cells = lesson_cells(own, "A lesson of my own", 'quiz("my-exit")', "")
    notebook(place / "notebooks" / f"{own}.ipynb", cells)


def table(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write a table; its columns are those of the first row."""
    from .rows import CsvGrid

    header = list(rows[0])
    cells = [[str(row.get(column, "")) for column in header] for row in rows]
    CsvGrid(path, header, cells).save()


def lesson_cells(name: str, title: str, asked: str, shown: str) -> list[tuple[str, str]]:
    """Return the cells of a first lesson: kind and source."""
    first = "from alliance import lesson, open_library, quiz, timeline\n\nlibrary = open_library()"
    cells = [
        ("markdown", f"# {title}\n\nOne paragraph on what this lesson asks."),
        ("code", first),
        ("code", f'lesson.opening("{name}")'),
        ("markdown", "## 1. A first section\n\n*10 minutes*\n\nWrite what you teach. A figure is "
         "followed by its source, in square and round brackets, as in the lessons of the module."),
        ("code", shown),
        ("markdown", "> **Talk about it** (5 minutes). A question to the class."),
        ("markdown", "## 2. Exit quiz\n\n*5 minutes*"),
        ("code", asked),
        ("markdown", "## Results and references"),
        ("code", f'lesson.closing("{name}")'),
    ]  # fmt: skip
    return [(kind, source) for kind, source in cells if source]


def notebook(path: Path, cells: list[tuple[str, str]]) -> None:
    """Write a notebook."""
    written_cells = []
    for number, (kind, source) in enumerate(cells, 1):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {},
                                "source": source.splitlines(keepends=True)}  # fmt: skip
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
            cell["metadata"] = {"jupyter": {"source_hidden": True}}
        written_cells.append(cell)
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    content = {"cells": written_cells, "metadata": {"kernelspec": kernel}, "nbformat": 4,
               "nbformat_minor": 5}  # fmt: skip
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
