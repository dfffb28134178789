"""puzzles.yml: whatever is damaged in it, the check says so with the line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance.explore.votes.puzzles import FILE, check_puzzles
from alliance.library import Library, open_library
from alliance.teach.check import run_checks
from tests.places import DATA

TEXT = """\
puzzles:
  - id: one
    title: One
    task: Change a single vote.
    start: S/RES/2397
    question: substantive
    goal:
      result: vetoed
      question: substantive
      votes:
        - {who: all, vote: "yes", least: 14}
    hint: Think.
    why: So it is.
    source_ids: [uncharter-org-nd-article-27]
"""


@pytest.fixture(scope="module")
def real():
    return open_library(DATA)


def told(real, folder, text):
    (folder / FILE).write_text(text, encoding="utf-8")
    library = Library(replace(real._package, folder=folder), real.settings)
    return [str(problem) for problem in check_puzzles(library)]


def test_the_module_s_own_are_in_order(real, tmp_path):
    assert check_puzzles(real) == [] and told(real, tmp_path, TEXT) == []
    assert told(real, tmp_path, "puzzles: []\n") == []


# what is replaced, by what, and what the one sentence must hold
DAMAGES = [
    ("puzzles:", "puzzels:", "row 1: there is no list under “puzzles:”"),
    (TEXT, "puzzles: 5", "row 1: there is no list under “puzzles:”"),
    (TEXT, "puzzles: [word]", "puzzle 1 is “word”"),
    (TEXT, "puzzles: [", "cannot be read"),
    (TEXT, TEXT + "more: 1\n", "row 15, column “more”: this field is unknown"),
    ("id: one", "id: [one]", "row 2, column “puzzle 1: id”: a text is wanted"),
    ("id: one", "id: One two", "row 2, column “puzzle “One two”: id”: “One two” is no id"),
    ("title: One", "title:", "row 3, column “puzzle “one”: title”: “title” is missing"),
    ("title: One", "title: No", "row 3, column “puzzle “one”: title”: YAML reads this word"),
    ("task:", "taks:", "row 4, column “puzzle “one”: taks”: this field is unknown here; did you "
     "mean “task”"),
    ("start: S/RES/2397", "start: S/RES/9999", "row 5, column “puzzle “one”: start”: there is no "
     "text “S/RES/9999” with a complete roll call; did you mean"),
    ("question: substantive\n    goal", "question: important\n    goal", "row 6, column “puzzle "
     "“one”: question”: “question” must be one of substantive, procedural"),
    ("question: substantive\n      votes", "question: [procedural]\n      votes", "row 9, column "
     "“puzzle “one”: goal.question”"),
    (TEXT[TEXT.index("    goal"):TEXT.index("    hint")], "    goal: vetoed\n", "row 7, column "
     "“puzzle “one”: goal”: “goal” is missing"),
    ("result: vetoed", "result: veto", "row 8, column “puzzle “one”: goal.result”: “result” must "
     "be one of adopted, not-adopted, vetoed, not “veto”; did you mean “vetoed”"),
    ("result: vetoed", "result: []", "row 8"),
    ("result: vetoed", "result: [[vetoed]]", "row 8"),
    ("result: vetoed", "results: vetoed", "row 8, column “puzzle “one”: goal.results”: this field "
     "is unknown here; did you mean “result”"),
    ("who: all", "who: everyone", "row 11, column “puzzle “one”: goal.votes 1: who”: “who” must"),
    ('vote: "yes"', "vote: yes", "row 11, column “puzzle “one”: goal.votes 1: vote”: “vote” must "
     "be one of"),
    ("least: 14", "least: fourteen", "row 11, column “puzzle “one”: goal.votes 1: least”: "
     "“fourteen” is no whole number"),
    ("least: 14", "least: true", "is no whole number"),
    ("least: 14", "lest: 14", "lest”: this field is unknown here; did you mean “least”"),
    (", least: 14", "", "no number of votes is given"),
    ("least: 14", "least: 14, most: 3", "“least” is above “most”"),
    ("        - {who", "        {who", "row 10, column “puzzle “one”: goal.votes”: at least one"),
    ("article-27", "article-28", "row 14, column “puzzle “one”: source_ids”: there is no source"),
    ("why: So it is.", "why: So [it](#nobody) is.", "row 13, column “puzzle “one”: why”: it cites "
     "“nobody”"),
    (TEXT, TEXT + TEXT.partition("\n")[2], "row 15, column “puzzle “one”: id”: the id “one” stands "
     "above"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), DAMAGES)
def test_a_damage_is_one_sentence(real, tmp_path, old, new, wanted):
    assert old in TEXT
    found = told(real, tmp_path, TEXT.replace(old, new, 1))
    assert len(found) == 1 and found[0].startswith(FILE) and wanted in found[0], found


def test_the_command_tells_of_them(package, tmp_path, capsys):
    path = package / FILE
    path.write_text(path.read_text("utf-8").replace("result: vetoed", "result: veto", 1), "utf-8")
    assert run_checks(str(package), str(tmp_path)) == 1
    out = capsys.readouterr().out
    assert "Puzzles: puzzles.yml: 1 to mend" in out and "did you mean “vetoed”" in out


def test_a_package_without_votes_has_no_challenges(other_data):
    assert check_puzzles(open_library(other_data)) == []
