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
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from ..pauses import without_pauses
from .records import MOST, wrong, wrong_ones

__all__ = [
    "Line",
    "Lines",
    "Tell",
    "altered",
    "line_of",
    "micros",
    "next_count",
    "parse",
    "read",
    "sealed",
]

HEAD, TAIL = b', "sum": "', b'"}'
SUM_BYTES = 4
END = len(HEAD) + 2 * SUM_BYTES + len(TAIL)
START, MICRO = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
LAST = datetime(9999, 1, 1, tzinfo=UTC)  # later ones cannot be told in every time zone

TOGETHER = 2000  # lines that are decoded at once: much faster than one by one

# Count, time, writer, number and id, by which records are sorted, and the record. No two records
# have the same id, so the records themselves are never compared.
Line = tuple[int, datetime, str, int, str, dict[str, Any]]
Tell = Callable[[int, int], None]


@dataclass
class Lines:
    """What stands in a file: records, and the numbers of the lines that are none."""

    found: list[Line] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def micros(at: Any) -> int | None:
    """Return a time in microseconds since 1970; None if it is none. Without a zone it is UTC."""
    when = _when(at)
    return None if when is None else (when - START) // MICRO


def _when(at: Any) -> datetime | None:
    """Return the time that a record states; None if it is none. Without a zone it is UTC."""
    try:
        when = datetime.fromisoformat(at)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return when if START <= when < LAST else None
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


def parse(raw: bytes, first: int = 1, tell: Tell | None = None) -> Lines:
    """Return the records in some lines; blank lines and those that begin with # are none.

    Args:
        raw: bytes of a journal or an export.
        first: number of the first line.
        tell: is told from time to time how many lines of how many were looked at.
    """
    lines = Lines()
    every = raw.split(b"\n")
    with without_pauses():
        for start in range(0, len(every), TOGETHER):
            _take(every[start : start + TOGETHER], first + start, lines)
            if tell:
                tell(min(start + TOGETHER, len(every)), len(every))
    return lines


def _take(some: list[bytes], first: int, lines: Lines) -> None:
    """Add the records in a few lines."""
    stripped = [line.strip() for line in some]
    places = [k for k, line in enumerate(stripped) if line and not line.startswith(b"#")]
    kept = [stripped[k] for k in places]
    values = _values(kept)
    refused = wrong_ones(values)
    found = list(map(_line, kept, values)) if not refused else [
        None if k in refused else _line(line, values[k]) for k, line in enumerate(kept)
    ]  # fmt: skip
    if all(found):
        lines.found += found
        return
    lines.found += filter(None, found)
    lines.broken += [first + place for place, one in zip(places, found, strict=True) if not one]


def _values(lines: list[bytes]) -> list[Any]:
    """Return what JSON each line holds, None for those that hold none."""
    joined = b"[" + b",".join(lines) + b"]"
    try:
        values = _decode(joined.decode("utf-8"))
        # Half a character may hide behind \\u; and what fits only together is no line of its own.
        alone = all(line.startswith(b"{") and line.endswith(b"}") for line in lines)
        if alone and len(values) == len(lines) and b"\\u" not in joined:
            return values
    except (ValueError, RecursionError):
        pass
    return [_value(line) for line in lines]


def _value(line: bytes) -> Any:
    try:
        value = _decode(line.decode("utf-8"))
        return _decode(line_of(value).decode("utf-8")) if b"\\u" in line else value
    except (ValueError, RecursionError):
        return None


def read(line: bytes) -> dict[str, Any] | None:
    """Return the record in one line; None if it is none, or not as it was written."""
    found = parse(line).found
    return found[0][-1] if found else None


def altered(line: bytes) -> dict[str, Any] | None:
    """Return the record in a line that is one but for its checksum; None for any other line.

    Such a line was changed after it was written, or half of its seal is missing.
    """
    record = _value(line)
    if wrong(record) or micros(record["at"]) is None or read(line) is not None:
        return None
    return record


def _line(line: bytes, record: dict[str, Any]) -> Line | None:
    """Return a record with its place in the order; None unless its line is as it was written."""
    when, count = _when(record["at"]), record.get("count")
    if when is None or (count is None) != ("sum" not in record):
        return None
    if count is None:
        count = (when - START) // MICRO  # its time stands for it
    elif not _whole(line, record):
        return None
    name = record["id"]
    writer, _, place = name.rpartition("-")
    number = int(place) if place.isdecimal() else 0
    return count, when, writer, number, name, record


def _whole(line: bytes, record: dict[str, Any]) -> bool:
    """Tell whether a line is as it was written."""
    stated = record["sum"].encode()
    body, end = line[:-END], line[-END:]
    if end == HEAD + stated + TAIL and _sum(body) == stated:
        return True
    rest = {name: value for name, value in record.items() if name != "sum"}
    return _sum(line_of(rest)[:-2]) == stated


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=SUM_BYTES).hexdigest().encode()


def _refuse(word: str) -> Any:
    raise ValueError(word)


# NaN and Infinity are no JSON, but Python would read them.
_decode = json.JSONDecoder(parse_constant=_refuse).decode
