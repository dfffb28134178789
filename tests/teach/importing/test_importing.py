"""What other platforms export becomes a question file that the check accepts or explains."""

from __future__ import annotations

import shutil

import pytest
import yaml

from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz import check_questions, load_bank
from alliance.quiz.kinds import kinds
from alliance.teach.command import main
from alliance.teach.export import gift, moodle, qti
from alliance.teach.export.describe import described
from alliance.teach.importing.command import read_drafts
from alliance.teach.importing.draft import Draft, markdown_of
from alliance.teach.importing.gift import read as read_gift
from tests.places import DATA
from tests.quiz_samples import OTHER

SOURCE = "kennan-1984"
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>$course$/top/A</text></category></question>
 <question type="multichoice"><name><text>Who signed?</text></name>
  <questiontext format="html"><text><![CDATA[<p>Who <b>signed</b> <a href="https://example.org/a">it</a>?
  <img src="@@PLUGINFILE@@/x.png"></p>]]></text></questiontext>
  <generalfeedback format="html"><text>See the text.</text></generalfeedback>
  <single>true</single><shuffleanswers>0</shuffleanswers>
  <answer fraction="100" format="html"><text>France</text>
   <feedback><text>Yes.</text></feedback></answer>
  <answer fraction="0" format="html"><text>Spain</text>
   <feedback><text>No.</text></feedback></answer>
  <hint><text>Think.</text></hint></question>
 <question type="truefalse"><name><text>Public?</text></name>
  <questiontext><text>It was public.</text></questiontext>
  <answer fraction="0"><text>true</text>
   <feedback><text>No.</text></feedback></answer>
  <answer fraction="100"><text>false</text>
   <feedback><text>Yes.</text></feedback></answer></question>
 <question type="numerical"><name><text>How many?</text></name>
  <questiontext><text>How many?</text></questiontext>
  <answer fraction="100"><text>30</text><tolerance>2</tolerance>
   <feedback><text>Yes.</text></feedback></answer>
  <answer fraction="0"><text>*</text>
   <feedback><text>No.</text></feedback></answer></question>
 <question type="shortanswer"><name><text>Word</text></name>
  <questiontext><text>Word?</text></questiontext></question>
</quiz>"""
GIFT = r"""// a comment
$CATEGORY: x

::Choice:: What is 1 \= one? {
  =Yes \: it is#Right.
  ~No#Wrong.
}

