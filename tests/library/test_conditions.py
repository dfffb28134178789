"""The language of conditions: the same rows as pandas gave, and nothing else can be said in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.library import conditions, open_library, rows_where
from alliance.problems import AllianceError
from alliance.quiz.bank import check_questions
from alliance.quiz.practice import rows as practice_rows
from alliance.quiz.written import computed
from tests.library.frames import DATA, OTHER, small


def by_pandas(frame: pd.DataFrame, condition: str) -> list:
    """Return the labels of the rows that pandas' own query gives; it has no word for `first`."""
    found = re.search(r" and first\(([^)]*)\)", condition)
    if found:
        again = frame[found[1].split(", ")].duplicated()
        kept = by_pandas(frame, condition.replace(found[0], ""))
        return [label for label in kept if not again[label]]
    return list(frame.loc[frame.eval(condition, local_dict={}, global_dict={})].index)


def written(value: object) -> list[str]:
    """Return every condition that stands in a file, wherever it stands."""
    if isinstance(value, list):
        return [found for item in value for found in written(item)]
    if not isinstance(value, dict):
        return []
    own = [v for k, v in value.items() if k in ("where", "correct") and isinstance(v, str)]
    return own + [found for item in value.values() for found in written(item)]


@pytest.mark.parametrize("folder", [DATA, OTHER], ids=["data", "other_alliance"])
def test_every_condition_in_the_files_gives_the_rows_that_pandas_gives(
    folder, monkeypatch, tmp_path
):
    # A copy: a library that another test has opened has been asked already.
    folder = Path(shutil.copytree(folder, tmp_path / folder.name))
    asked: dict[tuple, tuple[pd.DataFrame, str]] = {}

    def noted(frame, condition, field="where"):
        asked[str(condition), tuple(frame.columns), len(frame)] = (frame, str(condition))
        return rows_where(frame, condition, field)

    monkeypatch.setattr(computed, "rows_where", noted)
    monkeypatch.setattr(practice_rows, "rows_where", noted)
    library = open_library(folder)
    assert check_questions(library) == []
    for frame, condition in asked.values():
        assert list(rows_where(frame, condition).index) == by_pandas(frame, condition), condition
    files = [yaml.safe_load(p.read_text("utf-8")) for p in sorted((folder / "questions").glob("*"))]
    # A word in braces is filled in from `vary`, so those are asked in another wording.
    lacking = {c for c in written(files) if "{" not in c} - {c for _, c in asked.values()}
    assert not lacking and len(asked) >= (100 if folder.name == DATA.name else 1)


