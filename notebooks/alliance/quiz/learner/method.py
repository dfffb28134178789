"""The sources of a method that the quiz uses, as the glossary entry of that method names them."""

from __future__ import annotations

from typing import Any

from ...page import Link

__all__ = ["sources_of"]


def sources_of(library: Any, term: str) -> list[Link]:
    """Return links to the sources of a glossary entry; none if the glossary does not have it."""
    words = library.glossary
    rows = words[words["id"] == term] if "id" in words else words[:0]
    return [library.cite(name) for ids in rows["source_ids"] for name in ids]
