"""The report that may be shown to a class: one HTML file that needs nothing and names nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from ...page import assemble, esc, table
from ...texts import count, language, say
from .items import FEW
from .tables import Class

__all__ = ["report"]

HARDEST = 10
WRONG = 8
TENTHS = 10
SHORT = 30  # characters of label and figure that stay on one line on a phone


def report(one: Class, made: dict[str, pd.DataFrame], names: bool = False) -> str:
    """Return the report as a page.

    Args:
        one: the class.
        made: its tables.
        names: add the marks by name; else nobody is named.
    """
    course = one.course
    title, made_of = say("marks.title"), str(course.library.settings.get("title", ""))
    parts = [
        _summary(one, made["students"]),
        # Of a few learners even a mean tells who did how.
        _spread(made["students"]) if len(one.marked) >= FEW else "",
        _lessons(one, made["students"]) if len(one.marked) >= FEW else "",
        _hardest(made["questions"]),
        _wrong(made["wrong"], made["questions"]),
        _sure(made["calibration"]),
        _gain(made["gains"]),
        _named(made["students"]) if names else "",
        _methods(one),
    ]
    today = say("marks.made", title=made_of, day=date.today().isoformat())
    return (
        f'<!DOCTYPE html><html lang="{esc(language())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(title)}</title>"
        f"<style>{assemble('page/style.css')}{assemble('teach/marks/report.css')}</style></head>"
        f'<body><main class="al mk"><h1>{esc(title)}</h1><p class="mk-of">{esc(today)}</p>'
        f'<button type="button" id="mk-print">{esc(say("marks.print"))}</button>'
        f"{''.join(parts)}</main>"
        '<script>document.getElementById("mk-print").addEventListener("click", () => print());'
        "</script></body></html>"
    )


def _section(title: str, body: str, about: str = "") -> str:
    told = f'<p class="mk-about">{esc(about)}</p>' if about else ""
    return f"<section><h2>{esc(title)}</h2>{told}{body}</section>"


def percent(share: float) -> str:
    """Return a share in per cent, a dash if there is none."""
    return "–" if pd.isna(share) else f"{100 * share:.0f} %"


def _summary(one: Class, students: pd.DataFrame) -> str:
    """Return what there is to know first."""
    answers = sum(len(marked.answers) for marked in one.marked)
    words = say(
        "marks.summary" if len(students) >= FEW else "marks.summary_few",
        n=len(students),
        answers=f"{answers:,}",
        counted=len(one.course.counted),
        share=percent(students["share"].mean()),
        open=f"{students['unanswered'].mean():.0f}",
    )
    grave = sum(f.grave for f in one.findings)
    told = [words, say("marks.anonymous", few=FEW)]
    told += [say("marks.doubts", n=grave)] if grave else []
    return "".join(f"<p>{esc(line)}</p>" for line in told)


def _bars(rows: list[tuple[str, float, str]], most: float = 1.0) -> str:
    """Return a list of bars: label, length from 0 to `most`, the figure in words beside it.

    The figures are text, so screen readers pass over the bars.
    """
    items = "".join(
        f'<li><span class="mk-label">{esc(label)}</span>'
        f'<span class="mk-track" aria-hidden="true"><span class="mk-bar" '
        f'style="width:{0 if pd.isna(value) else 100 * value / max(most, 1e-9):.1f}%">'
        f'</span></span><span class="mk-figure">{esc(words)}</span></li>'
        for label, value, words in rows
    )
    short = " mk-short" if all(len(w) + len(label) < SHORT for label, _, w in rows) else ""
    return f'<ul class="mk-bars{short}">{items}</ul>'


def _spread(students: pd.DataFrame) -> str:
    """Return how many learners reached how much."""
    shares = students["share"].dropna()
    tenth = (shares * TENTHS).clip(0, TENTHS - 1).astype(int)
    counts = [int((tenth == k).sum()) for k in range(TENTHS)]
    step = 100 // TENTHS
    rows = [
        (say("marks.spread_row", low=k * step, high=(k + 1) * step), n, count("marks.learners", n))
        for k, n in enumerate(counts)
    ]
    return _section(say("marks.spread"), _bars(rows, max(counts, default=1)))


def _lessons(one: Class, students: pd.DataFrame) -> str:
    """Return the mean share of points and of open questions by lesson."""
    points, unanswered = say("marks.column.points"), say("marks.column.unanswered")
    rows = []
    for lesson, group in one.course.by_lesson.items():
        title = one.course.title(lesson)
        share = students[f"{title}: {points}"].mean() / len(group)
        left = students[f"{title}: {unanswered}"].mean() / len(group)
        words = f"{percent(share)}; {say('marks.lesson_open').lower()}: {percent(left)}"
        rows.append((title, share, words))
    return _section(say("marks.lessons"), _bars(rows), say("marks.lesson_points"))


def _hardest(questions: pd.DataFrame) -> str:
    """Return the hardest questions as a table."""
    known = questions.dropna(subset="difficulty").sort_values("difficulty", kind="stable")
    if known.empty:
        return _section(say("marks.hardest"), f"<p>{esc(say('marks.hardest_none', few=FEW))}</p>")
    names = ["stem", "lesson", "learners", "difficulty", "discrimination", "later", "seconds"]
    shown = known.head(HARDEST)[names].copy()
    for name in ("difficulty", "later"):
        shown[name] = shown[name].map(percent)
    shown["discrimination"] = shown["discrimination"].map(_signed)
    shown["seconds"] = shown["seconds"].map(lambda s: "–" if pd.isna(s) else f"{s:.0f}")
    return _section(
        say("marks.hardest"),
        _table(shown, say("marks.hardest")),
        say("marks.hardest_about"),
    )


def _signed(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}".replace("-", "−")


def _table(frame: pd.DataFrame, title: str) -> str:
    """Return a table that scrolls by itself where the page is narrow, by keyboard too."""
    heads = {name: say(f"marks.column.{name}") for name in frame.columns}
    return (
        f'<div class="mk-scroll" tabindex="0" role="region" aria-label="{esc(title)}">'
        f"{table(frame, title, headings=heads)}</div>"
    )


def _wrong(wrong: pd.DataFrame, questions: pd.DataFrame) -> str:
    """Return the commonest wrong answers, each with the feedback that was seen."""
    top = wrong.sort_values("share", ascending=False, kind="stable").head(WRONG)
    parts = []
    for row in top.to_dict("records"):
        gave = say("marks.wrong_row", gave=row["gave"], learners=row["learners"],
                   answer=row["answer"])  # fmt: skip
        seen = say("marks.wrong_seen", feedback=row["feedback"]) if row["feedback"] else ""
        parts.append(
            f'<li><p class="mk-stem">{esc(row["stem"])}</p><p>{esc(gave)}</p>'
            + (f'<p class="mk-about">{esc(seen)}</p>' if seen else "")
            + "</li>"
        )
    if not parts:
        return ""
    return _section(say("marks.wrong"), f'<ol class="mk-wrong">{"".join(parts)}</ol>')


def _sure(calibration: pd.DataFrame) -> str:
    """Return how often each level of sureness was right."""
    rows = []
    for row in calibration.to_dict("records"):
        words = say("marks.sure_few", answers=row["answers"])
        if row["share"] == row["share"]:
            words = say("marks.sure_row", share=percent(row["share"]), answers=row["answers"],
                        band=row["band"])  # fmt: skip
        rows.append((row["sure_words"], row["share"], words))
    return _section(say("marks.sure"), _bars(rows))


def _gain(gains: pd.DataFrame) -> str:
    """Return what was gained between before and after."""
    known = gains.dropna(subset="gain")
    if known.empty:
        words = say("marks.gain_none", few=FEW)
        return _section(say("marks.gain"), f"<p>{esc(words)}</p>")
    shown = known.copy()
    for name in ("before", "after", "normalised"):
        shown[name] = shown[name].map(percent)
    shown["gain"] = shown["gain"].map(lambda g: f"{100 * g:+.0f}".replace("-", "−"))
    return _section(say("marks.gain"), _table(shown, say("marks.gain")), say("marks.gain_about"))


def _named(students: pd.DataFrame) -> str:
    """Return the marks by name."""
    shown = students[["student", "points", "maximum", "share", "unanswered", "late"]].copy()
    shown["share"] = shown["share"].map(percent)
    return _section(say("marks.named"), _table(shown, say("marks.named")))


def _methods(one: Class) -> str:
    """Say how everything was reckoned."""
    rules: dict[str, Any] = {
        "attempt": say("marks.rule.attempt"),
        "first": say("marks.rule.first"),
        "last": say("marks.rule.last"),
    }
    words = [rules[one.rule], say("marks.method_items")]
    return _section(say("marks.methods"), "".join(f"<p>{esc(line)}</p>" for line in words))
