"""The explorers of treaties in a real browser: rule, choices, keys, words, accessibility."""

from __future__ import annotations

import pytest

from alliance import explore
from alliance.library import derive, open_library
from tests.axe import rules_for, violations
from tests.conftest import watched_page
from tests.scripts import import_into

pytestmark = pytest.mark.browser

THEMES = {
    "light": ("#1a1a1a", "#ffffff", "#eeeeee", "true"),
    "dark": ("#ffffffde", "#111111", "#212121", "false"),
    "contrast": ("#ffffff", "#000000", "#000000", "false"),
}
# A treaty's values come as one letter each, in the order of the types.
PLACED = """(strict) => explore.data.ladders.map((ladder) => explore.data.treaties.map((treaty) => {
    const words = { y: "yes", c: "conditional", u: "unknown", n: "no" };
    const coded = Object.fromEntries(explore.data.types.map(([id], k) =>
      [id, words[treaty.values[k]]]));
    const values = strict ? placing.strict(coded) : coded;
    const found = placing.place(values, ladder);
    return [treaty.name, ladder.rungs[found.rung].id, found.score,
      found.reasons.map((r) => [ladder.rungs[r.rung].id, r.type, r.value, r.wanted, r.holds,
        r.points])];
}))"""
RUNGS = """() => Object.fromEntries([...document.querySelectorAll('.la-rung')].map((rung) =>
    [rung.querySelector('legend').firstChild.textContent,
     [...rung.querySelectorAll('.la-name')].map((n) => n.textContent)]))"""


def parent(picture, theme: str = "light") -> str:
    """A page around the picture that sets the theme as JupyterLab does, and listens to keys."""
    ink, paper, panel, light = THEMES[theme]
    return (
        '<!DOCTYPE html><html lang="en"><title>t</title><style>:root{'
        f"--jp-content-font-color1:{ink};--jp-layout-color1:{paper};--jp-layout-color2:{panel}}}"
        f'body{{background:{paper};color:{ink}}}</style><body data-jp-theme-light="{light}">'
        "<script>window.keys=[];addEventListener('keydown',e=>keys.push(e.key))</script>"
        f"<main>{picture._repr_html_()}</main>"
    )


@pytest.fixture(scope="module")
def library():
    return open_library()


def one_unknown(library):
    """The clauses, the second with a point that is not known."""
    rows = library.clauses
    rows.loc[rows.index[1], "un_article_51"] = "unknown"
    return rows


@pytest.fixture(scope="module")
def pictures(library):
    return {
        "ladder": explore.ladder(library.treaties, library=library),
        "clauses": explore.clauses(one_unknown(library), library=library),
        "articles": explore.articles(library.articles, library=library),
    }


@pytest.fixture(scope="module")
def shared(chromium):
    """One page for all tests here."""
    with watched_page(chromium) as opened:
        yield opened


@pytest.fixture
def show(shared, pictures):
    """Show an explorer afresh and return its frame."""

    def run(name: str, theme: str = "light", width: int = 1280):
        shared.set_viewport_size({"width": width, "height": 900})
        shared.set_content(parent(pictures[name], theme))
        frame = shared.frames[1]
        frame.wait_for_selector("#ex-root select")
        return frame

    return run


def told(frame) -> str:
    return frame.inner_text("#ex-tell").strip()


def choose_condition_ladder(frame, library):
    """Show a ladder of conditions and return it."""
    scheme = next(each for each in library.ladders.values() if not each.weights)
    frame.select_option("#la-scheme", label=scheme.title)
    return scheme


# --- the ladder ----------------------------------------------------------------------------------


@pytest.mark.parametrize("strict", [False, True])
def test_the_page_places_as_python_does(show, library, strict):
    frame = show("ladder")
    import_into(frame, explore="explore/frame.js", placing="explore/treaties/place.js")
    found = frame.evaluate(PLACED, strict)
    kinds = library.choices("obligations", "type")
    treaties = library.treaties.set_index("short_name").to_dict("index")
    assert len(found) == len(library.ladders) and len(found[0]) == len(treaties) > 30
    for ladder, rows in zip(library.ladders.values(), found, strict=True):
        for name, rung, score, reasons in rows:
            values = {kind: treaties[name][derive.column(kind)] for kind in kinds}
            if strict:
                values = {k: "no" if v == "conditional" else v for k, v in values.items()}
            wanted = derive.place(values, ladder)
            assert (rung, score) == (wanted.rung.id, wanted.score), (ladder.id, name)
            assert reasons == [[*r[:3], list(r.wanted), r.holds, r.points] for r in wanted.reasons]


