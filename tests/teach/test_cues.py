"""What gives answers away: each cue is found in a bank that has it, and not in one that has not."""

from __future__ import annotations

import pytest

from alliance import texts
from alliance.library import open_library
from alliance.quiz.bank import load_bank
from alliance.quiz.kinds.choice.options import Choice
from alliance.quiz.kinds.judgement.verdict import Verdict
from alliance.quiz.kinds.pairing.pairing import Pairs
from alliance.quiz.model import Option, Question
from alliance.teach.cues import COLUMNS, cue_report, cue_text
from tests.places import DATA

WRONG = ("The bare stone house", "The blue stone house", "The grey stone house")


def options(right: str, wrong: tuple[str, ...], at: int) -> tuple[Option, ...]:
    """One right option among others, at a place."""
    made = [Option(f"w{k}", text) for k, text in enumerate(wrong)]
    return (*made[:at], Option("r", right, correct=True), *made[at:])


def single(number: int, right: str, wrong: tuple[str, ...] = WRONG, stem: str = "") -> Question:
    body = Choice(options(right, wrong, number % 4))
    return Question(f"single-{number}", "single", stem or f"Which is it, number {number}?", body)


def truth(number: int, answer: bool, reasons: tuple[str, ...] = WRONG[:2]) -> Question:
    body = Verdict(answer, options("The pale stone house", reasons, 0), {}, {})
    return Question(f"truth-{number}", "true-false", f"It is so, number {number}.", body)


def judge(number: int, right: str, answer: str) -> Question:
    words = dict.fromkeys(("supported", "wrong", "disputed"), "")
    wrong = ("The bare stone house here", "The stone house")
    body = Verdict(answer, options(right, wrong, number % 3), words, {})
    return Question(f"judge-{number}", "judge", f"Claim {number}.", body)


def row(questions: list[Question], cue: str, kind: str = ""):
    found = cue_report(questions).query("cue == @cue and kind.str.startswith(@kind)")
    assert len(found) == 1, cue
    return found.iloc[0]


LONG, SHORT = "The red stone house by the lake", "A red house"
LONGEST = "right one of the options is longest"
SHORTEST = "right one of the options is shortest"


def test_the_longest_is_found_and_chance_is_what_the_options_say():
    asked = [single(k, LONG) for k in range(40)]
    longest = row(asked, LONGEST, "single")
    assert (longest.questions, longest.hits, longest.share, longest.chance) == (40, 40, 1, 0.25)
    assert longest.p < 1e-6 and not longest.ok and longest.ids[:2] == ["single-0", "single-1"]
    assert row(asked, SHORTEST, "single").share == 0


def test_lengths_at_chance_are_fine():
    wrong = ("A red house", "The very red stone house", "The grey old house by the lake")
    rights = (SHORT[:-1], "The old stone house", "The red, old stone house here", LONG + " side")
    asked = [single(k, rights[k % 4], wrong) for k in range(40)]
    assert row(asked, LONGEST, "single").share == row(asked, SHORTEST, "single").share == 0.25
    assert row(asked, LONGEST, "single").ok and row(asked, SHORTEST, "single").ok


def test_hardly_ever_is_a_cue_too():
    asked = [single(k, SHORT) for k in range(40)]
    assert row(asked, LONGEST, "single").share == 0 and not row(asked, LONGEST, "single").ok


def test_options_of_one_length_say_nothing():
    alike = [single(k, "The pale stone house") for k in range(40)]
    assert row(alike, LONGEST, "single").questions == 0


def test_few_questions_are_not_blamed():
    few = row([single(k, LONG) for k in range(8)], LONGEST, "single")
    assert few.share == 1 and few.ok


@pytest.mark.parametrize(
    ("cue", "right", "wrong"),
    [
        ("semicolon", "One stone; one house", WRONG),
        ("colon", "One: stone house", WRONG),
        ("comma", "One stone, one house", WRONG),
        ("parenthesis", "One (stone) house", WRONG),
        ("digit", "In 1914 a house", WRONG),
        ("quotation marks", "One “stone” house", WRONG),
        ("stress", "One *stone* house", WRONG),
        ("denials", "It is not a house", WRONG),
        ("absolutes", "A house", ("Always a house", "Only one house", "All of the houses")),
        ("hedges", "Perhaps a house", WRONG),
        ("attributions", "The lady says a house", WRONG),
        ("reasons", "A house because of it", WRONG),
        ("longest words", "Undistinguished architecture", WRONG),
    ],
)
def test_each_mark_of_style_is_found(cue, right, wrong):
    found = row([single(k, right, wrong) for k in range(40)], cue)
    assert found.questions == 40 and found.p < 0.001 and not found.ok
    clean = row([single(k, "The pale stone house") for k in range(40)], cue)
    assert clean.ok and clean.questions == 0


def test_a_mark_on_all_options_or_in_a_link_tells_nothing():
    marked = tuple(f"{text}, yes" for text in WRONG)
    assert row([single(k, "A pale house, yes", marked) for k in range(40)], "comma").questions == 0
    linked = single(0, "The [pale](#one,two) house")
    assert row([linked], "comma").questions == 0


def test_words_of_the_stem_in_the_right_option_alone_are_found():
    stem = "In which castle did the ambassadors gather?"
    asked = [single(k, "In the old castle", stem=stem) for k in range(40)]
    assert row(asked, "most words of the stem").share == 1
    shared = tuple(f"{text} of the castle" for text in WRONG)
    asked = [single(k, "In the old castle", shared, stem) for k in range(40)]
    assert row(asked, "most words of the stem").questions == 0


