"""How many minutes a lesson takes, reckoned by one rule from what stands in its notebook.

A section takes its words at the pace of a reader, seconds for each question by its type, seconds
for each picture and table, and minutes for each explorer. Not counted: prompts for discussion
(they say their own minutes), tasks in code (they are optional), and questions that fold away as
more practice.

The pace is 175 words a minute. Over 190 studies adults read English non-fiction in silence at 238
words a minute, most of them at 175 to 300, and more slowly in a second language (Brysbaert 2019,
Journal of Memory and Language 109, 104047, https://doi.org/10.1016/j.jml.2019.104047). The slow end
is taken: the text is dense, and for many readers English is not their first language. The seconds
and the minutes below are the editors' own, with reading the feedback in them.

    for part in of_lesson(entry, library, notebooks):
        print(part.title, part.minutes, part.said)
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..library import Library
from ..problems import AllianceError
from ..quiz.bank import Bank, load_bank
from ..quiz.model import plain
from .ways import HEADING, MINUTES, notebooks_for

__all__ = ["Reckoned", "core", "minutes_text", "of_lesson", "reckoned"]

PACE = 175  # words a minute
# Seconds for a question: reading it, thinking, answering, reading what is said about the answer.
QUESTIONS = {
    "single": 45,
    "true-false": 45,
    "number": 45,
    "place": 45,
    "multiple": 60,
    "interval": 60,
    "order": 60,
    "grade": 75,
    "judge": 75,
    "match": 90,
    "categorise": 90,
    "reflect": 180,
}
PICTURE = 45  # seconds for a map, a chart or a timeline: its title, its summary and a good look
TABLE = 30  # seconds
PRACTICE = 40  # seconds for a question that is made from the data
# Minutes for an explorer, long enough to do what the text beside it asks for.
EXPLORERS = {
    "ladder": 3,
    "clauses": 3,
    "articles": 2,
    "resolve": 3,
    "chamber": 3,
    "record": 2,
    "estimates": 2,
    "stances": 3,
    "coding": 4,
    "forecast": 8,
    "crisis": 8,
    "weigh": 3,
    "tree": 3,
    "reading": 5,
    "caught": 1,
    "assessment": 12,
}
PICTURES = {"points", "lines", "areas", "ranges", "over_time", "bars", "timeline"}
MORE = re.compile(r"^\*\d+ minutes? · more\*\s*$", re.M)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
FOLDED = re.compile(r"<details.*?</details>", re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)
WORD = re.compile(r"[^\W_][\w'’-]*")


@dataclass
class Reckoned:
    """A section of a lesson; the first has with it what stands before it.

    Attributes:
        title: words of its heading.
        said: minutes that stand below the heading; None where none do.
        more: it does not belong to the core.
        words: of its prose, without prompts for discussion and what is folded away.
        questions: types of the questions that it asks, without those that fold away.
        pictures, tables, practised: how many.
        explorers: names of its explorers.
    """

    title: str
    said: int | None = None
    more: bool = False
    words: int = 0
    questions: list[str] = field(default_factory=list)
    pictures: int = 0
    tables: int = 0
    practised: int = 0
    explorers: list[str] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """Minutes by the rule."""
        seconds = sum(QUESTIONS.get(kind, 0) for kind in self.questions)
        seconds += PICTURE * self.pictures + TABLE * self.tables + PRACTICE * self.practised
        return self.words / PACE + seconds / 60 + sum(EXPLORERS[name] for name in self.explorers)


def of_lesson(entry: dict[str, Any], library: Library, notebooks: Path) -> list[Reckoned]:
    """Return the sections of all notebooks of a lesson; see `reckoned`.

    Args:
        entry: the lesson in module.yml.
        library: holds the questions that its cells ask.
        notebooks: the folder of the notebooks.
    """
    paths, bank = notebooks_for(entry, library, notebooks), load_bank(library)
    return [one for path in paths for one in reckoned(path, bank)]


def reckoned(path: Path, bank: Bank) -> list[Reckoned]:
    """Return the sections of a lesson with what they hold.

    Args:
        path: the notebook.
        bank: the questions that its cells ask.

    Raises:
        AllianceError: the notebook cannot be read.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AllianceError(
            f"The notebook “{path.name}” cannot be read ({error}); restore it from the module."
        ) from None
    found = [before := Reckoned("")]
    for kind, text in texts:
        if kind == "code":
            _take_code(text, found[-1], bank)
            continue
        heading, minutes = HEADING.search(text), MINUTES.search(text)
        if heading and minutes:
            title = plain(heading[1])
            found.append(Reckoned(title, int(minutes[1]), bool(MORE.search(text))))
        elif heading and heading[0].startswith("## "):
            found.append(Reckoned(plain(heading[1])))  # as long as one likes, or nothing to do
        found[-1].words += words_of(text)
    if len(found) > 1:
        found[1].words += before.words
    return found[1:]


def core(parts: list[Reckoned]) -> float:
    """Return the minutes of the sections that say how long they take and are not marked as more."""
    return sum(part.minutes for part in parts if part.said is not None and not part.more)


def words_of(text: str) -> int:
    """Count the words of a Markdown cell, without prompts for discussion and what is folded.

    Comments count neither: a notebook does not show them (web pages do, see the web edition).
    """
    text = FOLDED.sub("", COMMENT.sub("", text))
    kept = [line for line in text.splitlines() if not line.startswith(">")]
    return len(WORD.findall(LINK.sub(r"\1", "\n".join(kept))))


def _take_code(text: str, part: Reckoned, bank: Bank) -> None:
    """Add what a code cell shows to its section."""
    for name, arguments in _calls(text):
        if name in PICTURES:
            part.pictures += 1
        elif name == "show":
            part.tables += 1
        elif name == "practice":
            part.practised += next((n for n in arguments if isinstance(n, int)), 0)
        elif name in ("quiz", "diagnostic"):
            part.questions += _asked([n for n in arguments if isinstance(n, str)], bank)
        elif name in EXPLORERS:
            part.explorers.append(name)


def _calls(text: str) -> Iterator[tuple[str, list[object]]]:
    """Yield the names that a cell calls, with their plain arguments."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # a cell of another kind, such as one that begins with %%
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = [*node.args, *(pair.value for pair in node.keywords)]
            yield name, [v.value for v in values if isinstance(v, ast.Constant)]


def _asked(names: list[str], bank: Bank) -> list[str]:
    """Return the types of the questions that sets show without being unfolded."""
    shown = [one for name in names if name in bank.sets for one in bank.set(name).parted()[0]]
    return [bank.question(one).type for one in shown]


def minutes_text(library: Library, notebooks: Path) -> str:
    """Return a table for instructors: each section with its minutes as said and as reckoned.

    Args:
        library: knows the lessons and their questions.
        notebooks: the folder of the notebooks.
    """
    lines = []
    for entry in library.settings["lessons"]:
        parts = of_lesson(entry, library, notebooks)
        total = sum(part.minutes for part in parts if part.said is not None)
        lines.append(
            f"{entry['title']}: {entry['minutes']} minutes said, {total:.0f} reckoned, "
            f"core {core(parts):.0f}"
        )
        for part in parts:
            said = "-" if part.said is None else str(part.said)
            more = " (more)" if part.more else ""
            lines.append(f"  {said:>3} said {part.minutes:5.1f} reckoned  {part.title}{more}")
    return "\n".join(lines)
