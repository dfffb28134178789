"""Ways to spoil a YAML file: a value replaced anywhere, keys misspelt, lines cut, bytes broken.

The suite tries a few of each file; `ALLIANCE_DAMAGES=1000 pytest …` tries as many as are wanted.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Any

import yaml

COUNT = int(os.environ.get("ALLIANCE_DAMAGES", "0"))

JUNK: list[Any] = [
    None, "", " ", 0, -1, 5, 1.5, True, False, [], {}, [[]], [None], [{}], [[["x"]]], {"a": {}},
    {"a": None}, "x", "x" * 3000, "{", "}", "{n", "{0}", "{n.__class__}", "../x", "/etc/passwd",
    "javascript:alert(1)", "<script>", "[a](#nobody)", "No", 10**30, float("nan"), float("inf"),
    "a\u00a0b", "“x”", ["x", "x"], [1, "a", None], {"x": [1]}, "2024-99-99", "\u202eabc",
]  # fmt: skip
RAW = [
    "!!int x", "!!python/object:os.system x", "&a [*a]", "*nobody", "12:30", "0123", "1e3", "No",
    "2024-99-99", "2024-01-01T99:99:99Z", "[" * 500, "{a: " * 60, "- " * 60 + "x", "? [a]\n: b",
    "\t", "\x07", '"\\0"', '"\\uD800"', "<<: *x", "<<: 5", "%YAML 9.9", "---", "...", "@x", "`x`",
    "“x: y”", "|", ">", "'", '"', ": ", "#", "=", "~", "!!set {a}", "!!binary xx", "9" * 6000,
]  # fmt: skip


def damages(text: str, count: int, seed: int) -> Iterator[bytes]:
    """Return so many spoilt versions of a file."""
    rng = random.Random(seed)
    for _ in range(COUNT or count):
        how = rng.choice([_value, _value, _value, _key, _drop, _lines, _raw, _raw, _cut, _byte])
        yield how(text, rng)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place of a value inside another: the holder and the key."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    found = [(value, key) for key in keys]
    for key in keys:
        if isinstance(value[key], dict | list):
            found += _places(value[key])
    return found


def _loaded(text: str) -> Any:
    return deepcopy(_read(text))


@lru_cache(maxsize=4)
def _read(text: str) -> Any:
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _dumped(content: Any) -> bytes:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times as fast, where there is one
    return yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False).encode("utf-8")


def _value(text: str, rng: random.Random) -> bytes:
    content = _loaded(text)
    holder, key = rng.choice(_places(content))
    holder[key] = rng.choice(JUNK)
    return _dumped(content)


def _key(text: str, rng: random.Random) -> bytes:
    content = _loaded(text)
    holder, key = rng.choice([place for place in _places(content) if isinstance(place[0], dict)])
    changed = {(f"{k}x" if k == key else k): v for k, v in holder.items()}
    holder.clear()
    holder.update(changed)
    return _dumped(content)


def _drop(text: str, rng: random.Random) -> bytes:
    content = _loaded(text)
    holder, key = rng.choice(_places(content))
    del holder[key]
    return _dumped(content)


def _lines(text: str, rng: random.Random) -> bytes:
    lines = text.splitlines()
    here, there = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            del lines[here]
        case 1:
            lines.insert(there, lines[here])
        case 2:
            lines[here] = rng.choice([" ", "   ", "\t"]) + lines[here]
        case _:
            lines[here] = lines[here].lstrip()
    return "\n".join(lines).encode("utf-8")


def _raw(text: str, rng: random.Random) -> bytes:
    lines, junk = text.splitlines(), rng.choice(RAW)
    here = rng.randrange(len(lines))
    head, colon, _ = lines[here].partition(": ")
    lines[here] = f"{head}: {junk}" if colon else junk
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _cut(text: str, rng: random.Random) -> bytes:
    return text.encode("utf-8")[: rng.randrange(len(text))]


def _byte(text: str, rng: random.Random) -> bytes:
    raw = bytearray(text.encode("utf-8"))
    for _ in range(rng.randint(1, 3)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)
