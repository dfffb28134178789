"""A rehearsal: change a copy of the data, look at what follows, and only then change the data.

    copy = rehearse()
    copy.set("events", "id-of-a-row", date="2024-06-20")
    copy.check()                      # what `alliance check` would say
    timeline(copy.library.events, title="…", library=copy.library)

The copy lies in a temporary folder and is gone when the kernel stops. Whatever is answered in it
goes into a journal of its own, never into the learner's.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from ..journal import Journal
from ..library import Library, data_folder, open_library
from ..page import Html, esc, markdown, scroll_box, table
from ..problems import AllianceError, did_you_mean
from ..quiz import load_bank, quiz
from ..quiz.kinds import kinds
from ..quiz.session import Session
from .check import data_problems
from .damage import DAMAGE
from .rows import CsvGrid, read_grid

__all__ = ["Rehearsal", "rehearse"]

KEPT = ("sources",)  # what an emptied package keeps: its schemes of sorting cite them
SHOWN = 6  # sentences of a check; the words of the object have all
EMPTY_LESSONS = "lessons: []"


def rehearse(data: str | Path | None = None, empty: bool = False) -> Rehearsal:
    """Return a copy of the data package to try changes on; the package itself stays as it is.

    Args:
        data: the folder of the package; without it, that of the module.
        empty: keep the code book, the sources and the outlines of the maps, but no rows, no
            questions and no lessons: the beginning of a package about something else.
    """
    return Rehearsal(data_folder(data), empty)


class Rehearsal:
    """A copy of a data package, with a hand to change it and eyes to see what follows.

    Attributes:
        origin: the folder that was copied.
        folder: the copy.
        exports: where journals are that were handed in.
        journal: where answers given in the rehearsal are kept: that of the learner who sits there.
    """

    def __init__(self, origin: Path, empty: bool = False) -> None:
        self.origin = origin
        self._room = tempfile.TemporaryDirectory(prefix="rehearsal-")
        self.folder = Path(self._room.name) / "data"
        shutil.copytree(origin, self.folder)
        self.exports = Path(self._room.name) / "exports"
        self.learner("me")
        if empty:
            self._empty()

    def _empty(self) -> None:
        """Take out rows, questions and lessons."""
        for path in self.folder.glob("*.csv"):
            if path.stem not in KEPT:
                grid = read_grid(path)
                grid.rows.clear()
                grid.save()
        shutil.rmtree(self.folder / "questions", ignore_errors=True)
        path = self.folder / "module.yml"
        kept, inside = [], False
        for line in path.read_text("utf-8").splitlines():
            if line.split(":")[0] in ("lessons", "paths", "guides"):
                inside = True
                kept += [EMPTY_LESSONS] if line.startswith("lessons") else []
            elif line[:1] not in ("", " ", "-"):
                inside = False
            kept += [] if inside else [line]
        path.write_text("\n".join(kept) + "\n", "utf-8")

    def __repr__(self) -> str:
        return f"A copy of the data in {self.folder}"

    @property
    def library(self) -> Library:
        """The copy, opened as it is now; AllianceError with all sentences if it has mistakes."""
        return open_library(self.folder)

    # --- the hand -------------------------------------------------------------------------

    def set(self, name: str, row_id: str, /, **cells: Any) -> Html:
        """Change cells of one row of a table, as one does in a spreadsheet.

        Args:
            name: the table.
            row_id: the row.
            cells: column=value; anything may be written, `check` tells what is wrong with it.
        """
        grid = self._grid(name)
        place, changed = grid.find(row_id), []
        for column, value in cells.items():
            at = grid.column(column)
            before, grid.rows[place][at] = grid.rows[place][at], _text(value)
            changed.append((grid.path.name, place + 2, column, before, _text(value)))
        grid.save()
        return _changes(changed)

    def add(self, name: str, /, **cells: Any) -> Html:
        """Add a row at the end of a table; columns that are not named stay empty."""
        grid = self._grid(name)
        row = [""] * len(grid.header)
        for column, value in cells.items():
            row[grid.column(column)] = _text(value)
        grid.rows.append(row)
        grid.save()
        line = len(grid.rows) + 1
        named = [(c, _text(v)) for c, v in cells.items()]
        return _changes([(grid.path.name, line, c, "", v) for c, v in named])

    def spoil(self, name: str, how: str) -> Html:
        """Do to a table what a spreadsheet does to it: see `damage` for the ways."""
        if how not in DAMAGE:
            raise AllianceError(f"There is no way “{how}”; {did_you_mean(how, DAMAGE)}")
        path = self._grid(name).path
        what = DAMAGE[how](path)
        return Html(f'<p class="al">{esc(path.name)}: {esc(what)}</p>', f"{path.name}: {what}")

    def write(self, file: str, text: str) -> Html:
        """Write a file of its own, such as `questions/my-course.yml`; a folder is made for it."""
        path = self._file(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
        lines = len(text.strip().splitlines())
        return Html(f'<p class="al">{esc(file)}: {lines} lines</p>', f"{file}: {lines} lines")

    def replace(self, file: str, old: str, new: str) -> Html:
        """Change one place in a text file, such as `module.yml`; it must be there exactly once."""
        path = self._there(file)
        text = path.read_text("utf-8")
        if text.count(old) != 1:
            raise AllianceError(f"{file} has this text {text.count(old)} times, not once: {old}")
        line = text[: text.index(old)].count("\n") + 1
        path.write_text(text.replace(old, new), "utf-8")
        return _changes([(file, line, "", old.strip(), new.strip())])

    def remove(self, file: str) -> Html:
        """Take a file out of the copy."""
        self._there(file).unlink()
        return Html(f'<p class="al">{esc(file)}: taken out</p>', f"{file}: taken out")

    def restore(self, file: str) -> Html:
        """Put a file back as it is in the module."""
        shutil.copyfile(self.origin / self._file(file).relative_to(self.folder), self._file(file))
        return Html(f'<p class="al">{esc(file)}: as before</p>', f"{file}: as before")

    def lessons(self, *order: str) -> Html:
        """Put the lessons of module.yml into this order; those that are not named are taken out."""
        path = self._there("module.yml")
        text = path.read_text("utf-8")
        start = text.index("lessons:\n") + len("lessons:\n")
        rest = text[start:]
        end = next((k for k in _line_starts(rest) if rest[k] not in " \n-"), len(rest))
        blocks = {}
        for block in re.split(r"^  - ", rest[:end], flags=re.M)[1:]:
            named = re.search(r"\bid: *([\w-]+)", block)
            blocks[named[1] if named else block] = f"  - {block.rstrip()}\n"
        for name in order:
            if name not in blocks:
                raise AllianceError(
                    f"module.yml has no lesson “{name}”; {did_you_mean(name, blocks)}"
                )
        new = "".join(blocks[name] for name in order)
        path.write_text(f"{text[:start]}{new}\n{rest[end:]}", "utf-8")
        return Html(
            f'<p class="al">module.yml, lessons: {esc(", ".join(order))}</p>', ", ".join(order)
        )

    def ask(self, *ids: str) -> Any:
        """Return a panel with questions of the copy; answers go into the rehearsal's journal."""
        return quiz(*ids, library=self.library, journal=self.journal)

    # --- the class ------------------------------------------------------------------------

    def learner(self, name: str) -> Html:
        """Let a learner of this name sit down, with a journal of their own."""
        self._name = name
        self.journal = Journal(Path(self._room.name) / "journals" / name)
        return Html(f'<p class="al">Now answering: {esc(name)}</p>', f"Now answering: {name}")

    def answer(self, question_id: str, response: Any) -> Html:
        """Answer a question as the learner who sits there, and return what the learner is told.

        Args:
            question_id: the question.
            response: the text of an option, a number, or what else the type takes.
        """
        library = self.library
        bank = load_bank(library)
        question = bank.question(question_id)
        for option in getattr(question.body, "options", ()):
            response = option.id if option.text == response else response
        session = Session([bank.entry(question_id)], library, self.journal)
        # What the page would send has the page's names for the options.
        seat = session.seats["q1"]
        said = session.answer("q1", seat.kind.renamed(response, seat.keys)).text
        return Html(f'<p class="al">{esc(said)}</p>', said)

    def hand_in(self) -> Html:
        """Export the journal of the learner who sits there, as the button in the page does."""
        self.exports.mkdir(exist_ok=True)
        path = self.exports / f"{self._name}.txt"
        path.write_text(self.journal.export(), "utf-8")
        return Html(f'<p class="al">Handed in: {esc(path.name)}</p>', f"Handed in: {path.name}")

    # --- the eyes -------------------------------------------------------------------------

    def check(self) -> Html:
        """Return what `alliance check` says of tables and texts, and then of the questions.

        Practice templates and notebooks are left to the command.
        """
        found = [str(problem) for problem in data_problems(self.folder)]
        head = f"{len(found)} to mend." if found else "Everything is in order."
        items = "".join(f"<li>{esc(one)}</li>" for one in found[:SHOWN])
        more = f"<p>… and {len(found) - SHOWN} more.</p>" if len(found) > SHOWN else ""
        body = f'<div class="al"><p><strong>{head}</strong></p>'
        body += f"<ul>{items}</ul>{more}</div>" if found else "</div>"
        return Html(body, "\n".join([head, *found]))

    def key(self, question_id: str) -> Html:
        """Return a question of the copy with its right answer: for instructors only."""
        library = self.library
        question = load_bank(library).question(question_id)
        words = kinds()[question.type].key_words(question)
        stem = markdown(question.stem, library.cite, inline=True)
        answer = markdown(words, library.cite, inline=True)
        body = f'<div class="al"><p>{stem}</p><p><strong>Key:</strong> {answer}</p></div>'
        return Html(body, f"{question.stem}\nKey: {words}")

    # --- files ----------------------------------------------------------------------------

    def _grid(self, name: str) -> CsvGrid:
        path = self.folder / f"{name}.csv"
        if not path.is_file():
            known = sorted(p.stem for p in self.folder.glob("*.csv"))
            raise AllianceError(f"There is no table “{name}”; {did_you_mean(name, known)}")
        return read_grid(path)

    def _file(self, file: str) -> Path:
        """Return a path inside the copy, and never outside of it."""
        path = (self.folder / file).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise AllianceError(f"“{file}” lies outside of the copy; name a file inside it.")
        return path

    def _there(self, file: str) -> Path:
        path = self._file(file)
        if not path.is_file():
            known = [p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.*")]
            raise AllianceError(f"The copy has no file “{file}”; {did_you_mean(file, known)}")
        return path


def _text(value: Any) -> str:
    """Return a value as it stands in a cell: lists with semicolons, nothing for None."""
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def _line_starts(text: str) -> list[int]:
    """Return where the lines of a text begin that are not empty."""
    starts = [0, *(k + 1 for k, sign in enumerate(text) if sign == "\n")]
    return [k for k in starts if k < len(text) and text[k] != "\n"]


def _changes(changed: list[tuple[Any, ...]]) -> Html:
    """Return what was changed as a table: where, what stood there, what stands there now."""
    rows = [
        (f"{file}, row {row}" + (f", {column}" if column else ""), before, now)
        for file, row, column, before, now in changed
    ]
    frame = pd.DataFrame(rows, columns=["where", "before", "now"], dtype=object)
    title = "What you changed in the copy"
    return Html(
        f'<div class="al">{scroll_box(table(frame, title), title)}</div>',
        frame.to_string(index=False),
    )
