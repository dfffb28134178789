"""Ways to spoil tables, the descriptor and the areas of a data package; see also `damages`."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

from tests.damages import JUNK, RAW, _places, damages

CELLS = [
    "", " ", "-", "?", "x", "0", "-1", "412", "1e999", "nan", "inf", "NaN", "1,5", "40.000", "1e3",
    "9" * 400, "true", "TRUE", "yes", "No", "None", "null", "[]", "{}", "2024-99-99", "2024-02-30",
    "0000", "9999-12-31", "/", "..", "../..", "2024/2023", "~", "%", "1950~/..", "19.06.2024",
    "a;b", ";;", "; ;", "nobody", "=1+1", "<script>alert(1)</script>", "“x”", "\u00a0", "\u202eabc",
    "\x00", "\x07", "\ud7ff", "x" * 3_000, "x" * 1_000_000, "a\nb", '"', "'", "{", "{title}", "}",
    "[a](#nobody)", "javascript:alert(1)", "http://", "é" * 500, "\U0001f600",
]  # fmt: skip
NUMBERS = [
    None,
    "",
    "1",
    [],
    {},
    [[]],
    1e400,
    float("nan"),
    True,
    91,
    -400,
    10**40,
    [0],
    "x" * 2000,
]


def spoil(folder: Path, rng: random.Random) -> str:
    """Spoil one file of a data package, or take it away; return what was done."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in WAYS and path.is_file()]
    # The schemas beside it are for editors; the module reads the descriptor alone.
    files = [path for path in files if path.suffix != ".json" or path.name == "datapackage.json"]
    kinds = sorted({path.suffix for path in files})
    kind = rng.choice(kinds)
    path = rng.choice([path for path in files if path.suffix == kind])
    how = rng.choice([*WAYS[kind], *WAYS[kind], *ANY])
    text = path.read_text("utf-8")
    raw = how(text, rng)
    if raw is None:
        path.unlink()
    else:
        path.write_bytes(raw)
    return f"{path.name}: {how.__name__}"


# --- any file ----------------------------------------------------------------------------------


def gone(text: str, rng: random.Random) -> bytes | None:
    """The file is not there."""
    return None


def cut(text: str, rng: random.Random) -> bytes:
    """The file was cut off somewhere."""
    raw = text.encode("utf-8")
    return raw[: rng.randrange(len(raw))]


def flipped(text: str, rng: random.Random) -> bytes:
    """A few bytes are others."""
    raw = bytearray(text.encode("utf-8"))
    for _ in range(rng.randint(1, 4)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def replaced(text: str, rng: random.Random) -> bytes:
    """Something else stands there."""
    return rng.choice(
        [b"", b"\n\n", b"null", b"[]", b"{}", b"0", b'"x"', b"[" * 100_000, b'{"a":' * 50_000,
         b"\x00" * 100, b"\xff\xfe" + text[:200].encode("utf-16-le"), b"PK\x03\x04", b"a,b\n1,2\n",
         text[:3000].encode("cp1252", "replace"), b"<html></html>", b"-" * 1_000_000]
    )  # fmt: skip


# --- tables ------------------------------------------------------------------------------------


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _csv(rows: list[list[str]], mark: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def cell(text: str, rng: random.Random) -> bytes:
    """One cell holds something else."""
    rows = _rows(text)
    row = rng.randrange(1, len(rows))
    rows[row][rng.randrange(len(rows[row]))] = rng.choice(CELLS)
    return _csv(rows)


def swapped(text: str, rng: random.Random) -> bytes:
    """Two cells of a row changed places."""
    rows = _rows(text)
    row = rows[rng.randrange(1, len(rows))]
    a, b = rng.randrange(len(row)), rng.randrange(len(row))
    row[a], row[b] = row[b], row[a]
    return _csv(rows)


def column(text: str, rng: random.Random) -> bytes:
    """A whole column is renamed, emptied, taken out, or stands there twice."""
    rows, what = _rows(text), rng.randrange(4)
    k = rng.randrange(len(rows[0]))
    junk = rng.choice(CELLS)
    for number, row in enumerate(rows):
        if (what == 0 and number == 0) or (what == 1 and number):
            row[k] = junk
        elif what == 2:
            del row[k]
        elif what == 3:
            row.append(row[k])
    return _csv(rows)


def lines(text: str, rng: random.Random) -> bytes:
    """A row is missing, doubled, empty, too long, or all but a few are gone."""
    rows, what = _rows(text), rng.randrange(6)
    k = rng.randrange(1, len(rows))
    if what == 0:
        del rows[k]
    elif what == 1:
        rows.insert(k, list(rows[k]))
    elif what == 2:
        rows.insert(k, [""] * len(rows[0]))
    elif what == 3:
        rows[k] += ["", "x"][: rng.randint(1, 2)]
    elif what == 4:
        rows = rows[: rng.randint(1, 3)]
    else:
        rows[k] = [""] * len(rows[k])
    return _csv(rows)


def marks(text: str, rng: random.Random) -> bytes:
    """Other signs separate the cells, or a quotation mark was lost."""
    if rng.randrange(2):
        return _csv(_rows(text), rng.choice(";\t|"))
    place = rng.randrange(len(text))
    return (text[:place] + '"' + text[place:]).encode("utf-8")


# --- JSON --------------------------------------------------------------------------------------


def _dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")


def value(text: str, rng: random.Random) -> bytes:
    """A value is replaced, anywhere."""
    content = json.loads(text)
    holder, key = rng.choice(_places(content))
    holder[key] = rng.choice([*JUNK, *NUMBERS])
    return _dumped(content)


def key(text: str, rng: random.Random) -> bytes:
    """A key or an item is taken out or misspelt."""
    content = json.loads(text)
    holder, name = rng.choice(_places(content))
    kept = holder.pop(name)
    if isinstance(holder, dict) and rng.randrange(2):
        holder[f"{name}x"] = kept
    return _dumped(content)


def shallow(text: str, rng: random.Random) -> bytes:
    """A value near the top is replaced: a resource, a field, a feature, its geometry."""
    content = json.loads(text)
    listed = content.get("resources") or content.get("features")
    holder = rng.choice(listed)
    for _ in range(rng.randint(0, 4)):
        inner = holder if isinstance(holder, list) else list(holder.values())
        inner = [one for one in inner if isinstance(one, dict | list) and one]
        holder = rng.choice(inner) if inner else holder
    name = rng.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    holder[name] = rng.choice([*JUNK, *NUMBERS, {"a": {}}, "annexed", "growth.CSV", "../x.csv"])
    return _dumped(content)


# --- questions, settings, practice ---------------------------------------------------------------


def written(text: str, rng: random.Random) -> bytes:
    """A file of questions is spoilt as YAML is."""
    return next(iter(damages(text, 1, rng.randrange(10**9))))


def pasted(text: str, rng: random.Random) -> bytes:
    """Junk stands in the place of a line."""
    rows = text.splitlines()
    rows[rng.randrange(len(rows))] = rng.choice(RAW)
    return "\n".join(rows).encode("utf-8", "surrogatepass")


ANY = (gone, cut, flipped, replaced)
WAYS = {
    ".csv": (cell, cell, cell, swapped, column, lines, marks),
    ".json": (value, key, shallow, shallow),
    ".geojson": (value, key, shallow, shallow),
    ".yml": (written, written, pasted),
}
