"""What gives the right answer away over a whole bank: length, style, words of the stem, habit.

A cue is a rule by which somebody who has learned nothing marks some of the options: the longest,
those with a semicolon. It is measured against chance within each question. Where a cue marks two
of four options, it hits by chance in half of the cases, and how far all hits together lie from
chance has an exact probability. So no question needs as many options as another, and a bank of
fifty is judged as fairly as one of five hundred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Any

import pandas as pd

from ..quiz.model import Option, Question, plain
from ..texts import say

__all__ = ["COLUMNS", "cue_report", "cue_text"]

COLUMNS = ["kind", "cue", "questions", "hits", "share", "chance", "p", "limit", "ok", "ids"]
LEVEL = 0.05  # of all marks of style together: each is held to its part of it
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# The types whose options are measured, and what their options are called.
KINDS = {"single": "options", "multiple": "options", "judge": "evidence", "true-false": "reasons"}
LISTS = ("denials", "absolutes", "hedges", "attributions", "reasons")
SIGNS = {
    "semicolon": ";",
    "colon": ":",
    "comma": ",",
    "parenthesis": "(",
    "quotation marks": '"“',
    "digit": "0123456789",
    "stress": "*_`",
}


@dataclass(frozen=True)
class Shown:
    """The options of a question as a guesser sees them, with what only the key knows."""

    id: str
    stem: str
    options: tuple[Option, ...]

    @property
    def right(self) -> set[str]:
        """Ids of the right options."""
        return {option.id for option in self.options if option.correct}


Cue = Callable[[Shown], set[str]]


def _length(option: Option) -> int:
    return len(plain(option.text))


def _extreme(options: Iterable[Option], size: Callable[[Option], float]) -> set[str]:
    """Return the options of the greatest size: more than one where they tie."""
    sizes = {option.id: size(option) for option in options}
    return {name for name, n in sizes.items() if n == max(sizes.values())}


def _longest(shown: Shown) -> set[str]:
    return _extreme(shown.options, _length)


def _shortest(shown: Shown) -> set[str]:
    return _extreme(shown.options, lambda option: -_length(option))


def _two_longest(shown: Shown) -> set[str]:
    second = sorted(map(_length, shown.options))[-2]
    return {option.id for option in shown.options if _length(option) >= second}


def _long_words(shown: Shown) -> set[str]:
    """The most learned register: words are longest on average."""

    def mean(option: Option) -> float:
        words = WORD.findall(plain(option.text))
        return sum(map(len, words)) / len(words) if words else 0

    return _extreme(shown.options, mean)


def _stems(text: str) -> set[str]:
    """Return the beginnings of words that mean something: those of five letters and more."""
    return {word.lower()[:5] for word in WORD.findall(plain(text)) if len(word) > 4}


def _repeats(shown: Shown) -> set[str]:
    """The options that repeat most words of the stem which not all of them repeat."""
    asked = _stems(shown.stem)
    words = {option.id: _stems(option.text) & asked for option in shown.options}
    common = set.intersection(*words.values())
    return _extreme(shown.options, lambda option: len(words[option.id] - common))


@cache
def _pattern(words: str) -> re.Pattern[str]:
    parts = [re.escape(word.strip()) for word in words.split(",") if word.strip()]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def _with_word(name: str) -> Cue:
    """The options with a word of a list of the texts."""

    def cue(shown: Shown) -> set[str]:
        words = _pattern(say(f"cues.{name}"))
        return {option.id for option in shown.options if words.search(plain(option.text))}

    return cue


def _with_sign(signs: str) -> Cue:
    """The options with one of these characters; links are no part of what is read."""

    def cue(shown: Shown) -> set[str]:
        bare = {o.id: re.sub(r"\]\([^)]*\)", "]", o.text) for o in shown.options}
        return {name for name, text in bare.items() if any(sign in text for sign in signs)}

    return cue


LENGTHS: dict[str, Cue] = {
    "longest": _longest,
    "one of the two longest": _two_longest,
    "shortest": _shortest,
}
STYLES: dict[str, Cue] = {
    **{name: _with_sign(signs) for name, signs in SIGNS.items()},
    **{name: _with_word(name) for name in LISTS},
    "longest words": _long_words,
    "most words of the stem": _repeats,
}


def _chances(marked: int, right: int, options: int) -> list[float]:
    """Return the probabilities of 0, 1, 2 … hits in one question (hypergeometric)."""
    ways = comb(options, right)
    return [
        comb(marked, k) * comb(options - marked, right - k) / ways if right >= k else 0.0
        for k in range(min(marked, right) + 1)
    ]


def _probability(cases: list[tuple[int, int, int]], hits: int) -> float:
    """Return how likely it is that chance lies as far from what is expected as these hits do."""
    spread = [1.0]
    for marked, right, options in cases:
        one = _chances(marked, right, options)
        longer = [0.0] * (len(spread) + len(one) - 1)
        for i, a in enumerate(spread):
            for j, b in enumerate(one):
                longer[i + j] += a * b
        spread = longer
    expected = sum(m * r / n for m, r, n in cases)
    far = abs(hits - expected) - 1e-9
    return min(1.0, sum(p for k, p in enumerate(spread) if abs(k - expected) >= far))


def _row(kind: str, cue: str, shown: list[Shown], rule: Cue) -> dict[str, Any]:
    """Measure one cue. It speaks only where it marks some options and not all of them."""
    cases, ids, hits, right = [], [], 0, 0
    for one in shown:
        marked = rule(one)
        if not 0 < len(marked) < len(one.options):
            continue
        found = len(marked & one.right)
        cases.append((len(marked), len(one.right), len(one.options)))
        hits += found
        right += len(one.right)
        ids += [one.id] if found else []
    expected = sum(m * r / n for m, r, n in cases)
    return {
        "kind": kind,
        "cue": cue,
        "questions": len(cases),
        "hits": hits,
        "share": hits / right if right else 0.0,
        "chance": expected / right if right else 0.0,
        "p": _probability(cases, hits) if cases else 1.0,
        "ids": ids,
    }


def _judged(row: dict[str, Any], limit: str, ok: bool) -> dict[str, Any]:
    return {**row, "limit": limit, "ok": bool(ok)}


def _habit(kind: str, cue: str, ids: list[str], of: int, chance: float) -> dict[str, Any]:
    """A row on how often an answer is right, whatever the options look like."""
    expected = of * chance
    far = abs(len(ids) - expected) - 1e-9
    spread = (comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(of + 1))
    p = sum(x for k, x in enumerate(spread) if abs(k - expected) >= far)
    share = len(ids) / of if of else 0.0
    return {
        "kind": kind,
        "cue": cue,
        "questions": of,
        "hits": len(ids),
        "share": share,
        "chance": chance,
        "p": min(1.0, p),
        "ids": ids,
    }


def _shown(questions: Iterable[Question], type_: str) -> list[Shown]:
    return [
        Shown(q.id, q.stem, tuple(q.body.options))
        for q in questions
        if q.type == type_ and len(q.body.options) > 1
    ]


def _length_rows(questions: list[Question]) -> Iterator[dict[str, Any]]:
    """Single choice: no more than 5 points above chance; judge: within 5 points of it."""
    for type_, name in KINDS.items():
        shown = _shown(questions, type_)
        for cue, rule in LENGTHS.items():
            row = _row(type_, f"right one of the {name} is {cue}", shown, rule)
            off = row["share"] - row["chance"]
            few = row["questions"] < 20  # one question more or less would decide
            if type_ == "single" and cue != "one of the two longest":
                # Hardly ever is a cue as well: who strikes such options out guesses better.
                ok = off <= 0.05 and row["p"] >= 0.01
                yield _judged(row, "chance + 5 points at most, p ≥ 0.01", few or ok)
            elif type_ == "judge" and cue == "longest":
                yield _judged(row, "chance ± 5 points", few or abs(off) <= 0.05)
            else:
                yield _judged(row, "p ≥ 0.01", row["p"] >= 0.01)


def _style_rows(questions: list[Question]) -> Iterator[dict[str, Any]]:
    """No mark of style may tell right from wrong: taken over all types with options."""
    shown = [one for type_ in KINDS for one in _shown(questions, type_)]
    level = LEVEL / len(STYLES)
    for cue, rule in STYLES.items():
        row = _row("all options", cue, shown, rule)
        yield _judged(row, f"p ≥ {level:.4f}", row["p"] >= level)


def _habit_rows(questions: list[Question]) -> Iterator[dict[str, Any]]:
    """Verdicts: *true* about as often as *false*, and no reason that only one of them can have."""
    truths = [q for q in questions if q.type == "true-false"]
    row = _habit("true-false", "true is right", [q.id for q in truths if q.body.answer],
                 len(truths), 0.5)  # fmt: skip
    few = len(truths) < 20
    yield _judged(row, "45 to 55 %", few or 0.45 <= row["share"] <= 0.55)
    denials = _pattern(say("cues.denials"))
    denied = [q for q in truths if any(denials.search(plain(o.text)) for o in q.body.options)]
    false = [q.id for q in denied if not q.body.answer]
    row = _habit("true-false", "false, where a reason denies", false, len(denied),
                 1 - sum(q.body.answer for q in truths) / max(1, len(truths)))  # fmt: skip
    yield _judged(row, "p ≥ 0.01", row["p"] >= 0.01)
    judged = [q for q in questions if q.type == "judge"]
    if judged:
        answers = pd.Series([str(q.body.answer) for q in judged])
        often = answers.value_counts().index[0]
        chance = sum(1 / len(q.body.verdicts) for q in judged) / len(judged)
        ids = [q.id for q, answer in zip(judged, answers, strict=True) if answer == often]
        row = _habit("judge", f"verdict most often right: {often}", ids, len(judged), chance)
        yield _judged(row, "at most half", len(judged) < 8 or row["share"] <= 0.5)
    sorted_ = [q for q in questions if q.type == "categorise"]
    uneven = [q.id for q in sorted_ if _largest(q) > 0.67]
    row = _habit("categorise", "two in three belong to one category", uneven, len(sorted_), 0.0)
    yield _judged({**row, "p": 1.0}, "none", not uneven)


def _largest(question: Question) -> float:
    """Return the share of the items that the fullest category holds."""
    counts = pd.Series(list(question.body.key.values())).value_counts()
    return counts.iloc[0] / counts.sum()


def _list_rows(questions: list[Question]) -> Iterator[dict[str, Any]]:
    """What is listed for a human to judge: questions asked twice, and those of bare recall."""
    seen: dict[tuple[str, ...], str] = {}
    twice = []
    for question in questions:
        words = (question.type, " ".join(WORD.findall(plain(question.stem).lower())))
        # Practice asks with the same words on purpose: there the options are the question.
        parts = getattr(question.body, "options", None) or getattr(question.body, "items", ())
        key = (*words, *sorted(str(getattr(part, "text", part)) for part in parts))
        twice += [question.id] if key in seen else []
        seen.setdefault(key, question.id)
    row = _habit("all", "asked twice in the same words", twice, len(questions), 0.0)
    yield _judged({**row, "p": 1.0}, "none", not twice)
    recall = _pattern(say("cues.recall"))
    bare = [q.id for q in questions if recall.search(plain(q.stem)) and _bare(q)]
    row = _habit("all", "asks for a bare figure or name", bare, len(questions), 0.0)
    yield _judged({**row, "p": 1.0}, "look at each", True)


def _bare(question: Question) -> bool:
    """Tell whether the answer is nothing but a figure or a name that the stem does not explain."""
    if question.type == "number":
        return True
    options = getattr(question.body, "options", ())
    return bool(options) and all(len(WORD.findall(plain(o.text))) < 4 for o in options)


def cue_report(bank: Any) -> pd.DataFrame:
    """Return what gives answers away in a bank of questions, a row for each cue.

    Args:
        bank: a `Bank`; its questions without mistakes are measured. A list of questions will do.

    Returns:
        A DataFrame with the columns `kind` (type of question), `cue`, `questions` (in how many of
        them the cue says anything), `hits` (right answers that it finds), `share` (hits among all
        right answers there) and `chance` (what guessing finds), both 0 to 1, `p` (probability of
        being as far from chance by accident; 1 where there is nothing to test), `limit` (in
        words), `ok` (kept?), and `ids` (questions in which the cue finds the answer). An empty
        bank gives rows with no questions.
    """
    questions = list(getattr(bank, "questions", bank))
    rows = [
        *_length_rows(questions),
        *_style_rows(questions),
        *_habit_rows(questions),
        *_list_rows(questions),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def cue_text(bank: Any, shown: int = 5) -> str:
    """Return the report as lines of text, with the first questions of each cue that is too good.

    Args:
        bank: see `cue_report`.
        shown: how many ids to name for each cue.
    """
    report = cue_report(bank)
    lines = [f"{'':2}{'what a guesser goes by':<62}{'of':>5}{'share':>8}{'chance':>8}{'p':>8}"]
    for row in report.itertuples():
        sign = " " if row.ok else "!"
        name = f"{row.kind}: {row.cue}"
        figures = f"{row.questions:>5}{row.share:>8.0%}{row.chance:>8.0%}{row.p:>8.3f}"
        lines.append(f"{sign} {name:<62}{figures}")
        if not row.ok:
            more = f" and {len(row.ids) - shown} more" if len(row.ids) > shown else ""
            lines.append(f"    wanted: {row.limit}; look at {', '.join(row.ids[:shown])}{more}")
    bad = int((~report["ok"]).sum())
    lines.append(f"{bad} of {len(report)} cues tell more than chance does.")
    return "\n".join(lines)
