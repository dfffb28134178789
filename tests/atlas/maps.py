"""What tests of maps share: small tables, and what stands in the page of a map."""

from __future__ import annotations

import html
import json
import re

import pandas as pd

EURASIA = (20, 15, 150, 72)


def rows(*given, **columns) -> pd.DataFrame:
    """A small table: title, place, lat, lon and date for each row."""
    names = ["title", "place", "lat", "lon", "date"]
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in given]).assign(**columns)


ROUTES = pd.DataFrame(
    {
        "title": ["Out", "Back"],
        "from": ["Town", "Port"],
        "to": ["Port", "Town"],
        "from_lat": [39.0, 50.0],
        "from_lon": [125.7, 30.0],
        "to_lat": [50.0, 39.0],
        "to_lon": [30.0, 125.7],
        "amount": [10, 40],
        "kind": ["goods", "people"],
    }
)


def page_of(picture) -> str:
    """The page inside the frame of a map."""
    return html.unescape(re.search(r"srcdoc='([^']*)'", picture.body).group(1))


def calls(picture, function: str) -> dict:
    """The data given to one function in the page."""
    found = re.findall(rf"alliance\.{function}\(map_\w+,(.*)\);", page_of(picture))
    assert len(found) == 1
    return json.loads(found[0])
