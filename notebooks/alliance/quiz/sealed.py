"""Questions in a copy for students: without their keys, or with them sealed.

Two ways, as the course has it under `feedback`:

- *later*: a question file holds what is asked and nothing else. Options, items and targets stand in
  an order that says nothing. No key is in the copy at all; answers are kept, and marked by whoever
  has the full bank (`bare` makes such a question, `filled` lets it be read).
- *at once*: learners are told after each answer, so the program must know the keys. The files lie
  in one sealed file (`seal`, `unseal`) which no editor, search or unpacking shows. That is a
  curtain and no lock: whoever reads this program can open it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from ..texts.yaml_lines import Lined
from .kinds.judgement.judge import VERDICTS
from .model import Question

__all__ = ["BARE", "SEALED", "bare", "filled", "seal", "unseal"]

BARE = "without_key"
SEALED = "sealed.bin"
COMMON = ("id", "set", "objective", "type", "stem", "hint", "source_ids", "unit", "widest",
          "within_km", "view", "verdicts", "least", "categories", "shuffle")  # fmt: skip
OPTIONS = {"options": "options", "true-false": "reasons", "judge": "evidence"}
NOTHING = "·"
WORLD = (-180.0, -90.0, 180.0, 90.0)
# The words of feedback that each type wants; what is not named wants none.
FEEDBACK = {
    "true-false": ("true", "false"),
    "number": ("right", "low", "high"),
    "interval": ("right", "wide", "low", "high"),
    "grade": ("reliability", "credibility"),
    **dict.fromkeys(("judge", "order", "match", "categorise", "place"), ("right", "wrong")),
}


# --- without keys ---------------------------------------------------------------------------------


def bare(raw: dict[str, Any], question: Question) -> dict[str, Any]:
    """Return a question as a file for students holds it: what is asked, and no key.

    Args:
        raw: as its author wrote it.
        question: the same, read.
    """
    shown = {key: _plain(raw[key]) for key in COMMON if key in raw}
    body = question.body
    for field in ("options", "items", "targets"):
        parts = getattr(body, field, None)
        if parts:
            kept = {part.text: part.id for part in parts}
            texts = list(kept) if raw.get("shuffle") is False else mixed(kept)
            shown[field] = [t if field == "targets" else {"text": t, "id": kept[t]} for t in texts]
    if question.type == "place" and body.offered:
        spots = {spot.text: spot for spot in body.offered.values()}
        shown["options"] = [
            {"text": text, "lat": spots[text].lat, "lon": spots[text].lon} for text in mixed(spots)
        ]
    return {BARE: True, **shown}


def mixed(texts: Any) -> list[str]:
    """Return texts in an order that follows from each of them alone."""
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def filled(raw: Lined, views: dict[str, Any]) -> Lined:
    """Return a question without key with something in the place of it, so that it can be read.

    What stands there is the same for all questions and nobody is shown it.

    Args:
        raw: as `bare` made it.
        views: rectangles of maps by name.
    """
    made, kind = Lined(raw.line), str(raw.get("type"))
    made.update({k: v for k, v in raw.items() if k not in (BARE, "options", "items", "targets")})
    made.lines = dict(raw.lines)
    if kind in FEEDBACK:
        made["feedback"] = _lined(dict.fromkeys(FEEDBACK[kind], NOTHING), raw)
    answers = {"true-false": False, "number": 0, "interval": 0, "grade": "A1", "code": 0}
    if kind in answers:
        made["answer"] = answers[kind]
    if kind == "judge":
        made["answer"] = (raw.get("verdicts") or VERDICTS)[0]
    if kind == "reflect":
        made["model"] = NOTHING
    texts = raw.get("options") or []
    if kind == "place":
        made.update(_place(raw, texts, views))
    elif texts:
        made[OPTIONS.get(kind, "options")] = [
            _lined({**one, "feedback": NOTHING, "correct": k == 0}, raw)
            for k, one in enumerate(texts)
        ]
    if raw.get("items"):
        made.update(_items(raw, kind))
    return made


def _place(raw: Lined, places: list[dict[str, Any]], views: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a question on a map: any place that can be seen is its answer."""
    view = raw.get("view")
    west, south, east, north = views.get(view, WORLD) if isinstance(view, str) else view or WORLD
    middle = {"text": NOTHING, "lat": (south + north) / 2, "lon": (west + east) / 2}
    spots = [_lined(dict(place), raw) for place in places]
    answer = dict(places[0]) if places else middle
    return {"answer": _lined(answer, raw)} | ({"places": spots} if spots else {})


def _items(raw: Lined, kind: str) -> dict[str, Any]:
    """Return the items of a question that puts them in order, or gives each a target."""
    items, targets = list(raw["items"]), list(raw.get("targets") or [])
    if kind == "order":
        return {"items": [_lined(dict(one), raw) for one in items]}
    field = "partner" if kind == "match" else "category"
    rows = [
        _lined({**one, field: targets[k % len(targets)], "feedback": NOTHING}, raw)
        for k, one in enumerate(items)
    ]
    over = targets[len(items) :] if kind == "match" else []
    return {"items": rows} | ({"distractors": over} if over else {})


def _lined(values: dict[str, Any], like: Lined) -> Lined:
    made = Lined(like.line)
    made.update(values)
    return made


# --- sealed ------------------------------------------------------------


def seal(files: dict[str, str], name: str) -> bytes:
    """Return files as one sealed file; see above what that protects from, and what not."""
    packed = zlib.compress(json.dumps(files, ensure_ascii=False).encode(), 9)
    salt = hashlib.sha256(packed).digest()[:16]
    return salt + _turned(packed, salt, name)


def unseal(content: bytes, name: str) -> dict[str, str]:
    """Return the files in a sealed file; ValueError if it is none, or was sealed for another."""
    try:
        files = json.loads(zlib.decompress(_turned(content[16:], content[:16], name)))
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"the sealed file is damaged ({error})") from None
    return {str(file): str(text) for file, text in files.items()}


def _turned(content: bytes, salt: bytes, name: str) -> bytes:
    """Return bytes combined with a stream that follows from a name; the same undoes it."""
    stream = hashlib.shake_256(salt + name.encode()).digest(len(content))
    return (int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")).to_bytes(
        len(content), "big"
    )
