"""A class of 200, marked: nobody is lost, marks are right, whoever tampered is named."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.teach.marks.command import class_of
from alliance.teach.marks.course import Course
from alliance.teach.marks.tables import tables
from tests.places import DATA
from tests.teach.marks.made import DOCTORED, END, RESCORED, made_class


@pytest.fixture(scope="module")
def course():
    return Course(open_library(DATA))


@pytest.fixture(scope="module")
def handed(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    pupils = made_class(folder, load_bank(course.library).questions)
    return folder, pupils


@pytest.fixture(scope="module")
def marked(handed, course):
    folder, _ = handed
    told: list[tuple[str, int, int]] = []
    began = time.process_time()
    until = int((END - timedelta(days=1)).timestamp() * 1_000_000)
    one = class_of([folder], course, until=until, tell=lambda *step: told.append(step))
    made = tables(one, lambda *step: told.append(step))
    return one, made, told, time.process_time() - began


def test_nobody_is_lost(handed, marked):
    names = {pupil.name for pupil in handed[1]}
    made = marked[1]
    assert len(names) == 200 and names == set(made["students"]["student"])
    counts = made["answers"].groupby("student").size()
    for pupil in handed[1]:
        if pupil.sort not in ("doctored", "copying"):
            assert counts.get(pupil.name, 0) == pupil.answers, pupil.name


def test_marks_are_what_the_answers_earn_reckoned_another_way(handed, marked, course):
    one, made, _, _ = marked
    counted = {q.id for q in course.counted}
    rows = made["students"].set_index("student")
    learners = {m.name: m for m in one.marked}
    for k, pupil in enumerate(handed[1]):
        # Those who wrote a better score into the file earn what their answers earn.
        if pupil.sort == "doctored" and k % DOCTORED not in RESCORED:
            continue
        meant = {name: score for name, score in pupil.meant.items() if name in counted}
        row = rows.loc[pupil.name]
        assert row["points"] == pytest.approx(sum(meant.values()), abs=0.01), pupil.name
        assert row["answered"] == len(meant)
        assert row["unanswered"] == len(counted) - len(meant) == row["maximum"] - row["answered"]
        for name, score in meant.items():
            assert learners[pupil.name].score(name) == pytest.approx(score)
            first = learners[pupil.name].score(name, "first")
            assert first == pytest.approx(pupil.first[name])


def test_lessons_add_up_to_the_whole(marked):
    rows = marked[1]["students"]
    points = [name for name in rows.columns if name.endswith(": Points")]
    assert len(points) >= 9
    # Each lesson is rounded to a hundredth.
    assert (rows[points].sum(axis=1) - rows["points"]).abs().max() < 0.01 * len(points)
    goals = marked[1]["objectives"]
    total = goals[[c for c in goals.columns if ": Points of " in c]].sum(axis=1)
    assert (total - rows["points"]).abs().max() < 0.5


def test_whoever_tampered_is_named(handed, marked):
    grave = {f.learner for f in marked[0].findings if f.grave}
    doctored = {pupil.name for pupil in handed[1] if pupil.sort == "doctored"}
    assert len(doctored) == 20 and doctored <= grave
    assert {p.name for p in handed[1] if p.sort == "copying"} <= grave
    clean = {p.name for p in handed[1] if p.sort in ("slow", "guessing", "plain", "two")}
    # Whose journals were copied is named too, since nobody can say who copied.
    copied = {f.learner for f in marked[0].findings if "in common" in f.words}
    assert not (clean - copied) & grave


def test_a_stated_score_is_never_believed(handed, marked):
    answers = marked[1]["answers"]
    changed = answers[answers["stated"].notna() & answers["score"].notna()]
    assert len(changed) and (changed["stated"] == 1).all() and (changed["score"] < 1).all()


def test_late_answers_earn_nothing_and_are_told(handed, marked):
    late = {pupil.name for pupil in handed[1] if pupil.sort == "late"}
    answers = marked[1]["answers"]
    told = set(answers[answers["late"].notna()]["student"])
    rows = marked[1]["students"].set_index("student")
    assert late == {name for name in told if not name.startswith("doctored")}
    assert (rows.loc[sorted(late), "late"] == 1).all() and rows["late"].sum() == len(told)
    words = [f.words for f in marked[0].findings if f.learner in late]
    assert len(words) == len(late) and all("after the end of the time" in one for one in words)


def test_strangers_and_empty_files_have_a_row_and_a_word(handed, marked):
    rows = marked[1]["students"].set_index("student")
    words = {f.learner: f.words for f in marked[0].findings if f.grave}
    for pupil in handed[1]:
        if pupil.sort in ("empty", "stranger"):
            assert rows.loc[pupil.name, "answered"] == 0 and words[pupil.name]


def test_it_says_how_far_it_is_and_takes_seconds(marked):
    _, _, told, seconds = marked
    steps = [step for step, _, _ in told]
    assert {"read", "mark", "table"} <= set(steps) and ("mark", 200, 200) in told
    assert seconds < 10  # seconds of the processor, so that a busy machine fails no test
