"""In a module about nothing yet each explorer says which table to fill, and shows a row to copy."""

from __future__ import annotations

import pytest

from alliance import atlas, charts, explore, timeline
from alliance.library import open_library
from alliance.problems import AllianceError

NEEDED = {
    "sources": ("id", "title", "publisher", "date", "kind", "url", "access"),
}
DRAWN = {
    "articles": lambda at: explore.articles(at.articles, library=at),
    "bonds": lambda at: explore.bonds(at.obligations, library=at),
    "chamber": lambda at: explore.chamber(at.resolutions, at.votes, library=at),
    "clauses": lambda at: explore.clauses(at.clauses, library=at),
    "coding": lambda at: explore.coding(at.reactions, library=at),
    "crisis": lambda at: explore.crisis(at.scenarios, library=at),
    "estimates": lambda at: explore.estimates(at.estimates, library=at),
    "forecast": lambda at: explore.forecast(at.forecasts, now=at),
    "ladder": lambda at: explore.ladder(at.treaties, library=at),
    "points": lambda at: atlas.points(at.events, label="title", title="T", library=at),
    "ranges": lambda at: charts.ranges(at.estimates, "claimant", title="T", library=at),
    "reading": lambda at: explore.reading(at.claims, library=at),
    "record": lambda at: explore.record(at.resolutions, at.votes, library=at),
    "resolve": lambda at: explore.resolve(at.resolutions, at.votes, library=at),
    "stances": lambda at: explore.stances(at.reactions, library=at),
    "timeline": lambda at: timeline(at.events, title="T", library=at),
    "tree": lambda at: explore.tree(at.branches, library=at),
    "weigh": lambda at: explore.weigh(at.weighing, library=at),
}


@pytest.fixture
def empty(course, data):
    whole = open_library(data)
    cited = {name for view in whole.settings["borders"]["choices"].values()
             for name in view["source_ids"]}  # fmt: skip
    course.say("base: blank\nname: empty\n")
    rows = [{key: whole.source(name)[key] for key in NEEDED["sources"]} for name in sorted(cited)]
    course.table("sources", *rows)
    return open_library(data, course.place)


def test_each_explorer_says_what_to_write(empty):
    for name, draw in DRAWN.items():
        with pytest.raises(AllianceError) as told:
            draw(empty)
        said = str(told.value)
        assert "nothing is there yet to be shown; fill the table my-course/tables/" in said, name
        assert "with the columns id, " in said and "one row, for example: id: my-first-row" in said
