"""The learner's journal: what was answered, kept so that nothing is lost.

Every kernel appends to a file of its own, one line of JSON a record, and opens, writes and closes
the file each time. No two processes ever write the same file, so no locks are needed (they do not
exist on network drives and in the browser build), two notebooks at once cannot disturb each other,
and a crash costs at most the line being written. A record is never changed: a reset is one more
record, which hides the earlier ones.

`records` says what a record is, `lines` in which order they stand and how a line is checked,
`files` reads the folder.

The files end in `.txt`: the drive of the browser build reads names ending in json or jsonl as JSON
and would choke on an empty one.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..problems import AllianceError
from ..texts import say
from .files import Files, Merged, about_lines, merged, shown
from .folds import Records
from .lines import line_of, next_count, parse, read, sealed
from .records import IMPORT, KINDS, LEARNER, MOVES, RESET, wrong

__all__ = ["Journal", "journal_folder", "open_journal", "use_journal"]

VARIABLE = "ALLIANCE_PROGRESS"
# Exports of both formats of records begin with this line, so an older module reads new ones.
EXPORT_HEAD = "learning journal, format 1"
TOGETHER = 5_000  # ids in one record of an import; records that are written out at once

_sessions: dict[Path, Journal] = {}


def journal_folder(name: str) -> Path:
    """Return where the journal of the module `name` is kept.

    That is $ALLIANCE_PROGRESS if it is set; in a browser build the folder `progress` beside the
    notebooks, the only place that lasts there; else the system's folder for a user's own data,
    outside the module, so that a new version of the module finds it again.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "emscripten":
        return Path.cwd() / "progress"
    import platformdirs  # here, because the browser build does without it

    return platformdirs.user_data_path(name, appauthor=False) / "progress"


def open_journal(library: Any) -> Journal:
    """Return the journal of this kernel for the module that a library belongs to."""
    folder = journal_folder(library.settings.get("name", "alliance-module"))
    if folder not in _sessions:
        _sessions[folder] = Journal(folder)
    return _sessions[folder]


def use_journal(journal: Journal) -> None:
    """Let `open_journal` return this journal wherever its folder is the one to be used."""
    _sessions[journal.folder] = journal


