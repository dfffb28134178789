"""The one door to the data: open the package, look things up, cite, and go back in time.

library = open_library()
library.events                      # a pandas DataFrame
library.as_of("2024-06-20").events  # only what was public on that day
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from .. import dates
from ..page import Link
from ..problems import AllianceError, Problem, did_you_mean
from ..texts import say
from . import derive
from .copies import Copies, copied, own
from .course import Course
from .filling import FILL, how_to_fill
from .keys import foreign_keys
from .known import known_rows
from .later import Later
from .package import Package

__all__ = ["SOURCES", "Library", "as_list", "citations"]

SOURCES = "source_ids"
# A citation in Markdown: [label](#source-id).
CITATION = re.compile(r"\]\(#([^)\s]+)\)")


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
        self.later: Later | None = None  # in a course as known on a day: which words are later

    @property
    def course(self) -> Course | None:
        """The course that is laid over the data package, None without one."""
        return self._package.overlay.course if self._package.overlay else None

    @property
    def notices(self) -> list[Problem]:
        """What has changed in the module under the changes of the course; nothing stops for it."""
        return list(self._package.overlay.notices) if self._package.overlay else []

    @property
    def folders(self) -> list[Path]:
        """The folders whose files count, the later going before the earlier."""
        own_one = [self.course.folder] if self.course else []
        return own_one if self.course and self.course.blank else [self.folder, *own_one]

    def remember(self, anew: bool = False) -> None:
        """Keep what the module says under the changes of the course; see `Overlay.keep`."""
        if self._package.overlay:
            self._package.overlay.keep(anew)

    def file(self, name: str) -> Path:
        """Return the file of this name that counts: that of the course, if it has one."""
        found = [folder / name for folder in self.folders if (folder / name).is_file()]
        return found[-1] if found else self.folders[-1] / name

    def own_notebook(self, file: str) -> Path | None:
        """Return the notebook of this name that the course has of its own, None if it has none."""
        path = self.course.folder / "notebooks" / file if self.course else None
        return path if path and path.is_file() else None

    @property
    def folder(self) -> Path:
        """The folder of the data package."""
        return self._package.folder

    @property
    def settings(self) -> dict[str, Any]:
        """What module.yml says; a copy, as is everything that a library hands out."""
        return own(self._settings)

    def setting(self, key: str, default: Any = None) -> Any:
        """Return one setting; that of the course, where it has one."""
        value = own(self._settings.get(key))
        return default if value is None else value

    @property
    def ladders(self) -> dict[str, derive.Ladder]:
        """The schemes by which treaties are sorted, by id; copies."""
        return deepcopy(self._ladders)

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """All tables by name; each that is taken out is a copy."""
        return Copies(self._package.tables)

    @property
    def held(self) -> dict[str, pd.DataFrame]:
        """The tables themselves, for this package's own use, which changes nothing in them."""
        return self._package.tables

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._package.tables:
            hint = did_you_mean(name, self._package.tables)
            raise AttributeError(f"The data package has no table “{name}”; {hint}")
        # A copy: “events = library.events; events["decade"] = …” in a cell must not change what
        # maps, quizzes and later cells see. The tables are small.
        frame = copied(self._package.tables[name])
        if frame.empty:  # whoever cannot draw it says what to write where
            frame.attrs[FILL] = self._how_to_fill(name)
        return frame

    def _how_to_fill(self, name: str) -> str:
        """Return what is to be written into a table that is empty."""
        resource = self._package.resource(name)
        file = resource.get("path", f"{name}.csv")
        path = self.folder / file
        header = path.read_text("utf-8-sig").partition("\n")[0] if path.is_file() else ""
        shown = self.course.file("tables", file) if self.course else f"data/{file}"
        return how_to_fill(resource, shown, header.strip().split(","))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._package.tables]

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(frame)}" for name, frame in self.held.items())
        when = f", as known on {self.known_on}" if self.known_on else ""
        return f"Library({self._settings.get('title', self.folder.name)}{when}: {sizes})"

    @property
    def boundaries(self) -> dict[str, Any]:
        """The boundaries as GeoJSON, or an empty collection; a copy."""
        return own(self.held_boundaries)

    @property
    def held_boundaries(self) -> dict[str, Any]:
        """The boundaries themselves, for this package's own use; see `held`."""
        empty = {"type": "FeatureCollection", "features": []}
        return self._package.shapes("boundaries") or empty

    def fields(self, table: str) -> list[dict[str, Any]]:
        """Return the code book of a table: name, type, title, description of each column."""
        return own(self._package.fields(table))

    @property
    def version(self) -> str:
        """Version of the data package, "" if it has none."""
        return str(self._package.descriptor.get("version", ""))

    def choices(self, table: str, column: str) -> list[str]:
        """Return the allowed values of a column in the order of the code book, [] if it is free."""
        for spec in self._package.fields(table):
            if spec["name"] == column:
                return list(spec.get("constraints", {}).get("enum", []))
        return []

    def headings(self, columns: Iterable[str]) -> dict[str, str]:
        """Return the titles of columns by the code book of the table that has most of them.

        Columns that no such table has, such as those that a learner has added, are left out.
        """
        wanted = set(map(str, columns))
        books = [
            {s["name"]: s.get("title") for s in self._package.fields(name)} for name in self.held
        ]
        book = max(books, key=lambda titles: len(wanted & titles.keys()), default={})
        return {name: title for name, title in book.items() if name in wanted and title}

    def refers(self, table: str, column: str) -> str:
        """Return the table whose ids a column holds, "" if it holds none."""
        for key in foreign_keys(self._package.resource(table)):
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
        every = (self.choices(table, column) for table in self.held)
        return next((known for known in every if found <= set(known)), [])

    def labels(self, column: str, found: Iterable[str]) -> dict[str, str]:
        """Return the words for values of a column, as the code book has them under `categories`.

        The column is that of `kinds`. A value for which the code book has no word is left out.
        """
        found = set(found)
        for table in self.held:
            if found <= set(self.choices(table, column)):
                specs = self._package.fields(table)
                spec = next((s for s in specs if s["name"] == column), {})
                return {one["value"]: one["label"] for one in spec.get("categories", [])}
        return {}

    def ids(self, table: str) -> set[str]:
        """Return the ids of a table; none if there is no such table."""
        frame = self.held.get(table)
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
        if table not in self.held:
            hint = did_you_mean(table, self.held)
            raise AllianceError(f"The data package has no table “{table}”; {hint}")
        frame = self.held[table]
        hit = frame[frame["id"] == row_id]
        if hit.empty:
            hint = did_you_mean(row_id, frame["id"])
            raise AllianceError(f"{table}.csv has no row with the id “{row_id}”; {hint}")
        return hit.iloc[0].map(own)

    # --- sources ---------------------------------------------------------------------------

    @cached_property
    def _source_by_id(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.held["sources"].to_dict("records")}

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
        actors = self.held.get("actors", pd.DataFrame(columns=["id", "short_name"]))
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
        if self.later and last >= pd.Timestamp(self.later.day):
            return self  # a course as known on a day knows nothing later
        package = Package(self.folder, self._package.descriptor, other=self._package.other)
        package.overlay = self._package.overlay
        for name, frame in self.held.items():
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
        found = Library(package, self._settings, known_on=day, ladders=self._ladders)
        found.later = self.later
        return found

    def _keep_with_parents(self, name: str, package: Package) -> None:
        """Drop the rows whose `knownWith` row has gone, in place."""
        column = package.resource(name).get("knownWith")
        if column:
            frame = package.tables[name]
            parents = set(package.tables[self.refers(name, column)]["id"])
            kept = frame[frame[column].isin(parents)]
            package.tables[name] = kept.reset_index(drop=True)
