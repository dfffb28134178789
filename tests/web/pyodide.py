"""The Pyodide that tests run on: that of the dependency group “site”, or $ALLIANCE_PYODIDE."""

from __future__ import annotations

import os

import pytest

from alliance.problems import AllianceError
from alliance.web.distribution import Distribution, find


def pyodide_or_skip() -> Distribution:
    """Return the distribution at hand; without one the test is skipped, or fails if it must run."""
    try:
        return find()
    except AllianceError as error:
        if os.environ.get("ALLIANCE_REQUIRE_BROWSER") == "1":
            pytest.fail(f"ALLIANCE_REQUIRE_BROWSER=1 asks for a Pyodide. {error}")
        pytest.skip(str(error))
