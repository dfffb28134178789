"""The learner's journal: what was answered, kept so that nothing is lost.

Every kernel appends to a file of its own, one line of JSON a record, and opens, writes and closes
the file each time. No two processes ever write the same file, so no locks are needed (they do not
exist on network drives and in the browser build), two notebooks at once cannot disturb each other,
and a crash costs at most the line being written. Reading merges all files by time. A record is
never changed: a reset is one more record, which hides the earlier ones.

The files end in `.txt`: the drive of the browser build reads names ending in json or jsonl as JSON
and would choke on an empty one.
"""

from __future__ import annotations

import json
import os
import re
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..problems import AllianceError
from ..texts import say

__all__ = ["Journal", "journal_folder", "open_journal"]

VARIABLE = "ALLIANCE_PROGRESS"
EXPORT_HEAD = "learning journal, format 1"
MOST_LINES = 5  # that a message names
MOVES = ("reset", "import")  # records that say which others count

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


class Journal:
    """Records of one learner in one folder; this process writes one file of it.

    Attributes:
        folder: where the files are.
        warnings: sentences about lines that could not be read in the last reading.
    """

    def __init__(self, folder: Path) -> None:
        """Use a folder; it is made with the first record, not before."""
        self.folder = Path(folder)
        self.warnings: list[str] = []
        self._writer = uuid.uuid4().hex[:12]
        self._count = 0
        self._seen: dict[Path, tuple[tuple, list[dict], list[str]]] = {}
        self._process = os.getpid()

    @property
    def file(self) -> Path:
        """The file that this process writes."""
        return self.folder / f"journal-{self._writer}.txt"

    # --- writing -------------------------------------------------------------------------

    def append(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Write one record and return it.

        Args:
            kind: "answer", "learner", "reset", "forecast" …
            fields: what to keep; anything that JSON can hold.

        Raises:
            AllianceError: the file cannot be written; says where and what to do.
        """
        if os.getpid() != self._process:  # a forked process must not share its parent's file
            self.__init__(self.folder)
        self._count += 1
        record = {
            "id": f"{self._writer}-{self._count}",
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "kind": kind,
            **fields,
        }
        # The leading line end closes a line that a crash may have left open.
        self._write(self.file, "\n" + _line(record))
        return record

    def _write(self, path: Path, text: str) -> None:
        """Add text to a file of the folder; AllianceError if it cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(path, "ab") as file:
                # Half of a surrogate pair, which a page may send, becomes a question mark.
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())  # an empty battery a second later costs nothing
        except OSError as error:
            raise AllianceError(
                say(
                    "journal.unsaved",
                    folder=self.folder,
                    reason=error.strerror,
                    variable=VARIABLE,
                )
            ) from None

    def reset(self) -> None:
        """Start again: hide all records up to now. Nothing is deleted."""
        self.append("reset")

    # --- reading -------------------------------------------------------------------------

    def records(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the records since the last reset, in order of time; with `kind`, only those.

        What an export was read in for after that reset counts as well, however old it is.
        """
        return [r for r in _counting(self._all()) if kind is None or r["kind"] == kind]

    def last(self, kind: str, key: str) -> dict[Any, dict[str, Any]]:
        """Return the newest record of a kind for each value of a field (each question, say)."""
        return {r[key]: r for r in self.records(kind) if key in r}

    @property
    def learner(self) -> str:
        """A random name for this learner, the same ever after, also after a reset.

        It only seeds the order in which options are shown.
        """
        named = [r["learner"] for r in self._all() if r["kind"] == "learner" and "learner" in r]
        return named[0] if named else self.append("learner", learner=uuid.uuid4().hex)["learner"]

    def _all(self) -> list[dict[str, Any]]:
        """Read every file of the folder, each only again when it has changed."""
        self.warnings = []
        records: dict[str, dict] = {}
        # Other files may stand there, if the learner chose a folder that has some.
        for path in sorted(self.folder.glob("journal-*.txt")):
            try:
                stat = path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if path not in self._seen or self._seen[path][0] != stamp:
                    name = re.sub("[^ -~]", "?", path.name)
                    self._seen[path] = (stamp, *_parse(path.read_bytes(), name))
            except OSError as error:
                words = say("journal.unread", file=path.name, reason=error.strerror)
                self.warnings.append(words)
                continue
            records.update((r["id"], r) for r in self._seen[path][1])
            self.warnings += self._seen[path][2]
        return sorted(records.values(), key=_order)

    # --- taking it along -----------------------------------------------------------------

    def export(self) -> str:
        """Return the whole journal, with what was reset, as one text for `read_export`."""
        return f"# {EXPORT_HEAD}\n" + "".join(map(_line, self._all()))

    def read_export(self, text: str) -> int:
        """Add the records of an export to this journal and return how many count anew.

        Reading the same export twice adds nothing the second time. A reset of this journal does
        not hide what is read in after it: who exports, starts again and imports has all back.

        Raises:
            AllianceError: the text is not an export, or cannot be saved.
        """
        first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
        if first != f"# {EXPORT_HEAD}":
            raise AllianceError(say("journal.no_export", line=f"# {EXPORT_HEAD}"))
        found, warnings = _parse(text.encode("utf-8", "replace"), say("journal.the_export"))
        # Its resets stay behind: they hid records there, they must not hide any here.
        wanted = [r for r in _counting(sorted(found, key=_order)) if r["kind"] not in MOVES]
        names = [r for r in found if r["kind"] == "learner" and r not in wanted]
        known = {record["id"] for record in self._all()}
        before = {record["id"] for record in self.records()}
        new = "".join(_line(r) for r in names + wanted if r["id"] not in known)
        if new:
            self._write(self.folder / f"journal-import-{uuid.uuid4().hex[:12]}.txt", new)
        shown = {record["id"] for record in self.records()}
        hidden = [record["id"] for record in wanted if record["id"] not in shown]
        if hidden:
            self.append("import", records=hidden)
        self.warnings += warnings
        return len({record["id"] for record in wanted} - before)


def _line(record: dict[str, Any]) -> str:
    """Return a record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def _counting(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of all records, in order of time, that no reset hides."""
    resets = [k for k, record in enumerate(records) if record["kind"] == "reset"]
    since = resets[-1] + 1 if resets else 0
    back = {i for r in records[since:] if r["kind"] == "import" for i in r.get("records", [])}
    return [r for k, r in enumerate(records) if k >= since or r["id"] in back]


def _order(record: dict[str, Any]) -> tuple[str, str, int]:
    """Sort by time; within one moment of one writer by the number of the record."""
    writer, _, number = record["id"].rpartition("-")
    return record["at"], writer, int(number) if number.isdigit() else 0


def _parse(raw: bytes, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the records of a file and a sentence about lines that are none."""
    records, broken = [], []
    for number, line in enumerate(raw.split(b"\n"), start=1):
        line = line.strip()
        if not line or line.startswith(b"#"):
            continue
        try:
            record = json.loads(line)
            usable = all(isinstance(record[key], str) for key in ("id", "at", "kind"))
        except (ValueError, KeyError, TypeError, RecursionError):
            usable = False
        if usable:
            records.append(record)
        else:
            broken.append(number)
    return records, _about(broken, name)


def _about(broken: Iterable[int], name: str) -> list[str]:
    """Return one sentence on broken lines, or none."""
    lines = [str(number) for number in broken]
    if not lines:
        return []
    key = "journal.lines_one" if len(lines) == 1 else "journal.lines"
    if len(lines) > MOST_LINES:
        key = "journal.lines_more"
    return [say(key, file=name, lines=", ".join(lines[:MOST_LINES]))]
