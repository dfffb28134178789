"""What a cell is on a page, and which cells have to run for a panel."""

from __future__ import annotations

import pytest

from alliance.problems import AllianceError
from alliance.web.cells import asks_journal, exercise_of, names_in, needed

CELLS = {
    1: "from alliance import atlas, lesson, open_library, quiz\nlibrary = open_library()",
    2: 'lesson.opening("a")',
    3: "war = library.events.query('year < 1954')\ncount = len(war)",
    4: "atlas.points(war, label='title')",
    5: "then = library.as_of('1980')",
    6: "quiz('hook', library=then)",
    7: "war['x'] = 1",
    8: "lesson.show(war, 'A table')",
}


def test_a_panel_needs_its_own_cell_and_what_binds_its_names():
    assert needed(CELLS, {6}) == {1, 5, 6}


def test_a_cell_that_changes_what_is_read_later_is_needed_but_only_before():
    assert needed(CELLS, {8}) == {1, 3, 7, 8}
    assert needed(CELLS, {4}) == {1, 3, 4}


def test_nothing_wanted_needs_nothing():
    assert needed(CELLS, set()) == set()


def test_calling_a_module_is_no_change_of_it():
    # Each cell calls `lesson.…` or `atlas.…`; none of them is needed for another.
    assert 2 not in needed(CELLS, {8})
    assert 4 not in needed(CELLS, {8})


@pytest.mark.parametrize(
    "second",
    [
        "ids.append('b')",
        "ids[0] = 'c'",
        "ids += ['b']",
        "if library:\n    ids = ids + ['b']",
        "for k in ids:\n    ids = ids[:1]",
    ],
)
def test_all_ways_to_change_a_name_count(second):
    cells = {0: "ids = ['a']", 1: second, 2: "quiz(ids)"}
    assert needed(cells, {2}) == {0, 1, 2}


def test_a_name_that_is_bound_anew_needs_nothing_before():
    cells = {0: "ids = ['a']", 1: "ids = ['b']", 2: "quiz(ids)"}
    assert needed(cells, {2}) == {1, 2}
    # … unless the new one is made of the old one.
    assert needed(cells | {1: "ids = [*ids, 'b']"}, {2}) == {0, 1, 2}


def test_names_inside_a_condition_string_are_read_through_what_holds_them():
    cells = {0: "topics = ['x']", 1: "rows = t.query('topic in @topics')", 2: "quiz(rows)"}
    assert needed(cells, {2}) == {0, 1, 2}


def test_builtins_are_no_names_of_other_cells():
    assert names_in("print(len(rows))").loads == {"rows"}


def test_a_magic_is_told_with_notebook_cell_and_line():
    with pytest.raises(AllianceError, match=r"a\.ipynb, cell 4, line 2: .*magic"):
        needed({3: "x = 1\n%matplotlib inline"}, {3}, "a.ipynb")


def test_the_check_of_a_task_is_known_by_its_call():
    assert exercise_of('exercise("history-try", answer)') == "history-try"
    assert exercise_of('teach.exercise("a", answer, library=later())') == "a"
    assert exercise_of("quiz('a')") == ""


def test_what_takes_a_journal_follows_the_learner():
    assert asks_journal('lesson.closing("01-a")')
    assert asks_journal("explore.caught(claims)")
    assert not asks_journal("lesson.show(table, 'x')")
    assert not asks_journal("atlas.points(table)")
