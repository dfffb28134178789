"""What a function that draws was given: the library and the table, checked in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ..problems import AllianceError, did_you_mean
from .filling import FILL
from .library import Library
from .opening import open_library

__all__ = ["given_library", "need"]


def given_library(library: Any, function: str, *tables: str, argument: str = "library") -> Library:
    """Return the library given, else the one of the module.

    Args:
        library: what was given, or None.
        function: name of the caller, for the message.
        tables: those that the caller cannot do without, besides the one it is given.
        argument: name of the caller's argument, for the message.

    Raises:
        AllianceError: it is something else than an open library, or lacks a table.
    """
    if library is None:
        library = open_library()
    if not isinstance(library, Library):
        raise AllianceError(
            f"{function}: the argument “{argument}” must be an open library, not a "
            f"{type(library).__name__}; write {argument}=open_library()."
        )
    for name in tables:
        if name not in library.held:
            raise AllianceError(
                f"{function} needs the table “{name}”, which these data do not have; describe it "
                "in datapackage.json (see data/README.md)."
            )
    return library


def need(
    frame: Any,
    columns: Mapping[str, str | None] | Iterable[str],
    function: str,
    example: str,
    optional: Iterable[str] = (),
) -> None:
    """Raise AllianceError unless `frame` is a table that has rows and these columns.

    Args:
        frame: what was given.
        columns: names of the columns that the caller reads; or argument of the caller -> name of
            the column that it stands for (None or "" is not asked for).
        function: name of the caller, for the message.
        example: a table that would do, such as "library.events".
        optional: arguments that may be None.
    """
    if not isinstance(frame, pd.DataFrame):
        raise AllianceError(
            f"{function} needs a table (a pandas DataFrame), not {type(frame).__name__}; "
            f"give it for example {example}."
        )
    named = columns if isinstance(columns, Mapping) else dict.fromkeys(columns)
    for argument, column in named.items():
        wanted = column if isinstance(columns, Mapping) else argument
        if not wanted or wanted in frame.columns:
            continue
        remedy = f"give it {example}, or a part of it with all its columns"
        if isinstance(columns, Mapping):
            remedy = f"say with {argument}=… which column to use"
            remedy += f" (or {argument}=None for none)" if argument in optional else ""
        raise AllianceError(
            f"{function}: the table has no column “{wanted}”; {remedy}; "
            f"{did_you_mean(wanted, frame.columns)}"
        )
    if frame.empty and frame.attrs.get(FILL):
        raise AllianceError(f"{function}: nothing is there yet to be shown; {frame.attrs[FILL]}.")
    if frame.empty:
        raise AllianceError(
            f"{function}: the table has no rows; check the condition with which it was filtered."
        )
