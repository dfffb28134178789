"""How the module looks: one sheet, one table, one kind of card, one kind of picture.

It knows nothing of data, maps or quizzes. Everything returned here is HTML text that is
safe to show: what comes from data files is escaped, Markdown may not carry HTML of its own.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import mistune
import pandas as pd

from ..texts import column, count, language, page_texts, say

__all__ = ["Html", "Picture", "card", "esc", "markdown", "page", "read_asset", "sheet", "table"]

HERE = Path(__file__).parents[1]  # the package: scripts and sheets are named from there

# JupyterLab takes keys such as Enter, arrows and letters away from what is focused inside an
# output, unless the focused element itself carries this attribute.
KEEP_KEYS = "data-lm-suppress-shortcuts"

SHORT = 12  # characters that stay on one line in a table

Cite = Callable[[str, str], str]


def esc(text: object) -> str:
    """Escape text for HTML, also inside attributes."""
    return html.escape(str(text), quote=True)


@lru_cache
def read_asset(name: str) -> str:
    """Read a .css or .js file that stands beside this one (name relative to the package)."""
    return (HERE / name).read_text(encoding="utf-8")


def slim(text: str) -> str:
    """Return a script or sheet without its comment lines and indents, to keep notebooks small."""
    lines = (line.strip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if not line.startswith("//"))
    kept = re.sub(r"/\*.*?\*/", "", kept, flags=re.DOTALL)
    return "\n".join(line for line in kept.splitlines() if line.strip())


def link_parts(cited: str) -> list[str]:
    """Return words and address of a link made by `Library.cite`; the address may be ""."""
    address = re.search(r'href="(https?://[^"]*)"', cited)
    words = html.unescape(re.sub(r"<[^>]*>", "", cited))
    return [words, html.unescape(address.group(1)) if address else ""]


def short_link(cited: str) -> str:
    """Return a link made by `Library.cite` for a table, without what the page can do without."""
    words, address = link_parts(cited)
    if not address:
        return esc(words)
    return f'<a href="{esc(address)}" {KEEP_KEYS}>{esc(words)}</a>'


def sheet() -> str:
    """Return the sheet as a style element, to be put once into each output."""
    return f"<style>{read_asset('page/style.css')}</style>"


class Html:
    """A piece of HTML that displays itself in a notebook."""

    def __init__(self, body: str, words: str = "") -> None:
        """Keep the HTML and, for places without HTML, the same in words."""
        self.body = body
        self.words = words
        self.language = language()

    def _repr_html_(self) -> str:
        return f'{sheet()}<div lang="{esc(self.language)}">{self.body}</div>'

    def __repr__(self) -> str:
        return self.words or say("picture.notebook")


class _Renderer(mistune.HTMLRenderer):
    """Markdown without raw HTML; `[label](#id)` becomes a citation."""

    def __init__(self, cite: Cite | None) -> None:
        super().__init__(escape=True)
        self.cite = cite

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("#") and self.cite is not None:
            return self.cite(url[1:], text)
        return super().link(text, url, title)


def markdown(text: str, cite: Cite | None = None, inline: bool = False) -> str:
    """Turn Markdown into safe HTML.

    Args:
        text: Markdown; HTML in it is shown as text, not obeyed.
        cite: called with (source id, label) for links of the form `[label](#source-id)`;
            returns the HTML of the link (see `Library.cite`).
        inline: leave out the paragraph around a single line, for labels and table cells.
    """
    rendered = mistune.create_markdown(renderer=_Renderer(cite), plugins=["table"])(str(text))
    rendered = str(rendered).strip()
    if inline and rendered.startswith("<p>") and rendered.count("<p>") == 1:
        rendered = rendered.removeprefix("<p>").removesuffix("</p>")
    return rendered


def _cell(value: Any, name: str, cite: Cite | None) -> str:
    """Return one table cell; lists are joined, ids of sources become links, numbers align."""
    if isinstance(value, list | tuple):
        parts = [cite(v, "") if cite and str(name).startswith("source") else esc(v) for v in value]
        return f"<td>{', '.join(parts)}</td>"
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "<td>–</td>"
    if isinstance(value, bool):
        return f"<td>{esc(say('table.yes' if value else 'table.no'))}</td>"
    if isinstance(value, pd.Timestamp):
        return f"<td>{value.date()}</td>"
    if isinstance(value, int | float) or hasattr(value, "dtype"):
        # Four digits without a separator, as years and small counts are commonly printed.
        number = f"{value:,.12g}" if abs(value) >= 10_000 else f"{value:.12g}"
        return f'<td class="al-number">{number}</td>'
    # Dates and other short words do not break.
    short = ' class="al-short"' if len(str(value)) <= SHORT else ""
    return f"<td{short}>{esc(value)}</td>"


def _head(name: object, values: pd.Series, headings: Mapping[str, str] | None) -> str:
    """Return a column header, aligned as the numbers below it."""
    text = column(name)
    if headings:  # these begin with a capital, so the others beside them do as well
        text = headings.get(str(name)) or text[:1].upper() + text[1:]
    numeric = pd.api.types.is_numeric_dtype(values)
    kind = ' class="al-number"' if numeric else ""
    return f'<th scope="col"{kind}>{esc(text)}</th>'


def table(
    frame: pd.DataFrame,
    caption: str,
    cite: Cite | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Return a DataFrame as an accessible table: caption, column headers, row headers.

    The first column is the header of its row. A column named `source_ids` or `sources` that
    holds lists becomes links, if `cite` is given. `headings` says what columns are called (see
    `Library.headings`); the others have their text in the catalogue, or their name.
    """
    names = list(frame.columns)
    head = "".join(_head(name, frame.iloc[:, k], headings) for k, name in enumerate(names))
    rows = []
    for values in frame.itertuples(index=False, name=None):
        first = _cell(values[0], names[0], cite).replace("<td", '<th scope="row"', 1)
        first = first.replace("</td>", "</th>")
        cells = (_cell(v, n, cite) for v, n in zip(values[1:], names[1:], strict=True))
        rows.append(f"<tr>{first}{''.join(cells)}</tr>")
    return (
        f'<table class="al-table"><caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def boxed_table(
    frame: pd.DataFrame,
    title: str,
    cite: Cite | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Return a table in a box that scrolls, by keyboard too, where the page is too narrow."""
    return scroll_box(table(frame, title, cite, headings), title)


def scroll_box(inner: str, title: str) -> str:
    """Return HTML in a box that scrolls by itself and that the keyboard can reach."""
    return (
        f'<div class="al-scroll" tabindex="0" role="region" {KEEP_KEYS} '
        f'aria-label="{esc(say("table.name", title=title))}">{inner}</div>'
    )


def folded_table(
    frame: pd.DataFrame,
    title: str,
    cite: Cite | None = None,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Return the table behind a button that needs no script: it works in saved pages too."""
    words = say("table.show", rows=count("table.rows", len(frame)))
    return (
        f"<details><summary {KEEP_KEYS}>{esc(words)}"
        f'<span class="al-hidden">: {esc(title)}</span></summary>'
        f"{boxed_table(frame, title, cite, headings)}</details>"
    )


def words(starts: Iterable[str]) -> str:
    """Return the script that says texts on a page, and those whose keys begin so; see say.js."""
    texts = json.dumps(page_texts(starts), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="al-texts">{texts}</script>'
        f"<script>{read_asset('page/say.js')}</script>"
    )


def page(
    title: str,
    body: str,
    css: str = "",
    js: str = "",
    height: int = 420,
    texts: Iterable[str] = (),
) -> str:
    """Return a page of its own in a frame: title, language, theme, and no request anywhere.

    Keys pressed inside the frame stay there, so the notebook cannot steal them.

    Args:
        title: names the frame for screen readers.
        body: HTML of the page. It stands in an element of class `al`.
        css: rules beside those of the common sheet.
        js: script, run after the body is there.
        height: in CSS pixels.
        texts: beginnings of the keys of the texts that the script says.
    """
    document = (
        f'<!DOCTYPE html><html lang="{esc(language())}"><head><meta charset="utf-8">'
        f"<title>{esc(title)}</title>"
        f"<style>html,body{{margin:0;background:var(--jp-layout-color0,var(--jp-layout-color1,#fff))}}"
        f"{read_asset('page/style.css')}{css}</style></head>"
        f'<body><main class="al"><h1 class="al-hidden">{esc(title)}</h1>{body}</main>'
        f"<script>{read_asset('page/theme.js')}</script>{words(texts) if texts else ''}"
        f"<script>{js}</script></body></html>"
    )
    # In single quotes: scripts and data hold far more double ones, which would each take six bytes.
    document = document.replace("&", "&amp;").replace("'", "&#39;")
    return (
        f"<iframe title=\"{esc(title)}\" srcdoc='{document}' "
        f'style="height:{int(height)}px"></iframe>'
    )


def source_line(links: Iterable[str], most: int = 6) -> str:
    """Return “Sources: …” from ready links; beyond `most`, the rest folds out."""
    links = list(dict.fromkeys(links))
    if not links:
        return f'<p class="al-source">{esc(say("source.none"))}</p>'
    listed = say("source.one" if len(links) == 1 else "source.many", links="; ".join(links[:most]))
    shown = f'<p class="al-source">{listed}</p>'
    if len(links) <= most:
        return shown
    return (
        f'{shown}<details class="al-source"><summary {KEEP_KEYS}>'
        f"{esc(count('source.more', len(links) - most))}</summary>"
        f"<p>{'; '.join(links[most:])}.</p></details>"
    )


@dataclass
class Picture:
    """A map or chart with its equal in words: title, summary, sources, and the same data as table.

    Attributes:
        title: what it shows.
        summary: what a reader should see in it, one sentence.
        body: HTML of the drawing.
        frame: the rows drawn, with the columns that the table shows.
        links: HTML links of the sources (`Library.cite`).
        cite: turns source ids in the table into links.
        headings: what columns of the table are called, see `Library.headings`.
        notes: further sentences below the drawing (whose borders, what is not drawn).
        extra: what drew it (for maps the folium map), for those who want to go on from there.
    """

    title: str
    summary: str
    body: str
    frame: pd.DataFrame
    links: list[str] = field(default_factory=list)
    cite: Cite | None = None
    notes: list[str] = field(default_factory=list)
    headings: Mapping[str, str] = field(default_factory=dict)
    extra: Any = None

    @property
    def html(self) -> str:
        """The whole figure as HTML, without the sheet."""
        notes = "".join(f'<p class="al-source">{note}</p>' for note in self.notes)
        return (
            f'<figure class="al al-picture" lang="{esc(language())}" '
            f'aria-label="{esc(self.title)}">'
            f'<figcaption><p class="al-title">{esc(self.title)}</p><p>{esc(self.summary)}</p>'
            f"</figcaption>{self.body}{notes}{source_line(self.links)}"
            f"{folded_table(self.frame, self.title, self.cite, self.headings)}</figure>"
        )

    def _repr_html_(self) -> str:
        return sheet() + self.html

    def __repr__(self) -> str:
        rows = count("table.rows", len(self.frame))
        return say("picture.words", title=self.title, summary=self.summary, rows=rows)


def card(kind: str, body: str) -> str:
    """Return a card; a kind of card (Objectives, Discussion, …) looks the same everywhere."""
    return (
        f'<section class="al al-card" aria-label="{esc(kind)}">'
        f'<p class="al-title">{esc(kind)}</p>{body}</section>'
    )
