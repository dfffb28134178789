"""`alliance release`: complete copies of a course, zipped, for students or for instructors.

A student's copy holds the lessons as the course has them, and no key that can be read: see
`quiz.sealed`. What follows from the tables can be looked up there by whoever looks, for the tables
are what the course is about; the list of what was left out says so.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from ..lesson.laying import lay
from ..library import Library, open_library
from ..library.course import COURSE
from ..problems import AllianceError, left_behind
from ..quiz import load_bank
from ..quiz.sealed import SEALED, bare, seal

__all__ = ["release"]

FOLDER = Path(__file__).parent / "folder"
TOP = ("LICENSE", "pyproject.toml", "uv.lock", "environment.yml")
NOT_IN_STUDENTS = ("README.md", "figures.json", "questions.schema.json", "practice.schema.json")
PLAIN = "course-settings"  # the folder of settings in a copy of the module without a course
HOUR = (2024, 1, 1, 0, 0, 0)  # of every file, so that the same content gives the same zip

KEPT = {
    "at once": (
        "Right answers, feedback and model answers lie in one sealed file, so that each answer can "
        "be told at once. No editor and no search shows them. It is a curtain and no lock: whoever "
        "reads the program can open it."
    ),
    "later": (
        "There are no right answers, no feedback on them and no model answers in this copy, in no "
        "form. Answers are kept; hand in your export, and your teacher marks it."
    ),
}
TOLD = {
    "at once": "After each answer you are told what is right and why.",
    "later": "Answers are kept and not marked here: export them in the first lesson and hand the "
             "file in.",
}  # fmt: skip
ALWAYS = [
    "The guide for instructors with its model answers, notes on figures, and the folder of the "
    "course with notes of its author are not in it.",
    "What follows from the tables is not hidden: who looks a row up finds what it says, also where "
    "a question asks for it (verdicts on claims, codes of acts, what became of a forecast).",
]


def release(
    out: str | Path,
    module: Path,
    students: bool,
    course: str | None = None,
    tell: Callable[[str], None] = print,
) -> tuple[Path, list[str]]:
    """Write a zipped copy and return where it is, and what is said of it.

    Args:
        out: the folder for it.
        module: the folder of the module.
        students: a copy for students; else for instructors.
        course: the folder of a course; without it, the one that is chosen.
        tell: takes a line of progress.

    Raises:
        AllianceError: the data have mistakes, or the folder cannot be written to.
    """
    chosen = open_library(module / "data", course=_course(course, module))
    files: dict[str, bytes] = {}
    said = []
    for name, content in _files(chosen, module, students, said, tell):
        files[name] = content
    name = chosen.course.name if chosen.course else str(chosen.setting("name", "module"))
    kind = "student" if students else "instructor"
    path = Path(out).expanduser() / f"{name}-{kind}.zip"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_zipped(files, f"{name}-{kind}"))
    except OSError as error:
        raise AllianceError(f"“{path}” cannot be written ({error.strerror}).") from None
    return path, [f"{len(files)} files in {path}", *said]


def _course(course: str | None, module: Path) -> str | Path | None:
    """Return the course that is chosen, "" for none."""
    from ..library.course import course_folder

    return course_folder(course, module / "data", False) or ""


def _zipped(files: dict[str, bytes], top: str) -> bytes:
    """Return files as a zip; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{top}/{name}", HOUR), files[name],
                             zipfile.ZIP_DEFLATED)  # fmt: skip
    return packed.getvalue()


