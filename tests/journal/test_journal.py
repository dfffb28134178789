"""The journal: nothing that a learner does is lost."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from alliance.journal import Journal, journal_folder, open_journal
from alliance.journal.panel import JournalPanel
from alliance.problems import AllianceError
from tests.places import NOTEBOOKS

# A kernel that answers questions as fast as it can and says so only when each is saved.
WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from alliance.journal import Journal
journal = Journal(Path(sys.argv[2]))
for number in range(int(sys.argv[4])):
    record = journal.append("answer", question=f"{sys.argv[3]}-{number}", answer="Ünï" * 50)
    print(record["id"], flush=True)
"""


def start(folder, name, count, out):
    command = [sys.executable, "-c", WRITER, str(NOTEBOOKS), str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=out)


def test_a_record_comes_back_after_a_restart(tmp_path):
    Journal(tmp_path).append("answer", question="q1", answer=["a"], score=1.0)
    again = Journal(tmp_path)
    assert again.last("answer", "question")["q1"]["answer"] == ["a"]
    assert again.warnings == []


def test_the_newest_record_counts_across_two_kernels(tmp_path):
    one, two = Journal(tmp_path), Journal(tmp_path)
    one.append("answer", question="q", answer=1)
    two.append("answer", question="q", answer=2)
    one.append("answer", question="q", answer=3)
    for journal in (one, two, Journal(tmp_path)):
        assert [r["answer"] for r in journal.records("answer")] == [1, 2, 3]
        assert journal.last("answer", "question")["q"]["answer"] == 3


def test_two_kernels_write_a_thousand_records_while_being_killed(tmp_path):
    """Whatever was acknowledged is there, whichever moment the kernel died in."""
    folder, rng = tmp_path / "journal", random.Random(1)
    logs = []
    for life in range(6):
        running = []
        for name in ("one", "two"):
            log = open(tmp_path / f"{name}-{life}.log", "wb")  # noqa: SIM115
            logs.append(log)
            # The last life writes on to the end, all others are killed somewhere on the way.
            running.append(start(folder, f"{name}-{life}", 100 if life < 5 else 500, log))
        if life < 5:
            time.sleep(0.4 + rng.random())
            for process in running:
                process.kill()
        for process in running:
            process.wait(60)
    acknowledged = []
    for log in logs:
        log.close()
        acknowledged += re.findall(r"^\w+-\d+$", Path(log.name).read_text(), flags=re.M)
    found = {r["id"] for r in Journal(folder).records()}
    assert len(acknowledged) >= 1000
    assert set(acknowledged) <= found


def test_a_torn_last_line_is_set_aside_and_said(tmp_path):
    journal = Journal(tmp_path)
    for number in range(3):
        journal.append("answer", question=f"q{number}", answer=number)
    whole = journal.file.read_bytes()
    journal.file.write_bytes(whole[:-20])
    again = Journal(tmp_path)
    assert [r["question"] for r in again.records()] == ["q0", "q1"]
    assert len(again.warnings) == 1 and "set aside" in again.warnings[0]
    journal.append("answer", question="q3", answer=3)
    assert [r["question"] for r in again.records()] == ["q0", "q1", "q3"]


def test_every_cut_costs_at_most_the_line_it_falls_in(tmp_path):
    journal = Journal(tmp_path / "a")
    for number in range(3):
        journal.append("answer", question=f"q{number}", answer="é")
    whole = journal.file.read_bytes()
    ends = [m.end() for m in re.finditer(rb"\}", whole)]
    for cut in range(len(whole) + 1):
        journal.file.write_bytes(whole[:cut])
        assert len(Journal(tmp_path / "a").records()) == sum(end <= cut for end in ends)


@pytest.mark.parametrize(
    "rubbish", [b"\xff\xfe\x00", b"[1, 2]", b'{"id": 1}', b"null", b"[" * 9999]
)
def test_a_corrupted_line_does_no_harm(tmp_path, rubbish):
    journal = Journal(tmp_path)
    journal.append("answer", question="q", answer=1)
    with open(journal.file, "ab") as file:
        file.write(b"\n" + rubbish + b"\n")
    journal.append("answer", question="p", answer=2)
    again = Journal(tmp_path)
    assert [r["question"] for r in again.records()] == ["q", "p"]
    assert "line" in again.warnings[0]


def test_reset_hides_and_keeps(tmp_path):
    journal = Journal(tmp_path)
    learner = journal.learner
    journal.append("answer", question="q", answer=1)
    journal.reset()
    assert Journal(tmp_path).records("answer") == []
    assert Journal(tmp_path).learner == learner
    assert '"question": "q"' in journal.file.read_text("utf-8")


