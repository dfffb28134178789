"""Generated practice: each question checked against the tables by the test's own logic."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import alliance
from alliance.dates import MONTHS
from alliance.library import check_library, open_library
from alliance.problems import AllianceError
from alliance.progress import Journal
from alliance.quiz import check_questions, load_bank, practice, quiz
from alliance.quiz.desk import Desk
from alliance.quiz.drill import Maker, generate, practised, read
from alliance.quiz.drill.words import alike, gives_away
from tests.conftest import DATA, NOTEBOOKS, ROOT

OTHER = ROOT / "tests" / "other_alliance"
EACH = 560
SIGNS = re.compile(r"[~?%]|\.\.")
CLAUSES = {
    "obliges the parties to consult when war threatens": "consultation",
    "promises help to a party that is attacked": "defense",
    "forbids the parties to attack each other": "nonaggression",
    "forbids joining alliances or actions against the partner": "no_hostile_alliance",
    "provides for economic cooperation": "economic_cooperation",
}


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def bank(library):
    return load_bank(library)


@pytest.fixture(scope="module")
def questions(library, bank):
    """10,000 questions, the same number from each template."""
    made = []
    for template in bank.templates.values():
        maker, chance = Maker(template, library), random.Random(f"test {template.id}")
        for _ in range(EACH):
            draft, fields = maker.draw(chance)
            entry = read(template, maker.id_of(draft), fields, bank)
            assert entry.problems == []
            made.append(entry.question)
    assert len(made) >= 10_000
    return made


# --- the test's own reading of the tables -----------------------------------------------------


def plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def by_id(frame):
    return {row["id"]: row for row in frame.to_dict("records")}


def parts(question):
    """Options, right options and wrong options of any type that has them."""
    body = question.body
    options = getattr(body, "options", None) or getattr(body, "items", ())
    return options, [o for o in options if o.correct], [o for o in options if not o.correct]


def whole_year(row):
    return row["date_start"].year == row["date_end"].year and not SIGNS.search(row["date"])


class Truth:
    """What the tables say, read anew: one method for each template."""

    def __init__(self, library):
        self.events = by_id(library.events)
        self.treaties = by_id(library.treaties)
        self.estimates = by_id(library.estimates)
        self.precedents = by_id(library.precedents)
        self.glossary = by_id(library.glossary)
        self.names = dict(zip(library.actors["id"], library.actors["short_name"], strict=True))

    def check(self, question):
        name = question.id.split(":")[0].removeprefix("practice-").replace("-", "_")
        getattr(self, name)(question)

    # rows compared

    def _sorted(self, rows):
        for row in rows:
            assert row["date"] and not SIGNS.search(row["date"])
            assert row["confidence"] != "low"
        for before, after in pairwise(rows):
            assert before["date_end"] < after["date_start"]

    def which_first(self, question, last=False):
        options, right, _ = parts(question)
        assert len(right) == 1
        rows = sorted((self.events[o.id] for o in options), key=lambda r: r["date_start"])
        self._sorted(rows)
        assert rows[-1 if last else 0]["id"] == right[0].id
        assert [o.text for o in options] == [self.events[o.id]["title"] for o in options]

    def which_last(self, question):
        assert len(question.body.options) == 3
        self.which_first(question, last=True)

    def chronology(self, question):
        items = question.body.items
        assert 4 <= len(items) <= 5
        self._sorted([self.events[o.id] for o in items])
        assert [o.text for o in items] == [self.events[o.id]["title"] for o in items]

    chronology_today = chronology

    def which_clause(self, question, most=1):
        options, right, wrong = parts(question)
        column = CLAUSES[re.fullmatch(r"Which of these (.*)\?", question.stem)[1]]
        assert 1 <= len(right) <= most and wrong
        assert all(self.treaties[o.id][column] == "yes" for o in right)
        assert all(self.treaties[o.id][column] == "no" for o in wrong)
        assert all(self.treaties[o.id]["short_name"] == o.text for o in options)

    def which_clauses(self, question):
        self.which_clause(question, most=4)

    def clause_true(self, question):
        name, words = re.fullmatch(r"The agreement “(.*)” (.*)\.", question.stem).groups()
        (row,) = [r for r in self.treaties.values() if r["short_name"] == name]
        value = {True: "yes", False: "no"}
        verdict = question.body.answer
        assert row[CLAUSES[words]] == value[verdict]
        _, right, wrong = parts(question)
        assert [o.text for o in right] == [row["summary"]]
        for option in wrong:
            other = self.treaties[option.id]
            assert other[CLAUSES[words]] == value[not verdict]
            assert option.text == other["summary"]

    # one row asked about

    def _asked(self, question, rows, shown, value):
        """The rows whose text is in the stem, the values of the column, and what is true."""
        _, right, wrong = parts(question)
        assert len(right) == 1 and len(wrong) >= 2
        subject = rows[right[0].id.split("=")[0]]
        for column in shown:
            assert str(subject[column]) in question.stem
        true = value(subject) if isinstance(value(subject), list) else [value(subject)]
        assert right[0].text in true
        everything = set()
        for row in rows.values():
            found = value(row) if isinstance(value(row), list) else [value(row)]
            everything |= set(found)
            if all(row[c] == subject[c] for c in shown):
                true = [*true, *found]
        for option in wrong:
            assert option.text in everything, "of the same column"
            assert option.text not in true, "certainly wrong"
        return subject

    def year(self, question):
        row = self._asked(question, self.events, ["title"], lambda r: str(r["date_start"].year))
        assert whole_year(row)

    def decade(self, question):
        decade = lambda r: f"{r['date_start'].year // 10}0s"  # noqa: E731
        row = self._asked(question, self.events, ["title"], decade)
        assert row["date_start"].year // 10 == row["date_end"].year // 10
        assert not SIGNS.search(row["date"])

    def year_written(self, question):
        title = re.fullmatch(r"In which year was this: (.*)\? Write the year\.", question.stem)[1]
        (row,) = [r for r in self.events.values() if r["title"] == title]
        assert whole_year(row)
        body = question.body
        assert body.low == body.high == row["date_start"].year and body.tolerance == 0

    def where(self, question):
        self._asked(question, self.events, ["title"], lambda r: r["place"])

    def category(self, question):
        label = lambda r: r["category"].replace("-", " ")  # noqa: E731
        self._asked(question, self.events, ["title"], label)

    def mission_country(self, question):
        country = lambda r: self.names.get(r["country"], "")  # noqa: E731
        self._asked(question, self.precedents, ["what"], country)

    def mission_confidence(self, question):
        self._asked(question, self.precedents, ["what"], lambda r: r["confidence"])

    def claimant(self, question):
        shown = ["what", "unit"]
        _, right, wrong = parts(question)
        subject = self.estimates[right[0].id]
        assert subject["claimant"] == right[0].text and subject["confidence"] != "low"
        assert all(subject[c] in question.stem for c in shown)
        same = [
            r for r in self.estimates.values()
            if all(str(r[c]) == str(subject[c]) for c in [*shown, "low", "high", "as_of"])
        ]  # fmt: skip
        claimants = {r["claimant"] for r in self.estimates.values()}
        for option in wrong:
            assert option.text in claimants - {r["claimant"] for r in same}

    def evidence(self, question):
        label = lambda r: r["evidence"].replace("-", " ")  # noqa: E731
        self._asked(question, self.estimates, ["what", "claimant", "unit"], label)

    def term(self, question):
        self._asked(question, self.glossary, ["definition"], lambda r: r["term"])

    def party(self, question):
        parties = lambda r: [self.names[p] for p in r["parties"]]  # noqa: E731
        self._asked(question, self.treaties, ["name"], parties)


# --- 10,000 questions --------------------------------------------------------------------------


def test_each_question_has_exactly_the_right_answers(questions, library):
    truth = Truth(library)
    for question in questions:
        truth.check(question)


def test_no_options_are_the_same(questions):
    for question in questions:
        texts = [plain(option.text) for option in parts(question)[0]]
        assert len(set(texts)) == len(texts), question
        assert all(texts)


LITTLE = """
and are between for from into its not one other over that the their they this under was were which
who with
"""


def words(text):
    return set(re.findall(r"[^\W_]{3,}", plain(text))) - set(LITTLE.split())


def test_no_answer_is_in_the_stem(questions):
    for question in questions:
        _, right, wrong = parts(question)
        others = set().union(*(words(o.text) for o in wrong)) if wrong else set()
        for option in right:
            assert f" {plain(option.text)} " not in f" {plain(question.stem)} ", question
            shared = (words(option.text) - others) & words(question.stem)
            assert not shared, (shared, question)


def test_no_date_is_shown_where_dates_are_asked(questions):
    dated = ("which-first", "which-last", "chronology", "year", "decade")
    asked = [q for q in questions if q.id.startswith(tuple(f"practice-{d}" for d in dated))]
    assert len(asked) > 5 * EACH
    for question in asked:
        shown = [question.stem, *(o.text for o in parts(question)[0])]
        if "-year" in question.id or "-decade" in question.id:
            shown = shown[:1]
        for text in shown:
            assert not re.search(r"(?<!\d)(1[0-9]|20)\d\d(?!\d)", text), text
            assert not set(MONTHS) & set(re.findall(r"\w+", text)), text


def test_every_question_has_feedback_sources_and_an_objective(questions, library):
    known, goals = set(library.sources["id"]), set(library.objectives["id"])
    for question in questions:
        assert question.source_ids and set(question.source_ids) <= known
        assert question.objective in goals and question.lesson
        for option in parts(question)[0]:
            assert option.feedback
        texts = json.dumps([question.stem, question.explanation], ensure_ascii=False)
        assert "{" not in texts and "nan" not in texts.split()


def test_it_asks_many_different_questions(questions):
    count = Counter(q.id.split(":")[0] for q in {q.id: q for q in questions}.values())
    assert len(count) >= 10 and sum(count.values()) > 5_000
    truths = [q.body.answer for q in questions if q.type == "true-false"]
    assert 0.4 < sum(truths) / len(truths) < 0.6


def test_a_question_can_be_built_again_from_its_id(questions, bank):
    for question in random.Random(1).sample(questions, 60):
        again = bank.question(question.id)
        assert (again.stem, again.type, again.source_ids) == (
            question.stem, question.type, question.source_ids)  # fmt: skip
        key = lambda q: {(o.id, o.text, o.correct) for o in parts(q)[0]}  # noqa: E731
        assert key(again) == key(question)


# --- seeds and rounds ----------------------------------------------------------------------------


SCRIPT = """
import sys
from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.drill import generate
bank = load_bank(open_library(sys.argv[1]))
made = generate(list(bank.templates.values()), bank, "fixed", 30)
print("\\n".join(f"{e.id} {e.question.stem} {e.question.body!r}" for e in made))
"""


def test_a_seed_gives_the_same_questions_in_every_process():
    outs = set()
    for number in ("0", "4242"):
        env = {**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": str(NOTEBOOKS)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(DATA)], env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        outs.add(done.stdout)
    assert len(outs) == 1 and len(outs.pop().splitlines()) == 30


def shown(name, bank, journal, count=5, seed=None):
    return [entry.id for entry in practised(name, count, seed, bank, journal).entries]


def answer_all(name, bank, journal, count=5, only=99):
    made = practised(name, count, None, bank, journal)
    desk = Desk(made.entries, bank.library, journal, anew=made.anew)
    for key, seat in list(desk.seats.items())[:only]:
        if not seat.course.tries:
            right = seat.kind.renamed(seat.kind.right(seat.question), seat.keys)
            assert desk.answer(key, right).taken
    return [entry.id for entry in made.entries]


def test_a_round_stays_until_it_is_answered_also_after_a_restart(bank, tmp_path):
    journal = Journal(tmp_path)
    first = shown("history", bank, journal)
    assert len(first) == 5 and shown("history", bank, journal) == first
    answer_all("history", bank, journal, only=3)
    restarted = Journal(tmp_path)
    made = practised("history", 5, None, bank, restarted)
    assert [e.id for e in made.entries] == first
    states = Desk(made.entries, bank.library, restarted, anew=made.anew).states()
    assert [s.get("status") for s in states.values()] == ["right"] * 3 + [None] * 2
    answer_all("history", bank, restarted)
    second = shown("history", bank, restarted)
    assert not set(second) & set(first)
    # Another number of questions is a round of its own.
    assert shown("history", bank, restarted, count=2) != second[:2]


def test_it_is_never_the_same_twice_in_a_row(bank, tmp_path):
    journal, before, seen = Journal(tmp_path), [], set()
    for _ in range(12):
        now = answer_all("missions", bank, journal)
        assert len(now) == 5 and not set(now) & set(before)
        before = now
        assert not set(now) & seen
        seen |= set(now)


def test_where_rows_are_few_old_questions_come_back_unanswered(tmp_path):
    bank = load_bank(other(tmp_path))
    journal = Journal(tmp_path / "journal")
    rounds = [answer_all("first", bank, journal, count=2) for _ in range(12)]
    assert all(set(one) != set(two) for one, two in pairwise(rounds))
    assert len({name for names in rounds for name in names}) < 24
    made = practised("first", 2, None, bank, journal)
    states = Desk(made.entries, bank.library, journal, anew=made.anew).states()
    assert all(not state.get("tries") for state in states.values())


def test_two_learners_get_different_questions_and_a_seed_the_same(bank, tmp_path):
    one, two = Journal(tmp_path / "a"), Journal(tmp_path / "b")
    assert shown("history", bank, one) != shown("history", bank, two)
    assert shown("history", bank, one, seed=7) == shown("history", bank, two, seed=7)
    assert shown("history", bank, one, seed=7) != shown("history", bank, one, seed=8)


def test_a_due_question_comes_back_in_the_review(bank, tmp_path):
    journal = Journal(tmp_path)
    names = answer_all("clauses", bank, journal, count=2)
    again = {question.id for question in bank.met(journal)}
    assert set(names) <= again and {q.id for q in bank.questions} <= again
    journal.append("answer", question="practice-which-first:gone+gone-too", answer="x")
    assert {question.id for question in bank.met(journal)} == again


# --- the panel, and other libraries ---------------------------------------------------------------


def test_the_panel_shows_them_and_keeps_the_key(library, bank, tmp_path):
    journal = Journal(tmp_path)
    panel = practice("clauses", 4, library=library, journal=journal)
    assert len(panel.questions) == 4 and "Clauses" in panel.title
    state = json.dumps([panel.questions, panel.states], ensure_ascii=False)
    for entry in panel.desk.entries.values():
        assert entry.id not in state and '"correct"' not in state
        for option in parts(entry.question)[0]:
            assert option.feedback not in state
    name = panel.desk.entries["q1"].id
    assert quiz(name, library=library, journal=journal).desk.entries["q1"].id == name
    assert alliance.practice is practice


def test_unknown_names_and_counts_are_told(library, tmp_path):
    with pytest.raises(AllianceError, match="history"):
        practice("histroy", library=library, journal=Journal(tmp_path))
    for count in (0, 51, "five", True):
        with pytest.raises(AllianceError, match="1 to 50"):
            practice("history", count, library=library, journal=Journal(tmp_path))


def test_an_earlier_day_knows_only_its_rows(library, tmp_path):
    then = library.as_of("1995-12-31")
    bank = load_bank(then)
    made = generate(list(bank.templates.values()), bank, "then", 40)
    assert len(made) == 40
    known = set().union(*(set(frame["id"]) for frame in then.tables.values()))
    for entry in made:
        for option in parts(entry.question)[0]:
            assert option.id.split("=")[0] in known
    nothing = practice(
        "practice-chronology", library=library.as_of("1930"), journal=Journal(tmp_path)
    )
    assert "too few rows" in str(nothing.questions[0]["broken"])


TEMPLATES = """\
groups:
  first: {title: "First things"}
