"""The rooms of the package, from the top down: imports go strictly from a room to those below it.

The test in `test_project.py` reads this list, and README shows it as a table:

    python -m tests.rooms       # prints that table
"""

from __future__ import annotations

ROOMS = {
    "teach": "the `alliance` command: check, rehearsal, handed-in work, paper, updates",
    "web": "the web edition: pages from notebooks, panels without a notebook around them",
    "lesson": "what a lesson opens and closes with: objectives, ways through, references",
    "explore": "explorers, a folder each; panels keep what a learner does in the journal",
    "quiz": "questions: written, kinds, practice from data, learner, assessment",
    "atlas": "maps from tables",
    "timeline": "a timeline from a table",
    "charts": "charts from tables",
    "library": "the data package: open, check, look up, cite, as known on a day; what is derived",
    "journal": "what a learner has answered and done",
    "page": "how things look and how a page is made: style, marks, links, tables, frame of panels",
    "dates": "EDTF dates",
    "texts": "words that people read, by key and language",
    "problems": "what is said of mistakes",
    "pauses": "long work without pauses for Python's search for garbage",
}


def table() -> str:
    """Return the rooms as a Markdown table, from the top down."""
    rows = [f"| `{name}` | {purpose} |" for name, purpose in ROOMS.items()]
    return "\n".join(["| room | what lives there |", "|---|---|", *rows])


if __name__ == "__main__":
    print(table())
