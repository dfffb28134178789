"""The catalogue: every text there is said, every text said is there, and none stands in code.

That no word is left in code is seen with a made-up language whose texts have Cyrillic letters, over
data with Greek letters: whatever Latin word then stands on a page comes from code.
"""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from alliance import atlas, lesson, open_library, quiz, texts, timeline
from alliance.journal_panel import JournalPanel
from alliance.problems import AllianceError
from alliance.progress import Journal
from alliance.quiz.kinds import kinds
from alliance.quiz.panel import Panel, shared_code
from alliance.style import Html, boxed_table, read_asset, source_line
from alliance.teach.check import run_checks
from tests.conftest import NOTEBOOKS
from tests.quiz_samples import make_real_package, readme_questions

PACKAGE = NOTEBOOKS / "alliance"
KEY = re.compile(r"[a-z_]+(\.[\w-]+)+")


# --- the catalogue and the code ---------------------------------------------------------------


def keys_in_python(path: Path) -> tuple[set[str], set[str], set[str]]:
    """Return keys said, patterns of keys put together (as regular expressions), and literals."""
    said, patterns, literals = set(), set(), set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"([\w.]+)"
                for part in node.values
            ]
            if re.fullmatch(r"[a-z_]+\\\..*|\(.*\)\\\..*", "".join(parts)):
                patterns.add("".join(parts))
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0] if node.args else None
            for given in [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]:
                if name == "_word" and isinstance(given, ast.JoinedStr):
                    patterns.add(r"timeline\." + given.values[0].value + r"(\w+)")
                if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
                    continue
                if name in ("say", "count") and KEY.fullmatch(given.value):
                    said |= {given.value, *([f"{given.value}_one"] if name == "count" else [])}
                if name == "_word":
                    said.add(f"timeline.{given.value}")
    return said, patterns, literals


