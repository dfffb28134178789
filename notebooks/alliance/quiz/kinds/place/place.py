"""Place on the map: a mark, or a name out of a list. The answer is [lat, lon] or a place's id.

What counts is the great-circle distance to the (nearest) right place; see `land.distance`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from ....texts import say
from ...land import distance, land
from ...marking import Mark
from ...model import Option, Question, plain
from ...numbers import shown
from ...written.fields import listed, mapping, number, rows, text, view, words
from ...written.form import Form
from ...written.places import Spot, inside, spots_from, spots_written, view_of
from ..kind import Kind, labelled

SPOT = mapping(
    {"text": text("Its name."), "lat": number("Degrees north."), "lon": number("Degrees east.")},
    ("text", "lat", "lon"),
)
NAME = text("Column of the name; else place, name or title.")


@dataclass(frozen=True)
class Target:
    """Body: the right places, how near is near enough (km), what is seen, the places offered."""

    spots: tuple[Spot, ...]
    within: float
    view: tuple[float, float, float, float]
    options: tuple[Option, ...]
    offered: dict[str, Spot]
    feedback: dict[str, str]

    def off(self, lat: float, lon: float) -> float:
        """Distance in km to the nearest right place."""
        return min(distance(lat, lon, spot.lat, spot.lon) for spot in self.spots)


class Place(Kind):
    """A place to be found on a map."""

    name = drawing = "place"
    on_page = ("place.",)
    needs = ("view", "within_km", "feedback", ("answer", "answer_from"))
    fields: ClassVar = {
        "view": view(),
        "within_km": number("How near the mark must be, in km."),
        "answer": SPOT,
        "answer_from": rows("The right place or places, from a table.", text=NAME),
        "places": listed(SPOT, "Places to choose from instead of a mark.", least=2),
        "places_from": rows("The same from a table.", text=NAME),
        "feedback": words("right", "wrong"),
    }

    def read(self, form: Form) -> Target:
        """Read `view`, `within_km`, `answer` and `places` (or these with `_from`), `feedback`."""
        view = view_of(form)
        within = float(form.number("within_km") or 0)
        if within <= 0:
            form.wrong("within_km", "no distance is given", "write how near is near enough, in km")
        spots = self._spots(form, "answer", required=True)
        places = self._spots(form, "places")
        for spot in spots:
            if not inside(view, spot.lat, spot.lon):
                field = "answer" if form.has("answer") else "answer_from"
                message = f"“{spot.text}” ({spot.lat}, {spot.lon}) lies outside the view"
                form.wrong(field, message, "choose a wider `view:`")
        options = tuple(spot.option for spot in places)
        offered = dict(zip((o.id for o in options), places, strict=True))
        feedback = form.words("feedback", ("right", "wrong"))
        target = Target(tuple(spots), within, view, options, offered, feedback)
        if spots and places and not any(target.off(p.lat, p.lon) <= within for p in places):
            field = "places" if form.has("places") else "places_from"
            form.wrong(field, "none of them is the right place", "add the right place to the list")
        return target

    def _spots(self, form: Form, field: str, required: bool = False) -> list[Spot]:
        """Return the places that a field, or the same with `_from`, gives."""
        written, computed = form.has(field), form.has(f"{field}_from")
        if written and computed:
            form.wrong(field, "it is written twice", f"keep `{field}:` or `{field}_from:`")
        if computed:
            return spots_from(form, f"{field}_from")
        if written:
            return spots_written(form, field)
        if required:
            form.wrong(field, "no right answer is given", f"write `{field}:` or `{field}_from:`")
        return []

    def parts(self, question: Question) -> list[str]:
        """Ids of the places offered."""
        return list(question.body.offered)

    def arranged(self, question: Question, seed: str) -> list[str]:
        """By the alphabet: a list of names is easier to read so, and tells nothing."""
        texts = {option.id: option.text.casefold() for option in question.body.options}
        return sorted(texts, key=texts.__getitem__)

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """The name of the map, and names of places; no coordinates."""
        found = list(labelled(question.body.options, keys, plain))
        return {"land": _name(question), "options": found}

    def shared(self, question: Question, library: Any) -> dict[str, Any]:
        """The map."""
        return {_name(question): land(library, question.body.view)}

    def refusal(self, question: Question, answer: Any) -> str:
        """No mark, or no place on Earth."""
        offered = question.body.offered
        if not answer:
            return say("place.none_list" if offered else "place.none")
        if isinstance(answer, str):
            return "" if answer in offered else say("refuse.unknown")
        if not isinstance(answer, list) or len(answer) != 2:
            return say("refuse.unknown")
        if any(isinstance(v, bool) or not isinstance(v, int | float) for v in answer):
            return say("refuse.unknown")
        # Compared before anything is computed: a whole number may be too long to compute with.
        fits = abs(answer[0]) <= 90 and abs(answer[1]) <= 540
        return "" if fits and all(map(math.isfinite, answer)) else say("refuse.unknown")

    def mark(self, question: Question, answer: Any) -> Mark:
        """Right within `within_km`; the distance is told either way."""
        body = question.body
        lat, lon = self._at(question, answer)
        off = body.off(lat, lon)
        right = off <= body.within
        km = shown(Decimal(round(off) if off >= 10 else round(off, 1)))
        told = say("place.hit" if right else "place.off", km=km)
        places = "; ".join(f"{spot.text} ({_words(spot.lat, spot.lon)})" for spot in body.spots)
        return Mark(
            float(right),
            right,
            summary=f"{told} {body.feedback['right' if right else 'wrong']}",
            closing=say("place.right", places=places),
            extra={"at": [lat, lon]},
        )

    def _at(self, question: Question, answer: Any) -> tuple[float, float]:
        if isinstance(answer, str):
            spot = question.body.offered[answer]
            return spot.lat, spot.lon
        return float(answer[0]), float(answer[1])

    def right(self, question: Question) -> list[float]:
        """The first right place."""
        spot = question.body.spots[0]
        return [spot.lat, spot.lon]

    def shown_right(self, question: Question, keys: dict[str, str]) -> Any:
        """All right places with their names, to be drawn."""
        return [[spot.lat, spot.lon, plain(spot.text)] for spot in question.body.spots]

    def words(self, question: Question, answer: Any) -> str:
        """The name chosen, or the coordinates of the mark."""
        if isinstance(answer, str):
            return question.body.offered[answer].text
        return _words(*self._at(question, answer))


def _name(question: Question) -> str:
    return "land " + " ".join(f"{edge:g}" for edge in question.body.view)


def _words(lat: float, lon: float) -> str:
    """Return coordinates in words: “39.0° north, 125.8° east”."""
    lon = (lon + 180) % 360 - 180
    ns, ew = ("north", "south")[lat < 0], ("east", "west")[lon < 0]
    ns, ew = say(f"place.{ns}"), say(f"place.{ew}")
    return say("place.at", lat=f"{abs(lat):.1f}", lon=f"{abs(lon):.1f}", ns=ns, ew=ew)


KIND = Place()
