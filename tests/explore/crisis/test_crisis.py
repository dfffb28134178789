"""The crisis simulation: what is known when, what is kept, what is told, and the data behind it."""

from __future__ import annotations

import csv
import html
import io

import pytest

from alliance import explore, open_library
from alliance.dates import bounds
from alliance.explore.crisis.play import ALONE, CLASS, STEPS, fold
from alliance.explore.crisis.report import plain
from alliance.journal import Journal
from alliance.library import citations
from alliance.problems import AllianceError
from tests.explore.crisis.played import hidden_words, on_page, show, tell, told

WHY = "It binds nobody for long."


def play_on(panel, option: int = 0) -> None:
    """Play the decision point that is shown, from its briefing to its end."""
    told(panel, "deal")
    told(panel, "go", step="choice")
    name = panel.view["options"][option]["id"]
    told(panel, "choose", option=name, reason=WHY, then="consequences")
    told(panel, "go", step="outcome")


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
