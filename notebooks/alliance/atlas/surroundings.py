"""What surrounds the marks and lines of a map, and putting the whole together.

A `Surroundings` collects words (summary, key, notes, the time slider); `draw` adds the land and
returns the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..page import KEEP_KEYS, Picture, esc
from ..texts import count, say
from . import land

__all__ = ["Surroundings", "count_words", "draw"]

# How far “around a date” reaches, by the span of all dates: (longest span, reach in days, key).
REACH = [
    (800, 31, "map.reach_month"),
    (4_000, 183, "map.reach_half"),
    (15_000, 366, "map.reach_year"),
    (float("inf"), 731, "map.reach_years"),
]
SLIDER_HEIGHT = 108  # what the slider adds to the height of the frame, in CSS pixels
SPOTS = 6  # where the name of a large country may stand, so that it can give way to marks
ROOMY = 0.03  # part of the width of the frame from which on a country counts as large
MANY = 8  # marks after which a button to pass them by is offered to the keyboard


def count_words(rows: list[dict], spots: list[dict], stops: list[tuple[int, str]]) -> str:
    """Return a summary in numbers, for a map that was given none."""
    drawn = sum(len(spot["rows"]) for spot in spots)
    rows, places = count("map.rows", drawn), count("map.places", len(spots))
    what = say("map.rows_at", rows=rows, places=places)
    if any("line" in spot for spot in spots):
        what = count("map.lines", drawn)
    if len(stops) < 2:
        return say("map.summary", what=what)
    return say("map.summary_dates", what=what, first=stops[0][1], last=stops[-1][1])


@dataclass
class Surroundings:
    """What stands around the drawing.

    Attributes:
        title, summary: as shown.
        frame: the table beside the map.
        height: of the map in CSS pixels.
        library: borders, sources and settings.
        legend: HTML list of symbols.
        legend_notes: sentences below it.
        notes: sentences below the map on what is not drawn.
        fills: id of a polygon -> number of its shade or pattern.
        paints: the patterns as SVG; None if the fills are shades.
        time: what the slider needs, see items.js; None without one.
    """

    title: str
    summary: str
    frame: pd.DataFrame
    height: int
    library: Any
    legend: str = ""
    legend_notes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fills: dict[str, int] = field(default_factory=dict)
    paints: str | None = None
    time: dict | None = None

    def count_missing(self, number: int, key: str) -> None:
        """Note how many rows are only in the table; `key` is that of the text, which says why."""
        if number:
            self.notes.append(count(key, number))

    def add_time(self, stops: list[tuple[int, str]], rows: list[dict], wanted: bool) -> None:
        """Give the map a time slider over the dates of its rows, if there are two or more."""
        if not wanted:
            return
        undated = sum(row["from"] is None for row in rows)
        if len(stops) < 2:
            self.notes.append(say("map.few_dates"))
            return
        if undated:
            self.notes.append(count("map.undated", undated))
        days, reach = self._reach(stops)
        self.time = {"steps": stops, "days": days, "words": say("map.around", reach=say(reach))}

    @staticmethod
    def _reach(stops: list[tuple[int, str]]) -> tuple[int, str]:
        """Return how far “around a date” reaches, in days and as the key of a text."""
        span = stops[-1][0] - stops[0][0]
        return next((days, key) for longest, days, key in REACH if span <= longest)

    def controls(self) -> str:
        """Return the HTML of the time slider: native controls, which every reader knows."""
        if not self.time:
            return ""
        last = len(self.time["steps"]) - 1
        words = esc(self.time["steps"][-1][1])
        names = ("date", "earlier", "earlier_name", "later", "later_name", "show", "all")
        text = {name: esc(say(f"map.{name}")) for name in names}
        return (
            '<div class="al-time"><p class="al-now"><span><label for="al-slider">'
            f'{text["date"]} </label><b id="al-date">{words}</b></span>'
            '<span id="al-count"></span></p>'
            f'<button type="button" id="al-earlier" aria-label="{text["earlier_name"]}">'
            f"‹ {text['earlier']}</button>"
            f'<input type="range" id="al-slider" min="0" max="{last}" step="1" value="{last}" '
            f'aria-valuetext="{words}">'
            f'<button type="button" id="al-later" aria-label="{text["later_name"]}">'
            f"{text['later']} ›</button>"
            f'<fieldset><legend class="al-hidden">{text["show"]}</legend><label><input '
            f'type="radio" name="al-show" id="al-all" checked>{text["all"]}</label>'
            '<label><input type="radio" name="al-show" id="al-around">'
            f"{esc(self.time['words'])}</label></fieldset>"
            '<p role="status" id="al-status" class="al-hidden"></p></div>'
        )


def _doubts(features: list[dict]) -> tuple[list[str], str]:
    """Return the sentence that names disputed and occupied areas, and what is known of each."""
    sentences = " ".join(land.doubts(features))
    details = [
        f"{esc(f['name'])}: {esc(f['note'])}"
        for status in land.DOUBTS
        for f in features
        if f.get("status") == status and f.get("note")
    ]
    folded = ""
    if details:
        listed = "".join(f"<li>{detail}</li>" for detail in details)
        folded = (
            f'<details class="al-source"><summary {KEEP_KEYS}>{esc(say("map.doubts"))}</summary>'
            f"<ul>{listed}</ul></details>"
        )
    return ([sentences] if sentences else []), folded


def _land(features: list[dict], around: Surroundings, rect: land.Rect, limit: land.Rect) -> dict:
    """Return the data of the land: polygons once, and where each name fits."""
    spots = {feature["id"]: _label_spots(feature, rect, limit) for feature in features}
    # Disputed areas are drawn last, on top of the state they may also belong to. Large countries
    # are named before small ones, which give way.
    features = sorted(
        features,
        key=lambda f: (f["status"] != "state", -max([s[2] for s in spots[f["id"]]], default=0)),
    )
    shapes, steps = land.pack(features)
    listed = []
    for feature in features:
        item = [feature["name"], feature["status"], spots[feature["id"]]]
        fill = around.fills.get(feature["id"])
        listed.append(item if fill is None else [*item, fill])
    data = {"shapes": shapes, "steps": steps, "features": listed}
    return data if around.paints is None else {**data, "paints": around.paints}


def _label_spots(feature: dict, rect: land.Rect, limit: land.Rect) -> list[land.Spot]:
    """Return where the name of a feature fits: in all that can be seen, or in the view alone.

    What is large in the frame gets more spots, since marks may stand at the first.
    """
    found = []
    for area in (limit, rect):
        spots = land.label_spots(feature["polygons"], area, SPOTS)
        roomy = spots and spots[0][2] > (limit[2] - limit[0]) * ROOMY
        for spot in spots if roomy else spots[:1]:
            found.append(tuple(round(number, 2) for number in spot))
    return list(dict.fromkeys(found))


def draw(around: Surroundings, rect: land.Rect, data: dict) -> Picture:
    """Return the picture of a map.

    Args:
        around: words and settings.
        rect: what is shown at first.
        data: places, rows, marks and source links, see items.js.
    """
    from .base import Call, MapPicture, OfflineMap, Raw

    limit = land.window(rect, around.height)
    least = (limit[2] - limit[0]) / land.WIDEST * 1.2  # islands of about a pixel
    features = land.drawn(around.library.held_boundaries, limit, least)
    above = around.controls()
    if len(data["places"]) > MANY:
        skip = esc(say("map.skip"))
        above += f'<button type="button" class="al-skip" id="al-skip">{skip}</button>'
    chart = OfflineMap(
        around.title, rect, limit, around.height, SLIDER_HEIGHT if around.time else 0, above
    )
    chart.add_child(Call("land", _land(features, around, rect, limit)))
    chart.add_child(Call("items", {**data, "time": around.time}))
    end = f'<p class="al-hidden" id="al-end" tabindex="-1">{esc(say("map.end"))}</p>'
    chart.get_root().html.add_child(Raw(end), name="~end")
    named, folded = _doubts(features)
    view = (around.library.settings.get("borders") or {}).get("view", "")
    if around.library.known_on:
        around.notes.append(say("map.today"))
    key = "".join(f'<p class="al-source">{esc(note)}</p>' for note in around.legend_notes)
    links = around.library.links(around.frame)
    picture = MapPicture(
        title=around.title,
        summary=around.summary,
        body=key + folded,
        frame=around.frame,
        links=links,
        cite=around.library.cite,
        headings=around.library.headings(around.frame.columns),
        notes=[*around.notes, *([view] if view else []), *named],
        extra=chart,
    )
    picture.above = around.legend  # the key is read before the map
    return picture
