"""The values that YAML files hold, which know where they stand and how they are written."""

from __future__ import annotations

from typing import Any

__all__ = ["Lined", "Listed", "Number", "Turned"]


class Lined(dict):
    """A mapping that knows its line and the lines of its fields (as an editor counts them).

    Attributes:
        line: where the mapping begins, "" if it comes from no file.
        lines: the line of each field.
        twice: fields that are written more than once.
    """

    line: int | str = 1

    def __init__(self, line: int | str = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}
        self.twice: list[Any] = []

    def line_of(self, key: Any) -> int | str:
        """Line of a field; the line of the whole mapping where the field is missing."""
        return self.lines.get(key, self.line)


class Listed(list):
    """A list that knows the line of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class Turned(str):
    """A word as it is written, which YAML reads as something else; `read` says as what."""

    read: str = "another value"


class Number(float):
    """A number that is shown as it is written: 0.50, not 0.5."""

    written: str = ""

    def __str__(self) -> str:
        return self.written
