"""Scripts and sheets put together from the files they import."""

from __future__ import annotations

import json

import pytest

from alliance.page import assets
from alliance.problems import AllianceError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty package; `write` puts a file into it."""

    def write(**files: str) -> None:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def forget() -> None:
        assets.assemble.cache_clear()
        assets.read_asset.cache_clear()

    monkeypatch.setattr(assets, "HERE", tmp_path)
    forget()
    yield write
    forget()


def test_each_file_stands_once_and_before_those_that_import_it(folder):
    folder(
        a_js='import { b } from "./b.js";\nimport { c as other } from "./c.js";\nb(other);\n',
        b_js='import { c } from "./c.js";\nexport const b = (x) => c + x;\n',
        c_js='export const c = "only once";\n',
    )
    made = assets.assemble("a.js")
    assert made.count("only once") == 1
    assert made.index("only once") < made.index("const b=") < made.index("b(other)")
    assert "{c: other}" in made and "import" not in made and "export" not in made
    assert made.startswith("(() => {") and made.endswith("})();")


def test_a_module_for_a_panel_stays_a_module(folder):
    folder(
        a_js='import * as b from "./b.js";\nconst render = b.f;\n\nexport default { render };\n',
        b_js="export function f() {}\nclass Hidden {}\n",
    )
    made = assets.assemble("a.js")
    assert made.endswith("export default{render};") and not made.startswith("(() =>")
    assert "return{f};" in made  # and nothing else


def test_a_part_can_be_imported_alone(folder):
    folder(a_js="export const a = 1;\n")
    assert assets.assemble("a.js", module=True) == "export const a=1;"


def test_a_circle_is_refused_with_its_way(folder):
    folder(a_js='import { b } from "./b.js";\n', b_js='import { a } from "./a.js";\n')
    with pytest.raises(AllianceError, match=r"in a circle: a.js → b.js → a.js"):
        assets.assemble("a.js")


@pytest.mark.parametrize("name", ["a.js", "a.css"])
def test_a_file_that_is_not_there_is_named_with_the_one_that_wants_it(folder, name):
    folder(a_js='import { b } from "./x/b.js";\n', a_css='@import "x/b.css";\n')
    with pytest.raises(AllianceError, match=rf"{name}: imports x/b\..*no such file"):
        assets.assemble(name)


def test_sheets_are_put_together_likewise(folder):
    folder(
        a_css='/* a */\n@import "b.css";\n@import "x/c.css";\n.a { color: red; }\n',
        b_css='@import "x/c.css";\n.b { margin: 0 1em; }\n',
        x__c_css=".c,\n.d > p { width: calc(1px + 2px); }\n",
    )
    assert assets.assemble("a.css").splitlines() == [
        ".c,.d > p{width:calc(1px + 2px);}",
        ".b{margin:0 1em;}",
        ".a{color:red;}",
    ]


def test_slim_keeps_what_may_be_text():
    text = 'const a = "x"; // why\n  // a line\n  f("http://x", // “it’s” "y"\n    `a // b`);\n'
    assert assets.slim(text) == 'const a = "x";f("http://x", // “it’s” "y"\n`a // b`);'


def test_packed_data_cannot_end_a_script():
    data = {"text": "</script><!--", "of": [1, None, "ж"]}
    made = assets.packed(data)
    assert "<" not in made and json.loads(made) == data


def test_spaces_go_from_scripts_but_never_from_texts_and_patterns(folder):
    lines = [
        'const a = { b: "x = { y }" , c: (1 + 2) };',
        "const d = 'x = y' + `${a} = ${a}`;",
        "const e = /a , b/;",
        'const f = "a \\" = b", g = a === e && !f ? [1, 2] : null;',
    ]
    folder(a_js="\n".join(lines) + "\n")
    assert assets.assemble("a.js", module=True) == "".join([
        'const a={b: "x = { y }",c:(1 + 2)};',
        lines[1],
        lines[2],
        'const f="a \\" = b",g=a===e&&!f?[1,2] : null;',
    ])  # fmt: skip


def test_texts_in_backquotes_end_on_their_line():
    for path in assets.HERE.rglob("*.js"):
        for line in path.read_text("utf-8").splitlines():
            assert line.count("`") % 2 == 0, (path.name, line)