def test_every_condition_in_the_readme_gives_the_rows_that_pandas_gives():
    text = (DATA / "README.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, flags=re.S)
    library, count = open_library(DATA), 0

    def look(value: object) -> None:
        nonlocal count
        if isinstance(value, list):
            for item in value:
                look(item)
        elif isinstance(value, dict):
            if "table" in value and "where" in value:
                frame, condition = library.tables[value["table"]], value["where"]
                assert list(rows_where(frame, condition).index) == by_pandas(frame, condition)
                count += 1
            for item in value.values():
                look(item)

    for block in blocks:
        look(yaml.safe_load(block))
    assert count >= 4


GOOD = {
    "year == 2024": "cd",
    "year != 2024": "a",  # a row without a year is neither
    "1900 < year <= 1950": "a",
    "lat > -5 and lat < 40": "ac",
    "lat.isna()": "b",
    "not lat.notna()": "b",
    "practice": "ad",
    "not practice and title != ''": "c",
    "practice == True": "ad",
    "date_start >= '2024'": "cd",
    "date_start == '2024-06-19'": "c",
    "date_start in ['2024-06-19', '1950-06-25']": "ac",
    "date_start < '2024-07' or date_start.isna()": "abc",
    "title.str.contains('test|Trial')": "ac",
    'title.str.contains("\'s")': "d",
    "title.str.startswith('A') or title.str.endswith('end')": "ad",
    "~title.str.contains('e')": "b",
    "~(title.str.contains('t') & practice) | (id == 'a')": "abc",
    "actors.astype('str').str.contains('PRK')": "ad",
    "id in ['a', 'c'] and id not in ('c',)": "a",
    "year + 1 - 5 > 2000": "cd",
    "year - lat > 1960": "cd",
    "`from` == 'x'": "ac",
    "title == '`from`'": "",
    "(id == 'a'\n or id == 'b')": "ab",
    "lat == lat": "acd",
    "'a' < id": "bcd",
}


@pytest.mark.parametrize("condition", GOOD)
def test_what_can_be_said(condition):
    assert "".join(rows_where(small(), condition)["id"]) == GOOD[condition]


NAMED = {
    "titel == 'x'": "did you mean “title”",
    "year = 2024": "write ==",
    "year == '2024'": "without quotation marks",
    "title == 3": "quotation marks: '3'",
    "title == “x”": "straight",
    "title == 'x": "quotation mark is missing",
    "(id == 'a'": "not closed",
    "actors == 'PRK'": "actors.astype('str')",
    "date_start > 'soon'": "a day",
    "date_start > '2024-13-45'": "no day",
    "date_start == '2024'": "a day",
    "title": "compare it with a value",
    "year == None": "column.isna()",
    "id in 'abc'": "list of values",
    "id == 'a' & year == 1": "parentheses around each comparison",
    "title.contains('x')": "column.str.contains",
    "title.str.contains('(x')": "plain text",
    "title.str.contains('x|')": "plain text",
    "title.str.contains('x', case=False)": "one text",
    "id == 'a' # a remark": "remark",
    "id is 'a'": "write ==",
    "id in [title]": "write texts as",
    "": "empty",
    "practice == 'yes'": "True or False",
    "year.str.contains('2')": "year.astype('str')",
}


@pytest.mark.parametrize("condition", NAMED)
def test_what_is_not_understood_is_named_with_a_remedy(condition):
    with pytest.raises(AllianceError) as error:
        rows_where(small(), condition, "correct")
    said = str(error.value)
    assert said.startswith("the condition `correct: ") and "does not work: " in said
    assert NAMED[condition] in said and "\n" not in said and len(said) < 330


# --- random conditions agree with pandas -------------------------------------------------------

TEXTS = st.sampled_from(["a", "b", "treaty", "A test", "", "ab c"])
NUMBERS = st.integers(-3, 3)
FRAMES = st.lists(
    st.tuples(TEXTS, TEXTS, NUMBERS, st.one_of(st.none(), NUMBERS), st.booleans(),
              st.sampled_from(["1950-06-25", "2024-06-19", "2024-01-01", None]),
              st.lists(TEXTS, max_size=2)), min_size=1, max_size=8,
)  # fmt: skip
SIGN = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


def quoted(value: str) -> str:
    """Return a text as it stands in a condition."""
    return f"'{value}'"


ATOMS = st.one_of(
    st.builds("{} {} {}".format, st.sampled_from(["t", "u"]), SIGN, TEXTS.map(quoted)),
    st.builds("{} {} {}".format, st.sampled_from(["n", "m", "n + m", "n - 1", "m + n - 2"]), SIGN,
              NUMBERS),
    st.builds("{} {} n".format, NUMBERS, SIGN),
    st.builds("{} {} n {} {}".format, NUMBERS, SIGN, SIGN, NUMBERS),
    # pandas' query never finds an equal day in a column of whole seconds; see GOOD for that.
    st.builds("d_start {} '{}'".format, st.sampled_from(["<", "<=", ">", ">="]),
              st.sampled_from(["1950", "2024-01", "2024-06-19"])),
    st.builds("t {} u".format, SIGN),
    st.builds("{} {} {}".format, st.sampled_from(["t", "u"]), st.sampled_from(["in", "not in"]),
              st.lists(TEXTS, min_size=1, max_size=3).map(repr)),
    st.builds("n {} {}".format, st.sampled_from(["in", "not in"]),
              st.lists(NUMBERS, min_size=1, max_size=3).map(repr)),
    st.builds("{}.str.contains('{}')".format, st.sampled_from(["t", "u", "l.astype('str')"]),
              st.sampled_from(["a", "a|b", "treaty", "t e|A"])),
    st.builds("{}.str.{}('{}')".format, st.sampled_from(["t", "u"]),
              st.sampled_from(["startswith", "endswith"]), st.sampled_from(["a", "A t", "y"])),
    st.sampled_from(["f", "f == True", "f != False", "m.isna()", "d_start.notna()"]),
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or", "&", "|"]), inner),
        st.builds("{}({})".format, st.sampled_from(["not ", "~"]), inner),
    ),
    max_leaves=4,
)


@given(rows=FRAMES, condition=CONDITIONS)
@settings(max_examples=100, deadline=None)
def test_random_conditions_agree_with_pandas(rows, condition):
    columns = dict(zip("tunmfdl", map(list, zip(*rows, strict=True)), strict=True))
    frame = pd.DataFrame(
        {
            **{name: pd.Series(columns[name], dtype=object) for name in "tul"},
            "n": columns["n"],
            "m": pd.Series(columns["m"], dtype="Int64"),
            "f": columns["f"],
            "d_start": pd.to_datetime(pd.Series(columns["d"])).astype("datetime64[s]"),
        }
    )
    assert list(rows_where(frame, condition).index) == by_pandas(frame, condition), condition


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_gives_rows_or_one_sentence(text):
    try:
        rows = rows_where(small(), text)
    except AllianceError as error:
        assert "\n" not in str(error)
    else:
        assert set(rows["id"]) <= set("abcd")


def test_the_description_says_all_that_is_known():
    """What the module says of itself stands in its first lines: each form there works."""
    assert conditions.__doc__ is not None
    for word in (*conditions.SEARCH, "isna", "notna", "astype"):
        assert f".{word}(" in conditions.__doc__


@pytest.mark.parametrize(
    "condition",
    [
        "first()",
        "first('id')",
        "first(" + "id, " * 20 + "id)",
        "first(id, year == 2024)",
        "first(idd)",
        "first(x=id)",
        "last(id)",
    ],
)
def test_first_takes_columns_only(condition):
    with pytest.raises(AllianceError):
        rows_where(small(), condition)


def test_first_keeps_one_row_of_each_combination():
    frame = small().assign(kind=["x", "y", "x", "x"])
    assert list(rows_where(frame, "first(year, kind)")["id"]) == ["a", "b", "c"]
    assert list(rows_where(frame, "not first(kind) and lat > 0")["id"]) == ["d"]
