"""What `alliance marks` takes on the command line. Light, since every command reads it."""

from __future__ import annotations

import argparse

__all__ = ["RULES", "add"]

RULES = ("attempt", "first", "last")


def add(parser: argparse.ArgumentParser) -> None:
    """Add what `alliance marks` takes."""
    parser.add_argument("places", nargs="+", help="folders, zips, mails or exports")
    parser.add_argument(
        "--out", action="append", required=True, help="a file: .xlsx, .csv or .html; may be given "
        "several times",
    )  # fmt: skip
    parser.add_argument("--data", help="the data folder, if not the module's own")
    parser.add_argument("--sets", default="", help="count only these sets of questions (a,b,c)")
    parser.add_argument("--core", action="store_true", help="count only the core of each set")
    parser.add_argument(
        "--score", choices=RULES, default="attempt",
        help="what counts: the end of the first attempt (the default), the very first try, or "
        "the newest answer",
    )  # fmt: skip
    parser.add_argument("--until", help="end of the time for it, as 2026-12-01 or "
                        "2026-12-01T18:00+01:00; later answers earn nothing")  # fmt: skip
    parser.add_argument("--names", action="store_true", help="show names in the report too")
