"""Match: every item gets a partner out of one list. The answer is {item id: partner id}."""

from __future__ import annotations

from typing import ClassVar

from ...model import Option
from ...written.fields import listed, options, rows, text, words
from ...written.form import Form
from .pairing import Pairing, Pairs, target_id


class Match(Pairing):
    """Items with a list of partners beside each."""

    name = "match"
    drawing = "match"
    partner = "partner"
    on_page = ("match.",)
    fields: ClassVar = {
        "items": options("What gets a partner.", marked=False, partner=text("Its right partner.")),
        "items_from": rows(
            "Items computed from a table.",
            ("text", "partner"),
            text=text("Column of the items."),
            partner=text("Column of the partners."),
            feedback=text("Template with {column}."),
        ),
        "distractors": listed(text(), "Partners that fit no item."),
        "feedback": words("right", "wrong"),
    }

    def read(self, form: Form) -> Pairs:
        """Read `items` with their `partner`s (or `items_from`), `distractors`, `feedback`."""
        items, partners = self.read_items(form)
        distractors = form.texts("distractors")
        known = {partner.casefold() for partner in partners}
        for text_ in distractors:
            if text_.casefold() in known:
                message = f"“{text_}” is the partner of an item"
                form.wrong("distractors", message, "name here only what fits no item")
        everything = list(dict.fromkeys([*partners, *distractors]))
        if items and len(everything) < 2:
            field = "items_from" if form.has("items_from") else "items"
            form.wrong(field, "all items have the same partner", "write at least two partners")
        targets = tuple(Option(target_id(t), t) for t in everything)
        key = {o.id: target_id(p) for o, p in zip(items, partners, strict=True)}
        return Pairs(tuple(items), targets, key, form.words("feedback", ("right", "wrong")))


KIND = Match()
