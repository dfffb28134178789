"""Tools of the instructor guide: rehearsing, carrying changes over, reading what was handed in."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from alliance import lesson, teach
from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.quiz.bank import load_bank
from alliance.teach.check import run_checks
from alliance.teach.command import main
from alliance.teach.damage import DAMAGE
from tests.places import DATA
from tests.quiz_records import record, write


@pytest.fixture
def copy(other_data):
    return teach.rehearse(other_data)


# --- the rehearsal ------------------------------------------------------------------------


def test_a_rehearsal_changes_the_copy_alone(copy, other_data):
    before = (other_data / "events.csv").read_bytes()
    shown = copy.set("events", "war-of-1914", title="Another title", actors=["FRA", "RUS"])
    assert "events.csv, row 5, title War Another title" in " ".join(repr(shown).split())
    row = copy.library.row("events", "war-of-1914")
    assert row["title"] == "Another title" and row["actors"] == ["FRA", "RUS"]
    assert (other_data / "events.csv").read_bytes() == before
    folder = copy.folder
    copy._room.cleanup()
    assert not folder.exists()


def test_a_change_touches_no_other_line(tmp_path):
    copy = teach.rehearse(DATA)
    before = (copy.folder / "estimates.csv").read_text("utf-8").splitlines()
    copy.set("estimates", "workers-2018-12", note="A note, with a comma")
    after = (copy.folder / "estimates.csv").read_text("utf-8").splitlines()
    differ = [k for k, (one, two) in enumerate(zip(before, after, strict=True), 1) if one != two]
    assert len(differ) == 1 and '"A note, with a comma"' in after[differ[0] - 1]


def test_the_check_of_a_rehearsal_says_what_the_command_says(copy, capsys, tmp_path):
    copy.set("events", "war-of-1914", source_ids="kennan-1894", category="wars")
    told = [line for line in repr(copy.check()).splitlines()[1:]]
    assert run_checks(str(copy.folder), str(tmp_path)) == 1
    out = capsys.readouterr().out
    assert len(told) == 2 and all(f"  {line}\n" in out for line in told)


@pytest.mark.parametrize(
    ("do", "words"),
    [
        (lambda c: c.set("event", "x", title="y"), "There is no table “event”; did you mean"),
        (lambda c: c.set("events", "war-of-1915", title="y"), "did you mean “war-of-1914”"),
        (lambda c: c.set("events", "war-of-1914", titel="y"), "has no column “titel”; did you"),
        (lambda c: c.replace("module.yml", "e", "E"), "times, not once"),
        (lambda c: c.replace("modul.yml", "a", "b"), "has no file “modul.yml”; did you mean"),
        (lambda c: c.write("../outside.txt", "x"), "lies outside"),
        (lambda c: c.lessons("01-aliance"), "no lesson “01-aliance”; did you mean"),
        (lambda c: c.spoil("events", "coffee"), "There is no way “coffee”"),
    ],
)
def test_a_mistake_in_a_rehearsal_is_one_sentence(copy, do, words):
    with pytest.raises(AllianceError, match=re.escape(words)):
        do(copy)


@pytest.mark.parametrize("how", DAMAGE)
def test_what_a_spreadsheet_breaks_is_told_and_mended(copy, how):
    if how == "encoding":
        copy.set("actors", "FRA", name="République française")
    saved = (copy.folder / "actors.csv").read_bytes()
    name = "events" if how == "dates" else "actors"
    copy.spoil(name, how)
    assert f"{name}.csv, row" in repr(copy.check())
    copy.restore(f"{name}.csv")
    assert repr(copy.check()) == "Everything is in order."
    assert saved


def test_lessons_are_ordered_with_their_comments_and_what_follows(package):
    copy = teach.rehearse(package)
    copy.lessons("02-treaty-tiers", "01-history")
    text = (copy.folder / "module.yml").read_text("utf-8")
    found = open_library(DATA).settings
    mine = yaml.safe_load(text)
    assert [e["id"] for e in mine["lessons"]] == ["02-treaty-tiers", "01-history"]
    assert mine["lessons"][1] == found["lessons"][1]
    before = yaml.safe_load((DATA / "module.yml").read_text("utf-8"))
    assert {**mine, "lessons": None} == {**before, "lessons": None}
    assert "# Rectangles that maps can show" in text


def test_an_emptied_package_is_whole():
    blank = teach.rehearse(DATA, empty=True)
    assert repr(blank.check()) == "Everything is in order."
    assert all(frame.empty for name, frame in blank.library.tables.items() if name != "sources")
    assert blank.library.settings["lessons"] == [] and "paths" not in blank.library.settings


# --- own texts ----------------------------------------------------------------------------


def test_texts_of_the_data_package_go_before_those_of_the_module(copy):
    copy.write("texts/en/lesson.yml", 'contents.title: "Our classes"')
    assert "Our classes" in lesson.contents(copy.library).body
    copy.write("texts/en/lesson.yml", 'contents.title: "Our meetings"')
    assert "Our meetings" in lesson.contents(copy.library).body
    library = open_library(DATA)
    assert "The lessons" in lesson.contents(library).body


def test_a_language_may_stand_in_the_data_package_alone(copy):
    copy.replace("module.yml", "title: The Franco", "language: fr\ntitle: The Franco")
    assert "add the folder texts/fr" in repr(copy.check())
    copy.write("texts/fr/lesson.yml", 'contents.title: "Les cours"\nlesson.minutes: "{m} min"')
    assert "texts/fr/lesson.yml, row 2, column “lesson.minutes”: the words in braces" in repr(
        copy.check()
    )
    copy.write("texts/fr/lesson.yml", 'contents.title: "Les cours"\nlesson.minutes: {n} min')
    assert "texts/fr/lesson.yml, row 2: the YAML cannot be read" in repr(copy.check())
    with pytest.raises(AllianceError, match="row 2: the YAML cannot be read"):
        lesson.contents(copy.library)
    copy.write("texts/fr/lesson.yml", 'contents.title: "Les cours"')
    assert "Les cours" in lesson.contents(copy.library).body
    open_library(DATA)


# --- what was handed in -------------------------------------------------------------------


def test_exports_become_one_table(copy, tmp_path):
    from alliance.journal import Journal

    folder = tmp_path / "exports"
    folder.mkdir()
    options = load_bank(copy.library).question("alliance-secret").body.options
    right = next(option.id for option in options if option.correct)
    wrong = next(option.id for option in options if not option.correct)
    for name, records in {
        "anna": [
            # What the file says of the score is not believed.
            record("alliance-secret", 0, True, answer=wrong, confidence=3),
            record("alliance-secret", 0.1, True, answer=right, attempt=2),
            record("alliance-secret", 3, False, answer=right),
        ],
        "ben": [record("gone", 0, True, hint=True)],
    }.items():
        write(tmp_path / name, records)
        (folder / f"{name}.txt").write_text(Journal(tmp_path / name).export(), "utf-8")
    table = teach.records(folder, library=copy.library).set_index("learner")
    anna = table.loc["anna"]
    assert (anna["first"], anna["last"], anna["tries"], anna["sure"]) == (0, 1, 3, 3)
    assert anna["objective"] == "alliance-1" and not anna["hint"]
    assert table.loc["ben", "objective"] == "" and table.loc["ben", "hint"]
    assert table.loc["ben", "tries"] == 1 and table["first"].isna()["ben"]
    told = " ".join(table.attrs["findings"])
    assert "says 1, earns 0" in told and "gone: 1 answers are not marked again" in told
    one = teach.records(folder / "ben.txt", library=copy.library)
    assert one["learner"].tolist() == ["ben"]
    assert list(teach.records(library=copy.library).columns) == list(one.columns)


def test_what_is_no_export_is_told(copy, tmp_path):
    (tmp_path / "essay.txt").write_text("My essay", "utf-8")
    with pytest.raises(AllianceError, match="essay"):
        teach.records(tmp_path, library=copy.library)
    with pytest.raises(AllianceError, match="is not there"):
        teach.records(tmp_path / "nowhere", library=copy.library)


# --- on paper -----------------------------------------------------------------------------


def test_questions_on_paper_hold_their_keys_only_if_asked():
    kinds = {q.type: q.id for q in load_bank(open_library(DATA)).questions}
    names = [name for kind, name in kinds.items() if kind != "code"]
    sheet = html.unescape(teach.paper(*names).body)
    keyed = html.unescape(teach.paper(*names, keys=True).body)
    assert len(names) >= 10 and sheet.count('<li class="pr-keep">') == len(names)
    assert "Keys" not in sheet and keyed.count('<li class="pr-keep">') == 2 * len(names)
    assert "href" not in sheet.partition('class="pr-page"')[2].partition("<script")[0]


def test_the_key_on_paper_is_the_key():
    names = ("rebuilding-labour-fall", "history-hook-knowing-order")
    page = html.unescape(teach.paper(*names, keys=True).body)
    questions, keys = page.split("Keys")[0], page.split("Keys")[1]
    assert "23,000 people" in keys and "23,000 people" not in questions
    assert keys.index("Soviet crews fly") < keys.index("Soviet veterans begin")
    with pytest.raises(AllianceError, match="There is no question or set"):
        teach.paper("history-exitt")


# --- carrying changes over ----------------------------------------------------------------


def notebook(path: Path, text: str, output: str = "") -> None:
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    cell = {"cell_type": "code", "source": [text], "outputs": outputs, "metadata": {}, "id": "a"}
    path.parent.mkdir(parents=True, exist_ok=True)
    cell["execution_count"] = None
    whole = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), "utf-8")


@pytest.fixture
def versions(other_data, tmp_path):
    """Three folders of the module: as it came, mine, and the update."""
    old, mine, new = (tmp_path / name for name in ("old", "mine", "new"))
    for place in (old, mine, new):
        shutil.copytree(other_data, place / "data")
        notebook(place / "notebooks" / "01.ipynb", "1 + 1")
        notebook(place / "notebooks" / "02.ipynb", "2 + 2")
    return old, mine, new


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def test_rows_and_cells_are_carried_over(versions):
    old, mine, new = versions
    tables = [place / "data" / "events.csv" for place in (mine, new)]
    for path, word in zip(tables, ("mine", "theirs"), strict=True):
        row = f"{word},1900,{word},Text.,visit,FRA;RUS,Paris,48.86,2.35,,high,kennan-1984\n"
        path.write_text(path.read_text("utf-8") + row, "utf-8")
    edit(tables[0], "Both went to war with Germany.", "Mine alone.")
    edit(tables[0], "Military convention drafted", "Drafted by me")
    edit(tables[1], "Military convention drafted", "Drafted by them")
    edit(tables[1], "A visit that announced", "Theirs alone: it announced")
    said = "\n".join(teach.carry(old, mine, new))
    now = open_library(new / "data").events.set_index("id")
    assert {"mine", "theirs"} <= set(now.index)
    assert now.loc["war-of-1914", "summary"] == "Mine alone."
    assert now.loc["military-convention-drafted", "title"] == "Drafted by them"
    assert now.loc["squadron-at-kronstadt", "summary"].startswith("Theirs alone")
    assert "events.csv: your row “mine” is added." in said
    assert "you wrote “Drafted by me”, the update “Drafted by them”; the update stays." in said
    # Twice does no harm.
    again = teach.carry(old, mine, new)
    assert len(open_library(new / "data").events) == len(now) and len(again) == 1


def test_rows_that_were_taken_out(versions):
    old, mine, new = versions
    for place, gone in ((mine, ["war-of-1914", "squadron-at-kronstadt"]), (new, [])):
        path = place / "data" / "events.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(ln for ln in lines if ln.split(",")[0] not in gone), "utf-8")
    edit(new / "data" / "events.csv", "Both went to war with Germany.", "Both did.")
    said = "\n".join(teach.carry(old, mine, new))
    ids = set(open_library(new / "data").events["id"])
    assert "squadron-at-kronstadt" not in ids and "war-of-1914" in ids
    assert "you had taken out the row “war-of-1914”, the update changed it; it stays" in said


def test_files_are_carried_over_or_put_beside(versions):
    old, mine, new = versions
    (mine / "data" / "questions" / "my.yml").write_text("lesson: 01-alliance\n", "utf-8")
    notebook(mine / "notebooks" / "01.ipynb", "1 + 1", output="2")  # run, not changed
    notebook(new / "notebooks" / "01.ipynb", "1 + 1  # corrected")
    notebook(mine / "notebooks" / "02.ipynb", "2 + 3")
    notebook(new / "notebooks" / "02.ipynb", "2 + 4")
    notebook(mine / "notebooks" / "10-mine.ipynb", "3")
    edit(mine / "data" / "module.yml", "The Franco-Russian", "My Franco-Russian")
    said = "\n".join(teach.carry(old, mine, new))
    assert (new / "data" / "questions" / "my.yml").is_file()
    assert "corrected" in (new / "notebooks" / "01.ipynb").read_text("utf-8")
    assert "2 + 4" in (new / "notebooks" / "02.ipynb").read_text("utf-8")
    assert "2 + 3" in (new / "notebooks" / "02.ipynb.mine").read_text("utf-8")
    assert (new / "notebooks" / "10-mine.ipynb").is_file()
    assert "My Franco-Russian" in (new / "data" / "module.yml").read_text("utf-8")
    assert "02.ipynb: you and the update changed it; yours is beside it" in said
    assert "01.ipynb" not in said


def test_the_command_carries_over(versions, capsys):
    old, mine, new = map(str, versions)
    edit(Path(mine) / "data" / "module.yml", "The Franco-Russian", "My Franco-Russian")
    assert main(["carry", old, mine, "--new", new]) == 0
    out = capsys.readouterr().out
    assert "data/module.yml: yours is in the new version." in out and "1 changes" in out
    assert main(["carry", old, old, "--new", new]) == 2
    assert "Two of the three folders are the same" in capsys.readouterr().err
    assert main(["carry", old, "nowhere", "--new", new]) == 2


# --- what the guide says of git -----------------------------------------------------------


def git(folder: Path, *words: str) -> subprocess.CompletedProcess:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True)


def test_git_joins_what_only_one_changed_once_outputs_are_cleared(versions, tmp_path):
    upstream = versions[0]
    git(upstream, "init", "-q", "-b", "main")
    git(upstream, "add", "-A")
    git(upstream, "commit", "-qm", "first")
    mine = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(upstream), str(mine))
    (mine / "data" / "questions" / "my.yml").write_text("lesson: 01-alliance\n", "utf-8")
    edit(mine / "data" / "events.csv", "Both went to war with Germany.", "Mine alone.")
    git(mine, "add", "-A")
    git(mine, "commit", "-qm", "mine")
    notebook(mine / "notebooks" / "01.ipynb", "1 + 1", output="2")
    edit(upstream / "data" / "events.csv", "A visit that announced", "Theirs: it announced")
    notebook(upstream / "notebooks" / "01.ipynb", "1 + 1  # corrected")
    git(upstream, "commit", "-qam", "update")
    assert git(mine, "pull", "--no-rebase", "--no-edit", "-q").returncode != 0
    paths = [str(p) for p in (mine / "notebooks").glob("*.ipynb")]
    subprocess.run([sys.executable, "-m", "nbstripout", *paths], check=True)
    git(mine, "checkout", "--", "notebooks")
    assert git(mine, "pull", "--no-rebase", "--no-edit", "-q").returncode == 0
    text = (mine / "data" / "events.csv").read_text("utf-8")
    assert "Mine alone." in text and "Theirs: it announced" in text
    assert "corrected" in (mine / "notebooks" / "01.ipynb").read_text("utf-8")
