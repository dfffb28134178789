"""A question as any learning platform may take it: one neutral description for all formats.

Texts are HTML fragments that are well-formed XML too, unless they are said to be plain. What a
format cannot say of an item is a *loss*: one sentence, kept beside the item.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Band",
    "Body",
    "Cell",
    "Choice",
    "Essay",
    "Figure",
    "Item",
    "Judgement",
    "Loss",
    "Pairs",
    "Pick",
    "Picture",
    "Scale",
    "Scales",
    "Sequence",
    "Spot",
]


@dataclass(frozen=True)
class Choice:
    """Something to choose: id, text, feedback, whether it is right, what it earns by itself."""

    id: str
    html: str
    feedback: str = ""
    right: bool = False
    credit: float = 0.0


@dataclass(frozen=True)
class Pick:
    """One of several options, or any number of them.

    Of several, the score is the share of the right ones chosen, minus the share of the wrong ones
    chosen, at least 0.
    """

    options: tuple[Choice, ...]
    several: bool = False
    shuffle: bool = True


@dataclass(frozen=True)
class Judgement:
    """A verdict, and the reason that decides it: half the score each, the second with the first.

    Attributes:
        asks: what is asked for first and second, plain.
        half: what is said if the verdict alone is right.
    """

    asks: tuple[str, str]
    verdicts: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    half: str = ""


@dataclass(frozen=True)
class Figure:
    """A number: right from low to high, give or take the tolerance."""

    low: Any
    high: Any
    tolerance: Any
    unit: str
    right: str
    too_low: str
    too_high: str


@dataclass(frozen=True)
class Band:
    """A range that holds a value and is no wider than `widest`; wider ones earn widest/width."""

    value: Any
    widest: Any
    unit: str
    feedback: dict[str, str]


@dataclass(frozen=True)
class Sequence:
    """Items in the right order. The score is Kendall's rank correlation, at least 0."""

    items: tuple[Choice, ...]
    right: str
    wrong: str


@dataclass(frozen=True)
class Pairs:
    """Items, each of which belongs to one target; the score is the share that is right.

    Attributes:
        targets: (id, plain text); some may belong to no item.
        key: id of the target by id of the item.
        sort: the targets are a few categories.
    """

    items: tuple[Choice, ...]
    targets: tuple[tuple[str, str], ...]
    key: dict[str, str]
    right: str
    wrong: str
    sort: bool = False


@dataclass(frozen=True)
class Scale:
    """One scale of several: what is asked, plain, and its steps with what each earns."""

    id: str
    ask: str
    steps: tuple[Choice, ...]


@dataclass(frozen=True)
class Scales:
    """Several scales, whose credits add up to the score."""

    scales: tuple[Scale, ...]
    model: str


@dataclass(frozen=True)
class Picture:
    """An image: name of its file, PNG, width and height, and the same in words."""

    name: str
    png: bytes
    width: int
    height: int
    words: str


@dataclass(frozen=True)
class Spot:
    """A place to be marked on a map, or to be chosen from a list.

    Attributes:
        areas: for each right place the outline within which a mark is right, in pixels.
        radius: of a circle about as large, in pixels, and its middle, for each right place.
        options: the places offered; empty where only a mark will do.
    """

    picture: Picture
    areas: tuple[tuple[tuple[int, int], ...], ...]
    circles: tuple[tuple[int, int, int], ...]
    options: tuple[Choice, ...]
    right: str
    wrong: str


@dataclass(frozen=True)
class Essay:
    """A text in the learner's own words; the model answer, and how many characters at least."""

    model: str
    least: int


@dataclass(frozen=True)
class Cell:
    """A value computed in a code cell, in words."""

    value: str


Body = Pick | Judgement | Figure | Band | Sequence | Pairs | Scales | Spot | Essay | Cell


@dataclass(frozen=True)
class Item:
    """A question.

    Attributes:
        id: as in the bank.
        ident: letters, digits, hyphens and underscores alone, beginning with a letter.
        name: plain, short.
        type: as in the bank.
        stem, hint, explanation: HTML; the last two may be empty.
        sources: (label, address); the address may be empty.
    """

    id: str
    ident: str
    name: str
    type: str
    lesson: str
    set: str
    objective: str
    stem: str
    body: Body
    hint: str = ""
    explanation: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def closing(self) -> str:
        """Explanation and sources, shown when the question is over."""
        from ...page import esc

        links = "; ".join(
            f'<a href="{esc(address)}">{esc(label)}</a>' if address else esc(label)
            for label, address in self.sources
        )
        parts = [self.explanation, f"<p>{links}</p>" if links else ""]
        return "".join(part for part in parts if part)


@dataclass
class Loss:
    """What became of one item in a format.

    Attributes:
        lost: one sentence a loss; none if it is whole.
        possible: False if the format cannot hold it at all; then `lost` says why.
    """

    item: Item
    lost: list[str] = field(default_factory=list)
    possible: bool = True

    @property
    def state(self) -> str:
        """“whole”, “with loss” or “not possible”."""
        if not self.possible:
            return "not possible"
        return "with loss" if self.lost else "whole"
