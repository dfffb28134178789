"""axe-core in a page and in each of its frames, with a probe that proves that it looks."""

from __future__ import annotations

from importlib.resources import files

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# All that a change of theme can change.
CONTRAST = {"type": "rule", "values": ["color-contrast"]}

# JupyterLab's body is 0 px high and cuts off what is scrolled away; axe takes all that for
# invisible and passes over its contrast.
PREPARE = """(where) => {
    window.axeUndo = [];
    const keep = (node) => axeUndo.unshift([node, node.style.cssText]);
    for (const node of [document.documentElement, document.body]) {
        keep(node);
        node.style.height = "100vh";
    }
    for (let node = document.querySelector(where); node; node = node.parentElement) {
        keep(node);
        node.style.setProperty("overflow", "visible", "important");
        node.style.setProperty("contain", "none", "important");
    }
}"""
LEAVE = """() => {
    document.getElementById("axe-probe").remove();
    for (const [node, style] of axeUndo) node.style.cssText = style;
}"""
PLANT = """(where) => {
    const probe = document.createElement("p");
    probe.id = "axe-probe";
    probe.textContent = "grey on white, which nobody can read";
    probe.style.cssText =
        "color:#bbb;background:#fff;font-size:14px;position:relative;z-index:9999";
    document.querySelector(where).prepend(probe);
}"""
# For contrast one text of each look will do: the same colours in the same size on the same ground
# have the same contrast. Without this, each theme of a long lesson takes some seconds more.
ONE_OF_EACH = """(where) => {
    const ground = (node) => {
        const { backgroundColor, opacity } = getComputedStyle(node);
        const clear = /, 0\\)$|^transparent$/.test(backgroundColor);
        const above = clear || opacity !== "1" ? node.parentElement : null;
        return backgroundColor + opacity + (above ? ground(above) : "");
    };
    const looks = new Set();
    for (const node of document.querySelectorAll(`${where} *`)) {
        node.removeAttribute("data-axe-look");
        const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!own || !node.checkVisibility({ opacityProperty: true })) continue;
        const { color, fill, fontSize, fontWeight } = getComputedStyle(node);
        const look = [color, fill, fontSize, fontWeight, ground(node)].join();
        node.toggleAttribute("data-axe-look", !looks.has(look));
        looks.add(look);
    }
}"""
# One run finds all: contrast is judged only where ONE_OF_EACH has left a mark. Without frames, and
# without style sheets and media loaded anew, which none of these rules needs.
RUN = """async ([where, rules]) => {
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-axe-look]" }] });
    const found = await axe.run({ include: [[where]] }, {
        runOnly: rules, resultTypes: ["violations"], iframes: false, preload: false,
    });
    return found.violations.flatMap((v) => v.nodes.map((n) => ({
        rule: v.id, target: n.target.join(" "), html: n.html.slice(0, 200),
        why: n.failureSummary.slice(0, 200),
    })));
}"""


def _look(frame, where: str, rules: dict) -> list[dict]:
    """Run axe in one document; fail if it does not even see the planted probe."""
    frame.evaluate(PREPARE, where)
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(SCRIPT)
    frame.evaluate(PLANT, where)
    frame.evaluate(ONE_OF_EACH, where)
    found = frame.evaluate(RUN, [where, rules])
    frame.evaluate(LEAVE)
    seen = [f for f in found if "#axe-probe" in f["target"]]
    assert [f["rule"] for f in seen] == ["color-contrast"], f"axe did not see the probe: {found}"
    return [f for f in found if f not in seen]


def rules_for(theme: str) -> dict:
    """Return what to look for in a theme: in a light one all, in others what they can change."""
    return ALL if "light" in theme.lower() else CONTRAST


def violations(page, where: str, rules: dict = ALL) -> list[dict]:
    """Return what axe finds inside the elements `where` of a page and inside every frame there."""
    found = _look(page, where, rules)
    for handle in page.query_selector_all(f"{where} iframe"):
        found += _look(handle.content_frame(), "main", rules)
    return found
