"""The one reader of YAML: lines of every value, words kept as written, bounds."""

from __future__ import annotations

import time

import pytest
import yaml

from alliance.texts import yaml_lines
from alliance.texts.yaml_lines import Turned, misread, read_yaml


def read(tmp_path, content):
    path = tmp_path / "some.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_yaml(path, "some.yml")


def test_every_value_has_its_line(tmp_path):
    text = "a: 1\nb:\n  - x\n  -\n    c: d\n    e: {f: g,\n         h: i}\n"
    value, problem = read(tmp_path, text)
    assert problem is None and value == {
        "a": 1, "b": ["x", {"c": "d", "e": {"f": "g", "h": "i"}}]}  # fmt: skip
    assert value.lines == {"a": 1, "b": 2} and value["b"].lines == [3, 5]
    inner = value["b"][1]
    assert inner.line == 5 and inner.lines == {"c": 5, "e": 6}
    assert inner["e"].lines == {"f": 6, "h": 7} and inner["e"].line_of("nothing") == 6


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("word", "word"), ("5", 5), ("-5", -5), ("0", 0), ("0.50", 0.5), ("1.5e3", 1500.0),
        ("true", True), ("No", False), ("off", False), ("", None), ("~", None), ("null", None),
        ("2024-06-19", "2024-06-19"), ("2024-99-99", "2024-99-99"), ("=", "="), ("+", "+"),
        ("2024-06-19 12:30:00", "2024-06-19 12:30:00"), ("S/RES/2094", "S/RES/2094"),
        ("'No'", "No"), ('"12:30"', "12:30"), ("!!str 12", "12"), ("9" * 30, "9" * 30),
    ],
)  # fmt: skip
def test_plain_words(tmp_path, word, value):
    found, problem = read(tmp_path, f"a: {word}\n")
    assert problem is None
    assert found["a"] == value and type(found["a"]) in (type(value), yaml_lines.Number)
    assert not isinstance(found["a"], Turned)


def test_a_number_is_shown_as_it_is_written(tmp_path):
    found, _ = read(tmp_path, "a: 0.50\nb: 1.\n")
    assert [str(found["a"]), f"{found['b']}"] == ["0.50", "1."] and found["a"] * 2 == 1


@pytest.mark.parametrize(
    ("word", "made"),
    [
        ("12:30", "750"), ("1:02:03", "3723"), ("0123", "83"), ("0x1F", "31"), ("0b11", "3"),
        ("1_000", "1000"), ("1e3", "1000"), (".inf", "inf"), ("0129", "129"), (".nan", "nan"),
        ("190:20:30.15", "685230.15"), ("1:" + "10:" * 30 + "10", "a number"),
    ],
)  # fmt: skip
def test_what_yaml_turns_is_kept_and_told(tmp_path, word, made):
    """PyYAML itself makes those of other values that are no text to it."""
    found, problem = read(tmp_path, f"a: {word}\n")
    assert problem is None and found["a"] == word and isinstance(found["a"], Turned)
    assert misread(found["a"]) == f"YAML reads “{word[:40]}” as {made}"
    if made != "a number" and not isinstance(yaml.safe_load(word), str):
        assert str(yaml.safe_load(word)) == made


def test_yes_and_no_are_told_and_text_is_not():
    assert misread(False) == "YAML reads this word as false" and misread("No") == ""


def test_names_of_fields_are_text(tmp_path):
    found, _ = read(tmp_path, "true: 1\nNo: 2\n12: 3\n2024-01-01: 4\n12:30: 5\n")
    assert list(found) == ["true", "no", "12", "2024-01-01", "12:30"]


def test_anchors_and_merges(tmp_path):
    found, problem = read(tmp_path, "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: [*x, *x]\n")
    assert problem is None and found["b"] == {"p": 1, "q": 3} and found["c"] == [found["a"]] * 2
    assert found["b"].twice == [] and found["b"].lines == {"q": 2, "p": 1}


def bomb(line: str, levels: int) -> str:
    return "a0: &a0 {x: 1}\n" + "\n".join(
        line.format(n=n, ten=", ".join([f"*a{n - 1}"] * 10)) for n in range(1, levels)
    )


BAD = {
    "empty": (" \n", ["the file is empty"]),
    "tag": ("a: 1\nb: !!int x\n", ["row 2", "“!!int”", "quotation marks"]),
    "python": ("a: !!python/object/apply:os.system [x]\n", ["row 1", "has no meaning here"]),
    "brackets": ("[" * 100_000, ["row 1", "more than 40 deep"]),
    "braces": ("{a: " * 100_000, ["row 1", "more than 40 deep"]),
    "dashes": ("- " * 100_000 + "x", ["row 1", "more than 40 deep"]),
    "keys of keys": ("? " * 1000, ["row 1", "field name must be a plain word"]),
    "anchors": (bomb("a{n}: &a{n} [{ten}]", 12), ["row", "more than 200,000 values"]),
    "merges": (bomb("a{n}: &a{n} {{<<: [{ten}]}}", 12), ["row", "more than 200,000 values"]),
    "in itself": ("a: &a [*a]", ["row 1", "“*a” stands for nothing above it"]),
    "merged with itself": ("a: &a {<<: *a}", ["row 1", "stands for nothing"]),
    "merged with a word": ("a: {<<: word}", ["row 1", "takes in a mapping only"]),
    "tab": ("a:\n\tb: 2", ["row 2", "a tab", "put blanks"]),
    "control": ("a: 1\nb: \x07", ["row 2", "U+0007"]),
    "escaped control": ('a: 1\nb: "x\\0"', ["row 2", "U+0000"]),
    "surrogate": ('a: "\\ud800"', ["row 1", "haracter"]),
    "list as key": ("? [a]\n: b", ["row 1", "plain word"]),
    "curly quotes": ("a: “x: y”", ["row 1", "curly quotation marks"]),
    "two documents": ("a: 1\n---\nb: 2\n", ["row 2", "remove the line"]),
    "not closed": ("a: 1\nb: [1, 2\n", ["row", "cannot be read"]),
    "brace": ("a: {n} min", ["row 1", "a brace in it needs quotation marks"]),
    "long": ("a: " + "x" * 5_000_000, ["larger than 4 MB"]),
    "latin": (b"a: 1\nb: \xe9", ["row 2", "UTF-8"]),
    "truncated": ("a: é".encode()[:-1], ["row 1", "UTF-8"]),
}


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_sentence(tmp_path, monkeypatch, name, quick):
    """With the quick parser and with the one in Python, which the browser build has."""
    if not quick:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    content, wanted = BAD[name]
    begun = time.monotonic()
    value, problem = read(tmp_path, content)
    assert value is None and time.monotonic() - begun < 5
    sentence = str(problem)
    assert sentence.startswith("some.yml") and "\n" not in sentence and len(sentence) < 400
    assert all(words in sentence for words in wanted), sentence


def test_a_file_that_is_missing_or_a_folder(tmp_path):
    for path in (tmp_path / "none.yml", tmp_path):
        value, problem = read_yaml(path, "some.yml")
        assert value is None and "the file is missing" in str(problem)


def test_a_long_clock_time_costs_no_time(tmp_path):
    begun = time.monotonic()
    found, _ = read(tmp_path, "a: 1" + ":10" * 300_000)
    assert misread(found["a"]).endswith("as a number") and time.monotonic() - begun < 2
