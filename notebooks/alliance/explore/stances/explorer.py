"""Acts of many actors on one scale over time: a map with a slider, and the latest act of each.

The page is drawn by `stances.js` and needs no kernel. Each mark is an act, the latest of
its actor up to the day of the slider: its shape and colour say where that act stands, and the list
below the map says the same in words, with the date. Actors without coordinates stand in the list.

    explore.stances(library.reactions)
    explore.stances(library.reactions, views=["pacific", "europe"])
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ... import dates
from ...atlas import land
from ...library import given_library, need
from ...page import MOST_LINKS, Picture, marks
from ...problems import AllianceError, did_you_mean
from ...texts import count, say
from .. import frame as base

__all__ = ["LOOKS", "by_actor", "stances", "step"]

NEEDED = ("id", "date", "actor", "act", "what", "stance", "source_ids")
# The scale, with a shape and a colour for each step: opposing acts are warm, friendly ones blue
# (colours of Okabe and Ito, as in `marks`).
LOOKS = {
    -2: ("square", marks.VERMILION),
    -1: ("triangle-down", marks.ORANGE),
    0: ("circle", "#8A8A8A"),
    1: ("triangle", marks.SKY),
    2: ("star", marks.BLUE),
}
GRID = 10  # outlines are written in tenths of a degree: a pixel or less
MARGIN = 6.0  # degrees around the actors, where no view is given
LEAST = 1.0  # islands smaller than this, in degrees, are left out
View = str | Iterable[float]


def stances(
    frame: pd.DataFrame, *, views: Iterable[View] | None = None,
    title: str = "", summary: str = "", library: Any = None,
) -> Picture:  # fmt: skip
    """Return the map of acts over time, with a slider, and the list of the latest acts.

    Args:
        frame: one act a row: `id`, `date` (EDTF), `actor` (id in actors), `act`, `what`, `stance`
            (whole number from -2 to 2), `source_ids`; and, where there are any, `in_response_to`,
            `stance_reason`, `speaker`, `silent`.
        views: rectangles (west, south, east, north in degrees) or names from `views:` in
            module.yml: the map, and a second one for a part where marks are crowded. Without them
            one map around the actors.
        title, summary: what it shows, and one sentence on it; without them acts are counted.
        library: where names, places, borders and sources come from; the module's own without it.

    Raises:
        AllianceError: a column is missing, an actor or a view is unknown, a date cannot be read, or
            a stance is not on the scale.
    """
    library = given_library(library, "explore.stances", "actors")
    need(frame, NEEDED, "explore.stances", "library.reactions")
    frame = frame.assign(_day=[_day(row) for row in frame.to_dict("records")])
    frame = frame.sort_values("_day", kind="stable")
    _check(frame, library)
    actors = _actors(frame, library)
    drawn = list(_rects(views, actors, library))
    links = base.Links(library)
    places = {actor["id"]: k for k, actor in enumerate(actors)}
    data = {
        "actors": [[a["name"], a["lat"], a["lon"]] for a in actors],
        "acts": [_act(row, places, links) for row in frame.to_dict("records")],
        "quarters": _quarters(frame["_day"]),
        "looks": [[level, marks.svg(*look, 18), step(level)] for level, look in LOOKS.items()],
        "views": drawn,
        "land": _land(drawn, library),
        "links": links.made,
    }
    heading = title or say("stances.title")
    made = library.links(frame)
    many = [say("stances.sources", n=len(made))] if len(made) > MOST_LINKS else []
    return Picture(
        title=heading,
        summary=summary or _summary(frame, actors),
        body=base.page(heading, data, name="stances/stances", height=1100),
        frame=_table(frame, library),
        links=made[:MOST_LINKS],
        cite=library.cite,
        notes=[*_notes(drawn, actors, library), *many],
    )


def by_actor(frame: pd.DataFrame) -> pd.Series:
    """Return the mean stance of each actor's acts: the step before any mean over actors.

    Args:
        frame: `actor`, `stance`. A mean over its rows would count an actor as often as it is there.
    """
    need(frame, ("actor", "stance"), "explore.by_actor", "library.reactions")
    return frame.groupby("actor")["stance"].mean().sort_values()


def step(level: int, short: bool = False) -> str:
    """Return what a step of the scale is called; `short`, only its number with its sign."""
    name = say(f"stances.level_{'minus' if level < 0 else 'plus'}_{abs(level)}")
    return name.split(" ")[0] if short else name


# --- what was given ------------------------------------------------------------------------------


def _day(row: Mapping[str, Any]) -> int:
    """Return the first day of an act as a number; AllianceError if it has none."""
    text = base.cell(row, "date")
    first = dates.bounds(text)[0] if dates.is_valid(text) else None
    if first is None:
        raise AllianceError(
            f"explore.stances: the act “{row['id']}” has the date “{text}”, which has no first day;"
            " write a day as 2024-06-20, or a month as 2024-06."
        )
    return first.toordinal()


def _check(frame: pd.DataFrame, library: Any) -> None:
    """Raise AllianceError if an actor is unknown or a stance is not on the scale."""
    known = set(library.held["actors"]["id"])
    for row in frame.to_dict("records"):
        if row["actor"] not in known:
            hint = did_you_mean(row["actor"], known)
            raise AllianceError(
                f"explore.stances: the act “{row['id']}” has the actor “{row['actor']}”, which is "
                f"not in the table of actors; {hint}"
            )
        if row["stance"] not in LOOKS:
            raise AllianceError(
                f"explore.stances: the act “{row['id']}” has the stance “{row['stance']}”; it must "
                "be a whole number from -2 to 2."
            )


def _actors(frame: pd.DataFrame, library: Any) -> list[dict[str, Any]]:
    """Return the actors in the order of their first acts: id, name, lat, lon (None without)."""
    rows = library.held["actors"].set_index("id")
    found = []
    for name in dict.fromkeys(frame["actor"]):
        lat, lon = (
            None if pd.isna(rows.loc[name, c]) else rows.loc[name, c] for c in ("lat", "lon")
        )
        found.append({"id": name, "name": library.actor_name(name), "lat": lat, "lon": lon})
    return found


def _rects(views: Any, actors: list[dict[str, Any]], library: Any) -> list[list[float]]:
    """Return the rectangles of the maps."""
    placed = [a for a in actors if a["lat"] is not None]
    if views is None:
        lats, lons = [a["lat"] for a in placed], [a["lon"] for a in placed]
        if not placed:
            return []
        return [[min(lons) - MARGIN, max(min(lats) - MARGIN, -80),
                 max(lons) + MARGIN, min(max(lats) + MARGIN, 80)]]  # fmt: skip
    known = library.settings.get("views") or {}
    found = []
    for view in [views] if isinstance(views, str) else views:
        if isinstance(view, str):
            if view not in known:
                raise AllianceError(
                    f"explore.stances: module.yml has no view “{view}”; {did_you_mean(view, known)}"
                )
            view = known[view]
        rect = [float(edge) for edge in view]
        if len(rect) != 4 or rect[0] >= rect[2] or rect[1] >= rect[3]:
            raise AllianceError(
                "explore.stances: a view is (west, south, east, north) in degrees, with west < east"
                f" and south < north, not {view!r}."
            )
        found.append(rect)
    return found


# --- what the page is given ----------------------------------------------------------------------


def _act(row: Mapping[str, Any], places: Mapping[str, int], links: base.Links) -> list[Any]:
    """Return an act as the script reads it."""
    silent = base.cell(row, "silent")
    return [
        places[row["actor"]],
        row["_day"],
        dates.words(row["date"]),
        row["act"],
        row["what"],
        int(row["stance"]),
        base.cell(row, "stance_reason"),
        base.cell(row, "speaker"),
        "" if silent in ("", "no") else base.plain(silent),
        base.cell(row, "in_response_to"),
        links.places(base.cells(row, "source_ids")),
    ]


def _quarters(days: Iterable[int]) -> list[list[Any]]:
    """Return the last day of each quarter, and the day of the last act, each with its words."""
    first, last = (datetime.date.fromordinal(day) for day in (min(days), max(days)))
    found, year, quarter = [], first.year, (first.month - 1) // 3
    while (year, quarter) <= (last.year, (last.month - 1) // 3):
        following = datetime.date(year + quarter // 3, quarter % 4 * 3 + 4 - 12 * (quarter // 3), 1)
        end = min(following - datetime.timedelta(days=1), last)
        found.append([end.toordinal(), dates.words(end.isoformat())])
        year, quarter = (year + 1, 0) if quarter == 3 else (year, quarter + 1)
    return found


def _land(rects: list[list[float]], library: Any) -> dict[str, Any]:
    """Return the outlines for all maps, once: those of the largest view."""
    if not rects:
        return {"shapes": [], "steps": "", "kinds": []}
    features = []
    for feature in land.drawn(library.held_boundaries, _around(rects), LEAST):
        polygons = [[ring for ring in map(_coarse, rings) if ring] for rings in feature["polygons"]]
        features.append({**feature, "polygons": [rings for rings in polygons if rings]})
    # Disputed areas are drawn last, on top of the state they may also belong to.
    features.sort(key=lambda feature: feature.get("status", "state") != "state")
    shapes, steps = land.pack(features)
    return {"shapes": shapes, "steps": steps, "kinds": [f.get("status", "state") for f in features]}


def _around(rects: list[list[float]]) -> tuple[float, float, float, float]:
    """Return the rectangle that holds all."""
    return (
        min(r[0] for r in rects), min(r[1] for r in rects),
        max(r[2] for r in rects), max(r[3] for r in rects),
    )  # fmt: skip


def _coarse(ring: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Round a ring of hundredths of a degree to tenths; [] if no area is left.

    Neighbours round alike, so no gap opens between them.
    """
    points = [(round(x / GRID), round(y / GRID)) for x, y in ring]
    points = [p for k, p in enumerate(points) if p != points[k - 1]]
    return points if len(points) > 2 else []


