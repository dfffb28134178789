"""Challenges of “Would it pass?”: reading and checking `puzzles.yml` in the data folder.

puzzles:
  - id: no-veto-needed                  # unique
    title: Stopped without a veto       # as it stands in the list
    task: Make the text fail although … # what to do
    start: S/RES/2094                   # text whose votes to begin with; without it, all yes
    question: substantive               # the kind of question to begin with
    goal:                               # solved when all of it holds
      result: not-adopted               # adopted, not-adopted or vetoed; or a list of them
      question: substantive             # may be left out: then either kind will do
      votes:                            # numbers of votes, each with `most`, `least` or both
        - {who: permanent, vote: "no", most: 0}    # who: permanent, elected, all, or an actor
    hint: One sentence.
    why: What the solution shows, in a sentence or two.
    source_ids: [un-1945-charter]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from ...library import Library
from ...library.form import Form, hint, lined, short
from ...problems import AllianceError, Problem
from ...texts.yaml_lines import Lined, read_yaml
from . import seats

__all__ = ["FILE", "Puzzles", "check_puzzles", "checked", "read_puzzles"]

FILE = "puzzles.yml"
RESULTS = ["adopted", "not-adopted", "vetoed"]
QUESTIONS = ["substantive", "procedural"]
GROUPS = ["permanent", "elected", "all"]
WORDS = ["id", "title", "task", "hint", "why"]
TABLES = ("resolutions", "votes", "bodies")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
Puzzles = Sequence[Mapping[str, Any]]


class _Form(Form):
    """A challenge, or a part of it, being read."""

    def __init__(self, raw: Lined, rolls: seats.Rolls, sources: Collection[str]) -> None:
        super().__init__(raw, FILE)
        self.texts_known = [row["id"] for row in rolls.rows]
        self.who = [*GROUPS, *(member["id"] for member in rolls.members)]
        self.sources = sources

    def known_sources(self) -> Collection[str]:
        """Return the ids of the sources."""
        return self.sources


def read_puzzles(path: Any) -> Puzzles:
    """Return the challenges of a file as they are written, [] if there is none.

    Raises:
        AllianceError: the file cannot be read as YAML, or has no list under `puzzles`.
    """
    content, problem = _content(path)
    if problem:
        raise AllianceError(str(problem))
    return content["puzzles"]


def _content(path: Any) -> tuple[Lined, Problem | None]:
    """Return what the file holds, or the reason why there is nothing to be read."""
    nothing = Lined()
    nothing["puzzles"] = []
    if not path.is_file():
        return nothing, None
    content, problem = read_yaml(path, FILE)
    if problem is None and not (
        isinstance(content, Lined) and isinstance(content.get("puzzles"), list)
    ):
        message = "there is no list under “puzzles:”"
        problem = Problem(FILE, message, "begin the file with it, and each puzzle with “- id:”", 1)
    return (nothing if problem else content), problem


def check_puzzles(library: Library) -> list[Problem]:
    """Return what is wrong with the challenges of a data package."""
    content, problem = _content(library.file(FILE))
    missing = [name for name in TABLES if library.held.get(name, pd.DataFrame()).empty]
    if problem or missing or not content["puzzles"]:
        return [problem] if problem else []  # without votes there is nothing to be solved
    top = Form(content, FILE)
    top.has("puzzles")
    top.close()
    try:
        rolls = seats.read(library.resolutions, library.votes, None, library, "explore.resolve")
    except AllianceError as error:
        message = f"the votes that it is about cannot be drawn ({str(error).rstrip('.')})"
        return [Problem(FILE, message, "mend the tables, or remove the file")]
    rolls.rows = [row for row in rolls.rows if row["known"]]
    return top.problems + checked(content["puzzles"], rolls, library.ids("sources"))[1]


def checked(
    puzzles: Puzzles, rolls: seats.Rolls, sources: Collection[str]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the challenges with nothing in them but what is described above, and all mistakes.

    Args:
        puzzles: as read from a file, or given by Python.
        rolls: the votes to begin with.
        sources: ids of the sources that a challenge may name.
    """
    good: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, raw in enumerate(map(lined, puzzles), 1):
        if not isinstance(raw, Lined):
            message = f"puzzle {number} is “{short(raw)}”; it must have a title, a task and a goal"
            problems.append(Problem(FILE, message, "begin it with “- id: …”"))
            continue
        form = _Form(raw, rolls, sources)
        form.problems = problems
        name = raw.get("id")
        form.at = f"puzzle “{short(name)}”: " if isinstance(name, str) else f"puzzle {number}: "
        puzzle = _puzzle(form)
        if puzzle["id"] in [other["id"] for other in good]:
            form.wrong("id", f"the id “{puzzle['id']}” stands above", "choose another")
        good.append(puzzle)
    return good, problems


def _puzzle(form: _Form) -> dict[str, Any]:
    """Read one challenge."""
    found: dict[str, Any] = {word: form.text(word) for word in WORDS}
    for word in WORDS:
        if not found[word] and not isinstance(form.raw.get(word), bool | list | dict):
            form.wrong(word, f"“{word}” is missing", "write a text")
    if found["id"] and not SLUG.fullmatch(found["id"]):
        form.wrong("id", f"“{short(found['id'])}” is no id", "use a-z, 0-9 and hyphens only")
    if form.has("start"):
        found["start"] = start = form.text("start", required=True)
        if start and start not in form.texts_known:
            message = f"there is no text “{short(start)}” with a complete roll call"
            form.wrong("start", message, hint(start, form.texts_known))
    found["question"] = form.one_of("question", QUESTIONS, "substantive")
    found["goal"] = _goal(form)
    if form.has("source_ids"):
        found["source_ids"] = list(form.ids("source_ids", form.sources, "source"))
    form.close()
    return found


def _goal(form: _Form) -> dict[str, Any]:
    """Read when a challenge is solved."""
    if not isinstance(form.take("goal"), Lined):
        form.wrong("goal", "“goal” is missing", "write `result:` and `votes:` below it")
        return {}
    goal = form.inner("goal")
    found: dict[str, Any] = {}
    results = goal.take("result")
    listed = results if isinstance(results, list) else [results]
    if not listed or not all(isinstance(one, str) and one in RESULTS for one in listed):
        goal.none_of("result", RESULTS, results)
    found["result"] = results
    if goal.has("question"):
        found["question"] = goal.one_of("question", QUESTIONS)
    if goal.has("votes"):
        like = '`- {who: permanent, vote: "no", most: 0}`'
        found["votes"] = [_votes(row) for row in goal.rows("votes", least=1, like=like)]
    goal.close()
    return found


def _votes(form: _Form) -> dict[str, Any]:
    """Read one condition on numbers of votes."""
    found: dict[str, Any] = {
        "who": form.one_of("who", form.who),
        "vote": form.one_of("vote", seats.VOTES),
    }
    found |= {bound: form.whole(bound) for bound in ("least", "most") if form.has(bound)}
    if len(found) == 2:
        form.wrong("least", "no number of votes is given", "write “least” or “most” and a number")
    elif found.get("least", 0) > found.get("most", found.get("least", 0)):
        form.wrong("least", "“least” is above “most”", "exchange the two")
    form.close()
    return found
