"""Reads GIFT. The parsers for Python are unkept since 2017, so the small grammar is read here.

::name:: stem { answers }      answers begin with = (right) or ~ (wrong); %50% is their worth;
                               # begins feedback, #### that on the whole; -> parts a match;
                               {#…} is a number; {T} and {F} are true and false; {} an essay.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from . import make
from .draft import Draft, Read, markdown_of, number_of

__all__ = ["read"]

HIDDEN = {f"\\{sign}": chr(0xE000 + k) for k, sign in enumerate("~=#{}:\\")}
SHOWN = {hidden: sign[1] for sign, hidden in HIDDEN.items()}
BLOCK = re.compile(r"\n\s*\n")
ANSWER = re.compile(r"([=~])\s*(?:%(-?[\d.]+)%)?")
DIGITS = r"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?\.\d+)"
RANGE = re.compile(rf"{DIGITS}\s*(?:(:|\.\.)\s*{DIGITS})?")


def read(text: str) -> Read:
    """Return the questions of a file."""
    for sign in sorted(HIDDEN, key=lambda one: one != "\\\\"):
        text = text.replace(sign, HIDDEN[sign])
    found = Read()
    for block in BLOCK.split(text.replace("\r\n", "\n")):
        lines = [line for line in block.split("\n") if not line.strip().startswith("//")]
        names = re.findall(r"//.*\[id:([^\]]+)\]", block)
        body = "\n".join(lines).strip()
        if not body or body.startswith("$CATEGORY"):
            body = "\n".join(ln for ln in lines if not ln.startswith("$CATEGORY")).strip()
        if body:
            found.drafts.append(_question(body, _plain(names[0]) if names else ""))
    return found


def _plain(text: str) -> str:
    """Return a text with its hidden signs."""
    for hidden, sign in SHOWN.items():
        text = text.replace(hidden, sign)
    return text.strip()


def _question(body: str, name: str) -> Draft:
    head = re.match(r"::(.*?)::", body, re.S)
    if head:
        body = body[head.end() :].strip()
    draft = Draft(name or _plain(head[1] if head else body[:60]))
    form = re.match(r"\[(\w+)\]", body)
    html = bool(form and form[1] == "html")
    body = body[form.end() :] if form else body
    parts = re.fullmatch(r"(.*?)\{(.*)\}(.*)", body, re.S)
    stem = f"{parts[1]} {'_____ ' + parts[3] if parts[3].strip() else ''}" if parts else body
    draft.fields["stem"] = markdown_of(_html(stem, html), draft)
    if not parts:
        draft.lost.append("it has no answers: it is a description.")
        return draft
    _answers(parts[2], html, draft)
    return draft


def _html(text: str, html: bool) -> str:
    plain = _plain(text)
    return plain if html else escape(plain)


def _answers(text: str, html: bool, draft: Draft) -> None:
    """Read what stands in braces."""
    text, _, general = text.partition("####")
    closing = _html(general, html)
    answers = text.strip()
    truth = re.fullmatch(r"(T|TRUE|F|FALSE)\s*((?:#[^#]*){0,2})", answers, re.S | re.I)
    if not answers:
        make.essay(draft, closing)
        return
    if truth:
        wrong, right = (*truth[2].split("#")[1:], "", "")[:2]
        rows = [(word, float(truth[1][0].upper() == word[0])) for word in ("True", "False")]
        make.choice(draft, [(w, x, _html(right if x else wrong, html)) for w, x in rows], False,
                    False)  # fmt: skip
    elif answers.startswith("#"):
        _number(answers[1:], html, draft)
    else:
        _options(answers, html, draft)
    explanation = markdown_of(closing, draft)
    if explanation:
        draft.fields["explanation"] = explanation


def _split(text: str) -> list[tuple[str, float | None, str, str]]:
    """Return sign, worth in per cent, text and feedback of each answer."""
    found = list(ANSWER.finditer(text))
    rows = []
    for k, start in enumerate(found):
        end = found[k + 1].start() if k + 1 < len(found) else len(text)
        answer, _, said = text[start.end() : end].partition("#")
        worth = float(start[2]) if start[2] else None
        rows.append((start[1], worth, answer.strip(), said.strip()))
    return rows


def _options(text: str, html: bool, draft: Draft) -> None:
    rows = _split(text)
    if rows and all("->" in row[2] for row in rows):
        pairs = [tuple(part.strip() for part in row[2].split("->", 1)) for row in rows]
        make.match(draft, [(_html(a, html), _html(b, html)) for a, b in pairs if a],
                   [_html(b, html) for a, b in pairs if not a], "", "")  # fmt: skip
        return
    if rows and all(row[0] == "=" for row in rows):
        draft.lost.append("there is no type for a short answer here.")
        return
    several = any(row[1] is not None and row[1] < 0 for row in rows) or not any(
        row[0] == "=" for row in rows
    )
    options: list[make.Option] = []
    for sign, worth, answer, said in rows:
        earned = worth / 100 if worth is not None else float(sign == "=")
        options.append((_html(answer, html), earned, _html(said, html)))
    make.choice(draft, options, several)


def _number(text: str, html: bool, draft: Draft) -> None:
    rows: list[tuple[Any, ...]] = []
    whole, _, said = text.partition("#") if "=" not in text else ("", "", "")
    answers = _split(text) or [("=", None, whole.strip(), said)]
    for _, worth, answer, feedback in answers:
        match = RANGE.match(answer)
        low = high = number_of(match[1]) if match else None
        width: Any = 0
        if match and match[2] == "..":
            high = number_of(match[3])
        elif match and match[3]:
            width = number_of(match[3]) or 0
        worth = 100 if worth is None else worth
        rows.append((low, high, width, worth, _html(feedback, html)))
    known = [row for row in rows if row[0] is not None and row[1] is not None]
    rights = [row for row in known if row[3] >= 99.9]
    if not rights:
        draft.lost.append("no answer is a number that earns the full mark.")
        return
    low, high, width, _, right = rights[0]
    below = next((row[4] for row in known if row[3] <= 0 and row[0] < low), "")
    above = next((row[4] for row in known if row[3] <= 0 and row[0] > high), "")
    make.number(draft, low, high, width, right, below, above)
