"""What holds for marking of every type, whatever is answered (property-based, with hypothesis)."""

from __future__ import annotations

import json
import math
import unicodedata
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.library import open_library
from alliance.quiz import load_bank
from alliance.quiz.compare import compare
from alliance.quiz.kinds import kinds
from alliance.quiz.kinds.grade.grade import SCALES, verdict
from alliance.quiz.land import distance
from alliance.quiz.shuffle import mixed
from tests.quiz_samples import EACH, make_real_package

settings.register_profile(
    "kinds", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kinds")

IN_PANEL = [name for name in EACH if name != "code"]
HUGE = [10**400, -(10**400), 1e308, float("nan"), float("inf"), -0.0, "9" * 10_000, "é" * 30_000]
ODD = st.sampled_from([*HUGE, True, False, None, "", " ", "\x00", "NaN", "𝟙", "1,5", [], {}, [[]]])
JSON = st.recursive(
    ODD | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    return load_bank(open_library(make_real_package(tmp_path_factory.mktemp("kinds"))))


def of(bank, type_: str):
    return bank.question(EACH[type_]), kinds()[type_]


def shaken(kind, question) -> st.SearchStrategy:
    """Answers of the right shape with anything in their places."""
    part = JSON | st.sampled_from([*kind.parts(question), "A", "1", "wrong", "unverifiable"])
    fields = ["verdict", "reason", "reliability", "credibility", "low", "high"]
    return (
        st.dictionaries(st.sampled_from([*kind.parts(question), *fields]), part, max_size=9)
        | st.lists(part, max_size=6)
        | st.lists(st.floats() | st.integers(), min_size=2, max_size=2)
        | part
    )


def test_every_type_has_an_example():
    assert set(EACH) == set(kinds())
    assert len(EACH) == 13


@pytest.mark.parametrize("type_", IN_PANEL)
@given(data=st.data())
def test_marking_never_fails_and_scores_lie_between_0_and_1(bank, type_, data):
    question, kind = of(bank, type_)
    answer = data.draw(JSON | shaken(kind, question))
    keys = {name: f"k{n}" for n, name in enumerate(kind.parts(question))}
    kind.renamed(answer, keys)
    sentence = kind.refusal(question, answer)
    if sentence:
        assert sentence.endswith(".")
        return
    mark = kind.mark(question, answer)
    assert isinstance(kind.words(question, answer), str)
    json.dumps(mark.extra, allow_nan=False)
    if kind.marked:
        assert 0 <= mark.score <= 1
        assert mark.correct == (mark.score == 1)
    else:
        assert mark.score is None and mark.correct is None
    assert set(mark.notes) <= set(kind.parts(question))


@pytest.mark.parametrize("type_", IN_PANEL)
def test_the_right_answer_scores_1_and_keys_can_be_turned_back(bank, type_):
    question, kind = of(bank, type_)
    right = kind.right(question)
    assert kind.refusal(question, right) == ""
    mark = kind.mark(question, right)
    assert (mark.score, mark.correct) == ((1, True) if kind.marked else (None, None))
    keys = {name: f"k{n}" for n, name in enumerate(kind.parts(question))}
    back = {key: name for name, key in keys.items()}
    assert kind.renamed(kind.renamed(right, keys), back) == right
    assert kind.same(question, right, kind.renamed(kind.renamed(right, keys), back))


@pytest.mark.parametrize("type_", ["single", "multiple", "match", "categorise", "order", "judge"])
@given(data=st.data())
def test_the_order_on_the_page_changes_no_mark(bank, type_, data):
    question, kind = of(bank, type_)
    right = kind.right(question)
    if isinstance(right, dict):
        right = dict(data.draw(st.permutations(list(right.items()))))
    elif type_ == "multiple":
        right = data.draw(st.permutations(right))
    assert kind.mark(question, right).score == 1
    seed = data.draw(st.text(max_size=8))
    shown = kind.arranged(question, seed)
    assert sorted(shown) == sorted(kind.parts(question))
    assert shown == kind.arranged(question, seed)
    assert mixed(shown, seed) == mixed(sorted(shown), seed)


@pytest.mark.parametrize("type_", ["match", "categorise"])
@given(data=st.data())
def test_pairs_are_worth_their_share(bank, type_, data):
    question, kind = of(bank, type_)
    targets = st.sampled_from([option.id for option in question.body.targets])
    answer = {item.id: data.draw(targets) for item in question.body.items}
    hits = sum(answer[name] == question.body.key[name] for name in answer)
    mark = kind.mark(question, answer)
    assert mark.score == pytest.approx(hits / len(answer))
    for name, note in mark.notes.items():
        assert (note.verdict == "right") == (answer[name] == question.body.key[name])
        # What is right for a wrong item may only come at the end.
        assert note.verdict == "right" or not note.text


ENDS = st.decimals(-(10**6), 10**6, places=2)


@given(ENDS, ENDS)
def test_a_range_is_right_if_it_holds_the_value_and_is_narrow(bank, one, other):
    question, kind = of(bank, "interval")
    value, widest = question.body.value, question.body.widest
    low, high = sorted([one, other])
    mark = kind.mark(question, {"low": str(low), "high": str(high)})
    assert mark.correct == (low <= value <= high and high - low <= widest)
    assert (mark.score == 0) == (not low <= value <= high)
    if low != high:
        assert kind.refusal(question, {"low": str(high), "high": str(low)})
    # What the range is moved or widened by keeps its order: the narrower, the better.
    wider = kind.mark(question, {"low": str(value - widest), "high": str(value + widest)})
    widest_of_all = kind.mark(question, {"low": "-1000000", "high": "1000000"})
    assert 1 > wider.score == 0.5 > widest_of_all.score > 0
    assert str(value) not in wider.summary.replace(",", "")


@given(st.sampled_from("ABCDEF"), st.sampled_from("123456"))
def test_grades_one_step_off_earn_half_and_unknown_is_next_to_nothing(bank, letter, digit):
    question, kind = of(bank, "grade")
    model = question.body.answer
    mark = kind.mark(question, {"reliability": letter, "credibility": digit})
    expected = 0.0
    for scale, given_ in (("reliability", letter), ("credibility", digit)):
        steps = SCALES[scale]
        apart = abs(steps.index(given_) - steps.index(model[scale]))
        judged = steps[-1] not in (given_, model[scale])
        expected += 0.5 if apart == 0 else 0.25 if apart == 1 and judged else 0
    assert mark.score == expected
    assert verdict("reliability", "F", "E") == verdict("credibility", "5", "6") == "wrong"


LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


@given(LAT, LON, LAT, LON)
def test_distances_are_those_of_a_sphere(lat, lon, to_lat, to_lon):
    there = distance(lat, lon, to_lat, to_lon)
    assert 0 <= there <= math.pi * 6371.01
    assert there == pytest.approx(distance(to_lat, to_lon, lat, lon), abs=1e-6)
    assert distance(lat, lon, lat, lon + 360) == pytest.approx(0, abs=1e-3)
    # The other formula, by the angle between two vectors.
    a, b = (
        (math.cos(n) * math.cos(e), math.cos(n) * math.sin(e), math.sin(n))
        for n, e in ((math.radians(lat), math.radians(lon)),
                     (math.radians(to_lat), math.radians(to_lon)))
    )  # fmt: skip
    cross = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    angle = math.atan2(math.hypot(*cross), sum(x * y for x, y in zip(a, b, strict=True)))
    assert there == pytest.approx(6371.0088 * angle, abs=0.5)


@given(LAT, LON)
def test_a_place_is_right_within_its_distance(bank, lat, lon):
    question, kind = of(bank, "place")
    mark = kind.mark(question, [lat, lon])
    spot = question.body.spots[0]
    near = distance(lat, lon, spot.lat, spot.lon) <= question.body.within
    assert mark.correct == near == (mark.score == 1)
    assert kind.mark(question, [lat, lon + 360]).correct == near
    assert spot.text not in mark.summary


FORMS = ["NFC", "NFD", "NFKC", "NFKD"]
SEPARATORS = ["", ",", " ", "\u00a0", "\u202f", "\u2009", "’", "'"]


@given(st.integers(0, 10**12), st.sampled_from(FORMS), st.sampled_from(SEPARATORS), st.data())
def test_numbers_are_marked_alike_however_they_are_written(bank, number, form, separator, data):
    question, kind = of(bank, "number")
    pad = data.draw(st.sampled_from(["", " ", "\t", "\u00a0"]))
    text = f"{pad}{number:,}".replace(",", separator) + pad
    script = data.draw(st.sampled_from(["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩"]))
    digits = str.maketrans("0123456789", script)
    written = unicodedata.normalize(form, text.translate(digits))
    assert kind.refusal(question, written) == ""
    mark = kind.mark(question, written)
    assert mark.correct == (Decimal(number) == question.body.low)
    assert kind.same(question, written, str(number))
    assert kind.same(question, f"{number}.5", f"{number},5") or number == 0


@given(st.text(max_size=200))
def test_a_reflection_comes_back_letter_by_letter(bank, text):
    question, kind = of(bank, "reflect")
    if not kind.refusal(question, text):
        assert len(text.strip()) >= question.body.least
        assert kind.renamed(kind.renamed(text, {text: "a"}), {"a": text}) == text
        assert json.loads(json.dumps(text)) == kind.words(question, text)


# --- values from cells ---------------------------------------------------------------------------

CELL = st.integers(-1000, 1000) | st.floats(-1000, 1000) | st.text(max_size=5) | st.none()
FRAMES = st.lists(st.tuples(st.integers(0, 99), CELL), min_size=1, max_size=8).map(
    lambda rows: pd.DataFrame(rows, columns=["id", "value"]).astype({"value": object})
)


@given(FRAMES, st.data())
def test_the_order_of_rows_and_columns_and_the_index_do_not_matter(frame, data):
    places = data.draw(st.permutations(range(len(frame))))
    other = frame.iloc[places][["value", "id"]].assign(more=1)
    assert compare(other, frame) == ""
    assert compare(frame, frame, ordered=True) == ""


@given(FRAMES, ODD | st.floats() | st.text(max_size=5))
def test_a_table_is_compared_with_anything_without_failing(frame, value):
    assert isinstance(compare(value, frame), str) and compare(value, frame)
    changed = frame.copy()
    changed.at[0, "value"] = "something else"
    assert "Column “value”, row 1" in compare(changed, frame)


@given(CELL | ODD, CELL | st.lists(st.integers(), max_size=4) | st.booleans())
def test_any_value_is_compared_without_failing(value, key):
    assert isinstance(compare(value, key), str)


T = pd.DataFrame({"id": ["a", "b", "c"], "n": [1.0, 2.0, 3.0]})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (T.rename(columns={"n": "N "}), "Your column 'N ' looks like “n”"),
        (T.rename(columns={"n": "x"}), "Columns missing: n. Columns not wanted: x."),
        (T.set_index("id"), "call reset_index() first"),
        (T[::-1], "The rows are right, their order is not"),
        (T.assign(n=[1, 2, 3.5]), "Column “n”, row 3: Your value 3.5 is too high by 0.5."),
        (T.assign(n=[0, 0, 0]), "In all 3 rows differ."),
        (T.assign(n=[1, 2, None]), "Column “n”, row 3: your value is nan"),
        (T.assign(n=[1, 2, 3]), ""),
        (pd.concat([T, T["n"]], axis=1), "Columns there twice: n"),
        (T[:2], "2 rows; 3"),
    ],
)
def test_a_table_from_a_cell_gets_a_sentence_that_helps(value, words):
    sentence = compare(value, T, ordered=True)
    assert words in sentence and bool(words) == bool(sentence)
