"""What tests of courses share: a copy of the module, and folders laid over it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.places import DATA


class Folder:
    """A course in a temporary folder, to be written by a test."""

    def __init__(self, place: Path) -> None:
        self.place = place
        for name in ("tables", "questions", "notebooks"):
            (place / name).mkdir(parents=True)
        self.say("")

    def say(self, text: str) -> Folder:
        (self.place / "course.yml").write_text(text, "utf-8")
        return self

    def table(self, name: str, *rows: dict[str, str]) -> Folder:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (self.place / "tables" / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return self

    def write(self, name: str, text: str) -> Folder:
        (self.place / name).parent.mkdir(parents=True, exist_ok=True)
        (self.place / name).write_text(text, "utf-8")
        return self


@pytest.fixture
def course(tmp_path) -> Folder:
    return Folder(tmp_path / "my-course")


@pytest.fixture
def data() -> Path:
    return DATA


SOURCE = {
    "id": "my-reader",
    "title": "Reader",
    "publisher": "My seminar",
    "date": "2024-01",
    "kind": "academic",
    "url": "https://example.org/reader",
    "access": "excerpt",
}
