"""The class of 200 that the tests of marks share, as a learning platform would deliver it.

Sorts: slow, fast, guessing, copying, empty, damaged, doctored, two computers, late, strangers.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alliance.journal.lines import sealed
from tests.class_made_up import HEAD, Pupil, Writer, changed, credit, sit, wrong_answer, zipped

FILE = "alliance-module-progress.txt"
DOCTORED = 20
RESCORED = (3, 4, 5)  # ways to tamper that change the score alone, checksum and all
END = datetime(2026, 11, 15, tzinfo=UTC)


def places_of(writer: Writer, words: str) -> list[int]:
    """Return the places of the lines that hold some words."""
    return [k for k, line in enumerate(writer.lines) if words.encode() in line]


def rewritten(writer: Writer, place: int, **fields: Any) -> None:
    """Write a record anew with other fields and a right checksum, as who knows Python can."""
    record = json.loads(writer.lines[place]) | fields
    record.pop("sum")
    writer.lines[place] = sealed(record)


def doctor(writer: Writer, how: int, others: list[Writer]) -> None:
    """Tamper with a journal in one of nine ways."""
    wrong = places_of(writer, '"score": 0.0')
    if how in (0, 1, 2):  # the score, in an editor
        changed(writer, wrong[how], score=("0.0", "1.0"), correct=("false", "true"))
    elif how in RESCORED:  # the score, with a new checksum
        rewritten(writer, wrong[how], score=1.0, correct=True)
    elif how in (6, 7):  # how sure one was, or the day
        line = places_of(writer, ', "confidence": 1')[how]
        changed(writer, line, **{"confidence": ("1", "3"), "at": ('"2026', '"2025')})
    elif how in (8, 9):  # a wrong first try taken out
        del writer.lines[wrong[1]]
    elif how in (10, 11):  # all checksums and counts of some lines taken away
        for place in wrong[:4]:
            line = writer.lines[place]
            writer.lines[place] = line[: line.index(b', "count"')] + b"}\n"
    elif how in (12, 13):  # a day earlier or later, with a new checksum
        rewritten(writer, wrong[2], at="2027-01-01T00:00:00+00:00")
    elif how in (14, 15):  # one record twice, otherwise
        rewritten(writer, wrong[3], answer="zz", score=0.0)
        writer.lines.insert(wrong[3], sealed_again(writer.lines[wrong[4]], wrong[3], writer))
    elif how in (16, 17):  # the order of records
        rewritten(writer, wrong[2], count=1)
    else:  # half of somebody else's journal among one's own
        writer.lines += others[how - 18].lines[: len(others[how - 18].lines) // 2]


def sealed_again(line: bytes, place: int, writer: Writer) -> bytes:
    """Return a line with the id and the count of another one."""
    there = json.loads(writer.lines[place])
    record = json.loads(line) | {"id": there["id"], "count": there["count"]}
    record.pop("sum")
    return sealed(record)


def made_class(folder: Path, questions: list[Any], share: float = 0.15) -> list[Pupil]:
    """Write a class into a folder and return its learners with what was meant.

    Args:
        folder: where the files go.
        questions: of the bank.
        share: how many of them each learner answers.
    """
    chance = random.Random(20261130)
    sorts = (["slow"] * 40 + ["fast"] * 40 + ["guessing"] * 40 + ["plain"] * 22 + ["two"] * 14
             + ["late"] * 8 + ["empty"] * 6 + ["damaged"] * 6 + ["copying"] * 2 + ["stranger"] * 2
             + ["doctored"] * DOCTORED)  # fmt: skip
    pupils = [Pupil(f"{sort} {k:03}", sort) for k, sort in enumerate(sorts)]
    files: dict[str, bytes] = {}
    for k, pupil in enumerate(pupils):
        mine = [q for q in questions if chance.random() < share]
        files |= delivered(pupil, k, mine, chance, pupils)
    half = dict(list(files.items())[::2])
    for name, raw in files.items():
        if name not in half:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
    zipped(folder / "rest.zip", half | {"__MACOSX/x.txt": b"x", "README.txt": b"about this zip"})
    return pupils


def delivered(
    pupil: Pupil, k: int, mine: list[Any], chance: random.Random, pupils: list[Pupil]
) -> dict[str, bytes]:
    """Let a learner sit, and return the files as they are delivered, by path."""
    place = f"{pupil.name}_{8000 + k}_assignsubmission_file_"
    if pupil.sort == "empty":
        return {f"{place}/{FILE}": HEAD.encode() if k % 2 else b""}
    if pupil.sort == "stranger":
        return {f"{place}/essay.docx": b"PK\x03\x04 no export"}
    if pupil.sort == "copying":
        other = pupils[k - 120]
        pupil.meant, pupil.first, pupil.answers = other.meant, other.first, other.answers
        return {f"{place}/{FILE}": other.writers[0].text.encode()}
    skill = {"fast": 0.85, "guessing": 0.3}.get(pupil.sort, 0.6)
    pace = {"slow": 90, "fast": 15, "guessing": 4}.get(pupil.sort, 40)
    if pupil.sort == "two":
        sit(pupil, mine[::2], chance, skill, pace)
        sit(pupil, mine[1::2], chance, skill, pace)
        return {f"{place}/{n}/{FILE}": w.text.encode() for n, w in enumerate(pupil.writers)}
    writer = sit(pupil, mine, chance, skill, pace)
    if pupil.sort == "late":
        return late(pupil, writer, place, mine, chance)
    if pupil.sort == "damaged":
        return {f"{place}/{FILE}": damaged(writer.text, k)}
    if pupil.sort == "doctored":
        doctor(writer, k % DOCTORED, [pupils[0].writers[0], pupils[1].writers[0]])
    return {f"{place}/{FILE}": writer.text.encode()}


def late(
    pupil: Pupil, writer: Writer, place: str, mine: list[Any], chance: random.Random
) -> dict[str, bytes]:
    """Let a learner answer one more question after the end of the time."""
    writer.now = END
    question = next(q for q in mine if q.type == "single")
    answer = wrong_answer(question, chance)
    writer.add("answer", 60, question=f"{question.id}", answer=answer, attempt=3,
               score=credit(question, answer), correct=False, hint=False)  # fmt: skip
    pupil.answers += 1
    return {f"{place}/{FILE}": writer.text.encode()}


def damaged(text: str, k: int) -> bytes:
    """Return a journal as programs on the way may leave it; no record is lost by it."""
    if k % 3 == 0:
        return text.encode("utf-16")
    if k % 3 == 1:  # a mail program breaks lines after 76 characters, at blanks
        lines = []
        for line in text.splitlines():
            while len(line) > 76 and " " in line[1:76]:
                cut = line.rindex(" ", 1, 76)
                lines.append(line[:cut])
                line = line[cut + 1 :]
            lines.append(line)
        return "\r\n".join(f"> {line}" for line in lines).encode()
    return text.replace("\n", "\r\n").encode("utf-8-sig") + b'{"id": "half-a-line", "at": "20'
