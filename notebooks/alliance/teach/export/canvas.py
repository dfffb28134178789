"""Canvas, as its classic quizzes import it: QTI 1.2 with Canvas' own metadata, a quiz a lesson.

Canvas routes feedback by identifier: `general_fb` is shown to all, `ID_fb` with an option. A number
is right within `vargte` and `varlte`; a tolerance written as such is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ...page import esc
from .item import (
    Band,
    Cell,
    Choice,
    Essay,
    Figure,
    Item,
    Judgement,
    Loss,
    Pairs,
    Pick,
    Scales,
    Sequence,
    Spot,
)
from .tree import el, to_bytes
from .words import ANYWHERE, listed

__all__ = ["ALWAYS", "write"]

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
QUIZ = "http://canvas.instructure.com/xsd/cccv1p0"
ALWAYS = [
    *ANYWHERE,
    "Canvas has no hints and no second try at a single question: a hint stands nowhere.",
    "Options are shuffled for all questions of a quiz or for none; here for all.",
]


def write(items: list[Item], title: str) -> tuple[bytes, list[Loss]]:
    """Return the package and what became of each item."""
    losses, quizzes, images = [], {}, {}
    for item in items:
        loss = Loss(item)
        losses.append(loss)
        make = _TYPES.get(type(item.body))
        if make is None or (isinstance(item.body, Spot) and not item.body.options):
            loss.possible = False
            loss.lost.append(_CANNOT[type(item.body)])
            continue
        node = make(item, item.body, loss)
        if item.hint:
            loss.lost.append("the hint is left out.")
        if isinstance(item.body, Spot):
            images[item.body.picture.name] = item.body.picture.png
        quizzes.setdefault(item.lesson or title, []).append(node)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for k, (lesson, nodes) in enumerate(quizzes.items(), 1):
            archive.writestr(f"quiz-{k}/quiz-{k}.xml", _assessment(f"quiz-{k}", lesson, nodes))
            archive.writestr(f"quiz-{k}/assessment_meta.xml", _meta(f"quiz-{k}", lesson, nodes))
        for name, png in images.items():
            archive.writestr(f"web_resources/{name}", png)
        archive.writestr("imsmanifest.xml", _manifest(len(quizzes), list(images)))
    return file.getvalue(), losses


_CANNOT = {
    Band: "Canvas has no question that asks for a range.",
    Cell: "it is answered in a code cell of the notebook, which Canvas has not.",
    Spot: "Canvas' classic quizzes have no maps, and the question offers no list of names.",
}


# --- pieces ---------------------------------------------------------------------------------------


def _material(html: str) -> Any:
    return el("material", el("mattext", html, texttype="text/html"))


def _item(
    item: Item, kind: str, presented: list[Any], rules: list[Any], said: dict[str, str],
    stem: str = "", closing: str = "",
) -> Any:  # fmt: skip
    """Return an item: metadata, what is presented, processing, feedback."""
    fields = {"question_type": kind, "points_possible": "1.0",
              "assessment_question_identifierref": f"{item.ident}-q"}  # fmt: skip
    said = {"general_fb": closing or item.closing, **said}
    said = {name: text for name, text in said.items() if text}
    general = _when(el("other"), shown="general_fb") if "general_fb" in said else None
    rules = [rule for rule in rules if _is_said(rule, said)]
    return el(
        "item",
        el("itemmetadata", el("qtimetadata", [_field(*one) for one in fields.items()])),
        el("presentation", _material(stem or item.stem), presented),
        el("resprocessing",
           el("outcomes", el("decvar", maxvalue="100", minvalue="0", varname="SCORE",
                             vartype="Decimal")),
           general, rules),
        [el("itemfeedback", el("flow_mat", _material(text)), ident=name)
         for name, text in said.items()],
        ident=item.ident, title=item.name,
    )  # fmt: skip


def _field(label: str, entry: str) -> Any:
    return el("qtimetadatafield", el("fieldlabel", label), el("fieldentry", entry))


def _when(test: Any, shown: str = "", score: float | None = None, add: bool = False) -> Any:
    """Return a rule: what is shown and earned where a test holds."""
    earned = None
    if score is not None:
        earned = el("setvar", f"{score:.2f}", action="Add" if add else "Set", varname="SCORE")
    told = el("displayfeedback", feedbacktype="Response", linkrefid=shown) if shown else None
    go_on = "No" if score is not None and not add else "Yes"
    return el("respcondition", el("conditionvar", test), earned, told, continue_=go_on)


def _is_said(rule: Any, said: dict[str, str]) -> bool:
    """Tell whether the feedback that a rule shows is there."""
    shown = rule.find("displayfeedback")
    return shown is None or shown.get("linkrefid") in said


def _equal(name: str, value: str) -> Any:
    return el("varequal", value, respident=name)


def _labels(options: list[tuple[str, str]]) -> Any:
    return el("render_choice", [el("response_label", _material(text), ident=name)
                                for name, text in options])  # fmt: skip


def _ids(options: tuple[Choice, ...], start: str = "") -> dict[str, str]:
    """Return ids as Canvas takes them: whole numbers, unlike any other of the item."""
    return {one.id: f"{start}{1000 + k}" for k, one in enumerate(options)}


# --- types ----------------------------------------------------------------------------------------


def _pick(item: Item, body: Pick, loss: Loss, stem: str = "") -> Any:
    ids = _ids(body.options)
    labels = _labels([(ids[one.id], one.html) for one in body.options])
    asked = el("response_lid", labels, ident="response1",
               rcardinality="Multiple" if body.several else "Single")  # fmt: skip
    said = {f"{ids[one.id]}_fb": one.feedback for one in body.options}
    rules = [_when(_equal("response1", n), shown=f"{n}_fb") for n in ids.values()]
    right = [_equal("response1", ids[one.id]) for one in body.options if one.right]
    others = [el("not", _equal("response1", ids[o.id])) for o in body.options if not o.right]
    test = el("and", right, others) if body.several else right[0]
    rules.append(_when(test, score=100))
    kind = "multiple_answers_question" if body.several else "multiple_choice_question"
    if not body.shuffle:
        loss.lost.append("the order of the options is not kept.")
    return _item(item, kind, [asked], rules, said, stem)


def _menus(item: Item, menus: list[tuple[str, str, tuple[Choice, ...]]], closing: str) -> Any:
    """Return a question with menus in its text; each right one earns its part."""
    stem, presented, rules = item.stem, [], []
    for k, (name, ask, options) in enumerate(menus):
        ids = _ids(options, str(k + 1))
        stem += f"<p>{esc(ask)} [{name}]</p>"
        labels = _labels([(ids[one.id], one.html) for one in options])
        material = el("material", el("mattext", name))
        ident = f"response_{name}"
        presented.append(el("response_lid", material, labels, ident=ident))
        right = next(ids[one.id] for one in options if one.right)
        rules.append(_when(_equal(ident, right), score=100 / len(menus), add=True))
    return _item(item, "multiple_dropdowns_question", presented, rules, {}, stem, closing)


def _judgement(item: Item, body: Judgement, loss: Loss) -> Any:
    loss.lost.append("the reason earns its half also where the verdict is wrong.")
    loss.lost.append("the feedback on each option is shown together, when the question is over.")
    menus = [("verdict", body.asks[0], body.verdicts), ("reason", body.asks[1], body.reasons)]
    return _menus(item, menus, listed((*body.verdicts, *body.reasons)) + item.closing)


def _scales(item: Item, body: Scales, loss: Loss) -> Any:
    loss.lost.append("a step beside the right one earns nothing.")
    menus = [(scale.id, scale.ask, scale.steps) for scale in body.scales]
    return _menus(item, menus, body.model + item.closing)


def _figure(item: Item, body: Figure, loss: Loss) -> Any:
    low, high = body.low - body.tolerance, body.high + body.tolerance
    unit = f"<p>({esc(body.unit)})</p>" if body.unit else ""
    asked = el("response_str", el("render_fib", el("response_label", ident="answer1"),
               fibtype="Decimal"), ident="response1", rcardinality="Single")  # fmt: skip
    within = el("and", el("vargte", f"{low:f}", respident="response1"),
                el("varlte", f"{high:f}", respident="response1"))  # fmt: skip
    test = el("or", _equal("response1", f"{(low + high) / 2:f}"), within)
    rules = [
        _when(el("varlt", f"{low:f}", respident="response1"), shown="low_fb"),
        _when(el("vargt", f"{high:f}", respident="response1"), shown="high_fb"),
        _when(test, shown="correct_fb", score=100),
    ]
    loss.lost.append("whether an answer is too low or too high is not told.")
    said = {"correct_fb": body.right}
    return _item(item, "numerical_question", [asked], rules, said, item.stem + unit)


def _matching(
    item: Item, rows: list[tuple[str, str, str]], targets: list[tuple[str, str]], closing: str
) -> Any:
    """Return a match of (id, HTML, id of the target)."""
    presented, rules = [], []
    for name, text, target in rows:
        ident = f"response_{name}"
        presented.append(el("response_lid", _material(text), _labels(targets), ident=ident))
        rules.append(_when(_equal(ident, target), score=100 / len(rows), add=True))
    return _item(item, "matching_question", presented, rules, {}, closing=closing)


def _sequence(item: Item, body: Sequence, loss: Loss) -> Any:
    loss.lost.append("it is asked as a match of items with their places, and earns the share of "
                     "items in their place.")  # fmt: skip
    targets = [(f"2{k}", str(k)) for k in range(1, len(body.items) + 1)]
    rows = [(f"1{k}", one.html, f"2{k}") for k, one in enumerate(body.items, 1)]
    return _matching(item, rows, targets, listed(body.items) + body.right + item.closing)


def _pairs(item: Item, body: Pairs, loss: Loss) -> Any:
    numbers = {name: f"2{k}" for k, (name, _) in enumerate(body.targets, 1)}
    targets = [(numbers[name], esc(text)) for name, text in body.targets]
    rows = [(f"1{k}", one.html, numbers[body.key[one.id]])
            for k, one in enumerate(body.items, 1)]  # fmt: skip
    loss.lost.append("feedback is shown together, when the question is over.")
    return _matching(item, rows, targets, listed(body.items) + body.right + item.closing)


def _spot(item: Item, body: Spot, loss: Loss) -> Any:
    loss.lost.append("no mark can be set: a place is chosen from the list, beside the map.")
    picture = body.picture
    image = (f'<p><img src="$IMS-CC-FILEBASE$/{picture.name}" alt="{esc(picture.words)}" '
             f'width="{picture.width}" height="{picture.height}"></p>')  # fmt: skip
    options = tuple(
        Choice(one.id, one.html, body.right if one.right else body.wrong, one.right)
        for one in body.options
    )
    return _pick(item, Pick(options), loss, item.stem + image)


def _essay(item: Item, body: Essay, loss: Loss) -> Any:
    asked = el("response_str", el("render_fib", el("response_label", ident="answer1",
               rshuffle="No")), ident="response1", rcardinality="Single")  # fmt: skip
    if body.least:
        loss.lost.append(f"a text of fewer than {body.least} characters is taken too.")
    return _item(item, "essay_question", [asked], [], {}, closing=body.model + item.closing)


_TYPES: dict[type, Callable[[Item, Any, Loss], Any]] = {
    Pick: _pick,
    Judgement: _judgement,
    Figure: _figure,
    Sequence: _sequence,
    Pairs: _pairs,
    Scales: _scales,
    Spot: _spot,
    Essay: _essay,
}


# --- files ----------------------------------------------------------------------------------------


def _assessment(name: str, title: str, nodes: list[Any]) -> bytes:
    section = el("section", nodes, ident="root_section")
    meta = el("qtimetadata", _field("cc_maxattempts", "1"))
    whole = el("questestinterop", el("assessment", meta, section, ident=name, title=title))
    return to_bytes(whole, QTI)


def _meta(name: str, title: str, nodes: list[Any]) -> bytes:
    values = {
        "title": title, "shuffle_answers": "true", "scoring_policy": "keep_highest",
        "quiz_type": "practice_quiz", "points_possible": f"{len(nodes)}.0",
        "allowed_attempts": "1", "show_correct_answers": "true",
    }  # fmt: skip
    return to_bytes(
        el("quiz", [el(tag, text) for tag, text in values.items()], identifier=name), QUIZ
    )


def _manifest(quizzes: int, images: list[str]) -> bytes:
    resources = []
    for k in range(1, quizzes + 1):
        name = f"quiz-{k}"
        resources.append(el("resource", el("file", href=f"{name}/{name}.xml"),
                            el("dependency", identifierref=f"{name}-meta"),
                            identifier=name, type="imsqti_xmlv1p2"))  # fmt: skip
        meta = f"{name}/assessment_meta.xml"
        kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
        resources.append(el("resource", el("file", href=meta), identifier=f"{name}-meta",
                            type=kind, href=meta))  # fmt: skip
    for k, image in enumerate(images, 1):
        href = f"web_resources/{image}"
        resources.append(el("resource", el("file", href=href), identifier=f"image-{k}",
                            type="webcontent", href=href))  # fmt: skip
    metadata = el("metadata", el("schema", "IMS Content"), el("schemaversion", "1.1.3"))
    root = el("manifest", metadata, el("organizations"), el("resources", resources),
              identifier="MANIFEST")  # fmt: skip
    return to_bytes(root, PACKAGE)
