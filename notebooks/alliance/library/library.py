"""The one door to the data: open the package, look things up, cite, and go back in time.

library = open_library()
library.events                      # a pandas DataFrame
library.as_of("2024-06-20").events  # only what was public on that day
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from .. import dates
from ..page import Link
from ..pauses import without_pauses
from ..problems import AllianceError, Problem, did_you_mean
from ..texts import forget, say, use
from ..texts.yaml_packed import remember
from . import council, derive
from .copies import lists, own
from .descriptor import DESCRIPTOR, check_needed
from .frames import frame_of
from .known import known_rows
from .ladders import read_ladders
from .package import Package, read_package
from .prepared import files_of, keep, look, write
from .settings import TEXTS, read_settings

__all__ = ["Library", "as_list", "citations", "open_library", "prepare"]

SOURCES = "source_ids"
# A citation in Markdown: [label](#source-id).
CITATION = re.compile(r"\]\(#([^)\s]+)\)")

_opened: dict[Path, tuple[tuple, Library]] = {}


def citations(text: str) -> list[str]:
    """Return the source ids cited in a Markdown text, in order, each once."""
    return list(dict.fromkeys(CITATION.findall(text)))


def as_list(value: Any) -> list[str]:
    """Return a cell that should hold a list: text counts as a list of one, anything else as none.

    Tables that learners have merged have NaN where a list is missing.
    """
    if isinstance(value, str):
        return [value] if value else []
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


class Library:
    """A data package, opened. Each table is an attribute: `library.events`, `library.sources`.

    In the tables, lists (actors, source_ids) are Python lists, missing text is "", a missing number
    is NaN or NA. For each EDTF date column `date` there are also `date_start` and `date_end`, the
    first and last day it may mean.
    """

    def __init__(
        self,
        package: Package,
        settings: dict[str, Any],
        known_on: str = "",
        ladders: dict[str, derive.Ladder] | None = None,
    ) -> None:
        """Wrap a package that was read without problems; use `open_library` instead."""
        self._package = package
        self._settings = settings
        self.known_on = known_on
        self._ladders = ladders or {}
        self._ids: dict[str, tuple[tuple, set[str]]] = {}

    @property
    def folder(self) -> Path:
        """The folder of the data package."""
        return self._package.folder

    @property
    def settings(self) -> dict[str, Any]:
        """What module.yml says; a copy, as is everything that a library hands out."""
        return own(self._settings)

    @property
    def ladders(self) -> dict[str, derive.Ladder]:
        """The schemes by which treaties are sorted, by id; copies."""
        return deepcopy(self._ladders)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, as the package itself reads them: not copies, so change nothing."""
        return self._package.tables

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._package.tables:
            hint = did_you_mean(name, self._package.tables)
            raise AttributeError(f"The data package has no table “{name}”; {hint}")
        # A copy: “events = library.events; events["decade"] = …” in a cell must not change what
        # maps, quizzes and later cells see. The tables are small. A copy of pandas shares the
        # lists in the cells, and one that is appended to would change for everybody.
        frame = self._package.tables[name].copy()
        for column in lists(frame):
            frame[column] = own(frame[column].tolist())
        return frame

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._package.tables]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(frame)}" for name, frame in self.tables.items())
        when = f", as known on {self.known_on}" if self.known_on else ""
        return f"Library({self._settings.get('title', self.folder.name)}{when}: {sizes})"

    @property
    def boundaries(self) -> dict[str, Any]:
        """The boundaries as GeoJSON, or an empty collection."""
        empty = {"type": "FeatureCollection", "features": []}
        return self._package.shapes("boundaries") or empty

    def fields(self, table: str) -> list[dict[str, Any]]:
        """Return the code book of a table: name, type, title, description of each column."""
        return [dict(spec) for spec in self._package.fields(table)]

    @property
    def version(self) -> str:
        """Version of the data package, "" if it has none."""
        return str(self._package.descriptor.get("version", ""))

    def choices(self, table: str, column: str) -> list[str]:
        """Return the allowed values of a column in the order of the code book, [] if it is free."""
        for spec in self.fields(table):
            if spec["name"] == column:
                return list(spec.get("constraints", {}).get("enum", []))
        return []

    def headings(self, columns: Iterable[str]) -> dict[str, str]:
        """Return the titles of columns by the code book of the table that has most of them.

        Columns that no such table has, such as those that a learner has added, are left out.
        """
        wanted = set(map(str, columns))
        books = [{s["name"]: s.get("title") for s in self.fields(name)} for name in self.tables]
        book = max(books, key=lambda titles: len(wanted & titles.keys()), default={})
        return {name: title for name, title in book.items() if name in wanted and title}

    def refers(self, table: str, column: str) -> str:
        """Return the table whose ids a column holds, "" if it holds none."""
        for key in self._package.resource(table).get("schema", {}).get("foreignKeys", []):
            if key["fields"] in (column, [column]):
                return key["reference"].get("resource") or table
        return ""

    def kinds(self, column: str, found: Iterable[str]) -> list[str]:
        """Return all the values among which those found in a column were chosen.

        These are the allowed values of the first column of that name that allows all that were
        found, in the order of the code book; [] if there is none. Symbols and colours go by them,
        so that a kind looks the same in every picture, however the table was filtered or widened.
        """
        found = set(found)
        every = (self.choices(table, column) for table in self.tables)
        return next((known for known in every if found <= set(known)), [])

    def labels(self, column: str, found: Iterable[str]) -> dict[str, str]:
        """Return the words for values of a column, as the code book has them under `categories`.

        The column is that of `kinds`. A value for which the code book has no word is left out.
        """
        found = set(found)
        for table in self.tables:
            if found <= set(self.choices(table, column)):
                spec = next((s for s in self.fields(table) if s["name"] == column), {})
                return {one["value"]: one["label"] for one in spec.get("categories", [])}
        return {}

    def ids(self, table: str) -> set[str]:
        """Return the ids of a table; none if there is no such table."""
        frame = self.tables.get(table)
        if frame is None:
            return set()
        # Questions ask often, so the ids are kept; a table that was replaced or grew is read again.
        state, known = self._ids.get(table, (None, set()))
        if state is None or state[0] is not frame or state[1] != len(frame):
            known = set(frame["id"])
            self._ids[table] = ((frame, len(frame)), known)
        return known

    def row(self, table: str, row_id: str) -> pd.Series:
        """Return the row with this id.

        Raises:
            AllianceError: no such table or no such id; names those that come near.
        """
        if table not in self.tables:
            hint = did_you_mean(table, self.tables)
            raise AllianceError(f"The data package has no table “{table}”; {hint}")
        frame = self.tables[table]
        hit = frame[frame["id"] == row_id]
        if hit.empty:
            hint = did_you_mean(row_id, frame["id"])
            raise AllianceError(f"{table}.csv has no row with the id “{row_id}”; {hint}")
        return hit.iloc[0].map(own)

    # --- sources ---------------------------------------------------------------------------

    @cached_property
    def _source_by_id(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.tables["sources"].to_dict("records")}

    def source(self, source_id: str) -> dict[str, Any]:
        """Return a source as a dict (id, title, publisher, date, kind, url, access, note).

        Raises:
            AllianceError: no such source; names those that come near.
        """
        return own(self._source(source_id))

    def _source(self, source_id: str) -> dict[str, Any]:
        """Return a source itself, for the package's own use; see `source`."""
        try:
            return self._source_by_id[source_id]
        except KeyError:
            hint = did_you_mean(source_id, self._source_by_id)
            raise AllianceError(f"sources.csv has no source “{source_id}”; {hint}") from None

    def label(self, source_id: str) -> str:
        """Return the short name of a source: publisher and year."""
        source = self._source(source_id)
        return f"{source['publisher']} {source['date'][:4] or say('source.undated')}"

    def cite(self, source_id: str, label: str = "") -> Link:
        """Return a link to a source; one that nobody has opened says so.

        Args:
            source_id: id in sources.csv.
            label: the words of the link; publisher and year without it.
        """
        source = self._source(source_id)
        when = source["date"] or say("source.undated")
        return Link(
            words=label or self.label(source_id),
            address=source["url"],
            about=f"{source['title']}. {source['publisher']}, {when}",
            opened=source.get("access", "excerpt") == "excerpt",
        )

    def links(self, frame: pd.DataFrame) -> list[Link]:
        """Return a link for each source that the rows of a table cite, most cited first."""
        if SOURCES not in frame:
            return []
        cited = Counter(source_id for ids in frame[SOURCES] for source_id in as_list(ids))
        return [self.cite(source_id) for source_id, _ in cited.most_common()]

    def actor_name(self, actor_id: str) -> str:
        """Return the short name of an actor, the id itself if it is not in the table."""
        return self._actor_names.get(actor_id, actor_id)

    @cached_property
    def _actor_names(self) -> dict[str, str]:
        actors = self.tables.get("actors", pd.DataFrame(columns=["id", "short_name"]))
        return dict(zip(actors["id"], actors["short_name"], strict=True))

    # --- as it was known on ----------------------------------------------------------------

    def as_of(self, day: str) -> Library:
        """Return the same library holding only what was public at the end of a day.

        A row is known from the first filled date among the columns that its table names under
        `knownFrom` in the code book (usually `public_on`, then the row's own date), and a date that
        is known only to the month or year counts from its last day. Rows of such a table without
        any date are left out: nothing shows that they were known, unless the code book says with
        which other row they became known (`knownWith`): then they come and go with it. In the rows
        that stay, later dates and remarks made in hindsight are blanked, intervals that outlast
        the day are left open, and later sources dropped. What is worked out from other rows
        (`derive`) is worked out anew. Tables without dates (actors) stay whole.

        Args:
            day: an EDTF date such as "2024-06-20" or "1989".

        Raises:
            AllianceError: `day` is not a date.
        """
        if not isinstance(day, str) or not dates.is_valid(day):
            raise AllianceError(f'as_of needs a date such as "2024-06-20"; it was given {day!r}.')
        last = pd.Timestamp(dates.bounds(day)[1])
        package = Package(self.folder, self._package.descriptor, other=self._package.other)
        for name, frame in self.tables.items():
            resource = self._package.resource(name)
            package.tables[name] = known_rows(resource, frame, last)
        for name in package.tables:
            self._keep_with_parents(name, package)
        derive.add_columns(package, self._ladders)
        if "sources" in package.tables:
            known = set(package.tables["sources"]["id"])
            for frame in package.tables.values():
                if SOURCES in frame:
                    frame[SOURCES] = [[s for s in ids if s in known] for ids in frame[SOURCES]]
        return Library(package, self._settings, known_on=day, ladders=self._ladders)

    def _keep_with_parents(self, name: str, package: Package) -> None:
        """Drop the rows whose `knownWith` row has gone, in place."""
        column = package.resource(name).get("knownWith")
        if column:
            frame = package.tables[name]
            parents = set(package.tables[self.refers(name, column)]["id"])
            kept = frame[frame[column].isin(parents)]
            package.tables[name] = kept.reset_index(drop=True)


