"""Who handed in what: reads every file, names learners, joins the files of one learner.

Names. Learning platforms write the name of a learner into the name of a folder or a file:

    Moodle       Ana Li_81234_assignsubmission_file_/export.txt, or the same before the file
    Canvas       liana_LATE_81234_990011_export.txt
    Blackboard   Assignment_ana.li_attempt_2026-10-01-09-30-00_export.txt
    Brightspace  81234-990011 - Ana Li - Oct 1, 2026 930 AM/export.txt

Where no platform did, a learner is the folder, and where there is none, the file. Folders in
folders (a course with a folder a group and in it a folder a learner) are named by all of them: the
level is the least deep one that holds an export. Names that repeat below nearly every folder there
(“home”, “laptop”) are no learners; then the level above is taken. The module's own name of an
export says nothing about who saved it: then it is the random name that the journal gives itself.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...journal.files import counting, merged
from ...journal.folds import Records
from ...journal.records import IMPORT, LEARNER, RESET
from .doubts import doubts, shared
from .files import Finding, Handed, Limits, handed_in
from .reading import Reading, read_file

__all__ = ["Learner", "Source", "gather"]

PLATFORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_\w+?_.*",
        r".+_(?P<name>[^_]+)_attempt_\d{4}(?:-\d\d){5}(?:_.*)?",
        r"\d+-(?P<number>\d+) - (?P<name>.+?) - .+",
        r"(?P<name>[^\W_]+)(?:_LATE)?_(?P<number>\d+)_\d+_.+",
    )
)
# What browsers and people add to the name of a second file.
ADDED = re.compile(r"( ?\(\d+\)| - Copy( \(\d+\))?| copy( \d+)?)$", re.I)
PROGRESS = re.compile(r"[-_ ]progress$", re.I)
JOURNAL = re.compile(r"journal-(import-)?[0-9a-f]{12}")


@dataclass
class Source:
    """One file of a learner, and what was found in it."""

    file: Handed
    reading: Reading


@dataclass
class Learner:
    """Everybody who handed something in.

    Attributes:
        name: as told by a folder, a file, or the journal itself.
        files: what was handed in.
        records: of all files in one order, each once, without what a reset in its file hides.
        hidden: how many answers were hidden by “Start again”.
        random: the random names that the journals gave themselves.
    """

    name: str
    files: list[Source] = field(default_factory=list)
    records: Records = field(default_factory=Records)
    hidden: int = 0
    random: tuple[str, ...] = ()


def gather(
    places: Iterable[str | Path],
    own: str,
    tell: Callable[[str, int, int], None] | None = None,
    limits: Limits | None = None,
) -> tuple[list[Learner], list[Finding]]:
    """Return all learners by name, and what there is to say about the files.

    Args:
        places: folders, zips, mails or exports.
        own: name of the module, which names the exports that nobody has renamed.
        tell: hears how far it is.
        limits: how much is read.

    Raises:
        AllianceError: a place is not there, or holds too much.
    """
    limits = limits or Limits()
    sources: list[Source] = []
    for place in places:
        for n, file in enumerate(handed_in(place, limits), 1):
            reading = read_file(file.raw, file.name)
            if reading.is_export:
                sources.append(Source(Handed(file.path, b""), reading))
            else:
                what = "it is empty" if not file.raw.strip() else "it is no export of a journal"
                limits.tell(file.path, f"{what}; it was left out.")
            if tell:
                tell("read", n, 0)
    learners = _by_name(sources, own)
    found = limits.found + [f for one in learners for f in doubts(one)]
    return learners, found + shared(learners)


def _by_name(sources: list[Source], own: str) -> list[Learner]:
    """Return the learners, each with the files that bear the same name."""
    groups: dict[tuple[str, str], Learner] = {}
    for source, key in zip(sources, _names(sources, own), strict=True):
        groups.setdefault(key, Learner(key[0])).files.append(source)
    same = Counter(name.casefold() for name, _ in groups)
    for (name, number), learner in groups.items():
        if same[name.casefold()] > 1 and number:
            learner.name = f"{name} ({number})"  # two people of one name
        _join(learner)
    return sorted(groups.values(), key=lambda one: one.name.casefold())


def _join(learner: Learner) -> None:
    """Put the records of all files of a learner into one order.

    A reset hides what is older in its own file alone: on another computer nobody started again.
    """
    lines, names = [], []
    for source in learner.files:
        found = source.reading.found
        every = merged([found]).all
        kept = {record["id"] for record in counting(every)}
        names += [record["learner"] for record in every if record["kind"] == LEARNER]
        hidden = [r for r in every if r["id"] not in kept and r["kind"] == "answer"]
        learner.hidden += len(hidden)
        lines += [line for line in found if line[1]["id"] in kept]
    moves = (RESET, IMPORT)
    learner.records = Records(r for r in merged([lines]).all if r["kind"] not in moves)
    learner.random = tuple(dict.fromkeys(names))


# --- names ----------------------------------------------------------------------------------------


def _names(sources: list[Source], own: str) -> list[tuple[str, str]]:
    """Return for each file the name of its learner, and the platform's number, "" if none."""
    known = [_by_platform(source.file.path) for source in sources]
    others = [source for source, name in zip(sources, known, strict=True) if not name]
    start = _common([source.file.path for source in others])
    level = _level([source.file.path[start:-1] for source in others])
    folders = [source.file.path[start:-1][:level] for source in others]
    groups = _are_groups(others, folders, own)
    names = iter(
        _name(source, folder, level, groups, own)
        for source, folder in zip(others, folders, strict=True)
    )
    return [name or (next(names), "") for name in known]


