"""Copies of a course: nothing that tells is in a student's copy, in no file and no encoding."""

from __future__ import annotations

import base64
import contextlib
import html
import json
import re
import shutil
import zipfile
import zlib
from pathlib import Path

import pytest
import yaml

from alliance.journal import Journal
from alliance.library import open_library
from alliance.quiz import load_bank, quiz
from alliance.quiz.kinds import kinds
from alliance.teach.releasing import release
from tests.places import NOTEBOOKS, ROOT

TELLING = ("explanation", "model", "feedback", "feedback_right", "feedback_wrong")
KEYS = {"correct", "answer", "answer_from", "answer_high", "answer_high_from", "partner"}
KEYS |= {"category", "reasons", "evidence", "items_from", "options_from", "tolerance", *TELLING}
SHORT = 24  # characters; shorter texts say nothing by themselves


def telling(bank) -> set[str]:
    """Return what the bank says to answers: feedback, explanations, models, keys in words."""
    found: set[str] = set()

    def collect(value, inside=False):
        if isinstance(value, dict):
            for key, inner in value.items():
                collect(inner, inside or key in TELLING)
        elif isinstance(value, list):
            for inner in value:
                collect(inner, inside)
        elif inside and isinstance(value, str):
            found.add(value)

    for entry in bank.entries.values():
        collect(entry.raw)
    for question in bank.questions:
        for part in getattr(question.body, "options", None) or getattr(question.body, "items", ()):
            found.add(part.feedback)
    return {text for text in map(tidy, found) if len(text) > SHORT}


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def readings(content: bytes):
    """Yield a file in every way in which somebody may read it."""
    plain = content.decode("utf-8", "ignore")
    yield plain
    if content.count(0) > len(content) / 8:
        yield content.decode("utf-16-le", "ignore")
        yield content.decode("utf-16-be", "ignore")
    if "&" in plain:
        yield html.unescape(plain)
    yield plain[::-1]
    if "\\u" in plain or '\\"' in plain:
        yield re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), plain).replace('\\"', '"')
    for packed in re.findall(rb"[A-Za-z0-9+/=]{400,}", content):
        yield base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=False).decode(
            "utf-8", "ignore"
        )
    for start in (0, 16):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(content[start:]).decode("utf-8", "ignore")


@pytest.fixture(scope="module")
def module(tmp_path_factory) -> Path:
    """A copy of the module, with a guide whose answers must stay with the instructor."""
    place = tmp_path_factory.mktemp("module")
    for name in ("README.md", "LICENSE", "pyproject.toml", "uv.lock", "environment.yml"):
        shutil.copy(ROOT / name, place)
    shutil.copytree(ROOT / "data", place / "data")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(NOTEBOOKS, place / "notebooks", ignore=ignore)
    return place


@pytest.fixture(scope="module", params=["later", "at once"])
def copy(request, module, tmp_path_factory):
    room = tmp_path_factory.mktemp("release")
    course = room / "seminar"
    (course / "questions").mkdir(parents=True)
    (course / "course.yml").write_text(
        f"# my own notes\ntitle: Seminar\ninstitution: University\nfeedback: {request.param}\n"
        "lessons: [00-start-here, 01-history, 05-military-involvement]\n",
        "utf-8",
    )
    (course / "questions" / "mine.yml").write_text(
        "lesson: 01-history\nsets:\n  mine: {title: Mine}\nquestions:\n  - id: mine-1\n"
        "    set: mine\n    objective: history-1\n    type: reflect\n    stem: What do you think?\n"
        "    model: A model answer that nobody may read.\n"
        "    source_ids: [kcna-2024-treaty-text]\n",
        "utf-8",
    )
    path, said = release(room / "out", module, True, str(course))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(room / "there")
    return request.param, room / "there" / "seminar-student", course, said


