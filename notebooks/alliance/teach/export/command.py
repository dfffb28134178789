"""`alliance export`: the question bank, or a part of it, for a learning platform."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ...library import open_library
from ...problems import AllianceError, did_you_mean
from ...quiz import load_bank
from ...quiz.model import Question
from ...quiz.practice import generate
from ..progress import Progress
from . import canvas, gift, moodle, qti, table
from .anki import not_for_questions, write_deck
from .describe import described
from .item import Item, Loss
from .options import FORMATS

__all__ = ["WRITERS", "chosen_questions", "losses_text", "run"]

Writer = Callable[[list[Item], str], tuple[bytes, list[Loss]]]

# by format: its writer, and what it never says of any question
WRITERS: dict[str, tuple[Writer, list[str]]] = {
    "moodle": (moodle.write, moodle.ALWAYS),
    "qti": (qti.write_two, qti.ALWAYS),
    "qti3": (qti.write_three, qti.ALWAYS),
    "canvas": (canvas.write, canvas.ALWAYS),
    "gift": (gift.write, gift.ALWAYS),
    "csv": (table.write, table.ALWAYS),
}
STATES = ("whole", "with loss", "not possible")
MOST_PRACTICE = 200


def run(chosen: argparse.Namespace) -> int:
    """Write the export that the options ask for; 1 if some questions could not go along."""
    path = _path(chosen.out, chosen.format)
    library = open_library(chosen.data, chosen.course)
    tell = Progress({"ask": "Questions"})
    bank = load_bank(library)
    questions = chosen_questions(bank, _names(chosen.lessons), _names(chosen.sets))
    if chosen.practice:
        questions += made_questions(bank, chosen.practice, _names(chosen.lessons), tell)
    items = described(questions, library)
    title = str(library.settings.get("title", library.folder.name))
    try:
        if chosen.format == "anki":
            count = write_deck(library, title, path, set(_names(chosen.lessons)) or None)
            losses, always = not_for_questions(items), []
            print(f"{count} cards.")
        else:
            writer, always = WRITERS[chosen.format]
            raw, losses = writer(items, title)
            path.write_bytes(raw)
        told = path.with_name(f"{path.stem}-losses.txt")
        told.write_text(losses_text(losses, always, chosen.format), encoding="utf-8")
    except OSError as error:
        raise AllianceError(f"“{path}” cannot be written ({error.strerror}).") from None
    tell.end()
    print(f"{counts_text(losses)}\nWritten: {path}; what is lost, question by question: {told}")
    left = any(not loss.possible for loss in losses)
    return int(left and chosen.format != "anki")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _path(name: str, format_: str) -> Path:
    """Return the file to write; an ending that is missing is added."""
    path, ending = Path(name), FORMATS[format_][1]
    path = path if path.suffix else path.with_suffix(ending)
    if not path.absolute().parent.is_dir():
        raise AllianceError(f"“{path.parent}” is not there; make the folder first.")
    return path


def chosen_questions(
    bank: Any, lessons: Iterable[str] = (), sets: Iterable[str] = ()
) -> list[Question]:
    """Return the questions of some lessons and sets; of all without them.

    Raises:
        AllianceError: there is no such lesson or set; or the bank has mistakes.
    """
    known = {"lesson": {q.lesson for q in bank.questions}, "set": set(bank.sets)}
    for kind, names in (("lesson", lessons), ("set", sets)):
        for name in names:
            if name not in known[kind]:
                hint = did_you_mean(name, sorted(known[kind]))
                raise AllianceError(f"There is no {kind} “{name}” with questions; {hint}")
    if bank.problems:
        raise AllianceError(f"{bank.problems[0]} Mend that first; “alliance check” names all.")
    return [
        q for q in bank.questions
        if (not lessons or q.lesson in lessons) and (not sets or q.set in sets)
    ]  # fmt: skip


def made_questions(bank: Any, count: int, lessons: Iterable[str], tell: Progress) -> list[Question]:
    """Return questions that templates make from the data, so many of each.

    They are the same each time, as long as the rows behind them are.

    Raises:
        AllianceError: the number is none that makes sense.
    """
    if not 1 <= count <= MOST_PRACTICE:
        raise AllianceError(f"--practice takes a number from 1 to {MOST_PRACTICE}.")
    found: dict[str, Question] = {}
    templates = list(bank.templates.values())
    for n, template in enumerate(templates, 1):
        for entry in generate([template], bank, f"export|{template.id}", count):
            if entry.question and (not lessons or entry.question.lesson in lessons):
                found[entry.id] = entry.question
        tell("ask", n, len(templates))
    return list(found.values())


# --- what is lost ---------------------------------------------------------------------------------


def counts_text(losses: list[Loss]) -> str:
    """Return a table: questions by type, and how many go whole, with loss, or not at all."""
    counts = Counter((loss.item.type, loss.state) for loss in losses)
    types = sorted({loss.item.type for loss in losses})
    rows = [("type", *STATES)]
    rows += [(kind, *(str(counts[kind, state]) for state in STATES)) for kind in types]
    sums = Counter(loss.state for loss in losses)
    rows.append(("all", *(str(sums[state]) for state in STATES)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(c.ljust(w) if k == 0 else c.rjust(w)
                  for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )  # fmt: skip


def losses_text(losses: list[Loss], always: list[str], format_: str) -> str:
    """Return all that is lost: for every question what, and what none of them keeps."""
    lines = [f"What {FORMATS[format_][0]} cannot say", "", counts_text(losses)]
    if always:
        lines += ["", "Of every question:", *(f"- {one}" for one in always)]
    for state in ("not possible", "with loss"):
        some = [loss for loss in losses if loss.state == state]
        if some:
            lines += ["", f"{state.capitalize()}:"]
            lines += [f"- {x.item.id} ({x.item.type}): {' '.join(x.lost)}" for x in some]
    return "\n".join(lines) + "\n"
