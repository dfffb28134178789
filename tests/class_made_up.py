"""A class of made-up learners: their journals as they would be handed in, from any bank.

Every journal is written line by line with the journal's own `sealed`, for a known answer and a
known mark, so that a test can hold marks against what was meant here.
"""

from __future__ import annotations

import math
import random
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from alliance.journal.lines import line_of, sealed
from alliance.quiz.kinds import kinds
from alliance.quiz.model import Question

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
HEAD = "# learning journal, format 1\n"


def wrong_answer(question: Question, chance: random.Random) -> Any:
    """Return an answer that is not right, of the form that the type of question takes."""
    body, name = question.body, question.type
    right = kinds()[name].right(question)
    if name == "single":
        return chance.choice([o.id for o in body.options if not o.correct])
    if name == "multiple":
        return [next(o.id for o in body.options if not o.correct)]
    if name in ("true-false", "judge"):
        verdict = chance.choice([v for v in body.verdicts if v != body.answer])
        return {"verdict": verdict, "reason": chance.choice(body.options).id}
    if name == "number":
        return str(int(body.high + body.tolerance) + chance.randint(1, 9))
    if name == "interval":
        return {"low": "1", "high": "2"}
    if name == "order":
        return right[::-1] if chance.random() < 0.5 else [right[1], right[0], *right[2:]]
    if name in ("match", "categorise"):
        targets = [t.id for t in body.targets]
        first = body.items[0].id
        other = chance.choice([t for t in targets if t != right[first]])
        return right | {first: other}
    if name == "grade":
        return {"reliability": "ABCDEF"["ABCDEF".index(right["reliability"]) - 1],
                "credibility": "123456"["123456".index(right["credibility"]) - 1]}  # fmt: skip
    return [-80.0, 0.0] if name == "place" else "no"


def credit(question: Question, answer: Any) -> float:
    """Return what an answer earns, reckoned here from the key alone and not by the marking."""
    body, name = question.body, question.type
    if name == "single":
        return float(any(o.correct and o.id == answer for o in body.options))
    if name == "multiple":
        right = {o.id for o in body.options if o.correct}
        others = {o.id for o in body.options} - right
        share = len(right & set(answer)) / len(right)
        return max(0.0, share - (len(others & set(answer)) / len(others) if others else 0))
    if name in ("true-false", "judge"):
        if answer["verdict"] != body.answer:
            return 0.0
        return 1.0 if answer["reason"] == next(o.id for o in body.options if o.correct) else 0.5
    if name == "number":
        return float(body.low - body.tolerance <= Decimal(answer) <= body.high + body.tolerance)
    if name == "interval":
        low, high = Decimal(answer["low"]), Decimal(answer["high"])
        if not low <= body.value <= high:
            return 0.0
        return 1.0 if high - low <= body.widest else float(body.widest / (high - low))
    if name == "order":
        place = {item.id: k for k, item in enumerate(body.items)}
        pairs = [(place[a], place[b]) for k, a in enumerate(answer) for b in answer[k + 1 :]]
        concordant = sum(a < b for a, b in pairs)
        return max(0.0, (concordant - (len(pairs) - concordant)) / len(pairs))
    if name in ("match", "categorise"):
        return sum(body.key[item] == target for item, target in answer.items()) / len(body.key)
    if name == "grade":
        return sum(_step(answer[scale], body.answer[scale]) for scale in body.answer) / 2
    north, east = map(math.radians, answer)
    return float(any(_angle(north, east, s) * 6371.0088 <= body.within for s in body.spots))


def _step(given: str, wanted: str) -> float:
    """Return what one scale of the Admiralty code earns; F and 6 are near to nothing."""
    if given == wanted:
        return 1.0
    return 0.5 if not {given, wanted} & {"F", "6"} and abs(ord(given) - ord(wanted)) == 1 else 0.0


def _angle(north: float, east: float, spot: Any) -> float:
    """Return the angle between two places by the law of cosines (the module uses haversines)."""
    to_north, to_east = math.radians(spot.lat), math.radians(spot.lon)
    cosine = math.sin(north) * math.sin(to_north) + math.cos(north) * math.cos(to_north) * math.cos(
        east - to_east
    )
    return math.acos(min(1.0, max(-1.0, cosine)))


@dataclass
class Writer:
    """Writes the journal of one kernel."""

    name: str
    now: datetime
    lines: list[bytes] = field(default_factory=list)
    number: int = 0
    seal: bool = True

    def add(self, kind: str, seconds: float = 5, **fields: Any) -> dict[str, Any]:
        """Write one record so many seconds later."""
        self.number += 1
        self.now += timedelta(seconds=seconds)
        at = self.now.isoformat(timespec="microseconds")
        record = {"id": f"{self.name}-{self.number}", "at": at, "kind": kind, **fields}
        if self.seal:
            record["count"] = int(self.now.timestamp() * 1_000_000) + self.number
        self.lines.append(sealed(record) if self.seal else line_of(record))
        return record

    @property
    def text(self) -> str:
        """The export."""
        return HEAD + b"".join(self.lines).decode("utf-8")


@dataclass
class Pupil:
    """A made-up learner, with what was meant: score by question at the end of the first attempt.

    `first` holds the scores of the very first tries, `answers` how many answers were written.
    """

    name: str
    sort: str
    first: dict[str, float] = field(default_factory=dict)
    meant: dict[str, float] = field(default_factory=dict)
    answers: int = 0
    writers: list[Writer] = field(default_factory=list)


def sit(
    pupil: Pupil, questions: list[Question], chance: random.Random, skill: float, pace: float = 40
) -> Writer:
    """Let a learner answer questions in a kernel of its own; wrong ones once more."""
    writer = Writer(f"{chance.getrandbits(48):012x}", START + timedelta(days=chance.randint(0, 20)))
    pupil.writers.append(writer)
    writer.add("learner", learner=f"{chance.getrandbits(128):032x}")
    for question in questions:
        kind = kinds()[question.type]
        if kind.in_cell:
            continue
        if not kind.marked:
            text = "Ich meine, dass man fragen muss, wer es sagt. " * 3 + pupil.name
            writer.add("answer", pace, question=question.id, answer=text, attempt=1, score=None,
                       correct=None, hint=False)  # fmt: skip
            pupil.answers += 1
            continue
        hint = bool(question.hint) and chance.random() < 0.2
        if hint:
            writer.add("hint", 4, question=question.id)
        for tried in (1, 2):
            right = chance.random() < skill + 0.2 * (tried - 1)
            answer = kind.right(question) if right else wrong_answer(question, chance)
            earned = credit(question, answer)
            sure = {"confidence": chance.choice((1, 2, 3, 3 if right else 1))} if tried == 1 else {}
            writer.add("answer", chance.uniform(0.3, 1.7) * pace, question=question.id,
                       answer=answer, attempt=tried, score=earned, correct=earned == 1,
                       hint=hint, **sure)  # fmt: skip
            pupil.answers += 1
            pupil.first.setdefault(question.id, earned)
            pupil.meant[question.id] = earned
            if earned == 1:
                break
    return writer


def changed(writer: Writer, place: int, **fields: Any) -> None:
    """Change fields of a line in an editor, leaving its checksum as it was."""
    text = writer.lines[place].decode("utf-8")
    for name, (old, new) in fields.items():
        assert f'"{name}": {old}' in text, (name, text)
        text = text.replace(f'"{name}": {old}', f'"{name}": {new}')
    writer.lines[place] = text.encode("utf-8")


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return path