def data_folder(folder: str | Path | None = None) -> Path:
    """Return the data folder: the one given, else $ALLIANCE_DATA, else `data/` beside notebooks."""
    chosen = folder or os.environ.get("ALLIANCE_DATA")
    found = Path(chosen) if chosen else Path(__file__).parents[3] / "data"
    found = found.expanduser().resolve()
    if not found.is_dir():
        raise AllianceError(
            f"There is no data folder “{found}”; give the folder that holds {DESCRIPTOR}."
        )
    return found


def _stamp(folder: Path) -> tuple:
    """Return what changes when any data file changes: names, times and sizes."""
    files = sorted(p for p in folder.iterdir() if p.suffix in {".csv", ".json", ".yml", ".geojson"})
    files += sorted((folder / TEXTS).glob("*/*.yml"))
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files)


@without_pauses()
def check_library(folder: str | Path | None = None) -> tuple[Library, list[Problem]]:
    """Read the data package and return it with every problem found, without raising for them."""
    where = data_folder(folder)
    package = read_package(where)
    problems = list(package.problems)
    ladders: dict[str, derive.Ladder] = {}
    if not problems:  # first causes only: what rests on broken tables is not looked at
        ladders = read_ladders(package, problems)
        problems += derive.check_obligations(package)
    if not problems:
        problems += council.check_votes(package)
    if not problems:
        _derive(package, ladders)
    # Read last: a slip in the settings keeps no column from being derived.
    sources = None if package.problems else package.tables.get("sources")
    settings = read_settings(where, problems, None if sources is None else set(sources["id"]))
    if settings.get("lessons") and not problems:
        problems += check_needed(package.tables)
    return Library(package, settings, ladders=ladders), problems


