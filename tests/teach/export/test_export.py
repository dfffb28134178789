"""Exports: read again by other programs, scored as here, and nothing lost without a word."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET
import zipfile
from base64 import b64decode
from dataclasses import replace

import pytest
from moodle_xml_parser.parser import parse_bytes
from qti_convert import read_package, upgrade_package

from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz import load_bank
from alliance.quiz.kinds import kinds
from alliance.quiz.land import land
from alliance.teach.command import main
from alliance.teach.export import canvas, gift, moodle, qti, table
from alliance.teach.export import item as parts
from alliance.teach.export.command import WRITERS, losses_text
from alliance.teach.export.describe import described
from alliance.teach.export.places import _pixel
from tests.class_made_up import credit, wrong_answer
from tests.places import DATA
from tests.quiz_samples import OTHER
from tests.teach.export.runner import Run

EACH = 2  # questions of each type: the first ones of the bank


@pytest.fixture(scope="module")
def library():
    return open_library(DATA)


@pytest.fixture(scope="module")
def questions(library):
    found = {}
    for question in load_bank(library).questions:
        found.setdefault(question.type, []).append(question)
    assert len(found) == 13
    return [q for group in found.values() for q in group[:EACH]]


@pytest.fixture(scope="module")
def items(questions, library):
    return described(questions, library)


@pytest.mark.parametrize("name", list(WRITERS))
def test_no_question_is_dropped_without_a_word(name, items):
    writer, always = WRITERS[name]
    raw, losses = writer(items, "A title")
    assert [loss.item.id for loss in losses] == [item.id for item in items]
    text = raw.decode("utf-8", "ignore")
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            text = "".join(archive.read(n).decode() for n in archive.namelist() if ".xml" in n)
    told = losses_text(losses, always, name)
    for loss in losses:
        there = loss.item.id in text or loss.item.ident in text
        assert there == loss.possible, loss.item.id
        assert (loss.item.id in told) == bool(loss.lost), loss.item.id
    impossible = {loss.item.type for loss in losses if not loss.possible}
    known = {"csv": set(), "qti": {"code"}, "qti3": {"code"}}
    assert impossible == known.get(name, {"code", "interval"})


# Types of which at least one question loses something in a format, besides those not possible.
LOSE = {
    "moodle": {"judge", "order", "match", "categorise", "place", "reflect"},
    "gift": {"judge", "order", "match", "categorise", "place", "reflect", "grade"},
    "canvas": {"judge", "order", "match", "categorise", "place", "reflect", "grade", "number",
               "true-false"},
    "qti": {"match", "categorise", "place", "reflect"},
    "qti3": {"match", "categorise", "place", "reflect"},
    "csv": set(),
}  # fmt: skip


@pytest.mark.parametrize("name", list(WRITERS))
def test_what_each_format_loses_by_type(name, items):
    bare = [replace(item, hint="") for item in items]  # that hints are lost is told for itself
    _, losses = WRITERS[name][0](bare, "T")
    assert {loss.item.type for loss in losses if loss.state == "with loss"} == LOSE[name]
    _, losses = WRITERS[name][0]([replace(item, hint="<p>x</p>") for item in items], "T")
    told = [loss for loss in losses if "hint" in " ".join(loss.lost)]
    possible = [loss for loss in losses if loss.possible]
    assert len(told) == (len(possible) if name in ("gift", "canvas") else 0)


def test_every_text_is_well_formed_xml(items):
    for item in items:
        for text in (item.stem, item.hint, item.explanation, item.closing):
            ET.fromstring(f"<x>{text}</x>")


# --- Moodle and GIFT ------------------------------------------------------------------------------


def test_another_reader_finds_in_moodle_xml_what_was_written(items):
    raw, _ = moodle.write(items, "T")
    found = parse_bytes(raw)
    choices = {q.name: q for q in found["multichoice"]}
    gaps = {q.name: q for q in found["cloze"]}
    for item in items:
        body = item.body
        if isinstance(body, parts.Pick):
            read = choices[item.name]
            assert read.single != body.several and len(read.options) == len(body.options)
            best = sum(o.score_fraction for o in read.options if o.score_fraction > 0)
            assert best == pytest.approx(100, abs=3)  # that reader cuts 33.33333 to 33
            for option, one in zip(body.options, read.options, strict=True):
                assert (one.score_fraction > 0) == option.right
                assert option.feedback == (one.feedback or "")
        elif isinstance(body, parts.Scales):
            assert [len(gap.options) for gap in gaps[item.name].gaps] == [6, 6]


def test_moodle_orders_all_items_and_names_how_they_are_graded(items):
    root = ET.fromstring(moodle.write(items, "T")[0])
    orders = [q for q in root if q.get("type") == "ordering"]
    assert orders
    for node in orders:
        assert node.findtext("selecttype") == "ALL" and node.findtext("gradingtype")
        assert int(node.findtext("selectcount")) == len(node.findall("answer"))
    marks = [q for q in root if q.get("type") == "ddmarker"]
    for node in marks:
        assert b64decode(node.findtext("file"))[:4] == b"\x89PNG"
        assert len(node.findtext("drop/coords").split(";")) >= 12
    ids = [q.findtext("idnumber") for q in root if q.get("type") != "category"]
    assert len(ids) == len(set(ids))


def test_a_number_is_right_in_moodle_and_gift_where_it_is_here(questions, items):
    root = ET.fromstring(moodle.write(items, "T")[0])
    nodes = {q.findtext("idnumber"): q for q in root}
    for question in (q for q in questions if q.type == "number"):
        body = question.body
        low, high = float(body.low - body.tolerance), float(body.high + body.tolerance)
        first = nodes[question.id].find("answer")
        value, width = float(first.findtext("text")), float(first.findtext("tolerance"))
        assert (value - width, value + width) == pytest.approx((low, high))
        assert first.get("fraction") == "100"
        others = [(a.get("fraction"), float(a.findtext("text")), float(a.findtext("tolerance")))
                  for a in nodes[question.id].findall("answer")[1:]]  # fmt: skip
        (zero, below, width_below), (_, above, width_above) = others
        assert zero == "0" and below + width_below == pytest.approx(low)
        assert above - width_above == pytest.approx(high)


def test_signs_of_gift_have_a_backslash():
    text = gift._safe("a = {b} ~ #c: \\d")
    assert text == r"a \= \{b\} \~ \#c\: \\d"


# --- QTI ------------------------------------------------------------------------------------------


def answers_to(question, chance):
    """Return answers from right to wrong, with what each earns, reckoned without the marking."""
    right = kinds()[question.type].right(question)
    found = [right, *(wrong_answer(question, chance) for _ in range(4))]
    if question.type in ("true-false", "judge"):
        wrong = next(o.id for o in question.body.options if not o.correct)
        found.append({"verdict": question.body.answer, "reason": wrong})
    if question.type == "interval":
        value, widest = question.body.value, question.body.widest
        found.append({"low": str(value - widest), "high": str(value + widest)})
    return [(answer, credit(question, answer)) for answer in found]


def response(question, item, answer, library):
    """Return an answer in the variables of QTI."""
    body = item.body
    if isinstance(body, parts.Judgement):
        verdict = list(question.body.verdicts).index(answer["verdict"]) + 1
        reason = [one.id for one in body.reasons].index(answer["reason"]) + 1
        return {"VERDICT": f"v{verdict}", "REASON": f"r{reason}"}
    if isinstance(body, parts.Band):
        return {"LOW": answer["low"], "HIGH": answer["high"]}
    if isinstance(body, parts.Scales):
        places = [[one.id for one in scale.steps].index(answer[scale.id]) for scale in body.scales]
        return {f"SCALE{k}": f"s{k}-{place + 1}" for k, place in enumerate(places, 1)}
    if isinstance(body, parts.Spot):
        x, y = _pixel(*answer, land(library, question.body.view))
        return {"RESPONSE": f"{x} {y}"}
    if isinstance(body, parts.Pairs):
        left = [one.id for one in body.items]
        right = [name for name, _ in body.targets]
        return {"RESPONSE": [f"i{left.index(a) + 1} t{right.index(b) + 1}"
                             for a, b in answer.items()]}  # fmt: skip
    listed = getattr(body, "options", getattr(body, "items", ()))
    ids = {one.id: f"o{k}" for k, one in enumerate(listed, 1)}
    if isinstance(answer, list):
        return {"RESPONSE": [ids[one] for one in answer]}
    return {"RESPONSE": ids.get(answer, answer)}


def test_qti_scores_as_the_module_does(questions, items, library):
    chance, marked = random.Random(4), set()
    for question, item in zip(questions, items, strict=True):
        if question.type in ("code", "reflect"):
            continue
        xml = qti.item_xml(item, parts.Loss(item), qti.TWO)
        for answer, earned in answers_to(question, chance):
            run = Run(xml, response(question, item, answer, library))
            assert run.values["SCORE"] == pytest.approx(earned, abs=1e-6), (question.id, answer)
            assert run.values["CLOSING"] == "closing"
        marked.add(question.type)
    assert len(marked) == 11


def test_feedback_is_there_for_what_is_shown(questions, items, library):
    for question, item in zip(questions, items, strict=True):
        if question.type in ("code", "reflect"):
            continue
        xml = qti.item_xml(item, parts.Loss(item), qti.TWO)
        there = set(re.findall(rb'<modalFeedback[^>]* identifier="([^"]+)"', xml))
        for answer, _ in answers_to(question, random.Random(4)):
            values = Run(xml, response(question, item, answer, library)).values
            shown = [*(values.get("FEEDBACK") or []), values.get("SUMMARY")]
            assert any(one and one.encode() in there for one in shown), (question.id, answer)


def test_another_program_makes_of_our_qti_2_what_our_qti_3_says(items, tmp_path):
    for name, write in (("two", qti.write_two), ("three", qti.write_three)):
        (tmp_path / f"{name}.zip").write_bytes(write(items, "T")[0])
    upgraded = dict(upgrade_package(read_package(tmp_path / "two.zip")).files)
    ours = read_package(tmp_path / "three.zip")

    def told(raw):
        root = ET.fromstring(raw)
        names = [node.tag.rpartition("}")[2] for node in root.iter()]
        wanted = ("-interaction", "-choice", "-declaration", "map-entry", "modal-feedback")
        return sorted(n for n in names if n.endswith(wanted))

    paths = [path for path in ours if path.startswith("items/")]
    assert len(paths) > 20
    for path in paths:
        assert told(upgraded[path]) == told(ours[path]), path


def test_a_package_names_all_its_files(items):
    for write in (qti.write_two, qti.write_three, canvas.write):
        with zipfile.ZipFile(io.BytesIO(write(items, "T")[0])) as archive:
            names = set(archive.namelist())
            root = ET.fromstring(archive.read("imsmanifest.xml"))
            named = {n.get("href") for n in root.iter() if n.tag.endswith("}file")}
            assert named == names - {"imsmanifest.xml"}
            ids = {n.get("identifier") for n in root.iter() if n.tag.endswith("}resource")}
            needs = {n.get("identifierref") for n in root.iter() if n.tag.endswith("}dependency")}
            assert needs <= ids


# --- Canvas, Anki, table --------------------------------------------------------------------------


def test_canvas_finds_what_its_rules_name(items):
    with zipfile.ZipFile(io.BytesIO(canvas.write(items, "T")[0])) as archive:
        quizzes = [archive.read(n) for n in archive.namelist() if re.match(r"quiz-\d+/quiz", n)]
    kinds_seen = set()
    for raw in quizzes:
        root = ET.fromstring(raw)
        space = root.tag.removesuffix("questestinterop")
        for item in root.iter(f"{space}item"):
            kind = item.find(f".//{space}fieldentry").text
            kinds_seen.add(kind)
            asked = {n.get("ident") for n in item.iter() if n.tag.endswith(("_lid", "_str"))}
            labels = {n.get("ident") for n in item.iter(f"{space}response_label")}
            said = {n.get("ident") for n in item.iter(f"{space}itemfeedback")}
            for rule in item.iter(f"{space}varequal"):
                assert rule.get("respident") in asked
                assert rule.text in labels or kind == "numerical_question"
            shown = {n.get("linkrefid") for n in item.iter(f"{space}displayfeedback")}
            assert shown == said
            scores = [float(n.text) for n in item.iter(f"{space}setvar")]
            assert kind == "essay_question" or sum(scores) == pytest.approx(100, abs=0.1)
    assert kinds_seen == {
        "multiple_choice_question", "multiple_answers_question", "multiple_dropdowns_question",
        "numerical_question", "matching_question", "essay_question",
    }  # fmt: skip


def test_the_deck_has_a_card_a_term_with_an_id_that_stays(tmp_path, capsys):
    out = tmp_path / "deck.apkg"
    assert main(["export", "anki", str(out), "--data", str(OTHER)]) == 0

    def notes():
        with zipfile.ZipFile(out) as archive:
            (tmp_path / "c.db").write_bytes(archive.read("collection.anki2"))
        with sqlite3.connect(tmp_path / "c.db") as base:
            return base.execute("select guid, flds, mid from notes order by guid").fetchall()

    first = notes()
    assert len(first) == len(open_library(OTHER).glossary)
    main(["export", "anki", str(out), "--data", str(OTHER)])
    assert notes() == first
    assert "cards" in capsys.readouterr().out


def test_the_table_is_whole_and_holds_no_formula(items):
    raw, losses = table.write(items, "T")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == len(items) + 1 and not any(loss.lost for loss in losses)
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [c for row in rows for c in row if c[:1] in "=+@\t\r" and c]
    for item, row in zip(items, rows[1:], strict=True):
        assert row[0] == item.id and row[5] and row[7], item.id


# --- the command ----------------------------------------------------------------------------------


def test_a_part_of_the_bank_with_practice(tmp_path, capsys):
    out = tmp_path / "q.xml"
    words = ["export", "moodle", str(out), "--sets", "history-hook", "--practice", "1"]
    assert main(words) == 0
    root = ET.fromstring(out.read_bytes())
    ids = {q.findtext("idnumber") for q in root} - {None}
    assert {"history-hook-1985"} <= ids and any(":" in name for name in ids)
    said = capsys.readouterr().out
    assert "whole" in said and "q-losses.txt" in said
    assert (tmp_path / "q-losses.txt").read_text("utf-8").startswith("What Moodle XML cannot say")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["moodle", "x.xml", "--sets", "alliance-exitt"], "There is no set “alliance-exitt”"),
        (["moodle", "x.xml", "--lessons", "01-aliance"], "did you mean “01-alliance”"),
        (["moodle", "no/x.xml"], "make the folder first"),
        (["moodle", "x.xml", "--practice", "-1"], "takes a number from 1"),
    ],
)
def test_mistakes_are_one_sentence(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["export", *words, "--data", str(OTHER)]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1


def test_what_is_not_installed_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "genanki", None)
    assert main(["export", "anki", str(tmp_path / "d.apkg"), "--data", str(OTHER)]) == 2
    assert "genanki" in capsys.readouterr().err


def test_text_is_never_code(tmp_path):
    from tests.quiz_samples import QUESTIONS, make_library

    evil = QUESTIONS.replace("The speech", "<script>alert(1)</script> & ]]> {x}")
    library = make_library(tmp_path, evil)
    made = described(load_bank(library).questions, library)
    for name, (writer, _) in WRITERS.items():
        raw, _ = writer(made, "T")
        if raw[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                raw = b"".join(archive.read(n) for n in archive.namelist())
        assert b"<script" not in raw or name == "csv"
    assert json.dumps([item.stem for item in made])


def test_a_bank_with_mistakes_is_not_exported(tmp_path):
    from alliance.teach.export.command import chosen_questions
    from tests.quiz_samples import QUESTIONS, make_library

    library = make_library(tmp_path, QUESTIONS.replace("correct: true", "corect: true", 1))
    with pytest.raises(AllianceError, match="alliance check"):
        chosen_questions(load_bank(library))