class Journal:
    """Records of one learner in one folder; this process writes one file of it.

    Attributes:
        followed: whether what is shown follows at once when many records have changed; in a
            notebook its cells are run again.
        folder: where the files are.
        warnings: sentences about lines that could not be read in the last reading, and `trouble`.
        trouble: why nothing can be saved, "" as long as all could be.
    """

    followed = False

    def __init__(self, folder: Path) -> None:
        """Use a folder; it is made with the first record, not before."""
        self.folder = Path(folder)
        self.warnings: list[str] = []
        self._files = Files(self.folder)
        self._writer = uuid.uuid4().hex[:12]
        self._number = 0
        self._process = os.getpid()
        self._guest = ""  # name of a learner whose name could not be saved
        self.trouble = ""

    @property
    def file(self) -> Path:
        """The file that this process writes."""
        return self.folder / f"journal-{self._writer}.txt"

    @property
    def place(self) -> str:
        """Where answers are kept, as a sentence."""
        return say("journal.where", folder=shown(self.folder))

    # --- writing -------------------------------------------------------------------------

    def append(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Write one record and return it as it can be read again.

        Args:
            kind: a key of `records.KINDS`.
            fields: what to keep, as described there.

        Raises:
            AllianceError: it is not as described, or cannot be written; says what to do.
        """
        if os.getpid() != self._process:  # a forked process must not share its parent's file
            self.__init__(self.folder)
        self._number += 1
        now = datetime.now(UTC)
        record = {
            "id": f"{self._writer}-{self._number}",
            "at": now.isoformat(timespec="microseconds"),
            "kind": kind,
            **fields,
            "count": next_count(self._read().highest, now),
        }
        field = wrong(record) if kind in KINDS else "kind"
        if field:
            raise AllianceError(say("journal.not_kept", kind=kind, field=field))
        line = sealed(record)
        # The leading line end closes a line that a crash may have left open.
        self._write(self.file, b"\n" + line)
        return read(line)

    def _write(self, path: Path, lines: bytes) -> None:
        """Add lines to a file of the folder; AllianceError if they cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(path, "ab") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())  # an empty battery a second later costs nothing
        except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
            reason = getattr(error, "strerror", None) or str(error)
            folder = shown(self.folder)
            self.trouble = say("journal.unsaved", folder=folder, reason=reason, variable=VARIABLE)
            raise AllianceError(self.trouble) from None
        self.trouble = ""

    def reset(self) -> None:
        """Start again: hide all records up to now. Nothing is deleted."""
        self.append(RESET)

    # --- reading -------------------------------------------------------------------------

    def records(self, *kinds: str) -> Records:
        """Return the records since the last reset, in their order; with `kinds`, only those.

        What an export was read in for after that reset counts as well, however old it is. The same
        records are handed out as long as nothing is written: do not change them.
        """
        found = self._read()
        if not kinds:
            return found.counting
        if len(kinds) == 1:
            return found.by_kind.get(kinds[0]) or Records()
        if kinds not in found.by_kind:
            found.by_kind[kinds] = Records(r for r in found.counting if r["kind"] in kinds)
        return found.by_kind[kinds]

    def last(self, kind: str, key: str) -> dict[Any, dict[str, Any]]:
        """Return the newest record of a kind for each value of a field (each question, say)."""
        return {r[key]: r for r in self.records(kind) if key in r}

    @property
    def learner(self) -> str:
        """A random name for this learner, the same ever after, also after a reset.

        It only seeds the order in which options are shown. Where nothing can be saved it lasts as
        long as this kernel: who cannot save can still learn, and `warnings` says so.
        """
        known = self._read().learner
        if known:
            return known
        self._guest = self._guest or uuid.uuid4().hex
        with suppress(AllianceError):  # `trouble` says it
            self.append(LEARNER, learner=self._guest)
        return self._guest

    @property
    def mark(self) -> str:
        """A few letters for this learner, with which keys of drafts in the browser begin."""
        return blake2b(self.learner.encode(), digest_size=2).hexdigest()

    def _read(self) -> Merged:
        """Return what stands in the folder now."""
        found = self._files.read()
        self.warnings = [*self._files.warnings, *([self.trouble] if self.trouble else [])]
        return found

    # --- taking it along -----------------------------------------------------------------

    def export(self) -> str:
        """Return the whole journal, with what was reset, as one text for `read_export`."""
        lines = b"".join(map(line_of, self._read().all))
        return f"# {EXPORT_HEAD}\n" + lines.decode("utf-8")

    def read_export(self, text: str, tell: Callable[[str, int, int], None] | None = None) -> int:
        """Add the records of an export to this journal and return how many count anew.

        Reading the same export twice adds nothing the second time. A reset of this journal does
        not hide what is read in after it: who exports, starts again and imports has all back.
        Every line is checked before anything is written; lines that are no records are not taken
        over, and `warnings` says which.

        Args:
            text: what `export` gave.
            tell: hears how far it is: “check”, “save” or “read”, and n of so many lines.

        Raises:
            AllianceError: the text is not an export, or cannot be saved.
        """
        first = text[:200].lstrip("\ufeff").split("\n", 1)[0].strip()
        if first != f"# {EXPORT_HEAD}":
            raise AllianceError(say("journal.no_export", line=f"# {EXPORT_HEAD}"))
        lines = parse(text.encode("utf-8", "replace"), tell=tell and partial(tell, "check"))
        found = merged([lines.found])
        # Resets are not taken along: they would hide what was written on this computer.
        wanted = [r for r in found.counting if r["kind"] not in MOVES]
        ids = {record["id"] for record in wanted}
        names = [r for r in found.all if r["kind"] == LEARNER and r["id"] not in ids]
        here = self._read()
        before = {record["id"] for record in here.counting}
        new = [record for record in names + wanted if record["id"] not in here.ids]
        if new:
            self._take_over(new, tell)
        shown = {record["id"] for record in self.records()}
        hidden = [record["id"] for record in wanted if record["id"] not in shown]
        for start in range(0, len(hidden), TOGETHER):
            self.append(IMPORT, records=hidden[start : start + TOGETHER])
        self.warnings += about_lines(lines.broken, say("journal.the_export"))
        return len(ids - before)

    def _take_over(self, new: list[Any], tell: Callable[[str, int, int], None] | None) -> None:
        """Write records of an export to a file of their own, and read them."""
        lines = []
        for start in range(0, len(new), TOGETHER):
            lines += map(line_of, new[start : start + TOGETHER])
            if tell:
                tell("save", len(lines), len(new))
        self._write(self.folder / f"journal-import-{uuid.uuid4().hex[:12]}.txt", b"".join(lines))
        self._files.tell = tell and partial(tell, "read")
        self._read()
        self._files.tell = None
