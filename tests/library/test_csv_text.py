"""Tables as spreadsheets save them: read where it is certain, asked about where it is not.

The writers of American, German, French and Korean spreadsheets are imitated from what they do to
dates, numbers, truth values, blanks and empty rows; a real one is asked where it is installed.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.library import check_library, open_library
from alliance.library.csv_text import read_csv, tidy
from alliance.problems import Problem
from tests.places import DATA

NUMBER = {"name": "n", "type": "number"}
DATE = {"name": "d", "type": "string", "edtf": True}
FLAG = {"name": "b", "type": "boolean"}
LATITUDE = NUMBER | {"constraints": {"minimum": -90, "maximum": 90}}


def one(cell, spec):
    """Return what a cell is read as, and what is said of it."""
    found = tidy([cell], spec)
    return found.cells[0], " ".join(f"{m}; {r}" for m, (r, _) in found.doubts.items())


@pytest.mark.parametrize(
    ("cell", "spec", "value"),
    [
        ("1250", NUMBER, "1250"), ("0.5", NUMBER, "0.5"), ("-3.14159", NUMBER, "-3.14159"),
        ("0,5", NUMBER, "0.5"), ("12,75", NUMBER, "12.75"), ("1.250,5", NUMBER, "1250.5"),
        ("1,250.5", NUMBER, "1250.5"), ("1,250,000", NUMBER, "1250000"),
        ("1.250.000", NUMBER, "1250000"), ("1 250", NUMBER, "1250"), ("0.125", NUMBER, "0.125"),
        ("1\u00a0250", NUMBER, "1250"), ("1\u202f250,5", NUMBER, "1250.5"),
        ("0,125", NUMBER, "0.125"), ("-0.125", NUMBER, "-0.125"), ("1234.567", NUMBER, "1234.567"),
        ("1234,567", NUMBER, "1234.567"), ("wahr", FLAG, "true"), ("false", FLAG, "false"),
        ("1’250", NUMBER, "1250"), ("1'250.25", NUMBER, "1250.25"), ("\u22125", NUMBER, "-5"),
        ("48.856", LATITUDE, "48.856"), ("48,856", LATITUDE, "48.856"),
        ("40 people", NUMBER, "40 people"), ("1,25,000", NUMBER, "1,25,000"),
        ("TRUE", FLAG, "true"), ("WAHR", FLAG, "true"), ("FAUX", FLAG, "false"),
        ("True", FLAG, "true"), ("거짓", FLAG, "false"), ("1", FLAG, "1"), ("ja", FLAG, "ja"),
        ("2024-06-19", DATE, "2024-06-19"), ("19.06.2024", DATE, "2024-06-19"),
        ("5.6.2024", DATE, "2024-06-05"), ("19/06/2024", DATE, "2024-06-19"),
        ("6/19/2024", DATE, "2024-06-19"), ("2024. 6. 19.", DATE, "2024-06-19"),
        ("2024/6/5", DATE, "2024-06-05"), ("6/6/2024", DATE, "2024-06-06"),
        ("2024-06-19 0:00", DATE, "2024-06-19"), ("19.06.2024 00:00:00", DATE, "2024-06-19"),
        ("2024", DATE, "2024"), ("2024-06", DATE, "2024-06"), ("2022/2024", DATE, "2022/2024"),
        ("2024~", DATE, "2024~"), ("1950-06/1953-07", DATE, "1950-06/1953-07"),
        ("99.99.2024", DATE, "99.99.2024"), ("2022/..", DATE, "2022/.."),
    ],
)  # fmt: skip
def test_what_is_certain_is_read(cell, spec, value):
    assert one(cell, spec) == (value, "")


@pytest.mark.parametrize(
    ("cell", "spec", "said"),
    [
        ("40.000", NUMBER, "write it as 40 or as 40000"),
        ("40,000", NUMBER, "write it as 40 or as 40000"),
        ("-3.125", NUMBER, "write it as -3.125 or as -3125"),
        ("6/5/2024", DATE, "write it as 2024-05-06 or as 2024-06-05"),
        ("06-05-2024", DATE, "write it as 2024-05-06 or as 2024-06-05"),
        ("6/19/24", DATE, "two digits"), ("19.06.24", DATE, "two digits"),
        *((day, {"name": "t"}, "looks like a day that a spreadsheet made") for day in (
            "2-Jan", "Jan-24", "02. Jan", "02-janv", "2-Mai", "January 2, 2026", "1월 2일")),
        ("#NAME?", {"name": "t"}, "a spreadsheet left the error"),
        ("#BEZUG!", NUMBER, "a spreadsheet left the error"), ("#N/A", DATE, "the error"),
        ("###", NUMBER, "the error"), ("Err:508", {"name": "t"}, "the error"),
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_asked(cell, spec, said):
    value, told = one(cell, spec)
    assert value == cell and said in told


def test_texts_stay_as_they_are():
    for cell in (
        "40.000",
        "6/5/2024",
        "TRUE",
        "a\u00a0b",
        "“quoted”",
        "#hash",
        "Error",
        "# of",
        "May",
        "2 May 1924 to 3 June",
        "January 2024",
        "5 Sepoys",
    ):
        assert one(cell, {"name": "t", "type": "string"}) == (cell, "")
    chosen = {"name": "t", "constraints": {"enum": ["arms deal"]}}
    assert one("arms\u00a0deal", chosen) == ("arms deal", "")


def test_one_sentence_for_all_rows_of_a_kind(other_data, tmp_path):
    package = shutil.copytree(other_data, tmp_path / "other")
    rewrite(package / "events.csv", lambda n, c: re.sub(DAY, "3/4/1890", c) if n == "date" else c)
    told = [str(p) for p in check_library(package)[1]]
    assert len(told) == 1 and "more rows" in told[0], told
    assert told[0].startswith("events.csv, row 3, column “date”: “3/4/1890” may be in two months")


@settings(max_examples=300, deadline=None)
@given(
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False),
    st.integers(0, 3),
    st.sampled_from(",. '\u00a0\u202f"),
    st.sampled_from(".,"),
)
def test_no_number_becomes_another(number, places, thousands, point):
    """Whatever mark stands where: it is the number, or nothing is taken for certain."""
    if thousands == point:
        return
    number = round(number, places)
    cell = f"{number:,}".replace(",", "T").replace(".", point).replace("T", thousands)
    value, told = one(cell, NUMBER)
    assert told or float(value) == float(number)


# --- whole files ----------------------------------------------------------------------------

DAY = r"^(\d{4})-(\d\d)-(\d\d)$"


def rewrite(path, change, mark=",", encoding="utf-8", before="", after="", end="\r\n", pad=0):
    """Save a table as a spreadsheet would; `change` gets the column and the cell."""
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    text = io.StringIO()
    out = csv.writer(text, delimiter=mark, lineterminator=end)
    out.writerow(header + [""] * pad)
    for row in rows:
        cells = [change(name, cell) for name, cell in zip(header, row, strict=True)]
        out.writerow(cells + [""] * pad)
    path.write_bytes((before + text.getvalue() + after).encode(encoding))


def american(name, cell):
    day = re.match(DAY, cell)
    if day and ("date" in name or name.endswith("_on")):
        return f"{int(day[2])}/{int(day[3])}/{day[1]}"
    return {"true": "TRUE", "false": "FALSE"}.get(cell, cell)


def german(name, cell):
    day = re.match(DAY, cell)
    if day and ("date" in name or name.endswith("_on")):
        return f"{day[3]}.{day[2]}.{day[1]}"
    if name in ("lat", "lon"):
        return cell.replace(".", ",")
    return {"true": "WAHR", "false": "FALSCH"}.get(cell, cell)


def french(name, cell):
    day = re.match(DAY, cell)
    if day and ("date" in name or name.endswith("_on")):
        return f"{day[3]}/{day[2]}/{day[1]}"
    if name in ("lat", "lon"):
        return cell.replace(".", ",")
    return {"true": "VRAI", "false": "FAUX"}.get(cell, cell)


def korean(name, cell):
    day = re.match(DAY, cell)
    if day and ("date" in name or name.endswith("_on")):
        return f"{day[1]}. {int(day[2])}. {int(day[3])}."
    return {"true": "TRUE", "false": "FALSE"}.get(cell, cell)


def told_of(package):
    return [str(problem) for problem in check_library(package)[1]]


@pytest.mark.parametrize("country", [german, korean])
@pytest.mark.parametrize(
    "how",
    [
        {}, {"before": "\ufeff"}, {"encoding": "utf-16"}, {"pad": 3},
        {"after": ",,,,,,,,,,,\r\n" * 40}, {"after": "\r\n\r\n \r\n"}, {"before": ",,,\r\n"},
        {"end": "\n"}, {"end": "\r"},
    ],
    ids=str,
)  # fmt: skip
def test_a_table_saved_by_a_spreadsheet_checks_clean(other_data, tmp_path, country, how):
    package = shutil.copytree(other_data, tmp_path / "other")
    rewrite(package / "events.csv", country, **how)
    assert told_of(package) == []
    before, after = open_library(other_data).events, open_library(package).events
    assert before.equals(after)


@pytest.mark.parametrize("country", [american, french])
def test_days_that_may_be_in_two_months_are_one_sentence_a_column(other_data, tmp_path, country):
    package = shutil.copytree(other_data, tmp_path / "other")
    rewrite(package / "events.csv", country)
    told = told_of(package)
    columns = [line.partition("column “")[2].partition("”")[0] for line in told]
    assert len(columns) == len(set(columns)) <= 2, told
    assert all("may be in two months" in line for line in told)


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_other_marks_between_cells_are_one_sentence(other_data, tmp_path, mark, name, encoding):
    package = shutil.copytree(other_data, tmp_path / "other")
    rewrite(package / "events.csv", german, mark=mark, encoding=encoding)
    (told,) = told_of(package)
    assert told == f"events.csv, row 1: {name} separate the cells; save it again with commas."


def test_the_old_encoding_of_windows_is_one_sentence(other_data, tmp_path):
    package = shutil.copytree(other_data, tmp_path / "other")
    rewrite(package / "events.csv", lambda n, c: f"{c} é" if n == "summary" else c,
            encoding="cp1252")  # fmt: skip
    (told,) = told_of(package)
    assert told.startswith("events.csv, row 2: this line is not UTF-8") and "é…" not in told[:40]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\t", "\u200b", "  \u202f"])
def test_blanks_at_the_ends_of_cells_do_no_harm(other_data, tmp_path, blank):
    package = shutil.copytree(other_data, tmp_path / "other")
    rewrite(package / "events.csv", lambda _n, cell: f"{blank}{cell}{blank}")
    assert told_of(package) == []
    assert open_library(package).events.equals(open_library(other_data).events)


def test_cells_that_commas_have_torn_apart_are_one_sentence(other_data, tmp_path):
    package = shutil.copytree(other_data, tmp_path / "other")
    path = package / "glossary.csv"
    lines = path.read_text("utf-8").splitlines()
    torn = [lines[0], *(f"{line},“one, two”" for line in lines[1:])]
    path.write_text("\n".join(torn), "utf-8")
    (told,) = told_of(package)
    assert "glossary.csv, row 2: the row has" in told and "curly quotation marks" in told


def test_empty_columns_in_the_middle_go(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,,b,\n1,,2,\n\n,,,\n3,,4,\n", "utf-8")
    problems: list[Problem] = []
    table = read_csv(path, problems)
    assert (table.header, table.rows, table.numbers) == (
        ["a", "b"], [["1", "2"], ["3", "4"]], [2, 5])  # fmt: skip
    assert problems == table.lengths == []


# --- a real spreadsheet -----------------------------------------------------------------------

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
COUNTRIES = {"en-US": 1033, "de-DE": 1031, "fr-FR": 1036, "ko-KR": 1042}


def resaved(package, tmp_path, language):
    """Open all tables in LibreOffice under the settings of a country, and save them as CSV."""
    home, out = (tmp_path / "office").as_uri(), tmp_path / "out"
    # Separator, quotation mark, UTF-8, first line, columns, language; then, when it reads: detect
    # numbers and dates; when it writes: as they are shown.
    how = f"44,34,76,1,,{COUNTRIES[language]},false,true"
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={home}", "--headless", f"--infilter=CSV:{how}",
         "--convert-to", f"csv:Text - txt - csv (StarCalc):{how}", "--outdir", str(out),
         *map(str, package.glob("*.csv"))],
        check=True, capture_output=True, timeout=250,
    )  # fmt: skip
    for path in out.glob("*.csv"):
        shutil.copy(path, package / path.name)


@pytest.mark.parametrize("language", COUNTRIES)
def test_the_module_s_tables_come_back_whole_from_a_spreadsheet(tmp_path, language):
    """From a real one where it is installed; else its German and Korean writers are imitated."""
    package = shutil.copytree(DATA, tmp_path / "data")
    if OFFICE:
        resaved(package, tmp_path, language)
    else:
        for path in package.glob("*.csv"):
            rewrite(path, german if language in ("de-DE", "fr-FR") else korean, pad=2)
    assert told_of(package) == []
    before, after = open_library(DATA).tables, open_library(package).tables
    for name, frame in before.items():
        assert frame.equals(after[name]), name


def test_no_text_looks_like_a_day_to_a_spreadsheet():
    """1-2 is a range of articles; a spreadsheet makes a day of it, so the data write 1–2."""
    like = re.compile(
        r"\d{1,2}[-/]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{2,4}|0\d+|\d+[eE]\d+|\d+:\d\d|[=+@].*"
    )
    for path in DATA.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                told = [cell for cell in row.values() if like.fullmatch(cell)]
                assert not told, (path.name, row["id"], told)


def test_no_number_has_exactly_three_decimals():
    """A German spreadsheet takes 0.238 for 238, and no one can see it in the file afterwards."""
    book = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    for resource in book["resources"]:
        fields = resource.get("schema", {}).get("fields", [])
        numbers = [spec["name"] for spec in fields if spec["type"] in ("number", "integer")]
        if numbers:
            with open(DATA / resource["path"], encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    told = [row[name] for name in numbers if re.search(r"\.\d{3}$", row[name])]
                    assert not told, (resource["path"], row["id"], told)


def test_the_module_s_own_tables_hold_nothing_in_doubt():
    package, problems = check_library(DATA)
    assert problems == [] and package.tables
