"""A crisis played by a class: groups and their roles, choices counted, reasons, names."""

from __future__ import annotations

import csv
import html
import io

import pytest

from alliance.explore.crisis.play import CLASS, fold
from tests.explore.crisis.played import hidden_words, on_page, show, tell, told


@pytest.fixture
def lesson(library, journal):
    made = show(library, journal, library.scenarios.query("number == 5"), mode="class")
    told(made, "class", groups=3, minutes=4)
    return made


def test_a_class_has_groups_with_roles_in_turn(lesson):
    groups = lesson.view["class"]["groups"]
    assert [group["name"] for group in groups] == ["Group 1", "Group 2", "Group 3"]
    assert len({group["role"] for group in groups}) == 3
    told(lesson, "role", group="Group 3", role=groups[0]["role"])
    assert lesson.view["class"]["groups"][2]["role"] == groups[0]["role"]
    assert "no such group" in tell(lesson, "role", group="Group 9", role="x")["text"]
    told(lesson, "deal_all")
    assert len({group["role"] for group in lesson.view["class"]["groups"]}) == 3
    private = lesson.library.roles["private_question"]
    assert not any(question in on_page(lesson) for question in private)


@pytest.mark.parametrize(("groups", "minutes"), [(0, 5), (9, 5), ("3", 5), (3, 61), (3, -1)])
def test_settings_out_of_range_are_said(lesson, groups, minutes):
    assert "Write a number" in tell(lesson, "class", groups=groups, minutes=minutes)["text"]


def test_choices_of_groups_are_kept_counted_and_shown(lesson, library):
    told(lesson, "go", step="choice")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "choose", group="Group 2", option="hold-until-ceasefire", reason="Wait.")
    told(lesson, "choose", group="Group 3", option="transfer-to-seoul", reason="")
    told(lesson, "choose", group="Group 3", option="exchange-for-ukrainians", reason="")
    counted = {row["label"]: row["n"] for row in lesson.view["class"]["tally"]}
    assert list(counted.values()) == [1, 1, 1]
    words = hidden_words(library, "two-prisoners")
    assert not any(text in on_page(lesson) for text in words["consequences"] + words["outcome"])
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    assert lesson.view["discussion"] and lesson.view["tally"][0]["who"] == "Group 1"
    record = lesson.record
    assert list(record["Group"]) == ["Group 1", "Group 2", "Group 3"]
    assert "before the consequences" in record.iloc[2]["When changed"]


def test_a_class_may_begin_anywhere_and_its_choices_are_its_own(library, journal):
    both = show(library, journal)
    told(both, "mode", mode="class")
    assert "number of groups" in tell(both, "go", step="choice")["text"]
    told(both, "class", groups=2, minutes=0)
    labels = [point["label"] for point in both.view["points"]]
    assert labels[4] == "5. Two prisoners (11 January 2025)"  # the lesson names them by title
    told(both, "go", scenario="two-prisoners", step=None)
    told(both, "go", step="choice")
    told(both, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(both, "mode", mode="alone")
    assert both.record.empty and both.view["key"] == "alone/watching-without-panel/briefing"


def open_options(lesson) -> None:
    told(lesson, "go", step="choice")


def only(lesson) -> dict:
    """The only row of the record, as CSV has it."""
    rows = list(csv.DictReader(io.StringIO(tell(lesson, "csv")["text"].removeprefix("\ufeff"))))
    assert len(rows) == 1
    return rows[0]


def test_a_reason_typed_after_the_option_completes_the_same_choice(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="They wish it.")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="They wish it so.")
    row = only(lesson)
    assert (row["First choice"], row["Why"]) == ("Let them go to South Korea", "They wish it so.")
    assert (row["Changed to"], row["Why changed"], row["When changed"]) == ("", "", "")
    paper = html.unescape(tell(lesson, "page")["text"])
    assert "They wish it so." in paper and "Changed to" not in paper


def test_a_reason_typed_when_more_was_known_says_so(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="choice")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="They wish it.")
    row = only(lesson)
    assert row["Why"] == "They wish it. (written after the consequences were shown)"
    assert row["Changed to"] == ""
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="I knew it.")
    row = only(lesson)
    assert row["Why"].startswith("They wish it.")
    assert row["Changed to"].endswith("the same, for another reason")
    assert row["Why changed"] == "I knew it." and "really happened" in row["When changed"]


