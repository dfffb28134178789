"""Reads YAML and remembers the line of every value, so that a mistake can be found.

Every YAML file of the module comes through `read_yaml`. Values are text, numbers, true, false or
nothing, in mappings and lists that know their lines. Dates stay text. A word that YAML would turn
into another value (12:30 into 750, 0123 into 83) is kept as a `Turned`, so that whoever wants a
text or a number can say so instead of taking the wrong one.

Bad files cost little: size, depth and the number of values have bounds, tags are refused, and every
reason why a file cannot be read is one sentence.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import yaml

from ..problems import Problem
from .yaml_packed import Folded, recalled
from .yaml_values import Lined, Listed, Number, Turned

__all__ = [
    "MISREAD",
    "Folded",
    "Lined",
    "Listed",
    "Turned",
    "misread",
    "parse_yaml",
    "read_text",
    "read_yaml",
]

MOST_BYTES = 4_000_000
MOST_VALUES = 200_000  # with anchors unfolded
DEEPEST = 40

TRUTHS = {
    form: truth
    for truth, words in ((True, ("true", "yes", "on")), (False, ("false", "no", "off")))
    for word in words
    for form in (word, word.capitalize(), word.upper())
}
NOTHING = {"", "~", "null", "Null", "NULL"}
WHOLE = re.compile(r"[-+]?(0|[1-9]\d{0,17})")
POINT = re.compile(r"[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?")
# What YAML 1.1 or 1.2 reads as a number though it looks like something else: 12:30, 0123, 0x1F,
# 1_000, 1e3, .inf.
TURNED = re.compile(
    r"[-+]?(0[\d_]+|0x[\da-fA-F_]+|0b[01_]+|0o[0-7]+|\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?|"
    r"\d+[eE][-+]?\d+|\d[\d_]*_[\d_]*(\.[\d_]*)?|\d[\d_]*\.\d*_[\d_]*|"
    r"\.(inf|Inf|INF))|\.(nan|NaN|NAN)"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq")} | {"!"}

MERGE = "<<"  # takes in the fields of another mapping
MISREAD = "put it in quotation marks"  # the remedy for what `misread` says


class _Refused(Exception):
    """The file is YAML, but not of the kind that is read here: line, message, remedy."""


def misread(value: Any) -> str:
    """Return what YAML makes of an unquoted word where a text is wanted, "" if it is the word."""
    if isinstance(value, bool):
        return f"YAML reads this word as {str(value).lower()}"
    return f"YAML reads “{value:.40}” as {value.read}" if isinstance(value, Turned) else ""


def read_text(path: Path, name: str) -> tuple[str | None, Problem | None]:
    """Return the text of a file in UTF-8, or the one reason why it cannot be had."""
    try:
        if not path.is_file():
            return None, Problem(name, "the file is missing", "put it back or restore it")
        if path.stat().st_size > MOST_BYTES:
            message = f"the file is larger than {MOST_BYTES // 1_000_000} MB"
            return None, Problem(name, message, "split it, or restore it")
        data = path.read_bytes()
    except OSError as error:
        return None, Problem(
            name, f"the file cannot be read ({error.strerror})", "check that you may open it"
        )
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02X} cannot be read)"
        return None, Problem(name, message, "save it again with the encoding UTF-8", row)


def read_yaml(
    path: Path, name: str, empty: str = "restore it", folded: bool = False
) -> tuple[Any, Problem | None]:
    """Return what a YAML file holds, or the one reason why it cannot be read.

    Args:
        path: the file.
        name: how to call it in the message.
        empty: what to do about a file without any text.
        folded: questions may be `Folded`.

    Returns:
        `Lined`, `Listed` or a single value (None if there are only comments), and None; or None and
        the finding.
    """
    text, problem = read_text(path, name)
    return (None, problem) if text is None else parse_yaml(text, name, empty, folded)


def parse_yaml(
    text: str, name: str, empty: str = "restore it", folded: bool = False
) -> tuple[Any, Problem | None]:
    """Return what a YAML text holds; see `read_yaml`."""
    known = recalled(text, folded)
    if known is not None:
        return known, None
    if not text.strip():
        return None, Problem(name, "the file is empty", empty)
    control = CONTROL.search(text)
    if control:
        message = f"there is a character that is no text (U+{ord(control[0]):04X})"
        row = text.count("\n", 0, control.start()) + 1
        return None, Problem(name, message, "remove it, or restore the file", row)
    try:
        return _Reader(text).document(), None
    except _Refused as refused:
        row, message, remedy = refused.args
        return None, Problem(name, message, remedy, row)
    except yaml.YAMLError as error:
        return None, _not_yaml(error, name, text)


def _not_yaml(error: yaml.YAMLError, name: str, text: str) -> Problem:
    """Return the finding for a text that breaks the rules of YAML."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    row = mark.line + 1 if mark else ""
    lines = text.splitlines()
    line = lines[row - 1] if row and row <= len(lines) else ""
    what = (getattr(error, "problem", None) or "it cannot be understood").rstrip(".")
    remedy = (
        "check the indentation, colons and quotation marks at and above this line "
        "(text with a colon, a hash or a brace in it needs quotation marks)"
    )
    if "\t" in line[: len(line) - len(line.lstrip())]:
        what, remedy = "a tab stands at the start of the line", "put blanks in its place"
    elif re.search("[“”„‘’]", line):
        remedy += "; curly quotation marks do not count, write straight ones"
    return Problem(name, f"the YAML cannot be read: {what}", remedy, row)


