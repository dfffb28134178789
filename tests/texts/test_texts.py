"""The catalogue: every text there is said, every text said is there; languages are chosen.

That no text is left in code, `test_texts_pages` sees.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import yaml

from alliance import dates, open_library, texts
from alliance.problems import AllianceError
from alliance.quiz.kinds import kinds
from alliance.quiz.panel import shared_code
from alliance.teach.check import run_checks
from tests.places import DATA, NOTEBOOKS

PACKAGE = NOTEBOOKS / "alliance"
KEY = re.compile(r"[a-z_]+(\.[\w-]+)+")


# --- the catalogue and the code ---------------------------------------------------------------


def keys_in_python(path: Path) -> tuple[set[str], set[str], set[str]]:
    """Return keys said, patterns of keys put together (as regular expressions), and literals."""
    said, patterns, literals = set(), set(), set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"([\w.]+)"
                for part in node.values
            ]
            if re.fullmatch(r"[a-z_]+\\\..*|\(.*\)\\\..*", "".join(parts)):
                patterns.add("".join(parts))
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0] if node.args else None
            for given in [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]:
                if name == "_word" and isinstance(given, ast.JoinedStr):
                    patterns.add(r"timeline\." + given.values[0].value + r"(\w+)")
                if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
                    continue
                if name in ("say", "count") and KEY.fullmatch(given.value):
                    said |= {given.value, *([f"{given.value}_one"] if name == "count" else [])}
                if name == "_word":
                    said.add(f"timeline.{given.value}")
    return said, patterns, literals


def keys_in_script(path: Path) -> tuple[set[str], set[str], set[str]]:
    """Return the same of a script."""
    source = re.sub(r"^\s*//.*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    said = set(re.findall(r'\b(?:say|text)\("([a-z_]+\.[\w.-]+)"', source))
    for key in re.findall(r'\bcount\("([a-z_]+\.[\w.-]+)"', source):
        said |= {key, f"{key}_one"}
    pieces = re.findall(r"`([a-z_]+\.[^`\s]*\$\{[^`]*)`", source)
    patterns = {
        re.sub(r"\\\$\\\{.*?\\\}", r"([\\w.]*)", re.escape(piece).replace('\\"', '"'))
        for piece in pieces
    }
    literals = set(re.findall(r'"([^"\n]*)"', source)) | set(re.findall(r"\b(\w+):", source))
    return said, patterns, literals


def keys_in_template(path: Path) -> tuple[set[str], set[str], set[str]]:
    """Return the same of a template of pages."""
    source = path.read_text("utf-8")
    said = set(re.findall(r"page\.say\('([a-z_]+\.[\w.-]+)'", source))
    for key in re.findall(r"page\.count\('([a-z_]+\.[\w.-]+)'", source):
        said |= {key, f"{key}_one"}
    return said, set(), set()


def everything() -> tuple[set[str], set[str], set[str]]:
    found = [keys_in_python(path) for path in PACKAGE.rglob("*.py")]
    found += [keys_in_script(path) for path in PACKAGE.rglob("*.js") if path.name != "say.js"]
    found += [keys_in_template(path) for path in PACKAGE.rglob("*.j2")]
    return tuple(set().union(*(one[k] for one in found)) for k in range(3))


def test_every_text_that_code_says_is_there():
    said, _, _ = everything()
    assert len(said) > 150
    assert sorted(said - texts.catalogue().keys()) == []


def values_of_columns() -> set[str]:
    """Return the values that the code book allows: the text for one is said by its value."""
    book = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    fields = [f for r in book["resources"] for f in r.get("schema", {}).get("fields", [])]
    return {value for f in fields for value in f.get("constraints", {}).get("enum", [])}


def test_every_text_of_the_catalogue_is_said():
    said, patterns, literals = everything()
    parts = literals | values_of_columns()

    def used(key: str) -> bool:
        if key in said or key in literals or key.removesuffix("_one") in said | literals:
            return True
        matches = [m for pattern in patterns if (m := re.fullmatch(pattern, key))]
        # What a key is put together from stands in the code as well, or in the code book: a name,
        # a letter, a number.
        return any(
            all(g in parts or len(g) < 2 or g.isdigit() for g in m.groups()) for m in matches
        )

    assert [key for key in texts.catalogue() if not used(key)] == []


def test_no_two_files_have_the_same_key():
    keys = [
        key
        for file in (texts.words.HERE / "en").glob("*.yml")
        for key in re.findall(r"^([\w.-]+):", file.read_text("utf-8"), flags=re.MULTILINE)
    ]
    assert len(keys) == len(set(keys)) == len(texts.catalogue())


def test_what_has_a_text_for_one_has_one_for_many():
    known = texts.catalogue()
    ones = [key for key in known if key.endswith("_one")]
    assert ones and all(key.removesuffix("_one") in known for key in ones)


@pytest.mark.parametrize("language", texts.languages())
def test_translations_have_the_keys_and_braces_of_english(language):
    assert texts.check(language) == []


def test_the_catalogue_names_no_topic():
    for file in texts.words.HERE.rglob("*.yml"):
        assert not re.search(
            r"korea|russia|soviet|moscow|19[45]\d\b", file.read_text("utf-8"), re.I
        )


# --- choosing a language ------------------------------------------------------------------------


def translate(shelf: Path, **words: str) -> None:
    (shelf / "de").mkdir()
    lines = {key.replace("__", "."): text for key, text in words.items()}
    (shelf / "de" / "some.yml").write_text(yaml.safe_dump(lines), encoding="utf-8")


def test_a_translation_is_a_folder_and_what_it_lacks_stays_english(shelf):
    translate(shelf, status__right="Richtig.")
    texts.use("de")
    assert texts.say("status.right") == "Richtig."
    assert texts.say("status.wrong") == "Not yet."
    with pytest.raises(AllianceError, match="language"):
        texts.use("xx")


def test_the_library_chooses_the_language(shelf, package):
    translate(shelf, date__day="{day}. {month} {year}", month__5="Mai")
    file = package / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    open_library(package)
    assert texts.language() == "de"
    assert dates.words("2024-05-03") == "3. Mai 2024"
    open_library()
    assert dates.words("2024-05-03") == "3 May 2024"
    open_library(package)  # opened before, but its language counts again
    assert texts.language() == "de"


@pytest.mark.parametrize("code", ["xx", "no"])
def test_an_unknown_language_is_a_finding(package, code):
    file = package / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", f"language: {code}"), "utf-8")
    with pytest.raises(AllianceError, match=f"module.yml, row 6, column “language”: .*“{code}”"):
        open_library(package)


def test_mistakes_of_a_translation_are_told(shelf, package, capsys):
    translate(shelf, status__rihgt="x", status__answer="Antwort: {wort}", status__wrong=True)
    found = [str(problem) for problem in texts.check("de")]
    assert len(found) == 3
    assert any("status.rihgt" in line and "status.right" in line for line in found)
    assert any("status.answer" in line and "{words}" in line for line in found)
    assert any("status.wrong" in line and "quotation marks" in line for line in found)
    file = package / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    assert run_checks(str(package)) == 1
    assert "status.rihgt" in capsys.readouterr().out


def test_panels_share_one_code_until_words_or_types_change(shelf):
    translate(shelf, status__right="Richtig.", button__check="Prüfen")
    first = shared_code()
    assert shared_code() is first
    texts.use("de")
    german = shared_code()
    assert german is not first and shared_code() is german
    assert (german.texts["button.check"], german.language) == ("Prüfen", "de")
    german.close()
    assert shared_code() is not german
    before = shared_code()
    kinds.cache_clear()
    assert shared_code() is not before
