"""What every lesson opens and closes with: objectives, time, progress, references, glossary.

All of it is made from `objectives.csv`, `glossary.csv`, `module.yml`, the question bank, the
notebook's own citations and the learner's journal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from .. import dates
from ..journal import Journal, open_journal
from ..library import Library, open_library
from ..library import citations as cited_in
from ..library.settings import notebooks_of
from ..page import Html, assemble, boxed_table, card, esc, filled, page, scroll_box
from ..problems import AllianceError, did_you_mean
from ..quiz import calibration as _calibration
from ..quiz import review as _review
from ..quiz.learner.standing import Standing
from ..texts import column as header
from ..texts import count, say
from .citations import entries, opening_script, what_links_open
from .edition import edition
from .later import Later, steps
from .ways import NOTEBOOKS, lesson_link, notebooks_for, paths

__all__ = [
    "after_forecast",
    "assessment",
    "calibration",
    "citations",
    "closing",
    "contents",
    "glossary",
    "notebook_texts",
    "opening",
    "paths",
    "progress",
    "record",
    "references",
    "results",
    "review",
    "show",
    "standing",
]


def _lesson(library: Library, lesson_id: str) -> dict[str, Any]:
    """Return a lesson's entry in module.yml; AllianceError with near names if there is none.

    A guide, which stands beside the lessons, has an entry too.
    """
    known = [*library.settings.get("lessons", []), *(library.settings.get("guides") or [])]
    for entry in known:
        if entry["id"] == lesson_id:
            return entry
    hint = did_you_mean(lesson_id, [entry["id"] for entry in known])
    raise AllianceError(f"module.yml has no lesson “{lesson_id}”; {hint}")


def opening(lesson_id: str, library: Library | None = None, journal: Journal | None = None) -> Html:
    """Return the opening card of a lesson: what it teaches, how long, as of when.

    Args:
        lesson_id: an id among the lessons of module.yml.
        library, journal: those of the module if left out.
    """
    library = library or open_library()
    journal = journal or open_journal(library)
    entry = _lesson(library, lesson_id)
    goals = library.objectives[library.objectives["lesson"] == lesson_id]
    items = "".join(f"<li>{esc(text)}</li>" for text in goals["text"])
    day = library.known_on or str(library.settings.get("data_as_of", ""))
    facts = [say("lesson.minutes", n=entry["minutes"]), say("lesson.offline")]
    if dates.is_valid(day):
        key = "lesson.known_on" if library.known_on else "lesson.as_of"
        facts.append(say(key, day=dates.words(day)))
    done = results(lesson_id, library, journal)
    answered, total = int(done["answered"].sum()), int(done["questions"].sum())
    if answered:
        facts.append(say("lesson.done", n=answered, of=total))
    note = f"<p><strong>{esc(say('lesson.note'))}</strong> "
    warnings = "".join(f"{note}{esc(text)}</p>" for text in journal.warnings)
    body = _course(library) + _idea(entry, "lesson.idea")
    body += f"<p>{esc(say('lesson.can'))}</p><ul>{items}</ul><p>{esc('; '.join(facts))}.</p>"
    title = entry["title"]
    named = card(say("lesson.objectives", title=title), body + warnings) + _unshown()
    own = _texts_or_none(lesson_id, library, part=0)
    brought = _links(_texts_or_none(lesson_id, library), library, own)
    brought += _steps(entry, library, part=0)
    return Html(named + brought, say("lesson.opening", title=title))


def _course(library: Library) -> str:
    """Return title and institution of a course of one's own, "" for the module as it came."""
    if library.course is None:
        return ""
    named = [library.settings.get(key, "") for key in ("title", "institution")]
    return f"<p>{esc(' · '.join(filter(None, named)))}</p>"


