"""What `alliance import` takes on the command line. Light, since every command reads it."""

from __future__ import annotations

import argparse

__all__ = ["add"]


def add(parser: argparse.ArgumentParser) -> None:
    """Add what `alliance import` takes."""
    parser.add_argument("file", help="Moodle XML, GIFT, or QTI (an item or a package)")
    parser.add_argument("out", nargs="?", help="the question file to write; without it, in the "
                        "folder of your course")  # fmt: skip
    parser.add_argument("--lesson", help="the lesson that they belong to; else the first")
    parser.add_argument("--objective", help="the objective that they belong to")
    parser.add_argument("--sources", default="", help="ids of the sources that they rest on (a,b)")
    parser.add_argument("--data", help="the data folder, if not the module's own")
