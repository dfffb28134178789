"""The command `alliance`, for instructors.

alliance new my-course    make a folder for a course of one's own
alliance check            is everything that I changed still whole?
alliance check --data D   the same for another data folder
alliance check --questions   what gives the answers of the questions away
alliance figures          note which figures in prose stand in which rows (after all is in order)
alliance carry OLD MINE   do my changes again in this new version
alliance marks FOLDER --out marks.xlsx   marks of a class from what was handed in
alliance site OUT         the lessons as web pages, for any server; --serve shows them at once
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..lesson.ways import NOTEBOOKS
from ..library import open_library
from ..problems import AllianceError
from ..quiz import load_bank
from .carrying import carry
from .check import run_checks
from .cues import cue_text
from .figures import keep_figures
from .marks import options as marks_options
from .sites import add_site, make_site
from .starting import new_course

__all__ = ["main"]

MODULE = Path(__file__).parents[3]  # the folder with `data` and `notebooks`


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 all well, 1 findings, 2 cannot run."""
    parser = argparse.ArgumentParser(prog="alliance", description="Tools for instructors.")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="make a folder for a course of your own")
    new.add_argument("folder", help="its name, such as my-course")
    new.add_argument(
        "--blank", action="store_true", help="about another alliance: answers a few questions"
    )
    check = commands.add_parser("check", help="check data, questions, citations and notebooks")
    check.add_argument("--course", help="the folder of a course, if not the one that is chosen")
    check.add_argument(
        "--seen", action="store_true", help="I have looked at what the module changed under mine"
    )
    check.add_argument("--data", help="the data folder, if not the module's own")
    check.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    check.add_argument(
        "--questions", action="store_true", help="show what gives the answers of questions away"
    )
    noted = commands.add_parser("figures", help="note which figures in prose stand in which rows")
    noted.add_argument("--data", help="the data folder, if not the module's own")
    noted.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    over = commands.add_parser("carry", help="carry your changes over into this new version")
    over.add_argument("original", help="the version that you began from, as it came")
    over.add_argument("mine", help="the same version with your changes")
    over.add_argument("--new", help="the new version, if it is not this one")
    marks_options.add(commands.add_parser("marks", help="marks of a class from its exports"))
    add_site(commands)
    chosen = parser.parse_args(arguments)
    # A Windows console or a pipe may lack a letter of some name: better “?” than no report.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        if chosen.command == "site":
            return make_site(chosen)
        if chosen.command == "carry":
            done = carry(chosen.original, chosen.mine, chosen.new or MODULE)
            print("\n".join([*done, f"{len(done)} changes. Now run: alliance check"]))
            return 0
        if chosen.command == "new":
            make = new_course
            print("\n".join(make(chosen.folder, MODULE)))
            return 0
        if chosen.command == "marks":
            from .marks.command import run  # here: pandas' tables are heavy

            return run(chosen)
        if chosen.command == "figures":
            folder = Path(chosen.notebooks) if chosen.notebooks else NOTEBOOKS
            print(f"{keep_figures(open_library(chosen.data), folder)} figures noted.")
            return 0
        if chosen.questions:
            print(cue_text(load_bank(open_library(chosen.data, chosen.course))))
            return 0
        return run_checks(chosen.data, chosen.notebooks, chosen.course, chosen.seen)
    except AllianceError as error:
        print(error, file=sys.stderr)
        return 2
