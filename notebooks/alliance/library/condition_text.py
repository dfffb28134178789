"""Reads the text of a condition: parses it, bounds its size, and says what is not understood.

What a condition may say, and what it means, stands in `conditions`.
"""

from __future__ import annotations

import ast
import re
import warnings

from ..problems import AllianceError

__all__ = ["SEARCHES", "parsed", "refused"]

LONGEST = 1_000  # characters of a condition
MOST_PARTS = 400  # columns, values and signs, items of lists apart
DEEPEST = 20  # parentheses and calls inside each other
MOST_SEARCHES = 10  # looks into texts: each goes through every letter of a column
SEARCHES = ("contains", "startswith", "endswith")
# A backtick marks a column whose name Python keeps for itself, such as `from`.
QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`([^`]*)`")
KNOWN_CALLS = (
    "column.str.contains('…'), column.str.startswith('…'), column.str.endswith('…'), "
    "column.isna(), column.notna(), column.astype('str') and first(column, column)"
)
# What is not understood, in words.
FORMS: dict[type, str] = {
    ast.Lambda: "a function (lambda)",
    ast.IfExp: "if … else",
    ast.Subscript: "a part in brackets [ ] after a name",
    ast.JoinedStr: "a text that begins with f",
    ast.NamedExpr: "the sign :=",
    ast.Dict: "braces { }",
    ast.Set: "braces { }",
    ast.ListComp: "for … in",
    ast.SetComp: "for … in",
    ast.DictComp: "for … in",
    ast.GeneratorExp: "for … in",
    ast.Starred: "a star before a name",
    ast.List: "a list without a column and `in` before it",
    ast.Tuple: "a list without a column and `in` before it",
}


def parsed(text: str) -> tuple[ast.expr, dict[str, str]]:
    """Return the tree of a condition, and the columns for which names stand in it."""
    if not text:
        raise AllianceError("it is empty; write for example category == 'treaty'")
    if len(text) > LONGEST:
        raise AllianceError(f"it has {len(text):,} characters; {LONGEST:,} are the most")
    columns: list[str] = []

    def named(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return found.group(0)
        columns.append(found.group(1))
        return f" column{len(columns)}_ "

    plain = QUOTED.sub(named, text.replace("\r", " ").replace("\n", " ")).strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise AllianceError(_misspelt(text)) from None
    if "#" in plain.encode()[tree.end_col_offset :].decode("utf-8", "replace"):
        raise AllianceError("remarks after # do not belong into it; take the remark out")
    _bounded(tree)
    return tree, {f"column{k}_": name for k, name in enumerate(columns, 1)}


def _misspelt(text: str) -> str:
    """Say what is wrong with a text that is no expression at all."""
    bare = QUOTED.sub("''", text)
    if re.search("[“”‘’„«»]", bare):
        return "it has curly quotation marks; write straight ones: 'treaty'"
    if "@" in bare:
        return "@ stands for a value outside of the table; write the value itself"
    if re.search(r"(?<![=!<>:])=(?!=)", bare):
        return "one = sets a value; write == to compare"
    if bare.count("'") % 2 or bare.count('"') % 2:
        return "a quotation mark is missing; put one before and one after each text"
    if bare.count("(") != bare.count(")") or bare.count("[") != bare.count("]"):
        return "a parenthesis or bracket is not closed; count them"
    return "it cannot be read; write for example category == 'treaty' and year > 2020"


def _searches(node: ast.AST) -> int:
    """Return how many columns a part goes through as text, letter by letter."""
    if isinstance(node, ast.Attribute):
        return int(node.attr in SEARCHES)
    first = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return len(node.args) if first else 0


def _bounded(tree: ast.expr) -> None:
    """Refuse a condition that is larger than any that a person writes."""
    parts, searches = 0, 0
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        parts += sum(not isinstance(node, ast.expr_context) for node in level)
        searches += sum(_searches(node) for node in level)
        # The items of a list have a bound of their own, looked at when they are read.
        level = [
            child
            for node in level
            if not isinstance(node, ast.List | ast.Tuple)
            for child in ast.iter_child_nodes(node)
        ]
    if level:
        raise AllianceError("its parentheses stand too deep inside each other; write it flatter")
    if parts > MOST_PARTS:
        raise AllianceError("it has too many parts; write `in [...]` instead of many comparisons")
    if searches > MOST_SEARCHES:
        raise AllianceError(f"it searches texts {searches} times; {MOST_SEARCHES} are the most")


def refused(node: ast.AST) -> AllianceError:
    """Return what to say of a form that is not understood."""
    if isinstance(node, ast.Attribute):
        return AllianceError(f"“.{node.attr[:40]}” is not understood; known are {KNOWN_CALLS}")
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else "this call"
        return AllianceError(f"“{name[:40]}(…)” is not understood; known are {KNOWN_CALLS}")
    if isinstance(node, ast.BinOp):
        return AllianceError("of numbers only + and - are understood; write the result itself")
    if isinstance(node, ast.Constant):
        return AllianceError("a value stands alone; compare a column with it, as in year == 2020")
    what = FORMS.get(type(node), "a part of it")
    return AllianceError(f"{what} is not understood; compare a column with a value: year > 2020")
