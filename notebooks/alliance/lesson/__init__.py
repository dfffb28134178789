"""What every lesson opens and closes with: objectives, time, progress, references, glossary."""

from __future__ import annotations

from .cards import (
    assessment,
    calibration,
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

__all__ = [
    "assessment",
    "calibration",
    "closing",
    "contents",
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
