"""The settings for a hub are what README says, name only what exists, and agree with each other."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from traitlets.config.loader import PyFileConfigLoader

from tests.hub.links import START, pull_link
from tests.places import NOTEBOOKS

HERE = Path(__file__).parent
PACKAGE = NOTEBOOKS / "alliance"


@pytest.fixture(scope="module")
def config():
    return PyFileConfigLoader("jupyterhub_config.py", path=str(HERE)).load_config()


@pytest.fixture(scope="module")
def values():
    return yaml.safe_load((HERE / "zero-to-jupyterhub.yaml").read_text("utf-8"))


def test_start_page_is_a_notebook_of_the_module(config, values):
    assert (NOTEBOOKS / START.rsplit("/", 1)[-1]).exists()
    assert config.Spawner.default_url == values["singleuser"]["defaultUrl"] == f"/{START}"


def test_variables_are_those_that_the_package_reads(config, values):
    read = " ".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    ours = [*config.Spawner.environment, *values["singleuser"]["extraEnv"]]
    named = {name for name in ours if name.startswith("ALLIANCE_")}
    assert named
    assert not {name for name in named if f'"{name}"' not in read}


def test_both_kinds_of_hub_start_the_same_server(config, values):
    arguments = values["singleuser"]["cmd"][1:]
    # Zero to JupyterHub ends idle servers itself.
    own = [a for a in config.Spawner.args if not a.startswith("--ServerApp.shutdown")]
    assert arguments == own


def test_limits_leave_room_for_what_was_measured(config, values):
    readme = (HERE / "README.md").read_text("utf-8")
    learner = float(re.search(r"memory a learner \| (\d+) MiB", readme)[1])
    guarantee, limit = (int(config.Spawner[f"mem_{k}"].rstrip("M")) for k in ("guarantee", "limit"))
    assert learner <= guarantee * 1_000_000 / 2**20 < 2 * learner < limit
    memory = values["singleuser"]["memory"]
    assert memory == {"guarantee": f"{guarantee}M", "limit": f"{limit}M"}


def test_link_names_repository_version_and_page():
    parts = urlsplit(pull_link("https://hub.example.org/", "https://example.org/m.git", "v1 b"))
    assert parts.path == "/hub/user-redirect/git-pull"
    assert parse_qs(parts.query) == {
        "repo": ["https://example.org/m.git"],
        "branch": ["v1 b"],
        "targetPath": ["module"],
        "urlpath": [START],
    }


def test_every_setting_is_explained():
    """A line that sets something has its reason on it or above it."""
    lines = (HERE / "jupyterhub_config.py").read_text("utf-8").splitlines()
    set_here = [n for n, line in enumerate(lines) if line.startswith("c.")]
    block = ""
    for number in set_here:
        above = lines[number - 1]
        follows = above.startswith("c.")  # the second of a pair shares the reason
        block = above if not follows else block
        assert block.startswith("#"), lines[number]
