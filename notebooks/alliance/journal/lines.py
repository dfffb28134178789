"""One record, one line: how a record becomes a line of a file and comes back, checked both ways.

Order. Clocks are wrong, are set back, and differ between computers, so the order of records rests
on a count. A new record counts one more than the highest that its writer has seen anywhere in the
folder, and never less than the microseconds since 1970 by its clock (a hybrid logical clock, as
S. Kulkarni et al. describe it in “Logical physical clocks”, OPODIS 2014). So what a learner does
comes after everything that was there when it was done, whatever clocks say; and of two computers
that did not see each other's records, the later one counts as the later one. A plain counter would
give that to whichever computer was used more. Records of format 1 have no count; their time stands
for it, so they keep their order.

Checksum. It stands last in the line and covers all bytes before it. If a line was written anew by
a program that sets blanks otherwise, the record is written out as here and asked again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from .records import MOST, wrong

__all__ = ["Line", "Lines", "line_of", "micros", "next_count", "parse", "sealed"]

HEAD, TAIL = b', "sum": "', b'"}'
DIGITS = 8
END = len(HEAD) + DIGITS + len(TAIL)
START, MICRO = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
LAST = datetime(9999, 1, 1, tzinfo=UTC)  # later ones cannot be told in every time zone

# (count, time, writer, number, id): by this records are sorted
Key = tuple[int, int, str, int, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A record and its place in the order."""

    key: Key
    record: dict[str, Any]


@dataclass
class Lines:
    """What stands in a file: records, and the numbers of the lines that are none."""

    found: list[Line]
    broken: list[int]


def micros(at: Any) -> int | None:
    """Return a time in microseconds since 1970; None if it is none. Without a zone it is UTC."""
    try:
        when = datetime.fromisoformat(at)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return (when - START) // MICRO if START <= when < LAST else None
    except (TypeError, ValueError, OverflowError):
        return None


def next_count(highest: int, now: datetime) -> int:
    """Return the count of a new record, given the highest seen so far; see above."""
    return min(max(highest + 1, (now - START) // MICRO), MOST)


def line_of(record: dict[str, Any]) -> bytes:
    """Return a record as a line of JSON, as it is; half a character becomes a question mark."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace") + b"\n"


def sealed(record: dict[str, Any]) -> bytes:
    """Return a record as a line that ends in its checksum."""
    body = line_of(record)[:-2]  # without the brace, which follows the checksum
    return body + HEAD + _sum(body) + TAIL + b"\n"


def parse(raw: bytes, first: int = 1) -> Lines:
    """Return the records in some lines; blank lines and those that begin with # are none.

    Args:
        raw: bytes of a journal or an export.
        first: number of the first line.
    """
    lines = Lines([], [])
    for place, line in enumerate(raw.split(b"\n"), start=first):
        line = line.strip()
        if not line or line.startswith(b"#"):
            continue
        found = read(line)
        if found:
            lines.found.append(found)
        else:
            lines.broken.append(place)
    return lines


def read(line: bytes) -> Line | None:
    """Return the record in a line; None if it is none, or not as it was written."""
    try:
        record = _decode(line.decode("utf-8"))
        if b"\\u" in line:  # half a character may hide there
            record = _decode(line_of(record).decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if wrong(record):
        return None
    at = micros(record["at"])
    if at is None or ("count" in record) != ("sum" in record):
        return None
    if "sum" in record and not _whole(line, record):
        return None
    writer, _, place = record["id"].rpartition("-")
    number = int(place) if place.isdecimal() else 0
    return Line((record.get("count", at), at, writer, number, record["id"]), record)


def _whole(line: bytes, record: dict[str, Any]) -> bool:
    """Tell whether a line is as it was written."""
    stated = record["sum"].encode()
    if line[-END:] == HEAD + stated + TAIL and _sum(line[:-END]) == stated:
        return True
    rest = {name: value for name, value in record.items() if name != "sum"}
    return _sum(line_of(rest)[:-2]) == stated


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=DIGITS // 2).hexdigest().encode()


def _refuse(word: str) -> Any:
    raise ValueError(word)


# NaN and Infinity are no JSON, but Python would read them.
_decode = json.JSONDecoder(parse_constant=_refuse).decode
