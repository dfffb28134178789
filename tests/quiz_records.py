"""Journal records made by hand, for the folds of the quiz and for journals of the past."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 1, 5, 12, tzinfo=UTC)


def record(question: str, days: float, correct: bool, attempt: int = 1, **more) -> dict:
    """An answer so many days after START."""
    at = (START + timedelta(days=days)).isoformat(timespec="microseconds")
    return {
        "id": f"w-{question}-{days}-{attempt}",
        "at": at,
        "kind": "answer",
        "question": question,
        "answer": more.pop("answer", "a"),
        "attempt": attempt,
        "score": float(correct),
        "correct": correct,
        "hint": False,
        **more,
    }


def write(folder: Path, records: list[dict], name: str = "journal-past.txt") -> None:
    """Write records as a journal of an earlier kernel."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(r) + "\n" for r in records)
    (folder / name).write_text(lines, encoding="utf-8")
