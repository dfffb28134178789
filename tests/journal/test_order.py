"""Whatever clocks say: nothing acknowledged is lost, and the newest answer is the newest."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

import alliance.journal.journal as module
from alliance.journal import Journal
from alliance.journal.lines import MOST, micros, next_count, sealed
from alliance.problems import AllianceError

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SLIPS = {
    "two hours ahead": timedelta(hours=2),
    "a year back": timedelta(days=-365),
    "ten minutes slow": timedelta(minutes=-10),
    "a century ahead": timedelta(days=36525),
}


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests set: `clock(hours=2)` is two hours after NOW."""

    class Clock(datetime):
        here = NOW

        @classmethod
        def now(cls, zone=None):
            cls.here += timedelta(seconds=1)
            return cls.here

    monkeypatch.setattr(module, "datetime", Clock)

    def put(slip=timedelta(0)):
        Clock.here = NOW + slip

    return put


def give(journal, *values, question="q"):
    for value in values:
        journal.append("answer", question=question, answer=value)


def newest(folder, question="q"):
    return Journal(folder).last("answer", "question")[question]["answer"]


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_reset_by_a_wrong_clock_hides_what_was_before_and_nothing_after(tmp_path, clock, slip):
    journal = Journal(tmp_path)
    give(journal, "before")
    clock(slip)
    journal.reset()
    clock()
    for number in range(20):
        give(Journal(tmp_path), number, question=f"q{number}")
    assert [r["answer"] for r in Journal(tmp_path).records("answer")] == list(range(20))
    elsewhere = Journal(tmp_path / "elsewhere")
    assert elsewhere.read_export(Journal(tmp_path).export()) == 20


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_the_newest_answer_is_the_newest(tmp_path, clock, slip):
    give(Journal(tmp_path), "first")
    clock(slip)
    give(Journal(tmp_path), "second")
    clock()
    give(Journal(tmp_path), "third")
    assert [r["answer"] for r in Journal(tmp_path).records("answer")] == [
        "first",
        "second",
        "third",
    ]


def test_two_computers_on_one_folder_ten_minutes_apart(tmp_path, clock):
    slow, right = Journal(tmp_path), Journal(tmp_path)
    given = []
    for number in range(10):
        for journal, slip in ((right, timedelta(0)), (slow, timedelta(minutes=-10))):
            clock(slip + timedelta(minutes=number))
            give(journal, len(given))
            given.append(len(given))
    assert [r["answer"] for r in Journal(tmp_path).records("answer")] == given


def test_of_two_computers_that_did_not_meet_the_later_answer_is_the_newest(tmp_path, clock):
    """However much more one of them was used: a plain counter would let it win."""
    used, new = Journal(tmp_path / "used"), Journal(tmp_path / "new")
    for number in range(50):
        give(used, number)
    clock(timedelta(hours=1))
    give(new, "later")
    used.read_export(new.export())
    assert newest(tmp_path / "used") == "later"
    new.read_export(used.export())
    assert newest(tmp_path / "new") == "later"


def old(folder, name, *records):
    """Write records as the version before did."""
    lines = [json.dumps({"id": f"{name}-{k}"} | r) for k, r in enumerate(records, start=1)]
    (folder / f"journal-{name}.txt").write_text("\n" + "\n\n".join(lines) + "\n", "utf-8")


def an_answer(at, value):
    return {"at": at, "kind": "answer", "question": "q", "answer": value}


def test_times_of_the_version_before_are_times_not_texts(tmp_path):
    late = an_answer("2026-01-01T12:00:00Z", "late")
    old(tmp_path, "a", late, an_answer("2026-01-01T13:30:00+02:00", "early"))
    assert newest(tmp_path) == "late"


def test_a_reset_of_the_version_before_that_lies_ahead_hides_no_new_answer(tmp_path, clock):
    ahead = (NOW + timedelta(days=2)).isoformat(timespec="microseconds")
    old(tmp_path, "a", an_answer(NOW.isoformat(), 1), {"at": ahead, "kind": "reset"})
    assert Journal(tmp_path).records() == []
    give(Journal(tmp_path), *range(20))
    assert [r["answer"] for r in Journal(tmp_path).records("answer")] == list(range(20))


def test_a_reset_of_the_version_before_hides_what_the_new_one_wrote_before_it(tmp_path, clock):
    give(Journal(tmp_path), 1)
    later = (NOW + timedelta(minutes=5)).isoformat(timespec="microseconds")
    old(tmp_path, "a", {"at": later, "kind": "reset"})
    assert Journal(tmp_path).records() == []


def test_a_count_only_grows_and_stays_a_count(tmp_path):
    journal = Journal(tmp_path)
    counts = [journal.append("hint", question="q")["count"] for _ in range(5)]
    counts += [Journal(tmp_path).append("hint", question="q")["count"] for _ in range(5)]
    assert counts == sorted(set(counts))
    assert next_count(7, NOW) == micros(NOW.isoformat())
    assert next_count(10**17, NOW) == 10**17 + 1
    # A record that someone has put at the end of all counts stops nobody.
    at = NOW.isoformat()
    last = {"id": "z-1", "at": at, "kind": "hint", "question": "q", "count": MOST}
    (tmp_path / "journal-z.txt").write_bytes(sealed(last))
    give(journal, "still", "kept")
    assert newest(tmp_path) in ("still", "kept") and len(Journal(tmp_path).records("answer")) == 2


@pytest.mark.parametrize(
    "at", ["", "yesterday", "2026-13-01", 5, None, "0001-01-01T00:00:00+14:00", "9999-12-31"]
)
def test_what_is_no_time_has_no_place_in_the_order(tmp_path, at):
    assert micros(at) is None
    old(tmp_path, "a", an_answer(at, 1))
    journal = Journal(tmp_path)
    assert journal.records() == [] and "line 2" in journal.warnings[0]


def test_an_answer_that_fits_no_description_is_refused_before_it_is_written(tmp_path):
    journal = Journal(tmp_path)
    for fields in ({"question": ["a"], "answer": 1}, {"question": "q"}, {"answer": 1}):
        with pytest.raises(AllianceError, match="cannot be kept"):
            journal.append("answer", **fields)
    with pytest.raises(AllianceError, match="cannot be kept"):
        journal.append("anser", question="q", answer=1)
    assert not tmp_path.exists() or list(tmp_path.iterdir()) == []
