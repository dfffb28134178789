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
from ...journal.folds import Records, is_answer, learners, without_moves
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
        number: of the learner on the platform, "" if there is none.
        records: of all files in one order, each once, without what a reset in its file hides.
        hidden: how many answers were hidden by “Start again”.
        random: the random names that the journals gave themselves.
    """

    name: str
    files: list[Source] = field(default_factory=list)
    number: str = ""
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
    strange: list[Handed] = []
    for place in places:
        for n, file in enumerate(handed_in(place, limits), 1):
            reading = read_file(file.raw, file.name)
            bare = Handed(file.path, b"" if reading.is_export else file.raw[:1])
            if reading.is_export:
                sources.append(Source(bare, reading))
            else:
                strange.append(bare)
            if tell:
                tell("read", n, 0)
    names = Names(sources, own)
    learners = _by_name(sources, names)
    told = _strangers(strange, learners, names)
    told += [f for one in learners for f in doubts(one)]
    learners.sort(key=lambda one: one.name.casefold())
    return learners, limits.found + told + shared(learners)


def _by_name(sources: list[Source], names: Names) -> list[Learner]:
    """Return the learners, each with the files that bear the same name."""
    groups: dict[tuple[str, str], Learner] = {}
    for source in sources:
        key = names.of(source)
        groups.setdefault(key, Learner(key[0], number=key[1])).files.append(source)
    same = Counter(name.casefold() for name, _ in groups)
    for (name, number), learner in groups.items():
        if same[name.casefold()] > 1 and number:
            learner.name = f"{name} ({number})"  # two people of one name
        _join(learner)
    return list(groups.values())


def _strangers(strange: list[Handed], learners: list[Learner], names: Names) -> list[Finding]:
    """Return a finding for each file that is no export; whoever handed in nothing else is added.

    So a learner who handed in the wrong file has a row, and nobody is lost.
    """
    known = {(one.name, one.number): one for one in learners}
    known |= {(one.name.removesuffix(f" ({one.number})"), one.number): one for one in learners}
    found = []
    for file in strange:
        key = names.at(file.path)
        what = "it is no export of a journal" if file.raw.strip() else "it is empty"
        if key is None:
            found.append(Finding(file.name, f"{what}; it was left out."))
            continue
        if key not in known:
            known[key] = Learner(key[0], number=key[1])
            learners.append(known[key])
        found.append(Finding(file.name, f"{what}; it was left out.", known[key].name))
    return found


def _join(learner: Learner) -> None:
    """Put the records of all files of a learner into one order.

    A reset hides what is older in its own file alone: on another computer nobody started again.
    """
    lines, names = [], []
    for source in learner.files:
        found = source.reading.found
        every = merged([found]).all
        kept = {record["id"] for record in counting(every)}
        names += learners(every)
        hidden = [record for record in every if record["id"] not in kept and is_answer(record)]
        learner.hidden += len(hidden)
        lines += [line for line in found if line[-1]["id"] in kept]
    learner.records = without_moves(merged([lines]).all)
    learner.random = tuple(dict.fromkeys(names))


# --- names ----------------------------------------------------------------------------------------


class Names:
    """Says who handed in a file, after a look at where all the exports lie."""

    def __init__(self, sources: list[Source], own: str) -> None:
        """Take all exports, and the module's own name of one."""
        self.own = own
        others = [source for source in sources if not _by_platform(source.file.path)]
        self.start = _common([source.file.path for source in others])
        self.level = _level([source.file.path[self.start : -1] for source in others])
        folders = [self._folder(source.file.path) for source in others]
        self.groups = _are_groups(others, folders, own)

    def _folder(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return path[self.start : -1][: self.level]

    def of(self, source: Source) -> tuple[str, str]:
        """Return the name of a learner, and the platform's number, "" if there is none."""
        found = self.at(source.file.path)
        if found is None:
            folder = self._folder(source.file.path) if self.groups else ()
            return "/".join([*folder, _by_file(source, self.own)]), ""
        return found

    def at(self, path: tuple[str, ...]) -> tuple[str, str] | None:
        """Return the same as a platform or a folder tells it; None where only the file can."""
        known = _by_platform(path)
        if known:
            return known
        folder = self._folder(path)
        if self.groups or not self.level or len(folder) < self.level:
            return None
        return "/".join(folder), ""


def _are_groups(sources: list[Source], folders: list[tuple[str, ...]], own: str) -> bool:
    """Tell whether folders hold several learners each, by file, and not one learner's files.

    Files of one learner are alike from folder to folder (“home”, “laptop”, or the module's own
    name), or share a journal; those of several learners have names of their own.
    """
    inside: dict[tuple[str, ...], list[set[str]]] = defaultdict(list)
    names = set()
    for source, folder in zip(sources, folders, strict=True):
        if folder:
            writers = {line[2] for line in source.reading.found} or {source.file.name}
            same = [one for one in inside[folder] if one & writers]
            apart = [one for one in inside[folder] if not one & writers]
            inside[folder] = [*apart, writers.union(*same)]
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
    return next(iter(learners(source.reading.records)), "")