def _steps(entry: dict[str, Any], library: Library, part: int) -> str:
    """Return what the line of progress needs in a notebook of a lesson: 0 the first, 1 the second.

    It goes on with the second part, if there is one, and then with the next lesson.
    """
    onward, after = [], _next(entry, library)
    if entry.get("later") and not part:
        onward = [entry["later"], say("lesson.second_part")]
    elif after:
        onward = [after["file"], say("lesson.next_lesson", title=after["title"])]
    return steps(_texts_or_none(entry["id"], library, part), onward, entry.get("color", ""))


def _next(entry: dict[str, Any], library: Library) -> dict[str, Any] | None:
    """Return the lesson after one, None after the last."""
    lessons = library.settings["lessons"]
    after = lessons[lessons.index(entry) + 1 :] if entry in lessons else []
    return next((one for one in after if one.get("built")), None)


def _idea(entry: dict[str, Any], key: str) -> str:
    """Return the one idea of a lesson with a word before it, "" if module.yml gives none."""
    if not entry.get("idea"):
        return ""
    return f'<p class="al-idea"><strong>{esc(say(key))}.</strong> {esc(entry["idea"])}</p>'


def citations(lesson_id: str, library: Library | None = None) -> Html:
    """Let the citations of a notebook open cards; nothing is to be seen of this itself.

    The opening of a lesson does so too; a notebook without one, such as a guide, calls this.

    Args:
        lesson_id: an id among the lessons or guides of module.yml.
        library: that of the module if left out.
    """
    library = library or open_library()
    return Html(_links(_texts_or_none(lesson_id, library), library), say("cite.ready"))


def _links(texts: list[str], library: Library, own: list[str] | None = None) -> str:
    """Return what lets the citations of Markdown cells open cards.

    Args:
        texts: Markdown cells of the lesson, which number its citations.
        library: where the sources stand.
        own: those of the notebook that is open. As known on a day, undated works that it cites
            have their cards all the same: its own text tells of them.
    """
    works = {}
    if library.known_on and own:
        whole = open_library(library.folder).sources.set_index("id", drop=False)
        cited = [name for name in cited_in("\n".join(own)) if name in whole.index]
        works = {name: dict(whole.loc[name]) for name in cited if not whole.loc[name, "date"]}
    return what_links_open(texts, library, works) + opening_script()


def after_forecast(
    lesson_id: str,
    library: Library | None = None,
    journal: Journal | None = None,
    open_anyway: bool = False,
) -> Later:
    """Return the library for the part of a lesson that opens when the forecasts are locked.

    Args:
        lesson_id: an id among the lessons of module.yml.
        library, journal: those of the module if left out.
        open_anyway: open that part without forecasts, for those who teach.
    """
    library = library or open_library()
    entry = _lesson(library, lesson_id)
    links = what_links_open(_texts_or_none(lesson_id, library), library)
    links += _steps(entry, library, part=1)
    return Later(links, library, journal, open_anyway)


def _texts_or_none(lesson_id: str, library: Library, part: int | None = None) -> list[str]:
    """Return the Markdown cells, none if the notebook is not there: a lesson opens without them."""
    try:
        return notebook_texts(lesson_id, library, part)
    except AllianceError:
        return []


def _unshown() -> str:
    """Return a style that says “Run All” wherever a reopened notebook cannot draw a panel.

    JupyterLab writes “Error displaying widget: model not found” there and nothing else.
    """
    words = json.dumps(say("lesson.unshown"), ensure_ascii=False).replace("<", "\\3c ")
    bare = ".jp-OutputArea-output.jupyter-widgets:not(:has(*))"
    return (
        f"<style>{bare} {{ font-size: 0; }} "
        f"{bare}::after {{ content: {words}; font-size: 1rem; }}</style>"
    )


def results(
    lesson_id: str, library: Library | None = None, journal: Journal | None = None
) -> pd.DataFrame:
    """Return how far the learner is with each objective of a lesson, as a table to reckon with.

    Columns: objective (its text), questions (marked ones in the bank), answered, right (those of
    which the newest attempt was right at once, without the hint), state (new, begun, nearly or
    mastered: see `quiz.mastery`). One row for each objective that has questions.
    """
    found = _standing(library, journal).masteries(lesson_id, due=False)
    rows = [
        (text, len(m.questions), len(m.answered), len(m.answered) - len(m.missed), m.state)
        for text, m in found
    ]
    return pd.DataFrame(rows, columns=["objective", "questions", "answered", "right", "state"])


