"""What a diagnostic says in the end: which lessons a learner needs most, why, and a way through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..journal import open_journal
from ..library import Library, open_library
from ..page import esc, filled, markdown
from ..quiz import load_bank, quiz
from ..quiz.session import keyless
from ..texts import count, say
from .ways import lesson_link

__all__ = ["Finding", "conclusion", "diagnostic", "findings"]

MOST = 3  # lessons recommended: more would be the whole course again


@dataclass
class Finding:
    """How a diagnostic went in one lesson.

    Attributes:
        entry: of the lesson in module.yml.
        right, asked: first tries that earned the full score, and questions.
        missed: stems of the others.
        goals: objectives that the missed questions belong to, in words.
    """

    entry: dict[str, Any]
    right: int = 0
    asked: int = 0
    missed: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of questions right at the first try."""
        return self.right / self.asked


def diagnostic(
    name: str, library: Library | None = None, journal: Any = None, again: bool = False
) -> Any:
    """Return a panel that asks a set of questions once, and then says what to learn first.

    Args:
        name: id of a set of questions whose objectives belong to several lessons.
        library, journal: those of the module if left out.
        again: a second sitting, after the course; it tells the difference.

    Raises:
        AllianceError: there is no such set.
    """
    from ..quiz.diagnostic import DiagnosticPanel, DiagnosticSession  # here: widgets are heavy

    library = library or open_library()
    if keyless(library):  # without keys nothing can be found out: the answers are kept
        return quiz(name, library=library, journal=journal)
    bank = load_bank(library)
    session = DiagnosticSession(name, bank, journal or open_journal(library), again)
    first = session.before[0] if session.before else None
    title = bank.set(name).title

    def tell(scores: dict[str, float]) -> str:
        return conclusion(scores, first, bank, library)

    return DiagnosticPanel(session, title, tell)


def findings(scores: dict[str, float], bank: Any, library: Library) -> list[Finding]:
    """Return how a diagnostic went, lesson by lesson in the order of the course."""
    goals = {row["id"]: row for row in library.objectives.to_dict("records")}
    found = {entry["id"]: Finding(entry) for entry in library.settings.get("lessons", [])}
    for question_id, score in scores.items():
        question = bank.question(question_id)
        goal = goals.get(question.objective)
        if goal is None or goal["lesson"] not in found:
            continue
        one = found[goal["lesson"]]
        one.asked += 1
        if score >= 1:
            one.right += 1
            continue
        one.missed.append(question.stem)
        if goal["text"] not in one.goals:
            one.goals.append(goal["text"])
    return [one for one in found.values() if one.asked]


def conclusion(
    scores: dict[str, float], first: dict[str, float] | None, bank: Any, library: Library
) -> str:
    """Return the result as HTML: a sum, the lessons needed most with reasons, a way through.

    Args:
        scores: of first tries, 0 to 1, by question.
        first: the same of an earlier sitting, to tell the difference; None for the first.
        bank: where the questions stand.
        library: where lessons and objectives stand.
    """
    found = findings(scores, bank, library)
    right, asked = sum(f.right for f in found), sum(f.asked for f in found)
    body = f"<p>{esc(say('diagnostic.sum', right=right, of=asked))}</p>"
    if first is not None:
        was = sum(one.right for one in findings(first, bank, library))
        key = "more" if right > was else "same" if right == was else "fewer"
        body += f"<p>{esc(say(f'diagnostic.{key}', was=was, now=right, n=abs(right - was)))}</p>"
    weak = sorted((f for f in found if f.right < f.asked), key=lambda f: f.share)[:MOST]
    if not weak:
        return f"{body}<p>{esc(say('diagnostic.all_right'))}</p>"
    items = "".join(f"<li>{_reason(one, library)}</li>" for one in weak)
    way = sorted(weak, key=found.index)
    links = " → ".join(lesson_link(one.entry) for one in way)
    minutes = sum(int(one.entry["minutes"]) for one in way)
    return (
        f"{body}<p>{esc(count('diagnostic.begin', len(weak)))}</p><ol>{items}</ol>"
        f"<p>{filled('diagnostic.way', lessons=links, minutes=str(minutes))}</p>"
    )


def _reason(one: Finding, library: Library) -> str:
    """Return a lesson with what was missed there and what it teaches about it."""
    missed = "; ".join(f"“{markdown(stem, library.cite, inline=True)}”" for stem in one.missed)
    counted = say("diagnostic.counted", right=one.right, of=one.asked)
    goals = "; ".join(one.goals)
    return (
        f"{lesson_link(one.entry)}: {esc(counted)} {filled('diagnostic.missed', stems=missed)} "
        f"{esc(say('diagnostic.teaches', goals=goals))}"
    )
