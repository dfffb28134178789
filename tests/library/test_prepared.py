"""What is prepared gives the same library; nothing else is believed, and nothing in it runs."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import stat
import subprocess
import sys
from hashlib import blake2b
from importlib import import_module

import pandas as pd
import pytest

from alliance.library import check_library, open_library, opening, prepare, prepared
from alliance.texts import yaml_lines, yaml_packed
from tests.places import DATA, ROOT

OTHER = ROOT / "tests" / "other_alliance"
COUNT = int(os.environ.get("ALLIANCE_DAMAGES", "500"))
bank_of = import_module("alliance.quiz.bank").load_bank
PLAIN = {"key": b"", "digest_size": 32}


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """Folders of the learner's own; nothing is known from another test."""
    monkeypatch.setenv("ALLIANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALLIANCE_PREPARED", raising=False)
    monkeypatch.setattr(yaml_packed, "_known", {})
    return tmp_path


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(OTHER, tmp_path / "data")


def opened(folder):
    """The library as another kernel opens it."""
    opening._opened.clear()
    return open_library(folder)


def found(folder):
    return prepared.look(folder, prepared.files_of(folder))


def own_file(folder):
    return prepared._own_file(folder)


@pytest.fixture
def unread(monkeypatch):
    """Tells whether tables were read: the number of times."""
    times = []
    read = opening.read_package
    monkeypatch.setattr(opening, "read_package", lambda *given: times.append(given) or read(*given))
    return times


# --- the same ------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [DATA, OTHER], ids=["ours", "another"])
def test_a_prepared_library_is_the_same(data, unread):
    first = opened(data)
    bank = bank_of(first)
    assert len(unread) == 1
    second = opened(data)
    assert len(unread) == 1 and second is not first
    assert list(second.tables) == list(first.tables)
    for name, frame in first.tables.items():
        pd.testing.assert_frame_equal(second.tables[name], frame, check_exact=True)
        for column in frame:
            kinds = [list(map(type, table[column])) for table in (frame, second.tables[name])]
            assert kinds[0] == kinds[1], (name, column)
    assert second.boundaries == first.boundaries
    assert second._package.descriptor == first._package.descriptor
    assert second.settings == first.settings and second.ladders == first.ladders
    again = bank_of(second)
    assert list(again.entries) == list(bank.entries)
    assert again.problems == bank.problems
    for name, entry in bank.entries.items():
        assert again.entries[name].question == entry.question
        assert again.entries[name].raw.lines == entry.raw.lines
    assert again.templates == bank.templates and again.groups == bank.groups


def test_what_yaml_holds_comes_back_with_every_line_and_spelling():
    for path in [*DATA.rglob("*.yml"), *OTHER.rglob("*.yml")]:
        text = path.read_text("utf-8")
        value, problem = yaml_lines.parse_yaml(text, path.name)
        packed = json.loads(json.dumps(yaml_packed.pack(value, "questions")))
        assert problem is None
        assert described(yaml_packed.unpack(packed)) == described(value)


def described(value):
    """A value with its types and lines."""
    if isinstance(value, dict):
        inner = {key: described(one) for key, one in value.items()}
        return [type(value), value.line, value.lines, value.twice, inner]
    if isinstance(value, list):
        return [type(value), value.lines, *map(described, value)]
    return [type(value), str(value), getattr(value, "read", "")]


def test_a_change_of_any_file_is_seen(folder, unread):
    opened(folder)
    for name in ["events.csv", "datapackage.json", "module.yml", "boundaries.geojson"]:
        before = (folder / name).read_bytes()
        assert found(folder)
        (folder / name).write_bytes(before + b"\n")
        assert found(folder) is None, name
        (folder / name).write_bytes(before)
    (folder / "more.csv").write_text("id\n")
    assert found(folder) is None


def test_a_mistake_is_told_in_the_same_words_whatever_is_prepared(folder):
    opened(folder)
    path = folder / "events.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";", 1), "utf-8")
    problems = check_library(folder)[1]
    with pytest.raises(opening.AllianceError) as told:
        opened(folder)
    assert problems and all(str(one) in str(told.value) for one in problems)
    path.write_bytes((OTHER / "events.csv").read_bytes())
    assert found(folder)  # what was sound before is so again


