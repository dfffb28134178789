"""Fixtures of panels."""

from __future__ import annotations

import pytest

from alliance.journal import Journal
from tests.quiz_samples import make_library


@pytest.fixture
def library(tmp_path):
    return make_library(tmp_path)


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "progress")