def test_the_page_shows_what_the_table_says(show, library, pictures):
    frame = show("ladder")
    table = pictures["ladder"].frame
    for ladder in library.ladders.values():
        frame.select_option("#la-scheme", label=ladder.title)
        shown = frame.evaluate(RUNGS)
        assert {name: rung for rung, names in shown.items() for name in names} == dict(
            zip(table.iloc[:, 0], table[ladder.title], strict=True)
        )
        assert ladder.title in told(frame)


def test_a_changed_rule_moves_treaties_and_says_so(show, library):
    frame = show("ladder")
    scheme = choose_condition_ladder(frame, library)
    before = frame.evaluate(RUNGS)
    frame.uncheck("#la-conditional")
    after = frame.evaluate(RUNGS)
    moved = frame.locator(".la-treaty[data-moved]:not([data-moved=''])").count()
    at = {name: rung for rung, names in before.items() for name in names}
    assert moved == sum(at[name] != rung for rung, names in after.items() for name in names) > 0
    assert str(moved) in told(frame) and "moved" in told(frame)
    assert str(moved) in frame.inner_text("#la-shown")
    frame.click("#la-reset")
    assert frame.evaluate(RUNGS) == before and frame.is_checked("#la-conditional")
    assert told(frame).startswith(str(moved))
    # A rung that asks for nothing takes every treaty; one that asks again gives them back.
    frame.click("#la-change")
    top = scheme.rungs[0]
    for kind in top.when:
        frame.select_option(f"#la-ask-{kind}", value="")
    assert next(len(names) for names in frame.evaluate(RUNGS).values()) == len(at)
    for kind, wanted in top.when.items():
        frame.select_option(f"#la-ask-{kind}", value=",".join(wanted))
    assert frame.evaluate(RUNGS) == before
    kind = next(iter(top.when))
    frame.select_option(f"#la-ask-{kind}", value="no")
    assert frame.evaluate(RUNGS) != before
    frame.click("#la-reset")
    assert frame.evaluate(RUNGS) == before
    assert frame.input_value(f"#la-ask-{kind}") == ",".join(top.when[kind])


def test_weights_move_treaties(shared, show, library):
    frame = show("ladder")
    scheme = next(each for each in library.ladders.values() if each.weights)
    frame.select_option("#la-scheme", label=scheme.title)
    assert frame.locator("#la-conditional").is_hidden()
    frame.click("#la-change")
    # The box that is hidden here does not count here, however it stood on another ladder.
    free = frame.evaluate(RUNGS)
    choose_condition_ladder(frame, library)
    frame.uncheck("#la-conditional")
    strict = frame.evaluate(RUNGS)
    frame.select_option("#la-scheme", label=scheme.title)
    assert frame.evaluate(RUNGS) == free
    frame.focus("#la-worth-conditional")
    shared.keyboard.press("Home")
    assert frame.evaluate(RUNGS) != free
    shared.keyboard.press("End")
    choose_condition_ladder(frame, library)
    assert frame.evaluate(RUNGS) == strict and not frame.is_checked("#la-conditional")
    frame.select_option("#la-scheme", label=scheme.title)
    frame.click("#la-reset")
    first = scheme.rungs[0]
    before = frame.evaluate(RUNGS)
    frame.fill("#la-least-0", "200")
    assert frame.evaluate(RUNGS)[first.title] == []
    frame.fill("#la-least-0", "")  # not a number: the last one holds
    assert frame.evaluate(RUNGS)[first.title] == []
    frame.fill("#la-least-0", f"{first.least:g}")
    assert frame.evaluate(RUNGS) == before
    # Sliders by keyboard, and the sum in words follows.
    score = frame.inner_text("#la-why")
    kinds = library.choices("obligations", "type")
    treaty = library.treaties.sort_values("signed", kind="stable").iloc[0]
    held = next(k for k, kind in enumerate(kinds) if treaty[derive.column(kind)] == "yes")
    frame.focus(f"#la-weight-{held}")
    shared.keyboard.press("Home" if scheme.weights.get(kinds[held]) else "End")
    assert frame.inner_text("#la-why") != score
    assert shared.evaluate("keys") == []


def test_what_is_no_rank_stands_apart_from_the_ladder(show, library):
    frame = show("ladder")
    for ladder in library.ladders.values():
        frame.select_option("#la-scheme", label=ladder.title)
        ranked = [rung.title for rung in ladder.rungs if rung.rank]
        apart = [rung.title for rung in ladder.rungs if not rung.rank]
        assert list(frame.evaluate(RUNGS)) == ranked + apart
        assert frame.locator(".la-aside").count() == len(apart)
        assert frame.locator(".la-apart").count() == bool(apart)


