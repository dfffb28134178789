"""What is written: workbook, CSV files and report; no cell is a formula, no text is code."""

from __future__ import annotations

import csv
import re
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest

from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz import load_bank
from alliance.teach.command import main
from alliance.teach.marks import items
from alliance.teach.marks.sheet import write_workbook
from tests.class_made_up import Pupil, sit, zipped
from tests.quiz_samples import OTHER

EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>'


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    """Twelve learners of another topic; the name of one tries to be code."""
    import random

    chance = random.Random(1)
    folder = tmp_path_factory.mktemp("sheets")
    questions = load_bank(open_library(OTHER)).questions
    files = {}
    for k in range(12):
        pupil = Pupil(EVIL.replace("/", "") if k == 5 else f"Ana {k:02}", "plain")
        writer = sit(pupil, questions, chance, 0.5)
        if k == 0:
            writer.lines[-1] = writer.lines[-1].replace(b'"hint": false', b'"hint": true')
        files[f"{pupil.name}/e.txt"] = writer.text.encode()
    return zipped(folder / "c.zip", files)


@pytest.fixture(scope="module")
def written(handed):
    outs = [str(handed.with_name(name)) for name in ("m.xlsx", "m.csv", "m.html", "n.html")]
    words = [word for out in outs[:3] for word in ("--out", out)]
    status = main(["marks", str(handed), "--data", str(OTHER), *words])
    main(["marks", str(handed), "--data", str(OTHER), "--names", "--out", outs[3]])
    return handed.parent, status


def test_the_workbook_has_a_row_a_student_and_no_formula(written):
    folder, status = written
    assert status == 1  # there is something to look at
    book = openpyxl.load_workbook(folder / "m.xlsx")
    first = list(book["Marks"].values)
    assert first[0][:4] == ("Student", "Points", "Maximum", "Share") and len(first) == 13
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert len(cells) > 500
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    assert not [c for c in cells if isinstance(c.value, str) and c.value[0] in "=+-@\t\r"]
    assert {"Reflections to grade", "Every answer", "Questions"} <= set(book.sheetnames)
    graded = list(book["Reflections to grade"].values)
    assert {"Grade", "Comment", "Model answer"} <= set(graded[0])


def test_csv_files_hold_the_same(written):
    folder, _ = written
    with open(folder / "m.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    book = openpyxl.load_workbook(folder / "m.xlsx")
    assert [row[0] for row in rows] == [row[0] for row in book["Marks"].values]
    for path in folder.glob("m*.csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            assert not [c for row in csv.reader(file) for c in row if re.match("[=+@\t\r]", c)]


def test_the_report_names_nobody_unless_asked(written):
    folder, _ = written
    page, named = ((folder / n).read_text("utf-8") for n in ("m.html", "n.html"))
    assert "Ana 0" not in page and "Ana 03" in named and "learner" in page
    assert "<script>alert" not in named and "&lt;script&gt;alert" in named
    assert "http" not in re.sub(r"https?://www\.w3\.org/\S+", "", page)  # nothing is fetched


def test_of_a_few_learners_the_report_tells_no_mean(handed, tmp_path):
    with zipfile.ZipFile(handed) as archive:
        few = {name: archive.read(name) for name in archive.namelist()[:9]}
    place, out = zipped(tmp_path / "few.zip", few), tmp_path / "few.html"
    main(["marks", str(place), "--data", str(OTHER), "--out", str(out)])
    page = out.read_text("utf-8")
    assert "9 learners gave" in page and 'mk-bar"' not in page.partition("How sure")[0]
    assert not re.search(r"[1-9] %", page.partition("<main")[2].partition("How sure")[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "m.xls"], "ends in none of .xlsx, .csv, .html; did you mean “.xlsx”"),
        (["--out", "none/m.csv"], "make the folder first"),
        (["--out", "m.csv", "--sets", "alliance-exitt"], "There is no set of questions"),
        (["--out", "m.csv", "--until", "tomorrow"], "is no time; write --until"),
    ],
)
def test_mistakes_on_the_command_line_are_one_sentence(
    handed, tmp_path, monkeypatch, capsys, words, said
):
    monkeypatch.chdir(tmp_path)
    assert main(["marks", str(handed), "--data", str(OTHER), *words]) == 2
    err = capsys.readouterr().err
    assert said in err and "Traceback" not in err


def test_where_the_library_lacks_one_sentence_says_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(AllianceError, match="uv sync --group instructors"):
        write_workbook({"students": pd.DataFrame()}, tmp_path / "m.xlsx")


def test_nothing_that_is_an_export(tmp_path, capsys):
    (tmp_path / "essay.txt").write_text("My essay")
    assert (
        main(["marks", str(tmp_path), "--data", str(OTHER), "--out", str(tmp_path / "m.csv")]) == 2
    )
    assert "essay.txt: it is no export of a journal" in capsys.readouterr().err


# --- item analysis --------------------------------------------------------------------------------


def test_discrimination_is_the_item_rest_correlation():
    import random

    chance = random.Random(2)
    rows = [[float(chance.random() < p) for p in (0.2, 0.4, 0.5, 0.6, 0.8, 0.9)] for _ in range(30)]
    frame = pd.DataFrame(rows, columns=list("abcdef"))
    found = items.discriminations(frame)
    for name in "abcdef":
        rest = frame.drop(columns=name).mean(axis=1)
        assert found[name] == pytest.approx(frame[name].corr(rest))


def test_below_ten_nothing_is_said():
    frame = pd.DataFrame([[1.0, 0, 1, 0, 1, k % 2] for k in range(9)])
    assert set(items.discriminations(frame).values()) == {None}


def test_who_has_not_answered_is_left_out():
    frame = pd.DataFrame([[float(k % 2)] * 5 + [float(k % 2)] for k in range(20)])
    frame.iloc[::2, 5] = float("nan")
    found = items.discriminations(frame)
    assert found[0] == pytest.approx(1) and found[5] is None  # ten are left, all of one score