def test_a_package_with_mistakes_is_not_kept(folder):
    path = folder / "events.csv"
    path.write_text(path.read_text("utf-8") + "x\n", "utf-8")
    with pytest.raises(opening.AllianceError):
        opened(folder)
    assert not own_file(folder).exists()


def test_a_file_that_changes_while_it_is_read_is_not_kept(folder, monkeypatch):
    pack = prepared.packed_frame

    def slowly(frame, columns):
        (folder / "events.csv").touch()
        with open(folder / "events.csv", "ab") as file:
            file.write(b"\n")
        return pack(frame, columns)

    monkeypatch.setattr(prepared, "packed_frame", slowly)
    opened(folder)
    assert not own_file(folder).exists()


def test_code_pandas_and_language_are_part_of_the_key(folder, monkeypatch):
    files = prepared.files_of(folder)
    key = prepared.key_of(folder, files)
    assert prepared.key_of(folder, files, "0.1") != key
    monkeypatch.setattr(prepared, "language", lambda: "xx")
    assert prepared.key_of(folder, files) != key
    monkeypatch.undo()
    monkeypatch.setattr(prepared, "_code", lambda: "other")
    assert prepared.key_of(folder, files) != key


def test_the_check_reads_everything(folder, unread):
    opened(folder)
    before = len(unread)
    assert check_library(folder)[1] == []
    assert len(unread) == before + 1
    assert list(folder.rglob("*.json")) == [folder / "datapackage.json"]


def test_the_command_check_never_asks_for_what_is_prepared(folder, monkeypatch, capsys):
    opened(folder)
    monkeypatch.setattr(yaml_packed, "_known", {})
    for name in ("look", "remember", "frame_of"):
        monkeypatch.setattr(opening, name, lambda *_: pytest.fail("it asked"))
    import_module("alliance.teach.check").run_checks(str(folder), str(folder))
    assert "Data" in capsys.readouterr().out


# --- nothing else is believed ------------------------------------------------------------------


class Evil:
    def __init__(self, mark) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.system, (f"touch {self.mark}",)


def damaged(chance: random.Random, good: bytes, other: bytes, mark) -> bytes:
    """A file that was not kept by this learner for this package, in one of many ways."""
    head, _, body = good.partition(b"\n")
    key, code = head.split()
    place = chance.randrange(len(good))
    changed = json.loads(body)
    table = chance.choice(sorted(changed["tables"]))
    changed["tables"][table][0][-1] = []
    planted = json.dumps(changed).encode()
    secret = chance.randbytes(32)
    own = blake2b(key, key=secret, digest_size=32)
    own.update(planted)
    plain = blake2b(key + planted, **PLAIN)
    return chance.choice([
        good[:place],
        good[:place] + bytes([good[place] ^ (1 << chance.randrange(8))]) + good[place + 1 :],
        good[:place] + chance.randbytes(chance.randrange(1, 50)) + good[place:],
        good + chance.choice([b"\n", b" ", b"{}", b"\0"]),
        chance.randbytes(chance.randrange(2_000)),
        b"",
        other,
        other.split(b"\n")[0] + b"\n" + body,
        head + b"\n" + other.partition(b"\n")[2],
        head + b"\n" + planted,
        key + b" " + own.hexdigest().encode() + b"\n" + planted,
        key + b" " + plain.hexdigest().encode() + b"\n" + planted,
        key + b" \n" + body,
        b" " + code + b"\n" + body,
        pickle.dumps(Evil(mark)),
        head + b"\n" + pickle.dumps(Evil(mark)),
        head + b"\n" + b"[" * 100_000,
        head + b"\n" + f"__import__('os').system('touch {mark}')".encode(),
        code + b" " + key + b"\n" + body,
        good.replace(b"\n", b"\r\n", 1),
        good.upper(),
    ])  # fmt: skip


