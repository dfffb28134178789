"""What match and categorise have in common: every item gets one target. Not a type by itself.

The answer is {item id: target id}. Ids of targets begin with “=”, so that no item has the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....texts import say
from ...marking import Mark, Note
from ...model import Option, Question, plain, slug
from ...written.computed import paired_from
from ...written.form import Form
from ..kind import Kind, labelled

__all__ = ["FROM", "Pairing", "Pairs", "target_id"]

FROM = ("table", "where", "ids", "text", "feedback")


@dataclass(frozen=True)
class Pairs:
    """Body: items, targets to choose from, the right target by item id, feedback on the whole."""

    items: tuple[Option, ...]
    targets: tuple[Option, ...]
    key: dict[str, str]
    feedback: dict[str, str]


def target_id(text: str) -> str:
    """Return the id of a target from its text."""
    return f"={slug(text)}"


class Pairing(Kind):
    """Items, each of which belongs to one target; several may share one."""

    partner = ""  # the field of an item that names its target
    needs = (("items", "items_from"), "feedback")

    def read_items(self, form: Form) -> tuple[list[Option], list[str]]:
        """Return the items and the text of the right target of each, written or computed."""
        if form.has("items_from"):
            return self._computed(form)
        items: list[Option] = []
        partners: list[str] = []
        for inner in form.rows("items"):
            items.append(inner.option(items))
            partners.append(inner.text(self.partner, required=True))
            inner.close()
        return items, partners

    def _computed(self, form: Form) -> tuple[list[Option], list[str]]:
        inner = form.inner("items_from")
        if inner is None:
            return [], []
        spec = inner.spec((*FROM, self.partner))
        inner.close()
        found = form.attempt("items_from", paired_from, spec, self.partner, form.library)
        return found or ([], [])

    def parts(self, question: Question) -> list[str]:
        """Ids of items and targets."""
        return [option.id for option in (*question.body.items, *question.body.targets)]

    def public(self, question: Question, keys: dict[str, str], html: Any) -> dict[str, Any]:
        """Items as labels; targets as bare words."""
        body = question.body
        names = {option.id for option in body.items}
        items = {name: key for name, key in keys.items() if name in names}
        texts = {option.id: plain(option.text) for option in body.targets}
        targets = [[key, texts[name]] for name, key in keys.items() if name in texts]
        return {"options": list(labelled(body.items, items, html)), "targets": targets}

    def refusal(self, question: Question, answer: Any) -> str:
        """Every item needs a target that is offered."""
        if not isinstance(answer, dict):
            return say("refuse.unknown")
        body = question.body
        items = {option.id for option in body.items}
        targets = {option.id for option in body.targets}
        given = {name: target for name, target in answer.items() if target}
        if not all(isinstance(t, str) and t in targets for t in given.values()):
            return say("refuse.unknown")
        if not set(given) <= items:
            return say("refuse.unknown")
        lacking = len(items) - len(given)
        return say("pair.some", n=lacking) if lacking else ""

    def mark(self, question: Question, answer: dict[str, str]) -> Mark:
        """The share of items with the right target."""
        body = question.body
        texts = {option.id: option.text for option in body.targets}
        notes, hits = {}, 0
        for item in body.items:
            target = body.key[item.id]
            if answer[item.id] == target:
                hits += 1
                notes[item.id] = Note(item.feedback, "right")
            else:
                belongs = say("pair.right", target=texts[target])
                notes[item.id] = Note("", "wrong", closing=f"{belongs} {item.feedback}")
        if hits == len(body.items):
            return Mark(1.0, True, notes, body.feedback["right"])
        summary = f"{body.feedback['wrong']}\n\n{say('pair.count', n=hits, of=len(body.items))}"
        return Mark(hits / len(body.items), False, notes, summary)

    def right(self, question: Question) -> dict[str, str]:
        """Every item with its target."""
        return dict(question.body.key)

    def words(self, question: Question, answer: dict[str, str]) -> str:
        """“item: target” for each."""
        texts = {option.id: option.text for option in question.body.targets}
        pairs = [f"{o.text}: {texts[answer[o.id]]}" for o in question.body.items]
        return "; ".join(pairs)