def _standing(library: Library | None, journal: Journal | None) -> Standing:
    """Return what the journal says."""
    library = library or open_library()
    return Standing(library, journal or open_journal(library), NOTEBOOKS)


def closing(lesson_id: str, library: Library | None = None, journal: Journal | None = None) -> Html:
    """Return the end of a lesson: standing by objective, the next lesson, and the references."""
    library = library or open_library()
    entry = _lesson(library, lesson_id)
    found = _standing(library, journal)
    goals = [one for _, one in found.masteries(lesson_id)]
    answered = sum(len(one.answered) for one in goals)
    total = sum(len(one.questions) for one in goals)
    words = say("lesson.answered", n=answered, of=total)
    body = _idea(entry, "lesson.keep")
    body += f"<p>{esc(words)}</p>{found.of_lesson(lesson_id)}"
    after = _next(entry, library)
    if after:
        body += f"<p>{filled('lesson.next', lesson=lesson_link(after))}</p>"
    return Html(
        card(say("lesson.where"), body) + _listed(entry, library, last=True).body,
        say("lesson.answered_short", n=answered, of=total),
    )


def notebook_texts(lesson_id: str, library: Library, part: int | None = None) -> list[str]:
    """Return the Markdown cells of a lesson's notebooks, as they are on the disk.

    Args:
        lesson_id: an id among the lessons or guides of module.yml.
        library: knows the lessons.
        part: 0 for the first notebook alone, 1 for the second; both if left out.

    AllianceError if a notebook is not there or cannot be read.
    """
    entry = _lesson(library, lesson_id)
    files = notebooks_for(entry, library)
    return [
        text
        for path in (files if part is None else files[part : part + 1])
        for text in _markdown(path, entry, library)
    ]


