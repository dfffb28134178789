"""What tests of the web edition share: Python for the browser, compiled once for all of them."""

from __future__ import annotations

import pytest

from alliance.web import wheels


@pytest.fixture(scope="module", autouse=True)
def compiled_once(request, tmp_path_factory):
    """Keep what is compiled for the workers of this run; the test of keeping it has its own place.

    To compile takes half a minute, and nothing else is kept between tests.
    """
    if request.module.__name__.endswith("test_runtime"):
        yield
        return
    shared = tmp_path_factory.getbasetemp().parent / "compiled"
    shared.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wheels, "_cache", lambda: shared)
        yield
