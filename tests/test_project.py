"""What the project promises about itself: packages, rooms, no topic in code, no foreign code."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from os.path import normpath
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from tests.places import DATA, NOTEBOOKS, ROOT
from tests.rooms import ROOMS
from tests.rooms import table as rooms_table

PACKAGE = NOTEBOOKS / "alliance"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css")])


def test_conda_and_uv_get_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {Requirement(text) for text in project["dependencies"]}
    wanted.add(Requirement("python" + project["requires-python"]))
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    assert "-e ." in pip  # the module itself, which brings its settings for JupyterLab
    texts = [text for text in [*conda, *pip] if isinstance(text, str) and text != "-e ."]
    listed = {Requirement(text) for text in texts}
    assert listed - {Requirement("pip")} == wanted


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text[text.index("dependencies = [") : text.index("]\n", text.index("dependencies"))]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert lines and all("#" in line for line in lines)


def test_only_what_belongs_there_lies_at_the_top():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    allowed = {"notebooks", "data", "tests", "environment.yml", "README.md", "pyproject.toml"}
    assert {t for t in top if not t.startswith(".")} <= allowed | {"uv.lock", "LICENSE"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_code_names_no_topic(path):
    """The words come from the data: names, codes and places of the actors, and treaty names."""
    import csv

    words = set()
    with open(DATA / "actors.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            words |= {row["id"], row["short_name"], row["name"], row["capital"]}
    words = {w for w in words if len(w) > 2 and w not in {"RUN", "SUN", "PNG"}}
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, sorted(words))) + r")(?![\w-])")
    assert pattern.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_stay_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 420


def imported(path: Path) -> Iterator[str]:
    """Yield what a file imports from the package, as dotted names below `alliance`."""
    package = list(path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        start = package[: len(package) - node.level + 1]
        start += node.module.split(".") if node.module else []
        for alias in node.names:
            inner = PACKAGE.joinpath(*start, alias.name)
            is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
            yield ".".join([*start, alias.name] if is_module else start)


def neighbours(folder: str) -> dict[str, set[str]]:
    """Return what each file or folder inside a folder imports of those beside it.

    The face of a folder is `__init__`: nothing inside imports from it, so it stands on top.
    """
    found: dict[str, set[str]] = {}
    for path in PACKAGE.joinpath(*filter(None, folder.split("."))).rglob("*.py"):
        own = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        one = own.removeprefix(f"{folder}." if folder else "").split(".")[0]
        uses = found.setdefault(one, set())
        for name in imported(path):
            inside = name == folder or name.startswith(f"{folder}.") or not folder
            if inside:
                other = name.removeprefix(folder).strip(".").split(".")[0] or "__init__"
                uses |= {other} - {one}
    return found


FOLDERS = sorted({".".join(p.parent.relative_to(PACKAGE).parts) for p in PACKAGE.rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f or "alliance")
def test_imports_go_strictly_down(folder):
    """At every depth: no two files or folders need each other, however long the way round."""
    order = TopologicalSorter(neighbours(folder))
    order.prepare()  # raises CycleError, which names the circle


def test_rooms_import_only_from_rooms_below():
    order = ["__main__", "__init__", *ROOMS]
    found = neighbours("")
    assert set(found) == set(order)
    for room, uses in found.items():
        above = set(order[: order.index(room) + 1])
        assert not uses & above, f"{room} imports {sorted(uses & above)}"


# --- scripts and sheets --------------------------------------------------------------------------

IMPORTED = re.compile(r'^@?import (?:(\{[^}]*\}|\* as \w+) from )?"([^"]+)";$', re.MULTILINE)
ASSETS = {str(p.relative_to(PACKAGE)): p.read_text("utf-8") for p in SOURCES if p.suffix != ".py"}
SCRIPTS = {name: text for name, text in ASSETS.items() if name.endswith(".js")}


def asset_imports(name: str) -> list[tuple[str, str]]:
    """Return (names, file) of each import of a script or sheet, the file as in ASSETS."""
    found = IMPORTED.findall(ASSETS[name])
    return [(names, normpath(Path(name).parent / file)) for names, file in found]


def test_scripts_and_sheets_import_files_that_are_there_without_a_circle():
    graph = {name: {file for _, file in asset_imports(name)} for name in ASSETS}
    assert sum(map(len, graph.values())) > 60
    assert set().union(*graph.values()) <= set(ASSETS)
    TopologicalSorter(graph).prepare()
    order = list(ROOMS)
    for name, files in graph.items():
        room = order.index(name.split("/")[0])
        above = {file for file in files if order.index(file.split("/")[0]) < room}
        assert not above, f"{name} imports {above}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f or "alliance")
def test_scripts_and_sheets_go_strictly_down(folder):
    """At every depth, as with Python: no two files or folders need each other."""
    start = f"{folder.replace('.', '/')}/" if folder else ""
    graph: dict[str, set[str]] = {}
    for name in ASSETS:
        if name.startswith(start):
            one = name.removeprefix(start).split("/")[0]
            files = [file for _, file in asset_imports(name) if file.startswith(start)]
            others = {file.removeprefix(start).split("/")[0] for file in files}
            graph.setdefault(one, set()).update(others - {one})
    TopologicalSorter(graph).prepare()


WORD = r"[A-Za-z_$][\w$]*"
TOP = re.compile(rf"^(export )?(?:async )?(?:const|let|function|class) ({WORD})", re.MULTILINE)


CODE = re.compile(r"""//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\\.|.|\n""")
TEXT = re.compile(r"\$\{|\\.|.|\n")  # in a template


