"""Conditions that try to run, write, read another table, hang or grow are refused."""

from __future__ import annotations

import shutil
import time

import pandas as pd
import pytest

from alliance.library import open_library, rows_where
from alliance.problems import AllianceError
from alliance.quiz.bank import check_questions
from tests.library.frames import OTHER, small

RUN = [
    "title.agg.__globals__.get('sys').modules.get('os').system('touch {file}')",
    "__import__('os').system('touch {file}')",
    "().__class__.__bases__[0].__subclasses__()",
    "@pd.io.common.os.system('touch {file}')",
    "@__builtins__.exec('x')",
    "eval('1')",
    "exec('1')",
    "open('{file}', 'w')",
    "compile('1', '', 'eval')",
    "getattr(title, 'to_csv')('{file}')",
    "title.apply(print)",
    "title.map(lambda x: x)",
    "(lambda: 1)() == 1",
    "[print(x) for x in title]",
    "title.pipe(print)",
    "title.__class__ == 1",
    "title.str.__init__ == 1",
    "title.str.contains.__func__ == 1",
    "title.str._data == 1",
    "id._mgr == 1",
    "_secret == 1",
    "_row == 1",
    "f'{title.__class__}' == 'x'",
    "title == f'{open}'",
    "title.str.cat(sep=open('{file}', 'w').name) == ''",
    "breakpoint()",
    "(x := 1) == 1",
    "await title",
    "(yield title)",
    "print(title)",
    "title.isna(print('x'))",
    "title.str.contains(id)",
    "title.str.contains(open('{file}', 'w').name)",
    "title.astype(__import__('os'))",
    "import os",
    "title == 1; import os",
]
WRITE = [
    "title.to_csv('{file}')",
    "title.to_pickle('{file}') == 1",
    "year.to_json('{file}') == ''",
    "actors.iat[0].append('X')",
    "actors.iloc[0] == 1",
    "actors[0] == 1",
    "title.update(id)",
    "title = 'x'",
    "year += 1",
    "lat.fillna(0, inplace=True)",
    "title.drop(0, inplace=True)",
    "del title",
    "title.values.fill('x')",
    "title.array == 1",
    "actors.explode() == 1",
]
OTHER_TABLES = [
    "events.title == 'x'",
    "@events == 1",
    "library.sources.id == 'x'",
    "id in sources.id",
    "id in @other",
    "self.frame.id == 'a'",
    "frame.id == 'a'",
    "globals()['library'] == 1",
    "index == 0",
    "ilevel_0 == 0",
]
HANG_OR_GROW = [
    "9**9**9 > lat",
    "lat ** 99999 > 1",
    "'a' * 10**10 == title",
    "title.str.repeat(10**9) == 'x'",
    "title * 999999999 == 'x'",
    "title.str.contains('(a+)+$')",
    "title.str.contains('(a|a)*b')",
    "title.str.match('(a+)+$')",
    "title.str.replace('a', 'b' * 10**9) == ''",
    "title.str.pad(10**9) == ''",
    "1 << 10**9 > lat",
    "lat == 1e999",
    "lat == -1e999",
    "lat == " + "9" * 400,
    "lat == " + "9" * 5_000,
    "year == 10000000000000000",
    "(" * 400 + "id" + ")" * 400 + " == 'a'",
    "not " * 240 + "practice",
    "-" * 900 + "1 == year",
    "~" * 900 + "practice",
    " or ".join(["id == 'a'"] * 500),
    "or ".join(["n<1"] * 160),
    " or ".join(["title.str.contains('a')"] * 11),
    "title.str.contains('" + "|".join("abcdefghijklmn") + "')",
    "id in [" + ", ".join("'a'" for _ in range(150)) + "]",
    "id in [['a']]",
    "id == '" + "a" * 300 + "'",
    "id == 'a' " + "and id == 'a' " * 5_000,
    "[" * 500,
    "{" * 500,
    "id == 'a'\0",
    "\ud800 == 'a'",
    "1j == lat",
    "b'a' == id",
    "... == id",
    "id == 'a' if practice else practice",
    "year // 0 == 1",
    "year % 0 == 1",
    "lat @ lat == 1",
    "*title",
    "{1: 2} == id",
    "{*id}",
    "1 == 1",
    "True",
    "'a' in ['a']",
]
HOSTILE = RUN + WRITE + OTHER_TABLES + HANG_OR_GROW


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_nothing_runs_writes_reads_elsewhere_hangs_or_grows(number, tmp_path, capfd):
    file, frame = tmp_path / "written", small()
    condition = HOSTILE[number].replace("{file}", str(file))
    begin = time.perf_counter()
    with pytest.raises(AllianceError) as error:
        rows_where(frame, condition)
    assert time.perf_counter() - begin < 1
    said = str(error.value)
    assert "\n" not in said and len(said) < 400
    assert list(tmp_path.iterdir()) == []
    pd.testing.assert_frame_equal(frame, small())
    assert capfd.readouterr() == ("", "")


def test_there_are_many_hostile_conditions_of_every_kind():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100
    assert min(map(len, (RUN, WRITE, OTHER_TABLES, HANG_OR_GROW))) >= 10


SLOWEST = {
    "searches": " or ".join(["x.astype('str').str.contains('q1|q2|q3|q4|q5|q6')"] * 10),
    "comparisons": " or ".join(f"t=='{k}'" for k in range(80)),
    "lists": " or ".join(f"t in ['{k}','b']" for k in range(50)),
    "sums": " or ".join([" + ".join(["n"] * 15) + " < 0"] * 6),
    "chain": "n<" * 100 + "n",
    "kinds": " or ".join("m==1" for _ in range(80)),
    "first": " or ".join(["first(x, t, n, m, x)"] * 2),
}


@pytest.mark.parametrize("name", SLOWEST)
def test_the_largest_condition_takes_less_than_a_second_over_20000_rows(name):
    count = 20_000
    frame = pd.DataFrame(
        {
            "t": [f"{k} some words that stand in a cell" for k in range(count)],
            "n": range(count),
            "x": [["PRK", "RUS", str(k)] for k in range(count)],
            "m": [1 if k % 2 else None for k in range(count)],
        }
    )
    frame["m"] = frame["m"].astype(object)
    frame.loc[0, "m"] = "mixed"
    begin = time.process_time()
    rows_where(frame, SLOWEST[name])
    assert time.process_time() - begin < 1


def test_a_question_file_cannot_run_a_command(tmp_path):
    """The whole way: a question of this kind is a finding with file and line."""
    folder = shutil.copytree(OTHER, tmp_path / "data")
    file = folder / "questions" / "01-alliance.yml"
    text = file.read_text("utf-8")
    hit = tmp_path / "hit"
    hostile = f"title.agg.__globals__.get('sys').modules.get('os').system('touch {hit}')"
    file.write_text(text.replace("category == 'treaty'", hostile), "utf-8")
    found = [str(p) for p in check_questions(open_library(folder))]
    line = next(k for k, row in enumerate(text.splitlines(), 1) if "category == 'treaty'" in row)
    assert not hit.exists()
    assert found[0].startswith(f"questions/01-alliance.yml, row {line}, column “answer_from”: ")
