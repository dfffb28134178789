"""Small trees of XML: elements with their attributes and children in one call.

HTML in an item keeps its own names; the names of QTI are written as QTI 2 has them, and for QTI 3
become `qti-…` in kebab case. So one writer serves both.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

__all__ = ["el", "html", "kebab", "to_bytes", "to_three"]

HTML = "h:"  # marks what is HTML until the tree is finished
# What HTML may hold that QTI has not, and how it is called there.
NOT_THERE = {"del": "span", "u": "span", "mark": "span"}


def el(tag: str, *inside: Any, **attributes: Any) -> ET.Element:
    """Return an element.

    Args:
        tag: its name.
        inside: texts, elements, and lists of them; None is left out.
        attributes: True and False become words; an underscore at the end of a name is dropped.
    """
    node = ET.Element(tag)
    for name, value in attributes.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        node.set(name.removesuffix("_"), text)
    _fill(node, inside)
    return node


def _fill(node: ET.Element, inside: Any) -> None:
    for one in inside:
        if isinstance(one, list | tuple):
            _fill(node, one)
        elif isinstance(one, ET.Element):
            node.append(one)
        elif one is not None:
            if len(node):
                node[-1].tail = (node[-1].tail or "") + str(one)
            else:
                node.text = (node.text or "") + str(one)


def html(text: str, block: bool = False) -> list[Any]:
    """Return an HTML fragment as texts and elements.

    Args:
        text: well-formed HTML, as `page.markdown` makes it.
        block: put bare text into a paragraph, where only blocks may stand.
    """
    if block and not re.match(r"\s*<(p|ul|ol|table|blockquote|pre|h\d|div)\b", text):
        text = f"<p>{text}</p>"
    root = ET.fromstring(f"<x>{text}</x>")
    for node in root.iter():
        node.tag = HTML + NOT_THERE.get(node.tag, node.tag)
        for name in set(node.attrib) - {"href", "src", "alt", "colspan", "rowspan"}:
            del node.attrib[name]
    parts: list[Any] = [root.text or ""]
    for child in root:
        tail, child.tail = child.tail, None
        parts += [child, tail or ""]
    return [part for part in parts if not (block and isinstance(part, str) and not part.strip())]


def kebab(name: str) -> str:
    """Return a name in kebab case: responseDeclaration is response-declaration."""
    return re.sub("([A-Z])", lambda found: f"-{found[1].lower()}", name)


def to_three(root: ET.Element) -> None:
    """Give a tree the names of QTI 3."""
    for node in root.iter():
        if node.tag.startswith(HTML) or node.tag in ("img", "object"):
            continue
        node.tag = f"qti-{kebab(node.tag)}"
        for name in [n for n in node.attrib if n != kebab(n) and ":" not in n]:
            node.set(kebab(name), node.attrib.pop(name))


def to_bytes(root: ET.Element, namespace: str) -> bytes:
    """Return a finished tree as a file."""
    for node in root.iter():
        node.tag = node.tag.removeprefix(HTML)
    root.set("xmlns", namespace)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
