"""Scripts and sheets of the package: read once, and put together from the files they import.

A script names at its head what it takes from others, as any ES module does:

    import { h, uid } from "../page/dom.js";

and a sheet does so with `@import "../page/panel.css";`. A notebook can load neither from a file,
so `assemble` follows these lines and makes one text of them.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from os.path import normpath
from pathlib import Path

from ..problems import AllianceError

__all__ = ["HERE", "assemble", "packed", "read_asset", "slim"]

HERE = Path(__file__).parents[1]  # the package: scripts and sheets are named from there

# What a file imports: `names` is {a, b as c} or * as all; a file imported for its effect has none.
IMPORT = re.compile(
    r'^(?:import|@import) (?:(?P<names>\{[^}]*\}|\* as \w+) from )?"(?P<file>.+)";\n', re.M
)
# Signs in scripts beside which a space means nothing, outside of texts and patterns.
SPACED = re.compile(r" *(=>|[!=]==|&&|\|\||[=,{}();?]) *")
QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) ([\w$]+))", re.M)


@lru_cache
def read_asset(name: str) -> str:
    """Read a .css or .js file of the package (name relative to it)."""
    return (HERE / name).read_text(encoding="utf-8")


def slim(text: str) -> str:
    """Return a script or sheet without comments, indents and needless ends of lines.

    A comment behind code goes as well, unless a quote follows the slashes: they may be in a text.
    """
    lines = (re.sub(r"(^|\s+)// [^\"'`]*$", "", line).strip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if not line.startswith("//"))
    kept = re.sub(r"/\*.*?\*/", "", kept, flags=re.DOTALL)
    lines = [line for line in kept.splitlines() if line.strip()]
    ends = ("" if line[-1] in "{,;(" and " // " not in line else "\n" for line in lines)
    return "".join(map("".join, zip(lines, ends, strict=True))).rstrip("\n")


def packed(data: object) -> str:
    """Return data as JSON for a script element: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


@lru_cache
def assemble(name: str, module: bool = False) -> str:
    """Return one small text from a script or sheet and all that it imports, each file once.

    A script stands alone in a function of its own, so that nothing of it is global; one that
    ends on `export default` is a module, as anywidget wants it.

    Args:
        name: file, relative to the package.
        module: keep what the script exports, to import it elsewhere.

    Raises:
        AllianceError: a file imported is not there, or two import each other.
    """
    parts: list[str] = []
    last = _link(read_asset(name), name, (), parts, {})
    if name.endswith(".js") and not module and "\nexport default " not in last:
        parts.insert(0, '(() => {\n"use strict";')
        last = EXPORT.sub("", last) + "\n})();"
    return "\n".join([*parts, _small(last, name)])


def _link(
    text: str, name: str, above: tuple[str, ...], parts: list[str], made: dict[str, str]
) -> str:
    """Return the text of a file with its imports as constants; their text goes into `parts`.

    Args:
        text: of the file.
        name: of the file.
        above: files that import it, from the first.
        parts: what stands before it; what it imports is added.
        made: file → name of the constant that holds what it exports; grows likewise.
    """

    def bind(found: re.Match[str]) -> str:
        file = normpath(Path(name).parent / found["file"])
        if file in (*above, name):
            raise AllianceError(f"{name}: imports in a circle: {' → '.join([*above, name, file])}.")
        if not (HERE / file).is_file():
            raise AllianceError(f"{name}: imports {file}, but there is no such file.")
        if file not in made:
            inner = _link(read_asset(file), file, (*above, name), parts, made)
            made[file] = f"m{len(made)}"
            inner = _closed(inner, made[file]) if file.endswith(".js") else inner
            parts.append(_small(inner, file))
        names = (found["names"] or "").replace("* as ", "").replace(" as ", ": ")
        return f"const {names} = {made[file]};\n" if names else ""

    return IMPORT.sub(bind, text)


def _small(text: str, name: str) -> str:
    """Return the text of a file without what only its readers need."""
    if name.endswith(".js"):
        text = "\n".join(map(_tight, text.split("\n")))
    text = slim(text)
    if name.endswith(".css"):  # no space beside these marks means anything there
        text = re.sub(r" *([{};,]|: ) *", lambda mark: mark[1].strip(), text)
    return text


def _tight(line: str) -> str:
    """Return a line of a script without the spaces that only its readers need.

    What stands in double quotes stays as it is, and so does a line with other quotes or a slash,
    which may begin a pattern. Texts in backquotes end on their line (a test looks).
    """
    if re.search("['`/]", line):
        return line
    parts = QUOTED.split(line)
    return "".join(part if k % 2 else SPACED.sub(r"\1", part) for k, part in enumerate(parts))


def _closed(text: str, name: str) -> str:
    """Return a file as a function that is run once and hands on what the file exports."""
    exports = ",".join(EXPORT.findall(text))
    return f"const {name}=(()=>{{\n{EXPORT.sub('', text)}\nreturn{{{exports}}};\n}})();"
