"""Where questions are handed out and answers are marked and kept: the quiz without its widget.

The page calls a question "q1" and an option "a"; only the session knows which is which.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import blake2b
from string import ascii_lowercase
from typing import Any

from ..journal.records import ANSWER, HINT
from ..page import Link, joined, markdown
from ..problems import AllianceError
from ..texts import count, say
from .entry import Entry
from .kinds import Kind, kinds
from .learner.attempts import TRIES, Attempt, attempts_by_question
from .learner.confidence import LEVELS, asked, given
from .marking import Mark, Note
from .model import Question, plain

__all__ = ["Reply", "Seat", "Session", "keyless"]


@dataclass
class Seat:
    """One question as one learner sees it: its keys, and how far the learner has come."""

    key: str
    question: Question
    kind: Kind
    keys: dict[str, str]
    attempt: Attempt

    @property
    def ids(self) -> dict[str, str]:
        """The option ids by the page's keys."""
        return {key: name for name, key in self.keys.items()}


@dataclass(frozen=True)
class Reply:
    """What the page is told: the text for the live region, and whether the answer was taken."""

    text: str
    taken: bool


def page_key(k: int) -> str:
    """Return the page's name of the k-th option shown: a, b … z, k26 …"""
    return ascii_lowercase[k] if k < len(ascii_lowercase) else f"k{k}"