def _markdown(path: Path, entry: dict[str, Any], library: Library) -> list[str]:
    """Return the Markdown cells of a notebook of a lesson, as the course has them."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        cells = edition(cells, entry, library)
        return ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError) as error:
        raise AllianceError(
            f"The notebook “{path.name}” cannot be read ({error}); restore it from the module."
        ) from None


def references(lesson_id: str, library: Library | None = None) -> Html:
    """Return the folded list of the sources that a lesson's text cites; see `citations.entries`.

    With a library as known on a day, sources of which that day knew nothing are counted, not named.
    """
    library = library or open_library()
    return _listed(_lesson(library, lesson_id), library)


def _listed(entry: dict[str, Any], library: Library, last: bool = False) -> Html:
    """Return the references of a lesson; its last notebook gives them ids of its own.

    One page may hold both notebooks of a lesson.
    """
    file = notebooks_of(entry)[-1 if last else 0]
    return entries(Path(file).stem, notebook_texts(entry["id"], library), library)


def show(frame: pd.DataFrame, title: str, library: Library | None = None) -> Html:
    """Return a table with wrapped text, aligned numbers, and links for lists of source ids.

    Args:
        frame: any DataFrame; its first column heads the rows, its index is not shown. Columns of
            the tables of the library are called as in the code book.
        title: caption of the table.

    Raises:
        AllianceError: `frame` is no DataFrame.
    """
    library = library or open_library()
    if isinstance(frame, pd.Series):  # one row of a table: its columns below each other
        titles = library.headings(frame.index)
        frame = frame.rename("value").rename_axis("column").reset_index()
        frame["column"] = [titles.get(str(n)) or header(n) for n in frame["column"]]
    if not isinstance(frame, pd.DataFrame):
        raise AllianceError(
            f"lesson.show needs a DataFrame; it was given a {type(frame).__name__}."
        )
    if "lesson" in frame:  # titles say more than ids
        titles = {entry["id"]: entry["title"] for entry in library.settings.get("lessons", [])}
        frame = frame.assign(lesson=[titles.get(name, name) for name in frame["lesson"]])
    if not len(frame.columns):
        raise AllianceError("lesson.show: the table has no columns; try frame.reset_index().")
    table = boxed_table(frame, title, library.cite, library.headings(frame.columns))
    return Html(
        f'<div class="al">{table}</div>',
        frame.to_string(index=False),
    )


def contents(library: Library | None = None) -> Html:
    """Return the lessons of the module with minutes and one sentence each."""
    library = library or open_library()
    rows = "".join(
        f'<tr><th scope="row">{lesson_link(e)}</th><td class="al-number">{e["minutes"]}</td>'
        f"<td>{esc(e.get('teaser', ''))}</td></tr>"
        for e in library.settings["lessons"]
    )
    names = (say("contents.lesson"), say("contents.minutes"), say("contents.about"))
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in names)
    title = say("contents.title")
    body = (
        f'<table class="al-table"><caption>{esc(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    beside = "".join(
        f"<p style='margin-top:.8em'>{filled('contents.guide', guide=lesson_link(guide))} "
        f"{esc(guide.get('teaser', ''))}</p>"
        for guide in ({**e, "built": True} for e in library.settings.get("guides") or [])
    )
    return Html(
        f'<div class="al">{scroll_box(body, title)}{beside}</div>',
        say("contents.words", titles=", ".join(e["title"] for e in library.settings["lessons"])),
    )


def standing(library: Library | None = None, journal: Journal | None = None) -> Html:
    """Return where the learner stands over all lessons: what is known, what to look at again."""
    found = _standing(library, journal)
    words = count("lesson.due", len(found.due))
    return Html(f'<div class="al">{found.overview()}</div>', words)


def record(library: Library | None = None, journal: Journal | None = None) -> Html:
    """Return one page to print: objectives, final assessment, forecast; see `achievement`."""
    from .achievement import record_page  # here, since most cells do not need it

    return record_page(_standing(library, journal))


def review(most: int = 10, library: Library | None = None, journal: Journal | None = None) -> Any:
    """Return a panel with the questions of all lessons that are due again; see `quiz.review`."""
    return _review(most, library, journal)


def assessment(library: Library | None = None, journal: Journal | None = None) -> Any:
    """Return the final assessment over all lessons; questions chosen before are there again."""
    from ..quiz.assessment.panel import Assessment  # here, since most cells need no widget
    from ..quiz.assessment.session import AssessmentSession

    return Assessment(AssessmentSession(_standing(library, journal)))


def calibration(library: Library | None = None, journal: Journal | None = None) -> Any:
    """Return a picture of how sure the learner was and how often right; see `quiz.confidence`."""
    return _calibration(library, journal)


def glossary(library: Library | None = None, height: int = 420) -> Html:
    """Return the glossary with a search field that works inside its own page."""
    library = library or open_library()
    words = library.glossary.sort_values("term", key=lambda column: column.str.lower())
    items = "".join(
        f"<div><dt>{esc(row.term)}</dt><dd>{esc(row.definition)} "
        f"<small>{', '.join(library.cite(s).html() for s in row.source_ids)}</small></dd></div>"
        for row in words.itertuples()
    )
    body = (
        f'<p><label for="find">{esc(say("glossary.search"))}</label> '
        '<input id="find" type="search" autocomplete="off"> '
        f'<span id="count" role="status">{esc(count("glossary.count", len(words)))}</span></p>'
        f"<dl>{items}</dl>"
    )
    css, js = assemble("lesson/glossary.css"), assemble("lesson/glossary.js")
    frame = page(say("glossary.title"), body, css, js, height, texts=["glossary.count"])
    return Html(f'<div class="al">{frame}</div>', count("glossary.words", len(words)))


def progress(library: Library | None = None, journal: Journal | None = None) -> Any:
    """Return a panel with which learners export, import and reset their own journal."""
    from ..journal.panel import JournalPanel  # here, since most cells need no widget

    library = library or open_library()
    return JournalPanel(journal or open_journal(library), library.settings.get("name", "module"))
