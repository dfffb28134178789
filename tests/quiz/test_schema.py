"""Question files that an instructor can write: the JSON Schema, and the examples of the README."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from alliance.library import open_library
from alliance.quiz import check_questions, load_bank
from alliance.quiz.kinds import kinds
from alliance.quiz.schema import COMMON, question_schema, written
from alliance.quiz.schema import FILES as SCHEMAS
from alliance.quiz.written.form import Form
from alliance.texts.yaml_lines import Lined, read_yaml
from tests.places import DATA
from tests.quiz_samples import (
    EACH,
    OTHER,
    QUESTIONS,
    make_real_package,
    readme_blocks,
    readme_questions,
)

LINE = "# yaml-language-server: $schema=../questions.schema.json"
FILES = [
    path
    for path in sorted([*(DATA / "questions").glob("*.yml"), *(OTHER / "questions").glob("*.yml")])
    if "\nquestions:" in path.read_text("utf-8")
]
VALIDATOR = Draft202012Validator(question_schema())


def as_json(value):
    """What an editor makes of YAML: keys are text, and `true:` is the word."""
    if isinstance(value, dict):
        return {
            str(k).lower() if isinstance(k, bool) else str(k): as_json(v) for k, v in value.items()
        }
    return [as_json(item) for item in value] if isinstance(value, list) else value


def mistakes(text: str) -> list[str]:
    content = as_json(yaml.safe_load(text))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(content)]


@pytest.mark.parametrize("file", SCHEMAS)
def test_the_files_are_what_the_types_say(file):
    assert (DATA / file).read_text("utf-8") == written(file), (
        "a type has changed: run `python -m alliance.quiz.schema data`"
    )
    Draft202012Validator.check_schema(json.loads(written(file)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_all_question_files_fit_the_schema(path):
    assert mistakes(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [p for p in FILES if DATA in p.parents], ids=lambda p: p.name)
def test_each_question_file_tells_editors_of_the_schema(path):
    assert path.read_text("utf-8").splitlines()[0] == LINE


def test_the_samples_fit_the_schema():
    assert mistakes(QUESTIONS) == []


def test_the_examples_of_the_readme_are_right(tmp_path):
    for block in readme_blocks():
        assert yaml.safe_load(block), block
    text = readme_questions()
    assert text.startswith(LINE)
    assert mistakes(text) == []
    library = open_library(make_real_package(tmp_path))
    assert [str(p) for p in check_questions(library)] == []
    bank = load_bank(library)
    assert {bank.question(name).type: name for name in EACH.values()} == EACH
    assert set(EACH) == set(kinds())
    ids = [q["id"] for q in yaml.safe_load(text)["questions"]]
    assert ids == list(EACH.values())


@pytest.mark.parametrize("type_", EACH)
def test_reading_and_schema_ask_for_the_same_fields(library, type_, tmp_path):
    """What `read` asks for is in the schema; and what the schema demands is missed by `read`."""
    path = tmp_path / "q.yml"
    path.write_text(readme_questions(), encoding="utf-8")
    content, _ = read_yaml(path, "q.yml")
    raw = next(q for q in content["questions"] if q["type"] == type_)
    kind = kinds()[type_]
    form = Form(raw, "q.yml", library)
    kind.read(form)
    assert form.problems == []
    assert form.asked <= set(kind.fields) | set(COMMON), form.asked - set(kind.fields)
    for need in kind.needs:
        names = {need} if isinstance(need, str) else set(need)
        less = Lined(raw.line)
        less.update({k: v for k, v in raw.items() if k not in names})
        form = Form(less, "q.yml", library)
        kind.read(form)
        assert {p.column for p in form.problems} & names, (type_, need)


BROKEN = {
    "unknown type": ("type: single", "type: singel"),
    "unknown field": ("hint: Thirteen", "hitn: Thirteen"),
    "field of another type": ("  answer: B3", "  answer: B3\n  tolerance: 1"),
    "no grade": ("answer: B3", "answer: G7"),
    "no source": ("source_ids: [norsar-2025-19-years]", "source_ids: []"),
    "feedback incomplete": (", high: There are fewer.", ""),
    "item without partner": (", partner: Contact without delay", ""),
    "option without feedback": (", feedback: It abstained.", ""),
    "neither answer nor answer_from": ("  answer: wrong\n", ""),
    "no model": ("  model:", "  modell:"),
    "unknown compute": ("compute: count}", "compute: cuont}"),
    "three edges": ("view: east-asia", "view: [1, 2, 3]"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_schema_finds_mistakes(name):
    old, new = BROKEN[name]
    text = readme_questions()
    assert old in text
    assert mistakes(text.replace(old, new, 1))


# what is changed in the README's examples -> (field named, words of the message or remedy)
MISTAKES = {
    "partner missing": (
        ", partner: Contact without delay", "", "items 2: partner", "text is missing"),
    "distractor fits": ("[Help only after a Security Council vote]", "[Contact without delay]",
                        "distractors", "is the partner of an item"),
    "distractor twice": ("[Help only after a Security Council vote]", "[No, 1, 1]",
                         "distractors", "quotation marks|there twice"),
    "unknown category": ("category: claimed by one side", "category: claimed by one",
                         "items", "claimed by one side"),
    "one category": ("[confirmed by both sides, claimed by one side, unknown]", "unknown",
                     "categories", "list of texts"),
    "no grade": ("answer: B3", "answer: 3B", "answer", "a letter A–F and a digit"),
    "no reason": ("{reliability: A witness with nothing to gain., ", "{", "feedback.reliability",
                  "missing"),
    "unknown verdict": ("answer: wrong", "answer: wrnog", "answer", "wrong"),
    "own verdicts without the answer": (
        "answer: wrong", "verdicts: [likely, unlikely]\n  answer: wrong", "answer",
        "none of the verdicts"),
    "two pieces decide": ("came later., feedback", "came later., correct: true, feedback",
                          "evidence", "2 answers are marked"),
    "no model": ("  model:", "  explanation:", "model", "missing"),
    "odd length": ("least: 40", "least: -1", "least", "no length"),
    "unknown view": ("view: east-asia", "view: east-asai", "view", "east-asia"),
    "odd view": ("view: east-asia", "view: [5, 5, 1, 9]", "view", "no rectangle"),
    "view no list": ("view: east-asia", "view: 7", "view", "neither a name nor four"),
    "outside the view": ("view: east-asia", "view: korea", "answer_from", "outside the view"),
    "no distance": ("within_km: 300", "within_km: 0", "within_km", "no distance"),
    "no answer": ("  answer_from: {table: events, ids: [dprk-pilots-over-vietnam]}\n", "",
                  "answer", "no right answer"),
    "no such row": ("events, ids: [dprk-pilots-over-vietnam]}\n", "events, ids: [pilots]}\n",
                    "answer_from", "has no row"),
    "table without places": ("answer_from: {table: events, ids: [dprk-pilots-over-vietnam]}",
                             "answer_from: {table: treaties, ids: [rio-1947]}",
                             "answer_from", "no column “lat”"),
    "list without the answer": ("ids: [dprk-pilots-over-vietnam, soviet-migs", "ids: [soviet-migs",
                                "places_from", "none of them"),
    "latitude and longitude swapped": (
        "answer_from: {table: events, ids: [dprk-pilots-over-vietnam]}",
        "answer: {text: Kep, lat: 106.3, lon: 21.4}", "answer.lat", "more than 90"),
    "degrees missing": (
        "answer_from: {table: events, ids: [dprk-pilots-over-vietnam]}",
        "answer: {text: Kep, lat: 21.4}", "answer.lon", "degrees are missing"),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return open_library(make_real_package(tmp_path_factory.mktemp("real")))


def with_questions(library, text: str):
    """The library with another question file: the bank reads it again."""
    file = library.folder / "questions" / "01-history.yml"
    file.write_text(text, encoding="utf-8")
    return library


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_one_sentence_with_its_place(library, name):
    old, new, field, words = MISTAKES[name]
    text = readme_questions()
    assert old in text
    problems = check_questions(with_questions(library, text.replace(old, new, 1)))
    hits = [p for p in problems if p.column == field]
    assert hits, [str(p) for p in problems]
    assert any(word in str(hit) for hit in hits for word in words.split("|")), str(hits[0])
    lines = Path(library.folder / "questions" / "01-history.yml").read_text("utf-8").splitlines()
    assert 1 < hits[0].row <= len(lines) and "\n" not in str(hits[0]) and hits[0].remedy


def test_items_can_come_from_a_table(library):
    text = readme_questions()
    start = text.index("  items:\n    - {text: Soviet treaty of 1961")
    end = text.index("  distractors:")
    rows = "{table: treaties, ids: [nato-1949, rio-1947, eaeu-2014], text: short_name, "
    rows += "partner: article_tiers, feedback: 'In {article_tiers}.'}"
    text = f"{text[:start]}  items_from: {rows}\n{text[end:]}"
    assert mistakes(text) == []
    assert [str(p) for p in check_questions(with_questions(library, text))] == []
    body = load_bank(library).question("example-match").body
    assert len(body.items) == 3 and len(body.targets) == 3
    assert body.key["nato-1949"] == body.key["rio-1947"] != body.key["eaeu-2014"]
    assert body.items[0].feedback == "In mutual-defence-alliance."
