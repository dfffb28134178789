"""“Try it in pandas”: checks a value that a learner computed in a code cell."""

from __future__ import annotations

from typing import Any

from ..journal.records import ANSWER
from ..page import KEEP_KEYS, Html, esc, markdown, source_line
from ..problems import AllianceError
from ..texts import say
from .bank import Bank
from .given import settled
from .kinds import kinds
from .learner.attempts import attempts_by_question
from .marking import Mark
from .model import Question, plain
from .session import keyless

__all__ = ["check"]


def check(question_id: str, value: Any, bank: Bank, journal: Any) -> Html:
    """Mark a value, keep the result in the journal, and return the feedback.

    Args:
        question_id: a question of `type: code`.
        value: what the learner computed; `...` means not yet answered.
        bank: the questions.
        journal: where answers are kept. The same answer run again is not kept twice.

    Raises:
        AllianceError: there is no such question, or it is not answered in a code cell.
    """
    entry = bank.entry(question_id)
    if entry.question is None:
        return _broken(entry.problems)
    question = entry.question
    kind = kinds()[question.type]
    if not kind.in_cell:
        raise AllianceError(
            f'The question “{question_id}” is answered in a panel: write quiz("{question_id}").'
        )
    value = settled(value)  # it is read twice: to mark it and to put it into words
    refusal = kind.refusal(question, value)
    if refusal:
        return _shown(question, "○", refusal, "", bank)
    words = kind.words(question, value)
    if keyless(bank.library):
        _keep(question, Mark(None, None), words, journal)
        return _shown(question, "○", say("status.kept_for_teacher"), hint(question, bank), bank)
    mark = kind.mark(question, value)
    remark = _keep(question, mark, words, journal)
    text = say("code.right") if mark.correct else f"{say('code.wrong')} {mark.summary}"
    extra = source_text(question, bank) if mark.correct else hint(question, bank)
    if remark:
        extra = f"<p>{esc(remark)}</p>{extra}"
    return _shown(question, "✓" if mark.correct else "✗", text, extra, bank)


def _keep(question: Question, mark: Mark, words: str, journal: Any) -> str:
    """Write the answer to the journal; return a sentence if that failed."""
    known = attempts_by_question(journal.records()).get(question.id)
    last = known.last if known else None
    if last and last["answer"] == words and last.get("correct") == mark.correct:
        return ""
    try:
        journal.append(
            ANSWER,
            question=question.id,
            answer=words,
            attempt=len(known.tries) + 1 if known else 1,
            score=mark.score,
            correct=mark.correct,
            hint=False,
        )
    except AllianceError as error:
        return say("refuse.unsaved", reason=error)
    return ""


def hint(question: Question, bank: Bank) -> str:
    """Return the hint, folded."""
    if not question.hint:
        return ""
    text = markdown(question.hint, bank.library.cite)
    return f"<details><summary {KEEP_KEYS}>{esc(say('code.hint'))}</summary>{text}</details>"


def source_text(question: Question, bank: Bank) -> str:
    """Return explanation and sources."""
    text = markdown(question.explanation, bank.library.cite) if question.explanation else ""
    return text + source_line(bank.library.cite(name) for name in question.source_ids)


def _shown(question: Question, sign: str, text: str, extra: str, bank: Bank) -> Html:
    stem = markdown(question.stem, bank.library.cite)
    body = (
        f'<section class="al al-card" aria-label="{esc(say("code.name"))}">{stem}'
        f'<p role="status"><strong><span aria-hidden="true">{sign}</span> {esc(text)}</strong></p>'
        f"{extra}</section>"
    )
    return Html(body, f"{plain(question.stem)}\n{sign} {text}")


def _broken(problems: list[Any]) -> Html:
    lines = "".join(f"<li>{esc(problem)}</li>" for problem in problems)
    title = esc(say("quiz.broken"))
    body = f"<p>{title}</p><ul>{lines}</ul>"
    body = f'<section class="al al-card" aria-label="{title}">{body}</section>'
    return Html(body, " ".join(map(str, problems)))