def _notes(rects: list[list[float]], actors: list[dict[str, Any]], library: Any) -> list[str]:
    """Return what is said below: who is only in the list, and whose view of borders is drawn."""
    missing = [a["name"] for a in actors if a["lat"] is None]
    found = [count("stances.no_seat", len(missing), names=", ".join(missing))] if missing else []
    if rects:
        view = (library.settings.get("borders") or {}).get("view", "")
        features = land.drawn(library.held_boundaries, _around(rects), LEAST)
        found += [*([view] if view else []), *land.doubts(features)]
    return found


def _summary(frame: pd.DataFrame, actors: list[dict[str, Any]]) -> str:
    """Return a sentence that counts."""
    days = (datetime.date.fromordinal(frame["_day"].iloc[k]).isoformat() for k in (0, -1))
    first, last = map(dates.words, days)
    return say("stances.summary", n=len(frame), actors=len(actors), first=first, last=last)


def _table(frame: pd.DataFrame, library: Any) -> pd.DataFrame:
    """Return the equal of the page: every act in words."""
    rows = frame.to_dict("records")
    return pd.DataFrame({
        "date": [dates.words(row["date"]) for row in rows],
        "actor": [library.actor_name(row["actor"]) for row in rows],
        "act": [row["act"] for row in rows],
        "stance": [step(row["stance"]) for row in rows],
        "sources": [base.cells(row, "source_ids") for row in rows],
    })  # fmt: skip
