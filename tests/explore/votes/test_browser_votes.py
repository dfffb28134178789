"""The explorers of votes in a real browser: keys, choices, the rule, challenges, accessibility."""

from __future__ import annotations

import random
from itertools import product

import pandas as pd
import pytest

from alliance import explore
from alliance.library import council, open_library
from tests.axe import rules_for, violations
from tests.conftest import watched_page
from tests.scripts import import_into

pytestmark = pytest.mark.browser

THEMES = {
    "light": ("#1a1a1a", "#ffffff", "#eeeeee", "true"),
    "dark": ("#ffffffde", "#111111", "#212121", "false"),
    "high contrast": ("#ffffff", "#000000", "#1b1b1b", "false"),
}
NAMES = ["chamber", "record", "resolve"]


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture(scope="module")
def pictures(library):
    tables = (library.resolutions, library.votes)
    return {name: getattr(explore, name)(*tables, library=library) for name in NAMES}


@pytest.fixture(scope="module")
def tab(chromium):
    """One browser page for all tests of this file."""
    with watched_page(chromium) as page:
        yield page


def show(page, picture, theme: str = "light", width: int = 1000, wait: str = ".cn-mark"):
    """Show a picture in a page that sets the theme as JupyterLab does; return its frame."""
    ink, paper, panel, light = THEMES[theme]
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(
        '<!DOCTYPE html><html lang="en"><title>t</title><style>:root{'
        f"--jp-content-font-color1:{ink};--jp-layout-color1:{paper};--jp-layout-color2:{panel}}}"
        f'body{{background:{paper}}}</style><body data-jp-theme-light="{light}">'
        "<script>window.keys=[];addEventListener('keydown',e=>keys.push(e.key))</script>"
        f"{picture._repr_html_()}"
    )
    frame = page.frames[1]
    frame.wait_for_selector(wait)
    import_into(frame, explore="explore/frame.js", outcome="explore/votes/outcome.js")
    return frame


def said(frame) -> str:
    """What the live region says."""
    assert frame.get_attribute("#ex-tell", "role") == "status"
    return frame.text_content("#ex-tell").strip("\xa0")


def seats(frame) -> dict[str, str]:
    """Name → vote, as the seats say it."""
    return dict(
        frame.evaluate("""() => [...document.querySelectorAll('.ch-seat')].map(seat =>
        [seat.querySelector('.ch-name').firstChild.textContent,
         seat.querySelector('.ch-vote').textContent])""")
    )


def votes_of(library, text: str) -> dict[str, str]:
    """Name → vote, as the data have it."""
    rows = library.votes[library.votes["resolution"] == text]
    names = [library.actor_name(member) for member in rows["member"]]
    return dict(zip(names, rows["vote"], strict=True))


# --- the rule ------------------------------------------------------------------------------------


def test_the_rule_on_the_page_is_that_of_python(tab, pictures, library):
    frame = show(tab, pictures["resolve"])
    chance = random.Random(4)
    cases, expected = [], []
    for body in library.bodies.to_dict("records"):
        thirds = pd.isna(body["seats"])
        rule = {**body, "majority": None if thirds else int(body["majority"])}
        rule = {key: rule[key] for key in ("majority", "majority_rule", "permanent")}
        for question in ("substantive", "procedural", "important"):
            for _ in range(300):
                others = [f"M{k}" for k in range((40 if thirds else body["seats"]) - 5)]
                members = [*(body["permanent"] or [f"P{k}" for k in range(5)]), *others]
                weights = [chance.choice([0, 1, 1, 8]) for _ in range(4)]
                weights = weights if any(weights) else [1, 0, 0, 0]
                cast = dict(
                    zip(
                        members, chance.choices(council.VOTES, weights, k=len(members)), strict=True
                    )
                )
                cases.append([cast, rule, question])
                expected.append(council.outcome(cast, body, question)._asdict())
    found = frame.evaluate("(cases) => cases.map((one) => outcome.outcome(...one))", cases)
    assert found == expected
    assert {one["rule"] for one in expected} == {"majority", "too-few", "veto", "procedure"}


