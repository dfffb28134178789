"""Templates over tables that refer to each other: who voted how, which treaty has this clause."""

from __future__ import annotations

import json
import random
import shutil

import pytest

from alliance.library import open_library
from alliance.quiz import check_questions, load_bank
from alliance.quiz.practice import Maker, generate, read
from tests.practice_parts import parts
from tests.practice_samples import OTHER

TABLES = {
    "resolutions": """\
id,date,title,confidence
R/1,1950-06-25,Call for a halt,high
R/2,1950-07-07,Joint command,high
R/3,1951-02-01,Embargo,low
""",
    "votes": """\
id,resolution,member,vote
R/1:FRA,R/1,FRA,yes
R/1:RUS,R/1,RUS,absent
R/1:ITA,R/1,ITA,abstain
R/1:ESP,R/1,ESP,yes
R/2:FRA,R/2,FRA,abstain
R/2:RUS,R/2,RUS,no
R/2:ITA,R/2,ITA,yes
R/2:ESP,R/2,ESP,yes
R/3:FRA,R/3,FRA,abstain
R/3:RUS,R/3,RUS,yes
""",
    "treaties": """\
id,name
one,First Pact
two,Second Pact
three,Third Pact
four,Fourth Pact
""",
    "obligations": """\
id,treaty,type,value
one-help,one,help,yes
two-help-a,two,help,yes
two-help-b,two,help,no
three-help,three,help,no
four-help,four,help,no
one-talks,one,talks,no
three-talks,three,talks,yes
""",
    "clauses": """\
id,treaty,duty,kind
c1,one,Send troops at once,assist
c2,two,Do what seems needed,own-choice
c3,three,Meet and talk,consult
c4,four,Help with all it has,assist
c5,two,Give aid in war,assist
""",
}
REFERS = {
    "votes": {"resolution": "resolutions", "member": "actors"},
    "obligations": {"treaty": "treaties"},
    "clauses": {"treaty": "treaties"},
}
CHOICES = {"vote": ["yes", "no", "abstain", "absent"]}
TEMPLATES = """\
groups: {votes: {title: "Votes"}}
practice:
  - id: voted-how
    group: votes
    type: single
    from: {table: votes, join: [resolution, member]}
    answer: vote_label
    same: resolution
    choices: 3
    stem: >-
      How did {member_name} ({member_capital}) vote on {resolution_title} ({resolution_date_words})?
    feedback_right: "The record says {vote_label}."
    feedback_wrong: "Not {chosen}: so voted {chosen.member_name} on {chosen.resolution_title}."
  - id: who-abstained
    group: votes
    type: multiple
    from: {table: votes, join: [resolution]}
    together: resolution
    pick: [3, 4]
    option: "{member_name}"
    correct: {where: "vote == 'abstain'"}
    wrong: {where: "vote != 'abstain'"}
    stem: "Which of these abstained on {resolution_title} ({resolution_date_words})?"
    feedback_right: "{member_name}: {vote_label}."
    feedback_wrong: "{member_name}: {vote_label}."
  - id: which-has
    group: votes
    type: single
    from: {table: obligations, join: [treaty]}
    pick: 2
    option: "{treaty_name}"
    vary: [{duty: help, words: promises help}, {duty: talks, words: provides for talks}]
    correct: {where: "type == '{duty}' and value == 'yes'"}
    wrong: {where: "type == '{duty}' and value == 'no'"}
    stem: "Which of these {words}?"
    feedback_right: "This one {words}."
    feedback_wrong: "Not this one."
  - id: whose-clause
    group: votes
    type: single
    from: {table: clauses, join: [treaty]}
    answer: treaty_name
    different: kind
    choices: 2
    stem: "Which treaty says: {duty}?"
    feedback_right: "It is {treaty_name}."
    feedback_wrong: "{chosen} says: {chosen.duty}."
"""
VOTES = [line.split(",") for line in TABLES["votes"].splitlines()[1:]]
NAMES = {"FRA": "France", "RUS": "Russia", "ITA": "Italy", "ESP": "Spain"}
TITLES = {"R/1": "Call for a halt", "R/2": "Joint command"}


