"""carry: reads and checks three versions first, follows no link, writes all or nothing."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from alliance import teach
from alliance.library import open_library
from alliance.problems import AllianceError
from alliance.teach import carrying
from alliance.teach.merging import join_settings

HEADER = "id,title,low,high,note,source_ids\n"
ROW = "one,Some figure,10,20,A note.,first\n"


@pytest.fixture
def versions(other_data, tmp_path):
    """Three folders of the module, with one more table of figures."""
    places = [tmp_path / name for name in ("old", "mine", "new")]
    for place in places:
        shutil.copytree(other_data, place / "data")
        (place / "data" / "figures.csv").write_text(HEADER + ROW, "utf-8")
        path = place / "data" / "datapackage.json"
        descriptor = json.loads(path.read_text("utf-8"))
        names = HEADER.strip().split(",")
        fields = [
            {"name": n, "type": "number" if n in ("low", "high") else "string"} for n in names
        ]
        fields[-1]["type"] = "list"
        descriptor["resources"].append(
            {"name": "figures", "path": "figures.csv", "schema": {"fields": fields}}
        )
        path.write_text(json.dumps(descriptor), "utf-8")
    return places


def everything(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def figures(place: Path, *rows: str) -> None:
    (place / "data" / "figures.csv").write_text(HEADER + "\n".join(rows) + "\n", "utf-8")


def refused(versions, *words: str) -> None:
    """The command must say why, and leave the new version as it was."""
    before = everything(versions[2])
    with pytest.raises(AllianceError) as error:
        teach.carry(*versions)
    said = str(error.value)
    assert said.startswith("Nothing was carried over") and "\n" not in said, said
    assert all(word in said for word in words), said
    assert everything(versions[2]) == before


def change_many(versions) -> None:
    """Change files of mine that stand before and after the table in the order of their names."""
    for name in ("actors.csv", "events.csv"):
        path = versions[1] / "data" / name
        path.write_text(
            path.read_text("utf-8")
            .replace("France", "La France")
            .replace("French squadron", "A squadron"),
            "utf-8",
        )


BROKEN = {
    "semicolons": (HEADER.replace(",", ";") + ROW.replace(",", ";"), ["semicolons"]),
    "tabs": (HEADER.replace(",", "\t") + ROW.replace(",", "\t"), ["tabs"]),
    "header only": (HEADER, ["figures.csv holds no row but its header", "restore it"]),
    "empty": ("", ["figures.csv", "empty"]),
    "no UTF-8": ((HEADER + ROW + "two,é,1,2,,x\n").encode("latin-1"), ["row 3", "UTF-8"]),
    "a cell too many": (HEADER + ROW + "two,b,1,2,,x,y,z\n", ["row 3", "8 cells"]),
    "not closed": (HEADER + 'one,"Some,10,20,A note.,first\n', ["CSV"]),
    "cut": (HEADER + ROW + "two,b,1", ["row 3", "3 cells"]),
    "an id twice": (HEADER + ROW + ROW, ["“one” stands there twice"]),
    "no id": (HEADER + ROW + ",b,1,2,,x\n", ["a row has no id"]),
    "doubtful": (HEADER + ROW.replace("10", "40.000"), ["“low”", "write it as 40 or as 40000"]),
}  # fmt: skip


@pytest.mark.parametrize("whose", [0, 1, 2])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_stops_it_before_anything_is_written(versions, name, whose):
    content, words = BROKEN[name]
    change_many(versions)
    if whose != 1:  # else the table is not looked at
        figures(versions[1], ROW.replace("A note", "My note").strip())
    path = versions[whose] / "data" / "figures.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    if whose != 1 and name == "header only":
        teach.carry(*versions)  # the update may empty a table
        return
    refused(versions, *words)


def test_blank_lines_and_what_a_spreadsheet_turned_do_no_harm(versions):
    path = versions[1] / "data" / "figures.csv"
    path.write_bytes(f'\ufeff{HEADER}{ROW}\n,,,,,\ntwo,b ,1,"2,50",,x\n\n'.encode())
    assert teach.carry(*versions) == ["data/figures.csv: your row “two” is added."]
    text = (versions[2] / "data" / "figures.csv").read_text("utf-8")
    assert text == HEADER + ROW + "two,b,1,2.50,,x\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("data/module.yml", "title: [x"), ("data/questions/mine.yml", "a: !!int x"),
     ("data/datapackage.json", "{"), ("notebooks/01.ipynb", "{")],
)  # fmt: skip
def test_other_broken_files_of_mine_stop_it_too(versions, name, content):
    change_many(versions)
    path = versions[1] / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    refused(versions, Path(name).name)


@pytest.mark.parametrize("whose", [0, 1, 2])
@pytest.mark.parametrize("what", ["file", "folder", "data", "outside", "gone"])
def test_links_are_refused_wherever_they_lead(versions, tmp_path, whose, what):
    change_many(versions)
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.yml").write_text("word: secret", "utf-8")
    data = versions[whose] / "data"
    if what == "file":
        (data / "figures.csv").unlink()
        (data / "figures.csv").symlink_to(versions[0] / "data" / "events.csv")
    elif what == "folder":
        (data / "questions").rename(tmp_path / "q")
        (data / "questions").symlink_to(tmp_path / "q")
    elif what == "data":
        data.rename(tmp_path / "d")
        data.symlink_to(tmp_path / "d")
    elif what == "outside":
        (data / "texts").symlink_to(secret)
    else:
        (data / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    before = everything(tmp_path)
    with pytest.raises(AllianceError, match="is a link to another place; put the file itself"):
        teach.carry(*versions)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("after", [0, 1, 2])
def test_all_or_nothing_when_the_disk_is_full(versions, monkeypatch, after):
    change_many(versions)
    (versions[1] / "data" / "questions" / "mine.yml").write_text("lesson: 01-alliance\n", "utf-8")
    calls = []

    def replace(source, target):
        calls.append(target)
        if len(calls) > after:
            raise OSError(28, "No space left on device", str(target))
        os.rename(source, target)

    monkeypatch.setattr(carrying.os, "replace", replace)
    refused(versions, "No space left on device")
    monkeypatch.undo()
    assert len(teach.carry(*versions)) >= 2
    assert not [name for name in everything(versions[2]) if name.endswith(carrying.STAGED)]


# --- a figure and its sources -------------------------------------------------------------------

MIXTURES = {
    "figure and source of mine, figure of theirs": (
        "one,Some figure,11,21,A note.,second", "one,Some figure,12,22,A note.,first"),
    "source of mine, figure of theirs": (
        "one,Some figure,10,20,A note.,second", "one,Some figure,12,20,A note.,first"),
    "figure of mine, source of theirs": (
        "one,Some figure,11,20,A note.,first", "one,Some figure,10,20,A note.,third"),
    "low of mine, high of theirs": (
        "one,Some figure,11,20,A note.,first", "one,Some figure,10,22,A note.,first"),
    "source of mine, title of theirs": (
        "one,Some figure,10,20,A note.,second", "one,Another figure,10,20,A note.,first"),
}  # fmt: skip


@pytest.mark.parametrize("name", MIXTURES)
def test_a_mixture_of_figures_and_sources_is_reported_not_made(versions, name):
    mine, theirs = MIXTURES[name]
    figures(versions[1], mine)
    figures(versions[2], theirs)
    (said,) = teach.carry(*versions)
    assert "data/figures.csv, row “one”: you and the update changed it" in said
    assert "a figure belongs with its sources; the row of the update stays. You had " in said
    assert (versions[2] / "data" / "figures.csv").read_text("utf-8") == f"{HEADER}{theirs}\n"


def test_a_figure_and_its_source_travel_together(versions):
    mine = "one,Some figure,11,21,A note.,second"
    figures(versions[1], mine)
    figures(versions[2], ROW.strip(), "two,b,1,2,,x")
    assert len(teach.carry(*versions)) == 3
    text = (versions[2] / "data" / "figures.csv").read_text("utf-8")
    assert text == f"{HEADER}{mine}\ntwo,b,1,2,,x\n"


def test_the_same_number_written_otherwise_is_no_change(versions):
    figures(versions[1], "one,Some figure,10.0,20,My note.,first")
    figures(versions[2], "one,Some figure,12,20,A note.,first")
    (said,) = teach.carry(*versions)
    assert "column “note”: now “My note.”" in said
    text = (versions[2] / "data" / "figures.csv").read_text("utf-8")
    assert "one,Some figure,12,20,My note.,first" in text


# --- settings -----------------------------------------------------------------------------------


def settings_of(place: Path, *pairs: tuple[str, str]) -> None:
    path = place / "data" / "module.yml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_the_day_of_the_data_does_not_collide_with_a_title(versions):
    settings_of(versions[1], ("The Franco-Russian", "My Franco-Russian"))
    settings_of(versions[2], ("1984-12-31", "1985-06-30"))
    said = teach.carry(*versions)
    assert said == ["data/module.yml: your “title” is in the new version."]
    settings = open_library(versions[2] / "data").settings
    assert settings["title"] == "My Franco-Russian Alliance"
    assert settings["data_as_of"] == "1985-06-30"
    assert not list(versions[2].rglob("*.mine"))
    assert teach.carry(*versions) == []  # twice does no harm


def test_settings_that_both_changed_stay_and_mine_stands_beside(versions):
    settings_of(
        versions[1], ("The Franco-Russian", "My Franco-Russian"), ("minutes: 10", "minutes: 12")
    )
    settings_of(
        versions[2], ("The Franco-Russian", "Their Franco-Russian"), ("1984-12-31", "1985-06-30")
    )
    said = "\n".join(teach.carry(*versions))
    assert "you and the update changed “title”; the update stays" in said
    assert "your “lessons” is in the new version" in said and "module.yml.mine" in said
    settings = open_library(versions[2] / "data").settings
    assert settings["title"].startswith("Their") and settings["lessons"][0]["minutes"] == 12
    assert "My Franco" in (versions[2] / "data" / "module.yml.mine").read_text("utf-8")


def test_settings_are_added_and_taken_out():
    old = "# head\na: 1\nb: 2\n"
    text, said, collide = join_settings("m", (old, "# head\na: 1\nc: 3\n", "# new\na: 5\nb: 2\n"))
    assert text == "# new\na: 5\nc: 3\n" and not collide and len(said) == 2


# --- what systems leave -------------------------------------------------------------------------


def test_what_systems_leave_is_not_carried(versions):
    data = versions[1] / "data"
    (data / ".ipynb_checkpoints").mkdir()
    (data / ".ipynb_checkpoints" / "x-checkpoint.yml").write_text("a: 1", "utf-8")
    for name in ("._events.csv", "~$events.csv", ".~lock.events.csv", "questions/._q.yml"):
        (data / name).write_bytes(b"\x00\xff")
    assert teach.carry(*versions) == []
