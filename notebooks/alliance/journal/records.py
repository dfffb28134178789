"""Every kind of record in a journal: its fields, who writes it, and where the one fold of it lives.

This table is the only place that says what a record looks like. What is written is checked by it
before it reaches the disk, what is read or imported is checked by it again, and the names of the
kinds are taken from here. A *fold* turns records, in their order, into what they mean (the attempts
at a question, the state of a simulation); each kind is folded in one module and nowhere else, so
that two pages cannot tell a learner two stories.

Besides its own fields every record has

    id      writer and number, "3f2a…-17"
    at      ISO 8601, what the clock said; for people to read
    kind    a key of KINDS
    count   grows with every record (see `lines`); the order of records rests on it
    sum     checksum of the line

Records of format 1 have neither count nor sum. Fields that are not described, and kinds that are
not known, are kept as they are: a newer version of the module may have written them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = [
    "ANSWER",
    "ASSESSMENT",
    "CLAIM",
    "CODING",
    "CODING_COMPARED",
    "CODING_DISPUTE",
    "CRISIS",
    "DIAGNOSTIC",
    "FORECAST",
    "FORECAST_TIME",
    "HINT",
    "IMPORT",
    "KINDS",
    "LEARNER",
    "MOST",
    "MOVES",
    "PRACTICE",
    "RESET",
    "TREE",
    "WEIGH",
    "WEIGH_COMPARED",
    "WEIGH_JUDGED",
    "Field",
    "Kind",
    "wrong",
    "wrong_ones",
]

ANSWER, HINT = "answer", "hint"
LEARNER, RESET, IMPORT = "learner", "reset", "import"
MOVES = (RESET, IMPORT)  # records that say which others count
PRACTICE, ASSESSMENT, DIAGNOSTIC = "practice", "assessment", "diagnostic"
FORECAST, FORECAST_TIME = "forecast", "forecast-time"
CODING, CODING_COMPARED, CODING_DISPUTE = "coding", "coding-compared", "coding-dispute"
CRISIS, TREE, CLAIM = "crisis", "tree", "claim"
WEIGH, WEIGH_JUDGED, WEIGH_COMPARED = "weigh", "weigh-judged", "weigh-compared"

MOST = 10**18  # the highest count; microseconds since 1970 reach it in the year 33658
MOST_FIELDS = 100
DEEPEST = 12  # levels of lists in lists that an answer may have
HUGE = 10**100  # beyond it a whole number is no number of anything, and no float either
LONGEST_NAME, LONGEST_TEXT = 5_000, 1_000_000  # characters

Test = Callable[[Any], bool]


# --- types of fields ------------------------------------------------------------------------------


def is_json(value: Any, depth: int = DEEPEST) -> bool:
    """Tell whether JSON can hold a value: finite numbers, and not nested without end."""
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -HUGE < value < HUGE
    if isinstance(value, float):
        return math.isfinite(value)
    if depth == 0 or not isinstance(value, list | tuple | dict):
        return False
    if isinstance(value, dict):
        return all(isinstance(k, str) and is_json(v, depth - 1) for k, v in value.items())
    return all(is_json(item, depth - 1) for item in value)


def is_name(value: Any) -> bool:
    """Tell whether a value may be an id or a short text."""
    return isinstance(value, str) and len(value) <= LONGEST_NAME


def is_text(value: Any) -> bool:
    """Tell whether a value may be a text that a learner has written."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def is_flag(value: Any) -> bool:
    """Tell whether a value is true or false."""
    return value is True or value is False


def are_names(value: Any) -> bool:
    """Tell whether a value is a list of ids."""
    return isinstance(value, list | tuple) and all(map(is_name, value))


def whole(low: int, high: int) -> Test:
    """Return the test for a whole number from `low` to `high`."""
    return lambda value: type(value) is int and low <= value <= high


def number(low: float, high: float) -> Test:
    """Return the test for a number from `low` to `high`; NaN is none."""
    return lambda value: type(value) in (int, float) and low <= value <= high


def one_of(*words: str) -> Test:
    """Return the test for one of some words."""
    return lambda value: isinstance(value, str) and value in words


def or_none(test: Test) -> Test:
    """Return the test for a value that may be missing."""
    return lambda value: value is None or test(value)


