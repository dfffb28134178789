"""What editors know of practice files: the schema takes what is right and refuses mistakes."""

from __future__ import annotations

import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from alliance.quiz import load_bank
from alliance.quiz.practice.schema import COMMON, FIELDS, practice_schema
from tests.places import DATA
from tests.practice_samples import KINDS, TEMPLATES, other

LINE = "# yaml-language-server: $schema=../practice.schema.json"
FILE = DATA / "questions" / "practice.yml"
VALIDATOR = Draft202012Validator(practice_schema())
SAMPLE = """\
groups:
  all: {title: "One of each"}
practice:
  - {id: a-single, group: all, type: single, from: {table: events}, pick: [2, 3],
     together: place, option: "{title}", correct: {where: "category == 'war'"},
     wrong: {where: "category == 'visit'"},
     stem: "Which is a war?", feedback_right: "Yes.", feedback_wrong: "No."}
  - {id: a-place-name, group: all, type: single, from: {table: events, where: "category == 'war'"},
     answer: place, choices: 3, different: category, near: date, same: category,
     low_confidence: true, hint: "Think.", stem: "Where: {title}?", feedback_right: "Yes.",
     feedback_wrong: "No.", explanation: "{place}.", objective: alliance-1}
  - {id: a-multiple, group: all, type: multiple, from: {table: events}, together: category,
     option: "{title}", correct: {where: "category == 'war'"}, pick: 3,
     wrong: {where: "category == 'visit'"}, vary: [{word: one}, {word: two}], stem: "Which?",
     feedback_right: "Yes.", feedback_wrong: "No."}
  - {id: a-order, group: all, type: order, from: {table: events}, option: "{title}", pick: 4,
     together: category, correct: {order_by: date}, feedback_item: "{date_words}",
     stem: "In order.", feedback_right: "Yes.", feedback_wrong: "No."}
  - {id: a-match, group: all, type: match, from: {table: events}, option: "{title}", partner: place,
     distractors: 2, pick: 2, together: category, stem: "Match.", feedback_item: "{place}",
     feedback_right: "Yes.", feedback_wrong: "No."}
  - {id: a-number, group: all, type: number, from: {table: events, join: [actor]}, answer: lat,
     unit: degrees, tolerance: 1, stem: "How far north: {title}?", feedback_right: "Yes.",
     feedback_wrong: "No.", feedback_low: "More.", feedback_high: "Less."}
  - {id: a-truth, group: all, type: true-false, from: {table: events}, answer: summary, choices: 2,
     correct: {where: "category == 'war'"}, wrong: {where: "category == 'visit'"},
     stem: "{title} was a war.", feedback_item: "{title}", feedback_right: "Yes.",
     feedback_wrong: "No."}
  - {id: a-place, group: all, type: place, from: {table: events}, answer: place,
     view: [0, 40, 40, 65], within_km: 50, choices: 3, stem: "Where: {title}?",
     feedback_right: "Yes.", feedback_wrong: "No."}
"""


def mistakes(text: str) -> list[str]:
    errors = VALIDATOR.iter_errors(yaml.safe_load(text))
    return [f"{error.json_path}: {error.message}" for error in errors]


def test_the_shipped_file_fits_and_tells_editors_of_the_schema():
    text = FILE.read_text("utf-8")
    assert mistakes(text) == [] and text.splitlines()[0] == LINE


def test_the_samples_and_the_example_of_the_readme_fit():
    blocks = re.findall(r"```yaml\n(.*?)```", (DATA / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "\npractice:" in block]
    assert example.startswith(LINE)
    for text in (example, TEMPLATES, KINDS, SAMPLE):
        assert mistakes(text) == []
    assert {t["type"] for t in yaml.safe_load(SAMPLE)["practice"]} == set(FIELDS)


BROKEN = {
    "unknown type": ("type: multiple", "type: mutliple"),
    "unknown field": ("near: date", "naer: date"),
    "field of another type": ("partner: place", "partner: place, answer: place"),
    "no stem": ('stem: "In order.", ', ""),
    "no feedback": ('feedback_wrong: "No.", feedback_low', "feedback_low"),
    "no group": ("id: a-order, group: all", "id: a-order"),
    "capital letters in the id": ("id: a-order", "id: A Order"),
    "group without title": ('{title: "One of each"}', "{}"),
    "neither rows nor column": ("answer: place, choices: 3, different", "different"),
    "rows and column": ("pick: [2, 3],", "answer: place,"),
    "rule of another type": ("{order_by: date}", "{first_by: date}"),
    "two rules": ("{where: \"category == 'war'\"},\n", "{first_by: date, last_by: date},\n"),
    "nothing is wrong": ("     wrong: {where: \"category == 'visit'\"},\n     stem", "     stem"),
    "one row to pick": ("pick: 4", "pick: 1"),
    "choices no number": ("choices: 2", "choices: two"),
    "no table": ("from: {table: events, where: \"category == 'war'\"}", "from: {}"),
    "join no list": ("join: [actor]", "join: actor"),
    "unknown field in from": ("{table: events, join: [actor]}", "{table: events, were: x}"),
    "no partner": ("partner: place,", ""),
    "too many distractors": ("distractors: 2", "distractors: 7"),
    "three edges": ("[0, 40, 40, 65]", "[0, 40, 40]"),
    "no distance": ("within_km: 50, ", ""),
    "words no mappings": ("[{word: one}, {word: two}]", "[one, two]"),
    "flag no flag": ("low_confidence: true", "low_confidence: sometimes"),
    "names no lists": ("practice:\n", "same_words: [one, other]\npractice:\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_the_schema_finds_mistakes(name):
    old, new = BROKEN[name]
    assert old in SAMPLE
    assert mistakes(SAMPLE.replace(old, new, 1))


def test_reading_knows_every_field_of_the_schema(tmp_path):
    """No field that an editor offers is told to be unknown; and no sample has one too few."""
    used = {t["type"]: set() for t in yaml.safe_load(SAMPLE)["practice"]}
    for template in yaml.safe_load(SAMPLE)["practice"]:
        used[template["type"]] |= set(template)
    for type_, fields in FIELDS.items():
        assert set(fields) <= used[type_], "the sample shows each field"
    assert set(COMMON) <= set().union(*used.values())
    bank = load_bank(other(tmp_path, templates=SAMPLE))
    assert [str(p) for p in bank.problems] == []
