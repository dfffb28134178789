"""What throws doubt on a journal: lines that were changed, taken out or copied. Pure.

A journal is a text file, so anybody can edit it. What cannot be seen is not claimed here: whoever
writes a whole journal anew, with right answers and right checksums, is not found. What is found:

- a line whose checksum does not fit what stands in it;
- numbers that are missing between the records of one kernel: a line was taken out (or could not be
  written: a full disk does that, so this is told as something to ask about);
- records of one kernel whose count or clock runs against their numbers;
- two different records with one id;
- records without a checksum beside others that have one;
- records, or the random name of a journal, that two learners have in common.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

from ...journal.folds import resets
from ...journal.lines import micros
from .files import Finding

__all__ = ["doubts", "shared"]

MOST = 6  # numbers of lines or names that a sentence lists


def doubts(learner: Any) -> list[Finding]:
    """Return what there is to say about the files of one learner."""
    found = []
    for source in learner.files:
        told = [*_of_lines(source.reading), *_of_records(source.reading)]
        if not source.reading.found:
            told.append(("it holds no record.", True))
        name = source.file.name
        found += [Finding(name, words, learner.name, grave) for words, grave in told]
    return found


def _of_lines(reading: Any) -> list[tuple[str, bool]]:
    """Return sentences about lines, and whether each throws doubt on a mark."""
    told = []
    if reading.altered:
        numbers = _listed([number for number, _ in reading.altered])
        names = _listed([record.get("question", record["kind"]) for _, record in reading.altered])
        told.append(
            (
                f"line {numbers} was changed after it was written ({names}): its checksum does "
                "not fit. It does not count.",
                True,
            )
        )
    if reading.damaged:
        numbers = _listed(reading.damaged)
        told.append((f"line {numbers} is damaged and cannot be read; it does not count.", True))
    if reading.mended:
        told.append((f"{reading.mended} records were broken over lines, and are whole again.",
                     False))  # fmt: skip
    again = resets(reading.records)
    if again:
        told.append((f"the learner started again {again} times; older answers do not count.",
                     False))  # fmt: skip
    return told


def _of_records(reading: Any) -> list[tuple[str, bool]]:
    """Return sentences about records that do not go together."""
    told = []
    if reading.unsealed:
        sealed = len(reading.found) - reading.unsealed
        what = f"{reading.unsealed} records have no checksum"
        if sealed:
            told.append((f"{what}, while {sealed} have one: somebody may have taken it away.",
                         True))  # fmt: skip
        else:
            told.append((f"{what}: an old version of the module wrote none, so nothing can be "
                         "said of whether they were changed.", True))  # fmt: skip
    writers: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    twice = set()
    for _, _, writer, number, _, record in reading.found:
        other = writers[writer].setdefault(number, record)
        if other != record:
            twice.add(record["id"])
    if twice:
        told.append((f"two different records have one id ({_listed(sorted(twice))}).", True))
    changed = {record["id"] for _, record in reading.altered}
    for writer, records in writers.items():
        told += _of_writer(writer, records, changed)
    return told


def _of_writer(
    writer: str, records: dict[int, dict[str, Any]], changed: set[str]
) -> list[tuple[str, bool]]:
    """Return sentences about the records of one kernel, by their numbers.

    What was changed after it was written is told already, and does not count as missing.
    """
    numbers = sorted(number for number in records if number > 0)
    told = []
    there = {0, *numbers}
    there |= {int(n) for w, _, n in (i.rpartition("-") for i in changed)
              if w == writer and n.isdecimal() and len(n) < 19}  # fmt: skip
    gaps = [(a + 1, b - 1) for a, b in pairwise(sorted(there)) if b - a > 1]
    if gaps and writer:
        missing = _listed([str(a) if a == b else f"{a}–{b}" for a, b in gaps])
        told.append((f"of the records of one sitting ({writer[:6]}) number {missing} is missing: "
                     "taken out, not saved at the time, or left behind when a journal was read in.",
                     True))  # fmt: skip
    counts = [records[number].get("count") for number in numbers]
    if any(b <= a for a, b in pairwise([c for c in counts if c is not None])):
        told.append((f"the counts of one sitting ({writer[:6]}) do not rise with its numbers: "
                     "records were changed.", True))  # fmt: skip
    # A count is never less than the clock in microseconds (see `journal.lines`).
    early = [n for n in numbers if "count" in records[n]
             and records[n]["count"] < (micros(records[n]["at"]) or 0)]  # fmt: skip
    if early:
        told.append((f"records {_listed(early)} of one sitting ({writer[:6]}) say a later time "
                     "than their count allows: the time was changed.", True))  # fmt: skip
    return told


def shared(learners: list[Any]) -> list[Finding]:
    """Return a finding for each two learners whose journals have records in common."""
    having: dict[str, list[int]] = defaultdict(list)
    for k, learner in enumerate(learners):
        for name in {record["id"] for record in learner.records}:
            having[name].append(k)
    pairs: dict[tuple[int, int], int] = defaultdict(int)
    for places in having.values():
        for pair in combinations(sorted(places), 2):
            pairs[pair] += 1
    found = []
    for (a, b), n in sorted(pairs.items()):
        one, other = learners[a], learners[b]
        of = f"{len(one.records)} and {len(other.records)}"
        words = (
            f"“{one.name}” and “{other.name}” have {n} records in common (of {of}): one of them "
            "holds the other's journal."
        )
        found += [Finding("", words, one.name), Finding("", words, other.name)]
    return found


def _listed(items: list[Any]) -> str:
    """Return a few items as words."""
    items = list(dict.fromkeys(map(str, items)))
    more = f" and {len(items) - MOST} more" if len(items) > MOST else ""
    return ", ".join(items[:MOST]) + more