def _derive(package: Package, ladders: dict[str, derive.Ladder]) -> None:
    """Add what follows from other rows to the tables, and to the code book."""
    derive.add_columns(package, ladders)
    derive.describe_columns(package, ladders)
    council.add_outcomes(package)
    council.describe_outcome(package)


def open_library(folder: str | Path | None = None) -> Library:
    """Open the data package; the same object comes back as long as no file has changed.

    From then on texts are in the language of its module.yml.

    Args:
        folder: where `datapackage.json` stands. Without it, the environment variable
            ALLIANCE_DATA, else the folder `data` of this module.

    Raises:
        AllianceError: the data have mistakes; says each with file, row, column and remedy.
    """
    where = data_folder(folder)
    stamp = _stamp(where)
    if where in _opened and _opened[where][0] == stamp:
        use(_opened[where][1]._settings["language"], where / TEXTS)
        return _opened[where][1]
    library = _prepared(where, files := _files(where))
    if library is None:
        library, problems = check_library(where)
        if problems:
            raise AllianceError(_sentence(problems))
        if files:
            keep(library._package, files)
    forget()
    use(library._settings["language"], where / TEXTS)
    _opened[where] = (stamp, library)
    return library


def prepare(folder: str | Path, file: str | Path, pandas: str = pd.__version__) -> Path:
    """Read and check a data package and write what others may then name in ALLIANCE_PREPARED.

    Args:
        folder: of the package, as it will lie there: the bytes of its files count, not the place.
        file: to be written.
        pandas: the version that those have who will use it, such as that of the browser build.

    Raises:
        AllianceError: the data have mistakes, or a file changes meanwhile.
        OSError: the file cannot be written.
    """
    where = data_folder(folder)
    files = files_of(where)
    library, problems = check_library(where)
    if problems:
        raise AllianceError(_sentence(problems))
    if not write(library._package, files, Path(file), b"", pandas):
        raise AllianceError("A data file was changed while it was read; prepare the data again.")
    return Path(file)


