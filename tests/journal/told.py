"""All that the folds tell of a journal, as plain values: to compare two journals, or two versions.

What the questions and tables are, a small file beside the journal says, so that a change of the
data changes nothing here.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime
from typing import Any

from alliance.explore.coding.session import fold as fold_coding
from alliance.explore.crisis.play import fold as fold_crisis
from alliance.explore.forecast.session import fold as fold_forecast
from alliance.explore.reading.session import fold as fold_reading
from alliance.explore.tree.session import fold as fold_tree
from alliance.explore.weigh.session import fold as fold_weigh
from alliance.quiz.assessment.sampling import last_sample, results
from alliance.quiz.learner.attempts import attempts_by_question, histories
from alliance.quiz.learner.confidence import tally
from alliance.quiz.learner.mastery import mastery
from alliance.quiz.learner.spacing import plans
from alliance.quiz.model import Question
from alliance.quiz.practice.rounds import open_round


def told(journal: Any, about: dict[str, Any]) -> dict[str, Any]:
    """Return what a journal says of the questions and tables that `about` names."""
    records = journal.records()
    goals = about["goals"]
    asked = [
        Question(id=name, type="single", stem="", body=None, objective=goal)
        for name, goal in goals.items()
    ]
    now = datetime(2027, 6, 1, tzinfo=UTC)
    known = set(goals)
    drawn = last_sample(records, known)
    found = {
        "learner": journal.learner,
        "order": [record["id"] for record in records],
        "attempts": dict(attempts_by_question(records)),
        "histories": dict(histories(records)),
        "mastery": mastery(asked, records, made=about["made"]),
        "spacing": {name: plan.due for name, plan in plans(records, sorted(goals), now).items()},
        "sureness": tally(records),
        "rounds": [open_round(journal, name) for name in about["rounds"]],
        "draw": drawn,
        "assessment": results(drawn, records, goals) if drawn else {},
        "crisis": [fold_crisis(records, mode, about["options"]) for mode in ("alone", "class")],
        "forecast": fold_forecast(records, about["forecasts"]),
        "tree": fold_tree(records, about["tree"]),
        "weigh": [
            fold_weigh(records, name, about["sides"], about["weights"])
            for name in about["statements"]
        ],
        "coding": fold_coding(records, about["acts"]),
        "reading": fold_reading(
            [record for record in records if record["kind"] == "claim"], about["claims"]
        ),
    }
    return json.loads(json.dumps(plain(found)))


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; a record is its id."""
    if dataclasses.is_dataclass(value):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        fields.pop("place", None)  # where in the journal, not what
        return plain(fields)
    if isinstance(value, dict):
        return value["id"] if "kind" in value else {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
