"""Reads YAML and remembers the line of every field, so that a mistake can be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ...problems import Problem

__all__ = ["Lined", "read_yaml"]


class Lined(dict):
    """A mapping that knows its line and the lines of its fields (as an editor counts them)."""

    line: int = 1

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}
        self.twice: list[Any] = []

    def line_of(self, key: Any) -> int:
        """Line of a field; the line of the whole mapping where the field is missing."""
        return self.lines.get(key, self.line)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The safe loader, except that dates stay text and mappings keep their lines."""


# A date in a question is text to show, never a moment in time.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: Any, node: yaml.MappingNode) -> Lined:
    loader.flatten_mapping(node)
    result = Lined(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float | bool):
            raise yaml.constructor.ConstructorError(
                None, None, "a field name must be a plain word", key_node.start_mark
            )
        if key in result:
            result.twice.append(key)
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, name: str) -> tuple[Any, Problem | None]:
    """Return what a YAML file holds, or the one reason why it cannot be read.

    Args:
        path: the file.
        name: how to call it in the message.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, Problem(
            name, f"the file cannot be read ({error.strerror})", "check that you may open it"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02X} cannot be read)"
        return None, Problem(name, message, "save it again with the encoding UTF-8", row)
    if not text.strip():
        return None, Problem(
            name, "the file is empty", "write `lesson:`, `sets:` and `questions:`, or remove it"
        )
    try:
        return yaml.load(text, Loader=_Loader), None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = mark.line + 1 if mark else ""
        what = (error.problem or "it cannot be understood").rstrip(".")
        return None, Problem(
            name,
            f"the YAML cannot be read: {what}",
            "check the indentation, colons and quotation marks at and above this line "
            "(text with a colon or a hash in it needs quotation marks)",
            row,
        )
    except yaml.YAMLError as error:
        return None, Problem(
            name, f"the YAML cannot be read: {error}", "remove the characters that are not text"
        )
