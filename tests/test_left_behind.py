"""Files that systems leave: passed over; second versions of a file: not read, but named."""

from __future__ import annotations

import shutil
from pathlib import PurePath

import pytest

from alliance import open_library, texts
from alliance.problems import kept, left_behind
from alliance.quiz.bank import check_questions, load_bank
from alliance.teach.check import run_checks

OF_SYSTEMS = [
    "._01-history.yml", "~$events.csv", ".~lock.events.csv#", ".events.csv.swp", "events.csv~",
    ".DS_Store", "Thumbs.db", "desktop.ini", "#events.csv#", "events.csv.tmp", "events.csv.bak",
    ".ipynb_checkpoints", ".goutputstream-X1", "01.ipynb.crdownload",
]  # fmt: skip
COPIES = [
    "events (1).csv", "events - Copy.csv", "events copy.csv", "events copy 2.csv",
    "events (Ann's conflicted copy 2024-06-19).csv", "events - Copy (2).csv",
    "events.sync-conflict-20240619-120000-ABCDEFG.csv", "01-history-checkpoint.ipynb",
    "events.csv.orig", "events.csv.rej",
]  # fmt: skip
GOOD = [
    "events.csv", "01-history.ipynb", "my-copy.yml", "copyright.yml", "03-conflict.ipynb",
    "02-the-hard-copy.yml", "conflicts.csv", "module.yml", "러시아.yml", "a (draft).csv",
    "checkpoints.yml", "module.yml.mine",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((n, "system") for n in OF_SYSTEMS),
        *((n, "copy") for n in COPIES),
        *((n, "") for n in GOOD),
    ],
)
def test_kinds_of_files(name, kind):
    assert left_behind(PurePath("folder", name)) == kind


def test_they_change_nothing_and_copies_are_named(other_data, tmp_path, capsys):
    data = shutil.copytree(other_data, tmp_path / "data")
    (data / "texts" / "en").mkdir(parents=True)
    (data / "texts" / "en" / "own.yml").write_text('status.right: "Yes."\n', "utf-8")
    questions = next((data / "questions").glob("*.yml"))
    for folder, junk in ((data / "questions", "._q.yml"), (data / "texts" / "en", "._own.yml"),
                         (data, "~$events.csv"), (data, ".~lock.events.csv#")):  # fmt: skip
        (folder / junk).write_bytes(b"\x00\x05\x16\x07\xff")
    (data / "texts" / ".DS_Store").write_bytes(b"\x00")
    shutil.copy(questions, data / "questions" / f"{questions.stem} (1).yml")
    shutil.copy(data / "events.csv", data / "events copy.csv")
    library = open_library(data)
    assert check_questions(library) == []
    assert len(load_bank(library).questions) == len(load_bank(open_library(other_data)).questions)
    assert texts.check("en", data / "texts") == []
    assert kept((data / "questions").glob("*.yml")) == [questions]
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (notebooks / "01 - Copy.ipynb").write_text("{", "utf-8")
    (notebooks / "._01.ipynb").write_bytes(b"\x00")
    assert run_checks(str(data), str(notebooks)) == 1
    out = capsys.readouterr().out
    named = [line for line in out.splitlines() if "second version of another file" in line]
    assert len(named) == 3 and "\n3 to mend." in out
    open_library()
