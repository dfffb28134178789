"""Order: put items into the right order. The answer is the list of all item ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ....texts import say
from ...marking import Mark, Note, pairs_in_order
from ...model import Option, Question
from ...shuffle import mixed
from ...written.computed import ordered_from
from ...written.fields import options, rows, text, words
from ...written.form import Form
from ..kind import Kind, labelled

FROM = ("table", "where", "ids", "text", "by", "feedback")


@dataclass(frozen=True)
class Row:
    """Body: the items in the right order, and feedback on the whole."""

    items: tuple[Option, ...]
    feedback: dict[str, str]


class Order(Kind):
    """Items to be moved up and down."""

    name = "order"
    on_page = ("order.ask", "order.up", "order.down", "order.moved")
    drawing = "order"
    needs = (("items", "items_from"), "feedback")
    fields: ClassVar = {
        "items": options("In the right order.", marked=False, feedback=False),
        "items_from": rows(
            "Items from a table.",
            ("text", "by"),
            text=text("Column of the items."),
            by=text("Column of numbers or dates that gives the order."),
            feedback=text("Template with {column}."),
        ),
        "feedback": words("right", "wrong"),
    }

    def read(self, form: Form) -> Row:
        """Read `items` (written in the right order) or `items_from`, and `feedback`."""
        feedback = form.words("feedback", ("right", "wrong"))
        if not form.has("items_from"):
            return Row(form.options("items", feedback=False), feedback)
        inner = form.inner("items_from")
        if inner is None:
            return Row((), feedback)
        spec = inner.spec(FROM)
        inner.close()
        items = form.attempt("items_from", ordered_from, spec, form.library) or ()
        if len(items) == 1:
            form.wrong("items_from", "only one row fits", "choose at least two rows")
        return Row(items, feedback)

    def parts(self, question: Question) -> list[str]:
        """Ids of the items, in the right order."""
        return [item.id for item in question.body.items]

    def arranged(self, question: Question, seed: str) -> list[str]:
        """Mixed, but never right from the start."""
        parts = self.parts(question)
        return mixed(parts, seed, never=parts)

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """The items as labels."""
        return {"options": list(labelled(question.body.items, keys, html))}

    def refusal(self, question: Question, answer: Any) -> str:
        """Every item has to be there once."""
        if not isinstance(answer, list) or not all(isinstance(name, str) for name in answer):
            return say("order.bad")
        return "" if sorted(answer) == sorted(self.parts(question)) else say("order.bad")

    def mark(self, question: Question, answer: list[str]) -> Mark:
        """Kendall's rank correlation, at least 0: a random order is worth nothing on average."""
        parts = self.parts(question)
        right, pairs = pairs_in_order(answer, parts)
        correct = answer == parts
        notes = {}
        for item in question.body.items:
            place = answer.index(item.id)
            at_place = place == parts.index(item.id)
            text = item.feedback
            if not at_place:
                text = f"{text} {say('order.yours', n=place + 1)}".strip()
            notes[item.id] = Note(text, "right" if at_place else "", chosen=False)
        feedback = question.body.feedback
        if correct:
            return Mark(1.0, True, notes, feedback["right"])
        summary = f"{feedback['wrong']}\n\n{say('order.pairs', right=right, of=pairs)}"
        return Mark(max(0.0, 2 * right / pairs - 1), False, notes, summary)

    def right(self, question: Question) -> list[str]:
        """The items in the right order."""
        return self.parts(question)

    def words(self, question: Question, answer: list[str]) -> str:
        """The texts, one after the other."""
        texts = {item.id: item.text for item in question.body.items}
        return " → ".join(texts[name] for name in answer)


KIND = Order()
