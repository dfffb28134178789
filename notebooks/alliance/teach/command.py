"""The command `alliance`, for instructors.

alliance check            is everything that I changed still whole?
alliance check --data D   the same for another data folder
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..problems import AllianceError
from .check import run_checks

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 all well, 1 findings, 2 cannot run."""
    parser = argparse.ArgumentParser(prog="alliance", description="Tools for instructors.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check data, questions, citations and notebooks")
    check.add_argument("--data", help="the data folder, if not the module's own")
    check.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    chosen = parser.parse_args(arguments)
    # A Windows console or a pipe may lack a letter of some name: better “?” than no report.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        return run_checks(chosen.data, chosen.notebooks)
    except AllianceError as error:
        print(error, file=sys.stderr)
        return 2
