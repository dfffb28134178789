"""Templates that an instructor writes: another alliance, changed rows, mistakes, the schema."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alliance.journal import Journal
from alliance.library import check_library, open_library
from alliance.problems import AllianceError
from alliance.quiz import check_questions, load_bank, practice, quiz
from alliance.quiz.practice import generate
from tests.places import DATA
from tests.practice_parts import by_id, parts
from tests.practice_samples import KINDS, other


def test_it_works_for_another_alliance(tmp_path):
    library = other(tmp_path)
    assert check_questions(library) == []
    bank = load_bank(library)
    made = generate(list(bank.templates.values()), bank, "x", 8)
    rows = by_id(library.events)
    assert len(made) == 8
    for entry in made:
        _, (right,), wrong = parts(entry.question)
        if entry.id.startswith("other-first"):
            assert rows[right.id]["date_end"] < min(rows[o.id]["date_start"] for o in wrong)
        else:
            assert right.text == rows[right.id]["place"]
            # The aliases: no French squadron where Paris is the answer, none for Kronstadt.
            assert not ("French" in entry.question.stem and right.text == "Paris")
            assert right.text not in entry.question.stem


def test_a_changed_row_changes_the_questions(tmp_path):
    library = other(tmp_path)
    bank = load_bank(library)
    name = "other-first:convention-in-force+military-convention-drafted"
    (right,) = parts(bank.question(name))[1]
    assert right.id == "military-convention-drafted"
    file = library.folder / "events.csv"
    file.write_text(file.read_text("utf-8").replace("1892-08-17", "1895-08-17"), "utf-8")
    (right,) = parts(load_bank(open_library(library.folder)).question(name))[1]
    assert right.id == "convention-in-force"
    # Doubtful now: it says so, and is no longer drawn.
    file.write_text(file.read_text("utf-8").replace("1895-08-17", "1894~"), "utf-8")
    bank = load_bank(open_library(library.folder))
    assert "can no longer be asked" in str(bank.entry(name).problems[0])
    made = generate(list(bank.templates.values())[:1], bank, "x", 20)
    assert made and not any("drafted" in entry.id for entry in made)
    assert quiz(name, library=bank.library, journal=Journal(tmp_path / "j")).questions[0]["broken"]


def test_another_true_answer_is_never_a_wrong_option(tmp_path):
    library = other(tmp_path, "choices: 3", "choices: 2")
    file = library.folder / "events.csv"
    # Two rows make the same question, one of them of low confidence; both answers are true.
    text = file.read_text("utf-8").replace("Military convention drafted", "Convention in force")
    file.write_text(text.replace("2.35,1918,high", "2.35,1918,low"), "utf-8")
    library = open_library(library.folder)
    bank = load_bank(library)
    made = generate([bank.templates["other-where"]], bank, "x", 30)
    asked = [e for e in made if "Convention" in e.question.stem]
    places = {"Paris", "Saint Petersburg"}
    assert asked
    for entry in asked:
        assert not places & {o.text for o in parts(entry.question)[2]}
    name = "other-where:military-convention-drafted+war-of-1914"
    assert "more than one option is true" in str(bank.entry(name).problems)


def test_rows_with_the_same_text_never_meet(tmp_path):
    rule = (
        "correct: {where: \"category == 'treaty'\"}\n    wrong: {where: \"category != 'treaty'\"}"
    )
    library = other(tmp_path, "correct: {first_by: date}", rule)
    file = library.folder / "events.csv"
    file.write_text(file.read_text("utf-8").replace(",War,", ",CONVENTION  in forcé,"), "utf-8")
    bank = load_bank(open_library(library.folder))
    made = generate([bank.templates["other-first"]], bank, "x", 20)
    assert made
    for entry in made:
        (right,), (wrong,) = parts(entry.question)[1:]
        assert {right.id, wrong.id} != {"convention-in-force", "war-of-1914"}


def test_pairs_that_could_be_doubted_are_never_asked(tmp_path):
    library = other(tmp_path, templates=KINDS)
    assert check_questions(library) == []
    bank = load_bank(library)
    made = generate([bank.templates["other-match"]], bank, "x", 20)
    keys = [{item.id: entry.question.body.key[item.id] for item in entry.question.body.items}
            for entry in made]  # fmt: skip
    # “Squadron at Kronstadt” shows its place, and two others share Paris.
    assert {frozenset(key) for key in keys} == {
        frozenset({"military-convention-drafted", "convention-in-force"}),
        frozenset({"military-convention-drafted", "war-of-1914"}),
    }
    assert all(len(entry.question.body.targets) == 3 for entry in made)
    two = "other-match:convention-in-force+war-of-1914+squadron-at-kronstadt"
    assert "nearly the same" in str(bank.entry(two).problems)
    # An item is true of two of the places: a row of low confidence says so.
    file = library.folder / "events.csv"
    text = file.read_text("utf-8").replace(",War,", ",Convention in force,")
    text = text.replace("Paris,48.86,2.35,,high", "Kronstadt,59.99,29.77,,low")
    file.write_text(text, "utf-8")
    bank = load_bank(open_library(library.folder))
    assert generate([bank.templates["other-match"]], bank, "x", 20) == []
    gone = "other-match:convention-in-force+military-convention-drafted+squadron-at-kronstadt"
    assert "more than one partner fits" in str(bank.entry(gone).problems)


def test_places_too_near_each_other_are_never_offered_together(tmp_path):
    library = other(tmp_path, templates=KINDS)
    bank = load_bank(library)
    made = generate([bank.templates["other-map"]], bank, "x", 20)
    asked = {entry.id.split(":")[1].split("+")[0] for entry in made}
    assert asked == {"convention-in-force", "war-of-1914"}
    for entry in made:
        body = entry.question.body
        assert {spot.text for spot in body.offered.values()} == {
            "Paris", "Saint Petersburg", "Kronstadt"}  # fmt: skip
    # Kronstadt lies 30 km from Saint Petersburg: at 5 km they are apart, at 100 km they are not.
    near = other(tmp_path, "within_km: 100", "within_km: 5", KINDS)
    made = generate([load_bank(near).templates["other-map"]], load_bank(near), "x", 20)
    asked = {entry.id.split(":")[1].split("+")[0] for entry in made}
    assert asked == {"military-convention-drafted", "convention-in-force", "war-of-1914"}
    view = other(tmp_path, "[0, 40, 40, 65]", "[20, 55, 40, 65]", KINDS)
    bank = load_bank(view)
    assert "too few rows" in str(check_questions(view))
    entry = bank.entry("other-map:war-of-1914+squadron-at-kronstadt+military-convention-drafted")
    assert "can no longer be asked" in str(entry.problems)


MISTAKES = {
    "unknown table": ("{table: events}", "{table: event}", "from", "events"),
    "unknown column in a text": ('"{title}"', '"{titel}"', "option", "title"),
    "unknown column to order by": ("first_by: date", "first_by: dat", "correct", "date"),
    "unknown answer": ("answer: place", "answer: plaice", "answer", "place"),
    "query": ("{table: events}", "{table: events, where: 'kind == 1'}", "from", "does not work"),
    "unknown rule": ("first_by: date", "frist_by: date", "correct", "first_by"),
    "no rule": ("    correct: {first_by: date}\n", "", "correct", "first_by"),
    "unknown type": ("type: single", "type: singel", "type", "single"),
    "wrong shape": ('    option: "{title}"\n', "", "answer", "option"),
    "order asks rows": ("type: single\n    from: {table: events}\n    answer",
                        "type: order\n    from: {table: events}\n    answer", "type", "compares"),
    "unknown objective": ("alliance-1", "alliance-9", "objective", "alliance-1"),
    "unknown group": ("group: first", "group: frist", "group", "first"),
    "unknown field": ("pick: 2", "pik: 2", "pik", "pick"),
    "pick": ("pick: 2", "pick: 1", "pick", "2 to 8"),
    "no stem": ('stem: "Which came first?"', 'stem: ""', "stem", "missing"),
    "a row in the stem": ("Which came first?", "Is {title} first?", "stem", "title"),
    "no feedback": ('    feedback_wrong: "No: {date_words}."\n', "", "feedback_wrong", "missing"),
    "same id": ("id: other-where", "id: other-first", "id", "used already"),
    "too few rows": ("pick: 2", "pick: 8", "from", "too few rows"),
    "aliases": ("[[Paris, French]]", "[Paris, French]", "same_words", "list"),
    "vary": ("    pick: 2\n", "    pick: 2\n    vary: [one]\n", "vary", "mapping"),
    "no list": ("practice:\n  - id: other-first", "practice: 7\nrest:\n  - id: other-first",
                "practice", "list"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_one_sentence_with_its_place(name, tmp_path):
    old, new, column, said = MISTAKES[name]
    library = other(tmp_path, old, new)
    problems = check_questions(library)
    hit = [p for p in problems if p.column == column]
    assert hit, [str(p) for p in problems]
    sentence = str(hit[0])
    assert sentence.startswith("questions/practice.yml") and said in sentence
    assert isinstance(hit[0].row, int) and hit[0].remedy and "\n" not in sentence
    # The other questions still show, and practice says what is wrong.
    assert load_bank(library).question("alliance-secret")
    try:
        panel = practice("first", library=library, journal=Journal(tmp_path / "j"))
    except AllianceError:
        assert name == "no list"
    else:
        assert panel.questions


MORE = {
    "no partner": ("    partner: place\n", "", "partner", "missing"),
    "unknown partner": ("partner: place", "partner: plaice", "partner", "place"),
    "distractors": ("distractors: 1", "distractors: 9", "distractors", "0 to 4"),
    "no feedback on items": ('    feedback_item: "In {place}, {date_words}."\n', "",
                             "feedback_item", "missing"),
    "an item in the feedback on all": ("All are in their place", "{title} is right",
                                       "feedback_right", "title"),
    "a rule for pairs": ("    partner: place\n", "    partner: place\n    correct: {where: x}\n",
                         "correct", "unknown here"),
    "no distance": ("    within_km: 100\n", "", "within_km", "no distance"),
    "unknown view": ("view: [0, 40, 40, 65]", "view: nowhere", "view", "nowhere"),
    "table without places": ("{table: events}\n    answer: place",
                             "{table: sources}\n    answer: title", "from", "lat and lon"),
    "objective": ("objective: alliance-1", "objective: alliance-9", "objective", "alliance-1"),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE)
def test_each_mistake_in_the_other_kinds_is_told(name, tmp_path):
    old, new, column, said = MORE[name]
    problems = check_questions(other(tmp_path, old, new, KINDS))
    hit = [p for p in problems if p.column == column]
    assert hit and said in str(hit[0]) and hit[0].remedy, [str(p) for p in problems]
    assert isinstance(hit[0].row, int) and "\n" not in str(hit[0])


def test_the_example_of_the_readme_works(package):
    blocks = re.findall(r"```yaml\n(.*?)```", (DATA / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "\npractice:" in block]
    (package / "questions" / "practice.yml").write_text(example, "utf-8")
    bank = load_bank(open_library(package))
    assert check_questions(bank.library) == [] and len(bank.templates) == 4


def test_the_data_have_no_problem():
    library, problems = check_library(Path(DATA))
    assert problems == [] and check_questions(library) == []
