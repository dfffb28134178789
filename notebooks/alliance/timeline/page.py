"""The page of a timeline: controls, key, detail and the data for the script.

What the page does is in `page.js` (choices, keys, detail)
and `draw.js` (overview and lanes).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..page import assemble, esc, marks, packed, page
from ..texts import say

__all__ = ["build"]

Looks = Mapping[str, tuple[str, str]]


def _word(name: str) -> str:
    """Return a text of the timeline as HTML."""
    return esc(say(f"timeline.{name}"))


def _options(pairs: list[tuple[str, str]]) -> str:
    """Return the options of a native select from (value, words)."""
    return "".join(f'<option value="{esc(value)}">{esc(words)}</option>' for value, words in pairs)


def _boxes(data: dict[str, Any], looks: Looks) -> str:
    """Return the checkboxes of the categories, which are the key to the symbols as well."""
    pictures = [marks.svg(symbol, color, 16) for symbol, color in looks.values()]
    if data["kinds"] == [""]:
        return f'<span class="tl-one" hidden>{pictures[0]}</span>'
    boxes = "".join(
        f'<label><input type="checkbox" checked value="{k}">{picture}{esc(name)}</label>'
        for k, (name, picture) in enumerate(zip(data["kinds"], pictures, strict=True))
    )
    return f'<fieldset class="tl-kinds"><legend>{_word("categories")}</legend>{boxes}</fieldset>'


def _key(data: dict[str, Any]) -> str:
    """Return the key to certain and uncertain dates, as far as the rows have them."""
    have = {row[2] for row in data["rows"]}
    doubt = any(row[3] for row in data["rows"])
    bar = '<rect x="1" y="2" width="34" height="10" class="{}"/>'
    dot = '<circle cx="{}" cy="7" r="5" class="{}"/>'
    entries = [
        ("day" in have, dot.format(9, ""), "day"),
        ("interval" in have, bar.format("tl-bar") + dot.format(7, ""), "lasted"),
        (
            bool(have & {"month", "year"}),
            bar.format("tl-maybe") + dot.format(18, "tl-pale"),
            "within",
        ),
        (doubt, dot.format(9, "tl-pale tl-dashed"), "about"),
    ]
    items = "".join(
        f'<li><svg aria-hidden="true" width="{36 if "rect" in shape else 18}" height="14">{shape}'
        f"</svg> {_word(f'key_{name}')}</li>"
        for shown, shape, name in entries
        if shown
    )
    return f'<ul class="tl-key" aria-label="{_word("key")}">{items}</ul>'


def build(
    title: str,
    data: dict[str, Any],
    looks: Looks,
    periods: list[tuple[str, int, int]],
    height: int | None,
) -> str:
    """Return the frame with the whole page in it.

    Args:
        title: names the frame.
        data: what `timeline` makes for the script: fields, years, months, kinds, actors,
            confidence, links, rows.
        looks: symbol and colour of each category, in the order of `data["kinds"]`.
        periods: (words, first year, last year) to choose from.
        height: until the script fits the frame to its content; None for a guess.
    """
    return page(
        title,
        _body(data, looks, periods),
        assemble("timeline/page.css"),
        assemble("timeline/page.js"),
        height or 380 + 70 * len(looks),
        texts=["timeline.page."],
    )


def _buttons(*names: str) -> str:
    """Return a button for each name: its id is the name, its text that of the catalogue."""
    return "".join(f'<button type="button" id="tl-{name}">{_word(name)}</button>' for name in names)


def _body(data: dict[str, Any], looks: Looks, periods: list[tuple[str, int, int]]) -> str:
    """Return controls, overview, lanes, key, detail, and the data for the script."""
    choices = [(f"{first}/{last}", words) for words, first, last in periods]
    people = _options([(str(k), name) for k, name in enumerate(data["actors"])])
    actor = (
        f'<label>{_word("actor")} <select id="tl-actor"><option value="">{_word("all_actors")}'
        f"</option>{people}</select></label>"
        if people
        else ""
    )
    # All marks once more in a list: where they stand close together, each is too small a target.
    pick = (
        f'<label>{_word("pick")} <select id="tl-pick">'
        f'<option value="">{_word("pick_none")}</option></select></label>'
    )
    buttons = _buttons("earlier", "later", "in", "out", "all")
    facts = "".join(
        f'<div><dt>{_word(f"fact_{name}")}</dt><dd id="tl-{name}"></dd></div>'
        for name in ("actors", "place", "kind", "confidence", "sources")
    )
    return (
        f'<div class="tl-controls"><label>{_word("period")} <select id="tl-period">'
        f'{_options(choices)}<option value="" hidden>{_word("own")}</option></select></label>'
        f'<span class="tl-pair"><label>{_word("first")} <select id="tl-from"></select></label>'
        f'<label>{_word("last")} <select id="tl-to"></select></label></span>'
        f'<div class="tl-buttons" role="group" aria-label="{_word("move")}">{buttons}'
        f"</div>{actor}{pick}</div>{_boxes(data, looks)}"
        '<p id="tl-count" role="status"></p>'
        '<div id="tl-view"><div id="tl-overview"></div><div id="tl-lanes"></div></div>'
        f"{_key(data)}"
        '<section id="tl-detail" aria-labelledby="tl-title" hidden><p id="tl-when"></p>'
        '<h4 id="tl-title" tabindex="-1"></h4><p id="tl-text"></p>'
        f"<dl>{facts}</dl>"
        f'<div class="tl-buttons">{_buttons("previous", "next", "close")}'
        '<span id="tl-number"></span></div></section>'
        '<p id="tl-tell" role="status" class="al-hidden"></p>'
        f'<script type="application/json" id="tl-data">{packed(data)}</script>'
    )
