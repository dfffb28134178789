"""The command `alliance`, for instructors.

alliance new my-course    make a folder for a course of one's own
alliance release OUT --student    a copy for students, zipped; --instructor: a complete one
alliance check            is everything that I changed still whole?
alliance check --data D   the same for another data folder
alliance check --questions   what gives the answers of the questions away
alliance check --minutes     minutes of lessons and sections, as said and as reckoned
alliance figures          note which figures in prose stand in which rows (after all is in order)
alliance carry OLD MINE   do my changes again in this new version
alliance marks FOLDER --out marks.xlsx   marks of a class from what was handed in
alliance export moodle FILE   the question bank for Moodle (or qti, qti3, canvas, gift, anki, csv)
alliance present 01       that lesson in front of a class, a screen at a time
alliance import FILE mine.yml   questions of a learning platform (Moodle XML, GIFT, QTI)
alliance site OUT         the lessons as web pages, for any server; --serve shows them at once
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from ..lesson.minutes import minutes_text
from ..lesson.ways import NOTEBOOKS
from ..library import open_library
from ..library.course import VARIABLE
from ..problems import AllianceError
from ..quiz import load_bank
from .blank import new_module
from .carrying import carry
from .check import run_checks
from .cues import cue_text
from .export import options as export_options
from .figures import keep_figures
from .importing import options as import_options
from .marks import options as marks_options
from .presenting import add_present, present
from .releasing import release
from .sites import add_site, make_site
from .starting import new_course

__all__ = ["main"]

FOLDERS = {"marks": "marks", "export": "export", "import": "importing"}
MODULE = Path(__file__).parents[3]  # the folder with `data` and `notebooks`


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 all well, 1 findings, 2 cannot run."""
    chosen = _parser().parse_args(arguments)
    # A Windows console or a pipe may lack a letter of some name: better “?” than no report.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        with _course(getattr(chosen, "course", None)):
            return DOERS[chosen.command](chosen)
    except AllianceError as error:
        print(error, file=sys.stderr)
        return 2


@contextmanager
def _course(named: str | None) -> Iterator[None]:
    """Choose a course for all that a command opens, in this process and in those that it starts."""
    before = os.environ.get(VARIABLE)
    if named is not None:
        os.environ[VARIABLE] = str(Path(named).expanduser().resolve()) if named else ""
    try:
        yield
    finally:
        if named is not None:
            del os.environ[VARIABLE]
            os.environ |= {} if before is None else {VARIABLE: before}


def _parser() -> argparse.ArgumentParser:
    """Return what reads the words behind `alliance`."""
    parser = argparse.ArgumentParser(prog="alliance", description="Tools for instructors.")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="make a folder for a course of your own")
    new.add_argument("folder", help="its name, such as my-course")
    new.add_argument("--blank", action="store_true", help="about another alliance: asks for it")
    new.add_argument("--answers", help="for --blank: a file with the answers, one a line")
    out = commands.add_parser("release", help="a zipped copy for students, or for instructors")
    out.add_argument("out", help="the folder for it")
    whom = out.add_mutually_exclusive_group(required=True)
    whom.add_argument("--student", action="store_true", help="without keys that can be read")
    whom.add_argument("--instructor", action="store_true", help="complete")
    check = commands.add_parser("check", help="check data, questions, citations and notebooks")
    check.add_argument(
        "--seen", action="store_true", help="I have looked at what the module changed under mine"
    )
    check.add_argument(
        "--questions", action="store_true", help="show what gives the answers of questions away"
    )
    check.add_argument(
        "--minutes", action="store_true", help="show minutes as said and as reckoned by the rule"
    )
    noted = commands.add_parser("figures", help="note which figures in prose stand in which rows")
    for one in (check, noted):
        one.add_argument("--data", help="the data folder, if not the module's own")
        one.add_argument("--notebooks", help="the folder of notebooks, if not the module's own")
    over = commands.add_parser("carry", help="carry your changes over into this new version")
    over.add_argument("original", help="the version that you began from, as it came")
    over.add_argument("mine", help="the same version with your changes")
    over.add_argument("--new", help="the new version, if it is not this one")
    marks_options.add(commands.add_parser("marks", help="marks of a class from its exports"))
    export_options.add(commands.add_parser("export", help="questions for a learning platform"))
    import_options.add(commands.add_parser("import", help="questions of a learning platform"))
    add_site(commands)
    add_present(commands)
    for name, one in commands.choices.items():
        if name not in ("new", "carry"):
            one.add_argument("--course", help="the folder of a course, if not the one chosen")
    return parser


def _new(chosen: argparse.Namespace) -> int:
    if chosen.blank:
        lines = None
        if chosen.answers:
            try:
                lines = iter(Path(chosen.answers).read_text("utf-8-sig").splitlines())
            except (OSError, UnicodeDecodeError):
                raise AllianceError(f"“{chosen.answers}” is no text that can be read.") from None
        print("\n".join(new_module(chosen.folder, MODULE, lines)))
        return 0
    print("\n".join(new_course(chosen.folder, MODULE)))
    return 0


def _release(chosen: argparse.Namespace) -> int:
    print("\n".join(release(chosen.out, MODULE, chosen.student)[1]))
    return 0


def _check(chosen: argparse.Namespace) -> int:
    if chosen.questions:
        print(cue_text(load_bank(open_library(chosen.data, chosen.course))))
        return 0
    if chosen.minutes:
        library = open_library(chosen.data, chosen.course)
        folder = Path(chosen.notebooks) if chosen.notebooks else NOTEBOOKS
        print(minutes_text(library, folder))
        return 0
    return run_checks(chosen.data, chosen.notebooks, chosen.course, chosen.seen)


def _figures(chosen: argparse.Namespace) -> int:
    folder = Path(chosen.notebooks) if chosen.notebooks else NOTEBOOKS
    print(f"{keep_figures(open_library(chosen.data, ''), folder)} figures noted.")
    return 0


def _carry(chosen: argparse.Namespace) -> int:
    done = carry(chosen.original, chosen.mine, chosen.new or MODULE)
    print("\n".join([*done, f"{len(done)} changes. Now run: alliance check"]))
    return 0


def _own(chosen: argparse.Namespace) -> int:
    """Do what a folder of such a name does; loaded here, since such folders are heavy."""
    return import_module(f".{FOLDERS[chosen.command]}.command", __package__).run(chosen)


DOERS = {
    "new": _new,
    "release": _release,
    "check": _check,
    "figures": _figures,
    "carry": _carry,
    "marks": _own,
    "export": _own,
    "import": _own,
    "site": make_site,
    "present": present,
}