def test_verdicts_are_counted():
    lopsided = [truth(k, k < 3) for k in range(39)]
    found = row(lopsided, "true is right")
    assert (found.hits, found.questions, found.ok) == (3, 39, False) and found.p < 0.001
    assert row([truth(k, k % 2 == 0) for k in range(40)], "true is right").ok
    denied = [truth(k, k % 2 == 0, ("It is not so", "It is")[k % 2 :] * 2) for k in range(40)]
    assert row(denied, "false, where a reason denies").questions == 20
    assert not row(denied, "false, where a reason denies").ok


def test_judge_is_held_to_five_points_and_to_half_of_the_verdicts():
    verdicts = ("supported", "wrong", "disputed")
    asked = [judge(k, LONG, "wrong") for k in range(24)]
    assert not row(asked, "right one of the evidence is longest").ok
    assert not row(asked, "verdict most often right: wrong").ok
    even = [judge(k, LONG if k % 3 == 0 else SHORT, verdicts[k % 3]) for k in range(24)]
    assert row(even, "right one of the evidence is longest").ok
    assert cue_report(even).query("cue.str.startswith('verdict most')")["ok"].all()


def test_a_category_for_nearly_all_and_a_question_asked_twice_are_listed():
    items = tuple(Option(f"i{k}", f"Item {k}") for k in range(5))
    key = {f"i{k}": "=a" if k < 4 else "=b" for k in range(5)}
    sort = Question("sort", "categorise", "Sort.", Pairs(items, (), key, {}))
    assert row([sort], "two in three belong to one category").ids == ["sort"]
    again = Question("again", "single", "Which is it, number 1?", single(1, LONG).body)
    assert row([single(1, LONG), again], "asked twice in the same words").ids == ["again"]
    other = single(2, LONG, stem="Which is it, number 1?")
    assert row([single(1, SHORT), other], "asked twice in the same words").ids == []


def test_recall_of_a_bare_figure_is_listed():
    asked = single(1, "1912", ("1911", "1913", "1914"), "In which year was it signed?")
    explained = single(2, "In the year of the war", stem="In which year was it signed?")
    assert row([asked, explained], "asks for a bare figure or name").ids == ["single-1"]


def test_the_words_are_those_of_the_language(shelf):
    (shelf / "de").mkdir()
    (shelf / "de" / "cues.yml").write_text('cues.hedges: "vielleicht"\n', encoding="utf-8")
    asked = [single(k, "Vielleicht a house") for k in range(40)]
    assert row(asked, "hedges").questions == 0
    texts.use("de")
    assert row(asked, "hedges").share == 1


def test_an_empty_bank_and_the_text():
    empty = cue_report([])
    assert list(empty.columns) == COLUMNS and empty["ok"].all() and not empty["hits"].any()
    said = cue_text([single(k, LONG) for k in range(40)], shown=2)
    assert "single-0, single-1 and 38 more" in said and "wanted: chance + 5 points" in said
    assert len(said.splitlines()[0]) == len(said.splitlines()[1])


# --- the module's own bank ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def bank():
    return load_bank(open_library(DATA))


@pytest.fixture(scope="module")
def report(bank):
    return cue_report(bank).set_index(["kind", "cue"])


def test_no_cue_tells_more_than_chance(report):
    assert report.index[~report["ok"]].tolist() == []


def test_the_right_option_is_neither_the_longest_nor_the_shortest_more_often_than_others(report):
    assert report.at[("single", LONGEST), "questions"] > 100
    for cue in (LONGEST, SHORTEST):
        assert 0.2 <= report.at[("single", cue), "share"] <= 0.30, cue


def test_true_is_right_in_about_half(report):
    assert 0.45 <= report.at[("true-false", "true is right"), "share"] <= 0.55


def test_the_right_evidence_is_longest_about_as_often_as_chance_has_it(report):
    found = report.loc[("judge", "right one of the evidence is longest")]
    assert found["questions"] >= 20 and abs(found["share"] - found["chance"]) <= 0.05


def test_what_is_said_of_a_right_answer_does_not_say_right_again(bank):
    """The page says *Right.* itself; and a verdict may be right where its reason is not."""
    again = [
        question.id
        for question in bank.questions
        for name, text in (getattr(question.body, "feedback", None) or {}).items()
        if name in ("right", "true", "false")
        and (text.startswith(("Right.", "Right:", "Right,", "Yes.", "Yes:", "Yes,"))
             or "Now the reason" in text)
    ]  # fmt: skip
    assert again == []


def test_no_template_of_practice_asks_for_a_bare_year_or_number_of_a_resolution(bank):
    asked = {"number", "resolution", "date_year", "signed_year", "start_year"}
    found = {
        template.id: column
        for template in bank.templates.values()
        for name in ("answer", "partner")
        if (column := template.columns.get(name)) in asked
    }
    assert found == {}


def test_no_place_in_a_list_is_named_in_its_question(bank):
    told = [
        question.id
        for question in bank.questions
        if question.type == "place"
        for spot in question.body.offered.values()
        if spot.text.split(",")[0].casefold() in question.stem.casefold()
    ]
    assert told == []


def test_totals_and_shares_that_questions_repeat_follow_from_the_tables(bank):
    """Two questions tell figures of a table in their own words."""
    totals = bank.library.row("resolutions", "A/RES/ES-11/8")
    asked = bank.question("council-maps-known")
    assert all(f"{totals[column]} " in asked.stem for column in ("for", "against", "abstain"))
    assert asked.body.text(asked.body.right[0]) == f"{totals['absent']} members"
    named = (bank.library.claims["credited_to"] != "").mean()
    hook = bank.question("source-hook-how-many")
    assert hook.body.text(hook.body.right[0]) == "For about one claim in ten"
    assert 0.05 <= named <= 0.15