def test_nothing_that_tells_can_be_read(module, copy):
    way, place, course, _ = copy
    wanted = telling(load_bank(open_library(module / "data", course="")))
    wanted |= telling(load_bank(open_library(module / "data", course=course)))
    guide = json.loads((module / "notebooks" / "instructor-answers.ipynb").read_text("utf-8"))
    answers = [tidy("".join(c["source"])) for c in guide["cells"] if c["cell_type"] == "markdown"]
    wanted |= {sentence for text in answers for sentence in re.split(r"(?<=[.!?]) ", text)
               if len(sentence) > 60}  # fmt: skip
    assert len(wanted) > 2300
    # What the tables and lessons themselves say is no secret.
    known = "\n".join(
        tidy(path.read_text("utf-8", "ignore").replace('""', '"').replace('\\"', '"'))
        for pattern in ("data/*.csv", "data/*.yml", "notebooks/0*.ipynb", "README.md")
        for path in module.glob(pattern)
    )
    wanted = {text for text in wanted if text not in known}
    assert len(wanted) > 2200, len(wanted)
    print(len(wanted), "texts searched")
    read = [text.split() for path in place.rglob("*") if path.is_file()
            for text in readings(path.read_bytes())]  # fmt: skip
    # Runs of four words are looked up first: a thousand times as quick as to search for each text.
    runs = {
        run for words in read for run in zip(words, words[1:], words[2:], words[3:], strict=False)
    }
    everything = "\n".join(map(" ".join, read))
    if way == "at once":  # templates of practice lie in the sealed file too
        assert not list(place.glob("data/questions/*.yml"))
    near = [text for text in wanted if len(text.split()) < 4 or tuple(text.split()[1:5]) in runs
            or tuple(text.split()[:4]) in runs]  # fmt: skip
    found = [text for text in near if text in everything]
    templates = load_bank(open_library(module / "data", course="")).templates
    made = "\n".join(tidy(str(t.raw)) for t in templates.values())
    assert [text for text in found if text not in made] == []
    assert "my own notes" not in everything and "instructor-" not in "\n".join(
        path.name for path in place.rglob("*")
    )


def test_a_question_without_key_has_no_field_that_tells(copy):
    way, place, _, _ = copy
    if way != "later":
        return  # its keys lie in the sealed file
    library = open_library(place / "data", course=place / "seminar")
    bank = load_bank(library)
    raws = [entry.raw for entry in bank.entries.values()]
    assert len(raws) > 80 and bank.problems == []

    def fields(value):
        if isinstance(value, dict):
            yield from value
            for inner in value.values():
                yield from fields(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from fields(inner)

    for path in place.glob("data/questions/[0-9]*.yml"):
        written = set(fields(yaml.safe_load(path.read_text("utf-8"))))
        assert not written & KEYS, (path.name, written & KEYS)


def test_answers_are_kept_and_marked_by_the_full_bank(module, copy, tmp_path):
    way, place, course, _ = copy
    library = open_library(place / "data", course=place / "seminar")
    whole = load_bank(open_library(module / "data", course=course))
    asked = load_bank(library)
    assert set(asked.entries) == set(whole.entries)
    journal = Journal(tmp_path / "journal")
    name = "history-exit"
    panel = quiz(name, library=library, journal=journal)
    told = ""
    for key, seat in panel.session.seats.items():
        full = whole.question(seat.question.id)
        kind = kinds()[full.type]
        if kind.in_cell:
            continue
        right = kind.right(full)
        assert sorted(kind.parts(full)) == sorted(seat.kind.parts(seat.question))
        reply = panel.session.answer(key, kind.renamed(right, seat.keys))
        assert reply.taken
        told += reply.text + str(panel.session.states()[key])
        kept = journal.records("answer")[-1]
        assert kind.mark(full, kept["answer"]).correct in (True, None)
        assert (kept["correct"] is None) is (way == "later" or not kind.marked)
    assert ("Your teacher marks it" in told) is (way == "later")
    assert ("Right" in told) is (way == "at once")


def test_what_was_left_out_is_listed(copy):
    way, place, _, said = copy
    text = (place / "README.md").read_text("utf-8")
    assert text.startswith("# Seminar\n") and "University" in text
    assert "notebooks/00-start-here.ipynb" in text
    listed = [line.removeprefix("Left out: ") for line in said if line.startswith("Left out")]
    assert len(listed) == 3 and all(line in text for line in listed)
    assert ("It is a curtain and no lock" in text) is (way == "at once")
    lessons = sorted(path.name for path in place.glob("notebooks/*.ipynb"))
    assert [name.split("-")[0] for name in lessons] == ["00", "01", "05", "05b"]


def test_a_copy_for_instructors_is_complete_and_the_same_each_time(module, tmp_path):
    one, _ = release(tmp_path / "a", module, False, "")
    two, _ = release(tmp_path / "b", module, False, "")
    assert one.read_bytes() == two.read_bytes()
    names = zipfile.ZipFile(one).namelist()
    assert any(name.endswith("notebooks/instructor-guide.ipynb") for name in names)
    assert any(name.endswith("data/questions/01-history.yml") for name in names)
