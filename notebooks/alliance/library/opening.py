"""Opening the data package, with the course that is laid over it, and what is wrong with either."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from .. import dates
from ..pauses import without_pauses
from ..problems import AllianceError, Problem
from ..texts import forget, use
from ..texts.yaml_packed import remember
from . import council, derive
from .applying import apply
from .borders import choose_borders
from .course import Course, course_folder, read_course
from .descriptor import DESCRIPTOR, check_needed
from .frames import frame_of
from .ladders import read_ladders
from .later import Later, known_words
from .library import SOURCES, Library
from .package import Package, read_package
from .prepared import files_of, keep, look, write
from .settings import TEXTS, read_settings

__all__ = ["check_library", "data_folder", "open_library", "prepare"]

_opened: dict[tuple[Path, Path | None], tuple[tuple, Library]] = {}


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


def _stamp(folder: Path, own: Path | None) -> tuple:
    """Return what changes when any data file changes: names, times and sizes."""
    files = sorted(p for p in folder.iterdir() if p.suffix in {".csv", ".json", ".yml", ".geojson"})
    files += sorted((folder / TEXTS).glob("*/*.yml"))
    if own is not None:
        files += sorted(p for kind in ("*.yml", "*.json", "tables/*.csv", "texts/*/*.yml",
                                       "notebooks/*.ipynb") for p in own.glob(kind))  # fmt: skip
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in files)


@without_pauses()
def check_library(
    folder: str | Path | None = None, course: str | Path | None = None
) -> tuple[Library, list[Problem]]:
    """Read the data package and return it with every problem found, without raising for them.

    Args:
        folder: see `open_library`.
        course: see `open_library`.
    """
    where = data_folder(folder)
    place = course_folder(course, where, folder is not None)
    problems: list[Problem] = []
    over = read_course(place, problems) if place else None
    package = read_package(where, over)
    problems += package.problems
    return _library(package, over, problems), problems


def _library(
    package: Package, over: Course | None, problems: list[Problem], sound: bool = False
) -> Library:
    """Return the library of the tables that were read, with all that follows from them.

    Args:
        package: as read.
        over: the course that is laid over it.
        problems: those of the tables; takes all others.
        sound: whether these very files were looked at before, and nothing was wrong with them.
    """
    ladders: dict[str, derive.Ladder] = {}
    if not problems:  # first causes only: what rests on broken tables is not looked at
        ladders = read_ladders(package, problems)
        problems += [] if sound else derive.check_obligations(package)
    if not problems:
        problems += [] if sound else council.check_votes(package)
    if not problems:
        derive.add_columns(package, ladders)
        derive.describe_columns(package, ladders)
        council.add_outcomes(package)
        council.describe_outcome(package)
    # Read last: a slip in the settings keeps no column from being derived.
    sources = None if package.problems else package.tables.get("sources")
    settings = read_settings(
        package.folder, problems, None if sources is None else set(sources["id"])
    )
    if over is not None and package.overlay is not None:
        apply(settings, over, problems, package.overlay)
        _only_taught(package, settings)
    if package.descriptor and not package.problems:
        choose_borders(package, settings, problems, sound)
    if settings.get("lessons") and not problems:
        problems += check_needed(package.tables)
    return Library(package, settings, ladders=ladders)


def _only_taught(package: Package, settings: dict[str, Any]) -> None:
    """Leave out the objectives of lessons that a course does not teach: nobody is asked."""
    goals = package.tables.get("objectives")
    if goals is not None and "lesson" in goals:
        taught = {entry["id"] for entry in settings.get("lessons", [])}
        away = goals[~goals["lesson"].isin(taught)]
        settings["untaught_goals"] = dict(zip(away["id"], away["lesson"], strict=True))
        for name, frame in package.tables.items():
            if name != "objectives" and "lesson" in frame:  # raw ids of what nobody can open
                frame.loc[~frame["lesson"].isin(taught), "lesson"] = ""
        package.tables["objectives"] = goals[goals["lesson"].isin(taught)].reset_index(drop=True)


def open_library(folder: str | Path | None = None, course: str | Path | None = None) -> Library:
    """Open the data package; the same object comes back as long as no file has changed.

    From then on texts are in the language of its module.yml.

    Args:
        folder: where `datapackage.json` stands. Without it, the environment variable
            ALLIANCE_DATA, else the folder `data` of this module.
        course: the folder of a course that is laid over it, "" for none. Without it, the course
            that is chosen (see `course.course_folder`), or none if a folder is given.

    Returns:
        The library; with a course that has an `as_of`, as it was known on that day.

    Raises:
        AllianceError: the data have mistakes; says each with file, row, column and remedy.
    """
    where = data_folder(folder)
    over = course_folder(course, where, folder is not None)
    own_texts = where / TEXTS if over is None else over / TEXTS
    key, stamp = (where, over), _stamp(where, over)
    if key in _opened and _opened[key][0] == stamp:
        use(_opened[key][1]._settings["language"], own_texts)
        return _opened[key][1]
    files = _files(where) if over is None else {}  # a course is read each time
    library = _prepared(where, files)
    if library is None:
        library, problems = check_library(where, over or "")
        if problems:
            raise AllianceError(_sentence(problems))
        if files:
            keep(library._package, files)
    forget()
    use(library._settings["language"], own_texts)
    if library.course and library.course.settings.get("as_of"):
        library = _as_course(library, library.course.settings["as_of"])
    _opened[key] = (stamp, library)
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
    library, problems = check_library(where, "")
    if problems:
        raise AllianceError(_sentence(problems))
    if not write(library._package, files, Path(file), b"", pandas):
        raise AllianceError("A data file was changed while it was read; prepare the data again.")
    Path(file).chmod(0o644)  # for all to read, and for nobody else to write
    return Path(file)


def _files(where: Path) -> dict[str, bytes]:
    """Return the bytes of all files of a package; none if one of them cannot be read."""
    try:
        return files_of(where)
    except OSError:
        return {}


@without_pauses()
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
    library = _library(package, None, problems, sound=True)
    return None if problems else library


def _as_course(whole: Library, day: str) -> Library:
    """Return the library of a course as known on a day: words about later days go, too."""
    library = whole.as_of(day)
    last = dates.bounds(day)[1]
    sources, known = whole.tables["sources"], library.ids("sources")
    dated = sources[sources["date"] != ""]["id"]
    library.later = later = Later(last, set(dated) - known)
    tables = library._package.tables
    for name, frame in tables.items():  # what only later sources tell of
        if SOURCES in frame and not library._package.resource(name).get("knownFrom"):
            cited = dict(zip(*(whole.tables[name][c] for c in ("id", SOURCES)), strict=True))
            early = [not cited[i] or bool(set(cited[i]) - later.sources) for i in frame["id"]]
            tables[name] = frame[early].reset_index(drop=True)
    if "from_start" in tables.get("actors", ()):
        every = whole.tables["actors"]
        unborn = set(every["id"][every["from_start"] > pd.Timestamp(last)])
        born = ~tables["actors"]["id"].isin(unborn)
        tables["actors"] = tables["actors"][born].reset_index(drop=True)
    said = str(library.setting("borders"))
    said += str([feature["properties"] for feature in whole.boundaries["features"]])
    later.learn_names(whole.tables, tables, said)
    for name in set(tables) - {"sources", "actors"}:  # their rows are dated, or have no day
        tables[name] = known_words(library._package.resource(name), tables[name], later)
    for name in tables:
        library._keep_with_parents(name, library._package)
    settings = library._settings
    told = whole.tables.get("forecasts", pd.DataFrame())
    resolved = (
        "resolves_on_start" in told and (told["resolves_on_start"] <= pd.Timestamp(last)).any()
    )
    for entry in settings.get("lessons", []):
        # A second part tells what became of the forecasts of the first: nothing yet, perhaps.
        if entry.get("later") and not resolved:
            settings.setdefault("untaught", []).append({"file": entry.pop("later")})
            entry["part_away"] = True
        for key in ("idea", "teaser"):
            if entry.get(key) and later(entry[key]):
                entry[key] = ""
    return library


def _sentence(problems: Iterable[Problem], most: int = 10) -> str:
    """Return the findings as lines, the first few in full."""
    problems = list(problems)
    lines = [str(problem) for problem in problems[:most]]
    if len(problems) > most:
        lines.append(f"… and {len(problems) - most} more: run “alliance check” to see all.")
    return "The data have mistakes, so the lesson stops here.\n" + "\n".join(lines)
