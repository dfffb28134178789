"""Libraries that only instructors need: loaded when they are used, and named when they lack."""

from __future__ import annotations

import importlib
from types import ModuleType

from ..problems import AllianceError

__all__ = ["load"]


def load(module: str, package: str, what: str) -> ModuleType:
    """Return a module that learners do not install.

    Args:
        module: its name.
        package: name under which it is installed.
        what: what cannot be done without it, as a clause.

    Raises:
        AllianceError: it is not installed; says what to type.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise AllianceError(
            f"{what} needs the package {package}, which learners do not have; type "
            f"“uv sync --group instructors”, or “pip install {package}”."
        ) from None
