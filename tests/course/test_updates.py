"""Random own folders over three versions of the module: nothing is lost, nothing cited falsely."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.library import check_library, open_library
from alliance.teach.rows import read_grid
from tests.course.conftest import SOURCE, Folder
from tests.places import DATA

# 300 with ALLIANCE_FULL=1: each opens the data three times.
EXAMPLES = 300 if os.environ.get("ALLIANCE_FULL") == "1" else 4
EVENTS = [row[0] for row in read_grid(DATA / "events.csv").rows[:12]]
FIGURES = ["workers-2018-12", *[row[0] for row in read_grid(DATA / "estimates.csv").rows[:11]]]
TERMS = [row[0] for row in read_grid(DATA / "glossary.csv").rows[:12]]
OTHER = read_grid(DATA / "sources.csv").rows[5][0]


def edit(folder: Path, table: str, change) -> None:
    grid = read_grid(folder / f"{table}.csv")
    change(grid)
    grid.save()


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """The module as it is, and two later versions: figures, sources, titles change, rows vanish."""
    made = [DATA]
    for number in (2, 3):
        folder = tmp_path_factory.mktemp("v") / "data"
        shutil.copytree(made[-1], folder)

        def figures(grid, number=number):
            for name in FIGURES[number::3]:
                row = grid.rows[grid.find(name)]
                row[grid.column("low")] = row[grid.column("high")] = str(1000 * number)
                row[grid.column("source_ids")] = OTHER

        def events(grid, number=number):
            for name in EVENTS[number::3]:
                grid.rows[grid.find(name)][grid.column("title")] = f"Title of version {number}"
                grid.rows[grid.find(name)][grid.column("place")] = f"Place {number}"

        def terms(grid, number=number):
            for name in TERMS[number::4]:
                if any(row[0] == name for row in grid.rows):
                    del grid.rows[grid.find(name)]

        edit(folder, "estimates", figures)
        edit(folder, "events", events)
        edit(folder, "glossary", terms)
        text = (folder / "module.yml").read_text("utf-8")
        lesson = ("06-rebuilding", "04-sanctions")[number - 2]
        start = text.index(f"  - id: {lesson}\n")
        end = text.index("  - id:", start + 5)
        text = text[:start] + text[end:]
        (folder / "module.yml").write_text(text, "utf-8")
        (folder / "questions" / f"{lesson}.yml").unlink()
        made.append(folder)
    return made


changes = st.fixed_dictionaries(
    {
        "titles": st.lists(st.sampled_from(EVENTS), unique=True, max_size=4),
        "figures": st.lists(st.sampled_from(FIGURES), unique=True, max_size=4),
        "words": st.lists(st.sampled_from(FIGURES), unique=True, max_size=3),
        "terms": st.lists(st.sampled_from(TERMS), unique=True, max_size=3),
        "drop": st.lists(st.sampled_from(TERMS), unique=True, max_size=3),
        "lessons": st.booleans(),
        "text": st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    }
)


def written(place: Path, given: dict) -> Folder:
    """Write a course with these changes."""
    course = Folder(place)
    mark = f"Mine {given['text']}".strip()
    course.table("sources", SOURCE)
    if given["titles"]:
        course.table("events", *({"id": name, "title": mark} for name in given["titles"]))
    rows = {name: {"id": name, "low": "4321", "high": "4321", "source_ids": "my-reader"}
            for name in given["figures"]}  # fmt: skip
    for name in given["words"]:
        rows.setdefault(name, {"id": name})["note"] = mark
    if rows:
        course.table("estimates", *rows.values())
    terms = [name for name in given["terms"] if name not in given["drop"]]
    if terms:
        course.table("glossary", *({"id": name, "definition": mark} for name in terms))
    said = f"drop: {{glossary: [{', '.join(given['drop'])}]}}\n" if given["drop"] else ""
    said += "lessons: [00-start-here, 06-rebuilding, 01-history]\n" if given["lessons"] else ""
    return course.say(said)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), derandomize=True)
@given(given=changes)
def test_own_folders_live_through_updates(versions, given):
    known = [{name: open_library(v).estimates.set_index("id").loc[name] for name in FIGURES}
             for v in versions]  # fmt: skip
    groups = {name: {(float(v[name]["low"]), float(v[name]["high"]), *v[name]["source_ids"])
                     for v in known} for name in FIGURES}  # fmt: skip
    mark = f"Mine {given['text']}".strip()
    with tempfile.TemporaryDirectory() as room:
        course = written(Path(room) / "mine", given)
        for data in versions:
            library, problems = check_library(data, course.place)
            assert problems == [], [str(one) for one in problems]
            told = "\n".join(str(one) for one in library.notices)
            library.remember()
            shown = library.estimates.set_index("id")
            for name in FIGURES:
                row = shown.loc[name]
                group = (float(row["low"]), float(row["high"]), *row["source_ids"])
                mine = (4321.0, 4321.0, "my-reader")
                allowed = {mine} if name in given["figures"] else groups[name]
                assert any(one == group or str(one) == str(group) for one in allowed), (name, group)
                if name in given["words"]:
                    assert row["note"] == mark
            for name in given["titles"]:
                assert library.row("events", name)["title"] == mark
            for name in given["terms"]:
                if name in given["drop"]:
                    continue
                if name in library.ids("glossary"):
                    assert library.row("glossary", name)["definition"] == mark
                else:
                    assert f"has taken the row “{name}” out" in told
            assert not set(given["drop"]) & library.ids("glossary")
            lessons = [entry["id"] for entry in library.settings["lessons"]]
            if given["lessons"] and "06-rebuilding" not in lessons:
                assert "has taken the lesson" in told
                assert lessons == ["00-start-here", "01-history"]