def test_a_treaty_is_explained_clause_by_clause(shared, show, library):
    frame = show("ladder")
    scheme = choose_condition_ladder(frame, library)
    frame.focus("input[name='la-treaty']:checked")
    first = frame.inner_text("#la-why h4")
    shared.keyboard.press("ArrowRight")
    name = frame.inner_text("#la-why h4")
    assert name != first
    assert frame.evaluate("document.activeElement.checked")
    assert_explained(frame, library, scheme, name)
    # One that stands low: the conditions of higher rungs that it fails are named.
    low = library.treaties.query(f"{derive.column(scheme.id)} == '{scheme.rungs[-2].id}'")
    frame.check(f".la-treaty:has(.la-name:text-is('{low['short_name'].iloc[0]}')) input")
    assert_explained(frame, library, scheme, low["short_name"].iloc[0])
    assert shared.evaluate("keys") == []


def assert_explained(frame, library, scheme, name):
    """Check what is said about a treaty against the data and the rule in Python."""
    row = library.treaties.set_index("short_name").loc[name]
    values = {k: row[derive.column(k)] for k in library.choices("obligations", "type")}
    placed = derive.place(values, scheme)
    missed = [r for r in placed.reasons if not r.holds]
    assert frame.locator("#la-why li[data-holds='false']").count() == len(missed)
    reached = [r for r in placed.reasons if r.rung == placed.rung.id]
    assert frame.locator("#la-why li[data-holds='true']").count() == len(reached)
    rows = library.obligations.query(f"treaty == '{row['id']}'")
    words = frame.text_content("#la-why")
    place = next(k for k, r in enumerate(scheme.rungs) if r.id == row[derive.column(scheme.id)])
    assert scheme.rungs[place].title in frame.inner_text(".la-stands")
    assert all(rung.title in words for rung in scheme.rungs[:place])
    for clause in rows.to_dict("records"):
        said = clause["type"].replace("-", " ")
        assert said[:1].upper() + said[1:] in words
        assert clause["condition"] in words
    assert frame.locator("#la-why a[href^='http']").count() >= 1


def test_search_and_party_hide_the_rest(show, library):
    frame = show("ladder")
    name = library.treaties["short_name"].iloc[3]
    frame.fill("#la-search", name.upper())
    visible = [n.strip() for n in frame.locator(".la-treaty:visible .la-name").all_inner_texts()]
    assert name in visible and f"{len(visible)} of {len(library.treaties)}" in frame.inner_text(
        "#la-shown"
    )
    frame.fill("#la-search", "no such agreement")
    assert frame.locator(".la-treaty:visible").count() == 0
    assert "Nothing fits" in frame.inner_text("#la-shown")
    # Every name of a party finds what it signed, and so does either spelling of a word.
    rows, actors = library.treaties, library.actors.set_index("id")["name"]
    party = rows["parties"].explode().mode()[0]
    frame.fill("#la-search", actors[party])
    wanted = {r.short_name for r in rows.itertuples() if party in r.parties}
    found = {n.strip() for n in frame.locator(".la-treaty:visible .la-name").all_inner_texts()}
    assert wanted <= found and len(wanted) > 1
    counts = []
    for word in ("defence", "defense"):
        frame.fill("#la-search", word)
        counts.append(frame.locator(".la-treaty:visible").count())
    assert counts[0] == counts[1] > 0
    frame.fill("#la-search", "")
    actor = library.treaties["parties"].iloc[3][0]
    frame.select_option("#la-party", label=library.actor_name(actor))
    wanted = sum(actor in parties for parties in library.treaties["parties"])
    assert frame.locator(".la-treaty:visible").count() == wanted
    frame.click("#la-reset")
    assert frame.locator(".la-treaty:visible").count() == len(library.treaties)


# --- the comparator ------------------------------------------------------------------------------