def bare(script: str) -> str:
    """Return a script without imports, comments and texts; what stands in ${…} stays."""
    kept, inside = [], []  # of the templates and braces that are open, which one is the innermost
    script, at = IMPORTED.sub("", script), 0
    while at < len(script):
        text = bool(inside) and inside[-1] == "`"
        piece = (TEXT if text else CODE).match(script, at)[0]
        at += len(piece)
        if piece == "`" or (piece == "}" and not text):
            inside.pop() if text or piece == "}" else inside.append(piece)
            kept.append(piece if piece == "}" else " ")
        elif piece == "${" if text else piece == "{":
            inside.append("{")
            kept.append(";{" if text else piece)
        elif not text:
            kept.append('""' if piece[0] in "\"'" else " " if piece.startswith("//") else piece)
    return "".join(kept)


def bound(script: str) -> set[str]:
    """Return the names that a script binds anywhere: constants, functions, parameters."""
    patterns = [
        r"\b(?:const|let)\s+([^=;]*?)(?:\s*[=;]|\s+(?:of|in)\b)",
        rf"\b(?:function|class)\s+({WORD})",
        r"\bfunction\s*[\w$]*\(([^)]*)\)",
        r"\(((?:[^()]|\([^()]*\))*)\)\s*=>",
        rf"\b({WORD})\s*=>",
        rf"^\s+(?:get |async )?{WORD}\(([^)]*)\) \{{",
        r"\blet ([^;]*);",
    ]
    found = "\n".join(m for p in patterns for m in re.findall(p, script, re.MULTILINE))
    return set(re.findall(WORD, found))


def free(name: str) -> set[str]:
    """Return the names that a script uses and does not bind."""
    script = bare(ASSETS[name])
    # The name of a method is none that is used.
    head = rf"^(\s+(?:get |async )?){WORD}(?=\([^)]*\) \{{)"
    names = bound(script)
    script = re.sub(head, r"\1", script, flags=re.MULTILINE)
    used = re.findall(rf"(?<![\w$.])({WORD})(?![\w$]|\s*:(?!:))", script)
    used += re.findall(rf"\?\s*({WORD})\s*:", script) + re.findall(rf"\.\.\.({WORD})", script)
    return set(used) - names


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_what_it_uses_and_nothing_else(name):
    homes: dict[str, list[str]] = {}
    for other, text in SCRIPTS.items():
        for word in [word for export, word in TOP.findall(text) if export]:
            homes.setdefault(word, []).append(other)
    local: dict[str, str] = {}
    for names, file in asset_imports(name):
        exported = {word for export, word in TOP.findall(SCRIPTS[file]) if export}
        for part in names.strip("{} ").split(","):
            word, _, alias = part.strip().partition(" as ")
            assert word == "*" or word in exported, f"{file} exports no {word}"
            local[alias or word] = file
    used = free(name)
    for word in used - set(local):
        others = [other for other in homes.get(word, []) if other != name]
        assert len(others) != 1, f"{name} uses {word} of {others[0]} without importing it"
    assert set(local) <= used | bound(bare(ASSETS[name])), set(local) - used


def test_a_name_used_without_an_import_is_found(monkeypatch):
    text = ASSETS["explore/tree/panel.js"]
    line = next(line for line in text.splitlines() if line.endswith('page/panel.js";'))
    monkeypatch.setitem(ASSETS, "explore/tree/panel.js", text.replace(line, ""))
    with pytest.raises(AssertionError, match=r"uses (putUp|heading) of page/panel\.js"):
        test_a_script_imports_what_it_uses_and_nothing_else("explore/tree/panel.js")


def test_only_a_room_or_a_file_that_all_need_lies_at_the_root():
    files = {path.name for path in PACKAGE.glob("*.*") if path.is_file()}
    assert files == {"__init__.py", "__main__.py", "dates.py", "pauses.py", "problems.py"}


def test_the_readme_shows_the_rooms_in_their_order():
    assert rooms_table() in (ROOT / "tests" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=str)
def test_a_face_is_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 70


def test_nothing_tracked_is_foreign_code_or_speaks_of_a_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if not path.is_file() or path.suffix in {".geojson", ".lock"}:
            continue
        text = path.read_text("utf-8")
        assert not re.search(r"/(home|root|Users)/\w", text), name
        longest = max((len(line) for line in text.splitlines()), default=0)
        if path.suffix in {".js", ".css"}:
            assert longest < 200, f"{name} looks minified"


def test_the_data_package_describes_exactly_its_files():
    descriptor = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    paths = {r["path"] for r in descriptor["resources"]}
    files = {p.name for p in DATA.iterdir() if p.suffix in {".csv", ".geojson"}}
    assert paths == files
    for resource in descriptor["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert field.get("description"), (resource["name"], field["name"])


def test_the_readme_names_files_that_are_there():
    text = (ROOT / "README.md").read_text("utf-8")
    for name in re.findall(r"`((?:data|tests|notebooks)/[\w./-]*)`", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.suffix == ".py"], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_functions_stay_short(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 50, node.name
