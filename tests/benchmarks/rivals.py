"""The same lesson as others would make it: jupyterquiz for the questions, stock folium for maps."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import folium
import nbformat

from alliance import atlas, explore, open_library, timeline
from alliance.quiz.bank import load_bank
from alliance.quiz.model import plain

LEAFLET = 82_000  # bytes of Leaflet itself, packed, which every map that opens offline has to carry
KINDS = ("single", "multiple")


def notebook(*cells: str) -> nbformat.NotebookNode:
    """Return a notebook with these code cells."""
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return nbformat.v4.new_notebook(cells=made, metadata=metadata)


def imports_only() -> nbformat.NotebookNode:
    """Return a notebook that only imports what every lesson needs."""
    return notebook("import pandas\nimport folium\nimport ipywidgets")


def questions(most: int) -> list[dict[str, Any]]:
    """Return questions of the bank in the form of jupyterquiz; they are repeated up to `most`."""
    found = []
    for question in load_bank(open_library()).questions:
        if question.type in KINDS:
            answers = [
                {"answer": plain(o.text), "correct": o.correct, "feedback": plain(o.feedback)}
                for o in question.body.options
            ]
            kind = "multiple_choice" if question.type == "single" else "many_choice"
            found.append({"question": plain(question.stem), "type": kind, "answers": answers})
    return (found * (most // len(found) + 1))[:most]


def same_lesson() -> nbformat.NotebookNode:
    """Return a notebook with as many questions and maps as our lesson, made with the others."""
    library = open_library()
    count = sum(q.lesson == "01-history" for q in load_bank(library).questions)
    world = str(library.folder / "boundaries.geojson")
    table = str(library.folder / "events.csv")
    draw = (
        f"where = folium.Map()\nfolium.GeoJson(open({world!r}).read()).add_to(where)\n"
        "for row in events.dropna(subset=['lat']).itertuples():\n"
        "    folium.Marker((row.lat, row.lon), popup=row.title).add_to(where)\nwhere"
    )
    asked = questions(count)
    sets = [asked[start : start + 4] for start in range(0, count, 4)]
    cells = [f"display_quiz({group!r}, shuffle_questions=False)" for group in sets]
    setup = (
        "import folium\nimport ipywidgets\nimport pandas\nfrom jupyterquiz import display_quiz\n"
        f"events = pandas.read_csv({table!r})"
    )
    return notebook(setup, draw, draw, *cells)


def our_questions(count: int) -> nbformat.NotebookNode:
    """Return a notebook with so many questions: the first sets, then generated ones."""
    bank = load_bank(open_library())
    cells, left = [], count
    for name, group in bank.sets.items():
        number = len([i for i in group.question_ids if bank.question(i).type != "code"])
        if 0 < number <= left:
            cells.append(f"quiz({name!r})")
            left -= number
    if left:
        cells.append(f"practice('history', count={left}, seed='benchmark')")
    return notebook("from alliance import practice, quiz", *cells)


def their_questions(count: int) -> nbformat.NotebookNode:
    """Return a notebook with so many questions in jupyterquiz, in groups of four."""
    asked = questions(count)
    sets = [asked[start : start + 4] for start in range(0, count, 4)]
    return notebook(
        "from jupyterquiz import display_quiz",
        *(f"display_quiz({group!r}, shuffle_questions=False)" for group in sets),
    )


def pictures() -> list[tuple[str, str, str, str]]:
    """Bytes of maps and of the timeline in a saved notebook, beyond Leaflet itself."""
    library = open_library()
    few = library.events.query("date_start < '1962-01-01' and 30 < lat < 44 and 115 < lon < 132")
    some = library.events.query("category == 'treaty'")
    maps = {
        f"regional map, {len(few)} rows": ("≤ 60 kB", few, "korea"),
        f"map of Eurasia, {len(some)} rows": ("≤ 240 kB", some, "eurasia"),
        f"the same with all {len(library.events)} rows": ("–", library.events, "eurasia"),
    }
    stock = folium.Map()
    folium.GeoJson(json.dumps(library.boundaries)).add_to(stock)
    theirs = stock._repr_html_()
    remote = len(set(re.findall(r"https://[^&\"' ]+\.(?:js|css)", html.unescape(theirs))))
    shown = f"{len(json.dumps(theirs)) / 1000:.0f} kB and {remote} files from the network"
    rows = []
    for name, (budget, frame, view) in maps.items():
        body = atlas.points(frame, title=name, when="date", category="category", view=view).body
        size = f"{(len(json.dumps(body)) - LEAFLET) / 1000:.0f} kB"
        rows.append((f"{name}, beyond Leaflet", budget, size, shown))
    line = timeline(library.events, title="All")
    ladder = explore.ladder(library.treaties)
    sizes = [f"{len(json.dumps(each._repr_html_())) / 1000:.0f} kB" for each in (line, ladder)]
    return [
        *rows,
        ("timeline of all events with its table", "–", sizes[0], "–"),
        ("ladder of all treaties with its table", "≤ 150 kB", sizes[1], "–"),
    ]