def test_clauses_are_compared_with_the_first(shared, show, library):
    frame = show("clauses")
    rows = one_unknown(library)
    codes = [f["name"] for f in library.fields("clauses") if f["name"].endswith("_kind")]
    codes += [n for n in ("un_article_51", "domestic_law", "on_request") if n in rows]
    a, b = rows.iloc[0], rows.iloc[1]
    frame.select_option("#cl-0", value="0")
    frame.select_option("#cl-1", value="1")
    frame.select_option("#cl-2", value="")
    pairs = [(a[code], b[code]) for code in codes]
    assert "unknown" in b[codes].tolist() and "unknown" not in a[codes].tolist()
    known = [(x, y) for x, y in pairs if "unknown" not in (x, y)]
    differ = sum(x != y for x, y in known)
    assert frame.locator("td[data-verdict='differs']").count() == differ
    assert frame.locator("td[data-verdict='same']").count() == len(known) - differ
    assert frame.locator("td[data-verdict='unknown']").count() == len(pairs) - len(known)
    for cell in frame.locator("td[data-verdict='differs'] .cl-verdict").all_inner_texts():
        assert cell.startswith("differs: ") and ", not " in cell
    for column in ("trigger", "duty", "scope"):
        assert b[column] in frame.inner_text("#cl-table")
    assert f"differs in {differ}" in told(frame)
    # The same clause twice differs in nothing.
    frame.select_option("#cl-1", value="0")
    assert frame.locator("td[data-verdict='differs']").count() == 0
    frame.check("#cl-only")
    assert frame.locator("#cl-none").is_visible()
    frame.uncheck("#cl-only")
    # By keyboard alone, and a fourth clause beside it.
    frame.focus("#cl-3")
    shared.keyboard.press("End")
    assert frame.locator("#cl-table thead th").count() == 4
    assert shared.evaluate("keys") == []


def test_only_differences_leaves_the_rows_that_differ(show):
    frame = show("clauses")
    rows = frame.locator("#cl-table tbody tr:has(td[data-verdict='differs'])").count()
    frame.check("#cl-only")
    left = frame.locator("#cl-table tbody tr").count()
    assert left == rows + 2  # evidence and sources stay


# --- the articles --------------------------------------------------------------------------------


def test_articles_open_and_are_filtered(shared, show, library):
    frame = show("articles")
    rows = library.articles
    assert frame.locator(".ar-article").count() == frame.locator(".ar-square").count() == len(rows)
    frame.focus(".ar-article summary")
    shared.keyboard.press("Enter")
    opened = frame.locator(".ar-article[open]")
    row = rows[rows["number"] == int(opened.get_attribute("data-number"))].iloc[0]
    assert row["summary"] in opened.inner_text() and opened.locator("a").count() >= 1
    strength, evidence = row["strength"], row["evidence"]
    place = library.choices("articles", "strength")[::-1].index(strength)
    frame.select_option("#ar-strength", value=str(place))
    frame.select_option("#ar-evidence", value=evidence)
    wanted = len(rows.query(f"strength == '{strength}' and evidence == '{evidence}'"))
    assert frame.locator(".ar-article:visible").count() == wanted
    assert f"{wanted} of {len(rows)}" in frame.inner_text("#ar-shown")
    frame.click("#ar-close")
    assert frame.locator(".ar-article[open]").count() == 0
    frame.click(".ar-square:visible")
    assert frame.locator(".ar-article[open]").count() == 1
    assert shared.evaluate("keys") == []


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ladder", "clauses", "articles"])
@pytest.mark.parametrize("width", [1280, 700, 320])
def test_nothing_is_clipped(shared, show, name, width):
    frame = show(name, width=width)
    for opener in frame.locator("details > summary").all():
        if opener.is_visible():
            opener.click()
    shared.wait_for_timeout(120)
    size = frame.evaluate("""() => [document.documentElement.scrollWidth - innerWidth,
        document.documentElement.scrollHeight - innerHeight]""")
    assert size[0] <= 0, "wider than its frame"
    assert size[1] <= 0, "higher than its frame"


@pytest.mark.parametrize("name", ["ladder", "clauses", "articles"])
@pytest.mark.parametrize("theme", list(THEMES))
def test_axe_finds_nothing(shared, show, name, theme):
    frame = show(name, theme)
    if name == "ladder":
        frame.click("#la-change")
        frame.uncheck("#la-conditional")
        shared.wait_for_timeout(450)  # until the treaties have come to rest
    assert violations(shared, "main", rules_for(theme)) == []


def test_hostile_text_is_shown_not_run(shared, library):
    attack = "</script><img src=x onerror='parent.hacked=1'>"
    clauses = library.clauses.head(3).assign(title=attack, duty=attack)
    articles = library.articles.assign(topic=attack, summary=attack)
    treaties = library.treaties.assign(short_name=attack, name=attack)
    for picture in (
        explore.clauses(clauses, library=library),
        explore.articles(articles, library=library),
        explore.ladder(treaties, library=library),
    ):
        shared.set_content(parent(picture))
        shared.frames[1].wait_for_selector("#ex-root select")
        assert attack in shared.frames[1].text_content("#ex-root")
        assert shared.evaluate("window.hacked") is None
