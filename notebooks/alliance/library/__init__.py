"""The data package: open and check it, look rows up, cite sources, see it as known on a day."""

from __future__ import annotations

from .conditions import rows_where
from .given import given_library, need
from .library import Library, as_list, citations
from .opening import check_library, data_folder, open_library, prepare

__all__ = [
    "Library",
    "as_list",
    "check_library",
    "citations",
    "data_folder",
    "given_library",
    "need",
    "open_library",
    "prepare",
    "rows_where",
]
