"""Fixtures of maps."""

from __future__ import annotations

import pytest

from alliance.library import open_library
from tests.atlas.maps import rows


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture
def small():
    return rows(
        ("Alpha", "Town", 39.0, 125.7, "1950-06-25"),
        ("Beta", "Town", 39.0, 125.7, "1951"),
        ("Gamma", "Port", 37.5, 127.0, ""),
        kind=["a", "b", "a"],
    )
