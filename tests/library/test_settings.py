"""module.yml: every slip has its line, a near name and a remedy; what comes out has its type."""

from __future__ import annotations

import pytest

from alliance.library.settings import SETTINGS, read_settings

TEXT = """\
name: some-module
title: Some module
data_as_of: 2024-06-19
lessons:
  - id: one
    title: One
    file: one.ipynb
    minutes: 30
    built: true
views:
  here: [1, 2, 3, 4]
borders:
  view: As drawn.
  notes: [None is neutral.]
  source_ids: [known]
paths:
  - id: short
    title: Short
    minutes: 10
    steps:
      - lesson: one
        sections: [hook]
guides:
  - id: guide
    title: Guide
    file: guide.ipynb
"""


def read(tmp_path, text):
    (tmp_path / SETTINGS).write_text(text, encoding="utf-8")
    problems = []
    settings = read_settings(tmp_path, problems, {"known", "other"})
    return settings, [str(problem) for problem in problems]


def test_a_good_file(tmp_path):
    settings, told = read(tmp_path, TEXT)
    assert told == [] and settings["language"] == "en" and settings["data_as_of"] == "2024-06-19"
    assert settings["views"] == {"here": [1.0, 2.0, 3.0, 4.0]}
    assert read(tmp_path, "title: x\nlessons: []\n") == (
        {"title": "x", "lessons": [], "language": "en"}, [])  # fmt: skip


# what is replaced, by what, and what the one sentence must hold
SLIPS = [
    ("name:", "nmae:", "row 1, column “nmae”: this field is unknown here; did you mean “name”"),
    ("title: Some", "institution: Some", "row 2, column “institution”: this field is unknown"),
    ("minutes: 30", "minuts: 30", "row 8, column “lessons 1: minuts”: this field is unknown here; "
     "did you mean “minutes”"),
    ("minutes: 30", "minutes: half an hour", "row 8, column “lessons 1: minutes”: “half an hour” "
     "is no whole number"),
    ("minutes: 30", "minutes: 30.5", "“30.5” is no whole number"),
    ("minutes: 30", "minutes: -1", "“-1” is no whole number from 1 up"),
    ("title: One", "title: No", "row 6, column “lessons 1: title”: YAML reads this word as false; "
     "put it in quotation marks"),
    ("title: One", "title: 12:30", "YAML reads “12:30” as 750; put it in quotation marks"),
    ("title: One", "title: 0123", "YAML reads “0123” as 83; put it in quotation marks"),
    ("title: One", "title: 1e3", "YAML reads “1e3” as 1000; put it in quotation marks"),
    ("title: One", "title: [One]", "a text is wanted here, not a list"),
    ("title: One", "title:", "row 6, column “lessons 1: title”: the text is missing"),
    ("2024-06-19", "2024-99-99", "row 3, column “data_as_of”: “2024-99-99” is not a date"),
    ("one.ipynb", "javascript:alert(1)", "row 7, column “lessons 1: file”: “javascript:alert(1)” "
     "is no notebook beside the lessons"),
    ("one.ipynb", "../one.ipynb", "no notebook beside the lessons"),
    ("one.ipynb", "https://x.org/one.ipynb", "no notebook beside the lessons"),
    ("guide.ipynb", "/etc/passwd", "row 26, column “guides 1: file”: “/etc/passwd” is no"),
    ("built: true", "built: ja", "row 9, column “lessons 1: built”: “ja” is neither true nor"),
    ("[1, 2, 3, 4]", "[1, 2, 3]", "row 11, column “views.here”: four numbers are wanted"),
    ("[1, 2, 3, 4]", "[1, 4, 3, 2]", "is no rectangle on the Earth"),
    ("[1, 2, 3, 4]", "[1, 2, 3, .inf]", "four numbers are wanted"),
    ("view: As drawn.", "veiw: As drawn.", "row 13, column “borders.veiw”: this field is unknown "
     "here; did you mean “view”"),
    ("[None is neutral.]", "5", "row 14, column “borders.notes”: a list of texts is wanted"),
    ("[known]", "[nown]", "row 15, column “borders.source_ids”: there is no source “nown”; did you "
     "mean “known”"),
    ("[known]", "[[known]]", "row 15, column “borders.source_ids”"),
    ("sections: [hook]", "sections: 5", "row 22, column “paths 1: steps 1: sections”: a list of "
     "texts is wanted"),
    ("sections: [hook]", "section: [hook]", "row 22, column “paths 1: steps 1: section”: this "
     "field is unknown here; did you mean “sections”"),
    ("      - lesson: one\n        sections: [hook]\n", "      - one\n", "number 1 is not a "
     "mapping; write `- lesson: …`"),
    ("    built: true\n", "    built: true\n  - {id: one, title: B, file: b.ipynb, minutes: 1}\n",
     "row 10, column “lessons 2: id”: the id “one” stands above; choose another"),
    ("    built: true\n", "    built: true\n    title: Two\n", "row 10, column “lessons 1: title”: "
     "this field is written twice"),
    (TEXT[TEXT.index("guides:"):], "guides:\n", "row 23, column “guides”: a list is wanted"),
    (TEXT[TEXT.index("lessons:"):], "lessons:\n", "row 4, column “lessons”: a list is wanted"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), SLIPS)
def test_a_slip_is_one_sentence(tmp_path, old, new, wanted):
    assert old in TEXT
    settings, told = read(tmp_path, TEXT.replace(old, new, 1))
    assert len(told) == 1 and told[0].startswith("module.yml, row ") and wanted in told[0], told
    assert isinstance(settings["lessons"], list)  # and what comes out has the right type
    assert all(isinstance(entry["minutes"], int) for entry in settings["lessons"])


def test_the_code_of_norwegian_needs_no_quotation_marks(tmp_path):
    (tmp_path / "texts" / "no").mkdir(parents=True)
    (tmp_path / "texts" / "no" / "a.yml").write_text("a: b", "utf-8")
    settings, told = read(tmp_path, TEXT + "language: no\n")
    assert told == [] and settings["language"] == "no"
