"""What `alliance export` takes on the command line. Light, since every command reads it."""

from __future__ import annotations

import argparse

__all__ = ["FORMATS", "add"]

# by name: what it is, and the ending of its file
FORMATS = {
    "moodle": ("Moodle XML", ".xml"),
    "qti": ("a package of QTI 2.1", ".zip"),
    "qti3": ("a package of QTI 3.0", ".zip"),
    "canvas": ("a package for Canvas (QTI 1.2)", ".zip"),
    "gift": ("GIFT", ".gift"),
    "anki": ("an Anki deck of the glossary", ".apkg"),
    "csv": ("a table", ".csv"),
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add what `alliance export` takes."""
    told = "; ".join(f"{name}: {what}" for name, (what, _) in FORMATS.items())
    parser.add_argument("format", choices=list(FORMATS), help=told)
    parser.add_argument("out", help="the file to write")
    parser.add_argument("--lessons", default="", help="only these lessons (a,b,c)")
    parser.add_argument("--sets", default="", help="only these sets of questions (a,b,c)")
    parser.add_argument("--practice", type=int, default=0, metavar="N",
                        help="also N questions made from the data by each template")  # fmt: skip
    parser.add_argument("--data", help="the data folder, if not the module's own")