::Several:: Which? { ~%50%A#a ~%50%B#b ~%-100%C#c }

::Truth:: It rained.{F#It did not rain.#Right.}

::Number:: How many? {#5:1#Five or so.}

::Range:: When? {#1914..1918}

::Pairs:: Match. { =A -> 1 =B -> 2 =C -> 3 = -> 4 }

::Short:: Word? { =one =two }

::Essay:: Why? {}
"""


@pytest.fixture
def own(tmp_path):
    """A copy of the small data package, to which question files may be added."""
    shutil.copytree(OTHER, tmp_path / "data")
    return tmp_path / "data"


def take_over(own, name, raw, *words):
    """Import a file into the package; return the status and the new questions by id."""
    file = own.parent / name
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    out = own / "questions" / "imported.yml"
    before = set(load_bank(open_library(own)).entries)
    status = main(["import", str(file), str(out), "--data", str(own), "--objective", "alliance-1",
                   "--sources", SOURCE, *words])  # fmt: skip
    bank = load_bank(open_library(own))
    found = {q.id: q for q in bank.questions if q.id not in before}
    return status, found, [str(p) for p in check_questions(bank.library)]


def test_moodle_xml_becomes_questions_that_the_check_accepts(own, capsys):
    status, found, problems = take_over(own, "q.xml", MOODLE)
    assert status == 1 and problems == []
    said = capsys.readouterr().out
    assert "Word: there is no type for “shortanswer” here." in said and "3 of 4" in said
    assert "an image is left out" in said
    choice = found["who-signed"]
    assert choice.stem == "Who **signed** [it](https://example.org/a)?"
    assert choice.hint == "Think." and choice.explanation == "See the text."
    assert choice.body.right == ["france"] and choice.body.shuffle is False
    assert found["public"].body.right == ["false"]
    number = found["how-many"].body
    assert (number.low, number.tolerance) == (30, 2) and number.feedback["low"] == "No."


def test_gift_becomes_questions_or_says_what_is_missing(own, capsys):
    status, found, problems = take_over(own, "q.gift", GIFT)
    assert status == 1 and "Short: there is no type for a short answer" in capsys.readouterr().out
    choice = found["choice"]
    assert choice.stem == "What is 1 = one?" and choice.body.options[0].text == "Yes : it is"
    assert [o.correct for o in found["several"].body.options] == [True, True, False]
    assert found["truth"].body.right == ["false"]
    # What the file has not is asked for, question by question, and nothing is made up.
    asked = " ".join(problems)
    assert "feedback" in asked and "model" in asked
    names = {draft.name: draft.fields for draft in read_gift(GIFT).drafts}
    assert (names["Range"]["answer"], names["Range"]["answer_high"]) == (1914, 1918)
    assert (names["Number"]["answer"], names["Number"]["tolerance"]) == (5, 1)
    assert names["Pairs"]["distractors"] == ["4"] and len(names["Pairs"]["items"]) == 3


@pytest.mark.parametrize(
    ("name", "write"),
    [("q.xml", moodle.write), ("q.gift", gift.write), ("q.zip", qti.write_two),
     ("q3.zip", qti.write_three)],
)  # fmt: skip
def test_what_was_exported_comes_back(tmp_path, name, write):
    library = open_library(DATA)
    every = load_bank(library).questions
    asked = [next(q for q in every if q.type == kind) for kind in ("single", "multiple", "order",
                                                                   "reflect")]  # fmt: skip
    (tmp_path / name).write_bytes(write(described(asked, library), "T")[0])
    drafts = {draft.name: draft for draft in read_drafts(tmp_path / name).drafts}
    for question in asked:
        draft = drafts[question.id]
        if write is gift.write and question.type == "order":
            assert draft.type == "match"
            continue
        assert draft.type == question.type
        if question.type in ("single", "multiple"):
            right = [row["text"] for row in draft.fields["options"] if row.get("correct")]
            assert right == [o.text for o in question.body.options if o.correct]
            assert all(row["feedback"] for row in draft.fields["options"])
        elif question.type == "order":
            texts = [row["text"] for row in draft.fields["items"]]
            assert texts == [item.text for item in question.body.items]
        else:
            assert draft.fields["model"]
        if kinds()[question.type].marked:
            assert bool(draft.fields.get("hint")) == bool(question.hint and name != "q.gift")


def test_sources_are_found_by_their_addresses(own):
    library = open_library(own)
    row = library.sources[library.sources["url"] != ""].iloc[0]
    text = MOODLE.replace("https://example.org/a", row["url"].replace("&", "&amp;"))
    _, found, _ = take_over(own, "q.xml", text)
    assert found["who-signed"].source_ids == (SOURCE, row["id"])


LAUGHS = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
FILE = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><name><text>&a;</text></name></question></quiz>"""


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (LAUGHS, "which could be a trap"),
        (FILE, "which could be a trap"),
        ("<quiz><question>", "is no XML"),
        ("<html><body>x</body></html>", "holds no questions that can be read"),
        ("Just words.", "holds no questions that can be read"),
        ("<quiz></quiz>", "holds no questions that can be read"),
        (b"\x00\xff\xfe\x01" * 50, "holds no questions that can be read"),
        ("<quiz>" + "<a>" * 20000 + "</a>" * 20000 + "</quiz>", "holds no questions"),
    ],
)
def test_what_is_hostile_or_nothing_is_one_sentence(own, capsys, raw, said):
    file = own.parent / "q.xml"
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    out = own / "questions" / "x.yml"
    assert main(["import", str(file), str(out), "--data", str(own)]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1 and not out.exists()


def test_nothing_is_written_over_and_names_are_checked(own, capsys):
    (own.parent / "q.gift").write_text(GIFT)
    out = own / "questions" / "01-alliance.yml"
    before = out.read_bytes()
    for words, said in (
        ([str(out)], "is there already"),
        ([str(own / "x.txt")], "must end in .yml"),
        ([str(own / "x.yml"), "--lesson", "01-aliance"], "did you mean “01-alliance”"),
        ([str(own / "x.yml"), "--objective", "none"], "There is no objective"),
        ([], "Name the question file"),
    ):
        assert main(["import", str(own.parent / "q.gift"), *words, "--data", str(own)]) == 2
        assert said in capsys.readouterr().err
    assert out.read_bytes() == before
    with pytest.raises(AllianceError, match="is not there"):
        read_drafts(own.parent / "nowhere.xml")


def test_ids_differ_from_those_of_the_bank(own):
    known = load_bank(open_library(own)).questions[0].id
    text = MOODLE.replace("<name><text>Who signed?", f"<idnumber>{known}</idnumber><name><text>W")
    _, found, _ = take_over(own, "q.xml", text)
    assert f"{known}-2" in found


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<a href='javascript:x()'>a</a>", "a"),
        ("<script>alert(1)</script>a &lt;b&gt;", "a <b>"),
        ("<em>a</em> <code>b</code>", "*a* `b`"),
    ],
)
def test_html_becomes_markdown(html, text):
    assert markdown_of(html, Draft("x")) == text


def test_the_file_is_plain_yaml(own):
    take_over(own, "q.xml", MOODLE)
    text = (own / "questions" / "imported.yml").read_text("utf-8")
    assert text.startswith("# Imported from q.xml") and "!!" not in text
    assert list(yaml.safe_load(text)) == ["lesson", "sets", "questions"]
