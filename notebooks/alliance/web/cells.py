"""What each cell of a notebook is on a page, and which cells a panel or a task needs to run.

How notebooks mark their cells: code whose source is folded (`jupyter.source_hidden`) only furnishes
the lesson; code that is to be seen is to be changed, and becomes a *task*. A visible cell that
calls `exercise(…)` is the check of the task before it.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..problems import AllianceError

__all__ = ["Names", "asks_journal", "exercise_of", "is_hidden", "names_in", "needed"]


AT = re.compile(r"@([^\W\d]\w*)")  # a name inside a condition: `query("topic in @topics")`


@dataclass
class Names:
    """The names that a cell has to do with.

    Attributes:
        loads: names that it reads and does not know itself.
        stores: names that it binds whatever happens.
        changes: names that it may bind or change: bound in a branch, or an item, an attribute or
            a method that stands alone (`table["x"] = …`, `ids.append(…)`).
        imported: those of `stores` that are modules or come out of one.
    """

    loads: set[str] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)


def parsed(source: str, where: str = "a cell") -> ast.Module:
    """Return a cell as a tree.

    Raises:
        AllianceError: it is no Python, as a cell with `%magic` or `!command` is none.
    """
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise AllianceError(
            f"{where}, line {error.lineno}: this is not plain Python ({error.msg}); a page can "
            "run no magic (%…) and no command (!…): write it as Python."
        ) from None


def names_in(source: str, where: str = "a cell") -> Names:
    """Return the names that a cell reads, binds and may change."""
    found = Names()
    for statement in parsed(source, where).body:
        _read_statement(statement, found)
    found.loads -= set(dir(builtins))
    return found


def _read_statement(statement: ast.stmt, found: Names) -> None:
    """Add the names of one statement at the top of a cell."""
    loads, binds, changes = set(), set(), set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            loads |= set(AT.findall(node.value))
        elif isinstance(node, ast.Name):
            (loads if isinstance(node.ctx, ast.Load) else binds).add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {(a.asname or a.name).partition(".")[0] for a in node.names}
            binds |= names
            found.imported |= names
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            binds.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changes |= _base(node)
        elif isinstance(node, ast.AugAssign):
            loads |= _base(node.target)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Attribute):
                changes |= _base(called)
    # Names of a comprehension or a lambda look as if they were read from outside; one more cell
    # in the slice does no harm.
    found.loads |= loads - found.stores
    plain = isinstance(
        statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Import | ast.ImportFrom
    )
    if plain or isinstance(statement, ast.FunctionDef | ast.ClassDef):
        found.stores |= binds
    else:
        found.changes |= binds
    found.changes |= changes


def _base(node: ast.AST) -> set[str]:
    """Return the name that an item or an attribute is taken from, {} if it is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def needed(sources: dict[int, str], wanted: Collection[int], where: str = "") -> set[int]:
    """Return the cells that have to run so that some cells can: these, and all that they rest on.

    Read from the last cell to the first: a cell is needed if it is wanted, or binds or may change
    a name that a needed cell after it reads.

    Args:
        sources: code by index of the cell.
        wanted: indices of cells that have to run.
        where: the notebook, for messages.

    Raises:
        AllianceError: a cell is no plain Python.
    """
    told = {k: names_in(text, f"{where}, cell {k + 1}") for k, text in sources.items()}
    imported = set().union(*(names.imported for names in told.values()), set())
    found: set[int] = set()
    open_names: set[str] = set()
    for index in sorted(sources, reverse=True):
        names = told[index]
        changes = names.changes - imported
        if index not in wanted and not (names.stores | changes) & open_names:
            continue
        found.add(index)
        open_names -= names.stores - changes
        open_names |= names.loads | (changes & open_names)
    return found


def is_hidden(cell: Any) -> bool:
    """Tell whether a cell only furnishes the lesson: its source is folded away."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def _calls(source: str) -> Iterable[tuple[str, ast.Call]]:
    """Yield the calls in a cell with their dotted names."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def exercise_of(source: str) -> str:
    """Return the question that a cell checks by `exercise("…", …)`, "" if it checks none."""
    for name, call in _calls(source):
        if name.rpartition(".")[2] == "exercise" and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
    return ""


def asks_journal(source: str) -> bool:
    """Tell whether a cell shows something that depends on what the learner has done.

    So it is if it calls a function of the package that takes a `journal`.
    """
    import alliance

    for name, _ in _calls(source):
        found: Any = alliance
        for part in name.split("."):
            found = getattr(found, part, None) if found is not None else None
        if callable(found) and "journal" in _parameters(found):
            return True
    return False


def _parameters(function: Any) -> Iterable[str]:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return ()