def keys_in_script(path: Path) -> tuple[set[str], set[str], set[str]]:
    """Return the same of a script."""
    source = re.sub(r"^\s*//.*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    said = set(re.findall(r'\b(?:say|text)\("([a-z_]+\.[\w.]+)"', source))
    for key in re.findall(r'\bcount\("([a-z_]+\.[\w.]+)"', source):
        said |= {key, f"{key}_one"}
    pieces = re.findall(r"`([a-z_]+\.[^`\s]*\$\{[^`]*)`", source)
    patterns = {
        re.sub(r"\\\$\\\{.*?\\\}", r"([\\w.]*)", re.escape(piece).replace('\\"', '"'))
        for piece in pieces
    }
    literals = set(re.findall(r'"([^"\n]*)"', source)) | set(re.findall(r"\b(\w+):", source))
    return said, patterns, literals


def everything() -> tuple[set[str], set[str], set[str]]:
    found = [keys_in_python(path) for path in PACKAGE.rglob("*.py")]
    found += [keys_in_script(path) for path in PACKAGE.rglob("*.js") if path.name != "say.js"]
    return tuple(set().union(*(one[k] for one in found)) for k in range(3))


def test_every_text_that_code_says_is_there():
    said, _, _ = everything()
    assert len(said) > 150
    assert sorted(said - texts.catalogue().keys()) == []


def test_every_text_of_the_catalogue_is_said():
    said, patterns, literals = everything()

    def used(key: str) -> bool:
        if key in said or key in literals or key.removesuffix("_one") in said | literals:
            return True
        matches = [m for pattern in patterns if (m := re.fullmatch(pattern, key))]
        # What a key is put together from stands in the code as well: a name, a letter, a number.
        return any(
            all(g in literals or len(g) < 2 or g.isdigit() for g in m.groups()) for m in matches
        )

    assert [key for key in texts.catalogue() if not used(key)] == []


def test_no_two_files_have_the_same_key():
    keys = [
        key
        for file in (texts.HERE / "en").glob("*.yml")
        for key in re.findall(r"^([\w.]+):", file.read_text("utf-8"), flags=re.MULTILINE)
    ]
    assert len(keys) == len(set(keys)) == len(texts.catalogue())


def test_what_has_a_text_for_one_has_one_for_many():
    known = texts.catalogue()
    ones = [key for key in known if key.endswith("_one")]
    assert ones and all(key.removesuffix("_one") in known for key in ones)


@pytest.mark.parametrize("language", texts.languages())
def test_translations_have_the_keys_and_braces_of_english(language):
    assert texts.check(language) == []


def test_the_catalogue_names_no_topic():
    for file in texts.HERE.rglob("*.yml"):
        assert not re.search(
            r"korea|russia|soviet|moscow|19[45]\d\b", file.read_text("utf-8"), re.I
        )


# --- choosing a language ------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder of texts to add languages to; afterwards English is spoken again."""
    folder = tmp_path / "texts"
    shutil.copytree(texts.HERE / "en", folder / "en")
    monkeypatch.setattr(texts, "HERE", folder)
    texts.catalogue.cache_clear()
    yield folder
    texts.use("en")
    monkeypatch.undo()
    texts.catalogue.cache_clear()


def translate(shelf: Path, **words: str) -> None:
    (shelf / "de").mkdir()
    lines = {key.replace("__", "."): text for key, text in words.items()}
    (shelf / "de" / "some.yml").write_text(yaml.safe_dump(lines), encoding="utf-8")


def test_a_translation_is_a_folder_and_what_it_lacks_stays_english(shelf):
    translate(shelf, status__right="Richtig.")
    texts.use("de")
    assert texts.say("status.right") == "Richtig."
    assert texts.say("status.wrong") == "Not yet."
    with pytest.raises(AllianceError, match="language"):
        texts.use("xx")


def test_the_library_chooses_the_language(shelf, package):
    translate(shelf, date__day="{day}. {month} {year}", month__5="Mai")
    file = package / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    open_library(package)
    assert texts.language() == "de"
    assert lesson.dates.words("2024-05-03") == "3. Mai 2024"
    open_library()
    assert lesson.dates.words("2024-05-03") == "3 May 2024"
    open_library(package)  # opened before, but its language counts again
    assert texts.language() == "de"


@pytest.mark.parametrize("code", ["xx", "no"])
def test_an_unknown_language_is_a_finding(package, code):
    file = package / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", f"language: {code}"), "utf-8")
    with pytest.raises(AllianceError, match=f"module.yml, column “language”: .*“{code}”"):
        open_library(package)


def test_mistakes_of_a_translation_are_told(shelf, package, capsys):
    translate(shelf, status__rihgt="x", status__answer="Antwort: {wort}", status__wrong=True)
    found = [str(problem) for problem in texts.check("de")]
    assert len(found) == 3
    assert any("status.rihgt" in line and "status.right" in line for line in found)
    assert any("status.answer" in line and "{words}" in line for line in found)
    assert any("status.wrong" in line and "quotation marks" in line for line in found)
    file = package / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    assert run_checks(str(package)) == 1
    assert "status.rihgt" in capsys.readouterr().out


def test_panels_share_one_code_until_words_or_types_change(shelf):
    translate(shelf, status__right="Richtig.", button__check="Prüfen")
    first = shared_code()
    assert shared_code() is first
    texts.use("de")
    german = shared_code()
    assert german is not first and shared_code() is german
    assert (german.texts["button.check"], german.language) == ("Prüfen", "de")
    german.close()
    assert shared_code() is not german
    before = shared_code()
    kinds.cache_clear()
    assert shared_code() is not before


# --- a whole made-up language -------------------------------------------------------------------


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


# What data must keep for the module to work: ids, dates, addresses, marks.
KEPT = re.compile(r"id|lesson|date.*|public_on.*|actors|source_ids|url|access|color|symbol|boundaries|from.*|until.*|signed.*|in_force.*|.*_id")  # fmt: skip  # noqa: E501
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


@pytest.fixture
def foreign(shelf, tmp_path):
    """A library in Greek letters, in a module that speaks the made-up language."""
    (shelf / "xx").mkdir()
    words = {key: cyrillic(text) for key, text in texts.catalogue().items()}
    (shelf / "xx" / "all.yml").write_text(yaml.safe_dump(words), encoding="utf-8")
    folder = make_real_package(tmp_path, greek_questions())
    file = folder / "module.yml"
    file.write_text(file.read_text("utf-8").replace("language: en", "language: xx"), "utf-8")
    library = open_library(folder)
    for frame in library.tables.values():
        for column in frame:
            if not KEPT.fullmatch(column) and not pd.api.types.is_numeric_dtype(frame[column]):
                frame[column] = [greek(value) for value in frame[column]]
    for feature in library.boundaries["features"]:
        properties = feature["properties"]
        properties |= {k: greek(properties[k]) for k in ("name", "note") if properties.get(k)}
    for entry in library.settings["lessons"]:
        entry |= {k: greek(entry[k]) for k in ("title", "teaser") if k in entry}
    library.settings["borders"]["view"] = greek(library.settings["borders"]["view"])
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


@pytest.mark.browser
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


@pytest.mark.browser
def test_nothing_that_a_lesson_says_is_left_in_code(page, foreign, tmp_path, monkeypatch):
    monkeypatch.setattr("alliance.lesson.NOTEBOOKS", NOTEBOOKS)
    journal = Journal(tmp_path / "1")
    quiz("examples", library=foreign, journal=journal).desk.answer("q1", "x")
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
  await (made.default ?? made).render({ model, el, texts: extra.texts, sheet: extra.sheet });
  await new Promise((done) => setTimeout(done, 200));
  return el.lang;
}"""


def show_panel(page, panel: Panel) -> None:
    """Draw a quiz as the notebook does, without one."""
    from alliance.quiz.panel import _parts

    code = shared_code()
    traits = {name: getattr(panel, name) for name in ("title", "questions", "states", "shared")}
    extra = {"texts": code.texts, "sheet": code.sheet}
    parts = {part.model_id: part.content for part in _parts.values()}
    page.evaluate(WIDGET, [code.script, traits, extra, parts])
    assert code.language == "xx"


@pytest.mark.browser
def test_nothing_that_a_quiz_says_is_left_in_code(page, foreign, tmp_path):
    page.set_content(body())
    panel = quiz("examples", library=foreign, journal=Journal(tmp_path / "1"))
    assert len(panel.questions) == 12 and not any("broken" in q for q in panel.questions)

    def heard() -> list[str]:
        show_panel(page, panel)
        # The call to write in a cell is code, and the steps of a grade have letters.
        return [text for text in page.evaluate(HEARD) if "exercise(" not in text]

    assert heard() == []
    said: list[dict] = []
    panel.send = said.append
    seats = panel.desk.seats

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
        wrong |= {"reflect": "x", "order": list(reversed(list(seat.keys.values())))}
        answer(key, wrong.get(seat.question.type, ""), confidence="high")
        if seat.question.type != "reflect":
            assert heard() == []
            answer(key, seat.kind.renamed(right, seat.keys), confidence="low")
    answer("q11", "αβγ " * 20)
    assert heard() == []
    assert [m["text"] for m in said if re.search("[A-Za-z]{2}", m["text"])] == []


@pytest.mark.browser
def test_nothing_that_the_journal_panel_says_is_left_in_code(page, shelf, foreign, tmp_path):
    journal = Journal(tmp_path / "1")
    panel = JournalPanel(journal, "module")
    page.set_content(body())
    names = ("where", "name", "status", "texts", "language")
    script = read_asset("journal_panel.js")
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
