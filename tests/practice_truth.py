"""What the tables say about each generated question, read anew without the code that made it."""

from __future__ import annotations

import re
from itertools import pairwise

from alliance import dates
from tests.practice_parts import SIGNS, by_id, kilometres, parts, whole_year

CLAUSES = {
    "obliges the parties to consult when war threatens": "consultation",
    "promises help to a party that is attacked": "defense",
    "obliges the parties to help at once and leaves them no choice of means": "automatic-aid",
    "forbids help to an attacker of the partner": "neutrality",
    "forbids the parties to attack each other": "nonaggression",
    "forbids joining alliances or actions against the partner": "no-hostile-alliance",
    "provides for economic cooperation": "economic-cooperation",
}
VOTED = {"abstained": "abstain", "voted against": "no"}


class Truth:
    """What the tables say, read anew: one method for each template."""

    def __init__(self, library):
        self.events = by_id(library.events)
        self.treaties = by_id(library.treaties)
        self.estimates = by_id(library.estimates)
        self.precedents = by_id(library.precedents)
        self.glossary = by_id(library.glossary)
        self.measures = by_id(library.measures)
        self.routes = by_id(library.routes)
        self.names = dict(zip(library.actors["id"], library.actors["short_name"], strict=True))
        self.obligations = by_id(library.obligations)
        self.clauses = by_id(library.clauses)
        self.articles = by_id(library.articles)
        self.resolutions = by_id(library.resolutions)
        # What is known of each vote by more than elimination: {text: {member: vote}}.
        self.read = {}
        for row in library.votes.to_dict("records"):
            if row["basis"] == "read":
                votes = self.read.setdefault(row["resolution"], {})
                votes[self.names[row["member"]]] = row["vote"]

    def check(self, question):
        """Hold a question against the tables."""
        name = question.id.split(":")[0].removeprefix("practice-").replace("-", "_")
        getattr(self, name)(question)

    # rows compared

    def _sorted(self, rows):
        for row in rows:
            assert row["date"] and not SIGNS.search(row["date"])
            assert row["confidence"] != "low"
        for before, after in pairwise(rows):
            assert before["date_end"] < after["date_start"]

    def which_first(self, question, last=False):
        options, right, _ = parts(question)
        assert len(right) == 1
        rows = sorted((self.events[o.id] for o in options), key=lambda r: r["date_start"])
        self._sorted(rows)
        assert rows[-1 if last else 0]["id"] == right[0].id
        assert [o.text for o in options] == [self.events[o.id]["title"] for o in options]

    def which_last(self, question):
        assert len(question.body.options) == 3
        self.which_first(question, last=True)

    def chronology(self, question):
        items = question.body.items
        assert 4 <= len(items) <= 5
        self._sorted([self.events[o.id] for o in items])
        assert [o.text for o in items] == [self.events[o.id]["title"] for o in items]

    chronology_today = chronology

    def measure_order(self, question):
        rows = [self.measures[o.id] for o in question.body.items]
        assert len(rows) == 4
        assert [o.text for o in question.body.items] == [r["title"] for r in rows]
        assert all(before["start_end"] < after["start_start"] for before, after in pairwise(rows))

    def _owes(self, treaty, kind):
        """What a treaty says of a kind of duty: whether it owes it, False only if in no way."""
        rows = [r for r in self.obligations.values() if (r["treaty"], r["type"]) == (treaty, kind)]
        values = {row["value"] for row in rows}
        assert rows and any(row["evidence"] != "recalled" for row in rows)
        assert "yes" in values or values == {"no"}, "conditional and unknown are not asked"
        return "yes" in values

    def which_clause(self, question, most=1):
        options, right, wrong = parts(question)
        kind = CLAUSES[re.fullmatch(r"Which of these (.*)\?", question.stem)[1]]
        assert 1 <= len(right) <= most and wrong
        treaties = {option.id: self.obligations[option.id]["treaty"] for option in options}
        assert len(set(treaties.values())) == len(options)
        for option in options:
            treaty = treaties[option.id]
            assert self.treaties[treaty]["short_name"] == option.text
            assert self._owes(treaty, kind) == option.correct

    def which_clauses(self, question):
        self.which_clause(question, most=4)

    def clause_true(self, question):
        name, words = re.fullmatch(r"The agreement “(.*)” (.*)\.", question.stem).groups()
        (row,) = [r for r in self.treaties.values() if r["short_name"] == name]
        verdict = question.body.answer
        assert self._owes(row["id"], CLAUSES[words]) == verdict
        _, right, wrong = parts(question)
        assert [o.text for o in right] == [row["summary"]]
        for option in wrong:
            other = self.obligations[option.id]["treaty"]
            assert self._owes(other, CLAUSES[words]) != verdict
            assert option.text == self.treaties[other]["summary"]

    def whose_clause(self, question):
        name = lambda r: self.treaties[r["treaty"]]["short_name"]  # noqa: E731
        row = self._asked(question, self.clauses, ["trigger", "duty"], name)
        alike = {name(r) for r in self.clauses.values() if r["duty_kind"] == row["duty_kind"]}
        assert not alike & {option.text for option in parts(question)[2]}

    def _coded(self, question, column):
        """A text known by its coding alone: every text coded so stands where the answer says."""
        words = {
            "Defence": "defense", "Neutrality": "neutrality", "Consultation": "consultation",
            "Non-aggression": "nonaggression", "No hostile alliance": "no_hostile_alliance",
            "Economic cooperation": "economic_cooperation",
        }  # fmt: skip
        coded = {words[k]: v for k, v in re.findall(r"([A-Z][\w -]*): (\w+)\.", question.stem)}
        assert len(coded) >= 4
        alike = [r for r in self.treaties.values() if all(r[c] == v for c, v in coded.items())]
        _, right, wrong = parts(question)
        assert {r[column].replace("-", " ") for r in alike} == {right[0].text}
        known = {r[column].replace("-", " ") for r in self.treaties.values()}
        assert {o.text for o in wrong} <= known - {right[0].text}

    def classify_tier(self, question):
        self._coded(question, "article_tiers")

    def classify_war(self, question):
        self._coded(question, "correlates_of_war")

    def classify_which(self, question):
        options, right, _ = parts(question)
        words = re.match(r"Only one of these is an? (.*) by the rule", question.stem)[1]
        tier = words.removesuffix(" agreement").replace(" ", "-")
        assert len(right) == 1
        for option in options:
            row = self.treaties[option.id]
            assert option.text == row["summary"]
            assert (row["article_tiers"] == tier) == option.correct

    def classify_modest(self, question):
        options, right, _ = parts(question)
        assert len(right) == 1
        for option in options:
            row = self.treaties[option.id]
            assert option.text == row["short_name"] and row["defense"] != "unknown"
            assert row["title_says"] not in ("alliance", "mutual defence")
            assert (row["defense"] in ("yes", "conditional")) == option.correct

    def which_article(self, question):
        row = self._asked(question, self.articles, ["topic"], lambda r: str(r["number"]))
        assert self.treaties[row["treaty"]]["short_name"] in question.stem

    # votes

    def _text(self, question):
        """The row of the text that a stem names; its day and title stand there too."""
        (row,) = [
            r for r in self.resolutions.values()
            if f"on {r['id']} ({dates.words(r['date'])}: {r['title']})" in question.stem
        ]  # fmt: skip
        return row

    def who_voted_how(self, question):
        votes = self.read[self._text(question)["id"]]
        name = re.match(r"How did it vote: (.*?) on ", question.stem)[1]
        _, right, wrong = parts(question)
        assert [o.text for o in right] == [votes[name]]
        assert {o.text for o in wrong} < {"yes", "no", "abstain", "absent"} - {votes[name]}
        assert len(wrong) == 2

    def who_did_not_agree(self, question, wanted=""):
        votes = self.read[self._text(question)["id"]]
        wanted = wanted or VOTED[re.match(r"Which of these (.*) on [AS]/", question.stem)[1]]
        options, right, wrong = parts(question)
        assert right and wrong and len(options) in (4, 5)
        for option in options:
            assert (votes[option.text] == wanted) == option.correct
        return right

    def who_abstained(self, question):
        assert self._text(question)["body"] == "SC"
        assert len(self.who_did_not_agree(question, "abstain")) == 1

    def how_many_abstained(self, question):
        row = self._text(question)
        assert question.body.low == question.body.high == row["abstain"]
        assert question.body.tolerance == 0 and row["id"] != "S/RES/83", "counted in two ways"

    def which_vote_first(self, question):
        rows = [self.resolutions[o.id] for o in question.body.items]
        assert len(rows) in (3, 4)
        assert [o.text for o in question.body.items] == [row["title"] for row in rows]
        for before, after in pairwise(rows):
            assert before["date_end"] < after["date_start"]

    # one row asked about

    def _asked(self, question, rows, shown, value):
        """The rows whose text is in the stem, the values of the column, and what is true."""
        _, right, wrong = parts(question)
        assert len(right) == 1 and len(wrong) >= 2
        subject = rows[right[0].id.split("=")[0]]
        for column in shown:
            assert str(subject[column]) in question.stem
        true = value(subject) if isinstance(value(subject), list) else [value(subject)]
        assert right[0].text in true
        everything = set()
        for row in rows.values():
            found = value(row) if isinstance(value(row), list) else [value(row)]
            everything |= set(found)
            if all(row[c] == subject[c] for c in shown):
                true = [*true, *found]
        for option in wrong:
            assert option.text in everything, "of the same column"
            assert option.text not in true, "certainly wrong"
        return subject

    def year(self, question):
        row = self._asked(question, self.events, ["title"], lambda r: str(r["date_start"].year))
        assert whole_year(row)

    def decade(self, question):
        decade = lambda r: f"{r['date_start'].year // 10}0s"  # noqa: E731
        row = self._asked(question, self.events, ["title"], decade)
        assert row["date_start"].year // 10 == row["date_end"].year // 10
        assert not SIGNS.search(row["date"])

    def year_written(self, question):
        title = re.fullmatch(r"In which year was this: (.*)\? Write the year\.", question.stem)[1]
        (row,) = [r for r in self.events.values() if r["title"] == title]
        assert whole_year(row)
        body = question.body
        assert body.low == body.high == row["date_start"].year and body.tolerance == 0

    def where(self, question):
        self._asked(question, self.events, ["title"], lambda r: r["place"])

    def category(self, question):
        label = lambda r: r["category"].replace("-", " ")  # noqa: E731
        self._asked(question, self.events, ["title"], label)

    def mission_country(self, question):
        country = lambda r: self.names.get(r["country"], "")  # noqa: E731
        self._asked(question, self.precedents, ["what"], country)

    def mission_confidence(self, question):
        self._asked(question, self.precedents, ["what"], lambda r: r["confidence"])

    def claimant(self, question):
        shown = ["what", "unit"]
        _, right, wrong = parts(question)
        subject = self.estimates[right[0].id]
        assert subject["claimant"] == right[0].text and subject["confidence"] != "low"
        assert all(subject[c] in question.stem for c in shown)
        same = [
            r for r in self.estimates.values()
            if all(str(r[c]) == str(subject[c]) for c in [*shown, "low", "high", "as_of"])
        ]  # fmt: skip
        claimants = {r["claimant"] for r in self.estimates.values()}
        for option in wrong:
            assert option.text in claimants - {r["claimant"] for r in same}

    def evidence(self, question):
        label = lambda r: r["evidence"].replace("-", " ")  # noqa: E731
        self._asked(question, self.estimates, ["what", "claimant", "unit"], label)

    def sanctions_claimant(self, question):
        self.claimant(question)

    def measure_resolution(self, question):
        self._asked(question, self.measures, ["title"], lambda r: r["resolution"])

    def route_evidence(self, question):
        label = lambda r: r["evidence"].replace("-", " ")  # noqa: E731
        self._asked(question, self.routes, ["name", "claimant"], label)

    def route_law(self, question):
        self._asked(question, self.routes, ["name", "goods"], lambda r: r["law"])

    def term(self, question):
        self._asked(question, self.glossary, ["definition"], lambda r: r["term"])

    def party(self, question):
        self._asked(question, self.treaties, ["name"], self._parties)

    def _parties(self, row):
        return [self.names[p] for p in row["parties"]]

    # rows paired with a column

    def _matched(self, question, rows, text, value):
        """Every item has its own partner, and no other partner offered is true of it."""
        body = question.body
        offered = {target.id: target.text for target in body.targets}
        everything = set().union(*(value(row) for row in rows.values()))
        assert set(offered.values()) <= everything, "of the same column"
        used = [body.key[item.id] for item in body.items]
        assert len(set(used)) == len(used) and len(offered) == len(used) + 1
        for item in body.items:
            row = rows[item.id.split("=")[0]]
            assert item.text == text(row) and row.get("confidence") != "low"
            true = set().union(*(value(r) for r in rows.values() if text(r) == item.text))
            assert true & set(offered.values()) == {offered[body.key[item.id]]}
            assert offered[body.key[item.id]] in value(row)

    def match_years(self, question):
        year = lambda r: {str(r["date_start"].year)}  # noqa: E731
        assert all(whole_year(self.events[o.id]) for o in question.body.items)
        self._matched(question, self.events, lambda r: r["title"], year)

    def match_measures(self, question):
        made = lambda r: {r["resolution"]}  # noqa: E731
        self._matched(question, self.measures, lambda r: r["title"], made)

    def match_treaty_years(self, question):
        year = lambda r: {str(r["signed_start"].year)}  # noqa: E731
        self._matched(question, self.treaties, lambda r: r["name"], year)

    def match_treaty_parties(self, question):
        parties = lambda r: set(self._parties(r))  # noqa: E731
        self._matched(question, self.treaties, lambda r: r["name"], parties)
        assert not any("not checked" in self.treaties[o.id.split("=")[0]]["note"]
                       for o in question.body.items)  # fmt: skip

    def match_missions(self, question):
        text = lambda r: f"{r['what']} ({r['date_words']})"  # noqa: E731
        rows = {k: r | {"date_words": dates.words(r["date"])} for k, r in self.precedents.items()}
        self._matched(question, rows, text, lambda r: {self.names.get(r["country"], "")})

    # places on a map

    def _on_map(self, question, rows, shown):
        """One right place; each other place that is offered is too far away to count."""
        body = question.body
        subject = rows[question.id.split(":")[1].split("+")[0]]
        assert subject[shown] in question.stem and subject["confidence"] != "low"
        (spot,) = body.spots
        assert (spot.text, spot.lat, spot.lon) == tuple(subject[c] for c in ("place", "lat", "lon"))
        west, south, east, north = body.view
        assert west <= spot.lon <= east and south <= spot.lat <= north
        same = {r["place"] for r in rows.values() if r[shown] == subject[shown]}
        assert same == {spot.text}
        known = {(r["place"], r["lat"], r["lon"]) for r in rows.values()}
        near = 0
        for place in body.offered.values():
            assert (place.text, place.lat, place.lon) in known, "a place of the same table"
            assert west <= place.lon <= east and south <= place.lat <= north
            near += kilometres(place, spot) <= body.within
        assert near == bool(body.offered)

    def map_events(self, question):
        assert not question.body.offered
        self._on_map(question, self.events, "title")

    def map_korea(self, question):
        assert len(question.body.offered) == 4
        self._on_map(question, self.events, "title")

    def map_missions(self, question):
        assert len(question.body.offered) == 5
        self._on_map(question, self.precedents, "what")