class Session:
    """Hands out questions, takes answers, keeps them in the journal."""

    def __init__(
        self, entries: list[Entry], library: Any, journal: Any, anew: Collection[str] = ()
    ) -> None:
        """Seat a learner before some questions and bring back what the journal knows.

        Questions whose ids are in `anew` are asked again: what was answered before is put aside,
        and the next answer begins a new attempt.
        """
        self.library = library
        self.journal = journal
        self.entries = {f"q{k}": entry for k, entry in enumerate(entries, 1)}
        known = attempts_by_question(journal.records())
        self.aside = {name: known[name].last for name in anew if name in known}
        learner = journal.learner
        self.tries = int(library.setting("tries", TRIES))
        self.confidence = bool(library.setting("confidence", True))
        self.keyless = keyless(library)
        self.seats: dict[str, Seat] = {}
        for key, entry in self.entries.items():
            question = entry.question
            if question is None:
                continue
            kind = kinds()[question.type]
            shown = kind.arranged(question, f"{learner}|{question.id}")
            keys = {name: page_key(k) for k, name in enumerate(shown)}
            attempt = self.current(question.id, known)
            self.seats[key] = Seat(key, question, kind, keys, attempt)

    def current(self, question_id: str, known: dict[str, Attempt]) -> Attempt:
        """Return how far the learner has come, without what was put aside."""
        attempt = known.get(question_id, Attempt([]))
        if attempt.last is not None and attempt.last == self.aside.get(question_id):
            return Attempt([], attempt.newly, attempt.newly)
        # A copy: what the journal tells is shared with other panels.
        return replace(attempt, tries=list(attempt.tries))

    def reread(self) -> None:
        """Look again how far the learner has come: another page may have written since."""
        known = attempts_by_question(self.journal.records())
        for seat in self.seats.values():
            seat.attempt = self.current(seat.question.id, known)

    # --- what the page sees -----------------------------------------------------------------

    def cite(self, source_id: str, label: str = "") -> Link:
        """Link to a source; one that this view of the data does not know is only named."""
        try:
            return self.library.cite(source_id, label)
        except AllianceError:
            return Link(label or source_id)

    def html(self, text: str) -> str:
        """Markdown as HTML with citations, without the paragraph around a single line."""
        return markdown(text, self.cite, inline=True)

    def public(self) -> list[dict[str, Any]]:
        """Return the questions as the page may know them: no key, no feedback, no ids."""
        questions = []
        for key, entry in self.entries.items():
            seat = self.seats.get(key)
            if seat is None:
                sentences = [self.html(str(problem)) for problem in entry.problems]
                questions.append({"key": key, "drawing": "", "broken": sentences})
                continue
            question = seat.question
            shown = {"key": key, "drawing": seat.kind.drawing, "stem": self.html(question.stem)}
            if not seat.kind.in_cell:
                shown["draft"] = self.draft_key(seat)
            if question.hint:
                shown["hint"] = True
            if not self.asks_sureness(
                seat.kind
            ):  # said of the few, since every saved notebook carries it
                shown["unsure"] = True
            questions.append(shown | seat.kind.public(question, seat.keys, self.html))
        return questions

    def asks_sureness(self, kind: Kind) -> bool:
        """Tell whether learners are asked how sure they are: where it makes sense."""
        return self.confidence and asked(kind)

    def draft_key(self, seat: Seat) -> str:
        """Return the name under which a browser keeps what is not yet checked.

        It is the same after a restart, and another one for another learner or for other options.
        A digest, because the id of a question may say too much. It begins with the learner's mark,
        by which *Start again* finds the drafts that are to be forgotten.
        """
        text = f"{self.journal.learner}|{seat.question.id}|{'|'.join(seat.keys)}"
        return self.journal.mark + blake2b(text.encode(), digest_size=4).hexdigest()

    def states(self) -> dict[str, dict[str, Any]]:
        """Return the state of every question."""
        return {key: self.state(seat) for key, seat in self.seats.items()}

    def state(self, seat: Seat) -> dict[str, Any]:
        """Return what the page may know about a question after the tries so far."""
        state: dict[str, Any] = {}
        if seat.attempt.hint and seat.question.hint:
            state["hint"] = self.html(seat.question.hint)
        last = seat.attempt.last
        if last is None:
            return state
        kind, question, answer = seat.kind, seat.question, last["answer"]
        if self.keyless:
            state |= {"tries": len(seat.attempt.tries), "done": True, "status": "kept"}
            state["words"] = say("status.kept_for_teacher")
            return state | ({} if kind.in_cell else {"response": kind.renamed(answer, seat.keys)})
        if kind.in_cell:  # marked when it was given; the journal keeps only a text of the value
            state |= {"tries": len(seat.attempt.tries), "done": bool(last.get("correct"))}
            return state | (
                {"status": "right", "words": say("status.right")} if state["done"] else {}
            )
        if kind.refusal(question, answer):
            return state | {"remark": say("status.stale")}
        mark = kind.mark(question, answer)
        done = self.over(seat, mark)
        if mark.extra:
            state["extra"] = mark.extra
        state |= {
            "tries": len(seat.attempt.tries),
            "done": done,
            "status": status(mark),
            "words": self.words(mark, done, self.tries - len(seat.attempt.tries)),
            "response": kind.renamed(answer, seat.keys),
            "notes": {
                seat.keys[name]: {"verdict": note.verdict, "html": self.note(note, done)}
                for name, note in mark.notes.items()
                if done or note.chosen
            },
            "summary": self.html(said_once(mark)) if mark.summary else "",
        }
        level = given(seat.attempt.tries[0])
        if level:
            state["sure"] = say("sure.was", level=say(LEVELS[level]))
        if last.get("correct") not in (None, mark.correct):
            state["remark"] = say("status.moved")
        return state | (self.closing(seat, mark) if done else {})

    def over(self, seat: Seat, mark: Mark) -> bool:
        """Tell whether a question is over: right, out of tries, or of a type never marked."""
        return bool(mark.correct) or not seat.kind.marked or len(seat.attempt.tries) >= self.tries

    def note(self, note: Note, done: bool) -> str:
        """Return a note as HTML; what may tell the answer only when the question is over."""
        text = f"{note.text} {note.closing}".strip() if done else note.text
        return self.html(unrepeated(text, note.verdict == "right"))

    def words(self, mark: Mark, done: bool, left: int = 1) -> str:
        """Return the status in words, with the number of tries that are left."""
        if mark.score is None:
            return say("status.kept")
        if mark.correct:
            return say("status.right")
        word = say("status.over" if done else "status.wrong")
        if mark.score > 0:
            word = mark.near or say("status.partly")
        return word if done else f"{word} {count('status.again', max(left, 1))}"

    def closing(self, seat: Seat, mark: Mark) -> dict[str, Any]:
        """Return what is shown only when a question is over: key, explanation, sources."""
        question = seat.question
        closing: dict[str, Any] = {"right": seat.kind.shown_right(question, seat.keys)}
        if mark.closing:
            closing["closing"] = self.html(mark.closing)
        if seat.kind.answer_line and not mark.correct:
            words = say("status.answer", words=seat.kind.key_words(question))
            closing["answer"] = self.html(words)
        if question.explanation:
            closing["explanation"] = self.html(question.explanation)
        closing["sources"] = joined(self.cite(name) for name in question.source_ids)
        return closing

    # --- what the learner does --------------------------------------------------------------

    def answer(self, key: str, response: Any, confidence: Any = None) -> Reply:
        """Mark an answer and keep it; with the first try also how sure the learner was (1 to 3).

        Raises:
            AllianceError: it could not be saved; then it does not count either.
        """
        seat = self.seats[key]
        kind, question = seat.kind, seat.question
        answer = kind.renamed(response, seat.ids)
        refusal = kind.refusal(question, answer)
        if refusal:
            return Reply(refusal, False)
        # Another notebook may have the same question open: the journal knows best.
        seat.attempt = self.current(question.id, attempts_by_question(self.journal.records()))
        if self.keyless:
            return self._kept(seat, answer, confidence)
        last = seat.attempt.last
        stale = last is not None and bool(kind.refusal(question, last["answer"]))
        if last is not None and not stale:
            right = kind.mark(question, last["answer"]).correct
            if kind.marked and (right or len(seat.attempt.tries) >= self.tries):
                return Reply(self.spoken(seat), True)
            if kind.same(question, answer, last["answer"]):
                return Reply(say("refuse.same"), False)
        mark = kind.mark(question, answer)
        number = 1 if stale else len(seat.attempt.tries) + 1
        level = (
            given({"confidence": confidence}) if number == 1 and self.asks_sureness(kind) else None
        )
        record = self.journal.append(
            ANSWER,
            question=question.id,
            answer=answer,
            attempt=number,
            score=mark.score,
            correct=mark.correct,
            hint=seat.attempt.hint,
            **({"confidence": level} if level else {}),
        )
        seat.attempt.tries = [record] if stale else [*seat.attempt.tries, record]
        return Reply(self.spoken(seat), True)

    def _kept(self, seat: Seat, answer: Any, confidence: Any) -> Reply:
        """Keep an answer of which this copy does not know whether it is right."""
        last = seat.attempt.last
        if last is not None and seat.kind.marked:
            return Reply(self.spoken(seat), True)
        level = given({"confidence": confidence}) if self.asks_sureness(seat.kind) else None
        said = {"attempt": 1, "score": None, "correct": None, "hint": seat.attempt.hint}
        said |= {"confidence": level} if level else {}
        record = self.journal.append(ANSWER, question=seat.question.id, answer=answer, **said)
        seat.attempt.tries = [record]
        return Reply(self.spoken(seat), True)

    def hint(self, key: str) -> None:
        """Open the hint and remember that it was opened."""
        seat = self.seats[key]
        if not seat.attempt.hint:
            seat.attempt.hint = True
            self.journal.append(HINT, question=seat.question.id)

    def spoken(self, seat: Seat) -> str:
        """Return the feedback as plain words for the live region."""
        if self.keyless:
            return say("status.kept_for_teacher")
        last = seat.attempt.last
        mark = seat.kind.mark(seat.question, last["answer"])
        done = self.over(seat, mark)
        left = self.tries - len(seat.attempt.tries)
        parts = [self.words(mark, done, left), said_once(mark)]
        parts += [
            unrepeated(note.text, note.verdict == "right" and bool(mark.correct))
            for note in mark.notes.values()
            if note.chosen
        ]
        if done and mark.closing:
            parts.append(mark.closing)
        elif done and not mark.correct:
            parts.append(say("status.answer", words=seat.kind.key_words(seat.question)))
        return plain(" ".join(part for part in parts if part))

    def text(self, title: str = "") -> str:
        """Return the questions as bare text, for notebooks saved without widgets."""
        lines = [line for line in (title, self.journal.trouble) if line]
        for k, (key, entry) in enumerate(self.entries.items(), 1):
            seat = self.seats.get(key)
            if seat is None:
                lines.append(f"{k}. {say('quiz.broken')} {' '.join(map(str, entry.problems))}")
                continue
            lines.append(f"{k}. {plain(seat.question.stem)}")
            shown = seat.kind.public(seat.question, seat.keys, plain)
            lines += [
                f"   ({option['key']}) {option['html']}" for option in shown.get("options", [])
            ]
            if shown.get("targets"):  # what the items are to be matched with, or sorted into
                words = "; ".join(text for _, text in shown["targets"])
                lines.append(f"   {say('quiz.targets', words=words)}")
        return "\n".join([*lines, say("quiz.plain")])


def keyless(library: Any) -> bool:
    """Tell whether this copy knows no keys: one for students whose answers are marked later."""
    return library.setting("edition") == "student" and library.setting("feedback") == "later"


def unrepeated(text: str, right: bool) -> str:
    """Return feedback without a first word that only repeats the “Right.” shown before it."""
    word = re.escape(say("status.right").strip(" .!"))
    found = re.match(rf"{word}(?:[.,:;!]\s+|[.!]?$)", text) if right else None
    rest = text[found.end() :] if found else text
    return rest[:1].upper() + rest[1:] if found else text


def said_once(mark: Mark) -> str:
    """Return what is said of an answer as a whole, after the status."""
    return unrepeated(mark.summary, bool(mark.correct))


def status(mark: Mark) -> str:
    """Return right, partly or wrong; kept for what is never marked."""
    if mark.score is None:
        return "kept"
    if mark.correct:
        return "right"
    return "partly" if mark.score > 0 else "wrong"
