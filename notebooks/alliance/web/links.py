"""Links between notebooks, as links between pages; citations, with their numbers for paper."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["Links"]

# A link to a notebook, and its words; `#cell-id=…` names a cell, as JupyterLab has it.
NOTEBOOK = re.compile(
    r'<a\b(?P<head>[^>]*?)href="(?P<file>[^"#:]+\.ipynb)(?P<mark>#[^"]*)?"(?P<tail>[^>]*)>'
    r"(?P<words>.*?)</a>",
    re.S,
)
CITATION = re.compile(r'<a href="#(?P<source>[^"]+)"')


class Links:
    """What leads where on a site."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        """Take the pages of the site: file of the notebook → file of its page."""
        self.pages = dict(pages)

    def settle(self, html: str) -> str:
        """Let links to notebooks lead to their pages; of one that has no page the words stay."""

        def to_page(found: re.Match[str]) -> str:
            page = self.pages.get(found["file"])
            if page is None:
                return found["words"]
            mark = found["mark"] or ""
            return f'<a{found["head"]}href="{page}{mark}"{found["tail"]}>{found["words"]}</a>'

        return NOTEBOOK.sub(to_page, html)

    @staticmethod
    def number(html: str, numbers: Mapping[str, int]) -> str:
        """Write the number of its source into each citation, for paper and for pages without
        scripts.

        Args:
            html: of a text.
            numbers: by source id.
        """

        def numbered(found: re.Match[str]) -> str:
            number = numbers.get(found["source"])
            return found[0] if number is None else f'{found[0]} data-ref="{number}"'

        return CITATION.sub(numbered, html)