def test_damaged_foreign_and_planted_files_are_noticed_and_run_nothing(folder, places):
    opened(folder)
    good = own_file(folder).read_bytes()
    opened(DATA)
    other = own_file(DATA).read_bytes()
    mark = places / "ran"
    files = prepared.files_of(folder)
    assert prepared.look(folder, files)  # what is not damaged is taken
    for seed in range(COUNT):
        bad = damaged(random.Random(seed), good, other, mark)
        assert bad != good, seed
        own_file(folder).write_bytes(bad)
        assert prepared.look(folder, files) is None, seed
    assert not mark.exists()
    assert len(opened(folder).events) and prepared.look(folder, files)  # and made anew


def test_what_is_no_ordinary_file_is_passed_over(folder, unread):
    opened(folder)
    file = own_file(folder)
    for make in (os.mkdir, os.mkfifo, lambda path: os.symlink("/dev/zero", path)):
        file.unlink()
        make(file)
        before = len(unread)
        opened(folder)
        assert len(unread) == before + 1
        shutil.rmtree(file) if file.is_dir() else None
        opened(folder)


def test_a_secret_that_others_could_read_or_that_is_lost_counts_for_nothing(folder, places):
    opened(folder)
    secret = places / "config" / prepared.OWN / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_file(folder).stat().st_mode) == 0o600
    secret.chmod(0o644)
    assert found(folder) is None
    secret.chmod(0o600)
    assert found(folder)
    secret.write_bytes(b"short")
    assert found(folder) is None
    opened(folder)
    assert len(secret.read_bytes()) == 32 and found(folder)


# --- places --------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["none", "a file in the way", "read-only"])
def test_where_nothing_can_be_kept_the_package_is_read_each_time(
    folder, places, unread, what, monkeypatch
):
    if what == "none":
        monkeypatch.setenv("ALLIANCE_CACHE", "none")
    elif what == "a file in the way":
        (places / "cache").write_text("x")
    else:
        monkeypatch.setattr(prepared.tempfile, "mkstemp", refused)
    for _ in range(2):
        assert len(opened(folder).events)
    assert len(unread) == 2


def refused(*_args, **_given):
    raise OSError(30, "Read-only file system")


def test_a_file_that_is_named_serves_all_and_only_if_others_cannot_write_it(
    folder, places, unread, monkeypatch
):
    file = prepare(folder, places / "site" / "prepared.json")
    monkeypatch.setenv("ALLIANCE_CACHE", "none")
    monkeypatch.setenv("ALLIANCE_PREPARED", str(file))
    before = len(unread)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert len(opened(folder).events) and len(unread) == before
    file.chmod(0o666)
    assert found(folder) is None
    file.chmod(0o444)
    assert found(folder)
    monkeypatch.setenv("ALLIANCE_PREPARED", str(places / "gone"))
    assert found(folder) is None


def test_a_file_can_be_prepared_for_another_pandas(folder, places, monkeypatch):
    file = prepare(folder, places / "prepared.json", pandas="9.9.9")
    monkeypatch.setenv("ALLIANCE_CACHE", "none")
    monkeypatch.setenv("ALLIANCE_PREPARED", str(file))
    assert found(folder) is None
    key = prepared.key_of(folder, prepared.files_of(folder), "9.9.9")
    assert file.read_bytes().startswith(key.encode())


def test_what_has_mistakes_cannot_be_prepared(folder, places):
    (folder / "events.csv").write_text("id\n")
    with pytest.raises(opening.AllianceError, match=r"events\.csv"):
        prepare(folder, places / "prepared.json")
    assert not (places / "prepared.json").exists()


def test_many_kernels_at_once_disturb_each_other_in_nothing(folder):
    code = (
        "import sys; from alliance import open_library; from alliance.quiz import load_bank; "
        "l = open_library(sys.argv[1]); print(len(l.events), len(load_bank(l).entries))"
    )
    command = [sys.executable, "-c", code, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(DATA.parent / "notebooks")}
    started = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = {process.communicate(timeout=120)[0] for process in started}
    assert len(said) == 1 and all(process.returncode == 0 for process in started)
    assert found(folder)
    assert [p.name for p in own_file(folder).parent.iterdir()] == [own_file(folder).name]


def test_only_so_many_files_are_kept(tmp_path):
    for number in range(prepared.MOST_KEPT + 3):
        opened(shutil.copytree(OTHER, tmp_path / f"copy-{number}"))
    assert len(list((tmp_path / "cache").iterdir())) == prepared.MOST_KEPT
