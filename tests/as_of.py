"""What a lesson that opens on an earlier day may not tell before its stop.

What is searched is the page as a learner has it after Run All: the cells before the stop, with the
documents in their frames, hidden parts and attributes included.
"""

from __future__ import annotations

import html
import re

SHORT = 24  # characters; shorter texts are words that say nothing by themselves

BEFORE = """(stop) => {
    const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
    const end = cells.findIndex((c) => c.querySelector('h2')?.textContent.includes(stop));
    return cells.slice(0, end).flatMap((cell) => [cell.outerHTML,
        ...[...cell.querySelectorAll('iframe')]
            .map((f) => f.contentDocument.documentElement.outerHTML)]);
}"""


def tidy(text: str) -> str:
    """Text as it can be compared: entities resolved (twice, for frames), spaces single."""
    return re.sub(r"\s+", " ", html.unescape(html.unescape(text)))


def later_texts(library, then) -> dict[str, str]:
    """Return the texts that nobody could know on the day, each with the row that it comes from."""
    words = {tidy(v) for f in then.tables.values() for c in f for v in f[c] if isinstance(v, str)}
    known = "\n".join(words)  # one long text is searched much faster than many short ones
    found = {}
    for table, frame in library.tables.items():
        if table in {"objectives", "glossary", "actors"}:
            continue  # they speak of terms and goals, not of what happened
        for row in frame.to_dict("records"):
            if table == "sources" and not row["date"]:
                continue  # undated: a reference work, not news
            for column, value in row.items():
                text = tidy(value) if isinstance(value, str) else ""
                if len(text) > SHORT and text not in known:
                    found[text] = f"{table} {row['id']} {column}"
    return found


def before(page, stop: str) -> str:
    """Return all that the page holds in the cells before the heading `stop`."""
    parts = page.evaluate(BEFORE, stop)
    assert len(parts) > 20
    return tidy(" ".join(parts))


def feedback(bank) -> list[str]:
    """Return what the questions of a bank say to each of their options."""
    said = [
        tidy(getattr(option, "feedback", "") or "")
        for question in bank.questions
        for option in getattr(question.body, "options", None) or ()
    ]
    return [text for text in said if len(text) > SHORT]
