"""Settings that the module brings for JupyterLab: found where it is installed, and understood."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import watched_page
from tests.lab import Lab
from tests.places import NOTEBOOKS, ROOT

FOLDER = NOTEBOOKS / "alliance" / "page" / "jupyterlab"
SETTINGS = json.loads((FOLDER / "settings.json").read_text("utf-8"))
SERVER = json.loads((FOLDER / "server.json").read_text("utf-8"))
SCHEMAS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"


def test_both_files_are_installed_where_jupyterlab_looks():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    brought = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert {ROOT / path: place for path, place in brought.items()} == {
        FOLDER / "settings.json": "share/jupyter/lab/settings/overrides.d/alliance-module.json",
        FOLDER / "server.json": "etc/jupyter/jupyter_lab_config.json",
    }


@pytest.mark.parametrize("plugin", SETTINGS)
def test_jupyterlab_knows_each_setting(plugin):
    package, name = plugin.split(":")
    path = SCHEMAS / package / f"{name}.json"
    assert path.is_file(), f"JupyterLab has no settings {plugin}"
    known = json.loads(path.read_text("utf-8"))["properties"]
    assert set(SETTINGS[plugin]) <= set(known)


def test_the_list_of_files_hides_no_lesson():
    from fnmatch import fnmatch

    hidden = SERVER["ContentsManager"]["hide_globs"]
    shown = [p.name for p in NOTEBOOKS.iterdir() if not any(fnmatch(p.name, g) for g in hidden)]
    shown = [name for name in shown if not name.startswith(".")]
    assert len(shown) > 10 and all(name.endswith(".ipynb") for name in shown)


@pytest.mark.browser
def test_the_first_minute_shows_lessons_and_asks_nothing(tmp_path, chromium):
    """As on the first start: no workspace, no settings of the reader."""
    settings = tmp_path / "app" / "overrides.d"
    settings.mkdir(parents=True)
    (settings / "alliance-module.json").write_text(json.dumps(SETTINGS), "utf-8")
    config = tmp_path / "config"
    config.mkdir()
    (config / "jupyter_lab_config.json").write_text(json.dumps(SERVER), "utf-8")
    lab = Lab(tmp_path, "notebooks", [f"--LabApp.app_settings_dir={settings.parent}"])
    try:
        with watched_page(chromium) as page:
            page.goto(f"{lab.url}/lab/tree/00-start-here.ipynb")
            page.locator(".jp-Notebook h1").wait_for()
            page.locator(".jp-DirListing-item").first.wait_for()
            page.wait_for_timeout(2500)  # the question about news comes a little later
            assert page.locator(".Toastify__toast").count() == 0
            names = page.locator(".jp-DirListing-itemText").all_inner_texts()
            assert len(names) > 10 and all(name.endswith(".ipynb") for name in names)
            assert not any("…" in name for name in names)
            tabs = page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab")
            assert tabs.first.get_attribute("data-id") == "table-of-contents"
            first = page.locator(".jp-Notebook .jp-Cell").first.inner_text()
            assert first.index("Press here first: Run") < 40
    finally:
        lab.close()
