"""The command `alliance`, for instructors.

alliance check            is everything that I changed still whole?
alliance check --data D   the same for another data folder
alliance check --questions   what gives the answers of the questions away
alliance check --minutes     minutes of lessons and sections, as said and as reckoned
alliance figures          note which figures in prose stand in which rows (after all is in order)
alliance carry OLD MINE   do my changes again in this new version
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..lesson.minutes import minutes_text
from ..lesson.ways import NOTEBOOKS
from ..library import open_library
from ..problems import AllianceError
from ..quiz import load_bank
from .carrying import carry
from .check import run_checks
from .cues import cue_text
from .figures import keep_figures

__all__ = ["main"]

MODULE = Path(__file__).parents[3]  # the folder with `data` and `notebooks`


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 all well, 1 findings, 2 cannot run."""
    parser = argparse.ArgumentParser(prog="alliance", description="Tools for instructors.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check data, questions, citations and notebooks")
    check.add_argument("--data", help="the data folder, if not the module's own")
    check.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    check.add_argument(
        "--questions", action="store_true", help="show what gives the answers of questions away"
    )
    check.add_argument(
        "--minutes", action="store_true", help="show minutes as said and as reckoned by the rule"
    )
    noted = commands.add_parser("figures", help="note which figures in prose stand in which rows")
    noted.add_argument("--data", help="the data folder, if not the module's own")
    noted.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    over = commands.add_parser("carry", help="carry your changes over into this new version")
    over.add_argument("original", help="the version that you began from, as it came")
    over.add_argument("mine", help="the same version with your changes")
    over.add_argument("--new", help="the new version, if it is not this one")
    chosen = parser.parse_args(arguments)
    # A Windows console or a pipe may lack a letter of some name: better “?” than no report.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        if chosen.command == "carry":
            done = carry(chosen.original, chosen.mine, chosen.new or MODULE)
            print("\n".join([*done, f"{len(done)} changes. Now run: alliance check"]))
            return 0
        if chosen.command == "figures":
            folder = Path(chosen.notebooks) if chosen.notebooks else NOTEBOOKS
            print(f"{keep_figures(open_library(chosen.data), folder)} figures noted.")
            return 0
        if chosen.questions:
            print(cue_text(load_bank(open_library(chosen.data))))
            return 0
        if chosen.minutes:
            library = open_library(chosen.data)
            folder = Path(chosen.notebooks) if chosen.notebooks else NOTEBOOKS
            print(minutes_text(library.settings["lessons"], folder, load_bank(library)))
            return 0
        return run_checks(chosen.data, chosen.notebooks)
    except AllianceError as error:
        print(error, file=sys.stderr)
        return 2