def test_export_and_import(tmp_path):
    old, new = Journal(tmp_path / "old"), Journal(tmp_path / "new")
    old.append("answer", question="q", answer="ä")
    new.append("answer", question="p", answer=1)
    text = old.export()
    assert new.read_export(text) == 1
    assert new.read_export(text) == 0
    assert set(Journal(tmp_path / "new").last("answer", "question")) == {"p", "q"}
    with pytest.raises(AllianceError, match="not an exported journal"):
        new.read_export("hello")


def answer(journal, *names):
    for name in names:
        journal.append("answer", question=name, answer=1)


def questions(folder):
    return sorted(r["question"] for r in Journal(folder).records("answer"))


def test_an_import_after_a_reset_brings_everything_back(tmp_path):
    journal = Journal(tmp_path)
    answer(journal, "q", "r")
    text = journal.export()
    journal.reset()
    assert questions(tmp_path) == []
    assert journal.read_export(text) == 2
    assert questions(tmp_path) == ["q", "r"]
    assert journal.read_export(text) == 0
    journal.reset()
    assert questions(tmp_path) == []


def test_a_reset_on_one_computer_hides_nothing_on_another(tmp_path):
    one, two = Journal(tmp_path / "one"), Journal(tmp_path / "two")
    answer(two, "mine")
    answer(one, "given up")
    learner = one.learner
    one.reset()
    answer(one, "kept")
    assert two.read_export(one.export()) == 1
    assert questions(tmp_path / "two") == ["kept", "mine"]
    third = Journal(tmp_path / "three")
    third.read_export(one.export())
    assert third.learner == learner


def test_an_import_that_cannot_be_saved_is_said(tmp_path):
    source = Journal(tmp_path / "a")
    answer(source, "q")
    (tmp_path / "file").write_text("")
    with pytest.raises(AllianceError, match="could not be saved"):
        Journal(tmp_path / "file" / "b").read_export(source.export())


def test_other_files_in_the_folder_are_no_journal(tmp_path):
    answer(Journal(tmp_path), "q")
    (tmp_path / "shopping.txt").write_text("bread")
    journal = Journal(tmp_path)
    assert len(journal.records()) == 1 and journal.warnings == []


def test_half_a_character_is_kept_as_a_question_mark(tmp_path):
    Journal(tmp_path).append("answer", question="q", answer="a\ud83d")
    assert Journal(tmp_path).records()[0]["answer"] == "a?"


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(AllianceError, match="could not be saved"):
        Journal(blocked / "journal").append("answer", question="q", answer=1)


def test_names_of_files_suit_the_browser_build(tmp_path):
    journal = Journal(tmp_path)
    journal.append("answer", question="q", answer=1)
    journal.read_export(
        Journal(tmp_path / "x").export()
        + json.dumps({"id": "z-1", "at": "2026-01-01T00:00:00+00:00", "kind": "answer"})
    )
    names = [p.name for p in tmp_path.iterdir()]
    assert names and all(name.endswith(".txt") for name in names)


def test_where_it_is_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("ALLIANCE_PROGRESS", str(tmp_path))
    assert journal_folder("any") == tmp_path
    monkeypatch.delenv("ALLIANCE_PROGRESS")
    assert "any" in str(journal_folder("any"))
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.chdir(tmp_path)
    assert journal_folder("any") == tmp_path / "progress"


def test_one_journal_a_kernel(monkeypatch, tmp_path):
    monkeypatch.setenv("ALLIANCE_PROGRESS", str(tmp_path))
    library = SimpleNamespace(settings={"name": "any"})
    assert open_journal(library) is open_journal(library)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_kernel_takes_a_file_of_its_own(tmp_path):
    journal = Journal(tmp_path)
    journal.append("answer", question="parent", answer=1)
    child = os.fork()
    if child == 0:
        journal.append("answer", question="child", answer=1)
        os._exit(0)
    os.waitpid(child, 0)
    journal.append("answer", question="parent again", answer=1)
    assert len(Journal(tmp_path).records("answer")) == 3
    assert len(list(tmp_path.glob("*.txt"))) == 2


# --- the learner's panel -------------------------------------------------------------------------


def test_the_panel_exports_imports_and_resets(tmp_path):
    journal = Journal(tmp_path / "a")
    journal.append("answer", question="q", answer=1)
    panel, sent = JournalPanel(journal, "module"), []
    panel.send = sent.append
    assert panel.status == "1 question answered."
    panel.obey(panel, {"do": "export"})
    assert sent[0]["name"] == "module-progress.txt" and '"question": "q"' in sent[0]["text"]
    panel.obey(panel, {"do": "reset"})
    assert journal.records("answer") == []
    assert sent[1] == {"do": "forget", "mark": journal.mark} and len(journal.mark) == 4
    other = JournalPanel(Journal(tmp_path / "b"), "module")
    other.obey(other, {"do": "import", "text": sent[0]["text"]})
    assert other.status.startswith("1 new record read")
    other.obey(other, {"do": "import", "text": "rubbish"})
    assert "not an exported journal" in other.status