def chances(value: Any) -> bool:
    """Tell whether a value is a probability by id."""
    return isinstance(value, dict) and all(map(is_name, value)) and all(map(CHANCE, value.values()))


CHANCE = number(0, 1)


# --- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """A field of a record: its name, what may stand in it, and whether it must be there."""

    name: str
    test: Test
    required: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    Attributes:
        name: what stands under `kind`.
        about: what the record says.
        writers: modules that write it, as dotted names below the package.
        fold: the module that alone says what records of this kind mean.
        fields: its own fields.
        since: format of the journal that brought it.
    """

    name: str
    about: str
    writers: tuple[str, ...]
    fold: str
    fields: tuple[Field, ...] = ()
    since: int = 1


def maybe(name: str, test: Test) -> Field:
    """Return a field that need not be there."""
    return Field(name, test, required=False)


ATTEMPTS, JOURNAL = "quiz.learner.attempts", "journal.journal"
CODES, TIMES = "explore.coding.session", "explore.forecast.session"
CRISES, PLAY = "explore.crisis.session", "explore.crisis.play"
TREES = "explore.tree.session"
READINGS, WEIGHTS = "explore.reading.session", "explore.weigh.session"

_TABLE = (
    Kind(
        ANSWER,
        "a question was answered; attempt 1 begins a new attempt at it",
        ("quiz.session", "quiz.check"),
        ATTEMPTS,
        (
            Field("question", is_name),
            Field("answer", is_json),
            maybe("attempt", whole(0, 10**9)),
            maybe("score", or_none(number(0, 1))),
            maybe("correct", or_none(is_flag)),
            maybe("hint", is_flag),
            maybe("confidence", or_none(whole(1, 3))),
        ),
    ),
    Kind(HINT, "a hint was opened", ("quiz.session",), ATTEMPTS, (Field("question", is_name),)),
    Kind(
        LEARNER,
        "a random name, which seeds the order of options",
        (JOURNAL, "web.run"),
        JOURNAL,
        (Field("learner", is_name),),
    ),
    Kind(RESET, "all records before it are hidden", (JOURNAL,), JOURNAL),
    Kind(
        IMPORT,
        "these records count although they are older than a reset",
        (JOURNAL,),
        JOURNAL,
        (Field("records", are_names),),
    ),
    Kind(
        PRACTICE,
        "a round of practice began with these questions",
        ("quiz.practice.rounds",),
        "quiz.practice.rounds",
        (
            Field("name", is_name),
            maybe("round", whole(1, 10**9)),
            Field("questions", are_names),
        ),
    ),
    Kind(
        ASSESSMENT,
        "questions of the final assessment were drawn",
        ("quiz.assessment.session",),
        "quiz.assessment.sampling",
        (maybe("plan", is_name), Field("questions", are_names)),
    ),
    Kind(
        DIAGNOSTIC,
        "a diagnostic was answered to its end: score of each first try, by question",
        ("quiz.diagnostic",),
        "quiz.diagnostic",
        (Field("name", is_name), Field("scores", chances)),
        since=2,
    ),
    Kind(
        FORECAST,
        "a probability was given to a question about the future",
        (TIMES,),
        TIMES,
        (Field("question", is_name), Field("probability", CHANCE)),
    ),
    Kind(
        FORECAST_TIME,
        "time moved on to a day; forecasts of these questions are locked",
        (TIMES,),
        TIMES,
        (Field("questions", are_names), Field("day", is_name)),
    ),
    Kind(
        TREE,
        "the shares of all answers to one question of a scenario tree",
        (TREES,),
        TREES,
        (Field("parent", is_name), Field("shares", chances)),
    ),
    Kind(
        CRISIS,
        "a step in a crisis simulation",
        (CRISES,),
        PLAY,
        (
            Field("act", one_of("mode", "open", "role", "choice", "withdraw", "class", "new")),
            Field("mode", one_of("alone", "class")),
            maybe("scenario", is_name),
            maybe("step", is_name),
            maybe("group", is_name),
            maybe("role", is_name),
            maybe("option", is_name),
            maybe("reason", is_text),
            maybe("groups", whole(1, 8)),
            maybe("minutes", whole(0, 60)),
            maybe("names", are_names),
            maybe("scenarios", are_names),
        ),
    ),
    Kind(
        CODING,
        "an act was coded",
        (CODES,),
        CODES,
        (Field("act", is_name), Field("code", whole(-100, 100))),
    ),
    Kind(
        CODING_COMPARED,
        "the codes of these acts were compared and are fixed",
        (CODES,),
        CODES,
        (Field("acts", are_names),),
    ),
    Kind(
        CODING_DISPUTE,
        "the editors' code of an act is disputed; an empty text takes it back",
        (CODES,),
        CODES,
        (Field("act", is_name), Field("text", is_text)),
    ),
    Kind(
        CLAIM,
        "a claim was judged",
        (READINGS,),
        READINGS,
        (Field("claim", is_name), Field("verdict", is_name), maybe("error_kind", is_name)),
    ),
    Kind(
        WEIGH,
        "a card of evidence was placed",
        (WEIGHTS,),
        WEIGHTS,
        tuple(Field(name, is_name) for name in ("implication", "card", "side", "weight")),
    ),
    Kind(
        WEIGH_JUDGED,
        "a statement was judged before or after weighing; without a probability that is taken back",
        (WEIGHTS,),
        WEIGHTS,
        (
            Field("implication", is_name),
            Field("moment", one_of("before", "after")),
            Field("probability", or_none(CHANCE)),
        ),
    ),
    Kind(
        WEIGH_COMPARED,
        "the editors' weighing was shown",
        (WEIGHTS,),
        WEIGHTS,
        (Field("implication", is_name),),
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _TABLE}


# --- the check ------------------------------------------------------------------------------------

_ID = re.compile(r"[!-~]{1,200}").fullmatch
_ENVELOPE: dict[str, Test] = {
    "id": lambda value: isinstance(value, str) and _ID(value) is not None,
    "at": is_name,
    "kind": is_name,
    "count": whole(0, MOST),
    "sum": is_name,
}
_NEEDED = {"id", "at", "kind"}
_CHECKS = {
    kind.name: (
        {field.name: field.test for field in kind.fields} | _ENVELOPE,
        _NEEDED | {field.name for field in kind.fields if field.required},
    )
    for kind in _TABLE
}


def wrong(record: Any) -> str:
    """Return the first field that keeps a record from being one; "" if it is as described.

    A field that is missing counts too. What is no mapping, or has no kind, is wrong in `kind`.
    """
    kind = record.get("kind") if isinstance(record, dict) else None
    if not isinstance(kind, str) or len(record) > MOST_FIELDS:
        return "kind"
    tests, missing = _shape(kind, *record)
    for test, value in zip(tests, record.values(), strict=True):
        if not test(value):
            return next(n for t, (n, v) in zip(tests, record.items(), strict=True) if not t(v))
    return missing


def wrong_ones(records: list[Any]) -> set[int]:
    """Return the places of those that are not as described, like `wrong` and ten times as fast.

    Records of one shape are looked at together, field by field, and values that say the same once.
    """
    shapes: dict[tuple[str, ...], list[int]] = {}
    found = set()
    for place, record in enumerate(records):
        kind = record.get("kind") if isinstance(record, dict) else None
        if isinstance(kind, str) and len(record) <= MOST_FIELDS:
            shapes.setdefault((kind, *record), []).append(place)
        else:
            found.add(place)
    for shape, places in shapes.items():
        tests, missing = _shape(*shape)
        columns = zip(*(records[place].values() for place in places), strict=True)
        if missing or not all(map(_holds, tests, columns)):
            found.update(place for place in places if wrong(records[place]))
    return found


def _holds(test: Test, values: tuple[Any, ...]) -> bool:
    """Tell whether all values of a field pass its test."""
    if len(set(map(type, values))) > 1:  # True equals 1: they cannot be put together
        return all(map(test, values))
    try:
        return all(map(test, set(values)))
    except TypeError:  # lists cannot be in a set
        return all(map(test, values))


@lru_cache(maxsize=200)
def _shape(kind: str, *names: str) -> tuple[list[Test], str]:
    """Return the test for each field of a record, in order, and the first field that is missing.

    Nearly all records of a kind have the same fields, so this is looked up once.
    """
    tests, needed = _CHECKS.get(kind, (_ENVELOPE, _NEEDED))
    return [tests.get(name, is_json) for name in names], min(needed - set(names), default="")