def test_every_challenge_can_be_solved_and_is_not_at_first(tab, pictures):
    frame = show(tab, pictures["resolve"])
    # Which member of a group votes how does not matter to a goal unless it names one: so it is
    # enough to try the permanent members one by one, and all numbers of elected ones.
    for puzzle in frame.evaluate("explore.data.puzzles"):
        frame.select_option("#rs-puzzle", puzzle["id"])
        assert frame.inner_text("#rs-task").startswith(puzzle["task"])
        assert "Not solved yet." in frame.inner_text("#rs-task")
    permanent = list(product(council.VOTES, repeat=5))
    solvable = frame.evaluate(
        """(permanent) => explore.data.puzzles.map((puzzle) => {
        const row = explore.data.rows.find((one) => one.id === puzzle.start);
        const period = explore.data.periods[row.period];
        const voters = row.votes.split(" ").map((one) => one.split("=")[0]);
        const elected = voters.filter((id) => !period.permanent.includes(id));
        return permanent.some((votes) => elected.concat([""]).some((_, yes) =>
          ["no", "abstain"].some((rest) => ["substantive", "procedural"].some((question) => {
            const cast = {};
            period.permanent.forEach((id, k) => { cast[id] = votes[k]; });
            elected.forEach((id, k) => { cast[id] = k < yes ? "yes" : rest; });
            return outcome.puzzleMet(puzzle.goal, cast, period, question);
          })))); })""",
        permanent,
    )
    assert solvable and all(solvable)


# --- the seats -----------------------------------------------------------------------------------


def test_seats_say_every_vote_and_buttons_step(tab, pictures, library):
    frame = show(tab, pictures["chamber"])
    rows = list(frame.evaluate("explore.data.rows.map((row) => row.id)"))
    words = {"yes": "yes", "no": "no", "abstain": "abstained", "absent": "not voting"}
    frame.focus("#ch-previous")
    for text in reversed(rows):
        assert frame.input_value("#ch-text") == str(rows.index(text))
        outcome = library.row("resolutions", text)
        vetoed = [library.actor_name(member) for member in outcome["vetoed_by"]]
        expected = {n: words[v] for n, v in votes_of(library, text).items()}
        expected |= dict.fromkeys(vetoed, "no, a veto")
        assert seats(frame) == expected
        assert text in said(frame) and all(name in said(frame) for name in vetoed)
        assert ("Adopted" in said(frame)) == (outcome["outcome"] == "adopted")
        assert f"{outcome['for']} for, {outcome['against']} against" in said(frame)
        tab.keyboard.press("Enter")
    assert frame.get_attribute("#ch-previous", "aria-disabled") == "true"
    assert frame.evaluate("document.activeElement.id") == "ch-previous"
    assert len(seats(frame)) == 11
    assert tab.evaluate("keys") == []  # no key reached the notebook around


def test_choices_narrow_the_texts(tab, pictures, library):
    frame = show(tab, pictures["chamber"])
    frame.select_option("#ch-year", "1950")
    listed = library.resolutions.query("body == 'SC' and date.str.startswith('1950')")
    assert frame.locator("#ch-text option").count() == len(listed)
    assert frame.inner_text("#ch-place") == f"1 of {len(listed)}"
    # A subject without a text in that year: the year gives way.
    topic = library.resolutions.query("body == 'SC' and date > '2020'")["topic"].iloc[0]
    frame.select_option("#ch-topic", topic)
    assert frame.input_value("#ch-year") == ""
    same = library.resolutions.query("body == 'SC' and topic == @topic")
    assert frame.locator("#ch-text option").count() == len(same)


def test_vetoed_texts_are_one_choice_away(tab, pictures, library):
    frame = show(tab, pictures["chamber"])
    council_texts = library.resolutions.query("body == 'SC'")
    for result, words in [
        ("vetoed", "Vetoed"),
        ("not-adopted", "Not adopted"),
        ("adopted", "Adopted"),
    ]:
        number = (council_texts["outcome"] == result).sum()
        frame.select_option("#ch-result", label=f"{words} ({number})")
        assert frame.locator("#ch-text option").count() == number
        assert frame.inner_text("#ch-head .ch-verdict").startswith(words.replace("Vetoed", "Not"))
    frame.select_option("#ch-year", council_texts.query("outcome == 'vetoed'")["date"].iloc[0][:4])
    frame.select_option("#ch-result", "vetoed")
    assert "vetoed by" in frame.inner_text("#ch-head .ch-verdict")


def test_a_seat_tells_the_record_of_its_member(tab, pictures, library):
    frame = show(tab, pictures["chamber"])
    frame.focus(".ch-seat[data-member=RUS]")
    tab.keyboard.press(" ")
    assert frame.get_attribute(".ch-seat[data-member=RUS]", "aria-pressed") == "true"
    cast = library.votes.merge(library.resolutions, left_on="resolution", right_on="id")
    cast = cast.query("member == 'RUS' and body == 'SC'")
    vetoes = sum("RUS" in who for who in cast["vetoed_by"])
    told = frame.inner_text("#ch-member")
    assert f"in {len(cast)} of the votes" in told
    assert f"{(cast['vote'] == 'no').sum()} no ({vetoes} of them vetoes)" in told


