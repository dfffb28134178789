"""No text is left in code: seen with a made-up language.

Its texts have Cyrillic letters, over data with Greek letters: whatever Latin word then stands on a
page comes from code.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
import yaml

from alliance import atlas, explore, lesson, open_library, quiz, texts, timeline
from alliance.journal import Journal
from alliance.journal.panel import JournalPanel
from alliance.library import derive
from alliance.page import Html, assemble, boxed_table, source_line
from alliance.quiz.panel import Panel, shared_code
from tests.places import NOTEBOOKS
from tests.quiz_samples import make_real_package, readme_questions

pytestmark = pytest.mark.browser


def lettered(text: str, first: int) -> str:
    """Write a text in other letters; {braces}, addresses of links and HTML stay."""
    parts = re.split(r"(\{[^{}]*\}|\]\([^)]*\)|<[^>]*>)", text)
    turn = {ord(a): chr(first + k) for k, a in enumerate("abcdefghijklmnopqrstuvwxyz")}
    turn |= {ord(a): chr(first + k) for k, a in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    return "".join(p if k % 2 else p.translate(turn) for k, p in enumerate(parts))


def cyrillic(text: str) -> str:
    return lettered(text, 0x430)


def greek(value):
    """Write what data say in Greek letters, also in lists and mappings."""
    if isinstance(value, str):
        return lettered(value, 0x3B1)
    if isinstance(value, list):
        return [greek(item) for item in value]
    return {k: greek(v) for k, v in value.items()} if isinstance(value, dict) else value


# What data must keep for the module to work: ids, dates, addresses, marks, and words that code
# obeys (what they are called on a page comes from the catalogue).
KEPT = re.compile(
    "id|lesson|date.*|public_on.*|actors|source_ids|url|access|color|symbol|boundaries|.*_id"
    "|from.*|until.*|signed.*|in_force.*|parties|treaty|by|to|member|permanent|vetoed_by"
    "|value|evidence|un_article_51|domestic_law|on_request|vote|question|outcome|majority_rule"
)
PROSE = {"stem", "text", "feedback", "hint", "explanation", "model", "unit", "partner", "category"}
# Questions of the README that show rows of tables get their content written here.
INSTEAD = {
    "number": {"answer": 5},
    "code": {"answer": ["5"]},
    "order": {"items": [{"text": t} for t in ("one", "two", "three")]},
    "place": {
        "answer": {"text": "here", "lat": 21, "lon": 105},
        "places": [
            {"text": "here", "lat": 21, "lon": 105},
            {"text": "there", "lat": 40, "lon": 125},
        ],
    },
}


def prose(value, wanted: bool = False):
    """Write the prose of a question in Greek letters."""
    if isinstance(value, dict):
        return {k: prose(v, wanted or k in PROSE or k == "categories") for k, v in value.items()}
    if isinstance(value, list):
        return [prose(item, wanted) for item in value]
    return greek(value) if wanted else value


def greek_questions() -> str:
    file = yaml.safe_load(readme_questions())
    file["sets"]["examples"]["title"] = greek("examples")
    for k, question in enumerate(file["questions"]):
        for field in ("answer_from", "items_from", "places_from"):
            if question["type"] in INSTEAD:
                question.pop(field, None)
        question |= INSTEAD.get(question["type"], {})
        if "distractors" in question:
            question["distractors"] = greek(question["distractors"])
        file["questions"][k] = prose(question)
    return yaml.safe_dump(file, allow_unicode=True)


def greek_column(spec: dict, frame: pd.DataFrame) -> None:
    """Write a column and what the code book says of it in Greek letters, in place."""
    column, rules = spec["name"], spec.get("constraints", {})
    kept = KEPT.fullmatch(column) or pd.api.types.is_numeric_dtype(frame[column])
    names = "|".join(map(re.escape, rules.get("enum", [])))
    parts = re.split(rf"\b({names})\b(?=: )", spec["description"]) if kept and names else []
    spec["description"] = "".join(
        part if k % 2 else greek(part) for k, part in enumerate(parts or [spec["description"]])
    )
    spec["title"] = greek(spec["title"])
    if not kept:
        frame[column] = [greek(value) for value in frame[column]]
        rules |= {"enum": greek(rules["enum"])} if names else {}


def greek_ladder(ladder: derive.Ladder) -> derive.Ladder:
    """Write a ladder in Greek letters; what it asks of each type of obligation stays the same."""
    rungs = tuple(
        replace(rung, title=greek(rung.title), about=greek(rung.about),
                when={greek(kind): wanted for kind, wanted in rung.when.items()})
        for rung in ladder.rungs
    )  # fmt: skip
    weights = {greek(kind): weight for kind, weight in ladder.weights.items()}
    title, about = greek(ladder.title), greek(ladder.about)
    return replace(ladder, title=title, about=about, rungs=rungs, weights=weights)


def greek_puzzle(puzzle: dict) -> dict:
    """Write the words of a challenge in Greek letters, and the name of its text."""
    words = ("title", "task", "hint", "why", "start")
    return puzzle | {name: greek(puzzle[name]) for name in words if name in puzzle}


@pytest.fixture
def foreign(shelf, tmp_path):
    """A library in Greek letters, in a module that speaks the made-up language."""
    (shelf / "xx").mkdir()
    words = {key: cyrillic(text) for key, text in texts.catalogue().items()}
    (shelf / "xx" / "all.yml").write_text(yaml.safe_dump(words), encoding="utf-8")
    folder = make_real_package(tmp_path, greek_questions())
    file = folder / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", "language: xx"), "utf-8")
    file = folder / "puzzles.yml"
    puzzles = [greek_puzzle(one) for one in yaml.safe_load(file.read_text("utf-8"))["puzzles"]]
    file.write_text(yaml.safe_dump({"puzzles": puzzles}, allow_unicode=True), "utf-8")
    library = open_library(folder)
    for name, frame in library.held.items():
        for spec in library._package.fields(name):
            greek_column(spec, frame)
    library.held["resolutions"]["id"] = [greek(n) for n in library.held["resolutions"]["id"]]
    library._ladders = {name: greek_ladder(ladder) for name, ladder in library.ladders.items()}
    derive.add_columns(library._package, library.ladders)
    for feature in library.held_boundaries["features"]:
        properties = feature["properties"]
        properties |= {k: greek(properties[k]) for k in ("name", "note") if properties.get(k)}
    for entry in [*library._settings["lessons"], *library._settings.get("guides", [])]:
        entry |= {k: greek(entry[k]) for k in ("title", "teaser", "idea") if k in entry}
    library._settings["borders"]["view"] = greek(library.settings["borders"]["view"])
    assert texts.check("xx") == [] and texts.language() == "xx"
    return library


# All that is read or spoken: text, and what stands in attributes.
HEARD = """() => {
  const found = [];
  for (const element of document.querySelectorAll("body, body *")) {
    if (element.matches("script, style, .leaflet-control-attribution *")) continue;
    for (const node of element.childNodes) if (node.nodeType === 3) found.push(node.data);
    for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "alt"]) {
      if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    }
  }
  return found.filter((text) => /[A-Za-z]{2}/.test(text));
}"""


def body(*shown) -> str:
    """Put what cells show into one page."""
    html = "".join(one._repr_html_() for one in shown)
    return f'<!DOCTYPE html><html lang="xx"><title>x</title><body>{html}</body>'


def framed(page):
    """The frames of the page, each with its language; all of them drawn."""
    page.wait_for_timeout(300)
    frames = page.frames[1:]
    assert frames and all(f.evaluate("document.documentElement.lang") == "xx" for f in frames)
    return frames


def test_nothing_that_a_picture_says_is_left_in_code(page, foreign):
    events = foreign.events.head(40)
    events.loc[:, "category"] = [f"{k % 5 or ''}" for k in range(40)]
    events.loc[events.index[:2], ["lat", "lon"]] = float("nan")
    events.loc[events.index[5], "date"] = ""
    events.loc[events.index[5], ["date_start", "date_end"]] = pd.NaT
    at = dict.fromkeys(["from_lat", "to_lat"], events["lat"]) | {"from_lon": events["lon"]}
    routes = events.assign(**at, to_lon=events["lon"] + 9, high=2).rename(columns={"place": "from"})
    states = foreign.actors[foreign.actors["kind"] == greek("state")].head(9)
    states = states.rename(columns={"id": "country"})
    states = states.assign(value=range(9), unit=["", *map(str, range(1, 9))])
    mark = {"label": "title", "category": "category", "library": foreign}
    earlier = foreign.as_of("1990")
    shown = [
        atlas.points(events, title="1", when="date", **mark),
        atlas.points(earlier.events, title="2", label="title", when="date", library=earlier),
        atlas.lines(routes.assign(to=routes["from"]), title="3", width="high", **mark),
        atlas.areas(states, value="value", title="4", library=foreign),
        atlas.areas(states, value="unit", title="5", library=foreign),
        timeline(events, library=foreign),
        timeline(events, category=None, periods={"1": (1945, 1950)}, library=foreign),
    ]
    page.set_content(body(*shown))
    for frame in framed(page):
        for mark in (".al-mark", ".tl-mark[tabindex='0']"):
            if frame.locator(mark).count():
                frame.locator(mark).first.focus()
                page.keyboard.press("Enter")
        assert frame.evaluate(HEARD) == []
        if frame.locator(".tl-kinds").count():  # nothing is left to draw
            frame.click("#tl-next")
            for box in frame.locator(".tl-kinds input").all():
                box.uncheck()
            assert frame.evaluate(HEARD) == []
    assert page.evaluate(HEARD) == []
    assert cyrillic("rows") in repr(shown[0])


# What a learner may do in an explorer: each control once, then the marks and rows to be chosen; and
# all that is heard on the way.
EXPLORED = f"""() => {{
  const hear = {HEARD};
  const found = new Set();
  const act = (element, event) => {{
    if (element.isConnected) element.dispatchEvent(event);
    hear().forEach((text) => found.add(text));
  }};
  const changed = (element) => ["input", "change"].forEach((name) =>
    act(element, new Event(name, {{ bubbles: true }})));
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  for (const box of document.querySelectorAll("select")) {{
    for (const place of [...Array(Math.min(12, box.length)).keys(), 0]) {{
      box.selectedIndex = place;
      changed(box);
    }}
  }}
  for (const box of document.querySelectorAll("[type=search], [type=number]")) {{
    const before = box.value;
    for (const value of ["77", before]) {{
      box.value = value;
      changed(box);
    }}
  }}
  for (const button of document.querySelectorAll("button, [type=checkbox], [type=radio]")) {{
    act(button, new MouseEvent("click", {{ bubbles: true }}));
  }}
  for (const box of document.querySelectorAll("[type=checkbox]:checked")) box.click();
  act(document.body, new Event("change"));
  return [...found];
}}"""


def test_nothing_that_an_explorer_says_is_left_in_code(page, foreign):
    votes = (foreign.resolutions, foreign.votes)
    shown = [
        explore.ladder(foreign.treaties, library=foreign),
        explore.clauses(foreign.clauses, library=foreign),
        explore.articles(foreign.articles, library=foreign),
        explore.chamber(*votes, library=foreign),
        explore.record(*votes, library=foreign),
        explore.resolve(*votes, library=foreign),
    ]
    page.set_content(body(*shown))
    frames = framed(page)
    assert len(frames) == len(shown)
    for frame in frames:
        assert frame.evaluate(HEARD) == []
        assert frame.evaluate(EXPLORED) == []
    assert page.evaluate(HEARD) == []


def test_nothing_that_a_lesson_says_is_left_in_code(page, foreign, tmp_path, monkeypatch):
    monkeypatch.setattr("alliance.lesson.cards.NOTEBOOKS", NOTEBOOKS)
    journal = Journal(tmp_path / "1")
    quiz("examples", library=foreign, journal=journal).session.answer("q1", "x")
    entry = foreign.settings["lessons"][1]["id"]
    given = {"library": foreign, "journal": journal}
    table = pd.DataFrame({"source_ids": [["un-2024-sc-15648"]], "value": [True], "title": [None]})
    links = [foreign.cite(source) for source in foreign.sources["id"].head(9)]
    shown = [
        lesson.opening(entry, **given),
        lesson.closing(entry, **given),
        lesson.standing(**given),
        lesson.contents(foreign),
        lesson.glossary(foreign),
        lesson.calibration(**given),
        Html(boxed_table(table, "1", foreign.cite) + source_line(links) + source_line([])),
    ]
    page.set_content(body(*shown))
    [frame] = framed(page)
    frame.fill("#find", "α")
    assert frame.evaluate(HEARD) == page.evaluate(HEARD) == []
    outer = page.locator("body > div, body > figure")
    assert set(outer.evaluate_all("found => found.map((one) => one.lang)")) == {"xx"}
    assert not any(re.search("[A-Za-z]{2}", repr(one)) for one in shown)


# A widget without a notebook: what its model says is all that it knows.
WIDGET = """async ([script, traits, extra, parts]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const model = { get: (name) => traits[name], on() {}, off() {}, send() {}, widget_manager: {
    get_model: async (id) => ({ get: (name) => name === "content" ? parts[id] : extra[name] }) } };
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const made = await import(url);
  const code = { get: (name) => extra[name], on() {}, off() {} };
  await (made.default ?? made).render({ model, el, code });
  await new Promise((done) => setTimeout(done, 200));
  return el.lang;
}"""


def show_panel(page, panel: Panel) -> None:
    """Draw a quiz as the notebook does, without one."""
    from alliance.quiz.panel import _parts

    code = shared_code()
    traits = {name: getattr(panel, name) for name in ("title", "questions", "states", "shared")}
    extra = {name: getattr(code, name) for name in ("texts", "sheet", "drawings")}
    parts = {part.model_id: part.content for part in _parts.values()}
    page.evaluate(WIDGET, [code.script, traits, extra, parts])
    assert code.language == "xx"


def test_nothing_that_a_quiz_says_is_left_in_code(page, foreign, tmp_path):
    page.set_content(body())
    panel = quiz("examples", library=foreign, journal=Journal(tmp_path / "1"))
    assert len(panel.questions) == 13 and not any("broken" in q for q in panel.questions)

    def heard() -> list[str]:
        show_panel(page, panel)
        # The call to write in a cell is code, and the steps of a grade have letters.
        return [text for text in page.evaluate(HEARD) if "exercise(" not in text]

    assert heard() == []
    said: list[dict] = []
    panel.send = said.append
    seats = panel.session.seats

    def answer(key: str, response, **more) -> None:
        message = {"kind": "answer", "question": key, "request": "r", "response": response, **more}
        panel.receive(panel, message)

    for key, seat in seats.items():
        panel.receive(panel, {"kind": "hint", "question": key, "request": "r"})
        if seat.question.type == "code":
            continue  # answered in a cell; its feedback names types of Python
        answer(key, None)
        right = seat.kind.right(seat.question)
        wrong = {"single": "x", "number": "1", "grade": {"reliability": "F", "credibility": "6"}}
        wrong |= {"interval": {"low": "1", "high": "2"}, "reflect": "x"}
        wrong |= {"order": list(reversed(list(seat.keys.values())))}
        answer(key, wrong.get(seat.question.type, ""), confidence="high")
        if seat.question.type != "reflect":
            assert heard() == []
            answer(key, seat.kind.renamed(right, seat.keys), confidence="low")
    answer("q12", "αβγ " * 20)
    assert heard() == []
    assert [m["text"] for m in said if re.search("[A-Za-z]{2}", m["text"])] == []


def test_nothing_that_the_journal_panel_says_is_left_in_code(page, shelf, foreign, tmp_path):
    journal = Journal(tmp_path / "1")
    panel = JournalPanel(journal, "module")
    page.set_content(body())
    names = ("where", "name", "status", "texts", "language")
    script = assemble("journal/panel.js")
    traits = {name: getattr(panel, name) for name in names}
    traits["where"] = traits["where"].replace(str(journal.folder), "")
    assert page.evaluate(WIDGET, [script, traits, {}, {}]) == "xx"
    assert page.evaluate(HEARD) == []
    panel.send = lambda message: None
    for wish in ("export", "reset", ""):
        panel.obey(panel, {"do": wish})
        assert not re.search("[A-Za-z]{2}", panel.status), panel.status
    panel.obey(panel, {"do": "import", "text": journal.export()})
    assert not re.search("[A-Za-z]{2}", panel.status), panel.status
    (journal.folder / "journal-0.txt").write_text("broken\n" * 9)
    panel.obey(panel, {})
    assert re.findall("[A-Za-z]{2,}", panel.status) == ["journal", "txt"]
