"""The files of a journal's folder, merged into one order; what has not changed is not read again.

A file only grows. If its beginning is still what it was, only what was added is read; whether it
is, a digest of the content tells.
"""

from __future__ import annotations

import gc
import os
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..pauses import without_pauses
from ..texts import say
from .folds import Records
from .lines import Line, Tell, parse
from .records import IMPORT, LEARNER, MOVES, RESET

__all__ = ["Files", "Merged", "about_lines", "counting", "merged", "shown"]

MOST_LINES = 5  # that a message names
MANY = 10_000  # records, beyond which nobody looks for garbage among them
NAME = re.compile(r"journal-.*\.txt", re.DOTALL)


@dataclass
class Merged:
    """All records of a folder in their order.

    Attributes:
        all: every record.
        counting: those that no reset hides.
        by_kind: the same by kind; by several kinds as they were asked for.
        ids: of all records.
        highest: the highest count, 0 without records.
        learner: the first name of the learner, "" without one.
    """

    all: list[dict[str, Any]] = field(default_factory=list)
    counting: Records = field(default_factory=Records)
    by_kind: dict[str | tuple[str, ...], Records] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    highest: int = 0
    learner: str = ""


@dataclass
class _File:
    """A file as it was when it was read last: up to the last end of a line, and what follows it."""

    stamp: tuple[int, ...]
    done: int
    digest: bytes
    lines: int
    found: list[Line]
    broken: list[int]
    loose: list[Line]
    torn: list[int]
    grown_from: list[Line] | None = None  # what was found in it before; its beginning is the same


class Files:
    """The journal files of a folder.

    Attributes:
        warnings: sentences about what could not be read in the last reading.
    """

    def __init__(self, folder: Path) -> None:
        """Look at a folder; it need not be there."""
        self.folder = folder
        self.warnings: list[str] = []
        self.tell: Tell | None = None  # hears how far a reading is; see `lines.parse`
        self._files: dict[str, _File] = {}
        self._merged = Merged()

    def read(self) -> Merged:
        """Return all records; files that cannot be read are told in `warnings`."""
        self.warnings = []
        now: dict[str, _File] = {}
        # What was added to the files as they were; None if that is not all that has changed.
        added: list[Line] | None = [] if self._files else None
        for name, stamp in self._listed():
            known = self._files.get(name)
            if known is None or known.stamp != stamp:
                try:
                    raw = (self.folder / name).read_bytes()
                except OSError as error:
                    self._unread(name, error)
                    continue
                was, known = known, _read(raw, stamp, known, self.tell)
                added = None if added is None else _added(was, known, added)
            now[name] = known
            self.warnings += about_lines(known.broken + known.torn, printed(name))
        gone = self._files.keys() - now.keys()
        if gone or added is None or not _follow(added, self._merged):
            self._merged = merged([one.found + one.loose for one in now.values()])
        elif added:
            self._merged = _and_more(self._merged, added)
        self._files = now
        return self._merged

    def _listed(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return name and stamp of each file; others may stand there, too."""
        found = []
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries if NAME.fullmatch(entry.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except (OSError, ValueError) as error:
            self._unread(self.folder.name, error)
            return []
        for name in sorted(names):
            try:
                stat = os.stat(self.folder / name)
                found.append((name, (stat.st_mtime_ns, stat.st_size, stat.st_ino)))
            except OSError as error:
                self._unread(name, error)
        return found

    def _unread(self, name: str, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        self.warnings.append(say("journal.unread", file=printed(name), reason=reason))


def _read(raw: bytes, stamp: tuple[int, ...], known: _File | None, tell: Tell | None) -> _File:
    """Return a file as it is now; what was known of its beginning is taken over if it still is."""
    start, lines, found, broken, before = 0, 0, [], [], None
    if known and known.done <= len(raw) and _digest(raw[: known.done]) == known.digest:
        start, lines, found, broken = known.done, known.lines, known.found, known.broken
        before = known.found
    end = max(raw.rfind(b"\n") + 1, start)
    new = parse(raw[start:end], lines + 1, tell)
    lines += raw.count(b"\n", start, end)
    rest = parse(raw[end:], lines + 1)
    return _File(stamp, end, _digest(raw[:end]), lines, found + new.found, broken + new.broken,
                 rest.found, rest.broken, before)  # fmt: skip


def _added(was: _File | None, now: _File, added: list[Line]) -> list[Line] | None:
    """Return the lines added so far with those of one more file; None if it did not only grow."""
    if was is None:
        return added + now.found + now.loose
    if was.loose or was.found is not now.grown_from:
        return None
    return added + now.found[len(was.found) :] + now.loose


def _follow(lines: list[Line], known: Merged) -> bool:
    """Tell whether some lines come after all that are known, and hide none of them."""
    return all(
        count > known.highest and name not in known.ids and record["kind"] not in MOVES
        for count, *_, name, record in lines
    )


def _and_more(known: Merged, lines: list[Line]) -> Merged:
    """Return what was merged with lines that come after it."""
    added = merged([lines])
    by_kind: dict[str | tuple[str, ...], Records] = {}
    for kinds, records in known.by_kind.items():
        wanted = (kinds,) if isinstance(kinds, str) else kinds
        more = [r for r in added.all if r["kind"] in wanted]
        by_kind[kinds] = records.and_more(more) if more else records
    by_kind = {**added.by_kind, **by_kind}
    return Merged(
        known.all + added.all,
        known.counting.and_more(added.all),
        by_kind,
        known.ids | added.ids,
        added.highest,
        known.learner or added.learner,
    )


def _digest(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=16).digest()


def merged(files: list[list[Line]]) -> Merged:
    """Merge the records of files into one order; a copy of a record counts once."""
    with without_pauses():
        found = _merged(files)
    if len(found.all) > MANY:
        gc.freeze()  # each search for garbage would go through all of them, and find none
    return found


def _merged(files: list[list[Line]]) -> Merged:
    lines = {line[-2]: line for found in files for line in found}
    ordered = sorted(lines.values())
    records = [line[-1] for line in ordered]
    kept = Records(counting(records))
    by_kind: dict[str | tuple[str, ...], Records] = {}
    for kind in dict.fromkeys(record["kind"] for record in kept):
        by_kind[kind] = Records(r for r in kept if r["kind"] == kind)
    learner = next((r["learner"] for r in records if r["kind"] == LEARNER), "")
    highest = ordered[-1][0] if ordered else 0
    return Merged(records, kept, by_kind, set(lines), highest, learner)


def counting(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of all records, in their order, that no reset hides."""
    resets = [k for k, record in enumerate(records) if record["kind"] == RESET]
    since = resets[-1] + 1 if resets else 0
    back = {i for r in records[since:] if r["kind"] == IMPORT for i in r["records"]}
    return records[since:] if not back else [
        r for k, r in enumerate(records) if k >= since or r["id"] in back
    ]  # fmt: skip


def about_lines(broken: list[int], name: str) -> list[str]:
    """Return one sentence on lines that were set aside, or none."""
    lines = [str(number) for number in broken]
    if not lines:
        return []
    key = "journal.lines_one" if len(lines) == 1 else "journal.lines"
    if len(lines) > MOST_LINES:
        key = "journal.lines_more"
    return [say(key, file=name, lines=", ".join(lines[:MOST_LINES]))]


def printed(name: str) -> str:
    """Return the name of a file in the folder so that every page can show it."""
    return re.sub("[^ -~]", "?", name)


def shown(folder: Path) -> str:
    """Return a folder so that every page can show it: what is no text in it is a question mark."""
    return str(folder).encode("utf-8", "replace").decode("utf-8")