@pytest.mark.parametrize("width", [320, 519, 560, 700, 1200])
def test_seats_neither_overlap_nor_stick_out(tab, pictures, width):
    frame = show(tab, pictures["chamber"], width=width)
    for year in ("1950", "2022"):
        frame.select_option("#ch-year", year)
        tab.wait_for_timeout(80)
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
        boxes = frame.evaluate("""() => [
            ...document.querySelectorAll('.ch-seat > *')].map((part) => {
            const { left, right, top, bottom } = part.getBoundingClientRect();
            return [left, right, top, bottom, part.closest('li').textContent]; })""")
        for k, one in enumerate(boxes):
            assert one[0] >= 0 and one[1] <= width
            for other in boxes[k + 1 :]:
                apart = one[1] <= other[0] or other[1] <= one[0]
                apart = apart or one[3] <= other[2] + 1 or other[3] <= one[2] + 1
                assert apart or one[4] == other[4], (one, other)
        assert frame.locator(".ch-bench").count() == (width > 540)
        assert frame.locator("#ch-stage h5").first.bounding_box()["width"] > (
            0 if width > 540 else 50
        )


# --- the record ----------------------------------------------------------------------------------


def test_record_draws_counts_and_filters(tab, pictures, library):
    frame = show(tab, pictures["record"])
    council_texts = library.resolutions.query("body == 'SC'")
    marks = frame.locator(".rc-strip td[data-row]")
    assert marks.count() == 5 * len(council_texts)

    def counted(name):
        row = frame.locator(".rc-tally tbody tr", has_text=name)
        return [int(text) for text in row.locator("td").all_inner_texts()]

    def expected(texts, ids):
        cast = library.votes[library.votes["member"].isin(ids)]
        cast = cast[cast["resolution"].isin(texts["id"])]["vote"]
        vetoes = sum(bool(set(ids) & set(who)) for who in texts["vetoed_by"])
        yes, no, abstain, absent = ((cast == vote).sum() for vote in council.VOTES)
        return [yes, no, vetoes, abstain, absent]

    assert counted("Russia") == expected(council_texts, ["SUN", "RUS"])
    assert counted("China") == expected(council_texts, ["CHN"])
    # The subjects bear the names that they have in the chamber.
    topic = council_texts.query("category == 'sanctions'")["topic"].iloc[0]
    frame.select_option("#rc-topic", topic)
    some = council_texts.query("topic == @topic")
    assert said(frame) == f"Votes shown: {len(some)}."
    assert counted("Russia") == expected(some, ["SUN", "RUS"])
    frame.focus("#rc-member-0")
    tab.keyboard.press(" ")
    assert marks.count() == 4 * len(some)
    for k in range(1, 5):
        frame.uncheck(f"#rc-member-{k}")
    assert "at least one member" in frame.inner_text("#rc-strips")


def test_a_text_of_the_record_opens_by_keys_and_by_its_mark(tab, pictures, library):
    frame = show(tab, pictures["record"])
    frame.focus("#rc-previous")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    row = frame.evaluate("explore.data.rows.at(-3)")
    assert frame.inner_text("#rc-detail h4") == row["title"]
    assert row["id"] in said(frame)
    chosen = frame.locator(".rc-strip td.rc-now")
    assert chosen.count() == 5
    assert chosen.first.get_attribute("data-row") == frame.input_value("#rc-text")
    frame.locator(".rc-strip td[data-row='0']").first.click()
    assert frame.inner_text("#rc-detail h4") == frame.evaluate("explore.data.rows[0].title")
    assert "Soviet Union, then Russia: not voting" in said(frame)
    # Who held a seat when the vote was cast stands at the vote and below the strips.
    cast = library.votes.merge(library.resolutions, left_on="resolution", right_on="id")
    cast = cast.query("body == 'SC' and member == 'CHN' and note_x != ''")
    words = cast["note_x"].iloc[0]
    assert len(cast) > 1 and words.rstrip(".") in said(frame)
    assert f"China, {len(cast)} votes from" in frame.inner_text(".rc-remarks")
    assert words in frame.inner_text(".rc-remarks")
    assert frame.locator(".rc-strip tbody tr", has_text="China").locator("sup").count() == len(cast)


# --- would it pass -------------------------------------------------------------------------------


