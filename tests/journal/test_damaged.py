"""Damaged journals and imports: what is poisoned is set aside and told, and all pages open.

The sizes in the suite are small; with ALLIANCE_FULL=1 they are those of the promise: 1,000 damaged
journals and imports, 1,000 kills, 1,000 interleaved writes.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time

import pytest

from alliance import lesson, quiz
from alliance.journal import Journal
from alliance.journal.lines import sealed
from alliance.journal.panel import JournalPanel
from alliance.library import open_library
from tests.journal.test_journal import start
from tests.journal.told import told
from tests.places import ROOT

FULL = bool(os.environ.get("ALLIANCE_FULL"))
BEFORE = ROOT / "tests" / "journal" / "format_1"
ABOUT = json.loads((BEFORE / "told.json").read_text("utf-8"))["about"]
HEAD = "# learning journal, format 1\n"
GOOD = {"id": "z-1", "at": "2026-01-01T00:00:00+00:00", "kind": "answer", "question": "q"}
POISON = {
    "a list as question": json.dumps(GOOD | {"question": ["a"], "answer": 1}),
    "a number of records": json.dumps(GOOD | {"kind": "import", "records": 5}),
    "null": "null",
    "lists": "[[]]",
    "an id with ²": json.dumps(GOOD | {"id": "z-²", "answer": 1}, ensure_ascii=False),
    "an id of 5,000 digits": json.dumps(GOOD | {"id": "z-" + "7" * 5000, "answer": 1}),
    "an id that is a number": json.dumps(GOOD | {"answer": 1}).replace('"z-1"', "7" * 5000),
    "NaN": json.dumps(GOOD | {"answer": float("nan")}),
    "1e999": json.dumps(GOOD | {"answer": "x"}).replace('"x"', "1e999"),
    "deep nesting": json.dumps(GOOD | {"answer": "x"}).replace('"x"', "[" * 5000 + "]" * 5000),
    "deeper nesting": "[" * 200_000,
    "a mapping as learner": json.dumps(GOOD | {"kind": "learner", "learner": {"a": 1}}),
    "no time": json.dumps(GOOD | {"at": "soon", "answer": 1}),
    "a forged count": json.dumps(GOOD | {"answer": 1, "count": 5, "sum": "00000000"}),
    "a count without a sum": json.dumps(GOOD | {"answer": 1, "count": 5}),
    "shares that are none": json.dumps(GOOD | {"kind": "tree", "parent": "", "shares": [1]}),
    "a chance of 2": json.dumps(GOOD | {"kind": "forecast", "probability": 2}),
}


@pytest.fixture(scope="module")
def library():
    return open_library()


def open_all(library, folder):
    """Open what stands on the page *Start here* and all that folds tell; return the warnings."""
    journal = Journal(folder)
    told(journal, ABOUT)
    panel = JournalPanel(journal, "module")
    panel.send = lambda message: None
    panel.obey(panel, {"do": "export"})
    assert "went wrong" not in panel.status
    return journal.warnings


@pytest.mark.parametrize("line", POISON.values(), ids=POISON)
def test_a_poisoned_line_is_set_aside_and_told(library, tmp_path, line):
    journal = Journal(tmp_path / "a")
    journal.append("answer", question="p", answer=1)
    panel = JournalPanel(journal, "module")
    good = json.dumps(GOOD | {"answer": "good"})
    panel.obey(panel, {"do": "import", "text": f"{HEAD}{line}\n{good}\n"})
    assert panel.status.startswith("1 new record read") and "line 2" in panel.status
    assert set(journal.last("answer", "question")) == {"p", "q"}
    assert journal.warnings == []  # nothing of it was written
    with open(journal.file, "a", encoding="utf-8") as file:
        file.write("\n" + line + "\n")
    warnings = open_all(library, tmp_path / "a")
    assert len(warnings) == 1 and "set aside" in warnings[0]
    assert set(Journal(tmp_path / "a").last("answer", "question")) == {"p", "q"}


def test_start_here_opens_whatever_the_journal_holds(library, tmp_path):
    lines = "\n".join(POISON.values())
    tmp_path.joinpath("journal-x.txt").write_text(lines, "utf-8", "replace")
    journal = Journal(tmp_path)
    assert "set aside" in repr(lesson.opening("00-start-here", library, journal).body)
    assert lesson.closing("00-start-here", library, journal)
    assert lesson.review(3, library, journal)
    for cell in (lesson.standing, lesson.record, lesson.progress, lesson.assessment):
        assert cell(library, journal)
    panel = quiz("start-diagnostic", library=library, journal=journal)
    assert panel.questions


# --- damage by chance -----------------------------------------------------------------------------


def some_json(rng, depth=0):
    """Any JSON, also what is none."""
    kinds = [
        lambda: rng.choice(["", "q", "é", "\ud83d", "2026-01-01", "answer", "x" * 300]),
        lambda: rng.choice([0, 1, -1, 10**30, 1.5, float("nan"), float("inf"), True, None]),
        lambda: [some_json(rng, depth + 1) for _ in range(rng.randrange(3))],
        lambda: {
            str(some_json(rng, 9)): some_json(rng, depth + 1) for _ in range(rng.randrange(3))
        },
    ]
    return rng.choice(kinds[: 4 if depth < 4 else 2])()


def damaged(raw, rng):
    """One of many ways in which a file may have suffered."""
    lines = raw.split(b"\n")
    k = rng.randrange(len(lines))
    way = rng.randrange(9)
    if way == 0:
        return raw[: rng.randrange(len(raw))]
    if way == 1:
        return raw[rng.randrange(len(raw)) :]
    if way == 2:
        spoilt = bytearray(raw)
        for _ in range(rng.randrange(1, 20)):
            spoilt[rng.randrange(len(raw))] = rng.randrange(256)
        return bytes(spoilt)
    if way == 3:
        rng.shuffle(lines)
    elif way == 4:
        lines.insert(k, rng.choice([*POISON.values()]).encode("utf-8", "replace"))
    elif way == 5:
        lines[k] = rng.randbytes(rng.randrange(400)).replace(b"\n", b"")
    elif way == 6:
        return raw.decode("utf-8").encode(rng.choice(["utf-16", "utf-8-sig", "utf-32"]))
    elif way == 7:
        return raw.replace(b"\n", rng.choice([b"\r\n", b"\r", b" ", b"\n\n\n"]))
    else:  # a value in a good record becomes any other
        record = json.loads(next(line for line in lines[k:] + lines if line.startswith(b"{")))
        record[rng.choice([*record, "records", "learner"])] = some_json(rng)
        record.pop("sum", None)
        record.pop("count", None)
        try:  # sealed, as by someone who knows how
            lines[k] = sealed(record | {"count": rng.randrange(10**16)}).strip()
        except (ValueError, RecursionError):
            lines[k] = json.dumps(record).encode("utf-8", "replace")
    return b"\n".join(lines)


@pytest.mark.timeout(3600 if FULL else 300)
def test_damaged_journals_and_imports_stop_nothing(library, tmp_path):
    rng = random.Random(12)
    files = [path.read_bytes() for path in sorted(BEFORE.glob("journal-*.txt"))]
    new = Journal(tmp_path / "new")
    for question in "abc":
        new.append("hint", question=question)
        new.append("answer", question=question, answer=["é"], attempt=1, score=0.5, correct=False)
    new.reset()
    new.append("answer", question="a", answer="x", attempt=1, score=1.0, correct=True)
    files.append(new.file.read_bytes())
    slowest = 0.0
    for number in range(1000 if FULL else 60):
        folder = tmp_path / str(number)
        folder.mkdir()
        began = time.perf_counter()
        for k, raw in enumerate(files):
            (folder / f"journal-{k}.txt").write_bytes(
                damaged(raw, rng) if rng.random() < 0.7 else raw
            )
        open_all(library, folder)
        panel = JournalPanel(Journal(tmp_path / "other" / str(number)), "module")
        text = (HEAD.encode() + damaged(rng.choice(files), rng)).decode("utf-8", "replace")
        panel.obey(panel, {"do": "import", "text": text})
        assert "went wrong" not in panel.status, panel.status
        open_all(library, tmp_path / "other" / str(number))
        assert Journal(tmp_path / "other" / str(number)).warnings == []
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 10


# --- long imports, disks, names -------------------------------------------------------------------


def test_a_long_import_tells_how_far_it_is(tmp_path, monkeypatch):
    import alliance.journal.panel as module

    monkeypatch.setattr(module, "PATIENCE", 0)
    source = Journal(tmp_path / "a")
    lines = [
        json.dumps(GOOD | {"id": f"z-{k}", "question": f"q{k}", "answer": "x"}) for k in range(1200)
    ]
    text = HEAD + "\n".join(lines) + "\n"
    panel, said = JournalPanel(source, "module"), []
    panel.observe(lambda change: said.append(change["new"]), "status")
    cut = text.index("\n", len(text) // 2) + 1
    panel.obey(panel, {"do": "import", "text": text[:cut], "more": True})
    assert source.records() == []
    panel.obey(panel, {"do": "import", "text": text[cut:]})
    assert said[0].startswith("Receiving the file")
    assert said[-1].startswith("1,200 new records read") or said[-1].startswith("1200 new records")
    for words in ("Checking the file: line", "Saving: record", "Reading it again: line"):
        assert any(one.startswith(words) for one in said), words


def test_there_is_a_sign_of_life_while_nothing_is_counted(tmp_path, monkeypatch):
    import alliance.journal.panel as module

    monkeypatch.setattr(module, "PATIENCE", 0.02)
    source = Journal(tmp_path / "a")
    source.append("answer", question="q", answer=1)
    journal = Journal(tmp_path / "b")
    panel, said = JournalPanel(journal, "module"), []
    panel.observe(lambda change: said.append(change["new"]), "status")

    def slow(text, tell):
        tell("check", 1, 1)
        deadline = time.monotonic() + 30
        while not said and time.monotonic() < deadline:
            time.sleep(0.01)  # as long as sorting takes
        return 0

    monkeypatch.setattr(journal, "read_export", slow)
    panel.obey(panel, {"do": "import", "text": source.export()})
    assert any("line 1 of 1" in one for one in said)
    assert said[-1].startswith("0 new records")


def full_disk(monkeypatch):
    def refuse(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)


@pytest.mark.parametrize("trouble", ["full", "read-only", "long", "zero byte", "undecodable"])
def test_who_cannot_save_gets_questions_and_a_warning(library, tmp_path, monkeypatch, trouble):
    folder = tmp_path / "journal"
    if trouble == "full":
        full_disk(monkeypatch)
    elif trouble == "read-only":
        (tmp_path / "file").write_text("")
        folder = tmp_path / "file" / "journal"
    elif trouble == "long":
        folder = tmp_path / ("x" * 300)
    elif trouble == "zero byte":
        folder = tmp_path / "a\0b"
    else:
        folder = tmp_path / "bad\udce9name" / ("y" * 300)
    journal = Journal(folder)
    panel = quiz("start-diagnostic", library=library, journal=journal)
    assert panel.questions and panel.note.startswith("Your answers could not be saved in")
    assert panel.note in repr(panel)
    panel.note.encode("utf-8")
    again = quiz("start-diagnostic", library=library, journal=journal)
    assert again.questions == panel.questions
    said = []
    panel.send = said.append
    panel.receive(panel, {"kind": "hint", "question": "q1", "request": "r"})
    opened = lesson.opening("00-start-here", library, journal)
    assert "could not be saved" in opened.body
    lesson.progress(library, journal).status.encode("utf-8")
    if trouble == "full":
        monkeypatch.undo()
        journal.append("hint", question="q")  # there is room again
        kept = quiz("start-diagnostic", library=library, journal=journal)
        assert kept.note == "" and kept.questions == panel.questions
        assert Journal(folder).learner == journal.learner


def test_a_folder_whose_name_is_no_text_keeps_a_journal(tmp_path):
    folder = tmp_path / "bad\udce9name"
    journal = Journal(folder)
    journal.append("hint", question="q")
    assert len(Journal(folder).records()) == 1
    (folder / "journal-\udce9.txt").write_text("rubbish")
    again = Journal(folder)
    assert len(again.records()) == 1
    again.warnings[0].encode("utf-8")
    JournalPanel(again, "module").where.encode("utf-8")


# --- kills and interleaved writes -----------------------------------------------------------------


@pytest.mark.timeout(3600 if FULL else 300)
def test_kills_lose_nothing(tmp_path):
    folder, rng, acknowledged, kills = tmp_path / "journal", random.Random(2), [], 0
    while kills < (1000 if FULL else 8):
        running = []
        for name in range(8):
            log = tmp_path / f"{kills}-{name}.log"
            with open(log, "wb") as out:
                running.append((start(folder, f"{kills}-{name}", 400, out), log))
        while not any(log.stat().st_size for _, log in running):
            time.sleep(0.05)
        time.sleep(rng.random())
        for process, log in running:
            process.kill()
            process.wait(60)
            kills += 1
            acknowledged += re.findall(r"^\w+-\d+$", log.read_text(), flags=re.M)
        assert acknowledged
        assert set(acknowledged) <= {r["id"] for r in Journal(folder).records()}
        if kills % 80 == 0:  # a learner's folder holds hundreds of files, not thousands
            folder, acknowledged = tmp_path / f"journal-{kills}", []


def test_interleaved_writes_keep_one_order(tmp_path):
    """Two kernels in turn: each record comes after all that were there when it was written."""
    one, two, rng = Journal(tmp_path), Journal(tmp_path), random.Random(5)
    wanted = []
    for number in range(1000 if FULL else 150):
        rng.choice([one, two]).append("answer", question=f"q{number % 7}", answer=number)
        wanted.append(number)
    for journal in (one, two, Journal(tmp_path)):
        assert [r["answer"] for r in journal.records("answer")] == wanted
    script = "import sys; sys.path.insert(0, sys.argv[1]); from alliance.journal import Journal\n"
    script += "from pathlib import Path; print(len(Journal(Path(sys.argv[2])).records()))"
    command = [sys.executable, "-c", script, str(ROOT / "notebooks"), str(tmp_path)]
    told_there = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(told_there.stdout) == len(wanted)
