"""Forms for numbers: Russian has three, Korean one."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from alliance import texts
from alliance.texts.plurals import category, needed, one_is_many
from tests.places import NOTEBOOKS

RUSSIAN = {
    "table.rows_one": "{n} строка",
    "table.rows_few": "{n} строки",
    "table.rows_many": "{n} строк",
    "table.rows": "{n} строки",
}


def write(shelf, language, words):
    (shelf / language).mkdir(exist_ok=True)
    text = yaml.safe_dump(words, allow_unicode=True)
    (shelf / language / "some.yml").write_text(text, encoding="utf-8")
    texts.forget()


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("en", {"one": [1], "other": [0, 2, 11, 21, 101]}),
        ("ru", {"one": [1, 21, 101], "few": [2, 4, 23], "many": [0, 5, 11, 12, 100]}),
        ("ko", {"other": [0, 1, 2, 21]}),
        ("fr", {"one": [0, 1], "other": [2, 21]}),
        (
            "ar",
            {"zero": [0], "one": [1], "two": [2], "few": [3, 103], "many": [11], "other": [100]},
        ),
        ("pt-BR", {"one": [0, 1], "other": [2]}),
        ("qq", {"one": [1], "other": [0, 2]}),
    ],
)
def test_the_rules_are_those_of_cldr(language, numbers):
    assert all(category(language, n) == form for form in numbers for n in numbers[form])


def test_which_forms_a_language_needs():
    assert needed("ru") == {"one": [1, 21, 31], "few": [2, 3, 4], "many": [0, 5, 6]}
    assert needed("ko") == {} and list(needed("en")) == ["one"]
    assert one_is_many("ru") and not one_is_many("en") and not one_is_many("ko")


def test_russian_has_three_forms_and_korean_one(shelf):
    write(shelf, "ru", RUSSIAN)
    write(shelf, "ko", {"table.rows": "{n}행"})
    texts.use("ru")
    said = [texts.count("table.rows", n) for n in (1, 2, 5, 11, 21, 22, 25)]
    assert said == ["1 строка", "2 строки", "5 строк", "11 строк", "21 строка", "22 строки",
                    "25 строк"]  # fmt: skip
    texts.use("ko")
    assert [texts.count("table.rows", n) for n in (1, 2)] == ["1행", "2행"]


def test_what_is_not_translated_takes_the_forms_of_english(shelf):
    write(shelf, "ru", {"status.right": "Верно."})
    texts.use("ru")
    assert [texts.count("table.rows", n) for n in (1, 2, 21)] == ["1 row", "2 rows", "21 rows"]
    assert "table.rows_one" in texts.page_texts(["table."])


def test_a_form_that_is_missing_falls_to_the_key(shelf):
    write(shelf, "ru", {"table.rows": "строк: {n}"})
    texts.use("ru")
    assert [texts.count("table.rows", n) for n in (1, 3)] == ["строк: 1", "строк: 3"]


def told(shelf, language, words):
    write(shelf, language, words)
    return [str(problem) for problem in texts.check(language)]


def test_the_check_knows_the_forms(shelf):
    assert told(shelf, "ru", RUSSIAN) == [] and told(shelf, "ko", {"table.rows": "{n}행"}) == []
    lacking = {k: v for k, v in RUSSIAN.items() if not k.endswith(("_few", "_many"))}
    assert told(shelf, "ru", lacking) == [
        "texts/ru/some.yml, row 1, column “table.rows”: the forms few, many are missing; write "
        "table.rows_few, table.rows_many (“few” is for 2, 3, 4 …; “many” is for 0, 5, 6 …)."
    ]
    (found,) = told(shelf, "ru", RUSSIAN | {"table.rows_two": "{n} строки"})
    assert "row 5, column “table.rows_two”: the language has no form “two”" in found
    (found,) = told(shelf, "ko", {"table.rows": "{n}행", "table.rows_few": "{n}행"})
    assert "the language has no form “few”; remove it" in found
    (found,) = told(shelf, "ru", {"status.right_few": "x"})
    assert "there is no such text" in found


def test_one_that_is_also_for_21_must_name_its_number(shelf):
    english = texts.catalogue()
    assert "{n}" not in english["weigh.left_one"] and "{n}" in english["weigh.left"]
    words = {f"weigh.left{form}": "Осталось: {n}" for form in ("", "_few", "_many")}
    (found,) = told(shelf, "ru", words | {"weigh.left_one": "Осталась одна."})
    assert "weigh.left_one" in found and "it must have {n}" in found
    assert told(shelf, "de", {"weigh.left": "Noch {n}", "weigh.left_one": "Noch eine."}) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{n} row {", "a brace stands alone"),
        ("n} rows", "a brace stands alone"),
        ("{n.__class__}", "a brace stands alone"),
        ("{n!r}", "a brace stands alone"),
        ("{m} rows", "braces differ"),
        ("rows", "it must have {n}"),
    ],
)
def test_braces_are_names_and_nothing_more(shelf, text, wanted):
    (found,) = told(shelf, "de", {"table.rows": text, "table.rows_one": "{n} Zeile"})
    assert "row 1, column “table.rows”" in found and wanted in found
    texts.use("de")
    assert texts.say("table.rows", n=5) == text.replace("{n}", "5")


def test_what_is_no_text_or_stands_twice_is_told(shelf):
    (shelf / "de").mkdir()
    (shelf / "de" / "a.yml").write_text(
        "status.right: Ja\nstatus.wrong: [x]\nstatus.right: Nein\n", encoding="utf-8"
    )
    found = [str(problem) for problem in texts.check("de")]
    assert (
        len(found) == 2 and "row 3, column “status.right”: this text is written twice" in found[0]
    )
    assert "row 2, column “status.wrong”: it is no text" in found[1]


def test_english_loads_no_rules():
    code = (
        "import sys, alliance; from alliance import texts; alliance.open_library();"
        "texts.count('table.rows', 2); assert 'babel' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=NOTEBOOKS, timeout=120)
