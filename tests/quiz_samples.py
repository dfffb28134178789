"""A question of each type about the small data package, and helpers to spoil them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from alliance.journal import Journal
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.session import Session

OTHER = Path(__file__).parent / "other_alliance"
README = Path(__file__).parents[1] / "data" / "README.md"
DATA = Path(__file__).parents[1] / "data"

QUESTIONS = """\
lesson: 01-alliance
sets:
  types: {title: "One of each"}
  code: {title: "In a cell"}
questions:
  - id: one-single
    set: types
    objective: alliance-1
    type: single
    stem: "Which was printed *first*? See [the book](#kennan-1984)."
    options:
      - {text: "The speech", feedback: "WRONG-SPEECH."}
      - {text: "The convention", correct: true, feedback: "RIGHT-CONVENTION."}
      - {text: "The memoir", feedback: "WRONG-MEMOIR."}
    hint: "HINT-SECRET: think of the archive."
    explanation: "EXPLANATION-SECRET."
    source_ids: [kennan-1984]
  - id: one-multiple
    set: types
    objective: alliance-1
    type: multiple
    stem: "Which of these are parties?"
    options:
      - {text: "France", correct: true, feedback: "RIGHT-FRANCE."}
      - {text: "Russia", correct: true, feedback: "RIGHT-RUSSIA."}
      - {text: "Spain", feedback: "WRONG-SPAIN."}
      - {text: "Italy", feedback: "WRONG-ITALY."}
    source_ids: [kennan-1984, yellow-book-1918]
  - id: one-truth
    set: types
    objective: alliance-1
    type: true-false
    stem: "The convention was public from the start."
    answer: false
    reasons:
      - {text: "It was kept secret.", correct: true, feedback: "RIGHT-SECRET."}
      - {text: "It was never written.", feedback: "WRONG-WRITTEN."}
    feedback: {true: "WRONG-TRUE.", false: "RIGHT-FALSE."}
    source_ids: [yellow-book-1918]
  - id: one-number
    set: types
    objective: alliance-1
    type: number
    stem: "How many soldiers were promised at most?"
    answer: 1300000
    tolerance: 1000
    unit: soldiers
    feedback: {right: "RIGHT-NUMBER.", low: "TOO-LOW.", high: "TOO-HIGH."}
    source_ids: [yellow-book-1918]
  - id: one-order
    set: types
    objective: alliance-1
    type: order
    stem: "Put these in order."
    items:
      - {text: "Visit", feedback: "ITEM-VISIT."}
      - {text: "Draft", feedback: "ITEM-DRAFT."}
      - {text: "Signature", feedback: "ITEM-SIGNATURE."}
      - {text: "Print", feedback: "ITEM-PRINT."}
    feedback: {right: "RIGHT-ORDER.", wrong: "WRONG-ORDER."}
    source_ids: [kennan-1984]
  - id: one-computed
    set: code
    objective: alliance-1
    type: number
    stem: "How many events are treaty steps?"
    answer_from: {table: events, where: "category == 'treaty'", compute: count}
    feedback: {right: "Yes.", low: "More.", high: "Fewer."}
    source_ids: [kennan-1984]
  - id: one-code
    set: code
    objective: alliance-1
    type: code
    stem: "List the ids of all treaty steps."
    answer_from: {table: events, where: "category == 'treaty'", compute: ids}
    hint: "Use query."
    explanation: "The data say so."
    source_ids: [kennan-1984]
"""

TYPES = ["one-single", "one-multiple", "one-truth", "one-number", "one-order"]


def make_package(folder: Path, text: str | bytes = QUESTIONS) -> Path:
    """Copy the small data package with these questions in place of its own."""
    data = folder / "quiz-data"
    shutil.copytree(OTHER, data, ignore=shutil.ignore_patterns("questions"))
    (data / "questions").mkdir()
    file = data / "questions" / "01-alliance.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return data


def make_library(folder: Path, text: str | bytes = QUESTIONS):
    """Open such a package."""
    return open_library(make_package(folder, text))


def make_session(folder: Path, ids: list[str] | None = None, text: str = QUESTIONS) -> Session:
    """Return a session over the sample questions, with a journal in `folder`."""
    data = folder / "quiz-data"
    library = open_library(data if data.exists() else make_package(folder, text))
    bank = load_bank(library)
    entries = [bank.entry(name) for name in ids or TYPES]
    return Session(entries, library, Journal(folder / "progress"))


def keys(session: Session, key: str) -> dict[str, str]:
    """Return the page's keys of a question by the option's text slug."""
    return session.seats[key].keys


# by question of TYPES: (a wrong answer, the right one), with option ids
ANSWERS = {
    "q1": ("the-speech", "the-convention"),
    "q2": (["france", "spain"], ["russia", "france"]),
    "q3": (
        {"verdict": True, "reason": "it-was-never-written"},
        {"verdict": False, "reason": "it-was-kept-secret"},
    ),
    "q4": ("1,200,000", "1 300 500 soldiers"),
    "q5": (["print", "draft", "signature", "visit"], ["visit", "draft", "signature", "print"]),
}


# --- one of each of the thirteen types: the examples of the README, about the real data ----------

# type: id of its example, in the order of the README
EACH = {
    "single": "example-single", "multiple": "example-multiple",
    "true-false": "example-true-false", "judge": "example-judge", "number": "example-number",
    "order": "example-order", "interval": "example-interval", "match": "example-match",
    "categorise": "example-categorise", "place": "example-place", "grade": "example-grade",
    "reflect": "example-reflect", "code": "example-code",
}  # fmt: skip


def readme_blocks() -> list[str]:
    """Return the YAML blocks of the README that hold questions, not templates of practice."""
    found = re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), flags=re.DOTALL)
    return [block for block in found if "\npractice:" not in block]


def readme_questions() -> str:
    """Return one question file made of the README: its head, then all its example questions."""
    head, *blocks = [b for b in readme_blocks() if "lesson:" in b or b.startswith("- id: example")]
    return head.replace("questions: []", "questions:") + "\n".join(blocks)


def make_real_package(folder: Path, text: str = "") -> Path:
    """Copy the real data package with the README's examples in place of its questions."""
    data = folder / "real-data"
    shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("questions"))
    (data / "questions").mkdir()
    file = data / "questions" / "01-history.yml"
    file.write_text(text or readme_questions(), encoding="utf-8")
    return data
