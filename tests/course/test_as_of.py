"""A course as known on a day: nothing later is shown, asked or counted, and lessons say why."""

from __future__ import annotations

import html
import json
import os
import re
from datetime import date

import nbformat
import pytest
from nbclient import NotebookClient

from alliance.lesson import closing, glossary, opening
from alliance.lesson.edition import edition
from alliance.lesson.laying import lay
from alliance.library import open_library
from alliance.library.later import Later
from alliance.quiz import load_bank
from tests.places import NOTEBOOKS

DAY = "2024-06-20"
# Every lesson with ALLIANCE_FULL=1; else those that open on a day, and tell most of later days.
TRIED = ["05-military-involvement", "06-rebuilding"]
NAMES = ["Kursk", "MSMT", "Multilateral Sanctions", "Storm Corps", "Sudzha"]


@pytest.fixture
def then(course, data):
    course.say(f"as_of: {DAY}")
    return open_library(data, course.place)


def plain(text: str) -> str:
    """Return what a page says, without addresses and ids."""
    text = html.unescape(html.unescape(text)).replace("\\n", " ").replace('\\"', '"')
    text = re.sub(r"<style.*?</style>|<script.*?</script>", " ", text, flags=re.S)
    return re.sub(r"https?://[^\s\"'<>)]+|\]\(#[^)]*\)|data:[\w/+;,=-]+", " ", text)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("signed on 19 June 2024", False),
        ("on 21 June 2024", True),
        ("in June 2024", False),
        ("in July 2024", True),
        ("July 4, 2024", True),
        ("in 2024", False),
        ("by 2025", True),
        ("2024-06-21", True),
        ("resolution 2087, and 2,025 tonnes", False),
        ("so says [a report](#later-one)", True),
        ("so says [a report](#early-one)", False),
        ("1950–1953", False),
        ("2022–2026", True),
    ],
)
def test_what_is_later(text, later):
    assert Later(date(2024, 6, 20), {"later-one"})(text) is later


def test_tables_questions_and_cards_know_nothing_later(then):
    bank = load_bank(then)
    texts = [opening("01-history", then).body, closing("01-history", then).body]
    texts += [glossary(then).body, *(str(entry.raw) for entry in bank.entries.values())]
    columns = [(frame[column], column) for name, frame in then.tables.items()
               if name != "forecasts" for column in frame if column != "id"]  # fmt: skip
    texts += [cell for cells, _ in columns for cell in cells if isinstance(cell, str)]
    found = [hit for text in texts for hit in then.later.named(plain(text))]
    assert found == [] and 40 < len(bank.entries) < 200 and bank.problems == []
    said = "\n".join(map(plain, texts))
    assert [name for name in NAMES if name in said] == []
    assert then.as_of("2026-01-01") is then and len(then.as_of("2000").events) < len(then.events)


def test_prose_of_later_days_is_folded_with_a_word_why(then):
    for entry in then.settings["lessons"]:
        cells = json.loads((NOTEBOOKS / entry["file"]).read_text("utf-8"))["cells"]
        made = edition(cells, entry, then)
        said = [c["source"] for c in made if c["cell_type"] == "markdown"]
        assert not any(then.later(text) for text in said), entry["id"]
        assert any("after 20 June 2024 and" in text for text in said), entry["id"]
        assert sum(text.startswith("# ") for text in said) == 1
        assert edition(made, entry, then) == made


def run(paths, library, room):
    environment = {**os.environ, "PYTHONPATH": str(NOTEBOOKS)}
    environment |= {"ALLIANCE_COURSE": str(library.course.folder)}
    environment |= {"ALLIANCE_PROGRESS": str(room / "journal")}
    for path in paths:
        node = nbformat.read(path, as_version=4)
        client = NotebookClient(node, timeout=200, kernel_name="python3",
                                resources={"metadata": {"path": str(room)}})  # fmt: skip
        with client.setup_kernel(env=environment):
            for number, cell in enumerate(node.cells):
                client.execute_cell(cell, number)
        yield path.name, node


def test_lessons_run_and_no_page_names_a_later_day(then, course, data, tmp_path):
    full = os.environ.get("ALLIANCE_FULL") == "1"
    lessons = [e["id"] for e in then.settings["lessons"] if full or e["id"] in TRIED]
    course.say(f"as_of: {DAY}\nlessons: [{', '.join(lessons)}]")
    library = open_library(data, course.place)
    told: list[str] = []
    made = lay(library, tmp_path / "lessons", tell=told.append)
    assert len(told) == len(made) == len(lessons)
    for name, node in run(made, library, tmp_path):
        outputs = [out.get("data", out) for cell in node.cells for out in cell.get("outputs", [])]
        shown = [*(cell.source for cell in node.cells), *outputs]
        text = plain(json.dumps(shown, ensure_ascii=False))
        text += plain(json.dumps(node.metadata.get("widgets", {}), ensure_ascii=False))
        today = re.sub(r"Printed on \d+ \w+ \d{4}", "", text)
        found = [(hit, today[max(0, today.find(hit) - 80) : today.find(hit) + 40])
                 for hit in library.later.named(today)]  # fmt: skip
        assert found == [], name
        assert [one for one in NAMES if one in text] == [], name
