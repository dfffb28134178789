"""Categorise: every item into one of a few categories. The answer is {item id: category id}."""

from __future__ import annotations

from typing import ClassVar

from ....problems import did_you_mean
from ...model import Option, Question
from ...shuffle import mixed
from ...written.fields import listed, options, rows, text, words
from ...written.form import Form
from .pairing import Pairing, Pairs, target_id


class Categorise(Pairing):
    """Items to be sorted; the categories stay in the order written."""

    name = "categorise"
    drawing = "categorise"
    partner = "category"
    needs = ("categories", *Pairing.needs)
    fields: ClassVar = {
        "categories": listed(text(), "The categories, in the order shown.", least=2),
        "items": options("What is sorted.", marked=False, category=text("Its category.")),
        "items_from": rows(
            "Items computed from a table.",
            ("text", "category"),
            text=text("Column of the items."),
            category=text("Column of the categories."),
            feedback=text("Template with {column}."),
        ),
        "feedback": words("right", "wrong"),
    }

    def read(self, form: Form) -> Pairs:
        """Read `categories`, `items` with their `category` (or `items_from`), `feedback`."""
        categories = form.texts("categories", least=2)
        items, chosen = self.read_items(form)
        for item, category in zip(items, chosen, strict=True):
            if category and category not in categories:
                message = f"“{category}” (of “{item.text}”) is none of the categories"
                field = "items_from" if form.has("items_from") else "items"
                form.wrong(field, message, did_you_mean(category, categories).rstrip("?"))
        targets = tuple(Option(target_id(t), t) for t in categories)
        key = {o.id: target_id(c) for o, c in zip(items, chosen, strict=True)}
        return Pairs(tuple(items), targets, key, form.words("feedback", ("right", "wrong")))

    def arranged(self, question: Question, seed: str) -> list[str]:
        """Items mixed, categories as written."""
        items = mixed([option.id for option in question.body.items], seed)
        return [*items, *(option.id for option in question.body.targets)]


KIND = Categorise()