same_words: [[Paris, French]]
practice:
  - id: other-first
    group: first
    objective: alliance-1
    type: single
    from: {table: events}
    pick: 2
    option: "{title}"
    correct: {first_by: date}
    stem: "Which came first?"
    feedback_right: "Yes: {date_words}."
    feedback_wrong: "No: {date_words}."
  - id: other-where
    group: first
    objective: alliance-1
    type: single
    from: {table: events}
    answer: place
    choices: 3
    stem: "Where was this: {title}?"
    feedback_right: "In {place}."
    feedback_wrong: "In {chosen} was: {chosen.title}."
"""


def other(tmp_path, old="", new=""):
    """The package about another alliance with templates, one thing changed."""
    folder = tmp_path / "other"
    if not folder.exists():
        shutil.copytree(OTHER, folder)
    assert not old or old in TEMPLATES
    text = TEMPLATES.replace(old, new, 1) if old else TEMPLATES
    (folder / "questions" / "practice.yml").write_text(text, encoding="utf-8")
    return open_library(folder)


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


# --- words ------------------------------------------------------------------------------------


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_mutual(one, other_text):
    assert alike(one, other_text) == alike(other_text, one)
    assert alike(one, one) and alike(one, f" {one.upper()} ") == alike(f" {one.upper()} ", one)


@given(st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"]), min_size=1, max_size=4))
def test_a_stem_that_holds_the_answer_gives_it_away(names):
    stem = " ".join(["what", *names, "?"])
    assert gives_away(names[0], ["Omega"], stem)
    assert not gives_away("Omega", names, stem)


@pytest.mark.parametrize(
    ("right", "stem"),
    [
        ("visit", "A minister visits the town"),
        ("Iran", "The Iranian army"),
        ("1960s", "The pact of 1961"),
        ("economy", "An economic agreement"),
        ("IAEA", "The International Atomic Energy Agency reports"),
        ("Genève", "GENEVE conference"),
        ("Northland", "What did NL do?"),
    ],
)
def test_forms_of_a_word_give_it_away(right, stem):
    assert gives_away(right, ["something else"], stem, (("Northland", "NL"),))


def test_near_duplicates_are_seen():
    assert alike("Lake Town", "Town, Lake")
    assert alike("Harbour, Lake Town", "Lake Town")
    assert alike("Café  Royal", "cafe royal") and alike("ﬁrst", "First")
    assert not alike("1950", "1951") and not alike("North Land", "South Land")


def test_the_example_of_the_readme_works(package):
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "\npractice:" in block]
    (package / "questions" / "practice.yml").write_text(example, "utf-8")
    bank = load_bank(open_library(package))
    assert check_questions(bank.library) == [] and len(bank.templates) == 2


def test_the_data_have_no_problem():
    library, problems = check_library(Path(DATA))
    assert problems == [] and check_questions(library) == []
