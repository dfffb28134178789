"""What stands in a file that was handed in: records, and what happened to the others.

Between a learner and an instructor a text file goes through programs that write it anew in another
encoding, break long lines, or put “> ” before each. All of that is undone here. The checksum of a
line (see `journal.lines`) tells whether it was undone rightly, so no text is ever guessed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ...journal.journal import EXPORT_HEAD
from ...journal.lines import Line, altered, parse

__all__ = ["Reading", "decoded", "read_file"]

BREAKS = 6  # line ends of a record for which both ways of mending are tried one by one
LONGEST = 60  # lines over which one record may be broken
START = re.compile(r'\{\s*"id"\s*:')
QUOTED = re.compile(r"^(?:> ?)+", re.M)


@dataclass
class Reading:
    """What was found in one file.

    Attributes:
        is_export: it is an export, or part of a journal; all else is empty if not.
        found: records with their places in the order.
        damaged: numbers of the lines of which nothing can be read.
        altered: (number, record) of lines that were changed after they were written.
        mended: how many records were put together again from broken lines.
        unsealed: how many records have no checksum, as those of old versions.
    """

    is_export: bool = False
    found: list[Line] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    altered: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    mended: int = 0

    @property
    def unsealed(self) -> int:
        """How many records have no checksum."""
        return sum("sum" not in record for record in self.records)

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records, in the order of the lines."""
        return [line[-1] for line in self.found]


def decoded(raw: bytes) -> str:
    """Return the text of a file in whatever encoding a program may have written it."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    start = raw[:200]
    if start.count(b"\0") > len(start) // 4:
        return raw.decode("utf-16-le" if start[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _by_line(raw)


def _by_line(raw: bytes) -> str:
    """Return a text of which not all is UTF-8: one damaged line must not spoil the others."""
    if b"\xc3" not in raw and b"\xe2" not in raw:  # nothing in it speaks for UTF-8
        return raw.decode("cp1252", "replace")
    return raw.decode("utf-8-sig", "replace")


def read_file(raw: bytes, name: str = "") -> Reading:
    """Return what stands in a file."""
    text = decoded(raw)
    if name.lower().endswith((".html", ".htm")) and '"kind"' in html.unescape(text):
        text = html.unescape(re.sub(r"<[^>]{0,200}>", "", re.sub(r"<br ?/?>|</p>", "\n", text)))
    headed = f"# {EXPORT_HEAD}" in text[:5_000]
    if not headed and '"kind"' not in text:
        return Reading()
    if QUOTED.match(text):
        text = QUOTED.sub("", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = parse("\n".join(lines).encode("utf-8", "replace"))
    reading = Reading(headed or bool(first.found), first.found)
    _mend(lines, first.broken, reading)
    # A text about journals is none: without a head, something in it must be a record.
    reading.is_export = headed or bool(reading.found or reading.altered)
    return reading if reading.is_export else Reading()


def _mend(lines: list[str], broken: list[int], reading: Reading) -> None:
    """Put records together again that stand in several of the broken lines."""
    bad, done = set(broken), 0
    for number in broken:
        if number <= done:
            continue
        piece = [lines[number - 1]]
        if not START.match(piece[0].lstrip()):
            if '": ' in piece[0]:  # the rest of a record; other lines are what people write around
                reading.damaged.append(number)
            continue
        if _alone(piece[0], number, reading):
            continue
        end = _joined(lines, number, bad, piece, reading)
        done = end or number
        if not end:
            reading.damaged.append(number)


def _alone(line: str, number: int, reading: Reading) -> bool:
    """Take a line that is whole, but not as it was written."""
    record = altered(line.strip().encode("utf-8", "replace"))
    if record is not None:
        reading.altered.append((number, record))
    return record is not None


def _joined(
    lines: list[str], number: int, bad: set[int], piece: list[str], reading: Reading
) -> int:
    """Add lines to a piece until it is a record; return the number of the last one, else 0."""
    changed: tuple[int, dict[str, Any]] | None = None
    for end in range(number + 1, min(number + LONGEST, len(lines) + 1)):
        line = lines[end - 1]
        if end not in bad and line.strip():
            break
        if START.match(line.lstrip()):
            break
        if not line.strip():
            continue
        piece.append(line)
        if not line.rstrip().endswith("}"):
            continue
        for text in _ways(piece):
            raw = text.strip().encode("utf-8", "replace")
            found = parse(raw).found
            if found:
                reading.found += found
                reading.mended += 1
                return end
            record = altered(raw)
            changed = changed or ((end, record) if record else None)
        if changed:
            break
    if changed:
        reading.altered.append((number, changed[1]))
        return changed[0]
    return 0


def _ways(piece: list[str]) -> list[str]:
    """Return the texts that broken lines may have been: with or without a blank at each break."""
    ways = ["".join(piece), " ".join(line.strip() for line in piece)]
    if len(piece) - 1 <= BREAKS:
        for gaps in product(("", " "), repeat=len(piece) - 1):
            joined = piece[0]
            for gap, line in zip(gaps, piece[1:], strict=True):
                joined += gap + line
            ways.append(joined)
    return ways
