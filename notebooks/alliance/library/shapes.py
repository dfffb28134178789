"""Reading and checking the areas that maps draw: a GeoJSON file of polygons."""

from __future__ import annotations

import json
from typing import Any

from ..problems import Problem, did_you_mean

__all__ = ["STATUS", "read_shapes"]

STATUS = ("state", "disputed", "occupied", "held")
DEPTHS = {"Polygon": "a list of rings", "MultiPolygon": "a list of polygons"}


def read_shapes(text: str, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    """Return a GeoJSON feature collection; None, and findings, if it is none that maps can draw."""
    try:
        shapes = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", "")
        what = getattr(error, "msg", "") or "it is nested too deep"
        problems.append(Problem(file, f"not valid JSON ({what})", "restore the file", row=row))
        return None
    features = shapes.get("features") if isinstance(shapes, dict) else None
    if not isinstance(features, list):
        message = "not a GeoJSON feature collection"
        problems.append(Problem(file, message, "restore the file"))
        return None
    found, ids = [], set()  # an outline may be drawn in one way by each view of borders
    for number, feature in enumerate(features, start=1):
        problem = _check_feature(file, feature, number)
        views = feature["properties"].get("views", [""]) if problem is None else []
        here = {(feature["properties"]["id"], view) for view in views} if views else set()
        if problem is None and here & ids:
            message, row = "the id stands there twice", feature["properties"]["id"]
            problem = Problem(file, message, "join the two features", row=row)
        if problem is None:
            ids |= here
        else:
            found.append(problem)
    problems += found
    return None if found else shapes


def _check_feature(file: str, feature: Any, number: int) -> Problem | None:
    """Return the first thing that maps cannot take: id, name, status, or the geometry."""
    known = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(known, dict) or not isinstance(known.get("id"), str) or not known["id"]:
        return Problem(file, "the feature has no “id”", "write it", row=f"feature {number}")
    row = known["id"]
    for key in ("name", "status"):
        if not isinstance(known.get(key), str):
            wanted = "its name" if key == "name" else ", ".join(STATUS)
            return Problem(file, f"the feature has no “{key}”", f"write {wanted}", row, key)
    if known["status"] not in STATUS:
        remedy = did_you_mean(known["status"], STATUS).rstrip("?")
        return Problem(file, f"“{known['status']}” is no status of borders", remedy, row, "status")
    if not isinstance(known.get("note", ""), str):
        return Problem(file, "the note is no text", "write it in quotation marks", row, "note")
    views = known.get("views", [""])
    if not isinstance(views, list) or not views or not all(isinstance(v, str) for v in views):
        message, remedy = "its views are no list of names", 'write ["…"], or take them out'
        return Problem(file, message, remedy, row, "views")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in DEPTHS:
        message, remedy = "the geometry is neither Polygon nor MultiPolygon", "draw it as either"
        return Problem(file, message, remedy, row, "geometry")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons or not all(map(_polygon, polygons)):
        message = f"the coordinates of the {kind} are not {DEPTHS[kind]} of [longitude, latitude]"
        remedy = "draw the area again; a ring has four places or more, in degrees"
        return Problem(file, message, remedy, row, "geometry")
    return None


def _polygon(rings: Any) -> bool:
    """Tell whether these are rings of places in degrees, longitude first."""
    return isinstance(rings, list) and bool(rings) and all(map(_ring, rings))


def _ring(places: Any) -> bool:
    if not isinstance(places, list) or len(places) < 4:
        return False
    try:
        # A text or an empty list cannot be compared; NaN lies between no bounds.
        return all(
            type(place) is list and -360 <= place[0] <= 360 and -90 <= place[1] <= 90
            for place in places
        )
    except (TypeError, IndexError):
        return False
