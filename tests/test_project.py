"""What the project promises about itself: packages, floors, no topic in code, no foreign code."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement

from tests.places import DATA, NOTEBOOKS, ROOT

PACKAGE = NOTEBOOKS / "alliance"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css")])
FLOORS = {
    **dict.fromkeys(["problems", "texts", "dates", "style", "marks"], 0),
    **dict.fromkeys(["descriptor", "package", "settings", "derive", "ladders"], 1),
    **dict.fromkeys(["agreement", "brier"], 1),
    **dict.fromkeys(["council", "library", "progress", "printed"], 1),
    **dict.fromkeys(["desk_panel"], 2),
    **dict.fromkeys(["atlas", "timeline", "timeline_page"], 2),
    **dict.fromkeys(["charts", "charts_draw", "charts_given", "charts_rows"], 2),
    **dict.fromkeys(["charts_scale", "charts_words"], 2),
    **dict.fromkeys(["quiz", "explore"], 3),
    **dict.fromkeys(["lesson", "journal_panel", "achievement", "ways"], 4),
    **dict.fromkeys(["teach", "__main__"], 5),
}


def test_conda_and_uv_get_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {Requirement(text) for text in project["dependencies"]}
    wanted.add(Requirement("python" + project["requires-python"]))
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    listed = {Requirement(text) for text in [*conda, *pip] if isinstance(text, str)}
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


@pytest.mark.parametrize("path", [p for p in SOURCES if p.suffix == ".py"], ids=str)
def test_imports_run_downwards(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    room = parts[0]
    if room == "__init__":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        # How far the dots climb: out of the package's own room, or inside it.
        if len(parts) - node.level > 0:
            continue
        names = [node.module.split(".")[0]] if node.module else [a.name for a in node.names]
        for name in names:
            assert FLOORS[name] <= FLOORS[room], f"{room} (floor {FLOORS[room]}) imports {name}"


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
