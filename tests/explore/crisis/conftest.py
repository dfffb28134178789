"""Fixtures of the crisis simulation."""

from __future__ import annotations

import pytest

from alliance import open_library
from alliance.journal import Journal
from tests.explore.crisis.played import show


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def panel(library, journal):
    return show(library, journal)