def make(folder, templates=TEMPLATES):
    """The package about another alliance with these tables and templates."""
    shutil.copytree(OTHER, folder, dirs_exist_ok=True)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    (folder / "actors.csv").write_text(
        (folder / "actors.csv").read_text("utf-8")
        + "ITA,Italy,Italy,state,,,Rome,41.9,12.5,,#0072B2,circle,kennan-1984\n"
        + "ESP,Spain,Spain,state,,,Madrid,40.4,-3.7,,#0072B2,circle,kennan-1984\n",
        "utf-8",
    )
    for name, text in TABLES.items():
        head, *rows = text.splitlines()
        lines = [f"{head},source_ids", *(f"{row},kennan-1984" for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
        fields = [
            {"name": column, "type": "string"}
            | ({"edtf": True} if column == "date" else {})
            | ({"constraints": {"enum": CHOICES[column]}} if column in CHOICES else {})
            for column in head.split(",")
        ]
        fields.append({"name": "source_ids", "type": "list", "delimiter": ";"})
        keys = [
            {"fields": [column], "reference": {"resource": other, "fields": ["id"]}}
            for column, other in REFERS.get(name, {}).items()
        ]
        schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": keys}
        package["resources"] = [r for r in package["resources"] if r["name"] != name]
        resource = {"name": name, "path": f"{name}.csv", "type": "table", "schema": schema}
        package["resources"].append(resource)
    path.write_text(json.dumps(package), "utf-8")
    (folder / "questions" / "practice.yml").write_text(templates, "utf-8")
    return open_library(folder)


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return load_bank(make(tmp_path_factory.mktemp("joined") / "data"))


def made(bank, name, count=40):
    template = bank.templates[name]
    maker, chance = Maker(template, bank.library), random.Random(name)
    found = []
    for _ in range(count):
        draft, fields = maker.sample(chance)
        entry = read(template, maker.id_of(draft), fields, bank)
        assert entry.problems == [] and entry.question.source_ids == ("kennan-1984",)
        assert bank.question(entry.id).body == entry.question.body
        found.append(entry.question)
    return found


def test_the_templates_have_no_problem(bank):
    assert [str(problem) for problem in check_questions(bank.library)] == []


def test_how_a_member_voted(bank):
    asked = set()
    for question in made(bank, "voted-how"):
        (row,) = [
            (resolution, member, vote)
            for _, resolution, member, vote in VOTES
            if f"How did {NAMES[member]} (" in question.stem
            and TITLES.get(resolution, "no title") in question.stem
        ]
        _, (right,), wrong = parts(question)
        assert right.text == row[2]
        assert {o.text for o in wrong} <= {"yes", "no", "abstain", "absent"} - {row[2]}
        day = {"R/1": "25 June 1950", "R/2": "7 July 1950"}[row[0]]
        assert day in question.stem and "{" not in question.stem + right.feedback
        asked.add(row)
    # The resolution of low confidence is left out.
    assert {resolution for resolution, _, _ in asked} == {"R/1", "R/2"}


def test_which_members_abstained(bank):
    told = set()
    for question in made(bank, "who-abstained"):
        (resolution,) = [name for name, title in TITLES.items() if title in question.stem]
        votes = {NAMES[member]: vote for _, where, member, vote in VOTES if where == resolution}
        options, right, wrong = parts(question)
        assert len(options) in (3, 4) and wrong
        assert all(votes[o.text] == "abstain" for o in right)
        assert all(votes[o.text] != "abstain" for o in wrong)
        told.add(resolution)
    assert told == {"R/1", "R/2"}


def test_which_treaty_has_a_clause(bank):
    pairs = set()
    for question in made(bank, "which-has"):
        _, (right,), (wrong,) = parts(question)
        pairs.add((question.stem, right.text, wrong.text))
    # The second pact promises help one way only: it is neither right nor wrong.
    assert pairs == {
        ("Which of these promises help?", "First Pact", "Third Pact"),
        ("Which of these promises help?", "First Pact", "Fourth Pact"),
        ("Which of these provides for talks?", "Third Pact", "First Pact"),
    }


def test_a_treaty_with_a_clause_of_the_same_kind_is_no_wrong_option(bank):
    assist = {"First Pact", "Second Pact", "Fourth Pact"}
    for question in made(bank, "whose-clause"):
        _, (right,), (wrong,) = parts(question)
        if "troops" in question.stem or "all it has" in question.stem or "war" in question.stem:
            assert right.text in assist and wrong.text == "Third Pact"
        elif "needed" in question.stem:
            assert right.text == "Second Pact"
    name = "whose-clause:c1+c2"
    assert "more than one option is true" in str(bank.entry(name).problems)


MISTAKES = {
    "no reference": ("join: [resolution, member]", "join: [vote]", "from", "hold one id"),
    "no column": ("join: [resolution, member]", "join: [resolutoin]", "from", "resolution"),
    "not joined": ("join: [resolution]}", "join: [member]}", "stem", "resolution_title"),
    "not together": ("    together: resolution\n", "", "stem", "resolution_title"),
    "unknown together": ("together: resolution", "together: session", "together", "session"),
    "together for one row": ("    same: resolution\n", "    together: resolution\n", "together",
                             "unknown here"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told(name, tmp_path):
    old, new, column, said = MISTAKES[name]
    assert old in TEMPLATES
    problems = check_questions(make(tmp_path / "data", TEMPLATES.replace(old, new, 1)))
    assert any(p.column == column and said in str(p) for p in problems), [str(p) for p in problems]


def test_rows_that_refer_to_nothing_known_are_left_out(bank):
    library = make(bank.library.folder)
    frame = library.tables["resolutions"]
    library.held["resolutions"] = frame[frame["id"] != "R/1"]
    entries = generate([load_bank(library).templates["voted-how"]], load_bank(library), "x", 20)
    assert entries and not any("R%2F1%3A" in entry.id.split("+")[0] for entry in entries)
