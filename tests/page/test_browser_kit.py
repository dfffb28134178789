"""The kit of all pages: ids that nothing else has, plural forms, elements, headings of panels."""

from __future__ import annotations

import pytest

from alliance.texts import plurals
from tests.conftest import watched_page
from tests.scripts import import_into

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tab(chromium):
    with watched_page(chromium) as page:
        page.set_content("<!DOCTYPE html><title>t</title><main></main>")
        import_into(page, first="page/dom.js", words="page/words.js")
        import_into(page, second="page/dom.js")
        yield page


def test_ids_are_of_one_thing_however_many_lessons_stand_in_the_page(tab):
    assert tab.evaluate("first.uid !== second.uid")  # a script of its own for each notebook
    made = tab.evaluate(
        """() => Array.from({ length: 6 }, (_, k) =>
            [first.uid("quiz"), second.uid("quiz"), first.uid(`quiz-${k}`)]).flat()"""
    )
    assert len(set(made)) == 18 and all(name.startswith("quiz-") for name in made)


@pytest.mark.parametrize("language", ["en", "ru", "ko", "ar", "pt-BR", "ru_RU"])
def test_plural_forms_are_those_of_the_kernel(tab, language):
    names = [name for name in plurals.CATEGORIES if name != "other"]
    texts = {"thing": "other {n}"} | {f"thing_{name}": f"{name} {{n}}" for name in names}
    numbers = [*range(120), 1000]
    said = tab.evaluate(
        "([texts, language, numbers]) => numbers.map((n) => "
        "words.wording(texts, language).count('thing', n))",
        [texts, language, numbers],
    )
    assert said == [f"{plurals.category(language, n)} {n}" for n in numbers]
    few = tab.evaluate(
        "() => words.wording({ thing: '{n} of {of} {what}', thing_one: 'one' }, 'ru')"
        ".count('thing', 3, { of: 9 })"
    )
    assert few == "3 of 9 {what}"  # without a text of its own for “few”


def test_elements_leave_out_what_is_not_there(tab):
    made = tab.evaluate(
        """() => first.h("p", { class: "a", title: null, hidden: false, "aria-label": undefined },
            "text ", null, [false, ["", [first.h("b", {}, "0")], 0]], "", first.h("button"))
            .outerHTML"""
    )
    key = "data-lm-suppress-shortcuts"
    assert made == f'<p class="a">text <b>0</b><button {key}=""></button></p>'
    assert tab.evaluate("first.svg('path', { d: 'M0 0' }).namespaceURI").endswith("/svg")