def _files(where: Path) -> dict[str, bytes]:
    """Return the bytes of all files of a package; none if one of them cannot be read."""
    try:
        return files_of(where)
    except OSError:
        return {}


def _prepared(where: Path, files: dict[str, bytes]) -> Library | None:
    """Return the library from what is prepared for exactly these files, None if nothing is."""
    found = look(where, files) if files else None
    if found is None:
        return None
    package = Package(where, json.loads(files[DESCRIPTOR].decode("utf-8-sig")))
    package.tables = {name: frame_of(columns) for name, columns in found["tables"].items()}
    for resource in package.descriptor["resources"]:
        if resource["path"].endswith(".geojson"):
            package.other[resource["name"]] = files[resource["path"]]
    remember(found["yaml"])
    problems: list[Problem] = []
    ladders = read_ladders(package, problems)
    _derive(package, ladders)
    settings = read_settings(where, problems, set(package.tables["sources"]["id"]))
    return None if problems else Library(package, settings, ladders=ladders)


def _sentence(problems: Iterable[Problem], most: int = 10) -> str:
    """Return the findings as lines, the first few in full."""
    problems = list(problems)
    lines = [str(problem) for problem in problems[:most]]
    if len(problems) > most:
        lines.append(f"… and {len(problems) - most} more: run “alliance check” to see all.")
    return "The data have mistakes, so the lesson stops here.\n" + "\n".join(lines)
