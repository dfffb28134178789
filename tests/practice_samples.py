"""Templates about the small data package, and a way to spoil them."""

from __future__ import annotations

import shutil

from alliance.library import open_library
from tests.places import ROOT

OTHER = ROOT / "tests" / "other_alliance"

TEMPLATES = """\
groups:
  first: {title: "First things"}
same_words: [[Paris, French]]
practice:
  - id: other-first
    group: first
    objective: alliance-1
    type: single
    from: {table: events}
    pick: 2
    option: "{title}"
    correct: {first_by: date}
    stem: "Which came first?"
    feedback_right: "Yes: {date_words}."
    feedback_wrong: "No: {date_words}."
  - id: other-where
    group: first
    objective: alliance-1
    type: single
    from: {table: events}
    answer: place
    choices: 3
    stem: "Where was this: {title}?"
    feedback_right: "In {place}."
    feedback_wrong: "In {chosen} was: {chosen.title}."
"""

KINDS = """\
groups:
  more: {title: "More things"}
same_words: [[Paris, French]]
practice:
  - id: other-match
    group: more
    type: match
    from: {table: events}
    pick: 2
    option: "{title}"
    partner: place
    distractors: 1
    stem: "Where was each of these?"
    feedback_item: "In {place}, {date_words}."
    feedback_right: "All are in their place."
    feedback_wrong: "Begin with the one you know."
  - id: other-map
    group: more
    objective: alliance-1
    type: place
    from: {table: events}
    answer: place
    choices: 3
    view: [0, 40, 40, 65]
    within_km: 100
    stem: "Where was this: {title}?"
    feedback_right: "In {place}."
    feedback_wrong: "Not there."
"""


def other(tmp_path, old="", new="", templates=TEMPLATES):
    """The package about another alliance with templates, one thing changed."""
    folder = tmp_path / "other"
    if not folder.exists():
        shutil.copytree(OTHER, folder)
    assert not old or old in templates
    text = templates.replace(old, new, 1) if old else templates
    (folder / "questions" / "practice.yml").write_text(text, encoding="utf-8")
    return open_library(folder)
