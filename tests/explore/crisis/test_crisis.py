"""The crisis simulation: what is known when, what is kept, what is told, and the data behind it."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest

from alliance import explore, open_library
from alliance.dates import bounds
from alliance.explore.crisis.play import ALONE, CLASS, STEPS, fold
from alliance.explore.crisis.report import plain
from alliance.journal import Journal
from alliance.library import citations
from alliance.problems import AllianceError

WHY = "It binds nobody for long."


@pytest.fixture(scope="module")
def library():
    return open_library()


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal")


@pytest.fixture
def panel(library, journal):
    return show(library, journal)


def show(library, journal, scenarios=None, **given):
    """The panel as a cell shows it; what it says to the page is kept in `said`."""
    scenarios = library.scenarios if scenarios is None else scenarios
    made = explore.crisis(scenarios, library=library, journal=journal, **given)
    made.said = []
    made.send = made.said.append
    return made


def tell(panel, do: str, **fields) -> dict:
    panel.receive(panel, {"do": do, "request": "r", **fields})
    return panel.said[-1]


def told(panel, do: str, **fields) -> dict:
    """The same for what must be taken."""
    answer = tell(panel, do, **fields)
    assert answer["taken"], answer["text"]
    return answer


def play_on(panel, option: int = 0) -> None:
    """Play the decision point that is shown, from its briefing to its end."""
    told(panel, "deal")
    told(panel, "go", step="choice")
    name = panel.view["options"][option]["id"]
    told(panel, "choose", option=name, reason=WHY, then="consequences")
    told(panel, "go", step="outcome")


def on_page(panel) -> str:
    """All that the page can know: every trait that is sent to it."""
    state = json.dumps(panel.get_state(), default=str, ensure_ascii=False)
    return html.unescape(state.replace('\\"', '"'))


# --- the data -------------------------------------------------------------------------------------


def test_eight_decisions_with_options_and_roles(library):
    assert list(library.scenarios["number"]) == list(range(1, 9))
    for name in library.scenarios["id"]:
        assert len(library.options.query("scenario == @name")) >= 3, name
        assert 3 <= len(library.roles.query("scenario == @name")) <= 5, name
        assert {"yes", "partly"} & set(library.options.query("scenario == @name")["chosen"]), name


def test_no_briefing_and_no_role_knows_anything_later(library):
    """A source in a briefing or on a role card is not later than the day of the decision."""
    days = {row.id: bounds(row.date)[1] for row in library.scenarios.itertuples()}
    texts = [(row.id, row.briefing) for row in library.scenarios.itertuples()]
    texts += [
        (row.scenario, " ".join((row.interests, row.constraints, row.goal, row.private_question)))
        for row in library.roles.itertuples()
    ]
    late = [
        (name, source)
        for name, text in texts
        for source in citations(text)
        if bounds(library.source(source)["date"])[1] > days[name]
    ]
    assert late == []


def test_as_known_on_the_day_nothing_later_is_in_the_tables(library):
    for row in library.scenarios.itertuples():
        then = library.as_of(row.date)
        here = then.scenarios[then.scenarios["id"] == row.id].iloc[0]
        assert (here["what_happened"], here["discussion"], here["resolved_on"]) == ("", "", "")
        options = then.options[then.options["scenario"] == row.id]
        assert set(options["consequence_for"]) | set(options["chosen"]) == {""}
        later = library.scenarios[library.scenarios["date"] > row.date]["id"]
        assert not set(later) & set(then.scenarios["id"])


def test_every_citation_is_among_the_sources_of_its_row(library):
    for table in ("scenarios", "options", "roles"):
        for row in library.tables[table].to_dict("records"):
            texts = " ".join(value for value in row.values() if isinstance(value, str))
            assert set(citations(texts)) == set(row["source_ids"]), row["id"]


def test_every_consequence_names_who_argues_it(library):
    for row in library.options.to_dict("records"):
        for side in ("for", "against"):
            assert bool(row[f"consequence_{side}"]) == bool(row[f"argued_{side}_by"]), row["id"]
            only_ours = row[f"argued_{side}_by"] == "our inference"
            assert only_ours or citations(row[f"consequence_{side}"]), row["id"]


# --- one learner ----------------------------------------------------------------------------------


def test_a_step_opens_only_in_its_turn(panel):
    assert panel.view["step"] == "briefing"
    assert "Choose a role first" in tell(panel, "go", step="choice")["text"]
    assert not tell(panel, "go", step="outcome")["taken"]
    told(panel, "deal")
    assert not tell(panel, "choose", option="monitor-outside-un", reason=WHY)["taken"]
    told(panel, "go", step="choice")
    assert "Choose an option first" in tell(panel, "go", step="consequences")["text"]
    assert "one sentence" in tell(panel, "choose", option="monitor-outside-un", reason=" ")["text"]
    assert "one of the options" in tell(panel, "choose", option="nonsense", reason=WHY)["text"]
    told(panel, "choose", option="monitor-outside-un", reason=WHY, then="consequences")
    assert panel.view["step"] == "consequences"
    assert not tell(panel, "go", scenario="two-prisoners", step=None)["taken"]
    told(panel, "go", step="outcome")
    told(panel, "next")
    assert panel.view["key"] == "alone/price-for-shells/briefing"


def hidden_words(library, name: str) -> dict[str, list[str]]:
    """By step, sentences that the page may not know before that step of a decision is opened."""
    row = library.row("scenarios", name)
    options = library.options.query("scenario == @name")
    clean = lambda texts: [re.split(r"\s*[\[(.;]", text)[0] for text in texts if text]  # noqa: E731
    return {
        "choice": [*options["label"], *options["what"]],
        "consequences": clean([*options["consequence_for"], *options["consequence_against"]]),
        "outcome": clean([*row["what_happened"].split("\n\n"), row["discussion"]]),
    }


def test_nothing_is_on_the_page_before_its_step(library, panel):
    names = list(library.scenarios["id"])
    for place, name in enumerate(names):
        words = hidden_words(library, name)
        later = [library.row("scenarios", one) for one in names[place + 1 :]]
        titles = [row["title"] for row in later] + [row["question"] for row in later]
        for step in STEPS:
            page = on_page(panel)
            hidden = [w for s in STEPS[STEPS.index(step) + 1 :] for w in words[s]] + titles
            assert [text for text in hidden if text in page] == [], (name, step)
            if step == "briefing":
                told(panel, "deal")
                told(panel, "go", step="choice")
            elif step == "choice":
                first = panel.view["options"][0]["id"]
                told(panel, "choose", option=first, reason=WHY, then="consequences")
            elif step == "consequences":
                told(panel, "go", step="outcome")
                assert all(text in on_page(panel) for text in words["outcome"]), name
        if later:
            told(panel, "next")
    assert "last decision" in tell(panel, "next")["text"]


def test_all_comes_back_and_the_first_choice_stays(library, journal, panel):
    play_on(panel)
    told(panel, "go", step="choice")
    role = panel.view["role"]["mine"]
    told(panel, "choose", option="lapse-for-talks", reason="On second thoughts, talk.")
    again = show(library, Journal(journal.folder))
    assert again.view["key"] == "alone/watching-without-panel/choice"
    assert again.view["role"]["mine"] == role
    assert again.view["chosen"]["option"] == "lapse-for-talks"
    assert "at first: Build a team" in again.view["chosen"]["words"]
    row = again.record.iloc[0]
    assert (row["First choice"], row["Why"]) == ("Build a team outside the UN", WHY)
    assert row["Changed to"] == "Let it lapse and offer talks"
    assert "after what really happened was shown" in row["When changed"]


def test_the_record_tells_only_what_was_shown(library, panel):
    assert panel.record.empty and panel.view["record"] == ""
    told(panel, "deal")
    told(panel, "go", step="choice")
    told(panel, "choose", option="monitor-outside-un", reason=WHY, then="consequences")
    happened = plain(library.scenarios.iloc[0]["what_happened"])
    assert "not shown yet" in panel.view["record"]
    assert happened not in tell(panel, "csv")["text"] + tell(panel, "page")["text"]
    told(panel, "go", step="outcome")
    rows = list(csv.DictReader(io.StringIO(tell(panel, "csv")["text"].removeprefix("\ufeff"))))
    assert rows[0]["What really happened"] == happened
    assert rows[0]["What the real decider did"].startswith("Build a team outside the UN; in part")
    assert "Multilateral Sanctions Monitoring Team" in tell(panel, "page")["text"]


def test_a_reason_cannot_run_as_a_formula_nor_as_html(panel):
    told(panel, "deal")
    told(panel, "go", step="choice")
    nasty = "=HYPERLINK(1) <img src=x onerror=alert(1)>"
    told(panel, "choose", option="monitor-outside-un", reason=nasty, then="consequences")
    assert f"'{nasty}" in tell(panel, "csv")["text"]
    assert "<img" not in panel.view["record"]
    assert "<img" not in tell(panel, "page")["text"].replace("&amp;", "&")


def test_beginning_anew_hides_and_deletes_nothing(journal, panel):
    play_on(panel)
    before = len(journal.records())
    told(panel, "new")
    assert panel.view["key"] == "alone/watching-without-panel/briefing"
    assert panel.record.empty
    assert len(journal.records()) == before + 1


def test_a_role_that_is_dealt_is_another_one(panel):
    for _ in range(6):
        before = panel.view["role"]["mine"]
        told(panel, "deal")
        assert panel.view["role"]["mine"] != before
    assert "For you alone" in panel.view["role"]["card"]


# --- a class --------------------------------------------------------------------------------------


@pytest.fixture
def lesson(library, journal):
    made = show(library, journal, library.scenarios.query("number == 5"), mode="class")
    told(made, "class", groups=3, minutes=4)
    return made


def test_a_class_has_groups_with_roles_in_turn(lesson):
    groups = lesson.view["class"]["groups"]
    assert [group["name"] for group in groups] == ["Group 1", "Group 2", "Group 3"]
    assert len({group["role"] for group in groups}) == 3
    told(lesson, "role", group="Group 3", role=groups[0]["role"])
    assert lesson.view["class"]["groups"][2]["role"] == groups[0]["role"]
    assert "no such group" in tell(lesson, "role", group="Group 9", role="x")["text"]
    told(lesson, "deal_all")
    assert len({group["role"] for group in lesson.view["class"]["groups"]}) == 3
    private = lesson.library.roles["private_question"]
    assert not any(question in on_page(lesson) for question in private)


@pytest.mark.parametrize(("groups", "minutes"), [(0, 5), (9, 5), ("3", 5), (3, 61), (3, -1)])
def test_settings_out_of_range_are_said(lesson, groups, minutes):
    assert "Write a number" in tell(lesson, "class", groups=groups, minutes=minutes)["text"]


def test_choices_of_groups_are_kept_counted_and_shown(lesson, library):
    told(lesson, "go", step="choice")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "choose", group="Group 2", option="hold-until-ceasefire", reason="Wait.")
    told(lesson, "choose", group="Group 3", option="transfer-to-seoul", reason="")
    told(lesson, "choose", group="Group 3", option="exchange-for-ukrainians", reason="")
    counted = {row["label"]: row["n"] for row in lesson.view["class"]["tally"]}
    assert list(counted.values()) == [1, 1, 1]
    words = hidden_words(library, "two-prisoners")
    assert not any(text in on_page(lesson) for text in words["consequences"] + words["outcome"])
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    assert lesson.view["discussion"] and lesson.view["tally"][0]["who"] == "Group 1"
    record = lesson.record
    assert list(record["Group"]) == ["Group 1", "Group 2", "Group 3"]
    assert "before the consequences" in record.iloc[2]["When changed"]


def test_a_class_may_begin_anywhere_and_its_choices_are_its_own(library, journal):
    both = show(library, journal)
    told(both, "mode", mode="class")
    assert "number of groups" in tell(both, "go", step="choice")["text"]
    told(both, "class", groups=2, minutes=0)
    labels = [point["label"] for point in both.view["points"]]
    assert labels[4] == "5. Two prisoners (11 January 2025)"  # the lesson names them by title
    told(both, "go", scenario="two-prisoners", step=None)
    told(both, "go", step="choice")
    told(both, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(both, "mode", mode="alone")
    assert both.record.empty and both.view["key"] == "alone/watching-without-panel/briefing"


def open_options(lesson) -> None:
    told(lesson, "go", step="choice")


def only(lesson) -> dict:
    """The only row of the record, as CSV has it."""
    rows = list(csv.DictReader(io.StringIO(tell(lesson, "csv")["text"].removeprefix("\ufeff"))))
    assert len(rows) == 1
    return rows[0]


def test_a_reason_typed_after_the_option_completes_the_same_choice(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="They wish it.")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="They wish it so.")
    row = only(lesson)
    assert (row["First choice"], row["Why"]) == ("Let them go to South Korea", "They wish it so.")
    assert (row["Changed to"], row["Why changed"], row["When changed"]) == ("", "", "")
    paper = html.unescape(tell(lesson, "page")["text"])
    assert "They wish it so." in paper and "Changed to" not in paper


def test_a_reason_typed_when_more_was_known_says_so(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="choice")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="They wish it.")
    row = only(lesson)
    assert row["Why"] == "They wish it. (written after the consequences were shown)"
    assert row["Changed to"] == ""
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="I knew it.")
    row = only(lesson)
    assert row["Why"].startswith("They wish it.")
    assert row["Changed to"].endswith("the same, for another reason")
    assert row["Why changed"] == "I knew it." and "really happened" in row["When changed"]


def test_a_choice_that_is_changed_and_changed_back_says_both(lesson):
    open_options(lesson)
    for option in ("transfer-to-seoul", "hold-until-ceasefire", "transfer-to-seoul"):
        told(lesson, "choose", group="Group 1", option=option, reason="")
    assert only(lesson)["Changed to"] == "Let them go to South Korea: chosen once more"


def test_a_choice_can_be_taken_back(lesson):
    assert "no choice" in tell(lesson, "withdraw", group="Group 1")["text"]
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="A slip.")
    told(lesson, "withdraw", group="Group 1")
    assert [row["n"] for row in lesson.view["class"]["tally"]] == [0, 0, 0]
    assert lesson.view["class"]["groups"][0]["option"] == ""
    row = only(lesson)
    assert row["First choice"] == "Let them go to South Korea"
    assert row["Changed to"] == "taken back, no choice since"
    told(lesson, "choose", group="Group 1", option="hold-until-ceasefire", reason="Wait.")
    row = only(lesson)
    assert (row["Changed to"], row["Why changed"]) == ("Keep them until the fighting ends", "Wait.")


def test_recorded_choices_keep_the_role_in_which_they_were_made(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    before = only(lesson)["Role"]
    now = lesson.view["class"]["groups"][0]["role"]
    other = next(r for r in lesson.view["class"]["roles"] if r["id"] != now)
    told(lesson, "role", group="Group 1", role=other["id"])
    assert only(lesson)["Role"] == before != other["title"]
    told(lesson, "choose", group="Group 1", option="hold-until-ceasefire", reason="")
    row = only(lesson)
    assert row["Role"] == before
    expected = f"Keep them until the fighting ends (in another role: {other['title']})"
    assert row["Changed to"] == expected


def test_groups_that_are_gone_vanish_from_all_parts_and_come_back(lesson):
    open_options(lesson)
    for n in (1, 3):
        told(lesson, "choose", group=f"Group {n}", option="transfer-to-seoul", reason=f"{n}!")
    said = told(lesson, "class", groups=2, minutes=4)["text"]
    assert "Choices of Group 3 are kept and hidden" in said
    assert "Group 3" in lesson.view["class"].pop("gone")
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    for step in ("choice", "consequences", "outcome"):
        told(lesson, "go", step=step)
        lesson.view["class"].pop("gone")
        assert "Group 3" not in on_page(lesson)
    assert "3!" not in tell(lesson, "csv")["text"] + tell(lesson, "page")["text"]
    told(lesson, "class", groups=3, minutes=4)
    assert list(lesson.record["Why"]) == ["1!", "3!"] and lesson.view["class"]["gone"] == ""


def test_groups_have_names_that_are_shown_everywhere(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 2", option="transfer-to-seoul", reason="")
    told(lesson, "class", groups=3, minutes=4, names=["", " Kyiv <b> ", "Group 3"])
    assert [g["shown"] for g in lesson.view["class"]["groups"]] == [
        "Group 1",
        "Kyiv <b>",
        "Group 3",
    ]
    assert lesson.view["class"]["tally"][0]["who"] == "Kyiv <b>"
    assert only(lesson)["Group"] == "Kyiv <b>"
    assert "Kyiv &lt;b&gt;" in lesson.view["record"]
    told(lesson, "class", groups=2, minutes=4)
    assert lesson.view["class"]["groups"][1]["shown"] == "Kyiv <b>"
    twice = tell(lesson, "class", groups=2, minutes=4, names=["group 2", ""])
    assert "same name" in twice["text"]
    assert "at most 40" in tell(lesson, "class", groups=1, minutes=4, names=["x" * 41])["text"]


def test_what_came_true_whole_stands_before_what_came_true_in_part(lesson):
    open_options(lesson)
    told(lesson, "choose", group="Group 1", option="transfer-to-seoul", reason="")
    told(lesson, "go", step="consequences")
    told(lesson, "go", step="outcome")
    assert only(lesson)["What the real decider did"] == (
        "Keep them until the fighting ends; in part: Exchange them for Ukrainians"
    )


def test_old_records_without_a_role_keep_the_role_of_that_time():
    good = {"kind": "crisis", "mode": CLASS, "scenario": "a", "at": "2026-01-01T10:00:00+00:00"}
    group = {"group": "Group 1"}
    records = [
        {**good, **group, "act": "role", "role": "r"},
        {**good, **group, "act": "choice", "option": "x", "reason": ""},
        {**good, **group, "act": "choice", "option": "x", "reason": "Why."},
        {**good, **group, "act": "role", "role": "s"},
    ]
    point = fold(records, CLASS, {"a": ["x", "y"]}).points["a"]
    assert point.first["Group 1"] is point.last["Group 1"]
    assert (point.first["Group 1"].role, point.first["Group 1"].reason) == ("r", "Why.")


# --- what else may come ---------------------------------------------------------------------------


def test_records_edited_by_hand_are_passed_over():
    options = {"a": ["x", "y"]}
    good = {"kind": "crisis", "mode": ALONE, "scenario": "a", "at": "2026-01-01T10:00:00+00:00"}
    records = [
        {**good, "act": "open", "step": "outcome!"},
        {**good, "act": "open", "scenario": "b", "step": "outcome"},
        {**good, "act": "choice", "option": ["x"], "group": ""},
        {**good, "act": "choice", "option": "x", "group": 3},
        {**good, "act": "role", "role": None},
        {**good, "act": "class", "groups": True, "minutes": 3},
        {**good, "act": "new", "scenarios": 7},
        {"kind": "crisis"},
    ]
    play = fold(records, ALONE, options)
    assert (play.points, play.groups, play.current) == ({}, None, "")
    kept = fold([*records, {**good, "act": "choice", "option": "x", "group": ""}], ALONE, options)
    assert kept.points["a"].last[""].option == "x"
    assert fold([{**good, "act": "open", "step": "choice"}], CLASS, options).points == {}


@pytest.mark.parametrize("message", [{}, {"do": "go", "step": 4}, {"do": "choose", "option": []}])
def test_the_panel_never_raises(panel, message):
    panel.receive(panel, message)
    assert panel.said[-1]["text"]


def test_another_alliance_is_played_too(other_data, journal):
    other = open_library(other_data)
    panel = show(other, journal)
    play_on(panel, option=1)
    assert panel.view["last"] and panel.view["came"][1]["came"] == "this happened"
    cards = explore.role_cards(other.roles, library=other, a_sheet=1)
    assert cards._repr_html_().count("c-card pr-keep") == 2 and repr(cards).endswith("2 cards")


def test_role_cards_hold_what_a_player_needs(library):
    cards = explore.role_cards(library.roles.query("scenario == 'two-prisoners'"), library=library)
    page = html.unescape(cards._repr_html_())
    assert page.count("c-card pr-keep") == 4 and page.count('<section class="pr-sheet">') == 2
    happened = library.row("scenarios", "two-prisoners")["what_happened"]
    assert plain(happened)[:60] not in page
    assert "Would you show them again?" in page


def test_a_role_is_asked_what_fits_it_and_its_card_has_the_options(library):
    roles = library.roles.query("scenario == 'two-prisoners'")
    page = html.unescape(explore.role_cards(roles, library=library)._repr_html_())
    cards = page.split("<article")[1:]
    assert "You speak for Ukraine, which decides." in cards[0]
    assert all("Not you but Ukraine decides." in card for card in cards[1:])
    for option in library.options.query("scenario == 'two-prisoners'").to_dict("records"):
        assert all(f"{option['label']}." in card and option["what"] in card for card in cards)
        assert plain(option["consequence_for"])[:40] not in page


def test_every_role_of_the_side_that_decides_decides_or_advises(library):
    deciders = dict(zip(library.scenarios["id"], library.scenarios["decider"], strict=True))
    for role in library.roles.to_dict("records"):
        inside = role["actor"] == deciders[role["scenario"]]
        if role["asked"] == "decide" or (inside and role["id"] != "shells-opposition"):
            assert inside and role["asked"] in ("decide", "advise"), role["id"]
    for name in deciders:
        assert set(library.roles.query("scenario == @name")["asked"]) - {"decide"}, name


def test_without_the_column_the_side_that_decides_decides_and_others_press(library, journal):
    roles = library.roles.drop(columns="asked").query("scenario == 'two-prisoners'")
    page = html.unescape(explore.role_cards(roles, library=library)._repr_html_())
    assert page.count("You speak for Ukraine") == 1 and page.count("do you press for") == 3


def test_what_cannot_be_played_is_said_in_one_sentence(library):
    then = library.as_of("2025-01-11")
    with pytest.raises(AllianceError, match="does not say what happened"):
        explore.crisis(then.scenarios, library=library)
    with pytest.raises(AllianceError, match="fewer than two options"):
        explore.crisis(library.scenarios, library.options.head(9), library=library)
    with pytest.raises(AllianceError, match="“alone”"):
        explore.crisis(library.scenarios, mode="both", library=library)
    with pytest.raises(AllianceError, match="no column “chosen”"):
        explore.crisis(library.scenarios, library.options.drop(columns="chosen"), library=library)
    lost = library.options.assign(consequence_for="[so they say](#no-such-source)")
    with pytest.raises(AllianceError, match=r"options\.csv.*cites “no-such-source”"):
        explore.crisis(library.scenarios, lost, library=library)
    with pytest.raises(AllianceError, match="1 or 2"):
        explore.role_cards(library.roles, library=library, a_sheet=3)
    orphan = library.roles.assign(scenario="nowhere")
    with pytest.raises(AllianceError, match="belongs to the scenario “nowhere”"):
        explore.role_cards(orphan, library=library)
