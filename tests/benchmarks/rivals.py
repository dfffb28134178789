"""The same lesson as others would make it: jupyterquiz for the questions, stock folium for maps."""

from __future__ import annotations

import json
from typing import Any

import nbformat

from alliance import atlas, open_library, quiz, timeline
from alliance.quiz.bank import load_bank
from alliance.quiz.model import plain

LEAFLET = 180_000  # bytes of Leaflet itself, which every map that opens offline has to carry
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


def sizes() -> list[tuple[str, str, str, str]]:
    """Bytes of a map, a timeline and a question in a saved notebook."""
    import folium

    library = open_library()
    regional = atlas.points(library.events, title="Region", view="korea")
    wide = atlas.points(library.events, title="Continent", view="eurasia")
    line = timeline(library.events, title="All")
    stock = folium.Map()
    folium.GeoJson(json.dumps(library.boundaries)).add_to(stock)
    other = len(json.dumps(stock._repr_html_()))
    remote = stock._repr_html_().count("https://cdn.")
    bodies = [len(json.dumps(p.body)) for p in (regional, wide)]
    shown = f"{other / 1000:.0f} kB, {remote} files from the network"
    per_question, theirs = _question_bytes()
    return [
        ("regional map beyond Leaflet", "≤ 60 kB", f"{(bodies[0] - LEAFLET) / 1000:.0f} kB", shown),
        (
            "map of Eurasia beyond Leaflet",
            "≤ 240 kB",
            f"{(bodies[1] - LEAFLET) / 1000:.0f} kB",
            shown,
        ),
        ("timeline with its table", "–", f"{len(json.dumps(line.html)) / 1000:.0f} kB", "–"),
        ("one question in a saved notebook", "≤ 3 kB", per_question, theirs),
    ]


def _question_bytes() -> tuple[str, str]:
    """Bytes a question with the widget state that a notebook may be saved with, of four at once."""
    import contextlib
    import io

    from jupyterquiz import display_quiz

    panel = quiz("history-korean-war")
    state = {k: v for k, v in panel.get_state().items() if k not in ("layout", "tooltip")}
    count = len(panel.questions)
    ours = len(json.dumps(state, default=str)) / count
    code = (len(panel._esm) + len(panel._css)) / count
    shown = []
    with contextlib.redirect_stdout(io.StringIO()):
        from IPython.core import displaypub  # noqa: F401 (jupyterquiz displays by IPython)
        from IPython.display import HTML, Javascript  # noqa: F401
        from IPython.utils.capture import capture_output

        with capture_output() as caught:
            display_quiz(questions(4), shuffle_questions=False)
        shown = [str(o) + json.dumps(getattr(o, "data", {}), default=str) for o in caught.outputs]
    theirs = sum(map(len, shown)) / 4
    return f"{ours / 1000:.1f} kB, of it {code / 1000:.1f} kB script", f"{theirs / 1000:.1f} kB"
