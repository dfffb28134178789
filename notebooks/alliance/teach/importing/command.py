"""`alliance import`: a file of a learning platform becomes a question file, which is then checked.

What a question of this module needs and the file has not (a source, an objective, feedback on an
option) is left out, not made up: `alliance check` then says where to add it.
"""

from __future__ import annotations

import argparse
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml

from ...library import open_library
from ...problems import AllianceError, did_you_mean
from ...quiz import load_bank
from ...quiz.model import slug
from ..marks.files import Limits, handed_in
from ..marks.reading import decoded
from . import gift, moodle, qti
from .draft import Draft, Read

__all__ = ["question_file", "read_drafts", "run"]

FOLDER, FILE, SET = "questions", "imported.yml", "imported"
MOST = 50_000_000  # bytes of a file
HEAD = "# Imported from {name}. Run “alliance check” to see what is still to be added.\n"


def run(chosen: argparse.Namespace) -> int:
    """Read the file, write the question file, say what was lost; 1 if something was."""
    library = open_library(chosen.data, chosen.course)
    out = _out(chosen.out, library)
    found = read_drafts(Path(chosen.file))
    good = [draft for draft in found.drafts if draft.type]
    if not good:
        told = " ".join(_told(found)[:3]) or "it holds no question."
        raise AllianceError(f"Nothing of “{Path(chosen.file).name}” can be taken over: {told}")
    sources = [name.strip() for name in chosen.sources.split(",") if name.strip()]
    made = question_file(good, library, chosen.lesson, chosen.objective, sources)
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=100)
    try:
        with open(out, "x", encoding="utf-8") as file:  # never over a file that is there
            file.write(HEAD.format(name=Path(chosen.file).name.replace("\n", " ")) + text)
    except FileExistsError:
        raise AllianceError(f"“{out}” is there already; name another file.") from None
    except OSError as error:
        raise AllianceError(f"“{out}” cannot be written ({error.strerror}).") from None
    for line in _told(found):
        print(f"  {line}")
    of = len(found.drafts)
    print(f"{len(good)} of {of} questions are in {out}. Now run: alliance check")
    return int(bool(_told(found)))


def _out(name: str | None, library: Any) -> Path:
    """Return the file to write: as named, or in the folder of the course in use."""
    if name:
        path = Path(name)
    else:
        if library.course is None:
            raise AllianceError(
                "Name the question file to write, as in “alliance import FILE my-questions.yml”; "
                "it is left out only where a course of yours is in use (see “alliance new”)."
            )
        path = library.course.folder / FOLDER / FILE
        path.parent.mkdir(exist_ok=True)
    if path.suffix not in (".yml", ".yaml"):
        raise AllianceError(f"“{path.name}” is no question file; its name must end in .yml.")
    if not path.absolute().parent.is_dir():
        raise AllianceError(f"“{path.parent}” is not there; make the folder first.")
    return path


def read_drafts(path: Path) -> Read:
    """Return the questions in a file, whatever of the three formats it has.

    Raises:
        AllianceError: it is not there, or none of them; says what is wrong.
    """
    limits = Limits(file=MOST, total=4 * MOST)
    files = list(handed_in(path, limits))
    texts = [(f.name, f.raw) for f in files if f.name.lower().endswith((".xml", ".gift", ".txt"))]
    if not zipfile.is_zipfile(BytesIO(path.read_bytes()[:MOST])) and path.is_file():
        texts = [(f.name, f.raw) for f in files]
    found, items = Read(), []
    for name, raw in texts:
        text = decoded(raw).lstrip("\ufeff \n\r\t")
        if not text.startswith("<"):
            if "{" in text:
                found.drafts += gift.read(text).drafts
            continue
        try:
            root = moodle.tree_of(text.encode("utf-8"))
        except ValueError as error:
            found.lost.append(f"{name}: {error}.")
            continue
        if root.tag == "quiz":
            found.drafts += moodle.read(root).drafts
        elif qti.is_item(root):
            items.append(root)
    found.drafts += qti.read(items).drafts
    found.lost += map(str, limits.found)
    if not found.drafts:
        why = " ".join(found.lost) or "Moodle XML, GIFT and QTI 2 or 3 are read."
        raise AllianceError(f"“{path.name}” holds no questions that can be read; {why}")
    return found


def question_file(
    drafts: list[Draft],
    library: Any,
    lesson: str | None = None,
    objective: str | None = None,
    sources: list[str] | None = None,
) -> dict[str, Any]:
    """Return the content of a question file.

    Args:
        drafts: questions with a type.
        library: tells lessons, objectives, and sources by their addresses.
        lesson: id; without it the first.
        objective: id of the objective of all of them; without it the check asks for one.
        sources: ids that all of them rest on, besides those that their links lead to.

    Raises:
        AllianceError: there is no such lesson or objective; names those that come near.
    """
    lessons = [one["id"] for one in library.settings.get("lessons", [])]
    for what, name, known in (("lesson", lesson, lessons),
                              ("objective", objective, library.ids("objectives"))):  # fmt: skip
        if name and name not in known:
            raise AllianceError(f"There is no {what} “{name}”; {did_you_mean(name, known)}")
    bank, taken = load_bank(library), set()
    rows = library.tables["sources"][["id", "url"]].to_dict("records")
    address = {row["url"]: row["id"] for row in rows if row["url"]}
    found = []
    for draft in drafts:
        name = _id(draft, {*bank.entries, *taken})
        taken.add(name)
        names = [*(sources or []), *(address[link] for link in draft.links if link in address)]
        question = {"id": name, "set": SET, "objective": objective, "type": draft.type}
        question |= draft.fields
        question["source_ids"] = list(dict.fromkeys(names))
        found.append({key: value for key, value in question.items() if value not in (None, [])})
    title = {"title": "Imported"}
    return {"lesson": lesson or (lessons[0] if lessons else ""), "sets": {SET: title},
            "questions": found}  # fmt: skip


def _id(draft: Draft, taken: set[str]) -> str:
    """Return an id that no other question has."""
    name = slug(draft.name or draft.fields.get("stem", "question"))
    name = name if name[:1].isalnum() else f"question-{name}"
    if name not in taken:
        return name
    return next(one for k in range(2, 1_000_000) if (one := f"{name}-{k}") not in taken)


def _told(found: Read) -> list[str]:
    """Return what was lost, a line a question."""
    lines = [f"{draft.name[:80]}: {' '.join(draft.lost)}" for draft in found.drafts if draft.lost]
    return [*found.lost, *lines]
