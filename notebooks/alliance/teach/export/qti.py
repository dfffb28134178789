"""QTI packages, versions 2.1 and 3.0: items, a test a lesson, images, a manifest, in one zip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ...texts import say
from .item import Cell, Item, Loss, Spot
from .qti_items import Parts, parts_of
from .tree import el, html, to_bytes, to_three
from .words import ANYWHERE

__all__ = ["ALWAYS", "item_xml", "write_three", "write_two"]

ALWAYS = [
    *ANYWHERE,
    "Numbers are read as QTI reads them: “1.2 million” or “about 300” are not.",
    "Whether a second try is allowed is for the platform to say.",
]
CELL = "it is answered in a code cell of the notebook, which QTI has not."


@dataclass(frozen=True)
class Version:
    """Names that differ between the versions."""

    three: bool
    item: str
    package: str
    schema: str
    number: str
    resource: str


TWO = Version(
    False,
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "QTIv2.1 Package", "1.0.0", "imsqti_{}_xmlv2p1",
)  # fmt: skip
THREE = Version(
    True,
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "QTI Package", "3.0.0", "imsqti_{}_xmlv3p0",
)  # fmt: skip


def write_two(items: list[Item], title: str) -> tuple[bytes, list[Loss]]:
    """Return a package of QTI 2.1 and what became of each item."""
    return _package(items, title, TWO)


def write_three(items: list[Item], title: str) -> tuple[bytes, list[Loss]]:
    """Return a package of QTI 3.0 and what became of each item."""
    return _package(items, title, THREE)


def _package(items: list[Item], title: str, version: Version) -> tuple[bytes, list[Loss]]:
    losses: list[Loss] = []
    file, resources, there = BytesIO(), [], []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for item in items:
            loss = Loss(item)
            losses.append(loss)
            xml = item_xml(item, loss, version)
            if xml is None:
                continue
            there.append(item)
            path, files = f"items/{item.ident}.xml", []
            archive.writestr(path, xml)
            if isinstance(item.body, Spot):
                files = [f"images/{item.body.picture.name}"]
                archive.writestr(files[0], item.body.picture.png)
            resources.append(_resource(item.ident, version.resource.format("item"), path, files))
        for k, (lesson, group) in enumerate(_lessons(there), 1):
            path = f"tests/lesson-{k}.xml"
            archive.writestr(path, _test(f"lesson-{k}", lesson, group, version))
            kind = version.resource.format("test")
            resources.append(_resource(f"test-{k}", kind, path, [], [i.ident for i in group]))
        archive.writestr("imsmanifest.xml", _manifest(resources, version))
    return file.getvalue(), losses


def item_xml(item: Item, loss: Loss, version: Version = THREE) -> bytes | None:
    """Return an item as a file; None if QTI cannot hold it, which is noted in `loss`."""
    parts = parts_of(item, loss, version.three)
    if parts is None:
        loss.possible = False
        loss.lost.append(CELL if isinstance(item.body, Cell) else "QTI has no such question.")
        return None
    outcomes = [
        el("outcomeDeclaration", el("defaultValue", el("value", "0")), identifier="SCORE",
           cardinality="single", baseType="float", normalMaximum=1),
        _outcome("FEEDBACK", "multiple"), _outcome("SUMMARY"), _outcome("CLOSING"),
    ]  # fmt: skip
    closing = el("setOutcomeValue", el("baseValue", "closing", baseType="identifier"),
                 identifier="CLOSING")  # fmt: skip
    root = el(
        "assessmentItem",
        parts.declared,
        outcomes,
        el("itemBody", html(item.stem, block=True), parts.body, _hint(item, version)),
        el("responseProcessing", parts.rules, closing),
        _feedback(item, parts, version),
        identifier=item.ident, title=item.name, adaptive=False, timeDependent=False,
    )  # fmt: skip
    if version.three:
        to_three(root)
    return to_bytes(root, version.item)


def _hint(item: Item, version: Version) -> Any:
    """Return the hint, folded."""
    if not item.hint:
        return None
    words = say("export.hint")
    if version.three:
        folded = el("h:details", el("h:summary", words), html(item.hint, block=True))
        return el("h:div", folded)  # the schema has it in a div, not in the body itself
    return el("infoControl", html(item.hint), title=words)


def _outcome(name: str, cardinality: str = "single") -> Any:
    return el("outcomeDeclaration", identifier=name, cardinality=cardinality,
              baseType="identifier")  # fmt: skip


def _feedback(item: Item, parts: Parts, version: Version) -> list[Any]:
    """Return all feedback, each shown if its id is in its outcome."""
    every = [("FEEDBACK", one) for one in parts.said]
    every += [("SUMMARY", one) for one in parts.summary]
    found = []
    for outcome, (name, text) in [*every, ("CLOSING", ("closing", item.closing))]:
        if not text:
            continue
        inside = html(text, block=True)
        if version.three:
            inside = [el("contentBody", inside)]
        found.append(el("modalFeedback", inside, outcomeIdentifier=outcome, showHide="show",
                        identifier=name))  # fmt: skip
    return found


def _lessons(items: list[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Give each lesson with its items."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.lesson, []).append(item)
    yield from groups.items()


def _test(name: str, title: str, items: list[Item], version: Version) -> bytes:
    """Return a test: one part, a section a set."""
    sets: dict[str, list[Item]] = {}
    for item in items:
        sets.setdefault(item.set, []).append(item)
    sections = [
        el("assessmentSection",
           [el("assessmentItemRef", identifier=one.ident, href=f"../items/{one.ident}.xml")
            for one in group],
           identifier=f"{name}-s{k}", title=group[0].set or title, visible=True)
        for k, group in enumerate(sets.values(), 1)
    ]  # fmt: skip
    part = el("testPart", sections, identifier=f"{name}-p", navigationMode="nonlinear",
              submissionMode="individual")  # fmt: skip
    root = el("assessmentTest", part, identifier=name, title=title or name)
    if version.three:
        to_three(root)
    return to_bytes(root, version.item)


def _resource(
    name: str, kind: str, path: str, files: list[str], needs: list[str] | None = None
) -> Any:
    return el("resource", [el("file", href=one) for one in (path, *files)],
              [el("dependency", identifierref=one) for one in needs or []],
              identifier=name, type=kind, href=path)  # fmt: skip


def _manifest(resources: list[Any], version: Version) -> bytes:
    root = el(
        "manifest",
        el("metadata", el("schema", version.schema), el("schemaversion", version.number)),
        el("organizations"),
        el("resources", resources),
        identifier="MANIFEST",
    )
    return to_bytes(root, version.package)
