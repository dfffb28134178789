"""What a YAML text holds, written as JSON with all its lines, and read back in a tenth of the time.

Nothing here decides what a text means: `yaml_lines` has read it once, without a mistake, and what
it said is kept under the hash of exactly that text (`remember`). Values are JSON values, or lists
that begin with one of the marks below.

A list of questions may stay folded: each is a text of its own, made into values when it is asked
for, since a lesson needs a tenth of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from .yaml_values import Lined, Listed, Number, Turned

__all__ = ["Folded", "digest", "pack", "recalled", "remember", "unpack"]

MAPPING, LIST, TURNED, NUMBER, FOLDED = range(5)  # the marks
TOLD = ("id", "set", "objective")  # fields of a folded mapping that are known without unfolding it


@dataclass(frozen=True)
class Folded:
    """A mapping that is kept as text until somebody wants it.

    Attributes:
        told: the fields named in TOLD, as far as it has them.
        text: the mapping, packed, as JSON.
    """

    told: Mapping[str, Any]
    text: str

    def unfolded(self) -> Lined:
        """Return the mapping."""
        return unpack(json.loads(self.text))


def pack(value: Any, folded: str = "") -> Any:
    """Return what `yaml_lines` has read as JSON values.

    Args:
        value: as read.
        folded: the field of the outermost mapping whose items are to stay folded.
    """
    if isinstance(value, Lined):
        fields = [
            [key, value.lines[key], _fold(inner) if key == folded else pack(inner)]
            for key, inner in value.items()
        ]
        return [MAPPING, value.line, fields, value.twice]
    if isinstance(value, Listed):
        return [LIST, [pack(item) for item in value], value.lines]
    if isinstance(value, Turned):
        return [TURNED, str.__str__(value), value.read]
    if isinstance(value, Number):
        return [NUMBER, value.written]
    return value


def _fold(value: Any) -> Any:
    """Pack a list with its mappings folded; anything else as it is."""
    if not isinstance(value, Listed) or not all(isinstance(item, Lined) for item in value):
        return pack(value)
    items = [
        [{key: item[key] for key in TOLD if isinstance(item.get(key), str)}, _json(pack(item))]
        for item in value
    ]
    return [FOLDED, items, value.lines]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpack(value: Any, folded: bool = False) -> Any:
    """Return the values again; with `folded`, a folded list has `Folded` items."""
    if not isinstance(value, list):
        return value
    mark = value[0]
    if mark == MAPPING:
        mapping = Lined(value[1])
        for key, line, inner in value[2]:
            mapping[key] = unpack(inner, folded)
            mapping.lines[key] = line
        mapping.twice += value[3]
        return mapping
    if mark == TURNED:
        turned = Turned(value[1])
        turned.read = value[2]
        return turned
    if mark == NUMBER:
        number = Number(value[1])
        number.written = value[1]
        return number
    listed = Listed()
    listed.lines += value[2]
    if mark == LIST:
        listed += [unpack(item, folded) for item in value[1]]
    else:
        items = [Folded(told, text) for told, text in value[1]]
        listed += items if folded else [item.unfolded() for item in items]
    return listed


# --- what is known of texts --------------------------------------------------------------------

_known: dict[str, Any] = {}  # by the hash of a text, what it holds, packed


def digest(text: str) -> str:
    """Return the hash under which a text is known."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def remember(known: Mapping[str, Any]) -> None:
    """Take what texts hold, packed, by their hashes."""
    _known.update(known)


def recalled(text: str, folded: bool) -> Any:
    """Return what a text holds if that is known, None if not; see `unpack`."""
    packed = _known.get(digest(text)) if _known else None
    return None if packed is None else unpack(packed, folded)
