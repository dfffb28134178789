"""The language of conditions: which rows of a table a file means by `where:` or `correct:`.

A condition is written as for pandas' `query`, and gives the same rows, but it is never run as code.
It is parsed, and only what stands here is understood; anything else is answered with a sentence:

    category == 'treaty'                        columns of the table and values; == != < <= > >=
    30 < lat < 44                               comparisons in a chain
    date_start >= '1950-01-01'                  first and last day of a date column
    kind in ['ban', 'cap'], year not in [2020]  one of several values
    a and b, a or b, not a, (a or b) and c      also & | ~, with parentheses around each part
    practice                                    a column of yes and no
    title.str.contains('test|trial')            plain text; of words with | between them, any
    id.str.startswith('un-'), id.str.endswith('2024')
    lat.isna(), lat.notna()                     nothing in the cell, something in the cell
    actors.astype('str').str.contains('ABC')    a column that holds lists, searched as text
    against + abstain > 3                       sums and differences of columns of numbers
    first(defense, consultation)                the first row of each combination of values

Size is bounded, so that no condition takes long on a table of any size that a lesson opens.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from typing import Any

import pandas as pd

from ..problems import AllianceError, did_you_mean
from .condition_text import parsed, refused

__all__ = ["rows_where"]

MOST_ITEMS = 100  # values in a list
LONGEST_TEXT = 200  # characters of a value
LARGEST = 1e15  # greater numbers are not kept exactly
MOST_WORDS = 10  # words between | in one search
SHOWN = 80  # characters of a condition that a message repeats

NUMBER, TEXT, DATE, FLAG, LISTS, MIXED = "numbers", "text", "dates", "true or false", "lists", ""
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
WHOLE = re.compile(r"\d{4}-\d\d-\d\d")
PLAIN = re.compile(r"[^\\^$*+?{}\[\]()]+")
COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
SEARCH: dict[str, Callable[[str, str], bool]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


def rows_where(frame: pd.DataFrame, condition: object, field: str = "where") -> pd.DataFrame:
    """Return the rows of a table for which a condition holds, in the order of the table.

    Args:
        frame: any table; only its columns can be named.
        condition: a condition in the language above.
        field: where it is written, for the message.

    Raises:
        AllianceError: something in it is not understood; says what, and what to write.
    """
    text = str(condition).strip()
    try:
        tree, names = parsed(text)
        holds = _Reader(frame, names).truth(tree)
        return frame[holds.astype("boolean").fillna(False).to_numpy(dtype=bool)]
    except AllianceError as error:
        reason = str(error)
    except (TypeError, ValueError, OverflowError, RecursionError):
        # A column may hold a mixture that no rule here foresees.
        reason = "the values of a column cannot be compared so"
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    shown = " ".join(shown.split())
    raise AllianceError(f"the condition `{field}: {shown}` does not work: {reason}")


class _Reader:
    """Walks the tree of a condition over the columns of a table."""

    def __init__(self, frame: pd.DataFrame, names: dict[str, str]) -> None:
        self.frame = frame
        self.names = names

    def truth(self, node: ast.expr) -> pd.Series:
        """Return of each row whether a condition holds."""
        if isinstance(node, ast.BoolOp):
            join = operator.and_ if isinstance(node.op, ast.And) else operator.or_
            return reduce(join, [self.truth(part) for part in node.values])
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            join = operator.and_ if isinstance(node.op, ast.BitAnd) else operator.or_
            return join(self.truth(node.left), self.truth(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
            return ~self.truth(node.operand)
        if isinstance(node, ast.Compare):
            return self._chain(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Name):
            values = self._column(node)
            if _kind(values) in (FLAG, MIXED):
                return values.astype("boolean")
            raise AllianceError(f"“{values.name}” alone is no condition; compare it with a value")
        raise refused(node)

    def _column(self, node: ast.Name) -> pd.Series:
        """Return the column that a name means."""
        name = self.names.get(node.id, node.id)
        columns = [str(column) for column in self.frame.columns if not str(column).startswith("_")]
        if name in columns:
            return self.frame[name]
        hint = did_you_mean(name[:40], columns)
        near = f" ({hint})" if hint.startswith("did") else ""
        listed = ", ".join(columns)
        listed = listed if len(listed) <= 120 else f"{listed[:120].rpartition(',')[0]} …"
        raise AllianceError(f"“{name[:40]}” is no column{near}; the columns are {listed}")

    def _chain(self, node: ast.Compare) -> pd.Series:
        """Return whether each comparison of a chain holds."""
        sides, results = [node.left, *node.comparators], []
        for sign, (left, right) in zip(node.ops, pairwise(sides), strict=True):
            if isinstance(sign, ast.In | ast.NotIn):
                found = self._within(left, right)
                results.append(~found if isinstance(sign, ast.NotIn) else found)
            elif type(sign) in COMPARE:
                results.append(self._pair(COMPARE[type(sign)], left, right))
            else:
                raise AllianceError("“is” is not understood; write == or !=")
        return reduce(operator.and_, results)

    def _within(self, left: ast.expr, right: ast.expr) -> pd.Series:
        """Return whether a column holds one of several values."""
        if not isinstance(right, ast.List | ast.Tuple):
            raise AllianceError("after `in` a list of values is wanted, as in kind in ['ban']")
        if len(right.elts) > MOST_ITEMS:
            raise AllianceError(f"a list has {len(right.elts)} values; {MOST_ITEMS} are the most")
        values = self._operand(left)
        if not isinstance(values, pd.Series):
            raise AllianceError("before `in` a column is wanted, as in kind in ['ban']")
        return values.isin([_matched(values, self._literal(item), True) for item in right.elts])

    def _pair(self, compare: Callable[[Any, Any], Any], left: ast.expr, right: ast.expr) -> Any:
        """Compare a column with a value or with another column."""
        one, two = self._operand(left), self._operand(right)
        same = compare in (operator.eq, operator.ne)
        if isinstance(one, pd.Series) and isinstance(two, pd.Series):
            kinds = {_kind(one), _kind(two)}
            if LISTS in kinds or len(kinds - {MIXED}) > 1:
                raise AllianceError(f"“{one.name}” and “{two.name}” cannot be compared")
        elif isinstance(one, pd.Series):
            two = _matched(one, two, same)
        elif isinstance(two, pd.Series):
            one = _matched(two, one, same)
        else:
            raise AllianceError("a comparison names no column; write one, as in year == 2020")
        return compare(one, two)

    def _operand(self, node: ast.expr) -> Any:
        """Return a column, a value, or a sum or difference of columns of numbers."""
        if isinstance(node, ast.Name):
            return self._column(node)
        if isinstance(node, ast.Call):
            return self._as_text(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            one, two = self._number(node.left), self._number(node.right)
            return one + two if isinstance(node.op, ast.Add) else one - two
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            raise AllianceError("put parentheses around each comparison, or write `and`, `or`")
        if isinstance(node, ast.Constant | ast.UnaryOp):
            return self._literal(node)
        raise refused(node)

    def _number(self, node: ast.expr) -> Any:
        """Return one side of a sum."""
        value = self._operand(node)
        kind = _kind(value) if isinstance(value, pd.Series) else _kind_of(value)
        if kind != NUMBER:
            raise AllianceError("only numbers can be added; take + and - out")
        return value

    def _literal(self, node: ast.expr) -> Any:
        """Return a value that is written out."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            value = self._literal(node.operand)
            if _kind_of(value) != NUMBER:
                raise AllianceError("a minus belongs before a number only")
            return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.Name):
            raise AllianceError(f"“{node.id[:40]}” is no value; write texts as 'ban'")
        if not isinstance(node, ast.Constant):
            raise refused(node)
        value = node.value
        if value is None:
            raise AllianceError(
                "None fits no row; write == '' (no text) or column.isna() (no number)"
            )
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise AllianceError(f"a text in it has over {LONGEST_TEXT} characters; shorten it")
        if not isinstance(value, str | bool | int | float):
            raise AllianceError("a value is neither text nor number nor True or False; write one")
        if not isinstance(value, str) and not abs(value) <= LARGEST:
            raise AllianceError("a number in it is too large; write one with at most 15 digits")
        return value

    def _call(self, node: ast.Call) -> pd.Series:
        """Return what one of the few known calls says of each row."""
        method = node.func
        if isinstance(method, ast.Name) and method.id == "first":
            return self._first(node)
        if not isinstance(method, ast.Attribute):
            raise refused(node)
        if method.attr in ("isna", "notna"):
            values = self._operand(method.value)
            if node.args or node.keywords or not isinstance(values, pd.Series):
                raise AllianceError(f"write column.{method.attr}() with nothing in the parentheses")
            return values.isna() if method.attr == "isna" else values.notna()
        inner = method.value
        if not (isinstance(inner, ast.Attribute) and inner.attr == "str"):
            raise refused(method)
        if method.attr not in SEARCH:
            raise refused(method)
        values = self._operand(inner.value)
        if not isinstance(values, pd.Series) or _kind(values) not in (TEXT, MIXED):
            name = values.name if isinstance(values, pd.Series) else values
            raise AllianceError(f"“{name}” holds no text; write {name}.astype('str') before .str")
        return _searched(values, method.attr, self._argument(node))

    def _first(self, node: ast.Call) -> pd.Series:
        """Return whether a row is the first with its values in some columns."""
        if not node.args or node.keywords or not all(isinstance(a, ast.Name) for a in node.args):
            raise AllianceError("write columns of the table into first(…), as in first(year, kind)")
        columns = [self._column(name).astype("str") for name in node.args]
        return ~pd.concat(columns, axis=1).duplicated()

    def _argument(self, node: ast.Call) -> str:
        """Return the one text in the parentheses of a call."""
        value = self._literal(node.args[0]) if len(node.args) == 1 and not node.keywords else None
        if not isinstance(value, str) or not value:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            raise AllianceError(f"write one text, and only that, into {name}('…')")
        return value

    def _as_text(self, node: ast.Call) -> pd.Series:
        """Return a column as text: column.astype('str')."""
        method = node.func
        if not isinstance(method, ast.Attribute) or method.attr != "astype":
            raise refused(method if isinstance(method, ast.Attribute) else node)
        if not isinstance(method.value, ast.Name):
            raise refused(method.value)
        if self._argument(node) != "str":
            raise AllianceError("a column can be turned into text only; write column.astype('str')")
        return self._column(method.value).astype("str")