class _Reader:
    """Makes values of the events of a parser, within the bounds.

    Not of its tree: to build that, the quick parser calls itself at each level, and a file of
    100,000 brackets ends the process.
    """

    def __init__(self, text: str) -> None:
        self.parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self.left = MOST_VALUES
        self.anchors: dict[str, tuple[Any, int]] = {}  # the value, and of how many it consists

    def document(self) -> Any:
        """Return what the file holds."""
        next_event = self.parser.get_event
        try:
            next_event()
            if isinstance(next_event(), yaml.StreamEndEvent):
                return None
            value = self._value(next_event(), 0)
            next_event()
            if not isinstance(event := next_event(), yaml.StreamEndEvent):
                message = "a second document begins here"
                raise _Refused(_line(event), message, "remove the line “---”")
            return value
        finally:
            self.parser.dispose()

    def _value(self, event: yaml.Event, depth: int) -> Any:
        before = self.left
        self._count(event, depth)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                message = f"“*{event.anchor:.40}” stands for nothing above it"
                raise _Refused(_line(event), message, f"write “&{event.anchor:.40}” there first")
            value, size = self.anchors[event.anchor]
            self.left -= size
            self._count(event, depth)
            return value
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._list(depth)
        else:
            value = self._mapping(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = (value, before - self.left)
        return value

    def _list(self, depth: int) -> Listed:
        items = Listed()
        while not isinstance(event := self.parser.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
            items.lines.append(_line(event))
        return items

    def _mapping(self, start: yaml.Event, depth: int) -> Lined:
        result, merged = Lined(_line(start)), []
        while not isinstance(event := self.parser.get_event(), yaml.MappingEndEvent):
            self._count(event, depth)
            key, value = _key(event), self._value(self.parser.get_event(), depth + 1)
            if key == MERGE and not event.style:
                merged += value if isinstance(value, list) else [value]
                continue
            if key in result:
                result.twice.append(key)
            result[key] = value
            result.lines[key] = _line(event)
        for other in merged:
            if not isinstance(other, Lined):
                raise _Refused(result.line, "“<<” takes in a mapping only", "write the fields out")
            for key in other.keys() - result.keys():
                result[key], result.lines[key] = other[key], other.line_of(key)
        return result

    def _count(self, event: yaml.Event, depth: int) -> None:
        """Keep the bounds; anchors count as if they were written out."""
        self.left -= 1
        if self.left < 0:
            message = f"with its anchors unfolded it holds more than {MOST_VALUES:,} values"
            raise _Refused(_line(event), message, "write them out, or split the file")
        if depth > DEEPEST:
            message = f"the values are nested more than {DEEPEST} deep"
            raise _Refused(_line(event), message, "take them apart, or restore the file")
        tag = getattr(event, "tag", None)
        if tag and tag not in PLAIN_TAGS:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            message = f"the tag “{tag:.40}” has no meaning here"
            raise _Refused(_line(event), message, "remove it; text goes in quotation marks")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1


def _key(event: yaml.Event) -> str:
    """Return the name of a field: always text, with the words of YAML for true in small letters."""
    if not isinstance(event, yaml.ScalarEvent):
        raise _Refused(_line(event), "a field name must be a plain word", "write one word and “:”")
    word = _scalar(event)
    if isinstance(word, bool):
        return event.value.lower()
    return word if isinstance(word, str) else event.value


def _scalar(event: yaml.ScalarEvent) -> Any:
    """Return a text, a number, true, false or None."""
    word = event.value
    if event.style or event.tag:  # quoted, or a block: it is text
        control = None if word.isprintable() else CONTROL.search(word)
        if control:
            message = f"the text holds a character that is none (U+{ord(control[0]):04X})"
            raise _Refused(_line(event), message, "remove it")
        return word
    if word in NOTHING:
        return None
    if word in TRUTHS:
        return TRUTHS[word]
    return _number(word) if word[0] in "+-.0123456789" else word


def _number(word: str) -> Any:
    """Return the number that a plain word certainly is, else the word."""
    if WHOLE.fullmatch(word):
        return int(word)
    if POINT.fullmatch(word) and math.isfinite(float(word)) and not re.match(r"[-+]?0\d", word):
        number = Number(word)
        number.written = word
        return number
    if not TURNED.fullmatch(word):
        return word
    turned = Turned(word)
    turned.read = _read_as(word)
    return turned


def _read_as(word: str) -> str:
    """Return what YAML makes of a word, in words."""
    try:
        # Long ones would only cost time: sixty to the power of a thousand.
        value = yaml.safe_load(word) if len(word) <= 30 else "a number"
        return f"{float(value):g}" if value == word else str(value)
    except (yaml.YAMLError, ValueError, OverflowError):
        return "a number"
