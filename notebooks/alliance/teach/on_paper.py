"""Questions on paper: a page to print, and one with the keys for whoever stands in front."""

from __future__ import annotations

from typing import Any

from ..library import open_library
from ..page import Html, Link, esc, markdown
from ..page.printed import printable
from ..problems import AllianceError, did_you_mean
from ..quiz import load_bank
from ..quiz.kinds import kinds
from ..quiz.model import Question
from ..texts import say

__all__ = ["paper"]


def paper(*ids: str, keys: bool = False, library: Any = None) -> Html:
    """Return a page with questions to print.

    Args:
        ids: sets or questions. Those that are answered in a code cell are left out.
        keys: add a second sheet with the right answers.
        library: the data package; without it, that of the module.

    Raises:
        AllianceError: there is no such set or question; names those that come near.
    """
    library = library or open_library()
    bank = load_bank(library)
    asked, titles = [], []
    for name in ids:
        if name not in bank.sets and name not in bank.entries:
            hint = did_you_mean(name, [*bank.sets, *bank.entries])
            raise AllianceError(f"There is no question or set “{name}”; {hint}")
        group = bank.sets.get(name)
        titles += [group.title] if group else []
        asked += [bank.question(one) for one in (group.question_ids if group else [name])]
    asked = [question for question in asked if not kinds()[question.type].in_cell]
    title = " · ".join(titles) or say("paper.title")
    pages = [_page([_asked(question) for question in asked])]
    if keys:
        listed = [_text(kinds()[question.type].key_words(question)) for question in asked]
        pages.append(_page(listed, say("paper.keys")))
    page = printable(title, "".join(pages), css="li.pr-keep{margin-bottom:1em}")
    return Html(f'<div class="al">{page}</div>', f"{title}: {len(asked)}")


def _page(items: list[str], title: str = "") -> str:
    """Return a sheet of paper with a numbered list."""
    head = f'<p class="al-title">{esc(title)}</p>' if title else ""
    listed = "".join(f'<li class="pr-keep">{item}</li>' for item in items)
    return f'<section class="pr-sheet">{head}<ol>{listed}</ol></section>'


def _text(text: str) -> str:
    """Return Markdown as HTML; citations become bare words, since paper has no links."""
    return markdown(text, lambda _source, label: Link(label), inline=True)


def _asked(question: Question) -> str:
    """Return a question with its options, verdicts or room for an answer."""
    kind = kinds()[question.type]
    keys = {name: name for name in kind.arranged(question, question.id)}
    shown = kind.public(question, keys, _text)
    # Boxes to tick; a line to write on where something has to be put in order or matched.
    box = "____" if shown.get("targets") or kind.drawing == "order" else "☐"
    options = "".join(f"<li>{box} {option['html']}</li>" for option in shown.get("options", []))
    lines = [_text(question.stem)]
    lines += [f"☐ {word}" for _, word in shown.get("verdicts", [])]
    if options:
        lines.append(f'<ul style="list-style:none">{options}</ul>')
    if shown.get("targets"):
        words = "; ".join(word for _, word in shown["targets"])
        lines.append(esc(say("quiz.targets", words=words)))
    if not options:
        lines.append(f"{'_' * 30} {esc(shown.get('unit', ''))}")
    return "".join(line if line.startswith("<ul") else f"<p>{line}</p>" for line in lines)
