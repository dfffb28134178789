"""A small processor of QTI responses, written from the specification for the tests alone.

It knows the expressions that the exports use, by their names in QTI 2.1.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

SPACE = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


class Run:
    """One item with one response."""

    def __init__(self, xml: bytes, response: dict[str, Any]) -> None:
        root = ET.fromstring(xml)
        for node in root.iter():
            node.tag = node.tag.removeprefix(SPACE)
        self.declared = {n.get("identifier"): n for n in root.iter("responseDeclaration")}
        self.values: dict[str, Any] = dict.fromkeys(self.declared) | {"SCORE": 0.0} | response
        for rule in root.find("responseProcessing"):
            self.rule(rule)

    def rule(self, node: ET.Element) -> None:
        if node.tag == "setOutcomeValue":
            self.values[node.get("identifier")] = self.value(node[0])
            return
        assert node.tag == "responseCondition", node.tag
        for branch in node:
            if branch.tag == "responseElse":
                test, rules = True, list(branch)
            else:
                test, rules = self.value(branch[0]), list(branch)[1:]
            if test:
                for one in rules:
                    self.rule(one)
                return

    def value(self, node: ET.Element) -> Any:
        parts = (
            [] if node.tag in ("mapResponse", "mapResponsePoint") else list(map(self.value, node))
        )
        return getattr(self, f"do_{node.tag}")(node, *parts)

    def do_variable(self, node: ET.Element) -> Any:
        name = node.get("identifier")
        found, declared = self.values.get(name), self.declared.get(name)
        if declared is not None and declared.get("baseType") == "float" and found is not None:
            return float(found)
        return found

    def do_baseValue(self, node: ET.Element) -> Any:
        return float(node.text) if node.get("baseType") == "float" else node.text

    def do_correct(self, node: ET.Element) -> Any:
        declared = self.declared[node.get("identifier")]
        found = [v.text for v in declared.find("correctResponse")]
        return found if declared.get("cardinality") != "single" else found[0]

    def do_match(self, node: ET.Element, one: Any, other: Any) -> bool:
        declared = self.declared.get(node[0].get("identifier"))
        if declared is not None and declared.get("cardinality") == "multiple":
            return sorted(one or []) == sorted(other or [])
        return one == other

    def do_mapResponse(self, node: ET.Element) -> float:
        name = node.get("identifier")
        mapping, given = self.declared[name].find("mapping"), self.values[name]
        worth = {e.get("mapKey"): float(e.get("mappedValue")) for e in mapping}
        listed = given if isinstance(given, list) else [given] if given else []
        found = sum(worth.get(one, float(mapping.get("defaultValue"))) for one in set(listed))
        low, high = mapping.get("lowerBound"), mapping.get("upperBound")
        found = max(found, float(low)) if low else found
        return min(found, float(high)) if high else found

    def do_mapResponsePoint(self, node: ET.Element) -> float:
        name = node.get("identifier")
        x, y = map(float, self.values[name].split())
        for entry in self.declared[name].find("areaMapping"):
            numbers = list(map(float, entry.get("coords").split(",")))
            if inside(x, y, list(zip(numbers[::2], numbers[1::2], strict=True))):
                return float(entry.get("mappedValue"))
        return 0.0

    def do_index(self, node: ET.Element, listed: list[str]) -> str:
        return listed[int(node.get("n")) - 1]

    def do_multiple(self, node: ET.Element, *parts: Any) -> list[Any]:
        assert not any(isinstance(part, list) for part in parts), "players differ in such lists"
        return [part for part in parts if part is not None]

    def do_isNull(self, node: ET.Element, one: Any) -> bool:
        return one in (None, "", [])

    def do_and(self, node: ET.Element, *parts: bool) -> bool:
        return all(parts)

    def do_or(self, node: ET.Element, *parts: bool) -> bool:
        return any(parts)

    def do_sum(self, node: ET.Element, *parts: float) -> float:
        return sum(parts)

    def do_product(self, node: ET.Element, one: float, other: float) -> float:
        return one * other

    def do_subtract(self, node: ET.Element, one: float, other: float) -> float:
        return one - other

    def do_divide(self, node: ET.Element, one: float, other: float) -> float:
        return one / other

    def do_lt(self, node: ET.Element, one: float, other: float) -> bool:
        return one < other

    def do_lte(self, node: ET.Element, one: float, other: float) -> bool:
        return one <= other

    def do_gt(self, node: ET.Element, one: float, other: float) -> bool:
        return one > other


def inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Tell whether a point lies in a polygon: a ray to the right crosses its edge oddly often."""
    found = False
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            found = not found
    return found
