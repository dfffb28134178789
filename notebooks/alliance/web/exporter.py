"""A page from a notebook, by nbconvert's exporter and the template in `templates/`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from nbconvert.exporters import HTMLExporter

from ..texts import count, say
from .lesson_page import LessonPage, Section
from .links import Links

__all__ = ["PageFrame", "landing_html", "lesson_html"]

TEMPLATES = Path(__file__).parent / "templates"
HEADING = re.compile(r'<h(?P<level>[1-6]) id="[^"]*">(?P<words>.*?)</h(?P=level)>', re.S)
TIME = re.compile(r"(?<=</h[23]>)\s*<p><em>(?P<words>.*?)</em></p>", re.S)
PROMPT = re.compile(r"<blockquote>(?=\s*<p><strong>.{1,80}?</strong> \((\d+) )")
TABLE = re.compile(r"<table>.*?</table>", re.S)


class _Exporter(HTMLExporter):
    """nbconvert's exporter without its last step, which reads the whole page once more to add
    what our template has already (languages, texts for pictures), and costs most of the time.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **given: Any) -> tuple[str, Any]:
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **given)


@dataclass
class PageFrame:
    """What stands in the head of a page and around its text.

    Attributes:
        title, short: of the page, and of its contents.
        about: one sentence, for those who list pages.
        module, subtitle: of the module.
        language: of the texts.
        lesson, color: id and colour of the lesson, "" on the landing page.
        site: number of this build.
        early: script that runs before anything is painted.
        sheets, scripts: paths, in order.
        sections: of the lesson.
        lessons: of the site, each with id, title, href, teaser and minutes.
        before, after: the lessons around it.
        data_day: sentence on the day of the data.
        paths: HTML of the ways through the lessons.
        data: JSON for scripts, by id of the element.
    """

    title: str
    module: str
    language: str
    about: str = ""
    short: str = ""
    subtitle: str = ""
    lesson: str = ""
    color: str = ""
    site: str = ""
    early: str = ""
    sheets: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    lessons: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    data_day: str = ""
    paths: str = ""
    data: list[tuple[str, str]] = field(default_factory=list)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the catalogue."""
        return say(key, **values)

    def count(self, key: str, n: int) -> str:
        """Return the text for a number of things."""
        return count(key, n)


def lesson_html(made: LessonPage, frame: PageFrame, links: Links) -> str:
    """Return the page of a lesson."""

    def page_text(html: str, cell: Any) -> str:
        return _text(links.settle(html), cell, made.numbers)

    exporter = _Exporter(
        template_name="lesson",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
        filters={"page_text": page_text},
    )
    body, _ = exporter.from_notebook_node(made.node, resources={"page": frame})
    return body


def landing_html(frame: PageFrame) -> str:
    """Return the first page."""
    loader = jinja2.FileSystemLoader(TEMPLATES / "lesson")
    template = jinja2.Environment(loader=loader, autoescape=False).get_template("landing.html.j2")
    return template.render(page=frame)


def _text(html: str, cell: Any, numbers: dict[str, int]) -> str:
    """Return the HTML of a Markdown cell as a page has it.

    The heading of a section gets the id that its section names, other headings none; the line of
    minutes and the prompts for discussion are marked; tables scroll by themselves.
    """
    told = cell.metadata["page"]
    section = told.get("section")
    heads = 0

    def headed(found: re.Match[str]) -> str:
        nonlocal heads
        heads += 1
        name = f' id="{section.id}-head"' if section and heads == 1 else ""
        return f"<h{found['level']}{name}>{found['words']}</h{found['level']}>"

    html = HEADING.sub(headed, html)
    if section:
        html = TIME.sub(r'\n<p class="al-time">\g<words></p>', html, count=1)
    html = PROMPT.sub(r'<blockquote class="al-prompt" data-minutes="\1">', html)
    html = TABLE.sub(r'<div class="al-scroll-x" tabindex="0" role="group">\g<0></div>', html)
    if told.get("id"):
        html = f'<span id="cell-id={told["id"]}"></span>{html}'
    return Links.number(html, numbers)