def _kind(values: pd.Series) -> str:
    """Return what a column holds; MIXED if that is not certain, as in a table without rows."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return FLAG
    if pd.api.types.is_numeric_dtype(values.dtype):
        return NUMBER
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return DATE
    if pd.api.types.is_string_dtype(values.dtype) and values.dtype != object:
        return TEXT
    inferred = pd.api.types.infer_dtype(values, skipna=True)
    if inferred == "mixed" and any(isinstance(value, list | tuple) for value in values):
        return LISTS
    return {"string": TEXT, "boolean": FLAG}.get(inferred, MIXED)


def _kind_of(value: Any) -> str:
    """Return what a value is."""
    return FLAG if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER


def _matched(values: pd.Series, value: Any, same: bool) -> Any:
    """Return a value as something that can be compared with a column; `same` asks for equality."""
    kind, name = _kind(values), values.name
    if kind == LISTS:
        raise AllianceError(
            f"“{name}” holds lists; search it as text: {name}.astype('str').str.contains('…')"
        )
    if kind == DATE:
        # Before or after 2024 is clear, but no day is the same as a year.
        if not isinstance(value, str) or not (WHOLE if same else DAY).fullmatch(value):
            raise AllianceError(f"“{name}” holds dates; compare it with a day: '2024-06-19'")
        try:
            return pd.Timestamp(value)
        except ValueError:
            raise AllianceError(f"“{value}” is no day; write one such as '2024-06-19'") from None
    if kind not in (MIXED, _kind_of(value)):
        remedies = {TEXT: f"write it in quotation marks: '{str(value)[:40]}'",
                    NUMBER: "write a number without quotation marks",
                    FLAG: "write True or False, without quotation marks"}  # fmt: skip
        raise AllianceError(f"“{name}” holds {kind}; {remedies[kind]}")
    return value


def _searched(values: pd.Series, how: str, wanted: str) -> pd.Series:
    """Return whether the text of each row contains, begins or ends with a plain text."""
    words = [wanted]
    if how == "contains":
        words = wanted.split("|")
        if not all(PLAIN.fullmatch(word) for word in words):
            raise AllianceError(
                r"contains('…') looks for plain text: leave out \ ^ $ * + ? { } [ ] ( ), and write "
                "a word on each side of |"
            )
        if len(words) > MOST_WORDS:
            raise AllianceError(f"contains('…') has {len(words)} words; {MOST_WORDS} are the most")
    test = SEARCH[how]
    found = [isinstance(v, str) and any(test(v, word) for word in words) for v in values]
    return pd.Series(found, index=values.index, dtype=bool)
