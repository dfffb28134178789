"""Question files: what is right is read, every mistake is one clear sentence with its place."""

from __future__ import annotations

import re

import pytest

from alliance.problems import AllianceError
from alliance.quiz import check_questions, load_bank
from tests.places import NOTEBOOKS
from tests.quiz_samples import QUESTIONS, TYPES, make_library


def spoiled(old: str, new: str) -> str:
    """The sample questions with one thing changed."""
    assert old in QUESTIONS
    return QUESTIONS.replace(old, new, 1)


def test_samples_are_right(tmp_path):
    library = make_library(tmp_path)
    assert check_questions(library) == []
    bank = load_bank(library)
    assert bank.set("types").question_ids == TYPES
    assert load_bank(library) is bank


def test_a_changed_file_is_read_again(tmp_path):
    library = make_library(tmp_path)
    assert load_bank(library).question("one-single").hint
    file = library.folder / "questions" / "01-alliance.yml"
    file.write_text(spoiled("HINT-SECRET: think of the archive.", "Another hint."))
    assert load_bank(library).question("one-single").hint == "Another hint."


# what is changed -> (field named, words of the message or remedy)
MISTAKES = {
    "no right answer": (
        'convention", correct: true', 'convention"', "options", "marked as right"),
    "two right answers": (
        '"The memoir",', '"The memoir", correct: true,', "options", "2 answers are marked"),
    "option without feedback": (
        ', feedback: "WRONG-MEMOIR."', "", "options 3: feedback", "text is missing"),
    "same text twice": ("The memoir", "The Speech", "options 3: text", "same text as number 1"),
    "unknown source": ("[kennan-1984]\n  - id: one-m", "[kenan-1984]\n  - id: one-m",
                       "source_ids", "kennan-1984"),
    "no source": ("[kennan-1984]\n  - id: one-m", "[]\n  - id: one-m", "source_ids", "no source"),
    "unknown citation": ("(#kennan-1984)", "(#kennan)", "stem", "which is no source"),
    "unknown objective": ("alliance-1", "alliance-7", "objective", "alliance-1"),
    "unknown set": ("set: types", "set: typos", "set", "types"),
    "unknown type": ("type: single", "type: singel", "type", "single"),
    "unknown field": ("    hint:", "    hitn:", "hitn", "hint"),
    "no stem": ('stem: "How many soldiers were promised at most?"', 'stem: ""', "stem", "missing"),
    "duplicate id": ("id: one-multiple", "id: one-single", "id", "used already"),
    "odd id": ("id: one-multiple", "id: One Multiple", "id", "a-z"),
    "text read as true": ('text: "France"', "text: yes", "options 1: text", "quotation marks"),
    "options no list": ("items:", "items: 7\n    items2:", "items", "at least two"),
    "verdict no bool": ("answer: false", "answer: perhaps", "answer", "neither true nor false"),
    "feedback incomplete": (', high: "TOO-HIGH."', "", "feedback.high", "missing"),
    "answer no number": ("answer: 1300000", "answer: many", "answer", "not a number"),
    "answer missing": ("    answer: 1300000\n", "", "answer", "no right answer"),
    "two answers": ("answer: 1300000",
                    "answer: 1\n    answer_from: {table: events, compute: count}",
                    "answer", "two answers"),
    "range upside down": ("tolerance: 1000", "answer_high: 5", "answer_high", "smaller"),
    "tolerance negative": ("tolerance: 1000", "tolerance: -1", "tolerance", "negative"),
    "unknown table": ("{table: events, where: \"category == 'treaty'\", compute: count}",
                      "{table: event, compute: count}", "answer_from", "events"),
    "unknown column in query": ("category == 'treaty'\", compute: count",
                                "categroy == 'treaty'\", compute: count",
                                "answer_from", "the columns are id, date"),
    "unknown compute": ("compute: count", "compute: counts of", "answer_from", "count"),
    "unknown lesson": ("lesson: 01-alliance", "lesson: 09-x", "lesson", "no lesson"),
    "field twice": ("    hint:", "    type: single\n    hint:", "type", "written twice"),
    "set without question": ("sets:", "sets:\n  empty: {title: Empty}", "sets", "no question"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_one_sentence_with_its_place(tmp_path, name):
    old, new, field, words = MISTAKES[name]
    problems = check_questions(make_library(tmp_path, spoiled(old, new)))
    assert problems, "the mistake was not found"
    hits = [p for p in problems if p.column == field]
    assert hits, [str(p) for p in problems]
    assert words in str(hits[0])
    assert hits[0].file == "questions/01-alliance.yml"
    assert "\n" not in str(hits[0])


def test_the_row_is_the_line_in_the_file(tmp_path):
    text = spoiled("answer: 1300000", "answer: many")
    problem = check_questions(make_library(tmp_path, text))[0]
    assert text.splitlines()[problem.row - 1].strip() == "answer: many"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("lesson: [unclosed", "YAML cannot be read"),
        ("lesson: 01-alliance\n\tsets: {}", "YAML cannot be read"),
        ("- just\n- a list", "not a mapping"),
        (b"lesson: 01-alliance\nsets: {}\n# na\xefve\nquestions: []", "not UTF-8"),
        (QUESTIONS.encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, content, words):
    problems = check_questions(make_library(tmp_path, content))
    assert len(problems) == 1
    assert words in str(problems[0])


def test_the_line_of_a_yaml_error_is_told(tmp_path):
    text = spoiled('stem: "Put these in order."', "stem: Put: these in order")
    problem = check_questions(make_library(tmp_path, text))[0]
    assert "Put: these" in text.splitlines()[problem.row - 1]


def test_a_broken_question_leaves_the_others_alone(tmp_path):
    bank = load_bank(make_library(tmp_path, spoiled("answer: 1300000", "answer: many")))
    assert [q.id for q in bank.questions].count("one-number") == 0
    assert len(bank.questions) == QUESTIONS.count("type: ") - 1
    assert "one-number" in bank.set("types").question_ids
    with pytest.raises(AllianceError, match="not a number"):
        bank.question("one-number")


def test_a_question_is_read_when_it_is_asked_for_and_all_for_the_check(tmp_path):
    library = make_library(tmp_path, spoiled("answer: 1300000", "answer: many"))
    bank = load_bank(library)
    assert all(entry.unread for entry in bank.entries.values()) and bank.mistakes == []
    assert bank.question("one-single").id == "one-single"
    assert sum(not entry.unread for entry in bank.entries.values()) == 1
    assert [problem.column for problem in check_questions(library)] == ["answer"]
    assert not any(entry.unread for entry in bank.entries.values())


def test_two_files_share_sets_but_no_ids(tmp_path):
    library = make_library(tmp_path)
    start, _, rest = COMPUTED.partition("sets: {s: {title: S}}")
    late = library.folder / "questions" / "02-late.yml"
    late.write_text(f"{start}sets: {{late: {{title: L}}}}{rest.replace('set: s', 'set: types')}")
    early = library.folder / "questions" / "00-early.yml"
    early.write_text(f"{start}sets: {{}}{rest}".replace("set: s", "set: late"))
    bank = load_bank(library)
    # A set holds what any file puts into it, be it read before or after.
    assert bank.set("late").question_ids == ["which", "when"]
    problems = [str(problem) for problem in check_questions(library)]
    assert len(problems) == 2 and all("used already (questions/00-early" in p for p in problems)
    for _ in range(2):  # also when what it computes is computed anew
        assert bank.entry(bank.set("types").question_ids[-1]).question is None


def test_unknown_ids_name_the_nearest(tmp_path):
    bank = load_bank(make_library(tmp_path))
    with pytest.raises(AllianceError, match="one-single"):
        bank.question("one-singel")
    with pytest.raises(AllianceError, match="types"):
        bank.set("typs")


def test_a_changed_row_changes_the_computed_key(tmp_path):
    library = make_library(tmp_path)
    bank = load_bank(library)
    before = bank.question("one-computed").body.low
    events = library.held["events"]
    row = events.index[events["category"] != "treaty"][0]
    events.loc[row, "category"] = "treaty"
    assert bank.question("one-computed").body.low == before + 1
    assert events.loc[row, "id"] in bank.question("one-code").body.value


COMPUTED = """\
lesson: 01-alliance
sets: {s: {title: S}}
questions:
  - id: which
    set: s
    objective: alliance-1
    type: single
    stem: "Which is the treaty step?"
    options_from: {table: events, ids: [squadron-at-kronstadt, military-convention-drafted],
      text: title, correct: "category == 'treaty'",
      feedback_right: "Yes: {date}.", feedback_wrong: "No, a {category}."}
    source_ids: [kennan-1984]
  - id: when
    set: s
    objective: alliance-1
    type: order
    stem: "In order."
    items_from: {table: events, ids: [military-convention-drafted, squadron-at-kronstadt],
      text: title, by: date}
    feedback: {right: "Yes.", wrong: "No."}
    source_ids: [kennan-1984]
"""


def test_options_and_items_come_from_the_data(tmp_path):
    library = make_library(tmp_path, COMPUTED)
    assert [str(p) for p in check_questions(library)] == []
    bank = load_bank(library)
    options = {o.id: o for o in bank.question("which").body.options}
    assert options["military-convention-drafted"].correct
    assert options["military-convention-drafted"].feedback == "Yes: 1892-08-17."
    assert options["squadron-at-kronstadt"].feedback == "No, a visit."
    items = [item.id for item in bank.question("when").body.items]
    assert items == ["squadron-at-kronstadt", "military-convention-drafted"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("text: title, correct", "text: titel, correct", "there is no column “titel”"),
        ("{date}", "{day}", "is no column"),
        ("correct: \"category == 'treaty'\"", "correct: \"category == 'x'\"", "marked as right"),
        ("ids: [military-convention-drafted", "ids: [military", "has no row “military”"),
        ("by: date", "by: title", "has no number"),
    ],
)
def test_mistakes_in_computed_options(tmp_path, old, new, words):
    assert old in COMPUTED
    problems = check_questions(make_library(tmp_path, COMPUTED.replace(old, new, 1)))
    assert any(words in str(p) for p in problems), [str(p) for p in problems]


def test_two_items_on_one_day_have_no_order(tmp_path):
    library = make_library(tmp_path, COMPUTED)
    library.held["events"].loc[:, "date_start"] = library.events["date_start"].iloc[0]
    assert any("the same “date”" in str(p) for p in check_questions(library))


def test_no_topic_in_the_code():
    """Every file of the room is about quizzes in general."""
    for file in (NOTEBOOKS / "alliance" / "quiz").rglob("*.*"):
        if file.suffix in {".py", ".js", ".css", ".yml"}:
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"korea|russia|soviet|moscow|19[45]\d\b", text, re.I), file
