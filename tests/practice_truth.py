"""What the tables say about each generated question, read anew without the code that made it."""

from __future__ import annotations

import re
from itertools import pairwise

from alliance import dates
from tests.practice_parts import SIGNS, by_id, kilometres, parts
from tests.practice_votes import Votes

CLAUSES = {
    "obliges the parties to consult when war threatens": "consultation",
    "promises help to a party that is attacked": "defense",
    "obliges the parties to help at once and leaves them no choice of means": "automatic-aid",
    "forbids help to an attacker of the partner": "neutrality",
    "forbids the parties to attack each other": "nonaggression",
    "forbids joining alliances or actions against the partner": "no-hostile-alliance",
    "provides for economic cooperation": "economic-cooperation",
}
# Words of a stem: first and last day that they mean.
BETWEEN = {
    "Second World War and the armistice": ("1945-08-15", "1953-07-26"),
    "Korean War and the end of the Soviet Union": ("1953-07-28", "1991-12-25"),
    "Soviet Union and the full-scale invasion": ("1991-12-27", "2022-02-23"),
    "invasion of Ukraine and the signing": ("2022-02-25", "2024-06-18"),
    "after the signing of the comprehensive": ("2024-06-20", "2100-01-01"),
}
TESTS = {
    "before the nuclear test of January 2016": ("2006-10-09", "2016-01-05"),
    "tests of January 2016 and September 2017": ("2016-01-06", "2017-09-02"),
    "only after the nuclear test of September 2017": ("2017-09-03", "2100-01-01"),
}
RESTS = {
    "what somebody remembers": "memoir",
    "papers of the time in an archive": "archive",
    "research that was published later": "scholarship",
    "counts and publishes itself": "declaration",
    "the reckoning of researchers": "analysis",
}


class Truth(Votes):
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
        self.read, self.votes = {}, {}
        for row in library.votes.to_dict("records"):
            self.votes.setdefault(row["resolution"], {})[row["member"]] = row["vote"]
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

    def before_after(self, question):
        """One event lies between two days that the stem names; no other lies there, or astride."""
        low, high = next(ends for words, ends in BETWEEN.items() if words in question.stem)
        options, right, _ = parts(question)
        assert len(options) == 4 and len(right) == 1
        for option in options:
            row = self.events[option.id]
            assert option.text == row["title"] and row["confidence"] == "high"
            first, last = row["date_start"].isoformat()[:10], row["date_end"].isoformat()[:10]
            assert not (first < low <= last or first <= high < last), "astride"
            assert option.correct == (low <= first and last <= high)

    def measure_resolution(self, question):
        low, high = next(ends for words, ends in TESTS.items() if words in question.stem)
        options, right, _ = parts(question)
        assert len(options) == 4 and len(right) == 1
        for option in options:
            row = self.measures[option.id]
            assert option.text == row["title"] and row["kind"] in ("ban", "cap", "duty")
            assert option.correct == (low <= row["start_start"].isoformat()[:10] <= high)

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
        options, right, _ = parts(question)
        kind = "binding" if "must or must not do" in question.stem else "cooperate"
        assert len(options) == 4 and len(right) == 1
        for option in options:
            row = self.articles[option.id]
            assert option.text == row["summary"]
            assert (row["strength"] == kind) == option.correct
            doubtful = ("binding-conditional", "consult") if kind == "binding" else ()
            assert row["strength"] not in doubtful, "that article obliges as well, in its way"

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

    def decade(self, question):
        decade = lambda r: f"{r['date_start'].year // 10}0s"  # noqa: E731
        row = self._asked(question, self.events, ["title"], decade)
        assert row["date_start"].year // 10 == row["date_end"].year // 10
        assert not SIGNS.search(row["date"])

    def where(self, question):
        self._asked(question, self.events, ["title"], lambda r: r["place"])

    def mission_country(self, question):
        country = lambda r: self.names.get(r["country"], "")  # noqa: E731
        self._asked(question, self.precedents, ["what"], country)

    def mission_confidence(self, question):
        self._asked(question, self.precedents, ["what"], lambda r: r["confidence"])

    def claimant(self, question):
        """Figures with their claimants; one rests on the kind of evidence that the stem names."""
        kind = next(kind for words, kind in RESTS.items() if words in question.stem)
        options, right, _ = parts(question)
        assert len(options) == 4 and len(right) == 1
        for option in options:
            row = self.estimates[option.id]
            assert row["what"] in option.text and option.text.endswith(f"says {row['claimant']}")
            assert row["confidence"] != "low" and row["evidence"] != "unsourced"
            assert option.correct == (row["evidence"] == kind)

    sanctions_claimant = claimant

    def evidence(self, question):
        label = lambda r: r["evidence"].replace("-", " ")  # noqa: E731
        self._asked(question, self.estimates, ["what", "claimant", "unit"], label)

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

    def match_measures(self, question):
        """Three measures, and each of the three kinds of rule belongs to one of them."""
        body = question.body
        offered = {target.id: target.text for target in body.targets}
        assert sorted(offered.values()) == ["ban", "cap", "duty"]
        kinds = [self.measures[item.id.split("=")[0]]["kind"] for item in body.items]
        assert [offered[body.key[item.id]] for item in body.items] == kinds
        assert sorted(kinds) == ["ban", "cap", "duty"]

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
