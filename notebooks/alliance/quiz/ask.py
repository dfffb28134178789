"""Quizzes: `quiz("set or question id", …)`, `practice("group or template id")` and
`exercise("question id", value)`.

Questions are data (`data/questions/*.yml`), question types are the folders in `kinds/`, marking is
pure functions, and the panel is the only part that knows of widgets.
"""

from __future__ import annotations

from typing import Any

from ..page import Html, esc
from ..problems import AllianceError, did_you_mean
from ..texts import say
from .bank import Bank, load_bank
from .entry import Entry
from .practice import practised

__all__ = ["calibration", "exercise", "practice", "quiz", "review"]


def quiz(*ids: str, library: Any = None, journal: Any = None) -> Any:
    """Return a panel with questions; what was answered before is there again.

    Args:
        ids: ids of sets or questions, in the order wanted.
        library: the data package; without it, that of the module.
        journal: where answers are kept; without it, the learner's own.

    Raises:
        AllianceError: there is no such set or question; names those that come near.
    """
    from .panel import Panel  # imported here: widgets are loaded when the first quiz is shown
    from .session import Session

    library, journal, bank = _opened(library, journal)
    if not ids:
        raise AllianceError('quiz() needs the id of a set or question, as in quiz("my-set").')
    core, more, titles = [], [], []
    ids = tuple(name for name in ids if not _left_out(str(name), bank))
    if not ids:
        return _without()
    for name in ids:
        found, folded, title = _entries(str(name), bank)
        core += found
        more += folded
        titles += [title] if title else []
    # Asked twice in one panel, a question would have two places but one answer.
    entries = list({entry.id: entry for entry in [*core, *more]}.values())
    folded = len({entry.id for entry in more} - {entry.id for entry in core})
    title = " · ".join(titles)
    return Panel(Session(entries, library, journal), title, folded)


def practice(
    name: str, count: int = 5, seed: Any = None, library: Any = None, journal: Any = None
) -> Any:
    """Return a panel with questions made from the data; see `practice` for how they are chosen.

    Args:
        name: id of a template or of a group of templates.
        count: how many questions.
        seed: the same seed gives the same questions; without one each round is new.
        library: as for `quiz`.
        journal: as for `quiz`.

    Raises:
        AllianceError: there is no such template or group; names those that come near.
    """
    from .panel import Panel
    from .session import Session

    library, journal, bank = _opened(library, journal)
    if _left_out(str(name), bank):
        return _without()
    made = practised(str(name), count, seed, bank, journal)
    session = Session(made.entries, library, journal, anew=made.anew)
    session.keyless = False  # made from the tables, which every copy has
    return Panel(session, title=made.title)


def exercise(question_id: str, value: Any, library: Any = None, journal: Any = None) -> Html:
    """Check a value computed in a cell against the data; see `check.check`.

    Args:
        question_id: id of a question of `type: code`.
        value: what was computed; `...` means not yet answered.
        library: as for `quiz`.
        journal: as for `quiz`.

    Raises:
        AllianceError: there is no such question, or it is not answered in a cell.
    """
    from .check import check

    library, journal, bank = _opened(library, journal)
    if _left_out(question_id, bank):
        return _without()
    return check(question_id, value, bank, journal)


def review(most: int = 10, library: Any = None, journal: Any = None) -> Any:
    """Return a panel with the questions that are due again; if none is, when the next will be.

    The most overdue come first. Each is asked anew, whatever was answered before; a question whose
    second try is still open stays as it is.

    Args:
        most: how many questions at most.
        library: as for `quiz`.
        journal: as for `quiz`.

    Raises:
        AllianceError: `most` is no number of questions.
    """
    from .reviewing import reviewed

    library, journal, bank = _opened(library, journal)
    return reviewed(most, bank, journal)


def calibration(library: Any = None, journal: Any = None) -> Any:
    """Return the picture of how sure the learner was and how often right; see `confidence`."""
    from .learner.confidence import calibration as picture

    library, journal, _ = _opened(library, journal)
    return picture(library, journal)


def _opened(library: Any, journal: Any) -> tuple[Any, Any, Bank]:
    if library is None:
        from ..library import open_library

        library = open_library()
    if journal is None:
        from ..journal import open_journal

        journal = open_journal(library)
    return library, journal, load_bank(library)


def _left_out(name: str, bank: Bank) -> bool:
    """Tell whether the module has questions of this name that the course does not ask."""
    library = bank.library
    if library.course is None or library.course.blank:
        return False
    asked = {*bank.sets, *bank.entries, *bank.templates, *bank.groups}
    if name in asked or name.partition(":")[0] in asked:
        return False
    from ..library import open_library

    whole = load_bank(open_library(library.folder, course=""))
    return name in {*whole.sets, *whole.entries, *whole.templates, *whole.groups}


def _without() -> Html:
    """Return a sentence in the place of questions that the course does not ask."""
    return Html(f'<p class="al">{esc(say("quiz.left_out"))}</p>', say("quiz.left_out"))


def _entries(name: str, bank: Bank) -> tuple[list[Entry], list[Entry], str]:
    """Return the questions that an id stands for, those that fold away, the title of the set."""
    if name in bank.sets:
        group = bank.sets[name]
        core, more = ([bank.entry(one) for one in ids] for ids in group.parted())
        return core, more, group.title
    if name in bank.entries:
        return [bank.entry(name)], [], ""
    if ":" in name and name.partition(":")[0] in bank.templates:
        return [bank.entry(name)], [], ""
    if bank.unread:
        # The question may be in a file that cannot be read: its place shows that file's mistake.
        return [Entry(name, None, "", "", None, bank.unread)], [], ""
    known = [*bank.sets, *bank.entries]
    raise AllianceError(f"There is no question or set “{name}”; {did_you_mean(name, known)}")
