"""Parts of a generated question and of the rows behind it, read without the code that made it."""

from __future__ import annotations

import math
import re
import unicodedata

SIGNS = re.compile(r"[~?%]|\.\.")


def plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def by_id(frame):
    return {row["id"]: row for row in frame.to_dict("records")}


def parts(question):
    """Options, right options and wrong options of any type that has them."""
    body = question.body
    options = getattr(body, "options", None) or getattr(body, "items", ())
    return options, [o for o in options if o.correct], [o for o in options if not o.correct]


def kilometres(one, other):
    """Great-circle distance by the spherical law of cosines."""
    north, south = math.radians(one.lat), math.radians(other.lat)
    along = math.cos(math.radians(one.lon - other.lon))
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * along
    return 6371.0 * math.acos(max(-1.0, min(1.0, cosine)))
