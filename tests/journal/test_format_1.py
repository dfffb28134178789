"""Journals of the version before (records without count and checksum) say what they said.

`format_1` holds such a journal of three kernels with a reset, an import and every kind of record,
and `told.json` what that version told of it.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

import pytest

from alliance.journal import Journal
from alliance.journal.records import KINDS
from tests.journal.told import told
from tests.places import ROOT

BEFORE = ROOT / "tests" / "journal" / "format_1"
TOLD = json.loads((BEFORE / "told.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path):
    for path in BEFORE.glob("journal-*.txt"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_the_journal_holds_every_kind_of_record(folder):
    assert {record["kind"] for record in Journal(folder)._read().all} == {
        name for name, kind in KINDS.items() if kind.since == 1
    }
    assert Journal(folder).warnings == []


@pytest.mark.parametrize("name", TOLD["told"])
def test_it_tells_what_it_told(folder, name):
    journal = Journal(folder)
    assert told(journal, TOLD["about"])[name] == TOLD["told"][name]
    assert journal.warnings == []


def test_nothing_changes_by_being_taken_along(folder, tmp_path):
    journal = Journal(tmp_path / "new")
    journal.read_export(Journal(folder).export())
    found = told(journal, TOLD["about"])
    # The learner's name, which a reset hid, now stands among the records; resets and imports, which
    # say what counts in one folder, are not taken along.
    aside = {r["id"] for r in Journal(folder)._read().all if r["kind"] in ("learner", "import")}
    orders = (found.pop("order"), TOLD["told"]["order"])
    first, second = ([name for name in order if name not in aside] for order in orders)
    assert first == second
    assert found == {name: told for name, told in TOLD["told"].items() if name != "order"}


def test_new_records_follow_all_old_ones_and_a_reset_hides_them(folder):
    journal = Journal(folder)
    before = [record["id"] for record in journal.records()]
    new = journal.append("answer", question="q", answer=1)
    assert [record["id"] for record in Journal(folder).records()] == [*before, new["id"]]
    journal.reset()
    assert Journal(folder).records() == []


def test_both_versions_may_write_in_one_folder(folder):
    """The version before sorts by time as text and knows neither count nor checksum."""
    journal = Journal(folder)
    journal.append("answer", question="q", answer="new")
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    old = {"id": "0ld-1", "at": now, "kind": "answer", "question": "q", "answer": "old"}
    with open(folder / "journal-0ld.txt", "a", encoding="utf-8") as file:
        file.write("\n" + json.dumps(old, ensure_ascii=False) + "\n")
    assert Journal(folder).last("answer", "question")["q"]["answer"] == "old"
    journal.append("answer", question="q", answer="newest")
    records = [r for r in Journal(folder).records("answer") if r["question"] == "q"]
    assert [r["answer"] for r in records] == ["new", "old", "newest"]
    assert Journal(folder).last("answer", "question")["q"]["answer"] == "newest"
    lines = [
        line for p in sorted(folder.glob("*.txt")) for line in p.read_text("utf-8").split("\n")
    ]
    as_before = [json.loads(line) for line in lines if line]
    assert all(isinstance(r[key], str) for r in as_before for key in ("id", "at", "kind"))
    # What the version before exports, it writes out anew: the checksum holds.
    text = "".join(json.dumps(r, ensure_ascii=False, allow_nan=False) + "\n" for r in as_before)
    other = Journal(folder / "other")
    other.read_export("# learning journal, format 1\n" + text)
    assert other.warnings == []
    assert other.last("answer", "question")["q"]["answer"] == "newest"
