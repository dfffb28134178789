"""One description of records: who writes a kind, who reads it, and that nobody else does."""

from __future__ import annotations

import ast
import os
import random
from functools import cache

import pytest

from alliance.journal import Journal, records
from alliance.journal.lines import parse, sealed
from alliance.journal.records import KINDS, wrong
from tests.places import NOTEBOOKS

FULL = bool(os.environ.get("ALLIANCE_FULL"))
PACKAGE = NOTEBOOKS / "alliance"
WORDS = {name: getattr(records, name) for name in records.__all__ if name.isupper()}
NAMES = {word: name for name, word in WORDS.items() if isinstance(word, str)}
GOOD = {
    "question": "q",
    "answer": ["a"],
    "learner": "x",
    "records": ["w-1"],
    "name": "n|2",
    "questions": ["q"],
    "probability": 0.5,
    "day": "2026-01-01",
    "parent": "",
    "shares": {"a": 0.5},
    "act": "mode",
    "mode": "alone",
    "acts": ["a"],
    "text": "t",
    "claim": "c",
    "verdict": "wrong",
    "implication": "i",
    "card": "c",
    "side": "for",
    "weight": "low",
    "moment": "before",
    "code": 1,
    "scores": {"a": 0.5},
}


def sample(kind):
    """A record of a kind with what it must have."""
    needed = [field.name for field in KINDS[kind].fields if field.required]
    return {"id": "w-1", "at": "2026-01-01T00:00:00+00:00", "kind": kind} | {
        name: GOOD[name] for name in needed
    }


@cache
def modules():
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(
            path.read_text("utf-8")
        )
        for path in PACKAGE.rglob("*.py")
    }


def mentions(kind):
    """Return the modules outside the journal that name a kind."""
    found = set()
    for module, tree in modules().items():
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        names |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        imported = {
            alias.name
            for n in ast.walk(tree)
            if isinstance(n, ast.ImportFrom) and (n.module or "").endswith("journal.records")
            for alias in n.names
        }
        if NAMES[kind] in imported and NAMES[kind] in names:
            found.add(module)
    return {module for module in found if not module.startswith("journal.")}


def test_every_kind_has_a_name_of_its_own():
    assert set(NAMES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_only_where_it_is_written_and_folded(kind):
    described = {KINDS[kind].fold, *KINDS[kind].writers}
    assert described <= set(modules())
    assert mentions(kind) == {name for name in described if not name.startswith("journal.")}


def is_message(node):
    """Whether an expression is a message of the page, which has a `kind` of its own."""
    return isinstance(node, ast.Name) and node.id in ("message", "row")


def test_no_kind_stands_as_text_in_the_code():
    """Neither as the first argument of `append`, `records` or `last`, nor beside `kind`."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            texts = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                if node.func.attr in ("append", "records", "last") and "journal" in owner:
                    texts = node.args[:1]
            elif isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                asks = [
                    s
                    for s in sides
                    if (isinstance(s, ast.Subscript) and ast.unparse(s.slice) == "'kind'")
                    or (isinstance(s, ast.Call) and [ast.unparse(a) for a in s.args] == ["'kind'"])
                ]
                owners = [s.value if isinstance(s, ast.Subscript) else s.func.value for s in asks]
                if any(not is_message(owner) for owner in owners):
                    texts = sides
            told = [
                t.value for text in texts for t in ast.walk(text) if isinstance(t, ast.Constant)
            ]
            assert not set(map(str, told)) & set(KINDS), f"{module}, line {node.lineno}"


# --- the check ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_needed_is_enough_and_all_of_it_is_needed(kind):
    good = sample(kind)
    assert wrong(good) == ""
    for name in good:
        assert wrong({k: v for k, v in good.items() if k != name}) == name
    assert wrong(good | {"of a later version": [1, {"a": None}]}) == ""


HOSTILE = [
    None, [[]], [], {}, True, -1, 10**5000, float("nan"), float("inf"), 1e999, "x" * 1_000_001,
    {"a": float("nan")}, [["a"]], {1: 2}, "\ud83d", b"bytes", 5,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_again_or_refused(kind, tmp_path):
    """Whatever stands in whichever field: never a traceback, never a record that cannot be read."""
    fields = {field.name for field in KINDS[kind].fields}
    for name in fields:
        for value in HOSTILE:
            record = sample(kind) | {"count": 1, name: value}
            if wrong(record):
                continue
            assert len(parse(sealed(record)).found) == 1, (name, value)


def test_a_kind_of_a_later_version_is_kept_and_taken_along(tmp_path):
    late = {"id": "w-9", "at": "2026-01-01T00:00:00+00:00", "kind": "draft", "count": 9}
    (tmp_path / "journal-w.txt").write_bytes(sealed(late | {"text": "half a sentence"}))
    journal = Journal(tmp_path)
    assert journal.records()[0]["text"] == "half a sentence" and journal.warnings == []
    other = Journal(tmp_path / "other")
    assert other.read_export(journal.export()) == 1


# --- the checksum ---------------------------------------------------------------------------------


def test_no_flipped_bit_changes_a_record_unnoticed(tmp_path):
    journal = Journal(tmp_path)
    for number in range(4):
        journal.append("answer", question=f"q{number}", answer="é", score=0.5, correct=False)
    whole, rng = journal.file.read_bytes(), random.Random(3)
    good = {r["id"]: r for r in journal.records()}
    told, flips = 0, 2_000 if FULL else 400
    for bit in rng.sample(range(8 * len(whole)), flips):
        raw = bytearray(whole)
        raw[bit // 8] ^= 1 << bit % 8
        journal.file.write_bytes(bytes(raw))
        again = Journal(tmp_path)
        found = {r["id"]: r for r in again.records()}
        assert found.items() <= good.items()
        if len(found) < len(good):
            assert "set aside" in again.warnings[0]
            told += 1
    assert told > 0.95 * flips


def test_a_line_set_anew_with_other_blanks_is_the_same_record(tmp_path):
    import json

    record = Journal(tmp_path).append("answer", question="q", answer={"a": [1, "é"]})
    path = next(tmp_path.iterdir())
    path.write_text(json.dumps(record, ensure_ascii=True, separators=(",", ":")), "utf-8")
    assert Journal(tmp_path).records() == [record]
    path.write_text(json.dumps(record | {"answer": 2}), "utf-8")
    journal = Journal(tmp_path)
    assert journal.records() == [] and "set aside" in journal.warnings[0]
