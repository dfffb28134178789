"""What every lesson opens and closes with: objectives, time, progress, references, glossary."""

from __future__ import annotations

from .cards import (
    after_forecast,
    assessment,
    calibration,
    citations,
    closing,
    contents,
    glossary,
    notebook_texts,
    opening,
    paths,
    progress,
    record,
    references,
    results,
    review,
    show,
    standing,
)
from .diagnostic import diagnostic

__all__ = [
    "after_forecast",
    "assessment",
    "calibration",
    "citations",
    "closing",
    "contents",
    "diagnostic",
    "glossary",
    "notebook_texts",
    "opening",
    "paths",
    "progress",
    "record",
    "references",
    "results",
    "review",
    "show",
    "standing",
]