def _files(
    library: Library,
    module: Path,
    students: bool,
    said: list[str],
    tell: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a copy; what is said of it goes into `said`."""
    for name in TOP:
        if (module / name).is_file():
            yield name, (module / name).read_bytes()
    yield from _package(module)
    with tempfile.TemporaryDirectory() as room:
        for path in lay(library, Path(room), module / "notebooks", tell):
            yield f"notebooks/{path.name}", path.read_bytes()
    feedback = library.setting("feedback", "at once")
    yield from _data(library, module, students, feedback)
    yield from _settings(library, students)
    if students:
        left = [*ALWAYS[:1], KEPT[feedback], *ALWAYS[1:]]
        said += [f"Left out: {line}" for line in left]
        yield "README.md", _readme(library, feedback, left).encode()
        return
    yield "README.md", (module / "README.md").read_bytes()
    for guide in sorted((module / "notebooks").glob("instructor-*.ipynb")):
        yield f"notebooks/{guide.name}", guide.read_bytes()


def _package(module: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the Python package, without what Python keeps."""
    place = module / "notebooks" / "alliance"
    for path in sorted(place.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not left_behind(path):
            yield (
                f"notebooks/{path.relative_to(module / 'notebooks').as_posix()}",
                path.read_bytes(),
            )


def _data(
    library: Library, module: Path, students: bool, feedback: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the data; in a copy for students without keys that can be read."""
    data = module / "data"
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if not path.is_file() or left_behind(path):
            continue
        if students and (name in NOT_IN_STUDENTS or name.startswith("questions/")):
            continue
        yield f"data/{name}", path.read_bytes()
    if not students:
        return
    if feedback == "later":
        yield from _bare_files(library)
    else:
        yield f"data/questions/{SEALED}", _sealed(library)


def _bare_files(library: Library) -> Iterator[tuple[str, bytes]]:
    """Yield the questions without keys, a file a lesson, and the templates of practice."""
    bank = load_bank(library)
    lessons: dict[str, dict[str, Any]] = {}
    for group in bank.sets.values():
        file = lessons.setdefault(group.lesson, {"lesson": group.lesson, "sets": {}})
        file["sets"][group.id] = {"title": group.title} | ({"core": list(group.core)}
                                                            if group.core else {})  # fmt: skip
    for question in bank.questions:
        lesson = bank.sets[question.set].lesson
        asked = lessons[lesson].setdefault("questions", [])
        asked.append(bare(bank.entry(question.id).raw, question))
    for lesson, content in lessons.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
        yield f"data/questions/{lesson}.yml", text.encode()
    for path, _ in _question_files(library):
        if "\npractice:" in path.read_text("utf-8-sig"):
            yield f"data/questions/{path.name}", path.read_bytes()


def _question_files(library: Library) -> Iterator[tuple[Path, str]]:
    """Yield the question files with the names that the bank gives them."""
    for folder in library.folders:
        own = library.course is not None and folder == library.course.folder
        for path in sorted((folder / "questions").glob("*.y*ml")):
            name = f"questions/{path.name}"
            yield path, library.course.file(name) if own else name


def _sealed(library: Library) -> bytes:
    """Return all question files in one that nobody can read at a glance."""
    files = {name: path.read_text("utf-8-sig") for path, name in _question_files(library)}
    return seal(files, str(library.setting("name", "")))


def _settings(library: Library, students: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the course as it lies in a copy: without examples, questions, notes of its author."""
    course, name = library.course, library.course.name if library.course else PLAIN
    yield "course", f"{name}\n".encode()
    text = (course.folder / COURSE).read_text("utf-8-sig") if course else ""
    edition = "student" if students else "instructor"
    if students:  # comments are the author's own
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        text = "\n".join(line for line in lines if line.strip()) + "\n" if lines else ""
    yield f"{name}/{COURSE}", f"{text.rstrip()}\nedition: {edition}\n".lstrip().encode()
    kinds = ["lists.yml", "ladders.yml", "puzzles.yml", "tables/*.csv", "texts/*/*.yml"]
    kinds += [] if students else ["questions/*.y*ml", "seen.json", "figures.json"]
    for path in sorted(p for kind in kinds for p in (course.folder.glob(kind) if course else ())):
        if not left_behind(path):
            yield f"{name}/{path.relative_to(course.folder).as_posix()}", path.read_bytes()


def _readme(library: Library, feedback: str, left: list[str]) -> str:
    """Return the page that a student reads first."""
    settings = library.settings
    first = settings["lessons"][0]["file"] if settings.get("lessons") else ""
    filled = {
        "title": settings.get("title", ""),
        "subtitle": settings.get("subtitle", ""),
        "institution": settings.get("institution", ""),
        "first": first,
        "feedback": TOLD[feedback],
        "left": "\n".join(f"- {line}" for line in left),
    }
    text = (FOLDER / "student.md").read_text("utf-8")
    for key, value in filled.items():
        text = text.replace("{" + key + "}", value)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