def _name(source: Source, folder: tuple[str, ...], level: int, groups: bool, own: str) -> str:
    """Return the name of a learner whom no platform named."""
    if not level or len(folder) < level:
        return _by_file(source, own)
    return "/".join([*folder, *([_by_file(source, own)] if groups else [])])


def _are_groups(sources: list[Source], folders: list[tuple[str, ...]], own: str) -> bool:
    """Tell whether folders hold several learners each, by file, and not one learner's files.

    Files of one learner are alike from folder to folder (“home”, “laptop”, or the module's own
    name), or share a journal; those of several learners have names of their own.
    """
    inside: dict[tuple[str, ...], set[str]] = defaultdict(set)
    names = set()
    for source, folder in zip(sources, folders, strict=True):
        if folder:
            random = next(
                (r["learner"] for _, r in source.reading.found if r["kind"] == LEARNER), ""
            )
            inside[folder].add(random or source.file.name)
            names.add(_by_file(source, own).casefold())
    journals = sum(map(len, inside.values()))
    return len(names) > len(inside) and journals >= 1.5 * len(inside)


def _by_platform(path: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the name and number that a platform wrote into a path."""
    for part in path:
        for pattern in PLATFORMS:
            match = pattern.fullmatch(part)
            if match:
                found = match.groupdict()
                return found["name"].strip(), found.get("number") or ""
    return None


def _common(paths: list[tuple[str, ...]]) -> int:
    """Return how many folders all files have in common; the last one may be a learner's own."""
    folders = {path[:-1] for path in paths}
    shortest = min(map(len, folders), default=0)
    if len(folders) == 1:
        return max(shortest - (len(paths) == 1), 0)
    return next((k for k in range(shortest) if len({one[k] for one in folders}) > 1), shortest)


def _level(folders: list[tuple[str, ...]]) -> int:
    """Return how many folders name a learner; 0 if exports lie in no folder of their own."""
    deep = [one for one in folders if one]
    level = min(map(len, deep), default=0)
    while level > 1:
        inner = {one[:level] for one in deep}
        names = {one[-1].casefold() for one in inner}
        parents = {one[:-1] for one in inner}
        if len(names) == len(inner) or len(names) > len(parents):
            break
        level -= 1
    return level


def _by_file(source: Source, own: str) -> str:
    """Return the name that a file gives its learner."""
    stem = PurePosixPath(source.file.path[-1]).stem
    plain = PROGRESS.sub("", ADDED.sub("", stem).strip())
    named = plain and plain.casefold() not in (own.casefold(), "progress", "journal", "export")
    if named and not JOURNAL.fullmatch(plain):
        return plain
    random = _random(source)
    return f"learner {random[:6]}" if random else stem


def _random(source: Source) -> str:
    """Return the random name that the journal in a file gave itself, "" if it has none."""
    return next((r["learner"] for _, r in source.reading.found if r["kind"] == LEARNER), "")