def test_a_choice_that_is_changed_and_changed_back_says_both(lesson):
    open_options(lesson)
    for option in ("transfer-to-seoul", "hold-until-ceasefire", "transfer-to-seoul"):
        told(lesson, "choose", group="Group 1", option=option, reason="")
    assert only(lesson)["Changed to"] == "Let them go to South Korea: chosen once more"


def test_a_choice_can_be_taken_back(lesson):
    assert "no choice" in tell(lesson, "withdraw", group="Group 1")["text"]
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="A slip.")
    told(lesson, "withdraw", group="Group 1")
    assert [row["n"] for row in lesson.view["class"]["tally"]] == [0, 0, 0]
    assert lesson.view["class"]["groups"][0]["option"] == ""
    row = only(lesson)
    assert row["First choice"] == "Let them go to South Korea"
    assert row["Changed to"] == "taken back, no choice since"
    told(lesson, "choose", group="Group 1", option="hold-until-ceasefire", reason="Wait.")
    row = only(lesson)
    assert (row["Changed to"], row["Why changed"]) == ("Keep them until the fighting ends", "Wait.")


def test_recorded_choices_keep_the_role_in_which_they_were_made(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    before = only(lesson)["Role"]
    now = lesson.view["class"]["groups"][0]["role"]
    other = next(r for r in lesson.view["class"]["roles"] if r["id"] != now)
    told(lesson, "role", group="Group 1", role=other["id"])
    assert only(lesson)["Role"] == before != other["title"]
    told(lesson, "choose", group="Group 1", option="hold-until-ceasefire", reason="")
    row = only(lesson)
    assert row["Role"] == before
    expected = f"Keep them until the fighting ends (in another role: {other['title']})"
    assert row["Changed to"] == expected


def test_groups_that_are_gone_vanish_from_all_parts_and_come_back(lesson):
    open_options(lesson)
    for n in (1, 3):
        told(lesson, "choose", group=f"Group {n}", option="transfer-to-seoul", reason=f"{n}!")
    said = told(lesson, "class", groups=2, minutes=4)["text"]
    assert "Choices of Group 3 are kept and hidden" in said
    assert "Group 3" in lesson.view["class"].pop("gone")
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    for step in ("choice", "consequences", "outcome"):
        told(lesson, "go", step=step)
        lesson.view["class"].pop("gone")
        assert "Group 3" not in on_page(lesson)
    assert "3!" not in tell(lesson, "csv")["text"] + tell(lesson, "page")["text"]
    told(lesson, "class", groups=3, minutes=4)
    assert list(lesson.record["Why"]) == ["1!", "3!"] and lesson.view["class"]["gone"] == ""


def test_groups_have_names_that_are_shown_everywhere(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 2", option="transfer-to-seoul", reason="")
    told(lesson, "class", groups=3, minutes=4, names=["", " Kyiv <b> ", "Group 3"])
    assert [g["shown"] for g in lesson.view["class"]["groups"]] == [
        "Group 1",
        "Kyiv <b>",
        "Group 3",
    ]
    assert lesson.view["class"]["tally"][0]["who"] == "Kyiv <b>"
    assert only(lesson)["Group"] == "Kyiv <b>"
    assert "Kyiv &lt;b&gt;" in lesson.view["record"]
    told(lesson, "class", groups=2, minutes=4)
    assert lesson.view["class"]["groups"][1]["shown"] == "Kyiv <b>"
    twice = tell(lesson, "class", groups=2, minutes=4, names=["group 2", ""])
    assert "same name" in twice["text"]
    assert "at most 40" in tell(lesson, "class", groups=1, minutes=4, names=["x" * 41])["text"]


def test_what_came_true_whole_stands_before_what_came_true_in_part(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    assert only(lesson)["What the real decider did"] == (
        "Keep them until the fighting ends; in part: Exchange them for Ukrainians"
    )


def test_old_records_without_a_role_keep_the_role_of_that_time():
    good = {"kind": "crisis", "mode": CLASS, "scenario": "a", "at": "2026-01-01T10:00:00+00:00"}
    group = {"group": "Group 1"}
    records = [
        {**good, **group, "act": "role", "role": "r"},
        {**good, **group, "act": "choice", "option": "x", "reason": ""},
        {**good, **group, "act": "choice", "option": "x", "reason": "Why."},
        {**good, **group, "act": "role", "role": "s"},
    ]
    point = fold(records, CLASS, {"a": ["x", "y"]}).points["a"]
    assert point.first["Group 1"] is point.last["Group 1"]
    assert (point.first["Group 1"].role, point.first["Group 1"].reason) == ("r", "Why.")