def test_votes_are_set_by_keys_and_answered_at_once(tab, pictures, library):
    frame = show(tab, pictures["resolve"])
    frame.select_option("#rs-start", label=frame.locator("#rs-start option").first.inner_text())
    assert said(frame).startswith("Adopted. 15 for")
    frame.focus("input[name=rs-FRA][value=yes]")
    tab.keyboard.press("ArrowRight")
    assert "France: No. Not adopted: vetoed by France. 14 for, 1 against" in said(frame)
    assert frame.locator("[data-member=FRA].rs-veto").count() == 1
    frame.check("input[name=rs-question][value=procedural]")
    assert said(frame).startswith("Adopted. 14 for")
    assert "no member has a veto" in frame.locator("#rs-why strong").last.inner_text()
    frame.check("input[name=rs-question][value=substantive]")
    frame.focus("input[name=rs-FRA][value=no]")
    tab.keyboard.press("ArrowRight")
    assert "France: Abstain. Adopted. 14 for, 0 against, 1 abstained" in said(frame)
    assert "France abstained" in frame.inner_text("#rs-why")
    frame.click(".rs-all button >> nth=2")
    assert "Not adopted: too few votes. 0 for" in said(frame)
    frame.click("#rs-again")
    assert said(frame).startswith("Adopted. 15 for")
    assert tab.evaluate("keys") == []


def test_a_challenge_is_solved(tab, pictures):
    frame = show(tab, pictures["resolve"])
    puzzle = frame.evaluate("explore.data.puzzles.find((one) => one.id === 'one-against-fourteen')")
    frame.select_option("#rs-puzzle", puzzle["id"])
    frame.focus("#rs-hint")
    tab.keyboard.press("Enter")
    assert said(frame) == puzzle["hint"] and puzzle["hint"] in frame.inner_text("#rs-task")
    members = frame.locator(".rs-member")
    elected = members.nth(7)
    elected.locator("input[value=no]").check()
    assert "Not solved yet." in frame.inner_text("#rs-task")
    elected.locator("input[value=yes]").check()
    members.nth(0).locator("input[value=no]").check()
    assert said(frame).endswith("Solved.")
    assert puzzle["why"] in frame.inner_text("#rs-task")
    assert "(solved)" in frame.locator("#rs-puzzle option:checked").inner_text()
    # Another text has no part in the task: it goes, and nothing is solved by the choice.
    frame.select_option("#rs-puzzle", "against-a-permanent-member")
    frame.select_option(
        "#rs-start",
        label=frame.locator("#rs-start option", has_text="S/RES/88,").first.inner_text(),
    )
    assert frame.input_value("#rs-puzzle") == "" and frame.inner_text("#rs-task") == ""
    assert (
        "(solved)"
        not in frame.locator("#rs-puzzle option[value=against-a-permanent-member]").inner_text()
    )
    # The council of another time has other members, and another number of votes is needed.
    frame.select_option("#rs-puzzle", "the-empty-chair")
    assert members.count() == 11
    assert "7 of 11 needed" in frame.text_content("#rs-bar")


# --- for everybody -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 700])
@pytest.mark.parametrize("name", NAMES)
def test_words_are_words_and_nothing_is_wider_than_its_frame(tab, pictures, name, width):
    frame = show(tab, pictures[name], width=width)
    if name == "resolve":
        frame.select_option("#rs-puzzle", "stopped-without-a-veto")
        frame.click(".rs-all button >> nth=2")  # all abstain: solved
    tab.wait_for_timeout(80)
    for slip in ("[object", "undefined", "null", "false", "NaN", "{", "}"):
        assert slip not in frame.inner_text("main")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(tab, pictures, name, theme):
    frame = show(tab, pictures[name], theme)
    if name == "chamber":
        frame.click(".ch-seat >> nth=2")
    if name == "resolve":
        frame.select_option("#rs-puzzle", index=1)
    assert violations(tab, "figure.al-picture", rules_for(theme)) == []


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_is_shown_not_run(tab, library, name):
    attack = "</script><img src=x onerror='parent.hacked=1'>"
    texts = library.resolutions.query("body == 'SC'").tail(2)
    texts = texts.assign(title=attack, summary=attack, note=attack, topic=attack, category=attack)
    votes = library.votes.assign(note=attack)
    more = {"puzzles": []} if name == "resolve" else {}
    frame = show(tab, getattr(explore, name)(texts, votes, library=library, **more))
    if name == "chamber":
        frame.click(".ch-seat >> nth=0")
        assert attack in frame.inner_text("#ch-member")
    assert attack in frame.inner_text("main") + frame.text_content("select >> nth=-1")
    assert tab.evaluate("window.hacked") is None
