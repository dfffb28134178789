"""`alliance new --blank`: a module about another alliance, from a short questionnaire.

What is answered becomes a course over nothing: the code book, the maps and the program of the
module, and no row, question or lesson of it. The first lesson runs, and the check is green.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from .. import dates
from ..library import open_library
from ..library.course import COURSE
from ..problems import AllianceError
from .starting import chosen, fresh_folder, lesson_cells, notebook, quoted, table, write_files

__all__ = ["QUESTIONS", "new_module"]

LESSON = "01-first-lesson"
LOOKS = (("#0072B2", "circle"), ("#D55E00", "square"))
AID = ("yes", "conditional", "no", "unknown")
CODE = re.compile(r"[A-Z]{3}")
ADDRESS = re.compile(r"https?://\S+")


def _any(text: str) -> str:
    return "" if text else "Write a few words."


def _code(text: str) -> str:
    return "" if CODE.fullmatch(text) else "Write three capital letters (ISO 3166-1 alpha-3)."


def _day(text: str) -> str:
    good = dates.is_valid(text) and "/" not in text
    return "" if good else "Write a day as year-month-day, a month as year-month, or a year."


def _address(text: str) -> str:
    return "" if ADDRESS.fullmatch(text) else "Write an address that begins with https://"


QUESTIONS: list[tuple[str, str, Callable[[str], str]]] = [
    ("title", "What is your module called?", _any),
    ("name", "One word for its folder of answers", lambda text: "" if re.fullmatch(
        r"[A-Za-z0-9][\w-]*", text) else "Use letters without accents, digits and hyphens."),
    ("code_1", "The first party, in three letters (ISO 3166-1 alpha-3)", _code),
    ("party_1", "Its name", _any),
    ("code_2", "The second party, in three letters", _code),
    ("party_2", "Its name", _any),
    ("source", "A source that tells of their treaty: its title", _any),
    ("publisher", "Who published it?", _any),
    ("published", "When? A year will do", _day),
    ("address", "Its address on the web", _address),
    ("treaty", "The treaty: its name", _any),
    ("signed", "When was it signed? As year-month-day", _day),
    ("place", "Where?", _any),
    ("says", "What does it say, in one sentence of yours?", _any),
    ("aid", "Does it promise military help to a party that is attacked? yes, conditional, no, "
     "unknown", lambda text: "" if text in AID else f"Write {', '.join(AID)}."),
    *((key, words, check) for number in ("first", "second", "third") for key, words, check in (
        (f"{number}_day", f"The {number} of three events: when?", _day),
        (f"{number}_title", "What happened, in a few words?", _any),
    )),
]  # fmt: skip


def new_module(
    place: str | Path,
    module: Path,
    answers: Iterator[str] | None = None,
    ask: Callable[[str], str] = input,
    tell: Callable[[str], None] = print,
) -> list[str]:
    """Make a module about another alliance and return what to do next, in sentences.

    Args:
        place: the folder to be made.
        module: the folder of the module, with `data` in it.
        answers: lines to be taken for the answers; without them each question is asked.
        ask: asks a question; tell: says what is wrong with an answer.

    Raises:
        AllianceError: an answer from a file does not fit, or the folder is there already.
    """
    said = _answers(answers, ask, tell)
    folder = fresh_folder(place)
    library = open_library(module / "data", course="")
    write_files(folder, library, f"title: {quoted(said['title'])}", "")
    _write(folder, library, said)
    return [f"Made: {folder}", *chosen(folder, module, True)]


def _answers(
    answers: Iterator[str] | None, ask: Callable[[str], str], tell: Callable[[str], None]
) -> dict[str, str]:
    """Return the answers by key; a wrong one is asked for again."""
    found: dict[str, str] = {}
    for key, words, check in QUESTIONS:
        while True:
            given = (ask(f"{words}\n> ") if answers is None else next(answers, "")).strip()
            wrong = check(given)
            if key == "code_2" and given == found["code_1"]:
                wrong = "The two parties have the same letters."
            if not wrong:
                found[key] = given
                break
            if answers is not None:
                raise AllianceError(f"The answer “{given}” to “{words}” does not fit. {wrong}")
            tell(wrong)
    return found


def _write(folder: Path, library, said: dict[str, str]) -> None:
    """Write the tables, the questions and the first lesson."""
    head = f"base: blank\nname: {said['name']}\ndata_as_of: {_latest(said)}\n\n"
    path = folder / COURSE
    lesson = (
        f"\nlessons:\n  - lesson: {LESSON}\n    title: {quoted(said['title'])}\n    minutes: 15\n"
        "    teaser: Two states, one treaty, three events.\n"
    )
    path.write_text(head + path.read_text("utf-8") + lesson, "utf-8")
    tables = folder / "tables"
    borders = library.settings.get("borders", {}).get("choices", {}).values()
    cited = dict.fromkeys(name for view in borders for name in view.get("source_ids", []))
    own = {"id": "my-source", "title": said["source"], "publisher": said["publisher"],
           "date": said["published"], "kind": "reference", "url": said["address"],
           "access": "excerpt", "note": ""}  # fmt: skip
    table(tables / "sources.csv", [own, *({k: library.source(name)[k] for k in own}
                                         for name in cited)])  # fmt: skip
    codes = (said["code_1"], said["code_2"])
    table(tables / "actors.csv", [
        {"id": code, "name": said[f"party_{k}"], "short_name": said[f"party_{k}"], "kind": "state",
         "boundaries": code if code in _outlines(library) else "", "color": LOOKS[k - 1][0],
         "symbol": LOOKS[k - 1][1], "source_ids": "my-source"}
        for k, code in enumerate(codes, 1)])  # fmt: skip
    name, says = said["treaty"], said["says"]
    table(tables / "treaties.csv", [
        {"id": "my-treaty", "name": name, "short_name": name, "parties": ";".join(codes),
         "signed": said["signed"], "title_says": "other", "duration": "not looked up yet",
         "summary": says, "source_ids": "my-source"}])  # fmt: skip
    table(tables / "obligations.csv", [
        {"id": f"my-treaty-{kind}", "treaty": "my-treaty", "type": kind, "by": ";".join(codes),
         "to": ";".join(codes), "value": said["aid"] if kind == "defense" else "unknown",
         "evidence": "reported", "source_ids": "my-source",
         "condition": "not looked up yet" if said["aid"] == "conditional" else ""}
        for kind in library.choices("obligations", "type")])  # fmt: skip
    signed = {"day": said["signed"], "title": f"Signed: {said['treaty']}"}
    happened = [signed, *({"day": said[f"{n}_day"], "title": said[f"{n}_title"]}
                          for n in ("first", "second", "third"))]  # fmt: skip
    table(tables / "events.csv", [
        {"id": f"event-{k}", "date": one["day"], "title": one["title"], "summary": one["title"],
         "category": "treaty" if k == 0 else "diplomacy", "actors": ";".join(codes),
         "place": said["place"], "confidence": "medium", "source_ids": "my-source"}
        for k, one in enumerate(happened)])  # fmt: skip
    table(tables / "objectives.csv", [
        {"id": "first-1", "lesson": LESSON, "bloom": "remember",
         "text": "Put the events of this alliance in their order."}])  # fmt: skip
    asked = folder / "questions" / f"{LESSON}.yml"
    asked.write_text(_question(said), "utf-8")
    shown = 'timeline(library.events, title="What happened, and when")'
    cells = lesson_cells(LESSON, said["title"], 'quiz("first-exit")', shown)
    notebook(folder / "notebooks" / f"{LESSON}.ipynb", cells)


def _outlines(library) -> set[str]:
    return {feature["properties"]["id"] for feature in library.boundaries["features"]}


def _latest(said: dict[str, str]) -> str:
    days = [said[key] for key in said if key.endswith("_day") or key in ("signed", "published")]
    return str(max(dates.bounds(day)[1] for day in days))


def _question(said: dict[str, str]) -> str:
    """Return the one question of the first lesson, whose key follows from the tables."""
    return f"""# Questions of the first lesson; data/README.md explains all types.
lesson: {LESSON}
sets:
  first-exit: {{title: "Before you go"}}
questions:
  - id: first-how-many
    set: first-exit
    objective: first-1
    type: number
    stem: "How many events does the timeline hold?"
    answer_from: {{table: events, where: "confidence == 'medium'", compute: count}}
    unit: events
    feedback: {{right: "Yes.", low: "There are more.", high: "There are fewer."}}
    source_ids: [my-source]
"""
